"""Checks of village papers: the arithmetic of votes, who signs, which form is allowed, by when a paper goes out.

Luật 10/2022/QH15, Điều 15 to Điều 21; Nghị định 59/2023/NĐ-CP; Nghị định 61/2023/NĐ-CP.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dan_van.drafting.computed import figures, votes
from dan_van.drafting.computed.sheet import LABELS, Check, Sheet, at_least_days, by_position, counters, hours, within, witnesses
from dan_van.drafting.computed.votes import BALLOT, CLAUSES, LAW, ONLINE
from dan_van.model import Finding

_DECREE_59 = "Nghị định số 59/2023/NĐ-CP"
_DECREE_61 = "Nghị định số 61/2023/NĐ-CP"
_CONTENT = f"Điều 20 {LAW}"
_CHAPTER = f"Điều 15 đến Điều 21 {LAW}"


def _attendance(sheet: Sheet) -> Iterator[Finding]:
    """Households there and households away are all households (Điều 20: both are told)."""
    whole, present, absent = sheet["households"], sheet["present"], sheet["absent"]
    if whole is None or present is None:
        return
    if whole == 0:
        yield sheet.error("so-ho", "households", "là 0 thì không có ai biểu quyết", _CONTENT)
    elif present > whole:
        yield sheet.error("so-ho", "present", f"{present} nhiều hơn tổng số {whole} hộ; mỗi hộ chỉ một đại diện", _CONTENT)
    elif absent is not None and present + absent != whole:
        text = f"ghi {absent}, nhưng {whole} hộ trừ {present} hộ dự còn {whole - present}"
        yield sheet.error("so-ho", "absent", text, _CONTENT)


def _voters(key: str) -> Check:
    """For every matter: the votes add up, the form is allowed, the typed result is the computed one."""

    def check(sheet: Sheet) -> Iterator[Finding]:
        count, whole = sheet[key], sheet["households"]
        for index, matter in enumerate(sheet.matters, 1):
            where, clause = f"matters.{index}", CLAUSES[matter["clause"]]
            if count is not None and votes.cast(matter) != count:
                text = f"tán thành, không tán thành và ý kiến khác cộng lại là {votes.cast(matter)}, phải bằng {count}"
                yield sheet.error("so-phieu", f"{where}.agreed", f"{text} “{LABELS[key]}”", _CONTENT)
            yield from _form(sheet, f"{where}.form", matter.get("form"), clause.number)
            typed = matter.get("result")
            if whole and typed and typed != votes.outcome(matter, whole):
                text = f"ghi “{typed}”, nhưng {matter['agreed']}/{whole} hộ ({figures.share(matter['agreed'], whole)}) "
                text += f"là “{votes.outcome(matter, whole)}”: cần {clause.majority}, tức ít nhất {votes.needed(clause.number, whole)}"
                yield sheet.error("ty-le", f"{where}.result", text, clause.source)

    return check


def _form(sheet: Sheet, field: str, form: str | None, number: int) -> Iterator[Finding]:
    """A form that Điều 15 does not allow for the matter, told at a field."""
    clause = CLAUSES[number]
    if form and form not in clause.forms:
        text = f"“{form}” không dùng được cho {clause.subject}; chỉ được: {', '.join(clause.forms)}"
        yield sheet.error("hinh-thuc", field, text, clause.source)
    elif form == BALLOT and number == 3:
        text = "hương ước, quy ước chỉ phát phiếu khi cuộc họp không đủ người"
        yield sheet.warning("hinh-thuc", field, text, clause.source)


def _enough(sheet: Sheet) -> Iterator[Finding]:
    """A meeting so small that nothing can be carried is told before anybody signs."""
    whole, present = sheet["households"], sheet["present"]
    if not whole or present is None or present > whole:
        return
    clauses = sorted({matter["clause"] for matter in sheet.matters})
    if 3 in clauses and not votes.more_than(present, whole, "1/2"):
        text = f"{present}/{whole} hộ chưa quá một nửa, cuộc họp thông qua hương ước, quy ước không đủ điều kiện"
        yield sheet.error("so-ho", "present", text, _DECREE_61)
    for clause in clauses:
        if clause != 3 and present < votes.needed(clause, whole):
            text = f"{present}/{whole} hộ: dù tất cả tán thành cũng không đạt, cần ít nhất {votes.needed(clause, whole)}"
            yield sheet.warning("so-ho", "present", text, CLAUSES[clause].source)


def _clusters(sheet: Sheet) -> Iterator[Finding]:
    """Meetings by cluster: from 200 households, or where people live apart; their figures add up to the village's."""
    clusters = sheet["clusters"]
    if not clusters:
        return
    whole = sheet["households"] or 0
    if whole < 200:
        text = f"thôn có {whole} hộ; dưới 200 hộ chỉ họp theo cụm khi địa bàn dân cư phân tán"
        yield sheet.warning("cum", "clusters", text, _CHAPTER)
    for key in ("households", "present"):
        summed = figures.total(clusters, key)
        if sheet[key] is not None and summed != sheet[key]:
            yield sheet.error("cum", key, f"ghi {sheet[key]}, nhưng các cụm cộng lại là {summed}", _CONTENT)
    for index, cluster in enumerate(clusters, 1):
        if cluster["present"] > cluster["households"]:
            text = f"{cluster['present']} nhiều hơn {cluster['households']} hộ của cụm"
            yield sheet.error("cum", f"clusters.{index}.present", text, _CONTENT)
    for number, matter in enumerate(sheet.matters, 1):
        told = [cluster["agreed"][number - 1] for cluster in clusters if len(cluster.get("agreed") or ()) >= number]
        if len(told) == len(clusters) and sum(told) != matter["agreed"]:
            text = f"ghi {matter['agreed']}, nhưng các cụm cộng lại là {sum(told)}"
            yield sheet.error("cum", f"matters.{number}.agreed", text, _CONTENT)


