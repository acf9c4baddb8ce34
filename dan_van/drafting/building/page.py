"""The document part of a layout: where each component stands, and the tags that are filled in its place."""

from __future__ import annotations

from xml.sax.saxutils import escape

from dan_van.drafting import wordml
from dan_van.drafting.building.parts import HEADERS, NAMESPACES, XML
from dan_van.layout import Form, half_columns, heading_columns, line_width, number, signing_columns, text_width, word


def document(form: Form) -> str:
    """The document part for a layout."""
    pieces = [
        *([_styled(wordml.BODY, "{{p body }}"), wordml.rule(text_width(form.family) / wordml.TWIPS_A_POINT, text_width(form.family))] if form.heading == "copy" else []),
        heading(form),
        *([_styled(wordml.RULE, "")] if form.heading == "copy" else []),  # two tables in a row are one to Word
        *_title(form),
        *_opening(form),
        *([] if form.heading == "copy" else [_styled(wordml.BODY, "{{p body }}")]),
        *_ending(form),
        *_annexes(form),
        _styled(wordml.END, ""),
        _section(form.family),
    ]  # fmt: skip
    return f"{XML}<w:document {NAMESPACES}><w:body>{''.join(pieces)}</w:body></w:document>"


def heading(form: Form) -> str:
    """The head of the first page: issuer, Quốc hiệu or the Party's title, số, địa danh and date."""
    columns = heading_columns(form.family)
    right = {"party": _party_cell, "copy": _copy_cell}.get(form.heading, motto)(form.family)
    rows = [[_issuer_cell(form), right]]
    if form.numbered or form.dated:
        rows.append([_code_cell(form), _styled("DVDiaDanh", "{{ place_and_date }}" if form.dated else "")])
    return wordml.frame(columns, rows)


def motto(family: str) -> str:
    """Quốc hiệu, Tiêu ngữ and the rule below, as long as the line."""
    text = word("tieu-ngu", "text", family)
    length = line_width(text, number("tieu-ngu", "size", family), bold=True) * number("tieu-ngu", "rule-length", family)
    rule = wordml.rule(length, heading_columns(family)[1])
    return _styled("DVQuocHieu", word("quoc-hieu", "text", family)) + _styled("DVTieuNgu", text) + rule


def _party_cell(family: str) -> str:
    text = word("tieu-de-dang", "text", family)
    length = line_width(text, number("tieu-de-dang", "size", family), bold=True)
    return _styled("DVTieuDeDang", text) + wordml.rule(length, heading_columns(family)[1])


def _copy_cell(family: str) -> str:
    return _styled("DVHinhThucSao", "{{ type_name }}")


def _issuer_cell(form: Form) -> str:
    mark = _styled("DVDauSao", word("co-quan-ban-hanh", "mark", "dang")) if form.heading == "party" else ""
    return "".join([
        _when("parent", "DVChuQuan", "{{ parent }}"),
        *_loop("line", "issuer_lines", "DVCoQuan", "{{ line }}"), mark or _styled(wordml.RULE, "{{p issuer_rule }}"),
    ])  # fmt: skip


def _code_cell(form: Form) -> str:
    if not form.numbered:
        return _styled("DVSo", "")
    pieces = [_styled("DVSo", "{{ code_line }}")]
    if form.title == "letter":
        prefix = word("trich-yeu-cong-van", "prefix", form.family)
        pieces.append(_styled("DVTrichYeuCongVan", f"{prefix}{{{{ subject_text }}}}"))
    if "urgency" in form.common:
        pieces += [_styled("DVDoKhan", "{{p urgency }}"), _styled("DVLuuHanh", "{{p circulation }}")]
    return "".join(pieces)


def _title(form: Form) -> list[str]:
    if form.title != "named":
        return []
    below = (
        _styled(wordml.SUBJECT, "{{ subject_mark }}")
        if form.heading == "party"
        else _styled(wordml.RULE, "{{p subject_rule }}")
    )
    return [
        _styled("DVTenLoai", "{{ type_name }}"),
        _styled(wordml.SUBJECT, "{{p subject }}"),
        _styled(wordml.SUBJECT, "{%p if subject_text %}"), below,
        _styled(wordml.SUBJECT, "{%p else %}"), _styled(wordml.RULE, ""), _styled(wordml.SUBJECT, "{%p endif %}"),
    ]  # fmt: skip


