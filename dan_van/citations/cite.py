"""A text's citations from beginning to end: scanned, looked up on the text's own day, and what a clerk should know of them."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from dan_van import frontmatter, metadata
from dan_van.citations import outdated
from dan_van.citations.advice import Advice, advise
from dan_van.citations.link import Outcome, Resolution, link
from dan_van.citations.outdated import Outdated
from dan_van.citations.scan import scan
from dan_van.codes import Code, Likeness, compare
from dan_van.corpus import Corpus, Validity
from dan_van.dates import PartialDate
from dan_van.metadata import Metadata
from dan_van.model import Finding


class DayFrom(StrEnum):
    """Where the day on which a text is judged comes from."""

    GIVEN = "given"
    TEXT = "text"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Cited:
    """What became of a text.

    ``on`` is the day it was judged on and ``day_from`` where that day is from; ``resolutions`` hold one for each citation in order,
    ``advice`` the findings, ``outdated`` words outside citations that a paper of that day should not use.
    """

    text: str
    on: date
    resolutions: tuple[Resolution, ...]
    outdated: tuple[Outdated, ...]
    advice: tuple[Advice, ...]
    day_from: DayFrom = DayFrom.GIVEN

    @property
    def checked(self) -> int:
        """How many citations were held against a record."""
        return sum(resolution.outcome in (Outcome.FOUND, Outcome.UNIT_MISSING) for resolution in self.resolutions)

    def values(self) -> list[dict[str, Any]]:
        """The citations as ``dan-van cite --json`` prints them."""
        findings: dict[int | None, list[Finding]] = {}
        for advice in self.advice:
            findings.setdefault(advice.index, []).append(advice.finding)
        return [_values(self.resolutions, index, findings.get(index, [])) for index in range(len(self.resolutions))]


def cite(text: str, corpus: Corpus, on: date | None = None) -> Cited:
    """Find and look up every citation; ``on`` is the day of the text: its own date when None, else today.

    A draft's own calls (``{{ cite("33/CT-TTg") }}``) are read as the symbol or name that they hold.
    """
    head = metadata.read(text)
    issued = day_of(text, head)
    day = on or issued or date.today()
    citations = [replace(found, text=text[found.span.start : found.span.end]) for found in scan(_without_calls(text))]
    symbol = _own_symbol(text, head)
    calls = [call.span() for call in _CALL.finditer(text)]
    resolutions = [_own(_dated(resolution, calls), symbol, issued) for resolution in link(citations, corpus, day, text)]
    words = outdated.find(text, day, citations)
    day_from = DayFrom.GIVEN if on else DayFrom.TEXT if issued else DayFrom.TODAY
    return Cited(text, day, tuple(resolutions), tuple(words), tuple(advise(resolutions, day, words, text)), day_from)


def _own_symbol(text: str, head: Metadata) -> Code | None:
    """The symbol in the text's own line ``Số: 217/QĐ-UBND``; None without one, or while its number is blank."""
    found = head.code
    if found is None or not found.value.number or not _NUMBER_LINE.search(text, 0, found.span.start):
        return None
    return found.value


_NUMBER_LINE = re.compile(r"(?:^|\n)[ \t*#|]*S[ốỐ]\s*:?\s*\Z")


def _own(resolution: Resolution, own: Code | None, issued: date | None) -> Resolution:
    """A text that names its own symbol, as an annex does (``Kèm theo Quyết định số …``), speaks of itself."""
    citation = resolution.citation
    if resolution.outcome is not Outcome.NOT_IN_CORPUS or citation.code is None or own is None:
        return resolution
    day = citation.date.complete if citation.date else None
    if compare(citation.code, own) < Likeness.SAME or (day and issued and day != issued):
        return resolution
    return Resolution(citation, Outcome.OWN)


def _dated(resolution: Resolution, calls: Sequence[tuple[int, int]]) -> Resolution:
    """A call writes the date when the draft is made: it cannot lack one."""
    start = resolution.citation.span.start
    before = bisect_right(calls, start, key=lambda call: call[0])
    called = before > 0 and start < calls[before - 1][1]
    return replace(resolution, assumed=False) if called else resolution


_CALL = re.compile(r"""(?P<open>\{\{\s*cite\(\s*["'])(?P<wanted>[^"'{}\n]*)(?P<close>["'][^{}\n]*\}\})""")


def _without_calls(text: str) -> str:
    """The text with everything of a call but what it asks for blanked out; every letter keeps its place."""

    def blank(call: re.Match[str]) -> str:
        return f"{' ' * (len(call['open']) - 1)}“{call['wanted']}”{' ' * (len(call['close']) - 1)}"

    return _CALL.sub(blank, text)


def day_of(text: str, head: Metadata | None = None) -> date | None:
    """The date that a text gives itself, at its head or where a law says when it was passed; the last day of its month (or year) when the day is still blank; None without one.

    ``head`` is what :func:`dan_van.metadata.read` said of the text, when it was asked already.
    """
    front = frontmatter.parse(text) if text.startswith("---") else None
    if front is not None and front.values.get("issued"):
        try:
            return _latest(PartialDate.from_iso(str(front.values["issued"])))
        except ValueError:
            return None
    found = (head or metadata.read(text)).issued
    return _latest(found.value) if found else None


def _latest(day: PartialDate) -> date | None:
    if day.complete:
        return day.complete
    if not day.year or not day.possible:
        return None
    month = day.month or 12
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


def _values(resolutions: Sequence[Resolution], index: int, findings: Sequence[Finding]) -> dict[str, Any]:
    resolution = resolutions[index]
    citation = resolution.citation
    code = citation.code or _code_meant(resolutions, resolution)
    return {
        "start": citation.span.start,
        "end": citation.span.end,
        "text": citation.text,
        "type": citation.type,
        "code": str(code) if code else None,
        "number": code.number if code else citation.number,
        "notation": code.notation if code else None,
        "date": citation.date.iso if citation.date else None,
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
            {
                "rule": finding.rule, "severity": finding.severity.value, "message": finding.message, "remedy": finding.remedy,
                "source": finding.source,
            }
            for finding in findings
        ],
    }  # fmt: skip


def _code_meant(resolutions: Sequence[Resolution], resolution: Resolution) -> Any:
    """The symbol of what a citation without one means: of the record, else of the citation it refers to."""
    if resolution.document is not None:
        return resolution.document.code
    earlier = [resolutions[index].citation.code for index in resolution.citation.antecedents]
    return earlier[0] if len(earlier) == 1 else None


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
