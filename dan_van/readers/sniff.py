"""What a file is, by its content; its extension is only compared afterwards."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path

from dan_van.readers.content import MAX_FILE, MAX_PART, MAX_RATIO, MEGABYTE, UnreadableFile
from dan_van.saying import said

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_EXTENSIONS = {
    "docx": {".docx", ".docm", ".dotx"},
    "doc": {".doc", ".dot"},
    "pdf": {".pdf"},
    "html": {".html", ".htm", ".mht", ".xhtml"},
    "rtf": {".rtf"},
    "zip": {".zip"},
    "text": {".txt", ".md", ".markdown", ".text", ""},
}


def kind_of(path: Path) -> str:
    """``docx doc pdf html rtf zip text``. Raises UnreadableFile for what no reader takes, with the reason."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise UnreadableFile("Không có tệp {path}. Kiểm tra lại tên và thư mục.", path=path) from None
    except IsADirectoryError:
        raise UnreadableFile("{path} là thư mục, cần một tệp.", path=path) from None
    except OSError as error:
        if os.path.isdir(path):  # what Windows says of a folder
            raise UnreadableFile("{path} là thư mục, cần một tệp.", path=path) from None
        raise UnreadableFile("{path}: không đọc được ({reason}).", path=path, reason=error.strerror) from None
    if size == 0:
        raise UnreadableFile("{path}: tệp rỗng.", path=path)
    if size > MAX_FILE:
        raise UnreadableFile(
            "{path}: tệp lớn hơn {megabytes} MB. Tách tệp, hoặc bỏ bớt ảnh rồi thử lại.",
            path=path,
            megabytes=MAX_FILE // MEGABYTE,
        )
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path)
    if head.startswith(OLE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in path.read_bytes():
            raise UnreadableFile("{path}: tệp có mật khẩu. Mở bằng Word, bỏ mật khẩu rồi lưu lại.", path=path)
        return "doc"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    lowered = head.lower()
    if any(sign in lowered for sign in (b"<html", b"<!doctype html", b"<body", b"<head", b"xmlns:o=")):
        return "html"
    if b"<\0h\0t\0m\0l" in lowered or b"\0<\0h\0t\0m\0l" in lowered:
        return "html"
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _wide_letters(head):
        raise UnreadableFile(
            "{path}: không phải văn bản (ảnh, chương trình hoặc tệp hỏng). Cần tệp Word, PDF, HTML hoặc văn bản thường.",
            path=path,
        )
    return "text"


def misnamed(path: Path, kind: str) -> bool:
    """Whether the extension promises something else than the content is."""
    known = {suffix for suffixes in _EXTENSIONS.values() for suffix in suffixes}
    return path.suffix.lower() in known and path.suffix.lower() not in _EXTENSIONS[kind]


def open_package(path: Path) -> zipfile.ZipFile:
    """A zip whose parts are of bearable size. Raises UnreadableFile for a damaged, locked or exploding one."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile("{path}: tệp nén bị hỏng hoặc tải chưa xong. Lấy lại tệp gốc.", path=path) from None
    for part in package.infolist():
        exploding = part.file_size > MEGABYTE and part.file_size > MAX_RATIO * max(1, part.compress_size)
        if part.file_size > MAX_PART or exploding:
            package.close()
            raise UnreadableFile(
                "{path}: bên trong có phần phình quá lớn khi mở ({part}); không mở tệp này.", path=path, part=part.filename
            )
        if part.flag_bits & 0x1:
            package.close()
            raise UnreadableFile("{path}: tệp nén có mật khẩu. Mở ra, bỏ mật khẩu rồi lưu lại.", path=path)
    return package


def read_part(package: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """One part, whole, never more than it declares. Raises UnreadableFile when it is damaged; KeyError when absent."""
    info = package.getinfo(name)
    try:
        with package.open(info) as part:
            content = part.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise UnreadableFile("{path}: phần {name} bên trong bị hỏng. Lấy lại tệp gốc.", path=path, name=name) from None
    if len(content) > info.file_size:
        raise UnreadableFile("{path}: phần {name} lớn hơn cỡ đã khai; không mở tệp này.", path=path, name=name)
    return content


def _wide_letters(head: bytes) -> bool:
    """Whether the zeros are those of UTF-16 text: every second byte of most letters is small."""
    pairs = head[: len(head) // 2 * 2]
    high = max(sum(byte < 0x1F for byte in pairs[side::2]) for side in (0, 1))
    return len(pairs) > 8 and high > 0.9 * len(pairs) / 2 and b"\0\0\0" not in pairs


def _package(path: Path) -> str:
    with open_package(path) as package:
        names = set(package.namelist())
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    for sign, what in (
        ("xl/workbook.xml", said("bảng tính Excel")),
        ("ppt/presentation.xml", said("bản trình chiếu")),
        ("content.xml", "tệp OpenDocument"),
    ):
        if sign in names:
            raise UnreadableFile("{path}: đây là {what}. Mở ra và lưu thành Word (.docx) rồi thử lại.", path=path, what=what)
    return "zip"
