"""Laws, codes and ordinances by name: where ``Luật Thực hiện dân chủ ở cơ sở`` ends in running text.

Known names come from a table (``data/law_names.txt``); an unknown one ends at its number, date or year if these follow, else at the first
word that no name holds. An amending law has the names of the laws it amends inside its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dan_van.text import settle_tones

WORD = r"(?:Bộ\s+[Ll]uật|[Ll]uật|Pháp\s+lệnh|BỘ\s+LUẬT|LUẬT|PHÁP\s+LỆNH)"
_WORD = re.compile(WORD)
_TOKEN = re.compile(r"\s*(?P<comma>,)?\s*(?P<word>[^\W\d_]+(?:[/&][^\W\d_]+)*)")
_STRONG_END = re.compile(
    r"[\s,(]*(?:[Ss]ố\s*:?\s*(?=[0-9]+[^;\n]{0,3}/)|ngày\s+[0-9]|năm\s+[0-9]{4}|[0-9]+\s?/\s?[0-9]{4}\s?/\s?(?:QH|UBTVQH|PL))"
)
_STOP = frozenset(
    [
        "được",
        "đã",
        "đang",
        "sẽ",
        "có",
        "là",
        "theo",
        "này",
        "nêu",
        "nói",
        "trên",
        "năm",
        "số",
        "ngày",
        "nhằm",
        "để",
        "hoặc",
        "thì",
        "khi",
        "tại",
        "trong",
        "cho",
        "do",
        "bởi",
        "hiện",
        "mới",
        "phải",
        "chưa",
        "không",
        "với",
        "từ",
        "đến",
        "còn",
        "đối",
        "như",
        "đồng",
        "kể",
        "hết",
        "vẫn",
        "cũng",
        "mà",
        "nếu",
        "tiếp",
        "các",
        "những",
        "gồm",
        "bao",
        "ra",
        "vào",
        "sau",
        "trước",
        "bằng",
        "chỉ",
        "đó",
        "vì",
        "nên",
    ]
)
_STOP_PAIRS = {("thông", "qua"), ("hướng", "dẫn"), ("ban", "hành"), ("thay", "thế"), ("quy", "định"), ("bằng", "qua")}
"""Pairs of words that begin the sentence's own verb after a name."""
_WEAK_STOP = ("có", "với", "cho", "trong", "tại", "bằng", "ra", "không", "vào")
"""Words that names may hold after all (``người có công với cách mạng``): when the number follows in the same breath."""
_NUMBER_AHEAD = re.compile(r"(?:\s+[^\W\d_]+){1,9}\s+số\s*:?\s*[0-9]+/[0-9]{4}/")
_NEVER = frozenset(("sư", "gia", "học", "pháp", "tục", "lệ", "này", "khoa", "đó", "trên", "chơi", "và", "sĩ", "kinh"))
"""Words in small letters that make another noun of it: luật sư, luật học."""
_ONLY_CODES = ("dân sự", "hình sự", "lao động", "tố tụng dân sự", "tố tụng hình sự", "hàng hải việt nam", "hàng hải")
"""Names of codes: “luật hình sự” without Bộ is a branch of study."""
_MAY_OPEN = ("các", "Các", "Tiếp", "Bao", "Trong", "Không")
"""Words that end no name when they open it: Luật Các tổ chức tín dụng."""
_KEPT = {
    ("thực", "hiện"),
    ("phòng", "không"),
    ("hàng", "không"),
    ("người", "chưa"),
    ("người", "có"),
    ("phát", "hiện"),
}
"""Pairs of words in which the second ends no name."""
_AMENDING = re.compile(
    rf"\s+[Ss]ửa\s+đổi(?:\s*,?\s*(?:và\s+)?bổ\s+sung)?(?=\s)(?P<what>[^;:.\n“”\"()]{{0,120}}?)(?:\s+(?P<first>{WORD})(?=\s)|\s+(?P<many>(?:các|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|[0-9]+)\s+[Ll]uật)\b)"
)
_JOINT = re.compile(rf"(?:\s*,\s*(?:và\s+)?|\s+và\s+)(?={WORD}\s)")
_AND = re.compile(r"\s+và\s+")
_FIGURE = re.compile(r"\s*:?\s*[0-9]")
_NUMBER = re.compile(r"\s*,?\s+số\s*:?\s*(?P<symbol>[0-9]+/(?P<year>[0-9]{4})/[^\W\d_]+(?:-[^\W\d_]+)?[0-9]*)")
_YEAR_AFTER = re.compile(r"\s*,?\s*ngày\s+[0-9]{1,2}\s*(?:[/.-]|tháng)\s*[0-9]{1,2}\s*(?:[/.-]|năm)\s*(?P<year>[0-9]{4})")
_MANY_TAIL = re.compile(
    r"(?:\s+(?:có\s+liên\s+quan|liên\s+quan|trong\s+lĩnh\s+vực|về)[^;.\n()“”\"0-9]{0,80}?(?=\s+(?:số\s+[0-9]|ngày\s+[0-9]|năm\s+[0-9])|\s*[;.\n]))?"
)
_LONGEST = 22


