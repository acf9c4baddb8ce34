"""Vietnamese text: one written form, bare (unmarked) form, tone placement, and spans that map back.

Everything that compares or searches text goes through here, so that `hòa` and `hoà`, composed and
decomposed letters, `Đ` and the Icelandic `Ð` typed for it, are each one thing in one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dan_van.model import Span

_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_REMOVED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ICELANDIC = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ"}
_CLEAN = {**_SPACES, **_REMOVED, **_ICELANDIC}

_ODD = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")
_CLUSTER = re.compile(r".[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*", re.DOTALL)
_COMBINING = re.compile("[\u0300-\u036f]")

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền sắc ngã hỏi nặng


@dataclass(frozen=True, slots=True)
class Mapped:
    """A rewritten text and the place each of its characters came from.

    ``starts[i]`` is the offset in the original of character ``i``; ``starts[len(text)]`` is the
    original's length. Offsets count Unicode code points.
    """

    text: str
    starts: Sequence[int]

    def original_span(self, start: int, end: int) -> Span:
        """The span of the original that ``text[start:end]`` was made from.

        Raises ValueError when the offsets lie outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a text of {len(self.text)}")
        if start == end:
            return Span(self.starts[start], self.starts[start])
        return Span(self.starts[start], self.starts[end])


def nfc(text: str) -> str:
    """The composed form (NFC), the one form in which this library keeps text."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC, ordinary spaces for no-break ones, no zero-width characters, ``Đ`` for the look-alike ``Ð``."""
    if _ODD.search(text):
        text = text.translate(_CLEAN)  # before composing: a mark may follow a zero-width character
    return nfc(text)


def clean_mapped(text: str) -> Mapped:
    """:func:`clean`, with every character's place in the original."""
    cleaned = clean(text)
    if len(cleaned) == len(text) and unicodedata.is_normalized("NFC", text):
        return Mapped(cleaned, range(len(text) + 1))  # nothing joined, nothing removed
    pieces: list[str] = []
    starts: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = clean(match.group())
        pieces.append(piece)
        starts.extend([match.start()] * len(piece))
    starts.append(len(text))
    return Mapped("".join(pieces), starts)


def strip_marks(text: str) -> str:
    """Letters without Vietnamese marks, case kept: ``Điều`` → ``Dieu``."""
    bare = clean(text).translate(_bare_letters())
    if not _COMBINING.search(bare):
        return bare
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))


@cache
def _bare_letters() -> dict[int, str]:
    """Every composed Latin letter with marks → the letter under them."""
    letters = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        decomposed = unicodedata.normalize("NFD", chr(code))
        if len(decomposed) > 1 and decomposed[0].isascii():
            letters[code] = decomposed[0]
    return letters


def fold(text: str) -> str:
    """The form without marks and in lower case that search compares: ``Ủy ban`` → ``uy ban``."""
    return strip_marks(text).lower()


@cache
def _tone_pairs() -> dict[str, str]:
    """Two-letter rewritings of a tone mark, composed form to composed form.

    Open syllables ending in ``oa oe uy`` carry the mark on the first letter in the state's own papers
    (CỘNG HÒA, Ủy ban); typed the other way (hoà, uỷ) they are the same word.
    """
    pairs = {}
    for lead, tail in ("oa", "oe", "uy"):
        for first in (lead, lead.upper()):
            for last in (tail, tail.upper()):
                for tone in _TONES:
                    pairs[nfc(first + last + tone)] = nfc(first + tone + last)
    return pairs


@cache
def _late_pairs() -> dict[str, str]:
    return {early: late for late, early in _tone_pairs().items()}


@cache
def _tone_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    late = "|".join(_tone_pairs())
    early = "|".join(_tone_pairs().values())
    return (
        re.compile(rf"(?<![qQ])(?:{late})(?![^\W\d_])"),
        re.compile(rf"(?<![qQ])(?:{early})(?=[^\W\d_])"),
    )


def settle_tones(text: str) -> str:
    """One tone placement for every spelling: ``hoà`` → ``hòa``, ``uỷ`` → ``ủy``, ``tòan`` → ``toàn``.

    The text is taken and given in NFC and keeps its length, so spans stay valid. ``quý`` and ``hoàn``
    are already right and stay.
    """
    late, early = _tone_patterns()
    pairs = _tone_pairs()
    text = late.sub(lambda m: pairs[m.group()], text)
    back = _late_pairs()
    return early.sub(lambda m: back[m.group()], text)


def tone_styles(text: str) -> tuple[list[str], list[str]]:
    """Syllables with the mark on the first letter of ``oa oe uy`` (hòa, ủy), and those with it on the last (hoà, uỷ).

    The text is NFC.
    """
    first, last = "|".join(_tone_pairs().values()), "|".join(_tone_pairs())
    return (
        re.findall(rf"[^\W\d_]*(?<![qQ])(?:{first})(?![^\W\d_])", text),
        re.findall(rf"[^\W\d_]*(?<![qQ])(?:{last})(?![^\W\d_])", text),
    )


def same_words(left: str, right: str) -> bool:
    """Equality up to case, spacing, composed form and tone placement (marks still count)."""
    return comparable(left) == comparable(right)


def comparable(text: str) -> str:
    """Words as they are compared: clean, small letters, settled tones, single spaces; marks kept."""
    return " ".join(settle_tones(clean(text)).lower().split())


def markdown_escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"(?m)^(\s*)#", r"\1\\#", re.sub(r"([\\*_|])", r"\\\1", text))


def slug(text: str) -> str:
    """A name for files and addresses: bare, lower case, hyphens: ``23-QĐ/TW`` → ``23-qd-tw``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def collapse_spaces(text: str) -> str:
    """Runs of white space as one space, none at the ends."""
    return " ".join(text.split())
