"""What the checker says of running words, tables, annexes, the order of căn cứ and the Party's forms: right cases, wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dan_van import Library, readers
from dan_van.checking import check, grounds, prose, sums
from dan_van.checking.look import Paragraph, Spacing
from dan_van.checking.parts import Line, Parts
from dan_van.checking.registry import Paper
from dan_van.checking.wordpage import Laid
from dan_van.readers.wordparts import W
from dan_van.syllables import is_syllable
from dan_van.text import tone_styles
from tests.conftest import ROOT, Ran
from tests.test_check import KH, Edit, Trees, changed, findings, papers, typed, words

__all__ = ["papers"]  # a fixture


def of(*texts: str) -> Paper:
    """A paper with these lines of content."""
    paragraphs = tuple(Paragraph(number, text, (), Spacing()) for number, text in enumerate(texts, 1))
    parts = Parts()
    parts.put("noi-dung", *(Line(one, 0, len(one.text)) for one in paragraphs))
    return Paper(Laid(Path("thử.docx"), paragraphs, ()), parts)


CHECKS = (prose.capitals_of_citing, prose.words_said_twice, prose.spelling, prose.tone_marks, prose.the_motto, prose.weekdays)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Thực hiện điểm a khoản 2 Điều 5 Luật Thực hiện dân chủ ở cơ sở.", set()),
        ("Thực hiện Khoản 2 Điều 5 Luật Thực hiện dân chủ ở cơ sở.", {"viet-hoa-vien-dan"}),
        ("Thực hiện quy định tại điều 5 Luật này.", {"viet-hoa-vien-dan"}),
        ("Thực hiện điểm a khoản 2 điều 5 Luật này.", {"viet-hoa-vien-dan"}),
        ("Khoản 2 Điều này có hiệu lực ngay.", set()),  # a sentence begins
        ("Điểm mới là lấy ý kiến trực tuyến; nhiều điều 3 thôn đã làm.", set()),
        ("Xã có 12 điều ước, mỗi khoản thu đều công khai.", set()),
        ("Báo cáo của của các thôn.", {"lap-tu"}),
        ("Người nhặt được được hưởng; các bước tiếp theo theo quy định; luôn luôn, từ từ, xanh xanh.", set()),
        ("ăn cứ Luật Tổ chức chính quyền địa phương;", {"sai-chinh-ta"}),
        ("Căn cứ Luật Tổ chức chính quyền địa phương;", set()),
        ("Ăn cơm xong thì họp.", set()),
        ("Tăng cường côngtác dân vận.", {"am-tiet-la"}),
        ("Xã Đắk Lắk, buôn Ea H'Leo, Quảng Uyên, hương ước, khuỷu tay, quýnh, nguệch ngoạc, xoong, khuya.", set()),
        ("Xã hòa giải, Ủy ban, thủy lợi, quý, hoàn thành.", set()),
        ("Tổ hoà giải và xã hòa thuận.", {"dau-thanh-lan-lon"}),
        ("Tổ hoà giải, uỷ ban, quý, hoàn thành, thuyền.", set()),
        ("Phương châm “Dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng”.", set()),
        ("Phương châm “Dân biết, dân bàn, dân làm, dân kiểm tra”.", set()),
        ("Phương châm “Dân biết, dân bàn, dân làm, dân giám sát, dân kiểm tra, dân thụ hưởng”.", {"phuong-cham-sai-thu-tu"}),
        ("Vào lúc 8 giờ, thứ Sáu, ngày 04 tháng 12 năm 2026.", set()),
        ("Vào lúc 8 giờ, thứ Năm, ngày 04 tháng 12 năm 2026.", {"thu-khong-khop-ngay"}),
        ("Họp chủ nhật (06/12/2026), thứ hai 07/12/2026.", set()),
        ("Họp Chủ nhật, 05/12/2026.", {"thu-khong-khop-ngay"}),
        ("Tiếp công dân thứ Năm hằng tuần; khóa thứ năm, ngày 04 tháng 12.", set()),
    ],
)  # fmt: skip
def test_running_words(text: str, rules: set[str]) -> None:
    paper = of(text)
    assert {found.finding.rule for one in CHECKS for found in one(paper)} == rules


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "quyển",
        "khuỷu",
        "giữa",
        "gìn",
        "ngoằn",
        "uể",
        "yến",
        "ủy",
        "oán",
        "thuở",
        "quốc",
        "huých",
        "xoèn",
        "đ"[:0] or "ơi",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["côngtác", "thựchiện", "nghiệêm", "đuọc", "hộiđồng", "chiạu", "vậnđộng"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_tone_styles() -> None:
    assert tone_styles("hòa hoà hoàn quý thủy thuỷ") == (["hòa", "thủy"], ["hoà", "thuỷ"])


def table(rows: list[list[str]]) -> Paper:
    """A paper with one table."""
    cells = [(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line)]
    paragraphs = tuple(
        Paragraph(number, text, (), Spacing(), (1, row, column)) for number, (row, column, text) in enumerate(cells, 1)
    )
    return Paper(Laid(Path("thử.docx"), paragraphs, ()), Parts())


HEAD = ["Thôn", "Số buổi", "Tỷ lệ (%)"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([HEAD, ["Đông", "3", "50"], ["Hạ", "4", "60"], ["Tổng", "7", "55"]], None),
        ([HEAD, ["Đông", "3", "50"], ["Hạ", "4", "60"], ["Tổng cộng", "8", "55"]], "dòng tổng ghi 8, cộng các dòng được 7"),
        ([HEAD, ["Đông", "1.200", "50"], ["Hạ", "4,5", "60"], ["Cộng", "1.204,5", "x"]], None),
        ([HEAD, ["Đông", "1.200", "50"], ["Hạ", "4,5", "60"], ["Cộng", "1.204", "x"]], "ghi 1.204, cộng các dòng được 1.204,5"),
        ([HEAD, ["Đông", "ba", "50"], ["Hạ", "4", "60"], ["Tổng", "8", "55"]], None),  # not all numbers
        ([HEAD, ["Đông", "-", "50"], ["Hạ", "4", "60"], ["Tổ 3", "2", "1"], ["Tổng số", "6", ""]], None),
        ([HEAD, ["I", "7", ""], ["1", "3", ""], ["2", "4", ""], ["II", "2", ""], ["Tổng", "9", ""]], None),  # sums of groups
        ([HEAD, ["Đông", "3", "50"], ["Tổng", "8", "55"]], None),  # one row is no sum
        ([HEAD, ["Tổng công ty", "3", ""], ["Hạ", "4", ""], ["Cộng", "7", ""]], None),
    ],
)  # fmt: skip
def test_totals(rows: list[list[str]], said: str | None) -> None:
    told = [found.finding.message for found in sums.totals(table(rows))]
    assert (said is None and not told) or (len(told) == 1 and said is not None and said in told[0])


def test_the_order_of_grounds(papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    wrong = changed(
        papers[KH], tmp_path / "sai.docx",
        words("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", "Căn cứ Chỉ thị số 33/CT-TTg ngày 26 tháng 11 năm 2021 của Thủ tướng Chính phủ;"),
    )  # fmt: skip
    report = check(wrong, library.corpus)
    [told] = [one for one in report.findings if one.rule == "thu-tu-can-cu"]
    assert told.remedy is not None
    assert told.remedy.index("10/2022/QH15") < told.remedy.index("33/CT-TTg")
    assert not [one for one in check(papers[KH], library.corpus).findings if one.rule == "thu-tu-can-cu"]


def line(said: str, new: str | None) -> Edit:
    """Write the line that says exactly this otherwise; None takes it away."""

    def edit(trees: Trees) -> None:
        for one in list(trees["word/document.xml"].iter(W + "p")):
            texts = list(one.iter(W + "t"))
            if "".join(text.text or "" for text in texts).replace("\u00a0", " ") == said:
                if new is None:
                    one.getparent().remove(one)
                    continue
                texts[0].text = new
                for text in texts[1:]:
                    text.text = ""

    return edit


@pytest.mark.parametrize(
    ("edits", "rules"),
    [
        ([line("Phụ lục I", "PHỤ LỤC I")], {"phu-luc-kieu-chu"}),
        ([words("(số liệu qua các năm tại Phụ lục I kèm theo)", "cả"), words("(các mô hình tiêu biểu tại Phụ lục II kèm theo)", "cả")], {"phu-luc-khong-duoc-nhac"}),
        ([words("(Kèm theo", "")], {"thieu-kem-theo"}),
    ],
)  # fmt: skip
def test_annexes(edits: list[Edit], rules: set[str], papers: dict[str, Path], library: Library, tmp_path: Path) -> None:
    wrong = changed(papers["bao-cao-tong-ket-chi-thi"], tmp_path / "sai.docx", *edits)
    assert set(findings(wrong, library)) == rules


PARTY = [
    ("b14", "ĐẢNG BỘ TỈNH X\tĐẢNG CỘNG SẢN VIỆT NAM"),
    ("b14", "ĐẢNG ỦY XÃ TÂN THANH"),
    ("14", "Số: 12/KH-ĐU\tTân Thanh, ngày 05 tháng 3 năm 2026"),
    ("bc15", "KẾ HOẠCH"),
    ("bc14", "Công tác dân vận năm 2026"),
    ("j14", "Đảng ủy xã xây dựng kế hoạch công tác dân vận năm 2026 với các nội dung chủ yếu sau đây để các chi bộ thực hiện."),
    ("14", "Nơi nhận:"),
    ("12", "- Các chi bộ;"),
    ("12", "- Lưu VPĐU."),
    ("bc14", "TM. BAN CHẤP HÀNH"),
    ("c14", "BÍ THƯ"),
    ("bc14", "Nguyễn Văn A"),
]


def test_the_partys_own_forms(library: Library, tmp_path: Path) -> None:
    told = findings(typed(tmp_path / "kế hoạch đảng.docx", PARTY), library)
    assert {"dang-so-chu-so", "dang-so-gach-noi", "dang-tham-quyen-chu-tat"} <= set(told)


def test_a_paper_that_names_itself_lacks_nothing(library: Library, tmp_path: Path, dan_van: Callable[..., Ran]) -> None:
    """An annex says which decision it came with: that is this paper, no document to be looked for."""
    draft = tmp_path / "quy chế.md"
    (tmp_path / "office.yaml").write_text((ROOT / "examples" / "office.yaml").read_text("utf-8"), "utf-8")
    assert dan_van("new", "quyet-dinh-ban-hanh-quy-che", "--example", "-o", draft).status == 0
    assert dan_van("draft", draft).status == 0
    report = check(draft.with_suffix(".docx"), library.corpus)
    assert "khong-co-trong-kho" not in {finding.rule for finding in report.findings}
    assert not any("viện dẫn" in said for said in report.unchecked)


def test_a_citation_is_shown_where_it_stands(library: Library, tmp_path: Path) -> None:
    """Two lines name one law: what is said of the second quotes the second."""
    (tmp_path / "office.yaml").write_text((ROOT / "examples" / "office.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "a.md").write_text(TWO_BASES, "utf-8")
    made = library.draft(tmp_path / "a.md")
    told = [finding.place.part for finding in check(made.docx, library.corpus).findings if finding.rule == "da-sua-doi"]
    assert [part and part[:22] for part in told] == ["“Căn cứ Luật Thực hiện", "“Căn cứ khoản 1 Điều 1"]
    assert "được sửa đổi, bổ sung bởi Luật số 97/2025/QH15" in readers.read(made.docx).text


TWO_BASES = """---
type: quyet-dinh
subject: về việc công nhận kết quả
issued: 2026-11-23
legal_basis:
  - {cite: Luật Thực hiện dân chủ ở cơ sở, amended: true}
  - {cite: 10/2022/QH15, pin: khoản 1 Điều 15}
recipients: [Như Điều 1]
---
Điều 1. Công nhận kết quả.
"""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Căn cứ Luật A;", "Theo đề nghị của Trưởng phòng."), False),
        (("Theo đề nghị của Trưởng phòng;", "Căn cứ Luật A."), True),
        (("Căn cứ Luật A;", "Xét Tờ trình số 5;", "Căn cứ Nghị định B."), True),
        (("Theo đề nghị của Trưởng phòng.",), False),
        ((), False),
    ],
)
def test_a_proposal_stands_after_the_grounds(lines: tuple[str, ...], told: bool) -> None:
    paper = of("Điều 1. Nội dung.")
    paragraphs = (Paragraph(number, text, (), Spacing()) for number, text in enumerate(lines, 10))
    paper.parts.put("can-cu", *(Line(one, 0, len(one.text)) for one in paragraphs))
    assert [found.finding.rule for found in grounds.proposal_last(paper)] == ["de-nghi-truoc-can-cu"] * told