@dataclass(frozen=True, slots=True)
class Inner:
    """A law named inside an amending law's name: where its name stands, and where its own number begins if it has one."""

    start: int
    end: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class LawName:
    """A law named at a place: where the name ends; ``inner`` are the laws named inside it; ``known`` by the table."""

    end: int
    inner: tuple[Inner, ...] = ()
    known: bool = True


def match(text: str, start: int) -> LawName | None:
    """The name of the law whose word of type begins at ``start``; None when no name follows."""
    word = _WORD.match(text, start)
    if word is None:
        return None
    amending = _AMENDING.match(text, word.end())
    if amending is not None and not re.search(r"\b(?:bởi|theo|tại)\b", amending["what"]):
        return _amending(text, amending)
    end = _end(text, word.end())
    return LawName(end, known=end == _known_end(text, word.end())) if end else None


def _amending(text: str, match: re.Match[str]) -> LawName:
    """The name of an amending law with the laws inside it."""
    if match["many"]:
        tail = _MANY_TAIL.match(text, match.end())
        return LawName(tail.end() if tail else match.end())
    inner: list[Inner] = []
    start = match.start("first")
    position = match.end("first")
    while True:
        word = _WORD.match(text, start)
        named = _end(text, word.end()) if word else None
        if named is None:
            break
        number = _NUMBER.match(text, named)
        joint = _JOINT.match(text, number.end() if number else named)
        own = number is not None and (joint is not None or _is_inner_number(text, number, inner))
        position = number.end() if number and own else named
        inner.append(Inner(start, named, number.start("symbol") if number and own else None))
        if joint is None:
            if number is None:
                position = _bare_name(text, position) or position  # Luật X và Y: the word of type is not said again
            break
        if re.match(rf"{WORD}\s+(?:này|số)\b|{WORD}\s+[Ss]ửa\s+đổi", text[joint.end() : joint.end() + 30]):
            break
        start = joint.end()
    return LawName(position, tuple(inner))


def _is_inner_number(text: str, number: re.Match[str], inner: list[Inner]) -> bool:
    """Whether the number after the last law inside is that law's, not the amending one's: a second number or another year follows."""
    if _NUMBER.match(text, number.end()) or any(law.number is not None for law in inner):
        return True
    day = _YEAR_AFTER.match(text, number.end())
    return day is not None and day["year"] != number["year"]


def _bare_name(text: str, start: int) -> int | None:
    joint = _AND.match(text, start)
    return _known_end(text, joint.end() - 1) if joint else None


def _end(text: str, start: int) -> int | None:
    """Where the name that follows the word of type at ``start`` ends."""
    first = _TOKEN.match(text, start)
    if first is None or first["comma"] or first["word"] in _NEVER:
        return None
    known = _known_end(text, start)
    if known is not None and (bracket := _BRACKET.match(text, known)):
        known = bracket.end()
    if known is not None and _STRONG_END.match(text, known):
        return known
    walked, strong = _walk(text, start)
    if strong and walked and (known is None or walked > known):
        return walked
    end = known or walked
    further = _further(text, start, end) if end else None
    if further or end is None:
        return further
    if known is not None:
        return None if _is_study(text, start, known) else known
    one_small_word = first["word"][0].islower() and len(text[start:end].split()) == 1
    return None if one_small_word else end


def _is_study(text: str, start: int, end: int) -> bool:
    """``Luật hình sự`` without Bộ: a branch of study, not the code."""
    alone = text[start - 4 : start] == "Luật" and text[max(0, start - 7) : start - 5] != "Bộ"
    return alone and " ".join(text[start:end].split()) in _ONLY_CODES