def _opening(form: Form) -> list[str]:
    pieces = [_styled(wordml.TO, "{{p to_lines }}")] if "to" in form.common else []
    if form.ordaining:
        pieces.append(_styled("DVThamQuyen", "{{ ordained_by }}"))
    if "legal_basis" in form.common:
        pieces += _loop("basis", "legal_basis", wordml.BASIS, "{{p basis }}")
    if form.ordaining:
        pieces.append(_styled("DVLoiQuyetDinh", form.ordaining))
    return pieces


_SIGNING_GAP = 160
"""Twips between the text and the signatures; our choice, no rule."""


def _ending(form: Form) -> list[str]:
    """Nơi nhận on the left and the signature on the right; of several signers two a row, nơi nhận below them."""
    columns = signing_columns(form.family)
    left = _recipients_cell(form) if "recipients" in form.common else _styled("DVNoiNhan", "")
    alone = wordml.frame(columns, [[left, _signer_cell()]], above=_SIGNING_GAP)
    if form.ending != "signers":
        return [alone]
    below = [
        _styled(wordml.END, "{%p if recipients %}"),
        _styled(wordml.RULE, ""),
        wordml.frame(columns, [[left, _styled("DVNoiNhan", "")]]),
        _styled(wordml.END, "{%p endif %}"),
    ]
    several = [_signers(form.family), *(below if "recipients" in form.common else [])]
    if "signer" not in form.common:
        return several
    return [
        _styled(wordml.END, "{%p if alone %}"),
        alone,
        _styled(wordml.END, "{%p else %}"),
        *several,
        _styled(wordml.END, "{%p endif %}"),
    ]


def _recipients_cell(form: Form) -> str:
    return "".join([
        _styled("DVNoiNhan", "{%p if recipients %}"), _styled("DVNoiNhan", word("noi-nhan-tu", "text", form.family)),
        _styled("DVNoiNhan", "{%p else %}"), _styled("DVNoiNhan", ""), _styled("DVNoiNhan", "{%p endif %}"), *_loop("line", "recipients", "DVNoiNhanDong", "{{ line }}"),
        _when("typist", "DVNguoiSoan", "{{ typist }}") if "typist" in form.common else "",
    ])  # fmt: skip


def _signer_cell() -> str:
    return "".join([
        *_loop("line", "authority_lines", "DVQuyenHan", "{{ line }}"), *_loop("line", "position_lines", "DVChucVu", "{{ line }}"),
        _styled("DVHoTen", "{{ signer_name }}"),
    ])  # fmt: skip


def _signers(family: str) -> str:
    """A grid of two columns: a row of what each signs as, a row of names, so that names stand level."""
    empty = _styled("DVQuyenHan", "")
    titles = ["".join(_loop("line", f"pair.{side}.lines", "DVQuyenHan", "{{ line }}")) + empty for side in ("left", "right")]
    names = [_styled("DVHoTen", f"{{{{ pair.{side}.name }}}}") for side in ("left", "right")]
    opening, closing = _styled("DVQuyenHan", "{%tr for pair in signer_pairs %}"), _styled("DVQuyenHan", "{%tr endfor %}")
    return wordml.frame(half_columns(family), [[opening, empty], titles, names, [closing, empty]], above=_SIGNING_GAP)


def _annexes(form: Form) -> list[str]:
    """A section of its own for what is attached: the main text's section ends in the paragraph before it."""
    if not {"annexes", "attached"} & {*form.common}:
        return []
    ending = f'<w:p><w:pPr><w:pStyle w:val="{wordml.END}"/>{_section(form.family)}</w:pPr></w:p>'
    return [
        _styled(wordml.END, "{%p if annexes %}"),
        ending,
        _styled(wordml.END, "{%p endif %}"),
        _styled(wordml.END, "{{p annexes }}"),
    ]


def _styled(style: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _when(name: str, style: str, text: str) -> str:
    return _styled(style, f"{{%p if {name} %}}") + _styled(style, text) + _styled(style, "{%p endif %}")


def _loop(item: str, items: str, style: str, text: str) -> list[str]:
    return [_styled(style, f"{{%p for {item} in {items} %}}"), _styled(style, text), _styled(style, "{%p endfor %}")]


def _section(family: str) -> str:
    return wordml.section(family, HEADERS)
