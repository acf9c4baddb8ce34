"""From lines to paragraphs: which line goes on with the one before, over the page too; footnotes to the end.

A line goes on unless something says that it begins: a label or bullet where paragraphs begin, an indent, a wide gap,
a line before it that had room for one more word, lines set in the middle or to the right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dan_van.provisions import POINT_LETTERS, read_label
from dan_van.readers.pdf_glyphs import MARK
from dan_van.readers.pdf_lines import Line, join, moved
from dan_van.readers.pdf_table import Table, continued, markdown

Item = Line | Table

_BULLET = re.compile(r"(?:[-–—+•●○▪■□➢✓*→]|\(\d{1,2}\)|\([a-zđ]\)|\[\d{1,3}\])\s")
_STRONG = re.compile(r"Điều\s+\d+[a-zđ]?\s*[.:]|Chương\s+[IVXLC\d]+\b|Mục\s+\d+\b|Phụ lục\b", re.IGNORECASE)
_FIRST = re.compile(r"(?:1\.|a\)|\(1\))\s")
_ENDED = re.compile(r"[.;:!?/][”\"')\]]*$")
_NOTE = re.compile(
    rf"(?:{MARK}(?P<raised>\d{{1,3}})|\[(?P<boxed>\d{{1,3}})\]|(?P<plain>\d{{1,3}})(?=\s?[^\W\d]))\s*(?P<text>\S.*)"
)
_MARKED = re.compile(rf"(?<=[^\s{MARK}]){MARK}(\d{{1,3}})")
_EVEN = 4.0


@dataclass(frozen=True, slots=True)
class Margins:
    """The edges of the text on a page, and the usual distance between its lines."""

    left: float
    right: float
    pitch: float

    def indent(self, line: Line) -> float:
        """How far a line stands in from the left edge."""
        return line.x0 - self.left

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle, clear of both edges."""
        before, after = line.x0 - self.left, self.right - line.x1
        return min(before, after) > 5 * _EVEN and abs(before - after) < max(2 * _EVEN, 0.03 * (self.right - self.left))

    def displaced(self, line: Line) -> bool:
        """Whether a line begins so far to the right that no paragraph begins there."""
        return line.x0 - self.left > 0.3 * (self.right - self.left)

    def has_room(self, line: Line, lead: float) -> bool:
        """Whether the word that begins the next line would have stood at the end of this one."""
        return self.right - line.x1 > lead + 0.5 * (line.bottom - line.top)


@dataclass(frozen=True, slots=True)
class Flow:
    """The paragraphs and tables of a text in order, its footnotes, and rows of table heads that were printed again."""

    paragraphs: tuple[str, ...]
    notes: tuple[str, ...]
    dropped: tuple[str, ...]