_BRACKET = re.compile(r"\s*\(HIV/AIDS\)")
_WHOLE_NAME = re.compile(r"(?:Căn cứ|điều của|thi hành|Thực hiện|chi tiết)\s+(?:Bộ\s+)?(?:Luật|luật|Pháp\s+lệnh)\Z")
_TO_SEMICOLON = re.compile(r"(?:,|\s+và)(?:\s+[^\W\d_]+){2,6}(?:(?:,|\s+và)(?:\s+[^\W\d_]+){1,6})?(?=\s*[;.\n]|\s*\Z)")
_NO_NAME = re.compile(
    r"\b(?:các|những|văn bản|pháp luật|quy định|hướng dẫn|nghị|thông tư|việc|gắn|nhằm|đồng thời|bảo đảm|đảm bảo|theo|tại|trong|được|có liên quan)\b|\b(?:Luật|Nghị|Thông|Quyết|Điều)\b"
)


def _further(text: str, start: int, end: int) -> int | None:
    """A longer end where the line itself says that nothing but the name stands there: ``Căn cứ Luật A, b và c;``."""
    if _WHOLE_NAME.search(text, max(0, start - 30), start) is None:
        return None
    more = _TO_SEMICOLON.match(text, end)
    if more is None or _NO_NAME.search(more.group()) or not more.group().lstrip(" ,")[:1].islower():
        return None
    return more.end()


def _known_end(text: str, start: int) -> int | None:
    """The end of the longest known name that begins at ``start``."""
    names, beginnings = _names()
    said = ""
    found = None
    position = start
    for _ in range(_LONGEST):
        token = _TOKEN.match(text, position)
        if token is None or "\n\n" in token.group():
            break
        word = settle_tones(token["word"]).lower()
        said = f"{said}{',' if token['comma'] else ''} {word}" if said else word
        if said not in beginnings:
            break
        position = token.end()
        if said in names:
            found = position
    return found


def _walk(text: str, start: int) -> tuple[int | None, bool]:
    """The end of an unknown name, and whether its number or date says so."""
    position = start
    weak: int | None = None
    before = ""
    for count in range(_LONGEST):
        if count and _STRONG_END.match(text, position):
            return position, True
        token = _TOKEN.match(text, position)
        if token is None or "\n\n" in token.group():
            break
        word = token["word"]
        if count and word[0].isupper() and _type_word(text, token.start("word")):
            break
        opens = count == 0 and word in _MAY_OPEN
        stops = word.lower() in _STOP and not opens and (before, word) not in _KEPT
        following = _TOKEN.match(text, token.end())
        if count and following is not None and (word, following["word"]) in _STOP_PAIRS:
            break
        if word == "số" and not _FIGURE.match(text, token.end()):
            stops = False
        if stops and (word not in _WEAK_STOP or not _NUMBER_AHEAD.match(text, position)):
            break
        if token["comma"] and weak is None:
            weak = position
        if word == "và" and weak is None:
            after = _TOKEN.match(text, token.end())
            if (
                after is None
                or after["word"].lower() in ("điều", "khoản", "điểm", "mục", "chương", "phần", "số", "ngày", "năm")
                or _type_word(text, after.start("word"))
            ):
                break
            if after["word"].lower() in (
                "các",
                "những",
                "văn",
                "nghị",
                "luật",
                "pháp",
                "bộ",
                "quyết",
                "thông",
                "quy",
                "hướng",
            ):
                weak = position
        position = token.end()
        before = word.lower()
    return (weak or (position if position > start else None)), False


_TYPE_WORD = re.compile(
    r"(?:Luật|Bộ\s+[Ll]uật|Nghị\s+(?:định|quyết)|Quyết\s+định|Chỉ\s+thị|Thông\s+tư|Kế\s+hoạch|Kết\s+luận|Pháp\s+lệnh|Hiến\s+pháp|Chương\s+trình|Công\s+văn|Quy\s+(?:chế|định)|Điều|Căn)\b"
)


def _type_word(text: str, start: int) -> bool:
    return _TYPE_WORD.match(text, start) is not None


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """Known names, and every beginning of one at a word's end."""
    lines = (files("dan_van") / "data" / "law_names.txt").read_text("utf-8").splitlines()
    names = frozenset(line for line in lines if line and not line.startswith("#"))
    beginnings: set[str] = set()
    for name in names:
        words = name.split(" ")
        for count in range(1, len(words) + 1):
            said = " ".join(words[:count])
            beginnings.update((said, said.rstrip(",")))
    return names, frozenset(beginnings)
