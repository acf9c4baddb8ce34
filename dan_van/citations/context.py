"""What a short form means: the text itself, or citations that stand before it and within reach.

A short form reaches back a few paragraphs and never past a mention that could not be read: a wrong antecedent is worse than
none. What nothing in reach explains stays unclear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dan_van import provisions, tables
from dan_van.citations import symbols
from dan_van.citations.mentions import Kind, Mention, words_of_type
from dan_van.citations.titles import title_end
from dan_van.codes import plain_number
from dan_van.text import same_words, settle_tones

_ALIAS = re.compile(
    r"\(\s*(?:[Ss]au\s+đây|[Dd]ưới\s+đây)?\s*,?\s*(?:xin\s+)?(?:được\s+)?(?:gọi|viết)(?:\s+(?:tắt|chung))*\s+là\s*:?\s*(?P<alias>[^()\n]{2,120}?)\s*\)"
)
_KNOWN = (Kind.FULL, Kind.NAMED)
_REACH_PARAGRAPHS = 3
_REACH_ALIAS = 900
_BASIS = re.compile(r"\s*(?:[-+*]\s*)?(?:Căn cứ|Thực hiện|Theo|Xét|Tiếp theo)\b")
_ATTACHED = re.compile(r"\s*(?:,\s*)?(?:(?:được\s+)?(?:ban\s+hành\s+)?(?:kèm\s+)?theo|tại|của)\s+\Z")
_NO_NAME = re.compile(r"[;.\n(]|(?<!\w)(?:còn|đã|được|phải|khi|để|là|gắn|này|trên)(?!\w)")
_SAME_KIND = {"thong-tu-lien-tich": "thong-tu", "nghi-quyet-lien-tich": "nghi-quyet"}
_WORD = re.compile(r"[^\W_]+")


def settle(text: str, mentions: list[Mention]) -> list[Mention]:
    """Decide every short form; mentions that turn out to name no document are left out."""
    mentions = _with_small_numbers(text, _with_aliases(text, mentions))
    paragraphs = _Paragraphs(text)
    own = _own_types(text)
    quotes = _quotations(text)
    names = _introduced(text, mentions)
    own_names = _own_names(text)
    settled: list[Mention] = []
    for mention in mentions:
        keep = True
        if mention.kind is Kind.SELF:
            _this(text, mention, settled, own, quotes, paragraphs)
        elif mention.kind is Kind.ABOVE:
            _above(text, mention, settled, paragraphs)
        elif mention.kind is Kind.NUMBER:
            _numbered(mention, settled)
            keep = bool(mention.antecedents) or not mention.doubtful
        elif (
            mention.kind is Kind.NAMED and mention.doubtful and mention.date is None and (full := _shortened(mention, settled))
        ):
            if len(_tokens(full[0].name or "")) > len(_tokens(mention.name or "")):
                mention.kind, mention.antecedents = Kind.ABOVE, full
        elif mention.kind is Kind.ISSUER:
            keep = _issued(text, mention, settled)
        elif mention.kind is Kind.BARE:
            keep = _by_own_name(text, mention, own_names) or _called_again(text, mention, names)
        if keep:
            settled.append(mention)
    return [mention for mention in settled if mention.kind is not Kind.UNREAD]


def same_kind(left: str, right: str) -> bool:
    """Whether two types are called by the same word: a Thông tư liên tịch calls itself Thông tư."""
    return _SAME_KIND.get(left, left) == _SAME_KIND.get(right, right)


class _Paragraphs:
    """The paragraphs of a text by offset."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer(r"\n[ \t]*\n\s*|\n(?=[ \t]*[-+*•]|[ \t]*[0-9]{1,2}\.)", text))]

    def at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


def _known_before(settled: Sequence[Mention]) -> Iterable[Mention]:
    """Mentions that name a document by themselves, nearest first; those that cannot be read come too, as barriers."""
    return (mention for mention in reversed(settled) if mention.kind in _KNOWN or mention.kind is Kind.UNREAD)


