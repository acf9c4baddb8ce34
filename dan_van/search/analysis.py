"""Text → search terms. One module decides what counts as a word, for the index and for queries alike.

Terms are syllables as written (clean, lower case, settled tones), the same without marks, and pairs of
neighbouring bare syllables, which do the work of a word segmenter. There is no stop list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dan_van.text import Syllable, clean, fold, settle_tones, strip_marks

_TOKEN = re.compile(r"[^\W_]+|[.;:!?\n]")
_ENDS = frozenset(".;:!?\n")


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each term stands in one text: syllables with marks, without, and pairs of the latter."""

    written: Counter[str]
    bare: Counter[str]
    pairs: Counter[str]

    @classmethod
    def of(cls, text: str) -> Terms:
        """Count a text; a pair never spans the end of a sentence."""
        settled = settle_tones(clean(text)).lower()
        tokens = _TOKEN.findall(settled)
        bare = _TOKEN.findall(strip_marks(settled))
        if len(bare) != len(tokens):  # a foreign letter that falls apart without its marks
            bare = [fold(token) for token in tokens]
        pairs = [f"{left}_{right}" for left, right in pairwise(bare) if left not in _ENDS and right not in _ENDS]
        return cls(
            Counter(token for token in tokens if token not in _ENDS),
            Counter(token for token in bare if token not in _ENDS),
            Counter(pairs),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words a question asks for: those typed with marks as ``written``, those without as ``bare``.

    A marked word asks for itself; an unmarked one for every word that looks so without marks.
    """

    written: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()

    @classmethod
    def of(cls, asked: Terms) -> Wanted:
        """Sort a question's syllables."""
        return cls(frozenset(asked.written.keys() - asked.bare.keys()), frozenset(asked.written.keys() & asked.bare.keys()))

    def word(self, syllable: Syllable) -> str | None:
        """The wanted word that a syllable of a text answers, None if it answers none."""
        if syllable.text in self.written:
            return syllable.text
        return syllable.bare if syllable.bare in self.bare else None

    def found_in(self, terms: Terms) -> int:
        """How many of the words a text holds."""
        return sum(word in terms.written for word in self.written) + sum(word in terms.bare for word in self.bare)

    def __len__(self) -> int:
        return len(self.written) + len(self.bare)


def weighted(parts: Iterable[tuple[Counter[str], int]]) -> dict[str, int]:
    """Term → weight over several texts: counts times each text's weight, added before scoring saturates them."""
    total: Counter[str] = Counter()
    for counts, weight in parts:
        for term, count in counts.items():
            total[term] += count * weight
    return dict(total)
