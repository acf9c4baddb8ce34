"""A row of a table laid into a draft: columns named as fields fill them, every column is ``{{ row.its_key }}``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dan_van import dates
from dan_van.drafting.batch.naming import COUNT
from dan_van.drafting.batch.rows import Column, Row, Table, shown
from dan_van.errors import ContentError
from dan_van.frontmatter import FrontMatter
from dan_van.model import Finding, Place, Severity
from dan_van.readers.sheets import Cell
from dan_van.text import slug

Address = tuple[str, ...]
_COLUMN_LINES = 10_000_000
"""Values from columns get line numbers from here on, so that a fault of a field leads back to its column."""
_ROW = re.compile(r"\brow\s*\.\s*(\w+)")
_NEVER = ("type",)


class Merger:
    """One draft and one table; ``named`` tells which column (title) fills which field (key), ``findings`` what is odd."""

    def __init__(self, matter: FrontMatter, table: Table, schema: Mapping[str, Any], path: Path, name_uses: Iterable[str] = ()):
        self.table: Table = table
        self.path: Path = path
        self.fields: dict[int, tuple[Address, Mapping[str, Any]]] = {}
        known = {name: (address, field) for address, field in _addresses(schema) for name in _names(address, schema)}
        for index, column in enumerate(table.columns):
            found = known.get(slug(column.title)) or known.get(column.title.strip())
            if found and not _refers(_at(matter.values, found[0]), column):
                self.fields[index] = found
        lines: dict[tuple[str | int, ...], int] = {
            address: _COLUMN_LINES + index for index, (address, _) in self.fields.items()
        }
        self.matter: FrontMatter = replace(matter, lines={**matter.lines, **lines})
        self.named: dict[str, str] = {
            table.columns[index].title: ".".join(address) for index, (address, _) in self.fields.items()
        }
        asked = [(m[1], line) for text, line in _texts(matter) for m in _ROW.finditer(text)]
        self._refuse_unknown(asked)
        self.findings: tuple[Finding, ...] = tuple(self._unused({_bare(key) for key, _ in asked} | set(name_uses)))

    def merged(self, row: Row, count: int) -> tuple[FrontMatter, dict[str, str]]:
        """The draft with the row's fields, and what its expressions call ``row``. Raises ContentError for a faulty row."""
        if row.fault:
            raise ContentError(row.fault, [Finding("bang", Severity.ERROR, row.fault, Place())])
        values = dict(self.matter.values)
        for index, (address, field) in self.fields.items():
            cell = row.cells[index]
            if cell != "":
                _put(values, address, _value(cell, field))
        texts = {COUNT: str(count)}
        for column, cell in zip(self.table.columns, row.cells, strict=True):
            texts[column.key] = texts["_".join(column.title.split())] = _plain(shown(cell))
        return replace(self.matter, values=values), texts

    def placed(self, row: Row, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings of the draft of a row, told by file, row and column of the table."""
        for finding in findings:
            line = finding.place.line or 0
            if line >= _COLUMN_LINES:
                column = self.table.columns[line - _COLUMN_LINES]
                part: str | None = f"cột {column.letter} “{column.title}”"
            else:
                part = f"bản thảo {self.path.name} dòng {line}" if line else finding.place.part
            yield replace(finding, place=Place(str(self.table.path), row.number, part=part))

    def _refuse_unknown(self, asked: Sequence[tuple[str, int]]) -> None:
        keys = [column.key for column in self.table.columns]
        remedy = f"Các cột có: {', '.join(f'row.{key}' for key in keys)}."
        found = [
            Finding("cot", Severity.ERROR, f"Bảng không có cột “{key}”.", Place(str(self.path), line), remedy)
            for key, line in dict.fromkeys(asked)
            if _bare(key) not in keys and key != COUNT
        ]
        if found:
            raise ContentError("{path}: bản thảo hỏi cột mà {table} không có.", found, path=self.path, table=self.table.path)

    def _unused(self, asked: set[str]) -> Iterator[Finding]:
        place = Place(str(self.table.path))
        idle = [c for i, c in enumerate(self.table.columns) if i not in self.fields and c.key not in asked and c.key != COUNT]
        if len(idle) == len(self.table.columns):
            remedy = f"Ghi {{{{ row.{self.table.columns[0].key} }}}} vào bản thảo, hoặc đặt tên cột theo tên trường."
            yield Finding("cot", Severity.WARNING, "Bản thảo không dùng cột nào: mọi tệp sẽ giống nhau.", place, remedy)
        elif idle:
            message = f"Cột không dùng tới: {', '.join(column.title for column in idle)}."
            yield Finding("cot", Severity.INFO, message, place)
        if self.table.others:
            message = f"Chỉ đọc trang tính đầu; không đọc: {', '.join(self.table.others)}."
            yield Finding("cot", Severity.WARNING, message, place)


def _bare(key: str) -> str:
    """A column's key as the table has it: ``row.thôn`` is ``row.thon``."""
    return slug(key).replace("-", "_")


def _addresses(schema: Mapping[str, Any], above: Address = ()) -> Iterator[tuple[Address, Mapping[str, Any]]]:
    """Every field that a cell can fill, with its schema; those of a group by the group's name and theirs."""
    for key, field in schema.get("properties", {}).items():
        if above or key not in _NEVER:
            if "properties" in field:
                yield from _addresses(field, (*above, key))
            else:
                yield (*above, key), field


def _names(address: Address, schema: Mapping[str, Any]) -> Iterator[str]:
    """What a column for a field may be titled: its key, or its Vietnamese title; marks, case and signs aside."""
    titles, node = [], schema
    for key in address:
        node = node["properties"][key]
        titles.append(str(node.get("title", key)))
    yield ".".join(address)
    yield slug(" ".join(address).replace("_", " "))
    yield slug(" ".join(titles))


def _refers(value: Any, column: Column) -> bool:
    """Whether the draft itself says where in a field the column goes."""
    return any(match[1] == column.key for match in _ROW.finditer(str(value)))


def _texts(matter: FrontMatter) -> Iterator[tuple[str, int]]:
    """Every text of a draft that may hold expressions, with its line."""
    for key, value in matter.values.items():
        yield str(value), matter.line_of((key,))
    for number, line in enumerate(matter.body.split("\n"), matter.body_line):
        if "{{" in line or "{%" in line:
            yield line, number


def _value(cell: Cell, field: Mapping[str, Any]) -> Any:
    """A cell as its field takes it: a list by lines or semicolons, a day as ``2026-11-23`` where the field wants that."""
    kinds = field.get("type", ())
    if "array" in ((kinds,) if isinstance(kinds, str) else kinds):
        return [item.strip() for item in re.split(r"[;\n]", shown(cell)) if item.strip()]
    if field.get("format") == "date" or str(field.get("pattern", "")).startswith(("^[0-9]{4}", r"^\d{4}")):
        return cell.isoformat() if isinstance(cell, date) else (dates.iso(cell) or cell)
    return shown(cell)


def _at(values: Mapping[str, Any], address: Address) -> Any:
    node: Any = values
    for key in address:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _put(values: dict[str, Any], address: Address, value: Any) -> None:
    """Set a value; groups on the way are copied, the draft's own stay as they are."""
    for key in address[:-1]:
        inner = values.get(key)
        values[key] = dict(inner) if isinstance(inner, dict) else {}
        values = values[key]
    values[address[-1]] = value


def _plain(text: str) -> str:
    """A cell's text where Markdown stands: its signs are letters, and a line break in a cell is a space."""
    return re.sub(r"([\\*_|])", r"\\\1", " ".join(text.split("\n")) if "\n" in text else text)
