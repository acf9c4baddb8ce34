"""Sheets of data: Excel (``.xlsx .xlsm .xlsb .xls``, ``.ods``) and CSV as offices save it.

What a cell shows is what is printed: 12 is ``12`` and not ``12.0``, a day stays a day, ``0912…`` keeps its zero when it was
typed as text.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from dan_van.dates import format_short
from dan_van.errors import ContentError, FileProblem, MissingTool
from dan_van.text import clean

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXTS = (".csv", ".tsv", ".txt")
_LARGEST = 200 * 1024 * 1024

Cell = str | date
"""A text (numbers included, as they are printed) or a day."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its cells by row and column, both from 0; rows may be of different lengths."""

    name: str
    cells: tuple[tuple[Cell, ...], ...]


def letter(index: int) -> str:
    """The letters of a column counted from 0: A, B … AA."""
    name, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read(path: Path) -> list[Sheet]:
    """The sheets of a file that are not empty. Raises FileProblem, ContentError, MissingTool."""
    try:
        if path.stat().st_size > _LARGEST:
            raise FileProblem("{path}: tệp lớn hơn 200 MB. Chia thành nhiều tệp.", path=path)
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem("Không có tệp {path}. Kiểm tra lại tên và thư mục.", path=path) from None
    except OSError as error:
        if os.path.isdir(path):
            raise FileProblem("{path} là thư mục, cần một tệp.", path=path) from None
        raise FileProblem(
            "{path}: không đọc được ({reason}); đóng tệp nếu đang mở trong Excel.", path=path, reason=error.strerror
        ) from None
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return [Sheet(name, _cells(grid)) for name, grid in _workbook(path, content)]
    if suffix in TEXTS:
        return [Sheet(path.stem, _cells(_text_rows(path, content)))]
    raise FileProblem("{path}: bảng dữ liệu phải là tệp Excel (.xlsx, .xls), .ods hoặc .csv.", path=path)


def _cells(grid: Sequence[Sequence[Any]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(_cell(value) for value in line) for line in grid)


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


def _workbook(path: Path, content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """The sheets that hold something."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingTool(
            "{path}: chưa có phần đọc Excel. Chạy: pip install 'dan_van[excel]', hoặc lưu bảng thành tệp .csv.", path=path
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except CalamineError as error:
        raise ContentError(
            "{path}: không đọc được bảng tính ({reason}). Mở bằng Excel rồi lưu lại thành .xlsx.", path=path, reason=error
        ) from None
    return [(name, grid) for name, grid in found if any(cell not in ("", None) for line in grid for cell in line)]


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
        raise ContentError(
            "{path}: tệp CSV hỏng ({reason}). Mở bằng Excel rồi lưu lại thành .xlsx.", path=path, reason=error
        ) from None


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", "replace")
