"""Structure: the units of a text (Điều, khoản, điểm …), each with an address, from the labels it prints.

Legal texts: ``Phần``, ``Chương``, ``Mục``, ``Tiểu mục``, ``Điều``, ``1.``, ``a)``. Plans and reports: ``I.``, ``1.``, ``1.1.``, ``a)``,
``-``, ``+``. Texts issued with a document and annexes are units of their own. A label counts only at the start of a line
and outside quoted wording: “Điều 5. …” inside an amendment opens nothing. Nothing is refused: a text without labels
is all preamble, a label out of order is a unit like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dan_van.model import Provision, Span
from dan_van.text import clean, fold, slug

KINDS = ("kem-theo", "phu-luc", "phan", "chuong", "muc", "tieu-muc", "dieu", "khoan", "tieu-khoan", "diem", "gach", "cong")
"""Units from the widest to the narrowest; a plan's ``I.`` is a ``phan``, its ``-`` a ``gach``, its ``+`` a ``cong``."""

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm in their order: no f, j, w, z; đ after d (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

_RANK = {kind: rank for rank, kind in enumerate(KINDS)} | {"phu-luc": 0}
_ROMAN = "[IVXLC]+"
_ORDINAL = "nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|NHẤT|HAI|BA|TƯ|BỐN|NĂM|SÁU|BẢY|TÁM|CHÍN|MƯỜI"
_LABEL = re.compile(
    rf"""^[#>*_ \t\u00a0]*(?:
    (?:Điều|ĐIỀU)[ \t\u00a0]+(?P<dieu>\d+[a-zđ]?)[ \t\u00a0]*[.:]
    |(?P<khoan>\d{{1,3}}[a-zđ]?)\.(?=[^\d.]|$)
    |(?P<tieu_khoan>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\.?(?=\s)(?!\s+(?:triệu|tỷ|nghìn|ha|km|m2|%))
    |(?P<khoan_dang>\d{{1,2}})[ ]?[-–](?=[ ]+[^\W\d_])
    |(?P<diem>[a-zđ]{{1,2}}\d?)\)
    |(?P<phan_la_ma>{_ROMAN})(?:\.(?=\s|[^\W\d_]|[*]|$)|[ ]?[-–](?=[ ]+[^\W\d_]))
    |(?:Chương|CHƯƠNG)[ \t\u00a0]+(?P<chuong>{_ROMAN}|\d+)\b
    |(?:Tiểu[ ]mục|TIỂU[ ]MỤC)[ \t\u00a0]+(?P<tieu_muc>\d+|{_ROMAN})\b
    |(?:Mục|MỤC)[ \t\u00a0]+(?P<muc>\d+[a-zđ]?|{_ROMAN})\b
    |(?:Phần|PHẦN)[ \t\u00a0]+(?:thứ[ ]|THỨ[ ])?(?P<phan>{_ORDINAL}|{_ROMAN}|\d+)\b
    |(?:Phụ[ ]lục|PHỤ[ ]LỤC)(?:[ \t\u00a0]+(?:số[ ]|SỐ[ ])?(?P<phu_luc>{_ROMAN}|\d+[a-zđA-Z]?|[A-ZĐ])\b|(?P<phu_luc_tron>[ \t]*[*]*$))
    |\(?(?:Ban[ ]hành[ ]kèm|Kèm|kèm|ban[ ]hành[ ]kèm)[ ]theo[ ](?P<kem_theo>\w+)
    |(?P<gach>[-•–])(?=[ ]+\S)
    |(?P<cong>\+)(?=[ ]+\S)
    )""",
    re.VERBOSE | re.MULTILINE,
)
_NAMED = ("phan", "chuong", "muc", "tieu-muc", "phu-luc")
_KIND_OF_GROUP = {"khoan_dang": "khoan", "phan_la_ma": "phan", "phu_luc_tron": "phu-luc"}
_REFERENCE = re.compile(
    r"\s*(?:,|;|và\b|hoặc\b|của\b|này\b|trên\b|nêu\b|tại\b|ban hành\b|kèm\b|(?:Chương|Phần|Điều|Nghị|Luật|Thông|Quyết|Bộ|Quy|Phụ)\b)"
)
_ATTACHED_HEAD = re.compile(
    r"(?:^[#* \t]*(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|CHƯƠNG TRÌNH|KẾ HOẠCH|ĐỀ ÁN|PHƯƠNG ÁN|DANH MỤC|NỘI QUY|HƯƠNG ƯỚC|QUY ƯỚC|HƯỚNG DẪN|CHIẾN LƯỢC|QUY CHUẨN)\b[^\n]*\n"
    r"(?:[^\n]*\n){0,5}?)\Z",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """The label that opens a unit: its kind, its number as printed, its words, and where it stands."""

    kind: str
    number: str
    text: str
    start: int
    end: int
    line_start: int


def read_label(line: str) -> Label | None:
    """The unit that a single line opens, if it opens one."""
    match = _LABEL.match(line)
    return _label(match, line) if match else None


def parse(text: str) -> tuple[Provision, ...]:
    """The units of a text in order, each after the unit that holds it.

    A unit's span runs from the line of its label to the start of the next unit of the same or a wider kind; its
    ``text`` is what stands there before its first inner unit, to the letter: :func:`preamble` and the texts put
    together are the whole text again. Repeated addresses get ``-2``, ``-3`` ….
    """
    labels = _labels(text)
    ends = _ends(labels, len(text))
    found: list[Provision] = []
    taken: dict[str, int] = {}
    stack: list[tuple[int, str]] = []
    for index, label in enumerate(labels):
        rank = _RANK[label.kind]
        while stack and stack[-1][0] >= rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        number = None
        if label.kind in _UNNUMBERED:
            place = f"{parent}/{label.kind}"
            number = taken[place] = taken.get(place, 0) + 1
        address = _address(label, number)
        above = _addressed_from(label.kind, parent)
        full = f"{above}.{address}" if above else address
        taken[full] = taken.get(full, 0) + 1
        if taken[full] > 1:
            full = f"{full}-{taken[full]}"
        own = text[label.line_start : labels[index + 1].line_start if index + 1 < len(labels) else len(text)]
        heading = _heading(label, own)
        found.append(Provision(full, label.kind, label.text, heading, own, Span(label.line_start, ends[index]), parent))
        stack.append((rank, full))
    return tuple(found)


def preamble(text: str) -> str:
    """What stands before the first unit (all of it when there is none)."""
    labels = _labels(text)
    return text[: labels[0].line_start] if labels else text


def unparse(before: str, units: Sequence[Provision]) -> str:
    """The text that :func:`parse` read, from its preamble and its units."""
    return before + "".join(unit.text for unit in units)


_UNNUMBERED = ("gach", "cong")


def _labels(text: str) -> list[Label]:
    """Every label outside quoted wording; dashes only where no Điều is open."""
    quoted = quotations(text)
    starts = [span.start for span in quoted]
    found: list[Label] = []
    in_articles = False
    for match in _LABEL.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < quoted[at].end:
            continue
        label = _label(match, text, found[-1].end if found else 0)
        if label is None or (label.kind in _UNNUMBERED and in_articles):
            continue
        if label.kind == "dieu":
            in_articles = True
        elif label.kind in ("phu-luc", "kem-theo"):
            in_articles = False
        found.append(label)
    return found


def _label(match: re.Match[str], text: str, after: int = 0) -> Label | None:
    """The label a line opens, None when it only looks like one; ``after`` is where the label before it ends."""
    group = match.lastgroup or ""
    kind = _KIND_OF_GROUP.get(group, group.replace("_", "-"))
    number = match[group].strip(" \t*") if group not in ("phu_luc_tron", "kem_theo") else ""
    end = match.end()
    start = match.start() + len(match.group()) - len(match.group().lstrip("#>*_ \t\u00a0"))
    line_start = match.start()
    if kind in _NAMED and group != "phan_la_ma" and not _opens(text, end):
        return None
    if group == "phan_la_ma" and number in ("L", "C", "LC", "CL"):
        return None
    if kind == "diem" and len(number) == 2 and number[0] != number[1] and not number[1].isdigit():
        return None
    if kind == "kem-theo":
        head = _ATTACHED_HEAD.search(text, max(after, line_start - 600), line_start)
        if head is None:
            return None
        line_start = head.start()
    if kind in _UNNUMBERED:
        shown = match[group]
    else:
        shown = "Kèm theo" if kind == "kem-theo" else text[start:end].strip().rstrip(".:) \t-–").strip("*")
    return Label(kind, number, shown, start, end, line_start)


def _opens(text: str, end: int) -> bool:
    """Whether ``Chương I`` … is a heading and not the start of a sentence about that chapter."""
    line = text[end : text.find("\n", end) if text.find("\n", end) >= 0 else len(text)]
    rest = line.strip(" \t*_")
    if not rest or rest[0] in ".:-–":
        return True
    return not _REFERENCE.match(line) and (rest[0].isupper() or rest[0] in '(“"')


def _address(label: Label, number: int | None) -> str:
    if number is not None:
        return f"{label.kind}-{number}"
    if not label.number:
        return label.kind
    return f"{label.kind}-{_address_words(label.number)}"


def _address_words(number: str) -> str:
    """A number as addresses write it: ``đ`` is ``dd``, since ``d`` is another."""
    return "-".join(slug(piece.lower().replace("đ", "dd")) for piece in number.split("."))


def _addressed_from(kind: str, parent: str | None) -> str | None:
    """The address a unit's own is added to: a Điều is numbered through its document, whatever the chapter."""
    if parent is None or kind != "dieu":
        return parent
    first = parent.split(".")[0]
    return first if first.startswith(("kem-theo", "phu-luc")) else None


def _ends(labels: Sequence[Label], length: int) -> list[int]:
    """For each label, where the next one of its own or a wider kind starts."""
    ends = [length] * len(labels)
    open_units: list[int] = []
    for index, label in enumerate(labels):
        while open_units and _RANK[labels[open_units[-1]].kind] >= _RANK[label.kind]:
            ends[open_units.pop()] = label.line_start
        open_units.append(index)
    return ends


def _heading(label: Label, own: str) -> str | None:
    """The unit's title: the rest of its line; for a chapter and the like also the capitals of the next lines."""
    lines = own[label.end - label.line_start :].split("\n")
    rest = lines[0].lstrip(" \t*_#.:-–)").rstrip(" \t*_#")
    if label.kind == "kem-theo":
        return " ".join(own[: label.start - label.line_start].replace("*", "").replace("#", "").split()) or None
    if label.kind in _NAMED and not rest:
        titles = [line.strip(" \t*_#") for line in lines[1:6]]
        titles = [line for line in titles if line]
        capitals = [line for index, line in enumerate(titles) if all(t.isupper() for t in titles[: index + 1])]
        return " ".join(capitals or titles[:1]) or None
    if label.kind in ("khoan", "tieu-khoan", "diem", "gach", "cong"):
        first = own.split("\n", 1)[0]
        marked = first.lstrip().startswith("#") or first.strip().endswith("**")
        return rest if marked and rest else None
    return rest or None


def quotations(text: str) -> list[Span]:
    """Stretches of quoted wording that run over lines: from “ after a line's start or a colon to its ”.

    A quotation mark that is never closed quotes nothing: one slip must not swallow the rest of a law.
    """
    spans: list[Span] = []
    position = 0
    while (opening := _QUOTE_OPEN.search(text, position)) is not None:
        closing = _closing(text, opening.end("mark"), opening["mark"])
        if closing is None or closing - opening.start("mark") > _LONGEST_QUOTE:
            position = opening.end("mark")
            continue
        if "\n" in text[opening.start("mark") : closing]:
            spans.append(Span(opening.start("mark"), closing))
        position = closing
    return spans


_QUOTE_OPEN = re.compile(r"(?:^[ \t]*|:[ \t]*)(?P<mark>[“\"])", re.MULTILINE)
_QUOTE_MARK = re.compile("[“”]")
_STRAIGHT_CLOSE = re.compile(r"\"[ \t]*[.;,]?[ \t]*$", re.MULTILINE)
_LONGEST_QUOTE = 60_000


def _closing(text: str, start: int, mark: str) -> int | None:
    if mark == '"':
        found = _STRAIGHT_CLOSE.search(text, start)
        return found.end() if found else None
    depth = 1
    for match in _QUOTE_MARK.finditer(text, start):
        depth += 1 if match.group() == "“" else -1
        if depth == 0:
            return match.end()
    return None


_PIN_UNITS = {
    "phu luc": "phu-luc", "phan": "phan", "chuong": "chuong", "muc": "muc", "tieu muc": "tieu-muc", "dieu": "dieu",
    "khoan": "khoan", "diem": "diem",
}  # fmt: skip
_PIN = re.compile(
    r"(?P<unit>phụ lục|phu luc|phần|phan|chương|chuong|tiểu mục|tieu muc|mục|muc|điều|dieu|khoản|khoan|điểm|diem)\s+"
    rf"(?:thứ\s+|số\s+)?(?P<number>\d+(?:\.\d+)+|\d+[a-zđ]?|[ivxlc]+(?![a-zđ\d])|(?:{_ORDINAL.lower()})(?!\w)|[a-zđ]{{1,2}}\d?)(?!\w)"
)


def read_pin(text: str) -> str | None:
    """The address a clerk means by ``khoản 2 Điều 5``, ``dieu 5``, ``điểm đ khoản 1 Điều 24``; None if it is not one."""
    typed = clean(text).lower()
    found = list(_PIN.finditer(typed))
    if not found or _PIN.sub("", typed).strip(" ,.;") or len({fold(match["unit"]) for match in found}) < len(found):
        return None
    parts = []
    for match in found:
        kind = _PIN_UNITS[fold(match["unit"])]
        kind = "tieu-khoan" if kind == "khoan" and "." in match["number"] else kind
        parts.append((_RANK[kind], kind, _address_words(match["number"])))
    parts.sort()
    if any(kind == "dieu" for _, kind, _ in parts):
        parts = [part for part in parts if part[0] >= _RANK["dieu"]]
    return ".".join(f"{kind}-{words}" for _, kind, words in parts)


def write_pin(address: str) -> str:
    """An address as a citation says it: ``dieu-5.khoan-2.diem-dd`` is ``điểm đ khoản 2 Điều 5``; read_pin turns it back."""
    return " ".join(_unit_words(part) for part in reversed(address.split(".")) if part)


_UNIT_NAMES = {
    "kem-theo": "văn bản kèm theo", "phu-luc": "Phụ lục", "phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieu-muc": "Tiểu mục",
    "dieu": "Điều", "khoan": "khoản", "tieu-khoan": "khoản", "diem": "điểm", "gach": "gạch đầu dòng", "cong": "dấu cộng",
}  # fmt: skip


def _unit_words(part: str) -> str:
    """One unit of an address in words; a part that is none stays as it is."""
    kind = next((kind for kind in _UNIT_NAMES if part == kind or part.startswith(f"{kind}-")), None)
    if kind is None:
        return part
    number = part[len(kind) + 1 :].replace("dd", "đ")
    if kind == "tieu-khoan":
        number = number.replace("-", ".")
    elif re.fullmatch("[ivxlc]+", number) and kind not in ("khoan", "diem"):
        number = number.upper()
    return f"{_UNIT_NAMES[kind]} {number}".strip()
