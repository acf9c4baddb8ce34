"""Documents on their way into an index: each entry's fields, and one change of the index, written all at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.writing import SegmentWriter

from dan_van.codes import Code, plain_number
from dan_van.errors import FileProblem
from dan_van.search import forward
from dan_van.search.analysis import END, SYMBOL, pairs, tokens
from dan_van.search.codec import FlatCodec
from dan_van.search.gathering import Gathered
from dan_van.search.protocol import Entry, Indexed
from dan_van.search.vocabulary import Vocabulary

HEADING_WEIGHT, CONTEXT_WEIGHT, NOTE_WEIGHT, BODY_WEIGHT = 8, 4, 2, 1
VOCABULARY = "vocabulary.npz"


class Writing:
    """One change of an index on its way: what goes and what comes, then all at once."""

    def __init__(self, index: Any, gone: Iterable[str]) -> None:
        self._index = index
        self._expected = index.doc_count()
        self._writer = SegmentWriter(index, codec=FlatCodec(), compound=False)
        self._writer.pool = Gathered()
        self._numbers: dict[str, int] = {END: 0}
        self._stream: list[Any] = []
        self._empty = not self._expected
        self._gone: set[str] = set()
        self.replaced: int = 0
        for document in gone:
            self._take_out(document)

    @property
    def entries(self) -> int:
        """How many entries the index holds now."""
        return int(self._index.refresh().doc_count())

    def add_all(self, documents: Iterable[Indexed]) -> int:
        """Add documents (their ids differ) in place of those with their ids; how many."""
        count = 0
        for document in documents:
            self._take_out(document.id)
            count += 1
            for values, words in values_of(document):
                self._writer.add_document(**values)
                self._learn(words)
                self._expected += 1
        return count

    def commit(self, folder: Path, known: Vocabulary | None) -> None:
        """Write it all. Raises FileProblem when entries got lost on the way."""
        learnt = Vocabulary.learn(list(self._numbers), np.concatenate([*self._stream, np.zeros(1, np.int32)]))
        new = folder / f"{VOCABULARY}.new"  # the old name may be a link to the snapshot before
        (known + learnt if known else learnt + Vocabulary.of_questions(int(learnt.counts.sum()))).save(new)
        new.replace(folder / VOCABULARY)
        self._writer.commit()
        if self.entries != self._expected:
            raise FileProblem(
                "Chỉ mục thiếu: phải có {expected} mục, còn {entries}. Chạy lại “dan-van index build”.",
                expected=self._expected,
                entries=self.entries,
            )

    def _take_out(self, document: str) -> None:
        if self._empty or document in self._gone:
            return
        self._gone.add(document)
        found = int(self._writer.delete_by_term("document", document))
        self._expected -= found
        self.replaced += int(found > 0)

    def _learn(self, words: Sequence[str]) -> None:
        numbers = self._numbers
        self._stream.append(np.array([numbers.setdefault(word, len(numbers)) for word in words], np.int32))


def values_of(document: Indexed) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Each entry's values for :func:`dan_van.search.fields.schema`, and the tokens of its own that words are learnt from."""
    known: dict[str, list[str]] = {}
    for entry in document.entries:
        context = known.get(entry.context)
        if context is None:
            context = known[entry.context] = tokens(entry.context)
        heading, notes, body = tokens(entry.heading), tokens(entry.notes), tokens(entry.body)
        yield (
            _values(document, entry, (heading, context, notes, body)),
            [*heading, END, *notes, END, *body, END],
        )


def _values(document: Indexed, entry: Entry, parts: tuple[list[str], list[str], list[str], list[str]]) -> dict[str, Any]:
    heading, context, notes, body = parts
    weights = (HEADING_WEIGHT, CONTEXT_WEIGHT, NOTE_WEIGHT, BODY_WEIGHT)
    values: dict[str, Any] = {
        "id": entry.id,
        "address": entry.id.encode(),
        "facts": json.dumps(
            [document.id, document.code, document.type, bool(notes), document.standings], ensure_ascii=False
        ).encode(),
        "document": document.id,
        "entry": "document" if entry.provision is None else "provision",
        "unit": entry.provision or "",
        "type": document.type,
        "issuer": dict.fromkeys(document.issuers, 1),
        "year": str(document.year or ""),
        "mentions": {word[1:]: 1 for word in (*heading, *notes, *body) if word.startswith(SYMBOL)},
        "heads": {word: 1 for word in (*heading, *context) if word},
        "written": _weighted(zip(parts, weights, strict=True)),
        "pairs": _weighted((pairs(found), weight) for found, weight in zip(parts, weights, strict=True)),
        "tokens": forward.pack(heading, context, [*notes, END, *body] if notes else body),
        "stored": {
            "provision": entry.provision,
            "title": document.title,
            "code": document.code,
            "type": document.type,
            "year": document.year,
            "text": entry.shown or entry.body,
            "inner": entry.inner,
        },
    }
    if document.code and entry.provision is None:
        values["number"] = plain_number(Code.parse(document.code).number)
    return values


def _weighted(parts: Iterable[tuple[Iterable[str], int]]) -> Counter[str]:
    """Term → weight over several texts: counts times each text's weight."""
    total: Counter[str] = Counter()
    for found, weight in parts:
        if weight == 1:
            total.update(found)
        else:
            for term, count in Counter(found).items():
                total[term] += count * weight
    total.pop(END, None)
    return total
