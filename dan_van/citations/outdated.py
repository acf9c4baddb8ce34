"""Words for bodies, posts and places that a paper of a given day should no longer use (``data/outdated.toml``).

A name inside a citation is left alone: a document of a body that has ceased keeps the body's name.
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
from dan_van.text import clean_mapped


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


def find(text: str, on: date, citations: Sequence[Citation] = ()) -> list[Outdated]:
    """The outdated words of a text of the day ``on``, in order, outside its citations."""
    mapped = clean_mapped(text)
    found = []
    for row in _rows():
        if on < row.since:
            continue
        for match in row.words.finditer(mapped.text):
            span = mapped.original_span(*match.span())
            if not any(cited.span.start <= span.start < cited.span.end for cited in citations):
                found.append(Outdated(text[span.start : span.end], span, row.since, row.message, row.remedy, row.source))
    return sorted(found, key=lambda outdated: outdated.span)


@cache
def _rows() -> tuple[_Row, ...]:
    rows = tomllib.loads((files("dan_van") / "data" / "outdated.toml").read_text("utf-8"))["outdated"]
    return tuple(_Row(re.compile(r["words"]), r["since"], r["message"], r["remedy"], r["source"]) for r in rows)
