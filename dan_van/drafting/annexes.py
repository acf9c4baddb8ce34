"""What follows the signature: the text that a decision issues, and phụ lục; each its own section, pages counted from 1.

Nghị định 30/2020/NĐ-CP, Phụ lục I (phụ lục) and Phụ lục III, mẫu 1.3 (văn bản ban hành kèm theo quyết định).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from dan_van import numerals
from dan_van.drafting import wordml
from dan_van.drafting.blocks import Block, Run
from dan_van.layout import heading_columns, line_width, number, text_width, word


@dataclass(frozen=True, slots=True)
class Attached:
    """A text that is issued with the paper: its own tên loại and name."""

    type_name: str
    subject: str
    blocks: tuple[Block, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Annex:
    """A phụ lục."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    line: int = 1


def xml(attached: Attached | None, annexes: Sequence[Annex], reference: str, family: str, head: str) -> str:
    """All of them; a section ends before each but the first. ``head`` is the heading of an attached text."""
    pieces = [_attached(attached, reference, family, head)] if attached else []
    turned = [False] if attached else []
    for index, annex in enumerate(annexes, 1):
        pieces.append(_annex(annex, index if len(annexes) > 1 else None, reference, family))
        turned.append(annex.landscape)
    made = []
    for index, piece in enumerate(pieces):
        made.append(piece)
        if index < len(pieces) - 1:
            made.append(wordml.section_end(family, landscape=turned[index]))
    return "".join(made)


def _attached(attached: Attached, reference: str, family: str, head: str) -> str:
    width = text_width(family)
    size = number("trich-yeu", "size", family)
    length = line_width(attached.subject, size, bold=True)
    return "".join([
        head,
        wordml.paragraph([Run(attached.type_name.upper())], "DVTenLoai"),
        wordml.subject(attached.subject, size, width),
        wordml.centred(reference, wordml.WITH, number("kem-theo", "size", family), width),
        wordml.rule(min(length * number("trich-yeu", "rule-length", family), wordml.LONGEST_SUBJECT_RULE), width),
        wordml.body(attached.blocks, width, kept=False),
    ])  # fmt: skip


def _annex(annex: Annex, index: int | None, reference: str, family: str) -> str:
    width = text_width(family, landscape=annex.landscape)
    shown = "" if index is None else f" {numerals.roman(index) if word('phu-luc', 'numerals', family) == 'roman' else index}"
    return "".join([
        wordml.paragraph([Run(f"Phụ lục{shown}")], wordml.ANNEX),
        wordml.centred(annex.title.upper(), wordml.ANNEX_TITLE, number("ten-phu-luc", "size", family), width, bold=True),
        wordml.centred(reference, wordml.WITH, number("kem-theo", "size", family), width),
        wordml.paragraph((), wordml.RULE),
        wordml.body(annex.blocks, width, kept=False),
    ])  # fmt: skip


def head(parent: str, issuer: Sequence[str], issuer_rule: str, family: str) -> str:
    """The heading of an attached text: issuer on the left, Quốc hiệu and Tiêu ngữ on the right, no number, no date."""
    from dan_van.drafting.building.page import motto

    left = wordml.paragraph([Run(parent)], "DVChuQuan") if parent else ""
    left += "".join(wordml.paragraph([Run(line)], "DVCoQuan") for line in issuer) + issuer_rule
    return wordml.frame(heading_columns(family), [[left, motto(family)]])


def turned(docx: bytes) -> bytes:
    """A finished DOCX whose last section lies on its side: a template's own last section always stands upright."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                head, mark, tail = data.decode("utf-8").rpartition("<w:pgSz ")
                data = f"{head}{mark}{_SIZE.sub(_sideways, tail, count=1)}".encode()
            target.writestr(info, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


_SIZE = re.compile(r'w:w="(\d+)" w:h="(\d+)"(?: w:orient="\w+")?')


def _sideways(size: re.Match[str]) -> str:
    across, down = sorted((int(size[1]), int(size[2])))
    return f'w:w="{down}" w:h="{across}" w:orient="landscape"'
