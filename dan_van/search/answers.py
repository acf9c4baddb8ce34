"""From a question to documents in order: by symbol, by provision, by words; each with its best passages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dan_van import codes
from dan_van.codes import Code, CodeQuery, plain_number
from dan_van.corpus import Ending, Standing
from dan_van.search.analysis import found_in
from dan_van.search.closeness import LOOKED_AT
from dan_van.search.protocol import Filters, Hit, Passage, Results
from dan_van.search.questions import Question
from dan_van.search.scoring import Mask, Scores, Searched, best_first
from dan_van.search.snippets import opening, snippet

_CANDIDATES = 400
"""Entries, best first, among which documents are told and counted."""
_ENOUGH, _SOME = 0.6, 0.25
"""Shares of the question's syllables: an entry that holds so many answers it; one that holds fewer is an accident of common
words, unless it holds two of them side by side: then it comes after those that answer, if these are few."""
_FEW = 5
_ENDED = frozenset({Standing.ENDED.value, *(ending.value for ending in Ending)})
_ENDED_FACTOR = 0.7
"""What no longer stands is found and marked, below what stands."""
_TYPE_FACTOR = 1.2
"""What is of the type that the question begins with (``nghị định về …``) comes before others as good."""
_TOLD_FACTOR = 0.75
"""What only our notes tell weighs less than a title that a source gives."""
_LIVING = (Standing.IN_FORCE.value, Standing.PARTLY.value)
_OTHERS = 3
"""Further provisions that are shown of one document."""
_LOOKED_THROUGH = 8
"""Entries of one document of which the ones that are shown are chosen."""
_CODE_SCORE = 100.0
_SHOWN_FROM = 0.2
"""Readings of an unmarked word that are as likely as this are marked in a snippet."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry keeps of its document; ``told``: it is found by what our notes tell, no source having its own words."""

    document: str
    code: str | None
    type: str
    told: bool
    standings: tuple[tuple[str, str | None], ...]

    def status(self, on: str) -> str | None:
        """The standing on a day (ISO)."""
        return next((status for first, status in reversed(self.standings) if first <= on), None)


@dataclass(frozen=True)
class _Match:
    """An entry that answers."""

    entry: int
    document: str
    status: str | None
    score: float
    reason: str
    searched: Searched = field(repr=False)
    wanted: frozenset[str] = frozenset()
    pin: str | None = None

    @cached_property
    def stored(self) -> dict[str, Any]:
        return dict(self.searched.reader.stored_fields(self.entry)["stored"])

    def snippet(self, provision: str | None) -> str:
        """The piece of the text that shows why: of the unit that was asked for, else of the entry."""
        text = self.stored["text"]
        if self.pin:
            text = next((inner for address, inner in self._inner() if address == provision), text)
        return snippet(text, self.wanted)

    def provision(self) -> str | None:
        """The unit that was asked for; else the one that holds as many of the words as any, the first of the narrowest such."""
        if self.pin:
            return self.pin
        best, most = self.stored["provision"], 0
        if not self.wanted:
            return str(best) if best else None
        for address, text in self._inner():
            found = found_in(text, self.wanted)
            if found > most:
                best, most = address, found
        whole = found_in(self.stored["text"], self.wanted)
        chosen = best if best and most >= max(1, whole) else self.stored["provision"]
        return str(chosen) if chosen else None

    def _inner(self) -> Iterator[tuple[str, str]]:
        inner, text = self.stored["inner"], self.stored["text"]
        for index, (address, start) in enumerate(inner):
            yield address, text[start : inner[index + 1][1] if index + 1 < len(inner) else len(text)]


def answer(searched: Searched, question: Question, limit: int) -> Results:
    """The documents that answer a question, the marks of its words put back before."""
    found: list[_Match] = []
    if question.code is not None:
        found = _by_code(searched, question, question.code) or _by_type_and_year(searched, question, question.code)
        if not found and (question.code.code is not None or question.code.type_slugs):
            return Results(0, ())
    if not found and question.pin:
        found = _by_words(searched, question, question.pin)
    found = found or _by_words(searched, question) or _by_filters(searched, question)
    grouped: dict[str, list[_Match]] = {}
    for match in found:
        grouped.setdefault(match.document, []).append(match)
    return Results(len(grouped), tuple(_hit(group) for group in list(grouped.values())[:limit]))


