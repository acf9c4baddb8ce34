"""Căn cứ made from the corpus: which order, which words, which ends, and what does not stand on the paper's day.

Words: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.6 (căn cứ ban hành give type, symbol, issuer, date and subject; luật and
pháp lệnh no symbol and no issuer), ô số 6 (``;`` after each, ``.`` after the last). Normative papers give laws by name and
symbol, as the State's own papers do since 2025. Party papers: Hướng dẫn 05-HD/VPTW (``-`` before each, laws by name and year).

Their order is that of :mod:`dan_van.citations.order`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dan_van import citations, tables
from dan_van.citations.form import BY_NAME
from dan_van.codes import Code
from dan_van.corpus import Corpus, Standing, acts_from, titles, validity
from dan_van.errors import UnknownName
from dan_van.model import Document, Finding, Place, RelationKind, Severity

_SOURCE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.6"
OPENING = "Căn cứ "


@dataclass(frozen=True, slots=True)
class Basis:
    """Căn cứ ready to print: ``lines`` with their ends, what should be seen, and the documents that stand in them."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    documents: tuple[Document, ...] = ()


def prepare(
    items: Sequence[str | Mapping[str, Any]],
    corpus: Corpus,
    on: date,
    family: str = tables.ADMINISTRATIVE,
    *,
    ordered: bool | None = None,
    place: Place = Place(),
) -> Basis:
    """The căn cứ of a draft.

    An item is a text that is printed as it is (``Theo đề nghị của …``), or names a document of the corpus: a mapping
    ``{cite: "33/CT-TTg", pin: "khoản 1 Điều 5", year: 2021, amended: true}``, or just its symbol, id or name. ``ordered`` asks for the
    order of force; None means yes when every item names a document, texts such as ``Theo đề nghị của …`` after them aside.
    Never raises: what cannot be found is an ERROR finding.
    """
    read_items = [_item(item, corpus, on, place) for item in items]
    if _sortable(read_items) if ordered is None else ordered:
        ranks = {document.id: index for index, document in enumerate(citations.arranged(_documents(read_items), on, family))}
        last = len(ranks)
        read_items = sorted(read_items, key=lambda item: ranks[item.document.id] if item.document else last)
    findings: list[Finding] = []
    seen: set[tuple[str, str | None]] = set()
    written = []
    for item in read_items:
        findings += [replace(finding, place=place) for finding in item.findings]
        if item.document is None:
            written += [item.text] if item.text else []
            continue
        if (item.document.id, item.pin) in seen:
            findings.append(
                _finding("can-cu-lap", f"{citations.short(item.document)} được ghi hai lần.", place, "Bỏ bớt một dòng.")
            )
            continue
        seen.add((item.document.id, item.pin))
        written.append(_line(corpus, item, on, family))
        findings += [replace(finding, place=place) for finding in _standing(corpus, item, on)]
    return Basis(tuple(ended(written, family)), tuple(findings), tuple(dict.fromkeys(_documents(read_items))))


def lines(
    corpus: Corpus, wanted: Sequence[str], on: date, family: str = tables.ADMINISTRATIVE, extra: Sequence[str] = ()
) -> list[str]:
    """The căn cứ that name these documents (symbols, ids or names) in order, then ``extra`` texts as they are.

    Raises UnknownName for a document that the corpus has not, or cannot tell.
    """
    found = {document.id: document for document in (citations.resolve(corpus, name, on) for name in wanted)}
    items = [_Item(document=document) for document in citations.arranged(list(found.values()), on, family)]
    return ended([*(_line(corpus, item, on, family) for item in items), *extra], family)


def ended(texts: Sequence[str], family: str = tables.ADMINISTRATIVE) -> list[str]:
    """Lines with their ends: ``;`` after each, ``.`` after the last; Party papers put ``-`` before each."""
    mark = "- " if family == tables.PARTY else ""
    bare = [re.sub(r"^[-–]\s*", "", text.strip()).rstrip(" ;.,") for text in texts]
    return [mark + text + (";" if index < len(bare) - 1 else ".") for index, text in enumerate(bare)]


# ---------------------------------------------------------------------------------------------------------------------
# Words


@dataclass(frozen=True, slots=True)
class _Item:
    """One căn cứ: the document it names, or a text of its own."""

    document: Document | None = None
    text: str = ""
    pin: str | None = None
    amended: bool = False
    findings: tuple[Finding, ...] = ()


def _sortable(items: Sequence[_Item]) -> bool:
    """Whether the clerk left the order open: no căn cứ in words of its own, and nothing but proposals before a document."""
    last = max((index for index, item in enumerate(items) if item.document), default=0)
    before = [item for item in items[:last] if item.document is None]
    return all(item.text.lower().startswith(_PROPOSALS) for item in before) and not any(
        item.text.lower().startswith("căn cứ") for item in items
    )


_PROPOSALS = ("theo đề nghị", "xét đề nghị", "xét tờ trình")
"""What stands after the căn cứ: Phụ lục III, mẫu 1.2 and 1.3."""


def _documents(items: Sequence[_Item]) -> list[Document]:
    return [item.document for item in items if item.document]


