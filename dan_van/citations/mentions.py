"""One pass over a text: every place where a document is named, before anything is known of its surroundings.

A word of type (``Nghị định``) or a symbol opens a mention; what follows it (symbol, name, number alone, ``này``, ``nêu trên``, an
issuer) says of what form it is. Dates, issuers and terms that follow are read here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache

from dan_van import tables
from dan_van.citations import bodies, laws, symbols
from dan_van.codes import Code
from dan_van.dates import PartialDate
from dan_van.text import fold


class Kind(Enum):
    """What a mention is, as far as it shows by itself."""

    FULL = auto()
    NAMED = auto()
    SELF = auto()
    """``Luật này``."""
    ABOVE = auto()
    """``Luật nêu trên``."""
    NUMBER = auto()
    """``Nghị định 30``: a number without letters."""
    ISSUER = auto()
    """``Chỉ thị của Thủ tướng Chính phủ``."""
    UNREAD = auto()
    """A document that is named in a way that cannot be read (``Nghị định số …/NĐ-CP``): nothing may be reached past it."""
    BARE = auto()
    """A word of type that may call a text by the beginning of its name (``Quy chế về công tác dân vận``)."""


@dataclass(slots=True, eq=False)
class Mention:
    """A place where a document is named; offsets into the cleaned text."""

    kind: Kind
    start: int
    end: int
    type: str
    types: tuple[str, ...] = ()
    code: Code | None = None
    faults: tuple[str, ...] = ()
    number: str | None = None
    year: int | None = None
    date: PartialDate | None = None
    issuer: str | None = None
    term: str | None = None
    name: str | None = None
    outer: Mention | None = None
    title: str | None = None
    carriers: list[Mention] = field(default_factory=list)
    antecedents: list[Mention] = field(default_factory=list)
    own: bool = False
    amending: bool = False
    """Whether it is named only as what amended another: ``được sửa đổi theo Luật số …``."""
    doubtful: bool = False
    """Whether it counts only if something before it explains it."""


_FORMS = {
    "luat": ("Luật", "luật", "Bộ luật", "Bộ Luật"), "phap-lenh": ("Pháp lệnh",), "hien-phap": ("Hiến pháp",), "sac-lenh": ("Sắc lệnh",),
    "van-ban": ("Văn bản", "văn bản", "Hương ước", "Quy ước", "Nội quy"), "dieu-le": ("Điều lệ",), "van-kien": ("Văn kiện",),
    "thong-tu-lien-tich": ("Thông tư liên tịch", "Thông tư liên bộ", "Thông tư Liên tịch", "Thông tư liên Bộ"),
    "nghi-quyet-lien-tich": ("Nghị quyết liên tịch", "Nghị quyết Liên tịch"),
}  # fmt: skip
_NOT_CITED = (
    "phieu-gui",
    "phieu-chuyen",
    "phieu-bao",
    "giay-nghi-phep",
    "thu-cong",
    "ban-ghi-nho",
    "quy-hoach",
    "hop-dong",
    "du-an",
)


@cache
def words_of_type() -> dict[str, str]:
    """Word of type as written (one space between syllables) → slug; capitals and mixed capitals too."""
    words: dict[str, str] = {}
    for slug, name in tables.type_names().items():
        if slug not in _NOT_CITED:
            words.setdefault(name, slug)
    for slug, names in _FORMS.items():
        words.update(dict.fromkeys(names, slug))
    for word, slug in list(words.items()):
        words.setdefault(word.upper(), slug)
        words.setdefault(word.title(), slug)
    return words


@cache
def _opening() -> re.Pattern[str]:
    ordered = sorted(words_of_type(), key=lambda word: (-len(word), word))
    names = "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered)
    return re.compile(rf"(?P<type>{names})(?![^\W_])|(?P<symbol>{symbols.START})")


_ENACTED = re.compile(r"Quốc\s+hội\s+ban\s+hành\s+\Z")
_LOWER = r"[a-zđà-ỹ]+"
_TO_NUMBER = re.compile(
    rf"(?P<rest>(?:\s+{_LOWER}){{0,4}}?)\s*(?:,\s*)?(?:\(\s*)?(?P<word>(?<=\s)[Ss](?:ố|Ố|o)\s*[:.]?\s*)?(?=[0-9]|[OIl][0-9])"
)
_BLANK = re.compile(r"\s+(?:[Ss]ố\s*:?\s*)?(?:[.…_]{2,}|…|/)[\s.…_]*/?[^\s,;]{0,20}")
_BY = re.compile(r"\s*,?\s*\(?(?:của|giữa)\s+", re.IGNORECASE)
_THIS = re.compile(r"\s+này(?![^\W_])")
_ABOVE = re.compile(
    r"\s+(?:(?:đã\s+)?(?:nêu|nói|kể)\s+(?:ở\s+)?trên|trên\s+đây|(?:dẫn|nêu)\s+tại\s+trên|trên(?!\s+(?:địa|cơ|toàn|mạng|thực|nền|các|đất|phạm|lĩnh|cả|môi|trang|giấy|hệ|báo|đài|một|diện|thế|đường|không|biển|máy|khắp|loa|tinh|những|cùng\s+địa|[0-9])|%)|đó|ấy)(?![^\W_])"
)
_DATE = re.compile(
    r"\s*,?\s*(?P<open>\(\s*)?(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?ngày\s+(?P<day>[0-9OolI]{1,2})\s*(?:[/.\-]|tháng)\s*(?P<month>[0-9]{1,2})\s*(?:[/.\-]|,?\s*năm)\s*(?P<year>[0-9]{4})(?![0-9])(?(open)\s*\))"
    r"|\s*\(\s*(?P<day2>[0-9]{1,2})/(?P<month2>[0-9]{1,2})/(?P<year2>[0-9]{4})\s*\)"
    r"|\s*,?\s*tháng\s+(?P<month3>[0-9]{1,2})\s*(?:/|năm)\s*(?P<year3>[0-9]{4})"
    r"|\s+năm\s+(?P<year4>(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"\s+(?P<year>(?:19|20)[0-9]{2})(?=\s*[,;.()]|\s*\Z|\n|\s+(?:và|được|đã|có)\b)")
_TERM = re.compile(r"\s*,?\s*(?P<open>\()?\s*(?P<term>[Kk](?:hóa|hoá)\s+[IVXLC]+)(?![^\W_])(?(open)\s*\))")
_JOINT = re.compile(r"(?:\s*,\s*|\s*[-–]\s*|\s+(?:và|với)\s+)")
_CONGRESS = re.compile(
    r"\s+(?:của\s+)?(?:Đại\s+hội|ĐH)(?:\s+[^;:.,()\n“”\"]{0,90}?)?\s+(?:lần\s+thứ\s+)?(?P<number>[IVXLC]+)(?![^\W_])(?:\s+(?:của\s+)?Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?(?!\s+(?:bộ|ủy|uỷ)))?"
)
_PLENUM = re.compile(
    r"\s+(?:(?:Hội\s+nghị\s+)?(?:lần\s+thứ\s+[^\W\d_]+(?:\s+[^\W\d_]+)?\s+)?(?:Ban\s+Chấp\s+hành\s+Trung\s+ương(?:\s+Đảng)?|Trung\s+ương)(?:\s+(?:lần\s+thứ\s+)?(?:[0-9]{1,2}|[^\W\d_]+))?,?\s+\(?(?P<term>[Kk](?:hóa|hoá)\s+[IVXLC]+)\)?)"
)
_PERIOD = re.compile(
    r"(?P<name>\s+[^;:.()\n“”\"]{4,230}?,?\s+(?:giai\s+đoạn|thời\s+kỳ)\s+(?:năm\s+)?[0-9]{4}\s*[-–]\s*[0-9]{4}(?:,\s+tầm\s+nhìn\s+(?:đến\s+)?(?:năm\s+)?[0-9]{4})?)(?![0-9])"
)
_CONSTITUTION = re.compile(
    r"(?:\s+nước\s+(?:Cộng\s+(?:hòa|hoà)\s+(?:xã\s+hội|Xã\s+hội)\s+[Cc]hủ\s+nghĩa\s+Việt\s+Nam|CHXHCN\s+Việt\s+Nam))?"
)
_STATUTES = re.compile(r"\s+Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?(?!\s+(?:bộ|ủy|uỷ|viên))")
_OTHER_CITATION = re.compile(
    r"\s(?:[Ss]ố\s+[0-9]|[0-9]+\s?[/-]\s?[A-ZĐ0-9]+[/-])|\s(?:Nghị\s+(?:quyết|định)|Quyết\s+định|Chỉ\s+thị|Thông\s+tư|Luật|ban\s+hành\s+kèm)\b"
)
_PROGRAMMES = ("chuong-trinh", "ke-hoach", "de-an", "phuong-an")
_CALLED_AGAIN = ("quy-che", "quy-dinh", "chuong-trinh", "ke-hoach", "de-an", "phuong-an", "dieu-le", "huong-dan", "quy-uoc")
_NUMBERED = (
    "de-an",
    "nghi-quyet",
    "nghi-dinh",
    "chi-thi",
    "ket-luan",
    "quyet-dinh",
    "thong-tu",
    "quy-dinh",
    "ke-hoach",
    "luat",
    "huong-dan",
    "thong-tu-lien-tich",
    "cong-van",
    "phap-lenh",
)
_AFTER_NUMBER = re.compile(
    r"\s*(?:[,;.)\n”\"]|\Z)|\s+(?:của|và|nêu|nói|này|ngày|về|trên|được|đã|thì|quy|theo|tại|có|là|còn|như|cũng|ban\s+hành|để|vẫn)(?![^\W_])"
)
_LIST_BEFORE = re.compile(r"(?:,|;|và|hoặc|với)\s*(?:số\s*:?\s*)?\Z")
_LOWER_TYPE = re.compile(
    r"(?:nghị\s+(?:định|quyết)|quyết\s+định|chỉ\s+thị|công\s+(?:văn|điện)|thông\s+(?:tư|báo)|kế\s+hoạch|tờ\s+trình|báo\s+cáo|kết\s+luận|hướng\s+dẫn)(?:\s+số)?\s*:?\s*\Z"
)
_NUMBER_WORD = re.compile(r"[Ss](?:ố|Ố)\s*:?\s*\Z")


def find(text: str) -> Iterator[Mention]:
    """Mentions in the order of their beginning; laws inside the name of an amending law come after it, with ``outer`` set."""
    opening = _opening().search
    words = words_of_type()
    position = 0
    last: Mention | None = None
    while (match := opening(text, position)) is not None:
        written = match["type"]
        start = match.start()
        if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            position = start + 1
            continue
        if written is None:
            mention = _untyped(text, start, last)
        else:
            slug = words.get(written) or words[" ".join(written.split())]
            enacted = slug == "luat" and _ENACTED.search(text, max(0, start - 24), start)
            mention = None if enacted else _typed(text, start, match.end(), slug)
        if mention is None:
            position = match.end()
            continue
        yield mention
        last = mention
        position = max(mention.end, match.end())
        yield from mention.carriers
        mention.carriers = []


def _typed(text: str, start: int, end: int, slug: str) -> Mention | None:
    """The mention that a word of type opens."""
    if slug in ("luat", "phap-lenh"):
        return _law(text, start, end, slug)
    if slug == "hien-phap":
        name = _CONSTITUTION.match(text, end)
        found = Mention(Kind.NAMED, start, name.end() if name else end, slug)
        found.name = _words(text, start, found.end)
        if _THIS.match(text, found.end):
            return Mention(Kind.SELF, start, _THIS.match(text, found.end).end(), slug)  # type: ignore[union-attr]
        return _finished(text, found)
    short = _demonstrative(text, start, end, slug)
    if short is not None or slug == tables.UNKNOWN_TYPE and text[start] == "v":
        return short if short and (short.kind is Kind.ABOVE or text[start] != "v") else None
    lead = _TO_NUMBER.match(text, end)
    issuer: tuple[int, int] | None = None
    if lead is None:
        by = _body_after(text, end)
        if by is not None and (numbered := re.compile(r"\s*,?\s*[Ss]ố\s*:?\s*(?=[0-9])").match(text, by[1])):
            lead, issuer = numbered, by
    if lead is not None:
        symbol = symbols.at(text, lead.end(), typed=True)
        if symbol is not None:
            found = Mention(Kind.FULL, start, symbol.end, slug, code=symbol.code, faults=symbol.faults)
            if slug == "nghi-quyet" and symbol.code.groups[0] == "NQLT":
                found.type = "nghi-quyet-lien-tich"
            if slug == "thong-tu" and symbol.code.groups[0] == "TTLT":
                found.type = "thong-tu-lien-tich"
            if issuer:
                found.issuer = _words(text, *issuer)
            return _finished(text, found)
    named = _named(text, start, end, slug)
    if named is not None:
        return named
    if lead is not None and issuer is None and not lead["rest"].strip():
        partial = symbols.partial_at(text, lead.end())
        if partial is not None and slug in _NUMBERED:
            found = Mention(Kind.NUMBER, start, partial.end, slug, number=partial.number, year=partial.year)
            found.doubtful = not (lead["word"] or partial.year or _AFTER_NUMBER.match(text, partial.end))
            return _finished(text, found)
        if lead["word"]:
            return Mention(Kind.UNREAD, start, lead.end(), slug)
    blank = _BLANK.match(text, end)
    if blank is not None:
        return Mention(Kind.UNREAD, start, blank.end(), slug)
    by = _body_after(text, end)
    if by is not None:
        return Mention(Kind.ISSUER, start, by[1], slug, issuer=_words(text, *by))
    return Mention(Kind.BARE, start, end, slug) if slug in _CALLED_AGAIN else None


def _law(text: str, start: int, end: int, slug: str) -> Mention | None:
    """A law by its symbol, its name, or ``này``."""
    if text[start] == "l":
        return _law_in_small_letters(text, start, end, slug)
    short = _demonstrative(text, start, end, slug)
    if short is not None:
        return short
    lead = re.compile(r"\s*(?:[Ss]ố\s*:?\s*)?(?=[0-9]|[OIl][0-9])").match(text, end)
    if lead is not None:
        symbol = symbols.at(text, lead.end(), typed=True)
        if symbol is not None:
            return _finished(text, Mention(Kind.FULL, start, symbol.end, slug, code=symbol.code, faults=symbol.faults))
        partial = symbols.partial_at(text, lead.end())
        if partial is not None and lead.end() > end and "ố" in lead.group():
            return _finished(text, Mention(Kind.NUMBER, start, partial.end, slug, number=partial.number, year=partial.year))
    called = re.compile(r"\s+(?:[^\W\d_]+\s+){1,5}?(?:nêu|nói)\s+trên(?![^\W_])").match(text, end)
    if called is not None:
        return Mention(Kind.ABOVE, start, called.end(), slug, name=_words(text, start, called.end()))
    name = laws.match(text, start)
    if name is None:
        return None
    found = Mention(Kind.NAMED, start, name.end, slug, name=_words(text, start, name.end))
    found.doubtful = not name.known
    year = _BARE_YEAR.match(text, name.end)
    if year is not None:
        found.date, found.end = PartialDate(year=int(year["year"])), year.end()
    number = re.compile(r"\s*,?\s*(?:\(\s*)?(?:Luật\s+)?(?:[Ss]ố\s*:?\s*)?(?=[0-9]+[^\s;]{0,3}/)").match(text, name.end)
    symbol = symbols.at(text, number.end(), typed=True) if number else None
    if symbol is not None and "(" not in text[name.end : number.end() if number else name.end]:
        found.kind, found.code, found.faults, found.end = Kind.FULL, symbol.code, symbol.faults, symbol.end
    _finished(text, found)
    found.carriers = [
        Mention(Kind.NAMED, low, high, "luat", name=_words(text, low, high), outer=found) for low, high in name.inner
    ]
    return found


def _law_in_small_letters(text: str, start: int, end: int, slug: str) -> Mention | None:
    """``luật đất đai 2024``: only with a known name that cannot be ordinary words, or with a number or year."""
    if text[max(0, start - 5) : start - 1] in ("pháp", "Pháp") or text[max(0, start - 3) : start - 1] in ("bộ", "kỷ"):
        return None
    name = laws.match(text, start)
    if name is None or not name.known or name.inner:
        return None
    found = Mention(Kind.NAMED, start, name.end, slug, name=_words(text, start, name.end))
    year = _BARE_YEAR.match(text, name.end)
    if year is not None:
        found.date, found.end = PartialDate(year=int(year["year"])), year.end()
    _finished(text, found)
    return found if found.date or len(found.name.split() if found.name else ()) > 4 else None


def _demonstrative(text: str, start: int, end: int, slug: str) -> Mention | None:
    """``… này``, ``… nêu trên``, and the plural ``các Nghị định, quyết định nêu trên``."""
    this = _THIS.match(text, end)
    if this is not None:
        return Mention(Kind.SELF, start, this.end(), slug)
    above = _ABOVE.match(text, end)
    types = (slug,)
    if above is None and _many_before(text, start):
        listed = _more_types().match(text, end)
        if listed is not None:
            named = (_slug_of(word) for word in re.split(r"\s*,\s*|\s+và\s+", listed.group()) if word.strip())
            types = (slug, *(found for found in named if found))
            above = _ABOVE.match(text, listed.end())
    if above is None:
        return None
    begin = _many_before(text, start)
    return Mention(Kind.ABOVE, start if begin is None else begin, above.end(), slug, types if begin is not None else ())


def _many_before(text: str, start: int) -> int | None:
    """Where ``các`` or ``những`` before a word of type begins."""
    found = re.compile(r"(?:các|những|hai|ba|bốn|02|03|Các)\s+\Z").search(text, max(0, start - 8), start)
    return found.start() if found else None


@cache
def _more_types() -> re.Pattern[str]:
    names = "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words_of_type(), key=len, reverse=True))
    return re.compile(rf"(?:(?:\s*,\s*|\s+và\s+)(?:{names}))+", re.IGNORECASE)


def _slug_of(word: str) -> str | None:
    return words_of_type().get(" ".join(word.split()).capitalize())


def _named(text: str, start: int, end: int, slug: str) -> Mention | None:
    """A document with a name of its own: a congress or plenum resolution, the Party's statutes, a programme with its period."""
    if slug in ("nghi-quyet", "van-kien"):
        for pattern in (_CONGRESS, _PLENUM):
            found = pattern.match(text, end)
            if found is not None:
                mention = Mention(
                    Kind.NAMED,
                    start,
                    found.end(),
                    "van-ban" if slug == "van-kien" else slug,
                    name=_words(text, start, found.end()),
                )
                mention.term = found.groupdict().get("term")
                return mention
    if slug == "dieu-le" and (found := _STATUTES.match(text, end)):
        return Mention(Kind.NAMED, start, found.end(), slug, name=_words(text, start, found.end()))
    if slug in _PROGRAMMES and (found := _PERIOD.match(text, end)) and not _OTHER_CITATION.search(found["name"]):
        return Mention(Kind.NAMED, start, found.end("name"), slug, name=_words(text, start, found.end("name")))
    return None


