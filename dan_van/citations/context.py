"""What a short form means: the text itself, or citations that stand before it and within reach.

A short form reaches back a few paragraphs and never past a mention that could not be read: a wrong antecedent is worse than
none. What nothing in reach explains stays unclear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dan_van import tables
from dan_van.citations import own
from dan_van.citations.introduced import attached_names, called_again, called_by_own_name
from dan_van.citations.mention import KNOWN, Kind, Mention, identity, same_kind, tokens
from dan_van.citations.titles import title_end
from dan_van.codes import plain_number
from dan_van.text import same_words, settle_tones

_REACH_PARAGRAPHS = 3
_WINDOW = 400
"""How many mentions back anything is looked for: a text of thousands must not be walked again at each."""
_BASIS = re.compile(r"\s*(?:[-+*]\s*)?(?:Căn cứ|Thực hiện|Theo|Xét|Tiếp theo)\b")


def settle(text: str, mentions: list[Mention]) -> list[Mention]:
    """Decide every short form; mentions that turn out to name no document are left out."""
    paragraphs = _Paragraphs(text)
    own_types = own.types(text)
    quotes = own.Quotations(text)
    names = attached_names(text, mentions)
    own_names = own.names(text)
    subject = own.title(text)
    calls = Counter(mention.type for mention in mentions if mention.kind is Kind.SELF)
    settled: list[Mention] = []
    for mention in mentions:
        keep = True
        if mention.kind is Kind.SELF:
            _this(text, mention, settled, own_types, quotes, paragraphs, calls)
            if (
                mention.own
                and mention.type in _ATTACHABLE
                and own_types
                and not any(same_kind(mention.type, t) for t in own_types)
            ):
                carriers = [
                    name.carrier for name in names[0] if name.type == mention.type and name.carrier.start < mention.start
                ]
                if carriers:
                    mention.own, mention.antecedents = False, [carriers[-1]]
        elif mention.kind is Kind.ABOVE:
            _above(text, mention, settled, paragraphs, subject)
            keep = bool(mention.antecedents) or not mention.doubtful
        elif mention.kind is Kind.NUMBER:
            _numbered(mention, settled)
            keep = bool(mention.antecedents) or not mention.doubtful
        elif (
            mention.kind is Kind.NAMED and mention.doubtful and mention.date is None and (full := _shortened(mention, settled))
        ):
            if len(tokens(full[0].name or "")) > len(tokens(mention.name or "")):
                mention.kind, mention.antecedents = Kind.ABOVE, full
        elif mention.kind is Kind.ISSUER:
            keep = _issued(text, mention, settled, subject)
        elif mention.kind is Kind.BARE:
            keep = called_by_own_name(text, mention, own_names) or called_again(text, mention, names)
        if keep:
            settled.append(mention)
    return [mention for mention in settled if mention.kind is not Kind.UNREAD]


class _Paragraphs:
    """The paragraphs of a text by offset."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer(r"\n[ \t]*\n\s*|\n(?=[ \t]*[-+*•]|[ \t]*[0-9]{1,2}\.)", text))]

    def at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def _known_before(settled: Sequence[Mention]) -> Iterable[Mention]:
    """Mentions that name a document by themselves, nearest first; those that cannot be read come too, as barriers."""
    return (m for m in reversed(settled[-_WINDOW:]) if m.kind in KNOWN or m.kind is Kind.UNREAD)


def _this(
    text: str,
    mention: Mention,
    settled: Sequence[Mention],
    own_types: frozenset[str],
    quotes: own.Quotations,
    paragraphs: _Paragraphs,
    calls: Counter[str],
) -> None:
    """``Luật này``: the text itself, unless the text is of another type or quotes an amended one."""
    quote = quotes.around(mention.start)
    if quote is not None and (amended := _amended(text, mention, settled, quote, quotes)) is not None:
        mention.antecedents = [amended]
        return
    followed = next((m for m in reversed(settled[-_WINDOW:]) if m.kind is Kind.FULL and same_kind(m.type, mention.type)), None)
    if followed is not None and mention.start - followed.end < 300 and _ITS_GUIDES.match(text, followed.end, mention.start):
        mention.antecedents = [followed]
        return
    here = paragraphs.at(mention.start)
    said = next((m for m in reversed(settled[-_WINDOW:]) if m.kind is Kind.SELF and same_kind(m.type, mention.type)), None)
    if said is not None and said.antecedents and paragraphs.at(said.start) == here:
        mention.antecedents = said.antecedents
        return
    if not own_types and _other_self(mention, calls) and (before := _just_before(text, mention, settled)) is not None:
        mention.antecedents = [before]
        return
    if not own_types or any(same_kind(mention.type, slug) for slug in own_types) or mention.type == tables.UNKNOWN_TYPE:
        mention.own = True
        return
    for earlier in _known_before(settled):
        if here - paragraphs.at(earlier.start) > _REACH_PARAGRAPHS:
            break
        if same_kind(earlier.type, mention.type) and not (earlier.amending or earlier.replaced):
            if earlier.kind is not Kind.UNREAD:
                mention.antecedents = [earlier]
            return
    mention.own = mention.type in _ATTACHABLE


