"""How a document is cited: in full the first time, short after that; laws by name and date.

Nghị định 30/2020/NĐ-CP, Phụ lục I (căn cứ ban hành, viện dẫn): the first mention gives type, symbol, date, issuer and
subject; later ones type and symbol only. Luật and pháp lệnh are given by name and date, without a number, in
administrative papers.
"""

from __future__ import annotations

from dan_van.corpus import titles
from dan_van.dates import format_long, format_short
from dan_van.model import Document

BY_NAME = ("luat", "phap-lenh", "hien-phap")


def full(document: Document, *, party: bool = False) -> str:
    """First mention: ``Chỉ thị số 33/CT-TTg ngày 26 tháng 11 năm 2021 của Thủ tướng Chính phủ về …``.

    A ``party`` paper puts a comma before ``ngày`` and the day in figures, and names a law by its year (Hướng dẫn 05-HD/VPTW).
    A part the record does not know is left out, never filled in.
    """
    day = f" {format_long(document.issued)}" if document.issued else ""
    if party and document.issued:
        by_year = document.type in BY_NAME
        day = f" năm {document.issued.year}" if by_year else f", ngày {format_short(document.issued)}"
    if document.name and (document.type in BY_NAME or document.code is None):
        return document.name + (day if document.type in BY_NAME and not _year_in_name(document) else "")
    if document.type in BY_NAME and document.code:  # a law whose name no source gave
        return f"{titles.type_name(document)} số {document.code}{day}"
    by = f" của {titles.issuer_names(document)}" if titles.issuer_names(document) else ""
    term = f" {document.term}" if document.term and by and document.issuers == ("ban-chap-hanh-trung-uong",) else ""
    about = f" {_about(document.subject)}" if document.subject else ""
    return f"{titles.type_name(document)} số {document.code}{day}{by}{term}{about}"


def short(document: Document) -> str:
    """Later mentions: ``Chỉ thị số 33/CT-TTg``, ``Luật Tiếp cận thông tin``."""
    if document.name and (document.type in BY_NAME or document.code is None):
        return document.name
    return f"{titles.type_name(document)} số {document.code}"


_OPENINGS = ("về ", "ban hành ", "quy định ", "hướng dẫn ", "sửa đổi", "bổ sung ", "phê duyệt ", "triển khai ", "thi hành ")


def _about(subject: str) -> str:
    """The subject as a sentence takes it: ``về …`` before one that does not open with a verb of issuing."""
    return subject if subject.lower().startswith(_OPENINGS) else f"về {subject}"


def _year_in_name(document: Document) -> bool:
    return bool(document.name and document.issued and str(document.issued.year) in document.name)
