"""A text's citations from beginning to end: scanned, looked up on the text's own day, and what a clerk should know of them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dan_van import metadata
from dan_van.citations import outdated
from dan_van.citations.advice import Advice, advise
from dan_van.citations.link import Outcome, Resolution, link
from dan_van.citations.outdated import Outdated
from dan_van.citations.scan import scan
from dan_van.corpus import Corpus, Validity
from dan_van.dates import PartialDate

_HEAD = 8000


@dataclass(frozen=True, slots=True)
class Cited:
    """What became of a text: ``resolutions`` hold one for each citation in order, ``advice`` the findings, ``outdated`` words outside
    citations that a paper of the day ``on`` should not use."""

    text: str
    on: date
    resolutions: tuple[Resolution, ...]
    outdated: tuple[Outdated, ...]
    advice: tuple[Advice, ...]

    @property
    def checked(self) -> int:
        """How many citations were held against a record."""
        return sum(resolution.outcome in (Outcome.FOUND, Outcome.UNIT_MISSING) for resolution in self.resolutions)

    def values(self) -> list[dict[str, Any]]:
        """The citations as ``dan-van cite --json`` prints them."""
        return [_values(self, index) for index in range(len(self.resolutions))]


def cite(text: str, corpus: Corpus, on: date | None = None) -> Cited:
    """Find and look up every citation; ``on`` is the day of the text: its own date when None, else today."""
    day = on or day_of(text) or date.today()
    citations = scan(text)
    resolutions = link(citations, corpus, day, text)
    words = outdated.find(text, day, citations)
    return Cited(text, day, tuple(resolutions), tuple(words), tuple(advise(resolutions, day, words, text)))


def day_of(text: str) -> date | None:
    """The date that the head of a text gives; the last day of its month (or year) when the day is still blank; None without one."""
    found = metadata.read(text[:_HEAD]).issued
    return _latest(found.value) if found else None


def _latest(day: PartialDate) -> date | None:
    if day.complete:
        return day.complete
    if day.year is None or not day.possible:
        return None
    month = day.month or 12
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


def _values(cited: Cited, index: int) -> dict[str, Any]:
    resolution = cited.resolutions[index]
    citation = resolution.citation
    code = citation.code or _code_meant(cited.resolutions, resolution)
    return {
        "start": citation.span.start,
        "end": citation.span.end,
        "text": citation.text,
        "type": citation.type,
        "code": str(code) if code else None,
        "number": code.number if code else citation.number,
        "notation": code.notation if code else None,
        "date": iso(citation.date),
        "issuer": citation.issuer,
        "term": citation.term,
        "name": citation.name,
        "title": citation.title,
        "pins": [{"start": p.span.start, "end": p.span.end, "text": p.text, "units": list(p.units)} for p in citation.pins],
        "form": citation.form.value,
        "faults": list(citation.faults),
        "within": citation.within,
        "antecedents": list(citation.antecedents),
        "outcome": resolution.outcome.value,
        "document": resolution.document.id if resolution.document else None,
        "documents": [document.id for document in resolution.documents],
        "validity": validity_values(resolution.validity) if resolution.validity else None,
        "mismatches": [
            {"field": m.field, "said": m.said, "recorded": m.recorded, "source": m.source} for m in resolution.mismatches
        ],
        "missing": list(resolution.missing),
        "candidates": [document.id for document in resolution.candidates],
        "findings": [
            {"rule": a.finding.rule, "severity": a.finding.severity.value, "message": a.finding.message, "remedy": a.finding.remedy}
            for a in cited.advice
            if a.index == index
        ],
    }  # fmt: skip


def _code_meant(resolutions: Sequence[Resolution], resolution: Resolution) -> Any:
    """The symbol of what a citation without one means: of the record, else of the citation it refers to."""
    if resolution.document is not None:
        return resolution.document.code
    earlier = [resolutions[index].citation.code for index in resolution.citation.antecedents]
    return earlier[0] if len(earlier) == 1 else None


def iso(day: PartialDate | None) -> str | None:
    """``2021-11-26``, ``2021-11`` or ``2021``: as much of a date as is given."""
    if day is None or day.year is None:
        return None
    parts = [f"{day.year:04d}"] + [f"{part:02d}" for part in (day.month, day.day if day.month else None) if part]
    return "-".join(parts)


def validity_values(found: Validity) -> dict[str, Any]:
    """A validity in short: standing, day, what decided."""
    return {
        "standing": found.standing.value,
        "status": found.status,
        "label": found.label,
        "unit": found.unit,
        "on": found.on.isoformat(),
        "since": found.since.isoformat() if found.since else None,
        "decided_by": found.decided_by.text if found.decided_by else None,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "successors": [document.id for document in found.successors],
    }
