"""The piece of a text that shows why it was found, with the words that were asked for marked."""

from __future__ import annotations

from dan_van.model import Span
from dan_van.search.analysis import Wanted
from dan_van.text import collapse_spaces, syllables

MARK = "**"
_WIDTH = 36


def snippet(text: str, wanted: Wanted, width: int = _WIDTH) -> str:
    """Up to ``width`` syllables around the densest place, found words between ``**``.

    The words are marked as the text writes them, also for a question typed without marks.
    """
    found = tuple(syllables(text))
    if not found:
        return ""
    hits = [index for index, syllable in enumerate(found) if wanted.word(syllable)]
    start = _densest(hits, width) if hits else 0
    last = min(start + width, len(found)) - 1
    opening = 0 if start == 0 else found[start].span.start
    closing = len(text) if last == len(found) - 1 else found[last].span.end
    spans = _joined([found[index].span for index in hits if start <= index <= last], text)
    pieces, at = [], opening
    for span in spans:
        pieces += [text[at : span.start], MARK, text[span.start : span.end], MARK]
        at = span.end
    pieces.append(text[at:closing])
    shown = collapse_spaces("".join(pieces))
    return f"{'… ' if opening else ''}{shown}{' …' if closing < len(text) else ''}"


def _densest(hits: list[int], width: int) -> int:
    """The start of the window with most hits, a little before its first one."""
    best, most = hits[0], 0
    for position, first in enumerate(hits):
        inside = sum(1 for hit in hits[position : position + width] if hit < first + width)
        if inside > most:
            best, most = first, inside
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
