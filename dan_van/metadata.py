"""What a document says of itself at its head and foot: issuer, code, place, date, type, subject, signer, recipients, căn cứ.

Everything carries its span in the text; what is not said stays None. The parts and their order are those of
Nghị định 30/2020/NĐ-CP, Phụ lục I, and of Party papers (Hướng dẫn 05-HD/VPTW); real files lack some of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from dan_van import codes, dates, tables
from dan_van.codes import Code
from dan_van.dates import PartialDate
from dan_van.model import Signer, Span
from dan_van.provisions import read_label
from dan_van.text import collapse_spaces, fold, strip_marks

T = TypeVar("T")

HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where the text says it."""

    value: T
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; ``issuer`` is a slug of the table when it is there, ``issuer_name`` the printed words."""

    issuer: str | None = None
    issuer_name: Found[str] | None = None
    code: Found[Code] | None = None
    place: Found[str] | None = None
    issued: Found[PartialDate] | None = None
    type: Found[str] | None = None
    subject: Found[str] | None = None
    signer: Found[Signer] | None = None
    recipients: tuple[Found[str], ...] = ()
    legal_basis: tuple[Found[str], ...] = ()
    party: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    span: Span


_MOTTO = re.compile(
    r"cộng h(?:òa|oà) xã hội chủ nghĩa việt nam|độc lập\s*[-–—]\s*tự do\s*[-–—]\s*hạnh phúc|đảng cộng sản việt nam",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(
    r"(?:^|\b)(?:[Ss]ố|SỐ|Luật số|Nghị quyết số|Pháp lệnh số|Bộ luật số)\s*[:.]?\s*(?P<code>\S*\s?[-/][^\n]{1,60}|\S+/\S+)"
)
_PLACE_DATE = re.compile(
    r"(?P<place>[^\W\d_][^\n,;:.]{1,40}),\s*(?P<date>ngày[\s.…_–—\d]*tháng[\s.…_–—\d]*năm[\s.…_–—]*(?:\d{4})?)", re.IGNORECASE
)
_PASSED = re.compile(r"thông qua (?P<date>ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4})")
_RULE = re.compile(r"[\s\-_*=.~•+]*")
_BODY_OPENS = re.compile(
    r"(?:Căn cứ|Thực hiện|Theo |Xét |Để |Ngày |Trên cơ sở|Kính gửi|Chính phủ ban hành|Quốc hội ban hành|Bộ trưởng|Nhằm |Trong |Tiếp tục|Qua |Hiện nay|"
    r"Vừa qua|Sau khi|Ủy ban nhân dân|UBND|Hội đồng nhân dân|Thủ tướng|-\s|\+\s|Từ ngày|Nguồn:)"
)
_AUTHORITY_LINE = re.compile(
    r"(?:CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|HỘI ĐỒNG|CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|BAN |TỔNG |CHÁNH|HIỆU TRƯỞNG|CHỦ NHIỆM|THỐNG ĐỐC|VIỆN TRƯỞNG)"
)
_PREFIX = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s?|(?:T/M|K/T|T/L)\s")
_POSITION = re.compile(
    r"(?:PHÓ\s|Q\.\s?)?(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|GIÁM ĐỐC|TỔNG BÍ THƯ|BÍ THƯ|HIỆU TRƯỞNG|TRƯỞNG|CHÁNH|CHỦ NHIỆM|TỔNG|VIỆN TRƯỞNG|THỐNG ĐỐC|"
    r"THƯỜNG TRỰC|PHÓ|TRƯỞNG THÔN|TỔ TRƯỞNG|ỦY VIÊN)"
)
_NAME = re.compile(r"(?:[^\W\d_][^\W\d_]*\.?\s+){1,4}[^\W\d_]+")
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper() and strip_marks(letter).isascii())
_GLUED = re.compile(
    rf"(?P<title>[{_UPPER} .]+[{_UPPER}])(?P<name>[{_UPPER}][^\W\d_{_UPPER}]+(?:\s+[{_UPPER}][^\W\d_{_UPPER}]+){{1,4}})"
)
_SIGNED = re.compile(r"\(?\s*đã ký\s*\)?", re.IGNORECASE)


def read(text: str) -> Metadata:
    """Read a document's head and foot. Never fails; what cannot be told is None."""
    own = list(_lines(text))
    head = _above_body(own)
    kind = _type(head)
    code = _code(head)
    issued, place = _issued(head)
    if issued is None:
        issued = _passed(own)
    issuer_name = _issuer_name(head, kind, code)
    basis = _legal_basis(head)
    foot = own[len(head) :] or own
    signer, recipients = _signer(foot), _recipients(foot)
    party = any("đảng cộng sản việt nam" in line.text.lower() for line in head) and not any(
        "cộng hòa" in line.text.lower() for line in head
    )
    found_type, subject = (kind[0], kind[1]) if kind else (None, None)
    letter = _letter_subject(head)
    if found_type is None and letter is not None:
        found_type, subject = Found("cong-van", letter.span), letter
    return Metadata(
        issuer=_issuer(issuer_name, code),
        issuer_name=issuer_name,
        code=code,
        place=place,
        issued=issued,
        type=found_type,
        subject=subject,
        signer=signer,
        recipients=recipients,
        legal_basis=basis,
        party=party or bool(code and code.value.family == codes.PARTY),
    )


