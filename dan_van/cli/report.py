"""``dan-van report``: figures from the villages."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dan_van.cli import completion
from dan_van.cli.language import told, words
from dan_van.cli.output import finding_values, severity_word, show_json
from dan_van.cli.terminal import note, progress, say
from dan_van.errors import ContentError, FileProblem, UsageError
from dan_van.files import refuse_taken, write_text
from dan_van.model import Severity

if TYPE_CHECKING:
    from dan_van.office import Office
    from dan_van.reports import Collected, Figures
    from dan_van.reports.telling import Used

OFFICE = click.option(
    "--office", type=click.Path(path_type=Path), metavar="TỆP", help="Hồ sơ cơ quan; không ghi thì office.yaml ở thư mục này hoặc trên nó."
)  # fmt: skip


def office_of(named: Path | None) -> Office | None:
    """The profile named, else the one beside or above the working folder, None when there is none. Raises FileProblem."""
    from dan_van import office

    if named is None:
        folder = Path.cwd()
        named = next((one / office.FILE_NAME for one in (folder, *folder.parents) if (one / office.FILE_NAME).is_file()), None)
    return office.read(named) if named else None


@click.group(short_help="Thu số liệu của các thôn, làm báo cáo định kỳ.", subcommand_metavar="LỆNH [THAM SỐ]…")
def report() -> None:
    """Thu số liệu của các thôn và làm báo cáo định kỳ của xã.

    \b
    Thứ tự: report form (phát mẫu), report collect (thu và kiểm tra), report draft (soạn
    báo cáo), draft (in ra Word), report trace (số nào từ đâu ra).
    """


@report.command("form", short_help="Làm mẫu Excel, Word cho thôn điền.")
@click.argument("name", metavar="BIỂU", required=False, shell_complete=completion.forms)
@click.option("--period", metavar="KỲ", help="Kỳ báo cáo: 2026-H1, “6 tháng đầu năm 2026”, “quý III năm 2026”, 2026.")
@click.option("--village", metavar="THÔN", help="Ghi sẵn tên thôn.")
@click.option("--all", "each", is_flag=True, help="Mỗi thôn trong hồ sơ cơ quan một tệp.")
@click.option("--word", is_flag=True, help="Làm tệp Word thay cho Excel.")
@OFFICE
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="ĐƯỜNG-DẪN", help="Tệp, hoặc thư mục khi dùng --all.")
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def form(
    name: str | None,
    period: str | None,
    village: str | None,
    each: bool,
    word: bool,
    office: Path | None,
    output: Path | None,
    force: bool,
) -> None:
    """Làm mẫu thu số liệu; không ghi BIỂU thì liệt kê các biểu có sẵn."""
    from dan_van.files import Taken
    from dan_van.reports import forms, indicators, periods
    from dan_van.text import slug

    if name is None:
        for known, title in indicators.shipped().items():
            click.echo(f"{known:16} {title}")
        return
    if not period:
        raise click.UsageError(words("Thiếu --period. Ví dụ: --period 2026-H1."))
    profile = office_of(office)
    villages = profile.villages if profile else ()
    if each and not villages:
        raise UsageError("Hồ sơ cơ quan chưa có danh sách thôn. Thêm vào office.yaml: villages: [thôn Đông, thôn Hạ].")
    definition, wanted = indicators.find(name, Path.cwd()), periods.read(period)
    suffix = ".docx" if word else ".xlsx"
    stem = f"bieu-{definition.name}-{wanted.code}"
    if each:
        folder = output or Path(stem)
        given = Taken()
        targets = [(one, given.free(folder / f"{slug(one)}{suffix}")) for one in villages]
        taken = [path for _, path in targets if os.path.exists(path)]
        if taken and not force:
            raise FileProblem(
                "{path} đã có, không ghi đè. Dùng --force để ghi đè, hoặc -o để chọn thư mục khác.", path=taken[0]
            )
    else:
        targets = [(village or "", output or Path(stem + suffix))]
    for place, path in targets:
        forms.write(forms.Form(definition, wanted, place or None, () if place else villages), path, force=force)
    path = targets[0][1]
    note(
        "Đã ghi {written}: biểu {form}, {period}, {count} chỉ tiêu.",
        written=words("{count} tệp trong {folder}", count=len(targets), folder=path.parent) if each else path,
        form=definition.name,
        period=wanted,
        count=len(definition.indicators),
    )


@report.command("collect", short_help="Thu và kiểm tra biểu các thôn gửi về.")
@click.argument("files", nargs=-1, required=True, metavar="TỆP…", type=click.Path(path_type=Path))
@click.option("--form", "name", metavar="BIỂU", default="dan-van", show_default="dan-van", help="Biểu đang thu.")
@click.option("--period", metavar="KỲ", required=True, help="Kỳ đang thu, ví dụ 2026-H1.")
@click.option("--before", type=click.Path(path_type=Path), metavar="TỆP", help="Số liệu kỳ trước, để thấy biểu chép lại.")
@OFFICE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="TỆP", help="Tệp số liệu; không ghi thì so-lieu-BIỂU-KỲ.yaml."
)
@click.option("--force", is_flag=True, help="Ghi đè tệp số liệu đã có.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def collect(
    files: tuple[Path, ...],
    name: str,
    period: str,
    before: Path | None,
    office: Path | None,
    output: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Đọc biểu các thôn gửi (Excel, Word, CSV; thư mục thì lấy mọi tệp trong đó), kiểm tra, ghi một tệp số liệu.

    Biểu có lỗi không được tính, thôn đó coi như chưa gửi. Mã thoát: 0 đủ và sạch,
    1 còn thôn thiếu hoặc có lỗi.
    """
    from dan_van.reports import figures, indicators, periods
    from dan_van.reports.collect import collect as gather

    definition, wanted = indicators.find(name, Path.cwd()), periods.read(period)
    target = output or Path(f"so-lieu-{definition.name}-{wanted.code}.yaml")
    refuse_taken(target, force=force)
    profile = office_of(office)
    paths = [path for given in files for path in _expanded(given)]
    previous = figures.read(before) if before else None
    read = count(1)
    with progress("Đọc biểu", len(paths)) as advance:
        found = gather(paths, definition, wanted, profile.villages if profile else (), previous, lambda: advance(next(read)))
    if not found.figures.villages:
        _tell(found, as_json)
        raise ContentError("Không có biểu nào dùng được, chưa ghi gì.")
    figures.write(found.figures, target, source=_beside(name, target), force=force)
    _tell(found, as_json, target)
    faulty = found.unread or found.missing or any(one.severity is Severity.ERROR for one in found.findings)
    sys.exit(1 if faulty else 0)


