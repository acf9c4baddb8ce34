"""From articles ordered by topic back to the documents they come from: which there are, where each article went."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from dan_van import tables
from dan_van.codes import Code
from dan_van.corpus import records
from dan_van.corpus.phapdien.notes import Amendment, Named, Reference
from dan_van.corpus.phapdien.read import Article, Topic
from dan_van.provisions import POINT_LETTERS
from dan_van.tables import types_by_abbreviation
from dan_van.text import slug

_ADDRESSED = ("phan", "chuong", "muc", "tieu-muc")


@dataclass(slots=True)
class Facts:
    """What all notes together say of one document; the first to say something is believed."""

    named: Named
    code: str | None = None
    subject: str | None = None
    issued: str | None = None
    issuer: str | None = None
    effective: str | None = None
    items: dict[str, None] = field(default_factory=dict)
    topics: dict[str, None] = field(default_factory=dict)
    id: str | None = None
    settled: bool = False

    def take_effective(self, day: str | None, *, full: bool) -> None:
        """Add the first day in force that a note says; the note that names the whole document decides."""
        if day and (not self.effective or (full and not self.settled)):
            self.effective, self.settled = day, full

    def take(self, named: Named) -> None:
        """Add what one note says."""
        self.code = self.code or named.code
        self.subject = self.subject or named.subject
        self.issued = self.issued or named.issued
        self.issuer = self.issuer or named.issuer
        if named.item:
            self.items[named.item] = None


@dataclass(frozen=True, slots=True)
class Acted:
    """An amendment seen from the document that made it: what it did to which provision."""

    target: str
    address: str
    amendment: Amendment


class Catalogue:
    """The documents of a set of topics. Take every topic, then :meth:`settle`, then ask.

    ``acted``: what each document did to others; ``untyped``: types that the table lacks, with how many documents have
    them; ``absent``: numbers of articles that were asked for and are in no topic.
    """

    def __init__(self) -> None:
        self.documents: dict[str, Facts] = {}
        self.acted: dict[str, list[Acted]] = {}
        self.untyped: dict[str, int] = {}
        self.absent: set[str] = set()
        self._groups: dict[str, Facts] = {}
        self._keys: dict[str, list[tuple[str, str, str]]] = {}
        self._numbers: dict[str, list[tuple[str, str, str]]] = {}
        self._named: dict[str, Named] = {}
        self._amendments: list[tuple[str, str, Amendment]] = []

    def take(self, topic: Topic) -> None:
        """Note the documents, places, amendments and citations of a topic (its texts are not kept)."""
        for article in topic.articles:
            group = _group(article.source)
            facts = self._groups.setdefault(group, Facts(article.source))
            facts.take(article.source)
            facts.take_effective(article.effective, full=article.source.issued is not None)
            facts.topics[topic.id] = None
            place = (group, address(article), article.codified)
            self._keys.setdefault(article.key, []).append(place)
            self._numbers.setdefault(article.codified, []).append(place)
            self._amendments += [(group, address(article), amendment) for amendment in article.amendments]
            for reference in article.references:
                if reference.item and reference.document:
                    self._named.setdefault(reference.item, reference.document)

    def settle(self) -> None:
        """Give every document its id; groups that turn out to be one document become one."""
        for group, facts in self._groups.items():
            facts.id = identity(facts)
            if tables.type_slug(facts.named.type) is None:
                self.untyped[facts.named.type] = self.untyped.get(facts.named.type, 0) + 1
            if facts.id is None:
                continue
            known = self.documents.setdefault(facts.id, facts)
            if known is not facts:
                self._join(group, known, facts)
        for group, place, amendment in self._amendments:
            actor, target = self._groups.get(_group(amendment.by)), self._groups[group].id
            actor = actor or self._by_code(amendment.by)
            if actor and actor.id and target:
                self.acted.setdefault(actor.id, []).append(Acted(target, place, amendment))

    def id_of(self, article: Article) -> str | None:
        """The document that an article belongs to."""
        return self._groups[_group(article.source)].id

    def find(self, reference: Reference) -> str | None:
        """The id, with the provision where it is known, that a reference leads to; None when nothing here says."""
        places = self._keys.get(reference.key, []) if reference.key else []
        exact = [place for place in places if place[2] == reference.codified]
        for group, where, _ in exact or places or self._numbers.get(reference.codified or "", []):
            found = self._groups[group].id
            return f"{found}#{where}" if found and where else found
        if reference.item:
            found = self._id_of_item(reference.item)
            where = address_of_place(reference.place)
            return f"{found}#{where}" if found and where else found
        if reference.codified:
            self.absent.add(reference.codified)
        return None

    def _id_of_item(self, item: str) -> str | None:
        if facts := self._groups.get(item):
            return facts.id
        named = self._named.get(item)
        if named is None:
            return None
        facts = Facts(named)
        facts.take(named)
        return identity(facts) if facts.code else None

    def _by_code(self, named: Named) -> Facts | None:
        facts = Facts(named)
        facts.take(named)
        found = identity(facts)
        return self.documents.get(found) if found else None

    def _join(self, group: str, known: Facts, other: Facts) -> None:
        known.take(Named(other.named.type, other.code, None, other.subject, other.issued, other.issuer))
        known.take_effective(other.effective, full=other.settled)
        known.items |= other.items
        known.topics |= other.topics
        self._groups[group] = known


def identity(facts: Facts) -> str | None:
    """The id by the rule of the corpus (:func:`dan_van.corpus.records.address`); None when the type is in no table."""
    kind = document_type(facts)
    if kind is None:
        return None
    code = Code.maybe(facts.code)
    return records.address(
        kind, records.year_of(facts.issued, code), code, facts.code or facts.subject or f"vbpl {next(iter(facts.items), '')}"
    )


def document_type(facts: Facts) -> str | None:
    """The type's slug: the one the note names, unless the symbol's letters can mean only another."""
    named = tables.type_slug(facts.named.type) or tables.UNKNOWN_TYPE
    code = Code.maybe(facts.code)
    letters = types_by_abbreviation().get(code.type_abbreviation or "", ()) if code else ()
    possible = {row.slug for row in letters}
    return next(iter(possible)) if len(possible) == 1 and named not in possible else named


def address(article: Article) -> str:
    """The address of an article inside its document; empty for what has none (an attached text's article)."""
    number = article_number(article)
    return f"dieu-{slug(number)}" if number and not article.part else ""


def article_number(article: Article) -> str | None:
    """``5a`` of ``Điều 5a``."""
    return article.unit.removeprefix("Điều ") if article.unit.startswith("Điều ") else None


def address_of_place(place: str) -> str:
    """The address in a link's fragment: ``Chuong_I_Dieu_5`` → ``dieu-5``, ``Chuong_X_Muc_1`` → ``chuong-x.muc-1``."""
    words = re.split(r"[_\-]", place)
    pairs = [(slug(name), slug(number)) for name, number in pairwise(words)]
    units = {name: number for name, number in reversed(pairs) if re.fullmatch(r"[ivxlc]+|\d+[a-z]?", number)}
    if "dieu" in units:
        pieces = [("dieu", units["dieu"])] + [(name, units[name]) for name in ("khoan",) if name in units]
    else:
        pieces = [(name, units[name]) for name in _ADDRESSED if name in units]
    return ".".join(f"{name}-{number}" for name, number in pieces)


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Articles by number; texts issued with the document after it, units that are no Điều last, as they came."""
    parts: dict[str, int] = {"": 0}

    def key(pair: tuple[int, Article]) -> tuple[int, int, int, int, int]:
        index, article = pair
        part = parts.setdefault(article.part, len(parts))
        number = re.fullmatch(r"(\d+)(\w?)", article_number(article) or "")
        if number is None:
            return (1, part, 0, 0, index)
        return (0, part, int(number[1]), POINT_LETTERS.find(number[2]) + 1 if number[2] else 0, index)

    return [article for _, article in sorted(enumerate(articles), key=key)]


def _group(named: Named) -> str:
    return named.item or f"{named.type}|{named.code}"
