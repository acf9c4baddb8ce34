"""What a value looks like once it is printed: empty, raw, or with characters that a Word file cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from dan_van import numerals
from dan_van.model import Severity


class Shape(Enum):
    """What is known of a value that is not there yet."""

    TEXT = "chữ"
    WORD = "phần Word đã dựng sẵn"
    ANY = "chưa rõ"


@dataclass(frozen=True, slots=True)
class Possible:
    """One value that an expression may have, and what a clerk calls it (``ds[2].a``)."""

    name: str
    value: Any


Fault = tuple[str, Severity, str, str | None]
"""Rule, severity, message, remedy."""

_CONTROL = re.compile(r"[\x00-\x06\x08\x0e-\x1f\x7f\ufffe\uffff]")
_NUMBER = re.compile(r"-?\d+\.0+|-?\d{4,}\.\d+|-?\d(?:\.\d+)?[eE][+-]?\d+")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d.*)?")
_GROUPED_FROM = 10_000
_BLOCK_PREFIXES = frozenset({"p", "r", "tr", "tc"})


def faults(possible: Possible, prefix: str, *, escaped: bool = True) -> list[Fault]:
    """Everything wrong with printing a value in a tag with that prefix."""
    value = possible.value
    if value is Shape.ANY:
        return []
    if value is None:
        return [_empty(possible.name)]
    checks: Sequence[tuple[Any, Callable[[str, Any], list[Fault]]]] = (
        (bool | date, _nothing), (int | float, _number), (list | tuple | dict | set, _whole),
    )  # fmt: skip
    found = next((check(possible.name, value) for kind, check in checks if isinstance(value, kind)), None)
    if found is not None:
        return found
    word = value is Shape.WORD or hasattr(value, "__html__")
    if word:
        return [] if prefix in _BLOCK_PREFIXES else [_needs_prefix(possible.name)]
    lost = [_no_prefix(possible.name, prefix)] if prefix in _BLOCK_PREFIXES else []
    return lost + (_text(possible.name, value, escaped) if isinstance(value, str) else [])


def _text(name: str, text: str, escaped: bool) -> list[Fault]:
    found: list[Fault] = []
    if "\v" in text:
        message = f"Giá trị của {name} có dấu xuống dòng mềm (mã 11): dan-van in thành xuống dòng, phần mềm khác làm mất."
        found.append(("ky-tu-dieu-khien", Severity.INFO, message, "Thay bằng khoảng trắng nếu không muốn xuống dòng."))
    if control := _CONTROL.search(text):
        found.append((
            "ky-tu-dieu-khien", Severity.WARNING,
            f"Giá trị của {name} có ký tự điều khiển (mã {ord(control[0])}) sau “{text[: control.start()][-20:]}”: Word không chứa được, ký tự này sẽ mất.",
            "Xóa ký tự đó trong dữ liệu (thường do chép từ Excel), gõ khoảng trắng hoặc xuống dòng vào chỗ ấy.",
        ))  # fmt: skip
    if special := re.search(r"[&<>]", text):
        found.append(_markup(name, special[0], escaped))
    if _NUMBER.fullmatch(text.strip()):
        found.append(_raw_number(name, text.strip()))
    if day := _ISO_DAY.fullmatch(text.strip()):
        found.append(_raw_day(name, text.strip(), f"ngày {day[3]} tháng {day[2]} năm {day[1]}"))
    return found


def _markup(name: str, character: str, escaped: bool) -> Fault:
    if escaped:
        return (
            "ky-tu-dac-biet", Severity.INFO,
            f"Giá trị của {name} có dấu “{character}”: dan-van in đúng; phần mềm khác dùng chung mẫu này (docxtpl) làm mất dấu ấy hoặc cả phần chữ sau nó.",
            None,
        )  # fmt: skip
    return (
        "ky-tu-dac-biet", Severity.ERROR,
        f"Giá trị của {name} có dấu “{character}” mà thẻ in thô (safe): phần chữ từ dấu ấy bị mất, hoặc tệp hỏng.", "Bỏ |safe trong thẻ.",
    )  # fmt: skip


def _empty(name: str) -> Fault:
    return (
        "gia-tri-trong", Severity.WARNING, f"{name} chưa có giá trị (null): dan-van để trống chỗ này, phần mềm khác in chữ “None”.",
        f"Điền giá trị, hoặc viết {{{{ {name}|default('……', true) }}}}, hoặc để trong {{% if {name} %}} … {{% endif %}}.",
    )  # fmt: skip


def _nothing(_: str, __: Any) -> list[Fault]:
    """Drafting prints có, không, and days as 23/11/2026 by itself."""
    return []


def _number(name: str, value: float) -> list[Fault]:
    shown = str(int(value) if value == int(value) else value)
    return [_raw_number(name, shown, f"Viết {{{{ {name}|so }}}}.")] if abs(value) >= _GROUPED_FROM else []


def _raw_number(
    name: str, shown: str, remedy: str = "Ghi số trong dữ liệu đúng như muốn in, đặt trong dấu ngoặc kép."
) -> Fault:
    return (
        "so-tho", Severity.WARNING, f"{name} in ra số thô “{shown}”, không phải cách viết “{_grouped(shown)}”.", remedy
    )  # fmt: skip


def _grouped(shown: str) -> str:
    """A number as it is written in Vietnamese: ``1.500.000``, ``2,5``."""
    try:
        return numerals.shown(round(Decimal(shown), 6))
    except InvalidOperation:
        return shown


def _raw_day(name: str, shown: str, wanted: str) -> Fault:
    remedy = "Ghi ngày trong dữ liệu đúng như muốn in."
    return ("ngay-tho", Severity.WARNING, f"{name} in ra ngày thô “{shown}”, không phải cách viết “{wanted}”.", remedy)


def _whole(name: str, value: Any) -> list[Fault]:
    kind = "cả nhóm trường" if isinstance(value, dict) else "cả danh sách"
    remedy = (
        f"Lặp qua từng mục: {{% for muc in {name} %}}{{{{ muc }}}}{{% endfor %}}, hoặc in một trường của nhóm ({name}.tên)."
    )
    return [("gia-tri-tho", Severity.WARNING, f"{name} in ra {kind} kèm dấu ngoặc của máy.", remedy)]


def _needs_prefix(name: str) -> Fault:
    return (
        "phan-dung-san", Severity.WARNING,
        f"{name} là phần Word đã dựng sẵn (cả đoạn), in trong thẻ thường thì thừa đoạn trống trước và sau; phần mềm khác làm hỏng tệp.",
        f"Viết {{{{p {name} }}}}, để riêng một đoạn.",
    )  # fmt: skip


def _no_prefix(name: str, prefix: str) -> Fault:
    return (
        "phan-dung-san", Severity.INFO,
        f"{name} chỉ là chữ thường: dan-van vẫn in, phần mềm khác chỉ nhận phần Word đã dựng sẵn trong thẻ {{{{{prefix} }}}} và làm mất chữ.",
        f"Viết {{{{ {name} }}}}, không có chữ {prefix}.",
    )  # fmt: skip