def _untyped(text: str, start: int, last: Mention | None) -> Mention | None:
    """A symbol without a capital word of type before it: one more of a list, a type in small letters, or none."""
    symbol = symbols.at(text, start) or (
        symbols.at(text, start, typed=True) if _LOWER_TYPE.search(text, max(0, start - 18), start) else None
    )
    listed = False
    if symbol is None or last is not None:
        before = text[max(0, start - 12) : start]
        listed = bool(last and last.kind is Kind.FULL and start - last.end < 40 and _LIST_BEFORE.search(before))
        if symbol is None:
            symbol = symbols.at(text, start, typed=True) if listed else None
    if symbol is None or _own_number(text, start):
        return None
    begin, slug = _type_before(text, start)
    if slug is None and listed and last is not None:
        slug = last.type
    abbreviation = symbol.code.type_abbreviation
    if slug is None and abbreviation:
        rows = tables.types_by_abbreviation()[abbreviation]
        wanted = (tables.PARTY,) if symbol.code.family == "dang" else (tables.ADMINISTRATIVE, tables.NORMATIVE)
        slug = next((row.slug for row in rows if row.family in wanted), rows[0].slug)
    if slug is None:
        slug = (
            "luat"
            if symbol.code.legislature and len(symbol.code.groups) == 1
            else "cong-van"
            if len(symbol.code.groups) > 1
            else "van-ban"
        )
    return _finished(text, Mention(Kind.FULL, begin, symbol.end, slug, code=symbol.code, faults=symbol.faults))


