"""An office's own file → a corpus file: what is proposed, how it meets a record that is there already, how it is written.

A record with the same identity is enriched, never silently replaced: what it knows stays, what it lacks is filled,
and where the two disagree both are shown.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dan_van import codes, dates, frontmatter, metadata, schema, tables
from dan_van.codes import Code, CodeError
from dan_van.corpus import records
from dan_van.corpus.loader import Corpus
from dan_van.corpus.records import SCHEMA
from dan_van.errors import ContentError, FileProblem
from dan_van.files import read_text, write_text
from dan_van.model import Document, Finding, Place, RelationKind, Severity
from dan_van.readers import Content
from dan_van.tables import UNKNOWN_TYPE
from dan_van.text import clean, collapse_spaces, fold, slug

_CENTRAL = re.compile(
    r"BỘ |CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|CHỦ TỊCH NƯỚC|ỦY BAN THƯỜNG VỤ QUỐC HỘI|TÒA ÁN NHÂN DÂN TỐI CAO|VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO|"
    r"NGÂN HÀNG NHÀ NƯỚC|THANH TRA CHÍNH PHỦ|KIỂM TOÁN NHÀ NƯỚC|BAN BÍ THƯ|VĂN PHÒNG TRUNG ƯƠNG|VĂN PHÒNG CHÍNH PHỦ|.* TRUNG ƯƠNG",
    re.IGNORECASE,
)
_LOCAL = ("UBND", "HĐND", "CTUBND", "TU", "HU", "ĐU", "CB", "MTTQ")


@dataclass(frozen=True, slots=True)
class Intake:
    """A corpus file to be: front matter ``values`` (as text), ``body``, its ``identity``, and what a person should see.

    ``existing`` is the record of that identity, if the corpus has one; ``own`` what the file says without it. ``doubts`` are fields that nothing said.
    """

    source: Path
    identity: str
    values: dict[str, Any]
    body: str
    existing: Document | None
    findings: tuple[Finding, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)
    content: Content = field(default=Content("text", "", 0), repr=False)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Fields left unknown that a clerk usually can fill."""
        unknown = [key for key in ("code", "issued") if not self.values.get(key)]
        unknown += [] if self.values.get("subject") or self.values.get("name") else ["subject"]
        unknown += [] if self.values.get("issuer") or self.values.get("issuer_name") else ["issuer_name"]
        return tuple(unknown + (["type"] if self.values["type"] == UNKNOWN_TYPE else []))


def propose(path: Path, content: Content, corpus: Corpus, corrections: Mapping[str, str | None] | None = None) -> Intake:
    """What the file would be in the corpus. ``corrections`` are fields that a person gave; they win."""
    matter = _front_matter(path, content)
    body = matter.body if matter.values else content.text
    said = metadata.read(body)
    values = _from_metadata(said, corpus)
    values.update({key: value for key, value in content.properties.items() if value and key in _FILLED})
    _add_stated(values, content)
    values.update({key: value for key, value in matter.values.items() if value is not None})
    values.update({key: typed(key, value) for key, value in (corrections or {}).items()})
    values = _complete(values, path, body)
    identity = _identity(values, said)
    existing = corpus.get(identity) if corpus.knows(identity) else None
    if existing is not None and not values["code"] and _other_file(existing, values):  # nameless: two papers, not one
        identity, existing = f"{identity}-{values['source']['sha256'][:6]}", None
    findings, own = content.findings, values
    if existing is not None:
        values, conflicts = _enriched(existing, values, path)
        findings = (*findings, *conflicts)
        body = body if body.strip() else existing.body
    elif not body.strip() and not values["code"]:
        raise ContentError(
            "{path}: không có lời văn, không có số ký hiệu: chưa đủ để thành một văn bản của kho.", findings, path=path
        )
    return Intake(path, identity, values, body.strip("\n") + "\n" if body.strip() else "", existing, findings, own, content)


