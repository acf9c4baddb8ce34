"""One pass over a text: every place where a document is named, before anything is known of its surroundings.

A word of type (``Nghị định``) or a symbol opens a mention; what follows it (symbol, name, number alone, ``này``, ``nêu trên``, an
issuer) says of what form it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from dan_van import tables
from dan_van.citations import bodies, laws, symbols
from dan_van.citations.mention import Kind, Mention, words_of_type
from dan_van.citations.tails import bare_year, body_after, finished, words
from dan_van.text import fold


@cache
def _opening() -> re.Pattern[str]:
    names = _alternatives(word for word in words_of_type() if not word[0].islower())
    return re.compile(rf"(?P<type>{names})(?![^\W_])|(?P<symbol>{symbols.START})")


def _alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, branching letter by letter: the engine tries alternatives one after the other."""
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    """Longer words before shorter ones that begin them."""
    found = [(r"\s+" if letter == " " else re.escape(letter)) + _branches(rest) for letter, rest in tree.items() if letter]
    if not found:
        return ""
    joined = found[0] if len(found) == 1 and "" not in tree else f"(?:{'|'.join(found)})"
    return f"{joined}?" if "" in tree else joined


_ENACTED = re.compile(r"Quốc\s+hội\s+ban\s+hành\s+\Z")
_LOWER = r"[a-zđà-ỹ]+"
_TO_NUMBER = re.compile(
    rf"(?P<rest>(?:,?\s+{_LOWER}){{0,6}}?)\s*(?:[,:]\s*)?(?:\(\s*)?(?P<word>(?<=\s)[Ss](?:ố|Ố|o)\s*[:.]?\s*)?(?=[0-9]|[OIl][0-9])"
)
_NUMBER_AFTER_BODY = re.compile(r"\s*[,:]?\s*[Ss]ố\s*:?\s*(?=[0-9])")
_LAW_NUMBER = re.compile(r"\s*(?:[Ss]ố\s*:?\s*)?(?=[0-9]|[OIl][0-9])")
_LAW_ABOVE = re.compile(r"\s+(?:[^\W\d_]+\s+){1,5}?(?:nêu|nói)\s+trên(?![^\W_])")
_NUMBER_AFTER_NAME = re.compile(r"\s*,?\s*(?:\(\s*)?(?:Luật\s+)?(?:[Ss]ố\s*:?\s*)?(?=[0-9]+[^\s;]{0,3}/)")
_MANY = re.compile(r"(?:các|những|hai|ba|bốn|02|03|Các)\s+\Z")
_SHORT_TYPE = re.compile(r"(?<!\w)(?P<letters>[A-ZĐ][A-Za-zđĐ]{1,3})\s*\Z")
_BLANK = re.compile(r"\s+(?:[Ss]ố\s*:?\s*)?(?:[.…_]{2,}|…|/)[\s.…_]*/?[^\s,;]{0,20}")
_THIS = re.compile(r"\s+này(?![^\W_])")
_ABOVE = re.compile(
    r"\s+(?:(?:đã\s+)?(?:nêu|nói|kể)\s+(?:ở\s+)?trên|trên\s+đây|(?:dẫn|nêu)\s+tại\s+trên|trên(?!\s+(?:địa|cơ|toàn|mạng|thực|nền|các|đất|phạm|lĩnh|cả|môi|trang|giấy|hệ|báo|đài|một|diện|thế|đường|không|biển|máy|khắp|loa|tinh|ít|tất|mọi|từng|những|cùng\s+địa|[0-9])|%)|đó|ấy)(?![^\W_])"
)
_QUALIFIED_ABOVE = re.compile(rf"(?:\s+(?!số\b|này\b|và\b|của\b){_LOWER}){{1,3}}\s+(?:nêu|nói)\s+trên(?![^\W_])")
_CONGRESS = re.compile(
    r"\s+(?:của\s+)?(?:Đại\s+hội|ĐH)(?:\s+[^;:.,()\n“”\"]{0,90}?)?\s+(?:(?:lần\s+thứ\s+)?(?P<number>[IVXLC]+)(?![^\W_])|nhiệm\s+kỳ\s+[0-9]{4}\s*[-–]\s*[0-9]{4})"
    r"(?:\s+(?:(?:của\s+)?Đảng(?:\s+Cộng\s+sản\s+Việt\s+Nam)?(?!\s+(?:bộ|ủy|uỷ))|Đảng\s+bộ\s+(?:tỉnh|thành\s+phố|huyện|xã|phường)))?"
)
_PLENUM = re.compile(
    r"\s+(?:(?:Hội\s+nghị\s+)?(?:lần\s+thứ\s+[^\W\d_]+(?:\s+[^\W\d_]+)?\s+)?(?:Ban\s+Chấp\s+hành\s+Trung\s+ương(?:\s+Đảng)?|Trung\s+ương)(?:\s+(?:lần\s+thứ\s+)?(?:[0-9]{1,2}|[^\W\d_]+))?,?\s+\(?(?P<term>[Kk](?:hóa|hoá)\s+[IVXLC]+)\)?)"
)
_PERIOD = re.compile(
    r"(?P<name>\s+[^;:.()\n“”\"]{4,230}?,?\s+(?:giai\s+đoạn|thời\s+kỳ)\s+(?:năm\s+)?[0-9]{4}\s*[-–]\s*[0-9]{4}(?:(?:,|\s+và)\s+(?:tầm\s+nhìn|định\s+hướng)\s+(?:đến\s+)?(?:năm\s+)?[0-9]{4})?)(?![0-9])"
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
    r"(?:nghị\s+(?:định|quyết)|quyết\s+định|chỉ\s+thị|công\s+(?:văn|điện)|thông\s+(?:tư|báo)|kế\s+hoạch|tờ\s+trình|báo\s+cáo|kết\s+luận|hướng\s+dẫn|(?<![^\W_])(?:NĐ|NQ|QĐ|KH|CT|TT|KL|CV|TB|HD|BC|TTr))(?:\s+số)?\s*:?\s*\Z"
)
_NUMBER_WORD = re.compile(r"[Ss](?:ố|Ố)\s*:?\s*\Z")


