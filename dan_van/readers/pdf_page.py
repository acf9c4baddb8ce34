"""One page of a PDF as pdfium sees it: words with their boxes, and ruled lines, in upright coordinates.

pdfium gives characters in the order in which the page was written, which for papers made in Word is the order of
reading, table cells included. Here that order is kept; only the geometry that decides about spaces, lines and cells
is added. ``x`` runs to the right and ``top`` downwards on the page as it is read, whichever way the sheet is turned.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from dan_van.readers.pdf_glyphs import LINE_HYPHEN, Glyphs

_MAX_OBJECTS = 40_000
_MAX_SEGMENTS = 200_000
_THIN = 3.0
_TOKEN = re.compile(rf"[^\s{LINE_HYPHEN}]+{LINE_HYPHEN}?|{LINE_HYPHEN}")
LENGTHS = frozenset({"m", "km", "hm", "dam", "dm", "cm", "mm"})
"""Units after which a raised number is a power, no footnote's mark."""
_DIGITS = re.compile(r"\d+$")
_LONG_WORD = re.compile(r"[^\W\d_]{8,}")
_Box = tuple[float, float, float, float]


class Word(NamedTuple):
    """A run of characters without a space, its box, and how it stands to the word before it.

    ``breaks`` tells that pdfium saw a new line before it, ``turn`` how many quarter turns it stands off the page's
    own direction (its box is then the one in the page's direction).
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    breaks: bool
    turn: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level (``across``) or upright: its position, and where it starts and ends."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    characters: int
    unknown: int
    pictured: bool
    """Whether a picture covers most of the page."""
    converted: tuple[tuple[str, int], ...] = ()
    """Encodings of fonts from before Unicode, and how many words were read from each."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """How the sheet is turned, so that boxes can be given upright."""

    left: float
    bottom: float
    width: float
    height: float
    quarter: int

    def upright(self, left: float, bottom: float, right: float, top: float) -> _Box:
        """``x0, x1, top, bottom`` of a box given in the sheet's own coordinates (y upwards)."""
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        if self.quarter == 0:
            return left, right, self.height - top, self.height - bottom
        if self.quarter == 1:
            return bottom, top, left, right
        if self.quarter == 2:
            return self.width - right, self.width - left, bottom, top
        return self.height - top, self.height - bottom, self.width - right, self.width - left

    @property
    def size(self) -> tuple[float, float]:
        return (self.height, self.width) if self.quarter % 2 else (self.width, self.height)


def turned(word: Word, quarters: int, width: float, height: float) -> Word:
    """The word's box in the direction in which it is itself read."""
    frame = _Frame(0.0, 0.0, width, height, quarters)
    x0, x1, top, bottom = frame.upright(word.x0, height - word.bottom, word.x1, height - word.top)
    return word._replace(x0=x0, x1=x1, top=top, bottom=bottom)


def read_page(pdfium: Any, page: Any, number: int, limit: int) -> Page:
    """The words and rules of an opened page. Raises OverflowError when it holds more than ``limit`` characters."""
    raw = pdfium.raw
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > limit:
            raise OverflowError(count)
        text = _text(raw, textpage, count)
        tokens = _tokens(text, _Boxes(raw, textpage.raw))
        turns = Counter(token.quarter for token in tokens).most_common(1)
        quarter = turns[0][0] if turns else page.get_rotation() // 90 % 4
        frame = _frame(page, quarter)
        rules, pictured = _drawings(raw, page, frame)
        glyphs = Glyphs(raw, textpage.raw, text)
        found = _words(text, tokens, _Boxes(raw, textpage.raw), frame, glyphs, _Bars(rules))
        words = tuple(word for word in found if word.text)
    finally:
        textpage.close()
    width, height = frame.size
    characters = sum(token.end - token.start for token in tokens)
    old = tuple(glyphs.converted.items())
    return Page(number, width, height, words, rules, characters, glyphs.unknown, pictured, old)


def _text(raw: Any, textpage: Any, count: int) -> str:
    """The page's text, one character for each of pdfium's, so that places in it are pdfium's own."""
    if count <= 0:
        return ""
    text: str = textpage.get_text_range()
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


class _Boxes:
    """Boxes of characters of one page; pdfium fills one structure again and again."""

    def __init__(self, raw: Any, handle: Any) -> None:
        self._get = raw.FPDFText_GetLooseCharBox
        self._angle = raw.FPDFText_GetCharAngle
        self._handle = handle
        self._box = raw.FS_RECTF()
        self._ref = ctypes.byref(self._box)

    def __getitem__(self, index: int) -> _Box:
        box = self._box
        if not self._get(self._handle, index, self._ref):
            return 0.0, 0.0, 0.0, 0.0
        return box.left, box.bottom, box.right, box.top

    def quarter(self, index: int) -> int:
        """Quarter turns, anticlockwise, of the direction in which a character is read."""
        angle = self._angle(self._handle, index)
        return 0 if angle <= 0 else round(-angle / (math.pi / 2)) % 4


def _frame(page: Any, quarter: int) -> _Frame:
    left, bottom, right, top = page.get_bbox()
    return _Frame(left, bottom, right - left, top - bottom, quarter)


class _Token(NamedTuple):
    start: int
    end: int
    breaks: bool
    quarter: int


