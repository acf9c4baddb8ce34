"""Blocks → WordprocessingML. Looks come from the template's paragraph styles; here only what a style cannot say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from dan_van.drafting.binding import bound
from dan_van.drafting.blocks import Block, Paragraph, Picture, Run, Table
from dan_van.layout import balanced_width, line_width, mm, number
from dan_van.provisions import read_label

BODY, HEADING_1, HEADING_2, BASIS, TABLE_CELL, RULE = "DVNoiDung", "DVMucLaMa", "DVKhoanTen", "DVCanCu", "DVBang", "DVGach"
PART, PART_TITLE, SECTION, SECTION_TITLE, ARTICLE = "DVPhanChuong", "DVTenPhanChuong", "DVMucTieuMuc", "DVTenMuc", "DVDieu"
ANNEX, ANNEX_TITLE, WITH, END = "DVPhuLuc", "DVTenPhuLuc", "DVKemTheo", "DVHetPhan"
SUBJECT, TO = "DVTrichYeu", "DVKinhGui"

TWIPS_A_POINT = 20
LONGEST_SUBJECT_RULE = 200.0
"""Points; a subject of several lines gets a rule of 1/3 to 1/2 of the text width, not of its whole length."""
CELL_SIZE = 13
"""Points of the letters in a table."""
_CELL_PADDING = 14.0
_WIDEST_WISH = 260.0
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def body(blocks: Sequence[Block], width: int, *, kept: bool = True) -> str:
    """All blocks; ``kept``: the last paragraph stays with the signature block that follows it. ``width`` in twips."""
    pieces = []
    titled: str | None = None  # the style of the title that a bare “Chương I” line still waits for
    for index, block in enumerate(blocks):
        last = kept and index == len(blocks) - 1
        if isinstance(block, Table):
            pieces.append(table(block, width) + paragraph((), RULE, keep_next=last))
            continue
        if isinstance(block, Picture):
            pieces.append(picture(block, kept=last))
            continue
        opened = _opened(block)
        if opened:
            (style, title_style), label, title = opened
            pieces.append(paragraph([Run(label)], style))
            pieces += [paragraph(_upper(title), title_style)] if title else []
            titled = None if title else title_style
        elif titled and read_label(block.text) is None:
            pieces.append(paragraph(_upper(block.runs), titled))
            titled = None
        else:
            pieces.append(_paragraph(block, last))
            titled = None
    return "".join(pieces)


_OPENED = re.compile(
    r"(?P<label>(?P<word>Phần|Chương|Mục|Tiểu mục)\s+(?:thứ\s+)?[\w]+)\s*[.:\-–]?\s*(?P<title>.*)", re.IGNORECASE | re.DOTALL
)
_PARTS = {
    "phần": (PART, PART_TITLE),
    "chương": (PART, PART_TITLE),
    "mục": (SECTION, SECTION_TITLE),
    "tiểu mục": (SECTION, SECTION_TITLE),
}


def _opened(block: Paragraph) -> tuple[tuple[str, str], str, list[Run]] | None:
    """Styles, label (Chương I) and title of a heading that opens a phần, chương, mục; a line of a label alone is one too."""
    label = read_label(block.text)
    if label is None or label.kind not in ("phan", "chuong", "muc", "tieu-muc"):
        return None
    match = _OPENED.fullmatch(block.text.strip())
    if match is None or (match["title"] and not _is_heading(block)):
        return None
    name, _, number = match["label"].rpartition(" ")
    styles = _PARTS[match["word"].lower()]
    return styles, f"{name.capitalize()} {number}", [Run(match["title"])] if match["title"] else []


def _is_heading(block: Paragraph) -> bool:
    """Typed with ``#``, or all in bold."""
    return block.level > 0 or all(run.bold for run in block.runs if run.text.strip())


_ARTICLE = re.compile(r"\s*Điều\s+\d+[a-zđ]?\s*[.:]", re.IGNORECASE)


