"""``dan-van check``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dan_van.cli.output import DAY, finding_values, severity_word, show_json
from dan_van.errors import DanVanError
from dan_van.model import Finding, Severity

if TYPE_CHECKING:
    from dan_van.checking import Report
    from dan_van.checking.copies import Repaired

_MANY = 5
"""So many files take more than a moment."""


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
        raise click.UsageError("Chọn một: --fix hoặc --comments.")
    if output and not (fix or comments):
        raise click.UsageError("-o chỉ dùng với --fix hoặc --comments.")
    library = Library.open()
    told: list[tuple[Report, Repaired | None]] = []
    failed: dict[Path, str] = {}
    hidden = len(files) < _MANY or not sys.stderr.isatty()
    with click.progressbar(files, label="Kiểm tra", file=sys.stderr, hidden=hidden) as bar:
        for path in bar:
            try:
                repaired = None
                if fix:
                    repaired = library.repair(path, _copy(path, output, files, "đã sửa"), on, force=force)
                    report = library.check(repaired.path, on)
                elif comments:
                    report = library.annotate(path, _copy(path, output, files, "nhận xét"), on, force=force)
                else:
                    report = library.check(path, on)
                told.append((report, repaired))
            except DanVanError as problem:
                failed[path] = str(problem)
    reports = [report for report, _ in told]
    if as_json:
        values = [_values(report, repaired) for report, repaired in told]
        values += [{"file": str(path), "error": message} for path, message in failed.items()]
        show_json({"files": values})
    else:
        for number, (report, repaired) in enumerate(told):
            if number:
                click.echo()
            if repaired:
                _show_repaired(repaired)
            _show(report)
            if comments:
                click.echo(f"Bản có nhận xét: {_copy(report.path, output, files, 'nhận xét')}")
        for message in failed.values():
            click.echo(f"Lỗi: {message}", err=True)
        if len(files) > 1:
            clean = sum(report.clean for report in reports)
            click.echo(
                f"\n{len(files)} tệp: {clean} tệp không có lỗi, {len(reports) - clean} tệp cần sửa, {len(failed)} tệp không đọc được."
            )
    sys.exit(2 if failed else 0 if all(report.clean for report in reports) else 1)


def _copy(path: Path, output: Path | None, files: tuple[Path, ...], kind: str) -> Path:
    """Where the copy of a file goes: the path given, a folder for several files, else beside it."""
    if output is None:
        return path.with_name(f"{path.stem} ({kind}).docx")
    return output / path.name if len(files) > 1 or output.is_dir() else output


def _show_repaired(repaired: Repaired) -> None:
    if not repaired.changes:
        click.echo(f"Không có gì máy sửa được; {repaired.path} giữ nguyên như tệp gốc.")
        return
    click.echo(f"Đã sửa {len(repaired.changes)} điều, ghi vào {repaired.path}:")
    for finding in repaired.changes:
        click.echo(f"  - {finding.message}  [{finding.rule}]")
        if finding.place.part:
            click.echo(f"    Ở: {finding.place.part}")
    click.echo("\nCòn lại:")


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
    counts = [f"{number} {severity.label.lower()}" for severity in Severity if (number := report.count(severity))]
    said = ["không thấy chỗ nào phải sửa", *counts] if report.clean else counts
    click.echo(f"{report.path}: {', '.join(said)}.")
    for finding in report.findings:
        _show_finding(finding)
    click.echo("\nĐã kiểm tra: " + "; ".join(report.checked) + ".")
    if report.unchecked:
        click.echo("Chưa kiểm tra: " + "; ".join(report.unchecked) + ".")


def _show_finding(finding: Finding) -> None:
    click.echo(f"\n{severity_word(finding.severity, bold=True)} {finding.message}  [{finding.rule}]")
    place = finding.place.part or (f"dòng {finding.place.line}" if finding.place.line else "")
    for label, said in (("Ở", place), ("Cách sửa", finding.remedy), ("Theo", finding.source)):
        if said:
            click.echo(f"  {label}: {said}")
