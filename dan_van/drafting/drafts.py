"""A clerk's draft (front matter + Markdown) → everything its template is filled with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dan_van import citations, frontmatter, numerals, office, schema, tables
from dan_van.corpus import Corpus, Standing, validity
from dan_van.dates import PartialDate
from dan_van.drafting import basis, blocks, filling, papers, pictures, templates
from dan_van.drafting.annexes import Annex, Attached
from dan_van.drafting.blocks import Block, Paragraph, Run
from dan_van.drafting.context import body_name, context
from dan_van.drafting.doubts import doubts
from dan_van.errors import ContentError, FileProblem
from dan_van.files import read_text
from dan_van.layout import word
from dan_van.model import Document, Finding, Place, Severity
from dan_van.office import Office
from dan_van.reports import figures, tasks
from dan_van.reports.telling import Telling, Used
from dan_van.text import clean

__all__ = ["Desk", "Draft", "context", "load", "read", "settle"]

_AFTER_THE_TEXT = ("recipients", "attached", "annexes")
"""Fields printed after the text: a document cited there is not cited for the first time."""


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
    attached: Attached | None = None
    annexes: tuple[Annex, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    used: tuple[Used, ...] = ()


@dataclass
class _Citer:
    """``cite(…)`` inside a draft: full form first, short after, and a note when what is cited does not stand.

    ``form="short"`` where no full form has been printed yet (a trích yếu) leaves the full form for later.
    """

    desk: Desk
    on: date
    party: bool = False
    cited: list[Document] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)

    def __call__(self, wanted: str, pin: str | None = None, *, year: int | None = None, form: str | None = None) -> str:
        document = self.desk.resolve(wanted, self.on, year)
        if document not in self.cited:
            self.cited.append(document)
            self._note(document)
        in_full = form == "full" or (form is None and document.id not in self.printed)
        if in_full:
            self.printed.add(document.id)
            if not document.issued or not (document.name or document.subject):
                self.incomplete.append(citations.short(document))
        text = citations.full(document, party=self.party) if in_full else citations.short(document)
        return filling.escaped(f"{pin} {text}" if pin else text)

    def _note(self, document: Document) -> None:
        judged = validity(self.desk.corpus, document, self.on)
        if judged.standing is Standing.UNKNOWN:
            self.unknown.append(citations.short(document))
        elif judged.standing not in (Standing.IN_FORCE, Standing.PARTLY):
            by = f" ({judged.decided_by.text})" if judged.decided_by and judged.decided_by.actor else ""
            self.warnings.append(f"{citations.short(document)}: {judged.label}{by}.")
        if document.issued and document.issued > self.on:
            self.warnings.append(f"{citations.short(document)}: ban hành sau ngày của bản thảo.")

    def findings(self, file: str) -> Iterator[Finding]:
        """What should be seen of the documents cited."""
        for text in self.warnings:
            yield Finding("het-hieu-luc", Severity.WARNING, text, Place(file), "Xem lại viện dẫn.")
        if self.unknown:
            message = f"Kho chưa rõ hiệu lực của: {'; '.join(self.unknown)}."
            yield Finding("chua-ro-hieu-luc", Severity.INFO, message, Place(file), "Tra lại trước khi ký.")
        if self.incomplete:
            message = f"Kho chưa ghi đủ ngày ban hành, trích yếu của: {'; '.join(dict.fromkeys(self.incomplete))}; lời viện dẫn in thiếu."
            yield Finding("vien-dan-thieu", Severity.INFO, message, Place(file), "Tra văn bản gốc rồi gõ cả lời viện dẫn.")


@dataclass
class _Grounds:
    """Căn cứ made from the corpus: what they name counts as cited in full, what is wrong with them is the draft's."""

    desk: Desk
    citer: _Citer
    filler: filling.Filler
    family: str
    line: int
    warnings: list[Finding] = field(default_factory=list)

    def lines(self, items: Sequence[str | Mapping[str, Any]]) -> list[str]:
        """The căn cứ ready to print."""
        family = tables.PARTY if self.family == tables.PARTY else tables.ADMINISTRATIVE
        made = basis.prepare(items, self.desk.corpus, self.citer.on, family, place=Place(self.filler.file, self.line))
        self.citer.printed.update(document.id for document in made.documents)
        self.citer.cited += [document for document in made.documents if document not in self.citer.cited]
        for finding in made.findings:
            (self.filler.findings if finding.severity is Severity.ERROR else self.warnings).append(finding)
        return list(made.lines)


