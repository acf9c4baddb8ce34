"""What a clerk sees of a template: its parts, their paragraphs in order, and where in Word each one stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dan_van.errors import FileProblem
from dan_van.readers import sniff
from dan_van.readers.numbering import Numbering
from dan_van.readers.wordparts import MC, R_ID, Element, W, WordFile, value
from dan_van.readers.wordstyles import ListPlace, Styles, whole

Path_ = tuple[tuple[str, int], ...]
"""Containers from the outside in: ``("table", 2), ("row", 3), ("cell", 1)``, each counted from 1."""

BREAK, TAB = "\v", "\t"
_WORDS = {"table": "bảng", "row": "dòng", "cell": "ô", "box": "khung chữ"}
_KINDS = {
    "header": "đầu trang", "footer": "chân trang", "footnotes": "chú thích cuối trang", "endnotes": "chú thích cuối văn bản",
    "comments": "lời nhận xét",
}  # fmt: skip
_PAGES = {"first": " của trang thứ nhất", "even": " của trang chẵn"}
_UNFILLED = frozenset({"comments"})
_PROPERTIES = {
    "title": "tiêu đề", "subject": "chủ đề", "creator": "tác giả", "description": "ghi chú", "identifier": "mã", "language": "ngôn ngữ",
}  # fmt: skip
_CORE = "docProps/core.xml"
_INSIDE_RUNS = frozenset({W + "r"})
_SKIPPED = frozenset({W + "del", W + "moveFrom", W + "pPr", W + "rPr", W + "tblPr", W + "trPr", W + "tcPr", W + "sectPr"})


def containing(path: Path_, kind: str) -> Path_ | None:
    """The innermost row, cell or table that a path lies in."""
    for length in range(len(path), 0, -1):
        if path[length - 1][0] == kind:
            return path[:length]
    return None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: where it stands, its text, and for each stretch of text what wraps it (links, tracked changes …)."""

    place: str
    path: Path_
    number: int
    text: str
    wraps: tuple[tuple[int, Path_], ...] = ()
    style: str | None = None
    listed: tuple[str | None, int | None] | None = None

    def wrap_at(self, offset: int) -> Path_:
        """What wraps the character at an offset."""
        found: Path_ = ()
        for start, wrap in self.wraps:
            if start > offset:
                break
            found = wrap
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file; ``filled`` says whether drafting fills tags there, ``content`` is its XML."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    filled: bool = True
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Lists:
    """Answers which automatic number a paragraph carries; reads the styles only when first asked."""

    styles: Styles
    numbering: Numbering

    def place(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """List and level of a paragraph that Word counts; None for bullets and unnumbered ones."""
        inherited = self.styles.list_place(paragraph.style)
        number, level = paragraph.listed or (None, None)
        number = number if number is not None or inherited is None else inherited.number
        if not number or number == "0":
            return None
        level = level if level is not None else (inherited.level if inherited else None)
        place = ListPlace(number, level, inherited.style if inherited else None)
        first, second = self.numbering.label(place), self.numbering.label(place)
        counts = first is not None and second is not None and first.text != second.text
        return (number, level or 0) if counts else None


@dataclass(slots=True)
class Package:
    """An opened template."""

    path: Path
    parts: tuple[Part, ...]
    _main: str
    _lists: Lists | None = None

    def lists(self) -> Lists:
        """The automatic numbers of the document."""
        if self._lists is None:
            with WordFile(self.path) as file:
                links = {link.kind: link.target for link in file.relationships(self._main)}
                styles = Styles(file.tree(links["styles"]) if "styles" in links else None)
                root = file.tree(links["numbering"]) if "numbering" in links else None
            self._lists = Lists(styles, Numbering(root, styles.numbering_styles()))
        return self._lists


def read(path: Path) -> Package:
    """Read a template. Raises FileProblem with one sentence for what is not a whole Word file."""
    kind = sniff.kind_of(path)
    if kind == "doc":
        raise FileProblem(
            "{path}: tệp Word kiểu cũ (.doc). Mở bằng Word, chọn Lưu thành (Save As), kiểu Word (.docx).", path=path
        )
    if kind != "docx":
        raise FileProblem("{path}: không phải tệp Word (.docx). Mẫu phải là tệp lưu từ Word với đuôi .docx.", path=path)
    with WordFile(path) as file:
        main = file.main_part()
        return Package(path, tuple(_parts(file, main)), main)


def _parts(file: WordFile, main: str) -> Iterator[Part]:
    body = file.tree(main)
    if body is None:
        return
    yield Part("thân văn bản", tuple(_Reader("thân văn bản").read(body)), content=file.content(main) or b"")
    pages = _pages(body)
    links = [link for link in file.relationships(main) if link.kind in _KINDS]
    names = Counter(_KINDS[link.kind] + pages.get(link.id, "") for link in links)
    seen: Counter[str] = Counter()
    for link in links:
        root = file.tree(link.target)
        if root is None:
            continue
        name = _KINDS[link.kind] + pages.get(link.id, "")
        seen[name] += 1
        shown = f"{name} (thứ {seen[name]})" if names[name] > 1 else name
        content = file.content(link.target) or b""
        yield Part(shown, tuple(_Reader(shown).read(root)), link.kind not in _UNFILLED, content)
    properties = file.tree(_CORE)
    for element in properties if properties is not None else ():
        local = element.tag.rpartition("}")[2]
        if element.text and local in _PROPERTIES:
            name = f"thuộc tính tệp, {_PROPERTIES[local]}"
            yield Part(name, (Paragraph(name, (), 1, element.text),))


def _pages(body: Element) -> dict[str, str]:
    """Relationship id of a header or footer → the pages it is for, where these are not all."""
    return {
        element.get(R_ID) or "": _PAGES.get(element.get(W + "type") or "", "")
        for element in body.iter(W + "headerReference", W + "footerReference")
    }


@dataclass(slots=True)
class _Open:
    """A paragraph whose text is still being gathered."""

    path: Path_
    number: int
    properties: Element | None
    pieces: list[str] = field(default_factory=list)
    wraps: list[tuple[int, Path_]] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, wrap: Path_) -> None:
        if not self.wraps or self.wraps[-1][1] != wrap:
            self.wraps.append((self.length, wrap))
        self.pieces.append(text)
        self.length += len(text)


