"""What several commands print in the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dan_van import dates, tables
from dan_van.cli.language import told, words
from dan_van.cli.terminal import say
from dan_van.dates import format_short
from dan_van.errors import DanVanError, UnknownName
from dan_van.model import Finding, Severity
from dan_van.saying import said
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
            self.fail(words("“{value}” không phải một ngày. Ghi như 23/11/2026 hoặc 2026-11-23.", value=value), param, ctx)


DAY = _Day()

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def severity_word(severity: Severity, *, bold: bool = False) -> str:
    """How grave, in words and colour."""
    return click.style(told(severity.label), fg=_COLOURS[severity], bold=bold or None)


def show_findings(findings: Iterable[Finding], *, err: bool = False) -> None:
    """One line a finding: how grave, where, what, what to do."""
    for finding in findings:
        place = finding.place
        where = ", ".join(
            piece for piece in (place.file, words("dòng {line}", line=place.line) if place.line else "", place.part) if piece
        )
        pieces = [f"{where}: {told(finding.message)}" if where else told(finding.message), told(finding.remedy or "")]
        click.echo(f"  {severity_word(finding.severity)}  {' '.join(filter(None, pieces))}", err=err)


def show_error(error: DanVanError) -> None:
    """What stopped the work, and every reason there is."""
    click.echo(told(error.sentence), err=True)
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
    if close:
        raise UnknownName("Không có loại văn bản “{typed}”. Có phải “{meant}”?", typed=typed, meant=close[0])
    raise UnknownName("Không có loại văn bản “{typed}”. Ví dụ: {known}.", typed=typed, known=", ".join(list(known)[:5]))


def finding_values(finding: Finding) -> dict[str, Any]:
    """A finding as ``check --json`` prints it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": told(finding.message),
        "remedy": finding.remedy and told(finding.remedy),
        "where": {"file": finding.place.file, "line": finding.place.line, "part": finding.place.part},
        "source": finding.source,
        "fixable": finding.fixable,
    }


def show_validity(judged: Validity) -> None:
    """The standing of a document or provision on a day, what decided it, and what must be seen beside it."""
    from dan_van.corpus import Standing, titles

    colour = {Standing.IN_FORCE: "green", Standing.UNKNOWN: None}.get(judged.standing, "yellow")
    label, status = judged.label, judged.document.status
    say("Hiệu lực ngày {day}: {standing}", day=format_short(judged.on), standing=click.style(told(label), fg=colour))
    since = judged.since and format_short(judged.since)
    told_so_far = ""
    if since and since not in label:
        say("  Từ ngày: {day}", day=since)
    if judged.decided_by and judged.decided_by.text not in (judged.note or ""):
        told_so_far = judged.decided_by.text
        say("  Theo: {cause}", cause=told_so_far)
    if status and status.source not in told_so_far:
        recorded = said("Kho ghi về cả văn bản") if judged.unit else said("Kho ghi")
        day = said(" tại ngày {day}", day=format_short(status.as_of)) if status.as_of else ""
        say(
            "  {recorded}: {status}{day} ({source})",
            recorded=recorded,
            status=status.value.label,
            day=day,
            source=status.source,
        )
    if judged.note:
        say("  Lưu ý: {note}", note=judged.note)
    for cause in judged.amended_by:
        say("  Sửa đổi: {cause}", cause=cause.text)
    for document in judged.successors:
        say("  Văn bản thay thế: {name}  [{id}]", name=titles.full_label(document), id=document.id)
    for cause in judged.depends_on_ended:
        click.echo(click.style(words("  Xem lại: {cause}", cause=cause.text), fg="yellow"))


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
