"""What values bring that XML text cannot hold: line ends, tabs, new paragraphs, new pages, and characters that print nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van.drafting.engine.wordtags import BLOCKS, Tag
from dan_van.drafting.engine.wordtree import LINE_BREAK, TAB, Element, Node, Text, parse, write
from dan_van.model import Finding, Place, Severity

_LOW = bytes(range(32))
_NO_TEXT = re.compile("[\x00-\x06\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINES = re.compile("\r\n?|\x0b")
_PRINTED = re.compile(r"<w:t(?: [^<>]*)?>[^<]*[\t\n][^<]*</w:t>")
_CELL, _TABLE = "\ufffe", "\uffff"
"""Marks at the end of cells and tables that tags may empty; XML cannot hold them, so no template does."""
_PICTURE = re.compile(r'(<wp:docPr(?: [^<>]*)? id=")[^"]*')


def mark(root: Element) -> bool:
    """Mark the cells that may end up without a paragraph and the tables without a row; whether pictures need numbers."""
    for element in list(root.walk()):
        if element.name == "w:tbl" and not any(child.name == "w:tr" for child, _ in _always(element)):
            element.add(Text(_TABLE))
        elif element.name == "w:tc":
            last = max((index for child, index in _always(element) if child.name == "w:p"), default=-1)
            after = element.children[last + 1 :]
            if last < 0 or any(child.name != "w:p" if isinstance(child, Element) else _is_value(child) for child in after):
                element.add(Text(_CELL))
    return any(element.name == "wp:docPr" for element in root.walk())


def _always(element: Element) -> Iterator[tuple[Element, int]]:
    """The children that stand outside every block, with their positions."""
    depth = 0
    for index, child in enumerate(element.children):
        if isinstance(child, Tag):
            word = child.keyword
            depth += (word in BLOCKS) - (word.startswith("end"))
        elif isinstance(child, Element) and depth == 0:
            yield child, index


def _is_value(node: Node) -> bool:
    return isinstance(node, Tag) and node.kind == "{{"


class Unsettled(Exception):
    """A text holds something that only :func:`settle` can deal with."""


def must_be_whole(source: str) -> bool:
    """Whether a part's text must be seen whole because tables of it may be left without rows."""
    return _TABLE in source


def plain(text: str, before: str) -> bytes:
    """A piece of a filled part that needs nothing done but at the ends of cells; ``before`` is what ended the last piece.

    Raises Unsettled when more is needed.
    """
    if _CELL in text:
        text = _with_whole_cells(text, before)
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Unsettled from None
    if len(data.translate(None, _LOW)) != len(data) or _CELL in text or _TABLE in text:
        raise Unsettled
    return data


def settle(text: str, *, pictures: bool) -> tuple[bytes, list[Finding]]:
    """A filled part as it is packed, and what had to be taken out of it."""
    findings: list[Finding] = []
    if pictures:
        numbers = iter(range(1001, 1001 + len(text)))
        text = _PICTURE.sub(lambda found: f"{found.group(1)}{next(numbers)}", text)
    if _TABLE in text:
        text = _without_empty_tables(text)
    if _CELL in text:
        text = _with_whole_cells(text)
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half of a character
        data = b"\x00"
    if len(data.translate(None, _LOW)) != len(data) or _CELL in text or _TABLE in text:
        text = _without_controls(text, findings)
        if "\a" in text or "\f" in text:
            text = _with_paragraphs(text)
        data = _PRINTED.sub(_with_breaks, text).encode()
    return data, findings


def _with_whole_cells(text: str, before: str = "") -> str:
    """A cell must end with a paragraph, or Word calls the file damaged."""
    pieces = text.split(_CELL)
    for index, piece in enumerate(pieces[:-1]):
        if not pieces[index + 1].startswith("</w:tc>"):
            pieces[index] = piece + _CELL  # a value's own
        elif not (piece if index else before + piece).endswith(("</w:p>", "<w:p/>")):
            pieces[index] = piece + "<w:p/>"
    return "".join(pieces)