def _paragraph(block: Paragraph, last: bool) -> str:
    runs = list(block.runs)
    match = _ARTICLE.match(runs[0].text) if runs else None
    style = {0: BODY, 1: HEADING_1}.get(block.level, HEADING_2)
    if match and _is_heading(block):
        style = ARTICLE
    elif match:
        runs[:1] = [Run(match.group(), True), Run(runs[0].text[match.end() :], runs[0].bold, runs[0].italic)]
    elif block.level == 1:
        runs = _upper(runs)
    broken = any(piece.line_break for piece in runs)  # a justified line before a break would be stretched
    return paragraph(runs, style, keep_next=last, extra='<w:jc w:val="left"/>' if broken else "")


def paragraph(runs: Sequence[Run], style: str, *, keep_next: bool = False, extra: str = "") -> str:
    """One ``w:p``; ``extra`` is WordprocessingML that belongs after ``w:pStyle`` and ``w:keepNext``."""
    keep = "<w:keepNext/>" if keep_next else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{extra}</w:pPr>{"".join(map(run, runs))}</w:p>'


def run(piece: Run) -> str:
    """One ``w:r``; tabs become ``w:tab``, everything XML cannot hold is left out."""
    look = ("<w:b/>" if piece.bold else "") + ("<w:i/>" if piece.italic else "")
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    parts = ["<w:br/>"] if piece.line_break else []
    for index, text in enumerate(bound(_UNPRINTABLE.sub("", piece.text)).split("\t")):
        parts += ["<w:tab/>"] if index else []
        parts += [f'<w:t xml:space="preserve">{escape(text)}</w:t>'] if text else []
    return f"<w:r>{look}{''.join(parts)}</w:r>"


