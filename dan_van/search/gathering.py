"""Postings on their way into a segment: kept in flat arrays and sorted once, instead of tuple by tuple.

Whoosh's own pool holds a Python tuple for each posting and sorts them on disk: for the whole state law that is 17 million.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np

Posting = tuple[str, bytes, int, float, bytes]


class Gathered:
    """Takes postings as a Whoosh pool does; gives them sorted by field, term and entry."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[bytes, int]] = {}
        self._columns: dict[str, tuple[array[int], array[int], array[float]]] = {}

    def add(self, item: Posting) -> None:
        """Take one posting: field, term, entry, weight, value (not kept)."""
        field, term, entry, weight, _ = item
        try:
            numbers, (terms, entries, weights) = self._numbers[field], self._columns[field]
        except KeyError:
            numbers = self._numbers[field] = {}
            terms, entries, weights = self._columns[field] = (array("i"), array("i"), array("f"))
        terms.append(numbers.setdefault(term, len(numbers)))
        entries.append(entry)
        weights.append(weight)

    def fields(self) -> Iterator[tuple[str, Iterator[tuple[bytes, Any, Any]]]]:
        """Each field, and its terms in order with their entries (ascending) and weights."""
        for field in sorted(self._numbers):
            yield field, self._terms(field)

    def _terms(self, field: str) -> Iterator[tuple[bytes, Any, Any]]:
        numbers = self._numbers[field]
        terms, entries, weights = (np.frombuffer(column, column.typecode) for column in self._columns[field])
        order = np.argsort(terms, kind="stable")  # entries came in ascending, and stay so
        entries, weights = entries[order], weights[order]
        ends = np.cumsum(np.bincount(terms, minlength=len(numbers)))
        for term in sorted(numbers):
            number = numbers[term]
            stretch = slice(ends[number - 1] if number else 0, ends[number])
            yield term, entries[stretch], weights[stretch]

    def iter_postings(self) -> Gathered:
        """The pool itself: the field writer asks it for whole terms."""
        return self

    def __iter__(self) -> Iterator[Posting]:
        """One posting after another, for a writer that knows no better."""
        for field, terms in self.fields():
            for term, entries, weights in terms:
                for entry, weight in zip(entries.tolist(), weights.tolist(), strict=True):
                    yield field, term, entry, weight, b""

    def cleanup(self) -> None:
        """Let go of everything."""
        self._numbers.clear()
        self._columns.clear()