def _front_matter(path: Path, content: Content) -> frontmatter.FrontMatter:
    """The record's own fields that a Markdown file brings. Raises ContentError when they cannot be read or held."""
    nothing = frontmatter.FrontMatter({}, content.text)
    if content.kind not in ("markdown", "text"):
        return nothing
    matter = frontmatter.parse(content.text, str(path))
    if matter.findings and content.kind == "text":
        return nothing  # a rule of dashes at the top of a plain text
    allowed = schema.shipped(SCHEMA)
    known = {key: value for key, value in matter.values.items() if key in allowed["properties"]}
    read = replace(matter, values=known)
    _, wrong = schema.validate(read, {**allowed, "required": []}, str(path))
    if wrong:
        raise ContentError("{path}: phần đầu có {count} chỗ phải sửa.", wrong, path=path, count=len(wrong))
    return read


def _other_file(existing: Document, values: Mapping[str, Any]) -> bool:
    return existing.source is not None and existing.source.sha256 not in (None, values["source"]["sha256"])


def typed(key: str, value: str | None) -> str | None:
    """A field as a person types it: any usual date, a symbol in its right form. Raises ContentError, saying what is wrong."""
    if not value:
        return None
    if key == "issued" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        day = dates.iso(value)
        if day is None:
            raise ContentError("“{value}” không phải một ngày đầy đủ. Viết như 2026-11-23 hoặc 23/11/2026.", value=value)
        return day
    if key == "code":
        try:
            return str(Code.parse(value))
        except CodeError as error:
            raise ContentError(error.sentence) from None
    return value


def write(intake: Intake, folder: Path, *, force: bool = False) -> Path:
    """Write the file into a writable layer, whole or not at all.

    Raises FileProblem when another text stands there, ContentError when a field is not what a record may hold.
    """
    values, body = intake.values, intake.body
    if force:
        values = {**values, **{key: value for key, value in intake.own.items() if not _is_blank(value)}}
    target = folder / f"{intake.identity}.md"
    if target.exists() and not force:
        body = _standing_body(target, values, body)
    text = frontmatter.dump(_ordered(values), body)
    _, wrong = records.read(text, intake.identity, path=intake.source)
    if wrong:
        raise ContentError(
            "{path}: thông tin chưa ghi vào kho được, {count} chỗ phải sửa.", wrong, path=intake.source, count=len(wrong)
        )
    write_text(target, text, force=True)
    return target


def _standing_body(target: Path, values: Mapping[str, Any], body: str) -> str:
    """The body to write over a file that stands there: its own, when a person may have mended it.

    Raises FileProblem when it holds words that did not come from this file.
    """
    standing = frontmatter.parse(read_text(target), str(target))
    if standing.findings or not standing.values:
        raise FileProblem(
            "{path}: tệp đang có trong kho không đọc được. Sửa hoặc chuyển tệp đó đi, hoặc dùng --force để thay.",
            path=target,
        )
    source = standing.values.get("source")
    digest = source.get("sha256") if isinstance(source, dict) else None
    if digest == values["source"].get("sha256") and standing.body.strip():
        return standing.body
    if standing.body.strip():
        raise FileProblem("{path}: kho đã có lời văn không phải từ tệp này. Dùng --force nếu muốn thay.", path=target)
    return body


_FILLED = ("code", "type", "name", "subject", "issuer", "issuer_name", "issued", "effective", "expired", "place")


def _add_stated(values: dict[str, Any], content: Content) -> None:
    """What a legal database's own pages say beside the text: signer, standing, relations to other documents."""
    stated = content.properties
    if stated.get("signer.name") and values["signer"] is None:
        values["signer"] = {"authority": None, "position": stated.get("signer.position"), "name": stated["signer.name"]}
    if stated.get("status"):
        values["status"] = {"value": stated["status"], "as_of": None, "source": "trang thuộc tính đi cùng tệp; chưa đối chiếu"}
    known = {(item["kind"], item["target"]) for item in values["relations"]}
    for item in map(_partial, content.related):
        code = Code.maybe(item.get("code"))
        target = records.address(
            item.get("type") or UNKNOWN_TYPE, records.year_of(item.get("issued"), code), code, item.get("title")
        )
        if (
            item.get("direction") == "acting"
            and (code or slug(item.get("title") or ""))
            and (item["kind"], target) not in known
        ):
            known.add((item["kind"], target))
            note = {"note": item["note"]} if item.get("note") else {}
            values["relations"].append({"kind": item["kind"], "target": target, **note})


