"""A read draft → DOCX and PDF (LibreOffice)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dan_van.corpus import Corpus
from dan_van.drafting import annexes, drafts, papers, pictures
from dan_van.drafting import pdf as printing
from dan_van.drafting.engine import compiled
from dan_van.errors import FileProblem
from dan_van.files import replacing
from dan_van.model import Document, Finding


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was made of one draft."""

    docx: Path
    pdf: Path | None
    warnings: tuple[Finding, ...]
    cited: tuple[Document, ...]


def draft(
    path: Path, corpus: Corpus, folders: Sequence[Path], output: Path | None = None, *, force: bool = False, pdf: bool = False
) -> Drafted:
    """Make ``output`` (default: beside the draft, ``.docx``) and, if asked, the PDF beside it.

    Raises ContentError with every fault of the draft, FileProblem, MissingTool (no LibreOffice for the PDF: the DOCX
    is made all the same).
    """
    made = drafts.read(path, corpus, folders)
    target = _target(path, output)
    with replacing(target, force=force) as temporary:
        noticed = fill(made, temporary)
    printed = printing.convert([target], force=force)[0] if pdf else None
    return Drafted(target, printed, (*made.warnings, *noticed), made.cited)


def fill(made: drafts.Draft, target: Path) -> tuple[Finding, ...]:
    """Fill the draft's template into ``target``; returns what had to be left out (control characters in a value).

    Raises ContentError when the template is broken or a name it needs is missing, FileProblem.
    """
    values = drafts.context(made)
    author = " ".join(made.office.issuer)
    filled = compiled.load(made.template.docx).fill(values, title=values["title"], author=author)
    try:
        data = annexes.turned(filled.data) if values["landscape_end"] else filled.data
        target.write_bytes(pictures.placed(data, made.pictures, papers.facts(made.template).form.family))
    except OSError as error:
        raise FileProblem("Không ghi được {path} ({reason}).", path=target, reason=error.strerror) from None
    return filled.findings


def _target(path: Path, output: Path | None) -> Path:
    if output is None:
        return path.with_suffix(".docx")
    if os.path.isdir(output):
        return output / f"{path.stem}.docx"
    if output.suffix.lower() != ".docx":
        raise FileProblem("{path}: tên tệp kết quả phải có đuôi .docx, hoặc là một thư mục đã có.", path=output)
    return output
