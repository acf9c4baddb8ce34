"""Repairs: nothing mechanical is left, nothing else is touched, a second run changes nothing; comments stand at the lines."""

from __future__ import annotations

import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from dan_van import Library, office_suite, readers
from dan_van.checking import check
from dan_van.checking.copies import annotate, repair
from dan_van.errors import DanVanError
from dan_van.model import Severity
from dan_van.readers.wordparts import W
from tests.test_check import (
    CV,
    KH,
    LETTER,
    MUTATIONS,
    QD,
    Edit,
    changed,
    findings,
    no_first_page,
    numbers_below,
    page,
    papers,
    run,
    style,
    typed,
    words,
)  # fmt: skip

__all__ = ["papers"]  # a fixture

WORDED = {
    "quoc-hieu-loi", "tieu-ngu-loi", "so-ky-hieu-chu-so", "so-ky-hieu-hai-chu-so", "so-ky-hieu-gach-noi", "dia-danh-dau-phay",
    "ngay-hai-chu-so", "thang-hai-chu-so", "noi-nhan-hai-cham", "noi-nhan-dong-cuoi", "noi-nhan-dong-het", "quyen-han-chu-tat",
    "can-cu-het", "can-cu-het-dong", "dieu-lam-le", "dau-dau-dong", "kinh-gui-het", "kinh-gui-het-dong", "kinh-gui-loi",
}  # fmt: skip
"""Repairs of marks and figures: the only ones that may change what a reader reads."""
A_PERSONS = {
    "ho-ten-kieu-chu", "so-ky-hieu-khong-nam", "ky-hieu-khac-ten-loai", "noi-nhan-luu", "ho-ten-hoc-vi", "tieu-ngu-gach", "co-quan-gach",
    "trich-yeu-gach", "thieu-so-ky-hieu", "thieu-dia-danh-ngay", "diem-chu-cai",
}  # fmt: skip
"""What only a person can mend: wording, drawings, missing parts."""


def repaired_cleanly(path: Path, library: Library, folder: Path) -> Path:
    """Repair a file; nothing fixable is left, a second repair gives the very same bytes."""
    first = repair(path, folder / "đã sửa.docx", library.corpus, force=True)
    assert not [one.rule for one in check(first.path, library.corpus).findings if one.fixable]
    second = repair(first.path, folder / "lần hai.docx", library.corpus, force=True)
    assert not second.changes
    assert second.path.read_bytes() == first.path.read_bytes()
    return first.path


def faults(path: Path) -> set[str]:
    """What Word would find wrong in a file."""
    return {one.description for one in OpenXmlValidator().validate(str(path)).errors}


def text(path: Path) -> str:
    return readers.read(path).text


CASES = [
    pytest.param(*one, id=f"{number}-{one[2]}", marks=() if number % 8 == 0 else pytest.mark.slow)
    for number, one in enumerate(MUTATIONS)
]


@pytest.mark.parametrize(("name", "edit", "rule"), CASES)
def test_what_is_mechanical_is_mended(
    name: str, edit: Edit, rule: str, papers: dict[str, Path], library: Library, tmp_path: Path
) -> None:
    wrong = changed(papers[name], tmp_path / "sai.docx", edit)
    fixed = repaired_cleanly(wrong, library, tmp_path)
    left = set(findings(fixed, library))
    assert left == ({rule} if rule in A_PERSONS else set()) or (rule, left) == ("tieu-ngu-loi", {rule})
    if rule not in WORDED:
        assert text(fixed) == text(wrong)


