"""A read draft → the values that its template's tags are filled with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dan_van import tables
from dan_van.dates import PartialDate, format_long
from dan_van.drafting import annexes, basis, papers, wordml
from dan_van.drafting.blocks import Run
from dan_van.layout import (
    balanced_width,
    half_columns,
    heading_columns,
    line_width,
    mm,
    number,
    signing_columns,
    text_width,
    word,
)
from dan_van.office import Office, Signing

if TYPE_CHECKING:
    from dan_van.drafting.drafts import Draft
    from dan_van.drafting.papers import Facts

_BLANK_NUMBER = "      "
_TO_INDENT_MM = 30


def context(draft: Draft) -> dict[str, Any]:
    """Every tag's value: the fields by their names, and over them what is printed otherwise than typed.

    Values that are WordprocessingML are :class:`markupsafe.Markup`; everything else is plain text.
    """
    values, profile, facts = draft.values, draft.office, papers.facts(draft.template)
    family, columns, width = facts.form.family, heading_columns(facts.form.family), text_width(facts.form.family)
    signing = Signing.of(profile.signer, values.get("signer"))
    subject = values.get("subject") or ""
    longest = columns[0] / wordml.TWIPS_A_POINT / 2  # of a name that takes several lines
    issuer_rule = wordml.rule(min(_rule_length(profile.issuer[-1], "co-quan-ban-hanh", family), longest), columns[0])
    parent = profile.parent or ""
    head = annexes.head(parent, profile.issuer, issuer_rule, family) if draft.attached else ""
    known = draft.template.schema.get("properties", {})
    return {
        **dict.fromkeys(known), **values,
        "parent": parent,
        "issuer_lines": list(profile.issuer),
        "issuer_rule": Markup(issuer_rule),
        "code_line": _code_line(facts, values, profile),
        "place_and_date": f"{values.get('place') or profile.place}, {format_long(_issued(values))}",
        "type_name": facts.type_name.upper(),
        "title": subject or facts.type_name,
        "subject": Markup(wordml.subject(subject, number("trich-yeu", "size", family), width) if subject else ""),
        "subject_text": subject,
        "subject_rule": Markup(wordml.rule(min(_rule_length(subject, "trich-yeu", family), wordml.LONGEST_SUBJECT_RULE), width)),
        "subject_mark": word("trich-yeu", "mark", "dang"),
        "to_lines": Markup(_to(values.get("to") or (), facts)),
        "ordained_by": (values.get("ordained_by") or " ".join(profile.issuer)).upper(),
        "legal_basis": [Markup(wordml.paragraph([Run(line)], wordml.BASIS)) for line in basis.ended(values.get("legal_basis") or (), family)],
        "body": Markup(wordml.body(draft.blocks, width)),
        "recipients": _recipients(values, profile),
        "typist": values.get("typist") or "",
        "urgency": Markup(_urgency(values.get("urgency"), family)),
        "circulation": Markup(_circulation(values.get("circulation"), family)),
        "authority_lines": [part for line in signing.authority if line for part in _shared_out(line, family)],
        "position_lines": _shared_out(signing.position, family) if signing.position else [],
        "position": signing.position or "",
        "signing_lines": [line for line in (*signing.authority, signing.position) if line],
        "signer_name": signing.name or "",
        "signer_pairs": _pairs(signers(values, signing, family), family),
        "alone": not values.get("signers"),
        "annexes": Markup(annexes.xml(draft.attached, draft.annexes, reference(facts, values, profile), family, head)),
        "landscape_end": bool(draft.annexes and draft.annexes[-1].landscape),
    }  # fmt: skip


def recipient_lines(lines: Sequence[str], archive: str | None, *, addressed: bool = False) -> list[str]:
    """Nơi nhận lines: ``- `` before, ``;`` after, ``.`` after the last, which says where it is kept (ô số 9b).

    ``addressed``: the paper has Kính gửi, so the first line is Như trên.
    """
    bare = [re.sub(r"^[-–]\s*", "", line).rstrip(" ;.,") for line in lines]
    if addressed and not any(re.match(r"như\b", line, re.IGNORECASE) for line in bare):
        bare.insert(0, word("noi-nhan-dong", "first-with-to"))
    if archive and not any(re.match(r"lưu\b", line, re.IGNORECASE) for line in bare):
        bare.append(f"Lưu: {archive.rstrip(' .')}")
    return [f"- {line}" + (";" if index < len(bare) - 1 else ".") for index, line in enumerate(bare)]


def signers(values: Mapping[str, Any], signing: Signing, family: str = "hanh-chinh") -> list[tuple[list[str], str]]:
    """Lines and name of everyone who signs a paper that several sign, from left to right."""
    if given := values.get("signers"):
        return [([line for line in _lines(one) if line], one.get("name") or "") for one in given]
    if "secretary" in values or "chair" in values:
        chair = "CHỦ TRÌ" if family == tables.PARTY else "CHỦ TỌA"
        return [(["THƯ KÝ"], values.get("secretary") or ""), ([chair], values.get("chair") or "")]
    return [([line for line in (*signing.authority, signing.position) if line], signing.name or "")]


def reference(facts: Facts, values: Mapping[str, Any], profile: Office) -> str:
    """``(Kèm theo Kế hoạch số 05/KH-UBND ngày … của …)``, blank where number or date are still open."""
    code = _code_line(facts, values, profile).replace("Số:", "Số").replace("Số", " số", 1)
    day = format_long(_issued(values)) if facts.form.dated else ""
    return f"(Kèm theo {facts.type_name}{code}{f' {day}' if day else ''} của {values.get('ordained_by') or body_name(profile)})"


def body_name(profile: Office) -> str:
    """The issuer as a sentence names it: ``Ủy ban nhân dân xã Tân Thanh``."""
    lines = list(profile.issuer)
    if lines[-1].upper() == profile.name.upper():
        return " ".join([*map(_lowered, lines[:-1]), profile.name])
    text = " ".join(lines)
    at = text.upper().find(profile.name.upper())
    return _lowered(text[:at]) + profile.name if at > 0 else _lowered(text)


def _lowered(line: str) -> str:
    """A line of capitals as a sentence writes it; one typed with small letters keeps the names in it."""
    return line.capitalize() if line.isupper() else line


def _lines(one: Mapping[str, Any]) -> list[str]:
    authority = one.get("authority") or ()
    return [*((authority,) if isinstance(authority, str) else authority), one.get("position") or one.get("title") or ""]


def _pairs(people: Sequence[tuple[list[str], str]], family: str) -> list[dict[str, dict[str, Any]]]:
    """Two people a row; one alone stands on the right."""
    half = half_columns(family)[0]
    shown = [
        {"lines": [part for line in lines for part in _shared_out(line, family, half)], "name": name} for lines, name in people
    ]
    nobody: dict[str, Any] = {"lines": [], "name": ""}
    if len(shown) == 1:
        return [{"left": nobody, "right": shown[0]}]
    return [{"left": shown[i], "right": shown[i + 1] if i + 1 < len(shown) else nobody} for i in range(0, len(shown), 2)]


def _shared_out(line: str, family: str, column: int | None = None) -> list[str]:
    """A line that is too long for the signature's column, in lines of about one length."""
    size, bold = number("quyen-han-chuc-vu", "size", family), True
    width = (column or signing_columns(family)[1]) / wordml.TWIPS_A_POINT
    wanted = balanced_width(line, size, width, bold=bold)
    lines: list[str] = []
    for piece in line.split():
        if lines and line_width(f"{lines[-1]} {piece}", size, bold=bold) <= wanted:
            lines[-1] = f"{lines[-1]} {piece}"
        else:
            lines.append(piece)
    return lines


