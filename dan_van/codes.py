"""Số, ký hiệu: read, print and compare every style that State and Party papers use.

A symbol is not a key (33/CT-TTg exists in 2021 and in 2026): here are only its form and parts, read from it alone.

State: ``33/CT-TTg``, ``34/2016/NĐ-CP``, ``10/2022/QH15``, ``16575/UBND-THKH``. Party: ``23-QĐ/TW``.
Sources of the forms: Nghị định 30/2020/NĐ-CP, Phụ lục III; Hướng dẫn 05-HD/VPTW.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from dan_van import tables
from dan_van.errors import DanVanError
from dan_van.model import Span
from dan_van.text import clean, fold

STATE = "nha-nuoc"
PARTY = "dang"


class CodeError(DanVanError, ValueError):
    """The text has not the form of a số, ký hiệu."""


class Likeness(IntEnum):
    """How far two symbols agree."""

    DIFFERENT = 0
    LOOSE = 1
    """Only after marks are dropped (QD for QĐ, or HD against HĐ): a candidate, not a match."""
    SAME = 2
    """Same parts; separators, letter case or a leading zero differ."""
    EQUAL = 3


@dataclass(frozen=True, slots=True)
class Code:
    """A symbol by its parts.

    ``number`` keeps what is printed (``0124``, ``66.16``, ``12a``; empty for a blank), ``groups`` are the letters between
    separators (``("CT", "TTg")``), ``separators`` what stands between them, ``year`` that of a normative symbol, ``family`` STATE or PARTY.
    """

    number: str
    groups: tuple[str, ...]
    separators: tuple[str, ...] = ()
    year: int | None = None
    family: str = STATE
    opening: str = ""
    """What stands after the number when it is not what the family has: ``-`` in old State symbols (``90-CP``)."""

    @classmethod
    def parse(cls, text: str) -> Code:
        """The symbol written in ``text``, in its right form. Raises CodeError."""
        return read(text).code

    @classmethod
    def maybe(cls, text: str | None) -> Code | None:
        """The symbol written in ``text``; None when it has not the form of one."""
        try:
            return read(text).code if text else None
        except CodeError:
            return None

    @property
    def notation(self) -> str:
        """The letters with their separators: ``CT-TTg``, ``QĐ/TW``."""
        pieces = [self.groups[0]] if self.groups else []
        for separator, group in zip(self.separators, self.groups[1:], strict=True):
            pieces += [separator, group]
        return "".join(pieces)

    @property
    def type_abbreviation(self) -> str | None:
        """The type's letters when the symbol shows a type (``CT``, ``NĐ``); None for laws and công văn."""
        named = len(self.groups) > 1 and self.groups[0] in tables.types_by_abbreviation()
        return self.groups[0] if named else None

    @property
    def bodies(self) -> tuple[str, ...]:
        """The letters that name bodies (and a công văn's unit), in order."""
        return self.groups[1:] if self.type_abbreviation else self.groups

    @property
    def legislature(self) -> int | None:
        """The term that a National Assembly symbol carries: 15 in ``10/2022/QH15``."""
        match = _LEGISLATURE.fullmatch(self.groups[0]) if self.groups else None
        return int(match[2]) if match else None

    @property
    def key(self) -> str:
        """Equal for symbols that are the same but for case, zeros and separators; marks count."""
        year = str(self.year or "")
        return "|".join([plain_number(self.number), year, *(group.casefold() for group in self.groups)])

    @property
    def loose_key(self) -> str:
        """:attr:`key` without marks; finds candidates for what was typed without them."""
        return fold(self.key)

    def __str__(self) -> str:
        if self.year is not None:
            return f"{self.number}/{self.year}/{self.notation}"
        return f"{self.number}{self.opening or ('-' if self.family == PARTY else '/')}{self.notation}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: the symbol in its right form, and the faults of how it was written.

    Faults: ``separators`` (763/QĐ-TU for 763-QĐ/TU), ``missing-separator`` (25 NQ/TW), ``space``
    (01- KL/TW), ``dash`` (an en dash), ``letter-for-digit`` (3O for 30), ``look-alike`` (Ð for Đ),
    ``case`` (33/ct-ttg), ``marks`` (30/2020/ND-CP).
    """

    code: Code
    faults: tuple[str, ...] = ()


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_LEGISLATURE = re.compile(r"(QH|UBTVQH)([IVX]+|\d{1,2})")
GROUP = r"[^\W_\d](?:[^\W_]|[&.](?=[^\W_]))*(?:\([A-Z0-9]{1,4}\))?"
"""The letters between two separators of a symbol; ``&`` joins units, an old one may carry its own in brackets."""
YEAR = "(?:19|2[0Oo])[0-9OoIl]{2}"
"""The year inside a symbol, with letters typed for digits."""
_SEP = rf"\s*[-/_{_DASHES}]\s*"
_CODE = re.compile(
    rf"""(?P<number>[0-9OoIl]{{0,12}}[0-9][0-9OoIl]{{0,12}}(?:\.[0-9]{{1,3}})?(?:[a-zđA-ZĐ](?=\s*[/\-{_DASHES}]))?)?
    (?P<first>\s*[/\-{_DASHES}]\s*|\s+|(?<=[0-9])(?=[A-ZĐ]))
    (?:(?P<year>{YEAR})(?P<second>\s*[/\-{_DASHES}]\s*))?
    (?P<notation>{GROUP}(?:{_SEP}{GROUP})*)""",
    re.VERBOSE,
)
_PREFIX = re.compile(r"^\s*(?:số|so)\s*:?\s*", re.IGNORECASE)


def read(text: str) -> Reading:
    """Read one symbol, alone or after ``Số:``; raises CodeError when there is none of that form.

    A blank number (``Số: /KH-UBND``) is read as an empty one.
    """
    cleaned = _PREFIX.sub("", clean(text)).strip()
    match = _CODE.fullmatch(cleaned)
    if match is None or (not match["number"] and match["first"].isspace()):
        raise CodeError(
            "“{written}” không có dạng số, ký hiệu văn bản (ví dụ: 33/CT-TTg, 23-QĐ/TW, 10/2022/QH15).", written=text.strip()
        )
    faults: list[str] = []
    if "Ð" in text or "ð" in text:
        faults.append("look-alike")
    if any(dash in cleaned for dash in _DASHES):
        faults.append("dash")
    number = _digits(match["number"] or "")
    if number != (match["number"] or ""):
        faults.append("letter-for-digit")
    if match["year"] and _digits(match["year"]) != match["year"]:
        faults.append("letter-for-digit")
    lost_separator = not match["first"].strip()
    if lost_separator:
        faults.append("missing-separator")
    elif re.search(r"\s", cleaned):
        faults.append("space")
    parts = re.split(rf"\s*([-/_{_DASHES}])\s*", match["notation"])
    written = tuple(parts[0::2])
    groups = _known_letters(written)
    if groups != written:
        faults.append("case" if [g.casefold() for g in groups] == [g.casefold() for g in written] else "marks")
    separators = tuple("/" if mark == "/" else "-" for mark in parts[1::2])
    year = int(_digits(match["year"])) if match["year"] else None
    if len(groups) == 1 and (apart := _pulled_apart(groups[0], year)) is not None:
        if not groups[0].startswith(apart[0]):
            faults.append("marks")
        groups, separators = (*apart, *groups[1:]), ("-", *separators)
        faults.append("missing-separator")
    opened = "/" if "/" in match["first"] else "-"
    family, right = _right_separators(groups, opened, separators, year)
    if family == STATE and not any(group in _bodies() for group in groups):
        right = separators  # letters of no known body: the form is an old one, or not ours to mend
    old = family == STATE and year is None and len(groups) == 1 and groups[0] in _OLD_BODIES
    opening = "-" if old and opened == "-" else ""
    wanted = opening or ("-" if family == PARTY else "/")
    opening_swapped = not lost_separator and opened != wanted
    if opening_swapped or right != separators or "_" in parts[1::2] or (match["second"] or "/").strip() != "/":
        faults.append("separators")
    return Reading(Code(number, groups, right, year, family, opening), tuple(dict.fromkeys(faults)))


_OLD_BODIES = ("CP", "HĐBT", "TTg", "PC", "SL", "HĐCP", "CTN", "LCT")


def _pulled_apart(group: str, year: int | None) -> tuple[str, str] | None:
    """``NĐCP`` → ``NĐ``, ``CP``; ``TTBLĐTBXH`` (of a year) → ``TT``, ``BLĐTBXH``; None when the letters are one name."""
    if group in _known() or len(group) < 4:
        return None
    for type_ in sorted(tables.types_by_abbreviation(), key=len, reverse=True):
        rest = group[len(type_) :]
        if fold(group[: len(type_)]) == fold(type_) and (
            rest in _bodies() or (year and len(rest) > 2 and rest[0] == "B" and rest.isupper())
        ):
            return type_, rest
    return None


def _right_separators(
    groups: tuple[str, ...], opened: str, separators: tuple[str, ...], year: int | None
) -> tuple[str, tuple[str, ...]]:
    """The family and the separators its form wants between the groups."""
    if year is not None:  # normative symbols keep what they print: NQLT/CP-…, NQLT-UBTVQH14-…
        return STATE, separators
    if _is_party(groups, opened, separators):
        return PARTY, ("/", *("/" if group.islower() else "-" for group in groups[2:]))
    return STATE, tuple("-" for _ in groups[1:])


def _digits(number: str) -> str:
    """A number with letters typed for digits put right: ``3O`` → ``30``, ``l2`` → ``12``; a suffix (``12a``) stays."""
    body, suffix = (number[:-1], number[-1]) if number[-1:].isalpha() and number[-1:] not in "OoIl" else (number, "")
    return body.replace("O", "0").replace("o", "0").replace("I", "1").replace("l", "1") + suffix


_IN_TEXT = re.compile(
    rf"(?<![\w/.\-])[0-9][0-9OoIl]*(?:\.[0-9]{{1,3}})?[a-zđ]?(?:\s?[/{_DASHES}-]\s?(?:19|20)[0-9]{{2}})?"
    rf"(?:\s?[/{_DASHES}-]\s?{GROUP}(?:\s?[/{_DASHES}-]\s?{GROUP})*|\s{GROUP}(?:\s?[/{_DASHES}-]\s?{GROUP})+)"
)


def find(text: str) -> Iterator[tuple[Reading, Span]]:
    """Symbols inside running (clean) text that name a known type or body; a plain look for search, not a citation scan."""
    known = set(tables.types_by_abbreviation()) | tables.issuer_abbreviations(STATE) | tables.issuer_abbreviations(PARTY)
    for match in _IN_TEXT.finditer(text):
        try:
            reading = read(match.group())
        except CodeError:
            continue
        if any(group in known or _LEGISLATURE.fullmatch(group) for group in reading.code.groups):
            yield reading, Span(*match.span())


def compare(left: Code, right: Code) -> Likeness:
    """How far two symbols agree; bodies are never guessed at: BDVTW and BDVTU differ."""
    if left == right:
        return Likeness.EQUAL
    if left.key == right.key:
        return Likeness.SAME
    if left.loose_key == right.loose_key:
        return Likeness.LOOSE
    return Likeness.DIFFERENT


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """What someone typed to find a document by its symbol; a part not typed is None."""

    number: str
    year: int | None = None
    type_slugs: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    code: Code | None = None

    def matches(self, code: Code, type_slug: str, year: int | None) -> bool:
        """Whether a document's symbol, type and year agree with every part that was typed."""
        if self.code is not None:
            return compare(self.code, code) >= Likeness.LOOSE
        if plain_number(self.number) != plain_number(code.number):
            return False
        if self.year is not None and self.year not in (year, code.year):
            return False
        if self.type_slugs and type_slug not in self.type_slugs:
            return False
        have = {fold(body) for body in code.bodies}
        return all(fold(body) in have for body in self.bodies)


