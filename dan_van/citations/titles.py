"""Which words after a citation are its title, and which citations stand inside another's title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dan_van.citations.mention import Kind, Mention
from dan_van.text import collapse_spaces

_OPENING = re.compile(
    r"\s*,?\s*(?:\([^()\n]{0,80}\)\s*)?(?:(?:[Vv]/v|[Vv]ề|ban\s+hành|quy\s+định|hướng\s+dẫn|sửa\s+đổi|bổ\s+sung|phê\s+duyệt|triển\s+khai|tiếp\s+tục|tăng\s+cường|thực\s+hiện"
    r"|đẩy\s+mạnh|công\s+bố|thành\s+lập|kiện\s+toàn|giao|điều\s+chỉnh|bãi\s+bỏ|đính\s+chính|thông\s+qua|công\s+nhận|phân\s+công|chi\s+tiết|xử\s+phạt|thay\s+thế|thi\s+hành|phân\s+cấp"
    r"|quản\s+lý|tổ\s+chức|xếp\s+hạng|hợp\s+nhất|tổng\s+kết)(?![^\W_])|[“\"])",
    re.IGNORECASE,
)
_NOT_OPENING = re.compile(
    r"\s*,?\s*(?:ban\s+hành\s+kèm|quy\s+định\s+(?:tại|này|nêu|như|:)|thay\s+thế\s+cho|ban\s+hành\s+(?:ngày|năm)|thực\s+hiện\s+(?:theo|như|từ|kể))"
)
_END = re.compile(
    r"“[^“”]{0,600}”|\([^()\n]*\)|[;:)]|\.(?=\s|\Z|[”\"])|\n\s*\n(?=\s*[^\sa-zà-ỹđ])|\n(?=\s*(?:[-+•*#|]|[0-9]+[.)]|[a-zđ]\)|Điều|Căn|Theo|Xét|Thực))"
    r"|,?\s+(?:đã\s+)?được\s|\s+thì\s|,?\s+(?:được\s+)?(?:quy\s+định|nêu)\s+tại\s+(?:các\s+)?(?:[Kk]hoản|[Đđ]iều|[Đđ]iểm)\s|,\s+thực\s+hiện\s+(?:từ|sau)|\s+(?:hết|có)\s+hiệu\s+lực|\s+kể\s+từ\s+ngày"
)
_QUOTED = re.compile(r"\s*,?\s*(?:(?:về|ban\s+hành)\s+)?(?:“[^“”\n]{3,400}”|\"[^\"\n]{3,400}\")")
_LONGEST = 800
_ONE_MORE = re.compile(r"\s*(?:,|;)?\s*(?:(?:và|hoặc|với)\s+)?(?:các\s+|số\s+)?\Z")
_AMENDED_BY = re.compile(r"(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|đính\s+chính)[^;.\n]{0,60}?(?:bởi|theo|tại)\s+(?:các\s+)?\Z")


_ASIDE = re.compile(r"\([^()]{0,40}(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|đính\s+chính)[^()]{0,60}\Z")
_REPLACED = re.compile(r"\(?\s*(?:thay(?:\s+thế)?(?:\s+cho)?|[Bb]ãi\s+bỏ|[Hh]ủy\s+bỏ)\s+(?:các\s+)?\Z")


def title_end(text: str, end: int) -> int | None:
    """Where the title that follows a citation ends; None when no title follows it."""
    opening = _OPENING.match(text, end)
    if opening is None or _NOT_OPENING.match(text, end):
        return None
    if "\n" in (gap := opening.group()) and not gap[gap.rindex("\n") :].strip()[:1].islower():
        return None
    quoted = _QUOTED.match(text, end)
    if quoted is not None:
        return quoted.end()
    limit = min(len(text), end + _LONGEST)
    for found in _END.finditer(text, opening.end(), limit):
        if found.group()[0] not in "“(" or re.match(
            r"\((?:sau\s+đây|dưới\s+đây|gọi|viết|được|đã|ban\s+hành|Công|thay)", found.group()
        ):
            return found.start()
    return limit


def nest(text: str, mentions: Sequence[Mention]) -> None:
    """Set ``outer`` of each mention that stands in the title of another, and ``title`` of those that have one."""
    open_titles: list[tuple[Mention, int]] = []
    previous: Mention | None = None
    for mention in mentions:
        open_titles = [(outer, end) for outer, end in open_titles if mention.start < end]
        if open_titles and open_titles[-1][0] in mention.antecedents:  # the abbreviation that it gives itself
            previous = mention
            continue
        if mention.outer is None and open_titles and mention.start >= open_titles[-1][0].end:
            mention.outer = _outer(text, mention, previous, open_titles)
            while open_titles and open_titles[-1][0] is not mention.outer:
                outer = open_titles.pop()[0]
                outer.title = _words(text, outer.end, mention.start)
        if mention.kind is Kind.FULL and (previous is None or mention.start >= previous.start):
            end = title_end(text, mention.end)
            if end is not None:
                open_titles.append((mention, end))
                mention.title = _words(text, mention.end, end)
        if mention.kind not in (Kind.BARE, Kind.UNREAD):
            before = text[max(0, mention.start - 90) : mention.start]
            listed = previous is not None and previous.amending and _ONE_MORE.fullmatch(text[previous.end : mention.start])
            mention.amending = bool(_AMENDED_BY.search(before) or _ASIDE.search(before) or listed)
            mention.replaced = _REPLACED.search(before) is not None
            previous = mention


def _outer(text: str, mention: Mention, previous: Mention | None, open_titles: list[tuple[Mention, int]]) -> Mention | None:
    """The mention in whose title this one stands."""
    outer = open_titles[-1][0]
    before = text[outer.end : mention.start]
    if mention.kind is Kind.SELF:
        return None
    if _AMENDED_BY.search(before[-90:]):
        return None
    if previous is not None and previous is not outer and _ONE_MORE.fullmatch(text[previous.end : mention.start]):
        return previous.outer
    if re.search(r"(?:,|\svà)\s*\Z", before) and not re.search(r"sửa\s+đổi\s[^;]*\Z", before[-60:]):
        return open_titles[-2][0] if len(open_titles) > 1 else None
    return outer


def _words(text: str, start: int, end: int) -> str | None:
    return collapse_spaces(text[start:end]).strip(' ,“”"') or None
