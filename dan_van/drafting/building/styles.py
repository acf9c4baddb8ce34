"""The styles part of a family's papers: document defaults and one paragraph style a component, all from the rule table."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from dan_van.drafting import wordml
from dan_van.drafting.building.parts import NAMESPACES, XML
from dan_van.layout import flag, has, number, rule, word

_NO_GAP = '<w:spacing w:before="0" w:after="0"/>'


def styles(family: str) -> str:
    """The styles part."""
    font, size = word("trang", "font", family), _half(number("noi-dung", "size", family))
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f'<w:color w:val="{word("trang", "color", family)}"/><w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
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
    return f"{XML}<w:styles {NAMESPACES}>{defaults}{normal}{''.join(_Sheet(family).rows())}</w:styles>"


class _Sheet:
    """The paragraph styles of one family."""

    def __init__(self, family: str) -> None:
        self.family = family
        gap = _twips(number("noi-dung", "paragraph-gap", family))
        indent = round(number("noi-dung", "first-line", family) / 2.54 * 1440)
        if has("noi-dung", "line-exactly", family):
            line = f'w:line="{_twips(number("noi-dung", "line-exactly", family))}" w:lineRule="exact"'
        else:
            line = f'w:line="{round(number("noi-dung", "line-spacing", family) * 240)}" w:lineRule="auto"'
        self.spacing = f'<w:spacing w:before="0" w:after="{gap}" {line}/>'
        self.body = f'{self.spacing}<w:ind w:firstLine="{indent}"/>'
        self.gap = gap

    def rows(self) -> Iterator[str]:
        """All styles, in the order of the page."""
        yield from self._heading()
        yield from self._text()
        yield from self._ending()

    def _heading(self) -> Iterator[str]:
        letter_gap = _twips(number("trich-yeu-cong-van", "space-before", self.family))
        yield self._style("DVChuQuan", "DV Cơ quan chủ quản", "co-quan-chu-quan", _NO_GAP)
        yield self._style("DVCoQuan", "DV Cơ quan ban hành", "co-quan-ban-hanh", _NO_GAP)
        if self.family == "dang":
            yield self._style("DVTieuDeDang", "DV Tiêu đề Đảng", "tieu-de-dang", _NO_GAP)
            yield self._style("DVDauSao", "DV Dấu sao", None, _NO_GAP, size=14, align="center")
        else:
            yield self._style("DVQuocHieu", "DV Quốc hiệu", "quoc-hieu", _NO_GAP)
            yield self._style("DVTieuNgu", "DV Tiêu ngữ", "tieu-ngu", _NO_GAP)
        yield self._style("DVSo", "DV Số, ký hiệu", "so-ky-hieu", _NO_GAP)
        yield self._style("DVDiaDanh", "DV Địa danh, ngày", "dia-danh-ngay", _NO_GAP)
        yield self._style(
            "DVTrichYeuCongVan",
            "DV Trích yếu công văn",
            "trich-yeu-cong-van",
            f'<w:spacing w:before="{letter_gap}" w:after="0"/>',
        )
        yield self._framed("DVDoKhan", "DV Độ khẩn", "do-khan")
        yield self._framed("DVLuuHanh", "DV Phạm vi lưu hành", "pham-vi-luu-hanh")
        yield self._style("DVTenLoai", "DV Tên loại", "ten-loai", '<w:keepNext/><w:spacing w:before="360" w:after="0"/>')
        yield self._style(wordml.SUBJECT, "DV Trích yếu", "trich-yeu", "<w:keepNext/>" + _NO_GAP)
        if self.family == "ban-sao":
            yield self._style("DVHinhThucSao", "DV Hình thức sao", "hinh-thuc-sao", _NO_GAP)

    def _text(self) -> Iterator[str]:
        around = f'<w:keepNext/><w:spacing w:before="{self.gap}" w:after="{self.gap}"/>'
        above = f'<w:keepNext/><w:spacing w:before="{self.gap}" w:after="0"/>'
        yield self._style(wordml.TO, "DV Kính gửi", "kinh-gui", _NO_GAP)
        yield self._style("DVThamQuyen", "DV Thẩm quyền ban hành", "tham-quyen-ban-hanh", around)
        yield self._style(wordml.BASIS, "DV Căn cứ", "can-cu", self.body)
        yield self._style("DVLoiQuyetDinh", "DV QUYẾT ĐỊNH:", "loi-quyet-dinh", around)
        yield self._style(wordml.BODY, "DV Nội dung", "noi-dung", self.body)
        yield self._style(wordml.PART, "DV Phần, Chương", "phan-chuong", above, outline=0)
        yield self._style(
            wordml.PART_TITLE, "DV Tên phần, chương", "ten-phan-chuong", "<w:keepNext/>" + self.spacing, outline=0
        )
        yield self._style(wordml.SECTION, "DV Mục, Tiểu mục", "muc-tieu-muc", above, outline=1)
        yield self._style(
            wordml.SECTION_TITLE, "DV Tên mục, tiểu mục", "ten-muc-tieu-muc", "<w:keepNext/>" + self.spacing, outline=1
        )
        yield self._style(wordml.ARTICLE, "DV Điều", "dieu", "<w:keepNext/>" + self.body, outline=2)
        yield self._style(wordml.HEADING_1, "DV Mục I.", "muc-la-ma", "<w:keepNext/>" + self.body, outline=0)
        yield self._style(wordml.HEADING_2, "DV Mục 1. có tên", "khoan-co-ten", "<w:keepNext/>" + self.body, outline=1)
        cell = '<w:spacing w:before="40" w:after="40"/>'
        yield self._style(wordml.TABLE_CELL, "DV Ô bảng", None, cell, size=wordml.CELL_SIZE)

    def _ending(self) -> Iterator[str]:
        keep = "<w:keepNext/>" + _NO_GAP
        room = _twips(number("chu-ky", "space-before", self.family))
        authority = "quyen-han" if self.family == "dang" else "quyen-han-chuc-vu"
        yield self._style("DVNoiNhan", "DV Nơi nhận", "noi-nhan-tu", keep)
        yield self._style("DVNoiNhanDong", "DV Nơi nhận, từng dòng", "noi-nhan-dong", keep)
        yield self._style(
            "DVNguoiSoan", "DV Người soạn, số bản", "nguoi-soan", f'<w:keepNext/><w:spacing w:before="{self.gap}" w:after="0"/>'
        )
        yield self._style("DVQuyenHan", "DV Quyền hạn", authority, keep)
        yield self._style("DVChucVu", "DV Chức vụ", "quyen-han-chuc-vu", keep)
        yield self._style("DVHoTen", "DV Họ tên người ký", "ho-ten", f'<w:keepNext/><w:spacing w:before="{room}" w:after="0"/>')
        yield self._style(wordml.ANNEX, "DV Phụ lục", "phu-luc", keep, outline=0)
        yield self._style(wordml.ANNEX_TITLE, "DV Tên phụ lục", "ten-phu-luc", keep, outline=0)
        yield self._style(wordml.WITH, "DV Kèm theo", "kem-theo", _NO_GAP)
        yield self._style("DVSoTrang", "DV Số trang", "so-trang", _NO_GAP)
        thin = '<w:spacing w:before="50" w:after="120" w:line="40" w:lineRule="exact"/>'
        yield self._style(wordml.RULE, "DV Đường kẻ", None, thin, size=2)
        yield self._style(
            wordml.END, "DV Hết phần", None, '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>', size=1
        )

    def _framed(self, identity: str, name: str, component: str) -> str:
        colour = f' w:color="{_colour(component, self.family)}"'
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="3"{colour}/>' for side in ("top", "left", "bottom", "right")
        )
        return self._style(identity, name, component, f'<w:pBdr>{sides}</w:pBdr><w:spacing w:before="{self.gap}" w:after="0"/>')

    def _style(
        self,
        identity: str,
        name: str,
        component: str | None,
        paragraph: str,
        *,
        size: float = 0,
        align: str = "left",
        outline: int | None = None,
    ) -> str:
        family, looks = self.family, ""
        if component:
            size = number(component, "size", family)
            align = _word(component, "align", family) or align
            looks = "".join(mark for mark, look in _LOOKS if flag(component, look, family))
            colour = _colour(component, family)
            looks += f'<w:color w:val="{colour}"/>' if colour != word("trang", "color") else ""
        underline = '<w:u w:val="single"/>' if component and flag(component, "underline", family) else ""
        level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{escape(name)}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}<w:jc w:val="{align}"/>{level}</w:pPr>'
            f'<w:rPr>{looks}<w:sz w:val="{_half(size)}"/><w:szCs w:val="{_half(size)}"/>{underline}</w:rPr></w:style>'
        )


_LOOKS = (("<w:b/>", "bold"), ("<w:i/>", "italic"))


def _word(component: str, property: str, family: str) -> str | None:
    try:
        return str(rule(component, property, family).default)
    except KeyError:
        return None


def _colour(component: str, family: str) -> str:
    return _word(component, "color", family) or word("trang", "color", family)


def _twips(points: float) -> int:
    return round(points * wordml.TWIPS_A_POINT)


def _half(points: float) -> int:
    """Points as Word counts sizes: in halves."""
    return round(points * 2)
