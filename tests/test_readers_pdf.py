"""PDF files: lines into paragraphs case by case, features in files made by hand, real gazettes, damaged files."""

from __future__ import annotations

import base64
import random
import re
import stat
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dan_van import codes, provisions
from dan_van.readers import Content, UnreadableFile, pdf, pdf_furniture, pdf_table
from dan_van.readers import read as read_any
from dan_van.readers.pdf_flow import flow, paragraphs_of
from dan_van.readers.pdf_glyphs import MARK
from dan_van.readers.pdf_lines import Line, join, lines_of
from dan_van.readers.pdf_page import Page, Rule, Word

pytest.importorskip("pypdfium2")

LEFT, RIGHT, STEP, WIDTH = 85, 540, 16, 6.0
FULL = "quy định chi tiết một số điều và biện pháp thi hành Luật này cho mọi cơ quan"


# -- lines into paragraphs ------------------------------------------------------------------------


def line(text: str, x0: float = LEFT, top: float = 0, page: int = 1, x1: float | None = None, height: float = 12) -> Line:
    """A line of text; without ``x1`` its letters are 6 points wide."""
    lead = WIDTH * len(text.split(maxsplit=1)[0])
    return Line(text, x0, x0 + WIDTH * len(text) if x1 is None else x1, top, top + height, page, lead)


def body(
    *rows: tuple[str, float] | tuple[str, float, float], page: int = 1, top: float = 100, step: float = STEP
) -> list[Line]:
    """Lines under each other: text, left edge, right edge (full where not given)."""
    return [line(row[0], row[1], top + step * index, page, row[2] if len(row) > 2 else RIGHT) for index, row in enumerate(rows)]


FILLER = body(*[(FULL, LEFT)] * 8, top=500)
INDENT = LEFT + 28

FLOW_CASES = {
    "a first line indented, the rest at the margin": (
        body(("Căn cứ Luật Tổ chức", INDENT), ("chính quyền địa phương;", LEFT, 250), ("Theo đề nghị", INDENT, 200)),
        ["Căn cứ Luật Tổ chức chính quyền địa phương;", "Theo đề nghị"],
    ),
    "labels open paragraphs": (
        body(
            ("Điều 2. Hiệu lực", INDENT, 300),
            ("1. Nghị định này có hiệu lực kể từ", INDENT),
            ("ngày ký.", LEFT, 120),
            ("a) Bãi bỏ", INDENT, 200),
            ("đ) Thay thế", INDENT, 200),
            ("- Gạch đầu dòng", INDENT, 200),
        ),
        ["Điều 2. Hiệu lực", "1. Nghị định này có hiệu lực kể từ ngày ký.", "a) Bãi bỏ", "đ) Thay thế", "- Gạch đầu dòng"],
    ),
    "a number that a line happens to begin with is no label": (
        body(("theo quy định tại Điều 4, khoản", INDENT), ("1. và khoản 2 Điều này", LEFT, 300)),
        ["theo quy định tại Điều 4, khoản 1. và khoản 2 Điều này"],
    ),
    "the next number is one, even where nothing is indented": (
        body(("1. Văn phòng Bộ", LEFT), ("2. Vụ Bảo hiểm xã hội", LEFT), ("3. Thanh tra Bộ", LEFT, 200)),
        ["1. Văn phòng Bộ", "2. Vụ Bảo hiểm xã hội", "3. Thanh tra Bộ"],
    ),
    "a short line ends its paragraph": (
        body(("Cộng hòa xã hội", LEFT, 300), ("Việt Nam quy định", LEFT)),
        ["Cộng hòa xã hội", "Việt Nam quy định"],
    ),
    "a line short by less than the next word goes on": (
        body(("bảo hiểm thất nghiệp do Bảo hiểm xã hội", LEFT, RIGHT - 45), ("Nghiêng quản lý.", LEFT, 300)),
        ["bảo hiểm thất nghiệp do Bảo hiểm xã hội Nghiêng quản lý."],
    ),
    "mid sentence, a ragged line goes on": (
        body(("nguồn vốn do nhà nước", LEFT, RIGHT - 90), ("và nhân dân đóng góp.", LEFT, 300)),
        ["nguồn vốn do nhà nước và nhân dân đóng góp."],
    ),
    "a wide gap": (
        [*body((FULL + ".", LEFT), (FULL, LEFT)), *body((FULL.capitalize() + ".", LEFT), top=100 + 2 * STEP + 14)],
        [f"{FULL}. {FULL}", f"{FULL.capitalize()}."],
    ),
    "a hanging indent": (
        body(
            ("- Sở Nội vụ chủ trì, phối hợp", LEFT + 18),
            ("với các sở, ngành", LEFT + 30, 300),
            ("- Sở Tài chính", LEFT + 18, 200),
        ),
        ["- Sở Nội vụ chủ trì, phối hợp với các sở, ngành", "- Sở Tài chính"],
    ),
    "centred titles: a phrase that runs on is one line, headings are apart": (
        body(
            ("Chương II", 285, 340),
            ("QUY ĐỊNH CỤ THỂ", 250, 375),
            ("QUYẾT ĐỊNH", 270, 355),
            ("Về việc ban hành Kế hoạch hành động", 200, 425),
            ("về bảo hiểm y tế toàn dân", 220, 405),
        ),
        ["Chương II", "QUY ĐỊNH CỤ THỂ", "QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch hành động về bảo hiểm y tế toàn dân"],
    ),
    "a title in capitals over two lines": (
        body(("LẠM DỤNG VỊ TRÍ THỐNG LĨNH THỊ TRƯỜNG, LẠM DỤNG VỊ TRÍ ĐỘC", 100, 525), ("QUYỀN", 290, 335)),
        ["LẠM DỤNG VỊ TRÍ THỐNG LĨNH THỊ TRƯỜNG, LẠM DỤNG VỊ TRÍ ĐỘC QUYỀN"],
    ),
    "a signature": (
        body(("KT. BỘ TRƯỞNG", 390, 480), ("THỨ TRƯỞNG", 400, 470), ("Nguyễn Văn An", 395, 475)),
        ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Nguyễn Văn An"],
    ),
    "a heading and its first khoản, nothing indented": (
        body(("Điều 3. Trách nhiệm của cơ quan", LEFT), ("1. Bộ Tài chính", LEFT, 300)),
        ["Điều 3. Trách nhiệm của cơ quan", "1. Bộ Tài chính"],
    ),
    "a symbol broken at the end of a line": (
        body(("theo Thông tư số 05/2024/TT-", INDENT), ("BLĐTBXH ngày 10/5/2024", LEFT, 300)),
        ["theo Thông tư số 05/2024/TT-BLĐTBXH ngày 10/5/2024"],
    ),
}


