"""The tags of a template part, found where a clerk typed them and put together where Word split them.

Word cuts typed text into runs at will (spelling marks, saved revisions), so a tag is read over all runs of its paragraph and
hung into the tree as one :class:`Tag`. What surrounds it keeps its own run and look.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dan_van.drafting.engine.wordtree import PRESERVE, TEXTS, Element, Node, Text
from dan_van.model import Finding, Place, Severity

PARAGRAPHS = frozenset({"w:p", "a:p"})
RUNS = frozenset({"w:r", "a:r", "m:r"})
BLOCKS = frozenset({"for", "if", "macro", "call", "filter", "with", "autoescape", "block"})
"""Keywords that open a block; ``set`` opens one when it has no ``=``."""
LEVELS = {"p": "w:p", "tr": "w:tr", "tc": "w:tc", "r": "w:r"}

_MARKS = {"w:tab": "\t", "w:br": " ", "w:cr": " ", "w:noBreakHyphen": "-", "w:softHyphen": ""}
_OPENING = re.compile(r"\{[{%#]")
_WRITTEN_OUT = re.compile(r"\{_[{%]|[%}]_\}")
"""docxtpl's way to print a tag's marks: ``{_{`` prints ``{{``."""
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PREFIX = re.compile(r"(tr|tc|p|r)(?=\s)\s*")
_PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’", "”": "”", "’": "’"}
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(slots=True, eq=False)
class Tag(Node):
    """One tag: ``kind`` (``{{`` ``{%`` ``{#``), ``level`` (p tr tc r or nothing), what stands inside, where it stood."""

    kind: str
    level: str
    body: str
    place: Place
    source: str
    number: int = 0

    @property
    def keyword(self) -> str:
        """``for``, ``endif`` …; empty for a value or a remark."""
        found = re.match(r"\w+", self.body) if self.kind == "{%" else None
        return found.group() if found else ""

    def __str__(self) -> str:
        body = self.body if len(self.body) <= 60 else f"{self.body[:59]}…"
        return f"{self.kind}{self.level} {body} {_CLOSING[self.kind]}"


def find(root: Element, part: str) -> tuple[list[Tag], list[Finding], bool]:
    """Hang every tag of a part into its tree; returns them in order, those never closed, whether anything was changed."""
    faults: list[Finding] = []
    for paragraph in root.walk():
        if paragraph.name in PARAGRAPHS:
            place = Place(part=where(paragraph, part))
            unclosed = _gather(paragraph, place)
            if unclosed is not None:
                message = f"Thẻ “{unclosed}” không có chỗ đóng trong đoạn của nó."
                faults.append(Finding("the-khong-dong", Severity.ERROR, message, place, "Viết đủ thẻ trong một đoạn."))
    every = list(tags_of(root))
    tags = list(_not_raw(every))
    changed = bool(every)
    for number, node in enumerate(tags):
        node.number = number
    for element in root.walk():
        for text in element.children if element.name in TEXTS else ():
            if isinstance(text, Text) and "_" in text.value:
                text.value, count = _WRITTEN_OUT.subn(lambda found: found.group().replace("_", ""), text.value)
                changed = changed or count > 0
    if changed:
        for mark in [element for element in root.walk() if element.name == "w:proofErr"]:
            if mark.parent is not None:
                mark.parent.remove(mark)
    return tags, faults, changed


def scan(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each tag in a text; the end is -1 for one that is never closed, and then nothing follows."""
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        start = opening.start()
        end = _end(text, start)
        yield start, end
        if end < 0:
            return
        position = end


def tag(source: str, place: Place) -> Tag:
    """A tag from its source: prefix letter split off, quotes made straight, names in NFC."""
    inside = unicodedata.normalize("NFC", source[2:-2].translate(_INVISIBLE))
    level = ""
    if (prefix := _PREFIX.match(inside)) is not None:
        level, inside = prefix.group(1), inside[prefix.end() :]
    return Tag(source[:2], level, _straight(" ".join(inside.split("\n")).strip()), place, source)


def where(node: Node, part: str) -> str:
    """A place a clerk can count to: “bảng 2, hàng 1, ô 3, đoạn 1”."""
    steps = []
    child: Node = node
    for element in [*node.ancestors()]:
        name = child.name if isinstance(child, Element) else ""
        if name in _COUNTED:
            same = [c for c in element.children if isinstance(c, Element) and c.name == name]
            steps.append(f"{_COUNTED[name]} {next(i for i, c in enumerate(same, 1) if c is child)}")
        elif name in _NAMED:
            steps.append(_NAMED[name])
        child = element
    return ", ".join([*([part] if part else []), *reversed(steps)])


_COUNTED = {"w:p": "đoạn", "w:tbl": "bảng", "w:tr": "hàng", "w:tc": "ô"}
_NAMED = {"w:txbxContent": "khung chữ"}


def tags_of(element: Element) -> Iterator[Tag]:
    """The tags in an element, in order."""
    for child in element.children:
        if isinstance(child, Tag):
            yield child
        elif isinstance(child, Element):
            yield from tags_of(child)


def _not_raw(tags: list[Tag]) -> Iterator[Tag]:
    """What ``{% raw %}`` … ``{% endraw %}`` encloses is text again, and the two themselves go."""
    raw = False
    for node in tags:
        if raw or node.keyword == "raw":
            assert node.parent is not None
            raw = node.keyword != "endraw"
            shown = "" if node.keyword in ("raw", "endraw") else node.source
            node.parent.add(Text(shown), node.parent.index(node))
            node.parent.remove(node)
        else:
            yield node


def _end(text: str, start: int) -> int:
    """Past the tag's closing mark: the first that stands outside quotes and brackets, else simply the first."""
    closing = _CLOSING[text[start : start + 2]]
    first = text.find(closing, start + 2)
    if first < 0 or text[start + 1] == "#":
        return first + 2 if first >= 0 else -1
    quote, depth = "", 0
    for position in range(start + 2, len(text)):
        character = text[position]
        if quote:
            quote = "" if character == quote or (quote in "”’" and character == {"”": '"', "’": "'"}[quote]) else quote
        elif depth == 0 and text.startswith(closing, position):
            return position + 2
        elif character in _PAIRS:
            quote = _PAIRS[character]
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
    return first + 2


def _straight(body: str) -> str:
    """Typographic quotes that stand for straight ones; those inside a straight-quoted string are words and stay."""
    pieces = re.split(r"""("[^"“”]*(?:[“”][^"]*)?"|'[^'‘’]*(?:[‘’][^']*)?')""", body)
    return "".join(piece if index % 2 else piece.translate(_STRAIGHT) for index, piece in enumerate(pieces))


def _gather(paragraph: Element, place: Place) -> str | None:
    """Put the tags of one paragraph (not of the text boxes in it) into its tree; returns one that is not closed."""
    units = list(_units(paragraph))
    line = "".join(text for _, text in units)
    spans = []
    for start, end in scan(line):
        if end < 0:
            return line[start : start + 40]
        spans.append((start, end))
    if not spans:
        return None
    position = 0
    for element, text in units:
        _place(element, text, position, spans, line, place)
        position += len(text)
    return None


def _place(element: Element, text: str, first: int, spans: list[tuple[int, int]], line: str, place: Place) -> None:
    """Rewrite one piece of text: a tag hangs where it begins, its letters go from every other piece."""
    last = first + len(text)
    touching = [
        (start, end) for start, end in spans if (start < last and end > first) or (first == last and start < first < end)
    ]
    if not touching:
        return
    if element.name not in TEXTS:
        _drop(element)  # a tab or line break inside a tag
        return
    children: list[Node] = []
    position = first
    for start, end in touching:
        if start > position:
            children.append(Text(line[position:start]))
        if start >= first:
            children.append(tag(line[start:end], place))
        position = min(end, last)
    if position < last:
        children.append(Text(line[position:last]))
    element.children = []
    for child in children:
        element.add(child)
    if not children:
        _drop(element)
    elif element.name == "w:t":
        element.attributes[PRESERVE] = "preserve"


def _drop(element: Element) -> None:
    """Take away an element, and the run around it when nothing but its look is left."""
    run = element.parent
    assert run is not None
    run.remove(element)
    if run.name in RUNS and run.parent is not None and all(is_look(child) for child in run.children):
        run.parent.remove(run)


def is_look(node: Node) -> bool:
    """Whether a child of a run or paragraph only says how it looks."""
    return isinstance(node, Element) and node.name in {"w:rPr", "w:pPr", "a:rPr", "m:rPr", "w:lastRenderedPageBreak"}


def _units(element: Element) -> Iterator[tuple[Element, str]]:
    """The pieces of text of a paragraph in order, with the marks that print as white space."""
    for child in element.children:
        if not isinstance(child, Element) or child.name in PARAGRAPHS:
            continue
        if child.name in TEXTS:
            yield child, child.text
        elif child.name in _MARKS and element.name in RUNS:
            yield child, _MARKS[child.name]
        else:
            yield from _units(child)
