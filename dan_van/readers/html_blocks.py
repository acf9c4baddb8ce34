"""From a page's tree to paragraphs, in one walk in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dan_van import numerals
from dan_van.readers.html_fonts import Fonts
from dan_van.readers.html_tables import Table, is_lined, lined_classes

Mark = Callable[[Any], bool]

_NO_TEXT = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "xml", "svg", "math", "object", "applet", "iframe"}
)
_FURNITURE = frozenset({"nav", "select", "button", "textarea", "datalist", "menu", "dialog", "option"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr"}
    | {"legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "ul"}
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WORD_PARTS = re.compile(r"mso-element\s*:\s*(?:header|footer|comment-list)", re.IGNORECASE)
_SYMBOL_FONT = re.compile(r"font(?:-family)?\s*:[^;]*(?:symbol|wingdings)", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list\s*:\s*(l\d+)\s+(level\d+)", re.IGNORECASE)
_LIST_RULE = re.compile(r"@list\s+(l\d+):(level\d+)\s*\{([^}]{0,2000})\}", re.IGNORECASE)
_LEVEL_TEXT = re.compile(r'mso-level-text\s*:\s*"?((?:\\.|[^";])*)', re.IGNORECASE)
_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_STYLE_KINDS = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


@dataclass(slots=True)
class Section:
    """The paragraphs that follow a marked element (its own included); ``opener`` is None before the first mark."""

    opener: Any
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between them."""
        return "\n\n".join(self.paragraphs)