@pytest.mark.parametrize("name", FLOW_CASES)
def test_lines_become_paragraphs(name: str) -> None:
    lines, expected = FLOW_CASES[name]
    found = paragraphs_of([*lines, *FILLER])
    assert found[: len(expected)] == expected


def test_a_paragraph_goes_on_over_the_page_wherever_its_margin_lies() -> None:
    lines = [
        *[line(FULL + ".", INDENT, 100 + 30 * i, 1, RIGHT) for i in range(4)],
        *[line(FULL, LEFT, 116 + 30 * i, 1, RIGHT - 200) for i in range(4)],
        line("Mẫu hợp đồng ký với đối tác: căn cứ pháp lý", INDENT, 740, 1, RIGHT),
        line("Việt Nam, thông tin bên mua.", LEFT + 20, 60, 2, 300),
        line("5. Khoản sau", INDENT + 20, 76, 2, 300),
        *[line(FULL, LEFT + 20, 100 + STEP * i, 2, RIGHT + 20) for i in range(8)],
    ]
    found = paragraphs_of(sorted(lines, key=lambda one: (one.page, one.top)))
    assert found[4:6] == ["Mẫu hợp đồng ký với đối tác: căn cứ pháp lý Việt Nam, thông tin bên mua.", "5. Khoản sau"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("số 05/2024/TT-", "BTC ngày", "số 05/2024/TT-BTC ngày"),
        ("Nghị định số 30/2020/", "NĐ-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("Nghị định số 30/2020", "/NĐ-CP", "Nghị định số 30/2020/NĐ-CP"),
        ("Chỉ thị số 52", "-CT/TW", "Chỉ thị số 52 -CT/TW"),  # no sign that 52 is an open symbol: leave the space
        ("Thông tư 06/2021/TT", "-BTC", "Thông tư 06/2021/TT-BTC"),
        ("Luật số 64/2020/QH", "14 ngày", "Luật số 64/2020/QH14 ngày"),
        ("giai đoạn 2025 -", "2027", "giai đoạn 2025 - 2027"),
        ("kinh tế", "- xã hội", "kinh tế - xã hội"),
        ("xã hội -", "chính trị", "xã hội - chính trị"),
        ("và/", "hoặc", "và/hoặc"),
        ("Chỉ thị số 52-", "CT/TW).", "Chỉ thị số 52-CT/TW)."),
        ("giai đoạn 2018-", "2022", "giai đoạn 2018-2022"),
        ("Quyết định số 5/QĐ-", "TTg ngày", "Quyết định số 5/QĐ-TTg ngày"),
        ("của tài khoản 575-", "“Thu các loại”", "của tài khoản 575- “Thu các loại”"),
        ("Có TK 138-", "Phải thu khác", "Có TK 138- Phải thu khác"),
        ("", "đầu", "đầu"),
    ],
)
def test_two_pieces_join(first: str, second: str, joined: str) -> None:
    assert join(first, second) == joined


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text("aăâbcdđeê XI1.)-;/Đ" + MARK, min_size=1, max_size=30).filter(str.strip),
            st.sampled_from([LEFT, INDENT, 250, 400]),
            st.sampled_from([300, 500, RIGHT]),
            st.integers(1, 3),
        ),
        max_size=25,
    )
)
def test_no_letter_is_lost_or_doubled(rows: list[tuple[str, float, float, int]]) -> None:
    lines = [line(text, x0, 100 + STEP * index, page, x1) for index, (text, x0, x1, page) in enumerate(rows)]
    lines.sort(key=lambda one: one.page)

    def letters(text: str) -> list[str]:
        return sorted(letter for letter in text if letter.isalpha())

    assert letters("".join(paragraphs_of(lines))) == letters("".join(one.text for one in lines))


