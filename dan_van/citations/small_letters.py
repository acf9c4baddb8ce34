"""Documents named in small letters, as clerks type them: ``nghị định 30``, ``luật đất đai 2024``, ``văn bản nêu trên``.

Small letters are mostly ordinary words, so each shape is taken only with what makes it certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van import tables
from dan_van.citations import laws
from dan_van.citations.mention import Kind, Mention, words_of_type
from dan_van.citations.tails import bare_year, finished, words

_NUMBER = re.compile(
    r"(?:nghị\s+(?:định|quyết)|chỉ\s+thị|kết\s+luận|thông\s+tư)(?=\s+[0-9])\s+(?P<number>[0-9]{1,3})(?![\w/]|[.,][0-9]|\s?[-–]\s?[0-9A-ZĐ])"
)
_LAW = re.compile(r"luật(?=\s)")
_ABOVE = re.compile(
    r"(?:văn\s+bản|luật|nghị\s+(?:định|quyết)|quyết\s+định|chỉ\s+thị|thông\s+tư|kết\s+luận)\s+(?:(?:đã\s+)?(?:nêu|nói)\s+trên|trên(?=\s*[,.;:)\n]|\s*\Z|\s+(?:được|đăng|của|và|đã|có|để)\b))(?![^\W_])"
)
_LETTERS = re.compile(
    r"(?:NĐ|NQ|QĐ|CT|KL)\s+(?:số\s+)?(?P<number>[0-9]{1,3})(?:/(?P<year>20[0-9]{2}))?(?![\w/]|[.,][0-9]|\s?[-–]\s?[0-9A-ZĐ])"
)
_MANY = re.compile(r"(?:[Cc]ác|[Nn]hững)\s+\Z")


def with_small_letters(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with those in small letters added, where nothing else was found."""
    added = [mention for shape in (_numbers, _letters, _laws, _above) for mention in shape(text)]
    if not added:
        return mentions
    starts = sorted((mention.start, mention.end) for mention in mentions)
    free = [new for new in added if not any(low < new.end and new.start < high for low, high in starts)]
    return sorted([*mentions, *free], key=lambda mention: (mention.start, -mention.end))


def _numbers(text: str) -> Iterator[Mention]:
    slugs = words_of_type()
    for match in _NUMBER.finditer(text):
        if not _inside_word(text, match.start()):
            type_ = " ".join(text[match.start() : match.start("number")].split()).capitalize()
            yield Mention(Kind.NUMBER, match.start(), match.end(), slugs[type_], number=match["number"])


def _laws(text: str) -> Iterator[Mention]:
    """A known name that cannot be ordinary words, or one with its number or year."""
    for match in _LAW.finditer(text):
        start = match.start()
        if _inside_word(text, start) or text[max(0, start - 5) : start].split()[-1:] in (["pháp"], ["Pháp"], ["bộ"], ["kỷ"]):
            continue
        name = laws.match(text, start)
        if name is None or not name.known or name.inner:
            continue
        found = Mention(Kind.NAMED, start, name.end, "luat", name=words(text, start, name.end))
        bare_year(text, found)
        finished(text, found)
        if found.date or len((found.name or "").split()) > 4:
            yield found


def _letters(text: str) -> Iterator[Mention]:
    """``NĐ 30``: letters of a type and a number."""
    for match in _LETTERS.finditer(text):
        if not _inside_word(text, match.start()):
            slug = tables.types_by_abbreviation()[match.group().split()[0]][0].slug
            year = int(match["year"]) if match["year"] else None
            yield Mention(Kind.NUMBER, match.start(), match.end(), slug, number=match["number"], year=year)


def _above(text: str) -> Iterator[Mention]:
    slugs = words_of_type()
    for match in _ABOVE.finditer(text):
        many = _MANY.search(text, max(0, match.start() - 8), match.start())
        start = many.start() if many else match.start()
        slug = slugs[
            " ".join(match.group().split())
            .partition(" nêu")[0]
            .partition(" nói")[0]
            .partition(" đã")[0]
            .partition(" trên")[0]
            .capitalize()
        ]
        yield Mention(Kind.ABOVE, start, match.end(), slug, (slug,) if many else (), doubtful=slug != "van-ban")


def _inside_word(text: str, start: int) -> bool:
    return start > 0 and text[start - 1].isalnum()
