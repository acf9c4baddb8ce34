"""A clerk's draft (front matter + Markdown) → everything its template is filled with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dan_van import citations, frontmatter, schema, tables
from dan_van.corpus import Corpus, Standing, validity
from dan_van.dates import PartialDate, format_long
from dan_van.drafting import blocks, office, templates, wordml
from dan_van.drafting.blocks import Block, Paragraph, Run
from dan_van.drafting.office import Office, Signing
from dan_van.errors import ContentError, FileProblem, UnknownName
from dan_van.files import read_text
from dan_van.layout import heading_columns, line_width, number, text_width, word
from dan_van.model import Document, Finding, Place, Severity
from dan_van.text import clean

_BLANK_NUMBER = "      "


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft whose fields are right: values by field name, blocks of the body, what should be looked at."""

    path: Path
    template: templates.Template
    office: Office
    values: dict[str, Any]
    blocks: tuple[Block, ...]
    warnings: tuple[Finding, ...]
    cited: tuple[Document, ...] = ()


@dataclass
class _Citer:
    """``cite(…)`` inside a draft: full form first, short after, and a note when what is cited does not stand.

    ``form="short"`` where no full form has been printed yet (a trích yếu) leaves the full form for later.
    """

    corpus: Corpus
    on: date
    cited: list[Document] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def __call__(self, wanted: str, pin: str | None = None, *, year: int | None = None, form: str | None = None) -> str:
        document = citations.resolve(self.corpus, wanted, self.on, year)
        if document not in self.cited:
            self.cited.append(document)
            self._note(document)
        in_full = form == "full" or (form is None and document.id not in self.printed)
        if in_full:
            self.printed.add(document.id)
        text = citations.full(document) if in_full else citations.short(document)
        return _escaped(f"{pin} {text}" if pin else text)

    def _note(self, document: Document) -> None:
        judged = validity(self.corpus, document, self.on)
        if judged.standing is Standing.UNKNOWN:
            self.unknown.append(citations.short(document))
        elif judged.standing not in (Standing.IN_FORCE, Standing.PARTLY):
            by = f" ({judged.decided_by.text})" if judged.decided_by and judged.decided_by.actor else ""
            self.warnings.append(f"{citations.short(document)}: {judged.label}{by}.")
        if document.issued and document.issued > self.on:
            self.warnings.append(f"{citations.short(document)}: ban hành sau ngày của bản thảo.")


def read(path: Path, corpus: Corpus, folders: Sequence[Path], today: date | None = None) -> Draft:
    """Read and check a draft. Raises ContentError with every fault of its fields, or of its ``{{ … }}``; FileProblem."""
    if path.suffix.lower() in (".docx", ".doc", ".pdf"):
        raise FileProblem(f"{path}: cần bản thảo .md, không phải tệp {path.suffix.lower()}. Tạo bằng “dan-van new ke-hoach”.")
    matter = frontmatter.parse(clean(read_text(path)), str(path))
    if not matter.values and not matter.findings:
        raise ContentError(f"{path}: bản thảo không có phần đầu (các dòng giữa hai dấu ---). Tạo bằng “dan-van new ke-hoach”.")
    name = matter.values.get("type")
    if matter.findings or not isinstance(name, str):
        missing = Finding(
            "phan-dau", Severity.ERROR, "Thiếu trường “type” (loại văn bản).", Place(str(path), 1), "Ví dụ: type: ke-hoach."
        )
        raise ContentError(f"{path}: phần đầu chưa đọc được.", matter.findings or (missing,))
    template = templates.find(name, folders)
    values, findings = schema.validate(matter, template.schema, str(path))
    findings += _impossible_dates(values, matter, path)
    if findings:
        raise ContentError(f"{path}: có {len(findings)} chỗ phải sửa.", findings)
    profile = office.read(office.locate(path, values.get("office")))
    issued = PartialDate.from_iso(values["issued"]) if values.get("issued") else PartialDate()
    citer = _Citer(corpus, _citing_day(issued, today or date.today()))
    values, body = _rendered(values, matter, path, citer, profile)
    parsed = blocks.parse(body, numbering=values.get("numbering", True))
    if not parsed:
        raise ContentError(f"{path}: bản thảo chưa có nội dung (phần dưới dấu --- thứ hai).")
    marks = blocks.markdown_faults(body, str(path), matter.body_line)
    if any(finding.severity is Severity.ERROR for finding in marks):
        raise ContentError(f"{path}: bảng có ô sẽ bị mất.", marks)
    warnings = [*marks, *blocks.sequence_faults(parsed, str(path), matter.body_line)]
    warnings += [
        Finding("het-hieu-luc", Severity.WARNING, text, Place(str(path)), "Xem lại viện dẫn.") for text in citer.warnings
    ]
    if citer.unknown:
        message = f"Kho chưa rõ hiệu lực của: {'; '.join(citer.unknown)}."
        warnings.append(Finding("chua-ro-hieu-luc", Severity.INFO, message, Place(str(path)), "Tra lại trước khi ký."))
    return Draft(path, template, profile, values, tuple(_closed(parsed)), tuple(warnings), tuple(citer.cited))