@pytest.mark.parametrize(
    ("name", "edit", "before", "after"),
    [
        (KH, words("Số: 05/KH-UBND", "Số 5 / KH – UBND"), "Số 5 / KH – UBND", "Số: 05/KH-UBND"),
        (KH, words("Tân Thanh, ngày 23 tháng 11", "Tân Thanh ngày 3 tháng 02"), "Tân Thanh ngày 3 tháng 02", "Tân Thanh, ngày 03 tháng 02"),
        (KH, words("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do –Hạnh phúc"), "Độc lập –", "Độc lập - Tự do - Hạnh phúc"),
        (CV, words("Kính gửi:", "Kính gửi"), "Kính gửi Sở", "Kính gửi: Sở"),
        (KH, words("TM. ỦY BAN NHÂN DÂN", "T/M ỦY BAN NHÂN DÂN"), "T/M ỦY", "TM. ỦY BAN NHÂN DÂN"),
        (KH, words("- Trưởng các thôn;", "+ Trưởng các thôn,"), "+ Trưởng các thôn,", "+ Trưởng các thôn;"),
    ],
)  # fmt: skip
def test_marks_and_figures_are_written_otherwise(
    name: str, edit: Edit, before: str, after: str, papers: dict[str, Path], library: Library, tmp_path: Path
) -> None:
    wrong = changed(papers[name], tmp_path / "sai.docx", edit)
    assert before in text(wrong)
    fixed = repaired_cleanly(wrong, library, tmp_path)
    assert after in text(fixed)
    others = [set(text(one).splitlines()) for one in (wrong, fixed)]
    assert len(others[0] - others[1]) == 1  # no other line