def _urgency(mark: str | None, family: str) -> str:
    """The frame of KHẨN, THƯỢNG KHẨN, HỎA TỐC: 20, 40, 30 mm wide (ô số 10b)."""
    if not mark:
        return ""
    kind = {"KHẨN": "width-khan", "THƯỢNG KHẨN": "width-thuong-khan", "HỎA TỐC": "width-hoa-toc"}[mark]
    return wordml.framed(mark, "DVDoKhan", mm(number("do-khan", kind, family)), heading_columns(family)[0])


def _circulation(mark: str | None, family: str) -> str:
    if not mark:
        return ""
    across = round((line_width(mark, number("pham-vi-luu-hanh", "size", family), bold=True) + 12) * wordml.TWIPS_A_POINT)
    return wordml.framed(mark, "DVLuuHanh", across, heading_columns(family)[0])


def _recipients(values: Mapping[str, Any], profile: Office) -> list[str]:
    lines = values.get("recipients") or ()
    if not lines and not (profile.archive and profile.code_suffix):
        return []
    return recipient_lines(lines, profile.archive, addressed=bool(values.get("to")))


def _to(lines: Sequence[str], facts: Facts) -> str:
    """Kính gửi: one on the same line; of several each its own, ``-`` under the colon, ``;`` between, ``.`` last (ô số 9a)."""
    if not lines:
        return ""
    family, size = facts.form.family, number("kinh-gui", "size", facts.form.family)
    text = "Kính trình:" if family == tables.PARTY and facts.document_type == "to-trinh" else word("kinh-gui", "text", family)
    gap = '<w:spacing w:before="240" w:after="{after}"/>'
    if len(lines) == 1:
        line = lines[0].rstrip(" ;.,")
        return wordml.paragraph([Run(f"{text} {line}")], wordml.TO, extra=gap.format(after=240) + '<w:jc w:val="center"/>')
    left = mm(_TO_INDENT_MM)
    under = left + round(line_width(text[:-1], size) * wordml.TWIPS_A_POINT)
    hang = round(line_width("- ", size) * wordml.TWIPS_A_POINT)
    pieces = [wordml.paragraph([Run(text)], wordml.TO, extra=gap.format(after=0) + f'<w:ind w:left="{left}"/>')]
    for index, line in enumerate(lines):
        last = index == len(lines) - 1
        bare = re.sub(r"^[-–]\s*", "", line).rstrip(" ;.,") + ("." if last else ";")
        extra = f'<w:spacing w:before="0" w:after="{240 if last else 0}"/><w:ind w:left="{under + hang}" w:hanging="{hang}"/>'
        pieces.append(wordml.paragraph([Run(f"- {bare}")], wordml.TO, extra=extra))
    return "".join(pieces)


