"""Papers: ``paper.yaml`` of a template folder → its JSON Schema; and what a template says of the paper it makes.

A paper names its type, its layout (:mod:`dan_van.layout.forms`), which shared fields it has (``dan_van/data/fields.yaml``)
and its own fields; ``python -m dan_van.drafting.build`` writes ``schema.yaml`` and ``template.docx`` from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dan_van import tables
from dan_van.drafting.templates import Template
from dan_van.errors import ContentError
from dan_van.files import read_text
from dan_van.layout import Form, forms

PAPER = "paper.yaml"
BODY = "body.md"
_KEYS = {"title", "description", "document_type", "type_name", "layout", "family", "level", "source", "also", "common", "required", "fields", "body", "about"}  # fmt: skip
_FAMILIES = {"hanh-chinh", "dang", "thon", "ban-sao"}
_LEVELS = {"xa", "thon", "dang-uy", "chi-bo"}
_LAST = ("legal_basis", "recipients", "signer", "signers", "secretary", "chair", "typist", "attached", "annexes", "numbering")
"""Shared fields that stand after a paper's own in the skeleton."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page shows of a paper beyond its fields."""

    form: Form
    document_type: str
    type_name: str


def facts(template: Template) -> Facts:
    """The facts of a template; one that says nothing of itself is laid out as mẫu 1.4."""
    schema = template.schema
    slug = str(schema.get("x-document-type", template.name))
    name = schema.get("x-type-name") or tables.type_names().get(slug) or template.title
    return Facts(forms().get(str(schema.get("x-layout")), forms()["ten-loai"]), slug, str(name))


def body_text(template: Template) -> str | None:
    """The Jinja Markdown that makes the paper's text from its fields; None when the draft's own text is all."""
    path = template.folder / BODY
    return read_text(path) if path.is_file() else None


def read(folder: Path) -> dict[str, Any]:
    """The schema of the paper in a folder. Raises ContentError naming what is wrong in its ``paper.yaml``."""
    path = folder / PAPER
    try:
        paper = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        raise ContentError("{path}: {reason}", path=path, reason=error) from None
    if not isinstance(paper, dict):
        raise ContentError("{path}: phải là một bảng trường.", path=path)
    if faults := list(_faults(paper)):
        raise ContentError("{path}: {faults}", path=path, faults=" ".join(faults))
    return schema(folder.name, paper)


def schema(name: str, paper: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a paper: its type, shared fields, its own, in the order in which a clerk fills them in."""
    form = forms()[paper["layout"]]
    own = paper.get("fields") or {}
    wanted = (*(paper.get("common") or form.common), *(paper.get("also") or ()))
    common = [key for key in shared() if key in wanted and key not in own]
    order = [*(key for key in common if key not in _LAST), *own, *(key for key in common if key in _LAST)]
    about = paper.get("about") or {}
    properties: dict[str, Any] = {
        "type": {"title": "Loại văn bản", "const": name, "description": "Tên mẫu; giữ nguyên."},
        "office": shared()["office"],
    }
    for key in order:
        field = {**(own[key] if key in own else shared()[key])}
        properties[key] = {**field, **about.get(key, {})}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": paper["title"],
        "description": paper["description"],
        "x-layout": form.name,
        "x-layout-source": paper.get("source") or form.source,
        "x-document-type": paper["document_type"],
        "x-type-name": paper.get("type_name"),
        "x-family": paper["family"],
        "x-level": paper["level"],
        "type": "object",
        "required": ["type", *(paper.get("required") or ())],
        "additionalProperties": False,
        "properties": properties,
        "x-body": paper.get("body") or "Viết nội dung ở đây.\n",
    }


def dump(made: Mapping[str, Any]) -> str:
    """A schema as ``schema.yaml``."""
    head = f"# Sinh từ {PAPER} bằng “python -m dan_van.drafting.build”; sửa {PAPER}, đừng sửa tệp này.\n"
    return head + yaml.dump(dict(made), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


@cache
def shared() -> dict[str, dict[str, Any]]:
    """The shared fields by name, in their order."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((files("dan_van") / "data" / "fields.yaml").read_text("utf-8"))
    return loaded


def _faults(paper: Mapping[str, Any]) -> list[str]:
    found = [f"Không có khóa “{key}”." for key in paper if key not in _KEYS]
    found += [
        f"Thiếu “{key}”."
        for key in ("title", "description", "document_type", "layout", "family", "level")
        if not paper.get(key)
    ]
    if paper.get("layout") not in forms():
        found.append(f"Không có bố cục “{paper.get('layout')}” (có: {', '.join(forms())}).")
    if paper.get("family") not in _FAMILIES or paper.get("level") not in _LEVELS:
        found.append("family hoặc level không đúng.")
    if paper.get("document_type") not in tables.type_names():
        found.append(f"Không có loại “{paper.get('document_type')}”.")
    own = paper.get("fields") or {}
    found += [
        f"Không có trường chung “{key}”."
        for key in (*(paper.get("common") or ()), *(paper.get("also") or ()))
        if key not in shared()
    ]
    form = forms().get(str(paper.get("layout")))
    known = {*own, *(paper.get("common") or (form.common if form else ()))}
    found += [f"Trường bắt buộc “{key}” không có." for key in paper.get("required") or () if key not in known]
    found += [f"Trường “{key}” chưa có title." for key, field in own.items() if not field.get("title")]
    return found


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks; nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
