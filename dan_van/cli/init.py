"""``dan-van init``."""

from __future__ import annotations

from pathlib import Path

import click

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
@click.option(
    "--signer",
    metavar="HỌ TÊN",
    prompt="Họ tên người ký (Enter để trống)",
    default="",
    show_default=False,
    help="Người ký thường dùng.",
)
@click.option("--position", metavar="CHỨC VỤ", default="", help="Chức vụ người ký; mặc định CHỦ TỊCH hoặc TRƯỞNG THÔN.")
@click.option("--parent", metavar="DÒNG CHỦ QUẢN", default="", help="Dòng cơ quan chủ quản, nếu dùng.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("office.yaml"),
    show_default=True,
    metavar="TỆP",
    help="Tên tệp.",
)
@click.option("--force", is_flag=True, help="Ghi đè tệp đã có.")
def init(level: str, name: str, commune: str, signer: str, position: str, parent: str, output: Path, force: bool) -> None:
    """Tạo hồ sơ cơ quan: tên, địa danh, ký hiệu, người ký dùng chung cho mọi văn bản."""
    from dan_van.errors import FileProblem
    from dan_van.files import write_text
    from dan_van.frontmatter import dump
    from dan_van.text import clean, collapse_spaces

    if output.exists() and not force:
        raise FileProblem(f"{output} đã có, không ghi đè. Dùng --force để ghi đè, hoặc -o để chọn tên khác.")
    word, body = LEVELS[level]
    proper = collapse_spaces(clean(name))
    if proper.lower().startswith(f"{word} "):
        proper = proper[len(word) + 1 :]
    full = f"{word} {proper}"
    if body is None and not commune:
        commune = click.prompt("Thuộc xã, phường nào (ví dụ: xã Tân Thanh)")
    commune = collapse_spaces(clean(commune))
    values = {
        "level": level,
        "name": full,
        "parent": parent.upper() or None,
        "issuer": [body, full.upper()] if body else [commune.upper(), full.upper()],
        "place": proper,
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
    click.echo(f"Đã tạo {output}. Tiếp theo: dan-van new ke-hoach")
