"""What a clerk should know of each citation: findings by stable rule names, with what the text says and what the record says.

Facts, not verdicts: “dự thảo ghi …, kho ghi …”, where the record has it from and how old that knowledge is. The rules are functions
from one resolution to findings, registered by name; whole-text rules (one document, two dates) come after them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dan_van.citations.cited import Form
from dan_van.citations.link import Outcome, Resolution
from dan_van.citations.outdated import Outdated
from dan_van.corpus import Standing, Validity, titles
from dan_van.dates import format_short
from dan_van.model import Document, Finding, Place, Severity
from dan_van.provisions import write_pin

Rule = Callable[[Resolution, date], Iterator[Finding]]
RULES: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding with the citation (its place in the list) it is about; None for one about words outside citations."""

    finding: Finding
    index: int | None


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under its stable name."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register


def advise(resolutions: Sequence[Resolution], on: date, outdated: Sequence[Outdated] = (), text: str = "") -> list[Advice]:
    """Every finding, in the order of the text; places carry lines when the text is given."""
    found = [
        Advice(_placed(finding, resolution.citation.span.start, text), index)
        for index, resolution in enumerate(resolutions)
        for function in RULES.values()
        for finding in function(resolution, on)
    ]
    found += [
        Advice(_placed(finding, resolutions[index].citation.span.start, text), index)
        for index, finding in _two_dates(resolutions)
    ]
    found += [
        Advice(
            _placed(
                Finding(
                    "tu-ngu-cu",
                    Severity.WARNING,
                    f"“{_line(words.text)}”: {words.message}",
                    remedy=words.remedy,
                    source=words.source,
                ),
                words.span.start,
                text,
            ),
            None,
        )
        for words in outdated
    ]
    return sorted(found, key=lambda advice: (advice.finding.place.line or 0, advice.finding.place.column or 0))


def _placed(finding: Finding, offset: int, text: str) -> Finding:
    if not text:
        return finding
    line = text.count("\n", 0, offset) + 1
    return replace(finding, place=Place(line=line, column=offset - text.rfind("\n", 0, offset)))