def _rule_length(line: str, component: str, family: str) -> float:
    return line_width(line, number(component, "size", family), bold=True) * number(component, "rule-length", family)


def _issued(values: Mapping[str, Any]) -> PartialDate:
    return PartialDate.from_iso(values["issued"]) if values.get("issued") else PartialDate()


def _code_line(facts: Facts, values: Mapping[str, Any], profile: Office) -> str:
    """``Số: 05/KH-UBND``, ``Số: 05/UBND-VHXH`` of a công văn, ``Số 05-KH/ĐU`` of the Party; empty where there is no number."""
    family = facts.form.family
    opening = word("so-ky-hieu", "prefix", family)
    if not facts.form.numbered:
        return ""
    if values.get("code"):
        return f"{opening}{values['code']}"
    if profile.code_suffix is None:
        return ""  # a thôn has no ký hiệu
    digits = values.get("number")
    shown = (digits.zfill(2) if digits.isdigit() else digits) if digits else _BLANK_NUMBER
    kind = tables.abbreviation_of(facts.document_type, family if family in ("dang", "ban-sao") else tables.ADMINISTRATIVE)
    parts = (kind, profile.code_suffix, values.get("drafting_unit"))
    between = word("so-ky-hieu", "group-separator", family)
    return f"{opening}{shown}{word('so-ky-hieu', 'number-separator', family)}{between.join(part for part in parts if part)}"
