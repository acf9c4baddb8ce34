from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import text

VIETNAMESE = st.text(
    alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằậểỗợừỹĐÂƯỦ \u00a0\u0300\u0323\u200bÐ-/.,;0129"), max_size=60
)


@pytest.mark.parametrize(
    ("typed", "settled"),
    [
        ("hoà", "hòa"), ("HOÀ", "HÒA"), ("Hoà", "Hòa"), ("uỷ ban", "ủy ban"), ("Uỷ", "Ủy"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("Thanh Hoá", "Thanh Hóa"),
        ("tòan", "toàn"), ("hùynh", "huỳnh"), ("khỏang", "khoảng"),
        ("quý", "quý"), ("quỳ", "quỳ"), ("Quỹ", "Quỹ"), ("hoàn", "hoàn"), ("hoài", "hoài"), ("truyền", "truyền"), ("khuỷu", "khuỷu"), ("hòa", "hòa"), ("ủy", "ủy"),
    ],
)  # fmt: skip
def test_tone_placement_is_one(typed: str, settled: str) -> None:
    assert text.settle_tones(typed) == settled
    assert text.settle_tones(settled) == settled


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Thanh Hoá", "Thanh Hóa", True), ("ỦY BAN", "Uỷ ban", True), ("Nghi\u0323 đi\u0323nh", "Nghị định", True), ("NÐ-CP", "NĐ-CP", True),
        ("hai\u00a0dấu", "hai dấu", True), ("dân vận", "dan van", False), ("BDVTW", "BDVTU", False),
    ],
)  # fmt: skip
def test_same_words(left: str, right: str, same: bool) -> None:
    assert text.same_words(left, right) is same


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("Điều", "dieu"),
        ("ĐƯỜNG", "duong"),
        ("Ủy ban nhân dân", "uy ban nhan dan"),
        ("Ðảng", "dang"),
        ("", ""),
        ("22/2", "22/2"),
    ],
)
def test_fold(marked: str, bare: str) -> None:
    assert text.fold(marked) == bare
    assert text.fold(unicodedata.normalize("NFD", marked)) == bare


@given(VIETNAMESE)
def test_spans_map_back(original: str) -> None:
    mapped = text.clean_mapped(original)
    assert len(mapped.starts) == len(mapped.text) + 1
    assert list(mapped.starts) == sorted(mapped.starts)
    for index in range(len(mapped.text)):
        span = mapped.original_span(index, index + 1)
        assert 0 <= span.start <= span.end <= len(original)


@given(VIETNAMESE)
def test_cleaning_twice_changes_nothing(original: str) -> None:
    once = text.clean(original)
    assert text.clean(once) == once
    assert text.settle_tones(text.settle_tones(once)) == text.settle_tones(once)
    assert len(text.settle_tones(once)) == len(once)


@given(VIETNAMESE)
def test_cleaning_with_places_is_cleaning(original: str) -> None:
    assert text.clean_mapped(original).text == text.clean(original)


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        text.clean_mapped("abc").original_span(2, 9)
