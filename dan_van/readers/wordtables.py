"""Tables of a Word file: ruled ones become pipe tables; those that only lay out a page come out cell by cell.

The heading block (issuer | Quốc hiệu) and the signature block (Nơi nhận | chức vụ) are tables without rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dan_van.readers.wordparts import MC, Element, W, value
from dan_van.readers.wordstyles import Styles, borders, whole

_WRAPPERS = frozenset(
    {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", MC + "AlternateContent", MC + "Choice"}
)
_ROW, _CELL, _TABLE = W + "tr", W + "tc", W + "tbl"
_MOST_LAYOUT_COLUMNS = 2
_MOST_LAYOUT_ROWS = 3
_MOST_COLUMNS = 1000  # more than Word allows (63); a damaged file may claim billions
_LINE = " / "
_FLAT_CELL = "; "

Reader = Callable[[Element, bool], list[str]]
"""Reads the blocks of a cell; the flag says that tables inside it are to be flattened."""


@dataclass(frozen=True, slots=True)
class _Cell:
    element: Element
    column: int
    span: int


def blocks_of(table: Element, styles: Styles, read: Reader, flat: bool) -> list[str]:
    """The blocks of text that a table comes out as."""
    rows = _rows(table)
    columns = sorted({cell.column for row in rows for cell in row})
    if flat:
        return _flattened(rows, read)
    if len(columns) <= 1:
        return [block for row in rows for cell in row for block in read(cell.element, False)]
    if _is_layout(table, rows, len(columns), styles):
        return _cell_by_cell(rows, read)
    return _piped(rows, columns, read)


def _rows(table: Element) -> list[list[_Cell]]:
    """Rows of cells that show text: deleted rows and the continued parts of merged cells are left out."""
    rows = []
    open_columns: set[int] = set()
    for row in cells_or_rows(table, _ROW):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        column = min(whole(value(properties, "gridBefore")) or 0, _MOST_COLUMNS)
        cells: list[_Cell] = []
        still_open = set()
        for element in cells_or_rows(row, _CELL):
            cell, merged = _cell(element, column)
            if merged == "continue" and column in open_columns:
                still_open.add(column)
            elif merged != "beside" or not cells:
                cells.append(cell)
                if merged is not None:
                    still_open.add(column)
            column += cell.span
        open_columns = still_open
        rows.append(cells)
    return [row for row in rows if row]


def _cell(element: Element, column: int) -> tuple[_Cell, str | None]:
    """A cell and how it is merged: ``restart`` or ``continue`` downwards, ``beside`` with the cell before it."""
    properties = element.find(W + "tcPr")
    span = min(max(1, whole(value(properties, "gridSpan")) or 1), _MOST_COLUMNS)
    cell = _Cell(element, column, span)
    if properties is None:
        return cell, None
    if properties.find(W + "hMerge") is not None and value(properties, "hMerge") != "restart":
        return cell, "beside"
    if properties.find(W + "vMerge") is not None:
        return cell, value(properties, "vMerge") or "continue"
    return cell, None


def cells_or_rows(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also inside content controls and the like."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from cells_or_rows(element, tag)


def _flattened(rows: Sequence[Sequence[_Cell]], read: Reader) -> list[str]:
    lines = [[_one_line(read(cell.element, True)) for cell in row] for row in rows]
    return [_FLAT_CELL.join(filter(None, line)) for line in lines if any(line)]


def _cell_by_cell(rows: Sequence[Sequence[_Cell]], read: Reader) -> list[str]:
    blocks = []
    for row in rows:
        for cell in row:
            found = read(cell.element, False)
            plain = next(cell.element.iter(_TABLE), None) is None
            blocks.extend(["\n".join(found)] if plain and found else found)
    return blocks


def _piped(rows: Sequence[Sequence[_Cell]], columns: Sequence[int], read: Reader) -> list[str]:
    """A pipe table; a merged cell's text stands once, in its first column of its first row."""
    lines = []
    empty = True
    for row in rows:
        texts = {cell.column: _one_line(read(cell.element, True)).replace("|", "\\|") for cell in row}
        empty = empty and not any(texts.values())
        lines.append("| " + " | ".join([texts.get(column, "") for column in columns]) + " |")
    lines.insert(1, "|" + " --- |" * len(columns))
    return [] if empty else ["\n".join(lines)]


def _one_line(blocks: Sequence[str]) -> str:
    return _LINE.join([block.replace("\n", _LINE) for block in blocks])


def _is_layout(table: Element, rows: Sequence[Sequence[_Cell]], columns: int, styles: Styles) -> bool:
    """No rules drawn, and either two columns or few rows: more of both is a list of data whose rules were forgotten."""
    small = columns <= _MOST_LAYOUT_COLUMNS or len(rows) <= _MOST_LAYOUT_ROWS
    return small and not _is_ruled(table, rows, styles)


def _is_ruled(table: Element, rows: Sequence[Sequence[_Cell]], styles: Styles) -> bool:
    """Whether most cells have lines on two sides or more (one line under a name is an ornament)."""
    properties = table.find(W + "tblPr")
    sides = dict(styles.table_borders(value(properties, "tblStyle")))
    sides |= borders(properties.find(W + "tblBorders") if properties is not None else None)
    last = max(cell.column + cell.span for row in rows for cell in row)
    ruled = total = 0
    for index, row in enumerate(rows):
        for cell in row:
            own = borders(cell.element.find(f"{W}tcPr/{W}tcBorders"))
            edges = {
                "top": "top" if index == 0 else "insideH",
                "bottom": "bottom" if index == len(rows) - 1 else "insideH",
                "left": "left" if cell.column == 0 else "insideV",
                "right": "right" if cell.column + cell.span >= last else "insideV",
            }
            total += 1
            ruled += sum(own.get(side, sides.get(outer, False)) for side, outer in edges.items()) > 1
    return ruled * 2 > total
