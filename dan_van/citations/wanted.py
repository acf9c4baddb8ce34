"""Which documents the corpus lacks most: cited in its texts or named by its relations, and not in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dan_van import tables
from dan_van.citations.cited import Citation, Form
from dan_van.citations.link import Outcome, link
from dan_van.citations.scan import scan
from dan_van.corpus import Corpus
from dan_van.model import Document, TextKind
from dan_van.text import slug


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is not in the corpus: what it is called, how often it is named, and by which documents (ids)."""

    name: str
    count: int
    cited_by: tuple[str, ...]


@dataclass(slots=True)
class _Named:
    """What one way to name it has gathered; a name that a text gives comes before an id that only a relation gives."""

    names: list[str]
    ids: list[str]
    count: int
    cited_by: dict[str, None]


_Key = tuple[str, int | None]
"""The symbol or name in plain letters, and the year where the symbol may be used again."""


def most_wanted(
    corpus: Corpus, documents: Iterable[Document] | None = None, progress: Callable[[int], None] | None = None
) -> list[Wanted]:
    """What the documents (all of the corpus unless given) name and the corpus does not have: named by the most documents first.

    Each text is looked up on its own day of issue; a summary of ours may name what came later, which is not missing.
    ``progress`` is called with the number of documents read so far.
    """
    found: dict[_Key, _Named] = {}
    for number, document in enumerate(corpus if documents is None else documents, start=1):
        for key, name, identity in (*_of_text(corpus, document), *_of_relations(corpus, document)):
            named = found.setdefault(key, _Named([], [], 0, {}))
            named.names += [name] if name and name not in named.names else []
            named.ids += [identity] if identity and identity not in named.ids else []
            named.count += 1
            named.cited_by[document.id] = None
        if progress:
            progress(number)
    _join(found)
    wanted = [Wanted((named.names or named.ids)[0], named.count, tuple(sorted(named.cited_by))) for named in found.values()]
    return sorted(wanted, key=lambda each: (-len(each.cited_by), -each.count, each.name))


def _of_text(corpus: Corpus, document: Document) -> Iterator[tuple[_Key, str, str]]:
    if document.text is TextKind.NONE or not document.body.strip():
        return
    day = document.issued or (date(document.year, 12, 31) if document.year else date.today())
    for resolution in link(scan(document.body), corpus, day, document.body):
        citation = resolution.citation
        later = citation.code is not None and citation.code.year is not None and corpus.coded(citation.code)
        if resolution.outcome is Outcome.NOT_IN_CORPUS and citation.form is not Form.SHORT and not later:
            year = citation.date.year if citation.date else None
            if citation.code:
                name = f"{tables.type_names().get(citation.type, '')} {citation.code}".strip()
                yield (slug(str(citation.code)), citation.code.year or year), _with_year(name, citation), ""
            else:
                name = " ".join((citation.name or citation.text).split())
                yield (slug(name), year), _with_year(name, citation), ""


def _with_year(name: str, citation: Citation) -> str:
    """The name, with the year where it does not show already: ``Chỉ thị 33/CT-TTg (2026)``."""
    year = citation.date.year if citation.date else None
    return f"{name} ({year})" if year and str(year) not in name else name


def _of_relations(corpus: Corpus, document: Document) -> Iterator[tuple[_Key, str, str]]:
    for relation in document.relations:
        if not corpus.knows(relation.target):
            identity = relation.target.partition("#")[0]
            *_, year, last = ["", *identity.split("/")][-2:]
            yield (last.partition("--")[0], int(year) if year.isdecimal() else None), "", identity


def _join(found: dict[_Key, _Named]) -> None:
    """Put a mention without a year to the one of that symbol which has one, when there is only one."""
    for key in [key for key in found if key[1] is None]:
        years = [other for other in found if other[0] == key[0] and other[1] is not None]
        if len(years) == 1:
            undated, dated = found.pop(key), found[years[0]]
            dated.names += [name for name in undated.names if not dated.names]
            dated.count += undated.count
            dated.cited_by.update(undated.cited_by)
