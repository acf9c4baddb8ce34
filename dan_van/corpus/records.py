"""One corpus file ↔ one :class:`~dan_van.model.Document`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from dan_van import codes, frontmatter, provisions, schema
from dan_van.model import (
    Attachment,
    Document,
    Finding,
    Place,
    Relation,
    RelationKind,
    Severity,
    Signer,
    Source,
    Status,
    StatusValue,
    TextKind,
)
from dan_van.text import slug

SCHEMA = "document.schema.json"
UNKNOWN_YEAR = "khong-ro"
_LONGEST_NAME = 80


def read(text: str, identity: str, *, path: Path | None = None, layer: str = "") -> tuple[Document | None, list[Finding]]:
    """Read a file's text; None with findings when its front matter is not valid."""
    file = str(path) if path else identity
    read_matter = frontmatter.parse(text, file)
    if not read_matter.values and not read_matter.findings:
        message = "Tệp không có phần đầu (các dòng giữa hai dấu ---)."
        return None, [Finding("phan-dau", Severity.ERROR, message, Place(file, 1), "Xem mẫu tệp trong docs/kho-van-ban.md.")]
    values, findings = schema.validate(read_matter, schema.shipped(SCHEMA), file)
    if findings:
        return None, findings
    code = None
    if values["code"]:
        place = Place(file, read_matter.line_of(("code",)))
        try:
            reading = codes.read(values["code"])
        except codes.CodeError as error:
            return None, [Finding("so-ky-hieu", Severity.ERROR, error.sentence, place)]
        code = reading.code
        if str(code) != values["code"]:
            message = f"Số, ký hiệu ghi “{values['code']}”."
            findings.append(Finding("so-ky-hieu", Severity.ERROR, message, place, f"Dạng đúng là {code}."))
    return _document(values, code, read_matter, identity, path, layer), findings


def _document(
    values: dict[str, Any],
    code: codes.Code | None,
    matter: frontmatter.FrontMatter,
    identity: str,
    path: Path | None,
    layer: str,
) -> Document:
    issuer = values["issuer"]
    status, signer, source, period = (values.get(key) for key in ("status", "signer", "source", "period"))
    return Document(
        id=identity,
        type=values["type"],
        code=code,
        name=values.get("name"),
        subject=values["subject"],
        issuers=() if issuer is None else (issuer,) if isinstance(issuer, str) else tuple(issuer),
        issuer_name=values.get("issuer_name"),
        term=values.get("term"),
        place=values.get("place"),
        issued=_date(values["issued"]),
        effective=_date(values.get("effective")),
        expired=_date(values.get("expired")),
        period=(period["from"], period["to"]) if period else None,
        signer=Signer(**signer) if signer else None,
        status=Status(StatusValue(status["value"]), _date(status["as_of"]), status["source"], status.get("note"))
        if status
        else None,
        attachments=tuple(Attachment(**item) for item in values.get("attachments", ())),
        relations=tuple(_relation(item) for item in values.get("relations", ())),
        aliases=tuple(values.get("aliases", ())),
        text=TextKind(values["text"]),
        source=Source(**source) if source else None,
        notes=tuple(values.get("notes", ())),
        body=matter.body,
        body_line=matter.body_line,
        path=path,
        layer=layer,
        provisions=provisions.parse(matter.body),
    )


def identity(document: Document, place: str | None = None) -> str:
    """The id that a document's own fields give: ``<type>/<year>/<code>``, a local body's place after ``--``."""
    return address(document.type, document.year, document.code, document.name or document.subject, place)


def address(type_: str, year: int | str | None, code: codes.Code | None, name: str | None, place: str | None = None) -> str:
    """The id by its parts: of a document without a symbol, its name (shortened) stands for it."""
    last = slug(str(code)) if code else slug(name or "")[:_LONGEST_NAME].strip("-")
    return f"{type_}/{year or UNKNOWN_YEAR}/{last or 'khong-ten'}" + (f"--{place}" if place else "")


def year_of(issued: str | None, code: codes.Code | None) -> int | str | None:
    """The year of an id: of the ISO date of issue, else the one the symbol carries."""
    if issued:
        return issued[:4]
    return code.year if code else None


def _relation(item: dict[str, Any]) -> Relation:
    return Relation(RelationKind(item["kind"]), item["target"], item.get("pin"), _date(item.get("effective")), item.get("note"))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