def test_a_spoilt_paper_is_put_right_and_stays_valid(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    wrong = changed(
        papers[KH], tmp_path / "kế hoạch hỏng.docx", page("pgMar", left="1134", right="567"), page("pgSz", w="12240", h="15840"),
        style("DVNoiDung", "rPr", "rFonts", ascii="Arial", hAnsi="Arial"), style("DVNoiDung", "pPr", "jc", val="left"),
        style("DVCanCu", "rPr", "i", val="0"), style("DVTrichYeu", "rPr", "sz", val="40"), run("KẾ HOẠCH", "color", val="FF0000"),
        words("Số: 05", "Số 5"), no_first_page, numbers_below,
    )  # fmt: skip
    assert len(findings(wrong, library)) >= 10
    fixed = repaired_cleanly(wrong, library, tmp_path)
    assert findings(fixed, library) == {}
    assert faults(fixed) <= faults(wrong)


def _tracked(trees: dict[str, Any]) -> None:
    """An inserted and a deleted run, a link and a picture's place, in a line of the content and its neighbour."""
    body = next(one for one in trees["word/document.xml"].iter(W + "p") if "Mỗi gia đình" in "".join(one.itertext()))
    first = body.find(W + "r")
    author = {W + "id": "901", W + "author": "Ông A", W + "date": "2026-01-01T00:00:00Z"}
    for kind, tag in (("ins", "t"), ("del", "delText")):
        change = etree.Element(W + kind, author)
        etree.SubElement(etree.SubElement(change, W + "r"), W + tag).text = f" đã {kind} "
        first.addnext(change)


def test_what_is_not_understood_is_kept(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    wrong = changed(papers[KH], tmp_path / "có sửa đổi.docx", _tracked, style("DVNoiDung", "rPr", "sz", val="22"))
    with zipfile.ZipFile(wrong, "a") as package:
        package.writestr("customXml/item1.xml", "<của-tôi/>")
    fixed = repaired_cleanly(wrong, library, tmp_path)
    assert findings(fixed, library) == {}
    assert text(fixed) == text(wrong)
    with zipfile.ZipFile(wrong) as old, zipfile.ZipFile(fixed) as new:
        body = new.read("word/document.xml").decode()
        assert "<w:ins " in body
        assert "<w:del " in body
        assert " đã del " in body
        for part in ("word/theme/theme1.xml", "word/fontTable.xml"):
            if part in old.namelist():
                assert etree.tostring(etree.fromstring(old.read(part))) == etree.tostring(etree.fromstring(new.read(part)))


def test_page_numbers_move_and_the_rest_of_a_footer_stays(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    def address(trees: dict[str, Any]) -> None:
        for name, tree in trees.items():
            if name.startswith("word/header"):
                line = etree.SubElement(tree, W + "p")
                etree.SubElement(etree.SubElement(line, W + "r"), W + "t").text = "Địa chỉ: thôn Đông"

    wrong = changed(papers[KH], tmp_path / "số trang dưới.docx", numbers_below, no_first_page, address)
    fixed = repaired_cleanly(wrong, library, tmp_path)
    section = docx.Document(str(fixed)).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in etree.tostring(section.header._element).decode()
    for footer in (section.footer, section.first_page_footer):
        told = etree.tostring(footer._element, encoding="unicode")
        assert "PAGE" not in told
        assert "Địa chỉ: thôn Đông" in told
    assert "PAGE" not in etree.tostring(section.first_page_header._element).decode()


def test_decomposed_letters_are_composed(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    def decompose(trees: dict[str, Any]) -> None:
        for one in trees["word/document.xml"].iter(W + "t"):
            one.text = unicodedata.normalize("NFD", one.text or "")

    wrong = changed(papers[QD], tmp_path / "tổ hợp.docx", decompose)
    assert set(findings(wrong, library)) == {"bang-ma"}
    fixed = repaired_cleanly(wrong, library, tmp_path)
    assert findings(fixed, library) == {}
    assert text(fixed) == unicodedata.normalize("NFC", text(wrong))


def test_a_paper_typed_by_hand_is_put_right_as_far_as_a_machine_can(library: Library, tmp_path: Path) -> None:
    fixed = repaired_cleanly(typed(tmp_path / "công văn gõ tay.docx", LETTER), library, tmp_path)
    assert set(findings(fixed, library)) == {"ho-ten-hoc-vi", "tieu-ngu-gach", "co-quan-gach"}
    for said in ("Số: 07/UBND-VX", "Tân Thanh, ngày 05 tháng 3 năm 2026", "- Lưu VT.", "TM. ỦY BAN NHÂN DÂN"):
        assert said in text(fixed)


@pytest.mark.parametrize(
    ("name"), ["ke-hoach-truong-thpt-2026.docx", "bao-cao-tuan-xa-2026.docx", "nghi-quyet-tinh-uy-2026.docx"]
)
def test_real_papers_keep_their_words(name: str, shared: Path, library: Library, tmp_path: Path) -> None:
    path = shared / "data" / "office-docx" / name
    fixed = repaired_cleanly(path, library, tmp_path)
    before, after = text(path).splitlines(), text(fixed).splitlines()
    assert len(before) == len(after)
    assert [(old, new) for old, new in zip(before, after, strict=True) if old.rstrip(";.") != new.rstrip(";.")] == []


# What is refused -------------------------------------------------------------------------------------------------------


def _signed(trees: dict[str, Any]) -> None:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    etree.SubElement(
        trees["_rels/.rels"], f"{{{space}}}Relationship", Id="rIdKy", Target="_xmlsignatures/origin.sigs",
        Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
    )  # fmt: skip


def _macro(trees: dict[str, Any]) -> None:
    for one in trees["[Content_Types].xml"]:
        if "document.main" in (one.get("ContentType") or ""):
            one.set("ContentType", "application/vnd.ms-word.document.macroEnabled.main+xml")


@pytest.mark.parametrize(("edit", "said"), [(_signed, "đã ký số"), (_macro, "có macro")])
def test_what_would_lose_something_is_refused(
    edit: Edit, said: str, papers: dict[str, Path], library: Library, tmp_path: Path
) -> None:
    source = papers[KH]
    target = tmp_path / "tệp lạ.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                trees = {name: etree.fromstring(content)}
                if (name == "_rels/.rels") == (edit is _signed):
                    edit(trees)
                content = etree.tostring(trees[name])
            new.writestr(name, content)
    for function in (repair, annotate):
        with pytest.raises(DanVanError, match=said):
            function(target, tmp_path / "ra.docx", library.corpus)
    assert not (tmp_path / "ra.docx").exists()


STYLES_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/_rels/document.xml.rels", b"</Relationships>", b'<Relationship Id="rIdX" Type="http://x/y" Target="STYLES.xml"/></Relationships>'),
        ("word/_rels/document.xml.rels", b"</Relationships>", b'<Relationship Id="rIdX" Type="http://x/y"/></Relationships>'),
        ("word/_rels/document.xml.rels", b"</Relationships>", b'<Relationship Type="http://x/y" Target="styles.xml"/></Relationships>'),
        ("[Content_Types].xml", STYLES_TYPE, b"application/octet-stream"),
    ],
    ids=["two parts of one name", "a link to nothing", "a link without a name", "styles that are none"],
)  # fmt: skip
def test_what_could_not_be_written_again_is_refused(
    part: str, old: bytes, new: bytes, papers: dict[str, Path], library: Library, tmp_path: Path
) -> None:
    """Packages that fuzzing found: readable, but not to be written again without loss."""
    target = tmp_path / "gói lạ.docx"
    with zipfile.ZipFile(papers[KH]) as source, zipfile.ZipFile(target, "w") as made:
        assert old in source.read(part)
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(old, new) if name == part else source.read(name))
        made.writestr("word/STYLES.xml", source.read("word/styles.xml"))
    for function in (repair, annotate):
        with pytest.raises(DanVanError, match="chỗ hỏng"):
            function(target, tmp_path / "ra.docx", library.corpus)
    assert not (tmp_path / "ra.docx").exists()


# The command -----------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_copy_and_says_what_it_did(
    papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path
) -> None:
    wrong = changed(papers[KH], tmp_path / "kế hoạch năm ngoái.docx", page("pgMar", left="1134"), words("Số: 05", "Số 5"))
    before = wrong.read_bytes()
    ran = dan_van("check", wrong, "--fix")
    assert ran.status == 0
    assert "Đã sửa 3 điều, ghi vào" in ran.out
    for said in (
        "kế hoạch năm ngoái (đã sửa).docx",
        "[le-trai]",
        "[so-ky-hieu-chu-so]",
        "[so-ky-hieu-hai-chu-so]",
        "không thấy chỗ nào phải sửa",
    ):
        assert said in ran.out
    assert wrong.read_bytes() == before
    ran = dan_van("check", wrong, "--fix")
    assert ran.status == 2
    assert "đã có, không ghi đè" in ran.err
    fixed = tmp_path / "kế hoạch năm ngoái (đã sửa).docx"
    ran = dan_van("check", fixed, "--fix", "-o", tmp_path / "nữa.docx")
    assert ran.status == 0
    assert "Không có gì máy sửa được" in ran.out
    assert (tmp_path / "nữa.docx").read_bytes() == fixed.read_bytes()
    [told] = json.loads(dan_van("check", wrong, "--fix", "--force", "--json").out)["files"]
    assert {one["rule"] for one in told["changes"]} == {"le-trai", "so-ky-hieu-chu-so", "so-ky-hieu-hai-chu-so"}


