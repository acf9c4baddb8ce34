"""The page of the file forms, from the schemas in ``dan_van/data``: every field, and what is said of a wrong file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dan_van import frontmatter, layout, schema
from dan_van.drafting import papers

HEAD = ("Trường", "Tên", "Bắt buộc", "Kiểu", "Ý nghĩa", "Giá trị hoặc ví dụ")
KINDS = {
    "string": "chữ",
    "array": "danh sách",
    "object": "nhóm trường",
    "boolean": "true hoặc false",
    "integer": "số",
    "null": "để trống được",
}
PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "tên viết thường không dấu, nối bằng dấu gạch",
    "^[a-z][a-z0-9_]*$": "tên viết thường không dấu, chữ số, dấu _; mở đầu bằng chữ",
    "^[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+(#[a-z0-9.-]+)?$": "mã văn bản; muốn nói một điều khoản thì thêm # và mã của nó",
    "^[0-9a-f]{64}$": "64 chữ số thập lục phân",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "năm-tháng-ngày",
    "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "năm-tháng-ngày, năm-tháng hoặc năm",
    "^[0-9]{1,5}[a-zđ]?$": "tới năm chữ số, có thể thêm một chữ cái",
}
"""How a clerk says what a pattern asks; a pattern that is not here is shown as it stands."""

LEAD = """# Dạng của các tệp

Ba loại tệp người dùng viết ngoài bản thảo, và các trường chung của bản thảo. Mọi giá trị là chữ đúng như đã gõ; trường bắt buộc
phải có mặt. Trường `a.b` nằm trong nhóm `a`; `a[].b` là trường `b` của mỗi phần tử trong danh sách `a`. Tệp sai thì chương trình
chỉ ra mọi chỗ sai một lần, mỗi chỗ một dòng như ở cuối từng mục.
"""
FORMS = (
    (
        "document.schema.json",
        "Một tệp `.md` trong kho; các trường nằm giữa hai dòng `---`, lời văn ở dưới. Cách thêm văn bản, mã văn bản, độ tin cậy: "
        "[Kho văn bản](../kho-van-ban.md).",
        "corpus/ke-hoach/2026/12-kh-ubnd.md",
        "---\ncode: 12/KH-UBND\ntype: ke-hoach\nsubject: thử\nisuer: uy-ban-nhan-dan\nissued: 16/11/2026\nstatus: null\n"
        'text: tóm tắt\nsource: {name: "thử", confidence: "?"}\n---\n',
    ),
    (
        "office.schema.json",
        "Tệp `office.yaml`, do `dan-van init` tạo; đặt cùng thư mục với bản thảo hoặc ở thư mục trên.",
        "office.yaml",
        "level: huyện\nname: xã Tân Thanh\nissuer: UBND XÃ TÂN THANH\nvillages: [thôn Đông, thôn Đông]\n",
    ),
    (
        "indicators.schema.json",
        "Tệp `bieu-TÊN.yaml` của cơ quan, cùng thư mục với số liệu; mỗi chỉ tiêu là một dòng của biểu. `parts`, `within`, `group` gọi "
        "mã chỉ tiêu, mã nhóm có trong cùng tệp. Cách dùng: [Báo cáo](../lam-viec/bao-cao.md).",
        "bieu-thu.yaml",
        "name: thu\ntitle: Thử\nindicators:\n  - {key: Số hộ, name: Số hộ, kind: count}\n  - {key: so_nguoi, name: Số người, kind: số}\n",
    ),
)  # fmt: skip
"""Schema, what it is for, and a wrong file with its name."""
SHARED = """## Trường chung của các mẫu

