"""The index on disk as a row of snapshots: each change makes a new folder, and one rename puts it in place.

``manifest.json`` names the folder that holds the current state. A new snapshot begins empty, or with links to the files of
the one before (Whoosh never changes a file once it is written), and nothing of the old one is touched: a reader sees the
old state or the new, and a crash at any moment loses neither. Whoosh un-pickles what it opens: an index is only ever opened
from the place where this library built it.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

import dan_van
from dan_van.errors import DanVanError, FileProblem
from dan_van.saying import said
from dan_van.search import fields


class _MappedFile(StructFile):  # type: ignore[misc]
    """A file read through memory: Whoosh's own asks the system twice for each few bytes."""

    def get(self, position: int, length: int) -> bytes:
        """Some of its bytes."""
        return bytes(self.file[position : position + length])


class MappedStorage(FileStorage):  # type: ignore[misc]
    """A snapshot for reading."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), readonly=True)

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """One of its files, for as long as the reader lives."""
        with Path(self.folder, name).open("rb") as file:
            if not os.fstat(file.fileno()).st_size:  # what is empty cannot be mapped
                return StructFile(BytesIO(), name=name, **kwargs)
            return _MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name, **kwargs)


MANIFEST, WRITER = "manifest.json", "writer.json"
_SNAPSHOT = "build-"
_PATIENCE = 0.1
"""Seconds between two tries for the lock."""


class IndexBusy(DanVanError):
    """Another process is writing the index."""


class IndexDamaged(FileProblem):
    """Files of the index are missing or not whole; it can be built anew."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the current snapshot holds; ``folder`` is its place beside the manifest, ``mark`` what its builder noted."""

    schema: int
    library: str
    documents: int
    entries: int
    folder: str
    mark: Mapping[str, str]


class Store:
    """Snapshots in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._thread = threading.RLock()
        self._depth = 0

    def manifest(self) -> Manifest | None:
        """The current snapshot; None when there is none, or it is of another version or cannot be read (then it is rebuilt)."""
        manifest, before = self._read(), None
        while manifest and manifest != before and not (self.folder / manifest.folder).is_dir():
            manifest, before = self._read(), manifest  # replaced between the two looks: the new one is there
        if manifest is None or manifest == before:
            return None
        return manifest if manifest.schema == fields.VERSION and manifest.library == dan_van.__version__ else None

    def _read(self) -> Manifest | None:
        try:
            return Manifest(**json.loads((self.folder / MANIFEST).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @contextmanager
    def writing(self, patience: float) -> Iterator[None]:
        """Be the only writer; who already is may ask again. Raises IndexBusy when another still is after ``patience``
        seconds, FileProblem."""
        until = time.monotonic() + patience
        if not self._thread.acquire(timeout=patience):
            raise self._busy()
        try:
            with self._locked(until) if not self._depth else nullcontext():
                self._depth += 1
                try:
                    yield
                except OSError as error:
                    raise self._problem(error) from None
                finally:
                    self._depth -= 1
        finally:
            self._thread.release()

    @contextmanager
    def _locked(self, until: float) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileStorage(str(self.folder)).lock("build.lock")
            while not lock.acquire():
                if time.monotonic() >= until:
                    raise self._busy()
                time.sleep(_PATIENCE)
            self._sign()
        except OSError as error:
            raise self._problem(error) from None
        try:
            yield
        finally:
            (self.folder / WRITER).unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def snapshot(self, onto: Manifest | None) -> Iterator[Path]:
        """A new folder to write to, with the files of the snapshot ``onto`` if one is given; gone again after a failure."""
        self.tidy(self.manifest())
        target = self.folder / f"{_SNAPSHOT}{uuid.uuid4().hex[:12]}"
        target.mkdir()
        try:
            if onto is not None:
                for path in (self.folder / onto.folder).iterdir():
                    if path.is_file() and not path.name.endswith("LOCK"):
                        _link(path, target / path.name)
            yield target
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise

    def put_in_place(self, manifest: Manifest) -> None:
        """Make a finished snapshot the current one, so that it survives a power cut; the one before goes."""
        _sync_new_files(self.folder / manifest.folder)
        temporary = self.folder / f"{MANIFEST}.{uuid.uuid4().hex[:8]}"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self.folder / MANIFEST)
        if os.name == "posix":
            _sync(self.folder, os.O_RDONLY)
        self.tidy(manifest)

    def tidy(self, keep: Manifest | None) -> None:
        """Delete snapshots that no manifest names; one still open elsewhere (Windows) stays until next time."""
        for path in self.folder.glob(f"{_SNAPSHOT}*"):
            if keep is None or path.name != keep.folder:
                shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob(f"{MANIFEST}.*"):
            path.unlink(missing_ok=True)

    def _sign(self) -> None:
        """Say who is writing; if it cannot be said, the lock holds all the same."""
        writer = {
            "process": os.getpid(),
            "machine": socket.gethostname(),
            "since": datetime.now().isoformat(timespec="seconds"),
        }
        (self.folder / WRITER).write_text(json.dumps(writer, ensure_ascii=False), "utf-8")

    def _busy(self) -> IndexBusy:
        return IndexBusy("{holder} đang ghi chỉ mục. Đợi lệnh đó xong rồi thử lại.", holder=self._holder())

    def _holder(self) -> str:
        try:
            left = json.loads((self.folder / WRITER).read_text("utf-8"))
            since = f"{datetime.fromisoformat(left['since']):%H:%M:%S}"
            return said(
                "Một lệnh khác (tiến trình {process} trên máy {machine}, từ {since})",
                process=left["process"],
                machine=left["machine"],
                since=since,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return said("Một lệnh khác")

    def _problem(self, error: OSError) -> FileProblem:
        return FileProblem("Không ghi được chỉ mục vào {folder} ({reason}).", folder=self.folder, reason=error.strerror)


def _link(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the disk knows no links (FAT, some network drives)."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _sync_new_files(folder: Path) -> None:
    """Whoosh never calls fsync; linked files were synced when they were new."""
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_nlink == 1:
            _sync(path, os.O_RDWR)


def _sync(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