def _lines(text: str) -> Iterator[_Line]:
    """Lines with words in them, Markdown's marks left out, with their spans."""
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        bare = line.strip(" \t*#_|")
        if not _RULE.fullmatch(line) and bare:
            start = match.start() + line.index(bare)
            yield _Line(bare, Span(start, start + len(bare)))


def _above_body(lines: Sequence[_Line]) -> list[_Line]:
    """The lines above the first numbered unit (a dash may open a căn cứ of a Party paper)."""
    head: list[_Line] = []
    for line in lines[:HEAD_LINES]:
        label = read_label(line.text)
        if label is not None and label.kind not in ("gach", "cong") and head:
            break
        head.append(line)
    return head


def _opens_body(line: _Line) -> bool:
    return bool(_BODY_OPENS.match(line.text)) and not line.text.isupper()


def _type(head: Sequence[_Line]) -> tuple[Found[str], Found[str] | None] | None:
    """The line that is a type's name in capitals, and the subject below (or beside) it."""
    for index, line in enumerate(head):
        words = collapse_spaces(line.text)
        slug = _type_slug(words)
        if slug and (words.isupper() or words == words.title()):
            return Found(slug, line.span), _subject(head[index + 1 :], of_law=slug == "luat")
    for line in head:
        for name, slug in _names():
            upper = name.upper()
            if line.text.startswith(upper) and line.text.isupper():  # also run together: LUẬTSỬA ĐỔI …
                start = line.span.start + len(upper)
                start += len(line.text) - len(upper) - len(line.text[len(upper) :].lstrip())
                return Found(slug, Span(line.span.start, line.span.start + len(upper))), Found(
                    line.text[start - line.span.start :], Span(start, line.span.end)
                )
    return None


def _type_slug(words: str) -> str | None:
    slug = tables.type_slug(words)
    return slug if slug not in _NOT_TITLES else None


_NOT_TITLES = ("cong-van", tables.UNKNOWN_TYPE)
"""Types that no paper prints as its title."""


@cache
def _names() -> list[tuple[str, str]]:
    names = {(row.name, row.slug) for row in tables.document_types() if row.slug not in _NOT_TITLES}
    return sorted(names, key=lambda pair: (-len(pair[0]), pair[0]))


def _subject(below: Sequence[_Line], *, of_law: bool) -> Found[str] | None:
    taken: list[_Line] = []
    for line in below[:8]:
        text = line.text
        if _opens_body(line) and not (not taken and text.startswith(("Thực hiện", "Tiếp tục", "Triển khai"))):
            break
        if read_label(text) or text.endswith(":") or _PLACE_DATE.search(text) or _CODE_LINE.match(text):
            break
        if taken and not of_law and text.isupper() and not taken[-1].text.isupper():
            break  # the authority line: CHÍNH PHỦ, CHỦ TỊCH ỦY BAN …
        if not taken and text.isupper() and _AUTHORITY_LINE.match(text) and not of_law:
            break
        if taken and len(text) > 200:
            break
        taken.append(line)
        if len(" ".join(each.text for each in taken)) > 600:
            break
    if not taken:
        return None
    words = collapse_spaces(" ".join(line.text for line in taken))
    return Found(words, Span(taken[0].span.start, taken[-1].span.end))


