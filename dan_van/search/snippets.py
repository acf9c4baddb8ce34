"""The piece of a text that shows why it was found, with the words that were asked for marked."""

from __future__ import annotations

import re
from collections.abc import Collection

from dan_van import tables
from dan_van.model import Span
from dan_van.search.analysis import WORD, written
from dan_van.text import clean, collapse_spaces

MARK = "**"
_WORD = re.compile(WORD)
_WIDTH = 36
_LINE = 90


def snippet(text: str, wanted: Collection[str], width: int = _WIDTH) -> str:
    """Up to ``width`` syllables around the densest place, found words between ``**``.

    ``wanted`` are syllables as they are compared; they are marked as the text writes them.
    """
    text = _plain(text)
    lower = text.lower()
    found = list(_WORD.finditer(lower if len(lower) == len(text) else text))
    if not found:
        return ""
    hits = [index for index, word in enumerate(found) if _asked(word.group(), wanted)]
    start = _densest(hits, width) if hits else 0
    last = min(start + width, len(found)) - 1
    opening = 0 if start == 0 else found[start].start()
    closing = len(text) if last == len(found) - 1 else found[last].end()
    spans = _joined([Span(*found[index].span()) for index in hits if start <= index <= last], text)
    pieces, at = [], opening
    for span in spans:
        pieces += [text[at : span.start], MARK, text[span.start : span.end], MARK]
        at = span.end
    pieces.append(text[at:closing])
    shown = collapse_spaces("".join(pieces))
    return f"{'… ' if opening else ''}{shown}{' …' if closing < len(text) else ''}"


def opening(text: str) -> str:
    """The first line of a text, cut to a line's length: ``Điều 5. Quyền của công dân``."""
    first = collapse_spaces(next((line for line in _plain(text).split("\n") if line.strip()), ""))
    return first if len(first) <= _LINE else first[:_LINE].rsplit(" ", 1)[0] + " …"


def _plain(text: str) -> str:
    """The text without the stars that Markdown makes bold with."""
    return clean(text).replace(MARK, "")


def _asked(word: str, wanted: Collection[str]) -> bool:
    """Whether a word of a text, in small letters, is one of those asked for, or what an office writes short for them."""
    if written(word) in wanted:
        return True
    short = tables.abbreviations().get(word)
    return short is not None and all(one in wanted for one in short)


def _densest(hits: list[int], width: int) -> int:
    """The start of the window with most hits, a little before its first one."""
    best, most, end = hits[0], 0, 0
    for position, first in enumerate(hits):
        while end < len(hits) and hits[end] < first + width:
            end += 1
        if end - position > most:
            best, most = first, end - position
    return max(0, best - 4) if best > 4 else 0


def _joined(spans: list[Span], text: str) -> list[Span]:
    """Neighbouring marked words as one stretch: ``**giám sát**``, not ``**giám** **sát**``."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip(" \u00a0"):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
