"""Which part of an official paper each line is, in papers made by hand: read from place and words, never from style names.

A line is a paragraph, or what stands before or after a tab in one (headings laid out with tabs). What is not found is
not there: a check that needs a part says nothing, unless the paper's kind cannot be without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dan_van import tables
from dan_van.checking.look import Cell, Paragraph
from dan_van.checking.parts import PARTY, STATE, VILLAGE, Line, Parts
from dan_van.checking.wordpage import Laid
from dan_van.text import clean

_NAME = re.compile(r"cong hoa xa hoi chu nghia viet nam")
_MOTTO = re.compile(r"doc lap ?[-–—. ]+ ?tu do ?[-–—. ]+ ?hanh phuc")
_PARTY_NAME = re.compile(r"dang cong san viet nam")
_NUMBER = re.compile(r"so ?:? ?[\d….\s]*[-/]|so ?:")
_DATE = re.compile(r"ngay\b.{0,12}\bthang\b.{0,12}\bnam\b")
_SIGNING = re.compile(r"(?:t ?/ ?m|k ?/ ?t|t ?/ ?l|tm|kt|tl|tuq|q)\b[.\s]")
_POSTS = re.compile(
    r"(?:pho )?(?:chu tich|bi thu|truong|giam doc|chanh|hieu truong|chu nhiem|tong thu ky|thu ky|chu toa|nguoi|truong thon|to truong)\b"
)
_BASIS = re.compile(r"(?:-\s*)?(?:can cu|theo de nghi cua|xet (?:de nghi|to trinh|bao cao))\b")
_STAMPS = frozenset(
    {"khan", "thuong khan", "hoa toc", "hoa toc hen gio", "xem xong tra lai", "luu hanh noi bo", "mat", "toi mat", "tuyet mat"}
)
_ROMAN = re.compile(r"[IVXLC]+\s?[.)]\s?\S")
_CHAPTER = re.compile(r"(?:phan|chuong)\s+(?:thu\s+\w+|[ivxlc\d]+)\b[.:]?\s*$")
_SECTION = re.compile(r"(?:muc|tieu muc)\s+\d+\b[.:]?\s*$")


def recognise(laid: Laid) -> Parts:
    """Tell the parts of a paper."""
    parts = Parts()
    normative = _normative_types()
    lines = [line for paragraph in laid.paragraphs for line in _lines(paragraph)]
    head_end = _head(lines, parts)
    title = next((slug for line in lines[:_TOP] if line.upper and (slug := tables.leading_type(line.text)) in normative), None)
    if title:
        parts.type = title
    parts.normative = bool(title) or any(
        _WITH_YEAR.search(line.text) for line in lines[:_TOP] if len(line.text) < _SHORT and not _BASIS.match(line.folded)
    )
    body_end = _annexes(lines, head_end, parts)
    sign_start = _signing(lines[:body_end], head_end, parts)
    _content(lines[head_end:sign_start], parts)
    return parts


_WITH_YEAR = re.compile(r"\d/(?:19|20)\d\d/(?:QH\s?\d|PL|NĐ|TT|NQ|QĐ)")
"""A symbol with a year is one of a normative document (Nghị quyết, Quyết định of HĐND and UBND too)."""
_SHORT = 120
_TOP = 30
"""Lines among which a paper says what it is."""


@cache
def _normative_types() -> frozenset[str]:
    """Types that only normative documents have: a Luật, a Thông tư, not a Quyết định."""
    of = {family: {row.slug for row in tables.document_types() if row.family == family} for family in (tables.NORMATIVE, STATE)}
    return frozenset(of[tables.NORMATIVE] - of[STATE])


def _lines(paragraph: Paragraph) -> Iterator[Line]:
    """A paragraph, cut at tabs and breaks where each side is a line of its own (a heading laid out with tabs)."""
    start = 0
    for match in re.finditer(r"\t+|\n", paragraph.text):
        if paragraph.text[start : match.start()].strip():
            yield Line(paragraph, start, match.start())
        start = match.end()
    if paragraph.text[start:].strip():
        yield Line(paragraph, start, len(paragraph.text))


# The heading ------------------------------------------------------------------------------------------------------------


def _head(lines: Sequence[Line], parts: Parts) -> int:
    """The heading: issuer, Quốc hiệu, số, day, title. Returns where the content begins."""
    top = lines[:40]
    names = [place for place, line in enumerate(top) if _NAME.search(line.folded) or _PARTY_NAME.search(line.folded)]
    days = [place for place, line in enumerate(top) if _DATE.search(line.folded) and len(line.text) < 80]
    if not names:
        return _title(lines, 0, parts)
    parts.family = PARTY if _PARTY_NAME.search(top[names[0]].folded) and not _NAME.search(top[names[0]].folded) else STATE
    last = names[0]
    issuers: list[Line] = []
    for place, line in enumerate(top):
        if place > names[0] and line.paragraph.spacing.align == "center" and not line.paragraph.cell and _type_of(line):
            break
        if _NAME.search(line.folded) or (parts.family == PARTY and _PARTY_NAME.search(line.folded)):
            parts.put("quoc-hieu" if parts.family == STATE else "tieu-de-dang", line)
        elif _MOTTO.search(line.folded):
            parts.put("tieu-ngu", line)
        elif _NUMBER.match(line.folded) and len(line.text) < 60:
            parts.put("so-ky-hieu", line)
        elif place in days:
            parts.put("dia-danh-ngay", line)
        elif re.match(r"v/v|ve viec\b", line.folded) and parts["so-ky-hieu"] and (line.paragraph.cell or place < 9):
            parts.put("trich-yeu-cong-van", line)
        elif (
            line.upper
            and not parts["so-ky-hieu"]
            and not _type_of(line)
            and len(line.text) < 90
            and _in_head(line, top[names[0]])
        ):
            issuers.append(line)
        elif line.upper and line.folded in _STAMPS:
            parts.put("pham-vi-luu-hanh" if "khan" not in line.folded and "toc" not in line.folded else "do-khan", line)
        elif parts["trich-yeu-cong-van"] and _same_cell(line, parts["trich-yeu-cong-van"][-1]):
            parts.put("trich-yeu-cong-van", line)
        elif place > last and not _in_head(line, top[names[0]]):
            break
        last = place
    _issuers(issuers, parts)
    return _title(lines, last + 1 if last + 1 < len(lines) else len(lines), parts)


def _in_head(line: Line, name: Line) -> bool:
    """Whether a line stands in the heading: in its table, or before the Quốc hiệu, or in its very paragraph."""
    cell, head = line.paragraph.cell, name.paragraph.cell
    if head is not None:
        return cell is not None and cell[0] == head[0]
    return cell is None and line.paragraph.index <= name.paragraph.index + 4


def _same_cell(line: Line, other: Line) -> bool:
    return line.paragraph.cell is not None and line.paragraph.cell == other.paragraph.cell


_BODIES = re.compile(r"(?:uy ban nhan dan|hoi dong nhan dan|ban chap hanh|dang uy|uy ban mat tran to quoc viet nam)$")
_UNITS = re.compile(r"(?:xa|phuong|dac khu|thi tran|huyen|quan|thi xa|thanh pho|tinh|thon|to dan pho|khu pho)\b")


def _issuers(lines: Sequence[Line], parts: Parts) -> None:
    """The issuer's lines: the first is its superior's unless it only begins the issuer's own name."""
    if not lines:
        return
    if re.match(r"(?:thon|ban|buon|lang|to dan pho|khu pho|ap)\b", lines[-1].folded):
        parts.family = VILLAGE
    own = 0 if len(lines) == 1 or (_BODIES.search(lines[0].folded) and _UNITS.match(lines[1].folded)) else 1
    if len(lines) > 1 and own and not any(look.bold for _, look in lines[1].looks()) and len(lines) > 2:
        own = 2
    parts.put("co-quan-chu-quan", *lines[:own])
    parts.put("co-quan-ban-hanh", *lines[own:])