def best_score(searched: Searched, words: Sequence[str]) -> float:
    """The score of what answers these words best; 0 when nothing does."""
    found = _by_words(searched, Question(tuple(words), None, Filters()), sure=True)
    return found[0].score if found else 0.0


def ranked(searched: Searched, question: Question, limit: int) -> list[tuple[str, float]]:
    """The entries (ids) that answer the words of a question, best first, with their scores."""
    if not any(question.words):
        return []
    scores, best = _look(searched, question, searched.allowed(question.filters, question.condition), limit)
    order = np.argsort(-scores, kind="stable")[:limit]
    return [(searched.column(int(best[place]), "address").decode(), float(scores[place])) for place in order]


def facts(searched: Searched, entry: int) -> Facts:
    """What an entry keeps of its document."""
    document, code, type_, told, standings = json.loads(searched.column(entry, "facts"))
    return Facts(document, code, type_, told, tuple((first, status) for first, status in standings))


def _hit(group: Sequence[_Match]) -> Hit:
    best, others = (group[0], []) if group[0].reason != "text" or group[0].pin else _best_of(group)
    provision = best.provision()
    return Hit(
        best.document, provision, best.stored["title"], best.snippet(provision), round(group[0].score, 4), best.status,
        best.reason, tuple(others),
    )  # fmt: skip


def _best_of(group: Sequence[_Match]) -> tuple[_Match, list[Passage]]:
    """The entry of a document that is shown, and further provisions of it.

    An entry may stand first only because its document's title answers; shown is the first that holds three quarters as many of the
    words in its own text as any of the best few.
    """
    held = [(match, found_in(match.stored["text"], match.wanted)) for match in group[:_LOOKED_THROUGH]]
    most = max(count for _, count in held)
    best = next(match for match, count in held if count * 4 >= most * 3)
    others = [
        Passage(match.stored["provision"], opening(match.stored["text"]), round(match.score, 4))
        for match, count in held
        if match is not best and match.stored["provision"] and count * 4 >= most * 3 > 0
    ]
    return best, others[:_OTHERS]


# By symbol ------------------------------------------------------------------------------------------------------------


def _by_code(searched: Searched, question: Question, asked: CodeQuery) -> list[_Match]:
    exact: list[_Match] = []
    keys: list[str] = [asked.code.loose_key] if asked.code else []
    for match in _every(searched, searched.postings.of("number", plain_number(asked.number)).entries, question, "code"):
        code = Code.parse(match.stored["code"])
        if not asked.matches(code, match.stored["type"], match.stored["year"]):
            continue
        keys.append(code.loose_key)
        likeness = codes.compare(asked.code, code) if asked.code else codes.Likeness.EQUAL
        exact.append(replace(match, score=_CODE_SCORE + likeness))
    best = max((match.score for match in exact), default=0.0)
    exact = [_pinned(match, question.pin) for match in exact if match.score == best]
    exact.sort(key=lambda match: (match.status not in _LIVING, match.document))
    own = {match.document for match in exact}
    mentions: dict[str, _Match] = {}
    for key in dict.fromkeys(keys):
        for match in _every(searched, searched.postings.of("mentions", key).entries, question, "mention"):
            if match.document not in own:
                mentions.setdefault(match.document, match)
    return exact + sorted(mentions.values(), key=lambda match: (match.status in _ENDED, match.document))


def _pinned(match: _Match, pin: str | None) -> _Match:
    """The entry of the provision that was asked for; the document as a whole when its text is not there."""
    if pin is None:
        return match
    parts = pin.split(".")
    for length in range(len(parts), 0, -1):
        found = match.searched.postings.of("id", f"{match.document}#{'.'.join(parts[:length])}").entries
        if len(found):
            held = replace(match, entry=int(found[0]))
            inner = {address for address, _ in held.stored["inner"]}
            return replace(held, pin=pin if pin in inner else ".".join(parts[:length]))
    return match


