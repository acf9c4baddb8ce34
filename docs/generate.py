"""Writes the reference pages that only repeat what the code says: ``python docs/generate.py [--check]``.

Without arguments the pages are written; with ``--check`` nothing is, and the exit status is 1 when a page is stale.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.pop("DAN_VAN_LANG", None)

import click
from schema_pages import HEAD, field_rows, forms_page, table

from dan_van import layout, resources
from dan_van.cli import app, language
from dan_van.drafting import templates

FOLDER = Path(__file__).resolve().parent / "tham-chieu"
NOTE = "<!-- Trang này do docs/generate.py sinh ra; đừng sửa tay. -->\n"
WIDTH = 80

FAMILIES = {
    "hanh-chinh": "Văn bản hành chính (Nghị định 30/2020/NĐ-CP)", "ban-sao": "Bản sao", "thon": "Văn bản của thôn, tổ dân phố",
    "dang": "Văn bản của Đảng",
}  # fmt: skip
PROPERTIES = {
    "width": "chiều rộng", "height": "chiều cao", "margin-top": "lề trên", "margin-bottom": "lề dưới", "margin-left": "lề trái",
    "margin-right": "lề phải", "font": "phông chữ", "color": "màu chữ", "size": "cỡ chữ", "align": "căn chỉnh",
    "position": "vị trí", "first-page": "trên trang đầu", "bold": "chữ đậm", "italic": "chữ nghiêng", "case": "kiểu chữ",
    "text": "lời", "rule-length": "đường kẻ so với dòng trên nó", "first-line": "thụt dòng đầu",
    "paragraph-gap": "cách đoạn", "line-spacing": "cách dòng", "column-width": "bề rộng cột Quốc hiệu", "closing": "dấu kết thúc",
    "orientation": "chiều trang", "encoding": "dạng chữ Unicode", "start": "số đầu", "distance": "cách mép giấy", "prefix": "mở đầu",
    "min-digits": "số chữ số ít nhất", "number-separator": "giữa số và ký hiệu", "group-separator": "giữa các nhóm chữ",
    "year": "ghi năm", "place-separator": "sau địa danh", "padded-days-below": "thêm số 0 khi ngày nhỏ hơn",
    "padded-months-below": "thêm số 0 khi tháng nhỏ hơn", "line-end": "cuối mỗi dòng", "last-line-end": "cuối dòng cuối",
    "laws-by-number": "viện dẫn luật kèm số", "marker": "dấu mở đơn vị", "letters": "chữ cái của điểm", "prefixes": "chữ viết tắt",
    "degrees": "học hàm, học vị", "first-with-to": "dòng đầu khi có Kính gửi", "last": "dòng cuối", "space-before": "cách phía trên",
    "numerals": "kiểu số", "required": "bắt buộc", "page-start": "số trang đầu", "drawn": "chương trình in", "frame": "khung",
    "width-hoa-toc": "rộng dấu HỎA TỐC", "width-thuong-khan": "rộng dấu THƯỢNG KHẨN", "width-khan": "rộng dấu KHẨN",
    "overlap": "phần trùm lên chữ ký", "series": "dãy số", "scan-resolution": "độ phân giải", "scan-scale": "tỷ lệ quét",
    "present": "có", "mark": "dấu", "line-exactly": "cách dòng chính xác", "underline": "gạch chân",
}  # fmt: skip
WORDS = {
    "True": "có", "False": "không", "center": "giữa", "left": "trái", "both": "đều hai bên", "upper": "in hoa",
    "lower": "in thường", "header": "lề trên", "hidden": "không hiện", "000000": "đen", "footer": "lề dưới", "portrait": "dọc",
    "landscape": "ngang", "roman": "La Mã", "arabic": "Ả Rập", "single": "đơn", "FF0000": "đỏ", "0000FF": "xanh", "right": "phải",
    "chung": "chung", "nhiem-ky": "theo nhiệm kỳ",
}  # fmt: skip
UNITS = {"ratio": "lần", "lines": "dòng"}
COMMANDS_LEAD = """Mã thoát: 0 xong; 1 nội dung còn chỗ phải sửa; 2 gọi sai, thiếu tệp, thiếu chương trình; 130 dừng bằng Ctrl-C.
Kết quả ra đầu ra chuẩn, lỗi và thanh tiến độ ra đầu ra lỗi; màu và thanh tiến độ chỉ có khi chạy ở cửa sổ lệnh.
Đặt `DAN_VAN_LANG=en` thì trợ giúp, lỗi và lời báo là tiếng Anh; điều nói về văn bản và chữ in trong văn bản vẫn là tiếng Việt."""
LAYOUT_LEAD = """quy tắc mà mẫu Word được dựng theo. “Cho phép” là điều nguồn quy định; “mẫu dùng” là giá trị mẫu đi kèm chọn.
Độ tin cậy: **A** là đã đọc ở hai bản lưu của Nghị định, **B** một bản, **P** là kinh nghiệm, không phải quy định."""
LEVELS = {"xa": "Cấp xã", "thon": "Thôn, tổ dân phố", "dang-uy": "Đảng ủy xã", "chi-bo": "Chi bộ"}


def command_page() -> str:
    """Every command's own help, in the order the help shows."""
    language.settle(app.cli)
    head = f"{NOTE}# Các lệnh\n\n{COMMANDS_LEAD}\n\nLời trợ giúp của từng lệnh, đúng như khi gõ `--help`:\n"
    return head + "".join(_commands(app.cli, "dan-van", None))