def _type_of(line: Line) -> str | None:
    """The type a line in capitals names: the whole line, or its beginning (``BÁO CÁO CÔNG TÁC TUẦN``)."""
    return tables.type_slug(line.text) if line.upper and len(line.text) < 40 else None


def _title(lines: Sequence[Line], start: int, parts: Parts) -> int:
    """Title and subject below the heading, then Kính gửi. Returns where the content begins."""
    place = start
    while place < len(lines) and place < start + 6:
        line = lines[place]
        if (slug := _type_of(line)) and line.paragraph.spacing.align == "center":
            parts.type = slug
            parts.put("ten-loai", line)
            place += 1
            while place < len(lines) and _is_subject(lines[place]):
                parts.put("trich-yeu", lines[place])
                place += 1
            break
        if re.match(r"kinh (?:gui|trinh)\b", line.folded):
            break
        if parts["so-ky-hieu"] and line.upper and line.paragraph.spacing.align == "center":
            break
        place += 1
    else:
        place = start
    if parts["trich-yeu-cong-van"] and parts.type is None:
        parts.type = "cong-van"
    if place < len(lines) and re.match(r"kinh (?:gui|trinh)\b", lines[place].folded):
        parts.put("kinh-gui", lines[place])
        place += 1
        while place < len(lines) and lines[place].text[:1] in "-–" and len(lines[place].text) < 200:
            parts.put("kinh-gui", lines[place])
            place += 1
    return place


