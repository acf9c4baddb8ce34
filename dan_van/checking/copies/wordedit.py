"""Changes to the elements of a Word file: letters, paragraphs, words; all else stays as it is.

Looks are set directly on runs and paragraphs, so they hold whatever the styles say. The elements are python-docx's, which
knows in which order Word wants properties.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.font import Font
from docx.text.parfmt import ParagraphFormat

from dan_van.checking.mends import SetLetters, SetSpacing, SetWords
from dan_van.checking.parts import Line
from dan_van.checking.wordpage import printed
from dan_van.readers.wordparts import W
from dan_van.text import clean_mapped

_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
FONT_KINDS = ("ascii", "hAnsi", "cs", "eastAsia")
"""The kinds of letters for which a run names a font."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def set_letters(element: Any, line: Line, mend: SetLetters) -> None:
    """Give the letters of a line another look; runs that go on beyond it are cut."""
    for run in _runs(element, line.start - line.paragraph.label, line.end - line.paragraph.label):
        _set_look(run, mend)
    if line.start < line.paragraph.label:  # the number that Word makes looks like the paragraph's end
        _set_end(element, mend)


def _set_look(run: Any, mend: SetLetters) -> None:
    font = Font(run)
    if mend.font is not None:
        set_font(run, mend.font)
    if mend.size is not None:
        font.size = Pt(mend.size)
    if mend.bold is not None:
        font.bold = mend.bold
    if mend.italic is not None:
        font.italic = mend.italic
    if mend.black:
        for old in run.rPr.findall(W + "color") if run.rPr is not None else ():
            run.rPr.remove(old)
        run.get_or_add_rPr().get_or_add_color().set(W + "val", "auto")


def _set_end(element: Any, mend: SetLetters) -> None:
    properties = element.get_or_add_pPr()
    look = properties.find(W + "rPr")
    if look is None:
        look = properties.makeelement(W + "rPr")
        properties.insert_element_before(look, "w:sectPr", "w:pPrChange")
    place = properties.index(look)
    holder = properties.makeelement(W + "r")
    holder.append(look)
    _set_look(holder, mend)
    properties.insert(place, look)


def set_font(run: Any, name: str) -> None:
    """Name the font for every kind of letter of a run, and none of the theme's."""
    fonts = run.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(W + theme, None)
    for kind in FONT_KINDS:
        fonts.set(W + kind, name)


def set_spacing(element: Any, mend: SetSpacing) -> None:
    """Give a paragraph another alignment, first line, gap or line spacing."""
    look = ParagraphFormat(element)
    if mend.align is not None:
        look.alignment = _ALIGNED[mend.align]
    if mend.first_line is not None:
        look.first_line_indent = Pt(mend.first_line)
        indent = element.pPr.ind
        for name in ("hanging", "hangingChars", "firstLineChars"):
            indent.attrib.pop(W + name, None)
    if mend.before is not None:
        look.space_before = Pt(mend.before)
        element.pPr.spacing.attrib.pop(W + "beforeAutospacing", None)
        for together in element.pPr.findall(W + "contextualSpacing"):
            element.pPr.remove(together)
        off = element.makeelement(W + "contextualSpacing", {W + "val": "0"})
        element.pPr.insert_element_before(off, *(f"w:{name}" for name in _AFTER_CONTEXTUAL))
    if mend.line is not None:
        look.line_spacing = mend.line


_AFTER_CONTEXTUAL = (
    "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId",
    "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip


def set_words(element: Any, mend: SetWords) -> None:
    """Write a line otherwise; letters that stay keep their looks, new ones take that of the letter before them."""
    line, label = mend.line, mend.line.paragraph.label
    raw = line.paragraph.text[line.start : line.end]
    mapped = clean_mapped(raw)
    lead = len(mapped.text) - len(mapped.text.lstrip())
    old = mapped.text.strip()
    changes = SequenceMatcher(None, old, mend.words, autojunk=False).get_opcodes()
    for kind, old_start, old_end, new_start, new_end in reversed(changes):
        if kind != "equal":
            start = line.start + mapped.starts[lead + old_start]
            end = line.start + mapped.starts[lead + old_end]
            _replace(element, start - label, end - label, mend.words[new_start:new_end])


def set_text(text: Any, words: str) -> None:
    """The letters of a text element, spaces at its ends kept."""
    text.text = words
    text.set(_SPACE, "preserve")


def _replace(element: Any, start: int, end: int, new: str) -> None:
    """Put other letters in the place of those from ``start`` to ``end`` (offsets in what a paragraph prints)."""
    pieces = list(_pieces(element))
    holder = next((piece for piece in pieces if piece[0] < start <= piece[1] and piece[3].tag == W + "t"), None)
    holder = holder or next((piece for piece in pieces if piece[0] <= start <= piece[1] and piece[3].tag == W + "t"), None)
    for piece_start, piece_end, run, child in pieces:
        low, high = max(start, piece_start), min(end, piece_end)
        if low >= high and not (holder and child is holder[3]):
            continue
        if child.tag != W + "t":
            run.remove(child)
            continue
        said = child.text or ""
        low, high = max(low, piece_start), max(low, high)
        added = new if holder and child is holder[3] else ""
        set_text(child, said[: low - piece_start] + added + said[high - piece_start :])


def _runs(element: Any, start: int, end: int) -> Iterator[Any]:
    """The runs that hold the letters from ``start`` to ``end``, cut so that they hold no others."""
    for place in (start, end):
        for piece_start, piece_end, run, child in list(_pieces(element)):
            if piece_start <= place < piece_end and (place > piece_start or _anything_before(run, child)):
                _cut(run, child, place - piece_start)
    seen: list[Any] = []
    for piece_start, piece_end, run, _ in _pieces(element):
        if piece_start < end and piece_end > start and not any(run is one for one in seen):
            seen.append(run)
    yield from seen


def _anything_before(run: Any, child: Any) -> bool:
    return any(one is not child and one.tag != W + "rPr" for one in run[: run.index(child)])


def _cut(run: Any, child: Any, offset: int) -> None:
    """Cut a run before a letter of one of its children; the rest goes into a run like it behind it."""
    rest = run.makeelement(run.tag, dict(run.attrib))
    if run.rPr is not None:
        rest.append(deepcopy(run.rPr))
    moved = list(run)[run.index(child) :]
    if offset:
        said = child.text or ""
        tail = deepcopy(child)
        set_text(child, said[:offset])
        set_text(tail, said[offset:])
        moved[0] = tail
    for one in moved:
        rest.append(one)
    run.addnext(rest)


def _pieces(element: Any) -> Iterator[tuple[int, int, Any, Any]]:
    """(start, end, run, child) of everything printed, by its place in the paragraph's own letters."""
    at = 0
    for run, child, said in printed(element):
        yield at, at + len(said), run, child
        at += len(said)
