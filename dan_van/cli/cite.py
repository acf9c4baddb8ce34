"""``dan-van cite``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dan_van.cli.output import DAY, show_json
from dan_van.dates import format_short
from dan_van.model import Severity

if TYPE_CHECKING:
    from dan_van.citations import Cited, Resolution

_STDIN = Path("-")
_HEADS = {
    Severity.ERROR: ("Sai hoặc hết hiệu lực", "red"),
    Severity.WARNING: ("Cần xem lại", "yellow"),
    Severity.INFO: ("Nên biết", "cyan"),
}


@click.command(short_help="Tìm và kiểm tra mọi viện dẫn trong một văn bản.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="TỆP|-")
@click.option(
    "--on", type=DAY, metavar="NGÀY", help="Ngày của văn bản; không ghi thì lấy ngày trong văn bản, không có thì hôm nay."
)
@click.option("--html", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi văn bản có đánh dấu viện dẫn ra tệp HTML.")
@click.option(
    "--markdown", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi văn bản có chú thích viện dẫn ra tệp Markdown."
)
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def cite(file: Path, on: date | None, html: Path | None, markdown: Path | None, force: bool, as_json: bool) -> None:
    """Tìm mọi chỗ viện dẫn văn bản khác, tra trong kho, nói văn bản nào còn hiệu lực và chỗ nào ghi chưa đúng.

    \b
    Ví dụ:
      dan-van cite "Kế hoạch 2025.docx"
      dan-van cite ke-hoach.md --on 23/11/2026
      dan-van cite ke-hoach.md --html ke-hoach.html
    """
    from dan_van.citations import annotate
    from dan_van.files import write_text
    from dan_van.library import Library

    cited = Library.open().cite(_text(file), on)
    if html:
        write_text(html, annotate.as_html(cited.text, cited.resolutions, f"Viện dẫn trong {file.name}"), force=force)
    if markdown:
        write_text(markdown, annotate.as_markdown(cited.text, cited.resolutions), force=force)
    if as_json:
        show_json(cited.values())
        return
    _show(cited, "văn bản nhập vào" if file == _STDIN else file.name)
    for written in (html, markdown):
        if written:
            click.echo(f"Đã ghi {written}")


def _text(file: Path) -> str:
    """The text of a file in any format that can be read, or of standard input."""
    if file == _STDIN:
        return sys.stdin.read()
    from dan_van import readers
    from dan_van.files import read_text

    return read_text(file) if file.suffix.lower() in (".txt", ".md") else readers.read(file).text


def _show(cited: Cited, name: str) -> None:
    """The documents cited, then what is wrong, then how much was and was not checked."""
    if not cited.resolutions:
        click.echo(f"{name}: không thấy viện dẫn văn bản nào.")
    else:
        click.echo(f"{name}: {len(cited.resolutions)} viện dẫn; hiệu lực tính đến ngày {format_short(cited.on)}.")
        _show_documents(cited)
    _show_advice(cited)
    _show_count(cited)


def _show_documents(cited: Cited) -> None:
    from dan_van.corpus import titles

    places: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for resolution in cited.resolutions:
        for document in resolution.documents:
            places.setdefault(document.id, []).append(_line(cited, resolution))
            label = next((v.label for v in resolution.validities if v.document.id == document.id), "")
            labels.setdefault(document.id, f"{titles.title(document)}  [{label}]")
    if not labels:
        return
    click.echo(f"\n{click.style(f'Văn bản tìm thấy trong kho ({len(labels)})', bold=True)}")
    for identity, label in labels.items():
        click.echo(f"  {label}\n    {identity} · {_lines(places[identity])}")


def _show_advice(cited: Cited) -> None:
    """Findings by severity; the same thing said of several places is said once."""
    for severity, (head, colour) in _HEADS.items():
        lines: dict[tuple[str, str | None], list[int]] = {}
        for advice in cited.advice:
            finding = advice.finding
            if finding.severity is severity:
                lines.setdefault((finding.message, finding.remedy), []).append(finding.place.line or 0)
        if not lines:
            continue
        click.echo(f"\n{click.style(f'{head} ({len(lines)})', fg=colour, bold=True)}")
        for (message, remedy), found in lines.items():
            click.echo(f"  {_lines(found)}: {message}")
            if remedy:
                click.echo(f"      {remedy}")


def _show_count(cited: Cited) -> None:
    """How many citations were found, held against a record, and not, and why."""
    if not cited.resolutions:
        return
    rest: dict[str, int] = {}
    for resolution in cited.resolutions:
        if resolution.outcome.value not in ("found", "unit-missing"):
            rest[_WHY[resolution.outcome.value]] = rest.get(_WHY[resolution.outcome.value], 0) + 1
    why = f" ({'; '.join(f'{count} {reason}' for reason, count in rest.items())})" if rest else ""
    unchecked = len(cited.resolutions) - cited.checked
    click.echo(
        f"\nTìm thấy {len(cited.resolutions)} viện dẫn, đối chiếu với kho {cited.checked}, không đối chiếu được {unchecked}{why}."
    )


_WHY = {
    "ambiguous": "có thể là nhiều văn bản",
    "not-in-corpus": "kho chưa có",
    "unclear": "không rõ nói văn bản nào",
    "own": "nói chính văn bản này",
}


def _line(cited: Cited, resolution: Resolution) -> int:
    return int(cited.text.count("\n", 0, resolution.citation.span.start)) + 1


def _lines(numbers: Iterable[int]) -> str:
    """``dòng 9, 13 và 4 dòng nữa``."""
    distinct = sorted(set(numbers))
    shown = ", ".join(map(str, distinct[:5]))
    return f"dòng {shown}" + (f" và {len(distinct) - 5} dòng nữa" if len(distinct) > 5 else "")