def _secretary(sheet: Sheet) -> Iterator[Finding]:
    agreed, present = sheet["secretary_agreed"], sheet["present"]
    if agreed is None or not present:
        return
    if agreed > present:
        yield sheet.error("thu-ky", "secretary_agreed", f"{agreed} nhiều hơn {present} người dự", _DECREE_59)
    elif not votes.more_than(agreed, present, "1/2"):
        text = f"{agreed}/{present} người dự chưa quá 50%, thư ký chưa được chọn"
        yield sheet.error("thu-ky", "secretary_agreed", text, _DECREE_59)


def _four_signers(source: str) -> Check:
    """Trưởng thôn, trưởng ban công tác Mặt trận and two household representatives sign."""

    def check(sheet: Sheet) -> Iterator[Finding]:
        signers = sheet["signers"] or ()
        wanted = {
            "trưởng thôn (tổ trưởng tổ dân phố)": bool(by_position(signers, "trưởng thôn", "tổ trưởng tổ dân phố")),
            "trưởng ban công tác Mặt trận": bool(by_position(signers, "ban công tác mặt trận")),
            f"hai đại diện hộ gia đình (có {len(witnesses(signers))})": len(witnesses(signers)) >= 2,
        }
        if missing := [who for who, there in wanted.items() if not there]:
            yield sheet.error("nguoi-ky", "signers", f"thiếu {', '.join(missing)}", source)

    return check


def _board(source: str) -> Check:
    """Three to five count or conduct the vote, two household representatives watch."""

    def check(sheet: Sheet) -> Iterator[Finding]:
        signers = sheet["signers"] or ()
        if not 3 <= len(counters(signers)) <= 5:
            yield sheet.error("to-kiem-phieu", "signers", f"tổ có {len(counters(signers))} người, phải từ 3 đến 5", source)
        if len(witnesses(signers)) < 2:
            text = f"có {len(witnesses(signers))} đại diện hộ gia đình chứng kiến, cần 2"
            yield sheet.error("to-kiem-phieu", "signers", text, source)

    return check


