"""How a document is called before a reader: the words of lists, search results and citations share this."""

from __future__ import annotations

from dan_van import tables
from dan_van.dates import format_short
from dan_van.model import UNKNOWN_STATUS_LABEL, Document

DATE_UNKNOWN = "chưa rõ ngày"


def type_name(document: Document) -> str:
    """``Chỉ thị``; the slug itself when the table lacks it."""
    return tables.type_names().get(document.type, document.type)


def issuer_names(document: Document) -> str:
    """``Bộ Chính trị``; two bodies joined by ``và``; empty when unknown."""
    if document.issuer_name:
        return document.issuer_name
    return " và ".join(tables.issuer_name(slug) for slug in document.issuers)


def label(document: Document) -> str:
    """The shortest name that tells it apart on one day: ``Chỉ thị 33/CT-TTg``, ``Luật Tiếp cận thông tin``."""
    if document.name and (document.code is None or document.type in ("luat", "hien-phap", "phap-lenh")):
        return document.name
    if document.code:
        return f"{type_name(document)} {document.code}"
    return document.subject or document.id


def full_label(document: Document) -> str:
    """The label, with the symbol where it lacks it: ``Luật Tiếp cận thông tin (01/2026/QH16)``."""
    head = label(document)
    return f"{head} ({document.code})" if document.code and str(document.code) not in head else head


def brief(document: Document) -> str:
    """Label, date, issuer: ``Chỉ thị 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ``."""
    day = f" ngày {format_short(document.issued)}" if document.issued else f" ({DATE_UNKNOWN})"
    by = f" của {issuer_names(document)}" if issuer_names(document) else ""
    return f"{full_label(document)}{day}{by}"


def title(document: Document) -> str:
    """One line for lists: label, date, issuer, subject."""
    about = f" {document.subject}" if document.subject and document.subject != full_label(document) else ""
    return f"{brief(document)}{about}"


def standing_recorded(document: Document) -> str:
    """``còn hiệu lực``, or that it is not known."""
    return document.status.value.label if document.status else UNKNOWN_STATUS_LABEL
