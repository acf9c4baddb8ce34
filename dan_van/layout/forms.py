"""The layouts that papers are built on: what stands on the page, in which order, by which family of rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dan_van.layout.rules import STATE

_DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu"
_PARTY = "Hướng dẫn 05-HD/VPTW ngày 27/5/2026"
_VILLAGE = "chưa có mẫu chính thức; trình bày theo Nghị định 30/2020/NĐ-CP"


@dataclass(frozen=True, slots=True)
class Form:
    """One layout.

    ``heading`` is state, party, village or copy; ``title`` named (tên loại and trích yếu), letter (trích yếu under the
    number) or none; ``ordaining`` the words before Điều 1; ``ending`` recipients (nơi nhận beside the signer), signers
    (a grid of signers), signer (one, on the right) or none; ``closed`` whether ``./.`` ends the text.
    """

    name: str
    source: str
    common: tuple[str, ...]
    family: str = STATE
    heading: str = "state"
    numbered: bool = True
    dated: bool = True
    title: str = "named"
    ordaining: str | None = None
    ending: str = "recipients"
    closed: bool = True


_NUMBER = ("number", "code", "place", "issued", "issuer", "parent", "code_suffix")
_MARKS = ("urgency", "circulation", "typist")
_END = ("legal_basis", "recipients", "signer", "annexes", "numbering")
_PLAIN = (*_NUMBER, *_MARKS, "subject", *_END)
_UNNUMBERED = ("place", "issued", "issuer", "parent", "subject")

_FORMS = (
    Form("ten-loai", f"{_DECREE} 1.4", (*_PLAIN, "to")),
    Form("quyet-dinh", f"{_DECREE} 1.2 và 1.3", (*_PLAIN, "ordained_by", "attached"), ordaining="QUYẾT ĐỊNH:"),
    Form("nghi-quyet", f"{_DECREE} 1.1", (*_PLAIN, "ordained_by", "attached"), ordaining="QUYẾT NGHỊ:"),
    Form("cong-van", f"{_DECREE} 1.5", (*_PLAIN, "to", "drafting_unit"), title="letter"),
    Form("cong-dien", f"{_DECREE} 1.6", _PLAIN),
    Form("giay-moi", f"{_DECREE} 1.7", _PLAIN),
    Form("giay-gioi-thieu", f"{_DECREE} 1.8", (*_NUMBER, "recipients", "signer", "numbering")),
    Form("bien-ban", f"{_DECREE} 1.9", ("number", "code", "issuer", "parent", "code_suffix", "subject", "secretary", "chair", "recipients", "annexes", "numbering"), dated=False, ending="signers"),
    Form("giay-nghi-phep", f"{_DECREE} 1.10", (*_NUMBER, "recipients", "signer", "numbering")),
    Form("thu-cong", "Nghị định 30/2020/NĐ-CP, Điều 7; soạn theo các thành phần bắt buộc, không có mẫu trong Nghị định", (*_UNNUMBERED, "to", "signer", "numbering"), numbered=False, ending="signer", closed=False),
    Form("hai-ben", "Nghị định 30/2020/NĐ-CP, Điều 7; soạn theo các thành phần bắt buộc, không có mẫu trong Nghị định", (*_NUMBER, "subject", "legal_basis", "signers", "annexes", "numbering"), ending="signers"),
    Form("ban-sao", f"{_DECREE} 3.1, 3.2, 3.3; Điều 25", (*_NUMBER, "recipients", "signer", "numbering"), family="ban-sao", heading="copy", title="none", closed=False),
    Form("dang", _PARTY, (*_PLAIN, "to"), family="dang", heading="party"),
    Form("dang-cong-van", _PARTY, (*_PLAIN, "to"), family="dang", heading="party", title="letter"),
    Form("dang-bien-ban", _PARTY, (*_NUMBER, "subject", "secretary", "chair", "recipients", "annexes", "numbering"), family="dang", heading="party", ending="signers"),
    Form("thon", _VILLAGE, (*_UNNUMBERED, "to", "legal_basis", "recipients", "signer", "signers", "annexes", "numbering"), family="thon", heading="village", numbered=False, ending="signers"),
    Form("thon-phieu", _VILLAGE, (*_UNNUMBERED, "signer", "numbering"), family="thon", heading="village", numbered=False, ending="signer", closed=False),
)  # fmt: skip


@cache
def forms() -> dict[str, Form]:
    """Every layout by its name."""
    return {form.name: form for form in _FORMS}