_QUERY = re.compile(
    r"(?P<type>[^\W\d_]+(?:\s+[^\W\d_]+){0,3}?)?\s*(?:số|so)?\s*(?P<number>[0-9]+(?:\.[0-9]+)?[a-zđ]?)"
    r"(?:\s*(?:/|năm|nam|-)\s*(?P<year>(?:19|20)[0-9]{2}))?(?:\s+(?P<bodies>[^\W\d_]+(?:[-/ ][^\W\d_]+)*))?",
    re.IGNORECASE,
)


def read_query(text: str) -> CodeQuery | None:
    """A search query that asks for a symbol: ``33/CT-TTg``, ``CT 33``, ``nghị định 30/2020``, ``KL 114 TW``.

    None when it is ordinary words (``chỉ thị về dân vận``), or words and a number that name no type.
    """
    typed = _PREFIX.sub("", clean(text).strip().strip("\"“”'.,;: "))
    without_type = _split_type(typed)
    for candidate, slugs in ((typed, ()), (without_type[1], without_type[0])):
        try:
            reading = read(candidate)
        except CodeError:
            continue
        if "missing-separator" not in reading.faults and reading.code.number:
            return CodeQuery(reading.code.number, reading.code.year, slugs, code=reading.code)
    match = _QUERY.fullmatch(typed)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    slugs = _type_slugs(match["type"]) if match["type"] else ()
    bodies = re.split(r"[-/ ]", match["bodies"]) if match["bodies"] else []
    if bodies and not slugs and (named := _type_slugs(bodies[0])):
        slugs, bodies = named, bodies[1:]
    if match["type"] and not slugs:
        return None
    known = {fold(body) for family in (STATE, PARTY) for body in tables.issuer_abbreviations(family)}
    if any(fold(body) not in known for body in bodies):
        return None
    return CodeQuery(match["number"], year, slugs, tuple(bodies))


