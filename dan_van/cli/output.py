"""What several commands print in the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dan_van import dates, tables
from dan_van.dates import format_short
from dan_van.errors import DanVanError, UnknownName
from dan_van.model import Finding, Severity
from dan_van.text import slug

if TYPE_CHECKING:
    from dan_van.corpus import Cause, Validity


class _Day(click.ParamType[date]):
    """A calendar day, ``2026-11-23`` or ``23/11/2026``."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        if isinstance(value, date):
            return value
        backwards = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value.strip())
        try:
            return date.fromisoformat(dates.iso("/".join(reversed(backwards.groups())) if backwards else value) or "")
        except ValueError:
            self.fail(f"“{value}” không phải một ngày. Ghi như 23/11/2026 hoặc 2026-11-23.", param, ctx)


DAY = _Day()

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def severity_word(severity: Severity, *, bold: bool = False) -> str:
    """How grave, in words and colour."""
    return click.style(severity.label, fg=_COLOURS[severity], bold=bold or None)


def show_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """One line a finding: how grave, where, what, what to do."""
    for finding in findings:
        click.echo(f"  {severity_word(finding.severity)}  {finding}", err=err)


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


def show_validity(judged: Validity) -> None:
    """The standing of a document or provision on a day, what decided it, and what must be seen beside it."""
    from dan_van.corpus import Standing, titles

    colour = {Standing.IN_FORCE: "green", Standing.UNKNOWN: None}.get(judged.standing, "yellow")
    label, status = judged.label, judged.document.status
    click.echo(f"Hiệu lực ngày {format_short(judged.on)}: {click.style(label, fg=colour)}")
    since = judged.since and format_short(judged.since)
    lines = [f"Từ ngày: {since}"] if since and since not in label else []
    if judged.decided_by and judged.decided_by.text not in (judged.note or ""):
        lines.append(f"Theo: {judged.decided_by.text}")
    if status and status.source not in "".join(lines):
        day = f" tại ngày {format_short(status.as_of)}" if status.as_of else ""
        lines.append(f"Kho ghi{' về cả văn bản' if judged.unit else ''}: {status.value.label}{day} ({status.source})")
    lines += [f"Lưu ý: {judged.note}"] if judged.note else []
    lines += [f"Sửa đổi: {cause.text}" for cause in judged.amended_by]
    lines += [f"Văn bản thay thế: {titles.full_label(document)}  [{document.id}]" for document in judged.successors]
    for line in lines:
        click.echo(f"  {line}")
    for cause in judged.depends_on_ended:
        click.echo(click.style(f"  Xem lại: {cause.text}", fg="yellow"))


def validity_values(judged: Validity) -> dict[str, Any]:
    """A validity as ``show --json`` prints it."""
    return {
        "on": judged.on.isoformat(),
        "unit": judged.unit,
        "standing": judged.standing.value,
        "ending": judged.ending and judged.ending.value,
        "since": judged.since and judged.since.isoformat(),
        "decided_by": judged.decided_by and _cause_values(judged.decided_by),
        "amended_by": [_cause_values(cause) for cause in judged.amended_by],
        "depends_on_ended": [_cause_values(cause) for cause in judged.depends_on_ended],
        "successors": [document.id for document in judged.successors],
        "note": judged.note,
        "as_of": judged.as_of and judged.as_of.isoformat(),
    }


def _cause_values(cause: Cause) -> dict[str, Any]:
    return {
        "document": cause.actor and cause.actor.id,
        "kind": cause.relation and cause.relation.kind.value,
        "pin": cause.relation and cause.relation.pin,
        "unit": cause.unit,
        "text": cause.text,
    }
