"""Papers as offices make them in a word processor: default template, tabs, spaces, floating lines, automatic numbers, old fonts.

``python -m tests.office_papers FOLDER`` writes them all, to be looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Cm, Mm, Pt

from dan_van.readers.legacy import setting
from dan_van.readers.wordparts import W

ALIGN = {
    "l": WD_ALIGN_PARAGRAPH.LEFT, "c": WD_ALIGN_PARAGRAPH.CENTER, "r": WD_ALIGN_PARAGRAPH.RIGHT, "j": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip
NS = f'xmlns:w="{W[1:-1]}"'
LINE = (
    f'<w:r {NS} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:line style="position:absolute;z-index:1" from="{start}pt,2pt" to="{end}pt,2pt" strokeweight=".75pt"/></w:pict></w:r>'
)
NAME, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def add(where: Any, text: str, look: str = "l", size: float = 14, font: str | None = "Times New Roman", **spacing: Any) -> Any:
    """A paragraph: ``look`` has b, i, u and one of l c r j; spacing goes to the paragraph's format."""
    paragraph = where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = "b" in look or None, "i" in look or None, "u" in look or None
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
    for letter, align in ALIGN.items():
        if letter in look:
            paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    for key, value in spacing.items():
        setattr(paragraph.paragraph_format, key, value)
    return paragraph


def body(where: Any, text: str, **more: Any) -> Any:
    """A paragraph of the content as the decree wants it."""
    wanted: dict[str, Any] = {"first_line_indent": Cm(1.27), "space_before": Pt(6), "line_spacing": 1.0}
    return add(where, text, "j", **(wanted | more))


def page(document: Any, left: float = 30, right: float = 15, top: float = 20, bottom: float = 20, a4: bool = True) -> None:
    """Paper and margins in millimetres."""
    section = document.sections[0]
    if a4:
        section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(left),
        Mm(right),
        Mm(top),
        Mm(bottom),
    )


def table(document: Any, widths: tuple[float, float], cells: tuple[Callable[[Any], None], Callable[[Any], None]]) -> None:
    """A table of one row without borders; each cell is filled by a function."""
    made = document.add_table(1, 2)
    made.autofit = False
    for column, cell, width, fill in zip(made.columns, made.rows[0].cells, widths, cells, strict=True):
        column.width = cell.width = Mm(width)
        fill(cell)
        cell._tc.remove(cell.paragraphs[0]._p)


def ruled(where: Any, width: float = 40) -> None:
    """A line drawn as a shape, as the word processor's Shapes button does."""
    add(where, "", "c", 6)._p.append(parse_xml(LINE.format(start=30, end=30 + width)))


def heading(
    document: Any,
    issuer: tuple[str, ...],
    number: str,
    day: str,
    widths: tuple[float, float] = (65, 100),
    rule: bool = True,
    day_look: str = "ci",
) -> None:
    """The usual heading in a table, with floating lines."""

    def left(cell: Any) -> None:
        for place, text in enumerate(issuer):
            add(cell, text, "bc" if place == len(issuer) - 1 or "DÂN" in issuer[0][-4:] else "c", 13)
        if rule:
            ruled(cell)
        add(cell, number, "c", 13)

    def right(cell: Any) -> None:
        add(cell, NAME, "bc", 13)
        add(cell, MOTTO, "bc", 14)
        if rule:
            ruled(cell, 150)
        add(cell, day, day_look, 14)

    table(document, widths, (left, right))


def ending(document: Any, receivers: tuple[str, ...], power: tuple[str, ...], name: str, size: float = 11) -> None:
    """Nơi nhận and the signature in a table."""

    def left(cell: Any) -> None:
        add(cell, "Nơi nhận:", "bi", 12)
        for text in receivers:
            add(cell, text, "l", size)

    def right(cell: Any) -> None:
        for text in power:
            add(cell, text, "bc", 14)
        for _ in range(4):
            add(cell, "", "c", 14)
        add(cell, name, "bc", 14)

    table(document, (80, 85), (left, right))


PARAGRAPH = (
    "Thực hiện chương trình công tác năm 2026, Ủy ban nhân dân xã xây dựng kế hoạch tổ chức các hoạt động tuyên truyền, vận động Nhân dân "
    "tham gia bảo vệ môi trường trên địa bàn xã với các nội dung sau:"
)
TASK = (
    "Các thôn tổ chức họp dân, phổ biến nội dung kế hoạch, vận động các hộ gia đình phân loại rác tại nguồn, thu gom và đưa ra điểm tập kết "
    "đúng giờ quy định."
)