def _team(sheet: Sheet) -> Iterator[Finding]:
    size = len(counters(sheet["signers"]))
    if not 3 <= size <= 5:
        yield sheet.error("to-kiem-phieu", "signers", f"tổ phụ trách có {size} người, phải từ 3 đến 5", f"Điều 5 {_DECREE_59}")


def _ballots(sheet: Sheet) -> Iterator[Finding]:
    """Ballots handed out, returned, valid: none comes from nowhere."""
    limit = "present" if sheet["present"] is not None else "households"
    chain = [key for key in (limit, "handed_out", "returned", "valid") if sheet[key] is not None]
    for larger, smaller in pairwise(chain):
        if sheet[smaller] > sheet[larger]:
            text = f"{sheet[smaller]} nhiều hơn “{LABELS[larger]}” ({sheet[larger]}); mỗi hộ một phiếu"
            yield sheet.error("so-phieu", smaller, text, _DECREE_59)
    returned, valid, invalid = sheet["returned"], sheet["valid"], sheet["invalid"] or 0
    if returned is not None and valid is not None and valid + invalid != returned:
        text = f"hợp lệ {valid} và không hợp lệ {invalid} cộng lại là {valid + invalid}, phải bằng {returned} phiếu thu về"
        yield sheet.error("so-phieu", "valid", text, _DECREE_59)


def _candidates(sheet: Sheet) -> Iterator[Finding]:
    for index, one in enumerate(sheet["candidates"] or (), 1):
        if sheet["valid"] is not None and one["agreed"] > sheet["valid"]:
            text = f"{one['agreed']} nhiều hơn {sheet['valid']} phiếu hợp lệ"
            yield sheet.error("so-phieu", f"candidates.{index}.agreed", text, _DECREE_59)
        whole, typed = sheet["households"], one.get("result")
        if whole and typed and typed != (found := votes.outcome({"clause": 4, **one}, whole)):
            text = f"ghi “{typed}”, nhưng {one['agreed']}/{whole} hộ là “{found}”: cần {votes.majority(4)}"
            yield sheet.error("ty-le", f"candidates.{index}.result", text, CLAUSES[4].source)


def _copies(sheet: Sheet) -> Iterator[Finding]:
    if sheet["copies"] is not None and sheet["copies"] != 3:
        yield sheet.warning("so-ban", "copies", f"ghi {sheet['copies']}, biên bản kiểm phiếu lập 3 bản", f"Mẫu 02 {_DECREE_59}")


def _invitation(sheet: Sheet) -> Iterator[Finding]:
    """Two days for a meeting, five for a periodic conference; the households' copy of what is decided by khoản 1 to 3."""
    periodic = sheet["kind"] == "hội nghị định kỳ"
    days, source = (5, f"Điều 11 {_DECREE_59}") if periodic else (2, f"Điều 3 {_DECREE_59}")
    yield from at_least_days("issued", "held", days, "thoi-han", source)(sheet)
    if any(matter.get("clause") in (1, 2, 3) for matter in sheet.matters) and not sheet["documents"]:
        text = "việc ở khoản 1, 2, 3 Điều 15 phải gửi tài liệu đến từng hộ trước ít nhất 2 ngày"
        yield sheet.warning("tai-lieu", "documents", text, f"Điều 3 {_DECREE_59}")


def _online(sheet: Sheet) -> Iterator[Finding]:
    agreed, whole = sheet["consented"], sheet["households"]
    if agreed is not None and whole and not votes.more_than(agreed, whole, "1/2"):
        text = f"{agreed}/{whole} hộ chưa quá 50%, chưa được biểu quyết trực tuyến"
        yield sheet.error("hinh-thuc", "consented", text, f"Điều 5 {_DECREE_59}")
    if sheet["joined"] is not None and whole and sheet["joined"] > whole:
        yield sheet.error("so-ho", "joined", f"{sheet['joined']} nhiều hơn tổng số {whole} hộ", _CONTENT)


