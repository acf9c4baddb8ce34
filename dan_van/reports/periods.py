"""Reporting periods: a year, a half, a quarter, a month, the first nine months; how they are written, which comes before, what they make together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dan_van.errors import UsageError
from dan_van.text import fold

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """``months`` months of a year that begin with month ``first``."""

    year: int
    first: int
    months: int

    @property
    def code(self) -> str:
        """As files name it: 2026, 2026-H1, 2026-Q3, 2026-04, 2026-9T."""
        kind = {12: "", 9: "-9T", 6: f"-H{(self.first + 5) // 6}", 3: f"-Q{(self.first + 2) // 3}"}
        return f"{self.year}{kind.get(self.months, f'-{self.first:02d}')}"

    def __str__(self) -> str:
        if self.months == 12:
            return f"năm {self.year}"
        if self.months == 9:
            return f"9 tháng đầu năm {self.year}"
        if self.months == 6:
            return f"6 tháng {'đầu' if self.first == 1 else 'cuối'} năm {self.year}"
        if self.months == 3:
            return f"quý {_ROMAN[self.first // 3]} năm {self.year}"
        return f"tháng {self.first} năm {self.year}"

    @property
    def ends(self) -> date:
        """Its last day."""
        after = self.first + self.months
        return (date(self.year + 1, 1, 1) if after > 12 else date(self.year, after, 1)) - timedelta(days=1)


def read(text: str) -> Period:
    """A period as its code or as people write it (``6 tháng đầu năm 2026``, ``quý III/2026``). Raises UsageError."""
    said = " ".join(fold(text).split())
    year = re.search(r"(?:19|20)\d\d", said)
    rest = said.replace(year.group(), " ") if year else ""
    if year:
        number = int(year.group())
        if half := re.search(r"h([12])\b|6 thang (dau|cuoi)|nua (dau|cuoi)", rest):
            return Period(number, 1 if half[1] == "1" or "dau" in half.groups() else 7, 6)
        if quarter := re.search(r"(?:q|quy ?)([1-4]|iv|i{1,3})\b", rest):
            place = "1234".find(quarter[1]) if quarter[1].isdigit() else ("i", "ii", "iii", "iv").index(quarter[1])
            return Period(number, place * 3 + 1, 3)
        if re.search(r"\b9t\b|\b9 thang dau\b", rest):
            return Period(number, 1, 9)
        if re.search(r"\b3 thang dau\b", rest):
            return Period(number, 1, 3)
        if re.search(r"\b12 thang\b(?! \d| cuoi)", rest):
            return Period(number, 1, 12)
        several = re.search(r"\b\d{1,2} thang\b(?! \d)", rest)  # so many months, not the month of that number
        if not several and (month := re.search(r"(?:thang ?|-|/|^ *)(\d{1,2})\b", rest)) and 1 <= int(month[1]) <= 12:
            return Period(number, int(month[1]), 1)
        if re.fullmatch(r"[\s.,]*(?:(?:(?:ca|trong|het) )?nam)?[\s.,]*", rest):
            return Period(number, 1, 12)
    raise UsageError(
        "Không đọc được kỳ báo cáo “{text}”. Ví dụ: 2026-H1, “6 tháng đầu năm 2026”, “quý III năm 2026”, 2026.", text=text
    )


def together(periods: list[Period]) -> Period:
    """The period that several make: next to each other, in one year, none twice. Raises UsageError."""
    found = sorted(periods)
    joined = Period(found[0].year, found[0].first, sum(one.months for one in found))
    follows = all(one.first + one.months == next_.first for one, next_ in pairwise(found))
    if len({one.year for one in found}) > 1 or not follows or joined.months not in (1, 3, 6, 9, 12):
        raise UsageError(
            "Các kỳ {known} không nối thành một quý, nửa năm, 9 tháng hay một năm.", known=", ".join(map(str, found))
        )
    return joined
