"""Numbers and days as papers write them: shares, sums of money, numbers in words, weekdays, deadlines.

Small pure functions, passed by name to the ``body.md`` of a paper (see :mod:`dan_van.drafting.computed.checks`). Days are
written ``2026-11-23`` and clock times ``19:30``, as in the fields of a draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dan_van import numerals
from dan_van.dates import WEEKDAYS, PartialDate, format_long, format_short

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_LIMITS = (Fraction(0), Fraction(1, 2), Fraction(2, 3), Fraction(1))
_NOTHING = "…"


def share(part: int, whole: int) -> str:
    """``66,7%``: one decimal, more where one would carry the figure across ½, ⅔ or the whole; ``…`` of nothing."""
    if whole <= 0:
        return _NOTHING
    exact = Fraction(part, whole)
    for places in range(1, 9):
        shown = Fraction(_half_up(exact * 100 * 10**places), 100 * 10**places)
        if _side(shown) == _side(exact):
            return _percent(shown, places)
    return _percent(exact, 8)


def money(value: int) -> str:
    """``1.500.000``: dots between thousands."""
    return numerals.shown(value)


def words(value: int) -> str:
    """A whole number in words: 21 ``hai mươi mốt``, 105 ``một trăm linh năm``, 1001 ``một nghìn không trăm linh một``."""
    if value < 0:
        return f"âm {words(-value)}"
    if value < 1000:
        return _below_thousand(value, whole=False) or _DIGITS[0]
    billions, rest = divmod(value, 10**9)
    pieces = [f"{words(billions)} tỷ"] if billions else []
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            pieces.append(f"{_below_thousand(group, whole=bool(pieces))} {_SCALES[power]}".rstrip())
    return " ".join(pieces)


def weekday(day: str) -> str:
    """``thứ Bảy``, ``Chủ nhật``: capital as Phụ lục II of Nghị định 30/2020/NĐ-CP writes weekdays."""
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def long_day(day: str) -> str:
    """``ngày 05 tháng 12 năm 2026``; what is not known yet is left open for the pen."""
    return format_long(PartialDate.from_iso(day))


def short_day(day: str) -> str:
    """``05/12/2026``."""
    return format_short(date.fromisoformat(day))


def clock(time: str) -> str:
    """``19 giờ 30 phút`` for ``19:30``."""
    hour, minute = time.split(":")
    return f"{int(hour):02d} giờ {int(minute):02d} phút"


def last_day(day: str, working_days: int) -> str:
    """The last of so many working days after a day, Saturdays and Sundays left out.

    Public holidays are not taken off (Tết and Giỗ Tổ follow the moon): the day found is never later than the law's.
    """
    at = date.fromisoformat(day)
    while working_days > 0:
        at += timedelta(days=1)
        working_days -= at.weekday() < 5
    return at.isoformat()


def days_between(earlier: str, later: str) -> int:
    """Calendar days from one day to another; negative when the second comes first."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def total(rows: Iterable[Mapping[str, Any]] | None, key: str) -> int:
    """The sum of a column; what is empty counts nothing."""
    return sum(int(row.get(key) or 0) for row in rows or ())


def _below_thousand(value: int, *, whole: bool) -> str:
    """Up to three digits; ``whole`` reads the hundreds also when there are none (``không trăm linh một``)."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    read = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens:
        read += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif ones and read:
        read.append("linh")
    if ones:
        read.append(_last(ones, tens))
    return " ".join(read)


def _last(ones: int, tens: int) -> str:
    if ones == 5 and tens:
        return "lăm"
    return "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2)) if value >= 0 else -int(-value + Fraction(1, 2))


def _side(value: Fraction) -> tuple[bool, ...]:
    """On which side of every limit a share stands: reached, passed."""
    return tuple(check for limit in _LIMITS for check in (value >= limit, value > limit and limit != Fraction(2, 3)))


def _percent(value: Fraction, places: int) -> str:
    scaled = _half_up(value * 100 * 10**places)
    sign, scaled = ("-", -scaled) if scaled < 0 else ("", scaled)
    head, tail = divmod(scaled, 10**places)
    decimals = f"{tail:0{places}d}".rstrip("0")
    return f"{sign}{money(head)}{',' + decimals if decimals else ''}%"
