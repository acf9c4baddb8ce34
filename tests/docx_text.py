"""What a reader of a DOCX sees, in order: paragraphs of the body, cells row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(path: Path, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def paragraphs(path: Path) -> list[str]:
    """The texts of all paragraphs that hold any, white space made single."""
    texts = (" ".join("".join(_pieces(p)).split()) for p in part(path).iter(f"{W}p"))
    return [text for text in texts if text]


def styled(path: Path) -> list[tuple[str, str]]:
    """(style, text) of all paragraphs that hold any."""
    found = []
    for p in part(path).iter(f"{W}p"):
        style = p.find(f"{W}pPr/{W}pStyle")
        text = "".join(_pieces(p))
        if text.strip():
            found.append((style.get(f"{W}val") if style is not None else "", text))
    return found


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        yield node.text or "" if node.tag == f"{W}t" else "\t" if node.tag == f"{W}tab" else "\n"
