"""Checks of habits that spoil a page: sizes that do not go together, wrong markers, bullets, stray spaces, blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van import layout
from dan_van.checking.mends import SetLetters, all_rewritten, ended, rewritten
from dan_van.checking.parts import PARTY, STATE, Line
from dan_van.checking.registry import Found, Paper, check
from dan_van.checking.wanted import rule
from dan_van.model import Severity

_SIZES = "Nghị định 30/2020/NĐ-CP, Phụ lục I, chú thích về cỡ chữ"
_TOGETHER = {"quoc-hieu": (13, 12), "tieu-ngu": (14, 13), "dia-danh-ngay": (14, 13)}
"""The sizes of the decree's two sets."""
_SPACES = re.compile(r"\S {2,}\S|\s[,;:.](?!\.)(?=\s|$)|[,;](?=[^\W\d_])")
_BULLETS = frozenset("•●○▪■◦·\uf0b7\uf0a7\uf0d8\uf0fc")
_MANY_BLANKS = 3


@check
def sizes_go_together(paper: Paper) -> Iterator[Found]:
    """Quốc hiệu 13, Tiêu ngữ 14, place and day 14; or 12, 13, 13."""
    if paper.parts.family != STATE:
        return
    known = [
        (size, pair) for component, pair in _TOGETHER.items()
        if (size := _size(paper.parts.first(component))) is not None
    ]  # fmt: skip
    alone = any(not min(pair) <= size <= max(pair) for size, pair in known)  # told by its own rule
    if len(known) < 2 or alone or any(all(size == pair[side] for size, pair in known) for side in (0, 1)):
        return
    side = 1 if _size(paper.parts.first("quoc-hieu")) == _TOGETHER["quoc-hieu"][1] else 0
    yield paper.found(
        "co-chu-khong-cung-bo", Severity.WARNING,
        "Cỡ chữ phần đầu không cùng một bộ: Quốc hiệu 13, Tiêu ngữ 14, địa danh và ngày 14; hoặc 12, 13, 13.",
        "Chọn một bộ cho cả văn bản.", _SIZES, "Phần đầu văn bản", (),
        [SetLetters(tuple(paper.parts[component]), size=float(pair[side])) for component, pair in _TOGETHER.items()],
    )  # fmt: skip


def _size(line: Line | None) -> float | None:
    return next((look.size for _, look in line.looks()), None) if line else None


@check
def points(paper: Paper) -> Iterator[Found]:
    """Points are a) b) c) d) đ) …: not ``a.`` or ``a/``, and no f, j, w, z."""
    if paper.parts.family == PARTY:
        return
    marker, allowed = layout.rule("noi-dung", "marker"), str(layout.rule("noi-dung", "letters").default)
    lines = paper.parts["noi-dung"]
    wrong = [line for line in lines if re.match(r"[a-zđ]\s?[./]\s", line.text)]
    if wrong:
        yield paper.found(
            marker.id, Severity.WARNING, "Điểm ghi chữ cái và dấu đóng ngoặc: a), b), c).", "Thay a. hoặc a/ bằng a).", marker.source,
            marker.title, wrong, all_rewritten({line: re.sub(r"^([a-zđ])\s?[./]", r"\1)", line.text) for line in wrong}),
        )  # fmt: skip
    odd = [line for line in lines if (match := re.match(r"([a-zđ])\)\s", line.text)) and match[1] not in allowed]
    if odd:
        found = layout.rule("noi-dung", "letters")
        yield paper.found(
            found.id, Severity.WARNING, f"Điểm “{odd[0].text[:2]}”: chữ cái tiếng Việt không có f, j, w, z.", "Dùng a, b, c, d, đ, e, g, h, i …",
            found.source, found.title, odd,
        )  # fmt: skip


