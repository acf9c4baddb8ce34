"""The fields of any template asked one by one, each answer checked at once, each written down at once.

It knows only the template's schema: label, help, example, default, what is required, lists and groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dan_van import dates, schema
from dan_van.drafting.templates import Template
from dan_van.files import write_text
from dan_van.frontmatter import FrontMatter, dump
from dan_van.text import clean, fold

_SILENT = ("type", "office", "numbering")
"""Fields nobody needs to be asked for: the template's own name, a file beside the draft, a switch."""
_YES, _NO = ("c", "co", "y", "yes", "1", "true"), ("k", "khong", "n", "no", "0", "false")
END = "."
_EMPTY = "Trường này bắt buộc, chưa bỏ trống được."


@dataclass(slots=True)
class Interview:
    """One draft being asked for. ``ask`` shows a prompt and gives the line typed, ``say`` shows a line.

    The draft is written to ``target`` after every answer, so that stopping loses nothing.
    """

    template: Template
    target: Path
    ask: Callable[[str], str]
    say: Callable[[str], None]
    values: dict[str, Any] = field(default_factory=dict)
    body: str = ""

    def run(self, *, force: bool = False) -> None:
        """Ask for everything that is required, then, if wanted, for the rest, then for the text. Raises FileProblem."""
        fields: Mapping[str, Any] = self.template.schema.get("properties", {})
        required = set(self.template.schema.get("required", ()))
        self.values = {key: one["const"] for key, one in fields.items() if "const" in one}
        self.body = str(self.template.schema.get("x-body", ""))
        self._keep(force)
        self.say(f"{self.template.title}. {self.template.schema.get('description', '')}".strip())
        self.say(f"Câu trả lời được ghi ngay vào {self.target}; Ctrl-C để dừng, sửa tiếp trong tệp đó.")
        asked = {key: one for key, one in fields.items() if key not in _SILENT and "const" not in one}
        self._ask_all({key: one for key, one in asked.items() if key in required})
        others = {key: one for key, one in asked.items() if key not in required}
        if others:
            titles = ", ".join(str(one.get("title", key)) for key, one in others.items())
            if self.agreed(f"Còn {len(others)} trường có thể bỏ ({titles}). Điền luôn?", False):
                self._ask_all(others)
        self._ask_body()

    def agreed(self, question: str, default: bool) -> bool:
        """A yes or no; Enter is the default."""
        while True:
            typed = fold(self.ask(f"{question} [{'C/k' if default else 'c/K'}] ").strip())
            if typed in ("", *_YES, *_NO):
                return default if not typed else typed in _YES
            self.say("  Gõ c (có) hoặc k (không).")

    def _ask_all(self, fields: Mapping[str, Any]) -> None:
        for key, one in fields.items():
            answer = self._field(key, one, key in self.template.schema.get("required", ()))
            if answer is not None:
                self.values[key] = answer
                self._keep(True)

    def _keep(self, force: bool) -> None:
        """Write the draft as far as it is known, fields in the schema's order."""
        order = list(self.template.schema.get("properties", {}))
        known = {key: self.values[key] for key in order if key in self.values}
        write_text(self.target, dump(known, self.body.rstrip() + "\n"), force=force)

    def _field(self, key: str, one: Mapping[str, Any], required: bool, indent: str = "") -> Any:
        """The answer to one field, of whatever form; None when it is left out."""
        self.say("")
        must = "" if required else " (Enter để bỏ qua)"
        self.say(f"{indent}{one.get('title', key)}{must}")
        for line in (one.get("description"), _example(one)):
            if line:
                self.say(f"{indent}  {line}")
        kinds = _kinds(one)
        if "array" in kinds:
            return self._list(key, one, required, indent)
        if "object" in kinds or "properties" in one:
            if not required and not self.agreed(f"{indent}Điền {one.get('title', key)}?", False):
                return None
            return self._group(one, indent) or None
        if one.get("format") == "markdown":
            return self._text(required, indent)
        return self._value(key, one, required, indent)

    def _text(self, required: bool, indent: str) -> str | None:
        """A text of several lines."""
        self.say(f"{indent}  Mỗi dòng một đoạn; dòng chỉ có một dấu chấm để kết thúc.")
        while True:
            lines: list[str] = []
            while (line := clean(self.ask(f"{indent}» ")).rstrip()) != END and (line or lines):
                lines.append(line)
            if lines or not required:
                return "\n".join(lines) or None
            self.say(f"{indent}  {_EMPTY}")

    def _group(self, one: Mapping[str, Any], indent: str) -> dict[str, Any]:
        must = one.get("required", ())
        found = {key: self._field(key, inner, key in must, f"{indent}  ") for key, inner in one.get("properties", {}).items()}
        return {key: answer for key, answer in found.items() if answer is not None}

    def _list(self, key: str, one: Mapping[str, Any], required: bool, indent: str) -> list[Any] | None:
        inner = one.get("items", {})
        least = max(int(one.get("minItems", 0)), 1 if required else 0)
        found: list[Any] = []
        if "object" in _kinds(inner) or "properties" in inner:
            title = inner.get("title") or one.get("title", key)
            while len(found) < least or self.agreed(f"{indent}Thêm {title} thứ {len(found) + 1}?", False):
                self.say(f"{indent}{title} thứ {len(found) + 1}:")
                found.append(self._group(inner, indent))
            return found or None
        self.say(f"{indent}  Mỗi lần gõ một mục; Enter trên dòng trống để kết thúc.")
        while True:
            answer = self._value(key, inner, False, indent, f"{len(found) + 1}. ")
            if answer is not None:
                found.append(answer)
            elif len(found) >= least:
                return found or None
            else:
                self.say(f"{indent}  Cần ít nhất {least} mục.")

    def _value(self, key: str, one: Mapping[str, Any], required: bool, indent: str, mark: str = "") -> str | None:
        choices = [str(choice) for choice in one.get("enum", ()) if choice is not None]
        for number, choice in enumerate(choices, 1):
            self.say(f"{indent}  {number}) {choice}")
        default = one.get("default")
        hint = f" [{default}]" if default is not None else ""
        while True:
            typed = clean(self.ask(f"{indent}{mark}>{hint} ")).strip()
            if not typed and default is not None:
                typed = str(default)
            if not typed:
                if not required:
                    return None
                self.say(f"{indent}  {_EMPTY}")
                continue
            typed = _settled(typed, one, choices)
            faults = list(_faults(key, typed, one))
            if not faults:
                return typed
            for fault in faults:
                self.say(f"{indent}  {fault}")

    def _ask_body(self) -> None:
        self.say("")
        self.say("Nội dung: mỗi dòng một đoạn, “# ” trước tên đề mục. Dòng chỉ có một dấu chấm để kết thúc.")
        self.say("Enter ngay thì giữ dàn ý của mẫu, viết tiếp trong tệp bản thảo.")
        lines: list[str] = []
        while (line := clean(self.ask("| ")).rstrip()) != END and (line or lines):
            lines.append(line)
        if lines:
            self.body = "\n".join(lines) + "\n"
            self._keep(True)


