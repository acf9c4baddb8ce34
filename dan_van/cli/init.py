"""``dan-van init``."""

from __future__ import annotations

from pathlib import Path

import click

from dan_van.cli.language import words
from dan_van.cli.output import note
from dan_van.errors import UsageError

FILE_NAME = "office.yaml"
LEVELS = {
    "xa": ("xã", "ỦY BAN NHÂN DÂN"),
    "phuong": ("phường", "ỦY BAN NHÂN DÂN"),
    "dac-khu": ("đặc khu", "ỦY BAN NHÂN DÂN"),
    "thon": ("thôn", None),
    "to-dan-pho": ("tổ dân phố", None),
}


@click.command(short_help="Tạo hồ sơ cơ quan (office.yaml).")
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    prompt="Cấp",
    default="xa",
    show_default=True,
    help="xa, phuong, dac-khu, thon, to-dan-pho.",
)
@click.option("--name", metavar="TÊN", prompt="Tên riêng (ví dụ: Tân Thanh)", help="Tên riêng của xã, phường, thôn.")
@click.option("--commune", metavar="XÃ", default="", help="Với thôn, tổ dân phố: tên xã, phường (ví dụ: xã Tân Thanh).")
@click.option("--signer", metavar="HỌ TÊN", help="Người ký thường dùng.")
@click.option("--position", metavar="CHỨC VỤ", default="", help="Chức vụ người ký; mặc định CHỦ TỊCH hoặc TRƯỞNG THÔN.")
@click.option("--parent", metavar="DÒNG CHỦ QUẢN", default="", help="Dòng cơ quan chủ quản, nếu dùng.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(FILE_NAME),
    show_default=True,
    metavar="TỆP",
    help="Tên tệp.",
)
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def init(
    level: str, name: str, commune: str, signer: str | None, position: str, parent: str, output: Path, force: bool
) -> None:
    """Tạo hồ sơ cơ quan: tên, địa danh, ký hiệu, người ký dùng chung cho mọi văn bản."""
    from dan_van.files import refuse_taken, write_text
    from dan_van.frontmatter import dump
    from dan_van.text import clean, collapse_spaces

    refuse_taken(output, force=force)
    word, body = LEVELS[level]
    proper = collapse_spaces(clean(name))
    if proper.lower().startswith(f"{word} "):
        proper = proper[len(word) + 1 :]
    full = f"{word} {proper}"
    if body is None:
        commune = _commune(commune or click.prompt(words("Thuộc xã, phường nào (ghi cả chữ xã, phường; ví dụ: xã Tân Thanh)")))
        parent = parent or f"UBND {commune}"
    if signer is None:
        signer = click.prompt(words("Họ tên người ký (Enter để trống)"), default="", show_default=False)
    values = {
        "level": level,
        "name": full,
        "parent": parent.upper() or None,
        "issuer": [body, full.upper()] if body else [full.upper()],
        "place": proper if body else commune.split(" ", 2 if commune.startswith("đặc khu ") else 1)[-1],
        "code_suffix": "UBND" if body else None,
        "signer": {
            "authority": f"TM. {body}" if body else None,
            "position": (position or ("CHỦ TỊCH" if body else f"TRƯỞNG {word.upper()}")).upper(),
            "name": collapse_spaces(clean(signer)) or None,
        },
        "archive": "VT" if body else None,
    }
    text = dump(values).removeprefix("---\n").removesuffix("---\n")
    write_text(output, f"# Hồ sơ cơ quan, dùng chung cho mọi bản thảo cùng thư mục. Sửa tay được.\n{text}", force=force)
    note("Đã tạo {path}. Tiếp theo: dan-van new {template}", path=output, template="ke-hoach" if body else "thon-bien-ban-hop")
    if output.name != FILE_NAME:
        note("Bản thảo nào dùng hồ sơ này thì ghi thêm ở phần đầu: office: {path}", path=output)


def _commune(typed: str) -> str:
    """The commune of a village, with its level written out; refused otherwise."""
    from dan_van.text import clean, collapse_spaces

    commune = collapse_spaces(clean(typed))
    level, _, proper = commune.partition(" ")
    if commune.lower().startswith("đặc khu "):
        level, proper = "đặc khu", commune[len("đặc khu ") :]
    if level.lower() not in ("xã", "phường", "đặc khu") or not proper:
        raise UsageError("“{commune}”: ghi cả chữ xã, phường hoặc đặc khu, ví dụ: xã Tân Thanh.", commune=commune)
    return f"{level.lower()} {proper}"
