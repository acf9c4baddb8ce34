"""What several commands print in the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import click

from dan_van import tables
from dan_van.errors import DanVanError, UnknownName
from dan_van.model import Finding, Severity
from dan_van.text import slug

_WORDS = {Severity.ERROR: ("Lỗi", "red"), Severity.WARNING: ("Cảnh báo", "yellow"), Severity.INFO: ("Lưu ý", "cyan")}


def show_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """One line a finding: how grave, where, what, what to do."""
    for finding in findings:
        word, colour = _WORDS[finding.severity]
        click.echo(f"  {click.style(word, fg=colour)}  {finding}", err=err)


def show_error(error: DanVanError) -> None:
    """What stopped the work, and every reason there is."""
    click.echo(str(error), err=True)
    show_findings(getattr(error, "findings", ()), err=True)


def show_json(value: Any) -> None:
    """Machine output: UTF-8, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def highlighted(snippet: str) -> str:
    """``**word**`` as bold; click drops the codes when the output is not a terminal."""
    return re.sub(r"\*\*(.+?)\*\*", lambda match: click.style(match[1], bold=True), snippet)


def type_slug(typed: str) -> str:
    """The slug of a type as a clerk writes it (``Luật``, ``chi-thi``, ``KH``). Raises UnknownName."""
    from difflib import get_close_matches

    known = tables.type_names()
    named = tables.type_slug(typed.replace("-", " "))
    lettered = tables.types_by_abbreviation().get(typed, ())
    if named or lettered:
        return named or lettered[0].slug
    close = get_close_matches(slug(typed), list(known), n=1)
    hint = f"Có phải “{close[0]}”?" if close else f"Ví dụ: {', '.join(list(known)[:5])}."
    raise UnknownName(f"Không có loại văn bản “{typed}”. {hint}")


def finding_values(finding: Finding) -> dict[str, Any]:
    """A finding as ``check --json`` prints it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "where": {"file": finding.place.file, "line": finding.place.line, "part": finding.place.part},
        "source": finding.source,
        "fixable": finding.fixable,
    }
