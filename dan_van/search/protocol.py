"""What any search engine is given, is asked, and answers: callers know this module, not the engine behind it.

An engine takes whole documents (:class:`Indexed`), each with the entries that can be found in it: the document as a
whole, and its provisions. It answers with documents, best first, each with its best provisions. What it must do is
told by the cases of ``tests/test_search_engine.py``; any class that passes them can take the place of the one here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: a document as a whole (``provision`` None), or a provision with all it holds.

    ``heading`` is its own, ``context`` what stands above it (titles of the document and of chapters), ``notes`` what is
    told about it, ``body`` its words. ``shown`` is the text that snippets are cut from; ``inner`` are the smaller units
    in it, as (address, offset in ``shown``).
    """

    id: str
    provision: str | None
    heading: str
    context: str
    body: str
    notes: str = ""
    shown: str = ""
    inner: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as an engine keeps it.

    ``standings`` are the first day (ISO) and the status of each stretch of its life, the first from the beginning of
    time, as :func:`dan_van.corpus.timeline` gives them.
    """

    id: str
    type: str
    issuers: tuple[str, ...]
    year: int | None
    code: str | None
    title: str
    standings: tuple[tuple[str, str | None], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Exact conditions; None asks nothing. ``on`` is the day for which the status is said and ``in_force`` asked: today if None."""

    type: str | None = None
    issuer: str | None = None
    year: int | None = None
    in_force: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A further provision that answers, and how it begins: ``Điều 5. Quyền của công dân``."""

    provision: str
    opening: str
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that answers, with its best provision (None: the document as a whole) and the piece of
    its text that shows why; ``others`` are further provisions of it, best first.

    ``status`` is the document's on the day asked for (as :attr:`dan_van.corpus.Validity.status`, None when not known).
    ``reason`` is ``code`` (its own symbol was asked for), ``mention`` (its text names that symbol) or ``text``.
    """

    document: str
    provision: str | None
    title: str
    snippet: str
    score: float
    status: str | None
    reason: str = "text"
    others: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """Hits in order; ``total`` counts the documents that answer (of the best few hundred entries, when more do).

    ``suggestions`` are other questions to try when nothing answers; ``read_as`` is the question with its marks put back
    when it was typed without, None when it was taken as typed. ``partial`` says that the engine knows of documents it
    could not look into: ``missing`` are their ids (new or changed ones, while another process writes the index).
    """

    total: int
    hits: tuple[Hit, ...]
    suggestions: tuple[str, ...] = field(default=())
    read_as: str | None = None
    partial: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How much an engine holds."""

    documents: int
    entries: int


class Engine(Protocol):
    """A search engine over one set of documents. Whoever reads sees a whole state: before or after each change."""

    def build(self, documents: Iterable[Indexed]) -> Status:
        """Replace everything by these documents."""

    def add(self, documents: Iterable[Indexed], removed: Iterable[str] = ()) -> Status:
        """Add documents, in place of those with their ids, and take out ``removed``: one change, seen at once."""

    def remove(self, documents: Iterable[str]) -> Status:
        """Take documents out; ids that are not there are no error."""

    def search(self, question: str, filters: Filters = Filters(), limit: int = 10) -> Results:
        """Answer a question: words, a phrase in quotes, a symbol, a provision, conditions."""

    def suggest(self, typed: str, limit: int = 10) -> tuple[str, ...]:
        """How a question that begins so may go on: symbols and titles the engine holds."""

    def status(self) -> Status:
        """How much it holds now."""
