"""Checks of how things look: paper, margins, fonts, sizes, bold, italic, capitals, alignment, spacing, page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from dan_van import layout
from dan_van.checking.look import AUTOMATIC
from dan_van.checking.parts import PARTY, Line, Parts
from dan_van.checking.registry import Paper, check
from dan_van.layout import Rule
from dan_van.model import Finding

_TOLERANCE_MM = 0.3
_MIXED = 0.3
"""A line has a look when no more than this share of its letters has another."""
_LONG_LINE = 95
"""Letters that surely fill more than one line of the page: only then does alignment show."""
_FULL_COLUMN = 32
"""Letters in capitals that fill the right column of the heading."""
_TWO_PAGES = 4500
"""Letters that surely fill more than one page."""
_CM = 72 / 2.54

_LETTERS = (
    "quoc-hieu", "tieu-ngu", "co-quan-chu-quan", "co-quan-ban-hanh", "so-ky-hieu", "dia-danh-ngay", "ten-loai", "trich-yeu",
    "trich-yeu-cong-van", "kinh-gui", "can-cu", "muc-la-ma", "dieu", "phan-chuong", "muc-tieu-muc", "loi-quyet-dinh",
    "tham-quyen-ban-hanh", "quyen-han", "quyen-han-chuc-vu", "ho-ten", "noi-nhan-tu", "noi-nhan-dong", "phu-luc", "kem-theo", "noi-dung",
)  # fmt: skip
_HEADING = (
    "co-quan-chu-quan",
    "co-quan-ban-hanh",
    "so-ky-hieu",
    "dia-danh-ngay",
    "trich-yeu-cong-van",
    "quoc-hieu",
    "tieu-ngu",
)
"""Parts that stand in two columns: where they stand can be told only in a table."""
_FREE = {"noi-dung": ("bold", "italic")}
"""Words inside the content may be set off."""
_STAMPED = ("do-khan", "do-mat", "pham-vi-luu-hanh", "du-thao")
"""Parts that have a colour of their own."""


def rule(parts: Parts, component: str, name: str) -> Rule | None:
    """The rule for a property of a component in the paper's family, None when there is none.

    The Party's papers are held only to the Party's own rules: what those leave open is not the decree's to say.
    """
    if parts.family == PARTY and not layout.has(component, name, PARTY):
        return None
    try:
        return layout.rule(component, name, parts.family)
    except KeyError:
        return None


@check
def paper_and_margins(paper: Paper) -> Iterator[Finding]:
    """A4, and the four margins of every section (turned for a landscape one)."""
    for number, section in enumerate(paper.laid.sections, 1):
        where = f"phần {number}: " if len(paper.laid.sections) > 1 else ""
        sides = (
            (section.height, section.width)
            if section.landscape or section.width > section.height
            else (section.width, section.height)
        )
        for name, measured, label in (("width", sides[0], "rộng"), ("height", sides[1], "cao")):
            found = rule(paper.parts, "trang", name)
            if found and not _within(found, measured):
                yield paper.broken(
                    found,
                    f"Khổ giấy {where}{label} {_mm(measured)} mm, phải là {_mm(found.default)} mm (A4).",
                    remedy="Đặt khổ giấy A4.",
                )
        if section.width > section.height:
            continue  # the decree gives the margins of an upright page
        for name, measured, label in (
            ("margin-top", section.top, "trên"), ("margin-bottom", section.bottom, "dưới"),
            ("margin-left", section.left, "trái"), ("margin-right", section.right, "phải"),
        ):  # fmt: skip
            found = rule(paper.parts, "trang", name)
            if found and not _within(found, measured):
                yield paper.broken(
                    found,
                    f"Lề {label} {where}là {_mm(measured)} mm, phải {_wanted(found)} mm.",
                    remedy=f"Đặt lề {label} {_wanted(found)} mm.",
                )


@check
def fonts_and_colours(paper: Paper) -> Iterator[Finding]:
    """Times New Roman and black throughout."""
    font, colour = rule(paper.parts, "trang", "font"), rule(paper.parts, "trang", "color")
    odd: dict[str, list[Line]] = {}
    coloured: dict[str, list[Line]] = {}
    for component, lines in paper.parts.lines.items():
        for line in lines if component not in _STAMPED else ():
            for _, look in line.looks():
                if font and look.font and not font.allows(look.font):
                    odd.setdefault(look.font, []).append(line)
                if colour and look.colour != AUTOMATIC and not colour.allows(look.colour):
                    coloured.setdefault(look.colour, []).append(line)
    for name, lines in odd.items():
        assert font is not None
        yield paper.broken(
            font, f"Phông chữ {name}, phải là {font.default}.", _once(lines), f"Chọn cả đoạn, đổi phông sang {font.default}."
        )
    if coloured and colour:
        lines = _once(line for found in coloured.values() for line in found)
        yield paper.broken(colour, f"Chữ màu {', '.join(coloured)}, phải màu đen.", lines, "Đổi màu chữ về đen (hoặc tự động).")


@check
def letters(paper: Paper) -> Iterator[Finding]:
    """Size, bold, italic and capitals of each part."""
    for component in _LETTERS:
        lines = paper.parts[component]
        for name in ("size", "bold", "italic"):
            if name in _FREE.get(component, ()):
                continue
            found = rule(paper.parts, component, name)
            wrong = [line for line in lines if found and not _has(line, found, name)]
            if found and wrong:
                yield paper.broken(found, _said(found, name, wrong[0]), wrong, _remedy(found, name))
        found = rule(paper.parts, component, "case")
        wrong = [line for line in lines if found and not _cased(line, str(found.default))]
        if found and wrong:
            how = "in hoa" if found.default == "upper" else "in thường"
            yield paper.broken(found, f"{found.title} phải {how}.", wrong, f"Viết lại bằng chữ {how}.")


@check
def alignment(paper: Paper) -> Iterator[Finding]:
    """Centred titles, justified content."""
    for component in _LETTERS:
        found = rule(paper.parts, component, "align")
        if found is None:
            continue
        lines = [line for line in paper.parts[component] if component not in _HEADING or line.paragraph.cell is not None]
        wrong = [line for line in lines if not _aligned(line, str(found.default))]
        if wrong:
            name = {"center": "canh giữa", "both": "canh đều hai bên", "left": "canh trái", "right": "canh phải"}[
                str(found.default)
            ]
            yield paper.broken(found, f"{found.title} phải {name}.", wrong, f"Chọn các dòng đó, {name}.")


@check
def content_spacing(paper: Paper) -> Iterator[Finding]:
    """First lines, gaps between paragraphs, line spacing of the content."""
    lines = [line for line in (*paper.parts["can-cu"], *paper.parts["noi-dung"]) if line.paragraph.cell is None]
    lines.sort(key=lambda line: line.paragraph.index)
    full = [line for line in lines if len(line.text) >= _LONG_LINE]
    indent = rule(paper.parts, "noi-dung", "first-line")
    if indent:
        wrong = [
            line
            for line in full
            if not 0.97 <= line.paragraph.spacing.first_line / _CM <= 1.30 and line.paragraph.spacing.left == 0
        ]
        if wrong:
            measured = wrong[0].paragraph.spacing.first_line / _CM
            yield paper.broken(
                indent, f"Dòng đầu đoạn lùi vào {_mm(measured)} cm, phải 1 cm hoặc 1,27 cm.", wrong, "Đặt lùi đầu dòng 1,27 cm."
            )
    gap = rule(paper.parts, "noi-dung", "paragraph-gap")
    if gap:
        close = [
            next_ for line, next_ in pairwise(lines)
            if next_.paragraph.index == line.paragraph.index + 1
            and line.paragraph.spacing.after + next_.paragraph.spacing.before < float(gap.min or 0) - 0.05
        ]  # fmt: skip
        if close:
            yield paper.broken(gap, "Khoảng cách giữa các đoạn dưới 6 pt.", close, "Đặt khoảng cách trước hoặc sau đoạn 6 pt.")
    spacing = rule(paper.parts, "noi-dung", "line-spacing")
    if spacing:
        wide = [
            line
            for line in lines
            if line.paragraph.spacing.exact is None and not spacing.allows(round(line.paragraph.spacing.line, 2))
        ]
        if wide:
            measured = wide[0].paragraph.spacing.line
            yield paper.broken(
                spacing, f"Cách dòng {_mm(measured)} dòng, phải từ dòng đơn đến 1,5 dòng.", wide, "Đặt cách dòng từ 1 đến 1,5."
            )


@check
def page_numbers(paper: Paper) -> Iterator[Finding]:
    """In the top margin, in the middle, not on the first page."""
    if not paper.laid.sections:
        return
    heads = [head for section in paper.laid.sections for head in section.heads]
    place, first = rule(paper.parts, "so-trang", "position"), rule(paper.parts, "so-trang", "first-page")
    top = [head for head in heads if head.place == "header" and head.numbers]
    long = sum(len(paragraph.text) for paragraph in paper.laid.paragraphs) > _TWO_PAGES
    if place and any(head.place == "footer" and head.numbers for head in heads):
        yield paper.broken(
            place, "Số trang đặt ở chân trang, phải ở giữa lề trên.", remedy="Xóa số trang ở chân, chèn ở đầu trang, canh giữa."
        )
    elif place and not top and long:
        yield paper.broken(place, "Không có số trang từ trang thứ hai.", remedy="Chèn số trang ở đầu trang, canh giữa.")
    if first and top:
        section = paper.laid.sections[0]
        on_first = any(head.numbers for head in section.heads if head.pages == "first")
        if not section.first_differs or on_first:
            yield paper.broken(
                first,
                "Số trang hiện cả ở trang thứ nhất.",
                remedy="Đánh dấu “Trang đầu khác” cho đầu trang, để trống trang đầu.",
            )
    centred = rule(paper.parts, "so-trang", "align")
    for head in top:
        shown = [paragraph for paragraph in head.paragraphs if paragraph.text.strip() or head.numbers]
        if centred and shown and not any(paragraph.spacing.align == "center" for paragraph in shown):
            yield paper.broken(centred, "Số trang không canh giữa.", remedy="Canh giữa số trang.")
            break


def _has(line: Line, found: Rule, name: str) -> bool:
    """Whether most of a line's letters have a look that the rule allows."""
    looks = list(line.looks())
    count = sum(len(text) for text, _ in looks)
    wrong = sum(len(text) for text, look in looks if not found.allows(getattr(look, name)))
    return wrong <= _MIXED * count


