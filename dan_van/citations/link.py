"""Which document of the corpus each citation of a text means, on the day of that text, and where its words disagree with the record.

A symbol is no key (33/CT-TTg exists in 2021 and in 2026): the type, date, issuer, term and title that the citation gives narrow it,
and a document issued after the citing text is never meant. What stays several is ambiguous, with every candidate; nothing is
matched by likeness (BDVTW and BDVTU are two bodies). What is found although some words disagree says so field by field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dan_van import tables
from dan_van.citations.agree import bodies_agree, issuer_agrees, name_words, part_of_body, same_subject, same_term
from dan_van.citations.cited import Citation, Form
from dan_van.codes import plain_number
from dan_van.corpus import Corpus, Standing, Validity, in_force, titles, validity
from dan_van.dates import format_short
from dan_van.model import Document, TextKind
from dan_van.text import comparable, slug


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
    others: tuple[Validity, ...] = ()
    """Of a name: the standing of documents of the same name that are not in force on that day."""
    assumed: bool = False
    """Found by a symbol that is used again every year or term, with neither date nor title beside it."""

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
    dated: dict[str, list[Resolution]] = {}
    for citation in citations:
        if citation.code and _reused(citation) and _dated(citation):
            others = dated.setdefault(citation.code.key, [])
            resolution = _named(citation, corpus, on, places)
            if not any(_alike(resolution, other) for other in others):
                others.append(resolution)
    known: dict[tuple[str, str | None], Validity] = {}

    def judge(document: Document, unit: str | None = None) -> Validity:
        """The validity on that day, worked out once for each unit."""
        if (document.id, unit) not in known:
            known[document.id, unit] = validity(corpus, document, on, unit)
        return known[document.id, unit]

    found: list[Resolution] = []
    for index, citation in enumerate(citations):
        if index and (name := _name_before(citation, citations[index - 1], text)):
            citation = replace(citation, name=name)
        if citation.form is Form.SHORT:
            resolution = _short(citation, found, corpus, on)
        elif citation.code and _reused(citation) and not _dated(citation) and (same := _same(citation, dated)):
            resolution = _again(citation, same)
        else:
            resolution = _named(citation, corpus, on, places)
        found.append(_with_units(replace(resolution, citation=citations[index]), judge))
    return found


def _name_before(citation: Citation, previous: Citation, text: str) -> str | None:
    """``Luật Tiếp cận thông tin mạng`` before ``số 104/2016/QH13``: a law's name that goes on up to the number."""
    between = text[previous.span.end : citation.span.start]
    law = previous.form is Form.NAMED and previous.name is not None and previous.date is None
    bare = citation.form is Form.FULL and citation.name is None and citation.text.startswith("số")
    goes_on = re.fullmatch(r"\s+[^\W\d_]+(?:\s+[^\W\d_]+){0,3}\s+", between) and not _LINKING.match(between)
    return " ".join(text[previous.span.start : citation.span.start].split()) if law and bare and goes_on else None


_LINKING = re.compile(r"\s+(?:và|theo|tại|của|có|ban|hiện|nay|được|hoặc|với|do)\s")


def _reused(citation: Citation) -> bool:
    """Whether the symbol is used again in other years: only one that carries its year is not."""
    return citation.code is not None and citation.code.year is None


def _alike(one: Resolution, other: Resolution) -> bool:
    """Whether a second citation with a date adds nothing for those without."""
    same = (one.outcome, one.documents, one.citation.issuer) == (other.outcome, other.documents, other.citation.issuer)
    return same and (bool(one.documents) or one.citation.date == other.citation.date)


def _dated(citation: Citation) -> bool:
    return bool(citation.term or (citation.date and citation.date.year))


def _same(citation: Citation, dated: dict[str, list[Resolution]]) -> list[Resolution]:
    """The citations with a date (before or after) that one without may repeat: the same symbol, and no other issuer."""
    earlier = dated.get(citation.code.key, []) if citation.code else []
    return [
        other
        for other in earlier
        if not citation.issuer or not other.citation.issuer or bodies_agree(citation.issuer, other.citation.issuer)
    ]


