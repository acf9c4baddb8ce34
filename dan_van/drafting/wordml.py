"""Blocks → WordprocessingML. Looks come from the template's paragraph styles; here only what a style cannot say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from dan_van.drafting.blocks import Block, Run, Table
from dan_van.layout import balanced_width, line_width

BODY, HEADING_1, HEADING_2, BASIS, TABLE_CELL, RULE = "DVNoiDung", "DVMucLaMa", "DVKhoanTen", "DVCanCu", "DVBang", "DVGach"
SUBJECT = "DVTrichYeu"

TWIPS_A_POINT = 20
_CELL_SIZE = 13
_CELL_PADDING = 14.0
_WIDEST_WISH = 260.0
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def body(blocks: Sequence[Block], width: int) -> str:
    """All blocks; the last paragraph is kept with the signature block that follows it. ``width`` in twips."""
    pieces = []
    for index, block in enumerate(blocks):
        last = index == len(blocks) - 1
        if isinstance(block, Table):
            pieces.append(table(block, width) + paragraph((), RULE, keep_next=last))
        else:
            style = {0: BODY, 1: HEADING_1}.get(block.level, HEADING_2)
            runs = _upper(block.runs) if block.level == 1 else block.runs
            broken = any(piece.line_break for piece in runs)  # a justified line before a break would be stretched
            pieces.append(paragraph(runs, style, keep_next=last, extra='<w:jc w:val="left"/>' if broken else ""))
    return "".join(pieces)


def paragraph(runs: Sequence[Run], style: str, *, keep_next: bool = False, extra: str = "") -> str:
    """One ``w:p``; ``extra`` is WordprocessingML that belongs after ``w:pStyle`` and ``w:keepNext``."""
    keep = "<w:keepNext/>" if keep_next else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{extra}</w:pPr>{"".join(map(run, runs))}</w:p>'


def run(piece: Run) -> str:
    """One ``w:r``; tabs become ``w:tab``, everything XML cannot hold is left out."""
    look = ("<w:b/>" if piece.bold else "") + ("<w:i/>" if piece.italic else "")
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    parts = ["<w:br/>"] if piece.line_break else []
    for index, text in enumerate(_UNPRINTABLE.sub("", piece.text).split("\t")):
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


def subject(text: str, size: float, width: int) -> str:
    """The trích yếu, set in from both sides so that its lines are about equally long."""
    side = (width - round(balanced_width(text, size, width / TWIPS_A_POINT, bold=True) * TWIPS_A_POINT)) // 2
    return paragraph([Run(text)], SUBJECT, extra=f'<w:ind w:left="{side}" w:right="{side}"/>' if side > 0 else "")


def rule(length: float, width: int) -> str:
    """A centred solid rule ``length`` points long, as the top border of a thin paragraph ``width`` twips wide."""
    side = max(0, (width - round(length * TWIPS_A_POINT)) // 2)
    extra = (
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'
    )
    return paragraph((), RULE, extra=extra)


def _column_widths(block: Table, width: int) -> list[int]:
    """Columns share the width by their longest lines, but each holds its longest word unbroken if that can be."""
    longest, needed = [], []
    for column in range(len(block.alignments)):
        cells = ["".join(run.text for run in row[column]) for row in block.rows if column < len(row)]
        longest.append(min(_WIDEST_WISH, max(line_width(cell, _CELL_SIZE, bold=True) for cell in cells) + _CELL_PADDING))
        words = [word for cell in cells for word in cell.split()] or [""]
        needed.append(max(line_width(word, _CELL_SIZE, bold=True) for word in words) + _CELL_PADDING)
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
