"""``dan-van templates``."""

from __future__ import annotations

from pathlib import Path

import click

from dan_van.cli import completion
from dan_van.cli.language import told, words
from dan_van.cli.output import finding_values, show_findings, show_json
from dan_van.cli.terminal import quiet
from dan_van.errors import UsageError
from dan_van.library import Library
from dan_van.model import Severity
from dan_van.saying import said

_LEVELS = {"xa": said("Cấp xã"), "thon": said("Thôn, tổ dân phố"), "dang-uy": said("Đảng ủy xã"), "chi-bo": said("Chi bộ")}


@click.group(short_help="Xem và kiểm tra các mẫu văn bản.", subcommand_metavar="LỆNH [THAM SỐ]…")
def templates() -> None:
    """Xem các mẫu văn bản và trường của từng mẫu; kiểm tra mẫu sửa trong Word."""


@templates.command("list", short_help="Liệt kê mẫu.")
def list_() -> None:
    """Liệt kê mẫu theo cấp; “templates show” cho biết thêm về từng mẫu."""
    from dan_van.drafting.templates import available

    found = list(available(Library.open().template_folders))
    known = [template.schema.get("x-level") for template in found]
    for level, heading in (*_LEVELS.items(), (None, said("Mẫu khác"))):
        names = [one for one, own in zip(found, known, strict=True) if (own if own in _LEVELS else None) == level]
        if names:
            click.secho(f"{told(heading)}:", bold=True)
        for template in names:
            click.echo(f"  {template.name}  {template.title}")


@templates.command("show", short_help="Xem các trường của một mẫu.")
@click.argument("name", metavar="TÊN MẪU", shell_complete=completion.templates)
@click.option("--json", "as_json", is_flag=True, help="In JSON Schema.")
def show_(name: str, as_json: bool) -> None:
    """Xem các trường của một mẫu: tên, ý nghĩa, ví dụ."""
    from dan_van.drafting.skeleton import example_text
    from dan_van.drafting.templates import find

    template = find(name, Library.open().template_folders)
    if as_json:
        show_json(template.schema)
        return
    click.echo(f"{click.style(template.title, bold=True)}  ({template.docx})")
    if description := template.schema.get("description"):
        click.echo(description)
    required = template.schema.get("required", [])
    for key, field in template.schema.get("properties", {}).items():
        must = words(" (bắt buộc)") if key in required else ""
        click.echo(f"\n{click.style(key, bold=True)}  {field.get('title', '')}{must}")
        for line in (field.get("description"), example_text(field)):
            if line:
                click.echo(f"  {line}")


@templates.command("check", short_help="Kiểm tra mẫu sửa trong Word.")
@click.argument("wanted", required=False, metavar="[MẪU.docx|TÊN MẪU]")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="TỆP.yaml|BẢN-THẢO.md",
    help="Kiểm tra cả dữ liệu sẽ điền vào mẫu (.yaml, .json hoặc bản thảo .md).",
)
@click.option("--strict", is_flag=True, help="Coi cả lưu ý là lỗi: mẫu phải dùng được cả ở phần mềm khác (docxtpl).")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def check(wanted: str | None, data: Path | None, strict: bool, as_json: bool) -> None:
    """Kiểm tra mẫu: thẻ hỏng, trường không có, chữ sẽ mất, chỗ sẽ in sai.

    Không ghi gì thì kiểm tra mọi mẫu; ghi tệp Word thì kiểm tra tệp đó; ghi tên mẫu thì đối chiếu cả với các trường của mẫu. Mã thoát 1
    khi có lỗi hoặc cảnh báo.
    """
    from dan_van.drafting.lint import template as lint_template

    folders = Library.open().template_folders
    if wanted is None and data is not None:
        raise UsageError("--data cần thêm tên mẫu hoặc tệp mẫu, ví dụ: dan-van templates check ke-hoach --data ban-thao.md")
    checked = [lint_template.check(wanted, folders, data)] if wanted else list(lint_template.check_all(folders))
    if as_json:
        show_json(
            {"files": [{"file": str(each.path), "findings": [finding_values(f) for f in each.findings]} for each in checked]}
        )
    for each in () if as_json else checked:
        counts = [sum(f.severity is severity for f in each.findings) for severity in Severity]
        summary = ", ".join(f"{n} {told(level.label).lower()}" for n, level in zip(counts, Severity, strict=True) if n)
        if summary or not quiet():
            click.echo(f"{each.path}: {summary or words('không thấy lỗi')}.")
        show_findings(each.findings)
    if any(each.findings if strict else not each.sound for each in checked):
        click.get_current_context().exit(1)
