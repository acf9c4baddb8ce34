"""The order of căn cứ, against what the knowledge base says the cited documents are."""

from __future__ import annotations

from collections.abc import Iterator

from dan_van import citations, tables
from dan_van.checking.parts import PARTY
from dan_van.checking.registry import Found, Paper
from dan_van.model import Severity


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