def test_several_files_go_into_a_folder(papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "hỏng.docx").write_bytes(b"PK nothing")
    ran = dan_van("check", papers[KH], tmp_path / "hỏng.docx", papers[QD], "--fix", "-o", tmp_path / "đã sửa")
    assert ran.status == 2
    assert sorted(one.name for one in (tmp_path / "đã sửa").iterdir()) == sorted([papers[KH].name, papers[QD].name])


@pytest.mark.parametrize(("arguments", "said"), [(("--fix", "--comments"), "Chọn một"), (("-o", "x.docx"), "-o chỉ dùng với")])
def test_options_that_do_not_go_together(
    arguments: tuple[str, ...], said: str, papers: dict[str, Path], dan_van: Callable[..., Any]
) -> None:
    ran = dan_van("check", papers[KH], *arguments)
    assert ran.status == 2
    assert said in ran.err


def test_a_draft_is_not_repaired(dan_van: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "bản thảo.md").write_text("Thực hiện Chỉ thị số 33/CT-TTg.\n", "utf-8")
    ran = dan_van("check", tmp_path / "bản thảo.md", "--fix")
    assert ran.status == 2
    assert "chỉ sửa và ghi nhận xét được vào tệp Word" in ran.err


def test_comments_stand_at_the_lines(papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path) -> None:
    wrong = changed(
        papers[KH],
        tmp_path / "kế hoạch.docx",
        page("pgMar", left="1134"),
        words("Số: 05", "Số 5"),
        style("DVCanCu", "rPr", "i", val="0"),
    )
    ran = dan_van("check", wrong, "--comments")
    assert ran.status == 1
    assert "Bản có nhận xét:" in ran.out
    document = docx.Document(str(tmp_path / "kế hoạch (nhận xét).docx"))
    said = [comment.text for comment in document.comments]
    assert any(one.startswith("Lỗi: Lề trái là 20 mm") and "Theo: Nghị định 30/2020/NĐ-CP" in one for one in said)
    assert sum("Căn cứ phải in nghiêng" in one for one in said) >= 3  # at each of the lines
    marked = {
        mark.get(W + "id"): "".join(mark.getparent().itertext()) for mark in document.element.iter(W + "commentRangeStart")
    }
    number = next(comment for comment in document.comments if "dấu hai chấm" in comment.text)
    assert "Số 5/KH-UBND" in marked[str(number.comment_id)]
    assert text(tmp_path / "kế hoạch (nhận xét).docx") == text(wrong)
    assert faults(tmp_path / "kế hoạch (nhận xét).docx") <= faults(wrong)


