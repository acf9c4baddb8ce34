"""Templates: a folder with ``template.docx`` (a clerk may edit it in Word), ``schema.yaml``, ``example.md``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from dan_van.errors import ContentError, UnknownName
from dan_van.files import read_text
from dan_van.text import slug


@dataclass(frozen=True, slots=True)
class Template:
    """One template and the schema of its fields."""

    name: str
    folder: Path
    schema: dict[str, Any]

    @property
    def docx(self) -> Path:
        """The file that is filled."""
        return self.folder / "template.docx"

    @property
    def title(self) -> str:
        """What it makes, in Vietnamese."""
        return str(self.schema.get("title", self.name))

    @property
    def example(self) -> Path:
        """A whole draft for it."""
        return self.folder / "example.md"


def find(name: str, folders: Sequence[Path]) -> Template:
    """The template of that name (``ke-hoach``, ``Kế hoạch``); a later folder wins. Raises UnknownName."""
    wanted = slug(name)
    for folder in reversed(folders):
        if os.path.isfile(folder / wanted / "schema.yaml"):
            return _load(folder / wanted)
    known = [template.name for template in available(folders)]
    words = set(wanted.split("-"))
    close = [name for name in known if words <= set(name.split("-"))] or get_close_matches(wanted, known, n=1)
    if close:
        meant = " hay ".join(f"“{name}”" for name in close[:3])
        raise UnknownName("Không có mẫu “{name}”. Có phải {meant}?", name=name, meant=meant)
    raise UnknownName("Không có mẫu “{name}”. Hiện có: {known}.", name=name, known=", ".join(known))


def available(folders: Sequence[Path]) -> Iterator[Template]:
    """Every template, by name; a later folder's takes the place of an earlier one's."""
    found = {path.parent.name: path.parent for folder in folders for path in sorted(folder.glob("*/schema.yaml"))}
    for name in sorted(found):
        yield _load(found[name])


def _load(folder: Path) -> Template:
    path = folder / "schema.yaml"
    try:
        schema = yaml.safe_load(read_text(path))
    except yaml.YAMLError:
        raise ContentError("{path}: không đọc được lược đồ trường của mẫu.", path=path) from None
    fields = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(fields, dict) or not all(isinstance(field, dict) for field in fields.values()):
        raise ContentError("{path}: lược đồ trường của mẫu phải là một bảng trường.", path=path)
    if not isinstance(schema.get("required", []), list):
        raise ContentError("{path}: “required” phải là một danh sách tên trường.", path=path)
    return Template(folder.name, folder, schema)