def _forms_of(form: str) -> Check:
    """All matters of the paper are decided in the one form that the paper is for."""

    def check(sheet: Sheet) -> Iterator[Finding]:
        for index, matter in enumerate(sheet.matters, 1):
            yield from _form(sheet, f"matters.{index}.clause", form, matter["clause"])

    return check


def _village_rules(sheet: Sheet) -> Iterator[Finding]:
    """A hương ước: carried by more than half of all households, its draft posted for 30 days."""
    agreed, whole = sheet["agreed"], sheet["households"]
    if agreed is None or not whole:
        return
    if agreed > whole:
        yield sheet.error("so-ho", "agreed", f"{agreed} nhiều hơn tổng số {whole} hộ", f"Điều 10 {_DECREE_61}")
    elif not votes.more_than(agreed, whole, "1/2"):
        text = f"{agreed}/{whole} hộ ({figures.share(agreed, whole)}) chưa đạt {votes.majority(3)}"
        yield sheet.error("ty-le", "agreed", text, CLAUSES[3].source)


def _accounts(sheet: Sheet) -> Iterator[Finding]:
    for index, row in enumerate(sheet["funds"] or (), 1):
        had = (row.get("brought") or 0) + row["collected"]
        if row["spent"] > had:
            text = f"chi {figures.money(row['spent'])} đồng nhiều hơn số có {figures.money(had)} đồng"
            yield sheet.warning("thu-chi", f"funds.{index}.spent", text, f"khoản 2 Điều 15 {LAW}")


_SEND = within("held", "sent", 5, _CHAPTER)
_DECISION: tuple[Check, ...] = (_attendance, _voters("present"), _enough, _four_signers(_CONTENT), _SEND)
_RULES: tuple[Check, ...] = (_village_rules, at_least_days("posted", "posted_until", 30, "niem-yet", _DECREE_61))

CHECKS: dict[str, tuple[Check, ...]] = {
    "thon-giay-moi-hop": (_invitation,),
    "thon-bien-ban-hop": (
        *_DECISION, _clusters, _secretary, hours, at_least_days("invited", "held", 2, "thoi-han", f"Điều 3 {_DECREE_59}"),
    ),
    "thon-nghi-quyet": (*_DECISION, _clusters),
    "thon-ban-thoa-thuan": _DECISION,
    "thon-ban-ghi-nho": _DECISION,
    "thon-bien-ban-kiem-phieu": (
        _attendance, _ballots, _voters("valid"), _candidates, _board(f"Mẫu 02 {_DECREE_59}"), _copies, hours,
    ),
    "thon-ke-hoach-phat-phieu": (
        _forms_of(BALLOT), at_least_days("public", "start", 2, "thoi-han", f"Điều 4 {_DECREE_59}"),
        within("issued", "sent_to_commune", 2, f"Điều 4 {_DECREE_59}", working=False),
    ),
    "thon-phieu-lay-y-kien": (_forms_of(BALLOT),),
    "thon-bien-ban-kiem-phieu-lay-y-kien": (
        _attendance, _ballots, _voters("valid"), _forms_of(BALLOT), _board(f"Mẫu 04 {_DECREE_59}"), hours,
        within("deadline", "held", 5, f"Mẫu 04 {_DECREE_59}"),
    ),
    "thon-bien-ban-truc-tuyen": (_online, _voters("joined"), _forms_of(ONLINE), _team, hours),
    "thon-bao-cao-truong-thon": (_attendance, _accounts),
    "thon-ke-hoach-hoi-nghi": (at_least_days("issued", "held", 5, "thoi-han", f"Điều 11 {_DECREE_59}"),),
    "thon-bien-ban-hoi-nghi": (_attendance, hours, at_least_days("invited", "held", 5, "thoi-han", f"Điều 11 {_DECREE_59}")),
    "thon-huong-uoc": (*_RULES, _four_signers(f"Điều 6 {_DECREE_61}")),
    "thon-to-trinh-cong-nhan-huong-uoc": (*_RULES, within("adopted", "issued", 5, f"Điều 11 {_DECREE_61}")),
}  # fmt: skip
