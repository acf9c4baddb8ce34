"""What several commands print in the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import click

from dan_van.model import Finding, Severity

_WORDS = {Severity.ERROR: ("Lỗi", "red"), Severity.WARNING: ("Cảnh báo", "yellow"), Severity.INFO: ("Lưu ý", "cyan")}


def show_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """One line a finding: how grave, where, what, what to do."""
    for finding in findings:
        word, colour = _WORDS[finding.severity]
        click.echo(f"  {click.style(word, fg=colour)}  {finding}", err=err)


def show_json(value: Any) -> None:
    """Machine output: UTF-8, readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def highlighted(snippet: str) -> str:
    """``**word**`` as bold; click drops the codes when the output is not a terminal."""
    return re.sub(r"\*\*(.+?)\*\*", lambda match: click.style(match[1], bold=True), snippet)


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
