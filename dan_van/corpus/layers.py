"""The folders a corpus is laid over, and the states of their files: what is there, what was touched, what it digests to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder of corpus files; ``name`` is what messages call it."""

    name: str
    folder: Path
    writable: bool = False

    def files(self) -> Iterator[tuple[str, Path]]:
        """Ids and paths of its files, in order of id. A folder that does not exist is an empty layer."""
        return ((identity, self.path(identity)) for identity, _ in self.states())

    def path(self, identity: str) -> Path:
        """Where the file of this id lies, if it is there."""
        return self.folder / f"{identity}{_SUFFIX}"

    def states(self) -> list[tuple[str, os.stat_result]]:
        """Ids and states of its files, in order of id."""
        return sorted(_walk(self.folder, ""), key=lambda pair: pair[0])


class FileState(NamedTuple):
    """One file as it was seen: its layer's name and folder, the id, size in bytes, time of the last change in nanoseconds."""

    layer: str
    folder: str
    identity: str
    size: int
    changed: int


def file_states(layers: Sequence[Layer]) -> list[FileState]:
    """The files of all layers as they are on disk now."""
    return [
        FileState(layer.name, str(layer.folder), identity, state.st_size, state.st_mtime_ns)
        for layer in layers
        for identity, state in layer.states()
    ]


def fingerprint(layers: Sequence[Layer]) -> str:
    """A quick digest of sizes and times, to see that nothing was touched without reading it all."""
    return fingerprint_of(file_states(layers))


def fingerprint_of(states: Iterable[FileState]) -> str:
    """:func:`fingerprint`, of states already seen."""
    total = hashlib.sha256()
    for state in states:
        total.update(f"{state.folder}/{state.identity}:{state.size}:{state.changed}\n".encode())
    return total.hexdigest()


def digest(states: Iterable[FileState], known: Mapping[FileState, bytes] | None = None) -> tuple[str, dict[FileState, bytes]]:
    """A digest of ids and contents: equal for equal corpora, wherever they are kept. With it, that of each file.

    Files whose digest is ``known`` in the state they are in are not read again.
    """
    total = hashlib.sha256()
    found: dict[FileState, bytes] = {}
    for state in states:
        found[state] = (known or {}).get(state) or _content(Path(state.folder, f"{state.identity}{_SUFFIX}"))
        total.update(f"{state.layer}/{state.identity}\0".encode() + found[state])
    return total.hexdigest(), found


def _content(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"unreadable"


def _walk(folder: Path | str, above: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if entry.name.startswith("."):  # not a record: what is being written, or was when a writer was killed
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{above}{entry.name}/")
            elif entry.name.endswith(_SUFFIX) and entry.name != "README.md" and entry.is_file():
                try:
                    state = entry.stat()
                except FileNotFoundError:  # taken away meanwhile
                    continue
                yield f"{above}{entry.name[: -len(_SUFFIX)]}", state
