"""How postings lie on disk: each term's as two flat arrays, so that numpy reads them without decoding.

A codec is Whoosh's own way to change its format: all else (segments, term dictionary, columns, commits) is its standard
codec. Its usual posting blocks are pickles that cost some 70 Python calls a posting to read; these cost none, and
:class:`FlatTermsReader` hands the arrays over. Whoosh's own matchers read them too, so every Whoosh query works.

Whoosh pickles the codec by import path: keep the names where they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo, W3TermsReader
from whoosh.matching import ListMatcher

from dan_van.search.fields import LARGEST
from dan_van.search.gathering import Gathered

Ids = NDArray[np.int32]
Steps = NDArray[np.uint16]

_ID, _WEIGHT = np.dtype("<i4"), np.dtype("<u2")
STEP = np.float32(LARGEST / 65535)
"""Weights are kept as whole steps of this."""


def quantised(weights: Any) -> NDArray[np.uint16]:
    """Weights as they are kept."""
    return np.asarray(np.rint(np.minimum(weights, LARGEST) / STEP), _WEIGHT)


class FlatCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's standard codec with flat postings."""

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        """What writes terms and postings of a segment."""
        return FlatFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """What writes posting lists; term vectors (byte ids) stay as they are."""
        return super().postings_writer(dbfile, byteids) if byteids else FlatPostingsWriter(dbfile)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> ListMatcher:
        """A term's postings for Whoosh's own matchers."""
        ids, steps = _read(dbfile, terminfo)
        return ListMatcher(ids.tolist(), (steps * STEP).tolist(), None, format_, scorer=scorer, term=term, terminfo=terminfo)

    def terms_reader(self, storage: Any, segment: Any) -> FlatTermsReader:
        """The term dictionary of a segment."""
        name = segment.make_filename(self.TERMS_EXT)
        postings = segment.open_file(storage, self.POSTS_EXT)
        return FlatTermsReader(self, storage.open_file(name), storage.file_length(name), postings)


class FlatTermsReader(W3TermsReader):  # type: ignore[misc]
    """The term dictionary of one segment, giving whole posting lists."""

    def holding(self, field: str, term: bytes) -> int:
        """How many entries hold a term."""
        try:
            return int(self.doc_frequency(field, term))
        except KeyError:
            return 0

    def arrays(self, field: str, term: bytes) -> tuple[Ids, Steps] | None:
        """The entries (numbers in the segment, ascending) that hold a term, and its weight in each, in steps of
        :data:`STEP`; None when none does."""
        try:
            terminfo = W3TermInfo.from_bytes(self._tindex[self._keycoder(field, term)])
        except KeyError:
            return None
        return _read(self._postfile, terminfo)


class FlatFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes a segment's postings; those that come :class:`Gathered` go to disk a term at a time."""

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Any]) -> None:
        """Write all postings of the segment."""
        if not isinstance(items, Gathered):
            super().add_postings(schema, lengths, items)
            return
        for field, terms in items.fields():
            self.start_field(field, schema[field])
            for term, ids, weights in terms:
                self._btext = term
                self._postwriter.start_postings(self._format, W3TermInfo())
                self._postwriter.add_all(ids, weights)
                self.finish_term()
            self.finish_field()


class FlatPostingsWriter(PostingsWriter):  # type: ignore[misc]
    """Writes one term's postings after another."""

    def __init__(self, dbfile: Any) -> None:
        self._file = dbfile
        self._terminfo: Any = None
        self._ids: Any = []
        self._weights: Any = []

    def start_postings(self, format_: Any, terminfo: Any) -> None:
        """Begin a term."""
        self._terminfo, self._ids, self._weights = terminfo, [], []

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:
        """One posting of the term; they come in ascending order."""
        self._ids.append(id_)
        self._weights.append(weight)

    def add_all(self, ids: Any, weights: Any) -> None:
        """All postings of the term at once."""
        self._ids, self._weights = ids, weights

    def written(self) -> bool:
        """Whether part of the term is on disk already: never before its end."""
        return False

    def finish_postings(self) -> Any:
        """Write the term; what its dictionary entry says of it."""
        ids, weights = np.asarray(self._ids, _ID), np.asarray(self._weights, np.float32)
        start = self._file.tell()
        self._file.write(ids.tobytes() + quantised(weights).tobytes())
        terminfo = W3TermInfo(float(weights.sum()), len(ids), 0, 0, float(weights.max()), int(ids[0]), int(ids[-1]))
        terminfo.set_extent(start, self._file.tell() - start)
        return terminfo


def _read(file: Any, terminfo: Any) -> tuple[Ids, Steps]:
    offset, count = terminfo.extent()[0], terminfo.doc_frequency()
    data = file.get(offset, count * (_ID.itemsize + _WEIGHT.itemsize))
    return np.frombuffer(data, _ID, count), np.frombuffer(data, _WEIGHT, count, count * _ID.itemsize)
