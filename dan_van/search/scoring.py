"""Which entries answer, and how well: BM25F over flat postings, conditions as masks, a second look at the best.

The score of the first look is what Whoosh's own matchers give for the same terms with :class:`Flat` as their weighting
(a test compares them); reading whole posting lists at once makes it some hundred times faster.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.scoring import BaseScorer, WeightingModel

from dan_van import tables
from dan_van.search import fields, questions
from dan_van.search.analysis import bare, pairs, tokens
from dan_van.search.closeness import LOOKED_AT, WEIGHTS, Asked, features
from dan_van.search.codec import STEP
from dan_van.search.forward import Numbers, number, unpack
from dan_van.search.postings import Postings
from dan_van.search.protocol import Filters
from dan_van.search.questions import Condition
from dan_van.search.vocabulary import Reading

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
Also = Mapping[str, Reading]
_NONE: Also = {}
_PAIR_BOOST = 0.8
_COMMON = 0.5
"""Syllables that stand in more than this share of the entries tell nothing that their pairs do not tell."""
_SMALL = 1000
"""In an index of fewer entries no syllable is too common: there is no time to be saved, and chance decides what is."""


def rarity(entries: int, holding: NDArray[np.int64]) -> NDArray[np.float32]:
    """How much terms tell that so many of ``entries`` entries hold."""
    return np.log1p((entries - holding + 0.5) / (holding + 0.5)).astype(np.float32)


@cache
def asking_words() -> frozenset[str]:
    """Words that ask, and do not say what about."""
    return frozenset(word for phrase in tables.question_words() for word in tokens(phrase))


def _worth(entries: int, holding: int) -> float:
    """:func:`rarity` of one term."""
    return math.log1p((entries - holding + 0.5) / (holding + 0.5))


class Flat(WeightingModel):  # type: ignore[misc]
    """The same scoring for Whoosh's own searcher: a posting's weight times its term's rarity."""

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> BaseScorer:
        """The scorer of one term."""
        whole = searcher.get_parent()  # of one segment: the index
        return _FlatScorer(_worth(whole.doc_count_all(), whole.doc_frequency(fieldname, text)))


class _FlatScorer(BaseScorer):  # type: ignore[misc]
    def __init__(self, worth: float) -> None:
        self._worth = worth

    def supports_block_quality(self) -> bool:
        """No block may be skipped."""
        return False

    def score(self, matcher: Any) -> float:
        """The score of the posting the matcher stands on."""
        return float(matcher.weight()) * self._worth


