"""Which document of the corpus each citation of a text means, on the day of that text, and where its words disagree with the record.

A symbol is no key (33/CT-TTg exists in 2021 and in 2026): the type, date, issuer, term and title that the citation gives narrow it,
and a document issued after the citing text is never meant. What stays several is ambiguous, with every candidate; nothing is
matched by likeness (BDVTW and BDVTU are two bodies). What is found although some words disagree says so field by field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dan_van import tables
from dan_van.citations.cited import Citation, Form
from dan_van.citations.scan import scan
from dan_van.codes import plain_number
from dan_van.corpus import Corpus, Validity, in_force, titles, validity
from dan_van.dates import format_short
from dan_van.model import Document, TextKind
from dan_van.text import clean, settle_tones, slug


class Outcome(StrEnum):
    """What came of looking a citation up."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOT_IN_CORPUS = "not-in-corpus"
    UNIT_MISSING = "unit-missing"
    """The document is found, and its full text has no such điều, khoản or điểm."""
    UNCLEAR = "unclear"
    """A short form that nothing explains."""
    OWN = "own"
    """The citing text itself."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field in which the citation and the record disagree, each in words, and where the record has it from."""

    field: str
    said: str
    recorded: str
    source: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """A citation with what it means.

    ``documents`` are the documents meant (more than one only for ``các … trên``), ``candidates`` those it might mean when it
    is ambiguous, and those that come near when it is not in the corpus. ``missing`` are the units that a full text
    does not have. ``validities`` hold one for each document and unit cited.
    """

    citation: Citation
    outcome: Outcome
    documents: tuple[Document, ...] = ()
    candidates: tuple[Document, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    missing: tuple[str, ...] = ()
    validities: tuple[Validity, ...] = ()
    others: tuple[tuple[Document, str], ...] = ()
    """Of a name: documents of the same name that are not in force on that day, with their standing in words."""

    @property
    def document(self) -> Document | None:
        """The one document meant."""
        return self.documents[0] if len(self.documents) == 1 else None

    @property
    def validity(self) -> Validity | None:
        """The validity that matters most: of the worst of the units cited."""
        ranked = sorted(self.validities, key=lambda found: _GRAVITY.index(found.standing.value))
        return ranked[0] if ranked else None


_GRAVITY = ("het-hieu-luc", "ngung-hieu-luc", "chua-co-hieu-luc", "het-hieu-luc-mot-phan", "chua-ro", "con-hieu-luc")


def link(citations: Sequence[Citation], corpus: Corpus, on: date, text: str = "") -> list[Resolution]:
    """Look every citation up. ``on`` is the day of the citing text; ``text`` tells the places it speaks of."""
    places = f"-{slug(text)}-" if text else ""
    found: list[Resolution] = []
    for citation in citations:
        short = citation.form is Form.SHORT
        resolution = _short(citation, found, corpus, on) if short else _named(citation, corpus, on, places)
        found.append(_with_units(resolution, corpus, on))
    return found


def _named(citation: Citation, corpus: Corpus, on: date, places: str) -> Resolution:
    """A citation by symbol or by name."""
    known = corpus.coded(citation.code) if citation.code else _by_name(citation, corpus)
    fitting = [d for d in known if not _excluded(citation, d, on)]
    fitting = _narrowed(citation, fitting, places)
    others: list[Document] = []
    if citation.code is None and len(fitting) > 1:
        living = [d for d in fitting if in_force(corpus, d, on) is not False] or fitting
        others = [d for d in fitting if d not in living]
        fitting = living
    if not fitting:
        return Resolution(citation, Outcome.NOT_IN_CORPUS, candidates=tuple(known))
    if len(fitting) > 1 or not _certain(citation, fitting[0], places):
        return Resolution(citation, Outcome.AMBIGUOUS, candidates=tuple(fitting))
    same_name = tuple((other, validity(corpus, other, on).label) for other in others)
    return Resolution(
        citation, Outcome.FOUND, (fitting[0],), mismatches=tuple(_mismatches(citation, fitting[0])), others=same_name
    )


def _by_name(citation: Citation, corpus: Corpus) -> list[Document]:
    name = citation.name or citation.text
    found = corpus.called(name)
    if citation.date and citation.date.year:
        found = found or corpus.called(f"{name} năm {citation.date.year}")
    if not found and citation.type == "hien-phap":
        return [d for d in corpus if d.type == "hien-phap"]
    congress = re.search(r"\b([IVXLC]+)\b", name)
    if not found and congress is not None and "ại hội" in name:
        words = _words(name)
        return [
            d
            for d in corpus
            if d.name and d.type == citation.type and _within(words, _words(d.name)) and congress[1] in d.name.split()
        ]
    return found


def _within(words: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether words stand in another name in this order (which may give the place besides)."""
    rest = iter(longer)
    return all(word in rest for word in words)


def _excluded(citation: Citation, document: Document, on: date) -> bool:
    """Whether what the citation says cannot be this document."""
    if document.issued and document.issued > on:
        return True
    day = citation.date
    if day and day.year and document.issued and day.year != document.issued.year and not (citation.code and citation.code.year):
        return True
    if citation.term and document.term and _plain(citation.term) != _plain(document.term):
        return True
    return citation.issuer is not None and issuer_agrees(citation.issuer, document) is False and _many_of_that_symbol(citation)


def _many_of_that_symbol(citation: Citation) -> bool:
    """Whether other bodies number their papers with the same symbol: only a law's number is its own."""
    return citation.code is not None and citation.code.year is None


def _narrowed(citation: Citation, fitting: list[Document], places: str) -> list[Document]:
    """Fewer candidates by what agrees: the type, then the date, then the issuer, then the place, then the title."""
    day = citation.date.complete if citation.date else None
    for agrees in (
        lambda d: d.type == citation.type,
        lambda d: day is not None and d.issued == day,
        lambda d: citation.issuer is not None and issuer_agrees(citation.issuer, d) is True,
        lambda d: citation.title is not None and same_subject(citation.title, d) is True,
        lambda d: bool(places) and _place_of(d) is not None and f"-{_place_of(d)}-" in places,
    ):
        if len(fitting) > 1:
            fitting = [d for d in fitting if agrees(d)] or fitting
    return fitting


def _certain(citation: Citation, document: Document, places: str) -> bool:
    """Whether a single candidate of a symbol that every place uses each year is the one: something besides the symbol agrees."""
    if citation.code is None:
        place = _place_of(document)
        return place is None or not places or f"-{place}-" in places or citation.date is not None
    if citation.code.year is not None or _place_of(document) is None:
        return True
    day = citation.date.complete if citation.date else None
    if day is not None and document.issued is not None:
        return day == document.issued or bool(citation.issuer and issuer_agrees(citation.issuer, document))
    if citation.title and same_subject(citation.title, document):
        return True
    return f"-{_place_of(document)}-" in places and (
        citation.issuer is None or issuer_agrees(citation.issuer, document) is not False
    )


_PLACE_KIND = re.compile(r"^(?:tinh|thanh-pho|huyen|quan|thi-xa|xa|phuong|thi-tran|dac-khu|thon)-")


def _place_of(document: Document) -> str | None:
    """The name of the place of a local document, as in its id: ``thanh-hoa``."""
    place = document.id.partition("--")[2]
    return _PLACE_KIND.sub("", place) or None


def _mismatches(citation: Citation, document: Document) -> Iterable[Mismatch]:
    """Fields in which a citation disagrees with the record it surely means."""
    source = document.source.name if document.source else "chưa rõ nguồn"
    if (
        citation.type not in (document.type, tables.UNKNOWN_TYPE)
        and citation.name is None
        and _plain_type(citation.type) != _plain_type(document.type)
    ):
        yield Mismatch("type", tables.type_names().get(citation.type, citation.type), titles.type_name(document), source)
    day = citation.date.complete if citation.date else None
    if day and document.issued and day != document.issued:
        yield Mismatch("date", format_short(day), format_short(document.issued), source)
    elif citation.date and day is None and document.issued and citation.date.year not in (None, document.issued.year):
        yield Mismatch("date", str(citation.date.year), format_short(document.issued), source)
    if citation.issuer and issuer_agrees(citation.issuer, document) is False:
        yield Mismatch("issuer", citation.issuer, titles.issuer_names(document), source)
    if citation.term and document.term and _plain(citation.term) != _plain(document.term):
        yield Mismatch("term", citation.term, document.term, source)
    if citation.code and citation.name and document.name and _words(citation.name) != _words(document.name):
        yield Mismatch("name", citation.name, document.name, source)
    if citation.title and document.subject and same_subject(citation.title, document) is False:
        yield Mismatch("subject", citation.title, document.subject, source)


def _plain_type(type_: str) -> str:
    return type_.removesuffix("-lien-tich")


_LONGER = (
    (r"\bubnd\b", "ủy ban nhân dân"), (r"\bhđnd\b", "hội đồng nhân dân"), (r"\bmttq\b", "mặt trận tổ quốc"), (r"\bbch\b", "ban chấp hành"),
    (r"\btw\b", "trung ương"), (r"^thủ tướng$", "thủ tướng chính phủ"), (r"^(?:bộ trưởng|chủ tịch|thống đốc|tổng|tm) ", ""), (r"\bđảng cộng sản việt nam\b", "đảng"),
    (r"\bban bí thư trung ương(?: đảng)?$", "ban bí thư"), (r"\bban chấp hành trung ương(?: đảng)?$", "ban chấp hành trung ương đảng"), (r"^tp\.? ", "thành phố "),
)  # fmt: skip


def issuer_agrees(said: str, document: Document) -> bool | None:
    """Whether the issuer said can be the record's; None when the record has none. A place left out agrees with any."""
    recorded = titles.issuer_names(document)
    if not recorded:
        return None
    left, right = _body(said), _body(recorded)
    if left == right:
        return True
    parts = [_body(part) for part in re.split(r"\s+(?:và|với)\s+(?=[A-ZĐ])|,\s+|\s+-\s+", said)]
    whole = [_body(tables.issuer_name(issuer)) for issuer in document.issuers] or [right]
    return all(any(_opens(part, body) for body in whole) for part in parts) or _opens(left, right)


def _opens(said: str, recorded: str) -> bool:
    """``ủy ban nhân dân tỉnh`` for ``ủy ban nhân dân tỉnh thanh hóa``."""
    return f"{recorded} ".startswith(f"{said} ")


def _body(name: str) -> str:
    plain = _plain(name)
    for short, long in _LONGER:
        plain = re.sub(short, long, plain)
    return plain


_SUBJECT_OPENING = re.compile(r"^(?:v/v|về việc|về|ban hành)\s+")


def same_subject(title: str, document: Document) -> bool | None:
    """Whether a title is the record's, or the beginning of it, or goes on after it; None when the record has none."""
    recorded = [document.subject] if document.subject else []
    recorded += [attachment.name for attachment in document.attachments]
    if not recorded:
        return None
    said = _subject(title)
    return any(_opens(said, _subject(known)) or _opens(_subject(known), said) for known in recorded)


@lru_cache(maxsize=4096)
def _subject(title: str) -> str:
    """A title as titles are compared: citations inside it by their symbol alone, without quotation marks and its opening word."""
    for inner in reversed(scan(title)):
        if inner.code is not None:
            title = f"{title[: inner.span.start]}{inner.code}{title[inner.span.end :]}"
    plain = " ".join(re.sub(r"[“”\"',.;–-]", " ", _plain(title)).split())
    while (opening := _SUBJECT_OPENING.match(plain)) is not None:
        plain = plain[opening.end() :]
    return plain


def _plain(words: str) -> str:
    return " ".join(settle_tones(clean(words)).lower().split())


def _words(name: str) -> list[str]:
    """A name's words without its word of type, its year and commas."""
    plain = re.sub(r"\s+năm\s+\d{4}$", "", _plain(name).replace(",", " "))
    return [word for word in re.sub(r"^(?:bộ luật|luật|pháp lệnh)\s+", "", plain).split() if word != "của"]


def _short(citation: Citation, found: Sequence[Resolution], corpus: Corpus, on: date) -> Resolution:
    """A short form: what the citations it refers to mean."""
    if citation.own:
        return Resolution(citation, Outcome.OWN)
    earlier = [found[index] for index in citation.antecedents]
    if not earlier:
        candidates = _by_number(citation, corpus, on) if citation.number else []
        return Resolution(citation, Outcome.UNCLEAR, candidates=tuple(candidates))
    documents = tuple(dict.fromkeys(document for other in earlier for document in other.documents))
    if not re.match(r"(?:[Cc]ác|[Nn]hững)\s", citation.text) and len(earlier) > 1:
        return Resolution(citation, Outcome.AMBIGUOUS, candidates=documents)
    outcomes = {other.outcome for other in earlier}
    worst = next(
        (outcome for outcome in (Outcome.AMBIGUOUS, Outcome.NOT_IN_CORPUS, Outcome.UNCLEAR) if outcome in outcomes),
        Outcome.FOUND,
    )
    candidates = [document for other in earlier for document in other.candidates]
    return Resolution(citation, worst, documents, tuple(dict.fromkeys(candidates)))


def _by_number(citation: Citation, corpus: Corpus, on: date) -> list[Document]:
    """Documents that a number without letters might mean: for a person to choose from."""
    return [
        d
        for d in corpus
        if d.code
        and d.type == citation.type
        and plain_number(d.code.number) == plain_number(citation.number or "")
        and citation.year in (None, d.year)
        and not (d.issued and d.issued > on)
    ]


def _with_units(resolution: Resolution, corpus: Corpus, on: date) -> Resolution:
    """The resolution with what the pins mean in its document, and the validity of each."""
    if not resolution.documents:
        return resolution
    document = resolution.document
    units = [unit for pin in resolution.citation.pins for unit in pin.units] if document else []
    if document is None or not units:
        return replace(resolution, validities=tuple(validity(corpus, each, on) for each in resolution.documents))
    known = {provision.id for provision in document.provisions}
    addresses = [_address(unit, known) for unit in units]
    missing: tuple[str, ...] = ()
    if document.text is TextKind.FULL:
        missing = tuple(unit for unit, address in zip(units, addresses, strict=True) if address not in known)
    return replace(
        resolution,
        outcome=Outcome.UNIT_MISSING if missing and resolution.outcome is Outcome.FOUND else resolution.outcome,
        missing=missing,
        validities=tuple(validity(corpus, document, on, address) for address in addresses),
    )


def _address(unit: str, known: set[str]) -> str:
    """The address of a unit in its document: a plan's ``Mục II`` is a phần there, a range is told by its first unit."""
    first = unit.partition("..")[0]
    return next((a for a in (first, re.sub(r"^muc-", "phan-", first), f"kem-theo.{first}") if a in known), first)
