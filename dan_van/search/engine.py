"""The search engine over a Whoosh index: the one implementation of :class:`dan_van.search.protocol.Engine` so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from whoosh.filedb.filestore import FileStorage

import dan_van
from dan_van.errors import FileProblem
from dan_van.search import answers, fields, questions
from dan_van.search.protocol import Filters, Indexed, Results, Status
from dan_van.search.questions import Question
from dan_van.search.scoring import Searched
from dan_van.search.store import IndexDamaged, Manifest, MappedStorage, Store
from dan_van.search.suggestions import Suggestions
from dan_van.search.vocabulary import Vocabulary
from dan_van.search.writing import VOCABULARY, Writing

_T = TypeVar("_T")


class _Replaced(Exception):
    """The snapshot was replaced while it was being opened."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A snapshot, open for reading."""

    manifest: Manifest
    searched: Searched
    vocabulary: Vocabulary


class WhooshEngine:
    """An index in a folder of its own. ``patience``: seconds that a writer waits for another to finish."""

    def __init__(self, folder: Path, patience: float = 10.0) -> None:
        self.store: Store = Store(folder)
        self.patience = patience
        self._opened: _Open | None = None

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer for several changes in a row. Raises IndexBusy, FileProblem."""
        return self.store.writing(self.patience)

    def build(self, documents: Iterable[Indexed], mark: Mapping[str, str] | None = None) -> Status:
        """Replace everything; ``mark`` is noted with the snapshot and given back by :meth:`manifest`. Raises IndexBusy, FileProblem."""
        with self.writing(), self.store.snapshot(None) as folder:
            index = FileStorage(str(folder)).create_index(fields.schema())
            writing = Writing(index, ())
            count = writing.add_all(documents)
            writing.commit(folder, None)
            return self._finish(folder, count, writing.entries, mark)

    def add(self, documents: Iterable[Indexed], removed: Iterable[str] = (), mark: Mapping[str, str] | None = None) -> Status:
        """Add documents in place of those with their ids, take out ``removed``, in one change. Raises IndexBusy, FileProblem."""
        with self.writing():
            before = self.store.manifest()
            with self.store.snapshot(before) as folder:
                storage = FileStorage(str(folder))
                index = storage.open_index() if before else storage.create_index(fields.schema())
                writing = Writing(index, removed)
                added = writing.add_all(documents)
                known = Vocabulary.load(folder / VOCABULARY) if before else None
                writing.commit(folder, known)
                count = (before.documents if before else 0) + added - writing.replaced
                return self._finish(folder, count, writing.entries, mark or (before.mark if before else None))

    def remove(self, documents: Iterable[str]) -> Status:
        """Take documents out; ids that are not there are no error."""
        return self.add((), documents)

    def search(self, question: str, filters: Filters = Filters(), limit: int = 10) -> Results:
        """Answer a question. Raises FileProblem when there is no index."""
        return self._reading(lambda opened: self._answer(opened, question, filters, limit))

    def ranked(self, question: str, filters: Filters = Filters(), limit: int = 10) -> list[tuple[str, float]]:
        """The entries (ids) that answer the words of a question, best first, with their scores: what quality is measured on."""
        return self._reading(lambda opened: answers.ranked(opened.searched, _asked(opened, question, filters), limit))

    def suggest(self, typed: str, limit: int = 10) -> tuple[str, ...]:
        """How a question that begins so may go on. Raises FileProblem when there is no index."""
        return self._reading(lambda opened: Suggestions(opened.searched, opened.vocabulary).completions(typed, limit))

    def status(self) -> Status:
        """How much is indexed."""
        manifest = self.store.manifest()
        return Status(manifest.documents, manifest.entries) if manifest else Status(0, 0)

    def manifest(self) -> Manifest | None:
        """The current snapshot, None when there is none that can be used."""
        return self.store.manifest()

    def _answer(self, opened: _Open, typed: str, filters: Filters, limit: int) -> Results:
        asked = _asked(opened, typed, filters)
        results = answers.answer(opened.searched, asked, limit)
        if results.total:
            return replace(results, read_as=None if asked.code else asked.read_as)
        suggestions = Suggestions(opened.searched, opened.vocabulary)
        if asked.code is not None:
            return replace(results, suggestions=suggestions.codes(asked.code))
        found = suggestions.spellings(questions.read(typed).words, lambda words: answers.best_score(opened.searched, words))
        return replace(results, suggestions=found)

    def _reading(self, action: Callable[[_Open], _T]) -> _T:
        """Do something with the current snapshot; again with the next one when it was replaced meanwhile."""
        for attempt in range(_TRIES):
            try:
                return action(self._open())
            except (FileNotFoundError, _Replaced):
                self._opened = None
                if attempt == _TRIES - 1:
                    raise FileProblem(
                        "Chỉ mục ở {folder} đang được thay liên tục. Thử lại sau.", folder=self.store.folder
                    ) from None
        raise AssertionError

    def _open(self) -> _Open:
        manifest = self.store.manifest()
        if manifest is None:
            raise FileProblem("Chưa có chỉ mục. Chạy “dan-van index build”.")
        if self._opened is None or self._opened.manifest.folder != manifest.folder:
            folder = self.store.folder / manifest.folder
            try:
                reader = MappedStorage(folder).open_index().reader()
                opened = _Open(manifest, Searched(reader), Vocabulary.load(folder / VOCABULARY))
            except Exception:  # Whoosh, pickle, zip and numpy each have their own for a file that is not whole
                if self._replaced(manifest):
                    raise _Replaced from None
                raise IndexDamaged(
                    "Chỉ mục ở {folder} bị hỏng. Chạy “dan-van index build” để lập lại.", folder=folder
                ) from None
            if self._replaced(manifest):
                raise _Replaced
            self._opened = opened
        return self._opened

    def _replaced(self, manifest: Manifest) -> bool:
        """Whether a snapshot is no longer the current one: its files may be gone, all or in part."""
        now = self.store.manifest()
        return now is None or now.folder != manifest.folder

    def _finish(self, folder: Path, documents: int, entries: int, mark: Mapping[str, str] | None) -> Status:
        manifest = Manifest(fields.VERSION, dan_van.__version__, documents, entries, folder.name, dict(mark or {}))
        self.store.put_in_place(manifest)
        return Status(documents, entries)


_TRIES = 5


def _asked(opened: _Open, typed: str, filters: Filters) -> Question:
    """The question with the marks put back that it was typed without."""
    question = questions.read(typed, filters)
    return question.read_so(opened.vocabulary.restore(question.words))
