"""The syllables of the corpus, how often each stands there and after which: puts marks back, offers near spellings.

Learnt from the corpus itself when it is indexed, so it knows the words that can be found and no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dan_van import tables
from dan_van.search.analysis import END, SYMBOL, bare, tokens

_FORMS = 12
"""Ways to write a syllable that are weighed, the commonest first."""
_QUESTIONS = 30_000
"""One asked phrase for so many syllables of the corpus."""
_MANY_PAIRS = 200_000
_NEVER = 1e-12
_LIKELY = 0.1
"""Ways to read an unmarked syllable that are less likely than this are left out."""
_BY_PAIR = 0.95
"""How far the syllable before decides, against how common the form is by itself."""

Reading = dict[str, float]
"""The ways to read one token, the likeliest first, and how likely each is."""


class Vocabulary:
    """Written syllables in order, how often each stands, and how often one follows another."""

    def __init__(
        self,
        words: Sequence[str],
        counts: NDArray[np.int64],
        pairs: NDArray[np.int64],
        pair_counts: NDArray[np.int64],
        plain: Sequence[str] | None = None,
    ) -> None:
        self.words = words
        self.counts = counts
        self._plain = plain
        self._pairs, self._pair_counts = pairs, pair_counts

    @classmethod
    def learn(cls, words: Sequence[str], stream: NDArray[np.int32]) -> Vocabulary:
        """Count a text given as places in ``words``; the place of :data:`END` separates."""
        order = np.array(sorted(range(len(words)), key=words.__getitem__), np.int64)
        place = np.empty(len(words), np.int64)
        place[order] = np.arange(len(words))
        moved = place[stream]
        inside = moved > 0 if len(words) and words[order[0]] == END else np.ones(len(moved), np.bool_)
        counts = np.bincount(moved, minlength=len(words))
        keys = (moved[:-1] * len(words) + moved[1:])[inside[:-1] & inside[1:]]
        pairs, pair_counts = np.unique(keys, return_counts=True)
        return cls([words[index] for index in order], counts, pairs, pair_counts)

    @classmethod
    def of_questions(cls, size: int) -> Vocabulary:
        """How people ask, counted as often as a body of ``size`` syllables needs to be told of it."""
        numbers: dict[str, int] = {END: 0}
        stream = [
            numbers.setdefault(word, len(numbers)) for phrase in tables.question_words() for word in (*tokens(phrase), END)
        ]
        times = max(1, size // _QUESTIONS)
        learnt = cls.learn(list(numbers), np.array(stream, np.int32))
        return cls(learnt.words, learnt.counts * times, learnt._pairs, learnt._pair_counts * times)

    def __add__(self, other: Vocabulary) -> Vocabulary:
        """Both together."""
        words = sorted({*self.words, *other.words})
        place = {word: index for index, word in enumerate(words)}
        counts = np.zeros(len(words), np.int64)
        keys, numbers = [], []
        for one in (self, other):
            moved = np.array([place[word] for word in one.words], np.int64)
            counts[moved] += one.counts
            keys.append(moved[one._pairs // len(one.words)] * len(words) + moved[one._pairs % len(one.words)])
            numbers.append(one._pair_counts)
        pairs, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        return Vocabulary(words, counts, pairs, np.bincount(inverse, np.concatenate(numbers)).astype(np.int64))

    def save(self, path: Path) -> None:
        """Write it; of a large corpus without the pairs seen once, which are half of all and decide nothing."""
        often = self._pair_counts > (1 if len(self._pairs) > _MANY_PAIRS else 0)
        lines = "\n".join(self.words), "\n".join(map(bare, self.words))
        with path.open("wb") as file:
            np.savez(
                file, words=np.frombuffer("\0".join(lines).encode(), np.uint8), counts=self.counts.astype(np.uint32),
                pairs=self._pairs[often], pair_counts=self._pair_counts[often].astype(np.uint32),
            )  # fmt: skip

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read what :meth:`save` wrote."""
        with np.load(path) as kept:
            words, plain = (line.split("\n") for line in kept["words"].tobytes().decode().split("\0"))
            counts = kept["counts"].astype(np.int64)
            return cls(words[: len(counts)], counts, kept["pairs"], kept["pair_counts"].astype(np.int64), plain)

    def count(self, word: str) -> int:
        """How often a written syllable stands in the corpus."""
        place = self._places.get(word)
        return int(self.counts[place]) if place is not None else 0

    def forms(self, plain: str) -> list[str]:
        """The ways the corpus writes a syllable that was typed without marks, commonest first."""
        return [self.words[place] for place in self._forms.get(plain, ())]

    def beginning(self, start: str) -> list[str]:
        """Syllables that begin so (marks aside, when the beginning has none), commonest first."""
        plain = bare(start) == start
        found = (
            [place for form, places in self._forms.items() if form.startswith(start) for place in places]
            if plain
            else [place for word, place in self._places.items() if word.startswith(start)]
        )
        return [self.words[place] for place in sorted(found, key=lambda place: (-int(self.counts[place]), place))]

    def near(self, word: str, *, plain: bool) -> list[str]:
        """Syllables that differ little from this one, nearest first; ``plain``: without marks, both."""
        from difflib import get_close_matches

        return get_close_matches(word, self._forms if plain else self._places, n=6, cutoff=0.6)

    def restore(self, typed: Sequence[str]) -> list[Reading]:
        """How the corpus would likely write each of these tokens; a syllable typed with marks stays as it is.

        Where most syllables have their marks the rest are taken as meant, if the corpus writes them so: a third of all
        Vietnamese syllables have no mark.
        """
        words = [token for token in typed if token and not token.startswith(SYMBOL)]
        unmarked = [word for word in words if bare(word) == word and not word.isdigit()]
        marked = len(unmarked) * 2 <= len(words)
        forms = [[token] if marked and self.count(token) else self._candidates(token) for token in typed]
        if all(len(found) == 1 and found[0] == token for found, token in zip(forms, typed, strict=True)):
            return [{token: 1.0} for token in typed]
        places = [np.array([self._places.get(form, -1) for form in found], np.int64) for found in forms]
        steps = [self._follows(None, places[0])] if places else []
        steps += [self._follows(before, after) for before, after in pairwise(places)]
        ahead = [steps[0][0]]
        for step in steps[1:]:
            ahead.append(_summed(ahead[-1][:, None] + step, 0))
        behind = [np.zeros(len(forms[-1]))]
        for step in reversed(steps[1:]):
            behind.append(_summed(step + behind[-1][None, :], 1))
        return [_reading(found, here + there) for found, here, there in zip(forms, ahead, reversed(behind), strict=True)]

    def _candidates(self, token: str) -> list[str]:
        if not token or bare(token) != token:
            return [token]
        return self.forms(token)[:_FORMS] or [token]

    def _follows(self, before: NDArray[np.int64] | None, to: NDArray[np.int64]) -> NDArray[np.float64]:
        """The log of how likely each place follows each one before (a row each; one row when there is none)."""
        alone = np.where(to >= 0, self.counts[to], 0.5) / self._total if self._total else np.ones(len(to))
        if before is None or not len(self._pairs):
            return np.log((1 - _BY_PAIR) * alone + _NEVER)[None, :].repeat(1 if before is None else len(before), 0)
        keys = before[:, None] * len(self.words) + to[None, :]
        found = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        known = (self._pairs[found] == keys) & (before[:, None] >= 0) & (to >= 0)
        often = np.where(before >= 0, np.maximum(self.counts[before], 1), 1)[:, None]
        return np.log(_BY_PAIR * np.where(known, self._pair_counts[found], 0) / often + (1 - _BY_PAIR) * alone + _NEVER)

    @cached_property
    def _total(self) -> int:
        return int(self.counts.sum())

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words) if word}

    @cached_property
    def _forms(self) -> dict[str, list[int]]:
        """Bare syllable → the places of its written forms, commonest first."""
        found: dict[str, list[int]] = {}
        plain = self._plain or [bare(word) for word in self.words]
        for place in self._places.values():
            found.setdefault(plain[place], []).append(place)
        for places in found.values():
            places.sort(key=lambda place: (-int(self.counts[place]), place))
        return found


def _summed(logs: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """The log of the sum of what these are the logs of."""
    most = logs.max(axis, keepdims=True)
    return np.asarray((np.log(np.exp(logs - most).sum(axis, keepdims=True)) + most).squeeze(axis))


def _reading(forms: Sequence[str], logs: NDArray[np.float64]) -> Reading:
    if len(forms) == 1:
        return {forms[0]: 1.0}
    likely = np.exp(logs - logs.max())
    likely /= likely.sum()
    order = np.argsort(-likely, kind="stable")
    return {forms[place]: float(likely[place]) for place in order if likely[place] >= _LIKELY or place == order[0]}
