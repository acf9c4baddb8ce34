"""A Markdown body → the blocks of an official paper, with official numbering.

One source line is one paragraph. Labels (``I.``, ``1.``, ``a)``, ``-``, ``+``) are read as typed and kept: Markdown's own
lists are switched off, because they swallow khoản and điểm. ``#`` headings without a label are numbered
I. → 1. → a). Emphasis, tables and hard line breaks are Markdown's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dan_van import numerals
from dan_van.model import Finding, Place, Severity
from dan_van.provisions import POINT_LETTERS, read_label

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; ``line_break`` starts a new line inside the paragraph before it."""

    text: str
    bold: bool = False
    italic: bool = False
    line_break: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: ``level`` 1–3 for a heading (I. / 1. / a)), 0 otherwise; ``line`` counts in the body from 1."""

    runs: tuple[Run, ...]
    level: int = 0
    line: int = 1

    @property
    def text(self) -> str:
        """The words without their look."""
        return "".join(("\n" if run.line_break else "") + run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells of runs, the first row its head; ``alignments`` by column (left center right)."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    alignments: tuple[str, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a line of its own, ``![caption](source)``: a PNG or JPEG beside the draft, or one that the draft's figures make."""

    caption: str
    source: str
    line: int = 1

    @property
    def text(self) -> str:
        """Its caption."""
        return self.caption


Block = Paragraph | Table | Picture


def parse(body: str, *, numbering: bool = True) -> list[Block]:
    """The blocks of a body in order."""
    blocks = [replace(block, line=first + block.line) for first, text in _pieces(body) for block in _piece(text)]
    return _ranked(blocks, numbering)


def _pieces(body: str) -> Iterator[tuple[int, str]]:
    """What stands between blank lines, with the number of lines before it: in this Markdown nothing reaches across one."""
    lines: list[str] = []
    for number, line in enumerate((*body.split("\n"), "")):
        if line.strip(" \t"):
            lines.append(line)
        elif lines:
            yield number - len(lines), "\n".join(lines)
            lines = []


@lru_cache(maxsize=1024)
def _piece(text: str) -> tuple[Block, ...]:
    """The blocks of one piece, its lines from 1; the pieces that a thousand rows share are read once."""
    if picture := _PICTURE.fullmatch(text.strip()):
        return (Picture(picture["caption"].strip(), picture["source"].strip()),)
    return tuple(_blocks(_markdown().parse(text), text.split("\n")))


def sequence_faults(blocks: Sequence[Block], file: str | None, first_line: int) -> list[Finding]:
    """Typed labels that skip or repeat: 1., 2., 4."""
    found = []
    last: dict[str, int] = {}
    for block in blocks:
        if not isinstance(block, Paragraph) or (label := read_label(block.text)) is None:
            continue
        value = _value(label.kind, label.number)
        if value is None:
            continue
        before = last.get(label.kind, 0)
        if value not in (1, before + 1):
            message = f"Mục “{label.text}” đứng sau mục thứ {before}." if before else f"Mục đầu tiên là “{label.text}”."
            found.append(
                Finding("thu-tu-muc", Severity.WARNING, message, Place(file, block.line + first_line - 1), "Xem lại số thứ tự.")
            )
        last[label.kind] = value
        for inner in _INNER.get(label.kind, ()):
            last.pop(inner, None)
    return found


_LEFTOVER = re.compile(r"^\s*(?:```|>|-{3,}\s*$|={3,}\s*$|#+\s*$)|\]\(|^(?!\s*\|).*<br", re.IGNORECASE)


def markdown_faults(body: str, file: str | None, first_line: int) -> list[Finding]:
    """Markdown that official papers have no use for and that is printed as typed; table cells beyond the head row."""
    found = []
    columns = 0
    for number, line in enumerate(body.split("\n")):
        place = Place(file, first_line + number)
        if _LEFTOVER.search(line) and not _PICTURE.fullmatch(line.strip()):
            message = f"“{line.strip()[:40]}” là ký hiệu Markdown không dùng trong văn bản, sẽ in nguyên như đã gõ."
            found.append(Finding("markdown-thua", Severity.WARNING, message, place, "Bỏ ký hiệu đó."))
        cells = len(re.split(r"(?<!\\)\|", line.strip().strip("|"))) if line.strip().startswith("|") else 0
        columns = columns or cells if cells else 0
        if cells > columns:
            message = f"Hàng này có {cells} ô, hàng đầu của bảng có {columns}: ô thừa sẽ mất."
            found.append(
                Finding("bang-thua-o", Severity.ERROR, message, place, "Thêm cột ở hàng đầu, hoặc viết \\| thay cho | trong ô.")
            )
    return found


def picture_sources(body: str) -> Iterator[str]:
    """The files of the pictures in a draft's text, as they are named there."""
    return (match["source"].strip() for match in _PICTURE.finditer(body))


_PICTURE = re.compile(r"!\[(?P<caption>[^\]\n]*)\]\((?P<source>[^)\n]+)\)")


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    rules = ["heading", "table", "emphasis", "newline", "escape"]
    return MarkdownIt("zero").enable(rules)


