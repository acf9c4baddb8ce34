"""What a return asks: indicators with their kinds, and how they add up."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from dan_van import frontmatter, schema
from dan_van.errors import ContentError, UnknownName
from dan_van.files import read_text
from dan_van.model import Finding, Place, Severity

SCHEMA = "indicators.schema.json"
COUNT, NUMBER, MONEY, YES, TEXT, LIST = "count", "number", "money", "yes", "text", "list"
NUMERIC = frozenset({COUNT, NUMBER, MONEY})
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a return.

    ``adds`` says what several periods make together: ``sum``, or ``latest`` for what is there at the end. ``parts`` are indicators
    that this one is the sum of, ``within`` one that it cannot be greater than.
    """

    key: str
    name: str
    kind: str
    group: str = ""
    unit: str = ""
    adds: str = "sum"
    parts: tuple[str, ...] = ()
    within: str | None = None
    required: bool = True

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class Definition:
    """A return: its name, its title, groups with their titles, indicators in order."""

    name: str
    title: str
    indicators: tuple[Indicator, ...]
    groups: Mapping[str, str]

    def __getitem__(self, key: str) -> Indicator:
        """An indicator by its key. Raises UnknownName."""
        found = next((one for one in self.indicators if one.key == key), None)
        if found is None:
            raise UnknownName(
                "Biểu {form} không có chỉ tiêu “{key}”. Có: {known}.",
                form=self.name,
                key=key,
                known=", ".join(one.key for one in self.indicators),
            )
        return found

    def of(self, group: str) -> tuple[Indicator, ...]:
        """The indicators of a group. Raises UnknownName."""
        if group not in self.groups:
            raise UnknownName(
                "Biểu {form} không có nhóm “{group}”. Có: {known}.", form=self.name, group=group, known=", ".join(self.groups)
            )
        return tuple(one for one in self.indicators if one.group == group)


def shipped() -> dict[str, str]:
    """The definitions that come with the library: name → title."""
    found = {}
    for file in sorted((files("dan_van") / "data").iterdir(), key=lambda file: file.name):
        if file.name.startswith("bieu_"):
            definition = _read(file.read_text("utf-8"), file.name)
            found[definition.name] = definition.title
    return found


def find(name: str, folder: Path | None = None) -> Definition:
    """A definition by its file (relative to ``folder``) or its name, looked for in ``folder`` (``bieu-NAME.yaml``), then among the shipped.

    Raises UnknownName, FileProblem, ContentError with every fault.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name) if folder is None or Path(name).is_absolute() else folder / name
        return _read(read_text(path), str(path))
    if folder and os.path.isfile(folder / f"bieu-{name}.yaml"):
        return _read(read_text(folder / f"bieu-{name}.yaml"), str(folder / f"bieu-{name}.yaml"))
    shipped_file = files("dan_van") / "data" / f"bieu_{name.replace('-', '_')}.yaml"
    if not os.path.isfile(str(shipped_file)):
        raise UnknownName(
            "Không có biểu “{name}”. Có: {known}; hoặc tệp .yaml của cơ quan.", name=name, known=", ".join(shipped())
        )
    return _read(shipped_file.read_text("utf-8"), shipped_file.name)


def _read(text: str, file: str) -> Definition:
    matter = frontmatter.load(text, file)
    values, findings = schema.validate(matter, schema.shipped(SCHEMA), file)
    if not findings:
        findings = _inconsistent(values, matter, file)
    if findings:
        raise ContentError("{path}: biểu số liệu có {count} chỗ phải sửa.", findings, path=file, count=len(findings))
    indicators = tuple(Indicator(**{**one, "parts": tuple(one.get("parts", ()))}) for one in values["indicators"])
    return Definition(values["name"], values["title"], indicators, values.get("groups") or {})


def _inconsistent(values: Mapping[str, object], matter: frontmatter.FrontMatter, file: str) -> list[Finding]:
    found = []
    rows = list(values["indicators"])  # type: ignore[call-overload]
    keys = [row["key"] for row in rows]
    groups = values.get("groups") or {}
    for index, row in enumerate(rows):
        named = [*row.get("parts", ()), *([row["within"]] if row.get("within") else [])]
        faults = [f"không có chỉ tiêu “{key}”" for key in named if key not in keys]
        faults += [f"hai chỉ tiêu cùng mã “{row['key']}”"] if keys.index(row["key"]) < index else []
        faults += [f"không có nhóm “{row['group']}”"] if row.get("group") and row["group"] not in groups else []  # type: ignore[operator]
        found += [
            Finding("bieu", Severity.ERROR, f"{fault}.", Place(file, matter.line_of(("indicators", index)))) for fault in faults
        ]
    return found
