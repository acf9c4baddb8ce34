"""A Word file as it is laid out: its paragraphs with their looks, its sections with paper, margins and running heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path

from dan_van.checking.look import TWIPS_PER_MM, Cell, Letters, Looks, Paragraph, Piece
from dan_van.readers.content import UnreadableFile
from dan_van.readers.legacy import Decoder, setting
from dan_van.readers.numbering import Numbering
from dan_van.readers.wordparts import MC, R_ID, Element, W, WordFile, switched_on, value
from dan_van.readers.wordstyles import Styles, whole
from dan_van.readers.wordtables import cells_or_rows

_TEXT = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-",
         W + "softHyphen": "\u00ad"}  # fmt: skip
_DROPPED = frozenset({W + "del", W + "moveFrom", MC + "Fallback"})
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})
_UNDRAWN = frozenset({None, "nil", "none"})
_NO_TEXT = frozenset({W + "sectPr", W + "tcPr", W + "tblPr"})
_PAGE_BEGUN = W + "lastRenderedPageBreak"
"""Where Word, when it saved the file, began a page."""


@dataclass(frozen=True, slots=True)
class RunningHead:
    """A header or footer: of which pages (``default``, ``first``, ``even``), its paragraphs, whether a page number is in it."""

    place: str
    pages: str
    paragraphs: tuple[Paragraph, ...]
    numbers: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section: paper and margins in millimetres, a first page of its own, its running heads."""

    width: float
    height: float
    landscape: bool
    top: float
    bottom: float
    left: float
    right: float
    first_differs: bool
    heads: tuple[RunningHead, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """One laid-out file: printed paragraphs in the order of the text (empty ones too) and sections."""

    path: Path
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]


def paragraphs(story: Element, cell: Cell | None = None) -> Iterator[tuple[Element, Cell | None]]:
    """The paragraphs of a story in the order of the text, each with its place in a table."""
    tables = count(1)

    def walk(parent: Element, cell: Cell | None) -> Iterator[tuple[Element, Cell | None]]:
        for element in parent:
            if element.tag == W + "p":
                yield element, cell
            elif element.tag == W + "tbl":
                table = next(tables)
                for row, tr in enumerate(cells_or_rows(element, W + "tr")):
                    for column, tc in enumerate(cells_or_rows(tr, W + "tc")):
                        yield from walk(tc, Cell(table, row, column, _cell_width(tc)))
            elif element.tag not in _DROPPED and element.tag not in _NO_TEXT:
                yield from walk(element, cell)

    return walk(story, cell)


def _cell_width(cell: Element) -> float | None:
    """Points; None when the file gives none, or a share of the table's."""
    width = cell.find(f"{W}tcPr/{W}tcW")
    twips = whole(width.get(W + "w")) if width is not None and width.get(W + "type") in (None, "dxa") else None
    return twips / 20 if twips else None


def printed(parent: Element) -> Iterator[tuple[Element, Element, str]]:
    """What a paragraph prints, piece by piece: the run, the element in it, its text. Not what is deleted, hidden or drawn."""
    for element in parent:
        if element.tag == W + "r":
            properties = element.find(W + "rPr")
            hidden = properties.find(W + "vanish") if properties is not None else None
            if hidden is not None and switched_on(hidden):
                continue
            for child in element:
                if child.tag == W + "t":
                    yield element, child, child.text or ""
                elif child.tag in _TEXT and not (child.tag == W + "br" and child.get(W + "type") == "page"):
                    yield element, child, _TEXT[child.tag]
        elif element.tag not in _DROPPED and element.tag not in _DRAWN and element.tag != W + "pPr":
            yield from printed(element)


