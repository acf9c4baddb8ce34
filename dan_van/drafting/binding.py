"""What a line break must not part: “Điều” from its number, “ngày” from the day, “số” from the symbol, a telephone number."""

from __future__ import annotations

import re

_NO_BREAK = "\u00a0"
_UNIT = re.compile(r"\b([Đđ]iều|[Kk]hoản|[Đđ]iểm|[Cc]hương|[Mm]ục|[Pp]hần|[Pp]hụ lục) (?=\d|[IVXLC]+\b|[a-zđ]\b)")
_DATE = re.compile(r"\b([Nn]gày|[Tt]háng|[Nn]ăm) (?=\d)")
_TELEPHONE = re.compile(r"(?<!\d)(0\d{2,4}) (\d{3}) (\d{3,4})(?!\d)")
_NUMBER = re.compile(r"\b([Ss]ố:?) (?=\d)")


def bound(text: str) -> str:
    """The text with non-breaking spaces there; for print only, never for what is stored or searched."""
    if " " not in text:
        return text
    for pattern in (_UNIT, _DATE, _NUMBER):
        text = pattern.sub(rf"\1{_NO_BREAK}", text)
    return _TELEPHONE.sub(rf"\1{_NO_BREAK}\2{_NO_BREAK}\3", text)