_OF_THE_WHOLE = (
    RelationKind.BAI_BO,
    RelationKind.THAY_THE,
    RelationKind.TAM_NGUNG_HIEU_LUC,
    RelationKind.DINH_CHI_THI_HANH,
)


def _partial(item: Mapping[str, str]) -> Mapping[str, str]:
    """A heading that says *một phần* without saying which: an amendment with that note, since the whole still stands."""
    if item["kind"] not in _OF_THE_WHOLE or not re.search(r"\b(?:1|mot) phan\b", fold(item.get("heading", ""))):
        return item
    return {**item, "kind": RelationKind.SUA_DOI_BO_SUNG.value, "note": f"{item['heading']}; chưa rõ phần nào"}


def _from_metadata(said: metadata.Metadata, corpus: Corpus) -> dict[str, Any]:
    issued = said.issued.value.complete if said.issued else None
    values: dict[str, Any] = {
        "code": str(said.code.value) if said.code and said.code.value.number else None,
        "type": said.type.value if said.type else None,
        "subject": _subject(said.subject.value) if said.subject else None,
        "issuer": said.issuer,
        "issuer_name": None if said.issuer or not said.issuer_name else _titled(said.issuer_name.value),
        "place": said.place.value if said.place else None,
        "issued": issued.isoformat() if issued else None,
        "signer": None,
        "relations": _relations(said, corpus),
    }
    if values["type"] == "luat" and values["subject"]:
        name = values["subject"]
        values["name"], values["subject"] = f"Luật {name[:1].upper()}{name[1:]}", None
    if said.signer:
        signer = said.signer.value
        values["signer"] = {"authority": signer.authority, "position": signer.position, "name": signer.name}
    return values


def _subject(words: str) -> str:
    """A subject as citations take it: capitals of a law's name brought down, first letter small."""
    words = words.capitalize() if words.isupper() else words
    return words[:1].lower() + words[1:]


_LOCAL_BODY = re.compile(
    r"(?P<body>ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|ĐẢNG ỦY|ĐẢNG UỶ)\s+"
    r"(?P<unit>XÃ|PHƯỜNG|ĐẶC KHU|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN)\s+(?P<name>.+)"
)
_BODY_NAMES = {
    "ỦY BAN NHÂN DÂN": "UBND",
    "UỶ BAN NHÂN DÂN": "UBND",
    "HỘI ĐỒNG NHÂN DÂN": "HĐND",
    "ĐẢNG ỦY": "Đảng ủy",
    "ĐẢNG UỶ": "Đảng ủy",
}


def _titled(name: str) -> str:
    """A local body as citations name it (``UBND xã Tân Thanh``); any other name as it is printed."""
    match = _LOCAL_BODY.fullmatch(name)
    if match is None:
        return name
    proper = " ".join(word.capitalize() for word in match["name"].split())
    return f"{_BODY_NAMES.get(match['body'], match['body'])} {match['unit'].lower()} {proper}"


def _relations(said: metadata.Metadata, corpus: Corpus) -> list[dict[str, str]]:
    """Căn cứ that name a symbol the corpus knows as one document."""
    targets: list[str] = []
    for basis in said.legal_basis:
        for reading, _ in codes.find(clean(basis.value)):
            found = corpus.find(str(reading.code))
            targets += [found[0].id] if len(found) == 1 else []
    return [{"kind": "can-cu", "target": target} for target in dict.fromkeys(targets)]


def _complete(values: dict[str, Any], path: Path, body: str) -> dict[str, Any]:
    """The keys a record must have, the type that the symbol tells, and where all this comes from."""
    code = Code.maybe(values.get("code"))
    values["type"] = values.get("type") or _type_of(code) or UNKNOWN_TYPE
    for key in ("code", "subject", "issuer", "issued", "signer", "status"):
        values.setdefault(key, None)
    values.setdefault("relations", [])
    values["text"] = "full" if body.strip() else "none"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    values["source"] = {"name": f"tệp {path.name} do cơ quan đưa vào", "sha256": digest, "confidence": "B"}
    return values


