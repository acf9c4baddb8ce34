"""Widths that follow from the rule table, in twips (1/1440 inch, Word's unit)."""

from __future__ import annotations

from dan_van.layout.rules import number

_SIGNING_COLUMN_MM = 85
"""The signature's column: wide enough for TM. ỦY BAN NHÂN DÂN at size 14 on one line; our choice, no rule."""


def mm(value: float) -> int:
    """Millimetres as twips."""
    return round(value / 25.4 * 1440)


def text_width() -> int:
    """Width of the text area."""
    return mm(number("trang", "width")) - mm(number("trang", "margin-left")) - mm(number("trang", "margin-right"))


def heading_columns() -> tuple[int, int]:
    """The issuer's and the Quốc hiệu's column; the second keeps Quốc hiệu on one line."""
    right = mm(number("dau-trang", "column-width"))
    return text_width() - right, right


def signing_columns() -> tuple[int, int]:
    """The nơi nhận and the signature column."""
    right = mm(_SIGNING_COLUMN_MM)
    return text_width() - right, right
