"""The one door: any file in, its text out."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import MAX_TEXT, Content, UnreadableFile
from dan_van.readers.sniff import kind_of, misnamed
from dan_van.text import clean

_READERS = {"docx": "docx", "doc": "doc", "rtf": "doc", "pdf": "pdf", "html": "html", "text": "plain"}


def read(path: Path) -> Content:
    """The text of a file, whatever its extension says. Raises UnreadableFile in one Vietnamese sentence.

    The text is in the library's one written form (:func:`dan_van.text.clean`); that is done here and nowhere else.
    """
    kind = kind_of(path)
    if kind == "zip":
        raise UnreadableFile("{path}: tệp nén không phải văn bản. Giải nén rồi thêm từng tệp.", path=path)
    reader = importlib.import_module(f"dan_van.readers.{_READERS[kind]}")
    try:
        content: Content = reader.read(path)
    except (MemoryError, RecursionError):
        raise UnreadableFile("{path}: tệp quá lớn hoặc lồng nhau quá sâu, không đọc được.", path=path) from None
    if len(content.text) > MAX_TEXT:
        raise UnreadableFile("{path}: nhiều chữ hơn mức đọc được trong một lần. Tách tệp rồi thử lại.", path=path)
    findings = content.findings
    if misnamed(path, kind):
        message = f"Đuôi tệp là “{path.suffix}” nhưng nội dung là {kind.upper()}; đã đọc theo nội dung."
        findings = (Finding("duoi-tep", Severity.INFO, message, Place(str(path))), *findings)
    text = clean(content.text).strip("\n")
    told = any(finding.rule.endswith("khong-co-chu") for finding in findings)
    if not (text.strip() or content.properties or told):
        message = "Không có chữ nào đọc được."
        findings = (
            *findings,
            Finding("khong-co-chu", Severity.WARNING, message, Place(str(path)), "Bản quét thì cần nhận dạng chữ trước."),
        )
    return replace(content, text=text + "\n" if text else "", findings=findings)
