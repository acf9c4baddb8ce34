"""Builds ``templates/<name>/template.docx`` from the rule table: ``python -m dan_van.drafting.build``.

Every size, margin and style comes from :mod:`dan_van.layout`; the parts are written here in full, so a document
carries only the styles it uses. Output is byte for byte the same each time.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from dan_van import resources
from dan_van.drafting import wordml
from dan_van.layout import flag, heading_columns, line_width, mm, number, signing_columns, word

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HEADER_DISTANCE_MM = 10


def build(folder: Path) -> list[Path]:
    """Write every built template below ``folder``; returns the files written."""
    written = []
    for name in ("ke-hoach",):
        target = folder / name / "template.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, document())
        written.append(target)
    return written


def write(target: Path, document_xml: str) -> None:
    """Write one DOCX around a document part."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(),
        "word/document.xml": document_xml,
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": styles(),
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


def document() -> str:
    """The document part for a paper with a tên loại, laid out as mẫu 1.4 (Phụ lục III, Nghị định 30/2020/NĐ-CP)."""
    heading = _table(heading_columns(), [[_issuer_cell(), _motto_cell()], [_code_cell(), _date_cell()]])
    signing = _table(signing_columns(), [[_recipients_cell(), _signer_cell()]])
    pieces = [
        heading,
        _styled("DVTenLoai", "{{ type_name }}"),
        _styled(wordml.SUBJECT, "{{p subject }}"),
        _styled(wordml.RULE, "{{p subject_rule }}"),
        *_loop("basis", "legal_basis", wordml.BASIS, "{{p basis }}"),
        _styled(wordml.BODY, "{{p body }}"),
        signing,
        _styled(wordml.RULE, ""),
        _section(),
    ]
    return f"{_XML}<w:document {_NAMESPACES}><w:body>{''.join(pieces)}</w:body></w:document>"


def styles() -> str:
    """The styles part: document defaults and one paragraph style a component."""
    font = word("trang", "font")
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:color w:val="{word("trang", "color")}"/><w:sz w:val="{_half(number("noi-dung", "size"))}"/>'
        f'<w:szCs w:val="{_half(number("noi-dung", "size"))}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )
    return f"{_XML}<w:styles {_NAMESPACES}>{defaults}{normal}{''.join(_styles())}</w:styles>"


def _styles() -> Iterator[str]:
    gap = round(number("noi-dung", "paragraph-gap") * wordml.TWIPS_A_POINT)
    indent = round(number("noi-dung", "first-line") / 2.54 * 1440)
    line = round(number("noi-dung", "line-spacing") * 240)
    body = f'<w:spacing w:before="0" w:after="{gap}" w:line="{line}" w:lineRule="auto"/><w:ind w:firstLine="{indent}"/>'
    small_gap = '<w:spacing w:before="0" w:after="0"/>'
    yield _style("DVChuQuan", "DV Cơ quan chủ quản", "co-quan-chu-quan", small_gap)
    yield _style("DVCoQuan", "DV Cơ quan ban hành", "co-quan-ban-hanh", small_gap)
    yield _style("DVQuocHieu", "DV Quốc hiệu", "quoc-hieu", small_gap)
    yield _style("DVTieuNgu", "DV Tiêu ngữ", "tieu-ngu", small_gap)
    yield _style("DVSo", "DV Số, ký hiệu", "so-ky-hieu", small_gap)
    yield _style("DVDiaDanh", "DV Địa danh, ngày", "dia-danh-ngay", small_gap)
    yield _style("DVTenLoai", "DV Tên loại", "ten-loai", '<w:keepNext/><w:spacing w:before="360" w:after="0"/>')
    yield _style(wordml.SUBJECT, "DV Trích yếu", "trich-yeu", "<w:keepNext/>" + small_gap)
    yield _style(wordml.BASIS, "DV Căn cứ", "can-cu", body)
    yield _style(wordml.BODY, "DV Nội dung", "noi-dung", body)
    yield _style(wordml.HEADING_1, "DV Mục I.", "muc-la-ma", "<w:keepNext/>" + body, outline=0)
    yield _style(wordml.HEADING_2, "DV Mục 1. có tên", "khoan-co-ten", "<w:keepNext/>" + body, outline=1)
    yield _style(wordml.TABLE_CELL, "DV Ô bảng", None, '<w:spacing w:before="40" w:after="40"/>', size=13)
    yield _style("DVNoiNhan", "DV Nơi nhận", "noi-nhan-tu", "<w:keepNext/>" + small_gap)
    yield _style("DVNoiNhanDong", "DV Nơi nhận, từng dòng", "noi-nhan-dong", "<w:keepNext/>" + small_gap)
    yield _style("DVQuyenHan", "DV Quyền hạn, chức vụ", "quyen-han-chuc-vu", "<w:keepNext/>" + small_gap)
    yield _style("DVHoTen", "DV Họ tên người ký", "ho-ten", '<w:keepNext/><w:spacing w:before="1440" w:after="0"/>')
    yield _style("DVSoTrang", "DV Số trang", "so-trang", small_gap)
    yield _style(
        wordml.RULE, "DV Đường kẻ", None, '<w:spacing w:before="50" w:after="120" w:line="40" w:lineRule="exact"/>', size=2
    )


