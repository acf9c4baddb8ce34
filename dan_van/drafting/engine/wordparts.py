"""One part of a template (document, header, footer, notes, properties) → one Jinja template, and its filling."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jinja2 import Template, TemplateSyntaxError, UndefinedError

from dan_van.drafting.engine import wordbreaks
from dan_van.drafting.engine.wordblocks import Layout, lay_out
from dan_van.drafting.engine.wordtags import Tag, find, scan, tag
from dan_van.drafting.engine.wordtree import DECLARATION, Element, Node, Text, parse, quoted, write
from dan_van.drafting.engine.wordvalues import BLOCK, VALUE, WRAP, NeedsDocxtpl, environment, recording
from dan_van.drafting.engine.zipping import Packed, pack
from dan_van.drafting.sandbox import line_of
from dan_van.model import Finding, Place, Severity

DOCUMENT = "document"
TITLE, AUTHOR = "dan_van_title", "dan_van_author"
"""Names under which a document's properties are filled."""

_KINDS = {
    "document.main+xml": DOCUMENT,
    "template.main+xml": DOCUMENT,
    "document.macroEnabled.main+xml": DOCUMENT,
    "header+xml": "header",
    "footer+xml": "footer",
    "footnotes+xml": "footnotes",
    "endnotes+xml": "endnotes",
}
_SPOKEN = {"header": "đầu trang", "footer": "chân trang", "footnotes": "cước chú", "endnotes": "chú thích cuối"}
_OVERRIDE = re.compile(r"<Override\b[^>]*>")
_HELD = re.compile(r"\{[{%#]")
_PIECES = 256
"""Pieces of Jinja's output that are packed at a time."""
_UNESCAPED = re.compile(r"\b(?:safe|autoescape|xmlattr|dan_van_block)\b")
_ONLY_DOCXTPL = {"colspan": "colspan", "cellbg": "cellbg", "vm": "vm", "hm": "hm"}
_DC = "http://purl.org/dc/elements/1.1/"


class TagFailed(Exception):
    """A tag could not be worked out; ``finding`` says which, where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled part. Tag number n stands on line n of its Jinja source, so a line of an error names a tag.

    ``pictures``: they need numbers; ``unescaped``: tags print text as XML; ``checked``: the text must be seen whole.
    """

    name: str
    source: str
    tags: tuple[Tag, ...]
    template: Template
    pictures: bool
    unescaped: bool
    checked: bool

    def render(self, values: Mapping[str, Any]) -> tuple[Packed, list[Finding]]:
        """The filled part. Raises UndefinedError, NeedsDocxtpl, TagFailed."""
        try:
            if not self.checked:
                with suppress(wordbreaks.Unsettled):
                    return pack(self._chunks(values)), []
            text = self.template.render(values)
        except (UndefinedError, NeedsDocxtpl):
            raise
        except Exception as error:  # whatever an expression of a template does, it is the template's fault
            raise TagFailed(self._failure(error)) from None
        if self.unescaped:
            self._check(text)
        try:
            data, findings = wordbreaks.settle(text, pictures=self.pictures)
        except ValueError as error:  # XML that a caller passed as such
            message = f"Giá trị đưa vào mẫu làm hỏng văn bản ({error})."
            raise TagFailed(Finding("the-hong", Severity.ERROR, message, Place())) from None
        return pack([data]), findings

    def _chunks(self, values: Mapping[str, Any]) -> Iterator[bytes]:
        """The part as it grows: small pieces stay in the processor's cache, a long table is never copied whole.

        Raises Unsettled at the first piece with something in it that needs the whole text (a line end, say).
        """
        pieces = self.template.generate(values)
        before = ""
        while some := list(islice(pieces, _PIECES)):
            text = "".join(some)
            yield wordbreaks.plain(text, before)
            before = (before + text)[-8:] if len(text) < 8 else text[-8:]

    def _check(self, text: str) -> None:
        """A part whose tags print unescaped text (``|safe``) must be whole all the same."""
        try:
            parse(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).encode("utf-8", "ignore"))
        except ValueError as error:
            at = next(each for each in self.tags if _UNESCAPED.search(each.body))
            message = f"Thẻ “{at}” làm hỏng văn bản ({error})."
            raise TagFailed(Finding("the-hong", Severity.ERROR, message, at.place, "Bỏ “safe” khỏi thẻ.")) from None

    def missing(self, values: Mapping[str, Any]) -> list[Finding]:
        """Every name that this part's tags use and the values do not have, each once a place."""
        found: dict[tuple[str, str], Finding] = {}

        def note(name: str) -> None:
            at = self._tag(_template_line(sys._getframe(1)))
            shown = f"Mẫu cần “{name}”" + (f" ở thẻ “{at}”" if at else "") + " nhưng dữ liệu không có."
            place = at.place if at else Place()
            found.setdefault((name, str(place)), Finding("thieu-du-lieu", Severity.ERROR, shown, place))

        lenient = environment().overlay(undefined=recording(note)).from_string(self.source)
        with suppress(Exception):  # what is missing may make later tags fail in any way; what was noted stands
            lenient.render(values)
        return list(found.values())

    def _failure(self, error: Exception) -> Finding:
        line = line_of(error)
        at = self._tag(line)
        shown = f"Thẻ “{at}” không tính được ({error})." if at else f"Mẫu không tính được ({error})."
        return Finding("the-hong", Severity.ERROR, shown, at.place if at else Place(), "Sửa thẻ trong mẫu.")

    def _tag(self, line: int | None) -> Tag | None:
        return self.tags[line - 1] if line and 0 < line <= len(self.tags) else None