def test_footnotes_go_to_the_end() -> None:
    page = [
        *body((f"Nghị định này{MARK}1 và Luật{MARK}2, diện tích 10 m2", LEFT), (FULL + ".", LEFT, 300)),
        line(f"{MARK}1 Được sửa đổi theo", LEFT, 700, 1, RIGHT, 8),
        line("Nghị định số 12.", LEFT, 709, 1, 200, 8),
        line("2Khoản này bị bãi bỏ.", LEFT, 718, 1, 250, 8),
    ]
    second = [line(f"Thông tư{MARK}1 này", LEFT, 100, 2, 200), line(f"{MARK}1 Chú thích khác.", LEFT, 700, 2, 200, 8)]
    found = flow([page, second])
    assert found.paragraphs[0].startswith("Nghị định này[^1] và Luật[^2], diện tích 10 m2")
    assert "Thông tư[^2-1] này" in found.paragraphs
    assert found.notes == (
        "[^1]: Được sửa đổi theo Nghị định số 12.",
        "[^2]: Khoản này bị bãi bỏ.",
        "[^2-1]: Chú thích khác.",
    )


def test_a_raised_number_without_a_note_stays_a_number() -> None:
    assert paragraphs_of([line(f"bậc{MARK}3 thang"), *FILLER])[0].startswith("bậc3 thang")


# -- words into lines -----------------------------------------------------------------------------


def words(text: str, x0: float, top: float, *, breaks: bool = True, height: float = 12, gap: float = 4) -> list[Word]:
    """Words on one line, 6 points a letter."""
    made = []
    for index, part in enumerate(text.split()):
        made.append(Word(part, x0, x0 + WIDTH * len(part), top, top + height, breaks and index == 0, 0))
        x0 += WIDTH * len(part) + gap
    return made


def texts(parts: Sequence[Sequence[Word]]) -> list[str]:
    return [one.text for one in lines_of([word for part in parts for word in part], 1, 600, 840)]


STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(  # row by row
            [
                words("CHÍNH PHỦ", 100, 50),
                words(STATE, 260, 50),
                words("Độc lập - Tự do - Hạnh phúc", 290, 66),
                words("Số: 212/2025/NĐ-CP", 80, 90),
                words("Hà Nội, ngày 25 tháng 7 năm 2025", 270, 90),
            ],
            id="rows",
        ),
        pytest.param(  # column by column
            [
                words("CHÍNH PHỦ", 100, 50),
                words("Số: 212/2025/NĐ-CP", 80, 90),
                words(STATE, 260, 50),
                words("Độc lập - Tự do - Hạnh phúc", 290, 66),
                words("Hà Nội, ngày 25 tháng 7 năm 2025", 270, 90),
            ],
            id="columns",
        ),
        pytest.param(  # the two names run together
            [
                [*words("CHÍNH PHỦ", 100, 50), *words(STATE, 172, 50, breaks=False)],
                words("Độc lập - Tự do - Hạnh phúc", 200, 66),
                words("Số: 212/2025/NĐ-CP", 50, 90),
                words("Hà Nội, ngày 25 tháng 7 năm 2025", 180, 90),
            ],
            id="touching",
        ),
    ],
)
def test_the_head_comes_column_by_column(parts: list[list[Word]]) -> None:
    title = words("NGHỊ ĐỊNH", 270, 130)
    assert texts([*parts, title]) == [
        "CHÍNH PHỦ",
        "Số: 212/2025/NĐ-CP",
        STATE,
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 25 tháng 7 năm 2025",
        "NGHỊ ĐỊNH",
    ]


def test_an_issuer_or_subject_that_wraps_is_one_line() -> None:
    parts = [
        words("BỘ LAO ĐỘNG - THƯƠNG BINH", 60, 50),
        words("VÀ XÃ HỘI", 100, 64),
        words("Số: 5/BLĐTBXH-VP", 70, 90),
        words("V/v báo cáo tình hình", 70, 104),
        words("thực hiện", 90, 118),
        words(STATE, 290, 50),
        words("Hà Nội, ngày 02 tháng 7 năm 2025", 300, 90),
    ]
    assert texts(parts)[:3] == ["BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Số: 5/BLĐTBXH-VP", "V/v báo cáo tình hình thực hiện"]


def test_the_party_heads_its_papers_too() -> None:
    parts = [
        words("TỈNH UỶ ĐỒNG THÁP", 80, 50),
        words("ĐẢNG CỘNG SẢN VIỆT NAM", 320, 50),
        words("* ", 130, 66),
        words("Số", 90, 84),
        words("-NQ/TU", 125, 83),
        words("Đồng Tháp, ngày tháng 3 năm 2026", 310, 84),
    ]
    assert texts(parts) == [
        "TỈNH UỶ ĐỒNG THÁP",
        "*",
        "Số -NQ/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Đồng Tháp, ngày tháng 3 năm 2026",
    ]


def test_recipients_come_before_the_signature() -> None:
    parts = [
        words("Nơi nhận:", 80, 600),
        words("TM. ỦY BAN NHÂN DÂN", 350, 598),
        words("- Như trên;", 80, 616),
        words("CHỦ TỊCH", 390, 614),
        words("- Lưu: VT.", 80, 630),
        words("Nguyễn Văn An", 380, 690),
    ]
    assert texts(parts) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"]


def test_letters_side_by_side_are_one_word() -> None:
    """Where fonts change inside a word pdfium may break the line: h|ộ."""
    assert texts([words("xã h", 80, 50), words("ội", 80 + 12 + 4 + 6, 50)]) == ["xã hội"]
    assert texts([words("xã", 80, 50), words("hội", 80 + 12 + 4, 50)]) == ["xã hội"]