def floating_lines(document: Any) -> None:
    """A sound plan with lines drawn as shapes; nothing is wrong but what the default template brings."""
    page(document)
    heading(document, ("ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"), "Số: 15/KH-UBND", "Tân Thanh, ngày 12 tháng 5 năm 2026")
    add(document, "KẾ HOẠCH", "bc", space_before=Pt(12))
    add(document, "Tuyên truyền bảo vệ môi trường năm 2026", "bc")
    ruled(document, 120)
    for text in (PARAGRAPH, TASK, TASK):
        body(document, text)
    body(document, "Trên đây là Kế hoạch của Ủy ban nhân dân xã./.")
    ending(document, ("- Như trên;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn A")


def default_template(document: Any) -> None:
    """Typed straight into a new file: Letter, margins of an inch, the theme's font, justified by nothing."""
    heading(
        document, ("ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"), "Số: 16/BC-UBND", "Tân Thanh, ngày 12 tháng 5 năm 2026", widths=(60, 95)
    )
    add(document, "BÁO CÁO", "bc")
    add(document, "Kết quả công tác dân vận quý I năm 2026", "bc")
    ruled(document, 120)
    for text in (PARAGRAPH, TASK):
        add(document, text, "l", 0, None)
    ending(document, ("- Đảng ủy xã;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn A")


def numbered_lists(document: Any) -> None:
    """Automatic numbers and bullets, lines spaced exactly 15 points, căn cứ upright."""
    page(document)
    heading(document, ("ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"), "Số: 07/KH-UBND", "Tân Thanh, ngày 12 tháng 5 năm 2026")
    add(document, "KẾ HOẠCH", "bc")
    add(document, "Thực hiện công tác dân vận năm 2026", "bc")
    ruled(document, 120)
    body(document, "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022;")
    body(document, PARAGRAPH, line_spacing=Pt(15))
    for style, text in (
        ("List Number", "Tổ chức họp dân."),
        ("List Number", "Ra quân làm vệ sinh."),
        ("List Bullet", "Thôn Đông."),
        ("List Bullet", "Thôn Hạ."),
    ):
        made = document.add_paragraph(style=style)
        run = made.add_run(text)
        run.font.name, run.font.size = "Times New Roman", Pt(14)
    body(document, TASK)
    ending(document, ("- Như trên;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Thị B")


def spaces_and_tabs(document: Any) -> None:
    """A heading and indents made with tabs and spaces, the rule typed, the motto underlined."""
    page(document, left=25)
    add(document, f"UBND XÃ TÂN THANH\t\t{NAME}", "b", 12)
    add(document, f"    THÔN ĐÔNG\t\t\t      {MOTTO}", "b", 13)
    add(document, "\t\t\t\t\t\t   ---------------------", "b", 12)
    add(document, "\t\t\t\t\tTân Thanh, ngày 2 tháng 3 năm 2026", "i", 13)
    add(document, "GIẤY MỜI", "bc", 15)
    add(document, "Họp thôn quý I năm 2026", "bc", 14)
    add(document, "\tKính mời: Đại diện các hộ gia đình trong thôn", "l", 14)
    add(document, "\t" + TASK, "j", 14, space_before=Pt(6))
    add(document, "        " + TASK, "j", 14, space_before=Pt(6))
    add(document, "\t\t\t\t\t\tTRƯỞNG THÔN", "b", 14)
    add(document, "\t\t\t\t\t\tLê Văn C", "b", 14)


def old_font(document: Any) -> None:
    """A decision of the time before Unicode: .VnTime, capitals by .VnTimeH."""
    page(document, left=25)
    small, capital = ".VnTime", ".VnTimeH"

    def old(where: Any, text: str, look: str, size: float, font: str = small, **more: Any) -> Any:
        return add(where, tcvn3(text.lower() if font == capital else text), look, size, font, **more)

    def left(cell: Any) -> None:
        old(cell, "ủy ban nhân dân", "bc", 13, capital)
        old(cell, "xã tân thanh", "bc", 13, capital)
        ruled(cell)
        old(cell, "Số: 5/QĐ-UB", "c", 13)

    def right(cell: Any) -> None:
        old(cell, "cộng hòa xã hội chủ nghĩa việt nam", "bc", 13, capital)
        old(cell, MOTTO, "bcu", 14)
        old(cell, "Tân Thanh, ngày 6 tháng 02 năm 2026", "ci", 14)

    table(document, (65, 100), (left, right))
    old(document, "quyết định", "bc", 14, capital)
    old(document, "Về việc thành lập tổ dân vận của xã", "bc", 14)
    old(
        document,
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "j",
        14,
        first_line_indent=Cm(1.27),
        space_before=Pt(6),
    )
    old(document, "quyết định:", "bc", 14, capital)
    old(
        document,
        "Điều 1. Thành lập tổ dân vận của xã gồm các ông, bà có tên trong danh sách kèm theo, thực hiện nhiệm vụ do cấp trên giao và chịu sự chỉ đạo của xã.",
        "j",
        14,
        first_line_indent=Cm(1.27),
        space_before=Pt(6),
    )

    def receivers(cell: Any) -> None:
        old(cell, "Nơi nhận:", "bi", 12)
        old(cell, "- Như Điều 1;", "l", 11)
        old(cell, "- Lưu.", "l", 11)

    def signer(cell: Any) -> None:
        old(cell, "tm. ủy ban nhân dân", "bc", 14, capital)
        old(cell, "chủ tịch", "bc", 14, capital)
        old(cell, "Nguyễn Văn A", "bc", 14)

    table(document, (80, 85), (receivers, signer))


def tcvn3(text: str) -> str:
    """Text as a machine of that time kept it."""
    script = setting(".VnTime")
    assert script is not None
    codes = {shown: code for code, shown in script.script.letters.items()}
    return "".join(codes.get(letter, letter) for letter in text)


def footer_numbers(document: Any) -> None:
    """Two pages with the number at the foot, colours, sizes of its own, Lưu not last."""
    page(document, top=15, bottom=15, left=35, right=20)
    heading(
        document, ("UBND HUYỆN X", "UBND XÃ TÂN THANH"), "Số 21 / TTr-UBND", "Tân Thanh ngày 05 tháng 06 năm 2026", day_look="c"
    )
    add(document, "TỜ TRÌNH", "bc", 16)
    add(document, "Về việc xin kinh phí tuyên truyền", "bci", 14)
    add(document, "Kính gửi: Ủy ban nhân dân tỉnh", "bc", 14)
    for _ in range(22):
        body(document, TASK, size=13)
    red = body(
        document,
        "Ủy ban nhân dân xã kính trình Ủy ban nhân dân tỉnh xem xét, quyết định hỗ trợ kinh phí để xã thực hiện tốt công tác tuyên truyền năm 2026./.",
    )
    red.runs[0].font.color.rgb = docx.shared.RGBColor(0xC0, 0, 0)
    ending(
        document, ("- Như trên", "- Lưu: VT;", "- Phòng Kinh tế."), ("T/M ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "ThS. Nguyễn Văn A", 12
    )
    number = document.sections[0].footer.paragraphs[0]
    number.alignment = ALIGN["r"]
    number._p.append(parse_xml(f'<w:fldSimple {NS} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def decision_with_annex(document: Any) -> None:
    """A decision whose annex shouts PHỤ LỤC and says not what it belongs to; Điều not bold."""
    page(document)
    heading(document, ("ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"), "Số: 45/QĐ-UBND", "Tân Thanh, ngày 12 tháng 5 năm 2026")
    add(document, "QUYẾT ĐỊNH", "bc")
    add(document, "Về việc kiện toàn Tổ dân vận", "bc")
    ruled(document, 120)
    add(document, "ỦY BAN NHÂN DÂN XÃ TÂN THANH", "bc")
    add(
        document,
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "ji",
        first_line_indent=Cm(1.27),
        space_before=Pt(6),
    )
    add(document, "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.", "ji", first_line_indent=Cm(1.27), space_before=Pt(6))
    add(document, "QUYẾT ĐỊNH:", "bc", space_before=Pt(6))
    body(
        document,
        "Điều 1. Kiện toàn Tổ dân vận của xã gồm các ông, bà có tên trong Phụ lục kèm theo Quyết định này, hoạt động theo quy chế đã ban hành.",
    )
    body(
        document,
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký, các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    )
    ending(document, ("- Như Điều 2;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn A")
    document.add_page_break()
    add(document, "PHỤ LỤC", "bc")
    add(document, "DANH SÁCH TỔ DÂN VẬN", "bc")
    made = document.add_table(4, 3, style="Table Grid")
    for row, texts in zip(
        made.rows,
        (("Thôn", "Số hộ", "Số tổ viên"), ("Đông", "120", "5"), ("Hạ", "98", "4"), ("Tổng", "218", "10")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).font.name = "Times New Roman"


def party_letter(document: Any) -> None:
    """A Party committee's plan written on the State's paper habits."""
    page(document, 30, 15)

    def left(cell: Any) -> None:
        add(cell, "ĐẢNG BỘ TỈNH X", "c", 14)
        add(cell, "ĐẢNG ỦY XÃ TÂN THANH", "bc", 14)
        add(cell, "*", "c", 14)
        add(cell, "Số: 12/KH-ĐU", "c", 14)

    def right(cell: Any) -> None:
        add(cell, "ĐẢNG CỘNG SẢN VIỆT NAM", "bc", 15)
        ruled(cell, 150)
        add(cell, "Tân Thanh, ngày 05 tháng 3 năm 2026", "ci", 14)

    table(document, (75, 90), (left, right))
    add(document, "KẾ HOẠCH", "bc", 15)
    add(document, "Công tác dân vận năm 2026", "bc", 14)
    add(document, "-----", "c", 14)
    for _ in range(2):
        body(document, TASK, line_spacing=Pt(18), first_line_indent=Cm(1))

    def receivers(cell: Any) -> None:
        add(cell, "Nơi nhận:", "u", 14)
        add(cell, "- Các chi bộ;", "l", 12)
        add(cell, "- Lưu VPĐU.", "l", 12)

    def signer(cell: Any) -> None:
        add(cell, "TM. BAN CHẤP HÀNH", "bc", 14)
        add(cell, "BÍ THƯ", "c", 14)
        add(cell, "Nguyễn Văn A", "bc", 14)

    table(document, (80, 85), (receivers, signer))


def village_minutes(document: Any) -> None:
    """A village's minutes, typed by the trưởng thôn: no number, no Nơi nhận, which no rule asks of a village."""
    page(document)

    def left(cell: Any) -> None:
        add(cell, "XÃ TÂN THANH", "c", 13)
        add(cell, "THÔN ĐÔNG", "bc", 13)
        ruled(cell)

    def right(cell: Any) -> None:
        add(cell, NAME, "bc", 13)
        add(cell, MOTTO, "bc", 14)
        ruled(cell, 150)

    table(document, (65, 100), (left, right))
    add(document, "BIÊN BẢN", "bc", 14)
    add(document, "Họp thôn quý I năm 2026", "bc", 14)
    ruled(document, 100)
    for _ in range(2):
        body(document, TASK, size=12)

    def secretary(cell: Any) -> None:
        add(cell, "THƯ KÝ", "bc", 14)
        add(cell, "Lê Thị D", "bc", 14)

    def chair(cell: Any) -> None:
        add(cell, "CHỦ TỌA", "bc", 14)
        add(cell, "Lê Văn C", "bc", 14)

    table(document, (80, 85), (secretary, chair))


def narrow_heading(document: Any) -> None:
    """Two equal columns: Quốc hiệu wraps onto a second line; a letter with the word CÔNG VĂN."""
    page(document)
    heading(
        document, ("ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"), "Số: 99/UBND-VX", "Tân Thanh, ngày 12 tháng 5 năm 2026", widths=(82, 82)
    )
    add(document, "CÔNG VĂN", "bc", 14)
    add(document, "V/v báo cáo công tác dân vận", "bc", 14)
    add(document, "Kính gửi: Đảng ủy xã", "c", 14)
    body(document, TASK + " Căn cứ quy định tại Khoản 1 điều 5, các các thôn  báo cáo , gửi về xã.")
    ending(document, ("- Như trên;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn A")


PAPERS: dict[str, Callable[[Any], None]] = {
    "đường kẻ nổi": floating_lines, "tệp mới mở": default_template, "danh sách tự động": numbered_lists, "dấu cách và Tab": spaces_and_tabs,
    "phông cũ": old_font, "số trang ở chân": footer_numbers, "quyết định có phụ lục": decision_with_annex, "kế hoạch của Đảng": party_letter,
    "biên bản thôn": village_minutes, "hai cột bằng nhau": narrow_heading,
}  # fmt: skip


def write(name: str, folder: Path) -> Path:
    """Make one of the papers."""
    document = docx.Document()
    PAPERS[name](document)
    path = folder / f"{name}.docx"
    document.save(str(path))
    return path


if __name__ == "__main__":
    for each in PAPERS:
        write(each, Path(sys.argv[1]))
