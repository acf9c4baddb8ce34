"""``dan-van new``."""

from __future__ import annotations

from pathlib import Path

import click

from dan_van.cli import completion
from dan_van.cli.terminal import note
from dan_van.library import Library


@click.command(short_help="Tạo bản thảo trống có chỉ dẫn.")
@click.argument("type_", metavar="LOẠI", shell_complete=completion.templates)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP.md", help="Tên tệp bản thảo.")
@click.option("--example", is_flag=True, help="Ghi bản thảo mẫu đầy đủ thay cho bản trống.")
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def new(type_: str, output: Path | None, example: bool, force: bool) -> None:
    """Tạo bản thảo trống có chỉ dẫn cho một loại văn bản, ví dụ: dan-van new ke-hoach."""
    from dan_van.drafting.skeleton import skeleton
    from dan_van.drafting.templates import find
    from dan_van.files import read_text, write_text

    template = find(type_, Library.open().template_folders)
    target = output or Path(f"{template.name}.md")
    write_text(target, read_text(template.example) if example else skeleton(template), force=force)
    note("Đã tạo {path}. Điền vào rồi chạy: dan-van draft {quoted}", path=target, quoted=_quoted(target))


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
