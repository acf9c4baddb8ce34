"""``dan-van corpus``."""

from __future__ import annotations

from collections import Counter

import click

from dan_van.cli.output import finding_values, show_findings, show_json, type_slug
from dan_van.corpus import titles
from dan_van.library import Library
from dan_van.model import Severity


@click.group(short_help="Xem và kiểm tra kho văn bản.", subcommand_metavar="LỆNH [THAM SỐ]…")
def corpus() -> None:
    """Xem và kiểm tra kho văn bản (các tệp Markdown trong corpus/)."""


@corpus.command("list", short_help="Liệt kê văn bản trong kho.")
@click.option("--type", "type_", metavar="LOẠI", help="Chỉ loại này.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def list_(type_: str | None, as_json: bool) -> None:
    """Liệt kê văn bản trong kho, theo mã."""
    wanted = type_slug(type_) if type_ else None
    found = [document for document in Library.open().corpus if wanted in (None, document.type)]
    if as_json:
        show_json(
            [{"id": d.id, "title": titles.title(d), "status": d.status and d.status.value, "layer": d.layer} for d in found]
        )
        return
    for document in found:
        click.echo(f"{document.id}  {click.style(titles.title(document), bold=True)}  [{titles.status_label(document)}]")
    click.echo(f"{len(found)} văn bản.")


@corpus.command(short_help="Kiểm tra các tệp của kho.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def check(as_json: bool) -> None:
    """Kiểm tra các tệp của kho: phần đầu, ký hiệu, ngày, quan hệ. Mã thoát 1 khi có lỗi."""
    library = Library.open()
    findings = library.check_corpus()
    wrong = [finding for finding in findings if finding.severity is not Severity.INFO]
    if as_json:
        show_json({"documents": len(library.corpus), "findings": [finding_values(finding) for finding in findings]})
    else:
        show_findings(findings)
        rest = len(findings) - len(wrong)
        click.echo(f"{len(library.corpus)} văn bản đọc được; {len(wrong)} lỗi, {rest} lưu ý.")
    if wrong:
        click.get_current_context().exit(1)


@corpus.command(short_help="Đếm theo loại, năm, tình trạng, lời văn.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def stats(as_json: bool) -> None:
    """Đếm văn bản theo loại, tình trạng, lời văn; và văn bản được nhắc tới nhưng chưa có trong kho."""
    library = Library.open()
    documents = list(library.corpus)
    counts = {
        "Loại": Counter(titles.type_name(d) for d in documents),
        "Tình trạng": Counter(titles.status_label(d) for d in documents),
        "Lời văn": Counter({"none": "chưa có", "summary": "tóm tắt", "full": "toàn văn"}[d.text] for d in documents),
        "Nguồn (độ tin cậy)": Counter(d.source.confidence if d.source else "?" for d in documents),
        "Kho": Counter(d.layer for d in documents),
    }
    missing = Counter(r.target for d in documents for r in d.relations if not library.corpus.knows(r.target))
    if as_json:
        show_json({"documents": len(documents), "counts": {k: dict(v) for k, v in counts.items()}, "missing": dict(missing)})
        return
    click.echo(f"{len(documents)} văn bản.")
    for name, counter in counts.items():
        click.echo(f"\n{click.style(name, bold=True)}")
        for value, count in counter.most_common():
            click.echo(f"  {count:5}  {value}")
    if missing:
        click.echo(f"\n{click.style('Được nhắc tới, chưa có trong kho', bold=True)}")
        for value, count in missing.most_common(20):
            click.echo(f"  {count:5}  {value}")
