"""Words for bodies, posts and places that a paper of a given day should no longer use (``data/outdated.toml``).

A name inside a citation, or in the title after it, is left alone: a document keeps the name it was given. Only words that are wrong
wherever this text speaks for itself (``in_titles``) are told there too: a plan's own place stands at the end of such a title.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import accumulate

from dan_van.citations.cited import Citation
from dan_van.model import Span
from dan_van.text import Mapped, clean_mapped


@dataclass(frozen=True, slots=True)
class Outdated:
    """Words found in a text that are out of date since a day, with what to do and the source of it."""

    text: str
    span: Span
    since: date
    message: str
    remedy: str
    source: str


@dataclass(frozen=True, slots=True)
class _Row:
    words: re.Pattern[str]
    since: date
    message: str
    remedy: str
    source: str
    in_titles: bool


def find(text: str, on: date, citations: Sequence[Citation] = ()) -> list[Outdated]:
    """The outdated words of a text of the day ``on``, in order, outside its citations."""
    mapped = clean_mapped(text)
    spans = [citation.span for citation in citations]
    cited = _Covered(spans)
    titled = _Covered([*spans, *(span for citation in citations if (span := _title_span(mapped, citation)) is not None)])
    found = []
    for row in _rows():
        if on < row.since:
            continue
        for match in row.words.finditer(mapped.text):
            span = mapped.original_span(*match.span())
            if not (cited if row.in_titles else titled).holds(span.start):
                found.append(Outdated(text[span.start : span.end], span, row.since, row.message, row.remedy, row.source))
    return sorted(found, key=lambda outdated: outdated.span)


class _Covered:
    """Spans, which may overlap, to ask of an offset whether any of them holds it."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = sorted(span.start for span in spans)
        self._ends = list(accumulate((span.end for span in sorted(spans, key=lambda span: span.start)), max))

    def holds(self, offset: int) -> bool:
        before = bisect_right(self._starts, offset)
        return before > 0 and offset < self._ends[before - 1]


def _title_span(mapped: Mapped, citation: Citation) -> Span | None:
    """Where the title of a citation stands: its words as scanned, after the citation."""
    if not citation.title:
        return None
    words = r"\s+".join(map(re.escape, citation.title.split()))
    here = bisect_left(mapped.starts, citation.span.end)
    match = re.compile(words).search(mapped.text, here, here + _NEAR + 2 * len(citation.title) + 200)
    span = mapped.original_span(*match.span()) if match else None
    return span if span and span.start - citation.span.end < _NEAR else None


_NEAR = 120
"""How far after a citation its title may begin: a bracket may stand between."""


@cache
def _rows() -> tuple[_Row, ...]:
    rows = tomllib.loads((files("dan_van") / "data" / "outdated.toml").read_text("utf-8"))["outdated"]
    return tuple(
        _Row(re.compile(r["words"]), r["since"], r["message"], r["remedy"], r["source"], r.get("in_titles", False))
        for r in rows
    )
