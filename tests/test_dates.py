from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import dates
from dan_van.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "day", "month", "year", "faults"),
    [
        ("ngày 05 tháng 02 năm 2026", 5, 2, 2026, ()),
        ("ngày 28 tháng 4 năm 2023", 28, 4, 2023, ()),
        ("26/11/2021", 26, 11, 2021, ()),
        ("01/3/2022", 1, 3, 2022, ()),
        ("26-11-2021", 26, 11, 2021, ()),
        ("ngày tháng 6 năm 2023", None, 6, 2023, ()),
        ("ngày … tháng … năm …", None, None, None, ()),
        ("ngày ..... tháng ..... năm 2026", None, None, 2026, ()),
        ("ngày      tháng 12 năm 2026", None, 12, 2026, ()),
        ("ngày 5 tháng 2 năm 2026", 5, 2, 2026, ("zero",)),
        ("ngày 05 tháng 03 năm 2026", 5, 3, 2026, ("zero",)),
        ("01/03/2022", 1, 3, 2022, ("zero",)),
        ("31/02/2026", 31, 2, 2026, ("impossible",)),
        ("ngày 32 tháng 13 năm 2026", 32, 13, 2026, ("impossible",)),
    ],
)
def test_parse(text: str, day: int | None, month: int | None, year: int | None, faults: tuple[str, ...]) -> None:
    reading = dates.parse(text)
    assert reading.date == PartialDate(day, month, year)
    assert reading.faults == faults


@pytest.mark.parametrize("text", ["", "2021 - 2030", "33/CT-TTg", "1/2", "ngày mai", "123/456/2020"])
def test_not_dates(text: str) -> None:
    with pytest.raises(ValueError, match="không phải"):
        dates.parse(text)


@given(st.dates(min_value=date(1945, 9, 2)))
def test_both_forms_read_back(day: date) -> None:
    for text in (dates.format_long(day), dates.format_short(day)):
        assert dates.parse(text) == dates.DateReading(PartialDate.of(day), dates.parse(text).span)


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-02-05", "ngày 05 tháng 02 năm 2026"),
        ("2026-11", "ngày       tháng 11 năm 2026"),
        ("2026", "ngày       tháng       năm 2026"),
    ],
)
def test_blanks_are_left_open(iso: str, shown: str) -> None:
    assert dates.format_long(PartialDate.from_iso(iso)) == shown


@pytest.mark.parametrize("iso", ["2026-13", "2026-02-30", "26-11-2021", "hôm nay", "2026-1-1"])
def test_bad_iso(iso: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.from_iso(iso)


def test_find_gives_places_in_the_original() -> None:
    text = "Chỉ thị nga\u0300y 26/11/2021 và ngày 05 tháng 02 năm 2026."
    found = [text[r.span.start : r.span.end] for r in dates.find(text)]
    assert found == ["26/11/2021", "ngày 05 tháng 02 năm 2026"]