def _other_self(mention: Mention, calls: Counter[str]) -> bool:
    """Whether a text without a head calls itself by another type as well, no less often: it cannot be both."""
    return sum(count for slug, count in calls.items() if same_kind(slug, mention.type)) * 2 <= calls.total()


def _just_before(text: str, mention: Mention, settled: Sequence[Mention]) -> Mention | None:
    """The document of that type with its symbol, up to a few lines before in the same paragraph."""
    for earlier in reversed(settled[-_WINDOW:]):
        between = text[earlier.end : mention.start]
        if len(between) > 300 or "\n" in between or between.rfind("(") > between.rfind(")"):
            return None
        if earlier.kind is Kind.FULL and same_kind(earlier.type, mention.type):
            return earlier
    return None


_ITS_GUIDES = re.compile(
    r"[^.;]*\svà\s+(?:các\s+|những\s+)?(?:văn\s+bản|thông\s+tư|nghị\s+định|quy\s+định)[^.;]{0,60}?"
    r"(?:hướng\s+dẫn|sửa\s+đổi|thay\s+thế|chi\s+tiết|thi\s+hành)(?:\s+(?:thi\s+hành|thực\s+hiện|một\s+số\s+điều\s+của|của))?\s+\Z"
)
"""``Nghị định số A và các văn bản hướng dẫn Nghị định này``."""
_AMENDS = re.compile(r"(?:[Ss]ửa\s+đổi|[Bb]ổ\s+sung|[Tt]hay\s+thế|[Bb]ãi\s+bỏ)[^;\n]{0,200}?\s(?:của|vào)\s+\Z")


def _amended(text: str, mention: Mention, settled: Sequence[Mention], quote: int, quotes: own.Quotations) -> Mention | None:
    """The law whose new wording is quoted: the last one said to be amended before the quotation, else the last one named."""
    word = text[mention.start : mention.start + 2]
    nearest: Mention | None = None
    for earlier in reversed(settled[-_WINDOW:]):
        if (
            earlier.start < quote
            and earlier.kind in KNOWN
            and same_kind(earlier.type, mention.type)
            and not earlier.amending
            and text[earlier.start : earlier.start + 2] == word
            and quotes.around(earlier.start) is None
        ):
            if _AMENDS.search(text, max(0, earlier.start - 240), earlier.start):
                return earlier
            nearest = nearest or earlier
    return nearest


_ATTACHABLE = ("quy-che", "quy-dinh", "dieu-le", "chuong-trinh", "ke-hoach", "de-an", "phuong-an", "huong-dan")


def _above(text: str, mention: Mention, settled: Sequence[Mention], paragraphs: _Paragraphs, subject: tuple[int, int]) -> None:
    """``Quyết định nêu trên``, ``các Chỉ thị, chương trình trên``."""
    if mention.antecedents:  # an abbreviation that the text introduced
        return
    if mention.name:
        mention.antecedents = _shortened(mention, settled)
        return
    here = paragraphs.at(mention.start)
    types = mention.types or (mention.type,)
    anything = tables.UNKNOWN_TYPE in types

    def fits(other: Mention) -> bool:
        return anything or any(same_kind(other.type, slug) for slug in types)

    if not mention.types:
        mention.antecedents = _single(mention, settled, paragraphs, fits, subject, anything=anything)
        return
    found: dict[object, Mention] = {}
    nearest: int | None = None
    for earlier in _known_before(settled):
        paragraph = paragraphs.at(earlier.start)
        if here - paragraph > _REACH_PARAGRAPHS and not found:
            return
        if not fits(earlier) or earlier.outer is not None:
            continue
        alone = len(found) == 1
        if (
            nearest is not None
            and paragraph < nearest
            and not alone
            and not _run_of_bases(text, paragraphs, paragraph, nearest)
        ):
            break
        if earlier.kind is Kind.UNREAD:
            return
        nearest = paragraph
        found.setdefault(identity(earlier), earlier)
    if not found and not anything:
        known = {identity(m): m for m in reversed(settled[-_WINDOW:]) if m.kind in KNOWN and fits(m)}
        found = known if 1 < len(known) < 5 else {}
    mention.antecedents = sorted(found.values(), key=lambda m: m.start)


def _single(
    mention: Mention,
    settled: Sequence[Mention],
    paragraphs: _Paragraphs,
    fits: Callable[[Mention], bool],
    subject: tuple[int, int],
    *,
    anything: bool,
) -> list[Mention]:
    """What ``Quyết định nêu trên`` means: the nearest in its paragraph; else the only one in reach, or the only one of the text."""
    here = paragraphs.at(mention.start)
    found: dict[object, Mention] = {}
    near: dict[object, Mention] = {}
    for earlier in _known_before(settled):
        if not fits(earlier) or earlier.replaced or (earlier.outer is not None and anything):
            continue
        distance = here - paragraphs.at(earlier.start)
        if earlier.kind is Kind.UNREAD:
            if distance <= _REACH_PARAGRAPHS:
                break
            continue
        if distance == 0:
            return [earlier]
        found.setdefault(identity(earlier), earlier)
        if distance <= _REACH_PARAGRAPHS:
            near.setdefault(identity(earlier), earlier)
    for candidates in (near, found):
        outermost = [m for m in candidates.values() if m.outer is None] or list(candidates.values())
        if len(outermost) == 1 and (candidates is near or not anything):
            return outermost
        if outermost:
            return [] if anything else _one_of(outermost, subject) or _one_of(list(found.values()), subject)
    return []