def _commands(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, parent, name, **settings)
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner, found in sorted(command.commands.items()):
            yield from _commands(found, inner, context)


def layout_page() -> str:
    """The rule table, one section a component, by family."""
    rules, head = layout.rules(), ("Thuộc tính", "Cho phép", "Mẫu dùng", "Đơn vị", "Nguồn", "Độ tin cậy", "Tên quy tắc")
    pieces = [f"{NOTE}# Quy tắc thể thức\n\n{len(rules)} {LAYOUT_LEAD}\n"]
    for family, title in FAMILIES.items():
        pieces.append(f"\n## {title}\n")
        own = [rule for rule in rules if rule.family == family]
        for _, group in groupby(own, key=lambda rule: rule.component):
            found = list(group)
            pieces.append(f"\n### {found[0].title}\n\n")
            pieces.append(table(head, [_rule_row(rule) for rule in found]))
    return "".join(pieces)


def _rule_row(rule: layout.Rule) -> tuple[str, ...]:
    name, unit = PROPERTIES.get(rule.property, rule.property), UNITS.get(rule.unit or "", rule.unit or "")
    name += f" ({rule.note})" if rule.note else ""
    return name, allowed(rule), shown_value(rule.default), unit, rule.source, rule.confidence, f"`{rule.id}`"


def allowed(rule: layout.Rule) -> str:
    if rule.values:
        return " hoặc ".join(shown_value(value) for value in rule.values)
    if rule.min is None or rule.max is None:
        return f"đến {shown_value(rule.max)}" if rule.min is None else f"từ {shown_value(rule.min)} trở lên"
    return shown_value(rule.min) if rule.min == rule.max else f"{shown_value(rule.min)} đến {shown_value(rule.max)}"


def shown_value(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}".replace(".", ",")
    text = str(value)
    return WORDS.get(text, text if text == text.strip() and text else f"“{text}”")


def plan_page() -> str:
    """The fields of the plan's template, from its schema."""
    schema = templates.find("ke-hoach", [resources.shipped_folder("templates")]).schema
    head = f"{NOTE}# Các trường của mẫu kế hoạch\n\n{schema['description']}\n"
    fields = table(HEAD, list(field_rows(schema)))
    body = f"## Phần thân của bản thảo trống\n\n```text\n{str(schema.get('x-body', '')).rstrip()}\n```\n"
    return f"{head}Cách dùng: [Soạn kế hoạch](../lam-viec/ke-hoach.md).\n\n{fields}\n{body}"


def papers_page() -> str:
    """Every template: its name, what it makes, whose layout, what must be filled in."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    for template in templates.available([resources.shipped_folder("templates")]):
        schema = template.schema
        must = ", ".join(f"`{key}`" for key in schema.get("required", ()) if key != "type")
        rows.setdefault(str(schema.get("x-level")), []).append(
            (f"`{template.name}`", template.title, str(schema.get("x-layout-source", "")), must)
        )
    pieces = [
        f"{NOTE}# Các mẫu văn bản\n\nTạo bản thảo: `dan-van new TÊN-MẪU`; xem đủ các trường: `dan-van templates show TÊN-MẪU`.\n"
    ]
    for level, title in LEVELS.items():
        pieces.append(f"\n## {title}\n\n{table(('Mẫu', 'Văn bản', 'Bố cục theo', 'Trường bắt buộc'), rows.get(level, []))}")
    return "".join(pieces)


def schema_page() -> str:
    """The file forms besides drafts."""
    return NOTE + forms_page()


PAGES = {
    "lenh.md": command_page,
    "the-thuc.md": layout_page,
    "mau-ke-hoach.md": plan_page,
    "mau-van-ban.md": papers_page,
    "luoc-do.md": schema_page,
}


def main() -> int:
    """Write or check every page."""
    texts = {FOLDER / name: page().encode() for name, page in PAGES.items()}
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_bytes() != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path} đã cũ. Chạy: python docs/generate.py", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(texts[path])
    return 0


if __name__ == "__main__":
    sys.exit(main())
