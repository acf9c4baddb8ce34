"""One page a rule, made when the docs are built: what, why and by which source, a wrong and a right picture.

The rules are those of ``dan_van/layout/rules.toml``; what the checker tells besides is in ``rules_beyond_table.toml``.
"""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path

from generate import FAMILIES, PROPERTIES, allowed, shown_value

from dan_van import layout

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "tham-chieu" / "quy-tac"

SAMPLES = {
    "quoc-hieu": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "tieu-ngu": "Độc lập - Tự do - Hạnh phúc", "co-quan-chu-quan": "UBND XÃ TÂN THANH",
    "co-quan-ban-hanh": "ỦY BAN NHÂN DÂN", "so-ky-hieu": "Số: 12/KH-UBND", "dia-danh-ngay": "Tân Thanh, ngày 05 tháng 02 năm 2026",
    "ten-loai": "KẾ HOẠCH", "trich-yeu": "Công tác dân vận năm 2026", "trich-yeu-cong-van": "V/v báo cáo công tác dân vận",
    "kinh-gui": "Kính gửi: Đảng ủy xã Tân Thanh", "can-cu": "Căn cứ Luật Thực hiện dân chủ ở cơ sở;", "noi-dung": "Các thôn tổ chức họp dân, phổ biến kế hoạch.",
    "dieu": "Điều 1.", "quyen-han-chuc-vu": "CHỦ TỊCH", "quyen-han": "TM. ỦY BAN NHÂN DÂN", "ho-ten": "Nguyễn Văn A", "noi-nhan-tu": "Nơi nhận:",
    "noi-nhan-dong": "- Lưu: VT.", "phu-luc": "Phụ lục I", "kem-theo": "(Kèm theo Kế hoạch số 12/KH-UBND)", "phan-chuong": "Chương I", "so-trang": "2",
    "loi-quyet-dinh": "QUYẾT ĐỊNH:", "tham-quyen-ban-hanh": "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", "muc-la-ma": "I. MỤC ĐÍCH", "tieu-de-dang": "ĐẢNG CỘNG SẢN VIỆT NAM",
}  # fmt: skip
"""What the pictures show of each component; another one shows its own title."""
WRONG_WORDS = {
    "quoc-hieu-loi": "Cộng hoà xã hội chủ nghĩa Việt Nam.", "tieu-ngu-loi": "Độc lập – Tự do – Hạnh phúc", "so-ky-hieu-chu-so": "Số 12/KH-UBND",
    "so-ky-hieu-hai-chu-so": "Số: 5/KH-UBND", "so-ky-hieu-gach-noi": "Số: 12 / KH - UBND", "so-ky-hieu-khong-nam": "Số: 12/2026/KH-UBND",
    "dia-danh-dau-phay": "Tân Thanh ngày 05 tháng 02 năm 2026", "ngay-hai-chu-so": "Tân Thanh, ngày 5 tháng 02 năm 2026",
    "thang-hai-chu-so": "Tân Thanh, ngày 05 tháng 2 năm 2026", "noi-nhan-hai-cham": "Nơi nhận", "noi-nhan-luu": "- Văn phòng.",
    "kinh-gui-loi": "Kính gửi Đảng ủy xã Tân Thanh", "quyen-han-chu-tat": "T/M ỦY BAN NHÂN DÂN", "ho-ten-hoc-vi": "ThS. Nguyễn Văn A",
    "can-cu-het-dong": "Căn cứ Luật Thực hiện dân chủ ở cơ sở,", "dieu-lam-le": "a. Tổ chức họp dân", "diem-chu-cai": "f) Tổ chức họp dân",
    "dang-so-chu-so": "Số: 12-KH/ĐU", "dang-so-gach-noi": "Số 12/KH-ĐU", "dang-tham-quyen-chu-tat": "TM. BAN CHẤP HÀNH",
}  # fmt: skip
RIGHT_WORDS = {
    "so-ky-hieu-hai-chu-so": "Số: 05/KH-UBND", "dieu-lam-le": "a) Tổ chức họp dân", "diem-chu-cai": "e) Tổ chức họp dân",
    "dang-so-chu-so": "Số 12-KH/ĐU", "dang-so-gach-noi": "Số 12-KH/ĐU", "dang-tham-quyen-chu-tat": "T/M BAN CHẤP HÀNH",
    "quyen-han-chu-tat": "TM. ỦY BAN NHÂN DÂN",
}  # fmt: skip
CAPTIONS = ("Sai", "Đúng")
COLOURS = ("#b00020", "#1b5e20")
WIDTH, HEIGHT = 360, 120
PAGE_SCALE = 0.36


