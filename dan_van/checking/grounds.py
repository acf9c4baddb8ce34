"""The order of căn cứ, against what the knowledge base says the cited documents are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van import citations, tables
from dan_van.checking.parts import PARTY
from dan_van.checking.registry import Found, Paper, check
from dan_van.model import Severity

_PROPOSAL = re.compile(r"[-–\s]*(?:theo de nghi|xet de nghi|xet to trinh)\b")
_GROUND = re.compile(r"[-–\s]*can cu\b")


@check
def proposal_last(paper: Paper) -> Iterator[Found]:
    """``Theo đề nghị của …`` after the căn cứ, not among them."""
    lines = paper.parts["can-cu"]
    last = max((place for place, line in enumerate(lines) if _GROUND.match(line.folded)), default=0)
    early = [line for line in lines[:last] if _PROPOSAL.match(line.folded)]
    if early:
        yield paper.found(
            "de-nghi-truoc-can-cu", Severity.WARNING, "“Theo đề nghị của …” đứng trước căn cứ.", "Chuyển xuống sau căn cứ cuối cùng.",
            "Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2 và 1.3", "Căn cứ", early,
        )  # fmt: skip


def order(paper: Paper, cited: citations.Cited) -> Iterator[Found]:
    """Căn cứ in the order of force, then of date; only those whose document is known are told."""
    lines = paper.parts["can-cu"]
    named = [
        (line, found.document)
        for line in lines
        if (found := next((one for one in cited.resolutions if one.document and one.citation.text in line.text), None))
    ]
    documents = [document for _, document in named if document]
    family = tables.PARTY if paper.parts.family == PARTY else tables.ADMINISTRATIVE
    right = citations.arranged(documents, cited.on, family)
    if len({document.id for document in documents}) == len(documents) and right != documents:
        wanted = "; ".join(str(document.code) if document.code else document.name or document.id for document in right)
        yield paper.found(
            "thu-tu-can-cu", Severity.INFO, "Căn cứ chưa xếp theo hiệu lực pháp lý rồi đến thời gian.", f"Thứ tự: {wanted}.",
            "Luật số 64/2025/QH15, Điều 4 (thứ bậc văn bản); sắp theo thời gian là thông lệ", "Căn cứ", [line for line, _ in named],
        )  # fmt: skip
