"""Checks of how the Party's papers are worded, where their rules differ from the State's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van import layout
from dan_van.checking.mends import rewritten
from dan_van.checking.parts import PARTY
from dan_van.checking.registry import Found, Paper, check

_STATE_FORMS = re.compile(r"(TM|KT|TL)\.?\s+(?=\S)")


@check
def party_number(paper: Paper) -> Iterator[Found]:
    """``Số 12-KH/ĐU``: no colon, a hyphen after the number, a stroke between type and body."""
    line = paper.parts.first("so-ky-hieu")
    if line is None or paper.parts.family != PARTY:
        return
    if re.match(r"Số\s*:", line.text):
        yield paper.broken(
            layout.rule("so-ky-hieu", "prefix", PARTY), f"Văn bản của Đảng ghi “Số 12-KH/ĐU”, không có dấu hai chấm: “{line.text}”.", [line],
            "Bỏ dấu hai chấm.", rewritten(line, re.sub(r"^Số\s*:\s*", "Số ", line.text)),
        )  # fmt: skip
    match = re.search(r"^(Số\s*:?\s*[\d….]*)\s*/\s*([A-ZĐ][\wĐđ]*)\s*-\s*([A-ZĐ]\w*)$", line.text)
    if match:
        yield paper.broken(
            layout.rule("so-ky-hieu", "number-separator", PARTY), f"Số, ký hiệu ghi theo lối của Nhà nước: “{line.text}”.", [line],
            "Ghi gạch nối sau số, gạch chéo trước tên cơ quan: Số 12-KH/ĐU.", rewritten(line, f"{match[1]}-{match[2]}/{match[3]}"),
        )  # fmt: skip


@check
def party_powers(paper: Paper) -> Iterator[Found]:
    """``T/M``, ``K/T``, ``T/L`` in papers of the Party, with a stroke."""
    if paper.parts.family != PARTY:
        return
    for line in (*paper.parts["quyen-han"], *paper.parts["quyen-han-chuc-vu"]):
        if _STATE_FORMS.match(line.text):
            yield paper.broken(
                layout.rule("quyen-han", "prefixes", PARTY), f"“{line.text}”: văn bản của Đảng ghi T/M, K/T, T/L.", [line],
                "Thay TM. bằng T/M, KT. bằng K/T.", rewritten(line, _STATE_FORMS.sub(lambda m: f"{m[1][0]}/{m[1][1]} ", line.text, count=1)),
            )  # fmt: skip


@check
def two_headings(paper: Paper) -> Iterator[Found]:
    """The Party's title and the State's name do not stand in one heading."""
    if paper.parts["tieu-de-dang"] and paper.parts["quoc-hieu"]:
        found = layout.rule("tieu-de-dang", "text", PARTY)
        yield paper.broken(
            found, "Có cả tiêu đề của Đảng và Quốc hiệu.", [*paper.parts["tieu-de-dang"], *paper.parts["quoc-hieu"]],
            "Văn bản của Đảng chỉ có tiêu đề ĐẢNG CỘNG SẢN VIỆT NAM; văn bản của Nhà nước chỉ có Quốc hiệu, Tiêu ngữ.",
        )  # fmt: skip
