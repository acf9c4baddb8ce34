from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import provisions
from tests.conftest import read_cases


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    read_cases("provisions.txt"),
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_structure(title: str, text: str, expected: str) -> None:
    found = [f"{p.id} | {p.label} | {p.heading or ''}".rstrip() for p in provisions.parse(text)]
    assert "\n".join(found) == expected


LINES = st.lists(
    st.sampled_from(
        [
            "“Điều 9. Q",
            "z”.",
            "QUY CHẾ",
            "(Ban hành kèm theo Quyết định)",
            "1.1. u",
            "+ cộng",
            "Điều 1. A",
            "Điều 12. B",
            "1. x",
            "2. y",
            "a) z",
            "đ) t",
            "I. MỤC",
            "Chương II",
            "Mục 1",
            "Phần I. P",
            "- gạch",
            "chữ thường",
            "",
            "Phụ lục",
        ]
    ),
    max_size=25,
).map("\n".join)


@given(LINES)
def test_units_cover_the_text_and_nest(text: str) -> None:
    found = provisions.parse(text)
    assert len({p.id for p in found}) == len(found)
    by_id = {p.id: p for p in found}
    for unit in found:
        assert unit.text.strip("\n") in text[unit.span.start : unit.span.end]
        if unit.parent:
            outer = by_id[unit.parent].span
            assert outer.start < unit.span.start
            assert unit.span.end <= outer.end
    assert provisions.unparse(provisions.preamble(text), found) == text


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("khoản 2 Điều 5", "dieu-5.khoan-2"), ("điểm a khoản 1 Điều 24", "dieu-24.khoan-1.diem-a"), ("Điều 5", "dieu-5"), ("dieu 5", "dieu-5"),
        ("điểm đ khoản 1 Điều 3", "dieu-3.khoan-1.diem-dd"), ("điểm d khoản 1 Điều 3", "dieu-3.khoan-1.diem-d"), ("Chương II", "chuong-ii"),
        ("Điều 5 Chương II", "dieu-5"), ("dân vận", None), ("điểm đ1 khoản 1 Điều 2", "dieu-2.khoan-1.diem-dd1"),
        ("Điều 15đ", "dieu-15dd"), ("điểm d, điểm đ khoản 1 Điều 2", None), ("Phần thứ hai", "phan-hai"), ("Phụ lục I", "phu-luc-i"),
        ("khoản 1.2", "tieu-khoan-1-2"), ("Điều 5 Luật này", None), ("", None),
    ],
)  # fmt: skip
def test_pins_as_a_clerk_types_them(typed: str, address: str | None) -> None:
    assert provisions.read_pin(typed) == address
