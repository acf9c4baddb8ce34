"""Tables of a page: data tables become pipe tables, layout tables come out cell by cell as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MAX_COLUMNS = 60
_SIDE = re.compile(r"border(?:-(?:top|left|right|bottom|style|width))?\s*:\s*([^;]*)", re.IGNORECASE)
_NO_LINE = re.compile(r"\s*(?:none|hidden|0)", re.IGNORECASE)
_LAYOUT_WORDS = re.compile(
    r"cộng\s+h[òo][àa]\s+xã\s+hội\s+chủ\s+nghĩa|đảng\s+cộng\s+sản\s+việt\s+nam|nơi\s+nhận\s*:", re.IGNORECASE
)
_LAYOUT_COLUMNS = 2
_LAYOUT_ROWS = 3
"""A table without borders of more columns *and* more rows is a list of data, not the layout of a page."""


@dataclass(slots=True)
class Cell:
    """A cell's paragraphs, how many columns and rows it covers, and whether a line is drawn around it."""

    paragraphs: list[str]
    columns: int = 1
    rows: int = 1
    lined: bool = False

    @property
    def text(self) -> str:
        """The cell on one line, as a pipe table wants it."""
        return " / ".join(line for words in self.paragraphs for line in words.split("\n")).replace("|", "\\|")


@dataclass(slots=True)
class Table:
    """A table while it is read: its element, and its rows so far."""

    element: Any
    lined: bool
    rows: list[list[Cell]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open_cell(self, element: Any) -> list[str]:
        """Begin a cell; returns the list that its paragraphs go to."""
        if not self.rows:
            self.rows.append([])
        cell = Cell([], _count(element, "colspan"), _count(element, "rowspan"), _has_line(element.get("style") or ""))
        self.rows[-1].append(cell)
        return cell.paragraphs

    def paragraphs(self) -> list[str]:
        """What the table comes out as: one pipe table, or the paragraphs of its cells."""
        rows = [row for row in self.rows if any(cell.paragraphs for cell in row)]
        if not rows:
            return self.outside
        if self._is_data(rows):
            return [*self.outside, _pipe(rows)]
        return [*self.outside, *("\n".join(cell.paragraphs) for row in rows for cell in row if cell.paragraphs)]

    def _is_data(self, rows: Sequence[Sequence[Cell]]) -> bool:
        cells = [cell for row in rows for cell in row]
        widest = max(sum(cell.columns for cell in row) for row in rows)
        if widest < 2 or widest > MAX_COLUMNS or len(cells) == 1:
            return False
        if any(paragraph.startswith("| ") for cell in cells for paragraph in cell.paragraphs):
            return False  # a table around tables lays out a page
        if self.lined or sum(cell.lined for cell in cells) * 2 >= len(cells):
            return True
        if any(_LAYOUT_WORDS.search(paragraph) for cell in cells for paragraph in cell.paragraphs):
            return False
        return widest > _LAYOUT_COLUMNS and len(rows) > _LAYOUT_ROWS


def is_lined(element: Any, lined_classes: frozenset[str]) -> bool:
    """Whether a ``table`` element itself says that lines are drawn, or has cells of heads."""
    border = (element.get("border") or "").strip()
    if re.fullmatch(r"0*[1-9]\d{0,3}(?:px)?", border, re.ASCII):
        return True
    if (element.get("rules") or "none").lower() not in ("none", ""):
        return True
    if _has_line(element.get("style") or "") or lined_classes & set((element.get("class") or "").lower().split()):
        return True
    return element.find(".//th") is not None


def lined_classes(styles: str) -> frozenset[str]:
    """Class names for which a style sheet draws borders."""
    found = {"msotablegrid", "table-bordered"}
    for selector, rules in re.findall(r"([^{}]{1,300})\{([^{}]{0,4000})\}", styles):
        if "table" in selector.lower() or "td" in selector.lower():
            names = re.findall(r"\.([\w-]+)", selector)
            if names and _has_line(rules):
                found.update(name.lower() for name in names)
    return frozenset(found)


def _has_line(style: str) -> bool:
    return any(value.strip() and not _NO_LINE.match(value) for value in _SIDE.findall(style))


def _count(element: Any, name: str) -> int:
    text = (element.get(name) or "1").strip()
    return max(1, min(int(text), MAX_COLUMNS)) if text.isdecimal() and len(text) < 6 else 1


def _pipe(rows: Sequence[Sequence[Cell]]) -> str:
    grid = _grid(rows)
    width = max(len(row) for row in grid)
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in grid]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Cells in their columns; what a merged cell covers is empty."""
    covered: dict[int, int] = {}  # column → rows below that a cell above still covers
    grid = []
    for row in rows:
        line: list[str] = []
        below: dict[int, int] = {}
        for cell in row:
            while covered.get(len(line), 0):
                line.append("")
            for offset in range(cell.columns):
                if cell.rows > 1:
                    below[len(line)] = cell.rows - 1
                line.append("" if offset else cell.text)
        covered = {column: left - 1 for column, left in covered.items() if left > 1} | below
        grid.append(line)
    return grid