def _is_subject(line: Line) -> bool:
    if line.paragraph.spacing.align != "center" or line.upper or line.paragraph.cell:
        return False
    if not any(letter.isalpha() for letter in line.text):
        return False  # a rule typed as dashes
    return not re.match(r"(?:phan|chuong|muc|dieu|kinh (?:gui|trinh))\b", line.folded) and not line.folded.startswith(
        "(kem theo"
    )


# The end ----------------------------------------------------------------------------------------------------------------


def _signing(lines: Sequence[Line], start: int, parts: Parts) -> int:
    """Nơi nhận and the signature block, from where the content ends. Returns where it ends."""
    receivers = [place for place in range(start, len(lines)) if lines[place].folded.startswith("noi nhan")]
    if not receivers:
        return _signed_only(lines, start, parts)
    place = receivers[-1]
    cell = lines[place].paragraph.cell
    parts.put("noi-nhan-tu", lines[place])
    end = place
    while end > start and _is_signing(lines[end - 1]) and (cell is None or lines[end - 1].paragraph.cell is not None):
        end -= 1
        parts.lines.setdefault(_power_or_post(lines[end], parts), []).insert(0, lines[end])
    listing = True
    for line in lines[place + 1 :]:
        same = line.paragraph.cell == cell if cell is not None else line.paragraph.cell is None
        if listing and same and (line.text[:1] in "-–+" or re.match(r"luu\b", line.folded)):
            parts.put("noi-nhan-dong", line)
        elif _beside(line, cell) if cell is not None else _is_signing(line) or (not listing and line.paragraph.cell is None):
            listing = False
            _signer(line, parts)
        elif cell is None and re.match(r"phu luc\b", line.folded):
            break
    return end


def _beside(line: Line, cell: Cell) -> bool:
    """Whether a line stands in another cell of the same table."""
    return line.paragraph.cell is not None and line.paragraph.cell[0] == cell[0] and line.paragraph.cell != cell


def _signed_only(lines: Sequence[Line], start: int, parts: Parts) -> int:
    tail = [place for place in range(max(start, len(lines) - 12), len(lines)) if _is_signing(lines[place])]
    if not tail:
        return len(lines)
    for line in lines[tail[0] :]:
        _signer(line, parts)
    return tail[0]


_SURNAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "truong",
        "luong",
        "trinh",
        "mai",
        "dao",
        "doan",
        "lam",
        "ha",
        "cao",
        "ta",
        "chau",
        "to",
        "thai",
        "luu",
        "quach",
        "vuong",
        "tong",
        "khuc",
        "nong",
        "lo",
        "giang",
        "quang",
        "cam",
        "lu",
        "bach",
    ]
)


def _person(line: Line) -> bool:
    """Whether a line in capitals is a person's name: it begins with a surname and has two to five words."""
    words = line.folded.split()
    return 2 <= len(words) <= 5 and words[0] in _SURNAMES and all(word.isalpha() for word in words)