def find(text: str) -> Iterator[Mention]:
    """Mentions in the order of their beginning; laws inside the name of an amending law come after it, with ``outer`` set."""
    opening = _opening().search
    slugs = words_of_type()
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
            slug = slugs.get(written) or slugs[" ".join(written.split())]
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
        found.name = words(text, start, found.end)
        if _THIS.match(text, found.end):
            return Mention(Kind.SELF, start, _THIS.match(text, found.end).end(), slug)  # type: ignore[union-attr]
        bare_year(text, found)
        return finished(text, found)
    short = _demonstrative(text, start, end, slug)
    if short is not None:
        return short
    lead = _TO_NUMBER.match(text, end)
    issuer: tuple[int, int] | None = None
    if lead is None:
        by = body_after(text, end)
        if by is not None and (numbered := _NUMBER_AFTER_BODY.match(text, by[1])):
            lead, issuer = numbered, by
    if lead is not None:
        symbol = symbols.at(text, lead.end(), typed=True)
        if symbol is not None:
            colon = lead.group().lstrip().startswith(":")  # các Thông tư: số …
            begin = lead.start("word") if colon and lead["word"] else start
            found = Mention(Kind.FULL, begin, symbol.end, slug, code=symbol.code, faults=symbol.faults)
            if slug == "nghi-quyet" and symbol.code.groups[0] == "NQLT":
                found.type = "nghi-quyet-lien-tich"
            if slug == "thong-tu" and symbol.code.groups[0] == "TTLT":
                found.type = "thong-tu-lien-tich"
            if issuer:
                found.issuer = words(text, *issuer)
            return finished(text, found)
    named = _named(text, start, end, slug)
    if named is not None:
        return named
    if lead is not None and issuer is None and not lead["rest"].strip():
        partial = symbols.partial_at(text, lead.end()) if "\n" not in lead.group() or lead["word"] else None
        if partial is not None and slug in _NUMBERED:
            found = Mention(Kind.NUMBER, start, partial.end, slug, number=partial.number, year=partial.year)
            found.doubtful = not (lead["word"] or partial.year or _AFTER_NUMBER.match(text, partial.end))
            return finished(text, found)
        if lead["word"]:
            return Mention(Kind.UNREAD, start, lead.end(), slug)
    blank = _BLANK.match(text, end)
    if blank is not None:
        return Mention(Kind.UNREAD, start, blank.end(), slug)
    by = body_after(text, end)
    if by is not None:
        return Mention(Kind.ISSUER, start, by[1], slug, issuer=words(text, *by), by_name=bodies.known(text, by[0]))
    return Mention(Kind.BARE, start, end, slug) if slug in _CALLED_AGAIN else None


