"""A place where a document is named, as the passes over a text fill it in; and the words of type that open one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache

from dan_van import tables
from dan_van.codes import Code
from dan_van.dates import PartialDate
from dan_van.text import settle_tones


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
    """A place where a document is named; offsets into the cleaned text.

    What a finished :class:`~dan_van.citations.cited.Citation` tells stands here too, under the same names: the passes fill it in
    one after the other, which a frozen value cannot take, and readers of citations need nothing of how they were found.
    """

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
    by_name: bool = True
    """Of an issuer: whether it is one whose name a pattern knows."""
    amending: bool = False
    """Whether it is named only as what amended another: ``được sửa đổi theo Luật số …``."""
    replaced: bool = False
    """Whether it is named as what another replaced or repealed."""
    doubtful: bool = False
    """Whether it counts only if something before it explains it."""


_FORMS = {
    "luat": ("Luật", "Bộ luật", "Bộ Luật"), "phap-lenh": ("Pháp lệnh",), "hien-phap": ("Hiến pháp",), "sac-lenh": ("Sắc lệnh",),
    "van-ban": ("Văn bản", "Hương ước", "Quy ước", "Nội quy"), "dieu-le": ("Điều lệ",), "van-kien": ("Văn kiện",),
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


_SAME_KIND = {"thong-tu-lien-tich": "thong-tu", "nghi-quyet-lien-tich": "nghi-quyet"}
_WORD = re.compile(r"[^\W_]+")

KNOWN = (Kind.FULL, Kind.NAMED)
"""Mentions that name a document by themselves."""


def same_kind(left: str, right: str) -> bool:
    """Whether two types are called by the same word: a Thông tư liên tịch calls itself Thông tư."""
    return _SAME_KIND.get(left, left) == _SAME_KIND.get(right, right)


def identity(mention: Mention) -> object:
    """Equal for two mentions that the text itself makes one document."""
    if mention.code is not None:
        return mention.code.key
    return settle_tones(mention.name or "").lower()


def tokens(words: str) -> tuple[str, ...]:
    """Words as names are compared by: lower case, one tone placement, without a leading ``về``."""
    found = tuple(settle_tones(word.lower()) for word in _WORD.findall(words))
    return found[1:] if found[:1] == ("về",) else found