def _blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Block]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        line = (token.map[0] if token.map else 0) + 1
        if token.type == "heading_open" and tokens[index + 1].content:
            yield Paragraph(tuple(_runs(tokens[index + 1])), int(token.tag[1:]), line)
        elif token.type == "paragraph_open":
            for offset, runs in _source_lines(tokens[index + 1]):
                yield Paragraph(_indented(runs, lines[line - 1 + offset]), 0, line + offset)
        elif token.type == "table_open":
            end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            yield _table(tokens[index:end], line)
            index = end
        index += 1


def _source_lines(inline: Token) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """The runs of each paragraph, with the source line it starts on.

    A soft break starts a new paragraph; a hard one (two spaces, a backslash) does not, unless a label or a bullet
    follows it.
    """
    children = inline.children or []
    runs: list[Run] = []
    look = _Look()
    start = line = 0
    for index, child in enumerate(children):
        if child.type not in ("softbreak", "hardbreak"):
            runs += look.runs(child)
            continue
        line += 1
        following = next((later.content for later in children[index + 1 :] if later.content), "")
        if child.type == "softbreak" or read_label(following) or _BULLET.match(following):
            yield start, tuple(runs)
            runs, start = [], line
        else:
            look.broken = True
    yield start, tuple(runs)


_BULLET = re.compile(r"[-+*•–]\s+")
_BOX = re.compile(r"\[[ xX]\]\s+")
"""The box of a plan's task: it says what is done and is not printed."""
_BREAK_IN_CELL = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass
class _Look:
    """How text looks while Markdown's marks go by."""

    bold: bool = False
    italic: bool = False
    broken: bool = False

    def runs(self, child: Token) -> list[Run]:
        """The run that a token adds, if it adds one."""
        if child.type in ("strong_open", "strong_close"):
            self.bold = child.type == "strong_open"
        elif child.type in ("em_open", "em_close"):
            self.italic = child.type == "em_open"
        elif child.content:
            made = Run(child.content, self.bold, self.italic, self.broken)
            self.broken = False
            return [made]
        return []


def _runs(inline: Token, *, of_cell: bool = False) -> Iterator[Run]:
    """The runs of a heading or a table cell, all on one line but for ``<br>`` in a cell."""
    look = _Look()
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak"):
            yield Run(" ", look.bold, look.italic)
            continue
        for run in look.runs(child):
            pieces = _BREAK_IN_CELL.split(run.text) if of_cell else [run.text]
            yield from (replace(run, text=text, line_break=run.line_break or index > 0) for index, text in enumerate(pieces))


def _indented(runs: tuple[Run, ...], source: str) -> tuple[Run, ...]:
    """Bullets by depth: ``-`` at the margin, ``+`` when indented, whichever mark was typed."""
    if not runs or not (match := _BULLET.match(runs[0].text)):
        return runs
    mark, box = runs[0].text[0], _BOX.match(runs[0].text, match.end())
    deep = mark == "+" or source.startswith(("  ", "\t"))
    return (replace(runs[0], text=f"{'+' if deep else '-'} {runs[0].text[box.end() if box else match.end() :]}"), *runs[1:])


def _table(tokens: Sequence[Token], line: int) -> Table:
    rows: list[tuple[tuple[Run, ...], ...]] = []
    cells: list[tuple[Run, ...]] = []
    alignments: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            cells = []
        elif token.type in ("th_open", "td_open"):
            cells.append(tuple(_runs(tokens[index + 1], of_cell=True)))
            if token.type == "th_open":
                alignments.append(str(token.attrGet("style") or "left").rsplit(":", 1)[-1])
        elif token.type == "tr_close":
            rows.append(tuple(cells))
    return Table(tuple(rows), tuple(alignments), line)


def _ranked(blocks: Sequence[Block], numbering: bool) -> list[Block]:
    """Headings by rank: what stands shallowest is I., the next 1., the next a); a typed label decides for itself."""
    depths = sorted({b.level for b in blocks if isinstance(b, Paragraph) and b.level and _typed_level(b) is None})
    counts = [0, 0, 0]
    done: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.level:
            done.append(block)
            continue
        label = read_label(block.text)
        level = min(_typed_level(block) or depths.index(block.level) + 1, 3)
        counts[level:] = [0] * (3 - level)
        counts[level - 1] = (_value(label.kind, label.number) or 0) if label else counts[level - 1] + 1
        add = numbering and label is None
        runs = (Run(_label(level, counts[level - 1])), *block.runs) if add else block.runs
        done.append(replace(block, runs=runs, level=level))
    return done


def _typed_level(block: Paragraph) -> int | None:
    label = read_label(block.text)
    return _LEVELS.get(label.kind, 1) if label else None


_LEVELS = {"phan": 1, "khoan": 2, "tieu-khoan": 3, "diem": 3, "gach": 3, "cong": 3}
_INNER = {"phan": ("khoan", "diem"), "khoan": ("diem",), "dieu": ("khoan", "diem"), "chuong": ("muc", "tieu-muc")}


def _label(level: int, count: int) -> str:
    if level == 1:
        return f"{numerals.roman(count)}. "
    return f"{count}. " if level == 2 else f"{POINT_LETTERS[(count - 1) % len(POINT_LETTERS)]}) "


def _value(kind: str, number: str) -> int | None:
    """The place of a label in its sequence; None when it has none (1a., Phần thứ nhất)."""
    if number.isdigit():
        return int(number)
    if kind == "diem":
        return POINT_LETTERS.index(number) + 1 if number in POINT_LETTERS else None
    return next((value for value in range(1, 100) if numerals.roman(value) == number.upper()), None)