def context(draft: Draft) -> dict[str, Any]:
    """What the template's tags are filled with; ``body`` and the rules are WordprocessingML."""
    values, profile = draft.values, draft.office
    signing = Signing.of(profile.signer, values.get("signer"))
    subject = values["subject"]
    columns = heading_columns()
    return {
        "parent": profile.parent or "",
        "issuer_lines": list(profile.issuer),
        "issuer_rule": wordml.rule(_rule_length(profile.issuer[-1], "co-quan-ban-hanh"), columns[0]),
        "code_line": _code_line(draft),
        "place_and_date": f"{values.get('place') or profile.place}, {format_long(_issued(values))}",
        "type_name": tables.type_names()[draft.template.name].upper(),
        "title": subject,
        "subject": wordml.subject(subject, number("trich-yeu", "size"), text_width()),
        "subject_rule": wordml.rule(min(_rule_length(subject, "trich-yeu"), _LONGEST_SUBJECT_RULE), text_width()),
        "legal_basis": [wordml.paragraph([Run(line)], wordml.BASIS) for line in basis_lines(values.get("legal_basis") or ())],
        "body": wordml.body(draft.blocks, text_width()),
        "recipients": recipient_lines(values["recipients"], profile.archive),
        "signing_lines": [line for line in (*signing.authority, signing.position) if line],
        "signer_name": signing.name or "",
    }


def basis_lines(lines: Sequence[str]) -> list[str]:
    """Căn cứ with their ends: ``;`` after each, ``.`` after the last (Phụ lục I, ô số 6)."""
    bare = [line.rstrip(" ;.,") for line in lines]
    return [line + (";" if index < len(bare) - 1 else ".") for index, line in enumerate(bare)]


def recipient_lines(lines: Sequence[str], archive: str | None) -> list[str]:
    """Nơi nhận lines: ``- `` before, ``;`` after, ``.`` after the last, which says where it is kept (ô số 9b)."""
    bare = [re.sub(r"^[-–]\s*", "", line).rstrip(" ;.,") for line in lines]
    if archive and not any(re.match(r"lưu\b", line, re.IGNORECASE) for line in bare):
        bare.append(f"Lưu: {archive.rstrip(' .')}")
    return [f"- {line}" + (";" if index < len(bare) - 1 else ".") for index, line in enumerate(bare)]


_LONGEST_SUBJECT_RULE = 200.0
"""Points; a subject of several lines gets a rule of 1/3 to 1/2 of the text width, not of its whole length."""


def _rule_length(line: str, component: str) -> float:
    return line_width(line, number(component, "size"), bold=True) * number(component, "rule-length")


def _issued(values: dict[str, Any]) -> PartialDate:
    return PartialDate.from_iso(values["issued"]) if values.get("issued") else PartialDate()


