"""Questions to the index: what was asked, what answers it, in what order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from whoosh import query as q
from whoosh.index import Index
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from dan_van import codes
from dan_van.codes import Code, CodeQuery, plain_number
from dan_van.model import StatusValue
from dan_van.search.analysis import Terms, Wanted
from dan_van.search.snippets import snippet
from dan_van.text import fold, syllables

_PAIR_BOOST = 0.8
_CANDIDATES = 400
_ENOUGH = 0.6
"""Share of the question's syllables an entry must hold: below it a hit is an accident of common words."""
_ENDED = frozenset(value.value for value in StatusValue if value.ended)
_ENDED_FACTOR = 0.7
"""What no longer stands is found and marked, below what stands."""
_LIVING = (StatusValue.IN_FORCE.value, StatusValue.PARTLY.value)


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact conditions; None asks nothing."""

    type: str | None = None
    issuer: str | None = None
    year: int | None = None
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that answers: its best provision (None: the document as a whole), and why it is here.

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
        suggestions = () if found else tuple(s for s in _spelling(searcher, text) if _by_words(searcher, s, Filters()))
        return _results(found, limit, suggestions)


def _results(found: list[_Match], limit: int, suggestions: tuple[str, ...]) -> Results:
    return Results(len(found), tuple(match.hit() for match in found[:limit]), suggestions)


def _by_code(searcher: Searcher, asked: CodeQuery, filters: Filters) -> list[_Match]:
    exact: list[_Match] = []
    keys: list[str] = [asked.code.loose_key] if asked.code else []
    for stored, document in _documents_numbered(searcher, asked.number, filters):
        code = Code.parse(stored["code"])
        if not asked.matches(code, stored["type"], stored["year"]):
            continue
        keys.append(code.loose_key)
        likeness = codes.compare(asked.code, code) if asked.code else codes.Likeness.EQUAL
        exact.append(_Match(document, stored, 100.0 + likeness, Wanted(), "code"))
    best = max((match.score for match in exact), default=0.0)
    exact = [match for match in exact if match.score == best]
    exact.sort(key=lambda match: (match.stored["status"] not in _LIVING, match.document))
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
    score: float
    wanted: Wanted
    reason: str

    def hit(self) -> Hit:
        stored = self.stored
        provision = _smallest(stored, self.wanted) if self.wanted else stored["provision"]
        shown = snippet(stored["text"], self.wanted)
        return Hit(self.document, provision, stored["title"], shown, round(self.score, 4), stored["status"], self.reason)


def _matches(searcher: Searcher, question: q.Query, filters: Filters, wanted: Wanted, reason: str) -> list[_Match]:
    """The best entry of each document, best document first."""
    results = searcher.search(question, limit=_CANDIDATES, filter=_filter(filters))
    best: dict[str, _Match] = {}
    for result in results:
        stored, document = result["stored"], result["document"]
        score = float(result.score) * (_ENDED_FACTOR if stored["status"] in _ENDED else 1.0)
        if document in best and score <= best[document].score:
            continue
        if wanted and not _covers(f"{stored['title']}\n{stored['text']}", wanted):
            continue
        best[document] = _Match(document, stored, score, wanted, reason)
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
    if filters.in_force:
        conditions.append(q.Or([q.Term("status", value) for value in _LIVING]))
    return q.And(conditions) if conditions else None


def _documents_numbered(searcher: Searcher, number: str, filters: Filters) -> Iterable[tuple[dict[str, Any], str]]:
    results = searcher.search(q.Term("number", plain_number(number)), limit=None, filter=_filter(filters))
    for result in results:
        yield result["stored"], result["document"]


def _near_codes(searcher: Searcher, asked: CodeQuery) -> tuple[str, ...]:
    """Symbols the corpus has that share the number asked for."""
    found = {stored["code"] for stored, _ in _documents_numbered(searcher, asked.number, Filters())}
    return tuple(sorted(found))[:5]


def _spelling(searcher: Searcher, text: str) -> tuple[str, ...]:
    """The question with each unknown syllable put as its nearest known neighbour, most frequent first."""
    from difflib import get_close_matches

    reader = searcher.reader()
    known = [term.decode() for term in reader.lexicon("bare")]
    replaced = False
    alternatives: list[list[str]] = []
    for syllable in syllables(text):
        if reader.doc_frequency("written", syllable.text):
            alternatives.append([syllable.text])
        elif reader.doc_frequency("bare", syllable.bare):
            replaced = replaced or syllable.text != syllable.bare
            alternatives.append([_written(reader, syllable.bare)])
        else:
            close = get_close_matches(syllable.bare, known, n=6, cutoff=0.6)
            close.sort(key=lambda term: -reader.doc_frequency("bare", term))
            replaced = replaced or bool(close)
            alternatives.append([_written(reader, term) for term in close[:3]] or [syllable.text])
    if not replaced:
        return ()
    rows = max(len(choices) for choices in alternatives)
    return tuple(" ".join(choices[min(row, len(choices) - 1)] for choices in alternatives) for row in range(rows))


def _written(reader: Any, bare: str) -> str:
    """The commonest way the corpus writes a bare syllable."""
    first = bare[:1]
    starts = {first, "đ"} if first == "d" else {first} | _VOWELS.get(first, set())
    forms = [t.decode() for start in starts for t in reader.expand_prefix("written", start) if fold(t.decode()) == bare]
    return max(forms, key=lambda form: reader.frequency("written", form), default=bare)


_VOWELS = {
    "a": set("àáảãạăằắẳẵặâầấẩẫậ"),
    "e": set("èéẻẽẹêềếểễệ"),
    "i": set("ìíỉĩị"),
    "o": set("òóỏõọôồốổỗộơờớởỡợ"),
    "u": set("ùúủũụưừứửữự"),
    "y": set("ỳýỷỹỵ"),
}
