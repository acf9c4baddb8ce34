"""What villages sent: forms filled in (XLSX, DOCX), or tables of one row a village (XLSX, CSV), as cells with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dan_van import numerals
from dan_van.errors import ContentError
from dan_van.readers import sheets
from dan_van.readers.sheets import Cell
from dan_van.readers.wordparts import W, WordFile
from dan_van.reports import forms
from dan_van.reports.indicators import Definition
from dan_van.text import clean, fold

_VILLAGE_HEADS = frozenset(
    {"thon", "ten thon", "thon, to dan pho", "thon/to dan pho", "to dan pho", "don vi", "ten don vi", "khu pho"}
)
_WORD_FILES = (".docx", ".docm")
SUFFIXES = (*sheets.WORKBOOKS, *(suffix for suffix in sheets.TEXTS if suffix != ".txt"), *_WORD_FILES)
"""What may be a return in a folder of them; a text file there is rather a note."""
_FEWEST_COLUMNS = 2
"""Columns of known indicators that make a row of titles."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell as filled in, and its place in the file (``D9``, ``bảng 2, dòng 4``)."""

    cell: Cell
    at: str


@dataclass(frozen=True, slots=True)
class Return:
    """One village's answers by indicator; ``period`` and ``form`` as written there, empty where the file does not say."""

    path: Path
    village: str
    answers: dict[str, Answer] = field(default_factory=dict)
    period: str = ""
    form: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class _Grid:
    name: str
    cells: tuple[tuple[Cell, ...], ...]
    word: bool = False

    def at(self, row: int, column: int) -> str:
        return f"{self.name}, dòng {row + 1}" if self.word else f"{sheets.letter(column)}{row + 1}"

    def cell(self, row: int, column: int) -> Cell:
        line = self.cells[row]
        return line[column] if column < len(line) else ""


def read(path: Path, definition: Definition) -> list[Return]:
    """The returns in a file: one of a form, one a row of a table. Raises FileProblem, ContentError, MissingTool, UnreadableFile."""
    grids = _word_grids(path) if path.suffix.lower() in _WORD_FILES else _sheet_grids(path)
    heads = [_form_head(grid) for grid in grids]
    found = [_form(path, grids, heads)] if any(heads) else [one for grid in grids for one in _rows(path, grid, definition)]
    if not found:
        raise ContentError(
            "{path}: không phải mẫu thu số liệu: không thấy cột “Mã”, “Số liệu”, cũng không thấy bảng có "
            "cột thôn và các chỉ tiêu của biểu {form}.",
            path=path,
            form=definition.name,
        )
    return found


def _sheet_grids(path: Path) -> list[_Grid]:
    return [_Grid(sheet.name, sheet.cells) for sheet in sheets.read(path)]


def _word_grids(path: Path) -> list[_Grid]:
    with WordFile(path) as file:
        root = file.tree(file.main_part())
    grids = []
    for number, table in enumerate(root.iter(W + "tbl") if root is not None else (), 1):
        rows = []
        for row in table.findall(W + "tr"):
            cells = [
                "\n".join("".join(text.text or "" for text in one.iter(W + "t")) for one in cell.iter(W + "p"))
                for cell in row.iter(W + "tc")
            ]
            rows.append(tuple(clean(cell).strip() for cell in cells))
        grids.append(_Grid(f"bảng {number}", tuple(rows), word=True))
    return grids


_BESIDE = 3
"""So many cells on, what a label asks for may stand; further right a form keeps its list of villages."""


def _said(cell: Cell) -> str:
    return "" if isinstance(cell, date) else " ".join(fold(cell).split()).strip(" :.")


def _form_head(grid: _Grid) -> tuple[int, int, int] | None:
    """The row of titles of a form, the columns of keys and of figures."""
    for row, line in enumerate(grid.cells):
        said = [_said(cell) for cell in line]
        if "ma" in said and "so lieu" in said:
            return row, said.index("ma"), said.index("so lieu")
    return None


def _form(path: Path, grids: Sequence[_Grid], heads: Sequence[tuple[int, int, int] | None]) -> Return:
    """The form in a file: its head may stand in the same table or in one before."""
    labels: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    wanted = {_said(label): label for label in (forms.FORM, forms.VILLAGE, forms.PERIOD, forms.AUTHOR)}
    for grid, head in zip(grids, heads, strict=True):
        for line in grid.cells[: head[0] if head else len(grid.cells)]:
            for column, cell in enumerate(line):
                if _said(cell) in wanted:
                    beside = next((one for one in line[column + 1 : column + 1 + _BESIDE] if one != ""), "")
                    labels.setdefault(wanted[_said(cell)], beside if isinstance(beside, str) else beside.isoformat())
        if head:
            first, keys, figures = head
            for row in range(first + 1, len(grid.cells)):
                key = grid.cell(row, keys)
                if isinstance(key, str) and key:
                    answers.setdefault(key.strip(), Answer(grid.cell(row, figures), grid.at(row, figures)))
            break
    return Return(
        path, labels.get(forms.VILLAGE, ""), answers, labels.get(forms.PERIOD, ""), labels.get(forms.FORM, ""), labels.get(forms.AUTHOR, "")
    )  # fmt: skip


def _rows(path: Path, grid: _Grid, definition: Definition) -> Iterator[Return]:
    """A table of one row a village: a column of villages, others titled by an indicator's key or name."""
    titles = {_said(one.key): one.key for one in definition.indicators} | {
        _said(one.name): one.key for one in definition.indicators
    }
    for first, line in enumerate(grid.cells):
        said = [_said(cell) for cell in line]
        columns = {column: titles[title] for column, title in enumerate(said) if title in titles}
        village = next((column for column, title in enumerate(said) if title in _VILLAGE_HEADS), None)
        if village is None or len(columns) < _FEWEST_COLUMNS:
            continue
        period = next((column for column, title in enumerate(said) if title in ("ky", "ky bao cao")), None)
        for row in range(first + 1, len(grid.cells)):
            name = grid.cell(row, village)
            if not isinstance(name, str) or not name.strip() or numerals.is_total(name):
                continue
            answers = {key: Answer(grid.cell(row, column), grid.at(row, column)) for column, key in columns.items()}
            said_period = grid.cell(row, period) if period is not None else ""
            yield Return(path, name.strip(), answers, said_period if isinstance(said_period, str) else "", definition.name)
        return
