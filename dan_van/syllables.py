"""What can be a Vietnamese syllable: initial, rhyme, one tone, and only the tones that a stop allows."""

from __future__ import annotations

import re
from unicodedata import normalize

from dan_van.text import nfc

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONES_OF_STOPS = {"", "\u0301", "\u0323"}
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    "(?:iêu|yêu|oai|oay|oao|oeo|uây|uôi|uyu|uya|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|uơ|ưa|ưi|ưu"
    "|(?:oa|a)(?:ch|nh)?|(?:oe|uê|uy|[eêioôơuưy])"
    "|(?:iê|yê|oa|oă|oe|oo|uâ|uô|ươ|[aăâeoôuư])(?:ng|[cmnpt])|(?:uê|uy|[êiy])(?:ch|nh|[mnpt])|ơ[mnpt]|uyê[nt])"
)


def is_syllable(word: str) -> bool:
    """Whether a word in small letters could be a syllable; words of other languages mostly could not."""
    letters = normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    bare = nfc("".join(letter for letter in letters if letter not in _TONES))
    stopped = bare.endswith(("c", "ch", "p", "t"))
    return len(tones) <= 1 and (not stopped or tones in _TONES_OF_STOPS) and _SYLLABLE.fullmatch(bare) is not None