def _tokens(text: str, boxes: _Boxes) -> list[_Token]:
    """Where the words of a text stand, whether a new line begins there, and how they are turned."""
    tokens: list[_Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        breaks = start == before or "\n" in text[before:start] or not tokens
        tokens.append(_Token(start, end, breaks, boxes.quarter(start)))
        before = end
    return tokens


class _Bars:
    """The upright rules of a page, to find those that run through a word: the edge of a cell drawn too narrow."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._bars = sorted((rule for rule in rules if not rule.across), key=lambda rule: rule.at)
        self._places = [rule.at for rule in self._bars]

    def through(self, x0: float, x1: float, top: float, bottom: float) -> list[float]:
        """Where rules cut a box, well inside it."""
        middle = (top + bottom) / 2
        inside = self._bars[bisect_right(self._places, x0 + 2) : bisect_left(self._places, x1 - 2)]
        return [rule.at for rule in inside if rule.start <= middle <= rule.end]


def _words(text: str, tokens: list[_Token], boxes: _Boxes, frame: _Frame, glyphs: Glyphs, bars: _Bars) -> Iterator[Word]:
    for start, end, breaks, quarter in tokens:
        token = text[start:end]
        turn = (quarter - frame.quarter) % 4
        first = boxes[start]
        last = boxes[end - 1] if end - start > 1 else first
        box = frame.upright(min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3]))
        cuts = bars.through(*box) if end - start > 1 else []
        if turn == 0 and (cuts or (end - start >= 8 and _LONG_WORD.search(token))):
            placed = [frame.upright(*boxes[index]) for index in range(start, end)]
            for begin, stop in pairwise([*_cuts(token, placed, cuts), end - start]):
                part = placed[begin:stop]
                box = _around(part)
                yield Word(glyphs.read(token[begin:stop], start + begin), *box, breaks and begin == 0, 0)
            continue
        raised = _raised(token, start, first, boxes) if frame.quarter == 0 == turn else ""
        yield Word(glyphs.read(token, start, raised), *box, breaks, turn)


def _cuts(token: str, placed: list[_Box], bars: list[float]) -> list[int]:
    """Where a token is cut: its letters stand apart (a space drawn too narrow), or a rule runs between them."""
    cuts = [0]
    for index in range(1, len(token)):
        before, after = placed[index - 1], placed[index]
        apart = after[0] - before[1] > 0.13 * (after[3] - after[2]) and token[index].isalpha() and token[index - 1].isalpha()
        if apart or any(before[0] + before[1] < 2 * bar <= after[0] + after[1] for bar in bars):
            cuts.append(index)
    return cuts


def _around(boxes: list[_Box]) -> _Box:
    """The box that holds upright boxes."""
    x0, x1, top, bottom = zip(*boxes, strict=True)
    return min(x0), max(x1), min(top), max(bottom)


def _raised(token: str, start: int, first: _Box, boxes: _Boxes) -> str:
    """The digits at the end of a word, before its stop, that are set small and above the line: a footnote's mark."""
    stem = token.rstrip(".,;:!?)]”\"'")
    digits = _DIGITS.search(stem)
    if digits is None or not stem[0].isalpha() or stem[: digits.start()] in LENGTHS:
        return ""
    height = 0.8 * (first[3] - first[1])
    count = 0
    for index in range(len(stem) - 1, digits.start() - 1, -1):
        box = boxes[start + index]
        if box[3] - box[1] >= height or box[1] <= first[1]:
            break
        count += 1
    return stem[-count:] if 0 < count <= 3 else ""


def _drawings(raw: Any, page: Any, frame: _Frame) -> tuple[tuple[Rule, ...], bool]:
    """The ruled lines of a page, and whether a picture covers most of it."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > _MAX_OBJECTS:
        return (), False
    rules: list[Rule] = []
    covered = 0.0
    budget = _MAX_SEGMENTS
    edges = tuple(ctypes.c_float() for _ in range(4))
    for index in range(count):
        item = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(item, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            covered += (right - left) * (top - bottom)
        elif budget > 0:
            budget -= max(1, raw.FPDFPath_CountSegments(item))
            rules += _rules(raw, item, (left, bottom, right, top), frame)
    return tuple(rules), covered > 0.5 * frame.width * frame.height


def _rules(raw: Any, path: Any, bounds: _Box, frame: _Frame) -> Iterator[Rule]:
    left, bottom, right, top = bounds
    if right - left <= _THIN or top - bottom <= _THIN:
        yield from _rule(frame.upright(left, bottom, right, top))
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke) or not stroke.value:
        return
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= _MAX_SEGMENTS:
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    start = here = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        px, py = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, px, py)
        x = matrix.a * px.value + matrix.c * py.value + matrix.e
        y = matrix.b * px.value + matrix.d * py.value + matrix.f
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = (x, y)
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield from _side(here, (x, y), frame)
        here = (x, y)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _side(here, start, frame)
            here = start


def _side(one: tuple[float, float], two: tuple[float, float], frame: _Frame) -> Iterator[Rule]:
    left, right = sorted((one[0], two[0]))
    bottom, top = sorted((one[1], two[1]))
    if right - left <= _THIN or top - bottom <= _THIN:
        yield from _rule(frame.upright(left, bottom, right, top))


def _rule(box: _Box) -> Iterator[Rule]:
    x0, x1, top, bottom = box
    if x1 - x0 >= bottom - top:
        yield Rule(True, (top + bottom) / 2, x0, x1)
    else:
        yield Rule(False, (x0 + x1) / 2, top, bottom)