@dataclass(slots=True)
class Walked:
    """What a walk gave; counts are of non-space characters: all text seen, left out as furniture, deleted by a reviser.

    ``converted`` counts pieces of text brought to Unicode, by the encoding they were in.
    """

    sections: list[Section]
    seen: int = 0
    dropped: int = 0
    deleted: int = 0
    converted: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All paragraphs, a blank line between them."""
        return "\n\n".join(section.text for section in self.sections if section.paragraphs)


def walk(root: Any, *, mark: Mark | None = None, leave_out: frozenset[str] = frozenset(), legacy_fonts: bool = False) -> Walked:
    """Paragraphs below ``root``. An element for which ``mark`` is true opens a section; ``leave_out`` names classes.

    ``legacy_fonts``: whether the page names fonts whose letters are not Unicode (looking after fonts takes time).
    """
    styles = "\n".join(style.text or "" for style in root.getroottree().iter("style"))
    return _Walker(styles, mark, leave_out, Fonts(styles) if legacy_fonts else None).run(root)


def weigh(text: str | None) -> int:
    """Non-space characters."""
    return len("".join(text.split())) if text else 0


@dataclass(slots=True)
class _List:
    """A list while it is read: how its items are marked, and the number of the next."""

    kind: str
    number: int = 1
    form: str | None = None


class _Walker:
    def __init__(self, styles: str, mark: Mark | None, leave_out: frozenset[str], fonts: Fonts | None) -> None:
        self.mark = mark
        self.fonts = fonts
        self.leave_out = leave_out
        self.lined = lined_classes(styles)
        self.forms = _word_lists(styles)
        self.walked = Walked([Section(None)])
        self.inline: list[str] = []
        self.marker = ""
        self.sinks: list[tuple[Any, list[str]]] = []
        self.tables: list[Table] = []
        self.lists: list[_List] = []
        self.preserved = 0

    def run(self, root: Any) -> Walked:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if not self._open(element):
                    events.skip_subtree()
            else:
                self._close(element)
                if element is not root:
                    self._text(element.tail)
        self._flush()
        self._leave_tables()
        if self.fonts:
            self.walked.converted = dict(self.fonts.decoder.converted)
        return self.walked

    @property
    def _sink(self) -> list[str]:
        return self.sinks[-1][1] if self.sinks else self.walked.sections[-1].paragraphs

    def _open(self, element: Any) -> bool:
        """Take in an element's start; False when nothing below it is wanted."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _NO_TEXT:
            return False
        if self._left_out(element):
            return False
        if self.fonts:
            self.fonts.enter(element)
        if self.mark is not None and self.mark(element):
            self._flush()
            self._leave_tables()
            self.walked.sections.append(Section(element))
        if tag == "br":
            self.inline.append("\n")
        elif tag in _BLOCKS:
            self._flush()
            self._open_block(element)
        elif element.get("style") and "mso-list:ignore" in element.get("style").lower().replace(" ", ""):
            return self._shown_number(element)
        self._text(element.text)
        return True

    def _open_block(self, element: Any) -> None:
        tag = element.tag
        if tag == "table":
            self.tables.append(Table(element, is_lined(element, self.lined)))
            self.sinks.append((element, self.tables[-1].outside))
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables:
            self.sinks.append((element, self.tables[-1].open_cell(element)))
        elif tag in ("ol", "ul"):
            self.lists.append(_list_of(element))
        elif tag == "li":
            self.marker = self._item_marker(element)
        elif tag == "pre":
            self.preserved += 1

    def _close(self, element: Any) -> None:
        tag = element.tag
        if self.fonts:
            self.fonts.leave(element)
        if not isinstance(tag, str) or tag not in _BLOCKS:
            return
        self._flush()
        if tag in ("td", "th", "table") and self.sinks and self.sinks[-1][0] is element:
            self.sinks.pop()
            if tag == "table":
                self._sink.extend(self.tables.pop().paragraphs())
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.marker = ""
        elif tag == "pre" and self.preserved:
            self.preserved -= 1

    def _leave_tables(self) -> None:
        """Give out tables that a mark stands in (never closed in the source) as far as they were read."""
        while self.sinks:
            element, _ = self.sinks.pop()
            if element.tag == "table":
                self._sink.extend(self.tables.pop().paragraphs())

    def _left_out(self, element: Any) -> bool:
        tag, style = element.tag, element.get("style") or ""
        if tag in ("del", "s") and (tag == "del" or "msodel" in (element.get("class") or "").lower()):
            self.walked.deleted += self._count(element)
            return True
        furniture = (
            tag in _FURNITURE
            or element.get("hidden") is not None
            or (element.get("role") or "").lower() == "navigation"
            or (style and (_HIDDEN.search(style) or _WORD_PARTS.search(style)))
            or (tag == "input" or "msocomanchor" in (element.get("class") or "").lower())
            or (self.leave_out and self.leave_out & set((element.get("class") or "").split()))
        )
        if furniture:
            self.walked.dropped += self._count(element)
        return bool(furniture)

    def _count(self, element: Any) -> int:
        inner = sum(
            weigh(node.text) + (weigh(node.tail) if node is not element else 0)
            for node in element.iter()
            if isinstance(node.tag, str) and node.tag not in _NO_TEXT
        )
        self.walked.seen += inner
        return inner

    def _shown_number(self, element: Any) -> bool:
        """Word prints a list item's number in a span it tells itself to ignore; readers see it, so it stays."""
        number = " ".join("".join(element.itertext()).split())
        self.walked.seen += weigh(number)
        styles = " ".join(node.get("style") or "" for node in (element.getparent(), *element.iter()))
        if len(number) == 1 and (not number.isalnum() or _SYMBOL_FONT.search(styles)):
            number = "-"
        self.inline.append(f"{number} ")
        return False

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.fonts:
            text = self.fonts.read(text)
        words = text.split()
        self.walked.seen += len("".join(words))
        if self.preserved:
            self.inline.append(text)
        elif words:
            start, end = " " * text[0].isspace(), " " * text[-1].isspace()
            self.inline.append(f"{start}{' '.join(words)}{end}")
        else:
            self.inline.append(" ")

    def _flush(self) -> None:
        if not self.inline:
            return
        lines = [" ".join(line.split()) for line in "".join(self.inline).split("\n")]
        self.inline.clear()
        for paragraph in _paragraphs(lines):
            self._sink.append(self.marker + paragraph)
            self.marker = ""

    def _item_marker(self, element: Any) -> str:
        if not self.lists or _NO_MARKER.search(element.get("style") or ""):
            return ""
        current = self.lists[-1]
        if current.kind in ("", "-"):
            return f"{current.kind} ".lstrip()
        value = (element.get("value") or "").strip()
        if value.isdecimal() and len(value) < 8:
            current.number = int(value)
        shown = _numbered(current.number, current.kind)
        current.number += 1
        word = _WORD_LIST.search(element.get("style") or "")
        form = self.forms.get((word[1].lower(), word[2].lower())) if word else None
        return (form or "{}.").format(shown) + " "


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines to paragraphs: a blank line parts them."""
    current: list[str] = []
    for line in [*lines, ""]:
        if line:
            current.append(line)
        elif current:
            yield "\n".join(current)
            current = []


def _list_of(element: Any) -> _List:
    style = element.get("style") or ""
    if _NO_MARKER.search(style):
        return _List("")
    if element.tag == "ul":
        return _List("-")
    kind = element.get("type") or "1"
    for name, letter in _STYLE_KINDS.items():
        if re.search(rf"list-style(?:-type)?\s*:\s*{name}", style, re.IGNORECASE):
            kind = letter
    start = (element.get("start") or "1").strip()
    return _List(kind if kind in "1aAiI" else "1", int(start) if start.isdecimal() and len(start) < 8 else 1)


def _word_lists(styles: str) -> Mapping[tuple[str, str], str]:
    """How Word prints the numbers of its lists (``%1)``), where its style sheet says so and has one number in it."""
    found = {}
    for name, level, rules in _LIST_RULE.findall(styles):
        text = _LEVEL_TEXT.search(rules)
        if text and (form := text[1].replace("\\", "")).count("%") == 1:
            found[name.lower(), level.lower()] = re.sub(r"%\d", "{}", form.replace("{", "").replace("}", ""))
    return found


def _numbered(number: int, kind: str) -> str:
    if kind in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters if kind == "a" else letters.upper()
    if kind in "iI" and 0 < number < 4000:
        written = numerals.roman(number)
        return written.lower() if kind == "i" else written
    return str(number)