@dataclass(slots=True)
class Desk:
    """What the drafts of one run share, each read or looked up once: corpus, templates, offices, cited documents."""

    corpus: Corpus
    folders: Sequence[Path]
    today: date = field(default_factory=date.today)
    loaded: dict[str, templates.Template] = field(default_factory=dict)
    offices: dict[tuple[Path, str | None], Office] = field(default_factory=dict)
    resolved: dict[tuple[str, date, int | None], Document] = field(default_factory=dict)
    bodies: dict[str, str | None] = field(default_factory=dict)

    def template(self, name: str) -> templates.Template:
        """The template of that name. Raises UnknownName."""
        if name not in self.loaded:
            self.loaded[name] = templates.find(name, self.folders)
        return self.loaded[name]

    def body(self, template: templates.Template) -> str | None:
        """The ``body.md`` of a template, None when it has none."""
        if template.name not in self.bodies:
            self.bodies[template.name] = papers.body_text(template)
        return self.bodies[template.name]

    def office(self, draft: Path, named: str | None) -> Office:
        """The profile that a draft uses. Raises FileProblem, ContentError."""
        if (draft, named) not in self.offices:
            self.offices[draft, named] = office.read(office.locate(draft, named))
        return self.offices[draft, named]

    def resolve(self, wanted: str, on: date, year: int | None) -> Document:
        """The document that a citation means on a day. Raises UnknownName."""
        key = (wanted, on, year)
        if key not in self.resolved:
            self.resolved[key] = citations.resolve(self.corpus, wanted, on, year)
        return self.resolved[key]


def read(path: Path, corpus: Corpus, folders: Sequence[Path], today: date | None = None) -> Draft:
    """Read and check a draft. Raises ContentError with every fault of its fields, or of its ``{{ … }}``; FileProblem."""
    return settle(load(path), path, Desk(corpus, folders, today or date.today()))


def load(path: Path) -> frontmatter.FrontMatter:
    """A draft's fields and body as typed. Raises FileProblem, ContentError when it has no readable head."""
    if path.suffix.lower() in (".docx", ".doc", ".pdf"):
        raise FileProblem(
            "{path}: cần bản thảo .md, không phải tệp {suffix}. Tạo bằng “dan-van new ke-hoach”.",
            path=path,
            suffix=path.suffix.lower(),
        )
    matter = frontmatter.parse(clean(read_text(path)), str(path))
    if not matter.values and not matter.findings:
        raise ContentError(
            "{path}: bản thảo không có phần đầu (các dòng giữa hai dấu ---). Tạo bằng “dan-van new ke-hoach”.", path=path
        )
    if matter.findings or not isinstance(matter.values.get("type"), str):
        missing = Finding(
            "phan-dau", Severity.ERROR, "Thiếu trường “type” (loại văn bản).", Place(str(path), 1), "Ví dụ: type: ke-hoach."
        )
        raise ContentError("{path}: phần đầu chưa đọc được.", matter.findings or (missing,), path=path)
    return matter