class _Reader:
    """Walks one part in the order of its text."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._counts: Counter[tuple[Path_, str]] = Counter()
        self._found: list[_Open] = []
        self._wraps = 0

    def read(self, root: Element) -> Iterator[Paragraph]:
        for child in root:
            self._walk(child, (), (), None)
        for each in self._found:
            properties = each.properties
            style = value(properties, "pStyle")
            numbered = properties.find(W + "numPr") if properties is not None else None
            listed = None if numbered is None else (value(numbered, "numId"), whole(value(numbered, "ilvl")))
            text = "".join(each.pieces)
            yield Paragraph(self._place(each), each.path, each.number, text, tuple(each.wraps), style, listed)

    def _walk(self, element: Element, path: Path_, wrap: Path_, inside: _Open | None) -> None:
        tag = element.tag
        if tag in _SKIPPED:
            return
        if tag == W + "p":
            self._paragraph(element, path)
        elif tag == W + "tbl":
            self._enter(element, path, "table")
        elif tag == W + "tr":
            self._enter(element, path, "row")
        elif tag == W + "tc":
            self._enter(element, path, "cell")
        elif tag == W + "txbxContent":
            self._enter(element, path, "box")
        elif tag == MC + "AlternateContent":
            chosen = next(iter(element), None)
            self._all(chosen, path, wrap, inside)
        elif tag == W + "sdtContent" and inside is None:
            self._all(element, (*path, ("control", self._next(path, "control"))), wrap, None)
        elif inside is not None and tag == W + "t":
            inside.add((element.text or "").replace("\n", " "), wrap)
        elif inside is not None and tag in (W + "br", W + "cr"):
            inside.add(BREAK, wrap)
        elif inside is not None and tag == W + "tab":
            inside.add(TAB, wrap)
        elif inside is not None and tag == W + "noBreakHyphen":
            inside.add("\u2011", wrap)
        elif tag in _INSIDE_RUNS or inside is None:
            self._all(element, path, wrap, inside)
        elif len(element):
            self._wraps += 1
            self._all(element, path, (*wrap, (tag.rpartition("}")[2], self._wraps)), inside)

    def _all(self, element: Element | None, path: Path_, wrap: Path_, inside: _Open | None) -> None:
        for child in element if element is not None else ():
            self._walk(child, path, wrap, inside)

    def _paragraph(self, element: Element, path: Path_) -> None:
        opened = _Open(path, self._next(path, "paragraph"), element.find(W + "pPr"))
        self._found.append(opened)
        self._all(element, path, (), opened)

    def _enter(self, element: Element, path: Path_, kind: str) -> None:
        self._all(element, (*path, (kind, self._next(path, kind))), (), None)

    def _next(self, path: Path_, kind: str) -> int:
        """Content controls are frames that a clerk does not count by."""
        key = (path if kind == "control" else tuple(step for step in path if step[0] != "control"), kind)
        self._counts[key] += 1
        return self._counts[key]

    def _place(self, each: _Open) -> str:
        steps = [f"{_WORDS[kind]} {number}" for kind, number in each.path if kind in _WORDS]
        return ", ".join([self._part, *steps, f"đoạn {each.number}"])
