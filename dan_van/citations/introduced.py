"""Names that a text gives to documents it cites: abbreviations (``sau đây gọi là Nghị định 30``) and names of attached texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dan_van import tables
from dan_van.citations.mention import KNOWN, Kind, Mention, identity, same_kind, tokens, words_of_type
from dan_van.citations.titles import title_end
from dan_van.codes import plain_number
from dan_van.text import settle_tones

_ALIAS = re.compile(
    r"\(\s*(?:[Ss]au\s+đây|[Dd]ưới\s+đây)?\s*,?\s*(?:xin\s+)?(?:được\s+)?(?:gọi|viết)(?:\s+(?:tắt|chung))*\s+là\s*:?\s*(?P<alias>[^()\n]{2,120}?)\s*\)"
)
_REACH_ALIAS = 900
_ATTACHED = re.compile(r"\s*(?:,\s*)?(?:(?:được\s+)?(?:ban\s+hành\s+)?(?:kèm\s+)?theo|tại|của)\s+\Z")
_NO_NAME = re.compile(r"[;.\n(]|(?<!\w)(?:còn|đã|được|phải|khi|để|là|gắn|này|trên)(?!\w)")
_NAME_STOP = re.compile(r"[”\";,(]")
_WORD = re.compile(r"[^\W_]+")


def with_aliases(text: str, mentions: list[Mention]) -> list[Mention]:
    """Add the uses of abbreviations that the text introduces: ``(sau đây gọi là Nghị định 30)``."""
    definitions = list(_ALIAS.finditer(text))
    if not definitions:
        return mentions
    ends = [mention.end for mention in mentions]  # mentions follow one another, but for laws named inside a law's name
    targets: dict[str, list[tuple[int, Mention]]] = {}
    for definition in definitions:
        alias = re.split(r"\s+(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo\s", definition["alias"])[0].strip(" “”\"'.")
        last = bisect_right(ends, definition.start())
        target = _defined(definition.start(), alias, mentions[max(0, last - 40) : last + 2])
        if target is not None and _distinctive(alias) and alias[0].isupper():
            targets.setdefault(" ".join(alias.split()), []).append((definition.start("alias"), target))
    if not targets:
        return mentions
    added = [use for use in _uses(text, targets) if not _spoken_for(use, mentions, ends)]
    starts = sorted((use.start, use.end) for use in added)
    kept = [m for m in mentions if not _overlaps(m, starts)]
    return sorted([*kept, *added], key=lambda m: (m.start, -m.end))


def _uses(text: str, targets: dict[str, list[tuple[int, Mention]]]) -> Iterator[Mention]:
    """Every place where an abbreviation stands, from its definition on; the latest definition before it counts."""
    spaced = (r"\s+".join(map(re.escape, alias.split())) for alias in sorted(targets, key=len, reverse=True))
    for use in re.finditer(rf"(?<![\w/-])(?:{'|'.join(spaced)})(?![\w/-])", text):
        alias = " ".join(use.group().split())
        known = [target for start, target in targets[alias] if start <= use.start()]
        if known:
            yield Mention(Kind.ABOVE, use.start(), use.end(), _type_of(alias) or known[-1].type, antecedents=[known[-1]])


def _spoken_for(use: Mention, mentions: Sequence[Mention], ends: list[int]) -> bool:
    """Whether the words belong to a citation with its symbol, or begin a longer mention."""
    first = max(0, bisect_right(ends, use.start) - 4)
    return any(
        (m.kind is Kind.FULL and m.start <= use.start < m.end) or (use.start == m.start and m.end > use.end)
        for m in mentions[first : first + 12]
    )


def _overlaps(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (mention.end - 1, 1 << 60))
    return any(low < mention.end and mention.start < high for low, high in spans[max(0, at - 3) : at])


def _defined(start: int, alias: str, mentions: Sequence[Mention]) -> Mention | None:
    """The citation that an abbreviation stands for: the nearest before it of its type (of its number, if it has one); one in no title if it has no type."""
    slug = _type_of(alias)
    number = re.search(r"[0-9]+", alias)
    near = [m for m in mentions if m.end <= start and start - m.end <= _REACH_ALIAS and m.kind in KNOWN]
    if slug is None:
        slug = _type_of_letters(alias)
    fitting = [m for m in near if slug is None or same_kind(slug, m.type)]
    if number is not None:
        numbered = [m for m in fitting if m.code and plain_number(m.code.number) == plain_number(number.group())]
        fitting = numbered or fitting
    return fitting[-1] if fitting else near[-1] if near and slug is not None else None


def _type_of_letters(alias: str) -> str | None:
    """The type that letters before a number name: ``NQ 18``."""
    rows = tables.types_by_abbreviation().get(alias.split()[0], ())
    return rows[0].slug if rows else None


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
class AttachedName:
    """A name that the text gave to an attached text: its type, its words, and the citation that carries it."""

    type: str
    words: tuple[str, ...]
    carrier: Mention


_SMALL_NAME = re.compile(
    r"(?P<type>quy\s+(?:chế|định)|điều\s+lệ|chương\s+trình|kế\s+hoạch|đề\s+án)(?P<name>(?:,?\s+[^\W\d_]+){2,24}?)\s+(?:được\s+)?ban\s+hành\s+kèm\s+theo\s+\Z"
)
"""``quy chế quản lý, sử dụng ban hành kèm theo`` …, in small letters."""


def attached_names(text: str, mentions: Sequence[Mention]) -> tuple[list[AttachedName], set[int]]:
    """Names of attached texts, and where they are introduced (those places are no mentions of their own)."""
    names: list[AttachedName] = []
    places: set[int] = set()
    for index, mention in enumerate(mentions):
        if mention.kind is Kind.FULL and (small := _SMALL_NAME.search(text, max(0, mention.start - 220), mention.start)):
            names.append(
                AttachedName(words_of_type()[" ".join(small["type"].split()).capitalize()], tokens(small["name"]), mention)
            )
        if mention.kind is not Kind.BARE:
            continue
        after = next((m for m in mentions[index + 1 : index + 4] if m.kind is Kind.FULL), None)
        if after is not None and after.start - mention.end < 250 and (link := _ATTACHED.search(text, mention.end, after.start)):
            words = tokens(text[mention.end : link.start()])
            if "theo" in link.group() and not _NO_NAME.search(
                text, mention.end, link.start() if "kèm" in link.group() else link.end()
            ):
                names.append(AttachedName(mention.type, words, after))
                places.add(mention.start)
                continue
        if mention.outer is not None:
            end = title_end(text, mention.outer.end) or mention.end
            stop = _NAME_STOP.search(text, mention.end, end)
            names.append(AttachedName(mention.type, tokens(text[mention.end : stop.start() if stop else end]), mention.outer))
            places.add(mention.start)
    return names, places


def called_again(text: str, mention: Mention, names: tuple[list[AttachedName], set[int]]) -> bool:
    """An attached text called again by the beginning of its name."""
    if mention.start in names[1] or mention.outer is not None:
        return False
    said: list[re.Match[str]] = []
    for word in _WORD.finditer(text, mention.end, min(len(text), mention.end + 120)):
        if text[said[-1].end() if said else mention.end : word.start()].strip() not in ("", "-", "–", ","):
            break
        said.append(word)
    if said and said[0].group() == "về":
        said = said[1:]
    best: list[Mention] = []
    longest = 0
    for name in names[0]:
        if name.type != mention.type or name.carrier.start > mention.start:
            continue
        common = 0
        for word, known in zip(said, name.words, strict=False):
            if settle_tones(word.group().lower()) != known:
                break
            common += 1
        stops = common == len(said) or (common and text[said[common - 1].end() : said[common].start()].strip() == ",")
        if common < min(3, len(name.words)) or common < 2 or (common < 5 and common < len(name.words) and not stops):
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


def called_by_own_name(text: str, mention: Mention, own_names: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    """The text itself, called by the type and qualifier of its head."""
    for slug, words in own_names:
        said = re.compile(r"\s+".join([""] + [r"[^\W\d_]+"] * len(words))).match(text, mention.end)
        if slug == mention.type and said and text[mention.start].isupper() and tokens(said.group()) == words:
            if (
                re.search(r"(?:\A|\n)[ \t*#|]*\Z", text[max(0, mention.start - 9) : mention.start])
                and text[mention.start : said.end()].isupper()
            ):
                return False  # the head itself
            mention.kind, mention.end, mention.own = Kind.SELF, said.end(), True
            return True
    return False
