"""The tables of types and issuers (``dan_van/data/*.toml``) as values.

Data with an example and a source for each row; read once, on first use.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dan_van.text import fold

ADMINISTRATIVE = "hanh-chinh"
NORMATIVE = "quy-pham"
PARTY = "dang"
UNKNOWN_TYPE = "van-ban"
"""The slug of a paper whose type nothing tells."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document; ``abbreviation`` is what the symbol shows, None where it shows none."""

    slug: str
    name: str
    family: str
    source: str
    abbreviation: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents; ``ceased`` is the first day it no longer exists."""

    slug: str
    name: str
    family: str
    level: str
    source: str
    short: str | None = None
    abbreviations: tuple[str, ...] = ()
    place: str | None = None
    ceased: date | None = None
    example: str | None = None

    @property
    def cited_as(self) -> str:
        """The name a citation uses: ``UBND tỉnh Thanh Hóa``."""
        return self.short or self.name


@cache
def document_types() -> tuple[DocumentType, ...]:
    """All rows of the table of types, in its order."""
    return tuple(DocumentType(**row) for row in _read("document_types.toml")["type"])


@cache
def issuers() -> dict[str, Issuer]:
    """Slug → issuer, in the table's order."""
    rows = (Issuer(**{**row, "abbreviations": tuple(row.get("abbreviations", ()))}) for row in _read("issuers.toml")["issuer"])
    return {issuer.slug: issuer for issuer in rows}


@cache
def type_names() -> dict[str, str]:
    """Slug → Vietnamese name (``ke-hoach`` → ``Kế hoạch``)."""
    return {row.slug: row.name for row in reversed(document_types())}


@cache
def types_by_abbreviation() -> dict[str, tuple[DocumentType, ...]]:
    """Abbreviation exactly as written (``QyĐ``, ``CTr``) → the types it may stand for."""
    found: dict[str, tuple[DocumentType, ...]] = {}
    for row in document_types():
        if row.abbreviation:
            found[row.abbreviation] = (*found.get(row.abbreviation, ()), row)
    return found


@cache
def issuer_abbreviations(family: str) -> frozenset[str]:
    """Abbreviations that bodies of a family (``nha-nuoc``, ``dang``) use in symbols."""
    return frozenset(a for body in issuers().values() if body.family == family for a in body.abbreviations)


@cache
def type_slug(name: str) -> str | None:
    """The slug of a type by its name, marks and case aside; a Bộ luật is a Luật, a Thông tư liên bộ a Thông tư liên tịch."""
    bare = fold(" ".join(name.split()))
    same = {"bo luat": "luat", "thong tu lien bo": "thong-tu-lien-tich"}
    return same.get(bare) or next((slug for slug, label in type_names().items() if fold(label) == bare), None)


def leading_type(text: str) -> str | None:
    """The slug of the type that a text begins with: ``nghị định về …``, ``LUẬT SỞ HỮU TRÍ TUỆ``."""
    words = text.split()
    return next((slug for length in (4, 3, 2, 1) if (slug := type_slug(" ".join(words[:length])))), None)


def abbreviation_of(slug: str, family: str = ADMINISTRATIVE) -> str | None:
    """The abbreviation of a type in a family's symbols, None where there is none."""
    return next((row.abbreviation for row in document_types() if row.slug == slug and row.family == family), None)


def issuer_name(slug: str) -> str:
    """The name a citation uses; a slug that the table lacks is given back as it is."""
    body = issuers().get(slug)
    return body.cited_as if body else slug


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """What offices write short, in lower case, with marks and without, and the syllables it stands for."""
    rows = _read("abbreviations.toml")["abbreviations"].items()
    return {form: tuple(words.split()) for short, words in rows for form in (fold(short), short)}


@cache
def question_words() -> tuple[str, ...]:
    """Phrases in which people ask, and laws do not."""
    lines = (files("dan_van") / "data" / "question_words.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("dan_van") / "data" / name).read_text("utf-8"))
