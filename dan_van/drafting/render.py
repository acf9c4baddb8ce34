"""A read draft → DOCX (docxtpl) and PDF (LibreOffice)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from dan_van.corpus import Corpus
from dan_van.drafting import drafts
from dan_van.drafting import pdf as printing
from dan_van.errors import ContentError, FileProblem
from dan_van.files import replacing
from dan_van.model import Document, Finding

_MADE_OF_XML = ("issuer_rule", "subject", "subject_rule", "body")


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
        fill(made, temporary)
    printed = printing.convert([target], force=force)[0] if pdf else None
    return Drafted(target, printed, made.warnings, made.cited)


def fill(made: drafts.Draft, target: Path) -> None:
    """Fill the draft's template into ``target``. Raises ContentError when the template is broken, FileProblem."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    values = drafts.context(made)
    values.update({key: Markup(values[key]) for key in _MADE_OF_XML})
    values["legal_basis"] = [Markup(line) for line in values["legal_basis"]]
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template = DocxTemplate(str(made.template.docx))
    try:
        template.render(values, environment)
    except PackageNotFoundError:
        raise FileProblem(f"{made.template.docx}: không phải tệp Word (.docx). Chép lại mẫu gốc.") from None
    except TemplateError as error:
        raise ContentError(
            f"{made.template.docx}: mẫu bị hỏng ({error}). Chép lại mẫu gốc, hoặc sửa các thẻ trong mẫu."
        ) from None
    properties = template.docx.core_properties
    properties.title = values["title"][:255]
    properties.author = " ".join(made.office.issuer)[:255]
    template.save(str(target))


def _target(path: Path, output: Path | None) -> Path:
    if output is None:
        return path.with_suffix(".docx")
    if output.is_dir():
        return output / f"{path.stem}.docx"
    if output.suffix.lower() != ".docx":
        raise FileProblem(f"{output}: tên tệp kết quả phải có đuôi .docx, hoặc là một thư mục đã có.")
    return output
