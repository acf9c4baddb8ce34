"""Checks are functions from a paper to findings, registered under the rules they speak for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dan_van.checking.parts import Line, Parts
from dan_van.checking.wordpage import Laid
from dan_van.layout import Rule
from dan_van.model import Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Paper:
    """A laid-out file and what its lines are."""

    laid: Laid
    parts: Parts

    def finding(
        self,
        rule: str,
        severity: Severity,
        message: str,
        remedy: str | None = None,
        source: str | None = None,
        part: str | None = None,
    ) -> Finding:
        """A finding about this file."""
        return Finding(rule, severity, message, Place(str(self.laid.path), part=part), remedy, source)

    def broken(self, rule: Rule, message: str, lines: Iterable[Line] = (), remedy: str | None = None) -> Finding:
        """A finding that a rule of the table is not kept; its severity is told by how sure the rule is."""
        return self.finding(rule.id, SEVERITY[rule.confidence], message, remedy, rule.source, _where(rule.title, list(lines)))


SEVERITY = {"A": Severity.ERROR, "B": Severity.WARNING, "P": Severity.INFO}
"""A figure of the decree read in two sources is an error not to keep; one read in one source, or only practice, is less."""

Check = Callable[[Paper], Iterator[Finding]]
_CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check; they run in the order of registration."""
    _CHECKS.append(function)
    return function


def run(paper: Paper) -> list[Finding]:
    """Every finding of every check."""
    return [finding for one in _CHECKS for finding in one(paper)]


def _where(title: str, lines: list[Line]) -> str:
    if not lines:
        return title
    quote = lines[0].text if len(lines[0].text) <= 40 else lines[0].text[:40].rsplit(" ", 1)[0] + " …"
    more = f" và {len(lines) - 1} dòng khác" if len(lines) > 1 else ""
    return f"{title}: “{quote}”{more}"