def _code_line(draft: Draft) -> str:
    values = draft.values
    if values.get("code"):
        return f"Số: {values['code']}"
    if draft.office.code_suffix is None:
        return ""  # a thôn has no ký hiệu
    digits = values.get("number")
    shown = (digits.zfill(2) if digits.isdigit() else digits) if digits else _BLANK_NUMBER
    notation = "-".join(part for part in (tables.abbreviation_of(draft.template.name), draft.office.code_suffix) if part)
    return f"Số: {shown}/{notation}"


def _citing_day(issued: PartialDate, today: date) -> date:
    """The day on which citations are judged: the draft's own, as far as it is given."""
    if issued.year is None:
        return today
    return issued.complete or PartialDate(1, issued.month or today.month, issued.year).complete or today


def _impossible_dates(values: dict[str, Any], matter: frontmatter.FrontMatter, path: Path) -> list[Finding]:
    typed = values.get("issued")
    try:
        if isinstance(typed, str) and re.fullmatch(r"\d{4}(-\d{2}){0,2}", typed):  # another form is the schema's to report
            PartialDate.from_iso(typed)
    except ValueError:
        message = f"“Ngày ban hành” (issued): “{values['issued']}” không có trong lịch."
        return [Finding("ngay", Severity.ERROR, message, Place(str(path), matter.line_of(("issued",))), "Xem lại ngày, tháng.")]
    return []


def _rendered(
    values: dict[str, Any], matter: frontmatter.FrontMatter, path: Path, citer: _Citer, profile: Office
) -> tuple[dict[str, Any], str]:
    """Fields and body with their ``{{ … }}`` carried out, in the order in which they are printed."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    names = {**values, "cite": citer, "office": profile}
    findings: list[Finding] = []

    def fill(text: str, line: int) -> str:
        if "{{" not in text and "{%" not in text:
            return text
        try:
            return environment.from_string(text).render(names)
        except Exception as error:  # whatever an expression of a draft does, it is the draft's fault, with its line
            findings.append(Finding("bieu-thuc", Severity.ERROR, *_explained(error, str(path), line)))
            return ""

    def fill_field(text: str, line: int) -> str:
        return _unescaped(fill(text, line))

    done = {key: _fill_all(value, partial(fill_field, line=matter.line_of((key,)))) for key, value in values.items()}
    body = fill(matter.body, matter.body_line)
    if findings:
        raise ContentError(f"{path}: có {len(findings)} chỗ phải sửa.", findings)
    return done, body


def _fill_all(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_fill_all(item, fill) for item in value]
    return {key: _fill_all(item, fill) for key, item in value.items()} if isinstance(value, dict) else value


def _explained(error: Exception, file: str, first_line: int) -> tuple[str, Place, str | None]:
    line = first_line + (_template_line(error) or 1) - 1
    place = Place(file, line)
    if isinstance(error, UnknownName):
        return str(error), place, None
    if isinstance(error, TemplateSyntaxError):
        return "Biểu thức {{ … }} viết không đúng.", place, 'Ví dụ đúng: {{ cite("33/CT-TTg") }}.'
    return (
        f"Không tính được biểu thức {{{{ … }}}} ({error}).",
        place,
        'Chỉ dùng cite("số, ký hiệu") và tên các trường ở phần đầu.',
    )


def _template_line(error: Exception) -> int | None:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _closed(parsed: Sequence[Block]) -> list[Block]:
    """The body with ``./.`` at its end, as the decree's samples close a text; not on a heading or a table."""
    last = parsed[-1]
    mark = word("noi-dung", "closing")
    if not isinstance(last, Paragraph) or last.level or not last.runs or last.text.rstrip().endswith(mark):
        return list(parsed)
    ending = last.runs[-1]
    text = ending.text.rstrip().rstrip(".;:,") + mark
    closing = Run(text, ending.bold, ending.italic, ending.line_break)
    return [*parsed[:-1], Paragraph((*last.runs[:-1], closing), last.level, last.line)]


def _escaped(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"([\\*_|])", r"\\\1", text)


def _unescaped(text: str) -> str:
    """A field is not Markdown: take back what :func:`_escaped` added inside it."""
    return re.sub(r"\\([\\*_|])", r"\1", text)
