"""Small DOCX templates for tests: paragraphs and tables from plain strings, tags cut into runs where wanted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from lxml import etree

from tests.docx_text import W

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'


def run(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*texts: str, look: str = "") -> str:
    """A paragraph of one run a text; a text that begins with ``<w:`` is XML."""
    return f"<w:p>{''.join(text if text.startswith('<w:') else run(text, look) for text in texts)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table; a cell is text, or XML of its paragraphs."""
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    made = ""
    for row in rows:
        cells = (cell if cell.startswith("<w:p>") else p(cell) for cell in row)
        made += (
            "<w:tr>" + "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{c}</w:tc>' for c in cells) + "</w:tr>"
        )
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'


def docx(*body: str, header: str = "", core: str = "") -> bytes:
    """A whole package around the paragraphs (plain text or XML) of a body."""
    content = "".join(piece if piece.startswith("<w:") else p(piece) for piece in body)
    reference = '<w:headerReference w:type="default" r:id="rId2"/>' if header else ""
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{core}</dc:title></cp:coreProperties>',
        "word/document.xml": f"{_XML}<w:document {OPEN}><w:body>{content}<w:sectPr>{reference}{page}</w:sectPr></w:body></w:document>",
        "word/styles.xml": f"{_XML}<w:styles {OPEN}/>",
        "word/header1.xml": f"{_XML}<w:hdr {OPEN}>{p(header)}</w:hdr>",
        "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/header" Target="header1.xml"/></Relationships>',
    }  # fmt: skip
    return zipped({name: text.encode() for name, text in parts.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def xml(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))


def lines(data: bytes, part: str = "word/document.xml") -> list[str]:
    """The text of every paragraph, empty ones too; line ends and tabs as characters."""
    found = []
    for paragraph in xml(data, part).iter(f"{W}p"):
        signs = {f"{W}br": "\n", f"{W}tab": "\t"}
        found.append("".join(signs.get(node.tag) or node.text or "" for node in paragraph.iter(f"{W}t", *signs)))
    return found