def write() -> None:
    """Write every page anew, and the list of them."""
    FOLDER.mkdir(exist_ok=True)
    beyond = tomllib.loads((HERE / "rules_beyond_table.toml").read_text("utf-8"))
    pages = {rule.id: _page(rule) for rule in layout.rules()}
    pages |= {name: _beyond(name, facts) for name, facts in beyond.items()}
    for old in FOLDER.glob("*.md"):
        if old.stem not in pages:
            old.unlink()
    for name, text in {**pages, "index": _index(beyond)}.items():
        path = FOLDER / f"{name}.md"
        text = (
            text if name == "index" else f"---\norphan: true\n---\n{text}"
        )  # not in the sidebar: four hundred entries on every page
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")


def _index(beyond: dict[str, dict[str, str]]) -> str:
    lines = [
        "# Từng quy định",
        "",
        "Mã trong ngoặc vuông ở kết quả kiểm tra, chẳng hạn `[le-trai]`, là tên của một trang dưới đây.",
        "",
    ]
    for family, title in FAMILIES.items():
        rules = [rule for rule in layout.rules() if rule.family == family]
        lines += [f"## {title}", "", *[f"- [{_title(rule)}]({rule.id}.md) `{rule.id}`" for rule in rules], ""]
    lines += ["## Ngoài bảng quy tắc", "", *[f"- [{facts['title']}]({name}.md) `{name}`" for name, facts in beyond.items()], ""]
    return "\n".join([*lines, ""])


def _title(rule: layout.Rule) -> str:
    return f"{rule.title}: {PROPERTIES.get(rule.property, rule.property)}"


CONFIDENCE = {
    "A": "đã đọc ở hai bản lưu của quy định; không giữ là lỗi", "B": "đọc ở một nguồn; không giữ là cảnh báo",
    "P": "kinh nghiệm, không phải quy định; không giữ chỉ là lưu ý",
}  # fmt: skip


def _page(rule: layout.Rule) -> str:
    unit = {"ratio": " lần", "lines": " dòng"}.get(rule.unit or "", f" {rule.unit}" if rule.unit else "")
    lines = [
        f"# {_title(rule)}", "", f"Mã `{rule.id}` · {FAMILIES[rule.family]}", "",
        f"**Quy định**: {allowed(rule)}{unit}{f' ({rule.note})' if rule.note else ''}. Mẫu của chương trình dùng: {shown_value(rule.default)}{unit}.", "",
        f"**Nguồn**: {rule.source} (độ tin cậy {rule.confidence}: {CONFIDENCE[rule.confidence]}).", "",
    ]  # fmt: skip
    return "\n".join([*lines, _pictures(*_panels(rule)), ""])


def _beyond(name: str, facts: dict[str, str]) -> str:
    panels = [_words(facts[key]) for key in ("wrong", "right")]
    return f"# {facts['title']}\n\nMã `{name}`\n\n**Vì sao**: {facts['why']}\n\n**Nguồn**: {facts['source']}.\n\n{_pictures(*panels)}\n"


def _pictures(wrong: str, right: str) -> str:
    """Two panels side by side."""
    found = []
    for place, (panel, caption, colour) in enumerate(zip((wrong, right), CAPTIONS, COLOURS, strict=True)):
        found.append(
            f'<g transform="translate({place * (WIDTH + 20)} 0)"><rect x="1" y="22" width="{WIDTH - 2}" height="{HEIGHT}" fill="#fff" '
            f'stroke="{colour}" stroke-width="2"/><text x="4" y="15" font-size="14" fill="{colour}">{caption}</text>{panel}</g>'
        )
    size = f'viewBox="0 0 {2 * WIDTH + 20} {HEIGHT + 26}" width="100%" role="img" aria-label="Hình sai và hình đúng"'
    return f'```{{raw}} html\n<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(found)}</svg>\n```'


def _words(said: str, size: float = 16, align: str = "center", note: str = "", **style: str) -> str:
    """A line of text in the middle of a panel, in smaller letters when it is long; ``note`` stands small in a corner."""
    size *= min(1.0, (WIDTH - 24) / layout.line_width(said, size, bold="font_weight" in style))
    x, anchor = {"center": (WIDTH / 2, "middle"), "left": (12, "start"), "right": (WIDTH - 12, "end")}.get(align, (12, "start"))
    look = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in style.items())
    corner = (
        f'<text x="{WIDTH - 8}" y="{HEIGHT + 14}" font-size="12" text-anchor="end" fill="#555">{escape(note)}</text>'
        if note
        else ""
    )
    font = f'font-family="Times New Roman, serif" font-size="{size:.1f}" text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{HEIGHT / 2 + 28:g}" {font} fill="#000" {look}>{escape(said)}</text>{corner}'