def _split_type(typed: str) -> tuple[tuple[str, ...], str]:
    match = re.match(r"(?P<type>[^\W\d_]+(?:\s+[^\W\d_]+){0,3}?)\s+(?:(?:số|so)\s+)?(?=\d)", typed, re.IGNORECASE)
    slugs = _type_slugs(match["type"]) if match else ()
    return (slugs, typed[match.end() :]) if match and slugs else ((), typed)


@cache
def _slugs_by_word() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for row in tables.document_types():
        for word in (row.name, row.abbreviation):
            if word:
                words.setdefault(fold(word), []).append(row.slug)
    return {word: tuple(dict.fromkeys(slugs)) for word, slugs in words.items()}


def _type_slugs(words: str) -> tuple[str, ...]:
    return _slugs_by_word().get(" ".join(fold(words).split()), ())


def plain_number(number: str) -> str:
    """A number as compared: lower case, without leading zeros (``03`` and ``3`` are one)."""
    return number.lower().lstrip("0") or number[:1]


@cache
def _letters() -> dict[str, str]:
    """Known letters by their bare lower-case form, for typing without marks or case; ambiguous ones left out."""
    forms: dict[str, set[str]] = {}
    known = set(tables.types_by_abbreviation())
    for family in (STATE, PARTY):
        known |= tables.issuer_abbreviations(family)
    for form in known:
        forms.setdefault(fold(form), set()).add(form)
    return {bare: next(iter(same)) for bare, same in forms.items() if len(same) == 1}


