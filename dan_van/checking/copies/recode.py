"""Letters in fonts from before Unicode, or decomposed, written as composed Unicode in today's font."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from docx.opc.part import XmlPart
from lxml import etree

from dan_van.checking.copies.wordedit import FONT_KINDS, set_text
from dan_van.checking.look import Looks
from dan_van.checking.wordpage import paragraphs, printed
from dan_van.readers.legacy import Decoder, Setting, setting
from dan_van.readers.wordparts import W, WordFile
from dan_van.text import nfc

_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")


def recode(document: Any, path: Path, font: str) -> None:
    """Rewrite every story of a document; ``path`` is the file as it stands, ``font`` what old fonts give way to."""
    with WordFile(path) as file:
        main = file.main_part()
        links = file.relationships(main)
        looks = Looks(file.kin(main, links, "styles"), file.kin(main, links, "theme"), {})
    decoder = Decoder()
    for part in list(document.part.package.iter_parts()):
        if isinstance(part, XmlPart):
            _story(part.element, looks, decoder, font)
        elif str(part.partname) in _NOTES:
            root = etree.fromstring(part.blob)
            _story(root, looks, decoder, font)
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _story(root: Any, looks: Looks, decoder: Decoder, font: str) -> None:
    for paragraph, _ in paragraphs(root):
        style = looks.style_of(paragraph.find(W + "pPr"))
        pieces = []
        for run, child, said in list(printed(paragraph)):
            old = _old(looks.letters(style, run.find(W + "rPr")).font)
            text = _as_text(child) if old and child.tag == W + "softHyphen" else child
            if text.tag == W + "t":
                pieces.append((old, text, said))
        for old, group in groupby(pieces, key=lambda piece: piece[0]):
            found = list(group)
            for (_, text, said), new in zip(found, _decoded([said for _, _, said in found], old, decoder), strict=True):
                if new != said:
                    set_text(text, new)
    for fonts in root.iter(W + "rFonts"):
        if any(_old(fonts.get(W + kind) or "") for kind in FONT_KINDS):
            for kind in FONT_KINDS:
                fonts.set(W + kind, font)


def _old(font: str) -> Setting | None:
    """How letters of a font from before Unicode are read; None for others, and for fonts of signs."""
    found = setting(font) if font else None
    return None if found is None or found.script.signs else found


def _as_text(hyphen: Any) -> Any:
    """The soft hyphen, which in an old font is a letter, as text."""
    text = hyphen.makeelement(W + "t")
    text.text = "\u00ad"
    hyphen.getparent().replace(hyphen, text)
    return text


def _decoded(texts: list[str], old: Setting | None, decoder: Decoder) -> list[str]:
    """Texts that follow each other in one font; a letter and its mark may stand in two of them."""
    if old is None:
        return [nfc(text) for text in texts]
    whole, each = nfc(decoder.read("".join(texts), old)), [nfc(decoder.read(text, old)) for text in texts]
    return each if "".join(each) == whole else [whole, *([""] * (len(texts) - 1))]
