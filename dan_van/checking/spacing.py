"""Checks of the room in the content: first lines, gaps between paragraphs, line spacing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dan_van.checking.looks import LONG_LINE
from dan_van.checking.mends import SetSpacing
from dan_van.checking.parts import Line
from dan_van.checking.registry import Found, Paper, check
from dan_van.checking.wanted import nearest, number, rule, wanted
from dan_van.layout import Rule
from dan_van.model import Severity

_CM = 72 / 2.54
_SPACES_FOR_A_TAB = 4
_SINGLE = 1.15
"""A single line of Times New Roman is so many times its size high (rounded)."""


@check
def content_spacing(paper: Paper) -> Iterator[Found]:
    """First lines, gaps between paragraphs, line spacing of the content."""
    lines = [line for line in (*paper.parts["can-cu"], *paper.parts["noi-dung"]) if line.paragraph.cell is None]
    lines.sort(key=lambda line: line.paragraph.index)
    full = [line for line in lines if len(line.text) >= LONG_LINE]
    yield from _first_lines(paper, full)
    gap = rule(paper.parts, "noi-dung", "paragraph-gap")
    if gap:
        close = [
            next_ for line, next_ in pairwise(lines)
            if next_.paragraph.index == line.paragraph.index + 1 and _gap(line, next_) < float(gap.min or 0) - 0.05
        ]  # fmt: skip
        if close:
            mends = [SetSpacing(tuple(close), before=float(gap.min or 0))]
            yield paper.broken(
                gap, "Khoảng cách giữa các đoạn dưới 6 pt.", close, "Đặt khoảng cách trước hoặc sau đoạn 6 pt.", mends
            )
    spacing = rule(paper.parts, "noi-dung", "line-spacing")
    if spacing:
        wide = [
            line
            for line in lines
            if line.paragraph.spacing.exact is None and not spacing.allows(round(line.paragraph.spacing.line, 2))
        ]
        if wide:
            measured = wide[0].paragraph.spacing.line
            mends = [SetSpacing((line,), line=nearest(spacing, line.paragraph.spacing.line)) for line in wide]
            yield paper.broken(
                spacing,
                f"Cách dòng {number(measured)} dòng, phải từ dòng đơn đến 1,5 dòng.",
                wide,
                "Đặt cách dòng từ 1 đến 1,5.",
                mends,
            )
        yield from _exact_lines(paper, spacing, lines)


def _first_lines(paper: Paper, full: list[Line]) -> Iterator[Found]:
    """The first line of a paragraph set in; a tab or spaces before it look the same on paper and are told apart."""
    indent = rule(paper.parts, "noi-dung", "first-line")
    if indent is None:
        return
    wrong: list[Line] = []
    pushed: list[Line] = []
    for line in full:
        spacing, before = line.paragraph.spacing, line.paragraph.text[: line.start + _leading(line)]
        if line.paragraph.label or spacing.left or 0.97 <= spacing.first_line / _CM <= 1.30:
            continue
        (pushed if "\t" in before or before.count(" ") >= _SPACES_FOR_A_TAB else wrong).append(line)
    if wrong:
        measured = wrong[0].paragraph.spacing.first_line / _CM
        mends = [SetSpacing(tuple(wrong), first_line=float(indent.default) * _CM)]
        yield paper.broken(
            indent,
            f"Dòng đầu đoạn lùi vào {number(measured)} cm, phải {wanted(indent)} cm.",
            wrong,
            f"Đặt lùi đầu dòng {number(indent.default)} cm.",
            mends,
        )
    if pushed:
        yield paper.found(
            "thut-bang-phim", Severity.INFO, "Đầu dòng lùi vào bằng phím Tab hoặc dấu cách, sửa chữ là lệch.", "Xóa chúng, đặt lùi đầu dòng 1,27 cm.",
            None, "Nội dung", pushed,
        )  # fmt: skip


def _leading(line: Line) -> int:
    said = line.paragraph.text[line.start : line.end]
    return len(said) - len(said.lstrip())


def _exact_lines(paper: Paper, spacing: Rule, lines: list[Line]) -> Iterator[Found]:
    """A spacing in points, told in lines of the letters' size: below a single line letters are cut off."""
    odd = []
    for line in lines:
        exact = line.paragraph.spacing.exact
        size = max((look.size for _, look in line.looks()), default=0.0)
        if exact is None or not size:
            continue
        ratio = exact / size / _SINGLE
        if ratio > float(spacing.max or 0) * 1.03 or (ratio < 0.97 and not line.paragraph.spacing.at_least):
            odd.append(line)
    if odd:
        yield paper.found(
            spacing.id, Severity.WARNING, f"Cách dòng cố định {number(odd[0].paragraph.spacing.exact)} pt, ngoài khoảng từ dòng đơn đến 1,5 dòng.",
            "Đặt cách dòng từ 1 đến 1,5.", spacing.source, spacing.title, odd, [SetSpacing(tuple(odd), line=1.0)],
        )  # fmt: skip


def _gap(line: Line, below: Line) -> float:
    """Points between two paragraphs; styles may take the gap away between paragraphs of their own."""
    over, under = line.paragraph, below.paragraph
    same = over.style == under.style
    after = 0.0 if over.spacing.together and same else over.spacing.after
    return after + (0.0 if under.spacing.together and same else under.spacing.before)
