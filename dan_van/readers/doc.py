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
            "{path}: đọc tệp {suffix} cần LibreOffice mà máy chưa có ({remedy}). Hoặc mở bằng Word và lưu thành .docx.",
            path=path,
            suffix=".doc" if binary else ".rtf",
            remedy=office_suite.how_to_install(),
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
        raise UnreadableFile(
            "{path}: không phải tệp Word (có thể là Excel, PowerPoint hoặc tệp hỏng). Cần tệp Word.", path=path
        )
    return True


def _converted(program: Path, copy: Path, path: Path, reader: str) -> Path:
    try:
        made = office_suite.convert(program, [copy], "docx", copy.parent, reader=reader)[0]
    except TimeoutError:
        limit = office_suite.seconds_for(1)
        raise UnreadableFile(
            "{path}: LibreOffice không đọc xong trong {limit} giây. Mở bằng Word, lưu thành .docx rồi thử lại.",
            path=path,
            limit=limit,
        ) from None
    except OSError as error:
        raise UnreadableFile(
            "{path}: không chạy được LibreOffice {program} ({reason}).", path=path, program=program, reason=error.strerror
        ) from None
    if made is None:
        raise UnreadableFile(
            "{path}: tệp bị hỏng, LibreOffice không đọc được. Mở bằng Word, lưu thành .docx rồi thử lại.", path=path
        )
    return made


def _read_as(made: Path, path: Path) -> Content:
    try:
        return docx.read(made)
    except UnreadableFile:
        raise UnreadableFile(
            "{path}: đã chuyển được sang .docx nhưng không đọc được. Mở bằng Word và lưu thành .docx.", path=path
        ) from None
