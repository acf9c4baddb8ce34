"""The checker: silent on what our templates make, names exactly the rule that is broken, right about offices' own papers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from dan_van import Library
from dan_van.checking import check
from dan_van.model import Severity
from dan_van.readers.wordparts import W
from tests.conftest import ROOT
from tests.example_papers import drafted

Trees = dict[str, Any]
Edit = Callable[[Trees], None]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example of every template, made into a Word file."""
    folder = tmp_path_factory.mktemp("văn bản")
    library = Library.open([ROOT / "corpus"], [ROOT / "templates"], folder / "index")
    return drafted(folder, library)


def findings(path: Path, library: Library) -> dict[str, str]:
    """Rule → message of the errors and warnings."""
    report = check(path, library.corpus)
    return {one.rule: f"{one.message} {one.place.part}" for one in report.findings if one.severity is not Severity.INFO}


def test_what_our_templates_make_passes(papers: dict[str, Path], library: Library) -> None:
    assert len(papers) == 71
    assert {name: found for name, path in papers.items() if (found := findings(path, library))} == {}


# One rule broken at a time ---------------------------------------------------------------------------------------------


def changed(source: Path, target: Path, *edits: Edit) -> Path:
    """A copy of a Word file with its parts edited."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        trees = {name: etree.fromstring(old.read(name)) for name in old.namelist() if name.endswith(".xml")}
        for edit in edits:
            edit(trees)
        for name in old.namelist():
            new.writestr(name, etree.tostring(trees[name]) if name in trees else old.read(name))
    return target


def _set(properties: Any, name: str, **values: str) -> None:
    for old in properties.findall(W + name):
        properties.remove(old)
    etree.SubElement(properties, W + name, {W + key: value for key, value in values.items()})


def _child(element: Any, name: str) -> Any:
    found = element.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        element.insert(0 if name in ("pPr", "rPr") and element.tag != W + "style" else len(element), found)
    return found


def style(name: str, of: str, prop: str, **values: str) -> Edit:
    """Change a property (``of``: rPr or pPr) of a paragraph style."""

    def edit(trees: Trees) -> None:
        found = next(one for one in trees["word/styles.xml"].iter(W + "style") if one.get(W + "styleId") == name)
        _set(_child(found, of), prop, **values)

    return edit


def size(name: str, points: float) -> Edit:
    return style(name, "rPr", "sz", val=str(int(points * 2)))


def inherited(name: str, of: str, prop: str, **values: str) -> Edit:
    """The same, in a new style that the paragraph's style is based on, its own word taken away."""

    def edit(trees: Trees) -> None:
        root = trees["word/styles.xml"]
        found = next(one for one in root.iter(W + "style") if one.get(W + "styleId") == name)
        own = found.find(W + of)
        for old in own.findall(W + prop) if own is not None else ():
            own.remove(old)
        base = etree.SubElement(root, W + "style", {W + "type": "paragraph", W + "styleId": "Nen"})
        parent = found.find(W + "basedOn")
        etree.SubElement(base, W + "basedOn", {W + "val": parent.get(W + "val")})
        parent.set(W + "val", "Nen")
        _set(_child(base, of), prop, **values)

    return edit


