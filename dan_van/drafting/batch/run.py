"""Many documents in one go: one draft with a table (a document a row), or many drafts.

What the documents share is read once. One that cannot be made never stops the rest. A journal in the output folder tells what each
file was made from, so that a second run makes only what is missing or changed, and never writes over a file that a person has
worked on since.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Literal, Protocol

import dan_van
from dan_van import office
from dan_van.corpus import fingerprint
from dan_van.drafting import drafts, render
from dan_van.drafting import pdf as printing
from dan_van.drafting.batch import naming
from dan_van.drafting.batch.merging import Merger
from dan_van.drafting.batch.rows import Row, Table
from dan_van.drafting.drafts import Desk, Draft
from dan_van.errors import ContentError, DanVanError, FileProblem
from dan_van.files import Taken, replacing
from dan_van.frontmatter import FrontMatter
from dan_van.model import Document, Finding, Place, Severity

Progress = Callable[[int, int], None]
JOURNAL = ".dan-van-nhat-ky.jsonl"


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one document: ``row`` its row in the table, ``state`` made now, kept from an earlier run, or failed."""

    docx: Path
    state: Literal["made", "kept", "failed"]
    draft: Path
    row: int | None = None
    pdf: Path | None = None
    findings: tuple[Finding, ...] = ()
    cited: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """All documents in order, what should be seen of several at once, and which column filled which field."""

    documents: tuple[Made, ...]
    warnings: tuple[Finding, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    def count(self, state: str) -> int:
        """How many documents are ``made``, ``kept`` or ``failed``."""
        return sum(document.state == state for document in self.documents)


def draft_rows(
    path: Path,
    table: Table,
    desk: Desk,
    output: Path | None = None,
    *,
    name: str | None = None,
    force: bool = False,
    pdf: bool = False,
    progress: Progress | None = None,
) -> Batch:
    """One document for each row of a table, in ``output`` (default: a folder of the draft's name beside it).

    Columns named as fields of the template (by key or Vietnamese title) fill them; every column is ``{{ row.its_key }}``. ``name``
    is a pattern of file names: ``{ho_ten}``. Raises what stops the whole: ContentError, FileProblem, UnknownName; MissingTool when
    there is no LibreOffice for the PDF (the DOCX are made all the same).
    """
    folder = output or path.with_suffix("")
    targets = naming.names(table, name, path.stem, folder)
    matter = drafts.load(path)
    schema = desk.template(str(matter.values["type"])).schema
    merger = Merger(matter, table, schema, path, naming.used(name, table))
    common = _Ground(desk).digest(path, matter) + repr(table.columns)
    jobs = [
        _Row(path, target, merger, row, count, common)
        for count, (row, target) in enumerate(zip(table.rows, targets, strict=True), 1)
    ]
    done = _run(jobs, desk, [folder], force=force, pdf=pdf, progress=progress)
    return replace(done, fields=merger.named, warnings=(*merger.findings, *done.warnings))


def draft_many(
    paths: Sequence[Path],
    desk: Desk,
    output: Path | None = None,
    *,
    force: bool = False,
    pdf: bool = False,
    progress: Progress | None = None,
) -> Batch:
    """A document for each draft, in ``output`` or beside the draft; of drafts of one name the later ones get a number.

    Raises MissingTool when there is no LibreOffice for the PDF (the DOCX are made all the same).
    """
    taken, ground = Taken(), _Ground(desk)
    jobs = [_File(path, taken.free((output or path.parent) / f"{path.stem}.docx"), ground) for path in paths]
    folders = dict.fromkeys(job.target.parent for job in jobs)
    return _run(jobs, desk, list(folders), force=force, pdf=pdf, progress=progress)


# ---------------------------------------------------------------------------------------------------------------------
# One document


class _Job(Protocol):
    """A document to make from the draft at ``path``; ``number`` is its row in the table."""

    @property
    def path(self) -> Path: ...
    @property
    def target(self) -> Path: ...
    @property
    def number(self) -> int | None: ...

    def digest(self) -> str:
        """What it is made from. Raises DanVanError."""

    def draft(self, desk: Desk) -> Draft:
        """The draft, carried out. Raises DanVanError."""

    def placed(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        """Findings as a person finds their place."""


@dataclass(frozen=True)
class _File:
    """The document of a draft of its own."""

    path: Path
    target: Path
    ground: _Ground
    number: None = None

    @cached_property
    def matter(self) -> FrontMatter:
        return drafts.load(self.path)

    def digest(self) -> str:
        return self.ground.digest(self.path, self.matter)

    def draft(self, desk: Desk) -> Draft:
        return drafts.settle(self.matter, self.path, desk)

    def placed(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        return findings


@dataclass(frozen=True)
class _Row:
    """The document of a row; ``common`` is the digest of what all rows share."""

    path: Path
    target: Path
    merger: Merger
    row: Row
    count: int
    common: str

    @property
    def number(self) -> int:
        return self.row.number

    def digest(self) -> str:
        return hashlib.sha256(f"{self.common}\0{self.count}\0{self.row.cells!r}".encode()).hexdigest()[:32]

    def draft(self, desk: Desk) -> Draft:
        matter, names = self.merger.merged(self.row, self.count)
        return drafts.settle(matter, self.path, desk, names)

    def placed(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        return self.merger.placed(self.row, findings)


class _Ground:
    """What documents are made from besides their own words: template, office, figures, pictures, corpus, program, day."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def corpus(self) -> str:
        return fingerprint(self.desk.corpus.layers)

    def digest(self, path: Path, matter: FrontMatter) -> str:
        words = f"{dan_van.__version__}\0{matter.values!r}\0{matter.body}\0".encode()
        profile = office.locate(path, matter.values.get("office"))
        folder = self.desk.template(str(matter.values["type"])).folder
        sources = [*sorted(p for p in folder.iterdir() if p.is_file()), profile, *drafts.files_beside(path, matter)]
        parts = [words, *(source.read_bytes() if os.path.isfile(source) else b"" for source in sources)]
        if matter.values.get("legal_basis") or any(b"cite" in part for part in parts):
            day = "" if matter.values.get("issued") else self.desk.today.isoformat()
            parts.append(f"{self.corpus}\0{day}".encode())
        total = hashlib.sha256()
        for part in parts:
            total.update(part)
        return total.hexdigest()[:32]


# ---------------------------------------------------------------------------------------------------------------------
# All of them


def _run(
    jobs: Sequence[_Job], desk: Desk, folders: Sequence[Path], *, force: bool, pdf: bool, progress: Progress | None
) -> Batch:
    journals = {folder: _Journal(folder) for folder in folders}
    results: list[Made] = []
    warnings: dict[tuple[str, str], Finding] = {}
    try:
        for index, job in enumerate(jobs, 1):
            made = _one(job, desk, journals[job.target.parent], force)
            if made.state == "made" and made.row is not None:  # what a thousand rows have in common is said once
                for finding in made.findings:
                    warnings.setdefault((finding.rule, finding.message), finding)
                made = replace(made, findings=())
            results.append(made)
            if progress:
                progress(index, len(jobs))
    finally:
        for journal in journals.values():
            journal.close()
    return Batch(tuple(_printed(results, progress) if pdf else results), tuple(warnings.values()))


def _one(job: _Job, desk: Desk, journal: _Journal, force: bool) -> Made:
    try:
        digest = job.digest()
        if not force and journal.has(job.target, digest):
            return Made(job.target, "kept", job.path, job.number)
        made = job.draft(desk)
        with replacing(job.target, force=force or journal.untouched(job.target)) as temporary:
            noticed = render.fill(made, temporary)
        journal.note(job.target, digest)
    except DanVanError as error:
        findings = error.findings if isinstance(error, ContentError) else ()
        findings = findings or (Finding("soan", Severity.ERROR, error.sentence, Place(str(job.path))),)
        return Made(job.target, "failed", job.path, job.number, findings=tuple(job.placed(findings)))
    return Made(job.target, "made", job.path, job.number, None, tuple(job.placed((*made.warnings, *noticed))), made.cited)


def _printed(results: Sequence[Made], progress: Progress | None) -> list[Made]:
    """The same with their PDFs; one that is there and newer than its DOCX is kept."""
    wanted = [
        i for i, made in enumerate(results) if made.state != "failed" and not _newer(made.docx.with_suffix(".pdf"), made.docx)
    ]
    total = len(results)
    step = (lambda done: progress(total - len(wanted) + done, total)) if progress else None
    printed = dict(
        zip(wanted, printing.convert_each([results[i].docx for i in wanted], force=True, progress=step), strict=True)
    )
    return [_with_pdf(made, printed.get(index)) for index, made in enumerate(results)]


def _with_pdf(made: Made, printed: Path | DanVanError | None) -> Made:
    if made.state == "failed":
        return made
    if isinstance(printed, DanVanError):
        finding = Finding("pdf", Severity.ERROR, str(printed), Place(str(made.docx)))
        return replace(made, state="failed", findings=(*made.findings, finding))
    return replace(made, pdf=made.docx.with_suffix(".pdf"))


def _newer(path: Path, than: Path) -> bool:
    return path.is_file() and path.stat().st_mtime_ns >= than.stat().st_mtime_ns


class _Journal:
    """What the files of a folder were made from, one JSON line a file; a later line counts. Losing it loses no document."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL
        self.known: dict[str, tuple[str, int, int]] = {}
        self._file: IO[str] | None = None
        try:
            lines = self.path.read_text("utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        for line in lines:
            try:
                name, digest, size, changed = json.loads(line)
            except (ValueError, TypeError):
                continue  # cut short: what it told of is made again
            self.known[name] = (digest, size, changed)

    def untouched(self, target: Path) -> bool:
        """Whether the file is there as this program wrote it."""
        try:
            stat = target.stat()
        except OSError:
            return False
        return self.known.get(target.name, ("", 0, 0))[1:] == (stat.st_size, stat.st_mtime_ns)

    def has(self, target: Path, digest: str) -> bool:
        """Whether the file is there, made from the same."""
        return self.known.get(target.name, ("",))[0] == digest and self.untouched(target)

    def note(self, target: Path, digest: str) -> None:
        """Write down what a file was made from, at once: a run may be stopped at any time."""
        stat = target.stat()
        self.known[target.name] = (digest, stat.st_size, stat.st_mtime_ns)
        try:
            if self._file is None:
                self._file = self.path.open("a", encoding="utf-8", newline="\n", buffering=1)
                self._file.write("\n")  # after a line cut short
            self._file.write(json.dumps([target.name, digest, stat.st_size, stat.st_mtime_ns], ensure_ascii=False) + "\n")
        except OSError as error:
            raise FileProblem("Không ghi được {path} ({reason}).", path=self.path, reason=error.strerror) from None

    def close(self) -> None:
        """Done writing."""
        if self._file is not None:
            self._file.close()
