"""Automatic numbers of Word lists, written out as Word shows them.

Counters belong to the abstract list, so that two lists made from one go on counting together; a start override
acts when its list first reaches that level. A level that was skipped counts as begun: ``1.1`` before any ``1`` makes
the next number of the first level ``2``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dan_van import numerals
from dan_van.readers.wordparts import VAL, Element, W, switched_on, value
from dan_van.readers.wordstyles import ListPlace, whole

_LEVELS = 9
_REFERENCE = re.compile(r"%([1-9])")
_LARGEST_ROMAN = 32767
_LONGEST_RUN_OF_LETTERS = 30
_UNNUMBERED = frozenset({"none", "bullet"})


@dataclass(frozen=True, slots=True)
class Label:
    """The number or bullet of one paragraph and what parts it from the text; ``font`` and ``capitals`` where stated.

    ``glyph`` is a bullet as it is printed (``text`` has a hyphen for most); empty of a number.
    """

    text: str
    gap: str
    font: str | None = None
    capitals: bool | None = None
    glyph: str = ""


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list as defined."""

    start: int = 0
    format: str = "decimal"
    width: int = 1
    text: str = ""
    restart: int | None = None
    legal: bool = False
    gap: str = " "
    style: str | None = None
    hidden: bool = False
    font: str | None = None
    capitals: bool | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the abstract list whose counters it moves, its levels, its start overrides."""

    counters: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


class Numbering:
    """The lists of one document and how far each has counted. Ask for the labels in the order of the text."""

    def __init__(self, root: Element | None, numbering_styles: Mapping[str, str]) -> None:
        self._styles = numbering_styles
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._numbers = _by_id(root, "num", "numId")
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()

    def label(self, place: ListPlace) -> Label | None:
        """Count one paragraph and give its label; None when it has no number."""
        found = self._list(place.number)
        level = self._level(found, place) if found else 0
        if found is None or level not in found.levels:
            return None
        definition = found.levels[level]
        counters = self._count(place.number, found, level)
        text = _bullet(definition) if definition.format == "bullet" else _number(found.levels, level, counters)
        if not text or definition.hidden:
            return None
        glyph = definition.text.strip() if definition.format == "bullet" else ""
        return Label(text, definition.gap, definition.font, definition.capitals, glyph)

    def _level(self, found: _List, place: ListPlace) -> int:
        """The level: linked to the paragraph's style, else stated, else the first."""
        if place.style is not None:
            linked = next((index for index, level in found.levels.items() if level.style == place.style), None)
            if linked is not None:
                return linked
        return place.level or 0

    def _count(self, number: str, found: _List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(found.counters, [None] * _LEVELS)
        for skipped in range(level):
            if counters[skipped] is None:
                counters[skipped] = self._first(number, found, skipped)
        current = counters[level]
        fresh = level in found.starts and (number, level) not in self._overridden
        counters[level] = self._first(number, found, level) if fresh or current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                counters[deeper] = None
        return counters

    def _first(self, number: str, found: _List, level: int) -> int:
        if level in found.starts:
            self._overridden.add((number, level))
            return found.starts[level]
        return found.levels[level].start if level in found.levels else 1

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: str) -> _List | None:
        element = self._numbers.get(number)
        name = self._settled(value(element, "abstractNumId"))
        if element is None or name is None:
            return None
        levels = {index: _level(level) for index, level in _indexed(self._abstract[name], "lvl")}
        starts = {}
        for index, override in _indexed(element, "lvlOverride"):
            own = override.find(W + "lvl")
            if own is not None:
                levels[index] = _level(own)
            start = whole(value(override, "startOverride"))
            if start is not None:
                starts[index] = start
        return _List(name, levels, starts)

    def _settled(self, name: str | None) -> str | None:
        """The abstract list that holds the levels: a list may only name a numbering style that stands for another."""
        for _ in range(_LEVELS):
            abstract = self._abstract.get(name or "")
            if abstract is None:
                return None
            link = value(abstract, "numStyleLink")
            if link is None or abstract.find(W + "lvl") is not None:
                return name
            name = value(self._numbers.get(self._styles.get(link, "")), "abstractNumId")
        return None


def _by_id(root: Element | None, tag: str, key: str) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in root.findall(W + tag) if root is not None else ():
        found.setdefault(element.get(W + key) or "", element)
    return found


def _indexed(parent: Element, tag: str) -> list[tuple[int, Element]]:
    levels = [(whole(element.get(W + "ilvl")), element) for element in parent.findall(W + tag)]
    return [(index, element) for index, element in levels if index is not None and 0 <= index < _LEVELS]


def _level(element: Element) -> _Level:
    name, width = _format(element)
    text = element.find(W + "lvlText")
    properties = element.find(W + "rPr")
    fonts = properties.find(W + "rFonts") if properties is not None else None
    hidden = properties.find(W + "vanish") if properties is not None else None
    capitals = properties.find(W + "caps") if properties is not None else None
    legal = element.find(W + "isLgl")
    return _Level(
        start=whole(value(element, "start")) or 0,
        format=name,
        width=width,
        text=_glyphs(element, text.get(VAL) or "" if text is not None else ""),
        restart=whole(value(element, "lvlRestart")),
        legal=legal is not None and switched_on(legal),
        gap="" if value(element, "suff") == "nothing" else " ",
        style=value(element, "pStyle"),
        hidden=hidden is not None and switched_on(hidden),
        font=(fonts.get(W + "hAnsi") or fonts.get(W + "ascii")) if fonts is not None else None,
        capitals=switched_on(capitals) if capitals is not None else None,
    )


def _glyphs(element: Element, text: str) -> str:
    """A picture in place of the bullet is a bullet too."""
    return text if text.strip() or element.find(W + "lvlPicBulletId") is None else "•"


def _format(element: Element) -> tuple[str, int]:
    """The kind of number and its least count of digits (``001, 002, …`` is written as a custom format)."""
    for found in element.iter(W + "numFmt"):
        if found.get(VAL) == "custom":
            pattern = (found.get(W + "format") or "").partition(",")[0].strip()
            if pattern.isdecimal():
                return "decimal", min(len(pattern), 10)
            continue
        if found.get(VAL) == "decimalZero":
            return "decimal", 2
        return found.get(VAL) or "decimal", 1
    return "decimal", 1


def _bullet(level: _Level) -> str:
    glyph = level.text.strip()
    return glyph if glyph == "+" or len(glyph) > 1 else "-" if glyph else ""


def _number(levels: Mapping[int, _Level], level: int, counters: list[int | None]) -> str:
    legal = levels[level].legal

    def written(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        count = counters[index]
        shown = levels.get(index)
        if index > level or shown is None or count is None:
            return ""
        return _written(count, "decimal" if legal and shown.format not in _UNNUMBERED else shown.format, shown.width)

    return _REFERENCE.sub(written, levels[level].text).strip()


def _written(count: int, name: str, width: int = 1) -> str:
    """A count in one of Word's number formats; those no Vietnamese paper uses fall back to digits."""
    if name in _UNNUMBERED:
        return ""
    if name in ("upperRoman", "lowerRoman") and 0 < count <= _LARGEST_ROMAN:
        written = numerals.roman(count)
        return written if name == "upperRoman" else written.lower()
    if name in ("upperLetter", "lowerLetter") and 0 < count <= 26 * _LONGEST_RUN_OF_LETTERS:
        times, letter = divmod(count - 1, 26)
        return chr((65 if name == "upperLetter" else 97) + letter) * (times + 1)
    return str(count).zfill(width)