def _own_number(text: str, start: int) -> bool:
    """Whether the symbol is the text's own: ``Số: 33/CT-TTg`` at the beginning of a line."""
    line = text.rfind("\n", 0, start) + 1
    return bool(
        re.fullmatch(r"[\s|*#]*(?:Luật\s+|Lệnh\s+|Pháp\s+lệnh\s+|Nghị\s+quyết\s+)?[Ss](?:ố|Ố)\s*:\s*", text[line:start])
    ) or bool(
        re.fullmatch(r"[\s|*#]*S(?:ố|Ố)\s+", text[line:start])
        and re.match(r"[^\n]{0,40}(?:\n|\Z|\|)", text[start : start + 41])
    )


def _type_before(text: str, start: int) -> tuple[int, str | None]:
    """Where the mention begins and its type, when a word of type in small letters (or without marks) stands before the symbol."""
    number = _NUMBER_WORD.search(text, max(0, start - 8), start)
    begin = number.start() if number else start
    low = max(0, begin - 40)
    words = text[low:begin]
    folded = fold(words)
    if len(folded) != len(words):
        return begin, None
    if not number and (bare := re.search(r"(?<![a-z])so\s*:?\s*\Z", folded)):
        begin = low + bare.start()
        folded = folded[: bare.start()]
    match = _folded_types().search(folded)
    if match is None:
        short = re.compile(r"(?<!\w)(?P<letters>[A-ZĐ][A-Za-zđĐ]{1,3})\s*\Z").search(text, low, begin)
        rows = tables.types_by_abbreviation().get(short["letters"], ()) if short else ()
        return (short.start(), rows[0].slug) if short and rows else (begin, None)
    return low + match.start("type"), _folded_slugs()[" ".join(match["type"].split())]