def _run_of_bases(text: str, paragraphs: _Paragraphs, first: int, last: int) -> bool:
    """Whether neighbouring paragraphs are lines of one căn cứ block."""
    return last - first == 1 and all(_BASIS.match(text, paragraphs.starts[index]) for index in (first, last))


def _shortened(mention: Mention, settled: Sequence[Mention]) -> list[Mention]:
    """The earlier law of whose name these are some of the words, in order: ``Luật Dân chủ cơ sở``."""
    said = tokens(re.sub(r"\s+(?:nêu|nói)\s+trên$", "", mention.name or ""))[1:]
    if len(said) < 2:
        return []
    for earlier in reversed(settled[-_WINDOW:]):
        if earlier.kind in KNOWN and earlier.name and same_kind(earlier.type, mention.type):
            rest = iter(tokens(earlier.name)[1:])
            if all(word in rest for word in said):
                return [earlier]
    return []


def _numbered(mention: Mention, settled: Sequence[Mention]) -> None:
    """``Nghị định 30`` after ``Nghị định số 30/2020/NĐ-CP``."""
    for earlier in reversed(settled[-_WINDOW:]):
        if earlier.kind is not Kind.FULL or earlier.code is None or not same_kind(earlier.type, mention.type):
            continue
        years = (earlier.code.year, earlier.date.year if earlier.date else None)
        if plain_number(earlier.code.number) == plain_number(mention.number or "") and mention.year in (None, *years):
            mention.antecedents = [earlier]
            return


def _one_of(candidates: Sequence[Mention], subject: tuple[int, int]) -> list[Mention]:
    """The only document among candidates: what another replaced is none, and of several the one that the text's own title names."""
    standing = [m for m in candidates if not m.replaced] or list(candidates)
    if len({identity(m) for m in standing}) > 1:
        titled = {identity(m) for m in standing if subject[0] <= m.start < subject[1]}
        standing = [m for m in standing if identity(m) in titled] if len(titled) == 1 else []
    return standing[-1:]


def _issued(text: str, mention: Mention, settled: Sequence[Mention], subject: tuple[int, int]) -> bool:
    """``Chỉ thị của Thủ tướng Chính phủ`` after one with its symbol; with a title after it, only one of that title is meant."""
    if re.search(r"(?:[Cc]ác|[Nn]hững|[Mm]ọi|[Mm]ột số)\s+\Z", text[max(0, mention.start - 8) : mention.start]):
        return False
    earlier = [
        m
        for m in settled[-_WINDOW:]
        if m.kind is Kind.FULL and same_kind(m.type, mention.type) and _same_issuer(m, mention.issuer or "")
    ]
    if not earlier and (_opens_line(text, mention.start) or not mention.by_name):
        return False
    end = title_end(text, mention.end)
    if end is None or not re.match(r"\s*(?:về|[Vv]/v)\b", text[mention.end : mention.end + 8]):
        mention.antecedents = _one_of(earlier, subject)
        return True
    if not earlier:
        return False
    mention.title = " ".join(text[mention.end : end].split())
    mention.end = mention.end + len(text[mention.end : end].rstrip())
    mention.antecedents = [m for m in earlier if m.title and same_words(_core(m.title), _core(mention.title))][:1]
    return True


def _opens_line(text: str, start: int) -> bool:
    """Whether a sentence or an item begins here: its capital says nothing."""
    return bool(
        re.search(r"(?:\A|\n|[.:;]\s|(?:^|\n)\s*(?:[-+•]|[0-9]{1,2}[.)]|[a-zđ]\))\s*)\s*\Z", text[max(0, start - 6) : start])
    )


def _same_issuer(earlier: Mention, said: str) -> bool:
    """Whether the issuer said is the earlier citation's, by its words (perhaps without the place) or by the letters of its symbol."""
    if earlier.issuer:
        issuer = re.sub(r"^(?:Bộ trưởng|Thống đốc|Tổng|Chánh án|Viện trưởng)\s+(?=[A-ZĐ])", "", earlier.issuer)
        return f"{settle_tones(issuer)} ".lower().startswith(f"{settle_tones(said)} ".lower())
    letters = earlier.code.bodies[0] if earlier.code and earlier.code.bodies else None
    rows = [body for body in tables.issuers().values() if letters in body.abbreviations]
    return any(same_words(said, body.cited_as) for body in rows)


def _core(title: str) -> str:
    return re.sub(r"^(?:về\s+việc|về|V/v|v/v)\s+", "", title.strip())
