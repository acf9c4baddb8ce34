"""``dan-van index``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from dan_van.cli.output import show_json
from dan_van.library import Library

if TYPE_CHECKING:
    from dan_van.search import Manifest


@click.group(short_help="Lập và xem chỉ mục tìm kiếm.", subcommand_metavar="LỆNH [THAM SỐ]…")
def index() -> None:
    """Lập và xem chỉ mục tìm kiếm. Chỉ mục luôn dựng lại được từ kho; xóa lúc nào cũng được."""


@index.command(short_help="Lập lại chỉ mục từ kho.")
def build() -> None:
    """Lập lại chỉ mục từ kho. Chỉ mục cũ dùng được cho đến khi chỉ mục mới xong."""
    library = Library.open()
    manifest = _visibly(library, Library.build_index)
    click.echo(f"Đã lập chỉ mục {manifest.documents} văn bản, {manifest.entries} mục tìm kiếm ở {library.index_folder}.")


def update_visibly(library: Library) -> Manifest:
    """Index what changed in the corpus, and show how it goes on."""
    return _visibly(library, Library.update_index)


def _visibly(library: Library, action: Callable[[Library, Callable[[int], object]], Manifest]) -> Manifest:
    """Write the index, with a progress bar when it takes more than a moment and someone is watching."""
    total = sum(1 for layer in library.layers for _ in layer.files())
    hidden = total < _A_MOMENT or not sys.stderr.isatty()
    with click.progressbar(length=total, label="Lập chỉ mục", file=sys.stderr, hidden=hidden) as bar:
        return action(library, bar.update)


_A_MOMENT = 150
"""Documents that are indexed within about a second."""


@index.command(short_help="Chỉ mục có gì, còn khớp với kho không.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def status(as_json: bool) -> None:
    """Chỉ mục có gì và còn khớp với kho hay không."""
    state = Library.open().index_status()
    if as_json:
        manifest = state.manifest
        show_json({
            "folder": str(state.folder), "current": state.current,
            "documents": manifest.documents if manifest else 0, "entries": manifest.entries if manifest else 0,
        })  # fmt: skip
        return
    click.echo(f"Thư mục: {state.folder}")
    if state.manifest is None:
        click.echo("Chưa có chỉ mục; sẽ được lập ở lần tìm đầu tiên, hoặc bằng “dan-van index build”.")
        return
    click.echo(f"{state.manifest.documents} văn bản, {state.manifest.entries} mục tìm kiếm.")
    click.echo("Khớp với kho." if state.current else "Kho đã thay đổi; chỉ mục sẽ được lập lại ở lần tìm tới.")