Mẫu nào có trường nào do bố cục của mẫu định (`layout` trong `paper.yaml`); mẫu thêm trường chung bằng `also`, thêm trường riêng
bằng `fields`. Xem đủ trường của một mẫu: `dan-van templates show TÊN-MẪU`.
"""


def forms_page() -> str:
    """Every file form: its fields, and what a wrong file is told."""
    pieces = [LEAD]
    for name, use, file, wrong in FORMS:
        form = schema.shipped(name)
        pieces.append(f"## {form['title']}\n\n{use}\n\n{form['description']}\n\n{table(HEAD, list(field_rows(form)))}")
        pieces.append(f"Tệp sai:\n\n```yaml\n{wrong}```\n\n```text\n{told(wrong, form, file)}```\n")
    return "\n".join([*pieces, _shared_fields()])


def _shared_fields() -> str:
    """The shared fields that the plan's page does not tell already, and which layout has which."""
    plan = layout.forms()["ten-loai"].common
    own = {"properties": {key: field for key, field in papers.shared().items() if key not in (*plan, "office")}}
    rows = [(f"`{form.name}`", form.source, ", ".join(f"`{key}`" for key in form.common)) for form in layout.forms().values()]
    return "\n".join(
        [
            SHARED,
            table(("Bố cục", "Theo", "Trường chung"), rows),
            "`office` ở mẫu nào cũng có. Các trường của bố cục `ten-loai`: [mẫu kế hoạch](mau-ke-hoach.md). Các trường còn lại:\n",
            table(HEAD, list(field_rows(own))),
        ]
    )


def told(text: str, form: Mapping[str, Any], file: str) -> str:
    """What is said of a file, one line a fault."""
    read = frontmatter.parse(text, file) if text.startswith("---") else frontmatter.load(text, file)
    _, findings = schema.validate(read, form, file)
    return "".join(f"{finding.severity.label}  {finding}\n" for finding in findings)


def field_rows(form: Mapping[str, Any], prefix: str = "", root: Mapping[str, Any] | None = None) -> Iterator[tuple[str, ...]]:
    """A row for each field of a schema, those inside a group or list after it."""
    root = form if root is None else root
    for key, stated in form.get("properties", {}).items():
        field = _resolved(stated, root)
        must = "có" if key in form.get("required", ()) else ""
        yield f"`{prefix}{key}`", field.get("title", ""), must, kind(field, root), field.get("description", ""), _values(field)
        yield from field_rows(field, f"{prefix}{key}.", root)
        yield from field_rows(_resolved(field.get("items", {}), root), f"{prefix}{key}[].", root)


def kind(field: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """What a field holds, in words; that it may be empty comes last."""
    if "enum" in field:
        return "một trong các giá trị" + (f", {KINDS['null']}" if None in field["enum"] else "")
    branches = [_resolved(branch, root) for branch in field.get("oneOf", [field])]
    found = [word for branch in branches for word in _words(branch, root)]
    empty = KINDS["null"]
    return ", ".join([*dict.fromkeys(word for word in found if word != empty), *([empty] if empty in found else [])])


def _words(field: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    types = field.get("type", "string")
    for name in (types,) if isinstance(types, str) else types:
        word = KINDS[name]
        if name == "array" and "items" in field:
            word += f" ({kind(_resolved(field['items'], root), root)})"
        elif name == "object" and isinstance(field.get("additionalProperties"), dict):
            word = f"mỗi dòng một “tên: giá trị” ({kind(field['additionalProperties'], root)})"
        elif name == "string" and "pattern" in field:
            word = PATTERNS.get(field["pattern"], f"{word} (`{field['pattern']}`)")
        elif name == "integer" and "minimum" in field:
            word += f" ({field['minimum']} đến {field['maximum']})"
        yield word


def _resolved(field: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """A field with what its ``$ref`` says under what it says itself."""
    found: Any = root
    for step in field["$ref"].removeprefix("#/").split("/") if "$ref" in field else ():
        found = found[step]
    return {**(found if "$ref" in field else {}), **field}


def _values(field: Mapping[str, Any]) -> str:
    """What may stand in a field, or examples of it."""
    known = [value for value in field.get("enum", ()) if value is not None] or field.get("examples", ())
    return "; ".join(f"`{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}`" for value in known)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