def _style(
    identity: str, name: str, component: str | None, paragraph: str, *, size: float | None = None, outline: int | None = None
) -> str:
    size = number(component, "size") if component else size or 0
    align = word(component, "align") if component and component != "so-trang" else "left"
    align = word("so-trang", "align") if component == "so-trang" else align
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    bold = "<w:b/>" if component and flag(component, "bold") else ""
    italic = "<w:i/>" if component and flag(component, "italic") else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{escape(name)}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}<w:jc w:val="{align}"/>{level}</w:pPr>'
        f'<w:rPr>{bold}{italic}<w:sz w:val="{_half(size)}"/><w:szCs w:val="{_half(size)}"/></w:rPr></w:style>'
    )


def _half(points: float) -> int:
    """Points as Word counts sizes: in halves."""
    return round(points * 2)


def _styled(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _loop(item: str, items: str, style: str, text: str) -> list[str]:
    return [_styled(style, f"{{%p for {item} in {items} %}}"), _styled(style, text), _styled(style, "{%p endfor %}")]


def _issuer_cell() -> str:
    return "".join([
        _styled("DVChuQuan", "{%p if parent %}"), _styled("DVChuQuan", "{{ parent }}"), _styled("DVChuQuan", "{%p endif %}"),
        *_loop("line", "issuer_lines", "DVCoQuan", "{{ line }}"), _styled(wordml.RULE, "{{p issuer_rule }}"),
    ])  # fmt: skip


def _motto_cell() -> str:
    motto = word("tieu-ngu", "text")
    length = line_width(motto, number("tieu-ngu", "size"), bold=True) * number("tieu-ngu", "rule-length")
    rule = wordml.rule(length, heading_columns()[1])
    return _styled("DVQuocHieu", word("quoc-hieu", "text")) + _styled("DVTieuNgu", motto) + rule


def _code_cell() -> str:
    return _styled("DVSo", "{{ code_line }}")


def _date_cell() -> str:
    return _styled("DVDiaDanh", "{{ place_and_date }}")


def _recipients_cell() -> str:
    return _styled("DVNoiNhan", "Nơi nhận:") + "".join(_loop("line", "recipients", "DVNoiNhanDong", "{{ line }}"))


def _signer_cell() -> str:
    return "".join([*_loop("line", "signing_lines", "DVQuyenHan", "{{ line }}"), _styled("DVHoTen", "{{ signer_name }}")])


def _table(columns: tuple[int, int], rows: list[list[str]]) -> str:
    """A borderless table whose rows never break across pages."""
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    made = []
    for row in rows:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for column, cell in zip(columns, row, strict=True)
        )
        made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
    )


def _section() -> str:
    edges = {side: mm(number("trang", f"margin-{side}")) for side in ("top", "right", "bottom", "left")}
    margins = " ".join(f'w:{side}="{value}"' for side, value in edges.items())
    header = mm(_HEADER_DISTANCE_MM)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/>'
        f'<w:pgSz w:w="{mm(number("trang", "width"))}" w:h="{mm(number("trang", "height"))}"/>'
        f'<w:pgMar {margins} w:header="{header}" w:footer="{header}" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _page_number_header() -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f'{_XML}<w:hdr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="DVSoTrang"/></w:pPr>{field}</w:p></w:hdr>'


def _empty_header() -> str:
    return f'{_XML}<w:hdr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="DVSoTrang"/></w:pPr></w:p></w:hdr>'


def _settings() -> str:
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", "15"), ("useWord2013TrackBottomHyphenation", "0"))
    )
    return f'{_XML}<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>{compat}</w:compat></w:settings>'


def _fonts() -> str:
    return (
        f'{_XML}<w:fonts {_NAMESPACES}><w:font w:name="{word("trang", "font")}"><w:panose1 w:val="02020603050405020304"/>'
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
        f'{_XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="dan_van"><a:themeElements>'
        f'<a:clrScheme name="dan_van">{scheme}</a:clrScheme><a:fontScheme name="dan_van"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="dan_van"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _core() -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
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
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _package_relations() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return (
        f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
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
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


if __name__ == "__main__":
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else resources.shipped_folder("templates")
    for path in build(destination):
        print(path)
