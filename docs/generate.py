"""Writes the reference pages that only repeat what the code says: ``python docs/generate.py [--check]``.

Without arguments the pages are written; with ``--check`` nothing is, and the exit status is 1 when a page is stale.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.pop("DAN_VAN_LANG", None)

import click

from dan_van import layout, resources
from dan_van.cli import app
from dan_van.drafting import templates

FOLDER = Path(__file__).resolve().parent / "tham-chieu"
NOTE = "<!-- Trang này do docs/generate.py sinh ra; đừng sửa tay. -->\n"
WIDTH = 80

COMPONENTS = {
    "trang": "Trang giấy", "so-trang": "Số trang", "quoc-hieu": "Quốc hiệu", "tieu-ngu": "Tiêu ngữ",
    "co-quan-chu-quan": "Tên cơ quan chủ quản", "co-quan-ban-hanh": "Tên cơ quan ban hành", "so-ky-hieu": "Số, ký hiệu",
    "dia-danh-ngay": "Địa danh và ngày, tháng, năm", "ten-loai": "Tên loại", "trich-yeu": "Trích yếu", "can-cu": "Căn cứ",
    "noi-dung": "Nội dung", "muc-la-ma": "Mục I., II.", "khoan-co-ten": "Mục 1., 2. có tên",
    "quyen-han-chuc-vu": "Quyền hạn, chức vụ", "ho-ten": "Họ tên người ký", "noi-nhan-tu": "Chữ “Nơi nhận:”",
    "noi-nhan-dong": "Từng dòng nơi nhận", "dau-trang": "Phần đầu trang",
}  # fmt: skip
PROPERTIES = {
    "width": "chiều rộng", "height": "chiều cao", "margin-top": "lề trên", "margin-bottom": "lề dưới", "margin-left": "lề trái",
    "margin-right": "lề phải", "font": "phông chữ", "color": "màu chữ", "size": "cỡ chữ", "align": "căn chỉnh",
    "position": "vị trí", "first-page": "trên trang đầu", "bold": "chữ đậm", "italic": "chữ nghiêng", "case": "kiểu chữ",
    "text": "lời", "rule-length": "đường kẻ so với dòng trên nó", "first-line": "thụt dòng đầu",
    "paragraph-gap": "cách đoạn", "line-spacing": "cách dòng", "column-width": "bề rộng cột Quốc hiệu", "closing": "dấu kết thúc",
}  # fmt: skip
WORDS = {
    "True": "có", "False": "không", "center": "giữa", "left": "trái", "both": "đều hai bên", "upper": "in hoa",
    "lower": "in thường", "header": "lề trên", "hidden": "không hiện", "000000": "đen",
}  # fmt: skip
UNITS = {"ratio": "lần", "lines": "dòng"}
LAYOUT_LEAD = """quy tắc mà mẫu Word được dựng theo. “Cho phép” là điều nguồn quy định; “mẫu dùng” là giá trị mẫu đi kèm chọn.
Độ tin cậy: **A** là đã đọc ở hai bản lưu của Nghị định, **B** một bản, **P** là kinh nghiệm, không phải quy định."""
KINDS = {"string": "chữ", "array": "danh sách", "object": "nhóm trường", "boolean": "true hoặc false", "null": "để trống được"}


def command_page() -> str:
    """Every command's own help, in the order the help shows."""
    app._speak_vietnamese()
    head = f"{NOTE}# Các lệnh\n\nLời trợ giúp của từng lệnh, đúng như khi gõ `--help`.\n"
    return head + "".join(_commands(app.cli, "dan-van", None))


def _commands(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, parent, name, **settings)
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner, found in sorted(command.commands.items()):
            yield from _commands(found, inner, context)


def layout_page() -> str:
    """The rule table, one section a component."""
    rules, head = layout.rules(), ("Thuộc tính", "Cho phép", "Mẫu dùng", "Đơn vị", "Nguồn", "Độ tin cậy", "Tên quy tắc")
    pieces = [f"{NOTE}# Quy tắc thể thức\n\n{len(rules)} {LAYOUT_LEAD}\n"]
    for component, group in groupby(rules, key=lambda rule: rule.component):
        pieces.append(f"\n## {COMPONENTS.get(component, component)}\n\n")
        pieces.append(_table(head, [_rule_row(rule) for rule in group]))
    return "".join(pieces)


def _rule_row(rule: layout.Rule) -> tuple[str, ...]:
    name, unit = PROPERTIES.get(rule.property, rule.property), UNITS.get(rule.unit or "", rule.unit or "")
    return name, _allowed(rule), _value(rule.default), unit, rule.source, rule.confidence, f"`{rule.id}`"


def _allowed(rule: layout.Rule) -> str:
    if rule.values:
        return " hoặc ".join(_value(value) for value in rule.values)
    if rule.min is None or rule.max is None:
        return f"đến {_value(rule.max)}" if rule.min is None else f"từ {_value(rule.min)} trở lên"
    return _value(rule.min) if rule.min == rule.max else f"{_value(rule.min)} đến {_value(rule.max)}"


def _value(value: object) -> str:
    text = f"{value:g}".replace(".", ",") if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return WORDS.get(text, text)


def plan_page() -> str:
    """The fields of the plan's template, from its schema."""
    schema = templates.find("ke-hoach", [resources.shipped_folder("templates")]).schema
    head = f"{NOTE}# Các trường của mẫu kế hoạch\n\n{schema['description']}\n"
    fields = _table(("Trường", "Tên", "Bắt buộc", "Kiểu", "Ý nghĩa", "Ví dụ"), list(_fields(schema, "")))
    body = f"## Phần thân của bản thảo trống\n\n```text\n{str(schema.get('x-body', '')).rstrip()}\n```\n"
    return f"{head}Cách dùng: [Soạn kế hoạch](../lam-viec/ke-hoach.md).\n\n{fields}\n{body}"


def _fields(schema: dict[str, Any], prefix: str) -> Iterator[tuple[str, ...]]:
    for key, field in schema.get("properties", {}).items():
        must = "có" if key in schema.get("required", ()) else ""
        examples = "; ".join(f"`{_example(example)}`" for example in field.get("examples", ()))
        yield f"`{prefix}{key}`", field.get("title", ""), must, _kind(field), field.get("description", ""), examples
        yield from _fields(field, f"{prefix}{key}.")


def _example(example: object) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _kind(field: dict[str, Any]) -> str:
    types = [branch.get("type", "string") for branch in field.get("oneOf", [field])]
    flat = [name for kind in types for name in (kind if isinstance(kind, list) else [kind])]
    return ", ".join(KINDS.get(name, name) for name in sorted(flat, key=lambda name: name == "null"))


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


PAGES = {"lenh.md": command_page, "the-thuc.md": layout_page, "mau-ke-hoach.md": plan_page}


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
