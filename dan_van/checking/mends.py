"""What would put a finding right, as values: a check says it, the repair carries it out. Never wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dan_van.checking.parts import Line


@dataclass(frozen=True, slots=True)
class SetLetters:
    """Give lines another look; None leaves a property. ``size`` in points, ``colour`` always to black."""

    lines: tuple[Line, ...]
    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    black: bool = False


@dataclass(frozen=True, slots=True)
class SetSpacing:
    """Give the paragraphs of lines another alignment, first line or gaps (points), line spacing (lines)."""

    lines: tuple[Line, ...]
    align: str | None = None
    first_line: float | None = None
    before: float | None = None
    line: float | None = None


@dataclass(frozen=True, slots=True)
class SetWords:
    """Write a line otherwise: the whole of its words; only the letters that differ are touched."""

    line: Line
    words: str


@dataclass(frozen=True, slots=True)
class SetPage:
    """Give a section (counted from 0) a measure in millimetres: width, height, or a margin (margin-left …)."""

    section: int
    measure: str
    value: float


@dataclass(frozen=True, slots=True)
class NumberPages:
    """Put page numbers of a size in the middle of the top margin, from the second page on, and nowhere else."""

    size: float


@dataclass(frozen=True, slots=True)
class Recode:
    """Write every letter in composed Unicode (NFC): what was decomposed or in a font from before Unicode."""

    font: str


Mend = SetLetters | SetSpacing | SetWords | SetPage | NumberPages | Recode


def rewritten(line: Line, words: str) -> tuple[SetWords, ...]:
    """What writes a line otherwise; nothing where it cannot be done."""
    return all_rewritten({line: words})


def all_rewritten(lines: dict[Line, str]) -> tuple[SetWords, ...]:
    """What writes several lines otherwise; nothing when one of them begins with a number that Word makes by itself."""
    typed = all(line.start >= line.paragraph.label for line in lines)
    return tuple(SetWords(line, words) for line, words in lines.items()) if typed else ()


def ended(lines: Iterable[Line], mark: str) -> tuple[SetWords, ...]:
    """What gives lines another mark at the end."""
    return all_rewritten({line: line.text.rstrip(" ,.;:") + mark for line in lines})