def _beside(name: str, target: Path) -> str | None:
    """How the file of figures names an office's own definition; None for one it finds by name."""
    return Path(os.path.relpath(name, target.parent)).as_posix() if name.endswith((".yaml", ".yml")) else None


def _expanded(path: Path) -> list[Path]:
    """A folder stands for the returns in it; what office programs leave behind is no return."""
    if not os.path.isdir(path):
        return [path]
    from dan_van.reports.returns import SUFFIXES

    return sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and not one.name.startswith(("~", ".")))


def _tell(found: Collected, as_json: bool, target: Path | None = None) -> None:
    figures = found.figures
    if as_json:
        show_json(
            {
                "file": str(target) if target else None, "period": figures.period.code, "villages": [one.name for one in figures.villages],
                "missing": list(found.missing), "findings": [finding_values(one) for one in found.findings],
                "unread": [{"file": str(path), "error": told(message)} for path, message in found.unread],
                "totals": {one.key: str(figures.total(one.key)) for one in figures.definition.indicators if one.numeric},
            }
        )  # fmt: skip
        return
    for path, message in found.unread:
        reason = told(message)
        click.echo(f"{severity_word(Severity.ERROR, bold=True)} {reason if str(path) in reason else f'{path}: {reason}'}")
    grave = list(Severity)
    for one in sorted(found.findings, key=lambda one: grave.index(one.severity)):
        click.echo(f"{severity_word(one.severity, bold=True)} {told(one.message)}  [{one.rule}]")
        say("  Tệp: {path}", path=one.place.file)
        if one.remedy:
            say("  Cách sửa: {remedy}", remedy=told(one.remedy))
    whole = len(figures.villages) + len(found.missing)
    note("\nĐã tính {done}/{whole} thôn, kỳ {period}.", done=len(figures.villages), whole=whole, period=figures.period)
    if found.missing:
        say("Chưa có số liệu: {villages}.", villages=", ".join(found.missing))
    if target:
        note("Đã ghi {path}.", path=target)


