"""``dan-van draft``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dan_van.cli.language import told, words
from dan_van.cli.output import finding_values, show_findings, show_json
from dan_van.cli.terminal import note, progress, say, waiting
from dan_van.errors import ContentError, DanVanError, FileProblem, UsageError
from dan_van.library import Library

if TYPE_CHECKING:
    from dan_van.drafting.batch.run import Batch, Made


@click.command(short_help="Soạn bản thảo thành tệp Word (và PDF).")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="BẢN-THẢO.md…")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="TỆP|THƯ MỤC",
    help="Tệp .docx, hoặc thư mục khi có nhiều văn bản.",
)
@click.option("--pdf", is_flag=True, help="In thêm PDF (cần LibreOffice).")
@click.option("--html", is_flag=True, help="Ghi thêm trang .html xem trước, giống bản in.")
@click.option("--markdown", is_flag=True, help="Ghi thêm lời văn hoàn chỉnh thành tệp .van-ban.md.")
@click.option("--rows", type=click.Path(path_type=Path), metavar="BẢNG", help="Bảng Excel hoặc CSV: mỗi dòng một văn bản.")
@click.option("--name", metavar="MẪU TÊN", help="Với --rows: mẫu tên tệp, ví dụ “Giấy mời {ho_ten}”; {stt} là số thứ tự.")
@click.option("--ask", metavar="LOẠI", help="Hỏi từng trường của một loại văn bản, ghi bản thảo rồi soạn.")
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def draft(
    files: tuple[Path, ...],
    output: Path | None,
    pdf: bool,
    html: bool,
    markdown: bool,
    rows: Path | None,
    name: str | None,
    ask: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Soạn bản thảo thành tệp Word đúng thể thức Nghị định 30/2020/NĐ-CP.

    Nhiều bản thảo, hoặc một bản thảo với một bảng (--rows), thì làm một lượt: một văn bản hỏng không làm dừng các văn bản khác,
    chạy lại chỉ làm những văn bản thiếu hoặc đã đổi.
    """
    more = (_html if html else None, _markdown if markdown else None)
    extras: list[Callable[[Path, bool], Path]] = [one for one in more if one]
    if ask is not None:
        if files or rows or name:
            raise UsageError("--ask dùng một mình, không kèm bản thảo hay --rows.")
        _ask(ask, output, pdf, extras, force)
    elif not files:
        raise click.UsageError(
            words("Thiếu bản thảo. Tạo bằng “dan-van new ke-hoach”, hoặc dùng: dan-van draft --ask ke-hoach")
        )
    elif name is not None and rows is None:
        raise UsageError("--name chỉ dùng với --rows.")
    elif rows is not None or len(files) > 1:
        _many(files, output, rows, name, pdf, extras, force, as_json)
    else:
        _one(files[0], output, pdf, extras, force, as_json)


def _one(
    path: Path, output: Path | None, pdf: bool, extras: list[Callable[[Path, bool], Path]], force: bool, as_json: bool
) -> None:
    try:
        with waiting("Đang in PDF bằng LibreOffice …", hidden=not pdf):
            made = Library.open().draft(path, output, force=force, pdf=pdf)
        others = [write(made.docx, force) for write in extras]
    except (ContentError, UsageError) as error:
        if not as_json:
            raise
        show_json({"files": [{"draft": str(path), "error": told(error.sentence), "findings": _values(error)}]})
        click.get_current_context().exit(1)
    if as_json:
        show_json({"files": [{
            "draft": str(path), "docx": str(made.docx), "pdf": str(made.pdf) if made.pdf else None, **_named(others),
            "cited": [document.id for document in made.cited], "findings": [finding_values(f) for f in made.warnings],
        }]})  # fmt: skip
        return
    shown = [made.docx, *([made.pdf] if made.pdf else []), *others]
    note("Đã soạn {paths} ({count} văn bản viện dẫn từ kho).", paths=_listed(shown), count=len(made.cited))
    show_findings(made.warnings)
    if made.pdf:
        _doubt_fonts()


def _many(
    files: tuple[Path, ...],
    output: Path | None,
    rows: Path | None,
    name: str | None,
    pdf: bool,
    extras: list[Callable[[Path, bool], Path]],
    force: bool,
    as_json: bool,
) -> None:
    library = Library.open()
    if rows is not None:
        if len(files) != 1:
            raise UsageError("--rows dùng với đúng một bản thảo.")
        if output is not None and os.path.exists(output) and not os.path.isdir(output):
            raise FileProblem("{path}: với --rows thì -o phải là một thư mục.", path=output)
        with progress("Soạn") as advance:
            done = library.draft_rows(files[0], rows, output, name=name, force=force, pdf=pdf, progress=advance)
    else:
        if output is not None and not os.path.isdir(output):
            raise FileProblem("{path}: nhiều bản thảo thì -o phải là một thư mục đã có.", path=output)
        with progress("Soạn") as advance:
            done = library.draft_many(files, output, force=force, pdf=pdf, progress=advance)
    others = {made.docx: [write(made.docx, True) for write in extras] for made in done.documents if made.state != "failed"}
    if as_json:
        show_json({
            "files": [_made_values(made, others.get(made.docx, [])) for made in done.documents],
            "fields": dict(done.fields), "findings": [finding_values(finding) for finding in done.warnings],
        })  # fmt: skip
    else:
        _tell(done, others, rows is not None)
        if pdf:
            _doubt_fonts()
    if done.count("failed"):
        click.get_current_context().exit(1)