_OPENINGS = ("căn cứ", "theo ", "xét ", "thực hiện ", "trên cơ sở", "thi hành ", "triển khai ", "sau khi ", "được sự ")


def _item(item: str | Mapping[str, Any], corpus: Corpus, on: date, place: Place) -> _Item:
    if isinstance(item, Mapping):
        wanted, year = str(item.get("cite") or ""), str(item.get("year") or "")
        try:
            document = citations.resolve(corpus, wanted, on, int(year) if year.isdecimal() else None)
        except UnknownName as error:
            return _Item(findings=(Finding("can-cu", Severity.ERROR, error.sentence, place),))
        return _Item(document, pin=item.get("pin"), amended=str(item.get("amended") or "").lower() in ("true", "có", "1"))
    text = item.strip().rstrip(";., ")
    if text.lower().lstrip("-– ").startswith(_OPENINGS):
        return _Item(text=text)
    try:
        return _Item(citations.resolve(corpus, text, on))
    except UnknownName as error:
        if Code.maybe(text) or corpus.find(text):
            return _Item(findings=(Finding("can-cu", Severity.ERROR, error.sentence, place),))
        message = f"“{text[:60]}” không phải văn bản có trong kho và không mở đầu bằng “Căn cứ”, “Theo”, “Xét”."
        return _Item(
            text=text, findings=(_finding("can-cu", message, place, "Ghi đủ lời căn cứ, hoặc đúng tên, số của văn bản."),)
        )


def _line(corpus: Corpus, item: _Item, on: date, family: str) -> str:
    assert item.document is not None
    text = _named(item.document, family)
    if item.amended and (changes := _amendments(corpus, item.document, on)):
        text += f", được sửa đổi, bổ sung bởi {_joined([_amending(change, family) for change in changes])}"
    return OPENING + (f"{item.pin} {text}" if item.pin else text)


def _named(document: Document, family: str) -> str:
    """The document as căn cứ of a family name it."""
    if family == tables.NORMATIVE and document.type in BY_NAME and document.name and document.code:
        return f"{document.name} số {document.code}"
    return citations.full(document, party=family == tables.PARTY)


def _amending(document: Document, family: str) -> str:
    """An amending document, short: a law by its name and date, in normative papers by its symbol (``Luật số 87/2025/QH15``)."""
    if document.type in BY_NAME and document.name and (family != tables.NORMATIVE or document.code is None):
        return _named(document, family)
    return f"{titles.type_name(document)} số {document.code}"


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def _amendments(corpus: Corpus, document: Document, on: date) -> list[Document]:
    """What amends the document by that day, by date; an amendment whose day nothing gives is not taken."""
    found = {
        actor.id: actor
        for actor, relation in corpus.acting_on(document.id)
        if relation.kind is RelationKind.SUA_DOI_BO_SUNG and (day := acts_from(actor, relation)) and day <= on
    }
    return sorted(found.values(), key=lambda actor: (actor.issued or on, actor.id))


# ---------------------------------------------------------------------------------------------------------------------
# What does not stand


def _standing(corpus: Corpus, item: _Item, on: date) -> list[Finding]:
    document = item.document
    assert document is not None
    judged, name = validity(corpus, document, on), citations.short(document)
    found = []
    if missing := [word for word, known in (("ngày ban hành", document.issued), ("trích yếu", _title(document))) if not known]:
        message = f"Kho chưa ghi {' và '.join(missing)} của {name}, căn cứ in thiếu."
        found.append(_finding("can-cu-thieu", message, Place(), "Tra văn bản gốc rồi gõ cả dòng căn cứ."))
    if document.issued and document.issued > on:
        found.append(
            _finding("het-hieu-luc", f"{name}: ban hành sau ngày của bản thảo.", Place(), "Bỏ căn cứ này, hoặc xem lại ngày.")
        )
    elif judged.standing is Standing.UNKNOWN:
        message = f"Kho chưa rõ hiệu lực của {name}."
        found.append(Finding("chua-ro-hieu-luc", Severity.INFO, message, remedy="Tra lại trước khi ký."))
    elif judged.standing not in (Standing.IN_FORCE, Standing.PARTLY):
        by = f" ({judged.decided_by.text})" if judged.decided_by and judged.decided_by.actor else ""
        instead = "; ".join(titles.full_label(other) for other in judged.successors)
        remedy = f"Xem xét căn cứ {instead}." if instead else "Xem lại căn cứ."
        found.append(_finding("het-hieu-luc", f"{name}: {judged.label}{by}.", Place(), remedy))
    if not item.amended and document.type in BY_NAME and (changes := _amendments(corpus, document, on)):
        message = f"{name} đã được sửa đổi, bổ sung bởi {_joined([titles.full_label(change) for change in changes])}."
        remedy = "Muốn ghi cả văn bản sửa đổi thì thêm “amended: true” vào căn cứ đó."
        found.append(Finding("can-cu-sua-doi", Severity.INFO, message, remedy=remedy))
    return found


def _title(document: Document) -> str | None:
    return document.name or document.subject


def _finding(rule: str, message: str, place: Place, remedy: str) -> Finding:
    return Finding(rule, Severity.WARNING, message, place, remedy, _SOURCE if rule.startswith("can-cu") else None)