def _letter_subject(head: Sequence[_Line]) -> Found[str] | None:
    for line in head:
        match = re.match(r"V/v\s*:?\s*(?P<subject>.+)", line.text)
        if match:
            start = line.span.start + match.start("subject")
            return Found(collapse_spaces(match["subject"]), Span(start, line.span.end))
    return None


def _code(head: Sequence[_Line]) -> Found[Code] | None:
    """The symbol of the line that opens with ``Số:`` or ``Luật số:``; else one said inside a heading line."""
    above = []
    for line in head:
        if _opens_body(line) and not line.text.startswith("Nguồn:"):
            break
        above.append(line)
    for search in (_CODE_LINE.match, _CODE_LINE.search):
        for line in above:
            if (match := search(line.text)) is not None and (found := _written_code(line, match)) is not None:
                return found
    return None


def _written_code(line: _Line, match: re.Match[str]) -> Found[Code] | None:
    for written in _prefixes(match["code"]):
        try:
            code = Code.parse(written)
        except codes.CodeError:
            continue
        start = line.span.start + match.start("code")
        return Found(code, Span(start, start + len(written)))
    return None


def _prefixes(written: str) -> Iterator[str]:
    """A symbol may be followed by other words on its line: the longest part that reads as one."""
    pieces = re.split(r"(\s+)", written)
    for count in range(len(pieces), 0, -2):
        yield "".join(pieces[:count]).rstrip(" .,;)")


def _issued(head: Sequence[_Line]) -> tuple[Found[PartialDate] | None, Found[str] | None]:
    for line in head:
        if _opens_body(line):
            continue
        match = _PLACE_DATE.search(line.text)
        if match is None:
            continue
        reading = next(dates.find(match["date"]), None)
        if reading is None:
            continue
        start = line.span.start
        where = Found(match["place"].strip(), Span(start + match.start("place"), start + match.end("place")))
        return Found(reading.date, Span(start + match.start("date"), start + match.end("date"))), where
    return None, None


def _passed(lines: Sequence[_Line]) -> Found[PartialDate] | None:
    """A law's own date: the day on which it was passed, said in its last sentence."""
    for line in reversed(lines):
        match = _PASSED.search(line.text)
        if match and re.match(r"(?:Bộ luật|Luật|Nghị quyết|Pháp lệnh|Hiến pháp)\b", line.text):
            start = line.span.start
            return Found(next(dates.find(match["date"])).date, Span(start + match.start("date"), start + match.end("date")))
    return None


def _issuer_name(
    head: Sequence[_Line], kind: tuple[Found[str], Found[str] | None] | None, code: Found[Code] | None
) -> Found[str] | None:
    """The capitals above the number (or the type): parent lines first, the issuer's own last."""
    limits = [found.span.start for found in (kind[0] if kind else None, code) if found]
    stop = limits[0] if limits else 0
    names: list[_Line] = []
    for line in head:
        if line.span.start >= stop:
            break
        text = _MOTTO.sub(" ", line.text).strip(" -–*")
        letters = text.replace(" ", "")
        if not letters or not text.isupper() or read_label(text) or len(text) < 3:
            continue
        start = line.span.start + line.text.index(text.split()[0])
        names.append(_Line(collapse_spaces(text), Span(start, min(start + len(text), line.span.end))))
    if not names:
        return None
    own = [names[-1]]
    while len(own) < len(names) and _continues(names[-len(own) - 1].text, own[0].text):
        own.insert(0, names[-len(own) - 1])
    return Found(collapse_spaces(" ".join(line.text for line in own)), Span(own[0].span.start, own[-1].span.end))


_BODY_WORDS = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN")


