"""``dan-van corpus``."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dan_van.cli.language import told, words
from dan_van.cli.output import DAY, finding_values, show_error, show_findings, show_json, type_slug, validity_values
from dan_van.cli.terminal import note, progress, say
from dan_van.corpus import Rest, titles, watched
from dan_van.dates import format_short
from dan_van.errors import DanVanError, UsageError
from dan_van.library import Library
from dan_van.model import Severity
from dan_van.provisions import write_pin
from dan_van.saying import said

if TYPE_CHECKING:
    from dan_van.citations import Wanted
    from dan_van.corpus.intake import Intake


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
        click.echo(
            f"{document.id}  {click.style(titles.title(document), bold=True)}  [{told(titles.standing_recorded(document))}]"
        )
    note("{count} văn bản.", count=len(found))


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
        note("{count} văn bản đọc được; {wrong} lỗi, {rest} lưu ý.", count=len(library.corpus), wrong=len(wrong), rest=rest)
    if wrong:
        click.get_current_context().exit(1)


_MOST = 20
_TEXTS = {"none": said("chưa có"), "summary": said("tóm tắt"), "full": said("toàn văn")}


@corpus.command(short_help="Đếm theo loại, năm, tình trạng, lời văn; văn bản còn thiếu.")
@click.option("--quick", is_flag=True, help="Chỉ đếm, không đọc lời văn để tìm văn bản còn thiếu.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def stats(quick: bool, as_json: bool) -> None:
    """Đếm văn bản theo loại, tình trạng, lời văn; và văn bản được nhắc tới nhưng chưa có trong kho, nhiều nơi nhắc nhất trước."""
    library = Library.open()
    documents = list(library.corpus)
    counts = {
        words("Loại"): Counter(titles.type_name(d) for d in documents),
        words("Tình trạng"): Counter(told(titles.standing_recorded(d)) for d in documents),
        words("Lời văn"): Counter(told(_TEXTS[d.text]) for d in documents),
        words("Nguồn (độ tin cậy)"): Counter(d.source.confidence if d.source else "?" for d in documents),
        words("Kho"): Counter(d.layer for d in documents),
    }
    wanted = [] if quick else _wanted(library, len(documents), hidden=as_json)
    if as_json:
        missing = Counter(r.target for d in documents for r in d.relations if not library.corpus.knows(r.target))
        values = {"documents": len(documents), "counts": {k: dict(v) for k, v in counts.items()}, "missing": dict(missing)}
        show_json(values | {"wanted": [{"name": w.name, "count": w.count, "cited_by": w.cited_by} for w in wanted]})
        return
    say("{count} văn bản.", count=len(documents))
    for name, counter in counts.items():
        click.echo(f"\n{click.style(name, bold=True)}")
        for value, count in counter.most_common():
            click.echo(f"  {count:5}  {value}")
    if wanted:
        head = words("Được nhắc tới, chưa có trong kho (số văn bản nhắc tới)")
        click.echo(f"\n{click.style(head, bold=True)}")
        for each in wanted[:_MOST]:
            click.echo(f"  {len(each.cited_by):5}  {each.name}")
        if len(wanted) > _MOST:
            say("  … và {more} văn bản nữa; thêm --json để xem hết.", more=len(wanted) - _MOST)


def _wanted(library: Library, total: int, *, hidden: bool) -> list[Wanted]:
    with progress("Đọc lời văn", total, hidden=hidden) as advance:
        return library.most_wanted(progress=advance)


@corpus.command(short_help="Văn bản nào đang dựa trên văn bản đã hết hiệu lực.")
@click.option("--on", type=DAY, metavar="NGÀY", help="Xét vào ngày này (23/11/2026); không ghi thì hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def stale(on: date | None, as_json: bool) -> None:
    """Văn bản nào của ta đang dựa trên văn bản đã hết hiệu lực.

    Xét mọi văn bản trong kho của cơ quan, và văn bản kho kèm theo chưa hết hiệu lực. Chỉ thấy quan hệ mà kho đã ghi (trường relations).
    """
    library = Library.open()
    day = on or date.today()
    checked = watched(library.corpus, day)
    found = [
        (document, list(rests)) for document, rests in groupby(library.resting_on_ended(day, checked), attrgetter("document"))
    ]
    if as_json:
        documents = [
            {"document": d.id, "layer": d.layer, "rests": [_rest_values(rest) for rest in rests]} for d, rests in found
        ]
        show_json({"on": day.isoformat(), "checked": len(checked), "documents": documents})
        return
    for document, rests in found:
        click.echo(f"{click.style(titles.title(document), bold=True)}\n  {document.id} · {document.layer}")
        for rest in rests:
            _show_rest(rest)
        click.echo()
    amount = said("{count} văn bản cần xem lại", count=len(found)) if found else said("Không thấy văn bản nào phải xem lại")
    say("{amount}; đã xét {count} văn bản vào ngày {day}.", amount=amount, count=len(checked), day=format_short(day))
    note("Chỉ thấy quan hệ mà kho đã ghi; văn bản chưa ghi quan hệ thì chưa được xét.")


def _show_rest(rest: Rest) -> None:
    """One line for what it rests on and how grave that is, one for what ended it, one for what came in its place."""
    ended, pin = rest.validity, f" ({rest.relation.pin})" if rest.relation.pin else ""
    unit = f"{write_pin(ended.unit)} " if ended.unit else ""
    word, colour = (words("Toàn bộ"), "red") if rest.severity == "full" else (words("Một phần"), "yellow")
    name = f"{unit}{titles.full_label(ended.document)}"
    click.echo(f"  {click.style(word, fg=colour)}  {told(rest.relation.kind.label)} {name}{pin}: {told(ended.label)}")
    if ended.decided_by:
        say("    Theo: {cause}", cause=ended.decided_by.text)
    if ended.note:
        say("    Lưu ý: {note}", note=ended.note)
    for document in ended.successors:
        say("    Văn bản thay thế: {name}  [{id}]", name=titles.full_label(document), id=document.id)


def _rest_values(rest: Rest) -> dict[str, Any]:
    return {
        "kind": rest.relation.kind,
        "target": rest.relation.target,
        "pin": rest.relation.pin,
        "severity": rest.severity,
        "validity": validity_values(rest.validity),
    }


_ASKED = {
    "type": said("Loại (ví dụ chi-thi)"),
    "code": said("Số, ký hiệu"),
    "issued": said("Ngày ban hành (năm-tháng-ngày)"),
    "issuer_name": said("Cơ quan ban hành"),
    "subject": said("Trích yếu"),
}


@corpus.command(short_help="Thêm văn bản của cơ quan vào kho.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TỆP…")
@click.option("--yes", is_flag=True, help="Nhận thông tin máy đọc được, không hỏi.")
@click.option("--type", "type_", metavar="LOẠI", help="Loại văn bản, khi máy không nhận ra.")
@click.option("--force", is_flag=True, help="Thay toàn văn đã có từ tệp khác.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc (như --yes).")
def add(files: tuple[Path, ...], yes: bool, type_: str | None, force: bool, as_json: bool) -> None:
    """Thêm văn bản (Word, PDF, HTML, Markdown, văn bản thường) vào kho của cơ quan.

    Thông tin đọc từ đầu và cuối văn bản được hiện ra để sửa hoặc nhận. Văn bản đã có trong kho được bổ sung, không bị thay.
    """
    if not (yes or as_json or sys.stdin.isatty()):
        raise UsageError("Không có bàn phím để hỏi. Thêm --yes để nhận thông tin máy đọc được.")
    library = Library.open()
    fixed = {"type": type_slug(type_)} if type_ else {}
    done: list[dict[str, Any]] = []
    failed = 0
    for path in files:
        try:
            intake = library.propose(path, fixed)
            if not (yes or as_json):
                intake = _confirmed(library, intake, fixed)
            target = library.add(intake, force=force)
        except DanVanError as error:
            failed += 1
            done.append({"file": str(path), "error": told(error.sentence)})
            if not as_json:
                show_error(error)
            continue
        done.append({
            "file": str(path), "document": intake.identity, "path": str(target), "unknown": list(intake.doubts),
            "findings": [finding_values(finding) for finding in intake.findings],
        })  # fmt: skip
        if not as_json:
            if intake.existing:
                note("Đã bổ sung {id}  ({path})", id=intake.identity, path=target)
            else:
                note("Đã thêm {id}  ({path})", id=intake.identity, path=target)
            if intake.doubts:
                say("  Chưa rõ: {doubts}. Sửa trong tệp nếu biết.", doubts=", ".join(intake.doubts))
            show_findings(intake.findings)
    if as_json:
        show_json({"files": done})
    if failed:
        click.get_current_context().exit(1)


def _confirmed(library: Library, intake: Intake, fixed: dict[str, str]) -> Intake:
    """Show what was read and take corrections; Enter keeps a value."""
    click.echo(click.style(str(intake.source), bold=True))
    corrections: dict[str, str | None] = dict(fixed)
    for key, question in _ASKED.items():
        known = intake.values.get(key) or (intake.values.get("issuer") if key == "issuer_name" else None) or ""
        corrections.update(_asked(key, question, known))
    return library.correct(intake, corrections) if corrections != fixed else intake


def _asked(key: str, question: str, known: str) -> dict[str, str | None]:
    """One question until its answer can stand; nothing when the value is kept."""
    from dan_van.corpus.intake import typed

    while True:
        answer = click.prompt(f"  {told(question)}", default=known, show_default=bool(known)).strip()
        if answer == known:
            return {}
        try:
            return {key: type_slug(answer) if key == "type" else typed(key, answer)}
        except DanVanError as error:
            click.echo(f"    {told(error.sentence)}")


@corpus.command("import-phapdien", short_help="Nhập Bộ pháp điển điện tử (tệp ZIP hoặc thư mục).")
@click.argument("source", type=click.Path(path_type=Path), metavar="ZIP|THƯ MỤC")
@click.option("--force", is_flag=True, help="Ghi đè tệp trong kho không do lệnh này tạo.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def import_phapdien(source: Path, force: bool, as_json: bool) -> None:
    """Nhập gói ngoại tuyến “Bộ pháp điển điện tử” của Bộ Tư pháp. Dừng giữa chừng thì chạy lại để làm tiếp."""
    library = Library.open()
    with progress("Nhập pháp điển", hidden=as_json) as advance:
        report = library.import_phapdien(source, progress=advance, force=force)
    if as_json:
        show_json(report.values())
        return
    for line in report.lines():
        click.echo(told(line))
    show_findings(report.findings)
