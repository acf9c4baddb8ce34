"""Questions to the index: what was asked, what answers it, in what order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from typing import Any

from whoosh import query as q
from whoosh.index import Index
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from dan_van import codes
from dan_van.codes import Code, CodeQuery, plain_number
from dan_van.corpus import Ending, Standing
from dan_van.search.analysis import Terms, Wanted
from dan_van.search.snippets import snippet
from dan_van.text import fold, syllables

_PAIR_BOOST = 0.8
_CANDIDATES = 400
_ENOUGH = 0.6
"""Share of the question's syllables an entry must hold: below it a hit is an accident of common words."""
_ENDED = frozenset({Standing.ENDED.value, *(ending.value for ending in Ending)})
_ENDED_FACTOR = 0.7
"""What no longer stands is found and marked, below what stands."""
_FORMS, _TRIED = 6, 24
"""Ways to write one syllable, and whole questions, that are tried when nothing is found."""
_LIVING = (Standing.IN_FORCE.value, Standing.PARTLY.value)


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact conditions; None asks nothing. ``on`` is the day for which the status is said and ``in_force`` asked: today if None."""

    type: str | None = None
    issuer: str | None = None
    year: int | None = None
    in_force: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that answers: its best provision (None: the document as a whole), and why it is here.

    ``status`` is the document's on the day asked for (as :attr:`dan_van.corpus.Validity.status`, None when not known).
    ``reason`` is ``code`` (its own symbol was asked for), ``mention`` (its text names that symbol) or ``text``.
    """

    document: str
    provision: str | None
    title: str
    snippet: str
    score: float
    status: str | None
    reason: str = "text"


@dataclass(frozen=True, slots=True)
class Results:
    """Hits in order; ``total`` counts all documents that answer, ``suggestions`` what else to try when few do."""

    total: int
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = field(default=())


def search(index: Index, text: str, filters: Filters = Filters(), limit: int = 10) -> Results:
    """Answer a question typed with or without marks, a phrase in quotes, or a symbol."""
    asked = codes.read_query(text)
    with index.searcher(weighting=BM25F(B=0.85, K1=2.0, pairs_B=0.5)) as searcher:
        if asked is not None:
            found = _by_code(searcher, asked, filters) or _by_type_and_year(searcher, asked, filters)
            if found or asked.code is not None or asked.type_slugs:
                return _results(found, limit, () if found else _near_codes(searcher, asked))
        found = _by_words(searcher, text, filters)
        return _results(found, limit, () if found else _suggestions(searcher, text))


def _results(found: list[_Match], limit: int, suggestions: tuple[str, ...]) -> Results:
    return Results(len(found), tuple(match.hit() for match in found[:limit]), suggestions)


def _by_code(searcher: Searcher, asked: CodeQuery, filters: Filters) -> list[_Match]:
    exact: list[_Match] = []
    keys: list[str] = [asked.code.loose_key] if asked.code else []
    for result, status in _found(searcher, _numbered(asked.number), filters):
        stored, document = result["stored"], result["document"]
        code = Code.parse(stored["code"])
        if not asked.matches(code, stored["type"], stored["year"]):
            continue
        keys.append(code.loose_key)
        likeness = codes.compare(asked.code, code) if asked.code else codes.Likeness.EQUAL
        exact.append(_Match(document, stored, status, 100.0 + likeness, Wanted(), "code"))
    best = max((match.score for match in exact), default=0.0)
    exact = [match for match in exact if match.score == best]
    exact.sort(key=lambda match: (match.status not in _LIVING, match.document))
    own = {match.document for match in exact}
    mentions = q.Or([q.Term("mentions", key) for key in dict.fromkeys(keys)])
    seen = [match for match in _matches(searcher, mentions, filters, Wanted(), "mention") if match.document not in own]
    return exact + seen


def _by_type_and_year(searcher: Searcher, asked: CodeQuery, filters: Filters) -> list[_Match]:
    """``kế hoạch 2026``: no document of that number, but documents of that type and year."""
    if asked.code is not None or not asked.type_slugs or not re.fullmatch(r"(?:19|20)\d\d", asked.number):
        return []
    types = q.Or([q.Term("type", slug) for slug in asked.type_slugs])
    question = q.And([types, q.Term("year", asked.number), q.Term("entry", "document")])
    return _matches(searcher, question, filters, Wanted(), "text")


def _by_words(searcher: Searcher, text: str, filters: Filters) -> list[_Match]:
    asked = Terms.of(text)
    if not asked.written:
        return []
    wanted = Wanted.of(asked)
    parts: list[q.Query] = []
    for word in sorted(wanted.written):
        parts.append(q.Term("written", word))
    for word in sorted(wanted.bare):
        if wanted.written:  # an unmarked word among marked ones: first as it stands, then as any marked word
            parts.append(q.DisjunctionMax([q.Term("written", word), q.Term("bare", word, boost=0.5)]))
        else:
            parts.append(q.Term("bare", word))
    parts += [q.Term("pairs", pair, boost=_PAIR_BOOST) for pair in asked.pairs]
    question: q.Query = q.Or(parts)
    phrases = [Terms.of(phrase).pairs for phrase in re.findall(r"[\"“]([^\"“”]+)[\"”]", text)]
    required = [q.Term("pairs", pair) for pairs in phrases for pair in pairs]
    if required:
        question = q.AndMaybe(q.And(required), question)
    return _matches(searcher, question, filters, wanted, "text")


@dataclass(frozen=True, slots=True)
class _Match:
    """A document's best entry, not yet made ready to show."""

    document: str
    stored: dict[str, Any]
    status: str | None
    score: float
    wanted: Wanted
    reason: str

    def hit(self) -> Hit:
        stored = self.stored
        provision = _smallest(stored, self.wanted) if self.wanted else stored["provision"]
        shown = snippet(stored["text"], self.wanted)
        return Hit(self.document, provision, stored["title"], shown, round(self.score, 4), self.status, self.reason)