def _panels(rule: layout.Rule) -> tuple[str, str]:
    said = SAMPLES.get(rule.component, rule.title)
    name, right = rule.property, rule.default
    if name == "size":
        wrong = float(rule.min if rule.min is not None else rule.values[0]) - 4  # type: ignore[arg-type]
        most = min(1.4, (WIDTH - 24) / layout.line_width(said, float(right)))  # both to one scale
        return _words(said, wrong * most, note=f"{wrong:g} pt"), _words(
            said, float(right) * most, note=f"{shown_value(right)} pt"
        )
    if name in ("bold", "italic", "underline"):
        key, on = {
            "bold": ("font_weight", "bold"),
            "italic": ("font_style", "italic"),
            "underline": ("text_decoration", "underline"),
        }[name]
        panels = _words(said, **{key: on}), _words(said)
        return panels[::-1] if right else panels
    if name == "case":
        return (_words(said.lower()), _words(said.upper())) if right == "upper" else (_words(said.upper()), _words(said))
    if name == "align" and right == "both":
        return _lines(30, ragged=True), _lines(30)
    if name == "align":
        return _words(said, align="left" if right != "left" else "center"), _words(said, align=str(right))
    if name.startswith("margin-") or name in ("width", "height"):
        return _sheet(rule, float(rule.min or float(right)) * (0.6 if name.startswith("margin-") else 1.05)), _sheet(
            rule, float(right)
        )
    if name == "first-line":
        return _lines(0), _lines(30)
    if name in ("paragraph-gap", "line-spacing", "line-exactly", "space-before"):
        return _lines(30, gap=0, step=9 if name != "paragraph-gap" else 13), _lines(30)
    if name == "font":
        return _words("Các thôn tổ chức họp dân", font_family="Arial").replace(
            "Times New Roman, serif", "Arial, sans-serif"
        ), _words("Các thôn tổ chức họp dân")
    if name == "color":
        return _words(said).replace("#000", "#c00000" if right == "000000" else "#000"), _words(said).replace(
            "#000", f"#{right}"
        )
    if name in ("position", "first-page"):
        return _numbered(name, wrong=True), _numbered(name, wrong=False)
    if name == "rule-length":
        return _words(said, text_decoration="underline"), _words(said) + _ruled(layout.line_width(said, 16) * float(right))
    return _words(WRONG_WORDS.get(rule.id, "(khác đi)")), _words(RIGHT_WORDS.get(rule.id, _shown(rule, said)))


def _shown(rule: layout.Rule, said: str) -> str:
    default = str(rule.default)
    return default if rule.property in ("text", "mark") else said if rule.id in WRONG_WORDS else shown_value(rule.default)


def _sheet(rule: layout.Rule, measure: float) -> str:
    """A sheet with its text block; the side that the rule speaks of drawn to scale."""
    sides = {side: layout.number("trang", f"margin-{side}", rule.family) for side in ("top", "right", "bottom", "left")}
    across, down = (layout.number("trang", side, rule.family) for side in ("width", "height"))
    if rule.property.startswith("margin-"):
        sides[rule.property.removeprefix("margin-")] = measure
    across, down = (measure if rule.property == "width" else across), (measure if rule.property == "height" else down)
    k = PAGE_SCALE
    x, y = (WIDTH - across * k) / 2, 27
    block = f'x="{x + sides["left"] * k:.1f}" y="{y + sides["top"] * k:.1f}" width="{(across - sides["left"] - sides["right"]) * k:.1f}" height="{(down - sides["top"] - sides["bottom"]) * k:.1f}"'
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{across * k:.1f}" height="{down * k:.1f}" fill="#fff" stroke="#555"/><rect {block} fill="#ccd"/>'
        f'<text x="12" y="{HEIGHT / 2 + 28}" font-size="13" fill="#000">{shown_value(round(measure, 1))} mm</text>'
    )


def _lines(indent: float, gap: float = 8, step: float = 13, *, ragged: bool = False) -> str:
    found, y = [], 42.0
    for _ in range(2):
        for number in range(3):
            left = 20 + (indent if number == 0 else 0)
            right = WIDTH - (90 if number == 2 else 20 + (17 * (number + 1) if ragged else 0))
            found.append(f'<line x1="{left:g}" y1="{y:g}" x2="{right}" y2="{y:g}" stroke="#444" stroke-width="4"/>')
            y += step
        y += gap
    return "".join(found)


def _numbered(name: str, *, wrong: bool) -> str:
    """Two sheets, with a number on each or only on the second, at the head or the foot."""
    found = []
    for page in (1, 2):
        x = 100 + (page - 1) * 100
        shown = page == 2 or (wrong and name == "first-page")
        y = 132 if wrong and name == "position" else 40
        found.append(f'<rect x="{x}" y="28" width="76" height="108" fill="#fff" stroke="#555"/>')
        found.append(
            f'<text x="{x + 38}" y="{y}" font-size="11" text-anchor="middle" fill="#000">{page}</text>' if shown else ""
        )
    return "".join(found)


def _ruled(length: float) -> str:
    left, y = (WIDTH - length) / 2, HEIGHT / 2 + 36
    return f'<line x1="{left:.1f}" y1="{y:g}" x2="{left + length:.1f}" y2="{y:g}" stroke="#000"/>'
