"""What a clerk should know of each citation: findings by stable rule names, with what the text says and what the record says.

Facts, not verdicts: “dự thảo ghi …, kho ghi …”, where the record has it from and how old that knowledge is. The rules are functions
from one resolution to findings, registered by name; whole-text rules (one document, two dates) come after them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dan_van.citations.agree import bodies_agree
from dan_van.citations.cited import Citation, Form
from dan_van.citations.link import Outcome, Resolution
from dan_van.citations.outdated import Outdated
from dan_van.codes import PARTY, STATE
from dan_van.corpus import Standing, Validity, titles
from dan_van.dates import format_short
from dan_van.model import Document, Finding, Place, Severity
from dan_van.provisions import write_pin
from dan_van.text import collapse_spaces, nfc

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
    lines = _starts(text)
    found = [
        Advice(_placed(finding, resolution.citation.span.start, lines), index)
        for index, resolution in enumerate(resolutions)
        for function in RULES.values()
        for finding in function(resolution, on)
    ]
    found += [
        Advice(_placed(finding, resolutions[index].citation.span.start, lines), index)
        for index, finding in _two_dates(resolutions)
    ]
    found += [
        Advice(
            _placed(
                Finding(
                    "tu-ngu-cu",
                    Severity.WARNING,
                    f"“{collapse_spaces(words.text)}”: {words.message}",
                    remedy=words.remedy,
                    source=words.source,
                ),
                words.span.start,
                lines,
            ),
            None,
        )
        for words in outdated
    ]
    return sorted(found, key=lambda advice: (advice.finding.place.line or 0, advice.finding.place.column or 0))


def _starts(text: str) -> list[int]:
    """Where each line starts; nothing of no text."""
    return [0, *(end.end() for end in re.finditer("\n", text))] if text else []


def _placed(finding: Finding, offset: int, lines: Sequence[int]) -> Finding:
    if not lines:
        return finding
    line = bisect_right(lines, offset)
    return replace(finding, place=Place(line=line, column=offset - lines[line - 1] + 1))


_FORM = {
    PARTY: "Hướng dẫn 05-HD/VPTW ngày 27/5/2026 của Văn phòng Trung ương Đảng",
    STATE: "Nghị định 30/2020/NĐ-CP, Phụ lục III",
}
_FAULTS = {
    "separators": "dấu “/”, “-” đặt chưa đúng chỗ", "missing-separator": "thiếu dấu “/” hoặc “-”", "space": "thừa dấu cách",
    "dash": "gạch dài thay cho gạch nối", "letter-for-digit": "chữ cái thay cho chữ số", "look-alike": "chữ “Ð” không phải chữ “Đ” tiếng Việt",
    "case": "chữ hoa, chữ thường chưa đúng", "marks": "thiếu hoặc sai dấu của chữ",
}  # fmt: skip
_SYMBOL = re.compile(
    r"(?<![^\W_])(?=[^\s]*\d)[\dOoIl].*?(?=,|;|\(|\s(?:ngày|năm|của|giữa|do|khóa|khoá|và|được)\s|\Z)", re.DOTALL
)


def written_symbol(citation: Citation) -> str | None:
    """The symbol as a citation writes it; None when it writes none."""
    found = _SYMBOL.search(nfc(citation.text))
    return found.group() if found else None


@rule("sai-so-ky-hieu")
def _symbol(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A symbol that is not written as its family writes it."""
    citation = resolution.citation
    written = written_symbol(citation)
    broken = citation.faults == ("space",) and written is not None and "\n" in written
    if citation.faults and citation.code and not broken:
        what = ", ".join(_FAULTS.get(fault, fault) for fault in citation.faults)
        yield Finding(
            "sai-so-ky-hieu", Severity.WARNING, f"“{collapse_spaces(written or citation.text)}”: {what}; cần ghi {citation.code}.",
            source=_FORM[PARTY if citation.code.family == PARTY else STATE], fixable=True,
        )  # fmt: skip


