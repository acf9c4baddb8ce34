"""Phrases that point into a document: found beside a citation, and read into addresses.

``các điểm a, b và đ khoản 2, khoản 3 Điều 7`` means ``dieu-7.khoan-2.diem-a``, ``…diem-b``, ``…diem-dd`` and ``dieu-7.khoan-3``. Units go
from narrow to wide (or, in lists by rank, from wide to narrow); a unit said once holds for every number of its list.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from dan_van.text import fold

_UNIT = r"(?:[Tt]iểu\s+mục|[Pp]hụ\s+lục|[Đđ]iểm|[Kk]hoản|[Đđ]iều|ĐIỀU|[Mm]ục|[Cc]hương|[Pp]hần|[Tt]iết)"
_ORDINAL = r"thứ\s+(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
_LETTER = r"[a-zđ]{1,2}[0-9]{0,2}"
_NUMBER = rf"(?:(?:số\s+)?[0-9]{{1,4}}(?:\.[0-9]+){{0,3}}(?:[a-zđ](?![^\W\d_]))?|(?:số\s+)?[IVXLC]{{1,7}}[A-Z]?(?:/[0-9]+[A-Z]?)?(?:\.[0-9IVXa-zA-Z]+)*|{_ORDINAL}|{_LETTER}|[A-ZĐ](?![\w]))(?![^\W_]|/[0-9])"
_SEPARATOR = r"(?:\s*[,;]\s*(?:(?:và|hoặc)\s+)?|\s+(?:và|hoặc|hay)\s+|\s+(?:cho\s+)?đến\s+(?:hết\s+)?|\s*[-–]\s*)"
_LINK = rf"(?:{_SEPARATOR}|\s+(?:của|tại|thuộc|trong)\s+|\s+)"
_MANY = r"(?:(?:các|những|từ)\s+)*"
PHRASE = rf"(?:từ\s+)?{_UNIT}\s+{_NUMBER}(?:{_LINK}{_MANY}{_UNIT}\s+{_MANY}{_NUMBER}|{_SEPARATOR}{_NUMBER})*"
_PHRASE = re.compile(PHRASE)
_STARTS = re.compile(rf"(?<![\w])(?:{_UNIT})(?=\s+(?:số\s+|thứ\s+)?[0-9IVXLCA-ZĐa-zđ])")
_LAST_WORDS = re.compile(
    r"[\s,]*(?:\s(?:của|tại|thuộc|trong|theo)(?:\s+(?:các|những|bản))?\s*|\s+ban\s+hành\s+kèm\s+theo\s*|\s+kèm\s+theo\s*|\s)?\Z"
)
_AFTER = re.compile(rf"\s*(?:,?\s*(?:tại|ở|theo|gồm|là)\s+(?:các\s+)?|\(\s*(?:tại\s+)?|,\s*)(?={_UNIT}\s)")
_ITEM = re.compile(rf"(?P<link>{_LINK}|\A)?{_MANY}(?:(?P<unit>{_UNIT})\s+{_MANY})?(?P<number>{_NUMBER})")
_KINDS = {
    "phu luc": "phu-luc", "phan": "phan", "chuong": "chuong", "muc": "muc", "tieu muc": "tieu-muc", "dieu": "dieu",
    "khoan": "khoan", "diem": "diem", "tiet": "tiet",
}  # fmt: skip
_RANK = {
    kind: rank for rank, kind in enumerate(("phu-luc", "phan", "chuong", "muc", "tieu-muc", "dieu", "khoan", "diem", "tiet"))
}
_REACH = 600


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a text, by its offsets there, and the addresses it means."""

    start: int
    end: int
    units: tuple[str, ...]


def before(text: str, start: int, *, floor: int = 0) -> Found | None:
    """The phrase that ends just before a citation at ``start`` (``khoản 2 Điều 5 của`` …), not reaching before ``floor``."""
    floor = max(floor, start - _REACH)
    if not _may_end_pin(text, floor, start):
        return None
    tail = _LAST_WORDS.search(text, max(floor, start - 30), start)
    end = tail.start() if tail else start
    if end <= floor or not text[end - 1].isalnum():
        return None
    position = floor
    for opening in _STARTS.finditer(text, floor, end):
        if opening.start() < position:
            continue
        phrase = _PHRASE.match(text, opening.start(), end)
        if phrase is None:
            continue
        if phrase.end() == end:
            return Found(opening.start(), end, read(phrase.group()))
        position = phrase.end()
    return None


_LINKS = frozenset(["của", "tại", "thuộc", "trong", "theo", "các", "những", "bản"])
_TOKEN_OF_PIN = re.compile(
    r"(?:[0-9]+(?:\.[0-9]+)*[a-zđ]?|[a-zđ]{1,2}[0-9]*|[IVXLC]+[A-Z]?(?:\.\w+)*|[A-ZĐ]|nhất|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\S*/[0-9]+[A-Z]?)[,;]?\Z"
)


def _may_end_pin(text: str, floor: int, start: int) -> bool:
    """A quick look whether the last word before a citation, links aside, can be the number of a unit."""
    words = text[max(floor, start - 40) : start].split()
    while words and words[-1] in _LINKS:
        words.pop()
    if words[-2:] == ["kèm", "theo"] or words[-1:] == ["kèm"]:
        words = words[: -2 if words[-1] == "theo" else -1]
        if words[-2:] == ["ban", "hành"]:
            words = words[:-2]
    return bool(words) and _TOKEN_OF_PIN.match(words[-1]) is not None


