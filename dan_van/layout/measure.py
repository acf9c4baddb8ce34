"""Width of a line in Times New Roman, to draw rules as long as the decree wants and to see what wraps.

Advance widths in thousandths of the size, measured on a metric-compatible font; a letter with marks is as
wide as without them.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

_REGULAR = {
    180: "'", 200: "|", 250: " ,.", 278: "/:;\\ijlt", 333: "!()-I[]`fr‘’", 389: "Js", 408: '"', 444: "?acez“”", 469: "^",
    480: "{}", 500: "#$*0123456789_bdghknopquvxyđ–", 529: "ơ", 541: "~", 542: "ư", 556: "FPS", 564: "+<=>", 611: "ELTZ",
    667: "BCR", 722: "ADGHKNOQUVXYwĐƠ", 776: "Ư", 778: "&m", 833: "%", 889: "M", 921: "@", 944: "W", 1000: "—…",
}  # fmt: skip
_BOLD = {
    220: "|", 250: " ,.", 278: "'/\\il", 333: "!()-:;[]`fjt‘’", 389: "Is", 394: "{}", 444: "cerz", 500: "#$*0123456789?J_agovxy–“”",
    520: "~", 554: "ơ", 555: '"', 556: "Sbdhknpquđ", 570: "+<=>", 581: "^", 600: "ư", 611: "FP", 667: "BELTZ",
    722: "ACDNRUVXYwĐ", 778: "GHKOQƠ", 796: "Ư", 833: "&m", 930: "@", 944: "M", 1000: "%W—…",
}  # fmt: skip
_OTHER = 500
_HORN = "\u031b"
_HORNED = {"o": "ơ", "O": "Ơ", "u": "ư", "U": "Ư"}


@lru_cache(maxsize=4096)
def line_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of a line set at ``size`` points."""
    widths = _widths(bold)
    return sum(widths.get(_base(letter), _OTHER) for letter in unicodedata.normalize("NFC", text)) * size / 1000


def balanced_width(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """The narrowest width in points that needs no more lines than ``width`` does; ``width`` itself for one line."""
    words = [line_width(word, size, bold=bold) for word in text.split()]
    space = line_width(" ", size, bold=bold)
    most = _lines(words, space, width)
    if most <= 1:
        return width
    narrow, wide = max(words), width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if _lines(words, space, middle) <= most else (middle, wide)
    return min(width, wide + size)  # a little room: another program may measure a letter otherwise


def _lines(words: list[float], space: float, width: float) -> int:
    lines, at = 1, 0.0
    for word in words:
        if at and at + space + word > width:
            lines, at = lines + 1, word
        else:
            at += word + (space if at else 0)
    return lines


@cache
def _widths(bold: bool) -> dict[str, int]:
    return {letter: width for width, letters in (_BOLD if bold else _REGULAR).items() for letter in letters}


@cache
def _base(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    return _HORNED.get(decomposed[0], decomposed[0]) if _HORN in decomposed else decomposed[0]
