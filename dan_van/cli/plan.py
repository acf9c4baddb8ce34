"""``dan-van plan``: the work of a plan followed."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dan_van.cli.language import told, words
from dan_van.cli.output import DAY, show_json
from dan_van.cli.report import OFFICE, office_of
from dan_van.cli.terminal import note, say
from dan_van.errors import FileProblem
from dan_van.files import replacing, write_text

if TYPE_CHECKING:
    from dan_van.reports.tasks import Task

PLAN = click.argument("file", metavar="KẾ-HOẠCH", type=click.Path(path_type=Path))
ON = click.option("--on", type=DAY, metavar="NGÀY", help="Xét vào ngày này; không ghi thì hôm nay.")
JSON = click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")


@click.group(short_help="Theo dõi việc của một kế hoạch: ai làm, hạn nào, xong chưa.", subcommand_metavar="LỆNH [THAM SỐ]…")
def plan() -> None:
    """Theo dõi việc của một kế hoạch (bản thảo .md).

    \b
    Việc là một dòng  - [ ] Họp dân (thôn Đông; hạn 30/6/2026)
    hoặc một hàng của bảng có cột Việc, Người làm, Thời hạn.
    """


@plan.command("tasks", short_help="Liệt kê việc của kế hoạch.")
@PLAN
@JSON
def tasks(file: Path, as_json: bool) -> None:
    """Liệt kê việc, người làm, thời hạn."""
    _show(_tasks(file), file, None, as_json)


@plan.command("status", short_help="Việc nào quá hạn, sắp đến hạn, đã xong.")
@PLAN
@ON
@click.option(
    "--within",
    type=click.IntRange(0),
    default=7,
    show_default=True,
    metavar="SỐ",
    help="Còn bao nhiêu ngày thì coi là sắp đến hạn.",
)
@click.option(
    "--ics", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi lịch các việc chưa xong (.ics) cho điện thoại, máy tính."
)
@click.option("--force", is_flag=True, help="Ghi đè tệp lịch đã có.")
@JSON
def status(file: Path, on: date | None, within: int, ics: Path | None, force: bool, as_json: bool) -> None:
    """Xem việc nào quá hạn, sắp đến hạn, đã xong. Mã thoát 1 khi có việc quá hạn."""
    from dan_van.reports import schedule
    from dan_van.reports.tasks import State, state_of

    found, day = _tasks(file), on or date.today()
    if ics:
        content = schedule.written(found, file.stem, day)
        with replacing(ics, force=force) as temporary:
            temporary.write_bytes(content)
    _show(found, file, day, as_json, within)
    if ics and not as_json:
        note("Đã ghi lịch {path}.", path=ics)
    sys.exit(1 if any(state_of(one, day, within) is State.LATE for one in found) else 0)


@plan.command("done", short_help="Ghi một việc đã xong.")
@PLAN
@click.argument("number", metavar="SỐ", type=int)
@ON
@click.option("--evidence", metavar="TỆP", default="", help="Tệp minh chứng (biên bản, ảnh, báo cáo).")
def done(file: Path, number: int, on: date | None, evidence: str) -> None:
    """Ghi việc thứ SỐ đã xong, kèm minh chứng; ghi vào tệp .tien-do.yaml cạnh kế hoạch, kế hoạch không bị sửa."""
    from dan_van.reports import tasks as work

    if evidence and not os.path.exists(file.parent / evidence) and not os.path.exists(evidence):
        raise FileProblem("Không có tệp minh chứng {evidence}.", evidence=evidence)
    task = work.mark_done(file, number, on or date.today(), evidence)
    note(
        "Đã ghi: {task}, xong ngày {day}. Sổ theo dõi: {path}",
        task=task.text,
        day=f"{task.done_on:%d/%m/%Y}",
        path=work.progress_file(file),
    )


@plan.command("remind", short_help="Soạn thông báo đôn đốc việc chậm.")
@PLAN
@ON
@OFFICE
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Bản thảo .md; không ghi thì don-doc-NGÀY.md cạnh kế hoạch.",
)
@click.option("--force", is_flag=True, help="Ghi đè bản thảo đã có.")
def remind(file: Path, on: date | None, office: Path | None, output: Path | None, force: bool) -> None:
    """Soạn thông báo đôn đốc những việc quá hạn, sắp đến hạn."""
    from dan_van import frontmatter
    from dan_van.files import read_text
    from dan_van.reports import writing

    day, profile = on or date.today(), office_of(office)
    subject = frontmatter.parse(read_text(file), str(file)).values.get("subject")
    name = (
        f"Kế hoạch {subject[:1].lower()}{subject[1:]}"
        if isinstance(subject, str) and "{{" not in subject
        else f"kế hoạch {file.stem}"
    )
    text = writing.reminder(_tasks(file), name, day, profile.name if profile else "xã …")
    if text is None:
        say("Không có việc quá hạn hay sắp đến hạn, không cần đôn đốc.")
        return
    target = output or file.with_name(f"don-doc-{day.isoformat()}.md")
    write_text(target, text, force=force)
    note("Đã soạn {path}. Đọc lại rồi in: dan-van draft {path}", path=target)


def _tasks(file: Path) -> list[Task]:
    from dan_van.reports import tasks as work

    return work.read(file)


def _show(found: list[Task], file: Path, on: date | None, as_json: bool, within: int = 7) -> None:
    from dan_van.reports.tasks import State, state_of

    if as_json:
        show_json(
            {"file": str(file), "on": on.isoformat() if on else None, "tasks": [_values(one, on, within) for one in found]}
        )
        return
    if not found:
        say("Kế hoạch không có việc nào ghi theo lối “- [ ] …” hay bảng Việc, Người làm, Thời hạn.")
        return
    colours = {State.LATE: "red", State.SOON: "yellow", State.DONE: "green"}
    for one in found:
        state = state_of(one, on, within) if on else State.DONE if one.done else None
        standing = f"{click.style(told(state.label), fg=colours.get(state))}: " if state else ""
        click.echo(f"{one.number:3}. {standing}{one.text}")
        about = [
            one.owner,
            words("hạn {day}", day=one.due_said) if one.due_said else "",
            words("xong {day}", day=f"{one.done_on:%d/%m/%Y}") if one.done_on else "",
            one.evidence,
        ]
        click.echo(f"     {'; '.join(part for part in about if part) or words('chưa rõ người làm, thời hạn')}")
    if on:
        states = [state_of(one, on, within) for one in found]
        counts = [f"{states.count(state)} {told(state.label)}" for state in State if state in states]
        note("\n{count} việc, ngày {day}: {counts}.", count=len(found), day=f"{on:%d/%m/%Y}", counts=", ".join(counts))


def _values(one: Task, on: date | None, within: int) -> dict[str, Any]:
    from dan_van.reports.tasks import state_of

    return {
        "number": one.number, "text": one.text, "owner": one.owner, "due": one.due.isoformat() if one.due else None, "due_said": one.due_said,
        "state": state_of(one, on, within).value if on else "done" if one.done else None, "done": one.done_on.isoformat() if one.done_on else None,
        "evidence": one.evidence or None, "line": one.line,
    }  # fmt: skip
