"""Carrying out what a draft says in ``{{ … }}``, and the ``body.md`` that makes a paper's text from its fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError

from dan_van.drafting.sandbox import Sandbox, line_of
from dan_van.errors import DanVanError, UnknownName
from dan_van.model import Finding, Place, Severity
from dan_van.text import markdown_escaped

BLANK = "…………………"
"""What a field left empty is inside a sentence: room for the pen."""


class Markdown(str):
    """Text that is Markdown already; every other value of a field is plain words."""

    __slots__ = ()


class Content:
    """The clerk's own text, carried out where ``body.md`` puts it: citations before it count as before it."""

    def __init__(self, fill: Callable[[], str], empty: bool) -> None:
        self._fill, self._empty = fill, empty
        self.text: str | None = None

    def __bool__(self) -> bool:
        return not self._empty

    def carried_out(self) -> Markdown:
        """The text, filled in once."""
        if self.text is None:
            self.text = self._fill()
        return Markdown(self.text)


@dataclass
class Filler:
    """Fills texts with names; what goes wrong is a finding with its line in the draft."""

    file: str
    names: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    def fill(self, text: str, line: int) -> str:
        """A text with its expressions carried out; empty when one of them cannot be."""
        if "{{" not in text and "{%" not in text:
            return text
        try:
            return _compiled(text).render(self.names)
        except Exception as error:  # whatever an expression of a draft does, it is the draft's fault, with its line
            self.findings.append(Finding("bieu-thuc", Severity.ERROR, *_explained(error, self.file, line)))
            return ""

    def field(
        self, value: Any, wanted: Mapping[str, Any], line: Callable[[tuple[str | int, ...]], int], path: tuple[str | int, ...]
    ) -> Any:
        """A field's value with the expressions of every text in it carried out; plain words unless its schema says Markdown."""
        if isinstance(value, str):
            filled = self.fill(value, line(path))
            return Markdown(filled) if wanted.get("format") == "markdown" else unescaped(filled)
        if isinstance(value, list):
            return [self.field(item, wanted.get("items", {}), line, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, dict):
            inner = wanted.get("properties", {})
            return {key: self.field(item, inner.get(key, {}), line, (*path, key)) for key, item in value.items()}
        return value

    def paper(self, text: str, names: Mapping[str, Any], source: str) -> str:
        """The text of a paper: its ``body.md`` carried out. ``source`` is that file, for what is wrong in itself."""
        try:
            return _paper(text).render(names)
        except Exception as error:
            finding = Finding("mau-than", Severity.ERROR, f"Phần thân của mẫu: {error}.", Place(source, line_of(error)), None)
            if isinstance(error, DanVanError | ValueError):
                finding = Finding("bieu-thuc", Severity.ERROR, str(error), Place(self.file))
            self.findings.append(finding)
            return ""

    def check(self, text: str, line: int) -> None:
        """Note what is wrong in a text whatever the fields say: its form, and documents that the corpus has not."""
        before = len(self.findings)
        self.fill(text, line)
        self.findings[before:] = [f for f in self.findings[before:] if f.remedy is None or "Ví dụ đúng" in f.remedy]


def completed(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with None for every field that its schema knows and that was left out."""
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {**dict.fromkeys(known), **{key: completed(item, known.get(key, {})) for key, item in value.items()}}
    return [completed(item, schema.get("items", {})) for item in value] if isinstance(value, list) else value


def computed() -> Mapping[str, Callable[..., Any]]:
    """The functions a ``body.md`` may call."""
    from dan_van.drafting import computed as functions

    return functions.FUNCTIONS


def escaped(text: str) -> Markdown:
    """Text that Markdown leaves as it is."""
    return Markdown(markdown_escaped(text))


def unescaped(text: str) -> str:
    """A field is not Markdown: take back what :func:`escaped` added inside it."""
    return re.sub(r"\\([\\*_|#])", r"\1", text)


def _printed(value: Any) -> Any:
    if isinstance(value, Content):
        return value.carried_out()
    if value is None:
        return BLANK
    return value if isinstance(value, Markdown) or not isinstance(value, str) else escaped(value)


@lru_cache(maxsize=512)
def _compiled(text: str) -> Template:
    environment = Sandbox(undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(text)


@lru_cache(maxsize=128)
def _paper(text: str) -> Template:
    environment = Sandbox(undefined=StrictUndefined, keep_trailing_newline=True, finalize=_printed)
    return environment.from_string(text)


def _explained(error: Exception, file: str, first_line: int) -> tuple[str, Place, str | None]:
    line = first_line + (line_of(error) or 1) - 1
    place = Place(file, line)
    if isinstance(error, UnknownName):
        return error.sentence, place, None
    if isinstance(error, TemplateSyntaxError):
        return "Biểu thức {{ … }} viết không đúng.", place, 'Ví dụ đúng: {{ cite("33/CT-TTg") }}.'
    return (
        f"Không tính được biểu thức {{{{ … }}}} ({error}).",
        place,
        'Chỉ dùng cite("số, ký hiệu") và tên các trường ở phần đầu.',
    )
