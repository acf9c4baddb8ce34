"""Checks a template with what belongs to it: its ``schema.yaml``, and the data or the draft that will fill it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from dan_van import frontmatter, schema
from dan_van.drafting import blocks, computed, papers, templates
from dan_van.drafting.context import context
from dan_van.drafting.drafts import Draft
from dan_van.drafting.lint import check as lint
from dan_van.drafting.lint.check import Checked
from dan_van.drafting.lint.values import Shape
from dan_van.drafting.templates import Template
from dan_van.errors import ContentError, DanVanError, FileProblem
from dan_van.files import read_text
from dan_van.frontmatter import FrontMatter
from dan_van.model import Finding, Place, Severity
from dan_van.office import Office

_READ_BEFORE = frozenset({"type", "office", "numbering", "data", "issuer", "parent", "code_suffix", "attached", "annexes"})
"""Fields that drafting uses before the template is filled."""
_SOMEWHERE = Office(
    "xa", "xã Mẫu", ("ỦY BAN NHÂN DÂN", "XÃ MẪU"), "Mẫu", None, "UBND",
    {"authority": "TM. ỦY BAN", "position": "CHỨC VỤ", "name": "Họ tên"}, "VT",
)  # fmt: skip
_FAULTS_OF_VALUES = (TypeError, ValueError, KeyError, AttributeError, IndexError)


def check_all(folders: Sequence[Path]) -> Iterator[Checked]:
    """Every template of the library, one after another; a file that cannot be read is a finding."""
    for template in templates.available(folders):
        try:
            yield check_template(template)
        except DanVanError as error:
            yield Checked(
                template.docx, (Finding("tep-hong", Severity.ERROR, error.sentence, Place(str(template.docx))),), frozenset()
            )


def check(wanted: str, folders: Sequence[Path], data: Path | None = None) -> Checked:
    """Check a DOCX (or the folder of a template), or the template of that name. Raises FileProblem, UnknownName, ContentError."""
    path = Path(wanted)
    if not (os.path.exists(path) or path.suffix or len(path.parts) > 1):
        return check_template(templates.find(wanted, folders), data)
    if os.path.isdir(path):
        path /= "template.docx"
    if path.name == "template.docx" and (path.parent / "schema.yaml").is_file():
        return check_template(templates.find(path.resolve().parent.name, [path.resolve().parent.parent]), data, path)
    if data is None:
        return lint.check(path)
    matter = read_data(data)
    checked = lint.check(path, matter.values)
    return replace(checked, findings=(*matter.findings, *checked.findings))


def check_template(template: Template, data: Path | None = None, shown: Path | None = None) -> Checked:
    """Check a template against its fields: names that nothing fills, fields that are never printed, and the data if given."""
    path = shown or template.docx
    findings: list[Finding] = []
    filled: Mapping[str, Any] = _shapes(_context(template, _examples(template)) or _context(template, {}) or {})
    if data is not None:
        matter = read_data(data)
        values, findings = schema.validate(matter, template.schema, str(data))
        if not any(finding.severity is Severity.ERROR for finding in findings):
            filled = _context(template, values, matter.body) or filled
    checked = lint.check(path, filled)
    return replace(checked, findings=(*findings, *checked.findings, *_unused(template, checked.used)))


def read_data(path: Path) -> FrontMatter:
    """Data for a template: YAML, JSON, or the head of a draft. Raises FileProblem, ContentError."""
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return frontmatter.load(read_text(path), str(path))
    if suffix == ".md":
        return frontmatter.parse(read_text(path), str(path))
    if suffix != ".json":
        raise FileProblem("{path}: dữ liệu phải là tệp .yaml, .json, hoặc bản thảo .md.", path=path)
    try:
        values = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise ContentError(
            "{path}: không đọc được JSON ở dòng {line}. Xem lại dấu phẩy, dấu ngoặc, dấu nháy.", path=path, line=error.lineno
        ) from None
    if not isinstance(values, dict):
        raise ContentError("{path}: dữ liệu phải là các cặp “trường: giá trị”.", path=path)
    return FrontMatter(values, "")


def _context(template: Template, values: dict[str, Any], body: str = "") -> dict[str, Any] | None:
    """What drafting would fill the template with; None when the values do not fit together."""
    try:
        return context(Draft(template.docx, template, _SOMEWHERE, values, tuple(blocks.parse(body or "Nội dung.")), ()))
    except _FAULTS_OF_VALUES:
        return None


def _examples(template: Template) -> dict[str, Any]:
    """A value for every field that has an example, typed as its schema says."""
    fields = template.schema.get("properties", {})
    found = {key: _example(field) for key, field in fields.items() if key not in _READ_BEFORE}
    values: dict[str, Any] = schema.typed({key: value for key, value in found.items() if value is not None}, template.schema)
    return values


def _example(field: Mapping[str, Any]) -> Any:
    if examples := field.get("examples"):
        return examples[0]
    inner = {key: _example(each) for key, each in field.get("properties", {}).items()}
    if "items" in field and (item := _example(field["items"])) is not None:
        return [item]
    return {key: value for key, value in inner.items() if value is not None} or None


def _shapes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _shape(value) for key, value in values.items()}


def _shape(value: Any) -> Any:
    """A value with its words left out."""
    if hasattr(value, "__html__"):
        return Shape.WORD
    if isinstance(value, str):
        return Shape.TEXT
    if isinstance(value, list | tuple) and value:
        return [_shape(item) for item in value]
    return _shapes(value) if isinstance(value, dict) and value else Shape.ANY


def _unused(template: Template, used: Iterable[str]) -> Iterator[Finding]:
    """Fields that neither the page nor the paper's text prints: what a clerk fills in there is lost."""
    printed = {*used, *re.findall(r"\w+", papers.body_text(template) or ""), *_compared(template)}
    path = template.folder / "schema.yaml"
    for key, field in template.schema.get("properties", {}).items():
        if key not in _READ_BEFORE and key not in printed and not printed & _fed_by(template, key):
            label = f"“{field['title']}” ({key})" if field.get("title") else f"“{key}”"
            yield Finding(
                "truong-khong-in", Severity.WARNING, f"Trường {label} có trong schema.yaml nhưng mẫu không in ra: điều điền vào đó sẽ mất.",
                Place(str(path)), f"Thêm {{{{ {key} }}}} vào mẫu, hoặc bỏ trường này khỏi schema.yaml.",
            )  # fmt: skip


def _compared(template: Template) -> set[str]:
    """Fields that the arithmetic and the dates of a paper are checked with."""
    asked = _Asked(_examples(template))
    with suppress(*_FAULTS_OF_VALUES):  # examples of single fields need not fit together
        computed.faults(template.name, asked)
    return asked.keys_asked


class _Asked(dict[str, Any]):
    """Values that remember which of them were looked at."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.keys_asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.keys_asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self.keys_asked.add(key)
        return super().__getitem__(key)


def _fed_by(template: Template, key: str) -> set[str]:
    """Names of the page that change with a field, found by filling it in and leaving it out."""
    examples = _examples(template)
    if key not in examples:
        return set()
    without = {name: value for name, value in examples.items() if name != key}
    found: set[str] = set()
    for less, more in (({}, {key: examples[key]}), (without, examples)):
        before, after = _context(template, dict(less)), _context(template, dict(more))
        if before is not None and after is not None:
            found |= {name for name in after if name != key and before.get(name) != after[name]}
    return found
