"""Whether this computer can print Vietnamese in Times New Roman's measures.

Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.1 asks for Times New Roman. A computer without it prints with a stand-in of the same
widths; Debian's fonts-liberation 1.07 is one that lacks 92 of the 146 Vietnamese letters, so that a PDF mixes two typefaces.
Read here from the font files themselves: which letters, how wide.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FONT = "Times New Roman"
STYLES = ("", ":bold", ":italic", ":bold:italic")
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = "".join(
    letter
    for small in [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES] + ["đ"]
    for letter in (small, small.upper())
)
"""The 146 Vietnamese letters that carry a mark or may carry one."""
_WIDTHS = {"n": 0.5, "M": 0.889, "H": 0.722}
"""Widths in Times New Roman, in sizes of type."""
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Font:
    """A font file: its family, the Vietnamese letters it lacks, whether it is as wide as Times New Roman."""

    family: str
    path: Path
    missing: str = ""
    times_wide: bool = True

    @property
    def good(self) -> bool:
        """Whether papers can be printed with it."""
        return not self.missing and self.times_wide


def used() -> list[Font]:
    """The fonts that Times New Roman is printed with here, upright, bold, italic, both; empty when none can be told."""
    found = [read(path, family) for family, path in _files()]
    return [font for font in found if font is not None]


def read(path: Path, family: str) -> Font | None:
    """A font file; None when it cannot be read."""
    try:
        data = path.read_bytes()
        tables = _tables(data)
        glyphs = _glyphs(data, tables[b"cmap"])
        missing = "".join(letter for letter in LETTERS if not glyphs.get(ord(letter)))
        return Font(family, path, missing, _times_wide(data, tables, glyphs))
    except (OSError, KeyError, struct.error, ValueError, IndexError):
        return None


def _files() -> Iterator[tuple[str, Path]]:
    """Family and file of the four styles: as fontconfig chooses them, else where Windows and macOS keep theirs."""
    if program := shutil.which("fc-match"):
        seen = set()
        for style in STYLES:
            command = [program, "--format=%{family[0]}\t%{file}", f"{FONT}{style}"]
            try:
                ran = subprocess.run(
                    command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=20, check=False
                )
            except (OSError, subprocess.TimeoutExpired):
                continue
            family, _, name = ran.stdout.strip().partition("\t")
            if name and name not in seen:
                seen.add(name)
                yield family, Path(name)
        return
    names: Sequence[str] = ()
    folder = Path()
    if sys.platform == "win32":
        folder, names = Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), ("times", "timesbd", "timesi", "timesbi")
    elif sys.platform == "darwin":
        folder = Path("/System/Library/Fonts/Supplemental")
        names = [f"{FONT}{style}" for style in ("", " Bold", " Italic", " Bold Italic")]
    yield from ((FONT, folder / f"{name}.ttf") for name in names if (folder / f"{name}.ttf").is_file())


# ---------------------------------------------------------------------------------------------------------------------
# Font files (OpenType: sfnt tables cmap, head, hhea, hmtx)


def _tables(data: bytes) -> dict[bytes, int]:
    """Tag → offset of each table; of a collection its first font."""
    start = struct.unpack(">I", data[12:16])[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    if data[start : start + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise ValueError("not a font")
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * index) for index in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _glyphs(data: bytes, at: int) -> dict[int, int]:
    """Character → glyph, of the Unicode subtable that holds most."""
    (count,) = struct.unpack_from(">H", data, at + 2)
    found: dict[int, int] = {}
    for index in range(count):
        platform, _, offset = struct.unpack_from(">HHI", data, at + 4 + 8 * index)
        (form,) = struct.unpack_from(">H", data, at + offset)
        if platform not in (0, 3) or form not in (4, 12):
            continue
        pairs = dict(_segments(data, at + offset) if form == 4 else _groups(data, at + offset))
        found = max(found, pairs, key=len)
    return found


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, at + 6)
    ends, starts = (struct.unpack_from(f">{count // 2}H", data, at + base) for base in (14, 16 + count))
    deltas, ranges = (struct.unpack_from(f">{count // 2}H", data, at + 16 + times * count) for times in (2, 3))
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if ranges[index]:
                place = at + 16 + 3 * count + 2 * index + ranges[index] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", data, place)
                if not glyph:
                    continue
            yield code, (glyph + deltas[index]) & 0xFFFF


def _groups(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", data, at + 12)
    for index in range(min(count, 100_000)):
        start, end, glyph = struct.unpack_from(">III", data, at + 16 + 12 * index)
        yield from ((code, glyph + code - start) for code in range(start, min(end, 0x1FFFF) + 1))


def _times_wide(data: bytes, tables: dict[bytes, int], glyphs: dict[int, int]) -> bool:
    """Whether its letters are as wide as Times New Roman's; bold and italic are not asked (their widths are their own)."""
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    (style,) = struct.unpack_from(">H", data, tables[b"head"] + 44)
    if style & 0b11:  # macStyle: bold, italic
        return True
    for letter, width in _WIDTHS.items():
        (advance,) = struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * min(glyphs.get(ord(letter), 0), count - 1))
        if abs(advance / units - width) > _TOLERANCE:
            return False
    return True
