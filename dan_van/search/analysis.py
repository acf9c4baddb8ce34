"""Text → search terms. One module decides what counts as a word, for the index and for queries alike.

Terms are syllables as written (clean, lower case, settled tones), the same without marks, and pairs of
neighbouring bare syllables, which do the work of a word segmenter. There is no stop list.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dan_van.text import Syllable, syllables

_SENTENCE_END = re.compile(r"[.;:!?\n]")


@dataclass(frozen=True)
class Terms:
    """The syllables of one text, in order."""

    syllables: tuple[Syllable, ...]
    breaks: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str) -> Terms:
        """Read a text; a pair never spans the end of a sentence."""
        found = tuple(syllables(text))
        ends = frozenset(
            index
            for index, (left, right) in enumerate(pairwise(found))
            if _SENTENCE_END.search(text, left.span.end, right.span.start)
        )
        return cls(found, ends)

    @cached_property
    def written(self) -> Counter[str]:
        """Syllables with their marks."""
        return Counter(syllable.text for syllable in self.syllables)

    @cached_property
    def bare(self) -> Counter[str]:
        """Syllables without marks."""
        return Counter(syllable.bare for syllable in self.syllables)

    @cached_property
    def pairs(self) -> Counter[str]:
        """Neighbouring bare syllables joined by ``_``."""
        return Counter(
            f"{left.bare}_{right.bare}"
            for index, (left, right) in enumerate(pairwise(self.syllables))
            if index not in self.breaks
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
        marked = frozenset(s.text for s in asked.syllables if s.text != s.bare)
        return cls(marked, frozenset(s.text for s in asked.syllables if s.text == s.bare))

    def word(self, syllable: Syllable) -> str | None:
        """The wanted word that a syllable of a text answers, None if it answers none."""
        if syllable.text in self.written:
            return syllable.text
        return syllable.bare if syllable.bare in self.bare else None

    def __len__(self) -> int:
        return len(self.written) + len(self.bare)


def weighted(parts: list[tuple[Terms, int]], kind: str) -> dict[str, int]:
    """Term → weight over several texts: counts times each text's weight, added before scoring saturates them."""
    total: Counter[str] = Counter()
    for terms, weight in parts:
        for term, count in getattr(terms, kind).items():
            total[term] += count * weight
    return dict(total)