def _type_of(code: Code | None) -> str | None:
    if code is None:
        return None
    if code.legislature:
        return "luat" if code.groups[0].startswith("QH") else None
    rows = tables.types_by_abbreviation().get(code.type_abbreviation or "", ())
    if not rows:
        return "cong-van" if len(code.groups) > 1 else None
    return rows[0].slug


def _identity(values: Mapping[str, Any], said: metadata.Metadata) -> str:
    code = Code.maybe(values.get("code"))
    name = values.get("name") or values.get("subject")
    place = _local_place(values, code, said)
    return records.address(values["type"], records.year_of(values.get("issued"), code), code, name, place)


def _local_place(values: Mapping[str, Any], code: Code | None, said: metadata.Metadata) -> str | None:
    """What tells a local body from all the others that use its letters."""
    issuer = values.get("issuer")
    known = tables.issuers().get(issuer) if isinstance(issuer, str) else None
    if known is not None:
        return known.place
    letters = code.bodies if code else ()
    if code is not None and (code.legislature or _CENTRAL.match(str(values.get("issuer_name") or ""))):
        return None
    name = slug(values.get("issuer_name") or "")
    for opening in ("uy-ban-nhan-dan-", "hoi-dong-nhan-dan-", "ubnd-", "hdnd-"):
        name = name.removeprefix(opening)
    return name or (slug(said.place.value) if said.place and any(body in _LOCAL for body in letters) else None)


def _enriched(existing: Document, values: dict[str, Any], path: Path) -> tuple[dict[str, Any], list[Finding]]:
    """The record's own facts with what it lacked; where both speak and differ, the record's words and a finding."""
    if existing.path is None:
        return values, []
    record = frontmatter.parse(read_text(existing.path)).values
    merged, findings = dict(record), []
    for key, value in values.items():
        if key in ("text", "source", "relations", "status", "notes", "type"):
            continue
        if _is_blank(record.get(key)):
            merged[key] = value
        elif not _is_blank(value) and _differs(key, record[key], value):
            message = f"Trường “{key}”: tệp ghi “{_shown(value)}”, kho ghi “{_shown(record[key])}”; đã giữ của kho."
            findings.append(
                Finding("khac-voi-kho", Severity.WARNING, message, Place(str(path)), "Sửa tệp trong kho nếu kho sai.")
            )
    known = {(item.get("kind"), item.get("target")) for item in record.get("relations") or []}
    merged["relations"] = [
        *(record.get("relations") or []),
        *(item for item in values["relations"] if (item["kind"], item["target"]) not in known),
    ]
    if values["text"] == "full":
        merged["text"] = "full"
        if record["source"].get("sha256") != values["source"]["sha256"]:
            merged["source"] = {**values["source"], "name": f"{values['source']['name']}; {record['source']['name']}"}
    return merged, findings


def _is_blank(value: Any) -> bool:
    """Whether a field says nothing."""
    return value in (None, [], {})


def _differs(key: str, record: Any, value: Any) -> bool:
    if key == "signer":
        return slug(str((record or {}).get("name") or "")) != slug(str((value or {}).get("name") or ""))
    if key in ("subject", "name", "issuer_name"):
        left, right = (slug(str(words)).removeprefix("ve-viec-").removeprefix("ve-") for words in (record, value))
        return left != right
    return bool(record != value)


def _shown(value: Any) -> str:
    return collapse_spaces(str(value.get("name") if isinstance(value, dict) else value))


def _ordered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Keys in the schema's order; unknown optional ones left out."""
    order = schema.shipped(SCHEMA)
    kept = [key for key in order["properties"] if key in values]
    required = {*order["required"], "signer", "relations"}
    return {key: values[key] for key in kept if key in required or not _is_blank(values[key])}