def _continues(upper: str, lower: str) -> bool:
    """Whether two lines are one name: ỦY BAN NHÂN DÂN / XÃ TÂN THANH."""
    whole = upper in _BODY_WORDS and re.match(r"(?:XÃ|PHƯỜNG|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN|ĐẶC KHU)\b", lower)
    return bool(whole) or lower.startswith(("VÀ ", "KHOA HỌC", "NƯỚC "))


def _issuer(name: Found[str] | None, code: Found[Code] | None) -> str | None:
    """The table's slug for the printed name, or for the body that the symbol names outright."""
    if name is not None:
        for body in tables.issuers().values():
            if fold(name.value) in (fold(body.name), fold(body.short or body.name)):
                return body.slug
    if code is None:
        return None
    if code.value.legislature:
        return "quoc-hoi" if code.value.groups[0].startswith("QH") else "uy-ban-thuong-vu-quoc-hoi"
    letters = code.value.bodies[0] if code.value.bodies else ""
    bodies = [body.slug for body in tables.issuers().values() if letters in body.abbreviations and body.level == "trung-uong"]
    return bodies[0] if len(bodies) == 1 else None


def _legal_basis(head: Sequence[_Line]) -> tuple[Found[str], ...]:
    lines = (line for line in head if re.match(r"(?:-\s*)?(?:Căn cứ|Theo đề nghị|Xét đề nghị|Xét Tờ trình)\b", line.text))
    return tuple(Found(collapse_spaces(line.text).rstrip(" ;.,"), line.span) for line in lines)


def _recipients(lines: Sequence[_Line]) -> tuple[Found[str], ...]:
    """The lines below ``Nơi nhận:``, the first of them in the text (an attached text may have its own)."""
    opening = next((i for i, line in enumerate(lines) if re.fullmatch(r"noi nhan\s*[:.]?", fold(line.text))), None)
    found: list[Found[str]] = []
    for line in lines[opening + 1 : opening + 40] if opening is not None else ():
        if not re.match(r"[-–+•]", line.text):
            break
        found.append(Found(collapse_spaces(line.text.lstrip("-–+• ")).rstrip(" ;.,"), line.span))
    return tuple(found)


def _signer(lines: Sequence[_Line]) -> Found[Signer] | None:
    """The first capitals of authority or position with a person's name under them; annexes come after."""
    for index, line in enumerate(lines):
        title = next(_unglued(line)).text
        opens = _PREFIX.match(title) or (_POSITION.match(title) and title.isupper() and len(title) < 60)
        if opens and (found := _signed(lines[index : index + 10])) is not None:
            return found
    return None


def _signed(lines: Sequence[_Line]) -> Found[Signer] | None:
    titles: list[_Line] = []
    for line in (part for whole in lines for part in _unglued(whole)):
        name = collapse_spaces(_SIGNED.sub("", line.text).strip(" []"))
        if not name:
            continue
        if line.text.isupper() and not _is_name(line.text) and len(titles) < 4:
            titles.append(line)
        elif titles and _NAME.fullmatch(name) and all(word.istitle() for word in name.split()[-2:]):
            return Found(_signing(titles, name), Span(titles[0].span.start, line.span.end))
        else:
            return None
    return None


def _unglued(line: _Line) -> Iterator[_Line]:
    """A title and a name run together (CHỦ TỊCH QUỐC HỘITrần …) as the two lines they were."""
    match = _GLUED.fullmatch(line.text)
    if match is None or not match["title"].isupper() or not (_PREFIX.match(line.text) or _POSITION.match(line.text)):
        yield line
        return
    at = line.span.start + match.start("name")
    yield _Line(match["title"], Span(line.span.start, at))
    yield _Line(match["name"], Span(at, line.span.end))


def _is_name(text: str) -> bool:
    return (
        not _PREFIX.match(text)
        and not _POSITION.match(text)
        and not _AUTHORITY_LINE.match(text)
        and 2 <= len(text.split()) <= 4
    )


def _signing(titles: Sequence[_Line], name: str) -> Signer:
    words = [collapse_spaces(line.text) for line in titles]
    if len(words) == 1 and not _PREFIX.match(words[0]):
        return Signer(None, words[0], name)
    if len(words) == 1:
        return Signer(words[0], None, name)
    return Signer("\n".join(words[:-1]), words[-1], name)