def read(path: Path) -> Laid:
    """Read the layout of a Word file. Raises UnreadableFile."""
    with WordFile(path) as file:
        return _Reader(file).laid()


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._main = file.main_part()
        self._links = file.relationships(self._main)
        styles, numbering = self._tree("styles"), self._tree("numbering")
        self._styles = Styles(styles)
        self._looks = Looks(styles, self._tree("theme"), _list_levels(numbering))
        self._numbering = Numbering(numbering, self._styles.numbering_styles())
        self._decoder = Decoder()
        self._index = 0
        self._page = 1
        self._paged = False
        self._sections: list[Section] = []
        self._heads: dict[tuple[str, str], RunningHead] = {}

    def laid(self) -> Laid:
        root = self._file.tree(self._main)
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise UnreadableFile("{path}: phần thân văn bản bị hỏng. Mở bằng Word, lưu lại rồi thử lại.", path=self._file.path)
        self._paged = next(body.iter(_PAGE_BEGUN), None) is not None
        found = tuple(self._story(body, ends=True))
        last = body.find(W + "sectPr")
        if last is not None:
            self._close_section(last)
        return Laid(self._file.path, found, tuple(self._sections))

    def _tree(self, kind: str) -> Element | None:
        return self._file.kin(self._main, self._links, kind)

    def _story(self, root: Element, *, ends: bool = False) -> Iterator[Paragraph]:
        for element, cell in paragraphs(root):
            yield self._paragraph(element, cell)
            section = element.find(f"{W}pPr/{W}sectPr") if ends else None
            if section is not None:
                self._close_section(section)

    def _paragraph(self, element: Element, cell: Cell | None) -> Paragraph:
        properties = element.find(W + "pPr")
        style = self._looks.style_of(properties)
        place = self._styles.place_of(properties, style)
        spacing = self._looks.spacing(properties, (place.number, place.level or 0) if place else None)
        text: list[str] = []
        pieces: list[Piece] = []
        label = self._numbering.label(place) if place else None
        page = self._page + (1 if _begins_page(element) else 0) if self._paged else None
        if label is not None:
            mark = properties.find(W + "rPr") if properties is not None else None
            self._say(f"{label.text} ", self._looks.letters(style, mark), text, pieces)
        numbered = sum(map(len, text))
        for run, group in groupby(printed(element), key=lambda one: one[0]):
            look = self._looks.letters(style, run.find(W + "rPr"))
            self._say("".join(said for _, _, said in group), look, text, pieces)
        self._index += 1
        self._page += sum(1 for _ in element.iter(_PAGE_BEGUN)) if self._paged else 0
        borders = properties.find(W + "pBdr") if properties is not None else None
        return Paragraph(
            self._index, "".join(text), tuple(pieces), spacing, cell,
            any(one.get(W + "val") not in _UNDRAWN for one in (borders if borders is not None else ())),
            any(next(element.iter(tag), None) is not None for tag in _DRAWN),
            style, numbered, page, label.glyph if label is not None else "",
        )  # fmt: skip

    def _say(self, said: str, look: Letters, text: list[str], pieces: list[Piece]) -> None:
        if not said:
            return
        old = setting(look.font) if look.font else None
        said = self._decoder.read(said, old) if old and not old.script.signs else said
        said = said.upper() if look.capitals else said
        start = pieces[-1].start + pieces[-1].length if pieces else 0
        text.append(said)
        if pieces and pieces[-1].look == look:
            pieces[-1] = Piece(pieces[-1].start, pieces[-1].length + len(said), look)
        else:
            pieces.append(Piece(start, len(said), look))

    def _close_section(self, properties: Element) -> None:
        paper, margins = properties.find(W + "pgSz"), properties.find(W + "pgMar")
        title = properties.find(W + "titlePg")
        for kind in ("header", "footer"):
            for reference in properties.findall(f"{W}{kind}Reference"):
                pages = reference.get(W + "type") or "default"
                self._heads[kind, pages] = self._head(kind, pages, reference.get(R_ID) or "")
        first = title is not None and switched_on(title)
        self._sections.append(
            Section(
                _mm(paper, "w", 12240), _mm(paper, "h", 15840), paper is not None and paper.get(W + "orient") == "landscape",
                _mm(margins, "top", 1440), _mm(margins, "bottom", 1440), _mm(margins, "left", 1440), _mm(margins, "right", 1440),
                first,
                tuple(head for head in self._heads.values() if first or head.pages != "first"),
            )
        )  # fmt: skip

    def _head(self, kind: str, pages: str, link: str) -> RunningHead:
        target = next((one.target for one in self._links if one.id == link), "")
        root = self._file.tree(target) if target else None
        before = self._index
        found = tuple(self._story(root)) if root is not None else ()
        self._index = before
        fields = [(element.text or "") for element in root.iter(W + "instrText")] if root is not None else []
        simple = [(element.get(W + "instr") or "") for element in root.iter(W + "fldSimple")] if root is not None else []
        return RunningHead(kind, pages, found, any("PAGE" in said.split() for said in (*fields, *simple)))


def _begins_page(paragraph: Element) -> bool:
    """Whether a page begins at the first letter of a paragraph, or before it."""
    for element in paragraph.iter(_PAGE_BEGUN, W + "t"):
        return element.tag == _PAGE_BEGUN
    return False


def _mm(element: Element | None, name: str, default: int) -> float:
    number = whole(element.get(W + name)) if element is not None else None
    return abs(number if number is not None else default) / TWIPS_PER_MM


def _list_levels(root: Element | None) -> dict[tuple[str, int], Element]:
    """(list, level) → its definition."""
    abstract = {one.get(W + "abstractNumId"): one for one in (root.findall(W + "abstractNum") if root is not None else ())}
    found: dict[tuple[str, int], Element] = {}
    for number in root.findall(W + "num") if root is not None else ():
        base = abstract.get(value(number, "abstractNumId"))
        for level in base.findall(W + "lvl") if base is not None else ():
            found[number.get(W + "numId") or "", whole(level.get(W + "ilvl")) or 0] = level
    return found
