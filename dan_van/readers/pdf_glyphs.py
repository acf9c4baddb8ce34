"""Characters of a PDF as letters: glyphs of symbol fonts, ligatures, and fonts from before Unicode."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from functools import cache
from typing import Any
from unicodedata import is_normalized

from dan_van.readers.legacy import Decoder, Setting, bare_signs, setting
from dan_van.text import nfc

MARK = "\ufdd0"
"""Stands before the digits of a raised mark inside a word, until it is known whether a footnote answers it."""
LINE_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen at the end of a line; it joins the two lines there."""

# ligatures stand for their letters; a soft hyphen that is drawn is a hyphen
_GLYPHS = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\u00ad": "-",
        "\u2010": "-",
        "\u2011": "-",
        LINE_HYPHEN: "-",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ufdd0]")
_SIGNS = re.compile(r"[\uf020-\uf0ff]")
_PRIVATE = re.compile(r"[\ue000-\uf01f\uf100-\uf8ff]")
_UNREADY = re.compile(f"[{''.join(map(chr, _GLYPHS))}\uf020-\uf0ff]|{_CONTROL.pattern}")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# Latin-1 signs that Vietnamese in Unicode has no use for, and the fonts of old are full of
_OLD = re.compile("[µ¶·¸¹¨»¼½¾ª«¬®Æ×ØÜÞßäåæçëîïðñö÷øüþÿ©¤¥¦§]")
_NAME_SIZE = 128


class Glyphs:
    """Reads the words of one page, given its whole text as pdfium has it."""

    def __init__(self, raw: Any, handle: Any, text: str) -> None:
        self._raw = raw
        self._handle = handle
        self._plain = is_normalized("NFC", text) and not _UNREADY.search(text)
        self._old = len(_OLD.findall(text)) > 2
        self._decoder = Decoder()
        self._buffer = ctypes.create_string_buffer(_NAME_SIZE)
        self.unknown: int = 0 if text.isascii() else len(_CONTROL.findall(text)) + len(_PRIVATE.findall(text))

    @property
    def converted(self) -> Counter[str]:
        """How many words were read from each encoding of old fonts."""
        return self._decoder.converted

    def read(self, token: str, start: int, raised: str = "") -> str:
        """A word in letters; ``start`` is its place on the page, ``raised`` the digits at its end that are a mark."""
        if self._old or not self._plain:
            token = self._readable(token, start)
        if not raised:
            return token
        word, digits, stop = token.rpartition(raised)
        return word + MARK + digits + stop

    def _readable(self, token: str, start: int) -> str:
        signs = _SIGNS.search(token)
        found = _of_font(self._font(start)) if self._old or signs else None
        if found and (signs or not found.script.signs):
            token = self._decoder.read(_CONTROL.sub("", token).replace(LINE_HYPHEN, "-"), found)
        token = _CONTROL.sub("", nfc(bare_signs(token)).translate(_GLYPHS))
        return token if token.strip() else ""

    def _font(self, index: int) -> str:
        flags = ctypes.c_int()
        length = self._raw.FPDFText_GetFontInfo(self._handle, index, self._buffer, _NAME_SIZE, flags)
        return self._buffer.value.decode("utf-8", "replace") if 0 < length <= _NAME_SIZE else ""


@cache
def _of_font(name: str) -> Setting | None:
    """How a font is to be read, without the mark of a part that was embedded."""
    return setting(_SUBSET.sub("", name))
