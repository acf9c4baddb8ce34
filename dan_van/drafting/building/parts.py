"""The parts of our DOCX files that are the same for every paper: package, relations, headers, theme, settings."""

from __future__ import annotations

import zipfile
from pathlib import Path

from dan_van.layout import word

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADERS = '<w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/>'  # as in _PARTS
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(target: Path, document: str, styles: str) -> None:
    """Write one DOCX around a document part and its styles, byte for byte the same each time."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": styles,
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/theme/theme1.xml": _theme(),
        "word/header1.xml": _page_number_header(),
        "word/header2.xml": _empty_header(),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, content.encode())


def _page_number_header() -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f'{XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="DVSoTrang"/></w:pPr>{field}</w:p></w:hdr>'


def _empty_header() -> str:
    return f'{XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="DVSoTrang"/></w:pPr></w:p></w:hdr>'


def _settings() -> str:
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", "15"), ("useWord2013TrackBottomHyphenation", "0"))
    )
    return f'{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>{compat}</w:compat></w:settings>'


def _fonts() -> str:
    return (
        f'{XML}<w:fonts {NAMESPACES}><w:font w:name="{word("trang", "font")}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="A3"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _theme() -> str:
    """The smallest theme Word accepts. No style refers to it: fonts are named outright."""
    colours = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF", "accent1": "000000", "accent2": "404040",
        "accent3": "595959", "accent4": "7F7F7F", "accent5": "A6A6A6", "accent6": "BFBFBF", "hlink": "000000", "folHlink": "000000",
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    font = f'<a:latin typeface="{word("trang", "font")}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="dan_van"><a:themeElements>'
        f'<a:clrScheme name="dan_van">{scheme}</a:clrScheme><a:fontScheme name="dan_van"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="dan_van"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _core() -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title><dc:language>vi-VN</dc:language>'
        "</cp:coreProperties>"
    )


_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("header", "header1.xml"),
    ("header", "header2.xml"),
    ("theme", "theme/theme1.xml"),
)


def _document_relations() -> str:
    rows = "".join(
        f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(_PARTS, 1)
    )
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>'
    )


def _content_types() -> str:
    word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rows = [("/word/document.xml", f"{word_type}.document.main+xml")]
    rows += [(f"/word/{target}", _THEME_TYPE if kind == "theme" else f"{word_type}.{kind}+xml") for kind, target in _PARTS]
    rows += [("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in rows)
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