class Searched:
    """An open index, ready for questions. All its files are opened at once: those of a snapshot may go any time after."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader
        self.postings: Postings = Postings(reader)
        self._columns: list[tuple[int, dict[str, Any]]] = []
        for leaf, offset in reader.leaf_readers() if self.postings.count else ():
            self._columns.insert(0, (offset, {name: leaf.column_reader(name) for name in fields.COLUMNS}))
            leaf.stored_fields(0)

    def column(self, entry: int, name: str) -> bytes:
        """What an entry keeps in a column."""
        offset, columns = next(held for held in self._columns if held[0] <= entry)
        return bytes(columns[name][entry - offset])

    def bag(self, words: Sequence[str], also: Also = _NONE) -> Scores:
        """The BM25F score of every entry for these tokens; ``also`` are other likely readings of some."""
        total = np.zeros(self.postings.count, np.float32)
        for field, term, boost in terms(words, also):
            holding = self.postings.frequency(field, term)
            if holding and not (field == "written" and self._common(holding)):
                found = self.postings.of(field, term)
                worth = np.float32(boost * _worth(self.postings.count, holding)) * STEP
                np.add.at(total, found.entries, found.steps * worth)
        return total

    def held(self, words: Collection[str], also: Also, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many of the words each entry holds, in one reading or another."""
        count = np.zeros(len(entries), np.int64)
        for word in words:
            there = np.zeros(len(entries), np.bool_)
            for form in also.get(word, (word,)):
                there |= _within(entries, self.postings.of("written", form).entries)
            count += there
        return count

    def paired(self, words: Sequence[str], also: Also, entries: NDArray[np.int64]) -> Mask:
        """Whether each entry holds two neighbouring words side by side."""
        there = np.zeros(len(entries), np.bool_)
        for pair in {(left, right) for left, right in pairwise(words) if left and right}:
            beside = _within(entries, self.postings.of("pairs", pairs(pair)[0]).entries)
            there |= beside & (self.held(pair, also, entries) == 2)
        return there

    def closer(self, words: Sequence[str], also: Also, best: NDArray[np.int64], scores: Scores) -> Scores:
        """The scores of the best entries (in order) after a second look; those beyond it follow below."""
        looked = best[:LOOKED_AT]
        if not len(looked) or not any(words):
            return scores
        again = self.features(words, also, looked, scores[: len(looked)]) @ WEIGHTS
        rest = scores[len(looked) :] / max(float(scores[len(looked) - 1]), 1e-6) * max(float(again.min()), 0.0)
        return np.concatenate([again, rest])

    def features(self, words: Sequence[str], also: Also, entries: NDArray[np.int64], scores: Scores) -> NDArray[np.float32]:
        """What a second look sees of these entries, given with their scores, best first."""
        return features(self._asked(words, also), [_numbers(self.column(int(entry), "tokens")) for entry in entries], scores)

    def _asked(self, words: Sequence[str], also: Also) -> Asked:
        once = [word for word in dict.fromkeys(words) if word]
        place = {word: index for index, word in enumerate(once)}
        following = dict.fromkeys((left, right) for left, right in pairwise(words) if left and right)
        count = self.postings.count
        forms = [
            (form, index, likely) for index, word in enumerate(once) for form, likely in also.get(word, {word: 1.0}).items()
        ]
        standing = np.array([self.postings.frequency("written", form) for form, _, _ in forms], np.int64)
        owners, likely = np.array([index for _, index, _ in forms]), np.array([share for _, _, share in forms])
        together = np.array(
            [self.postings.frequency("pairs", f"{bare(left)}_{bare(right)}") for left, right in following], np.int64
        )
        rare = np.bincount(owners, rarity(count, standing) * likely, len(once)).astype(np.float32)
        asking = asking_words()
        return Asked(
            [form for form, _, _ in forms],
            owners,
            rare,
            np.where([word in asking for word in once], np.float32(0), rare),
            [(place[left], place[right]) for left, right in following],
            np.where(together > 0, rarity(count, together), np.float32(0)),
        )

    def _common(self, holding: int) -> bool:
        return self.postings.count >= _SMALL and holding > _COMMON * self.postings.count

    # Conditions -------------------------------------------------------------------------------------------------------

    def allowed(self, filters: Filters, condition: Condition | None) -> Mask | None:
        """The entries that the filters and the condition leave; None when nothing is asked."""
        masks = [self.holding(condition)] if condition is not None else []
        for field, value in (("type", filters.type), ("issuer", filters.issuer), ("year", filters.year)):
            if value is not None:
                masks.append(self.postings.holding(field, str(value)))
        if len(self.postings.gone):
            alive = np.ones(self.postings.count, np.bool_)
            alive[self.postings.gone] = False
            masks.append(alive)
        return np.logical_and.reduce(masks) if masks else None

    def holding(self, condition: Condition) -> Mask:
        """The entries for which a condition holds."""
        match condition:
            case questions.Words(found):
                return self._every("written", [word for word in found if word])
            case questions.Phrase(found, titled):
                return self._in_a_row(found, titled)
            case questions.All(parts):
                return np.asarray(np.logical_and.reduce([self.holding(part) for part in parts]))
            case questions.Any(parts):
                return np.asarray(np.logical_or.reduce([self.holding(part) for part in parts]))
            case questions.Without(part):
                return ~self.holding(part)

    def _every(self, field: str, found: Sequence[str]) -> Mask:
        masks = [self.postings.holding(field, term) for term in dict.fromkeys(found)]
        return np.logical_and.reduce(masks) if masks else np.ones(self.postings.count, np.bool_)

    def _in_a_row(self, found: Sequence[str], titled: bool) -> Mask:
        """Entries that hold these syllables one after another, marks and all."""
        mask = self._every("heads" if titled else "written", found) & self._every("pairs", pairs(found))
        wanted = np.array([number(word) for word in found], np.uint32)
        if len(wanted) > 1:
            for entry in np.flatnonzero(mask):
                forward = unpack(self.column(int(entry), "tokens"))
                parts = (forward.heading, forward.context) if titled else forward
                mask[entry] = any(_runs(part, wanted) for part in parts)
        return mask


def terms(words: Sequence[str], also: Also = _NONE) -> list[tuple[str, str, float]]:
    """The terms that score a question's tokens, each once: (field, term, boost)."""
    once = [word for word in dict.fromkeys(words) if word]
    found = [("written", form, likely) for word in once for form, likely in also.get(word, {word: 1.0}).items()]
    return found + [("pairs", pair, _PAIR_BOOST) for pair in dict.fromkeys(pairs(words))]


def best_first(scores: Scores, count: int) -> NDArray[np.int64]:
    """The entries with the ``count`` highest scores above 0, best first; of equals the one indexed first."""
    highest = float(scores.max()) if len(scores) else 0.0
    found = np.zeros(0, np.int64)
    for share in (0.5, 0.25, 0.0):  # few entries score half as much as the best: most need not be sorted
        found = np.flatnonzero(scores > share * highest)
        if len(found) >= count:
            break
    if len(found) > count:
        kept = scores[found]
        found = found[kept >= np.partition(kept, len(kept) - count)[len(kept) - count]]
    return found[np.argsort(-scores[found], kind="stable")][:count]


def _within(entries: NDArray[np.int64], listed: NDArray[np.int32]) -> Mask:
    """Which of the entries are listed (ascending)."""
    if not len(listed):
        return np.zeros(len(entries), np.bool_)
    return np.asarray(listed[np.minimum(np.searchsorted(listed, entries), len(listed) - 1)] == entries)


def _numbers(data: bytes) -> Numbers:
    return np.frombuffer(data, "<u4")


def _runs(text: Numbers, wanted: Numbers) -> bool:
    if len(text) < len(wanted):
        return False
    windows = np.lib.stride_tricks.sliding_window_view(text, len(wanted))
    starts = np.flatnonzero(windows[:, 0] == wanted[0])
    return bool((windows[starts] == wanted).all(1).any())