def _said(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t")).replace("\u00a0", " ")


def _runs(trees: Trees, words: str) -> list[Any]:
    return [run for run in trees["word/document.xml"].iter(W + "r") if words in _said(run)]


def run(words: str, prop: str, **values: str) -> Edit:
    """Change a property of the runs that hold these words."""

    def edit(trees: Trees) -> None:
        found = _runs(trees, words)
        assert found, words
        for one in found:
            _set(_child(one, "rPr"), prop, **values)

    return edit


def character_style(words: str, prop: str, **values: str) -> Edit:
    """Put the runs that hold these words in a character style with a property."""

    def edit(trees: Trees) -> None:
        base = etree.SubElement(trees["word/styles.xml"], W + "style", {W + "type": "character", W + "styleId": "Chu"})
        _set(_child(base, "rPr"), prop, **values)
        found = _runs(trees, words)
        assert found, words
        for one in found:
            properties = _child(one, "rPr")
            properties.insert(0, etree.Element(W + "rStyle", {W + "val": "Chu"}))

    return edit


def paragraph(words: str, prop: str, **values: str) -> Edit:
    """Change a property of the paragraph that holds these words."""

    def edit(trees: Trees) -> None:
        for one in trees["word/document.xml"].iter(W + "p"):
            if words in _said(one):
                _set(_child(one, "pPr"), prop, **values)
                return
        raise AssertionError(words)

    return edit


def words(old: str, new: str) -> Edit:
    """Write a line otherwise; an empty ``new`` takes its paragraph out."""

    def edit(trees: Trees) -> None:
        for one in list(trees["word/document.xml"].iter(W + "p")):
            texts = list(one.iter(W + "t"))
            whole = _said(one)
            if old in whole:
                if not new:
                    one.getparent().remove(one)
                else:
                    texts[0].text, rest = whole.replace(old, new), texts[1:]
                    for text in rest:
                        text.text = ""
                return
        raise AssertionError(old)

    return edit


def page(element: str, **values: str) -> Edit:
    """Change the paper or the margins."""

    def edit(trees: Trees) -> None:
        for one in trees["word/document.xml"].iter(W + element):
            for key, value in values.items():
                one.set(W + key, value)

    return edit


def no_first_page(trees: Trees) -> None:
    for one in list(trees["word/document.xml"].iter(W + "titlePg")):
        one.getparent().remove(one)


def numbers_below(trees: Trees) -> None:
    for one in trees["word/document.xml"].iter(W + "headerReference"):
        one.tag = W + "footerReference"


def default_font(trees: Trees) -> None:
    for one in trees["word/styles.xml"].iter(W + "rFonts"):
        for key in list(one.attrib):
            one.set(key, "Arial")


def theme_font(trees: Trees) -> None:
    for one in trees["word/styles.xml"].iter(W + "rFonts"):
        one.attrib.clear()
        one.set(W + "asciiTheme", "minorHAnsi")
        one.set(W + "hAnsiTheme", "minorHAnsi")
    for one in trees["word/theme/theme1.xml"].iter():
        if one.tag.endswith("}latin"):
            one.set("typeface", "Calibri")


def no_rule(after: str) -> Edit:
    """Take away the line drawn below some words."""

    def edit(trees: Trees) -> None:
        seen = False
        for one in trees["word/document.xml"].iter(W + "p"):
            seen = seen or after in _said(one)
            border = one.find(f"{W}pPr/{W}pBdr")
            if seen and border is not None:
                border.getparent().remove(border)
                return
        raise AssertionError(after)

    return edit


KH, QD, CV, MANY = "ke-hoach", "quyet-dinh", "cong-van", "cong-van-nhieu-noi-nhan"
SUBJECT = "Tuyên truyền, vận động"
BASIS = "Căn cứ Luật Tổ chức chính quyền địa phương"
OFF = {"val": "0"}

MUTATIONS: list[tuple[str, Edit, str]] = [
    # paper and margins
    (KH, page("pgSz", w="12240"), "trang-rong"), (KH, page("pgSz", h="15840"), "trang-cao"),
    (KH, page("pgMar", top="850"), "le-tren"), (KH, page("pgMar", top="1700"), "le-tren"),
    (KH, page("pgMar", bottom="850"), "le-duoi"), (KH, page("pgMar", bottom="1700"), "le-duoi"),
    (KH, page("pgMar", left="1134"), "le-trai"), (KH, page("pgMar", left="2268"), "le-trai"),
    (KH, page("pgMar", right="567"), "le-phai"), (KH, page("pgMar", right="1440"), "le-phai"),
    # fonts and colours
    (KH, default_font, "phong-chu"), (KH, theme_font, "phong-chu"), (KH, run(SUBJECT, "rFonts", ascii="Arial", hAnsi="Arial"), "phong-chu"),
    (KH, character_style(BASIS, "rFonts", ascii="Tahoma", hAnsi="Tahoma"), "phong-chu"),
    (KH, style("DVNoiDung", "rPr", "rFonts", ascii="VNI-Times", hAnsi="VNI-Times"), "phong-chu"),
    (KH, run(SUBJECT, "color", val="FF0000"), "mau-chu"), (KH, style("DVCanCu", "rPr", "color", val="1F497D"), "mau-chu"),
    (QD, character_style("Điều 1", "color", val="0070C0"), "mau-chu"),
    # page numbers
    (KH, no_first_page, "so-trang-trang-dau"), (KH, numbers_below, "so-trang-vi-tri"),
    (KH, style("DVSoTrang", "pPr", "jc", val="right"), "so-trang-can"),
    # sizes
    *((KH, size(name, points), rule) for name, points, rule in (
        ("DVQuocHieu", 14, "quoc-hieu-co-chu"), ("DVQuocHieu", 11, "quoc-hieu-co-chu"), ("DVTieuNgu", 12, "tieu-ngu-co-chu"),
        ("DVTieuNgu", 15, "tieu-ngu-co-chu"), ("DVCoQuan", 14, "co-quan-co-chu"), ("DVCoQuan", 11, "co-quan-co-chu"),
        ("DVSo", 14, "so-ky-hieu-co-chu"), ("DVSo", 12, "so-ky-hieu-co-chu"), ("DVDiaDanh", 12, "dia-danh-co-chu"),
        ("DVDiaDanh", 15, "dia-danh-co-chu"), ("DVTenLoai", 16, "ten-loai-co-chu"), ("DVTenLoai", 12, "ten-loai-co-chu"),
        ("DVTrichYeu", 12, "trich-yeu-co-chu"), ("DVTrichYeu", 16, "trich-yeu-co-chu"), ("DVCanCu", 12, "can-cu-co-chu"),
        ("DVCanCu", 15, "can-cu-co-chu"), ("DVNoiDung", 12, "noi-dung-co-chu"), ("DVNoiDung", 15, "noi-dung-co-chu"),
        ("DVMucLaMa", 12, "muc-la-ma-co-chu"), ("DVMucLaMa", 16, "muc-la-ma-co-chu"), ("DVQuyenHan", 12, "quyen-han-co-chu"),
        ("DVHoTen", 12, "ho-ten-co-chu"), ("DVHoTen", 16, "ho-ten-co-chu"), ("DVNoiNhan", 13, "noi-nhan-co-chu"),
        ("DVNoiNhan", 11, "noi-nhan-co-chu"), ("DVNoiNhanDong", 12, "noi-nhan-dong-co-chu"), ("DVNoiNhanDong", 10, "noi-nhan-dong-co-chu"),
    )),
    (QD, run("Điều 1.", "sz", val="24"), "dieu-co-chu"), (QD, run("Điều 1.", "sz", val="32"), "dieu-co-chu"), (QD, size("DVThamQuyen", 12), "tham-quyen-co-chu"),
    (QD, size("DVLoiQuyetDinh", 16), "loi-quyet-dinh-co-chu"), (CV, size("DVTrichYeuCongVan", 14), "trich-yeu-cong-van-co-chu"),
    (CV, size("DVKinhGui", 12), "kinh-gui-co-chu"), (CV, size("DVKinhGui", 16), "kinh-gui-co-chu"),
    (KH, run("KẾ HOẠCH", "sz", val="36"), "ten-loai-co-chu"), (KH, character_style(SUBJECT, "sz", val="22"), "trich-yeu-co-chu"),
    (KH, inherited("DVSo", "rPr", "sz", val="30"), "so-ky-hieu-co-chu"), (KH, inherited("DVHoTen", "rPr", "sz", val="22"), "ho-ten-co-chu"),
    # bold
    *((KH, style(name, "rPr", "b", **OFF), rule) for name, rule in (
        ("DVQuocHieu", "quoc-hieu-dam"), ("DVTieuNgu", "tieu-ngu-dam"), ("DVCoQuan", "co-quan-dam"), ("DVTenLoai", "ten-loai-dam"),
        ("DVTrichYeu", "trich-yeu-dam"), ("DVMucLaMa", "muc-la-ma-dam"), ("DVQuyenHan", "quyen-han-dam"), ("DVHoTen", "ho-ten-dam"),
        ("DVNoiNhan", "noi-nhan-dam"),
    )),
    *((KH, style(name, "rPr", "b"), rule) for name, rule in (
        ("DVSo", "so-ky-hieu-dam"), ("DVDiaDanh", "dia-danh-dam"), ("DVCanCu", "can-cu-dam"), ("DVNoiNhanDong", "noi-nhan-dong-dam"),
    )),
    (CV, style("DVTrichYeuCongVan", "rPr", "b"), "trich-yeu-cong-van-dam"), (CV, style("DVKinhGui", "rPr", "b"), "kinh-gui-dam"),
    (QD, style("DVThamQuyen", "rPr", "b", **OFF), "tham-quyen-dam"), (QD, style("DVLoiQuyetDinh", "rPr", "b", **OFF), "loi-quyet-dinh-dam"),
    (KH, run("Số: ", "b"), "so-ky-hieu-dam"), (KH, run("KẾ HOẠCH", "b", **OFF), "ten-loai-dam"),
    (KH, character_style("KẾ HOẠCH", "b"), "ten-loai-dam"),  # bold turned round by a bold character style
    (KH, character_style(BASIS, "b"), "can-cu-dam"), (KH, inherited("DVTrichYeu", "rPr", "b", val="false"), "trich-yeu-dam"),
    (KH, inherited("DVQuocHieu", "rPr", "b", val="off"), "quoc-hieu-dam"),
    # italic
    *((KH, style(name, "rPr", "i"), rule) for name, rule in (
        ("DVQuocHieu", "quoc-hieu-nghieng"), ("DVTieuNgu", "tieu-ngu-nghieng"), ("DVCoQuan", "co-quan-nghieng"), ("DVSo", "so-ky-hieu-nghieng"),
        ("DVTenLoai", "ten-loai-nghieng"), ("DVTrichYeu", "trich-yeu-nghieng"), ("DVMucLaMa", "muc-la-ma-nghieng"),
        ("DVQuyenHan", "quyen-han-nghieng"), ("DVHoTen", "ho-ten-nghieng"), ("DVNoiNhanDong", "noi-nhan-dong-nghieng"),
    )),
    *((KH, style(name, "rPr", "i", **OFF), rule) for name, rule in (
        ("DVDiaDanh", "dia-danh-nghieng"), ("DVCanCu", "can-cu-nghieng"), ("DVNoiNhan", "noi-nhan-nghieng"),
    )),
    (CV, style("DVTrichYeuCongVan", "rPr", "i"), "trich-yeu-cong-van-nghieng"), (CV, style("DVKinhGui", "rPr", "i"), "kinh-gui-nghieng"),
    (QD, style("DVThamQuyen", "rPr", "i"), "tham-quyen-nghieng"), (QD, style("DVLoiQuyetDinh", "rPr", "i"), "loi-quyet-dinh-nghieng"),
    (KH, run(BASIS, "i", **OFF), "can-cu-nghieng"), (KH, character_style("ngày 23 tháng 11", "i"), "dia-danh-nghieng"),
    (KH, inherited("DVNoiNhan", "rPr", "i", val="0"), "noi-nhan-nghieng"),
    # capitals
    (KH, words("Nguyễn Văn A", "NGUYỄN VĂN A"), "ho-ten-kieu-chu"),
    # alignment
    *((KH, style(name, "pPr", "jc", val="left"), rule) for name, rule in (
        ("DVTieuNgu", "tieu-ngu-can"), ("DVCoQuan", "co-quan-can"), ("DVSo", "so-ky-hieu-can"), ("DVHoTen", "ho-ten-can"), ("DVQuyenHan", "quyen-han-can"),
    )),
    (KH, style("DVNoiDung", "pPr", "jc", val="left"), "noi-dung-can"), (KH, style("DVNoiNhanDong", "pPr", "jc", val="center"), "noi-nhan-dong-can"),
    (QD, style("DVLoiQuyetDinh", "pPr", "jc", val="left"), "loi-quyet-dinh-can"), (QD, run("Điều 1.", "b", **OFF), "dieu-dam"),
    (KH, inherited("DVNoiDung", "pPr", "jc", val="left"), "noi-dung-can"),
    # spacing
    (KH, style("DVNoiDung", "pPr", "ind", firstLine="0"), "noi-dung-thut"), (KH, style("DVNoiDung", "pPr", "ind", firstLine="1440"), "noi-dung-thut"),
    (KH, style("DVNoiDung", "pPr", "spacing", before="0", after="0"), "noi-dung-cach-doan"),
    (KH, style("DVNoiDung", "pPr", "spacing", before="0", after="120", line="480", lineRule="auto"), "noi-dung-cach-dong"),
    # words
    (KH, words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM."), "quoc-hieu-loi"),
    (KH, words("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc"), "tieu-ngu-loi"),
    (KH, words("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc"), "tieu-ngu-loi"),
    (KH, words("Số: 05", "Số 05"), "so-ky-hieu-chu-so"), (KH, words("Số: 05", "Số: 5"), "so-ky-hieu-hai-chu-so"),
    (KH, words("05/KH-UBND", "05 / KH-UBND"), "so-ky-hieu-gach-noi"), (KH, words("05/KH-UBND", "05/KH - UBND"), "so-ky-hieu-gach-noi"),
    (KH, words("05/KH-UBND", "05/KH–UBND"), "so-ky-hieu-gach-noi"), (KH, words("05/KH-UBND", "05/2026/KH-UBND"), "so-ky-hieu-khong-nam"),
    (KH, words("05/KH-UBND", "05/BC-UBND"), "ky-hieu-khac-ten-loai"), (QD, words("/QĐ-UBND", "/QyĐ-UBND"), "ky-hieu-khac-ten-loai"),
    (KH, words("Tân Thanh, ngày", "Tân Thanh ngày"), "dia-danh-dau-phay"),
    (KH, words("ngày 23 tháng 11", "ngày 3 tháng 11"), "ngay-hai-chu-so"), (KH, words("tháng 11 năm", "tháng 09 năm"), "thang-hai-chu-so"),
    (KH, words("tháng 11 năm", "tháng 2 năm"), "thang-hai-chu-so"),
    (KH, words("Nơi nhận:", "Nơi nhận"), "noi-nhan-hai-cham"), (KH, words("- Lưu: VT, VP.", "- Lưu: VT, VP;"), "noi-nhan-dong-cuoi"),
    (KH, words("- Trưởng các thôn;", "- Trưởng các thôn,"), "noi-nhan-dong-het"), (KH, words("- Lưu: VT, VP.", "- Văn phòng."), "noi-nhan-luu"),
    (KH, words("TM. ỦY BAN NHÂN DÂN", "T/M ỦY BAN NHÂN DÂN"), "quyen-han-chu-tat"), (CV, words("KT. CHỦ TỊCH", "KT CHỦ TỊCH"), "quyen-han-chu-tat"),
    (KH, words("Nguyễn Văn A", "ThS. Nguyễn Văn A"), "ho-ten-hoc-vi"),
    (KH, words("Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.", "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội;"), "can-cu-het"),
    (KH, words("ngày 10 tháng 11 năm 2022;", "ngày 10 tháng 11 năm 2022."), "can-cu-het-dong"),
    # what is drawn, what is missing
    (KH, no_rule("Hạnh phúc"), "tieu-ngu-gach"), (KH, no_rule("XÃ TÂN THANH"), "co-quan-gach"), (KH, no_rule(SUBJECT), "trich-yeu-gach"),
    (KH, run("Hạnh phúc", "u", val="single"), "tieu-ngu-gach"),
    (KH, words("Số: 05/KH-UBND", ""), "thieu-so-ky-hieu"), (KH, words("Tân Thanh, ngày", ""), "thieu-dia-danh-ngay"),
    (KH, words("Độc lập", ""), "tieu-ngu-loi"),
    # habits
    (KH, size("DVDiaDanh", 13), "co-chu-khong-cung-bo"), (KH, size("DVTieuNgu", 13), "co-chu-khong-cung-bo"),
    (KH, words("1. Mỗi gia đình", "a. Mỗi gia đình"), "dieu-lam-le"), (KH, words("1. Mỗi gia đình", "b/ Mỗi gia đình"), "dieu-lam-le"),
    (KH, words("1. Mỗi gia đình", "f) Mỗi gia đình"), "diem-chu-cai"), (KH, words("1. Mỗi gia đình", "• Mỗi gia đình"), "dau-dau-dong"),
    (MANY, words("- Trưởng các thôn trên địa bàn xã.", "- Trưởng các thôn trên địa bàn xã;"), "kinh-gui-het"),
    (MANY, words("- Công an xã, Ban Chỉ huy Quân sự xã;", "- Công an xã, Ban Chỉ huy Quân sự xã,"), "kinh-gui-het-dong"),
    (CV, words("Kính gửi:", "Kính gửi"), "kinh-gui-loi"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edit", "rule"), MUTATIONS, ids=[f"{n}-{rule}" for n, (_, _, rule) in enumerate(MUTATIONS)])
def test_a_broken_rule_is_named_and_no_other(
    name: str, edit: Edit, rule: str, papers: dict[str, Path], library: Library, tmp_path: Path
) -> None:
    assert set(findings(changed(papers[name], tmp_path / "sai.docx", edit), library)) == {rule}


def test_the_mutations_are_many() -> None:
    assert len(MUTATIONS) >= 150
    assert len({rule for _, _, rule in MUTATIONS}) > 85


# Papers as offices make them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        # each finding was looked at on the rendered page
        ("ke-hoach-truong-thpt-2026.docx", {"can-cu-nghieng", "can-cu-het", "co-chu-khong-cung-bo"}),
        ("bao-cao-tuan-xa-2026.docx", {"co-quan-co-chu", "thieu-so-ky-hieu", "thieu-noi-nhan-tu"}),
        ("nghi-quyet-tinh-uy-2026.docx", {"tu-ngu-cu"}),
    ],
)
def test_real_papers_of_offices(name: str, rules: set[str], shared: Path, library: Library) -> None:
    assert set(findings(shared / "data" / "office-docx" / name, library)) == rules


def typed(path: Path, lines: list[tuple[str, str]], margins: str = "1134,1134,1701,1134") -> Path:
    """A paper typed without tables or styles: (format, words) a line; the format has b, i, c(entre), j(ustify), a size."""
    body = []
    for look, said in lines:
        size = "".join(letter for letter in look if letter.isdigit()) or "14"
        letters = "".join(f"<w:{mark}/>" for mark in "bi" if mark in look)
        align = "center" if "c" in look else "both" if "j" in look else "left"
        indent = '<w:spacing w:after="120"/><w:ind w:firstLine="720"/>' if "j" in look else ""
        runs = f"<w:r><w:rPr>{letters}</w:rPr><w:tab/></w:r>".join(
            f'<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>{letters}<w:sz w:val="{int(size) * 2}"/></w:rPr>'
            f'<w:t xml:space="preserve">{piece}</w:t></w:r>'
            for piece in said.split("\t")
        )
        body.append(f'<w:p><w:pPr>{indent}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>')
    top, bottom, left, right = margins.split(",")
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:bottom="{bottom}" w:left="{left}" w:right="{right}"/></w:sectPr>'
    )
    space = W[1:-1]
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{"".join(body)}{section}</w:body></w:document>'
        )
    return path


