"""How each paragraph of a Word file looks on paper, resolved as Word resolves it.

A property of letters is what the run says, else its character style, else the paragraph style (each with what it is based
on), else the document's defaults; bold, italic and capitals of a character style turn those of the paragraph style round.
A property of a paragraph is its own, else its list's (indents), else its style's, else the defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dan_van.readers.wordparts import VAL, Element, W, switched_on, value
from dan_van.readers.wordstyles import chain

TWIPS_PER_MM = 1440 / 25.4
_TOGGLES = {"b": "bold", "i": "italic", "caps": "capitals"}
AUTOMATIC = "AUTO"


@dataclass(frozen=True, slots=True)
class Letters:
    """The look of letters: font, size in points, bold, italic, capitals by format, underlined, colour (:data:`AUTOMATIC`: black)."""

    font: str = ""
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    underlined: bool = False
    colour: str = AUTOMATIC


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one look: the offset of the first in the paragraph's text, and how many."""

    start: int
    length: int
    look: Letters


@dataclass(frozen=True, slots=True)
class Spacing:
    """The look of a paragraph: alignment, indents and gaps in points, line spacing as a multiple or in points.

    ``line`` is a multiple of a single line; ``exact`` the points of a line spaced exactly or (``at_least``) at least, else None.
    ``together``: no gap to a neighbour of the same style.
    """

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first_line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    exact: float | None = None
    at_least: bool = False
    together: bool = False


class Cell(NamedTuple):
    """A place in a table: table, row, column, counted from 1, 0 and 0; the width in points where the file gives one."""

    table: int
    row: int
    column: int
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph.

    ``cell`` is its place in a table, None outside tables; ``ruled`` says that a line is drawn at it as a border,
    ``drawn`` that a shape or picture is anchored in it. ``style`` names its style; ``label`` letters at its start are a number that Word
    makes by itself; ``page`` is the page on which Word last put it, None where the file does not say;
    ``bullet`` is a sign that Word puts before it.
    """

    index: int
    text: str
    pieces: tuple[Piece, ...]
    spacing: Spacing
    cell: Cell | None = None
    ruled: bool = False
    drawn: bool = False
    style: str | None = None
    label: int = 0
    page: int | None = None
    bullet: str = ""

    def looks(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, Letters]]:
        """The words of a stretch (white space left out) with their looks, one for each piece."""
        end = len(self.text) if end is None else end
        for piece in self.pieces:
            text = self.text[max(piece.start, start) : min(piece.start + piece.length, end)].strip()
            if text:
                yield text, piece.look


class Looks:
    """The styles, the defaults and the theme of one file."""

    def __init__(self, styles: Element | None, theme: Element | None, list_indent: Mapping[tuple[str, int], Element]) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        for style in styles.findall(W + "style") if styles is not None else ():
            name = style.get(W + "styleId") or ""
            self._styles.setdefault(name, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = self._default or name
        defaults = styles.find(W + "docDefaults") if styles is not None else None
        self._letters = defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None
        self._paragraph = defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None
        self._themed = _theme_fonts(theme)
        self._list_indent = list_indent
        self._known_letters: dict[tuple[str | None, str | None], dict[str, object]] = {}

    def letters(self, paragraph_style: str | None, properties: Element | None) -> Letters:
        """The look of a run with these properties in a paragraph of that style."""
        run_style = value(properties, "rStyle")
        key = (paragraph_style, run_style)
        base = self._known_letters.get(key)
        if base is None:
            base = self._known_letters[key] = self._base_letters(paragraph_style, run_style)
        said = base | _said(properties, self._themed)
        return Letters(**said)  # type: ignore[arg-type]

    def spacing(self, properties: Element | None, list_place: tuple[str, int] | None) -> Spacing:
        """The look of a paragraph with these properties."""
        said: dict[str, str] = {}
        layers = [self._paragraph]
        layers += [style.find(W + "pPr") for style in reversed(self._chain(self.style_of(properties)))]
        if list_place is not None and list_place in self._list_indent:
            layers.append(self._list_indent[list_place].find(W + "pPr"))
        for layer in (*layers, properties):
            said |= _said_spacing(layer)
        return _spacing(said)

    def style_of(self, properties: Element | None) -> str | None:
        """The paragraph style that applies."""
        named = value(properties, "pStyle")
        return named if named in self._styles else self._default

    def _base_letters(self, paragraph_style: str | None, run_style: str | None) -> dict[str, object]:
        found = _said(self._letters, self._themed)
        for style in reversed(self._chain(paragraph_style)):
            found |= _said(style.find(W + "rPr"), self._themed)
        own: dict[str, object] = {}
        for style in reversed(self._chain(run_style)):
            own |= _said(style.find(W + "rPr"), self._themed)
        for toggle in _TOGGLES.values():
            if own.get(toggle) and found.get(toggle):
                own[toggle] = False
        return found | own

    def _chain(self, style: str | None) -> list[Element]:
        return chain(self._styles, style)


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """``major`` and ``minor`` → the font of Latin letters."""
    found = {}
    for element in theme.iter() if theme is not None else ():
        kind = element.tag.rpartition("}")[2]
        if kind in ("majorFont", "minorFont"):
            latin = next((child for child in element if child.tag.endswith("}latin")), None)
            if latin is not None:
                found[kind[:5]] = latin.get("typeface") or ""
    return found


def _said(properties: Element | None, themed: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for element in properties if properties is not None else ():
        name = element.tag.rpartition("}")[2]
        if name == "rFonts":
            theme = element.get(W + "hAnsiTheme") or element.get(W + "asciiTheme")
            font = themed.get(theme[:5]) if theme else element.get(W + "hAnsi") or element.get(W + "ascii")
            if font:
                found["font"] = font
        elif name == "sz":
            try:
                found["size"] = int(float(element.get(VAL) or "")) / 2
            except ValueError:
                continue
        elif name in _TOGGLES:
            found[_TOGGLES[name]] = switched_on(element)
        elif name == "u":
            found["underlined"] = element.get(VAL) not in (None, "none")
        elif name == "color":
            found["colour"] = _colour(element)
    return found


def _colour(element: Element) -> str:
    """A theme's text colour is black in every usual theme; any other is what the file says it looks like."""
    dark = element.get(W + "themeColor") in ("text1", "dark1") and not element.get(W + "themeTint")
    return AUTOMATIC if dark else (element.get(VAL) or AUTOMATIC).upper()


