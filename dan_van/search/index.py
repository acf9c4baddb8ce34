"""The index on disk: built aside, put in place by one rename, rebuilt when the corpus has changed.

``manifest.json`` names the folder that holds the current index; replacing that one file is the switch, so
a reader sees the old index or the new one, and a crash loses neither. Whoosh un-pickles what it opens: an
index is only ever opened from the place where this library built it.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import Index

import dan_van
from dan_van import codes, provisions
from dan_van.codes import plain_number
from dan_van.corpus import Corpus, fingerprint, timeline, titles
from dan_van.corpus.loader import Layer
from dan_van.errors import DanVanError, FileProblem
from dan_van.model import Document, Provision
from dan_van.search import fields
from dan_van.search.analysis import Terms, weighted
from dan_van.text import collapse_spaces

MANIFEST = "manifest.json"
TITLE_WEIGHT, HEADING_WEIGHT, CONTEXT_WEIGHT, NOTE_WEIGHT, BODY_WEIGHT = 8, 8, 4, 2, 1


class IndexBusy(DanVanError):
    """Another process is building the index."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index was built from; ``folder`` is its place beside the manifest."""

    schema: int
    library: str
    corpus_digest: str
    corpus_fingerprint: str
    documents: int
    entries: int
    folder: str


class IndexStore:
    """The index of one corpus in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def manifest(self) -> Manifest | None:
        """What is built; None when there is none or it cannot be read (then it is rebuilt)."""
        try:
            values = json.loads((self.folder / MANIFEST).read_text("utf-8"))
            manifest = Manifest(**values)
        except (OSError, ValueError, TypeError):
            return None
        return manifest if (self.folder / manifest.folder).is_dir() else None

    def is_current(self, layers: Iterable[Layer]) -> bool:
        """Whether the index was built by this schema from files that have not been touched since."""
        manifest = self.manifest()
        return (
            manifest is not None
            and manifest.schema == fields.VERSION
            and manifest.library == dan_van.__version__
            and manifest.corpus_fingerprint == fingerprint(tuple(layers))
        )

    def build(self, corpus: Corpus, progress: Callable[[int], None] | None = None) -> Manifest:
        """Build the whole index anew and put it in place. Raises IndexBusy, FileProblem."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileStorage(str(self.folder)).lock("build.lock")
            locked = lock.acquire()
        except OSError as error:
            raise FileProblem(f"Không ghi được chỉ mục vào {self.folder} ({error.strerror}).") from None
        if not locked:
            raise IndexBusy("Một lệnh khác đang lập chỉ mục. Đợi lệnh đó xong rồi thử lại.")
        try:
            return self._build(corpus, progress)
        except OSError as error:
            raise FileProblem(f"Không ghi được chỉ mục vào {self.folder} ({error.strerror}).") from None
        finally:
            lock.release()

    def open(self) -> Index:
        """The current index, for reading. Raises FileProblem when there is none."""
        manifest = self.manifest()
        if manifest is None:
            raise FileProblem("Chưa có chỉ mục. Chạy “dan-van index build”.")
        return FileStorage(str(self.folder / manifest.folder), readonly=True).open_index()

    def _build(self, corpus: Corpus, progress: Callable[[int], None] | None) -> Manifest:
        before = self.manifest()
        seen = fingerprint(corpus.layers)  # taken first: a file touched meanwhile leaves the index stale, not wrong
        self._remove_others(before)
        name = f"build-{uuid.uuid4().hex[:12]}"
        target = self.folder / name
        target.mkdir()
        try:
            index = FileStorage(str(target)).create_index(fields.schema())
            writer = index.writer(limitmb=256)
            entries = 0
            for document in corpus:
                standings = [(day.isoformat(), status) for day, status in timeline(corpus, document)]
                for entry in _entries(document):
                    entry["stored"]["standings"] = standings
                    writer.add_document(**entry)
                    entries += 1
                if progress:
                    progress(1)
            writer.commit()
            if index.doc_count() != entries:
                raise FileProblem(f"Chỉ mục thiếu: ghi {entries}, còn {index.doc_count()}. Chạy lại “dan-van index build”.")
            index.close()
            manifest = Manifest(fields.VERSION, dan_van.__version__, corpus.digest(), seen, len(corpus), entries, name)
            self._put_in_place(manifest)
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise
        self._remove_others(manifest)
        return manifest

    def _put_in_place(self, manifest: Manifest) -> None:
        _sync_folder(self.folder / manifest.folder)
        temporary = self.folder / f"{MANIFEST}.{uuid.uuid4().hex[:8]}"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self.folder / MANIFEST)
        if os.name == "posix":
            _sync(self.folder, os.O_RDONLY)

    def _remove_others(self, keep: Manifest | None) -> None:
        """Delete builds that no manifest names; one still open elsewhere (Windows) stays until next time."""
        for path in self.folder.glob("build-*"):
            if keep is None or path.name != keep.folder:
                shutil.rmtree(path, ignore_errors=True)