@report.command("draft", short_help="Soạn báo cáo định kỳ từ số liệu đã thu.")
@click.argument("data", nargs=-1, required=True, metavar="SỐ-LIỆU…", type=click.Path(path_type=Path))
@click.option("--before", type=click.Path(path_type=Path), metavar="TỆP", help="Số liệu kỳ so sánh.")
@click.option("--target", "targets", multiple=True, metavar="MÃ=SỐ", help="Chỉ tiêu kế hoạch; lặp lại được.")
@click.option("--plan", type=click.Path(path_type=Path), metavar="TỆP", help="Bản thảo kế hoạch có danh mục việc.")
@click.option("--template", metavar="MẪU", help="Mẫu báo cáo; không ghi thì bao-cao-6-thang cho nửa năm, bao-cao cho kỳ khác.")
@OFFICE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="TỆP", help="Bản thảo .md; không ghi thì bao-cao-KỲ.md."
)
@click.option("--force", is_flag=True, help="Ghi đè bản thảo đã có.")
def draft_report(
    data: tuple[Path, ...], before: Path | None, targets: tuple[str, ...], plan: Path | None, template: str | None, office: Path | None,
    output: Path | None, force: bool,
) -> None:  # fmt: skip
    """Soạn bản thảo báo cáo. Số trong bản thảo là biểu thức: thu lại số liệu thì báo cáo đổi theo, lời đã viết giữ nguyên."""
    from dan_van import numerals
    from dan_van.reports import figures, writing

    read = figures.together([figures.read(path) for path in data])
    wanted = dict(_pair(one) for one in targets)
    for key, number in wanted.items():
        read.definition[key]
        if numerals.read(number) is None:
            raise UsageError("Chỉ tiêu {key}: “{number}” không phải một số.", key=key, number=number)
    if before:
        figures.read(before)
    profile = office_of(office)
    target = output or Path(f"bao-cao-{read.period.code}.md")
    kind = template or ("bao-cao-6-thang" if read.period.months == 6 else "bao-cao")

    def named(path: Path) -> str:
        return Path(os.path.relpath(path, target.parent)).as_posix()

    text = writing.periodic_report(
        read, kind, profile.name if profile else "xã …", [named(path) for path in data], named(before) if before else None, wanted, named(plan) if plan else None
    )  # fmt: skip
    write_text(target, text, force=force)
    note("Đã soạn {path}. Đọc lại, viết thêm, rồi in: dan-van draft {path}", path=target)


def _pair(text: str) -> tuple[str, str]:
    key, mark, number = text.partition("=")
    if not mark or not key.strip() or not number.strip():
        raise click.UsageError(words("--target “{text}”: ghi MÃ=SỐ, ví dụ buoi_tuyen_truyen=48.", text=text))
    return key.strip(), number.strip()


@report.command("trace", short_help="Số trong báo cáo từ thôn nào, ô nào.")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.argument("key", metavar="MÃ", required=False)
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def trace(file: Path, key: str | None, as_json: bool) -> None:
    """Nói từng số ở đâu ra: TỆP là bản thảo báo cáo (.md) hoặc tệp số liệu (.yaml), MÃ là một chỉ tiêu."""
    from dan_van.library import Library
    from dan_van.reports import figures

    used = _of_data(figures.read(file), key) if file.suffix.lower() in (".yaml", ".yml") else list(Library.open().trace(file))
    if file.suffix.lower() == ".md" and key:
        wanted = key.lower()
        used = [one for one in used if wanted in one.what.lower()]
    if as_json:
        show_json({"file": str(file), "figures": [_used_values(one) for one in used]})
        return
    if not used:
        say("Không có số nào lấy từ số liệu các thôn.")
    for one in used:
        click.echo(f"{click.style(one.shown, bold=True)}  {one.what}")
        for village, source, at, shown in one.sources:
            click.echo(f"    {shown:>12}  {village}  ({source}, {at})")


def _of_data(read: Figures, key: str | None) -> list[Used]:
    from dan_van.reports.telling import Telling

    telling = Telling(read)
    for one in [read.definition[key]] if key else read.definition.indicators:
        telling.total(one.key)
    return telling.used


def _used_values(one: Used) -> dict[str, Any]:
    names = ("village", "file", "at", "figure")
    return {"what": one.what, "shown": one.shown, "sources": [dict(zip(names, source, strict=True)) for source in one.sources]}
