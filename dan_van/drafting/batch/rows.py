"""Tables of data, one document a row: Excel (``.xlsx .xlsm .xlsb .xls``, ``.ods``) and CSV as offices save it.

What a cell shows is what is printed: 12 is ``12`` and not ``12.0``, a day stays a day, ``0912…`` keeps its zero when it was
typed as text. Rows know their number in the file, columns their letter, so that every fault can be found again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from dan_van.dates import format_short
from dan_van.errors import ContentError, FileProblem, MissingTool
from dan_van.text import clean, slug

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXTS = (".csv", ".tsv", ".txt")
_LARGEST = 200 * 1024 * 1024

Cell = str | date
"""A text (numbers included, as they are printed) or a day."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title as typed, ``key`` as expressions call it (``Họ tên`` → ``ho_ten``), its place from 0."""

    title: str
    key: str
    index: int

    @property
    def letter(self) -> str:
        """Its letter in the sheet: A, B … AA."""
        name, number = "", self.index + 1
        while number:
            number, rest = divmod(number - 1, 26)
            name = chr(ord("A") + rest) + name
        return name


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
    try:
        if path.stat().st_size > _LARGEST:
            raise FileProblem(f"{path}: tệp lớn hơn 200 MB. Chia thành nhiều tệp.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"Không có tệp {path}. Kiểm tra lại tên và thư mục.") from None
    except OSError as error:
        kind = (
            "là thư mục, cần một tệp"
            if path.is_dir()
            else f"không đọc được ({error.strerror}); đóng tệp nếu đang mở trong Excel"
        )
        raise FileProblem(f"{path}: {kind}.") from None
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return _table(path, *_workbook(path, content))
    if suffix in TEXTS:
        return _table(path, _text_rows(path, content))
    raise FileProblem(f"{path}: bảng dữ liệu phải là tệp Excel (.xlsx, .xls), .ods hoặc .csv.")


def shown(cell: Cell) -> str:
    """A cell as it is printed: a day as ``23/11/2026``."""
    return format_short(cell) if isinstance(cell, date) else cell


def _table(path: Path, grid: Sequence[Sequence[Any]], others: Sequence[str] = ()) -> Table:
    cells = [[_cell(value) for value in line] for line in grid]
    head = next((i for i, line in enumerate(cells) if _filled(line) > 1), None)
    if head is None:  # one column, or nothing
        head = next((i for i, line in enumerate(cells) if _filled(line)), None)
    if head is None:
        raise ContentError(f"{path}: bảng trống.")
    columns = tuple(_columns(path, cells[head]))
    rows = [_row(columns, number, line) for number, line in enumerate(cells[head + 1 :], head + 2) if _filled(line)]
    if not rows:
        raise ContentError(f"{path}: bảng chỉ có dòng tên cột, chưa có dòng dữ liệu.")
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
            raise ContentError(f"{path}: hai cột cùng tên “{seen[key]}” và “{title}”. Đổi tên một cột.")
        seen[key] = title
        yield Column(title, key, index)


def _cell(value: Any) -> Cell:
    """What a cell holds, as it is printed."""
    match value:
        case None:
            return ""
        case str():
            return clean(value).strip()
        case bool():
            return "có" if value else "không"
        case int():
            return str(value)
        case float():
            return format(Decimal(f"{value:.15g}"), "f").replace(".", ",")  # the digits that Excel keeps
        case datetime():
            moment = value.time()
            return (
                value.date() if moment == time() else f"{_clock(moment.hour, moment.minute)}, ngày {format_short(value.date())}"
            )
        case date():
            return value
        case time():
            return _clock(value.hour, value.minute)
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return _clock(minutes // 60, minutes % 60)
        case _:
            return clean(str(value)).strip()


def _clock(hour: int, minute: int) -> str:
    return f"{hour} giờ {minute:02d}" if minute else f"{hour} giờ"


def _workbook(path: Path, content: bytes) -> tuple[list[list[Any]], list[str]]:
    """The first sheet that holds something, and the names of the others that do."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingTool(
            f"{path}: chưa có phần đọc Excel. Chạy: pip install 'dan_van[excel]', hoặc lưu bảng thành tệp .csv."
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except CalamineError as error:
        raise ContentError(f"{path}: không đọc được bảng tính ({error}). Mở bằng Excel rồi lưu lại thành .xlsx.") from None
    full = [(name, grid) for name, grid in found if any(cell not in ("", None) for line in grid for cell in line)]
    return ([*full[0][1]], [name for name, _ in full[1:]]) if full else ([], [])


def _text_rows(path: Path, content: bytes) -> list[list[str]]:
    """CSV with ``;`` ``,`` or tab between, UTF-8, UTF-16 or Windows-1258. A line inside quotes counts as the row it is in."""
    text = _decoded(content)
    head = next((line for line in text.splitlines() if line.strip()), "")
    if head.lower().startswith("sep=") and len(head) == 5:  # Excel's own way to name the separator
        separator, text = head[4], "\n" + text.partition("\n")[2]
    else:
        separator = max(";\t,", key=lambda mark: head.count(mark))
    try:
        return [*csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)]
    except csv.Error as error:
        raise ContentError(f"{path}: tệp CSV hỏng ({error}). Mở bằng Excel rồi lưu lại thành .xlsx.") from None


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", "replace")
