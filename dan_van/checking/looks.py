"""Checks of how things look: paper, margins, fonts, sizes, bold, italic, capitals, alignment, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from dan_van import layout
from dan_van.checking.look import AUTOMATIC
from dan_van.checking.mends import Mend, NumberPages, Recode, SetLetters, SetPage, SetSpacing
from dan_van.checking.parts import Line
from dan_van.checking.registry import Found, Paper, check
from dan_van.checking.wanted import nearest, number, rule, wanted
from dan_van.layout import Rule
from dan_van.readers.legacy import setting
from dan_van.text import nfc

_TOLERANCE_MM = 0.3
_MIXED = 0.3
"""A line has a look when no more than this share of its letters has another."""
LONG_LINE = 95
"""Letters that surely fill more than one line of the page: only then does alignment show."""
_FULL_COLUMN = 32
"""Letters in capitals that fill the right column of the heading."""
_ROMAN = re.compile(r"[IVXLC]+[.:]?")
_FEWEST_CAPITALS = 3
"""Letters that are surely meant as capitals, not an abbreviation of one word."""
_SPACES_TO_PLACE = " " * 6
_TWO_PAGES = 4500
"""Letters that surely fill more than one page."""

_LETTERS = (
    "quoc-hieu", "tieu-ngu", "co-quan-chu-quan", "co-quan-ban-hanh", "so-ky-hieu", "dia-danh-ngay", "ten-loai", "trich-yeu",
    "trich-yeu-cong-van", "kinh-gui", "can-cu", "muc-la-ma", "dieu", "phan-chuong", "muc-tieu-muc", "loi-quyet-dinh",
    "tham-quyen-ban-hanh", "quyen-han", "quyen-han-chuc-vu", "ho-ten", "noi-nhan-tu", "noi-nhan-dong", "phu-luc", "ten-phu-luc", "kem-theo", "noi-dung",
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


@check
def paper_and_margins(paper: Paper) -> Iterator[Found]:
    """A4, and the four margins of every section (turned for a landscape one)."""
    for place, section in enumerate(paper.laid.sections):
        where = f"phần {place + 1}: " if len(paper.laid.sections) > 1 else ""
        turned = section.landscape or section.width > section.height
        across, down = ("height", "width") if turned else ("width", "height")
        for name, measure, label in (("width", across, "rộng"), ("height", down, "cao")):
            found, measured = rule(paper.parts, "trang", name), getattr(section, measure)
            if found and not _within(found, measured):
                yield paper.broken(
                    found,
                    f"Khổ giấy {where}{label} {number(round(measured, 1))} mm, phải là {number(found.default)} mm (A4).",
                    remedy="Đặt khổ giấy A4.",
                    mends=[SetPage(place, measure, float(found.default))],
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
                    f"Lề {label} {where}là {number(round(measured, 1))} mm, phải {wanted(found)} mm.",
                    remedy=f"Đặt lề {label} {wanted(found)} mm.",
                    mends=[SetPage(place, name, nearest(found, measured))],
                )


@check
def fonts_and_colours(paper: Paper) -> Iterator[Found]:
    """Times New Roman and black throughout, tables included; a sign of a symbol font is no letter."""
    font, colour = rule(paper.parts, "trang", "font"), rule(paper.parts, "trang", "color")
    stamped = {line.paragraph.index for component in _STAMPED for line in paper.parts[component]}
    odd: dict[str, list[Line]] = {}
    coloured: dict[str, list[Line]] = {}
    for paragraph in paper.laid.paragraphs:
        line = Line(paragraph, 0, len(paragraph.text))
        for _, look in line.looks():
            old = setting(look.font) if look.font else None
            if font and look.font and not font.allows(look.font) and not (old and old.script.signs):
                odd.setdefault(look.font, []).append(line)
            if colour and look.colour != AUTOMATIC and not colour.allows(look.colour) and paragraph.index not in stamped:
                coloured.setdefault(look.colour, []).append(line)
    for name, found in odd.items() if font else ():
        assert font is not None
        lines = _once(found)
        mend: Mend = Recode(str(font.default)) if setting(name) else SetLetters(tuple(lines), font=str(font.default))
        message, remedy = f"Phông chữ {name}, phải là {font.default}.", f"Chọn cả đoạn, đổi phông sang {font.default}."
        yield paper.broken(font, message, lines, remedy, [mend])
    if coloured and colour:
        lines = _once(line for found in coloured.values() for line in found)
        yield paper.broken(
            colour, f"Chữ màu {', '.join(coloured)}, phải màu đen.", lines, "Đổi màu chữ về đen (hoặc tự động).",
            [SetLetters(tuple(lines), black=True)],
        )  # fmt: skip


@check
def composed_letters(paper: Paper) -> Iterator[Found]:
    """Vietnamese letters in one code each (NFC): two codes look alike on paper and are not found by a search."""
    found = rule(paper.parts, "trang", "encoding")
    lines = [Line(one, 0, len(one.text)) for one in paper.laid.paragraphs if nfc(one.text) != one.text]
    if found and lines:
        yield paper.broken(
            found, "Chữ có dấu ghi bằng Unicode tổ hợp, phải là Unicode dựng sẵn.", lines,
            "Chuyển mã cả văn bản sang Unicode dựng sẵn (dan-van check --fix làm được).", [Recode(layout.word("trang", "font"))],
        )  # fmt: skip


@check
def letters(paper: Paper) -> Iterator[Found]:
    """Size, bold, italic and capitals of each part."""
    for component in _LETTERS:
        lines = paper.parts[component]
        for name in ("size", "bold", "italic"):
            if name in _FREE.get(component, ()):
                continue
            found = rule(paper.parts, component, name)
            wrong = [line for line in lines if found and not _has(line, found, name)]
            if found and wrong:
                mends = [_letters(found, name, wrong)] if name != "size" else [_sized(found, line) for line in wrong]
                yield paper.broken(found, _said(found, name, wrong[0]), wrong, _remedy(found, name), mends)
        found = rule(paper.parts, component, "case")
        wrong = [line for line in lines if found and not _cased(line, str(found.default))]
        if found and wrong:
            how = "in hoa" if found.default == "upper" else "in thường"
            yield paper.broken(found, f"{found.title} phải {how}.", wrong, f"Viết lại bằng chữ {how}.")


@check
def alignment(paper: Paper) -> Iterator[Found]:
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
            mends = [SetSpacing(tuple(wrong), align=str(found.default))]
            yield paper.broken(found, f"{found.title} phải {name}.", wrong, f"Chọn các dòng đó, {name}.", mends)


@check
def page_numbers(paper: Paper) -> Iterator[Found]:
    """In the top margin, in the middle, not on the first page."""
    if not paper.laid.sections:
        return
    heads = [head for section in paper.laid.sections for head in section.heads]
    place, first = rule(paper.parts, "so-trang", "position"), rule(paper.parts, "so-trang", "first-page")
    top = [head for head in heads if head.place == "header" and head.numbers]
    long = sum(len(paragraph.text) for paragraph in paper.laid.paragraphs) > _TWO_PAGES
    mends = [NumberPages(layout.number("so-trang", "size", paper.parts.family))]
    if place and any(head.place == "footer" and head.numbers for head in heads):
        yield paper.broken(
            place,
            "Số trang đặt ở chân trang, phải ở giữa lề trên.",
            remedy="Xóa số trang ở chân, chèn ở đầu trang, canh giữa.",
            mends=mends,
        )
    elif place and not top and long:
        yield paper.broken(
            place, "Không có số trang từ trang thứ hai.", remedy="Chèn số trang ở đầu trang, canh giữa.", mends=mends
        )
    if first and top:
        section = paper.laid.sections[0]
        pages = "first" if section.first_differs else "default"
        if any(head.numbers for head in section.heads if head.place == "header" and head.pages == pages):
            yield paper.broken(
                first,
                "Số trang hiện cả ở trang thứ nhất.",
                remedy="Đánh dấu “Trang đầu khác” cho đầu trang, để trống trang đầu.",
                mends=mends,
            )
    centred = rule(paper.parts, "so-trang", "align")
    for head in top:
        shown = [paragraph for paragraph in head.paragraphs if paragraph.text.strip() or head.numbers]
        if centred and shown and not any(paragraph.spacing.align == "center" for paragraph in shown):
            yield paper.broken(centred, "Số trang không canh giữa.", remedy="Canh giữa số trang.", mends=mends)
            break


def _has(line: Line, found: Rule, name: str) -> bool:
    """Whether most of a line's letters have a look that the rule allows."""
    looks = list(line.looks())
    count = sum(len(text) for text, _ in looks)
    wrong = sum(len(text) for text, look in looks if not found.allows(getattr(look, name)))
    return wrong <= _MIXED * count