def _this(
    text: str,
    mention: Mention,
    settled: Sequence[Mention],
    own: frozenset[str],
    quotes: Sequence[tuple[int, int]],
    paragraphs: _Paragraphs,
) -> None:
    """``Luật này``: the text itself, unless the text is of another type or quotes an amended one."""
    quote = next(((low, high) for low, high in quotes if low < mention.start < high), None)
    if quote is not None:
        outside = [m for m in settled if m.start < quote[0] and not any(low < m.start < high for low, high in quotes)]
        word = text[mention.start : mention.start + 2]
        amended = next(
            (
                m
                for m in _known_before(outside)
                if m.kind in _KNOWN
                and same_kind(m.type, mention.type)
                and not m.amending
                and text[m.start : m.start + 2] == word
            ),
            None,
        )
        if amended is not None:
            mention.antecedents = [amended]
            return
    if not own or any(same_kind(mention.type, slug) for slug in own) or mention.type == tables.UNKNOWN_TYPE:
        mention.own = True
        return
    here = paragraphs.at(mention.start)
    for earlier in _known_before(settled):
        if here - paragraphs.at(earlier.start) > _REACH_PARAGRAPHS:
            break
        if same_kind(earlier.type, mention.type):
            if earlier.kind is not Kind.UNREAD:
                mention.antecedents = [earlier]
            return
    mention.own = mention.type in _ATTACHABLE


_ATTACHABLE = ("quy-che", "quy-dinh", "dieu-le", "chuong-trinh", "ke-hoach", "de-an", "phuong-an", "huong-dan")


def _above(text: str, mention: Mention, settled: Sequence[Mention], paragraphs: _Paragraphs) -> None:
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
        mention.antecedents = _single(mention, settled, paragraphs, fits, anything=anything)
        return
    found: dict[object, Mention] = {}
    nearest: int | None = None
    for earlier in _known_before(settled):
        paragraph = paragraphs.at(earlier.start)
        if here - paragraph > _REACH_PARAGRAPHS and not found:
            return
        if not fits(earlier) or earlier.outer is not None:
            continue
        if nearest is not None and paragraph < nearest and not _run_of_bases(text, paragraphs, paragraph, nearest):
            break
        if earlier.kind is Kind.UNREAD:
            return
        nearest = paragraph
        found.setdefault(identity(earlier), earlier)
    if not found and not anything:
        known = {identity(m): m for m in reversed(settled) if m.kind in _KNOWN and m.outer is None and fits(m)}
        found = known if 1 < len(known) < 5 else {}
    mention.antecedents = sorted(found.values(), key=lambda m: m.start)


def _single(
    mention: Mention, settled: Sequence[Mention], paragraphs: _Paragraphs, fits: Callable[[Mention], bool], *, anything: bool
) -> list[Mention]:
    """What ``Quyết định nêu trên`` means: the nearest in its paragraph; else the only one in reach, or the only one of the text."""
    here = paragraphs.at(mention.start)
    found: dict[object, Mention] = {}
    near: dict[object, Mention] = {}
    for earlier in _known_before(settled):
        if not fits(earlier) or (earlier.outer is not None and anything):
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
            return []
    return []


def _run_of_bases(text: str, paragraphs: _Paragraphs, first: int, last: int) -> bool:
    """Whether neighbouring paragraphs are lines of one căn cứ block."""
    return last - first == 1 and all(_BASIS.match(text, paragraphs.starts[index]) for index in (first, last))


def identity(mention: Mention) -> object:
    """Equal for two mentions that the text itself makes one document."""
    if mention.code is not None:
        return mention.code.key
    return settle_tones(mention.name or "").lower()


