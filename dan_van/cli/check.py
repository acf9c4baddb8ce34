"""``dan-van check``."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dan_van.cli.language import told, words
from dan_van.cli.output import DAY, finding_values, severity_word, show_json
from dan_van.cli.terminal import note, progress, quiet, say
from dan_van.errors import DanVanError
from dan_van.model import Finding, Severity

if TYPE_CHECKING:
    from dan_van.checking import Report
    from dan_van.checking.copies import Repaired


@click.command(short_help="Kiểm tra thể thức và viện dẫn của tệp Word bất kỳ, sửa chỗ máy sửa được.")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, metavar="NGÀY", help="Xét hiệu lực vào ngày này; không ghi thì ngày của văn bản, hoặc hôm nay.")
@click.option("--fix", is_flag=True, help="Ghi bản sao đã sửa những gì sửa được mà không đụng lời văn, rồi kiểm tra bản ấy.")
@click.option("--comments", is_flag=True, help="Ghi bản sao có nhận xét ở từng chỗ sai, mở bằng Word để xem.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="ĐƯỜNG-DẪN",
    help="Tên bản sao; nhiều tệp thì là thư mục. Không ghi thì đặt cạnh tệp gốc.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Ghi đè bản sao đã có.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def check(
    files: tuple[Path, ...], on: date | None, fix: bool, comments: bool, output: Path | None, force: bool, as_json: bool
) -> None:
    """Kiểm tra thể thức (Nghị định 30/2020/NĐ-CP, quy định của Đảng) và viện dẫn của tệp Word bất kỳ.

    Mỗi chỗ sai có nơi sai, quy định, nguồn và cách sửa. Bản thảo .md chỉ được kiểm
    tra viện dẫn. Mã thoát: 0 không có lỗi và cảnh báo, 1 có, 2 có tệp không đọc được.

    Tệp gốc không bao giờ bị sửa: --fix và --comments ghi ra bản sao.

    \b
    Ví dụ:
      dan-van check "Kế hoạch 2025.docx"
      dan-van check "Kế hoạch 2025.docx" --fix -o "Kế hoạch 2026.docx"
      dan-van check "Kế hoạch 2025.docx" --comments
      dan-van check *.docx --json
    """
    from dan_van.library import Library

    if fix and comments:
        raise click.UsageError(words("Chọn một: --fix hoặc --comments."))
    if output and not (fix or comments):
        raise click.UsageError(words("-o chỉ dùng với --fix hoặc --comments."))
    library = Library.open()
    done: list[tuple[Report, Repaired | None]] = []
    failed: dict[Path, str] = {}
    with progress("Kiểm tra", len(files)) as advance:
        for number, path in enumerate(files):
            advance(number)
            try:
                repaired = None
                if fix:
                    repaired = library.repair(path, _copy(path, output, files, "đã sửa"), on, force=force)
                    report = library.check(repaired.path, on)
                elif comments:
                    report = library.annotate(path, _copy(path, output, files, "nhận xét"), on, force=force)
                else:
                    report = library.check(path, on)
                done.append((report, repaired))
            except DanVanError as problem:
                failed[path] = problem.sentence
    reports = [report for report, _ in done]
    if as_json:
        values = [_values(report, repaired) for report, repaired in done]
        values += [{"file": str(path), "error": told(message)} for path, message in failed.items()]
        show_json({"files": values})
    else:
        for number, (report, repaired) in enumerate(done):
            if number and not quiet():
                click.echo()
            if repaired:
                _show_repaired(repaired)
            _show(report)
            if comments:
                note("Bản có nhận xét: {path}", path=_copy(report.path, output, files, "nhận xét"))
        for message in failed.values():
            say("Lỗi: {message}", err=True, message=message)
        if len(files) > 1:
            clean = sum(report.clean for report in reports)
            note(
                "\n{count} tệp: {clean} tệp không có lỗi, {wrong} tệp cần sửa, {failed} tệp không đọc được.",
                count=len(files),
                clean=clean,
                wrong=len(reports) - clean,
                failed=len(failed),
            )
    sys.exit(2 if failed else 0 if all(report.clean for report in reports) else 1)


def _copy(path: Path, output: Path | None, files: tuple[Path, ...], kind: str) -> Path:
    """Where the copy of a file goes: the path given, a folder for several files, else beside it."""
    if output is None:
        return path.with_name(f"{path.stem} ({kind}).docx")
    return output / path.name if len(files) > 1 or os.path.isdir(output) else output


def _show_repaired(repaired: Repaired) -> None:
    if not repaired.changes:
        note("Không có gì máy sửa được; {path} giữ nguyên như tệp gốc.", path=repaired.path)
        return
    say("Đã sửa {count} điều, ghi vào {path}:", count=len(repaired.changes), path=repaired.path)
    for finding in repaired.changes:
        click.echo(f"  - {finding.message}  [{finding.rule}]")
        if finding.place.part:
            say("    Ở: {place}", place=finding.place.part)
    say("\nCòn lại:")


def _values(report: Report, repaired: Repaired | None) -> dict[str, Any]:
    changes = {"changes": [finding_values(finding) for finding in repaired.changes]} if repaired else {}
    return changes | {
        "file": str(report.path),
        "family": report.family,
        "type": report.type,
        "findings": [finding_values(finding) for finding in report.findings],
        "checked": list(report.checked),
        "unchecked": list(report.unchecked),
    }


def _show(report: Report) -> None:
    counts = [f"{number} {told(severity.label).lower()}" for severity in Severity if (number := report.count(severity))]
    told_first = [words("không thấy chỗ nào phải sửa")] if report.clean else []
    if report.findings or not quiet():
        click.echo(f"{report.path}: {', '.join([*told_first, *counts])}.")
    for finding in report.findings:
        _show_finding(finding)
    note("\nĐã kiểm tra: {parts}.", parts="; ".join(report.checked))
    if report.unchecked:
        note("Chưa kiểm tra: {parts}.", parts="; ".join(report.unchecked))


def _show_finding(finding: Finding) -> None:
    click.echo(f"\n{severity_word(finding.severity, bold=True)} {told(finding.message)}  [{finding.rule}]")
    place = finding.place.part or (words("dòng {line}", line=finding.place.line) if finding.place.line else "")
    for label, shown in ((words("Ở"), place), (words("Cách sửa"), finding.remedy), (words("Theo"), finding.source)):
        if shown:
            click.echo(f"  {label}: {told(shown)}")
