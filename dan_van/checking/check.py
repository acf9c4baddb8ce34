"""A whole paper checked: its layout by the rule table, its citations by the knowledge base; and what was not looked at."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dan_van import citations, readers
from dan_van.checking import annexes, grounds, habits, looks, party, prose, spacing, sums, wording, wordpage
from dan_van.checking.mends import Mend, rewritten
from dan_van.checking.parts import PARTY, STATE, VILLAGE, Line, Parts
from dan_van.checking.recognition import recognise
from dan_van.checking.registry import Found, Paper, run, where
from dan_van.corpus import Corpus
from dan_van.files import read_text
from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import UnreadableFile
from dan_van.readers.sniff import kind_of
from dan_van.text import clean

__all__ = ["Report", "annexes", "check", "habits", "looks", "party", "prose", "spacing", "sums", "wording"]

_ORDER = tuple(Severity)
FAMILIES = {STATE: "văn bản hành chính", PARTY: "văn bản của Đảng", VILLAGE: "văn bản của thôn, tổ dân phố"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file, worst first; what was checked, and what was not and why (Vietnamese, one line each).

    ``family`` and ``type`` are what the paper was taken for; None when it has no layout (a draft) or none was told.
    """

    path: Path
    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    family: str | None = None
    type: str | None = None

    def count(self, severity: Severity) -> int:
        """How many findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def clean(self) -> bool:
        """Whether nothing must be mended: no error and no warning."""
        return not (self.count(Severity.ERROR) or self.count(Severity.WARNING))


@dataclass(frozen=True, slots=True)
class Examined:
    """A report and what its findings are about: the lines, and what would put them right."""

    report: Report
    found: tuple[Found, ...]


def check(path: Path, corpus: Corpus, on: date | None = None) -> Report:
    """Check one file: a Word file for layout and citations, any other text for citations only. Raises UnreadableFile.

    ``on`` is the day the citations are judged for: the day the paper gives itself when None, else today.
    """
    return examine(path, corpus, on).report


def examine(path: Path, corpus: Corpus, on: date | None = None) -> Examined:
    """As :func:`check`, with what each finding is about. Raises UnreadableFile."""
    draft = path.suffix.lower() == ".md"
    word = not draft and os.path.isfile(path) and kind_of(path) == "docx"
    if path.suffix.lower() in (".docx", ".docm", ".dotx") and os.path.isfile(path) and not word:
        raise UnreadableFile(
            "{path}: đuôi tệp là Word nhưng nội dung không phải, hoặc tệp đã hỏng. Lấy lại tệp gốc.", path=path
        )
    text = read_text(path) if draft else readers.read(path).text
    cited = citations.cite(text, corpus, on)
    laid = wordpage.read(path) if word else None
    lines = text.splitlines()
    whole = [Line(one, 0, len(one.text)) for one in laid.paragraphs] if laid else []
    printed = [(line, line.text) for line in whole]
    found = [_cited(path, advice, cited, lines, printed) for advice in cited.advice]
    told = sum(one.outcome is not citations.Outcome.OWN for one in cited.resolutions)
    checked, unchecked = [], []
    if told:
        checked.append(f"{cited.checked} trên {told} viện dẫn, đối chiếu với kho, xét vào ngày {cited.on:%d/%m/%Y}")
        if cited.checked < told:
            unchecked.append(f"{told - cited.checked} viện dẫn: kho không có văn bản đó, hoặc không rõ là văn bản nào")
    else:
        checked.append("viện dẫn: không thấy viện dẫn nào")
    parts: Parts | None = None
    if laid is not None:
        parts = recognise(laid)
        held = parts.official and not parts.normative
        if held:
            paper = Paper(laid, parts)
            found += [*run(paper), *grounds.order(paper, cited)]
            number = sum(map(len, parts.lines.values()))
            checked.append(f"thể thức {FAMILIES[parts.family]}: {number} dòng của {len(parts.lines)} thành phần")
        unchecked.append(_UNLOOKED if held else _NORMATIVE if parts.normative else _NOT_OFFICIAL)
    else:
        unchecked.append("thể thức: chỉ kiểm tra được ở tệp Word (.docx)")
    found.sort(key=_rank)
    report = Report(
        path, tuple(one.finding for one in found), tuple(checked), tuple(unchecked), parts.family if parts else None, parts.type if parts else None
    )  # fmt: skip
    return Examined(report, tuple(found))


def _rank(found: Found) -> tuple[int, int]:
    """Worst first, then by page."""
    return _ORDER.index(found.finding.severity), (found.lines[0].paragraph.page or 0) if found.lines else 0


def _cited(
    path: Path, advice: citations.Advice, cited: citations.Cited, lines: Sequence[str], printed: Sequence[tuple[Line, str]]
) -> Found:
    """What is said of the text's words: the line of the Word file they stand in, and a symbol as it should be written."""
    place = advice.finding.place
    finding = replace(advice.finding, place=Place(str(path), place.line, place.column, place.part), fixable=False)
    citation = cited.resolutions[advice.index].citation if advice.index is not None else None
    quoted = clean(citation.text if citation else lines[place.line - 1] if place.line else "").strip()
    read = lines[place.line - 1] if place.line else ""
    lines_with = [line for line, words in printed if quoted and quoted in words]
    line = next((line for line in lines_with if line.text in read or read in line.text), lines_with[0] if lines_with else None)
    if line is None:
        return Found(finding)
    mends: tuple[Mend, ...] = ()
    symbol = citations.written_symbol(citation) if citation else None
    if advice.finding.fixable and citation and citation.code and symbol:
        mends = rewritten(line, line.text.replace(quoted, quoted.replace(symbol, str(citation.code), 1), 1))
    finding = replace(finding, place=replace(finding.place, part=where(None, (line,))))
    return Found(replace(finding, fixable=bool(mends)), (line,), mends)


_UNLOOKED = "độ dài đường kẻ, chữ ký, dấu, hình ảnh; cỡ chữ và canh lề trong bảng, khung chữ của phần nội dung và phụ lục; phần ký bị tách sang trang sau"
_NORMATIVE = "thể thức: văn bản quy phạm pháp luật; chương trình chỉ có quy định cho văn bản hành chính, của Đảng và của thôn"
_NOT_OFFICIAL = "thể thức: không thấy Quốc hiệu và số, ký hiệu, nên không coi đây là văn bản hành chính"
