"""An index kept in step with the files of a corpus: what changed is read and indexed again, and nothing else.

Beside the index lies a catalogue: the state of each file when it was indexed, and the documents that act on others, without
their texts. From these it is told which files changed, and which other documents stand otherwise because of them. Like the
index, the catalogue can be deleted any day; one that does not belong to the index is not used.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dan_van.corpus import Corpus, Layer, fingerprint, timeline
from dan_van.corpus.layers import FileState, digest, file_states, fingerprint_of
from dan_van.files import replacing
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
    """What was indexed: the fingerprint it went with, each file's state and digest, old ids, documents that act on others."""

    fingerprint: str
    files: dict[FileState, bytes]
    aliases: dict[str, str]
    actors: dict[str, Document]


class Kept:
    """The index of some layers in one folder. ``patience``: seconds to wait for another writer."""

    def __init__(self, folder: Path, layers: Sequence[Layer], patience: float = 10.0) -> None:
        self.engine: WhooshEngine = WhooshEngine(folder, patience)
        self.layers: tuple[Layer, ...] = tuple(layers)

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
            states = file_states(self.layers)  # taken first: a file touched meanwhile leaves the index stale, not wrong
            corpus = Corpus.load(self.layers)
            mark, files = _mark(states, {})
            self.engine.build(_told(corpus, corpus, progress), mark)
            aliases = {alias: document.id for document in corpus for alias in document.aliases}
            self._keep(_Catalogue(mark[FINGERPRINT], files, aliases, _actors(corpus)))
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
                self._renew(catalogue, changed, states, progress)
            return self._done()

    def _renew(self, catalogue: _Catalogue, changed: set[str], states: Sequence[FileState], progress: Progress | None) -> None:
        fresh = Corpus.load(self.layers, changed)
        actors = {identity: actor for identity, actor in catalogue.actors.items() if identity not in changed}
        acting = actors | _actors(fresh)
        aliases = {alias: name for alias, name in catalogue.aliases.items() if name not in changed}
        aliases |= {alias: document.id for document in fresh for alias in document.aliases}
        targets = _targets(catalogue.actors, changed) | _targets(acting, changed)
        targets = {aliases.get(target, catalogue.aliases.get(target, target)) for target in targets} - changed
        acted_on = Corpus.load(self.layers, targets)
        before, after = _together(acted_on, catalogue.actors), _together(acted_on, acting, fresh)
        moved = [one for one in acted_on if timeline(before, one) != timeline(after, one)]
        there = {document.id for document in fresh}
        mark, files = _mark(states, catalogue.files)
        self.engine.add(_told(after, [*fresh, *moved], progress), changed - there, mark)
        self._keep(_Catalogue(mark[FINGERPRINT], files, aliases, acting))

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
        with replacing(self.engine.store.folder / CATALOGUE, force=True) as path:
            path.write_bytes(pickle.dumps(catalogue, protocol=5))

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


def _mark(states: Sequence[FileState], known: dict[FileState, bytes]) -> tuple[dict[str, str], dict[FileState, bytes]]:
    whole, files = digest(states, known)
    return {FINGERPRINT: fingerprint_of(states), DIGEST: whole}, files


def _actors(documents: Iterable[Document]) -> dict[str, Document]:
    """The documents that act on others, without their text."""
    return {one.id: replace(one, body="", provisions=()) for one in documents if one.relations}


def _targets(actors: Mapping[str, Document], changed: Iterable[str]) -> set[str]:
    """What the changed ones among the actors act on."""
    acting = [actors[identity] for identity in changed if identity in actors]
    return {relation.target.partition("#")[0] for actor in acting for relation in actor.relations}


def _together(acted_on: Corpus, actors: Mapping[str, Document], fresh: Iterable[Document] = ()) -> Corpus:
    """A corpus in which the standing of some documents can be told: they, and all that act on others."""
    documents = {**actors, **{one.id: one for one in acted_on}, **{one.id: one for one in fresh}}
    return Corpus([documents[identity] for identity in sorted(documents)])