# -- furniture ------------------------------------------------------------------------------------


def strip(pages: list[list[Line]], height: float = 840) -> tuple[list[list[str]], pdf_furniture.Furniture]:
    kept, taken = pdf_furniture.strip(pages, [height] * len(pages))
    return [[one.text for one in page] for page in kept], taken


def test_the_gazettes_head_goes_wherever_its_number_stands() -> None:
    heads = [
        "CÔNG BÁO/Số 123 + 124/Ngày 01-6-2026 5",
        "6 CÔNG BÁO/Số 271/Ngày 12-05-2026",
        "CÔNG BÁO/ Số 459 + 460/Ngày 11-03-2025",
    ]
    for head in heads:
        kept, taken = strip([[line(head, top=30), line("Điều 1.", top=100)]])
        assert kept == [["Điều 1."]]
        assert taken.heads.total() == 1
    assert strip([[line("Công báo đăng số 5 ngày 01", top=30)]])[1].heads.total() == 0


@pytest.mark.parametrize("written", ["{}", "- {} -", "Trang {}", "{}/3"])
def test_page_numbers_go(written: str) -> None:
    pages = [[line(written.format(n), 300, 40, n), line("Nội dung", top=100, page=n)] for n in (1, 2, 3)]
    kept, taken = strip(pages)
    assert kept == [["Nội dung"]] * 3
    assert taken.numbers == 3


def test_a_lone_number_is_a_page_number_only_where_it_counts_the_pages() -> None:
    pages = [[line("Nội dung", top=100)], [line("2", 300, 40, 2), line("Tiếp", top=100, page=2)]]
    assert strip(pages)[0] == [["Nội dung"], ["Tiếp"]]
    pages = [[line("Nội dung", top=100)], [line("2026", 300, 40, 2), line("Tiếp", top=100, page=2)]]
    assert strip(pages)[0] == [["Nội dung"], ["2026", "Tiếp"]]


def test_what_most_pages_repeat_goes() -> None:
    pages = [
        [line("Dự thảo lần 2", 400, 30, n), line(f"Nội dung {n}", top=300, page=n), line(f"Phòng VT - {n}", top=810, page=n)]
        for n in (1, 2, 3, 4)
    ]
    kept, taken = strip(pages)
    assert kept == [[f"Nội dung {n}"] for n in (1, 2, 3, 4)]
    assert taken.heads.total() == 8


STAMP = ["Ký bởi: CỔNG THÔNG TIN", "ĐIỆN TỬ CHÍNH PHỦ", "Cơ quan: VĂN PHÒNG CHÍNH PHỦ", "Thời gian ký: 12.08.2025 15:59:28"]


def test_stamps_of_digital_signatures_go() -> None:
    rows = ["Điều 1.", *STAMP, "Điều 2."]
    kept, taken = strip([[line(text, top=100 + 13 * i) for i, text in enumerate(rows)]])
    assert kept == [["Điều 1.", "Điều 2."]]
    assert len(taken.stamps) == 1
    assert taken.characters == sum(len(text.replace(" ", "")) for text in STAMP)


@pytest.mark.parametrize(
    "rows", [["Cơ quan: Sở Nội vụ", "Email: a@b.vn"], ["Ngày ký: 02/7/2025"], ["Người ký: ông Nguyễn Văn An"]]
)
def test_what_only_looks_like_a_stamp_stays(rows: list[str]) -> None:
    assert strip([[line(text, top=100 + 16 * i) for i, text in enumerate(rows)]])[0] == [rows]


def test_typed_rules_go_and_dots_stay() -> None:
    kept, taken = strip([[line("________", top=100), line("–––––", top=120), line("..........", top=140), line("*", top=150)]])
    assert kept == [["..........", "*"]]
    assert taken.rules == 2


# -- tables ---------------------------------------------------------------------------------------


