"""Plain text and Markdown: whatever bytes the letters were kept in; lines stay as they were typed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import Content, UnreadableFile
from dan_van.text import nfc

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FONTS = {"TCVN3 (ABC)": ".VnTime", "VNI": "VNI-Times", "VPS": "VPS Times"}
"""Encodings that were fonts rather than encodings, each with one of its fonts."""
_EVERYDAY = """
và của các có được là những một người năm ngày tháng số điều với về tại đến để không này đã từ hội bộ phủ tỉnh xã huyện
ủy uỷ quyết định nghị việc thực hiện công tác đảng nước dân quản lý kế hoạch thông báo cáo chỉ thị nhân hành chính văn
bản quy tổ chức cơ quan đơn vị trường hợp sau đây như khi đối đồng giữa trên dưới
"""
_COMMON = frozenset(_EVERYDAY.split())
"""Everyday words with marks: where a reading of the bytes is full of them, it is the right one."""
_SUFFIXES = {".md", ".markdown"}
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:#.*\n|[ \t]*\n)*[\w-]+[ \t]*:(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, the encoding they were in, how many bytes made no sense, and whether it was a guess."""

    text: str
    encoding: str
    damaged: int = 0
    guessed: bool = False


def read(path: Path) -> Content:
    """The text of a plain file. Raises UnreadableFile when it cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile("{path}: không đọc được ({reason}).", path=path, reason=error.strerror) from None
    decoded = decode(data)
    text = re.sub(r"\r\n?|\v", "\n", decoded.text)
    text = re.sub(r"\n?\f", "\n", text).rstrip("\x1a")
    removed = len(_CONTROL.findall(text))
    text = _CONTROL.sub("", text)
    kind = "markdown" if path.suffix.lower() in _SUFFIXES or _FRONT_MATTER.match(text) else "text"
    characters = sum(len(part) for part in text.split()) + removed
    return Content(kind, text, characters, tuple(_findings(path, decoded, text, removed)))


def decode(data: bytes) -> Decoded:
    """The text of bytes in UTF-8, UTF-16, windows-1258, or typed in an old Vietnamese font; else as Latin-1."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    wide = _wide(data)
    if wide:
        return _decoded(data, wide)
    mended = _decoded(data, "utf-8")
    foreign = sum(letter > "\x7f" for letter in mended.text)
    if mended.damaged * 20 < foreign:
        return mended
    return _by_words(data)


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, text.count("\ufffd"))


def _wide(data: bytes) -> str | None:
    """The kind of UTF-16 that bytes without a mark are in: every other byte is one of the few high bytes in use."""
    sample = data[: _SAMPLE * 2]
    if len(sample) < 4:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        few = sum(byte in b"\x00\x01\x02\x03\x1e\x20" for byte in high)
        if few > 0.95 * len(high) and high.count(0) > 0.4 * len(high) and low.count(0) < 0.05 * len(low):
            return encoding
    return None


def _by_words(data: bytes) -> Decoded:
    """The reading with by far the most everyday words; Latin-1 where none has enough of them."""
    readings = sorted(((_familiar(text), text, encoding) for encoding, text in _readings(data[:_SAMPLE])), reverse=True)
    (best, _, encoding), (second, _, _) = readings[:2]
    words = len(_WORD.findall(readings[0][1]))
    if best >= 2 and best >= 0.05 * words and best > 1.5 * second:
        text = next(text for name, text in _readings(data) if name == encoding)
        return Decoded(text, encoding)
    return Decoded(_latin(data), "Latin-1", guessed=True)


def _readings(data: bytes) -> Iterator[tuple[str, str]]:
    from dan_van.readers.legacy import Decoder, setting

    yield "windows-1258", nfc(data.decode("cp1258", "replace"))
    latin = _latin(data)
    for encoding, font in _FONTS.items():
        found = setting(font)
        if found:
            yield encoding, Decoder().read(latin, found)


def _latin(data: bytes) -> str:
    """Bytes as Windows shows them in western Europe; the five that mean nothing there stand for themselves."""
    return data.decode("latin-1").translate(_WINDOWS)


def _familiar(text: str) -> int:
    return sum(word in _COMMON for word in _WORD.findall(text.lower()) if not word.isascii())


def _findings(path: Path, decoded: Decoded, text: str, removed: int) -> Iterator[Finding]:
    place = Place(str(path))
    if decoded.guessed:
        yield Finding(
            "ma-chu",
            Severity.WARNING,
            "Không rõ mã chữ của tệp, đã đọc theo Latin-1; chữ có dấu có thể sai.",
            place,
            "Mở bằng chương trình đã gõ tệp, lưu lại với mã UTF-8 rồi đọc lại.",
        )
    elif not decoded.encoding.startswith("utf"):
        message = f"Tệp dùng mã {decoded.encoding}, đã chuyển sang Unicode."
        yield Finding("ma-chu", Severity.INFO, message, place, "Soát lại vài dòng với bản gốc.")
    if decoded.damaged:
        line = text[: text.find("\ufffd")].count("\n") + 1
        yield Finding(
            "chu-hong",
            Severity.WARNING,
            f"{decoded.damaged} chỗ không đọc được thành chữ, để dấu �.",
            Place(str(path), line=line),
            "Lấy lại tệp gốc, hoặc sửa các chỗ đó.",
        )
    if removed:
        yield Finding("ky-tu-dieu-khien", Severity.INFO, f"Bỏ {removed} ký tự điều khiển không in ra được.", place)
