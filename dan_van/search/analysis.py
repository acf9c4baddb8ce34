"""Text → search terms. One module decides what counts as a word, for the index and for queries alike.

Terms are syllables as written (clean, lower case, settled tones) and pairs of neighbouring syllables without marks,
which do the work of a word segmenter. There is no stop list. A symbol (``30/2020/NĐ-CP``), a day (``26/11/2021``) and a number
(``1.500.000``) are one term each, never prose, and what offices write short (``UBND``) is taken as what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from dan_van import codes, tables
from dan_van.text import clean, fold, settle_tones

WORD = r"\d+(?:[./,:]\d+)+|[^\W_]+"
"""A run of letters and digits; a number with the points, strokes or commas inside it."""
_TOKEN = re.compile(rf"{WORD}|[.;:!?\n]")
END = ""
"""Stands between sentences in a list of tokens: no pair spans it."""


SYMBOL = "#"
"""Opens the token of a symbol, before its :attr:`Code.loose_key`."""


def tokens(text: str) -> list[str]:
    """The syllables and numbers of a text as they are compared, with :data:`END` where a sentence ends."""
    text = clean(text)
    found: list[str] = []
    at = 0
    for reading, span in codes.find(text):
        found += _prose(text[at : span.start])
        found.append(SYMBOL + reading.code.loose_key)
        at = span.end
    return found + _prose(text[at:]) if at else _prose(text)


def _prose(text: str) -> list[str]:
    found = [written(token) for token in _TOKEN.findall(text.lower())]
    short = tables.abbreviations()
    if short.keys().isdisjoint(found):
        return found
    return [word for token in found for word in short.get(token, (token,))]


@lru_cache(maxsize=1 << 17)
def written(token: str) -> str:
    """One token, in lower case, as it is compared: ``hoà`` → ``hòa``; a mark that ends a sentence → :data:`END`."""
    return settle_tones(token) if token[0].isalnum() else END


@lru_cache(maxsize=1 << 17)
def bare(syllable: str) -> str:
    """A syllable without its marks."""
    return fold(syllable)


def pairs(found: Sequence[str]) -> list[str]:
    """Neighbouring syllables of a list of tokens, without marks: ``dan_van``."""
    plain = [bare(token) if token else END for token in found]
    return [f"{left}_{right}" for left, right in pairwise(plain) if left and right]


def found_in(text: str, wanted: frozenset[str]) -> int:
    """How many of the words a text holds."""
    return len(wanted.intersection(tokens(text)))