def _cased(line: Line, wanted: str) -> bool:
    if wanted == "upper":
        return line.text.isupper()
    words = [word for word in line.text.split() if any(map(str.isalpha, word)) and not _ROMAN.fullmatch(word)]
    shouted = [word for word in words if word.isupper()]
    return len(shouted) < len(words) or sum(map(len, shouted)) < _FEWEST_CAPITALS


def _aligned(line: Line, wanted: str) -> bool:
    spacing, paragraph = line.paragraph.spacing, line.paragraph
    if "\t" in paragraph.text.rstrip() or paragraph.text.startswith(_SPACES_TO_PLACE) or spacing.align == wanted:
        return True  # of a line laid out with tabs or spaces the place cannot be told
    if wanted == "both":
        return len(line.text) < LONG_LINE
    if wanted == "left":
        return spacing.align == "both"
    if paragraph.cell is not None and len(line.text) >= _FULL_COLUMN:
        return True  # it fills its column: where it is put cannot be seen
    return spacing.first_line > 20 or spacing.left > 20  # moved to its place by an indent


def _letters(found: Rule, name: str, lines: list[Line]) -> SetLetters:
    return SetLetters(tuple(lines), **{name: bool(found.default)})  # type: ignore[arg-type]


def _sized(found: Rule, line: Line) -> SetLetters:
    """The nearest size allowed, for most of the line's letters."""
    sizes = Counter({look.size: len(text) for text, look in line.looks()})
    return SetLetters((line,), size=nearest(found, sizes.most_common(1)[0][0]))


def _said(found: Rule, name: str, line: Line) -> str:
    if name == "size":
        sizes = sorted({look.size for _, look in line.looks()})
        return f"{found.title} cỡ {', '.join(number(size) for size in sizes)}, phải cỡ {wanted(found)}."
    word = "đậm" if name == "bold" else "nghiêng"
    return (
        f"{found.title} phải {'' if found.default else 'không '}in {word}."
        if name == "bold"
        else (f"{found.title} phải {'in nghiêng' if found.default else 'đứng, không nghiêng'}.")
    )


def _remedy(found: Rule, name: str) -> str:
    if name == "size":
        return f"Đặt cỡ chữ {wanted(found)}."
    word = "đậm" if name == "bold" else "nghiêng"
    return f"{'Bật' if found.default else 'Bỏ'} chữ {word}."


def _within(found: Rule, measured: float) -> bool:
    low = min(float(value) for value in found.values) if found.values else found.min
    high = max(float(value) for value in found.values) if found.values else found.max
    return (low is None or measured >= low - _TOLERANCE_MM) and (high is None or measured <= high + _TOLERANCE_MM)


def _once(lines: Iterable[Line]) -> list[Line]:
    return list(dict.fromkeys(lines))