def _template_line(frame: Any) -> int | None:
    while frame is not None:
        if frame.f_code.co_filename == "<template>":
            owner = frame.f_globals.get("environment")
            debug = frame.f_globals.get("debug_info", "")
            return _mapped(debug, frame.f_lineno) if owner is not None else None
        frame = frame.f_back
    return None


def _mapped(debug_info: str, line: int) -> int:
    """The line of the source for a line of the Python code that Jinja made of it."""
    pairs = [tuple(map(int, pair.split("="))) for pair in debug_info.split("&") if pair]
    return next((ours for ours, theirs in reversed(pairs) if theirs <= line), 1)


def kinds(content_types: str) -> dict[str, str]:
    """Names of the parts that may hold tags → what they are, from ``[Content_Types].xml``."""
    found = {}
    for override in _OVERRIDE.findall(content_types):
        attributes = dict(re.findall(r'(\w+)\s*=\s*["\']([^"\']*)["\']', override))
        kind = _KINDS.get(attributes.get("ContentType", "").rpartition("wordprocessingml.")[2])
        kind = kind or _KINDS.get(attributes.get("ContentType", "").rpartition("ms-word.")[2])
        if kind:
            found[attributes.get("PartName", "").lstrip("/")] = kind
    return found


def compile_part(name: str, kind: str, data: bytes) -> tuple[Part | None, list[Finding], str | None]:
    """A part with tags compiled (None without tags), the faults of its tags, and what in it only docxtpl can do."""
    spoken = _SPOKEN.get(kind, "")
    try:
        root = parse(data)
    except ValueError as error:
        return None, [Finding("xml-hong", Severity.ERROR, f"Phần {name}: {error}.", Place())], None
    if kind == "docProps/core.xml":
        _open_properties(root)
        tags: list[Tag] = []
        faults: list[Finding] = []
        layout = Layout()
    else:
        tags, faults, changed = find(root, spoken)
        if not changed and not faults and not _tagged_attributes(root):
            return None, [], None
        if need := _only_docxtpl(root, tags):
            return None, faults, need
        layout = lay_out(root, tags)
    pictures = wordbreaks.mark(root)
    writer = _Writer(spoken, layout.wrapped)
    source = DECLARATION + write(root, writer.node, writer.attribute)
    faults = [*faults, *layout.faults, *_syntax_faults(writer.tags)]
    if faults:
        return None, faults, None
    try:
        template = environment().from_string(source)
    except TemplateSyntaxError as error:
        at = writer.tags[min(error.lineno, len(writer.tags)) - 1]
        return None, [Finding("the-sai", Severity.ERROR, f"Thẻ “{at}” viết không đúng ({error.message}).", at.place)], None
    for each in writer.tags:
        each.parent = None  # a compiled template keeps no tree
    unescaped = any(_UNESCAPED.search(each.body) for each in writer.tags)
    checked = pictures or unescaped or wordbreaks.must_be_whole(source)
    return Part(name, source, tuple(writer.tags), template, pictures, unescaped, checked), [], None