def _without_empty_tables(text: str) -> str:
    """A table whose rows are all gone goes too."""
    pieces = text.split(_TABLE)
    for index, piece in enumerate(pieces[:-1]):
        if not pieces[index + 1].startswith("</w:tbl>"):
            pieces[index] = piece + _TABLE
        elif piece.endswith("</w:tblGrid>"):
            pieces[index] = piece[: max(piece.rfind("<w:tbl>"), piece.rfind("<w:tbl "))]
            pieces[index + 1] = pieces[index + 1].removeprefix("</w:tbl>")
    return "".join(pieces)


def _without_controls(text: str, findings: list[Finding]) -> str:
    """Line ends of every origin as one kind (Word's own soft one is a vertical tab); other control characters go."""
    text = _LINES.sub("\n", text)
    cleaned, count = _NO_TEXT.subn("", text)
    if count:
        at = next(_NO_TEXT.finditer(text)).start()
        near = _NO_TEXT.sub("", text[max(0, at - 40) : at + 40])
        findings.append(_removed(count, " ".join(re.sub(r"<[^>]*>|<[^>]*$|^[^<]*>", " ", near).split())[:60]))
    return cleaned


def _removed(count: int, near: str) -> Finding:
    message = f"Bỏ {count} ký tự không in được" + (f" (gần “{near}”)." if near else ".")
    return Finding("ky-tu-dieu-khien", Severity.WARNING, message, Place(), "Xem lại chỗ chép từ Excel, Word hay PDF.")


def _with_breaks(found: re.Match[str]) -> str:
    return found.group().replace("\n", LINE_BREAK).replace("\t", TAB)


def _with_paragraphs(text: str) -> str:
    """docxtpl's ``\\a`` begins a paragraph of the same look, ``\\f`` one on a new page."""
    root = parse(_PRINTED.sub(_with_breaks, text).encode().replace(b"\a", b"\xee\x80\x80").replace(b"\f", b"\xee\x80\x81"))
    for paragraph in [element for element in root.walk() if element.name == "w:p"]:
        for piece in [each for each in paragraph.walk() if each.name == "w:t" and each.nearest("w:p") is paragraph]:
            if "\ue000" in piece.text or "\ue001" in piece.text:
                paragraph = _split(paragraph, piece)
    return text[: text.index("?>") + 2] + write(root)


def _split(paragraph: Element, piece: Element) -> Element:
    """Cut a paragraph at the marks in one of its texts; returns the last of the paragraphs, which holds what followed."""
    run = piece.parent
    if run is None or run.parent is not paragraph or paragraph.parent is None:
        return paragraph
    parts = re.split("([\ue000\ue001])", piece.text)
    piece.children = []
    piece.add(Text(parts[0]))
    for mark, words in zip(parts[1::2], parts[2::2], strict=True):
        following = _copied(paragraph, "w:pPr")
        run = piece.parent
        assert run is not None
        next_run = _copied(run, "w:rPr")
        next_piece = Element("w:t", {"xml:space": "preserve"})
        next_piece.add(Text(words))
        next_run.add(next_piece)
        _carry(run, piece, next_run)
        following.add(next_run)
        _carry(paragraph, run, following)
        around = paragraph.parent
        assert around is not None
        at = around.index(paragraph) + 1
        if mark == "\ue001":
            page = parse(b'<w:p xmlns:w="w"><w:r><w:br w:type="page"/></w:r></w:p>')
            page.attributes = {}
            around.add(page, at)
            at += 1
        around.add(following, at)
        paragraph, piece = following, next_piece
    return paragraph


def _copied(element: Element, look: str) -> Element:
    """An empty element of the same kind and look."""
    made = Element(element.name)
    own = element.first(look)
    if own is not None:
        made.add(own.clone())
    return made


def _carry(old: Element, after: Node, new: Element) -> None:
    """Move what stands after a child to another element."""
    at = old.index(after) + 1
    moved = old.children[at:]
    del old.children[at:]
    for node in moved:
        new.add(node)