def table(block: Table, width: int) -> str:
    """A ruled table as wide as the text; its head row is bold, centred, and repeated on every page."""
    columns = _column_widths(block, width)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    rows = []
    for index, cells in enumerate(block.rows):
        head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if index == 0 else "<w:trPr><w:cantSplit/></w:trPr>"
        pieces = []
        for column, cell in enumerate(cells):
            align = "center" if index == 0 else block.alignments[column]
            runs = [Run(r.text, True, r.italic, r.line_break) for r in cell] if index == 0 else list(cell)
            content = paragraph(runs, TABLE_CELL, extra=f'<w:jc w:val="{align}"/>')
            pieces.append(f'<w:tc><w:tcPr><w:tcW w:w="{columns[column]}" w:type="dxa"/></w:tcPr>{content}</w:tc>')
        rows.append(f"<w:tr>{head}{''.join(pieces)}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


PICTURE_PLACE = "\ue000{}\ue001"
"""What stands where a picture will be put."""


def picture(block: Picture, *, kept: bool = False) -> str:
    """A place for a picture in the middle of the page, its caption below in italics."""
    look = '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>'
    place = paragraph([Run(PICTURE_PLACE.format(block.source))], BODY, keep_next=kept or bool(block.caption), extra=look)
    caption = paragraph([Run(block.caption, italic=True)], BODY, keep_next=kept, extra=look) if block.caption else ""
    return place + caption


def subject(text: str, size: float, width: int) -> str:
    """The trích yếu, set in from both sides so that its lines are about equally long."""
    return centred(text, SUBJECT, size, width, bold=True)


def centred(text: str, style: str, size: float, width: int, *, bold: bool = False) -> str:
    """A centred paragraph, set in from both sides so that its lines are about equally long."""
    side = (width - round(balanced_width(text, size, width / TWIPS_A_POINT, bold=bold) * TWIPS_A_POINT)) // 2
    return paragraph([Run(text)], style, extra=f'<w:ind w:left="{side}" w:right="{side}"/>' if side > 0 else "")


def framed(text: str, style: str, across: int, column: int) -> str:
    """A stamp's frame ``across`` twips wide in the middle of a column."""
    side = max(0, (column - across) // 2)
    return paragraph([Run(text)], style, extra=f'<w:ind w:left="{side}" w:right="{side}"/>')


def rule(length: float, width: int) -> str:
    """A centred solid rule ``length`` points long, as the top border of a thin paragraph ``width`` twips wide."""
    side = max(0, (width - round(length * TWIPS_A_POINT)) // 2)
    extra = (
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'
    )
    return paragraph((), RULE, extra=extra)


def frame(columns: Sequence[int], rows: Sequence[Sequence[str]], *, above: int = 0) -> str:
    """A borderless table, cells given as paragraphs, whose rows never break across pages; ``above`` twips free in each cell."""
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
    made = []
    for row in rows:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for column, cell in zip(columns, row, strict=True)
        )
        made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    top = f'<w:top w:w="{above}" w:type="dxa"/>' if above else ""
    margins = f'<w:tblCellMar>{top}<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
    )


def section(family: str, headers: str = "", *, landscape: bool = False) -> str:
    """Section properties: paper and margins of the family, page numbers from 1, none on the first page.

    Without ``headers`` a section goes on with those of the section before it.
    """
    across, down = mm(number("trang", "width", family)), mm(number("trang", "height", family))
    turned = ' w:orient="landscape"' if landscape else ""
    size = f'w:w="{down}" w:h="{across}"{turned}' if landscape else f'w:w="{across}" w:h="{down}"'
    edges = {side: mm(number("trang", f"margin-{side}", family)) for side in ("top", "right", "bottom", "left")}
    margins = " ".join(f'w:{side}="{value}"' for side, value in edges.items())
    distance = mm(number("so-trang", "distance", family))
    return (
        f'<w:sectPr>{headers}<w:pgSz {size}/><w:pgMar {margins} w:header="{distance}" w:footer="{distance}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def section_end(family: str, *, landscape: bool = False) -> str:
    """The paragraph that ends a section."""
    return f'<w:p><w:pPr><w:pStyle w:val="{END}"/>{section(family, landscape=landscape)}</w:pPr></w:p>'


def _column_widths(block: Table, width: int) -> list[int]:
    """Columns share the width by their longest lines, but each holds its longest word unbroken if that can be."""
    longest, needed = [], []
    for column in range(len(block.alignments)):
        cells = ["".join(run.text for run in row[column]) for row in block.rows if column < len(row)]
        longest.append(min(_WIDEST_WISH, max(line_width(cell, CELL_SIZE, bold=True) for cell in cells) + _CELL_PADDING))
        words = [word for cell in cells for word in re.split(r"[ \t\n]+", cell)] or [""]  # a no-break space holds
        needed.append(max(line_width(word, CELL_SIZE, bold=True) for word in words) + _CELL_PADDING)
    needed = _capped(needed, width / TWIPS_A_POINT)
    spare = width / TWIPS_A_POINT - sum(needed)
    wishes = [max(0.0, wish - need) for wish, need in zip(longest, needed, strict=True)]
    if sum(wishes) == 0:
        shares = [(need + spare / len(needed)) / (sum(needed) + spare) for need in needed]
    else:
        shares = [
            (need + spare * wish / sum(wishes)) / (sum(needed) + spare) for need, wish in zip(needed, wishes, strict=True)
        ]
    columns = [round(width * share) for share in shares]
    columns[-1] += width - sum(columns)
    return columns


def _capped(needed: Sequence[float], width: float) -> list[float]:
    """What columns need, the widest cut down until all fit: only the longest words break."""
    if sum(needed) <= width:
        return list(needed)
    low, high = 0.0, max(needed)
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if sum(min(need, middle) for need in needed) > width else (middle, high)
    return [min(need, low) for need in needed]


def _upper(runs: Sequence[Run]) -> list[Run]:
    return [Run(r.text.upper(), r.bold, r.italic, r.line_break) for r in runs]
