"""A Word file opened to be written again, by python-docx: parts that nobody touches are written back as they were."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import docx
from lxml import etree

from dan_van.readers.content import UnreadableFile
from dan_van.readers.sniff import kind_of
from dan_van.readers.wordparts import W, WordFile

_STRICT = b"http://purl.oclc.org/ooxml/"


def drop_unknown_styles(document: Any, *elements: Any) -> None:
    """Take from what python-docx adds the names of styles that a file does not have."""
    known = {style.get(W + "styleId") for style in document.styles.element.iter(W + "style")}
    for named in [one for element in elements for one in element.iter(W + "pStyle", W + "rStyle")]:
        if named.get(W + "val") not in known:
            named.getparent().remove(named)


def opened(path: Path) -> Any:
    """The file as a python-docx document. Raises UnreadableFile when it is damaged, or would lose something."""
    if not os.path.isfile(path) or kind_of(path) != "docx":
        raise UnreadableFile("{path}: không phải tệp Word (.docx), chỉ sửa và ghi nhận xét được vào tệp Word.", path=path)
    with WordFile(path) as file:
        main = file.content(file.main_part()) or b""
        signed = any(link.kind == "origin" for link in file.relationships(""))
    if signed:
        raise UnreadableFile("{path}: tệp đã ký số, sửa là mất chữ ký. Sửa ở bản chưa ký.", path=path)
    if _STRICT in main[:4096]:
        raise UnreadableFile(
            "{path}: tệp Word dạng Strict, chưa ghi lại được. Mở bằng Word, lưu thành .docx thường rồi thử lại.", path=path
        )
    try:
        document = docx.Document(str(path))
        names = [str(part.partname).lower() for part in document.part.package.iter_parts()]
        if len(names) != len(set(names)):
            raise ValueError("two parts of one name")  # would be written twice
        _ = document.styles.element, document.settings.element  # what repairs and comments ask for
        document.save(io.BytesIO())  # what cannot be written is known before anything is done
        return document
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        etree.LxmlError,
        OSError,
    ) as problem:
        if "macro" in str(problem) or "template" in str(problem):
            raise UnreadableFile("{path}: tệp có macro hoặc là tệp mẫu Word. Lưu thành .docx rồi thử lại.", path=path) from None
        raise UnreadableFile(
            "{path}: cấu trúc tệp có chỗ hỏng, không ghi lại được. Mở bằng Word, lưu lại rồi thử lại.", path=path
        ) from None