@cache
def _folded_slugs() -> dict[str, str]:
    slugs: dict[str, str] = {}
    for word, slug in words_of_type().items():
        slugs.setdefault(fold(word), slug)
    return slugs


@cache
def _folded_types() -> re.Pattern[str]:
    names = "|".join(
        r"\s+".join(word.split()) for word in sorted(_folded_slugs(), key=len, reverse=True) if word not in ("van ban",)
    )
    return re.compile(rf"(?<![a-z])(?P<type>{names}|van ban)(?:\s+(?!cua|tai|theo|trong|va|cho|so)[a-z]+){{0,2}}\s*\Z")


def _body_after(text: str, end: int, *, any_case: bool = False) -> tuple[int, int] | None:
    """The issuer after ``của`` …, as offsets."""
    by = _BY.match(text, end)
    if by is None:
        return None
    stop = bodies.match(text, by.end()) or (bodies.match(text, by.end(), any_case=True) if any_case else None)
    return (by.end(), stop) if stop else None


def _finished(text: str, mention: Mention) -> Mention:
    """The mention with the date, issuer and term that follow it in one piece."""
    while True:
        position = mention.end
        if mention.date is None and (day := _DATE.match(text, position)):
            mention.date = _partial(day)
            mention.end = day.end()
        elif mention.issuer is None and (
            by := _body_after(text, position, any_case=_odd_case(text, mention)) or _body_at_once(text, position, mention)
        ):
            low, high = by
            if (
                mention.type in ("thong-tu-lien-tich", "nghi-quyet-lien-tich")
                or "giữa" in text[position:low]
                or text[low:high].lower().startswith("liên")
            ):
                high = _joint(text, high)
            elif mention.code is not None and len(mention.code.bodies) > 1 and mention.code.family == "dang":
                high = _joint(text, high)
            mention.issuer, mention.end = _words(text, low, high), high
        elif mention.term is None and (mention.issuer or mention.code) and (term := _TERM.match(text, position)):
            mention.term, mention.end = term["term"], term.end()
        else:
            return mention


