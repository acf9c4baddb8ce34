"""Checks are functions from a paper to what they find, registered under the rules they speak for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dan_van.checking.mends import Mend
from dan_van.checking.parts import VILLAGE, Line, Parts
from dan_van.checking.wordpage import Laid
from dan_van.layout import Rule
from dan_van.model import Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, the lines it is about (none: the page), and what would put it right (nothing: a person must)."""

    finding: Finding
    lines: tuple[Line, ...] = ()
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A laid-out file and what its lines are."""

    laid: Laid
    parts: Parts

    def found(
        self,
        rule: str,
        severity: Severity,
        message: str,
        remedy: str | None = None,
        source: str | None = None,
        part: str | None = None,
        lines: Iterable[Line] = (),
        mends: Iterable[Mend] = (),
    ) -> Found:
        """Something found in this file; ``part`` names the part of the paper."""
        about, repair = tuple(lines), tuple(mends)
        severity = _MILDER.get(severity, severity) if self.parts.family == VILLAGE else severity
        place = Place(str(self.laid.path), part=where(part, about) if part or about else None)
        return Found(Finding(rule, severity, message, place, remedy, source, bool(repair)), about, repair)

    def broken(
        self, rule: Rule, message: str, lines: Iterable[Line] = (), remedy: str | None = None, mends: Iterable[Mend] = ()
    ) -> Found:
        """A rule of the table that is not kept; the severity is told by how sure the rule is."""
        return self.found(rule.id, SEVERITY[rule.confidence], message, remedy, rule.source, rule.title, lines, mends)


_MILDER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO}
"""Of a village's papers no rule says how they look: what the decree wants of others is advice."""
SEVERITY = {"A": Severity.ERROR, "B": Severity.WARNING, "P": Severity.INFO}
"""A figure of the decree read in two sources is an error not to keep; one read in one source, or only practice, is less."""

Check = Callable[[Paper], Iterator[Found]]
_CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check; they run in the order of registration."""
    _CHECKS.append(function)
    return function


def run(paper: Paper) -> list[Found]:
    """Everything that every check finds."""
    return [found for one in _CHECKS for found in one(paper)]


def where(title: str | None, lines: tuple[Line, ...]) -> str:
    """Where something is: the page if known, the part of the paper, the beginning of the first line."""
    if not lines:
        return title or ""
    quote = lines[0].text if len(lines[0].text) <= 40 else lines[0].text[:40].rsplit(" ", 1)[0] + " …"
    more = f" và {len(lines) - 1} dòng khác" if len(lines) > 1 else ""
    page = lines[0].paragraph.page
    head = ", ".join([*([f"trang {page}"] if page else []), *([title] if title else [])])
    return f"{head[:1].upper()}{head[1:]}{': ' if head else ''}“{quote}”{more}"
