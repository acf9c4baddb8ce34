"""Structure: the units of a text (Điều, khoản, điểm …), each with an address, from the labels it prints.

Legal texts: ``Phần``, ``Chương``, ``Mục``, ``Tiểu mục``, ``Điều``, ``1.``, ``a)``. Plans and reports: ``I.``, ``1.``,
``a)``. A label counts only at the start of a line. Text before the first label belongs to no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dan_van.model import Provision, Span
from dan_van.text import fold, slug

KINDS = ("phan", "chuong", "muc", "tieu-muc", "dieu", "khoan", "diem")
"""Units from the widest to the narrowest; a plan's ``I.`` is a ``phan``."""

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm in their order: no f, j, w, z; đ after d (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

_MARKUP = r"[#>*_ \t\u00a0]*"
_ROMAN = r"[IVXLC]+"
_UNITS = (
    ("phan", re.compile(rf"Phần\s+(?:thứ\s+)?(?P<number>{_ROMAN}|[^\W\d_]+|\d+)\b[.:]?", re.IGNORECASE)),
    ("chuong", re.compile(rf"Chương\s+(?P<number>{_ROMAN}|\d+)\b[.:]?", re.IGNORECASE)),
    ("tieu-muc", re.compile(r"Tiểu mục\s+(?P<number>\d+)\b[.:]?", re.IGNORECASE)),
    ("muc", re.compile(rf"Mục\s+(?P<number>\d+|{_ROMAN})\b[.:]?", re.IGNORECASE)),
    ("dieu", re.compile(r"Điều\s+(?P<number>\d+[a-zđ]?)\s*[.:]")),
    ("phan", re.compile(rf"(?P<number>{_ROMAN})\.(?=\s)")),
    ("khoan", re.compile(r"(?P<number>\d+[a-zđ]?)\.(?=\s)")),
    ("diem", re.compile(rf"(?P<number>[{POINT_LETTERS}]{{1,2}}\d?)\)(?=\s)")),
)
_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Label:
    """The label that opens a line: its unit, its number as printed, and where it stands in the line."""

    kind: str
    number: str
    text: str
    start: int
    end: int


def read_label(line: str) -> Label | None:
    """The unit that a line opens, if it opens one; Markdown's heading and emphasis marks are passed over."""
    lead = re.match(_MARKUP, line)
    assert lead is not None
    for kind, pattern in _UNITS:
        match = pattern.match(line, lead.end())
        if match:
            return Label(kind, match["number"], match.group().rstrip(".:) \t"), match.start(), match.end())
    return None


def parse(text: str) -> tuple[Provision, ...]:
    """The units of a text in order, each after the unit that holds it.

    A unit's span runs from its label to the start of the next unit of the same or a wider kind; its
    ``text`` is what stands there before its first inner unit. Repeated addresses get ``-2``, ``-3`` ….
    """
    openings = list(_openings(text))
    ends = _ends(openings, len(text))
    found: list[Provision] = []
    taken: dict[str, int] = {}
    stack: list[tuple[int, str]] = []
    for index, (label, start) in enumerate(openings):
        rank = KINDS.index(label.kind)
        while stack and stack[-1][0] >= rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        address = f"{label.kind}-{slug(label.number)}" if label.number != "đ" else f"{label.kind}-dd"
        # a Điều is numbered through the whole document: its address does not depend on the chapter
        full = address if parent is None or label.kind == "dieu" else f"{parent}.{address}"
        taken[full] = taken.get(full, 0) + 1
        if taken[full] > 1:
            full = f"{full}-{taken[full]}"
        own = text[start : openings[index + 1][1] if index + 1 < len(openings) else len(text)]
        heading = _heading(label, own.split("\n", 1)[0])
        found.append(Provision(full, label.kind, label.text, heading, own.strip("\n"), Span(start, ends[index]), parent))
        stack.append((rank, full))
    return tuple(found)


def preamble(text: str) -> str:
    """What stands before the first unit (all of it when there is none)."""
    first = next(_openings(text), None)
    return text if first is None else text[: first[1]]


def _openings(text: str) -> Iterator[tuple[Label, int]]:
    for match in _LINE.finditer(text):
        if match.group() and (label := read_label(match.group())):
            yield label, match.start()


def _ends(openings: list[tuple[Label, int]], length: int) -> list[int]:
    """For each opening, where the next one of its own or a wider kind starts."""
    ends = [length] * len(openings)
    open_units: list[int] = []
    for index, (label, start) in enumerate(openings):
        rank = KINDS.index(label.kind)
        while open_units and KINDS.index(openings[open_units[-1]][0].kind) >= rank:
            ends[open_units.pop()] = start
        open_units.append(index)
    return ends


def _heading(label: Label, line: str) -> str | None:
    rest = re.sub(r"[*_#]+", "", line[label.end :]).strip()
    if label.kind in ("khoan", "diem"):
        marked = line.lstrip().startswith("#") or "**" in line
        return rest if marked and rest else None
    return rest or None


def read_pin(text: str) -> str | None:
    """The address a clerk means by ``khoản 2 Điều 5``, ``Điều 5``, ``điểm a khoản 1 Điều 24``; None if it is none."""
    units = re.findall(r"(phan|chuong|tieu muc|muc|dieu|khoan|diem)\s+([0-9]+[a-z]?|[ivxlc]+|[a-z])\b", fold(text))
    if not units or re.sub(r"(phan|chuong|tieu muc|muc|dieu|khoan|diem)\s+\w+|[\s,.]", "", fold(text)):
        return None
    letters = re.search(r"điểm\s+đ\b", text.lower())
    parts = [(unit.replace(" ", "-"), "dd" if unit == "diem" and letters else number) for unit, number in units]
    parts.sort(key=lambda part: KINDS.index(part[0]))
    if any(unit == "dieu" for unit, _ in parts):
        parts = [part for part in parts if KINDS.index(part[0]) >= KINDS.index("dieu")]
    return ".".join(f"{unit}-{number}" for unit, number in parts)
