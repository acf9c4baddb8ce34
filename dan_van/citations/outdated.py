"""Words for bodies, posts and places that a paper of a given day should no longer use (``data/outdated.toml``).

A name inside a citation, or in the title after it, is left alone: a document keeps the name it was given. Only words that are wrong
wherever this text speaks for itself (``in_titles``) are told there too: a plan's own place stands at the end of such a title.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

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
    cited = [citation.span for citation in citations]
    titled = [span for citation in citations if (span := _title_span(mapped, citation)) is not None]
    found = []
    for row in _rows():
        if on < row.since:
            continue
        for match in row.words.finditer(mapped.text):
            span = mapped.original_span(*match.span())
            kept = cited if row.in_titles else [*cited, *titled]
            if not any(inside.start <= span.start < inside.end for inside in kept):
                found.append(Outdated(text[span.start : span.end], span, row.since, row.message, row.remedy, row.source))
    return sorted(found, key=lambda outdated: outdated.span)


def _title_span(mapped: Mapped, citation: Citation) -> Span | None:
    """Where the title of a citation stands: its words as scanned, after the citation."""
    if not citation.title:
        return None
    words = re.compile(r"\s+".join(map(re.escape, citation.title.split())))
    for match in words.finditer(mapped.text):
        span = mapped.original_span(*match.span())
        if span.start >= citation.span.end:
            return span if span.start - citation.span.end < _NEAR else None
    return None


_NEAR = 120
"""How far after a citation its title may begin: a bracket may stand between."""


@cache
def _rows() -> tuple[_Row, ...]:
    rows = tomllib.loads((files("dan_van") / "data" / "outdated.toml").read_text("utf-8"))["outdated"]
    return tuple(
        _Row(re.compile(r["words"]), r["since"], r["message"], r["remedy"], r["source"], r.get("in_titles", False))
        for r in rows
    )