def after(text: str, end: int, ceiling: int) -> Found | None:
    """The phrase just after a citation that ends at ``end``: ``(Điều 5)``, ``tại Điều 12``; it must end before ``ceiling``."""
    link = _AFTER.match(text, end, ceiling)
    if link is None:
        return None
    phrase = _PHRASE.match(text, link.end(), ceiling)
    if phrase is None:
        return None
    if ceiling < len(text) and _LAST_WORDS.fullmatch(text, phrase.end(), ceiling):
        return None  # it points into the next citation
    rest = text[phrase.end() : phrase.end() + 24]
    if re.match(r"\s*(?:của|này|Luật|Nghị|Thông|Quyết|Bộ\s+luật|Quy|Chỉ)\b", rest) or (
        text[phrase.start() - 1] == " " and re.match(r"\s+(?:của\s+)?[A-ZĐ]", rest)
    ):
        return None
    return Found(phrase.start(), phrase.end(), read(phrase.group()))


@dataclass(slots=True)
class _Group:
    kind: str
    numbers: list[str]
    direct: bool
    """Whether it stands right after the group before it, without a separator."""
    comma: bool = False
    """Whether only a comma parts them."""


def read(phrase: str) -> tuple[str, ...]:
    """The addresses that a phrase means, in its order."""
    groups = _groups(phrase)
    if not groups:
        return ()
    chains = _chains(groups)
    found: list[str] = []
    context: dict[str, str] = {}
    for chain in reversed(chains):
        here: list[str] = []
        widest = max(chain, key=lambda group: -_RANK[group.kind])
        wider = {kind: number for kind, number in context.items() if _RANK[kind] < _RANK[widest.kind]}
        _expand(chain, wider, here)
        found = here + found
        context = {**wider, **{group.kind: group.numbers[0] for group in chain}}
    return tuple(dict.fromkeys(found))


def _groups(phrase: str) -> list[_Group]:
    """Runs of numbers of one unit, in order."""
    groups: list[_Group] = []
    position = 0
    kind = ""
    while (item := _ITEM.match(phrase, position)) is not None and item.end() > position:
        link = (item["link"] or "").strip()
        if item["unit"]:
            kind = _KINDS[" ".join(fold(item["unit"]).split())]
        number = _number(item["number"])
        ranged = link.endswith(("đến", "đến hết")) or link in ("-", "–")
        if groups and groups[-1].kind == kind:
            if ranged:
                groups[-1].numbers[-1] += f"..{number}"
            else:
                groups[-1].numbers.append(number)
        else:
            groups.append(_Group(kind, [number], link in ("", "của", "tại", "thuộc", "trong"), link == ","))
        position = item.end()
    return groups


_STEP = {"tiet": ("diem",), "diem": ("khoan", "muc"), "khoan": ("dieu", "muc"), "muc": ("phan", "chuong", "phu-luc")}
"""Units that a comma may part where clerks write from narrow to wide: ``điểm a, khoản 2, Điều 5``."""


def _chains(groups: list[_Group]) -> list[list[_Group]]:
    """Groups that nest in one another; a separator before an equal or narrower unit opens a new chain."""
    chains: list[list[_Group]] = [[groups[0]]]
    rising = True
    for before_, group in itertools.pairwise(groups):
        wider = _RANK[group.kind] < _RANK[before_.kind]
        first = len(chains[-1]) == 1
        if first:
            rising = wider
        up = wider and (group.direct or (group.comma and group.kind in _STEP.get(before_.kind, ())))
        if (up and rising) or (not wider and group.direct and (first or not rising)):
            chains[-1].append(group)
        else:
            chains.append([group])
            rising = True
    return chains


def _expand(chain: list[_Group], wider: dict[str, str], found: list[str]) -> None:
    """The addresses of one chain: each narrow group hangs on the first number of the next wider one; the other numbers stand alone."""
    ordered = sorted(chain, key=lambda group: -_RANK[group.kind])  # narrow first
    for index, group in enumerate(ordered):
        above = dict(wider)
        for parent in ordered[index + 1 :]:
            above[parent.kind] = parent.numbers[0]
        numbers = group.numbers if index == 0 else group.numbers[1:]
        found.extend(_address({**above, group.kind: number}) for number in numbers)


def _address(units: dict[str, str]) -> str:
    kinds = sorted(units, key=lambda kind: _RANK[kind])
    if "dieu" in kinds:
        kinds = kinds[kinds.index("dieu") :]
    last = kinds[-1]
    stem = ".".join(f"{kind}-{units[kind].partition('..')[0] if kind != last else units[kind]}" for kind in kinds)
    if ".." in units[last]:
        low, _, high = units[last].partition("..")
        head = ".".join(f"{kind}-{units[kind].partition('..')[0]}" for kind in kinds[:-1])
        lead = f"{head}." if head else ""
        return f"{lead}{last}-{low}..{lead}{last}-{high}"
    return stem


_ORDINALS = {
    "nhất": "nhat", "hai": "hai", "ba": "ba", "tư": "tu", "bốn": "bon", "năm": "nam", "sáu": "sau", "bảy": "bay", "tám": "tam",
    "chín": "chin", "mười": "muoi",
}  # fmt: skip


def _number(words: str) -> str:
    """``đ`` → ``dd``, ``II`` → ``ii``, ``thứ hai`` → ``hai``."""
    last = words.split()[-1]
    if last in _ORDINALS:
        return _ORDINALS[last]
    return last.replace("đ", "dd").replace("Đ", "dd").lower()