def _said_spacing(properties: Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in properties if properties is not None else ():
        name = element.tag.rpartition("}")[2]
        if name == "jc":
            found["align"] = element.get(VAL) or "left"
        elif name == "ind":
            for key in ("left", "start", "right", "end", "firstLine", "hanging"):
                stated = element.get(W + key)
                if stated is not None:
                    found[{"start": "left", "end": "right"}.get(key, key)] = stated
                    if key == "firstLine":
                        found.pop("hanging", None)
                    elif key == "hanging":
                        found.pop("firstLine", None)
        elif name == "spacing":
            found |= {
                key: said for key in ("before", "after", "line", "lineRule") if (said := element.get(W + key)) is not None
            }
            for key in ("beforeAutospacing", "afterAutospacing"):
                if element.get(W + key) in ("1", "true", "on"):
                    found[key.removesuffix("Autospacing")] = "280"
        elif name == "contextualSpacing":
            found["together"] = "1" if switched_on(element) else "0"
        elif name == "framePr" and element.get(W + "xAlign"):
            found["align"] = element.get(W + "xAlign") or "left"  # a frame stands where it is put, whatever is in it
    return found


_ALIGNED = {"start": "left", "end": "right", "distribute": "both"}


def _spacing(said: Mapping[str, str]) -> Spacing:
    points = {key: number / 20 for key in ("left", "right", "firstLine", "hanging", "before", "after", "line")
              if (number := _number(said.get(key))) is not None}  # fmt: skip
    rule = said.get("lineRule", "auto")
    line = points.get("line", 12.0)
    return Spacing(
        align=_ALIGNED.get(said.get("align", "left"), said.get("align", "left")),
        left=points.get("left", 0.0),
        right=points.get("right", 0.0),
        first_line=points.get("firstLine", 0.0) - points.get("hanging", 0.0),
        before=points.get("before", 0.0),
        after=points.get("after", 0.0),
        line=line / 12 if rule == "auto" else 1.0,
        exact=line if rule != "auto" else None,
        at_least=rule == "atLeast",
        together=said.get("together") == "1",
    )


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
