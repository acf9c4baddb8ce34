"""Widths that follow from the rule table, in twips (1/1440 inch, Word's unit)."""

from __future__ import annotations

from dan_van.layout.rules import STATE, number

_SIGNING_COLUMN_MM = 85
"""The signature's column: wide enough for TM. ỦY BAN NHÂN DÂN at size 14 on one line; our choice, no rule."""


def mm(value: float) -> int:
    """Millimetres as twips."""
    return round(value / 25.4 * 1440)


def text_width(family: str = STATE, *, landscape: bool = False) -> int:
    """Width of the text area."""
    side = "height" if landscape else "width"
    edges = number("trang", "margin-left", family) + number("trang", "margin-right", family)
    return mm(number("trang", side, family)) - mm(edges)


def heading_columns(family: str = STATE) -> tuple[int, int]:
    """The issuer's and the Quốc hiệu's column; the second keeps Quốc hiệu (or the Party's title) on one line."""
    right = mm(number("dau-trang", "column-width", family))
    return text_width(family) - right, right


def signing_columns(family: str = STATE) -> tuple[int, int]:
    """The nơi nhận and the signature column."""
    right = mm(_SIGNING_COLUMN_MM)
    return text_width(family) - right, right


def half_columns(family: str = STATE) -> tuple[int, int]:
    """Two equal columns, for papers that several people sign."""
    half = text_width(family) // 2
    return half, text_width(family) - half
