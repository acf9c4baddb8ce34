"""``dan-van init``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dan_van.cli.language import words
from dan_van.cli.terminal import note
from dan_van.errors import UsageError

FILE_NAME = "office.yaml"
LEVELS = {
    "xa": "xã", "phuong": "phường", "dac-khu": "đặc khu", "thon": "thôn", "to-dan-pho": "tổ dân phố",
    "dang-uy": "đảng ủy", "chi-bo": "chi bộ",
}  # fmt: skip
_OF_PARTY = ("dang-uy", "chi-bo")
_PEOPLE = "ỦY BAN NHÂN DÂN"
_FIRST_PAPERS = {
    "thon": "thon-bien-ban-hop",
    "to-dan-pho": "thon-bien-ban-hop",
    "dang-uy": "dang-cong-van",
    "chi-bo": "chi-bo-nghi-quyet",
}


@click.command(short_help="Tạo hồ sơ cơ quan (office.yaml).")
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    prompt="Cấp",
    default="xa",
    show_default=True,
    help="xa, phuong, dac-khu, thon, to-dan-pho, dang-uy, chi-bo.",
)
@click.option(
    "--name",
    metavar="TÊN",
    prompt="Tên riêng (ví dụ: Tân Thanh)",
    help="Tên riêng của xã, phường, thôn; với chi bộ thì như “thôn Đông”.",
)
@click.option("--commune", metavar="XÃ", default="", help="Với thôn, tổ dân phố, chi bộ: tên xã, phường (ví dụ: xã Tân Thanh).")
@click.option("--signer", metavar="HỌ TÊN", help="Người ký thường dùng.")
@click.option("--position", metavar="CHỨC VỤ", default="", help="Chức vụ người ký; mặc định CHỦ TỊCH, TRƯỞNG THÔN hoặc Bí thư.")
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
    proper = collapse_spaces(clean(name))
    if level in ("thon", "to-dan-pho", "chi-bo"):
        commune = _commune(commune or click.prompt(words("Thuộc xã, phường nào (ghi cả chữ xã, phường; ví dụ: xã Tân Thanh)")))
    if signer is None:
        signer = click.prompt(words("Họ tên người ký (Enter để trống)"), default="", show_default=False)
    values = _profile(level, proper, commune)
    values["parent"] = parent.upper() or values["parent"]
    if position:
        values["signer"]["position"] = position if level in _OF_PARTY else position.upper()
    values["signer"]["name"] = collapse_spaces(clean(signer)) or None
    text = dump(values).removeprefix("---\n").removesuffix("---\n")
    write_text(output, f"# Hồ sơ cơ quan, dùng chung cho mọi bản thảo cùng thư mục. Sửa tay được.\n{text}", force=force)
    note("Đã tạo {path}. Tiếp theo: dan-van new {template}", path=output, template=_FIRST_PAPERS.get(level, "ke-hoach"))
    if output.name != FILE_NAME:
        note("Bản thảo nào dùng hồ sơ này thì ghi thêm ở phần đầu: office: {path}", path=output)


def _profile(level: str, name: str, commune: str) -> dict[str, Any]:
    """The fields of ``office.yaml`` for a body of that level; what nobody can know from its name is None."""
    word = LEVELS[level]
    proper = name[len(word) + 1 :] if name.lower().startswith(f"{word} ") else name
    own, of_commune = f"{word} {proper}", _proper(commune)
    match level:
        case "dang-uy":
            party = _commune(proper) if _with_level(proper) else f"xã {proper}"
            return _fields(
                level,
                f"Đảng bộ {party}",
                None,
                [f"ĐẢNG ỦY {party}"],
                _proper(party),
                "ĐU",
                "T/M BAN THƯỜNG VỤ",
                "Bí thư",
                "Văn phòng Đảng ủy",
            )
        case "chi-bo":
            return _fields(
                level,
                f"Chi bộ {proper}",
                f"ĐẢNG BỘ {commune}",
                [f"CHI BỘ {proper}"],
                of_commune,
                "CB",
                "T/M CHI BỘ",
                "Bí thư",
                "Chi bộ",
            )
        case "thon" | "to-dan-pho":
            head = "TRƯỞNG THÔN" if level == "thon" else "TỔ TRƯỞNG TỔ DÂN PHỐ"
            return _fields(level, own, f"UBND {commune}", [own], of_commune, None, None, head, None)
    return _fields(level, own, None, [_PEOPLE, own], proper, "UBND", f"TM. {_PEOPLE}", "CHỦ TỊCH", "VT")


def _fields(
    level: str, name: str, parent: str | None, issuer: list[str], place: str, suffix: str | None, authority: str | None, position: str, archive: str | None
) -> dict[str, Any]:  # fmt: skip
    return {
        "level": level, "name": name, "parent": parent and parent.upper(), "issuer": [line.upper() for line in issuer], "place": place,
        "code_suffix": suffix, "signer": {"authority": authority, "position": position}, "archive": archive,
    }  # fmt: skip


def _with_level(name: str) -> bool:
    return name.lower().startswith(("xã ", "phường ", "đặc khu "))


def _proper(commune: str) -> str:
    """A commune's name without the word for its level."""
    return commune.split(" ", 2 if commune.startswith("đặc khu ") else 1)[-1]


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
