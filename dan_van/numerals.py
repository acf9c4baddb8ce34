"""Numbers as Vietnamese papers write them: dots between thousands, a decimal comma; Roman ones; rows that sum others."""

from __future__ import annotations

import re
from decimal import Decimal

from dan_van.text import comparable

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


def read(text: str) -> Decimal | None:
    """A number and nothing else (``1.204,5``); None for anything that is not one."""
    said = text.strip()
    return Decimal(said.replace(".", "").replace(",", ".")) if _NUMBER.fullmatch(said) else None


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(value: int) -> str:
    """A Roman numeral in capitals; empty for nothing or less."""
    written = []
    for worth, letters in _ROMAN:
        times, value = divmod(max(value, 0), worth)
        written.append(letters * times)
    return "".join(written)


_TOTAL = re.compile(
    r"(?:t[ổo]ng|c[ộo]ng)(?:$|\s*[:.,(]| (?:c[ộo]ng|s[ốo]|chung|to[àa]n|c[áa]c|c[ảa]|kinh ph[íi]|thu|chi|ti[ềe]n|gi[áa] tr[ịi])\b)"
)


def is_total(label: str) -> bool:
    """Whether a row of that name sums the others: Tổng, Tổng cộng, Cộng …; not a village Cộng Hòa, not Công an."""
    return bool(_TOTAL.match(comparable(label)))


def shown(value: Decimal | int) -> str:
    """``1.204,5``: as many decimals as it has, none for a whole number."""
    text = f"{Decimal(value):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")
