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

from dan_van.cli.language import told, words
from dan_van.cli.output import DAY, show_json
from dan_van.cli.terminal import note, say
from dan_van.dates import format_short
from dan_van.errors import FileProblem, UsageError
from dan_van.files import refuse_same
from dan_van.model import Severity
from dan_van.provisions import write_pin
from dan_van.saying import said

if TYPE_CHECKING:
    from dan_van.citations import Cited
    from dan_van.corpus import Validity
    from dan_van.model import Document

_STDIN = Path("-")
_HEADS = {
    Severity.ERROR: (said("Sai hoặc hết hiệu lực"), "red"),
    Severity.WARNING: (said("Cần xem lại"), "yellow"),
    Severity.INFO: (said("Nên biết"), "cyan"),
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

    name = words("văn bản nhập vào") if file == _STDIN else file.name
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
            note("Đã ghi {path}.", path=written)


def _not_over(file: Path, html: Path | None, markdown: Path | None) -> None:
    """The text itself is never written over, not even with --force. Raises UsageError."""
    outputs = [path.resolve() for path in (html, markdown) if path]
    for output in outputs if file != _STDIN else ():
        refuse_same(output, file)
    if len(outputs) != len(set(outputs)):
        raise UsageError("--html và --markdown cùng một tệp. Chọn hai tên khác nhau.")


def _text(file: Path) -> str:
    """The text of a file in any format that can be read, or of standard input."""
    from dan_van import readers

    if file != _STDIN:
        if file.suffix.lower() in (".txt", ".md"):
            with suppress(
                UnicodeDecodeError, OSError
            ):  # lines and offsets as in the file; what cannot be read, the reader tells
                return file.read_bytes().decode("utf-8-sig")
        return readers.read(file).text
    if sys.stdin.isatty():
        note("Dán văn bản vào đây; xong thì xuống dòng rồi nhấn Ctrl-D (Windows: Ctrl-Z, Enter).", err=True)
    data = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblem(
            "Văn bản nhập vào không phải UTF-8 (byte thứ {at}). Lưu thành tệp rồi gọi lại với tên tệp.", at=error.start + 1
        ) from None


def _day(cited: Cited) -> str:
    """The day on which standings are judged, and where it comes from."""
    day = format_short(cited.on)
    match cited.day_from.value:
        case "text":
            return words("xét vào ngày {day} (ngày ghi trong văn bản)", day=day)
        case "today":
            return words("xét vào ngày {day} (hôm nay, vì văn bản không ghi ngày)", day=day)
    return words("xét vào ngày {day}", day=day)


def _show(cited: Cited, name: str) -> None:
    """The documents cited, then what is wrong, then how much was and was not checked."""
    day = _day(cited)
    if not cited.text.strip():
        say("{name}: không có chữ nào.", name=name)
        return
    if not cited.resolutions:
        say("{name}: không thấy viện dẫn văn bản nào; {day}.", name=name, day=day)
    else:
        say("{name}: {count} viện dẫn; {day}.", name=name, count=len(cited.resolutions), day=day)
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
    head = words("Văn bản tìm thấy trong kho ({count})", count=len(found))
    click.echo(f"\n{click.style(head, bold=True)}")
    for identity, document in found.items():
        click.echo(f"  {titles.brief(document)}  [{_standing(judged[identity])}]  {_lines(places[identity])}")


def _standing(judged: Sequence[Validity]) -> str:
    """The standing of a document, or where only units of it are cited, of those."""
    whole = next((validity.label for validity in judged if validity.unit is None), None)
    labels = {validity.label for validity in judged}
    if whole or not judged:
        return told(whole or "")
    units = {validity.unit for validity in judged}
    if len(labels) > 1:
        return words("xem từng điều khoản")
    return (
        f"{write_pin(judged[0].unit or '') if len(units) == 1 else words('các điều khoản được dẫn')}: {told(judged[0].label)}"
    )


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
        click.echo(f"\n{click.style(f'{told(head)} ({len(lines) + bool(gathered)})', fg=colour, bold=True)}")
        previous = None
        for (message, remedy), found in lines.items():
            click.echo(f"  {_lines(found)}: {message}")
            if remedy and remedy != previous:
                click.echo(f"      {remedy}")
            previous = remedy
        if gathered:
            say("  {count} văn bản ở danh sách trên kho chưa rõ hiệu lực: tra lại trước khi ký.", count=gathered)


def _show_absent(cited: Cited) -> None:
    """What the corpus does not have, and what to do about it once."""
    absent: dict[str, list[int]] = {}
    for advice in cited.advice:
        if advice.finding.rule == _TOLD_IN_LISTS[1]:
            cited_as = advice.finding.message.replace(": kho chưa có, chưa kiểm tra được", "", 1)
            absent.setdefault(cited_as, []).append(advice.finding.place.line or 0)
    if absent:
        head = words("Kho chưa có, chưa kiểm tra được ({count})", count=len(absent))
        click.echo(f"\n{click.style(head, bold=True)}")
        for cited_as, found in absent.items():
            click.echo(f"  {_lines(found)}: {cited_as.removesuffix('.')}")
        say("      Có tệp văn bản thì thêm vào kho bằng “dan-van corpus add TỆP”, rồi kiểm tra lại.")


def _show_count(cited: Cited) -> None:
    """How many citations were found, held against a record, and not, and why."""
    if not cited.resolutions:
        return
    outcomes = Counter(resolution.outcome.value for resolution in cited.resolutions)
    parts = [
        words("đối chiếu với kho {count}", count=cited.checked),
        *(f"{told(why)} {outcomes[name]}" for name, why in _WHY.items() if outcomes[name]),
    ]
    say("\nTìm thấy {count} viện dẫn: {parts}.", count=len(cited.resolutions), parts=", ".join(parts))


_WHY = {
    "not-in-corpus": said("kho chưa có"),
    "ambiguous": said("có thể là nhiều văn bản"),
    "unclear": said("không rõ nói văn bản nào"),
    "own": said("nói chính văn bản này"),
}


def _lines(numbers: Iterable[int]) -> str:
    """``dòng 9, 13 và 4 dòng nữa``."""
    distinct = sorted(set(numbers))
    shown = ", ".join(map(str, distinct[:5]))
    if len(distinct) > 5:
        return words("dòng {lines} và {more} dòng nữa", lines=shown, more=len(distinct) - 5)
    return words("dòng {lines}", lines=shown)