def _odd_case(text: str, mention: Mention) -> bool:
    """Whether a citation is typed all in capitals or all in small letters."""
    word = text[mention.start : mention.start + 3]
    return "case" in mention.faults or word.islower() or (mention.code is not None and word.isupper())


def _body_at_once(text: str, end: int, mention: Mention) -> tuple[int, int] | None:
    """An issuer without ``của`` right after the date."""
    if mention.date is None:
        return None
    space = re.compile(
        r"\s+(?=(?:UBND|Ủy\s+ban\s+nhân\s+dân|Thủ\s+tướng|Chính\s+phủ|Bộ\s+Chính\s+trị|Ban\s+Bí\s+thư|Chủ\s+tịch\s+UBND|HĐND)\b)"
    ).match(text, end)
    stop = bodies.match(text, space.end()) if space else None
    return (space.end(), stop) if space and stop else None


def _joint(text: str, end: int) -> int:
    """The end of a list of bodies."""
    while (joint := _JOINT.match(text, end)) is not None and (stop := bodies.match(text, joint.end())) is not None:
        end = stop
    return end


def _partial(match: re.Match[str]) -> PartialDate:
    day, month, year = (
        next((_figure(match[f"{part}{turn}"]) for turn in ("", "2", "3", "4") if match.groupdict().get(f"{part}{turn}")), None)
        for part in ("day", "month", "year")
    )
    return PartialDate(day, month, year)


def _figure(written: str) -> int:
    return int(written.replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1"))


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
