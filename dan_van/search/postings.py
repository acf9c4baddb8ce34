"""One opened index as flat arrays: which entries hold a term, and how much. The only place that reads Whoosh's postings.

Segments written by our codec give their arrays as they lie on disk; of any other segment the postings are read through
Whoosh's public matchers, one by one: slower, and the same.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader, TermNotFound

from dan_van.search.codec import FlatCodec, FlatTermsReader, quantised

_KEPT = 8_000_000
"""Postings that stay in memory (6 bytes each), the least recently used going first."""

_COUNTED = 100_000
"""Terms of which the number of entries is remembered."""


class Listing(NamedTuple):
    """A term's entries, ascending, and its weight in each in steps of :data:`dan_van.search.codec.STEP`."""

    entries: NDArray[np.int32]
    steps: NDArray[np.uint16]


_NONE = Listing(np.zeros(0, np.int32), np.zeros(0, np.uint16))


class Postings:
    """The posting lists of a reader's segments, numbered through."""

    def __init__(self, reader: IndexReader) -> None:
        self.count: int = int(reader.doc_count_all())
        self._segments = [(offset, leaf, _flat(leaf)) for leaf, offset in reader.leaf_readers()]
        self._known: OrderedDict[tuple[str, str], Listing] = OrderedDict()
        self._counted: dict[tuple[str, str], int] = {}
        self._held = 0
        self.gone: NDArray[np.int32] = np.array([entry for entry in range(self.count) if reader.is_deleted(entry)], np.int32) \
            if reader.has_deletions() else _NONE.entries  # fmt: skip

    def of(self, field: str, term: str) -> Listing:
        """The entries that hold a term; empty when none does."""
        key = (field, term)
        listing = self._known.get(key)
        if listing is not None:
            self._known.move_to_end(key)
            return listing
        found = [part for offset, leaf, flat in self._segments if (part := _part(leaf, flat, offset, field, term.encode()))]
        if len(found) == 1:
            listing = found[0]
        elif found:
            listing = Listing(np.concatenate([part.entries for part in found]), np.concatenate([part.steps for part in found]))
        else:
            listing = _NONE
        self._known[key] = listing
        self._held += len(listing.entries) + 1
        while self._held > _KEPT:
            self._held -= len(self._known.popitem(last=False)[1].entries) + 1
        return listing

    def frequency(self, field: str, term: str) -> int:
        """How many entries hold a term."""
        key = (field, term)
        count = self._counted.get(key)
        if count is None:
            data = term.encode()
            count = sum(
                flat.holding(field, data) if flat else leaf.doc_frequency(field, data) for _, leaf, flat in self._segments
            )
            if len(self._counted) >= _COUNTED:
                self._counted.clear()
            self._counted[key] = count
        return count

    def holding(self, field: str, term: str) -> NDArray[np.bool_]:
        """One truth for each entry: whether it holds the term."""
        mask = np.zeros(self.count, np.bool_)
        mask[self.of(field, term).entries] = True
        return mask


def _flat(leaf: IndexReader) -> FlatTermsReader | None:
    codec, storage, segment = leaf.codec(), leaf.storage(), leaf.segment()
    return codec.terms_reader(storage, segment) if isinstance(codec, FlatCodec) else None


def _part(leaf: IndexReader, flat: FlatTermsReader | None, offset: int, field: str, term: bytes) -> Listing | None:
    if flat is not None:
        found = flat.arrays(field, term)
        return Listing(found[0] + np.int32(offset) if offset else found[0], found[1]) if found else None
    return _through_matchers(leaf, offset, field, term)


def _through_matchers(leaf: Any, offset: int, field: str, term: bytes) -> Listing | None:
    try:
        matcher = leaf.postings(field, term)
    except TermNotFound:
        return None
    entries, weights = [], []
    while matcher.is_active():
        entries.append(matcher.id() + offset)
        weights.append(matcher.weight())
        matcher.next()
    return Listing(np.array(entries, np.int32), quantised(np.array(weights, np.float32)))