def _by_type_and_year(searched: Searched, question: Question, asked: CodeQuery) -> list[_Match]:
    """``kế hoạch 2026``: no document of that number, but documents of that type and year."""
    if asked.code is not None or not asked.type_slugs or not (len(asked.number) == 4 and asked.number[:2] in ("19", "20")):
        return []
    postings = searched.postings
    mask = postings.holding("entry", "document") & postings.holding("year", asked.number)
    mask &= np.logical_or.reduce([postings.holding("type", slug) for slug in asked.type_slugs])
    found = _every(searched, np.flatnonzero(mask), question, "text")
    return sorted(found, key=lambda match: (match.status in _ENDED, match.document))


def _every(searched: Searched, entries: NDArray[Any], question: Question, reason: str) -> Iterator[_Match]:
    """These entries, those that the filters leave."""
    allowed = searched.allowed(question.filters, None)
    yield from _standing(
        searched, ((int(entry), 1.0) for entry in entries if allowed is None or allowed[entry]), question, reason
    )


# By words -------------------------------------------------------------------------------------------------------------


def _by_words(searched: Searched, question: Question, pin: str | None = None, *, sure: bool = False) -> list[_Match]:
    """The entries that answer, best first: looked at as far down as enough are found.

    ``pin``: provisions of this number only; ``sure``: without those that hold only some of the words.
    """
    if not any(question.words):
        return []
    words = frozenset(word for word in question.words if word)
    wanted = words | {form for reading in question.also.values() for form, likely in reading.items() if likely >= _SHOWN_FROM}
    allowed = searched.allowed(question.filters, question.condition)
    if pin:
        unit = searched.postings.holding("unit", pin.split(".")[0])
        allowed = unit if allowed is None else unit & allowed
    count = _CANDIDATES
    while True:
        scores, best = _look(searched, question, allowed, count)
        scored = ((int(entry), float(score)) for entry, score in zip(best, scores, strict=True))
        found = list(_standing(searched, scored, question, "text", wanted))
        if not question.filters.in_force or len(found) >= _CANDIDATES or len(best) < count:
            break
        count *= 4
    less: set[int] = set()
    if not question.strict:
        entries = np.array([match.entry for match in found], np.int64)
        held, together = searched.held(words, question.also, entries), searched.paired(question.words, question.also, entries)
        kept = held >= _ENOUGH * len(words)
        if not sure and len({match.document for match, enough in zip(found, kept, strict=True) if enough}) < _FEW:
            less = set(entries[~kept].tolist())
            kept |= together & (held >= _SOME * len(words))
        found = [match for match, enough in zip(found, kept, strict=True) if enough]
    if pin:
        found = [_pinned(match, pin) for match in found]
    return sorted(found, key=lambda match: (match.entry in less, -match.score, match.entry))


def _by_filters(searched: Searched, question: Question) -> list[_Match]:
    """Every document that the filters leave, the newest first, when nothing but filters was asked: ``loại:luật năm:2013``."""
    if any(question.words) or question.filters == replace(Filters(), on=question.filters.on):
        return []
    found = _every(searched, searched.postings.of("entry", "document").entries, question, "text")
    return sorted(found, key=lambda match: (match.status in _ENDED, -(match.stored["year"] or 0), match.document))


def _look(searched: Searched, question: Question, allowed: Mask | None, count: int) -> tuple[Scores, NDArray[np.int64]]:
    scores = searched.bag(question.words, question.also)
    if allowed is not None:
        scores *= allowed
    best = best_first(scores, min(max(count, LOOKED_AT), len(scores)))
    return searched.closer(question.words, question.also, best, scores[best]), best


def _standing(
    searched: Searched,
    entries: Iterator[tuple[int, float]],
    question: Question,
    reason: str,
    wanted: frozenset[str] = frozenset(),
) -> Iterator[_Match]:
    """Entries with their document's status on the day asked for; those in force only, if so asked."""
    day = (question.filters.on or date.today()).isoformat()
    type_ = question.named_type
    known: dict[bytes, tuple[Facts, str | None]] = {}
    for entry, score in entries:
        data = searched.column(entry, "facts")
        if data not in known:
            told = facts(searched, entry)
            known[data] = (told, told.status(day))
        told, status = known[data]
        if status in _LIVING or not question.filters.in_force:
            score *= (_ENDED_FACTOR if status in _ENDED else 1.0) * (_TOLD_FACTOR if told.told else 1.0)
            score *= _TYPE_FACTOR if told.type == type_ else 1.0
            yield _Match(entry, told.document, status, score, reason, searched, wanted)
