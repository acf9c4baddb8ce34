"""A document of the corpus as a search engine is given it: the document as a whole, and each unit searched as one."""

from __future__ import annotations

from collections.abc import Iterator

from dan_van import provisions
from dan_van.corpus import Corpus, timeline, titles
from dan_van.model import Document, Provision
from dan_van.search.protocol import Entry, Indexed
from dan_van.text import collapse_spaces

_WIDE = ("kem-theo", "phu-luc", "phan", "chuong", "muc", "tieu-muc")
Unit = tuple[Provision, str, tuple[tuple[str, int], ...]]


def indexed(corpus: Corpus, document: Document) -> Indexed:
    """All that is found of a document, and its standings as the corpus tells them."""
    return Indexed(
        id=document.id,
        type=document.type,
        issuers=document.issuers,
        year=document.year,
        code=str(document.code) if document.code else None,
        title=collapse_spaces(titles.title(document)),
        standings=tuple((day.isoformat(), status) for day, status in timeline(corpus, document)),
        entries=tuple(_entries(document)),
    )


def _entries(document: Document) -> Iterator[Entry]:
    called, beside = _names(document)
    head, told = "\n".join((*called, *beside)), _told_by_notes(document)
    opening = provisions.preamble(document.body)
    yield Entry(document.id, None, "\n".join(called), "\n".join(beside), opening, told, opening or f"{head}\n{told}".strip())
    above: dict[str, str] = {}
    for provision, text, inner in searched_units(document):
        context = above.get(provision.parent or "", "")
        own = provision.heading or ""
        above[provision.id] = f"{context}\n{own}"
        yield Entry(f"{document.id}#{provision.id}", provision.id, own, f"{head}\n{context}", text, shown=text, inner=inner)


def searched_units(document: Document) -> Iterator[Unit]:
    """Units that are entries of the index, with the text each answers for and the smaller units inside it.

    A Điều answers for all its khoản; outside a Điều (plans, reports) a khoản does, and a wide unit for the words
    of its own. Inner units come as (id, offset in the text), so that a hit can name the khoản it fell in.
    """
    holder: dict[str, str] = {}
    units: dict[str, list[Provision]] = {}
    order: list[Provision] = []
    for provision in document.provisions:
        held = holder.get(provision.parent or "")
        if held is None:
            order.append(provision)
            units[provision.id] = []
            if provision.kind not in _WIDE:
                holder[provision.id] = provision.id
        else:
            holder[provision.id] = held
            units[held].append(provision)
    for provision in order:
        inner = units[provision.id]
        text = document.body[provision.span.start : provision.span.end] if provision.id in holder else provision.text
        yield provision, text, tuple((unit.id, unit.span.start - provision.span.start) for unit in inner)


def _names(document: Document) -> tuple[list[str], list[str]]:
    """What a document is called or is about; what else stands in its title: type and symbol, issuer, attachments."""
    own = [name for name in (document.name, document.subject) if name]
    beside = [titles.label(document), titles.issuer_names(document), *(attachment.name for attachment in document.attachments)]
    return list(dict.fromkeys(own)), [name for name in dict.fromkeys(beside) if name and name not in own]


def _told_by_notes(document: Document) -> str:
    """What our notes say it is about, where no source gave its own words; they weigh less than those would."""
    return "" if document.subject or document.name else "\n".join(document.notes)
