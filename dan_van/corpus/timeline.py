"""A document's standings one after another, for whoever asks about many documents and has no corpus at hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dan_van.corpus.loader import Corpus
from dan_van.corpus.standing import acts_from
from dan_van.corpus.validity import validity
from dan_van.model import Document


def timeline(corpus: Corpus, document: Document) -> tuple[tuple[date, str | None], ...]:
    """The first day and the status (as :attr:`Validity.status`) of each stretch, from the beginning of time."""
    found: list[tuple[date, str | None]] = []
    for day in sorted({date.min, *_days(corpus, document)}):
        status = validity(corpus, document, day).status
        if not found or found[-1][1] != status:
            found.append((day, status))
    return tuple(found)


def _days(corpus: Corpus, document: Document) -> Iterator[date]:
    """Every day on which the standing can change: no rule looks at another."""
    yield from _record_days(document)
    for actor, relation in corpus.acting_on(document.id):
        yield from _record_days(actor)
        if day := acts_from(actor, relation):
            yield day


def _record_days(document: Document) -> Iterator[date]:
    yield from (day for day in (document.issued, document.effective, document.expired) if day)
    if document.year:
        yield date(document.year, 1, 1)
    if document.period:
        yield date(document.period[1] + 1, 1, 1)
    if document.status and document.status.as_of:  # what is known of a day is sure up to it, and less so after it
        yield from (document.status.as_of, document.status.as_of + timedelta(days=1))
