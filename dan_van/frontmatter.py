"""YAML front matter read as text: every scalar stays what was typed, and every value knows its line.

Ordinary YAML loaders turn ``010`` into 8, ``no`` into false and drop the leading 0 of a telephone number;
here a scalar is a string or (when plain and empty, ``null`` or ``~``) None. Types come from a schema
(:mod:`dan_van.schema`). Anchors, tags and repeated keys are refused: nobody types them on purpose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dan_van.model import Finding, Place, Severity
from dan_van.saying import said
from dan_van.text import nfc

Path = tuple[str | int, ...]

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_PLAIN_NULLS = {"", "null", "Null", "NULL", "~"}
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file cut in two: the values above, the text below.

    ``lines`` maps the path of a value (``("signer", "name")``) to its line in the file, from 1;
    ``body_line`` is the line on which ``body`` begins. ``findings`` holds what could not be read.
    """

    values: dict[str, Any]
    body: str
    body_line: int = 1
    lines: Mapping[Path, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def line_of(self, path: Path) -> int:
        """The line of a value, or of the nearest value that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(text: str, file: str | None = None) -> FrontMatter:
    """Cut ``---`` front matter from a text and read it; a text without it is all body."""
    text = nfc(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not (opening := _FENCE.match(text)):
        return FrontMatter({}, text)
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        finding = _fault(
            file, 1, said("Phần đầu mở bằng --- nhưng không có dòng --- kết thúc."), said("Thêm một dòng --- sau trường cuối.")
        )
        return FrontMatter({}, "", 1, {}, (finding,))
    head = text[opening.end() + 1 : closing.start()]
    body = text[closing.end() :].removeprefix("\n")
    loaded = load(head, file, first_line=2)
    body_line = text.count("\n", 0, closing.end()) + 2
    return FrontMatter(loaded.values, body, body_line, loaded.lines, loaded.findings)


def load(text: str, file: str | None = None, first_line: int = 1) -> FrontMatter:
    """Read a YAML mapping without fences (``office.yaml``); the result has no body."""
    try:
        node = yaml.compose(nfc(text), Loader=_loader())
    except yaml.YAMLError as error:
        return FrontMatter({}, "", findings=(_yaml_fault(error, file, first_line),))
    if node is None:
        return FrontMatter({}, "")
    lines: dict[Path, int] = {}
    findings: list[Finding] = []
    reader = _NodeReader(file, first_line, lines, findings)
    if not isinstance(node, yaml.MappingNode):
        findings.append(_fault(file, first_line, said("Phần đầu phải gồm các dòng “trường: giá trị”.")))
        return FrontMatter({}, "", findings=tuple(findings))
    values = reader.read(node, ())
    assert isinstance(values, dict)
    return FrontMatter(values, "", 1, lines, tuple(findings))


def quoted(text: str) -> str:
    """Words as YAML writes them in double quotes, on one line."""
    return json.dumps(text, ensure_ascii=False)


def dump(values: Mapping[str, Any], body: str = "") -> str:
    """A file of that front matter and body; reading it gives the same values and body back."""
    head = yaml.dump(
        dict(values), Dumper=_dumper(), allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000
    )
    return f"---\n{head}---\n{body}"


@dataclass
class _NodeReader:
    file: str | None
    first_line: int
    lines: dict[Path, int]
    findings: list[Finding]
    seen: set[int] = field(default_factory=set)

    def read(self, node: yaml.Node, path: Path) -> Any:
        line = node.start_mark.line + self.first_line
        self.lines.setdefault(path, line)
        if id(node) in self.seen:
            return self._refuse(line, said("Không dùng được ký hiệu & và * của YAML ở đây."), said("Chép lại giá trị cho đủ."))
        self.seen.add(id(node))
        if len(path) > _MAX_DEPTH:
            return self._refuse(line, said("Các trường lồng nhau quá sâu."), said("Viết gọn lại."))
        if isinstance(node, yaml.ScalarNode):
            if not node.style and node.value in _PLAIN_NULLS:
                return None
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.MappingNode)
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            key_line = key_node.start_mark.line + self.first_line
            if key is None:
                self._refuse(key_line, said("Tên trường phải là một từ."), said("Sửa lại dòng này."))
            elif key in values:
                self._refuse(key_line, said("Trường “{key}” viết hai lần.", key=key), said("Bỏ bớt một dòng."))
            else:
                self.lines[(*path, key)] = key_line
                values[key] = self.read(value_node, (*path, key))
        return values

    def _refuse(self, line: int, message: str, remedy: str) -> None:
        self.findings.append(_fault(self.file, line, message, remedy))


def _loader() -> type[yaml.CSafeLoader] | type[yaml.SafeLoader]:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextDumper(yaml.SafeDumper):
    """Quotes strings that would read back as null; writes None as null and lists indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _dumper() -> type[_TextDumper]:
    return _TextDumper


def _fault(file: str | None, line: int, message: str, remedy: str | None = None) -> Finding:
    return Finding("phan-dau", Severity.ERROR, message, Place(file, line), remedy)


def _yaml_fault(error: yaml.YAMLError, file: str | None, first_line: int) -> Finding:
    mark = getattr(error, "problem_mark", None)
    line = (mark.line if mark else 0) + first_line
    problem = str(getattr(error, "problem", "") or "")
    remedy = next(
        (text for sign, text in _YAML_REMEDIES if sign in problem),
        said("Xem lại dấu hai chấm, dấu ngoặc và khoảng trắng đầu dòng."),
    )
    return _fault(file, line, said("Không đọc được phần đầu."), remedy)


_YAML_REMEDIES = (
    ("mapping values are not allowed", said("Giá trị có dấu hai chấm thì đặt cả giá trị trong dấu ngoặc kép.")),
    (
        "cannot start any token",
        said("Thay ký tự tab bằng khoảng trắng; giá trị bắt đầu bằng ký hiệu đặc biệt thì đặt trong ngoặc kép."),
    ),
    ("unexpected end of stream", said("Thiếu dấu ngoặc kép đóng.")),
    (
        "expected <block end>",
        said("Các dòng cùng cấp phải thụt vào như nhau; giá trị có dấu ngoặc kép thì đặt cả giá trị trong ngoặc."),
    ),
    ("could not find expected ':'", said("Thiếu dấu hai chấm sau tên trường.")),
)