@check
def bullets(paper: Paper) -> Iterator[Found]:
    """Round and square bullets, typed or of a word processor's list button."""
    typed = [line for line in paper.parts["noi-dung"] if line.text[:1] in _BULLETS and len(line.text) > 1]
    made = [line for line in paper.parts["noi-dung"] if line.paragraph.bullet and line.paragraph.bullet not in "-–+"]
    if typed or made:
        yield paper.found(
            "dau-dau-dong", Severity.WARNING, "Dùng dấu đầu dòng tròn, vuông của máy; văn bản dùng gạch đầu dòng.",
            "Tắt danh sách tự động, gõ “- ”.", None, "Nội dung", [*typed, *made],
            () if made else all_rewritten({line: f"- {line.text[1:].lstrip()}" for line in typed}),
        )  # fmt: skip


@check
def addressees(paper: Paper) -> Iterator[Found]:
    """Kính gửi: one on its line; several each with a dash, a semicolon, the last with a full stop."""
    lines = paper.parts["kinh-gui"]
    if not lines or paper.parts.family != STATE:
        return
    wording = rule(paper.parts, "kinh-gui", "text")
    if wording and not lines[0].text.startswith(str(wording.default)) and lines[0].folded.startswith("kinh gui"):
        yield paper.broken(
            wording, f"Ghi “{wording.default}”, có dấu hai chấm.", [lines[0]], f"Ghi lại: {wording.default}",
            rewritten(lines[0], re.sub(r"^.{8}\s*[.;]?\s*", f"{wording.default} ", lines[0].text).strip()),
        )  # fmt: skip
    between, last = layout.rule("kinh-gui", "line-end"), layout.rule("kinh-gui", "last-line-end")
    listed = lines[1:]
    open_ = [line for line in listed[:-1] if not line.text.endswith(";")]
    if open_:
        yield paper.broken(
            between, "Mỗi nơi gửi kết thúc bằng dấu chấm phẩy.", open_, "Ghi “;” ở cuối dòng.", ended(open_, ";")
        )
    if listed and not listed[-1].text.endswith("."):
        yield paper.broken(
            last, "Nơi gửi cuối cùng kết thúc bằng dấu chấm.", [listed[-1]], "Ghi “.” ở cuối dòng.", ended(listed[-1:], ".")
        )


@check
def stray_spaces(paper: Paper) -> Iterator[Found]:
    """Two spaces, a space before a comma, none after it."""
    lines = [line for component in ("can-cu", "noi-dung", "trich-yeu") for line in paper.parts[component]]
    wrong = [(line, match) for line in lines if (match := _SPACES.search(line.text))]
    if wrong:
        line, match = wrong[0]
        near = line.text[max(0, match.start() - 15) : match.end() + 15].strip()
        yield paper.found(
            "dau-cach", Severity.INFO, f"Dấu cách thừa hoặc thiếu ở {len(wrong)} dòng, chẳng hạn “…{near}…”.",
            "Một dấu cách giữa hai từ, không có trước và có một sau dấu câu.", None, "Nội dung", [line for line, _ in wrong],
            all_rewritten({line: _spaced(line.text) for line, _ in wrong}),
        )  # fmt: skip


def _spaced(text: str) -> str:
    text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
    text = re.sub(r"\s+([,;:.])(?!\.)(?=\s|$)", r"\1", text)
    return re.sub(r"([,;])(?=[^\W\d_])", r"\1 ", text)


@check
def blank_lines(paper: Paper) -> Iterator[Found]:
    """Empty paragraphs in the content, used as spacing."""
    lines = paper.parts["noi-dung"]
    if not lines:
        return
    first, last = lines[0].paragraph.index, lines[-1].paragraph.index
    after_tables = {one.index + 1 for one in paper.laid.paragraphs if one.cell}  # what parts a table from the text below
    blank = [
        one for one in paper.laid.paragraphs
        if first < one.index < last and one.cell is None and one.index not in after_tables and not one.text.strip() and not (one.drawn or one.ruled)
    ]  # fmt: skip
    if len(blank) >= _MANY_BLANKS:
        yield paper.found(
            "dong-trong-gian-cach", Severity.INFO, f"{len(blank)} dòng trống dùng để giãn cách.", "Xóa dòng trống, đặt khoảng cách đoạn.", None,
            "Nội dung",
        )  # fmt: skip
