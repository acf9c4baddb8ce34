"""Word files of before 2007 (.doc) and .rtf → text: LibreOffice makes a .docx of a copy, the DOCX reader reads that."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from dan_van import office_suite
from dan_van.model import Place
from dan_van.readers import docx
from dan_van.readers.content import Content, UnreadableFile
from dan_van.readers.sniff import OLE

_BINARY = "MS Word 97"
_RICH_TEXT = "Rich Text Format"
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def read(path: Path) -> Content:
    """The text of a .doc or .rtf file. Raises UnreadableFile, also when LibreOffice is not installed."""
    binary = _is_binary(path)
    program = office_suite.find_office()
    if program is None:
        raise UnreadableFile(
            f"{path}: đọc tệp {'.doc' if binary else '.rtf'} cần LibreOffice mà máy chưa có ({office_suite.how_to_install()}). "
            "Hoặc mở bằng Word và lưu thành .docx."
        )
    with tempfile.TemporaryDirectory(prefix="dan-van-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, f"van-ban.{'doc' if binary else 'rtf'}")
        shutil.copyfile(path, copy)
        content = _read_as(_converted(program, copy, path, _BINARY if binary else _RICH_TEXT), path)
    findings = tuple(replace(finding, place=Place(str(path))) for finding in content.findings)
    return replace(content, kind="doc", findings=findings)


def _is_binary(path: Path) -> bool:
    """Whether the file is a binary Word file, not RTF. Raises UnreadableFile for another program's binary file."""
    content = path.read_bytes()
    if not content.startswith(OLE):
        return False
    if _WORD_STREAM not in content:
        raise UnreadableFile(f"{path}: không phải tệp Word (có thể là Excel, PowerPoint hoặc tệp hỏng). Cần tệp Word.")
    return True


def _converted(program: Path, copy: Path, path: Path, reader: str) -> Path:
    try:
        made = office_suite.convert(program, [copy], "docx", copy.parent, reader=reader)[0]
    except TimeoutError:
        limit = office_suite.seconds_for(1)
        raise UnreadableFile(
            f"{path}: LibreOffice không đọc xong trong {limit} giây. Mở bằng Word, lưu thành .docx rồi thử lại."
        ) from None
    except OSError as error:
        raise UnreadableFile(f"{path}: không chạy được LibreOffice {program} ({error.strerror}).") from None
    if made is None:
        raise UnreadableFile(f"{path}: tệp bị hỏng, LibreOffice không đọc được. Mở bằng Word, lưu thành .docx rồi thử lại.")
    return made


def _read_as(made: Path, path: Path) -> Content:
    try:
        return docx.read(made)
    except UnreadableFile:
        raise UnreadableFile(
            f"{path}: đã chuyển được sang .docx nhưng không đọc được. Mở bằng Word và lưu thành .docx."
        ) from None