def _law(text: str, start: int, end: int, slug: str) -> Mention | None:
    """A law by its symbol, its name, or ``này``."""
    short = _demonstrative(text, start, end, slug)
    if short is not None:
        return short
    lead = _LAW_NUMBER.match(text, end)
    if lead is not None:
        symbol = symbols.at(text, lead.end(), typed=True)
        if symbol is not None:
            return finished(text, Mention(Kind.FULL, start, symbol.end, slug, code=symbol.code, faults=symbol.faults))
        partial = symbols.partial_at(text, lead.end())
        if partial is not None and lead.end() > end and "ố" in lead.group():
            return finished(text, Mention(Kind.NUMBER, start, partial.end, slug, number=partial.number, year=partial.year))
    called = _LAW_ABOVE.match(text, end)
    if called is not None:
        return Mention(Kind.ABOVE, start, called.end(), slug, name=words(text, start, called.end()))
    name = laws.match(text, start)
    if name is None:
        return None
    found = Mention(Kind.NAMED, start, name.end, slug, name=words(text, start, name.end))
    found.doubtful = not name.known
    bare_year(text, found)
    number = _NUMBER_AFTER_NAME.match(text, name.end)
    symbol = symbols.at(text, number.end(), typed=True) if number else None
    if symbol is not None and "(" not in text[name.end : number.end() if number else name.end]:
        found.kind, found.code, found.faults, found.end = Kind.FULL, symbol.code, symbol.faults, symbol.end
    finished(text, found)
    found.carriers = [_law_inside(text, law, found) for law in name.inner]
    return found


def _law_inside(text: str, law: laws.Inner, outer: Mention) -> Mention:
    """A law named inside the name of an amending one."""
    slug = "phap-lenh" if text[law.start] == "P" else "luat"
    found = Mention(Kind.NAMED, law.start, law.end, slug, name=words(text, law.start, law.end), outer=outer)
    symbol = symbols.at(text, law.number, typed=True) if law.number is not None else None
    if symbol is not None:
        found.kind, found.code, found.faults, found.end = Kind.FULL, symbol.code, symbol.faults, symbol.end
    return found


def _demonstrative(text: str, start: int, end: int, slug: str) -> Mention | None:
    """``… này``, ``… nêu trên``, and the plural ``các Nghị định, quyết định nêu trên``."""
    this = _THIS.match(text, end)
    if this is not None:
        return Mention(Kind.SELF, start, this.end(), slug)
    above = _ABOVE.match(text, end) or (None if slug in ("luat", "phap-lenh") else _QUALIFIED_ABOVE.match(text, end))
    types: tuple[str, ...] = (slug,)
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
    found = _MANY.search(text, max(0, start - 8), start)
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
                    name=words(text, start, found.end()),
                )
                mention.term = found.groupdict().get("term")
                return mention
    if slug == "dieu-le" and (found := _STATUTES.match(text, end)):
        return Mention(Kind.NAMED, start, found.end(), slug, name=words(text, start, found.end()))
    if slug in _PROGRAMMES and (found := _PERIOD.match(text, end)) and not _OTHER_CITATION.search(found["name"]):
        return Mention(Kind.NAMED, start, found.end("name"), slug, name=words(text, start, found.end("name")))
    return None


def _untyped(text: str, start: int, last: Mention | None) -> Mention | None:
    """A symbol without a capital word of type before it: one more of a list, a type in small letters, or none."""
    symbol = symbols.at(text, start) or (
        symbols.at(text, start, typed=True) if _LOWER_TYPE.search(text, max(0, start - 18), start) else None
    )
    listed = False
    if symbol is None or last is not None:
        before = text[max(0, start - 12) : start]
        listed = bool(last and last.kind in (Kind.FULL, Kind.NUMBER) and start - last.end < 40 and _LIST_BEFORE.search(before))
        if symbol is None:
            symbol = symbols.at(text, start, typed=True) if listed else None
    if symbol is None or _own_number(text, start):
        return None
    begin, slug = _type_before(text, start)
    if slug is None and listed and last is not None:
        slug = last.type
    abbreviation = symbol.code.type_abbreviation
    if slug is None and symbol.code.groups[0] == "PL":
        slug = "phap-lenh"
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
    return finished(text, Mention(Kind.FULL, begin, symbol.end, slug, code=symbol.code, faults=symbol.faults))


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
        short = _SHORT_TYPE.search(text, low, begin)
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
    return re.compile(
        rf"(?<![a-z])(?<!phap )(?P<type>{names}|van ban)(?:\s+(?!cua|tai|theo|trong|va|cho|so)[a-z]+){{0,2}}\s*\Z"
    )