LETTER = [
    ("b13", "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("b13", "XÃ TÂN THANH\tĐộc lập - Tự do - Hạnh phúc"),
    ("c13", "––––––––––––––"),
    ("13", "Số: 7/UBND-VX\tTân Thanh ngày 5 tháng 03 năm 2026"),
    ("13", "V/v báo cáo công tác dân vận"),
    ("c14", "Kính gửi: Đảng ủy xã Tân Thanh"),
    (
        "j14",
        "Thực hiện chỉ đạo của Đảng ủy, Ủy ban nhân dân xã báo cáo tình hình công tác dân vận quý I năm 2026 trên địa bàn như sau.",
    ),
    ("bi12", "Nơi nhận:"),
    ("11", "- Như trên;"),
    ("11", "- Lưu VT;"),
    ("bc14", "T/M ỦY BAN NHÂN DÂN"),
    ("bc14", "CHỦ TỊCH"),
    ("bc14", "TS. Nguyễn Văn A"),
]


def test_a_heading_laid_out_with_tabs_is_read(library: Library, tmp_path: Path) -> None:
    report = check(typed(tmp_path / "công văn gõ tay.docx", LETTER), library.corpus)
    assert (report.family, report.type) == ("hanh-chinh", "cong-van")
    assert {one.rule for one in report.findings if one.severity is not Severity.INFO} == {
        "so-ky-hieu-hai-chu-so", "dia-danh-dau-phay", "dia-danh-nghieng", "ngay-hai-chu-so", "thang-hai-chu-so",
        "noi-nhan-dong-cuoi", "co-chu-khong-cung-bo", "quyen-han-chu-tat", "ho-ten-hoc-vi", "tieu-ngu-gach", "co-quan-gach",
    }  # fmt: skip


def test_what_is_no_official_paper_is_not_judged_as_one(library: Library, tmp_path: Path) -> None:
    report = check(typed(tmp_path / "thư.docx", [("14", "Chào các bác,"), ("14", "Mai họp thôn nhé.")]), library.corpus)
    assert report.clean
    assert any("không coi đây là văn bản hành chính" in said for said in report.unchecked)


# The command -----------------------------------------------------------------------------------------------------------


def test_the_command_tells_and_exits(papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path) -> None:
    wrong = changed(papers[KH], tmp_path / "kế hoạch sai.docx", page("pgMar", left="1134"))
    ran = dan_van("check", papers[KH])
    assert ran.status == 0
    assert "không thấy chỗ nào phải sửa" in ran.out
    ran = dan_van("check", wrong)
    assert ran.status == 1
    for said in (
        "1 lỗi",
        "Lề trái là 20 mm, phải từ 30 đến 35 mm.",
        "[le-trai]",
        "Đặt lề trái",
        "Nghị định 30/2020/NĐ-CP",
        "Chưa kiểm tra:",
    ):
        assert said in ran.out
    ran = dan_van("check", papers[KH], wrong)
    assert ran.status == 1
    assert "2 tệp: 1 tệp không có lỗi, 1 tệp cần sửa, 0 tệp không đọc được." in ran.out


def test_the_json_has_its_published_shape(papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path) -> None:
    wrong = changed(papers[KH], tmp_path / "sai.docx", page("pgMar", left="1134"))
    [told] = json.loads(dan_van("check", wrong, "--json").out)["files"]
    assert set(told) == {"file", "family", "type", "findings", "checked", "unchecked"}
    assert (told["family"], told["type"]) == ("hanh-chinh", "ke-hoach")
    [finding] = [one for one in told["findings"] if one["severity"] != "info"]
    assert set(finding) == {"rule", "severity", "message", "remedy", "where", "source", "fixable"}
    assert (finding["rule"], finding["severity"]) == ("le-trai", "error")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hỏng.docx", b"PK\x03\x04 not a zip"), ("rỗng.docx", b""), ("giả.docx", b"\x00\x01\x02" * 100),
        ("không có.docx", None), ("trang.pdf", b"%PDF-1.4 broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_line_and_stops_nothing(
    name: str, content: bytes | None, papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = dan_van("check", tmp_path / name, papers[KH])
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert name in ran.err
    assert "không thấy chỗ nào phải sửa" in ran.out
    told = json.loads(dan_van("check", tmp_path / name, papers[KH], "--json").out)["files"]
    assert [sorted(one) for one in told if "error" in one] == [["error", "file"]]


def test_a_draft_is_checked_for_its_citations(dan_van: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "bản thảo.md").write_text("Thực hiện Chỉ thị số 33/CT-TTg ngày 16/11/2021 của Thủ tướng Chính phủ.\n", "utf-8")
    ran = dan_van("check", tmp_path / "bản thảo.md")
    assert ran.status == 1
    assert "sai-ngay" in ran.out
    assert "thể thức: chỉ kiểm tra được ở tệp Word" in ran.out


def test_a_law_is_not_held_to_the_decree_on_papers(shared: Path, library: Library) -> None:
    path = sorted((shared / "data" / "vbpl-docx").glob("*.docx"))[0]
    report = check(path, library.corpus)
    assert any("văn bản quy phạm pháp luật" in said for said in report.unchecked)
    assert not any(finding.rule.startswith(("le-", "thieu-", "quoc-hieu")) for finding in report.findings)