def _shortened(mention: Mention, settled: Sequence[Mention]) -> list[Mention]:
    """The earlier law of whose name these are some of the words, in order: ``Luật Dân chủ cơ sở``."""
    said = _tokens(re.sub(r"\s+(?:nêu|nói)\s+trên$", "", mention.name or ""))[1:]
    if len(said) < 2:
        return []
    for earlier in reversed(settled):
        if earlier.kind in _KNOWN and earlier.name and same_kind(earlier.type, mention.type):
            rest = iter(_tokens(earlier.name)[1:])
            if all(word in rest for word in said):
                return [earlier]
    return []


def _numbered(mention: Mention, settled: Sequence[Mention]) -> None:
    """``Nghị định 30`` after ``Nghị định số 30/2020/NĐ-CP``."""
    for earlier in reversed(settled):
        if earlier.kind is not Kind.FULL or earlier.code is None or not same_kind(earlier.type, mention.type):
            continue
        years = (earlier.code.year, earlier.date.year if earlier.date else None)
        if plain_number(earlier.code.number) == plain_number(mention.number or "") and mention.year in (None, *years):
            mention.antecedents = [earlier]
            return


def _issued(text: str, mention: Mention, settled: Sequence[Mention]) -> bool:
    """``Chỉ thị của Thủ tướng Chính phủ`` after one with its symbol; with a title after it, only one of that title is meant."""
    if re.search(r"(?:[Cc]ác|[Nn]hững|[Mm]ọi|[Mm]ột số)\s+\Z", text[max(0, mention.start - 8) : mention.start]):
        return False
    earlier = [
        m for m in settled if m.kind is Kind.FULL and same_kind(m.type, mention.type) and _same_issuer(m, mention.issuer or "")
    ]
    end = title_end(text, mention.end)
    if end is None or not re.match(r"\s*(?:về|[Vv]/v)\b", text[mention.end : mention.end + 8]):
        if len({identity(m) for m in earlier}) == 1:
            mention.antecedents = [earlier[-1]]
        return True
    if not earlier:
        return False
    mention.title = " ".join(text[mention.end : end].split())
    mention.end = mention.end + len(text[mention.end : end].rstrip())
    mention.antecedents = [m for m in earlier if m.title and same_words(_core(m.title), _core(mention.title))][:1]
    return True


def _same_issuer(earlier: Mention, said: str) -> bool:
    """Whether the issuer said is the earlier citation's, by its words (perhaps without the place) or by the letters of its symbol."""
    if earlier.issuer:
        return f"{settle_tones(earlier.issuer)} ".lower().startswith(f"{settle_tones(said)} ".lower())
    letters = earlier.code.bodies[0] if earlier.code and earlier.code.bodies else None
    rows = [body for body in tables.issuers().values() if letters in body.abbreviations]
    return any(same_words(said, body.cited_as) for body in rows)


def _core(title: str) -> str:
    return re.sub(r"^(?:về\s+việc|về|V/v|v/v)\s+", "", title.strip())