def _kinds(one: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = one.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def _example(one: Mapping[str, Any]) -> str | None:
    """``Ví dụ: …`` of a text or a list of texts; the fields of a group have their own."""
    shown = [
        "; ".join(map(str, example)) if isinstance(example, list) else str(example)
        for example in one.get("examples", ())
        if not isinstance(example, Mapping) and not (isinstance(example, list) and any(isinstance(e, Mapping) for e in example))
    ]
    return f"Ví dụ: {' hoặc '.join(shown)}" if shown else None


def _settled(typed: str, one: Mapping[str, Any], choices: list[str]) -> str:
    """An answer as the field takes it: a choice by its number or without marks, a day in any usual form, yes and no."""
    if choices:
        if typed.isdecimal() and 1 <= int(typed) <= len(choices) and typed not in choices:
            return choices[int(typed) - 1]
        return next((choice for choice in choices if fold(choice) == fold(typed)), typed)
    if one.get("format") == "date" or str(one.get("pattern", "")).startswith(("^[0-9]{4}", r"^\d{4}")):
        return dates.iso(typed) or _month(typed)
    if "boolean" in _kinds(one):
        return "true" if fold(typed) in _YES else "false" if fold(typed) in _NO else typed
    return typed


def _month(typed: str) -> str:
    """``11/2026`` as ``2026-11``; anything else as it is."""
    found = re.fullmatch(r"(\d{1,2})[/-](\d{4})", typed)
    return f"{found[2]}-{int(found[1]):02d}" if found else typed


def _faults(key: str, typed: str, one: Mapping[str, Any]) -> Iterator[str]:
    """What the template's schema has against an answer."""
    if "{{" in typed:
        return  # an expression is judged when the draft is made
    asked = {"type": "object", "properties": {key: one}}
    _, findings = schema.validate(FrontMatter({key: typed}, ""), asked)
    for finding in findings:
        yield f"{finding.message} {finding.remedy or ''}".strip()