def rules(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    across = [Rule(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Rule(False, x, ys[0], ys[-1]) for x in xs]


def page_of(found: list[Word], drawn: list[Rule], number: int = 1) -> Page:
    return Page(number, 600, 840, tuple(found), tuple(drawn), 0, 0, False)


def cell(text: str, column: int, row: int, y: float = 100) -> list[Word]:
    return words(text, 55 + 100 * column, y + 5 + 30 * row)


def test_ruled_cells_are_a_pipe_table_in_its_place() -> None:
    found = [
        *words("Trước bảng", 50, 60),
        *cell("STT", 0, 0),
        *cell("Nội dung", 1, 0),
        *cell("1", 0, 1),
        *words("Tham mưu ban", 155, 132),
        *words("hành", 155, 145),
        *words("Sau bảng", 50, 200),
    ]
    items = pdf.items_of(page_of(found, rules([50, 150, 260], [100, 130, 160])))
    assert [type(item) for item in items] == [Line, pdf_table.Table, Line]
    assert flow([items]).paragraphs == (
        "Trước bảng",
        "| STT | Nội dung |\n| --- | --- |\n| 1 | Tham mưu ban hành |",
        "Sau bảng",
    )


def test_a_merged_cell_gives_its_text_once() -> None:
    drawn = [rule for rule in rules([50, 150, 250], [100, 130, 160]) if rule.across or rule.at != 150]
    drawn.append(Rule(False, 150, 130, 160))
    found = [*cell("I. LĨNH VỰC", 0, 0), *cell("a|b", 0, 1), *cell("2", 1, 1)]
    ((_, table),) = pdf_table.tables_of(page_of(found, drawn))
    assert table.rows == (("I. LĨNH VỰC", ""), ("a|b", "2"))
    assert "a\\|b" in pdf_table.markdown(table)


def test_text_across_the_lines_is_no_table() -> None:
    found = [word for row in range(4) for word in words("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 60, 105 + 30 * row)]
    assert pdf_table.tables_of(page_of(found, rules([50, 150, 250], [100, 130, 160, 190, 220]))) == []


def test_a_frame_or_an_underline_is_no_table() -> None:
    assert pdf_table.tables_of(page_of(cell("chữ", 0, 0), rules([50, 250], [100, 130]))) == []
    assert pdf_table.tables_of(page_of(cell("chữ", 0, 0), [Rule(True, 120, 50, 90)])) == []


def test_a_table_goes_on_over_the_page() -> None:
    drawn = rules([50, 150, 260], [100, 130, 160])
    first = page_of([*cell("STT", 0, 0), *cell("Tên", 1, 0), *cell("1", 0, 1), *cell("Xây dựng quy", 1, 1)], drawn)
    again = rules([50, 150, 260], [100, 130, 160, 190])
    rows = [*cell("STT", 0, 0), *cell("Tên", 1, 0), *cell("định mới", 1, 1), *cell("2", 0, 2), *cell("Rà soát", 1, 2)]
    found = flow([pdf.items_of(first), pdf.items_of(page_of(rows, again, 2))])
    assert found.paragraphs == ("| STT | Tên |\n| --- | --- |\n| 1 | Xây dựng quy định mới |\n| 2 | Rà soát |",)
    assert found.dropped == ("STTTên",)


def test_another_table_on_the_next_page_stays_another() -> None:
    one = page_of([*cell("A", 0, 0), *cell("B", 1, 0)], rules([50, 150, 260], [100, 130]))
    two = page_of([*cell("C", 0, 0), *cell("D", 1, 0)], rules([50, 180, 260], [100, 130]), 2)
    assert len(flow([pdf.items_of(one), pdf.items_of(two)]).paragraphs) == 2


def test_thousands_of_rules_are_borne() -> None:
    many = rules([10 + i * 5 for i in range(1500)], [10, 20])
    assert pdf_table.tables_of(page_of(cell("A", 0, 0), many)) == []


# -- files made by hand ---------------------------------------------------------------------------


class Book:
    """A small PDF: every letter is half its size wide, whatever it is; a byte stands for each letter in use."""

    def __init__(self, font: str = "Helvetica", unicode: bool = True) -> None:
        self.font, self.unicode = font, unicode
        self.pages: list[tuple[str, str, str]] = []  # what is drawn, keys of the page, what a note draws
        self.letters: dict[str, int] = {}

    def page(self, *rows: tuple[float, float, float, str], extra: str = "", keys: str = "", annotations: str = "") -> Book:
        shown = [f"BT /F1 {size} Tf {x} {y} Td <{self._bytes(text)}> Tj ET" for x, y, size, text in rows]
        look = f"BT /F1 8 Tf 2 2 Td <{self._bytes(annotations)}> Tj ET" if annotations else ""
        self.pages.append(("\n".join([*shown, extra]), keys, look))
        return self

    def _bytes(self, text: str) -> str:
        if not self.unicode:
            return text.encode("latin-1").hex()
        return bytes(self.letters.setdefault(letter, 33 + len(self.letters)) for letter in text).hex()

    def save(self, path: Path) -> Path:
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
        named = "".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in self.letters.items())
        meaning = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(self.letters)} beginbfchar\n{named}endbfchar\nendcmap end end"
        )
        objects.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{self.font} /FirstChar 0 /LastChar 255 /Widths [{'500 ' * 256}] "
            f"/Encoding /WinAnsiEncoding {'/ToUnicode 4 0 R' if self.unicode else ''} /FontDescriptor 5 0 R >>"
        )
        objects.append(f"<< /Length {len(meaning)} >>\nstream\n{meaning}\nendstream")
        objects.append(
            f"<< /Type /FontDescriptor /FontName /{self.font} /Flags 32 /FontBBox [0 -200 500 800] /ItalicAngle 0 "
            "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
        )
        picture = (
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        )
        objects.append(f"{picture}\nstream\nA\nendstream")
        kids = []
        for content, keys, look in self.pages:
            objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
            at = len(objects)
            notes = ""
            if look:
                form = "/Type /XObject /Subtype /Form /BBox [0 0 300 20] /Resources << /Font << /F1 3 0 R >> >>"
                objects.append(f"<< {form} /Length {len(look)} >>\nstream\n{look}\nendstream")
                objects.append(f"<< /Type /Annot /Subtype /FreeText /Rect [60 20 360 40] /F 4 /AP << /N {at + 1} 0 R >> >>")
                notes = f"/Annots [{at + 2} 0 R]"
            resources = "/Resources << /Font << /F1 3 0 R >> /XObject << /P 6 0 R >> >>"
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] {resources} /Contents {at} 0 R {keys} {notes} >>"
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
        data = b"%PDF-1.5\n"
        places = []
        for number, item in enumerate(objects, 1):
            places.append(len(data))
            data += f"{number} 0 obj\n{item}\nendobj\n".encode("latin-1")
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
        path.write_bytes(data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode())
        return path


PICTURE = "q 600 0 0 840 0 0 cm /P Do Q"


