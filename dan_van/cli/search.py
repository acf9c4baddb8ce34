"""``dan-van search``."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

import click

from dan_van.cli.index import update_visibly
from dan_van.cli.language import told
from dan_van.cli.output import DAY, highlighted, show_json, type_slug
from dan_van.cli.terminal import note, say
from dan_van.codes import read_query
from dan_van.saying import said

if TYPE_CHECKING:
    from dan_van.search import Filters


@click.command(short_help="Tìm trong kho văn bản, có dấu hay không dấu.")
@click.argument("words", nargs=-1, required=True, metavar="CÂU HỎI")
@click.option("--type", "type_", metavar="LOẠI", help="Chỉ loại này, ví dụ chi-thi, luat.")
@click.option("--issuer", metavar="CƠ QUAN", help="Chỉ cơ quan này, ví dụ thu-tuong-chinh-phu.")
@click.option("--year", type=int, metavar="NĂM", help="Chỉ văn bản ban hành năm này.")
@click.option("--in-force", is_flag=True, help="Chỉ văn bản còn hiệu lực, toàn bộ hay một phần.")
@click.option("--on", type=DAY, metavar="NGÀY", help="Tình trạng hiệu lực vào ngày này; không ghi thì hôm nay.")
@click.option(
    "--limit", type=click.IntRange(1, 200), default=10, show_default=True, metavar="SỐ", help="Số kết quả nhiều nhất."
)
@click.option("--suggest", is_flag=True, help="Chỉ gợi ý ký hiệu và tên văn bản bắt đầu như đã gõ.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def search(
    words: tuple[str, ...],
    type_: str | None,
    issuer: str | None,
    year: int | None,
    in_force: bool,
    on: date | None,
    limit: int,
    suggest: bool,
    as_json: bool,
) -> None:
    """Tìm văn bản và điều khoản theo số, ký hiệu hoặc theo lời, có dấu hay không dấu.

    \b
    Ví dụ:
      dan-van search dân vận khéo
      dan-van search giam sat phan bien
      dan-van search CT 33
      dan-van search khoản 2 Điều 5 Luật 10/2022
      dan-van search '"tiếp công dân" -huyện loại:luật'
      dan-van search hòa giải AND hương ước
    Cụm từ đặt trong ngoặc kép; AND, OR, NOT (hoặc VÀ, HOẶC, KHÔNG) nối các điều
    kiện; dấu trừ bỏ từ; loại:, năm:, cơ-quan:, tiêu-đề: lọc ngay trong câu hỏi.
    """
    from dan_van.corpus import status_label
    from dan_van.library import Library
    from dan_van.search import Filters
    from dan_van.text import slug

    text = " ".join(words)
    if suggest:
        _suggest(text, limit, as_json)
        return
    filters = Filters(type_slug(type_) if type_ else None, slug(issuer) if issuer else None, year, in_force, on)
    results = Library.open().search(text, filters, limit, update_visibly)
    if as_json:
        show_json(asdict(results))
        return
    if results.partial:
        say(
            "Chỉ mục đang được lệnh khác ghi hoặc không ghi được; chưa tìm trong {count} văn bản mới sửa.",
            err=True,
            count=len(results.missing),
        )
    if results.read_as:
        say("Hiểu là: {question}", question=results.read_as)
    if not results.hits:
        _say_nothing_found(text, results.suggestions, filters)
        return
    if len(results.hits) < results.total:
        note("{count} văn bản, hiện {shown}:", count=results.total, shown=len(results.hits))
    else:
        note("{count} văn bản:", count=results.total)
    for hit in results.hits:
        colour = {None: None, "con-hieu-luc": "green"}.get(hit.status, "yellow")
        why = told(said(" · nhắc tới ký hiệu này")) if hit.reason == "mention" else ""
        click.echo(f"\n{click.style(hit.title, bold=True)}")
        click.echo(
            f"  {hit.document}{'#' + hit.provision if hit.provision else ''} · {click.style(told(status_label(hit.status)), fg=colour)}{why}"
        )
        if hit.snippet:
            click.echo(f"  {highlighted(hit.snippet)}")
        for other in hit.others:
            click.echo(f"  · {other.opening} ({other.provision})")


def _suggest(typed: str, limit: int, as_json: bool) -> None:
    from dan_van.library import Library

    found = Library.open().suggest(typed, limit)
    if as_json:
        show_json({"suggestions": list(found)})
        return
    for one in found:
        click.echo(one)
    if not found:
        say("Không có ký hiệu hay tên văn bản nào bắt đầu như vậy.")


def _say_nothing_found(text: str, suggestions: tuple[str, ...], filters: Filters) -> None:
    from dan_van.search import Filters

    say("Không tìm thấy “{text}” trong kho.", text=text)
    if suggestions:
        if read_query(text) is None:
            say("Có phải bạn muốn tìm: {names}?", names=", ".join(suggestions))
        else:
            say("Kho có văn bản cùng số: {names}.", names=", ".join(suggestions))
    elif replace(filters, on=None) != Filters():
        say("Thử bỏ bớt điều kiện lọc.")
    else:
        say("Thử dùng ít từ hơn, hoặc số và ký hiệu; văn bản chưa có thì thêm vào thư mục kho của cơ quan.")
