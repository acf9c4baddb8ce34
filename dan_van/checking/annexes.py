"""Checks of annexes after the signature."""

from __future__ import annotations

from collections.abc import Iterator

from dan_van import layout
from dan_van.checking.parts import STATE
from dan_van.checking.registry import Found, Paper, check
from dan_van.model import Severity


@check
def annex_of_what(paper: Paper) -> Iterator[Found]:
    """An annex says which paper it belongs to."""
    heads = paper.parts["phu-luc"]
    if paper.parts.family != STATE or not heads or len(paper.parts["kem-theo"]) >= len(heads):
        return
    source = layout.rule("kem-theo", "italic").source
    yield paper.found(
        "thieu-kem-theo", Severity.WARNING, "Phụ lục không có dòng “(Kèm theo … số … ngày …)”.", "Thêm dòng đó dưới tên phụ lục, in nghiêng.",
        source, "Phụ lục", heads,
    )  # fmt: skip


@check
def annex_is_named_in_the_text(paper: Paper) -> Iterator[Found]:
    """The main text refers to its annexes."""
    heads = paper.parts["phu-luc"]
    said = any(
        "phu luc" in line.folded or "kem theo" in line.folded for line in (*paper.parts["noi-dung"], *paper.parts["dieu"])
    )
    if paper.parts.family == STATE and heads and not said:
        yield paper.found(
            "phu-luc-khong-duoc-nhac", Severity.WARNING, "Nội dung không nhắc đến phụ lục kèm theo.", "Thêm lời chỉ dẫn, chẳng hạn “(Phụ lục kèm theo)”.",
            layout.rule("phu-luc", "size").source, "Phụ lục", heads,
        )  # fmt: skip