@rule("sai-so-ky-hieu")
def _symbol(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A symbol that is not written as its family writes it (Nghị định 30/2020/NĐ-CP, Phụ lục III; Hướng dẫn 05-HD/VPTW)."""
    citation = resolution.citation
    if citation.faults and citation.code:
        yield Finding(
            "sai-so-ky-hieu", Severity.WARNING, f"Số, ký hiệu viết chưa đúng dạng, cần là {citation.code}.", fixable=True
        )
    day = citation.date
    if citation.code and citation.code.year and day and day.year and day.year != citation.code.year:
        yield Finding(
            "nam-khong-khop",
            Severity.ERROR,
            f"“{_line(citation.text)}”: năm trong ký hiệu khác năm ban hành.",
            remedy="Xem lại số hoặc ngày.",
        )


@rule("ngay-sau-du-thao")
def _later(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A document dated after the text that cites it."""
    day = resolution.citation.date.complete if resolution.citation.date else None
    if day and day > on:
        yield Finding(
            "ngay-sau-du-thao",
            Severity.ERROR,
            f"“{_line(resolution.citation.text)}”: ngày này sau ngày của văn bản ({format_short(on)}).",
            remedy="Xem lại ngày.",
        )


@rule("khong-co-trong-kho")
def _absent(resolution: Resolution, on: date) -> Iterator[Finding]:
    if resolution.outcome is Outcome.NOT_IN_CORPUS and resolution.citation.form is not Form.SHORT:
        near = "; ".join(titles.title(document) for document in resolution.candidates)
        more = f" Kho có văn bản cùng ký hiệu hoặc tên: {near}." if near else ""
        yield Finding(
            "khong-co-trong-kho", Severity.INFO, f"“{_line(resolution.citation.text)}”: kho chưa có văn bản này, chưa kiểm tra được.{more}",
            remedy="Thêm bằng “dan-van corpus add TỆP”.",
        )  # fmt: skip


@rule("nhieu-van-ban")
def _several(resolution: Resolution, on: date) -> Iterator[Finding]:
    if (resolution.outcome is Outcome.AMBIGUOUS and resolution.citation.form is not Form.SHORT) or (
        resolution.outcome is Outcome.AMBIGUOUS and not resolution.documents
    ):
        choices = "; ".join(f"{titles.title(document)} [{document.id}]" for document in resolution.candidates)
        yield Finding(
            "nhieu-van-ban",
            Severity.WARNING,
            f"“{_line(resolution.citation.text)}” có thể là: {choices}.",
            remedy="Ghi thêm ngày, cơ quan ban hành để chỉ một văn bản.",
        )


@rule("khong-ro")
def _unclear(resolution: Resolution, on: date) -> Iterator[Finding]:
    if resolution.outcome is Outcome.UNCLEAR:
        choices = "; ".join(titles.label(document) for document in resolution.candidates)
        more = f" Kho có: {choices}." if choices else ""
        yield Finding(
            "khong-ro",
            Severity.INFO,
            f"“{_line(resolution.citation.text)}”: không rõ nói văn bản nào.{more}",
            remedy="Ghi số, ký hiệu.",
        )


_FIELDS = {
    "type": ("sai-loai", "loại văn bản", Severity.ERROR), "date": ("sai-ngay", "ngày ban hành", Severity.ERROR),
    "issuer": ("sai-co-quan", "cơ quan ban hành", Severity.ERROR), "term": ("sai-khoa", "khóa", Severity.ERROR),
    "name": ("sai-ten", "tên luật", Severity.ERROR), "subject": ("sai-trich-yeu", "trích yếu", Severity.WARNING),
}  # fmt: skip


@rule("sai-thong-tin")
def _mismatch(resolution: Resolution, on: date) -> Iterator[Finding]:
    """Fields in which the text and the record disagree, each under a rule of its own."""
    for mismatch in resolution.mismatches:
        name, words, severity = _FIELDS[mismatch.field]
        yield Finding(
            name, severity, f"“{_line(resolution.citation.text)}”: {words} ghi “{mismatch.said}”, kho ghi “{mismatch.recorded}”.",
            remedy="Đối chiếu lại với bản gốc.", source=mismatch.source,
        )  # fmt: skip


@rule("khong-co-dieu-khoan")
def _units(resolution: Resolution, on: date) -> Iterator[Finding]:
    for unit in resolution.missing:
        if resolution.document:
            yield Finding(
                "khong-co-dieu-khoan",
                Severity.ERROR,
                f"“{_line(resolution.citation.text)}”: {titles.label(resolution.document)} không có {write_pin(unit)}.",
                remedy="Xem lại điều khoản.",
            )


@rule("hieu-luc")
def _standing(resolution: Resolution, on: date) -> Iterator[Finding]:
    """Whether what is cited stands on the day of the text; each standing under a rule of its own."""
    if resolution.outcome not in (Outcome.FOUND, Outcome.UNIT_MISSING):
        return
    for found in {(v.document.id, v.unit): v for v in resolution.validities}.values():
        if resolution.citation.form is Form.SHORT and found.standing is Standing.UNKNOWN:
            continue
        yield from _of(found, on)


_STANDING = {
    Standing.ENDED: ("het-hieu-luc", Severity.ERROR), Standing.SUSPENDED: ("ngung-hieu-luc", Severity.ERROR),
    Standing.NOT_YET: ("chua-co-hieu-luc", Severity.WARNING), Standing.PARTLY: ("het-hieu-luc-mot-phan", Severity.WARNING),
    Standing.UNKNOWN: ("chua-ro-hieu-luc", Severity.INFO),
}  # fmt: skip


def _of(found: Validity, on: date) -> Iterator[Finding]:
    document = found.document
    what = f"{write_pin(found.unit)} {titles.label(document)}" if found.unit else titles.label(document)
    source = document.status.source if document.status else document.source.name if document.source else None
    if found.standing in _STANDING:
        name, severity = _STANDING[found.standing]
        doubts = _doubts(document) if found.standing is Standing.UNKNOWN else []
        if any(later in doubt for doubt in doubts for later in _LATER):
            name, severity = "co-van-ban-sau", Severity.WARNING
        remedy = None
        if found.successors:
            remedy = f"Nay có {'; '.join(titles.title(successor) for successor in found.successors)}."
        yield Finding(name, severity, " ".join([f"{what}: {found.label}{_why(found)}.", *doubts]), remedy=remedy, source=source)
    for cause in found.amended_by:
        yield Finding(
            "da-sua-doi",
            Severity.INFO,
            f"{what}: đã được sửa đổi ({cause.text}).",
            remedy="Xem lời văn sau sửa đổi; viện dẫn cả văn bản sửa đổi khi cần.",
        )
    for cause in found.depends_on_ended:
        yield Finding(
            "dua-tren-het-hieu-luc",
            Severity.WARNING,
            f"{what}: dựa trên văn bản đã hết hiệu lực ({cause.text}).",
            remedy="Kho không kết luận; cần xem văn bản thay thế.",
        )


def _why(found: Validity) -> str:
    """What decided, in brackets: the acting document, or who says so in the record."""
    if found.decided_by is None:
        return ""
    status = found.document.status
    if found.decided_by.actor is None and status and status.value.ended:
        return f" ({status.source})"
    return f" ({found.decided_by.text})"


_LATER = ("đã họp", "sau đó có", "không còn tên", "kết thúc hoạt động")


def _doubts(document: Document) -> list[str]:
    """What the record's notes say of its standing."""
    told = (note for note in document.notes if "Hiệu lực" in note or any(later in note for later in _LATER))
    return [note if note.endswith(".") else f"{note}." for note in told]


@rule("ten-doi-nghia")
def _renamed(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A name that now means another document than it did: two laws of one name."""
    document = resolution.document
    if resolution.citation.code is None and document and resolution.others:
        others = "; ".join(f"{titles.label(other)} ({other.code}): {label}" for other, label in resolution.others)
        since = f" từ ngày {format_short(document.effective)}" if document.effective else ""
        yield Finding(
            "ten-doi-nghia", Severity.WARNING, f"“{_line(resolution.citation.text)}” nay là văn bản số {document.code}{since}; cùng tên có {others}.",
            remedy="Xem nội dung dẫn theo luật nào.",
        )  # fmt: skip


def _two_dates(resolutions: Sequence[Resolution]) -> Iterator[tuple[int, Finding]]:
    """One symbol of one issuer that the text gives two dates."""
    first: dict[tuple[str, int], tuple[int, date]] = {}
    for index, resolution in enumerate(resolutions):
        citation = resolution.citation
        day = citation.date.complete if citation.date else None
        if (
            citation.code is None
            or day is None
            or (resolution.outcome is not Outcome.FOUND and resolution.outcome is not Outcome.NOT_IN_CORPUS)
        ):
            continue
        earlier = first.setdefault((citation.code.key, day.year), (index, day))
        if earlier[1] != day:
            yield (
                index,
                Finding(
                    "hai-ngay",
                    Severity.WARNING,
                    f"{citation.code} được ghi hai ngày: {format_short(earlier[1])} và {format_short(day)}.",
                    remedy="Chọn một ngày đúng.",
                ),
            )


def _line(text: str) -> str:
    return " ".join(text.split())
