"""``dan-van draft``."""

from __future__ import annotations

from pathlib import Path

import click

from dan_van.cli.output import finding_values, show_error, show_findings, show_json
from dan_van.errors import ContentError, DanVanError, FileProblem, UsageError
from dan_van.library import Library


@click.command(short_help="Soạn bản thảo thành tệp Word (và PDF).")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BẢN-THẢO.md…")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="TỆP|THƯ MỤC",
    help="Tệp .docx, hoặc thư mục khi có nhiều bản thảo.",
)
@click.option("--pdf", is_flag=True, help="In thêm PDF (cần LibreOffice).")
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def draft(files: tuple[Path, ...], output: Path | None, pdf: bool, force: bool, as_json: bool) -> None:
    """Soạn bản thảo thành tệp Word đúng thể thức Nghị định 30/2020/NĐ-CP."""
    if len(files) > 1 and output is not None and not output.is_dir():
        raise FileProblem(f"{output}: nhiều bản thảo thì -o phải là một thư mục đã có.")
    library = Library.open()
    done: list[dict[str, object]] = []
    failed = 0
    for path in files:
        try:
            made = library.draft(path, output, force=force, pdf=pdf)
        except (ContentError, UsageError) as error:
            if len(files) == 1 and not as_json:
                raise
            failed += 1
            done.append({"draft": str(path), "error": str(error), "findings": _values(error)})
            if not as_json:
                show_error(error)
            continue
        done.append({
            "draft": str(path), "docx": str(made.docx), "pdf": str(made.pdf) if made.pdf else None,
            "cited": [document.id for document in made.cited], "findings": [finding_values(f) for f in made.warnings],
        })  # fmt: skip
        if not as_json:
            click.echo(
                f"Đã soạn {made.docx}{f' và {made.pdf}' if made.pdf else ''} ({len(made.cited)} văn bản viện dẫn từ kho)."
            )
            show_findings(made.warnings)
    if as_json:
        show_json({"files": done})
    elif failed:
        click.echo(f"{len(files) - failed} bản thảo xong, {failed} bản thảo phải sửa.", err=True)
    if failed:
        click.get_current_context().exit(1)


def _values(error: DanVanError) -> list[object]:
    return [finding_values(finding) for finding in getattr(error, "findings", ())]