def _matches(searcher: Searcher, question: q.Query, filters: Filters, wanted: Wanted, reason: str) -> list[_Match]:
    """The best entry of each document, best document first."""
    best: dict[str, _Match] = {}
    for result, status in islice(_found(searcher, question, filters, _CANDIDATES), _CANDIDATES):
        stored, document = result["stored"], result["document"]
        score = float(result.score) * (_ENDED_FACTOR if status in _ENDED else 1.0)
        if document in best and score <= best[document].score:
            continue
        if wanted and not _covers(f"{stored['title']}\n{stored['text']}", wanted):
            continue
        best[document] = _Match(document, stored, status, score, wanted, reason)
    return sorted(best.values(), key=lambda match: (-match.score, match.document))


def _covers(text: str, wanted: Wanted) -> bool:
    return wanted.found_in(Terms.of(text)) >= _ENOUGH * len(wanted)


def _smallest(stored: dict[str, Any], wanted: Wanted) -> str | None:
    """The unit inside an entry that holds as many of the words as any: the first of the narrowest such."""
    best, most = stored["provision"], 0
    inner, text = stored["inner"], stored["text"]
    for index, (address, start) in enumerate(inner):
        end = inner[index + 1][1] if index + 1 < len(inner) else len(text)
        found = wanted.found_in(Terms.of(text[start:end]))
        if found > most:
            best, most = address, found
    whole = wanted.found_in(Terms.of(text))
    return str(best) if best and most >= max(1, whole) else stored["provision"]


def _filter(filters: Filters) -> q.Query | None:
    conditions: list[q.Query] = []
    if filters.type:
        conditions.append(q.Term("type", filters.type))
    if filters.issuer:
        conditions.append(q.Term("issuer", filters.issuer))
    if filters.year:
        conditions.append(q.Term("year", str(filters.year)))
    return q.And(conditions) if conditions else None


def _found(
    searcher: Searcher, question: q.Query, filters: Filters, enough: int | None = None
) -> Iterator[tuple[Any, str | None]]:
    """Entries that fit the question and the filters, best first, each with its document's status on the day asked for."""
    day = (filters.on or date.today()).isoformat()
    for result in searcher.search(question, limit=None if filters.in_force else enough, filter=_filter(filters)):
        status = next(status for first, status in reversed(result["stored"]["standings"]) if first <= day)
        if status in _LIVING or not filters.in_force:
            yield result, status


def _numbered(number: str) -> q.Query:
    return q.Term("number", plain_number(number))


def _near_codes(searcher: Searcher, asked: CodeQuery) -> tuple[str, ...]:
    """Symbols the corpus has that share the number asked for."""
    found = {result["stored"]["code"] for result, _ in _found(searcher, _numbered(asked.number), Filters())}
    return tuple(sorted(found))[:5]


def _suggestions(searcher: Searcher, text: str) -> tuple[str, ...]:
    """Other spellings of the question that find something: the likeliest first, of those as likely the one best answered."""
    found = []
    for cost, spelling in _spellings(searcher, text):
        answers = _by_words(searcher, spelling, Filters())
        found += [(cost, -answers[0].score, spelling)] if answers else []
    return tuple(spelling for _, _, spelling in sorted(found))[:3]


def _spellings(searcher: Searcher, text: str) -> Iterator[tuple[int, str]]:
    """The question with each syllable that the corpus does not write so put as its near known ones; how far-fetched that is.

    A syllable typed without marks is most likely its commonest form; of one typed wrong, any near one is as likely.
    """
    reader = searcher.reader()
    replaced = False
    alternatives: list[list[tuple[int, str]]] = []
    for syllable in syllables(text):
        marked, costs = syllable.text != syllable.bare, False
        if reader.doc_frequency("written", syllable.text):
            forms = [syllable.text]
        elif reader.doc_frequency("bare", syllable.bare):
            forms, costs = _written(reader, syllable.bare), not marked
            replaced = replaced or marked
        else:
            forms = _close(reader, "written", syllable.text) if marked else []
            forms = forms or [form for term in _close(reader, "bare", syllable.bare) for form in _written(reader, term)[:2]]
            replaced = replaced or bool(forms)
        alternatives.append([(rank * costs, form) for rank, form in enumerate(forms or [syllable.text])][:_FORMS])
    if replaced:
        for words in islice(product(*alternatives), _TRIED):
            yield sum(cost for cost, _ in words), " ".join(form for _, form in words)


def _close(reader: Any, field: str, term: str) -> list[str]:
    """Terms of a field that differ little from this one, nearest first. Marks that were typed are taken as meant."""
    from difflib import get_close_matches

    return get_close_matches(term, [known.decode() for known in reader.lexicon(field)], n=6, cutoff=0.6)


def _written(reader: Any, bare: str) -> list[str]:
    """The ways the corpus writes a bare syllable, commonest first; the syllable itself when there is none."""
    first = bare[:1]
    starts = {first, "đ"} if first == "d" else {first} | _VOWELS.get(first, set())
    forms = {t.decode() for start in starts for t in reader.expand_prefix("written", start) if fold(t.decode()) == bare}
    return sorted(forms, key=lambda form: (-reader.frequency("written", form), form)) or [bare]


_VOWELS = {
    "a": set("àáảãạăằắẳẵặâầấẩẫậ"),
    "e": set("èéẻẽẹêềếểễệ"),
    "i": set("ìíỉĩị"),
    "o": set("òóỏõọôồốổỗộơờớởỡợ"),
    "u": set("ùúủũụưừứửữự"),
    "y": set("ỳýỷỹỵ"),
}
