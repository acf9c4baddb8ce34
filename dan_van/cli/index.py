"""``dan-van index``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import click

from dan_van.cli.output import show_json
from dan_van.cli.terminal import note, progress, say
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
    note(
        "Đã lập chỉ mục {documents} văn bản, {entries} mục tìm kiếm ở {folder}.",
        documents=manifest.documents,
        entries=manifest.entries,
        folder=library.index_folder,
    )


def update_visibly(library: Library) -> Manifest:
    """Index what changed in the corpus, and show how it goes on."""
    return _visibly(library, Library.update_index)


def _visibly(library: Library, action: Callable[[Library, Callable[[int], object]], Manifest]) -> Manifest:
    """Write the index, with a progress bar when it takes more than a moment and someone is watching."""
    total = sum(1 for layer in library.layers for _ in layer.files())
    done = count(1)
    with progress("Lập chỉ mục", total) as advance:
        return action(library, lambda _: advance(next(done)))


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
    say("Thư mục: {folder}", folder=state.folder)
    if state.manifest is None:
        say("Chưa có chỉ mục; sẽ được lập ở lần tìm đầu tiên, hoặc bằng “dan-van index build”.")
        return
    say("{documents} văn bản, {entries} mục tìm kiếm.", documents=state.manifest.documents, entries=state.manifest.entries)
    if state.current:
        say("Khớp với kho.")
    else:
        say("Kho đã thay đổi; chỉ mục sẽ được lập lại ở lần tìm tới.")
