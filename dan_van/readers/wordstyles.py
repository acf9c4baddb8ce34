"""Styles of a Word file, resolved: what decides how letters are read, which number a paragraph carries, what is ruled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dan_van.readers.wordparts import VAL, Element, W, switched_on, value

_FONTS, _STYLE, _HIDDEN, _CAPS = W + "rFonts", W + "rStyle", W + "vanish", W + "caps"
_THEMED = (W + "hAnsiTheme", W + "asciiTheme")
_NAMED = (W + "hAnsi", W + "ascii")
_UNDRAWN = frozenset({None, "nil", "none"})
_DEEPEST = 30
_LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class Look:
    """How a run's letters are read: font (``""`` when none is named), hidden or not, shown as capitals or not."""

    font: str = ""
    hidden: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A paragraph's place in a list: the list's id, its level where stated, the style that says so."""

    number: str
    level: int | None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one style's or run's properties state; None where they are silent."""

    font: str | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    style: str | None = None


_SILENT = _Stated()


class Styles:
    """The styles part; every answer is worked out once."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root.findall(W + "style") if root is not None else ():
            name, kind = style.get(W + "styleId") or "", style.get(W + "type") or "paragraph"
            self._styles.setdefault(name, style)
            if style.get(W + "default") not in (None, "0", "false", "off"):
                self._defaults.setdefault(kind, name)
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._base = _stated(defaults)
        self._resolved: dict[str, _Stated] = {}
        self._paragraphs: dict[str | None, Look] = {}
        self._places: dict[str | None, ListPlace | None] = {}

    def paragraph_look(self, style: str | None) -> Look:
        """The look of a paragraph's letters before its runs say otherwise."""
        look = self._paragraphs.get(style)
        if look is None:
            own = self._resolve(self._known(style, "paragraph"))
            font = own.font if own.font is not None else self._base.font
            look = Look(font or "", bool(own.hidden or self._base.hidden), bool(own.capitals or self._base.capitals))
            self._paragraphs[style] = look
        return look

    def run_look(self, properties: Element, base: Look) -> Look:
        """The look of a run with properties in a paragraph of look ``base``. Toggles of two styles cancel out."""
        own = _stated(properties)
        if own is _SILENT:
            return base
        style = self._resolve(own.style)
        font = next((font for font in (own.font, style.font) if font is not None), base.font)
        hidden = own.hidden if own.hidden is not None else base.hidden != bool(style.hidden)
        capitals = own.capitals if own.capitals is not None else base.capitals != bool(style.capitals)
        return Look(font, hidden, capitals)

    def list_place(self, style: str | None) -> ListPlace | None:
        """The list that a paragraph style puts its paragraphs in."""
        if style not in self._places:
            self._places[style] = self._list_place(self._known(style, "paragraph"))
        return self._places[style]

    def numbering_styles(self) -> Mapping[str, str]:
        """Numbering style → id of the list that it stands for."""
        found = {}
        for name, style in self._styles.items():
            if style.get(W + "type") == "numbering":
                number = value(style.find(f"{W}pPr/{W}numPr"), "numId")
                found.update({name: number} if number else {})
        return found

    def table_borders(self, style: str | None) -> Mapping[str, bool]:
        """Side → drawn or not, as a table style states it (the nearest style of the chain that states a side)."""
        sides: dict[str, bool] = {}
        for element in self._chain(self._known(style, "table")):
            for name, drawn in borders(element.find(f"{W}tblPr/{W}tblBorders")).items():
                sides.setdefault(name, drawn)
            parts = element.findall(f"{W}tblStylePr/{W}tcPr/{W}tcBorders")
            if any(drawn for part in parts for drawn in borders(part).values()):
                sides.setdefault("insideH", True)
        return sides

    def _known(self, style: str | None, kind: str) -> str | None:
        return style if style in self._styles else self._defaults.get(kind)

    def place_of(self, properties: Element | None, style: str | None) -> ListPlace | None:
        """The list that a paragraph with these properties is in; None when it is in none."""
        inherited = self.list_place(style)
        own = properties.find(W + "numPr") if properties is not None else None
        if own is None:
            place = inherited
        else:
            number, level = value(own, "numId"), whole(value(own, "ilvl"))
            if number is not None:
                place = ListPlace(number, level if level is not None or inherited is None else inherited.level)
            else:
                place = ListPlace(inherited.number, level) if inherited else None
        return None if place is None or place.number == "0" else place

    def _chain(self, style: str | None) -> list[Element]:
        return chain(self._styles, style)

    def _resolve(self, style: str | None) -> _Stated:
        if style is None:
            return _SILENT
        if style not in self._resolved:
            stated = [_stated(element.find(W + "rPr")) for element in self._chain(style)]
            self._resolved[style] = _Stated(
                next((one.font for one in stated if one.font is not None), None),
                next((one.hidden for one in stated if one.hidden is not None), None),
                next((one.capitals for one in stated if one.capitals is not None), None),
            )
        return self._resolved[style]

    def _list_place(self, style: str | None) -> ListPlace | None:
        level: int | None = None
        for element in self._chain(style):
            properties = element.find(f"{W}pPr/{W}numPr")
            if properties is None:
                continue
            level = level if level is not None else whole(value(properties, "ilvl"))
            if number := value(properties, "numId"):
                return ListPlace(number, level, element.get(W + "styleId"))
        return None


def chain(styles: Mapping[str, Element], style: str | None) -> list[Element]:
    """A style and those it is based on, nearest first."""
    found: list[Element] = []
    while style is not None and style in styles and len(found) < _DEEPEST:
        found.append(styles[style])
        style = value(found[-1], "basedOn")
    return found


def borders(element: Element | None) -> dict[str, bool]:
    """Side (``top left bottom right insideH insideV``) → whether a line is drawn there, for the sides that are stated."""
    sides = {}
    for side in element if element is not None else ():
        name = side.tag.rpartition("}")[2]
        sides[{"start": "left", "end": "right"}.get(name, name)] = side.get(VAL) not in _UNDRAWN
    return sides


def whole(text: str | None, base: int = 10) -> int | None:
    """A whole number of 32 bits, None for anything else."""
    try:
        number = int(text or "", base)
    except ValueError:
        return None
    return number if abs(number) <= _LARGEST else None


def _stated(properties: Element | None) -> _Stated:
    if properties is None:
        return _SILENT
    font = style = None
    hidden = capitals = None
    for element in properties:
        tag = element.tag
        if tag == _FONTS:
            font = _font(element)
        elif tag == _STYLE:
            style = element.get(VAL)
        elif tag == _HIDDEN:
            hidden = switched_on(element)
        elif tag == _CAPS:
            capitals = switched_on(element)
    if font is None and style is None and hidden is None and capitals is None:
        return _SILENT
    return _Stated(font, hidden, capitals, style)


def _font(element: Element) -> str | None:
    """The font of letters with marks; a theme's font (never an old one) is ``""``."""
    for theme, name in zip(_THEMED, _NAMED, strict=True):
        if element.get(theme):
            return ""
        if named := element.get(name):
            return named
    return None
