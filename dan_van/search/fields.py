"""The index's schema. Whoosh pickles it by import path: keep these names where they are."""

from __future__ import annotations

from collections.abc import Iterator

from whoosh.analysis import SimpleAnalyzer
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Frequency
from whoosh.system import pack_uint

VERSION = 4
"""Raise when the schema or the analysis changes: indexes of another version are rebuilt."""


class Weighted(FieldType):  # type: ignore[misc]
    """A field fed with ready ``{term: weight}``: titles weigh more *before* the ranking saturates (true BM25F)."""

    def __init__(self) -> None:
        self.analyzer = SimpleAnalyzer()
        self.format = Frequency()
        self.scorable = True
        self.indexed = True
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False
        self.column_type = None
        self.queryor = True
        self.multitoken_query = "or"

    def index(self, value: dict[str, int], boost: float = 1.0, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one document: (term, frequency, weight, encoded frequency)."""
        for term, weight in sorted(value.items()):
            yield term.encode(), weight, weight * boost, pack_uint(weight)


def schema() -> Schema:
    """One entry a document (``provision`` empty) and one a provision."""
    return Schema(
        id=ID(stored=True, unique=True),
        document=ID(stored=True),
        entry=ID(),
        type=ID(),
        issuer=Weighted(),
        year=ID(),
        number=ID(),
        mentions=Weighted(),
        written=Weighted(),
        bare=Weighted(),
        pairs=Weighted(),
        stored=STORED(),
    )
