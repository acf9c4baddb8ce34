"""Dates as official papers write them, blanks included.

Zero rule (Nghị định 30/2020/NĐ-CP, Phụ lục I, ô số 4): a day below 10 and months 1 and 2 carry a leading
zero; months 3 to 9 do not. ``ngày 05 tháng 02 năm 2026``, ``ngày 28 tháng 4 năm 2023``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dan_van.model import Span
from dan_van.text import clean_mapped

BLANK = "     "
"""What stands for a part still to be written by hand: room for two or three digits."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which any part may still be blank."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The complete partial date."""
        return cls(day.day, day.month, day.year)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """``2026-11-23``, ``2026-11`` (day blank) or ``2026``; raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
        if match is None:
            raise ValueError(f"“{text}” không phải ngày dạng 2026-11-23, 2026-11 hoặc 2026.")
        year, month, day = (int(part) if part else None for part in match.groups())
        if year and month:
            date(year, month, day or 1)
        return cls(day, month, year)

    @property
    def iso(self) -> str | None:
        """``2021-11-26``, ``2021-11`` or ``2021``: as much as is given from the year down; None without a year."""
        if self.year is None:
            return None
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day if self.month else None) if part]
        return "-".join(parts)

    @property
    def complete(self) -> date | None:
        """The calendar date when no part is blank and the day exists, else None."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def possible(self) -> bool:
        """Whether the parts that are given can stand in a calendar (31 tháng 02 cannot)."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is not None and not 1 <= self.day <= 31:
            return False
        if self.day is None or self.month is None:
            return True
        try:
            date(self.year or 2000, self.month, self.day)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date found in a text; ``faults``: ``zero`` (a zero too few or too many), ``impossible``."""

    date: PartialDate
    span: Span
    faults: tuple[str, ...] = ()


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
"""From Monday, as ``date.weekday`` counts; capitals as Phụ lục II of Nghị định 30/2020/NĐ-CP writes them."""
_FILL = r"[\s.…_–—]{0,80}"
_LONG = re.compile(
    rf"ngày{_FILL}(?P<day>\d{{1,2}})?{_FILL}tháng{_FILL}(?P<month>\d{{1,2}})?{_FILL}năm(?:{_FILL}(?P<year>\d{{4}})|\s*(?:…|\.{{2,}}|_{{2,}})[.…_]*)?",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\d/.\-])(?P<day>\d{1,2})(?P<mark>[/.\-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d/\-])")


def format_long(value: date | PartialDate) -> str:
    """``ngày 05 tháng 02 năm 2026``; a blank part is left open for the pen."""
    value = PartialDate.of(value) if isinstance(value, date) else value
    day = BLANK if value.day is None else f"{value.day:02d}"
    month = BLANK if value.month is None else _month(value.month)
    year = BLANK if value.year is None else str(value.year)
    return f"ngày {day} tháng {month} năm {year}"


def format_short(value: date) -> str:
    """``26/11/2021``, ``01/3/2022``: the form inside a citation, by the same zero rule."""
    return f"{value.day:02d}/{_month(value.month)}/{value.year}"


def find(text: str) -> Iterator[DateReading]:
    """Dates in a text, in order, long and short forms, with blanks and faults."""
    mapped = clean_mapped(text)
    matches = [*_LONG.finditer(mapped.text), *_SHORT.finditer(mapped.text)]
    for match in sorted(matches, key=lambda m: m.start()):
        day, month, year = (int(match[part]) if match[part] else None for part in ("day", "month", "year"))
        value = PartialDate(day, month, year)
        faults = []
        if not value.possible:
            faults.append("impossible")
        elif (match["day"] and match["day"] != f"{day:02d}") or (match["month"] and match["month"] != _month(month or 0)):
            faults.append("zero")
        yield DateReading(value, mapped.original_span(match.start(), match.end()), tuple(faults))


def parse(text: str) -> DateReading:
    """The one date that is the whole of ``text`` (spaces aside). Raises ValueError."""
    stripped = text.strip()
    for reading in find(stripped):
        if reading.span == Span(0, len(stripped)):
            return reading
    raise ValueError(f"“{stripped}” không phải một ngày.")


def iso(text: str) -> str | None:
    """The complete date that a text is, as ``2026-11-23``; None when it is none."""
    try:
        day = parse(text).date.complete
    except ValueError:
        return None
    return day.isoformat() if day else None


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)
