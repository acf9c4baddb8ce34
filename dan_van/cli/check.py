"""``dan-van check``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dan_van.cli.output import DAY, finding_values, show_json
from dan_van.errors import DanVanError
from dan_van.model import Finding, Severity

if TYPE_CHECKING:
    from dan_van.checking import Report

_NAMES = {Severity.ERROR: ("Lỗi", "red"), Severity.WARNING: ("Cảnh báo", "yellow"), Severity.INFO: ("Lưu ý", None)}
_MANY = 5
"""So many files take more than a moment."""


@click.command(short_help="Kiểm tra thể thức và viện dẫn của tệp Word bất kỳ.")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, metavar="NGÀY", help="Xét hiệu lực vào ngày này; không ghi thì ngày của văn bản, hoặc hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def check(files: tuple[Path, ...], on: date | None, as_json: bool) -> None:
    """Kiểm tra thể thức (Nghị định 30/2020/NĐ-CP, quy định của Đảng) và viện dẫn của tệp Word bất kỳ.

    Mỗi chỗ sai có nơi sai, quy định, nguồn và cách sửa. Bản thảo .md chỉ được kiểm
    tra viện dẫn. Mã thoát: 0 không có lỗi và cảnh báo, 1 có, 2 có tệp không đọc được.

    \b
    Ví dụ:
      dan-van check "Kế hoạch 2025.docx"
      dan-van check *.docx --json
    """
    from dan_van.library import Library

    library = Library.open()
    reports: list[Report] = []
    failed: dict[Path, str] = {}
    hidden = len(files) < _MANY or not sys.stderr.isatty()
    with click.progressbar(files, label="Kiểm tra", file=sys.stderr, hidden=hidden) as bar:
        for path in bar:
            try:
                reports.append(library.check(path, on))
            except DanVanError as problem:
                failed[path] = str(problem)
    if as_json:
        values = [_values(report) for report in reports]
        values += [{"file": str(path), "error": message} for path, message in failed.items()]
        show_json({"files": values})
    else:
        for number, report in enumerate(reports):
            if number:
                click.echo()
            _show(report)
        for message in failed.values():
            click.echo(f"Lỗi: {message}", err=True)
        if len(files) > 1:
            clean = sum(report.clean for report in reports)
            click.echo(
                f"\n{len(files)} tệp: {clean} tệp không có lỗi, {len(reports) - clean} tệp cần sửa, {len(failed)} tệp không đọc được."
            )
    sys.exit(2 if failed else 0 if all(report.clean for report in reports) else 1)


def _values(report: Report) -> dict[str, Any]:
    return {
        "file": str(report.path),
        "family": report.family,
        "type": report.type,
        "findings": [finding_values(finding) for finding in report.findings],
        "checked": list(report.checked),
        "unchecked": list(report.unchecked),
    }


def _show(report: Report) -> None:
    counts = [f"{number} {name.lower()}" for severity, (name, _) in _NAMES.items() if (number := report.count(severity))]
    said = ["không thấy chỗ nào phải sửa", *counts] if report.clean else counts
    click.echo(f"{report.path}: {', '.join(said)}.")
    for severity, (name, colour) in _NAMES.items():
        for finding in report.findings:
            if finding.severity is severity:
                _show_finding(finding, name, colour)
    click.echo("\nĐã kiểm tra: " + "; ".join(report.checked) + ".")
    if report.unchecked:
        click.echo("Chưa kiểm tra: " + "; ".join(report.unchecked) + ".")


def _show_finding(finding: Finding, name: str, colour: str | None) -> None:
    click.echo(f"\n{click.style(name, fg=colour, bold=True)} {finding.message}  [{finding.rule}]")
    place = finding.place.part or (f"dòng {finding.place.line}" if finding.place.line else "")
    for label, said in (("Ở", place), ("Cách sửa", finding.remedy), ("Theo", finding.source)):
        if said:
            click.echo(f"  {label}: {said}")