def found_rules(content: Content) -> set[str]:
    return {finding.rule for finding in content.findings}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Two pages with a paragraph over both, a page number on each."""
    wide = "1. Ủy ban nhân dân xã có trách nhiệm thi hành quyết định này và gửi báo cáo về"
    return (
        Book()
        .page((290, 805, 12, "1"), (100, 700, 12, "Điều 1. Phạm vi"), (100, 684, 12, wide))
        .page((290, 805, 12, "2"), (60, 760, 12, "Sở Nội vụ trước ngày 15."), (100, 744, 12, "2. Ngày hiệu lực."))
        .save(tmp_path / "Quyết định số 5.pdf")
    )


def test_a_file_becomes_paragraphs(paper: Path) -> None:
    content = read_any(paper)
    assert content.kind == "pdf"
    assert content.text == (
        "Điều 1. Phạm vi\n\n1. Ủy ban nhân dân xã có trách nhiệm thi hành quyết định này và gửi báo cáo về "
        "Sở Nội vụ trước ngày 15.\n\n2. Ngày hiệu lực.\n"
    )
    assert content.characters_in == content.characters_kept + 2
    assert found_rules(content) == {"pdf-so-trang"}


def test_a_sheet_turned_on_its_side_reads_the_same(tmp_path: Path) -> None:
    turned = "q 0 1 -1 0 600 0 cm {} Q"
    rows = [(100, 500, 12, "Bảng tổng hợp"), (100, 484, 12, "năm 2026")]
    book = Book()
    shown = " ".join(f"BT /F1 {size} Tf {x} {y} Td <{book._bytes(text)}> Tj ET" for x, y, size, text in rows)
    book.page(extra=turned.format(shown), keys="/Rotate 90")
    book.page(extra=turned.format(shown))  # the same, the sheet left upright
    assert pdf.read(book.save(tmp_path / "ngang.pdf")).text.replace("\n\n", " ") == (
        "Bảng tổng hợp năm 2026 Bảng tổng hợp năm 2026\n"
    )


def test_drawn_tables_are_found(tmp_path: Path) -> None:
    lines = "".join(f"50 {y} m 250 {y} l S\n" for y in (700, 670, 640)) + "".join(
        f"{x} 640 m {x} 700 l S\n" for x in (50, 100, 250)
    )
    boxes = "0.5 w 50 500 100 30 re S 150 500 100 30 re S"
    book = Book().page((60, 680, 12, "TT"), (110, 680, 12, "Tên"), (60, 650, 12, "1"), (110, 650, 12, "Xã Hà"), extra=lines)
    book.page((60, 510, 12, "A"), (160, 510, 12, "B"), extra=boxes)
    text = pdf.read(book.save(tmp_path / "bảng.pdf")).text
    assert "| TT | Tên |\n| --- | --- |\n| 1 | Xã Hà |" in text
    assert "| A | B |" in text


def test_a_word_that_crosses_the_edge_of_a_cell_is_cut_there(tmp_path: Path) -> None:
    lines = "".join(f"50 {y} m 250 {y} l S\n" for y in (700, 670, 640)) + "".join(
        f"{x} 640 m {x} 700 l S\n" for x in (50, 72, 250)
    )
    book = Book().page((60, 680, 12, "TTTên"), (60, 650, 12, "1"), (80, 650, 12, "Xã"), extra=lines)
    assert pdf.read(book.save(tmp_path / "a.pdf")).text.startswith("| TT | Tên |")


def test_raised_marks_and_their_notes(tmp_path: Path) -> None:
    rows = [
        (60, 700, 12, "Luật này"),
        (108, 705, 7, "1"),
        (118, 700, 12, "rộng 5 m"),
        (166, 705, 7, "2"),
        (60, 60, 6, "1"),
        (65, 57, 9, "Được sửa đổi."),
    ]
    content = pdf.read(Book().page(*rows).save(tmp_path / "a.pdf"))
    assert content.text == "Luật này[^1] rộng 5 m2\n\n[^1]: Được sửa đổi.\n"
    assert "pdf-chu-thich" in found_rules(content)


def test_notes_drawn_over_the_page_are_read(tmp_path: Path) -> None:
    book = Book().page((60, 700, 12, "Thân văn bản"), annotations="Đến ngày 05/7")
    assert pdf.read(book.save(tmp_path / "a.pdf")).text == "Thân văn bản\n\nĐến ngày 05/7\n"


def test_fonts_from_before_unicode_are_read(tmp_path: Path) -> None:
    typed = "céng hoµ x· héi chñ nghÜa ViÖt Nam"
    content = pdf.read(Book("ABCDEF+.VnTime", unicode=False).page((60, 700, 12, typed)).save(tmp_path / "a.pdf"))
    assert content.text == "cộng hoà xã hội chủ nghĩa Việt Nam\n"
    assert "pdf-phong-cu" in found_rules(content)


def test_ligatures_signs_and_odd_hyphens(tmp_path: Path) -> None:
    text = pdf.read(Book().page((60, 700, 12, "\uf0b7 ﬁle 52\u2011CT/TW, TT\u00adBTC")).save(tmp_path / "a.pdf")).text
    assert text.endswith("file 52-CT/TW, TT-BTC\n")
    assert not re.search("[\ue000-\uf8ff]", text)


def test_letters_without_a_meaning_are_named(tmp_path: Path) -> None:
    assert "pdf-ky-tu-la" in found_rules(pdf.read(Book().page((60, 700, 12, "chữ \ue123")).save(tmp_path / "a.pdf")))


# -- pictures of pages ----------------------------------------------------------------------------


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Two scanned pages; a program typed a number on the first."""
    return Book().page((60, 800, 10, "Số đến: 15"), extra=PICTURE).page(extra=PICTURE).save(tmp_path / "quét.pdf")


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH that holds nothing but what a test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def tool(folder: Path, name: str, code: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport shutil, sys, time\n{code}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.usefixtures("no_tools")
def test_a_scan_says_so_and_how_to_go_on(scan: Path) -> None:
    content = pdf.read(scan)
    (finding,) = content.findings
    assert finding.rule == "pdf-khong-co-chu"
    assert "ocrmypdf -l vie" in str(finding)
    assert content.text == "Số đến: 15\n"


@pytest.mark.usefixtures("no_tools")
def test_an_empty_file_has_an_empty_text(tmp_path: Path) -> None:
    content = pdf.read(Book().page(extra=PICTURE).save(tmp_path / "a.pdf"))
    assert content.text == ""
    assert content.characters_in == 0


def test_single_scanned_pages_are_named(tmp_path: Path) -> None:
    book = Book().page((60, 700, 12, "Trang một có chữ.")).page(extra=PICTURE).page((60, 700, 12, "Trang ba có chữ."))
    content = pdf.read(book.save(tmp_path / "a.pdf"))
    (finding,) = content.findings
    assert finding.message.startswith("Trang 2 là ảnh, không có lớp chữ")


@pytest.mark.skipif(sys.platform == "win32", reason="chương trình giả là tệp lệnh Unix")
@pytest.mark.parametrize(
    ("languages", "ocr", "recognised"),
    [
        ("vie", "shutil.copy({made!r}, sys.argv[-1])", True),
        ("eng", "shutil.copy({made!r}, sys.argv[-1])", False),
        ("vie", "sys.exit(6)", False),
        ("vie", "time.sleep(30)", False),
        ("vie", "shutil.copy(sys.argv[-2], sys.argv[-1])", False),
    ],
    ids=["works", "no Vietnamese", "fails", "too slow", "finds nothing"],
)
def test_recognition_is_used_where_it_is_installed(
    scan: Path, tmp_path: Path, no_tools: Path, monkeypatch: pytest.MonkeyPatch, languages: str, ocr: str, recognised: bool
) -> None:
    made = Book().page((60, 700, 12, "Chữ máy đọc được")).save(tmp_path / "ocr.pdf")
    tool(no_tools, "tesseract", f"print('List of available languages:\\n{languages}')")
    tool(no_tools, "ocrmypdf", f"assert '--skip-text' in sys.argv and 'vie' in sys.argv\n{ocr.format(made=str(made))}")
    monkeypatch.setattr(pdf, "OCR_TIME_LIMIT", 1 if "sleep" in ocr else 60)
    content = pdf.read(scan)
    if recognised:
        assert content.text == "Chữ máy đọc được\n"
        assert content.findings[0].rule == "pdf-nhan-dang"
        assert "soát lại" in content.findings[0].message
        assert content.findings[0].place.file == str(scan)
    else:
        assert "pdf-khong-co-chu" in found_rules(content)


# -- refusals -------------------------------------------------------------------------------------

LOCKED = (  # a blank page under the password "mk"
    "c-oCo%We}f6y5tP?j}oWUysKRX_N(RBOySIQs}1Y!jJ1PD4MAzj@0s#EcgTX5u6m-Kv-bOl6~$u$Jh7FmKTdxc-FAl_a9%sF$4i)_{_SF@#Qq8U8"
    "D&*os+e}>R{(=K4&zfJx3mKKRn(O@TFhVmhtm(Hxxj|-}Y$>x1cI<1$Rf%=0tk#i{FfE_T&M3@70k&{qrrxSF{~>Q>=<wsdWCHQtw}n5A|7bCJr0"
    "L)4toAPgGm`+r2$<zX4fop<(<T4eRm=P}(X4C7p8GNLR~?epBjP_;v9^@>62`3c8$AgF42>+9d0|n(U;NE(Nb*$~Nl8#kR@HXQj|)B~qXum7pjwA"
    "o|+;N9YK>HcmPlMKC5}v=}oPXS7SsIFdGGMJ*{Zt@R4E5~AL9&e;nTe+2X}QDy=(6VD5D+cqs^c*d}P{!kfSu-2Vmi1rlI<^+=(U$8RyenZn?uGj"
    "q+s;%(VI2LFQ0q{3N9sz%yFKT3+3Qki>q=eBJOp-C97Of?rjR+Fw|3j%kUk-74yf4uHPI_DXR1O1CMzh)M@@m0;0#mKS!T"
)


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as raised:
        pdf.read(path)
    message = str(raised.value)
    assert message.endswith((".", "docx."))
    return message


def test_a_page_too_many(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    assert "2 trang" in refusal(paper)


def test_a_page_too_full(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGE_TEXT", 10)
    assert "trang 1 nhiều chữ" in refusal(paper)


def test_a_text_too_long(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_TEXT", 100)
    assert "nhiều chữ" in refusal(paper)


def test_too_slow(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "TIME_LIMIT", -1.0)
    assert "đọc quá lâu" in refusal(paper)


def test_without_the_library(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert refusal(paper).startswith("Chưa cài phần đọc PDF: pip install 'dan_van[pdf]'")


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + bytes(500)])
def test_nothing_inside(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "hỏng.pdf"
    path.write_bytes(data)
    assert "hỏng" in refusal(path)


def test_no_such_file(tmp_path: Path) -> None:
    refusal(tmp_path / "không có.pdf")


# -- real files -----------------------------------------------------------------------------------

GAZETTES = {  # articles that the text announces, symbols in it, a sentence that a page or line end cut
    "nghi-dinh-so-212-2025-nd-cp-45740": (24, 24, "căn cứ pháp lý thực hiện hợp đồng, thông tin bên mua"),
    "nghi-quyet-so-113-nq-cp-469448": (2, 6, "Nghị quyết này có hiệu lực kể từ ngày ký ban hành."),
    "nghi-quyet-so-175-nq-cp-40286": (3, 8, "| 16 | UBND thành phố Hà Nội, Thành phố Hồ Chí Minh,"),
    "nghi-quyet-so-89-2025-ubtvqh15-45738": (3, 13, "công chức, viên chức, người lao động; kết quả thực hiện"),
    "quyet-dinh-so-169-qd-bldtbxh-44203": (3, 111, "(Ban hành kèm theo Quyết định số 169/QĐ-BLĐTBXH ngày"),
    "quyet-dinh-so-844-qd-ttg-469526": (3, 19, "(sau đây gọi tắt là Chỉ thị số 52-CT/TW)"),
    "thong-tu-so-04-2025-tt-bldtbxh-44341": (11, 11, "Số: 04/2025/TT-BLĐTBXH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    "thong-tu-so-05-2025-tt-bldtbxh-44360": (6, 13, "| TT | Nội dung công việc | Số lượng và đơn vị tính |"),
    "thong-tu-so-102-2018-tt-btc-28383": (0, 17, "Mẫu số: B11-BH"),
    "thong-tu-so-116-2025-tt-btc-46847": (15, 47, "khoản 6 Điều 24 và điểm b khoản 1 Điều 28"),
    "thong-tu-so-14-2024-tt-bldtbxh-43764": (17, 9, "Điều 17. Hiệu lực thi hành"),
    "thong-tu-so-81-2025-tt-bca-46273": (24, 44, "Độc lập - Tự do - Hạnh phúc"),
}


@pytest.mark.parametrize("name", GAZETTES)
def test_gazettes(shared: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, symbols, phrase = GAZETTES[name]
    accounts: list[int] = []

    def counted_strip(*arguments: object) -> object:
        kept, taken = pdf_furniture.strip(*arguments)  # type: ignore[arg-type]
        accounts.append(taken.characters)
        return kept, taken

    def counted_flow(*arguments: object) -> object:
        flowed = flow(*arguments)  # type: ignore[arg-type]
        accounts.append(sum(len("".join(row.split())) for row in flowed.dropped))
        return flowed

    monkeypatch.setattr(pdf, "strip", counted_strip)
    monkeypatch.setattr(pdf, "flow", counted_flow)
    content = read_any(shared / "data" / "congbao-pdf" / f"{name}.pdf")
    text = re.sub(r"^\|(?: --- \|)+\n|^\| | \|$| \|(?= )", "", content.text, flags=re.MULTILINE)
    text = re.sub(r"\[\^(\d+)\]:?", r"\1", text)
    kept = len("".join(text.split()))
    assert kept + sum(accounts) == content.characters_in  # every character kept once, or counted as furniture
    assert sum(unit.kind == "dieu" for unit in provisions.parse(content.text)) == articles
    assert sum(1 for _ in codes.find(content.text)) == symbols
    assert phrase in content.text
    assert "CÔNG BÁO/Số" not in content.text
    assert not re.search(r"^(?:Ký bởi|Người ký|Thời gian ký|Ngày ký):", content.text, re.MULTILINE)
    assert {"pdf-dau-trang", "pdf-chu-ky-so"} <= found_rules(content)
    begun_small = [p for p in content.text.split("\n\n") if p[:1].islower() and not re.match(r"[a-zđ]{1,2}\)", p)]
    assert begun_small == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_damaged_gazettes(shared: Path, tmp_path: Path, seed: int) -> None:
    data = (shared / "data" / "congbao-pdf" / "nghi-quyet-so-113-nq-cp-469448.pdf").read_bytes()
    survives(damaged(data, seed), tmp_path)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files(paper: Path, tmp_path: Path, seed: int) -> None:
    survives(damaged(paper.read_bytes(), seed), tmp_path)


def damaged(data: bytes, seed: int) -> bytes:
    """A third each: cut short, bytes flipped, a stretch taken out."""
    chance = random.Random(seed)
    if seed % 3 == 0:
        return data[: len(data) * (seed // 3 + 1) // 21]
    if seed % 3 == 1:
        changed = bytearray(data)
        for _ in range(1 + seed):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(2000) :]


def survives(data: bytes, folder: Path) -> None:
    path = folder / "hỏng.pdf"
    path.write_bytes(data)
    with suppress(UnreadableFile):
        assert isinstance(pdf.read(path), Content)


def test_a_locked_file(tmp_path: Path) -> None:
    path = tmp_path / "khóa.pdf"
    path.write_bytes(zlib.decompress(base64.b85decode(LOCKED)))
    assert "mật khẩu" in refusal(path)