def _again(citation: Citation, same: Sequence[Resolution]) -> Resolution:
    """A citation without a date of what the text cites with one."""
    documents = tuple(dict.fromkeys(document for other in same for document in other.documents))
    candidates = tuple(dict.fromkeys((*documents, *(document for other in same for document in other.candidates))))
    outcomes = {other.outcome for other in same}
    if outcomes == {Outcome.FOUND} and len(documents) == 1:
        return Resolution(citation, Outcome.FOUND, documents, mismatches=tuple(_mismatches(citation, documents[0])))
    if outcomes == {Outcome.NOT_IN_CORPUS}:
        return Resolution(citation, Outcome.NOT_IN_CORPUS, candidates=candidates)
    return Resolution(citation, Outcome.AMBIGUOUS, candidates=candidates)


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
    if len(fitting) > 1 or not _certain(citation, fitting[0], on, places):
        return Resolution(citation, Outcome.AMBIGUOUS, candidates=tuple(fitting))
    document = fitting[0]
    return Resolution(
        citation,
        Outcome.FOUND,
        (document,),
        mismatches=tuple(_mismatches(citation, document)),
        others=tuple(validity(corpus, other, on) for other in others),
        assumed=_reused(citation) and not _dated(citation) and not _titled(citation, document),
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
        words = name_words(name)
        return [
            d
            for d in corpus
            if d.name and d.type == citation.type and _within(words, name_words(d.name)) and congress[1] in d.name.split()
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
    if citation.term and document.term and not same_term(citation.term, document.term):
        return True
    if citation.issuer is None or not _reused(citation) or issuer_agrees(citation.issuer, document) is not False:
        return False
    if day is None or day.complete is None or day.complete != document.issued:
        return True
    return _place_of(document) is not None and not part_of_body(citation.issuer, document)


def _titled(citation: Citation, document: Document) -> bool:
    return citation.title is not None and same_subject(citation.title, document) is True


def _narrowed(citation: Citation, fitting: list[Document], places: str) -> list[Document]:
    """Fewer candidates by what agrees: the type, then the date, then the issuer, then the place, then the title."""
    day = citation.date.complete if citation.date else None
    for agrees in (
        lambda d: d.type == citation.type,
        lambda d: day is not None and d.issued == day,
        lambda d: citation.issuer is not None and issuer_agrees(citation.issuer, d) is True,
        lambda d: _titled(citation, d),
        lambda d: _place_of(d) is not None and _here(d, places),
    ):
        if len(fitting) > 1:
            fitting = [d for d in fitting if agrees(d)] or fitting
    return fitting


def _certain(citation: Citation, document: Document, on: date, places: str) -> bool:
    """Whether a single candidate is the one: where every place and every year uses the symbol, something besides it must agree."""
    if not _reused(citation):
        return citation.code is not None or not places or _here(document, places) or citation.date is not None
    local, here = _place_of(document) is not None, _here(document, places)
    day = citation.date.complete if citation.date else None
    if day and document.issued:
        return not local or day == document.issued or (here and citation.issuer is not None)
    if _titled(citation, document):
        return not local or not places or here
    if citation.title and same_subject(citation.title, document) is False and not _dated(citation):
        return False
    year = document.issued.year if document.issued else document.year
    this_year = year is not None and (_dated(citation) or year == on.year)
    return not local or (here and citation.issuer is not None and this_year)


def _here(document: Document, places: str) -> bool:
    """Whether the citing text names the place of the document; true of one that belongs to no place."""
    place = _place_of(document)
    return place is None or f"-{place}-" in places


_PLACE_KIND = re.compile(r"^(?:tinh|thanh-pho|huyen|quan|thi-xa|xa|phuong|thi-tran|dac-khu|thon)-")


def _place_of(document: Document) -> str | None:
    """The name of the place of a local document, as in its id: ``thanh-hoa``."""
    place = document.id.partition("--")[2]
    return _PLACE_KIND.sub("", place) or None


def _mismatches(citation: Citation, document: Document) -> Iterable[Mismatch]:
    """Fields in which a citation disagrees with the record it surely means."""
    source = document.source.name if document.source else "chưa rõ nguồn"
    word = tables.type_names().get(citation.type, citation.type)
    if (
        _plain_type(citation.type) != _plain_type(document.type)
        and citation.name is None
        and comparable(citation.text).startswith(comparable(word))
    ):
        yield Mismatch("type", word, titles.type_name(document), source)
    day = citation.date.complete if citation.date else None
    if day and document.issued and day != document.issued:
        yield Mismatch("date", format_short(day), format_short(document.issued), source)
    elif citation.date and day is None and document.issued and citation.date.year not in (None, document.issued.year):
        yield Mismatch("date", str(citation.date.year), format_short(document.issued), source)
    if citation.issuer and issuer_agrees(citation.issuer, document) is False:
        yield Mismatch("issuer", citation.issuer, titles.issuer_names(document), source)
    if citation.term and document.term and not same_term(citation.term, document.term):
        yield Mismatch("term", citation.term, document.term, source)
    if citation.code and citation.name and document.name and name_words(citation.name) != name_words(document.name):
        yield Mismatch("name", citation.name, document.name, source)
    if citation.title and document.subject and same_subject(citation.title, document) is False:
        yield Mismatch("subject", citation.title, document.subject, source)


def _plain_type(type_: str) -> str:
    return type_.removesuffix("-lien-tich")


def _short(citation: Citation, found: Sequence[Resolution], corpus: Corpus, on: date) -> Resolution:
    """A short form: what the citations it refers to mean."""
    if citation.own:
        return Resolution(citation, Outcome.OWN)
    earlier = [found[index] for index in citation.antecedents]
    if not earlier:
        candidates = _by_number(citation, corpus, on) if citation.number else []
        return Resolution(citation, Outcome.UNCLEAR, candidates=tuple(candidates))
    documents = tuple(dict.fromkeys(document for other in earlier for document in other.documents))
    if len(earlier) > 1 and not re.match(r"(?:các|những|hai|ba|bốn|năm)\s", comparable(citation.text)):
        return Resolution(citation, Outcome.AMBIGUOUS, candidates=documents)
    if all(other.outcome is Outcome.OWN for other in earlier):
        return Resolution(citation, Outcome.OWN)
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


_Judge = Callable[[Document, str | None], Validity]


def _with_units(resolution: Resolution, judge: _Judge) -> Resolution:
    """The resolution with what the pins mean in its document, and the validity of each."""
    if not resolution.documents:
        return resolution
    document = resolution.document
    units = [unit for pin in resolution.citation.pins for unit in pin.units] if document else []
    if document is None or not units:
        return replace(resolution, validities=tuple(judge(each, None) for each in resolution.documents))
    known = {provision.id for provision in document.provisions}
    addresses = [_address(unit, known) for unit in units]
    missing: tuple[str, ...] = ()
    if document.text is TextKind.FULL:
        ends = [end for unit in units for end in dict.fromkeys((unit.partition("..")[0], unit.rpartition("..")[2]))]
        missing = tuple(end for end in ends if _address(end, known) not in known and _parsed(end, known))
    judged = [judge(document, address) for address in dict.fromkeys(addresses) if address not in missing]
    for unit in units:
        judged += _inside(unit, document, judge)
    return replace(
        resolution,
        outcome=Outcome.UNIT_MISSING if missing and resolution.outcome is Outcome.FOUND else resolution.outcome,
        missing=missing,
        validities=tuple(judged) or (judge(document, None),),
    )


def _parsed(unit: str, known: set[str]) -> bool:
    """Whether a full text would show the unit: an annex often stands in a file of its own."""
    return not unit.startswith(("phu-luc", "kem-theo")) or any(address.startswith(unit[:7]) for address in known)


_LONGEST_RANGE = 100


def _inside(unit: str, document: Document, judge: _Judge) -> list[Validity]:
    """Of a range of articles: those after the first that stand otherwise than the document as a whole."""
    ends = re.fullmatch(r"(?P<stem>.*?-)(?P<first>\d+)\.\.(?P=stem)(?P<last>\d+)", unit)
    if ends is None:
        return []
    first, last = int(ends["first"]), int(ends["last"])
    whole = judge(document, None).standing
    each = (judge(document, f"{ends['stem']}{n}") for n in range(first + 1, min(last, first + _LONGEST_RANGE) + 1))
    return [found for found in each if found.standing not in (whole, Standing.IN_FORCE, Standing.UNKNOWN)]


def _address(unit: str, known: set[str]) -> str:
    """The address of a unit in its document: a plan's ``Mục II`` is a phần there, a range is told by its first unit."""
    first = unit.partition("..")[0]
    return next((a for a in (first, re.sub(r"^muc-", "phan-", first), f"kem-theo.{first}") if a in known), first)
