"""A part of a DOCX as a small tree that may be changed and written back, names and prefixes as they stand in the file.

The standard library's expat reads it strictly: what is not well-formed is refused, never mended in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

TEXTS = frozenset({"w:t", "w:instrText", "m:t", "a:t"})
"""Elements whose characters are printed (or are a field's instruction): white space in them counts."""

PRESERVE = "xml:space"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(slots=True, eq=False)
class Node:
    """Anything in the tree; ``parent`` is None for the root and for what is not hung up yet."""

    parent: Element | None = field(default=None, repr=False, kw_only=True)

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def nearest(self, name: str) -> Element | None:
        """The nearest element of that name around it."""
        return next((element for element in self.ancestors() if element.name == name), None)


@dataclass(slots=True, eq=False)
class Text(Node):
    """Characters, entities resolved."""

    value: str


@dataclass(slots=True, eq=False)
class Element(Node):
    """An element with its attributes as written (``w:val``) and its children in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list, repr=False)

    def add(self, child: Node, at: int | None = None) -> None:
        """Hang up a child, last or before the child ``at``."""
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)

    def remove(self, child: Node) -> None:
        """Take a child away (it itself, not one that looks the same)."""
        del self.children[self.index(child)]
        child.parent = None

    def index(self, child: Node) -> int:
        """Where a child stands. Raises ValueError when it is not one."""
        for position, own in enumerate(self.children):
            if own is child:
                return position
        raise ValueError(child)

    def first(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if isinstance(child, Element) and child.name == name), None)

    def walk(self) -> Iterator[Element]:
        """It and every element below it, in document order."""
        yield self
        for child in list(self.children):
            if isinstance(child, Element):
                yield from child.walk()

    def clone(self) -> Element:
        """A copy that hangs nowhere; nodes other than elements and text are not copied."""
        copy = Element(self.name, dict(self.attributes))
        for child in self.children:
            if isinstance(child, Element):
                copy.add(child.clone())
            elif isinstance(child, Text):
                copy.add(Text(child.value))
        return copy

    @property
    def text(self) -> str:
        """Its own characters and those below it."""
        return "".join(
            child.value if isinstance(child, Text) else child.text if isinstance(child, Element) else ""
            for child in self.children
        )


def parse(data: bytes) -> Element:
    """The root of a part. Raises ValueError with the reason when it is not well-formed or declares its own entities.

    White space between elements is left out: it prints nothing, and Word writes none.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    top = Element("")
    open_elements = [top]

    def start(name: str, attributes: list[str]) -> None:
        element = Element(name, dict(zip(attributes[::2], attributes[1::2], strict=True)))
        open_elements[-1].add(element)
        open_elements.append(element)

    def end(_: str) -> None:
        element = open_elements.pop()
        if element.name not in TEXTS and any(isinstance(child, Element) for child in element.children):
            element.children = [c for c in element.children if not (isinstance(c, Text) and not c.value.strip(" \t\r\n"))]

    def characters(value: str) -> None:
        open_elements[-1].add(Text(value))

    def doctype(*_: object) -> None:
        raise ValueError("khai báo DOCTYPE không được phép")

    handlers: dict[str, Callable[..., Any]] = {
        "StartElementHandler": start,
        "EndElementHandler": end,
        "CharacterDataHandler": characters,
        "StartDoctypeDeclHandler": doctype,
    }
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"XML hỏng ở dòng {error.lineno}, cột {error.offset + 1}") from None
    except LookupError:
        raise ValueError("XML khai một bảng mã không có") from None
    root = top.children[0]
    assert isinstance(root, Element)  # expat refuses a document without one
    root.parent = None
    return root


def quoted(value: str) -> str:
    """An attribute's value between double quotes."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), ('"', "&#34;"), ("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;")):
        value = value.replace(character, entity)
    return value


def write(node: Node, other: Callable[[Node], str] | None = None, attribute: Callable[[str], str] = quoted) -> str:
    """The XML of a node; ``other`` writes nodes that are neither elements nor text, ``attribute`` an attribute's value.

    Line ends and tabs in printed text become ``w:br`` and ``w:tab``, so what is written holds no raw ones.
    """
    pieces: list[str] = []
    _write(node, pieces.append, other, attribute)
    return "".join(pieces)


def _write(
    node: Node, put: Callable[[str], None], other: Callable[[Node], str] | None, attribute: Callable[[str], str]
) -> None:
    if isinstance(node, Text):
        put(_text(node.value, node.parent is not None and node.parent.name == "w:t"))
    elif isinstance(node, Element):
        attributes = "".join(f' {name}="{attribute(value)}"' for name, value in node.attributes.items())
        if not node.children:
            put(f"<{node.name}{attributes}/>")
            return
        put(f"<{node.name}{attributes}>")
        for child in node.children:
            _write(child, put, other, attribute)
        put(f"</{node.name}>")
    elif other is not None:
        put(other(node))


LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def _text(value: str, printed: bool) -> str:
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    if "\n" in value or "\t" in value:
        line, tab = (LINE_BREAK, TAB) if printed else ("&#10;", "&#9;")
        value = value.replace("\n", line).replace("\t", tab)
    return value