def flow(pages: Sequence[Sequence[Item]]) -> Flow:
    """The text of pages whose furniture is gone."""
    pages, notes = _split_notes(pages)
    margins = measure(pages)
    paragraphs: list[str] = []
    open_lines: list[Line] = []
    dropped: list[str] = []
    table: Table | None = None
    for item in (item for page in pages for item in page):
        if isinstance(item, Table):
            paragraphs += _closed(open_lines)
            open_lines = []
            following = continued(table, item) if table and item.page == table.page + 1 else None
            if table and not following:
                paragraphs.append(markdown(table))
                dropped += table.dropped
            table = following or item
            continue
        if table:
            paragraphs.append(markdown(table))
            dropped += table.dropped
            table = None
        if open_lines and not goes_on(open_lines, item, margins):
            paragraphs += _closed(open_lines)
            open_lines = []
        open_lines.append(item)
    paragraphs += _closed(open_lines)
    if table:
        paragraphs.append(markdown(table))
        dropped += table.dropped
    return Flow(tuple(text.replace(MARK, "") for text in paragraphs), tuple(notes), tuple(dropped))


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """The paragraphs that lines make, without tables; lines carry their page."""
    pages: dict[int, list[Item]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    found = flow([pages[page] for page in sorted(pages)])
    return [*found.paragraphs, *found.notes]


def goes_on(paragraph: Sequence[Line], line: Line, margins: dict[int, Margins]) -> bool:
    """Whether a line goes on with the paragraph whose lines so far are given."""
    last = paragraph[-1]
    above, here = margins[last.page], margins[line.page]
    if last.alone or line.alone:
        return False
    runs_on = line.text[:1].islower() and not _ENDED.search(last.text) and not opens(line.text)
    if last.page == line.page and not 0 < line.bottom - last.bottom <= (2.2 if runs_on else 1.2) * here.pitch + 0.5:
        return False
    if follows(last.text if len(paragraph) == 1 else paragraph[0].text, line.text):
        return False
    titled = above.centred(last) and (here.centred(line) or last.x1 - last.x0 < 0.75 * (above.right - above.left))
    if titled or above.displaced(last) or here.centred(line) or here.displaced(line):
        return _goes_on_apart(last, line, above, here)
    if above.has_room(last, 0.4 * (above.right - above.left) if runs_on else _first_piece(line)):
        return False
    return _goes_on_set(paragraph, line, above, here)


def _goes_on_set(paragraph: Sequence[Line], line: Line, above: Margins, here: Margins) -> bool:
    """For lines that fill the column: by their indents and by what they begin with."""
    first, last = paragraph[0], paragraph[-1]
    was, now = above.indent(last), here.indent(line)
    if _capitals(last.text) and not line.text.isupper() and not line.text[:1].islower():
        return False
    if opens(line.text):
        if now > _EVEN:
            return False
        ended = _ENDED.search(last.text) is not None
        if above.indent(first) > _EVEN:  # paragraphs are indented here, and this line is not
            return not (ended and _STRONG.match(line.text))
        return not (ended or (_STRONG.match(first.text) and _FIRST.match(line.text)))
    if now > was + _EVEN:
        hanging = len(paragraph) == 1 and opens(last.text) and now - was < 4 * (line.bottom - line.top)
        return hanging or line.text[:1].islower()
    if now < was - _EVEN:
        return len(paragraph) == 1 or line.text[:1].islower()
    if now > _EVEN and len(paragraph) == 1:
        return line.text[:1].islower() or not _ENDED.search(last.text)
    return True


def _goes_on_apart(last: Line, line: Line, above: Margins, here: Margins) -> bool:
    """For titles and signatures: only a line that plainly goes on in mid phrase."""
    if opens(line.text) or last.page != line.page:
        return False
    if line.text[:1].islower() and not _ENDED.search(last.text):
        return not last.text.isupper()
    if last.x1 - last.x0 <= 0.55 * (above.right - above.left) or not here.centred(line):
        return False
    if last.text.isupper() and line.text.isupper() and read_label(last.text) is None:
        return True
    return above.centred(last) and last.text[-1] in ",;-"


def _capitals(text: str) -> bool:
    return text.isupper() and len(text.split()) >= 3


def follows(text: str, other: str) -> bool:
    """Whether a line opens the unit right after the one that a text opens: ``2.`` after ``1.``, ``đ)`` after ``d)``."""
    one, two = read_label(text + " "), read_label(other + " ")
    if one is None or two is None or one.kind != two.kind:
        return False
    if one.number.isdigit() and two.number.isdigit():
        return int(two.number) == int(one.number) + 1
    if one.kind == "diem" and len(one.number) == len(two.number) == 1:
        return POINT_LETTERS.find(two.number) == POINT_LETTERS.find(one.number) + 1
    return False


def opens(text: str) -> bool:
    """Whether a line begins with a label of a unit or with a bullet."""
    return _BULLET.match(text) is not None or _STRONG.match(text) is not None or read_label(text + " ") is not None


def measure(pages: Sequence[Sequence[Item]]) -> dict[int, Margins]:
    """The margins of every page; where its lines do not show them, those of its tables and of pages of its kind."""
    own: dict[int, _Shown] = {}
    for page in pages:
        everything = [item for item in page if isinstance(item, Line)]
        lines = [line for line in everything if not line.alone] or everything
        if lines:
            own[lines[0].page] = _margins(lines, [item for item in page if isinstance(item, Table)])
    settled = {}
    for number, shown in own.items():
        like = [(n, other) for n, other in own.items() if _wide(other) == _wide(shown)]
        left, right = shown.margins.left, shown.margins.right
        if not shown.left:
            left = min(left, _usual(number, [(n, other.margins.left) for n, other in like if other.left], left))
        if not shown.right:
            right = max(right, _usual(number, [(n, other.margins.right) for n, other in like if other.right], right))
            right = max(right, _ragged([other.margins.right for _, other in like if other.lines >= 8], right))
        pitch = shown.margins.pitch or median([other.margins.pitch for _, other in like if other.margins.pitch] or [0.0])
        settled[number] = Margins(left, right, pitch or 1.3 * shown.height)
    return settled


@dataclass(frozen=True, slots=True)
class _Shown:
    """The margins that a page's lines show, and whether enough of them show the left and the right one."""

    margins: Margins
    left: bool
    right: bool
    lines: int
    height: float


def _wide(shown: _Shown) -> bool:
    return shown.margins.right > 640


def _usual(number: int, places: Sequence[tuple[int, float]], otherwise: float) -> float:
    """The usual place on pages of the same hand (left or right), else on all."""
    same_hand = [place for page, place in places if page % 2 == number % 2]
    chosen = same_hand or [place for _, place in places]
    return median(chosen) if chosen else otherwise


def _ragged(places: Sequence[float], otherwise: float) -> float:
    """The right edge of text that is not justified: how far its longest lines reach."""
    return sorted(places)[len(places) * 9 // 10] if places else otherwise


def _margins(lines: Sequence[Line], tables: Sequence[Table]) -> _Shown:
    right = _edge(sorted((line.x1 for line in lines), reverse=True))
    left = _edge(sorted(line.x0 for line in lines))
    enough = max(3, 0.2 * len(lines))
    right_shown = sum(right - line.x1 <= _EVEN for line in lines) >= enough
    left_shown = sum(line.x0 - left <= _EVEN for line in lines) >= enough
    if not left_shown:
        left = min([left, *(table.edges[0] for table in tables)])
    if not right_shown:
        right = max([right, *(table.edges[-1] for table in tables)])
    height = median(line.bottom - line.top for line in lines)
    margins = Margins(left, right, _pitch(lines, height))
    return _Shown(margins, left_shown and right_shown, right_shown, len(lines), height)


def _pitch(lines: Sequence[Line], height: float) -> float:
    """The distance between lines of one paragraph, by those that surely go on; 0.0 where there are none."""
    steps = [
        two.bottom - one.bottom
        for one, two in pairwise(lines)
        if two.text[:1].islower() and not opens(two.text) and 0 < two.bottom - one.bottom < 4 * height
    ]
    return median(steps) if steps else 0.0


def _edge(values: Sequence[float]) -> float:
    """The outermost place that two values agree on (a single stray line makes no margin), else the outermost."""
    for one, two in pairwise(values):
        if abs(one - two) <= _EVEN / 2:
            return one
    return values[0]


def _first_piece(line: Line) -> float:
    """The width of what a line begins with, up to where a line may break."""
    word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    lead = line.lead or (line.x1 - line.x0) * len(word) / max(1, len(line.text))
    piece = re.match(r"[^-]+-(?=.)", word)
    return lead * len(piece.group()) / len(word) if piece else lead


def _closed(lines: Sequence[Line]) -> list[str]:
    text = join(*(line.text for line in lines))
    return [text] if text.strip() else []


def _split_notes(pages: Sequence[Sequence[Item]]) -> tuple[list[list[Item]], list[str]]:
    """The pages without their footnotes, marks in the text as ``[^n]``, and the notes.

    Only a raised number in the text that a note lower on the page begins with is believed.
    """
    heights = sorted(item.bottom - item.top for page in pages for item in page if isinstance(item, Line))
    small = 0.85 * heights[len(heights) * 3 // 4] if heights else 0.0
    seen: set[str] = set()
    notes: list[str] = []
    stripped = []
    for page in pages:
        lines = [item for item in page if isinstance(item, Line)]
        marks = {mark for line in lines for mark in _MARKED.findall(line.text)}
        large = max((i for i, line in enumerate(lines) if line.bottom - line.top > small), default=-1)
        numbers = [_note(line.text, plain=i > large) for i, line in enumerate(lines)] if marks else []
        starts = {i: number for i, number in enumerate(numbers) if number in marks}
        if not starts:
            stripped.append(list(page))
            continue
        at = min(starts)
        names = {number: number if number not in seen else f"{lines[at].page}-{number}" for number in starts.values()}
        seen.update(starts.values())
        notes += _notes(lines[at:], {i - at: names[number] for i, number in starts.items()})
        below = {id(line) for line in lines[at:]}
        stripped.append([_marked(item, names) for item in page if id(item) not in below])
    return stripped, notes


def _note(text: str, *, plain: bool) -> str:
    """The number of the note that a line begins: raised or in brackets, or plain where all from there on is small."""
    match = _NOTE.fullmatch(text)
    if match is None:
        return ""
    return match["raised"] or match["boxed"] or (match["plain"] if plain else "")


def _notes(lines: Sequence[Line], starts: dict[int, str]) -> list[str]:
    notes: list[list[str]] = []
    for index, line in enumerate(lines):
        match = _NOTE.fullmatch(line.text)
        if match and index in starts:
            notes.append([f"[^{starts[index]}]: {match['text']}"])
        else:
            notes[-1].append(line.text)
    return [join(*note).replace(MARK, "") for note in notes]


def _marked(item: Item, names: dict[str, str]) -> Item:
    if isinstance(item, Table) or MARK not in item.text:
        return item
    return moved(item, _MARKED.sub(lambda match: f"[^{names[match[1]]}]" if match[1] in names else match[1], item.text))
