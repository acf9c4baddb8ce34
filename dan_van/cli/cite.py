"""``dan-van cite``."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dan_van.cli.output import DAY, show_json
from dan_van.dates import format_short
from dan_van.errors import FileProblem, UsageError
from dan_van.model import Severity
from dan_van.provisions import write_pin

if TYPE_CHECKING:
    from dan_van.citations import Cited
    from dan_van.corpus import Validity
    from dan_van.model import Document

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

    name = "văn bản nhập vào" if file == _STDIN else file.name
    _not_over(file, html, markdown)
    cited = Library.open().cite(_text(file), on)
    if html:
        write_text(html, annotate.as_html(cited.text, cited.resolutions, f"Viện dẫn trong {name}"), force=force)
    if markdown:
        write_text(markdown, annotate.as_markdown(cited.text, cited.resolutions), force=force)
    if as_json:
        show_json(cited.values())
        return
    _show(cited, name)
    for written in (html, markdown):
        if written:
            click.echo(f"Đã ghi {written}")


def _not_over(file: Path, html: Path | None, markdown: Path | None) -> None:
    """The text itself is never written over, not even with --force. Raises UsageError."""
    outputs = [path.resolve() for path in (html, markdown) if path]
    if file != _STDIN and file.resolve() in outputs:
        raise UsageError(f"{file} là tệp đang kiểm tra, không ghi đè. Chọn tên khác cho bản đánh dấu.")
    if len(outputs) != len(set(outputs)):
        raise UsageError("--html và --markdown cùng một tệp. Chọn hai tên khác nhau.")


def _text(file: Path) -> str:
    """The text of a file in any format that can be read, or of standard input."""
    from dan_van import readers
    from dan_van.files import read_text

    if file != _STDIN:
        if file.suffix.lower() in (".txt", ".md"):
            with suppress(UnicodeDecodeError):  # lines and offsets as in the file; what is not UTF-8 goes to the reader
                return read_text(file) if not file.is_file() else file.read_bytes().decode("utf-8-sig")
        return readers.read(file).text
    if sys.stdin.isatty():
        click.echo("Dán văn bản vào đây; xong thì xuống dòng rồi nhấn Ctrl-D (Windows: Ctrl-Z, Enter).", err=True)
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            f"Văn bản nhập vào không phải UTF-8 (byte thứ {error.start + 1}). Lưu thành tệp rồi gọi lại với tên tệp."
        ) from None


_DAY_FROM = {"given": "", "text": " (ngày ghi trong văn bản)", "today": " (hôm nay, vì văn bản không ghi ngày)"}


def _show(cited: Cited, name: str) -> None:
    """The documents cited, then what is wrong, then how much was and was not checked."""
    day = f"xét vào ngày {format_short(cited.on)}{_DAY_FROM[cited.day_from.value]}"
    if not cited.text.strip():
        click.echo(f"{name}: không có chữ nào.")
        return
    if not cited.resolutions:
        click.echo(f"{name}: không thấy viện dẫn văn bản nào; {day}.")
    else:
        click.echo(f"{name}: {len(cited.resolutions)} viện dẫn; {day}.")
        _show_documents(cited)
    _show_advice(cited)
    _show_absent(cited)
    _show_count(cited)


def _show_documents(cited: Cited) -> None:
    """One line for each document found: what it is, how it stands, where it is cited."""
    from dan_van.corpus import titles

    places: dict[str, list[int]] = {}
    judged: dict[str, list[Validity]] = {}
    found: dict[str, Document] = {}
    starts = [0, *(end.end() for end in re.finditer("\n", cited.text))]
    for resolution in cited.resolutions:
        line = bisect_right(starts, resolution.citation.span.start)
        for document in resolution.documents:
            found[document.id] = document
            places.setdefault(document.id, []).append(line)
            judged.setdefault(document.id, []).extend(v for v in resolution.validities if v.document.id == document.id)
    if not found:
        return
    click.echo(f"\n{click.style(f'Văn bản tìm thấy trong kho ({len(found)})', bold=True)}")
    for identity, document in found.items():
        click.echo(f"  {titles.brief(document)}  [{_standing(judged[identity])}]  {_lines(places[identity])}")


def _standing(judged: Sequence[Validity]) -> str:
    """The standing of a document, or where only units of it are cited, of those."""
    whole = next((validity.label for validity in judged if validity.unit is None), None)
    labels = {validity.label for validity in judged}
    if whole or not judged:
        return whole or ""
    units = {validity.unit for validity in judged}
    if len(labels) > 1:
        return "xem từng điều khoản"
    return f"{write_pin(judged[0].unit or '') if len(units) == 1 else 'các điều khoản được dẫn'}: {judged[0].label}"


_TOLD_IN_LISTS = ("chua-ro-hieu-luc", "khong-co-trong-kho")
"""Rules whose findings are gathered: the first by the list of documents, the second in a list of its own."""


def _show_advice(cited: Cited) -> None:
    """Findings by severity; the same thing said of several places is said once."""
    unknown = [advice.finding for advice in cited.advice if advice.finding.rule == _TOLD_IN_LISTS[0]]
    for severity, (head, colour) in _HEADS.items():
        lines: dict[tuple[str, str | None], list[int]] = {}
        for advice in cited.advice:
            finding = advice.finding
            if finding.severity is severity and finding.rule not in _TOLD_IN_LISTS:
                lines.setdefault((finding.message, finding.remedy), []).append(finding.place.line or 0)
        gathered = len({finding.message for finding in unknown}) if severity is Severity.INFO else 0
        if not lines and not gathered:
            continue
        click.echo(f"\n{click.style(f'{head} ({len(lines) + bool(gathered)})', fg=colour, bold=True)}")
        previous = None
        for (message, remedy), found in lines.items():
            click.echo(f"  {_lines(found)}: {message}")
            if remedy and remedy != previous:
                click.echo(f"      {remedy}")
            previous = remedy
        if gathered:
            click.echo(f"  {gathered} văn bản ở danh sách trên kho chưa rõ hiệu lực: tra lại trước khi ký.")


def _show_absent(cited: Cited) -> None:
    """What the corpus does not have, and what to do about it once."""
    absent: dict[str, list[int]] = {}
    for advice in cited.advice:
        if advice.finding.rule == _TOLD_IN_LISTS[1]:
            words = advice.finding.message.replace(": kho chưa có, chưa kiểm tra được", "", 1)
            absent.setdefault(words, []).append(advice.finding.place.line or 0)
    if absent:
        click.echo(f"\n{click.style(f'Kho chưa có, chưa kiểm tra được ({len(absent)})', bold=True)}")
        for words, found in absent.items():
            click.echo(f"  {_lines(found)}: {words.removesuffix('.')}")
        click.echo("      Có tệp văn bản thì thêm vào kho bằng “dan-van corpus add TỆP”, rồi kiểm tra lại.")


def _show_count(cited: Cited) -> None:
    """How many citations were found, held against a record, and not, and why."""
    if not cited.resolutions:
        return
    outcomes = Counter(resolution.outcome.value for resolution in cited.resolutions)
    parts = [
        f"đối chiếu với kho {cited.checked}",
        *(f"{words} {outcomes[name]}" for name, words in _WHY.items() if outcomes[name]),
    ]
    click.echo(f"\nTìm thấy {len(cited.resolutions)} viện dẫn: {', '.join(parts)}.")


_WHY = {
    "not-in-corpus": "kho chưa có",
    "ambiguous": "có thể là nhiều văn bản",
    "unclear": "không rõ nói văn bản nào",
    "own": "nói chính văn bản này",
}


def _lines(numbers: Iterable[int]) -> str:
    """``dòng 9, 13 và 4 dòng nữa``."""
    distinct = sorted(set(numbers))
    shown = ", ".join(map(str, distinct[:5]))
    return f"dòng {shown}" + (f" và {len(distinct) - 5} dòng nữa" if len(distinct) > 5 else "")