def settle(matter: frontmatter.FrontMatter, path: Path, desk: Desk, row: Mapping[str, Any] | None = None) -> Draft:
    """A loaded draft, checked and carried out; ``row`` is what its expressions call ``row``. Raises as :func:`read`."""
    template = desk.template(str(matter.values["type"]))
    values, findings = schema.validate(matter, template.schema, str(path))
    impossible = _impossible_dates(values, matter, path)
    issued = PartialDate.from_iso(values["issued"]) if _readable(values.get("issued")) and not impossible else PartialDate()
    citer = _Citer(desk, _citing_day(issued, desk.today), papers.facts(template).form.family == "dang")
    filler = filling.Filler(str(path), {"cite": citer.__call__, **({"row": row} if row is not None else {})})
    findings = [*findings, *impossible, *([] if findings else _contradictions(template.name, values, matter, path))]
    if any(finding.severity is Severity.ERROR for finding in findings):
        filler.check(matter.body, matter.body_line)
        raise _faulty(path, [*findings, *filler.findings])
    profile = _effective(desk.office(path, values.get("office")), values)
    doubtful = list(doubts(template, matter, profile, str(path)))
    told = _figures(values.get("data"), path, issued.complete)
    grounds = _Grounds(desk, citer, filler, papers.facts(template).form.family, matter.line_of(("legal_basis",)))
    values, body, content = _carried_out(values, matter, template, desk.body(template), filler, profile, grounds, told)
    numbering = values.get("numbering") is not False
    parsed = blocks.parse(body, numbering=numbering)
    if not parsed and papers.facts(template).form.heading != "copy":
        raise ContentError("{path}: bản thảo chưa có nội dung (phần dưới dấu --- thứ hai).", path=path)
    own = parsed if content == body else blocks.parse(content, numbering=numbering)
    texts: list[tuple[str, Sequence[Block], int]] = [(content, own, matter.body_line)]
    attached, annexes = _following(values, matter, numbering)
    texts += [(given, text.blocks, text.line) for given, text in _given(values, attached, annexes)]
    marks = [mark for text, _, line in texts for mark in blocks.markdown_faults(text, str(path), line)]
    if any(finding.severity is Severity.ERROR for finding in marks):
        raise ContentError("{path}: bảng có ô sẽ bị mất.", marks, path=path)
    warnings = [*doubtful, *findings, *marks, *grounds.warnings, *citer.findings(str(path))]
    if papers.facts(template).form.heading != "copy":  # what is copied keeps the numbers it had
        warnings += [fault for _, found, line in texts for fault in blocks.sequence_faults(found, str(path), line)]
    closed = tuple(_closed(parsed, template))
    shown = [block for _, found, _ in texts for block in found]
    drawn = pictures.found(shown, path, matter.body_line, told.pictures if told else {})
    return Draft(
        path, template, profile, values, closed, tuple(warnings), tuple(citer.cited), attached, tuple(annexes), drawn, tuple(told.used) if told else ()
    )  # fmt: skip


def files_beside(path: Path, matter: frontmatter.FrontMatter) -> list[Path]:
    """Other files that the paper of a draft is made from, there or not: figures, the plan with its progress, pictures."""
    data = matter.values.get("data")
    named: list[Any] = list(blocks.picture_sources(matter.body))
    if isinstance(data, dict):
        named += [*_listed(data.get("now")), *_listed(data.get("earlier")), data.get("before"), data.get("plan")]
    found = [path.parent / name for name in named if isinstance(name, str) and name]
    return [*found, *(tasks.progress_file(one) for one in found if one.suffix == ".md")]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _figures(data: Mapping[str, Any] | None, path: Path, on: date | None) -> Telling | None:
    """The figures that a report names, relative to itself; ``on`` is its day, for the tasks of its plan. Raises FileProblem, ContentError, UnknownName, UsageError."""
    if not data:
        return None
    now = figures.together([figures.read(path.parent / name) for name in data["now"]])
    before = figures.read(path.parent / data["before"]) if data.get("before") else None
    earlier = [figures.read(path.parent / name) for name in data.get("earlier") or ()]
    targets = {key: number for key, said in (data.get("targets") or {}).items() if (number := numerals.read(said)) is not None}
    for key in targets:
        now.definition[key]
    work = tasks.read(path.parent / data["plan"]) if data.get("plan") else ()
    return Telling(now, before, earlier, targets, work, on)


def _carried_out(
    values: dict[str, Any],
    matter: frontmatter.FrontMatter,
    template: templates.Template,
    paper: str | None,
    filler: filling.Filler,
    profile: Office,
    grounds: _Grounds,
    told: Telling | None,
) -> tuple[dict[str, Any], str, str]:
    """Fields, the paper's text and the clerk's part of it, with all expressions carried out in the order of print."""
    fields = template.schema.get("properties", {})
    given = {**filler.names, "office": profile, "issuing_body": body_name(profile)}
    given |= {"data": told.names()} if told else {}
    filler.names.update({**filling.completed(values, template.schema), **given})

    def fill(key: str) -> None:
        done[key] = filler.field(values[key], fields.get(key, {}), matter.line_of, (key,))
        if key == "legal_basis" and done[key]:
            done[key] = grounds.lines(done[key])
        filler.names.setdefault(key, done[key]) if key in given else filler.names.update({key: done[key]})

    done: dict[str, Any] = {}
    for key in values:
        if key not in _AFTER_THE_TEXT:
            fill(key)
    content = filling.Content(lambda: filler.fill(matter.body, matter.body_line), not matter.body.strip())
    if paper is None:
        body = content.carried_out()
    else:
        names = {**filling.computed(), **filling.completed(done, template.schema), **given, "content": content}
        body = filling.Markdown(filler.paper(paper, names, str(template.folder / papers.BODY)))
    for key in values:
        if key in _AFTER_THE_TEXT:
            fill(key)
    if filler.findings:
        raise _faulty(Path(filler.file), filler.findings)
    return {key: done[key] for key in values}, body, content.carried_out()