@cache
def _bodies() -> frozenset[str]:
    """Letters that name a body which issues documents."""
    return tables.issuer_abbreviations(STATE) | tables.issuer_abbreviations(PARTY)


@cache
def _known() -> frozenset[str]:
    return frozenset(_letters().values()) | frozenset(tables.types_by_abbreviation())


@cache
def _by_case() -> dict[str, tuple[str, ...]]:
    """Known letters by their lower case, marks kept."""
    forms: dict[str, tuple[str, ...]] = {}
    for form in sorted(_known()):
        forms[form.casefold()] = (*forms.get(form.casefold(), ()), form)
    return forms


def _known_letters(written: tuple[str, ...]) -> tuple[str, ...]:
    """Letters as the tables write them, where the typed ones can mean only that."""
    settled = []
    for group in written:
        if group in _known():
            settled.append(group)
        elif len(same := _by_case().get(group.casefold(), ())) == 1:
            settled.append(same[0])
        elif fold(group) == group.lower() and group.lower() in _letters():
            settled.append(_letters()[group.lower()])
        elif (match := _LEGISLATURE.fullmatch(group.upper())) is not None:
            settled.append(match.group())
        else:
            settled.append(group if any(c.isupper() for c in group) or group == "nb" else group.upper())
    return tuple(settled)


def _is_party(groups: tuple[str, ...], opened: str, separators: tuple[str, ...]) -> bool:
    """Whether the symbol has the Party's form: by its body, or as it is written when its bodies are no State ones.

    Old laws (21-LCT/HDNN8) share that form.
    """
    if len(groups) < 2:
        return False
    if groups[1] in tables.issuer_abbreviations(PARTY):
        return groups[0] in tables.types_by_abbreviation() or (opened == "-" and separators[0] == "/")
    return opened == "-" and separators[0] == "/" and groups[1] not in tables.issuer_abbreviations(STATE)
