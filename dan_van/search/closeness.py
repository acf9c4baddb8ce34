"""The second look at the best entries: not only which of the question's words stand in them, but where and how close.

BM25 sees an article as a bag of words. Read again as text, the few best ones are told apart by three things: the best
stretch of about a hundred syllables (an answer stands in one place), how much of what is asked about the whole article
covers, and how much of its heading is asked for (a heading that says just what was asked, and no more, is the answer).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dan_van.search.forward import Numbers, number

LOOKED_AT = 50
"""How many entries are looked at twice."""
_LONGEST = 3000
"""Syllables of an entry that are read again."""
_STEP = 50
"""Stretches are two of these long and begin at each."""

WEIGHTS = np.array([5.6, 8.3, 7.5, 4.4, 3.2, -3.0], np.float32)
"""How much each of :func:`features` counts: learnt on 793 citizens' questions about the state law, rounded
(``benchmarks/search.py --learn``). The last is below 0 because BM25 has counted the heading eightfold already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's words, its pairs of them (as places among the words), and how rare each is.

    ``forms`` are the ways in which the words may be written, ``owners`` the word that each is a form of; ``matter`` is
    the rarity of the words that say what is asked about, 0 for those that only ask (``như thế nào``).
    """

    forms: Sequence[str]
    owners: NDArray[np.int64]
    rarity: NDArray[np.float32]
    matter: NDArray[np.float32]
    pairs: Sequence[tuple[int, int]]
    pair_rarity: NDArray[np.float32]


def features(asked: Asked, entries: Sequence[Numbers], bag: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is seen of each entry, a row each: BM25 and best stretch (shares of the best entry's), the share of the
    question's pairs in it, the share of its heading's syllables that are asked for, and those of the words that say what
    is asked about, in all of it and in its heading."""
    text = _Text(asked, entries)
    heading = text.words[text.first]
    covered, held = np.add.reduceat(text.pairs, text.first) > 0, np.add.reduceat(text.words, text.first) > 0
    stretch = _best_stretch(asked, text)
    return np.stack(
        [
            bag / bag[0],
            stretch / max(float(stretch.max()), 1e-6),
            _share(covered, asked.pair_rarity),
            heading.sum(1) / np.maximum(text.heading - 1, 1),
            _share(held, asked.matter),
            _share(heading > 0, asked.matter),
        ],
        1,
    ).astype(np.float32)


def _share(there: NDArray[np.bool_], worth: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each row, the share of what all is worth that is there."""
    return np.asarray(there @ worth / max(float(worth.sum()), 1e-6))


class _Text:
    """Several entries laid end to end, and cut into rows: heading, context, then steps of the body.

    ``words`` and ``pairs`` are how often each of the question's words and pairs stands in each row; ``first`` is each
    entry's first row, ``owner`` each row's entry; ``heading``, ``context`` and ``body`` are lengths.
    """

    def __init__(self, asked: Asked, entries: Sequence[Numbers]) -> None:
        cut = [entry[:_LONGEST] for entry in entries]
        lengths = np.array([len(entry) for entry in cut])
        starts = np.cumsum(lengths) - lengths
        flat = np.concatenate(cut)
        self.heading, self.context = flat[starts].astype(np.int64), flat[starts + 1].astype(np.int64)
        flat[starts] = flat[starts + 1] = 0
        before = 2 + self.heading + self.context
        self.body = np.maximum(lengths - before, 0)
        steps = np.maximum(-(-self.body // _STEP), 1)
        self.first = np.cumsum(steps + 2) - (steps + 2)
        self.rows = int((steps + 2).sum())
        self.owner = np.repeat(np.arange(len(entries)), steps + 2)
        there, form = _places(flat, np.array([number(form) for form in asked.forms], np.uint32))
        word, count = asked.owners[form], len(asked.rarity)
        owner = np.repeat(np.arange(len(entries)), lengths)[there]
        at = there - starts[owner]
        into = at - before[owner]
        row = self.first[owner] + np.where(into >= 0, 2 + into // _STEP, at >= 2 + self.heading[owner])
        self.words = self._count(row, word, count)
        table = np.full((count, count), -1)
        for index, (left, right) in enumerate(asked.pairs):
            table[left, right] = index
        pair = np.where(there[1:] == there[:-1] + 1, table[word[:-1], word[1:]], -1)
        opens = np.flatnonzero(pair >= 0)
        self.pairs = self._count(row[opens], pair[opens], len(asked.pairs))

    def _count(self, row: NDArray[np.int64], of: NDArray[np.int64], width: int) -> NDArray[np.float32]:
        """How often each of ``width`` things stands in each row."""
        return np.bincount(row * width + of, minlength=self.rows * width).reshape(self.rows, width).astype(np.float32)


def _places(text: Numbers, wanted: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the wanted numbers stand in a text, in order, and which each is."""
    low = np.zeros(1 << 16, np.bool_)
    low[wanted & 0xFFFF] = True
    maybe = np.flatnonzero(low[text & 0xFFFF])
    order = np.argsort(wanted)
    place = np.minimum(np.searchsorted(wanted[order], text[maybe]), len(wanted) - 1)
    sure = wanted[order][place] == text[maybe]
    return maybe[sure], order[place[sure]]


def _best_stretch(asked: Asked, text: _Text) -> NDArray[np.float32]:
    """For each entry, the best BM25 score of two neighbouring steps of its body, its titles counted in."""
    place = np.arange(text.rows) - text.first[text.owner]
    rows = np.flatnonzero(place >= 2)
    owner = text.owner[rows]
    follows = np.append(owner[1:] == owner[:-1], False)[:, None]
    length = np.minimum(_STEP, text.body[owner] - (place[rows] - 2) * _STEP).astype(np.float32)
    length += np.where(follows[:, 0], np.append(length[1:], 0), 0) + (8 * text.heading + 4 * text.context)[owner]
    total = np.zeros(len(rows), np.float32)
    for counts, rarity, k1, b, boost in (
        (text.words, asked.rarity, 2.0, 0.85, 1.0),
        (text.pairs, asked.pair_rarity, 0.8, 0.5, 0.8),
    ):
        here = counts[rows]
        here += np.where(follows, np.append(here[1:], here[:1], 0), 0)
        here += (8 * counts[text.first] + 4 * counts[text.first + 1])[owner]
        slack = k1 * (1 - b + b * length / _USUAL)
        total += (here / (here + slack[:, None].astype(np.float32))) @ (boost * (k1 + 1) * rarity)
    starts = np.searchsorted(owner, np.arange(len(text.first)))
    return np.maximum.reduceat(total, starts).astype(np.float32)


_USUAL = 300.0
"""The length of a stretch with its titles, as they are weighted."""
