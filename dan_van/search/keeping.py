"""An index kept in step with the files of a corpus: what changed is read and indexed again, and nothing else.

Beside the index lies a catalogue: the state of each file when it was indexed, and each document without its text. From
these two it is told which files changed, and which other documents stand otherwise because of them. Like the index, the
catalogue can be deleted any day; one that does not belong to the index is not used.
"""

from __future__ import annotations

import os
import pickle
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dan_van.corpus import Corpus, Layer, fingerprint, timeline
from dan_van.corpus.layers import FileState, digest, file_states, fingerprint_of
from dan_van.model import Document
from dan_van.search.engine import WhooshEngine
from dan_van.search.entries import indexed
from dan_van.search.protocol import Indexed
from dan_van.search.store import Manifest

CATALOGUE = "catalogue.pickle"
FINGERPRINT, DIGEST = "corpus_fingerprint", "corpus_digest"
_FEW = 0.3
"""Up to this share of changed files the index is added to; beyond it, building anew is as quick."""
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What was indexed: the fingerprint it went with, each file's state and digest, each document without its text."""

    fingerprint: str
    files: dict[FileState, bytes]
    documents: dict[str, Document]


class Kept:
    """The index of some layers in one folder. ``patience``: seconds to wait for another writer."""

    def __init__(self, folder: Path, layers: Sequence[Layer], patience: float = 10.0) -> None:
        self.engine = WhooshEngine(folder, patience)
        self.layers = tuple(layers)

    def manifest(self) -> Manifest | None:
        """What is indexed; None when there is no index that can be used."""
        return self.engine.manifest()

    def is_current(self) -> bool:
        """Whether the files are as they were when they were indexed."""
        manifest = self.manifest()
        return manifest is not None and manifest.mark.get(FINGERPRINT) == fingerprint(self.layers)

    def changed(self) -> tuple[str, ...]:
        """The documents whose files came, went or were touched since; all, when it cannot be told."""
        states = file_states(self.layers)
        catalogue = self._catalogue()
        return tuple(sorted(_changed(catalogue, states) if catalogue else {state.identity for state in states}))

    def build(self, progress: Progress | None = None) -> Manifest:
        """Index everything anew. Raises IndexBusy, FileProblem."""
        with self.engine.writing():
            seen = fingerprint(self.layers)  # taken first: a file touched meanwhile leaves the index stale, not wrong
            corpus = Corpus.load(self.layers)
            whole, files = digest(self.layers)
            self.engine.build(_told(corpus, corpus, progress), {FINGERPRINT: seen, DIGEST: whole})
            self._keep(_Catalogue(seen, files, {document.id: _without_text(document) for document in corpus}))
            return self._done()

    def update(self, progress: Progress | None = None) -> Manifest:
        """Index what changed; everything when there is no index, or much has changed. Raises IndexBusy, FileProblem."""
        with self.engine.writing():
            states = file_states(self.layers)
            catalogue = self._catalogue()
            changed = _changed(catalogue, states) if catalogue else None
            if catalogue is None or changed is None or len(changed) > max(1, _FEW * len(states)):
                return self.build(progress)
            if changed:
                self._renew(catalogue, changed, fingerprint_of(states), progress)
            return self._done()

    def _renew(self, catalogue: _Catalogue, changed: set[str], seen: str, progress: Progress | None) -> None:
        fresh = Corpus.load(self.layers, changed)
        before = Corpus(list(catalogue.documents.values()), layers=self.layers)
        kept = {identity: document for identity, document in catalogue.documents.items() if identity not in changed}
        now = kept | {document.id: _without_text(document) for document in fresh}
        after = Corpus([now[identity] for identity in sorted(now)], layers=self.layers)
        moved = {identity for identity in _acted_on(before, after, changed) if _stands_otherwise(before, after, identity)}
        again = Corpus([*fresh, *Corpus.load(self.layers, moved)])
        gone = [identity for identity in changed if identity not in now]
        whole, files = digest(self.layers, catalogue.files)
        self.engine.add(_told(after, again, progress), gone, {FINGERPRINT: seen, DIGEST: whole})
        self._keep(_Catalogue(seen, files, now))

    def _catalogue(self) -> _Catalogue | None:
        """The catalogue that belongs to the index; None when there is none."""
        manifest = self.manifest()
        try:
            catalogue = pickle.loads((self.engine.store.folder / CATALOGUE).read_bytes())
        except Exception:  # whatever a damaged pickle raises: everything is then indexed anew
            return None
        fits = isinstance(catalogue, _Catalogue) and manifest and catalogue.fingerprint == manifest.mark.get(FINGERPRINT)
        return catalogue if fits else None

    def _keep(self, catalogue: _Catalogue) -> None:
        path = self.engine.store.folder / CATALOGUE
        temporary = path.with_suffix(f".{uuid.uuid4().hex[:8]}")
        temporary.write_bytes(pickle.dumps(catalogue, protocol=5))
        os.replace(temporary, path)

    def _done(self) -> Manifest:
        manifest = self.manifest()
        assert manifest is not None
        return manifest


def _changed(catalogue: _Catalogue, states: Iterable[FileState]) -> set[str]:
    return {state.identity for state in catalogue.files.keys() ^ set(states)}


def _told(corpus: Corpus, documents: Iterable[Document], progress: Progress | None) -> Iterator[Indexed]:
    for document in documents:
        yield indexed(corpus, document)
        if progress:
            progress(1)


def _without_text(document: Document) -> Document:
    return replace(document, body="", provisions=())


def _acted_on(before: Corpus, after: Corpus, changed: set[str]) -> set[str]:
    """Documents that did not change themselves, and on which a changed one acts or acted."""
    found = {
        corpus.get(target).id
        for corpus in (before, after)
        for identity in changed
        if corpus.knows(identity)
        for relation in corpus.get(identity).relations
        if corpus.knows(target := relation.target.partition("#")[0])
    }
    return {identity for identity in found if identity not in changed and after.knows(identity)}


def _stands_otherwise(before: Corpus, after: Corpus, identity: str) -> bool:
    old, new = before.get(identity) if before.knows(identity) else None, after.get(identity)
    return old is None or timeline(before, old) != timeline(after, new)
