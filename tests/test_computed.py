"""Numbers, days and votes that the machine works out for a paper."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van.drafting import computed
from dan_van.drafting.computed import figures, votes

# --- numbers in words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "không"), (1, "một"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"),
        (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi bốn"), (25, "hai mươi lăm"), (55, "năm mươi lăm"),
        (65, "sáu mươi lăm"), (91, "chín mươi mốt"), (100, "một trăm"), (101, "một trăm linh một"),
        (105, "một trăm linh năm"), (110, "một trăm mười"), (111, "một trăm mười một"), (115, "một trăm mười lăm"),
        (221, "hai trăm hai mươi mốt"), (505, "năm trăm linh năm"), (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"), (1010, "một nghìn không trăm mười"), (1015, "một nghìn không trăm mười lăm"),
        (2005, "hai nghìn không trăm linh năm"), (10_000, "mười nghìn"), (15_000, "mười lăm nghìn"),
        (105_000, "một trăm linh năm nghìn"), (1_500_000, "một triệu năm trăm nghìn"),
        (1_000_001, "một triệu không trăm linh một"), (37_400_000, "ba mươi bảy triệu bốn trăm nghìn"),
        (1_000_000_000, "một tỷ"), (2_000_050_000, "hai tỷ không trăm năm mươi nghìn"),
        (10**15, "một triệu tỷ"), (-3, "âm ba"),
    ],
)  # fmt: skip
def test_numbers_in_words(value: int, said: str) -> None:
    assert figures.words(value) == said


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_no_two_numbers_are_said_alike(one: int, other: int) -> None:
    assert (figures.words(one) == figures.words(other)) == (one == other)


@given(st.integers(0, 10**13))
def test_words_are_clean(value: int) -> None:
    said = figures.words(value)
    assert said == " ".join(said.split())
    assert not any(wrong in said for wrong in ("mươi một", "mươi năm", "mười năm", "linh mười", "không mươi"))


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (999, "999"), (1000, "1.000"), (1_500_000, "1.500.000"), (-2500, "-2.500")]
)
def test_money(value: int, shown: str) -> None:
    assert figures.money(value) == shown


def test_total_counts_nothing_for_what_is_empty() -> None:
    rows = [{"thu": 5}, {"thu": None}, {}, {"thu": 7}]
    assert figures.total(rows, "thu") == 12
    assert figures.total(None, "thu") == 0


# --- days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-11-14", "thứ Bảy"), ("2026-11-23", "thứ Hai"), ("2026-11-22", "Chủ nhật"), ("2024-02-29", "thứ Năm")],
)
def test_weekdays(day: str, name: str) -> None:
    assert figures.weekday(day) == name


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        ("2026-11-14", 5, "2026-11-20"),  # a Saturday: Monday is the first day
        ("2026-11-13", 5, "2026-11-20"),
        ("2026-11-16", 5, "2026-11-23"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_the_last_of_so_many_working_days(day: str, count: int, last: str) -> None:
    assert figures.last_day(day, count) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_working_days_between_are_as_many_as_asked(day: date, count: int) -> None:
    last = date.fromisoformat(figures.last_day(day.isoformat(), count))
    days = (day + timedelta(days=n) for n in range(1, (last - day).days + 1))
    assert sum(one.weekday() < 5 for one in days) == count
    assert last.weekday() < 5


def test_days_and_hours_as_written() -> None:
    assert figures.long_day("2026-02-05") == "ngày 05 tháng 02 năm 2026"
    assert figures.short_day("2026-05-09") == "09/5/2026"
    assert figures.clock("9:05") == "09 giờ 05 phút"
    assert figures.days_between("2026-11-09", "2026-11-14") == 5


# --- shares ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (2, 3, "66,7%"), (1, 2, "50%"), (0, 7, "0%"), (7, 7, "100%"), (0, 0, "…"), (5, 0, "…"), (189, 228, "82,9%"),
        (6666, 10_000, "66,66%"),  # one decimal would say 66,7 %, as if two thirds had been reached
        (5001, 10_000, "50,01%"), (9999, 10_000, "99,99%"), (1, 100_000, "0,001%"), (1, 8, "12,5%"),
    ],
)  # fmt: skip
def test_shares(part: int, whole: int, shown: str) -> None:
    assert figures.share(part, whole) == shown


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_as_shown_stands_on_its_side_of_every_threshold(part: int, whole: int) -> None:
    part = min(part, whole)
    shown = Fraction(figures.share(part, whole).rstrip("%").replace(".", "").replace(",", ".")) / 100
    assert (shown > Fraction(1, 2)) == votes.more_than(part, whole, "1/2")
    assert (shown >= Fraction(2, 3)) == votes.at_least(part, whole, "2/3")
    assert abs(shown - Fraction(part, whole)) <= Fraction(1, 2000)


# --- votes (Luật 10/2022/QH15, Điều 15 to 21) --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "agreed", "households", "result"),
    [
        (1, 152, 228, "đạt"),  # exactly two thirds
        (1, 151, 228, "không đạt"),  # one vote short
        (2, 153, 229, "đạt"),
        (2, 152, 229, "không đạt"),  # 66,38 %
        (3, 114, 228, "không đạt"),  # exactly half is not more than half
        (3, 115, 228, "đạt"),
        (4, 115, 229, "đạt"),
        (4, 114, 229, "không đạt"),
        (5, 1, 1, "đạt"),
        (6, 0, 0, "không đạt"),  # nobody there
        (1, 0, 0, "không đạt"),
        (1, 2 * 10**17, 3 * 10**17, "đạt"),
        (1, 2 * 10**17 - 1, 3 * 10**17, "không đạt"),
        (6, 5 * 10**17, 10**18, "không đạt"),
        (6, 5 * 10**17 + 1, 10**18, "đạt"),
    ],
)
def test_outcomes(clause: int, agreed: int, households: int, result: str) -> None:
    assert votes.outcome({"clause": clause, "agreed": agreed}, households) == result


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["1/2", "2/3", "1/10"]))
def test_shares_are_compared_as_fractions(part: int, whole: int, limit: str) -> None:
    assert votes.at_least(part, whole, limit) == (whole > 0 and Fraction(part, whole or 1) >= Fraction(limit))
    assert votes.more_than(part, whole, limit) == (whole > 0 and Fraction(part, whole or 1) > Fraction(limit))


@given(st.sampled_from(sorted(votes.CLAUSES)), st.integers(1, 10**6))
def test_needed_is_the_fewest_votes_that_carry(clause: int, households: int) -> None:
    fewest = votes.needed(clause, households)
    assert votes.passed({"clause": clause, "agreed": fewest}, households)
    assert not votes.passed({"clause": clause, "agreed": fewest - 1}, households)


def test_the_clauses_of_article_15() -> None:
    assert [clause.reached for clause in votes.CLAUSES.values()] == [True, True, False, False, False, False]
    assert votes.majority(2) == "từ hai phần ba tổng số đại diện hộ gia đình trở lên"
    assert votes.majority(6) == "trên 50% tổng số đại diện hộ gia đình"
    assert [number for number, clause in votes.CLAUSES.items() if votes.ONLINE in clause.forms] == [6]
    assert [number for number, clause in votes.CLAUSES.items() if clause.forms == (votes.MEETING,)] == [4, 5]


# --- what a body.md may call -------------------------------------------------------------------------------------


def test_every_function_is_called_by_its_own_name() -> None:
    assert all(function.__name__ == name for name, function in computed.FUNCTIONS.items())
    assert all(function.__doc__ for function in computed.FUNCTIONS.values())


def test_a_field_and_the_path_of_its_value() -> None:
    assert computed.field_path("matters.2.agreed") == ("matters", 1, "agreed")
    assert computed.field_path("held") == ("held",)
    assert computed.field_path(None) == ()


def test_a_paper_without_checks_has_no_faults() -> None:
    assert computed.faults("ke-hoach", {"signer": {"authority": "TM. ỦY BAN NHÂN DÂN"}}) == []