class _Writer:
    """Writes tags in Jinja's form, each with one line end inside, and keeps them by their line."""

    def __init__(self, spoken: str, wrapped: Mapping[Tag, tuple[str, str]]) -> None:
        self.spoken = spoken
        self.wrapped = wrapped
        self.tags: list[Tag] = []

    def node(self, node: Node) -> str:
        assert isinstance(node, Tag)
        if node.kind == "{#":
            return ""
        self.tags.append(node)
        if node.kind == "{%":
            return f"{BLOCK[0]} {node.body}\n{BLOCK[1]}"
        if node in self.wrapped:
            before, after = map(json.dumps, self.wrapped[node])
            return f"{VALUE[0]} {WRAP}(({node.body}), {before}, {after})\n{VALUE[1]}"
        return f"{VALUE[0]} {node.body}\n{VALUE[1]}"

    def attribute(self, value: str) -> str:
        pieces, position = [], 0
        for start, end in scan(value) if _HELD.search(value) else ():
            if end < 0:
                break
            pieces += [quoted(value[position:start]), self.node(tag(value[start:end], Place(part=self.spoken or None)))]
            position = end
        return "".join([*pieces, quoted(value[position:])])


def _open_properties(root: Element) -> None:
    """Make title and author of the properties fillable; what they hold stays when nothing is given."""
    prefix = next((key.partition(":")[2] for key, value in root.attributes.items() if value == _DC), "")
    if not prefix:
        prefix = root.attributes["xmlns:dc"] = _DC
        prefix = "dc"
    for name, value in (("title", TITLE), ("creator", AUTHOR)):
        element = root.first(f"{prefix}:{name}")
        if element is None:
            element = Element(f"{prefix}:{name}")
            root.add(element)
        kept = element.text
        element.children = []
        place = Place(part="thuộc tính")
        for kind, body in (("{%", f"if {value} is not none"), ("{{", value), ("{%", "else"), ("", kept), ("{%", "endif")):
            element.add(Tag(kind, "", body, place, "") if kind else Text(body))
    for element in root.walk():
        for child in list(element.children):
            if isinstance(child, Text) and _HELD.search(child.value):
                _open_text(element, child)


def _open_text(element: Element, text: Text) -> None:
    position, at = 0, element.index(text)
    element.remove(text)
    nodes: list[Node] = []
    for start, end in scan(text.value):
        if end < 0:
            break
        nodes += [Text(text.value[position:start]), tag(text.value[start:end], Place(part="thuộc tính"))]
        position = end
    for node in reversed([*nodes, Text(text.value[position:])]):
        element.add(node, at)


def _tagged_attributes(root: Element) -> bool:
    return any(_HELD.search(value) for element in root.walk() for value in element.attributes.values())


def _only_docxtpl(root: Element, tags: list[Tag]) -> str | None:
    """What a part asks for that only docxtpl does: counted or merged cells, paragraphs joined by ``{%-``."""
    for each in tags:
        if each.level == "tc":
            return f"{each.kind}tc"
        if each.kind == "{%" and each.keyword in _ONLY_DOCXTPL:
            return each.keyword
        if each.kind != "{#" and (each.body.startswith("-") or each.body.endswith("-")):
            return "{%-"
    return None


def _syntax_faults(tags: list[Tag]) -> list[Finding]:
    """Every tag that Jinja cannot read, each tried by itself."""
    found = []
    for each in tags:
        if each.kind == "{{":
            trial = f"{VALUE[0]} {each.body} {VALUE[1]}"
        elif each.keyword in ("for", "if", "set", "with", "macro", "filter", "call", "do"):
            trial = f"{BLOCK[0]} {each.body} {BLOCK[1]}"
            if each.keyword not in ("do", "set") or (each.keyword == "set" and "=" not in each.body):
                trial += f"{BLOCK[0]} end{each.keyword} {BLOCK[1]}"
        elif each.keyword == "elif":
            trial = f"{BLOCK[0]} if x {BLOCK[1]}{BLOCK[0]} {each.body} {BLOCK[1]}{BLOCK[0]} endif {BLOCK[1]}"
        else:
            continue
        try:
            environment().from_string(trial)
        except TemplateSyntaxError as error:
            message = f"Thẻ “{each}” viết không đúng ({error.message})."
            found.append(Finding("the-sai", Severity.ERROR, message, each.place, "Xem lại tên, dấu ngoặc, dấu phẩy trong thẻ."))
    return found