@rule("nam-khong-khop")
def _year(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A symbol that carries another year than the date beside it."""
    code, day = resolution.citation.code, resolution.citation.date
    if code and code.year and day and day.year and day.year != code.year:
        recorded = resolution.document.issued if resolution.document else None
        known = f" Kho ghi {format_short(recorded)}." if recorded else ""
        yield Finding(
            "nam-khong-khop", Severity.ERROR, f"“{collapse_spaces(resolution.citation.text)}”: ký hiệu ghi năm {code.year}, ngày ban hành ghi năm {day.year}.{known}",
            remedy="Xem lại số hoặc ngày.", source=_source(resolution),
        )  # fmt: skip


@rule("ngay-sau-du-thao")
def _later(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A document dated after the text that cites it."""
    day = resolution.citation.date.complete if resolution.citation.date else None
    if day and day > on:
        yield Finding(
            "ngay-sau-du-thao",
            Severity.ERROR,
            f"“{collapse_spaces(resolution.citation.text)}”: ghi ngày {format_short(day)}, sau ngày của văn bản đang xem ({format_short(on)}).",
            remedy="Xem lại ngày.",
        )


@rule("khong-co-trong-kho")
def _absent(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A document of which the corpus has no record: nothing could be checked."""
    if resolution.outcome is Outcome.NOT_IN_CORPUS and resolution.citation.form is not Form.SHORT:
        near = f" Kho chỉ có {_some(resolution.candidates, titles.brief)}." if resolution.candidates else ""
        yield Finding(
            "khong-co-trong-kho", Severity.INFO, f"“{collapse_spaces(resolution.citation.text)}”: kho chưa có, chưa kiểm tra được.{near}",
            remedy="Thêm vào kho bằng “dan-van corpus add TỆP”.",
        )  # fmt: skip


@rule("nhieu-van-ban")
def _several(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A citation that may mean several documents, or one that nothing beside its symbol confirms."""
    citation = resolution.citation
    told = len(citation.antecedents) == 1
    if resolution.outcome is Outcome.AMBIGUOUS and resolution.candidates and not resolution.documents and not told:
        choices = _some(resolution.candidates, lambda document: f"{titles.brief(document)} [{document.id}]")
        lead = "có thể là" if len(resolution.candidates) > 1 else "chưa chắc là văn bản này trong kho"
        yield Finding(
            "nhieu-van-ban", Severity.WARNING, f"“{collapse_spaces(citation.text)}” {lead}: {choices}.",
            remedy="Xem lại số, ngày; ghi đủ ngày và cơ quan ban hành, kể cả tên địa phương, để chỉ đúng một văn bản.",
        )  # fmt: skip


@rule("thieu-ngay")
def _undated(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A document known by its symbol alone, which other years use too."""
    document = resolution.document
    if resolution.assumed and document and document.issued:
        yield Finding(
            "thieu-ngay", Severity.INFO, f"“{collapse_spaces(resolution.citation.text)}”: không ghi ngày; hiểu là văn bản ngày {format_short(document.issued)}, "
            "văn bản duy nhất trong kho khớp với chỗ này.",
            remedy="Ghi ngày ở lần nhắc đầu tiên.", source=_source(resolution),
        )  # fmt: skip


@rule("khong-ro")
def _unclear(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A short form of which nothing says what it means."""
    if resolution.outcome is Outcome.UNCLEAR:
        more = f" Kho có {_some(resolution.candidates, titles.brief)}." if resolution.candidates else ""
        yield Finding(
            "khong-ro", Severity.INFO, f"“{collapse_spaces(resolution.citation.text)}”: không rõ nói văn bản nào.{more}", remedy="Ghi số, ký hiệu.",
        )  # fmt: skip


def _some(documents: Sequence[Document], words: Callable[[Document], str], most: int = 3) -> str:
    """``A; B; C và 4 văn bản nữa``."""
    more = f" và {len(documents) - most} văn bản nữa" if len(documents) > most else ""
    return "; ".join(words(document) for document in documents[:most]) + more


def _source(resolution: Resolution) -> str | None:
    document = resolution.document
    return document.source.name if document and document.source else None


_FIELDS = {
    "type": ("sai-loai", "loại văn bản", Severity.ERROR), "date": ("sai-ngay", "ngày ban hành", Severity.ERROR),
    "issuer": ("sai-co-quan", "cơ quan ban hành", Severity.ERROR), "term": ("sai-khoa", "khóa", Severity.ERROR),
    "name": ("sai-ten", "tên luật", Severity.ERROR), "subject": ("sai-trich-yeu", "trích yếu", Severity.WARNING),
}  # fmt: skip


@rule("sai-thong-tin")
def _mismatch(resolution: Resolution, on: date) -> Iterator[Finding]:
    """Fields in which the text and the record disagree, each under a rule of its own."""
    for mismatch in resolution.mismatches:
        if mismatch.field == "date" and any(_year(resolution, on)):
            continue  # said there already, with what the record has
        name, words, severity = _FIELDS[mismatch.field]
        yield Finding(
            name, severity, f"“{collapse_spaces(resolution.citation.text)}”: {words} ghi “{mismatch.said}”, kho ghi “{mismatch.recorded}”.",
            remedy=f"Đối chiếu lại với bản gốc; kho ghi theo {mismatch.source}.", source=mismatch.source,
        )  # fmt: skip


@rule("chua-doi-chieu-ngay")
def _date_unknown(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A date that the record has nothing to hold against: the link rests on the symbol alone."""
    document, citation = resolution.document, resolution.citation
    if document is not None and document.issued is None and citation.date is not None and citation.form is not Form.SHORT:
        yield Finding(
            "chua-doi-chieu-ngay", Severity.INFO, f"“{collapse_spaces(citation.text)}”: kho không có ngày ban hành của văn bản này, chưa đối chiếu được ngày.",
            remedy="Xem bản gốc; biết ngày thì ghi vào kho.",
        )  # fmt: skip


@rule("khong-co-dieu-khoan")
def _units(resolution: Resolution, on: date) -> Iterator[Finding]:
    for unit in resolution.missing:
        if resolution.document:
            yield Finding(
                "khong-co-dieu-khoan",
                Severity.ERROR,
                f"“{collapse_spaces(resolution.citation.text)}”: ghi {write_pin(unit)}; toàn văn {titles.label(resolution.document)} trong kho không có.",
                remedy="Xem lại điều khoản.",
                source=_source(resolution),
            )


@rule("hieu-luc")
def _standing(resolution: Resolution, on: date) -> Iterator[Finding]:
    """Whether what is cited stands on the day of the text; each standing under a rule of its own."""
    if resolution.outcome not in (Outcome.FOUND, Outcome.UNIT_MISSING):
        return
    for found in {(v.document.id, v.unit): v for v in resolution.validities}.values():
        if resolution.citation.form is Form.SHORT and found.standing is Standing.UNKNOWN:
            continue
        by_name = resolution.citation.form is Form.NAMED and resolution.citation.date is None
        for finding in _of(found, on):
            yield replace(finding, remedy=_EARLIER) if by_name and finding.rule == "chua-co-hieu-luc" else finding


_EARLIER = "Nếu đang dẫn văn bản cùng tên trước đó (kho có thể chưa có) thì ghi số hoặc ngày."
_STANDING = {
    Standing.ENDED: ("het-hieu-luc", Severity.ERROR), Standing.SUSPENDED: ("ngung-hieu-luc", Severity.ERROR),
    Standing.NOT_YET: ("chua-co-hieu-luc", Severity.WARNING), Standing.PARTLY: ("het-hieu-luc-mot-phan", Severity.WARNING),
    Standing.UNKNOWN: ("chua-ro-hieu-luc", Severity.INFO),
}  # fmt: skip


def _of(found: Validity, on: date) -> Iterator[Finding]:
    document = found.document
    what = f"{write_pin(found.unit)} {titles.full_label(document)}" if found.unit else titles.full_label(document)
    source = document.status.source if document.status else document.source.name if document.source else None
    if found.standing in _STANDING:
        name, severity = _STANDING[found.standing]
        doubts = _doubts(document, on) if found.standing is Standing.UNKNOWN else []
        if any(later in doubt for doubt in doubts for later in _LATER):
            name, severity = "co-van-ban-sau", Severity.WARNING
        if found.standing is Standing.PARTLY and found.unit is None:
            severity = Severity.INFO
        remedy = "Xem lại nội dung dẫn văn bản này." if severity is Severity.ERROR else None
        if found.successors:
            remedy = f"Nay có {'; '.join(titles.title(successor) for successor in found.successors)}."
        yield Finding(name, severity, " ".join([f"{what}: {found.label}{_why(found)}.", *doubts]), remedy=remedy, source=source)
    if found.amended_by:
        causes = "; ".join(dict.fromkeys(cause.text for cause in found.amended_by))
        yield Finding(
            "da-sua-doi", Severity.INFO, f"{what}: đã được sửa đổi ({causes}).",
            remedy="Xem lời văn sau sửa đổi; viện dẫn cả văn bản sửa đổi khi cần.", source=source,
        )  # fmt: skip
    for cause in found.depends_on_ended:
        yield Finding(
            "dua-tren-het-hieu-luc", Severity.WARNING, f"{what}: dựa trên văn bản đã hết hiệu lực ({cause.text}).",
            remedy="Còn áp dụng hay không do luật và người có thẩm quyền nói; tìm văn bản thay thế.", source=source,
        )  # fmt: skip


def _why(found: Validity) -> str:
    """What decided, in brackets: the acting document, or who says so in the record."""
    if found.standing is Standing.PARTLY and found.note and not found.unit:
        return f". {found.note.rstrip('.')}"
    if found.decided_by is None or found.standing is Standing.NOT_YET:
        return ""
    status = found.document.status
    if found.decided_by.actor is None and status and status.value.ended:
        return f" ({status.source})"
    return f" ({found.decided_by.text})"


_LATER = ("đã họp", "tiếp nối", "sau đó có", "không còn tên", "kết thúc hoạt động")


def _doubts(document: Document, on: date) -> list[str]:
    """What the record's notes say of its standing; not of what came after the day of the text."""
    told = (note for note in document.notes if "Hiệu lực" in note or any(later in note for later in _LATER))
    return [note if note.endswith(".") else f"{note}." for note in told if not _after(note, on)]


_NOTED = re.compile(r"(?<![\d/])(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/|năm\s+)(?P<year>\d{4})(?![\d/])")


def _after(note: str, on: date) -> bool:
    """Whether a note tells of something later than a day, as far as it gives a date (or only a year)."""
    if not any(later in note for later in _LATER):
        return False
    told = [(int(d["year"]), int(d["month"] or 0), int(d["day"] or 0)) for d in _NOTED.finditer(note)]
    return max(told, default=(0, 0, 0)) > (on.year, on.month, on.day)


_RECENT = timedelta(days=730)


@rule("ten-doi-nghia")
def _renamed(resolution: Resolution, on: date) -> Iterator[Finding]:
    """A name that means another document than it did, or soon will: two laws of one name."""
    document = resolution.document
    if resolution.citation.code is not None or document is None or not resolution.others:
        return
    changed = [document.effective, *(other.document.effective for other in resolution.others)]
    recent = any(day and abs(day - on) < _RECENT for day in changed)
    others = "; ".join(f"số {other.document.code} {other.label}" for other in resolution.others)
    yield Finding(
        "ten-doi-nghia", Severity.WARNING if recent else Severity.INFO,
        f"“{collapse_spaces(resolution.citation.text)}”: ngày {format_short(on)} là văn bản số {document.code}; văn bản cùng tên {others}.",
        remedy="Xem nội dung đang dẫn là của văn bản nào; nên ghi cả số hoặc ngày.", source=_source(resolution),
    )  # fmt: skip


def _two_dates(resolutions: Sequence[Resolution]) -> Iterator[tuple[int, Finding]]:
    """One document that the text gives two dates: one symbol of one issuer in one year."""
    first: dict[str, list[tuple[Citation, date]]] = {}
    for index, resolution in enumerate(resolutions):
        citation = resolution.citation
        day = citation.date.complete if citation.date else None
        if citation.code is None or day is None or resolution.outcome not in _SETTLED:
            continue
        others = first.setdefault(citation.code.key, [])
        earlier = next((other for other in others if _same_document(citation, day, *other)), None)
        if earlier is None:
            others.append((citation, day))
        elif earlier[1] != day:
            recorded = resolution.document.issued if resolution.document else None
            known = f" Kho ghi {format_short(recorded)}." if recorded else ""
            message = f"{citation.code}: văn bản ghi hai ngày, {format_short(earlier[1])} và {format_short(day)}.{known}"
            yield (
                index,
                Finding("hai-ngay", Severity.WARNING, message, remedy="Chọn một ngày đúng.", source=_source(resolution)),
            )


_SETTLED = (Outcome.FOUND, Outcome.UNIT_MISSING, Outcome.NOT_IN_CORPUS)


def _same_document(citation: Citation, day: date, other: Citation, other_day: date) -> bool:
    if citation.code is None or other.code is None or citation.code.key != other.code.key:
        return False
    if citation.code.year is None and day.year != other_day.year:
        return False
    return not citation.issuer or not other.issuer or bodies_agree(citation.issuer, other.issuer)
