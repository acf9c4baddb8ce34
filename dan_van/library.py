"""The public face: one object that knows the corpus, the index and the templates, and wires the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dan_van import resources
from dan_van.corpus import Corpus, Layer, Rest, Validity, checks, resting_on_ended, validity
from dan_van.errors import FileProblem, UnknownName
from dan_van.model import Document, Finding, Provision
from dan_van.provisions import read_pin
from dan_van.saying import said

if TYPE_CHECKING:
    from dan_van.checking import Report
    from dan_van.checking.copies import Repaired
    from dan_van.citations import Cited, Wanted
    from dan_van.corpus.intake import Intake
    from dan_van.corpus.phapdien import ImportReport
    from dan_van.drafting import Drafted
    from dan_van.drafting.batch.run import Batch
    from dan_van.reports.telling import Used
    from dan_van.search import Filters, Kept, Manifest, Results


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What is built (None: nothing) and whether it is what the corpus holds now."""

    folder: Path
    manifest: Manifest | None
    current: bool


class Library:
    """A corpus with its index and templates.

    ``Library.open()`` takes the shipped corpus and templates with the office's own over them, and the index
    where :func:`dan_van.resources.index_folder` keeps it. Nothing is read before it is needed.
    """

    def __init__(self, layers: Sequence[Layer], templates: Sequence[Path], index: Path) -> None:
        self.layers: tuple[Layer, ...] = tuple(layers)
        self.template_folders: tuple[Path, ...] = tuple(templates)
        self.index_folder = index

    @classmethod
    def open(
        cls, corpus: Sequence[Path] | None = None, templates: Sequence[Path] | None = None, index: Path | None = None
    ) -> Library:
        """Open the default library, or one over the given folders (later ones take precedence)."""
        own = resources.user_folder()
        if corpus is None:
            layers = [
                Layer("kho kèm theo", resources.shipped_folder("corpus")),
                Layer("kho của cơ quan", own / "corpus", writable=True),
            ]
        else:
            layers = [Layer(folder.name, folder) for folder in corpus]
        if templates is None:
            templates = [resources.shipped_folder("templates"), own / "templates"]
        return cls(layers, templates, index or resources.index_folder())

    @cached_property
    def corpus(self) -> Corpus:
        """Every document of every layer; read on first use."""
        return Corpus.load(self.layers)

    def get(self, identity: str) -> Document:
        """The document with this id. Raises UnknownName."""
        return self.corpus.get(identity)

    def find(self, wanted: str) -> list[Document]:
        """Documents that an id, a symbol (``33/CT-TTg``, ``CT 33``) or a name means; several when it is not one."""
        return self.corpus.find(wanted)

    def provision(self, document: Document, address: str) -> Provision:
        """A provision by its address (``dieu-5.khoan-2``) or as a clerk writes it (``khoản 2 Điều 5``).

        Raises UnknownName, naming the document's own provisions.
        """
        wanted = _address(document, address)
        for provision in document.provisions:
            if provision.id == wanted:
                return provision
        known = ", ".join(p.id for p in document.provisions[:6]) or said("chưa có lời văn trong kho")
        raise UnknownName("{document} không có “{address}” (có: {known}).", document=document.id, address=address, known=known)

    def validity(self, document: Document, on: date | None = None, unit: str | None = None) -> Validity:
        """The standing on a day (today) of a document, or of its provision, by address or as a clerk writes it.

        The provision need not be in the corpus: it is then judged by its address.
        """
        return validity(self.corpus, document, on or date.today(), unit and _address(document, unit))

    def resting_on_ended(self, on: date | None = None, documents: Iterable[Document] | None = None) -> list[Rest]:
        """What rests on a document that is not in force on a day (today): of all that stand and the office's own, unless given.

        Only relations that the corpus records are seen.
        """
        return resting_on_ended(self.corpus, on or date.today(), documents)

    def search(
        self, text: str, filters: Filters | None = None, limit: int = 10, update: Callable[[Library], object] | None = None
    ) -> Results:
        """Search documents and provisions; what has changed in the corpus is indexed first.

        When that cannot be done (another process is at it, the folder is read-only), an index that is there answers as it
        is: the results say so (``partial``) and what they do not know of (``missing``). ``update`` is called instead of
        :meth:`update_index`, by a caller who shows how it goes on. Raises IndexBusy, FileProblem when there is no index.
        """
        from dan_van.search import Filters, IndexBusy, IndexDamaged

        missing: tuple[str, ...] = ()
        if not self._index.is_current():
            try:
                (update or Library.update_index)(self)
            except (IndexBusy, FileProblem):
                if self._index.manifest() is None:
                    raise
                missing = self._index.changed()
        try:
            results = self._index.engine.search(text, filters or Filters(), limit)
        except IndexDamaged:
            self.build_index()
            results = self._index.engine.search(text, filters or Filters(), limit)
        return replace(results, partial=True, missing=missing) if missing else results

    def suggest(self, typed: str, limit: int = 10) -> tuple[str, ...]:
        """Symbols and titles of the corpus that what was typed may be the beginning of.

        Raises IndexBusy while another process writes the index, FileProblem when it cannot be written.
        """
        if not self._index.is_current():
            self.update_index()
        return self._index.engine.suggest(typed, limit)

    def build_index(self, progress: Callable[[int], object] | None = None) -> Manifest:
        """Build the index anew from the corpus as it is on disk now. Raises IndexBusy, FileProblem."""
        return self._index.build(progress)

    def update_index(self, progress: Callable[[int], object] | None = None) -> Manifest:
        """Index what changed in the corpus since it was indexed last. Raises IndexBusy, FileProblem."""
        return self._index.update(progress)

    def index_status(self) -> IndexStatus:
        """What the index holds and whether it is current."""
        return IndexStatus(self.index_folder, self._index.manifest(), self._index.is_current())

    def check_corpus(self) -> list[Finding]:
        """Every fault of the corpus files."""
        return checks.run(self.corpus)

    def propose(self, path: Path, corrections: Mapping[str, str | None] | None = None) -> Intake:
        """Read an office's file and say what it would be in the corpus; nothing is written.

        ``corrections`` are fields that a person gave. Raises UnreadableFile.
        """
        from dan_van import readers
        from dan_van.corpus import intake

        return intake.propose(path, readers.read(path), self.corpus, corrections)

    def correct(self, proposal: Intake, corrections: Mapping[str, str | None]) -> Intake:
        """The proposal with a person's corrections; the file is not read again. Raises ContentError for a wrong one."""
        from dan_van.corpus import intake

        return intake.propose(proposal.source, proposal.content, self.corpus, corrections)

    def add(self, proposal: Intake, *, force: bool = False) -> Path:
        """Write a proposal into the office's own layer; the corpus knows it at once. Raises FileProblem."""
        from dan_van.corpus import intake

        target = intake.write(proposal, self.own_layer.folder, force=force)
        self.__dict__.pop("corpus", None)
        return target

    def import_phapdien(
        self, source: Path, *, progress: Callable[[int, int], None] | None = None, force: bool = False
    ) -> ImportReport:
        """Bring the state's offline codification (ZIP or folder) into the office's own layer; resumable.

        ``progress`` is called with what is done and what there is in all. Raises UnreadableFile, FileProblem.
        """
        from dan_van.corpus import phapdien

        report = phapdien.import_package(source, self.own_layer.folder, progress=progress, force=force)
        self.__dict__.pop("corpus", None)
        return report

    @property
    def own_layer(self) -> Layer:
        """The layer that may be written. Raises FileProblem when there is none."""
        for layer in reversed(self.layers):
            if layer.writable:
                return layer
        raise FileProblem("Thư viện mở không có kho ghi được; mở bằng Library.open().")

    def cite(self, text: str, on: date | None = None) -> Cited:
        """Find every citation of a text, look it up, and say what a clerk should know of it.

        ``on`` is the day of the text, for what a name means and what is in force: the date it gives itself when None, else today.
        """
        from dan_van import citations

        return citations.cite(text, self.corpus, on)

    def check(self, path: Path, on: date | None = None) -> Report:
        """Check a file's layout (Word files) and citations; see :func:`dan_van.checking.check`. Raises UnreadableFile."""
        from dan_van import checking

        return checking.check(path, self.corpus, on)

    def repair(self, path: Path, output: Path, on: date | None = None, *, force: bool = False) -> Repaired:
        """Write a copy of a Word file with all that is mechanical put right; see :func:`dan_van.checking.copies.repair`.

        Raises UnreadableFile, and FileProblem when ``output`` is there (without ``force``) or cannot be written.
        """
        from dan_van.checking import copies

        return copies.repair(path, output, self.corpus, on, force=force)

    def annotate(self, path: Path, output: Path, on: date | None = None, *, force: bool = False) -> Report:
        """Write a copy of a Word file with what was found as comments at its lines, and give the report.

        Raises UnreadableFile, and FileProblem when ``output`` is there (without ``force``) or cannot be written.
        """
        from dan_van.checking import copies

        return copies.annotate(path, output, self.corpus, on, force=force).report

    def most_wanted(self, progress: Callable[[int], None] | None = None) -> list[Wanted]:
        """What the corpus names in its texts and relations and does not have, most wanted first.

        Every text is read for it; ``progress`` is called with the number of documents done.
        """
        from dan_van import citations

        return citations.most_wanted(self.corpus, progress=progress)

    def draft(self, path: Path, output: Path | None = None, *, force: bool = False, pdf: bool = False) -> Drafted:
        """Make a DOCX (and PDF) of a draft. Raises ContentError with every fault of the draft, FileProblem."""
        from dan_van import drafting

        return drafting.draft(path, self.corpus, self.template_folders, output, force=force, pdf=pdf)

    def trace(self, path: Path) -> tuple[Used, ...]:
        """The figures that a report's draft prints, each with the returns it comes from. Raises as :meth:`draft`."""
        from dan_van.drafting import drafts

        return drafts.read(path, self.corpus, self.template_folders).used

    def draft_rows(
        self,
        path: Path,
        table: Path,
        output: Path | None = None,
        *,
        name: str | None = None,
        force: bool = False,
        pdf: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Batch:
        """Make a document for each row of an Excel or CSV file; see :func:`dan_van.drafting.batch.run.draft_rows`."""
        from dan_van.drafting.batch import rows
        from dan_van.drafting.batch import run as batch
        from dan_van.drafting.drafts import Desk

        desk = Desk(self.corpus, self.template_folders)
        return batch.draft_rows(path, rows.read(table), desk, output, name=name, force=force, pdf=pdf, progress=progress)

    def draft_many(
        self,
        paths: Sequence[Path],
        output: Path | None = None,
        *,
        force: bool = False,
        pdf: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Batch:
        """Make a document of each draft; one that cannot be made never stops the rest; the PDFs are printed in one run."""
        from dan_van.drafting.batch import run as batch
        from dan_van.drafting.drafts import Desk

        desk = Desk(self.corpus, self.template_folders)
        return batch.draft_many(paths, desk, output, force=force, pdf=pdf, progress=progress)

    @cached_property
    def _index(self) -> Kept:
        from dan_van.search import Kept

        return Kept(self.index_folder, self.layers)


def _address(document: Document, typed: str) -> str:
    """The address that a clerk means; what is neither one nor a phrase for one stays as typed."""
    return typed if any(provision.id == typed for provision in document.provisions) else read_pin(typed) or typed
