"""What a page carries besides its text: running heads, page numbers, stamps of digital signatures, typed rules.

They are taken out before paragraphs are joined, so that a paragraph runs on over the page, and are counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dan_van.readers.pdf_lines import Line

_BAND = 0.13
"""Share of the page's height, at the head and at the foot, where running lines stand."""
_LONGEST_STAMP = 30
_GAZETTE = re.compile(r"(?:\d+\s+)?CÔNG BÁO\s*/\s*Số\s*\d.*/\s*Ngày\s*\d[\d\s]*[-/][\d\s]+[-/][\d\s]+", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[-–]\s*)?(?:Trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?(?:\s*[-–])?", re.IGNORECASE)
_TYPED_RULE = re.compile(r"[_–—―=\-~*.\s]{2,}|_+")
_STAMP = re.compile(
    r"(?:(?P<sign>Ký bởi|Người ký|Được ký bởi|Ký số bởi|Thời gian ký|Ngày ký|Giờ ký|Digitally signed by|Signed by"
    r"|Signature (?:Not Verified|Valid))|Email|Cơ quan|Tổ chức|Chức vụ|Lý do|Nơi ký|Reason|Location|Date|DN|Foxit\b.*)"
    r"\s*(?::|$)\s*(?P<value>.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Furniture:
    """What was taken out: how many lines of each kind, and what they said."""

    heads: Counter[str] = field(default_factory=Counter)
    numbers: int = 0
    stamps: list[str] = field(default_factory=list)
    rules: int = 0
    characters: int = 0
    """Non-space characters of all of it."""


def strip(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> tuple[list[list[Line]], Furniture]:
    """The lines of each page without the furniture, and what that was."""
    taken = Furniture()
    before = sum(_count(line) for lines in pages for line in lines)
    kept = [_without_stamps(lines, taken) for lines in pages]
    kept = [[line for line in lines if not _gazette(line, taken) and not _typed_rule(line, taken)] for lines in kept]
    for index, number in _numbers(kept, heights):
        taken.numbers += 1
        kept[index] = [line for line in kept[index] if line is not number]
    for repeated in _repeated(kept, heights):
        taken.heads[repeated.text] += 1
        kept[repeated.page] = [line for line in kept[repeated.page] if line is not repeated.line]
    taken.characters = before - sum(_count(line) for lines in kept for line in lines)
    return kept, taken


def _count(line: Line) -> int:
    return len("".join(line.text.split()))


def _gazette(line: Line, taken: Furniture) -> bool:
    if not _GAZETTE.fullmatch(line.text):
        return False
    match = re.search(r"CÔNG BÁO.*/\s*Ngày\s*[\d]+[-/]\d+[-/]\d{4}", line.text, re.IGNORECASE)
    taken.heads[match.group() if match else line.text] += 1
    return True


def _typed_rule(line: Line, taken: Furniture) -> bool:
    text = line.text
    ruled = len(text) >= 3 and _TYPED_RULE.fullmatch(text) is not None and len(set(text) - {" "}) == 1 and text[0] not in ".*"
    taken.rules += ruled
    return ruled


def _without_stamps(lines: Sequence[Line], taken: Furniture) -> list[Line]:
    """The lines without blocks of a signature's stamp: two or more labels in a row, one of them about signing."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        end = _stamp_end(lines, index)
        if end == index:
            kept.append(lines[index])
            index += 1
            continue
        taken.stamps.append("; ".join(line.text for line in lines[index:end]))
        index = end
    return kept


def _stamp_end(lines: Sequence[Line], start: int) -> int:
    """Where the stamp that starts here ends; ``start`` when there is none. One line of a long value may wrap."""
    labels: list[str] = []
    signed = False
    end = index = start
    while index < min(len(lines), start + _LONGEST_STAMP):
        match = _STAMP.fullmatch(lines[index].text)
        if match:
            labels.append(lines[index].text.split(":")[0].casefold())
            signed |= match["sign"] is not None
            end = index = index + 1
        elif labels and index == end and index + 1 < len(lines) and _wraps(lines, index):
            index += 1
        else:
            break
    return end if signed and len(set(labels)) >= 2 else start


def _wraps(lines: Sequence[Line], index: int) -> bool:
    near = lines[index].top - lines[index - 1].bottom < 0.6 * (lines[index].bottom - lines[index].top)
    return near and _STAMP.fullmatch(lines[index + 1].text) is not None


@dataclass(frozen=True, slots=True)
class _Repeated:
    page: int
    line: Line
    text: str


def _repeated(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> Iterable[_Repeated]:
    """Lines at the head or foot whose words, numbers aside, stand at the same height on most pages."""
    if len(pages) < 3:
        return []
    groups: dict[tuple[str, int], list[_Repeated]] = defaultdict(list)
    for index, lines in enumerate(pages):
        for line in _edge_lines(lines, heights[index]):
            shape = re.sub(r"\d+", "0", line.text)
            place = line.top if line.top < heights[index] / 2 else line.bottom - heights[index]
            groups[(shape, round(place / 4))].append(_Repeated(index, line, line.text))
    found = []
    for (shape, _), group in groups.items():
        if len({one.page for one in group}) > max(2, len(pages) / 2) and re.search(r"[^\W\d]", shape):
            found += group
    return found


def _numbers(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[tuple[int, Line]]:
    """First or last lines that are only a number, where the numbers count on from page to page."""
    found: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(pages):
        for line in _edge_lines(lines, heights[index]):
            match = _NUMBER.fullmatch(line.text)
            if match:
                found[int(match[1]) - index].append((index, line))
    chosen = []
    for offset, group in found.items():
        # one number alone is believed when it counts the pages of the file and is the page's first or last line
        single = offset == 1 and all(line in (pages[index][0], pages[index][-1]) for index, line in group)
        if len({index for index, _ in group}) >= 2 or single:
            chosen += group
    return chosen


def _edge_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """The two highest and the two lowest lines of a page, if they stand near its edges."""
    ranked = sorted(lines, key=lambda line: line.top)
    edge = {id(line): line for line in (*ranked[:2], *ranked[-2:])}
    return [line for line in edge.values() if line.bottom < _BAND * height or line.top > (1 - _BAND) * height]