def _tell(done: Batch, others: dict[Path, list[Path]], of_rows: bool) -> None:
    """What came of many documents: each that failed, each draft, but a thousand good rows in one line."""
    if done.fields:
        note("Cột dùng làm trường: {fields}.", fields=", ".join(f"{title} → {field}" for title, field in done.fields.items()))
    for made in done.documents:
        if made.state == "failed":
            say("Không soạn được {path}:", err=True, path=made.docx)
            show_findings(made.findings, err=True)
        elif not of_rows:
            shown = [made.docx, *([made.pdf] if made.pdf else []), *others.get(made.docx, [])]
            if made.state == "kept":
                note("Giữ nguyên {paths}, không có gì đổi.", paths=_listed(shown))
            else:
                note("Đã soạn {paths} ({count} văn bản viện dẫn từ kho).", paths=_listed(shown), count=len(made.cited))
            show_findings(made.findings)
    show_findings(done.warnings)
    new, kept, failed = (done.count(state) for state in ("made", "kept", "failed"))
    if of_rows:
        pieces = [words("{count} văn bản đã soạn", count=new)]
        pieces += [words("{count} giữ nguyên", count=kept)] if kept else []
        pieces += [words("{count} phải sửa", count=failed)] if failed else []
        note("{pieces}, ở {folder}.", pieces=", ".join(pieces), folder=done.documents[0].docx.parent)
    elif failed:
        say("{done} bản thảo xong, {failed} bản thảo phải sửa.", err=True, done=new + kept, failed=failed)


def _ask(kind: str, output: Path | None, pdf: bool, extras: list[Callable[[Path, bool], Path]], force: bool) -> None:
    from dan_van.drafting.interview import Interview
    from dan_van.drafting.templates import find

    template = find(kind, Library.open().template_folders)
    target = (output or Path(f"{template.name}.md")).with_suffix(".md")

    def ask(prompt: str) -> str:
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        return line.rstrip("\r\n")

    interview = Interview(template, target, ask, click.echo)
    started = False
    try:
        started = force or not os.path.exists(target)
        interview.run(force=force)
        wanted = interview.agreed(f"Đã ghi bản thảo {target}. Soạn tệp Word luôn?", True)
    except (click.Abort, KeyboardInterrupt):
        if started:
            say(
                "\nCác câu đã trả lời còn ở {path}; sửa tiếp trong tệp đó rồi chạy: dan-van draft {path}", err=True, path=target
            )
        raise
    if wanted:
        _one(target, None, pdf, extras, force, False)


def _html(docx: Path, force: bool) -> Path:
    from dan_van.drafting import html

    return html.write(docx, force=force)


def _markdown(docx: Path, force: bool) -> Path:
    from dan_van.drafting import markdown

    return markdown.write(docx, force=force)


def _doubt_fonts() -> None:
    """Say so when the PDF's letters cannot be right."""
    from dan_van.drafting import fonts

    if any(not font.good for font in fonts.used()):
        say("Phông chữ của máy thiếu chữ tiếng Việt hoặc khác cỡ, PDF có thể sai. Xem: dan-van doctor", err=True)


def _made_values(made: Made, others: list[Path]) -> dict[str, object]:
    values: dict[str, object] = {"draft": str(made.draft), "docx": str(made.docx), "pdf": str(made.pdf) if made.pdf else None}
    values |= {**_named(others), "state": made.state, "cited": [document.id for document in made.cited]}
    values |= {"row": made.row} if made.row is not None else {}
    if made.state == "failed":
        values["error"] = "; ".join(str(finding) for finding in made.findings)
    return {**values, "findings": [finding_values(finding) for finding in made.findings]}


def _named(others: list[Path]) -> dict[str, str]:
    return {"html" if path.suffix == ".html" else "markdown": str(path) for path in others}


def _listed(paths: list[Path]) -> str:
    shown = [str(path) for path in paths]
    return shown[0] if len(shown) == 1 else words("{some} và {last}", some=", ".join(shown[:-1]), last=shown[-1])


def _values(error: DanVanError) -> list[object]:
    return [finding_values(finding) for finding in getattr(error, "findings", ())]