def _faulty(path: Path, findings: Sequence[Finding]) -> ContentError:
    ordered = sorted(findings, key=lambda finding: finding.place.line or 0)
    return ContentError("{path}: có {count} chỗ phải sửa.", ordered, path=path, count=len(findings))


def _contradictions(name: str, values: dict[str, Any], matter: frontmatter.FrontMatter, path: Path) -> list[Finding]:
    """What the figures of a paper contradict, each with its line in the draft."""
    from dan_van.drafting import computed

    return [
        replace(
            finding, place=Place(str(path), matter.line_of(computed.field_path(finding.place.part)), part=finding.place.part)
        )
        for finding in computed.faults(name, values)
    ]


def _effective(profile: Office, values: Mapping[str, Any]) -> Office:
    """The profile with what the draft says otherwise of who issues it."""
    changes = {key: values[key] for key in ("parent", "code_suffix") if values.get(key)}
    if values.get("issuer"):
        changes["issuer"] = tuple(values["issuer"])
    return replace(profile, **changes) if changes else profile


def _following(
    values: Mapping[str, Any], matter: frontmatter.FrontMatter, numbering: bool
) -> tuple[Attached | None, list[Annex]]:
    """The attached text and the annexes of a draft."""
    text, attached = values.get("attached"), None
    if text:
        parsed = blocks.parse(text["content"], numbering=numbering)
        attached = Attached(text["type_name"], text["subject"], tuple(parsed), matter.line_of(("attached", "content")) + 1)
    annexes = [
        Annex(
            annex["title"],
            tuple(blocks.parse(annex["content"], numbering=numbering)),
            bool(annex.get("landscape")),
            matter.line_of(("annexes", index, "content")) + 1,
        )
        for index, annex in enumerate(values.get("annexes") or ())
    ]
    return attached, annexes


def _given(
    values: Mapping[str, Any], attached: Attached | None, annexes: Sequence[Annex]
) -> Iterator[tuple[str, Attached | Annex]]:
    if attached:
        yield values["attached"]["content"], attached
    yield from zip((annex["content"] for annex in values.get("annexes") or ()), annexes, strict=True)


def _citing_day(issued: PartialDate, today: date) -> date:
    """The day on which citations are judged: the draft's own, as far as it is given."""
    if issued.year is None:
        return today
    return issued.complete or PartialDate(1, issued.month or today.month, issued.year).complete or today


def _readable(typed: Any) -> bool:
    return isinstance(typed, str) and re.fullmatch(r"\d{4}(-\d{2}){0,2}", typed) is not None


def _impossible_dates(values: dict[str, Any], matter: frontmatter.FrontMatter, path: Path) -> list[Finding]:
    typed = values.get("issued")
    try:
        if isinstance(typed, str) and _readable(typed):  # another form is the schema's to report
            PartialDate.from_iso(typed)
    except ValueError:
        message = f"“Ngày ban hành” (issued): “{typed}” không có trong lịch."
        return [Finding("ngay", Severity.ERROR, message, Place(str(path), matter.line_of(("issued",))), "Xem lại ngày, tháng.")]
    return []


def _closed(parsed: Sequence[Block], template: templates.Template) -> list[Block]:
    """The body with its closing mark, ``./.`` as the decree's samples close a text; not on a heading or a table."""
    form = papers.facts(template).form
    if not form.closed or not parsed:
        return list(parsed)
    last = parsed[-1]
    mark = word("noi-dung", "closing", form.family)
    if not isinstance(last, Paragraph) or last.level or not last.runs or last.text.rstrip().endswith(mark):
        return list(parsed)
    ending = last.runs[-1]
    text = ending.text.rstrip().rstrip(".;:,") + mark
    closing = Run(text, ending.bold, ending.italic, ending.line_break)
    return [*parsed[:-1], Paragraph((*last.runs[:-1], closing), last.level, last.line)]
