"""The package of a Word file: its main part and the parts that belong to it, found by relationship, as XML trees."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import unquote

from lxml import etree

from dan_van.readers.content import UnreadableFile
from dan_van.readers.sniff import open_package, read_part

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    _STRICT + "wordprocessingml/main": _WORD,
    _STRICT + "officeDocument/relationships": _RELATIONSHIPS,
    _STRICT + "officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}

W = f"{{{_WORD}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R_ID = f"{{{_RELATIONSHIPS}}}id"
VAL = W + "val"

_OFF = frozenset({"0", "false", "off"})
_MAIN_TYPES = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml", "ms-word.document.macro")
_USUAL_MAIN = "word/document.xml"
_PROLOGUE = 65536
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


class Element(Protocol):
    """What the readers use of an element of lxml (which comes without types)."""

    tag: str
    text: str | None

    def get(self, name: str, /) -> str | None:
        """An attribute."""

    def find(self, path: str, /) -> Self | None:
        """The first child, or descendant by a path."""

    def findall(self, path: str, /) -> list[Self]:
        """Every child, or descendant by a path."""

    def iter(self, *tags: str) -> Iterator[Self]:
        """The element and its descendants with these tags, in order."""

    def __iter__(self) -> Iterator[Self]: ...
    def __len__(self) -> int: ...


def value(parent: Element | None, name: str) -> str | None:
    """``w:val`` of a child named ``name`` (without prefix); None when there is no such child."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(VAL)


def switched_on(element: Element) -> bool:
    """Whether an on/off property such as ``<w:vanish/>`` is on."""
    return element.get(VAL) not in _OFF


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part that another part needs: the last word of the relationship's type, its id, the part's name."""

    kind: str
    id: str
    target: str


class WordFile:
    """An opened package. Use as a context manager; every damage raises UnreadableFile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._package = open_package(path)
        self._names = {_plain(name): name for name in self._package.namelist()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._package.close()

    def main_part(self) -> str:
        """The name of the part that holds the body. Raises UnreadableFile when the package has none."""
        candidates = [link.target for link in self.relationships("") if link.kind == "officeDocument"]
        candidates += [*self._by_content_type(), _USUAL_MAIN]
        found = next((name for name in candidates if _plain(name) in self._names), None)
        if found is None:
            raise UnreadableFile(
                "{path}: thiếu phần thân văn bản, tệp bị hỏng hoặc không phải tệp Word. Mở bằng Word, lưu lại rồi thử lại.",
                path=self.path,
            )
        return found

    def tree(self, name: str) -> Element | None:
        """The root element of a part, in the transitional namespaces; None when the package lacks the part."""
        content = self.content(name)
        return None if content is None else self._parsed(content, name)

    def content(self, name: str) -> bytes | None:
        """The bytes of a part; None when the package lacks it."""
        real = self._names.get(_plain(name))
        if real is None:
            return None
        try:
            return read_part(self._package, real, self.path)
        except ValueError:  # a name damaged in one of the two places where a zip writes it
            raise self._damaged(name) from None

    def kin(self, name: str, links: Iterable[Relationship], kind: str) -> Element | None:
        """The part of a kind (``styles``) that a part relates to by these links, or the one of that name beside it."""
        beside = posixpath.join(posixpath.dirname(name), f"{kind}.xml")
        return self.tree(next((link.target for link in links if link.kind == kind), beside))

    def relationships(self, name: str) -> list[Relationship]:
        """What a part (``""``: the package itself) relates to inside the package."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        links = []
        for element in root if root is not None else ():
            target = element.get("Target")
            if target and element.get("TargetMode") != "External":
                kind = (element.get("Type") or "").rpartition("/")[2]
                path = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
                links.append(Relationship(kind, element.get("Id") or "", path))
        return links

    def _by_content_type(self) -> list[str]:
        root = self.tree("[Content_Types].xml")
        return [
            (element.get("PartName") or "").lstrip("/")
            for element in (root if root is not None else ())
            if any(sign in (element.get("ContentType") or "") for sign in _MAIN_TYPES)
        ]

    def _parsed(self, content: bytes, name: str) -> Element:
        if any(sign in content[:_PROLOGUE] for sign in _DOCTYPES):
            raise self._foreign(name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged(name) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._foreign(name)
        return _transitional(root)

    def _damaged(self, name: str) -> UnreadableFile:
        return UnreadableFile("{path}: phần {name} bên trong bị hỏng. Lấy lại tệp gốc.", path=self.path, name=name)

    def _foreign(self, name: str) -> UnreadableFile:
        return UnreadableFile(
            "{path}: phần {name} chứa khai báo DOCTYPE, điều Word không bao giờ ghi; không mở tệp này.",
            path=self.path,
            name=name,
        )


def _plain(name: str) -> str:
    """Part names compare without case; some writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _transitional(root: Element) -> Element:
    """The tree with ISO strict names rewritten to the names everyone else uses."""
    if not root.tag.startswith("{" + _STRICT):
        return root
    tree: etree._Element = root
    for element in tree.iter():
        element.tag = _renamed(element.tag)
        for key in [key for key in element.attrib if key.startswith("{" + _STRICT)]:
            element.set(_renamed(key), element.attrib.pop(key))
    return root


def _renamed(name: str) -> str:
    space, _, local = name[1:].partition("}")
    return f"{{{_TRANSITIONAL.get(space, space)}}}{local}" if name.startswith("{") else name
