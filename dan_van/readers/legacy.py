"""Text set in fonts from before Unicode (TCVN3, VNI, VPS) or in fonts of signs → Unicode, by the font's name.

The tables are data (``dan_van/data/legacy_fonts.toml``). A text in such a font that is Unicode already keeps its letters:
people go on typing Unicode where the paragraph still names the old font.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from dan_van.syllables import is_syllable
from dan_van.text import nfc

_PRIVATE = 0xF000  # Word keeps the bytes of a symbol font at U+F000…U+F0FF
_PRIVATE_USE = re.compile("[\uf020-\uf0ff]")
_ORNAMENT = "-"
_STEP_TO_CAPITAL = 0x20
_LATIN_1 = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
_BEYOND = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]")
_CONSONANTS = "bcdđfghjklmnpqrstvwxz"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Script:
    """How the letters of one family of fonts are read; a font of ``signs`` lists only what is not an ornament."""

    name: str
    fonts: re.Pattern[str]
    letters: Mapping[str, str]
    capitals: str = ""
    composed: Mapping[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    own: frozenset[str] = frozenset()  # characters that Vietnamese in Unicode has no use for
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What a font's name says: the script of its letters, and whether it shows them all as capitals."""

    script: Script
    capitals: bool = False


class Decoder:
    """Reads the runs of one document; ``converted`` counts them by encoding.

    A piece that makes sense both ways (``là cá nhân``) is read as the pieces before it in that script were.
    """

    def __init__(self) -> None:
        self.converted: Counter[str] = Counter()
        self.shrunk: int = 0
        self._leaning: Counter[str] = Counter()

    def read(self, text: str, setting: Setting, runs: int = 1) -> str:
        """The letters that a person sees on the page."""
        script = setting.script
        if script.signs:
            return "".join([_sign(letter, script) for letter in text])
        shown = text if text.isascii() else self._decoded(text, script)
        shown = shown.upper() if setting.capitals else shown
        if shown != text:
            self.converted[script.name] += runs
            self.shrunk += len(text) - len(shown)
        return shown

    def _decoded(self, text: str, script: Script) -> str:
        if _BEYOND.search(text):
            self._leaning[script.name] -= 1
            return text
        decoded = _decode(text, script)
        if script.own.isdisjoint(text):
            gain = _vietnamese(decoded) - _vietnamese(text) or self._leaning[script.name]
            return text if gain < 0 else decoded
        self._leaning[script.name] += 1
        return decoded


@cache
def setting(font: str) -> Setting | None:
    """How text in a font is to be read; None for an ordinary (Unicode) font."""
    name = font.partition(";")[0].strip()  # LibreOffice writes substitutes behind semicolons
    for script in _scripts():
        found = script.fonts.fullmatch(name) if script.signs else script.fonts.match(name)
        if found:
            return Setting(script, bool(script.capitals) and name.endswith(script.capitals))
    return None


def sign(code: int, font: str) -> str:
    """One sign named by its font and its code there (``w:sym``)."""
    found = setting(font)
    if found:
        byte = code - _PRIVATE if _in_private(code) else code
        return Decoder().read(chr(byte), found) if byte <= 0xFF else _ORNAMENT
    ordinary = not _in_private(code) and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF
    return chr(code) if ordinary else _ORNAMENT


def bare_signs(text: str) -> str:
    """A text of an ordinary font in which signs of a symbol font were left behind, with those made readable."""
    return _PRIVATE_USE.sub(lambda match: sign(ord(match.group()), "Symbol"), text)


def _decode(text: str, script: Script) -> str:
    text = _PRIVATE_USE.sub(lambda match: _character(ord(match.group()) - _PRIVATE), text)
    if script.pattern:
        return nfc(script.pattern.sub(lambda match: script.composed[match.group()], text))
    return "".join([script.letters.get(letter, letter) for letter in text])


def _sign(letter: str, script: Script) -> str:
    code = ord(letter)
    byte = _character(code - _PRIVATE) if _in_private(code) else letter
    if byte.isspace():
        return " "
    return script.letters.get(byte) or (letter if ord(byte) > 0xFF and _WORD.match(letter) else _ORNAMENT)


def _in_private(code: int) -> bool:
    return _PRIVATE <= code <= _PRIVATE + 0xFF


def _vietnamese(text: str) -> int:
    """How many words with marks may be Vietnamese syllables, less those that cannot; ``QĐ`` has no say."""
    words = [word for word in map(str.lower, _WORD.findall(text)) if not word.isascii() and word.strip(_CONSONANTS)]
    return sum(1 if is_syllable(word) else -1 for word in words)


def _character(byte: int) -> str:
    """The character that Windows-1252 gives a byte; the five it leaves out stand for themselves."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


@cache
def _scripts() -> tuple[Script, ...]:
    table = tomllib.loads((files("dan_van") / "data" / "legacy_fonts.toml").read_text("utf-8"))
    signs = [Script(row["fonts"], _names(row["fonts"]), _letters(row["letters"]), signs=True) for row in table["signs"]]
    return (*map(_script, table["encoding"]), *signs)


def _script(row: Mapping[str, Any]) -> Script:
    letters = _letters(row["letters"])
    composed = {**letters, **_compositions(row.get("marks", ()), letters)}
    pattern = None
    if len(composed) > len(letters):
        pattern = re.compile("|".join(sorted(map(re.escape, composed), key=len, reverse=True)))
    own = frozenset(character for written in composed for character in written if character > "\x7f") - _LATIN_1
    return Script(row["name"], _names(row["fonts"]), letters, row.get("capitals", ""), composed, pattern, own)


def _names(fonts: str) -> re.Pattern[str]:
    return re.compile(fonts, re.IGNORECASE)


def _letters(rows: str) -> dict[str, str]:
    """``A1Ă`` → byte A1, as Windows-1252 or Latin-1 reads it, shows ``Ă``."""
    letters = {}
    for code, letter in re.findall(r"\b([0-9A-F]{2})(\S)", rows):
        letters[_character(int(code, 16))] = letter
        letters[chr(int(code, 16))] = letter
    return letters


def _compositions(groups: Iterable[Mapping[str, Any]], letters: Mapping[str, str]) -> dict[str, str]:
    """Base and mark, each in both cases, → the marked letter."""
    pairs = {}
    for group in groups:
        for base in group["bases"] + group["bases"].upper():
            for code, marks in group["bytes"].items():
                for byte in (int(code, 16), int(code, 16) - _STEP_TO_CAPITAL):
                    pairs[base + _character(byte)] = nfc(letters.get(base, base) + marks)
    return pairs
