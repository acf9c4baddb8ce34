"""``dan-van templates``."""

from __future__ import annotations

import click

from dan_van.cli.output import show_json
from dan_van.library import Library


@click.group(short_help="Xem các mẫu văn bản.", subcommand_metavar="LỆNH [THAM SỐ]…")
def templates() -> None:
    """Xem các mẫu văn bản và trường của từng mẫu."""


@templates.command("list", short_help="Liệt kê mẫu.")
def list_() -> None:
    """Liệt kê mẫu."""
    from dan_van.drafting.templates import available

    for template in available(Library.open().template_folders):
        click.echo(f"{template.name}  {template.title}: {template.schema.get('description', '')}")


@templates.command("show", short_help="Xem các trường của một mẫu.")
@click.argument("name", metavar="TÊN MẪU")
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
    required = template.schema.get("required", [])
    for key, field in template.schema.get("properties", {}).items():
        must = " (bắt buộc)" if key in required else ""
        click.echo(f"\n{click.style(key, bold=True)}  {field.get('title', '')}{must}")
        for line in (field.get("description"), example_text(field)):
            if line:
                click.echo(f"  {line}")
