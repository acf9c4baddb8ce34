"""Return forms for a trưởng thôn to fill in: a workbook of one sheet, or a Word file with the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dan_van.errors import FileProblem, MissingTool
from dan_van.files import replacing
from dan_van.reports.indicators import COUNT, YES, Definition, Indicator
from dan_van.reports.periods import Period

FORM, VILLAGE, PERIOD, AUTHOR = "Biểu số liệu", "Thôn, tổ dân phố", "Kỳ báo cáo", "Người lập, số điện thoại"
"""Labels of the head; what stands beside them is read back."""
HEAD = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")
_NOTE = "Chỉ điền các ô màu vàng. Không có thì ghi 0; chưa biết thì để trống và nói ở cột Ghi chú."
_WIDTHS = (16, 58, 14, 18, 30)
_YELLOW, _GREY = "FFF9DB", "888888"
_UNITS = {YES: "có/không"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form to be written; ``village`` is filled in already when given, ``villages`` are offered to choose from."""

    definition: Definition
    period: Period
    village: str | None = None
    villages: tuple[str, ...] = ()


def write(form: Form, path: Path, *, force: bool = False) -> None:
    """Write a form as ``.xlsx`` or ``.docx``. Raises FileProblem, MissingTool."""
    kinds = {".xlsx": _workbook, ".docx": _document}
    if path.suffix.lower() not in kinds:
        raise FileProblem("{path}: mẫu thu số liệu là tệp .xlsx hoặc .docx.", path=path)
    made = kinds[path.suffix.lower()](form)
    with replacing(path, force=force) as temporary:
        made.save(str(temporary))


def _head(form: Form) -> Iterator[tuple[str, str, bool]]:
    """Label, what is written, whether it is left to be filled in."""
    yield FORM, form.definition.name, False
    yield VILLAGE, form.village or "", True
    yield PERIOD, str(form.period), False
    yield AUTHOR, "", True


def _lines(definition: Definition) -> Iterator[str | Indicator]:
    """Titles of groups and indicators, in order."""
    group = None
    for one in definition.indicators:
        if one.group != group and one.group:
            yield definition.groups[one.group]
        group = one.group
        yield one


def _workbook(form: Form) -> Any:
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise MissingTool("Chưa có phần ghi Excel. Chạy: pip install 'dan_van[excel]', hoặc làm mẫu .docx.") from None
    book = Workbook()
    sheet = book.active
    sheet.title = "Số liệu"
    thin = Side(style="thin", color="BBBBBB")
    open_cell = {"fill": PatternFill("solid", fgColor=_YELLOW), "protection": Protection(locked=False)}

    def put(row: int, column: int, text: str, **look: Any) -> Any:
        cell = sheet.cell(row, column)
        cell.value = text
        if text.startswith("="):
            cell.data_type = "s"  # a name is never a formula
        cell.font = Font(name="Times New Roman", size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        for name, value in look.items():
            setattr(cell, name, value)
        return cell

    put(1, 2, f"BIỂU SỐ LIỆU: {form.definition.title.upper()}", font=Font(name="Times New Roman", size=14, bold=True))
    for row, (label, text, filled) in enumerate(_head(form), 2):
        put(row, 2, label)
        put(row, 4, text, **(open_cell if filled else {}))
    village_row, first = 3, 8
    put(first - 2, 2, _NOTE, font=Font(name="Times New Roman", size=11, italic=True))
    for column, title in enumerate(HEAD, 1):
        put(
            first - 1,
            column,
            title,
            font=Font(name="Times New Roman", size=12, bold=True),
            border=Border(thin, thin, thin, thin),
        )
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
    row = first
    for line in _lines(form.definition):
        if isinstance(line, str):
            put(row, 2, line, font=Font(name="Times New Roman", size=12, bold=True))
        else:
            put(row, 1, line.key, font=Font(name="Times New Roman", size=8, color=_GREY))
            for column, text in ((2, line.name), (3, line.unit or _UNITS.get(line.kind, ""))):
                put(row, column, text, border=Border(thin, thin, thin, thin))
            for column in (4, 5):
                put(row, column, "", border=Border(thin, thin, thin, thin), **open_cell).value = None
            _validate(sheet, line, f"D{row}")
        row += 1
    if form.villages:
        _offer(sheet, form.villages, f"D{village_row}")
    sheet.protection.sheet = True
    sheet.freeze_panes = f"A{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return book


def _validate(sheet: Any, line: Indicator, cell: str) -> None:
    """What a cell takes, with a message in words."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if line.kind == YES:
        rule = DataValidation(type="list", formula1='"có,không"', allow_blank=True)
        rule.error = "Chọn có hoặc không."
    elif line.numeric:
        kind = "whole" if line.kind == COUNT else "decimal"
        rule = DataValidation(type=kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.error = "Ghi một số từ 0 trở lên, không ghi chữ."
    else:
        return
    rule.errorTitle, rule.showErrorMessage = "Số liệu", True
    sheet.add_data_validation(rule)
    rule.add(cell)


def _offer(sheet: Any, villages: Sequence[str], cell: str) -> None:
    """Villages to choose from, kept in a hidden column: a list inside the rule may hold 255 letters only."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for row, village in enumerate(villages, 1):
        kept = sheet.cell(row, 8)
        kept.value = village
        kept.data_type = "s"
    sheet.column_dimensions["H"].hidden = True
    rule = DataValidation(type="list", formula1=f"=$H$1:$H${len(villages)}", allow_blank=False)
    rule.error, rule.errorTitle, rule.showErrorMessage = "Chọn tên thôn trong danh sách.", "Thôn", True
    sheet.add_data_validation(rule)
    rule.add(cell)


def _document(form: Form) -> Any:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(f"BIỂU SỐ LIỆU: {form.definition.title.upper()}").bold = True
    document.add_paragraph(_NOTE.replace("các ô màu vàng", "cột Số liệu và Ghi chú")).runs[0].italic = True
    head = document.add_table(0, 2, style="Table Grid")
    for label, text, _ in _head(form):
        cells = head.add_row().cells
        cells[0].text, cells[1].text = label, text
    document.add_paragraph()
    table = document.add_table(1, len(HEAD), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(text).bold = True
    for line in _lines(form.definition):
        cells = table.add_row().cells
        if isinstance(line, str):
            cells[1].paragraphs[0].add_run(line).bold = True
            continue
        cells[0].paragraphs[0].add_run(line.key).font.size = Pt(7)
        cells[1].text, cells[2].text = line.name, line.unit or _UNITS.get(line.kind, "")
    table.autofit = False
    for column, width in zip(table.columns, (32, 58, 22, 24, 24), strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return document
