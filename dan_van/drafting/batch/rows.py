"""Tables of data, one document a row. Rows know their number in the file, columns their letter, so that every fault can be found again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dan_van.dates import format_short
from dan_van.errors import ContentError
from dan_van.readers import sheets
from dan_van.readers.sheets import Cell
from dan_van.text import slug


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title as typed, ``key`` as expressions call it (``Họ tên`` → ``ho_ten``), its place from 0."""

    title: str
    key: str
    index: int

    @property
    def letter(self) -> str:
        """Its letter in the sheet: A, B … AA."""
        return sheets.letter(self.index)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its number in the file, from 1, a cell for each column, and what is wrong with it."""

    number: int
    cells: tuple[Cell, ...]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a head row; ``others`` names sheets that were left unread."""

    path: Path
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    others: tuple[str, ...] = ()


def read(path: Path) -> Table:
    """The table in a file: its first sheet that is not empty. Raises FileProblem, ContentError, MissingTool."""
    found = sheets.read(path)
    return _table(path, found[0].cells if found else (), [sheet.name for sheet in found[1:]])


def shown(cell: Cell) -> str:
    """A cell as it is printed: a day as ``23/11/2026``."""
    return format_short(cell) if isinstance(cell, date) else cell


def _table(path: Path, cells: Sequence[Sequence[Cell]], others: Sequence[str] = ()) -> Table:
    head = next((i for i, line in enumerate(cells) if _filled(line) > 1), None)
    if head is None:  # one column, or nothing
        head = next((i for i, line in enumerate(cells) if _filled(line)), None)
    if head is None:
        raise ContentError("{path}: bảng trống.", path=path)
    columns = tuple(_columns(path, cells[head]))
    rows = [_row(columns, number, line) for number, line in enumerate(cells[head + 1 :], head + 2) if _filled(line)]
    if not rows:
        raise ContentError("{path}: bảng chỉ có dòng tên cột, chưa có dòng dữ liệu.", path=path)
    return Table(path, columns, tuple(rows), tuple(others))


def _row(columns: Sequence[Column], number: int, line: Sequence[Cell]) -> Row:
    known = {column.index for column in columns}
    stray = next((index for index, cell in enumerate(line) if cell != "" and index not in known), None)
    fault = None if stray is None else f"Ô ở cột {Column('', '', stray).letter} không có tên cột ở dòng đầu."
    return Row(number, tuple(line[c.index] if c.index < len(line) else "" for c in columns), fault)


def _filled(line: Sequence[Cell]) -> int:
    return sum(cell != "" for cell in line)


def _columns(path: Path, head: Sequence[Cell]) -> Iterator[Column]:
    seen: dict[str, str] = {}
    for index, cell in enumerate(head):
        title = " ".join(shown(cell).split())
        if not title:
            continue
        key = slug(title).replace("-", "_") or f"cot_{index + 1}"
        if key in seen:
            raise ContentError(
                "{path}: hai cột cùng tên “{first}” và “{second}”. Đổi tên một cột.", path=path, first=seen[key], second=title
            )
        seen[key] = title
        yield Column(title, key, index)
