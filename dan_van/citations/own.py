"""What a text is itself: the types its heads name, the names it gives itself, and the wording it quotes as another's."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from dan_van import provisions, tables
from dan_van.citations import symbols
from dan_van.citations.mention import tokens, words_of_type


@cache
def _heads() -> re.Pattern[str]:
    names = "|".join(r"[ ]+".join(word.split()) for word in sorted(words_of_type(), key=len, reverse=True) if word.isupper())
    return re.compile(rf"^[ \t*#|_]*(?P<type>{names})[ \t*#|_]*$", re.MULTILINE)


_OWN_NUMBER = re.compile(r"^[ \t*#|]*(?:Luật\s+)?S(?:ố|Ố)\s*:?\s*(?=[0-9/.…_ ])[^\n]{0,60}", re.MULTILINE | re.IGNORECASE)


def types(text: str) -> frozenset[str]:
    """The types that the text's own heads name: a line that is only a type in capitals, or its number."""
    found = {words_of_type()[" ".join(match["type"].split())] for match in _heads().finditer(text)}
    for match in _OWN_NUMBER.finditer(text, 0, min(len(text), 3000)):
        start = re.search(r"[0-9]", match.group())
        symbol = symbols.at(match.group(), start.start(), typed=True) if start else None
        if symbol is not None and symbol.code.type_abbreviation is None and _LETTER.search(text, 0, 3000):
            found.add("cong-van")
        if symbol is not None and symbol.code.type_abbreviation:
            found |= {row.slug for row in tables.types_by_abbreviation()[symbol.code.type_abbreviation]}
        elif blank := re.search(r"/\s*([A-ZĐ][A-Za-zđĐ]{1,3})-", match.group()):
            found |= {row.slug for row in tables.types_by_abbreviation().get(blank[1], ())}
    return frozenset(found)


_SPACES = re.compile(r"\s*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LETTER = re.compile(r"(?:^|\n)[ \t*|]*(?:V/v|Kính gửi)", re.MULTILINE)


def title(text: str) -> tuple[int, int]:
    """Where the text's own title stands: the lines under the type in capitals, up to the next blank line; empty without one."""
    head = _heads().search(text)
    if head is None:
        return 0, 0
    start = _SPACES.match(text, head.end())
    begin = start.end() if start else head.end()
    stop = _BLANK_LINE.search(text, begin)
    return begin, min(stop.start() if stop else len(text), begin + 600)


def names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Types with a qualifier that the text's heads give: ``KẾ HOẠCH HÀNH ĐỘNG``."""
    found = []
    for match in _QUALIFIED_HEAD.finditer(text):
        slug = words_of_type().get(" ".join(match["type"].split()))
        if slug:
            found.append((slug, tokens(match["more"])))
    return found


_QUALIFIED_HEAD = re.compile(
    r"^[ \t*#|_]*(?P<type>KẾ[ ]+HOẠCH|CHƯƠNG[ ]+TRÌNH|ĐỀ[ ]+ÁN|QUY[ ]+CHẾ)[ ]+(?P<more>(?:HÀNH|PHỐI|LÀM)[ ]+[^\W\d_]+)[ \t*#|_]*$",
    re.MULTILINE,
)


_QUOTED_LINE = re.compile(
    r"^[ \t]*[“\"](?=(?:Điều|[0-9]{1,2}[a-zđ]?\.|[a-zđ]\)|Chương|Mục)\s)[^\n]{20,}?[”\"](?=[ \t]*[.;,]?[ \t]*$)", re.MULTILINE
)


class Quotations:
    """The new wording that an amendment gives: quoted text over several lines, or a quoted line that opens with a label."""

    def __init__(self, text: str) -> None:
        spans = [(span.start, span.end) for span in provisions.quotations(text)] if "“" in text or '"' in text else []
        lines = (match.span() for match in _QUOTED_LINE.finditer(text)) if spans or '"' in text or "“" in text else ()
        self.spans: list[tuple[int, int]] = sorted([*spans, *lines])
        self.starts: list[int] = [low for low, _ in self.spans]

    def around(self, offset: int) -> int | None:
        """Where the quotation that holds an offset begins."""
        at = bisect_right(self.starts, offset) - 1
        return self.starts[at] if at >= 0 and offset < self.spans[at][1] else None
