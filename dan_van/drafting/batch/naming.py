"""Names of files made many at a time: from a pattern, each different, and good on Windows too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from dan_van.drafting.batch.rows import Table, shown
from dan_van.errors import UnknownName
from dan_van.files import Taken
from dan_van.text import nfc

_LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FIELD = re.compile(r"\{\s*([^{}]*?)\s*\}")
COUNT = "stt"


def names(table: Table, pattern: str | None, stem: str, folder: Path) -> list[Path]:
    """A file name for each row; ``{stt}`` counts the rows, ``{ho_ten}`` is a column. Raises UnknownName for any other."""
    width = max(2, len(str(len(table.rows))))
    pattern = (pattern or f"{safe(stem)}-{{{COUNT}}}").removesuffix(".docx")
    known = {column.key for column in table.columns} | {COUNT}
    wanted = {_key(match[1], table): match[1] for match in _FIELD.finditer(pattern)}
    if unknown := [typed for key, typed in wanted.items() if key not in known]:
        raise UnknownName("--name: bảng không có cột “{name}”. Có: {known}.", name=unknown[0], known=", ".join(sorted(known)))
    taken, found = Taken(), []
    for index, row in enumerate(table.rows, 1):
        values = {COUNT: str(index).zfill(width)}
        values |= {column.key: shown(cell) for column, cell in zip(table.columns, row.cells, strict=True) if cell}
        found.append(taken.free(folder / f"{safe(_filled(pattern, values, table))}.docx"))
    return found


def used(pattern: str | None, table: Table) -> set[str]:
    """Keys of the columns that a pattern names."""
    return {_key(match[1], table) for match in _FIELD.finditer(pattern or "")}


def safe(name: str) -> str:
    """A file name, without suffix, that every system takes: no forbidden sign, no reserved word, not too long."""
    name = " ".join(_FORBIDDEN.sub("-", nfc(name)).split()).strip(" .-")[:_LONGEST].rstrip(" .")
    while len(name.encode()) > 2 * _LONGEST:  # file systems count bytes: 255 with the suffix and a temporary's prefix
        name = name[:-1].rstrip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name.partition(".")[0].strip()) else name


def _filled(pattern: str, values: Mapping[str, str], table: Table) -> str:
    return _FIELD.sub(lambda match: values.get(_key(match[1], table), ""), pattern)


def _key(typed: str, table: Table) -> str:
    """A column's key, also for its title as typed."""
    return next((column.key for column in table.columns if column.title == typed), typed)