def _with_aliases(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add the uses of abbreviations that the text introduces: ``(sau đây gọi là Nghị định 30)``."""
    definitions = list(_ALIAS.finditer(text))
    if not definitions:
        return mentions
    kept = mentions
    added: list[Mention] = []
    for definition in definitions:
        alias = definition["alias"].strip(" “”\"'.")
        target = _defined(definition.start(), alias, kept)
        if target is None or not _distinctive(alias) or not alias[0].isupper():
            continue
        spaced = r"\s+".join(map(re.escape, alias.split()))
        pattern = re.compile(rf"(?<![\w/-]){spaced}(?![\w/-])")
        slug = _type_of(alias) or target.type
        for use in pattern.finditer(text, definition.start("alias")):
            added.append(Mention(Kind.ABOVE, use.start(), use.end(), slug, antecedents=[target]))
    added = [
        use
        for use in added
        if not any(
            m.kind is Kind.FULL and m.start <= use.start < m.end or use.start == m.start and m.end > use.end for m in kept
        )
    ]
    kept = [m for m in kept if not any(use.start < m.end and m.start < use.end for use in added)]
    return sorted([*kept, *added], key=lambda m: (m.start, -m.end))


_SMALL = re.compile(
    r"(?<![\w])(?P<type>nghị\s+định|nghị\s+quyết|chỉ\s+thị|kết\s+luận|thông\s+tư)\s+(?P<number>[0-9]{1,3})(?![\w/]|[.,][0-9]|\s?[-–]\s?[0-9A-ZĐ])"
)


def _with_small_numbers(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add ``nghị định 30`` in small letters, where nothing else was found."""
    taken = {m.start for m in mentions}
    known = words_of_type()
    added = [
        Mention(Kind.NUMBER, m.start(), m.end(), known[" ".join(m["type"].split()).capitalize()], number=m["number"])
        for m in _SMALL.finditer(text)
        if m.start() not in taken and not any(other.start < m.end() and m.start() < other.end for other in mentions)
    ]
    return sorted([*mentions, *added], key=lambda m: (m.start, -m.end)) if added else mentions


def _defined(start: int, alias: str, mentions: Sequence[Mention]) -> Mention | None:
    """The citation that an abbreviation stands for: the nearest before it that is in no title and of its type."""
    slug = _type_of(alias)
    for mention in reversed(mentions):
        if mention.end > start:
            continue
        if start - mention.end > _REACH_ALIAS:
            return None
        if mention.outer is None and mention.kind in _KNOWN and (slug is None or same_kind(slug, mention.type)):
            return mention
    return None


def _distinctive(alias: str) -> bool:
    """Whether an abbreviation can be told from ordinary words."""
    return (len(alias.split()) > 1 and _type_of(alias) is not None) or (len(alias) > 2 and alias.isupper())


def _type_of(alias: str) -> str | None:
    words = alias.split()
    known = words_of_type()
    for count in (4, 3, 2, 1):
        slug = known.get(" ".join(words[:count]))
        if slug:
            return slug
    return None


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that the text gave to an attached text: its type, its words, and the citation that carries it."""

    type: str
    words: tuple[str, ...]
    carrier: Mention


def _introduced(text: str, mentions: Sequence[Mention]) -> tuple[list[_Name], set[int]]:
    """Names of attached texts, and where they are introduced (those places are no mentions of their own)."""
    names: list[_Name] = []
    places: set[int] = set()
    for index, mention in enumerate(mentions):
        if mention.kind is not Kind.BARE:
            continue
        after = next((m for m in mentions[index + 1 : index + 4] if m.kind is Kind.FULL), None)
        if after is not None and after.start - mention.end < 250 and (link := _ATTACHED.search(text, mention.end, after.start)):
            words = _tokens(text[mention.end : link.start()])
            if "theo" in link.group() and not _NO_NAME.search(
                text, mention.end, link.start() if "kèm" in link.group() else link.end()
            ):
                names.append(_Name(mention.type, words, after))
                places.add(mention.start)
                continue
        if mention.outer is not None:
            end = title_end(text, mention.outer.end) or mention.end
            stop = re.compile(r"[”\";,(]").search(text, mention.end, end)
            names.append(_Name(mention.type, _tokens(text[mention.end : stop.start() if stop else end]), mention.outer))
            places.add(mention.start)
    return names, places


def _called_again(text: str, mention: Mention, names: tuple[list[_Name], set[int]]) -> bool:
    """An attached text called again by the beginning of its name."""
    if mention.start in names[1] or mention.outer is not None:
        return False
    said = []
    for word in _WORD.finditer(text, mention.end, min(len(text), mention.end + 120)):
        if text[said[-1].end() if said else mention.end : word.start()].strip() not in ("", "-", "–"):
            break
        said.append(word)
    if said and said[0].group() == "về":
        said = said[1:]
    best: list[Mention] = []
    longest = 0
    for name in names[0]:
        if name.type != mention.type:
            continue
        common = 0
        for word, known in zip(said, name.words, strict=False):
            if settle_tones(word.group().lower()) != known:
                break
            common += 1
        if common < 3 or (common < len(said) and common < len(name.words)):
            continue
        if common > longest:
            best, longest = [], common
        if common == longest and identity(name.carrier) not in map(identity, best):
            best.append(name.carrier)
    if not best:
        return False
    mention.end = said[longest - 1].end()
    mention.kind = Kind.ABOVE
    mention.antecedents = best
    return True


def _own_names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Types with a qualifier that the text's heads give: ``KẾ HOẠCH HÀNH ĐỘNG``."""
    found = []
    for match in _QUALIFIED_HEAD.finditer(text):
        slug = words_of_type().get(" ".join(match["type"].split()))
        if slug:
            found.append((slug, _tokens(match["more"])))
    return found


_QUALIFIED_HEAD = re.compile(
    r"^[ \t*#|_]*(?P<type>KẾ[ ]+HOẠCH|CHƯƠNG[ ]+TRÌNH|ĐỀ[ ]+ÁN|QUY[ ]+CHẾ)[ ]+(?P<more>(?:HÀNH|PHỐI|LÀM)[ ]+[^\W\d_]+)[ \t*#|_]*$",
    re.MULTILINE,
)


def _by_own_name(text: str, mention: Mention, own_names: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    """The text itself, called by the type and qualifier of its head."""
    for slug, words in own_names:
        said = re.compile(r"\s+".join([""] + [r"[^\W\d_]+"] * len(words))).match(text, mention.end)
        if slug == mention.type and said and text[mention.start].isupper() and _tokens(said.group()) == words:
            mention.kind, mention.end, mention.own = Kind.SELF, said.end(), True
            return True
    return False


def _tokens(words: str) -> tuple[str, ...]:
    found = tuple(settle_tones(word.lower()) for word in _WORD.findall(words))
    return found[1:] if found[:1] == ("về",) else found


@cache
def _heads() -> re.Pattern[str]:
    names = "|".join(r"[ ]+".join(word.split()) for word in sorted(words_of_type(), key=len, reverse=True) if word.isupper())
    return re.compile(rf"^[ \t*#|_]*(?P<type>{names})[ \t*#|_]*$", re.MULTILINE)


_OWN_NUMBER = re.compile(r"^[ \t*#|]*(?:Luật\s+)?S(?:ố|Ố)\s*:?\s*(?=[0-9/.…_ ])[^\n]{0,60}", re.MULTILINE | re.IGNORECASE)


def _own_types(text: str) -> frozenset[str]:
    """The types that the text's own heads name: a line that is only a type in capitals, or its number."""
    found = {words_of_type()[" ".join(match["type"].split())] for match in _heads().finditer(text)}
    for match in _OWN_NUMBER.finditer(text, 0, min(len(text), 3000)):
        start = re.compile(r"[0-9]").search(match.group())
        symbol = symbols.at(match.group(), start.start(), typed=True) if start else None
        if symbol is not None and symbol.code.type_abbreviation:
            found |= {row.slug for row in tables.types_by_abbreviation()[symbol.code.type_abbreviation]}
        elif blank := re.search(r"/\s*([A-ZĐ][A-Za-zđĐ]{1,3})-", match.group()):
            found |= {row.slug for row in tables.types_by_abbreviation().get(blank[1], ())}
    return frozenset(found)


_QUOTED_LINE = re.compile(
    r"^[ \t]*[“\"](?=(?:Điều|[0-9]{1,2}[a-zđ]?\.|[a-zđ]\)|Chương|Mục)\s)[^\n]{20,}?[”\"](?=[ \t]*[.;,]?[ \t]*$)", re.MULTILINE
)


def _quotations(text: str) -> list[tuple[int, int]]:
    """The new wording that an amendment gives: quoted text over several lines, or a quoted line that opens with a label."""
    if "“" not in text and '"' not in text:
        return []
    long = [(span.start, span.end) for span in provisions.quotations(text)]
    return sorted([*long, *(match.span() for match in _QUOTED_LINE.finditer(text))])
