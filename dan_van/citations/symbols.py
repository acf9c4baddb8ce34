"""A số, ký hiệu standing at a place of running text, told from dates, fractions, telephone and form numbers.

``33/CT-TTg``, ``66.16/2026/NQ-CP``, ``9086/BNV-CTTN&BĐG``, ``01- KL/TW``, ``25 NQ/TW``, ``TT-⏎BTC``. A symbol is taken when its
letters name a type and a body, or a known body; after a word of type (``Công văn số 1539/VLO-QLDN3``) any letters will do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from dan_van import tables
from dan_van.codes import GROUP, PARTY, STATE, YEAR, Code, CodeError, Reading, read
from dan_van.text import fold

_DASH = "\\-‐‑‒–—−_"
START = rf"[0-9](?=[0-9OoIl.]{{0,8}}(?:[a-zđA-ZĐ]?\s{{0,2}}[/{_DASH}]\s{{0,2}}(?:[^\W\d_]|{YEAR}\s{{0,2}}[/{_DASH}])|\s?[A-ZĐa-zđ]{{2,5}}\s?[/-]\s?[A-ZĐa-zđ]))"
"""Where a symbol may begin; what stands before it must not be a letter, a digit or a joining mark."""
_HEAD = re.compile(
    rf"(?P<number>[0-9OIl][0-9OoIl]{{0,5}}(?:\.[0-9]{{1,2}})?(?:[a-zđA-ZĐ](?=\s{{0,2}}[/{_DASH}]))?)"
    rf"(?:(?P<mark>\s{{0,2}}[/{_DASH}]\s{{0,2}})(?:(?P<year>{YEAR})(?P<mark2>\s{{0,2}}[/{_DASH}]\s{{0,2}}))?"
    rf"|(?P<lost>\s?)(?=(?:{GROUP})\s?[/{_DASH}]\s?[^\W\d_]))"
    rf"(?P<group>{GROUP})"
)
_NEXT = re.compile(rf"(?P<before>\s{{0,2}})[/{_DASH}](?P<after>\s{{0,2}})(?P<group>{GROUP})")
_LOST_DASH = re.compile(r"\s(?P<group>[A-ZĐ]{2,8})(?=,?\s+ngày\s+[0-9])")
_PARTIAL = re.compile(
    r"(?P<number>[0-9]{1,4}[a-zđ]?)(?:/(?P<year>(?:19|20)[0-9]{2}))?(?![\w/]|[.,][0-9]|\s?[%-]\s?[0-9]|[-–_][A-ZĐ])"
)
_LEGISLATURE = re.compile(r"(?:QH|UBTVQH|HĐNN|HDNN)(?:[IVX]+|[0-9]{1,2})?")
_FILE_ENDING = re.compile(r"\.(?:docx?|pdf|xlsx?|zip|rar)\Z", re.IGNORECASE)
_FILE_NAME = re.compile(r"(?:[ _-]\S{1,40})?\.(?:docx?|pdf|xlsx?|zip|rar)(?!\w)", re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"(?:QCVN|TCVN|TCN|TCXD(?:VN)?|TCCS|ISO|QCĐP|[Mm]ẫu(?:\s+số)?|[Bb]iểu(?:\s+mẫu)?(?:\s+số)?|[Pp]hụ\s+lục(?:\s+số)?|đường|nhà(?:\s+số)?|ngõ|phố|:)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol found at a place, with its faults and where it ends."""

    code: Code
    faults: tuple[str, ...]
    end: int


@dataclass(frozen=True, slots=True)
class PartialSymbol:
    """``30`` or ``30/2020`` after a word of type: a number without letters."""

    number: str
    year: int | None
    end: int