def _power_or_post(line: Line, parts: Parts) -> str:
    """The Party's rules tell the power (``T/M BAN CHẤP HÀNH``) from the post below it; the decree has one rule for both."""
    return "quyen-han" if parts.family == PARTY and _SIGNING.match(line.folded) else "quyen-han-chuc-vu"


def _is_signing(line: Line) -> bool:
    return line.upper and len(line.text) < 80 and bool(_SIGNING.match(line.folded) or _POSTS.match(line.folded))


def _signer(line: Line, parts: Parts) -> None:
    """A line of the signature block: power and post in capitals, then the name."""
    if line.upper and (_is_signing(line) or not parts["quyen-han-chuc-vu"] or not _person(line)):
        parts.put(_power_or_post(line, parts), line)
    elif not (parts["quyen-han-chuc-vu"] or parts["quyen-han"]) or _POSTS.match(line.folded):
        return  # before the power there is no name; a post in small letters is the Party's way to add another
    elif 2 <= len(line.text.split()) <= 8 and not line.text.startswith("("):
        parts.put("ho-ten", line)


# Annexes ----------------------------------------------------------------------------------------------------------------

_ANNEX = re.compile(r"phu luc(?:\s+(?:so\s+)?[ivxlc\d]+)?[.:]?$")


def _annexes(lines: Sequence[Line], start: int, parts: Parts) -> int:
    """Annexes behind the signature: their headings, titles and ``(Kèm theo …)``. Returns where the paper before them ends."""
    signed = next((place for place in range(start, len(lines)) if _ends_paper(lines[place])), len(lines))
    heads = [place for place in range(signed, len(lines)) if _heads_annex(lines[place])]
    for place in heads:
        parts.put("phu-luc", lines[place])
        for line in lines[place + 1 : place + 6]:
            if line.folded.startswith("(kem theo"):
                parts.put("kem-theo", line)
            elif line.upper and line.paragraph.spacing.align == "center" and not line.paragraph.cell and not _heads_annex(line):
                parts.put("ten-phu-luc", line)
            elif line.paragraph.spacing.align != "center":
                break
    return heads[0] if heads else len(lines)


def _ends_paper(line: Line) -> bool:
    return line.folded.startswith("noi nhan") or (line.upper and bool(_SIGNING.match(line.folded)))


def _heads_annex(line: Line) -> bool:
    return bool(_ANNEX.match(line.folded)) and line.paragraph.cell is None and line.paragraph.spacing.align == "center"


# The content ------------------------------------------------------------------------------------------------------------

_DECIDED = re.compile(r"quyet (?:dinh|nghi) ?:?$")


def _content(lines: Sequence[Line], parts: Parts) -> None:
    decided = next((place for place, line in enumerate(lines) if line.upper and _DECIDED.match(line.folded)), None)
    before = decided if decided is not None else len(lines)
    for place, whole in enumerate(lines):
        line = whole
        if line.paragraph.cell is not None or not any(letter.isalnum() for letter in line.text):
            continue
        component = "noi-dung"
        if place == decided:
            component = "loi-quyet-dinh"
        elif line.upper and place < before and decided is not None and line.paragraph.spacing.align == "center":
            component = "tham-quyen-ban-hanh"
        elif _BASIS.match(line.folded) and place < min(before, 15) and (decided is not None or not parts["noi-dung"]):
            component = "can-cu"
        elif _CHAPTER.match(line.folded):
            component = "phan-chuong"
        elif _SECTION.match(line.folded):
            component = "muc-tieu-muc"
        elif label := re.match(r"\s*Điều\s+\d+[a-zđ]?\b[.:]?", clean(line.paragraph.text[line.start : line.end])):
            parts.put("dieu", Line(line.paragraph, line.start, line.start + label.end()))
            line = Line(line.paragraph, line.start + label.end(), line.end)
            if not line.text:
                continue
        elif _ROMAN.match(line.text):
            component = "muc-la-ma"
        elif line.folded.startswith("(kem theo"):
            component = "kem-theo"
        elif line.upper and line.paragraph.spacing.align == "center":
            component = "ten-khac"
        parts.put(component, line)