def test_every_finding_says_truly_whether_it_can_be_mended(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    wrong = changed(papers[KH], tmp_path / "sai.docx", words("Nguyễn Văn A", "ThS. Nguyễn Văn A"), page("pgMar", left="1134"))
    told = {one.rule: one.fixable for one in check(wrong, library.corpus).findings if one.severity is not Severity.INFO}
    assert told == {"ho-ten-hoc-vi": False, "le-trai": True}


@pytest.mark.slow
@pytest.mark.skipif(office_suite.find_office() is None, reason="cần LibreOffice")
def test_papers_saved_again_by_libreoffice_pass(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    """Through its own format and back: other styles, other sections, the same looks."""
    program, names = (
        office_suite.find_office() or Path(),
        [KH, QD, CV, "bao-cao-tong-ket-chi-thi", "dang-nghi-quyet", "thon-bien-ban-hop"],
    )
    (tmp_path / "odt").mkdir()
    (tmp_path / "docx").mkdir()
    odts = office_suite.convert(program, [papers[name] for name in names], "odt", tmp_path / "odt")
    for path in office_suite.convert(program, [one for one in odts if one], "docx", tmp_path / "docx"):
        assert path is not None
        assert findings(path, library) == {}, path.name


def test_the_original_is_never_written_over(papers: dict[str, Path], dan_van: Callable[..., Any], tmp_path: Path) -> None:
    """Not by its own name, not by a folder that is its own, not with --force."""
    wrong = changed(papers[KH], tmp_path / "kế hoạch.docx", page("pgMar", left="1134"))
    before = wrong.read_bytes()
    for output in (wrong, tmp_path, tmp_path / "." / wrong.name):
        for kind in ("--fix", "--comments"):
            ran = dan_van("check", wrong, kind, "-o", output, "--force")
            assert ran.status == 2
            assert "là tệp gốc, không ghi đè" in ran.err
    assert wrong.read_bytes() == before
    [told] = json.loads(dan_van("check", wrong, "--fix", "-o", tmp_path / "b.docx", "--json").out)["files"]
    assert {one["where"]["file"] for one in told["changes"]} == {str(tmp_path / "b.docx")}