def at(text: str, start: int, *, typed: bool = False) -> Symbol | None:
    """The symbol that begins at ``start``; ``typed`` when a word of type stands before it."""
    match = _HEAD.match(text, start)
    if match is None or (start and (text[start - 1].isalnum() or text[start - 1] in "/.-_@")):
        return None
    first, end = _without_day(match)
    groups = [first]
    mark = match["mark"]
    while (more := _NEXT.match(text, end)) is not None:
        group, stop = _without_day(more)
        spaced = bool(more["before"]) and bool(more["after"])
        if (spaced and not _may_be_spaced(groups, group, typed=typed)) or not (_plausible(group) or group == "nb"):
            break
        if (more["before"] or more["after"]) and not (_known(group) or group.isupper()):
            break
        groups.append(group)
        end = stop
    if typed and len(groups) == 1 and not _is_type(first) and (more := _LOST_DASH.match(text, end)):
        reading = _maybe(f"{text[start:end]}-{more['group']}")
        return Symbol(reading.code, (*reading.faults, "missing-separator"), more.end()) if reading else None
    if _FILE_NAME.match(text, end) or _FILE_ENDING.search(groups[-1]):
        return None
    if not _acceptable(groups, mark, match["year"], typed=typed):
        return None
    if not typed and _NOT_AFTER.search(text, max(0, start - 16), start):
        return None
    reading = _maybe(text[start:end])
    if reading is None:
        return None
    return Symbol(reading.code, reading.faults, end)


def _without_day(match: re.Match[str]) -> tuple[str, int]:
    """The letters and their end, without the word ``ngày`` typed on to them (``NĐ-CPngày``)."""
    group = match["group"]
    return (group[:-4], match.end() - 4) if group.endswith("ngày") and len(group) > 4 else (group, match.end())


def partial_at(text: str, start: int) -> PartialSymbol | None:
    """The bare number (with a year) that begins at ``start``."""
    match = _PARTIAL.match(text, start)
    return PartialSymbol(match["number"], int(match["year"]) if match["year"] else None, match.end()) if match else None


def _maybe(written: str) -> Reading | None:
    try:
        return _read(written)
    except CodeError:
        return None


@lru_cache(maxsize=8192)
def _read(written: str) -> Reading:
    return read(written)


def _acceptable(groups: list[str], mark: str | None, year: str | None, *, typed: bool) -> bool:
    """Whether the letters are those of a document."""
    first = groups[0]
    if mark is None:  # 25 NQ/TW, 45QĐ/UBND: only letters that name a type may stand after a mere space, or none
        return len(groups) > 1 and _is_type(first)
    spaced = mark != mark.strip() and mark[0].isspace() and mark[-1].isspace() and "/" not in mark
    if spaced and (len(groups) == 1 or not _is_type(first)):
        return False
    if _LEGISLATURE.fullmatch(first.upper()) or _LEGISLATURE.fullmatch(groups[-1].upper()):
        return typed or year is not None or len(groups) > 1
    if len(groups) > 1 and _is_type(first):
        return all(_plausible(group) or group == "nb" for group in groups[1:])
    if (
        year is not None
        and len(first) > 3
        and any(fold(first).startswith(letters) for letters in ("nd", "tt", "qd", "nq"))
        and first.isupper()
    ):
        return True
    if any(_is_body(group) for group in groups):
        return _plausible(first) and (typed or first[0].isupper())
    return typed and all(_plausible(group) and len(group) > 1 and group[0].isupper() for group in groups)


def _may_be_spaced(groups: list[str], group: str, *, typed: bool) -> bool:
    """Whether letters after a dash with spaces on both sides still belong to the symbol, and are not the next words of the line."""
    if len(groups) == 1 and _is_type(groups[0]):
        return True
    joint = fold(groups[0]) in ("nqlt", "ttlt", "ctr")
    return typed and group.isupper() and len(group) > 2 and (joint or (len(groups) == 1 and not _is_body(group)))


def _plausible(group: str) -> bool:
    """Letters as in a symbol: known ones, or mostly capitals."""
    if _known(group):
        return True
    letters = [letter for letter in group if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def _known(group: str) -> bool:
    return _is_type(group) or _is_body(group) or bool(_LEGISLATURE.fullmatch(group))


def _is_type(group: str) -> bool:
    return fold(group) in _types()


def _is_body(group: str) -> bool:
    return fold(group) in _bodies()


@cache
def _types() -> frozenset[str]:
    return frozenset(fold(letters) for letters in tables.types_by_abbreviation())


@cache
def _bodies() -> frozenset[str]:
    known = tables.issuer_abbreviations(STATE) | tables.issuer_abbreviations(PARTY)
    return frozenset(fold(letters) for letters in known)