def _entries(document: Document) -> Iterable[dict[str, Any]]:
    """The document as a whole, then each unit that is searched as one: a Điều, or what stands for it in a plan."""
    head, told = _title_text(document), _told_by_notes(document)
    title = Terms.of(head)
    opening = provisions.preamble(document.body)
    parts = [(title, TITLE_WEIGHT), (Terms.of(told), NOTE_WEIGHT), (Terms.of(opening), BODY_WEIGHT)]
    whole = f"{head}\n{told}".strip()
    yield _entry(document, None, whole, parts, opening or whole, ())
    above: dict[str, str] = {}
    for provision, text, inner in searched_units(document):
        context = above.get(provision.parent or "", "")
        own = provision.heading or ""
        above[provision.id] = f"{context}\n{own}"
        parts = [
            (title, CONTEXT_WEIGHT),
            (Terms.of(context), CONTEXT_WEIGHT),
            (Terms.of(own), HEADING_WEIGHT),
            (Terms.of(text), BODY_WEIGHT),
        ]
        yield _entry(document, provision, head, parts, text, inner)


Unit = tuple[Provision, str, tuple[tuple[str, int], ...]]
_WIDE = ("kem-theo", "phu-luc", "phan", "chuong", "muc", "tieu-muc")


def searched_units(document: Document) -> Iterable[Unit]:
    """Units that are entries of the index, with the text each answers for and the smaller units inside it.

    A Điều answers for all its khoản; outside a Điều (plans, reports) a khoản does, and a wide unit for the words
    of its own. Inner units come as (id, offset in the text), so that a hit can name the khoản it fell in.
    """
    holder: dict[str, str] = {}
    units: dict[str, list[Provision]] = {}
    order: list[Provision] = []
    for provision in document.provisions:
        held = holder.get(provision.parent or "")
        if held is None:
            order.append(provision)
            units[provision.id] = []
            if provision.kind not in _WIDE:
                holder[provision.id] = provision.id
        else:
            holder[provision.id] = held
            units[held].append(provision)
    for provision in order:
        inner = units[provision.id]
        text = document.body[provision.span.start : provision.span.end] if provision.id in holder else provision.text
        yield provision, text, tuple((unit.id, unit.span.start - provision.span.start) for unit in inner)


def _title_text(document: Document) -> str:
    names = [titles.label(document), document.name, document.subject, titles.issuer_names(document)]
    names += [attachment.name for attachment in document.attachments]
    return "\n".join(dict.fromkeys(name for name in names if name))


def _told_by_notes(document: Document) -> str:
    """What our notes say it is about, where no source gave its own words; they weigh less than those would."""
    return "" if document.subject or document.name else "\n".join(document.notes)


def _entry(
    document: Document,
    provision: Provision | None,
    head: str,
    parts: list[tuple[Terms, int]],
    shown: str,
    inner: tuple[tuple[str, int], ...],
) -> dict[str, Any]:
    address = f"{document.id}#{provision.id}" if provision else document.id
    entry: dict[str, Any] = {
        "id": address,
        "document": document.id,
        "entry": "provision" if provision else "document",
        "type": document.type,
        "issuer": dict.fromkeys(document.issuers, 1),
        "year": str(document.year or ""),
        "mentions": {code.loose_key: 1 for code in _mentioned(shown if provision else f"{head}\n{shown}")},
        "written": weighted((terms.written, weight) for terms, weight in parts),
        "bare": weighted((terms.bare, weight) for terms, weight in parts),
        "pairs": weighted((terms.pairs, weight) for terms, weight in parts),
        "stored": {
            "provision": provision.id if provision else None,
            "label": provision.label if provision else None,
            "title": collapse_spaces(titles.title(document)),
            "code": str(document.code) if document.code else None,
            "type": document.type,
            "year": document.year,
            "text": shown,
            "inner": inner,
        },
    }
    if document.code and provision is None:
        entry["number"] = plain_number(document.code.number)
    return entry


def _mentioned(text: str) -> Iterable[codes.Code]:
    return (reading.code for reading in codes.find(text))


def _sync_folder(folder: Path) -> None:
    """Make the new index survive a power cut: Whoosh never calls fsync."""
    for path in folder.iterdir():
        _sync(path, os.O_RDWR)


def _sync(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
