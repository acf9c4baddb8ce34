"""What the machine knows better than the clerk: the functions a ``body.md`` may call, and the faults of typed figures.

``FUNCTIONS`` are passed to ``body.md`` by name. :func:`faults` compares what was typed with what follows from it and with
what the law wants, paper by paper; a finding's ``place.part`` is the field, list items counted from 1 (``matters.2.agreed``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dan_van.drafting.computed import figures, sheet, village, votes
from dan_van.drafting.computed.sheet import Check, Sheet, Values
from dan_van.model import Finding

_PARTY_GUIDE = "Hướng dẫn số 05-HD/VPTW"
_STATE_FORMS = ("TM.", "KT.", "TL.", "TUQ.")

FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        figures.share, figures.money, figures.words, figures.weekday, figures.long_day, figures.short_day, figures.clock,
        figures.last_day, figures.days_between, figures.total, votes.at_least, votes.more_than, votes.needed, votes.passed,
        votes.outcome, votes.majority, votes.in_force, votes.cast, sheet.by_position, sheet.witnesses, sheet.counters,
    )
}  # fmt: skip


def faults(template_name: str, values: Values) -> list[Finding]:
    """Every figure of a paper that contradicts another one or the law; none for a paper that has no checks."""
    checks = village.CHECKS.get(template_name, _PARTY if template_name.startswith(("dang-", "chi-bo-")) else ())
    return [finding for check in checks for finding in check(Sheet(values))]


def field_path(part: str | None) -> tuple[str | int, ...]:
    """A finding's ``place.part`` as the path of the value, list items counted from 0."""
    return tuple(int(step) - 1 if step.isdigit() else step for step in part.split(".")) if part else ()


def _members(paper: Sheet) -> Iterator[Finding]:
    whole, present, absent = paper["members"], paper["present"], paper["absent"]
    if whole is None or present is None:
        return
    if present > whole or (absent is not None and present + absent != whole):
        yield paper.error("so-nguoi", "members", f"ghi {whole}, nhưng có mặt {present}, vắng {absent or 0}")
    for index, vote in enumerate(paper["resolutions"] or (), 1):
        if votes.cast(vote) > present:
            yield paper.error("so-phieu", f"resolutions.{index}.agreed", f"{votes.cast(vote)} phiếu, có mặt {present}")


def _authority(paper: Sheet) -> Iterator[Finding]:
    typed = (paper["signer"] or {}).get("authority") or ()
    for line in (typed,) if isinstance(typed, str) else typed:
        if line.startswith(_STATE_FORMS):
            text = f"“{line.split()[0]}” là cách ghi của cơ quan nhà nước; văn bản của Đảng ghi T/M, K/T, T/L"
            yield paper.error("quyen-han", "signer.authority", text, _PARTY_GUIDE)


_PARTY: tuple[Check, ...] = (_authority, _members, sheet.hours)