def _cased(line: Line, wanted: str) -> bool:
    words = [letter for letter in line.text if letter.isalpha()]
    if wanted == "upper":
        return line.text.isupper()
    return not words or sum(letter.isupper() for letter in words) < 0.7 * len(words) or len(words) < 6


def _aligned(line: Line, wanted: str) -> bool:
    spacing, paragraph = line.paragraph.spacing, line.paragraph
    if "\t" in paragraph.text.strip() or spacing.align == wanted:
        return True  # of a line laid out with tabs the place cannot be told
    if wanted == "both":
        return len(line.text) < _LONG_LINE
    if wanted == "left":
        return spacing.align == "both"
    if paragraph.cell is not None and len(line.text) >= _FULL_COLUMN:
        return True  # it fills its column: where it is put cannot be seen
    return spacing.first_line > 20 or spacing.left > 20  # moved to its place by an indent


def _said(found: Rule, name: str, line: Line) -> str:
    if name == "size":
        sizes = sorted({look.size for _, look in line.looks()})
        return f"{found.title} cỡ {', '.join(_mm(size) for size in sizes)}, phải cỡ {_wanted(found)}."
    word = "đậm" if name == "bold" else "nghiêng"
    return (
        f"{found.title} phải {'' if found.default else 'không '}in {word}."
        if name == "bold"
        else (f"{found.title} phải {'in nghiêng' if found.default else 'đứng, không nghiêng'}.")
    )


def _remedy(found: Rule, name: str) -> str:
    if name == "size":
        return f"Đặt cỡ chữ {_wanted(found)}."
    word = "đậm" if name == "bold" else "nghiêng"
    return f"{'Bật' if found.default else 'Bỏ'} chữ {word}."


def _within(found: Rule, measured: float) -> bool:
    low = min(float(value) for value in found.values) if found.values else found.min
    high = max(float(value) for value in found.values) if found.values else found.max
    return (low is None or measured >= low - _TOLERANCE_MM) and (high is None or measured <= high + _TOLERANCE_MM)


def _wanted(found: Rule) -> str:
    if found.values:
        return " hoặc ".join(_mm(float(value)) for value in found.values)
    if found.min == found.max and found.min is not None:
        return _mm(found.min)
    return f"từ {_mm(found.min or 0)} đến {_mm(found.max)}" if found.max is not None else f"từ {_mm(found.min or 0)}"


def _mm(number: object) -> str:
    return f"{round(float(str(number)), 2):g}".replace(".", ",")


def _once(lines: Iterable[Line]) -> list[Line]:
    return list(dict.fromkeys(lines))
