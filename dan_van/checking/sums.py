"""Totals of tables that do not add up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from dan_van import numerals
from dan_van.checking.parts import Line
from dan_van.checking.registry import Found, Paper, check
from dan_van.model import Severity
from dan_van.text import clean

_GROUP = re.compile(r"[IVX]+\.?$")
_FEWEST_ROWS = 2


@check
def totals(paper: Paper) -> Iterator[Found]:
    """A row named Tổng, Tổng cộng or Cộng against the rows it sums: all others, or those numbered I, II, III when there are such.

    Only plain tables are told: rows of the same number of cells, and columns in which every other row has a number.
    """
    tables: dict[int, dict[int, dict[int, list[Line]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for one in paper.laid.paragraphs:
        if one.cell:
            table, row, column = one.cell[:3]
            tables[table][row][column].append(Line(one, 0, len(one.text)))
    for rows in tables.values():
        yield from _table(paper, [rows[row] for row in sorted(rows)])


def _table(paper: Paper, rows: list[dict[int, list[Line]]]) -> Iterator[Found]:
    sums = [row for row in rows[1:] if _is_total(row)]
    if len(sums) != 1 or len({len(row) for row in rows}) != 1:
        return
    rest = [row for row in rows[1:] if row is not sums[0]]
    groups = [row for row in rest if _GROUP.match(_text(row.get(0, [])))]
    parts = groups if len(groups) >= _FEWEST_ROWS else rest
    for column, cell in sums[0].items():
        told = numerals.read(_text(cell))
        if told is None or column == 0 or "%" in _text(rows[0].get(column, [])):
            continue
        values = [numerals.read(_text(row.get(column, []))) for row in parts]
        known = [value for value in values if value is not None]
        if len(known) < _FEWEST_ROWS or len(known) != len([row for row in parts if _text(row.get(column, [])).strip("-– ")]):
            continue
        if sum(known) != told:
            head = _text(rows[0].get(column, []))
            yield paper.found(
                "tong-khong-khop", Severity.WARNING, f"Cột “{head}”: dòng tổng ghi {numerals.shown(told)}, cộng các dòng được {numerals.shown(sum(known, Decimal(0)))}.",
                "Xem lại từng số và dòng tổng.", None, "Bảng", cell,
            )  # fmt: skip


def _is_total(row: dict[int, list[Line]]) -> bool:
    return any(numerals.is_total(_text(row.get(column, []))) for column in (0, 1))


def _text(cell: list[Line]) -> str:
    return clean(" ".join(line.paragraph.text for line in cell)).strip()
