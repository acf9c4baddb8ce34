"""The index's schema. Whoosh pickles it by import path: keep these names where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import SimpleAnalyzer
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence

VERSION = 5
"""Raise when the schema or the analysis changes: indexes of another version are rebuilt."""

COLUMNS = ("tokens", "facts", "address")
"""What is kept of each entry beside its postings."""

LARGEST = 4.0
"""No posting weighs as much as this."""


class Terms(FieldType):  # type: ignore[misc]
    """A field fed with ready terms; each is there or not."""

    def __init__(self) -> None:
        self.analyzer: Any = SimpleAnalyzer()
        self.format: Any = Existence()
        self.scorable = True
        self.indexed = True
        self.stored = False
        self.unique = False
        self.vector: None = None
        self.spelling = False
        self.column_type: None = None
        self.queryor = True
        self.multitoken_query = "or"

    def index(self, value: dict[str, float], boost: float = 1.0, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one document: (term, frequency, weight, nothing)."""
        for term in value:
            yield term.encode(), 1, 1.0, b""


class Weighted(Terms):
    """A field fed with ``{term: how much it stands there}``: titles weigh more *before* the ranking saturates (true BM25F).

    What is kept as a posting's weight is BM25's share of the term in the entry, less the term's rarity:
    ``f (k1 + 1) / (f + k1 (1 - b + b length / usual))``. The usual length is a constant, not the average of the corpus:
    so a segment once written stays right when others come and go, and scoring is one multiplication.
    """

    def __init__(self, k1: float, b: float, usual: float) -> None:
        super().__init__()
        self.k1: float = k1
        self.b: float = b
        self.usual: float = usual

    def index(self, value: dict[str, float], boost: float = 1.0, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one document: (term, frequency, weight, nothing)."""
        top = self.k1 + 1
        slack = self.k1 * (1 - self.b + self.b * sum(value.values()) / self.usual)
        for term, count in value.items():
            yield term.encode(), 1, top * count / (count + slack), b""


def schema() -> Schema:
    """One entry a document (``provision`` empty) and one a provision.

    ``tokens`` holds an entry's syllables in order (see :mod:`dan_van.search.forward`); ``facts`` its document's id,
    symbol and standings, ``address`` its own id, ``stored`` what is shown.
    """
    return Schema(
        id=ID(unique=True),
        document=ID(),
        entry=ID(),
        unit=ID(),
        type=ID(),
        issuer=Terms(),
        year=ID(),
        number=ID(),
        mentions=Terms(),
        heads=Terms(),
        written=Weighted(2.0, 0.85, 425.0),
        pairs=Weighted(0.8, 0.5, 400.0),
        tokens=COLUMN(VarBytesColumn()),
        facts=COLUMN(VarBytesColumn()),
        address=COLUMN(VarBytesColumn()),
        stored=STORED(),
    )
