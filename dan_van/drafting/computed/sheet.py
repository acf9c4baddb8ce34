"""The fields of one paper seen by its checks, and the checks that any paper may have: days and hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dan_van.drafting.computed import figures
from dan_van.model import Finding, Place, Severity

Values = Mapping[str, Any]
Check = Callable[["Sheet"], Iterator[Finding]]

LABELS = {
    "absent": "Số hộ không có đại diện dự",
    "adopted": "Ngày thông qua",
    "agreed": "Số hộ tán thành",
    "authority": "Quyền hạn",
    "clause": "Khoản của Điều 15",
    "clusters": "Họp theo cụm dân cư",
    "consented": "Số hộ đồng ý biểu quyết trực tuyến",
    "copies": "Số bản lập",
    "deadline": "Hạn nộp phiếu",
    "documents": "Tài liệu gửi kèm",
    "ended": "Giờ kết thúc",
    "form": "Hình thức quyết định",
    "handed_out": "Số phiếu phát ra",
    "held": "Ngày họp",
    "households": "Tổng số hộ gia đình",
    "invalid": "Số phiếu không hợp lệ",
    "invited": "Ngày gửi giấy mời",
    "issued": "Ngày ban hành",
    "joined": "Số hộ tham gia biểu quyết",
    "members": "Số người phải dự",
    "posted": "Ngày niêm yết dự thảo",
    "posted_until": "Ngày hết niêm yết",
    "present": "Số hộ có đại diện dự",
    "public": "Ngày công khai kế hoạch",
    "resolutions.agreed": "Số phiếu tán thành",
    "result": "Kết quả",
    "returned": "Số phiếu thu về",
    "secretary_agreed": "Số người tán thành cử thư ký",
    "sent": "Ngày gửi quyết định",
    "sent_to_commune": "Ngày gửi xã",
    "signer": "Người ký",
    "signers": "Những người ký",
    "spent": "Số tiền đã chi",
    "start": "Ngày bắt đầu phát phiếu",
    "started": "Giờ bắt đầu",
    "valid": "Số phiếu hợp lệ",
}  # the titles of these fields in every paper.yaml; a test holds them together


def label_of(field: str) -> str:
    """How a clerk knows a field (``matters.2.agreed``); the field itself when it has no label here."""
    steps = [step for step in field.split(".") if not step.isdigit()]
    return LABELS.get(".".join(steps)) or LABELS.get(steps[-1]) or field


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of one paper, and how faults of them are said."""

    values: Values

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def day(self, key: str) -> str | None:
        """A complete day, None where it is blank or only begun."""
        typed = self.values.get(key)
        return typed if isinstance(typed, str) and len(typed) == 10 else None

    @property
    def matters(self) -> Sequence[Values]:
        """The matters put to the vote."""
        return self.values.get("matters") or ()

    def error(self, rule: str, field: str, text: str, source: str | None = None) -> Finding:
        """A contradiction, or something the law does not allow."""
        return self._finding(rule, Severity.ERROR, field, text, source)

    def warning(self, rule: str, field: str, text: str, source: str | None = None) -> Finding:
        """Something that is likely wrong or late."""
        return self._finding(rule, Severity.WARNING, field, text, source)

    def _finding(self, rule: str, severity: Severity, field: str, text: str, source: str | None) -> Finding:
        label = label_of(field)
        pin = f" ({source})" if source else ""
        return Finding(rule, severity, f"“{label}” ({field}): {text}{pin}.", Place(part=field), source=source)


def at_least_days(earlier: str, later: str, days: int, rule: str, source: str) -> Check:
    """A paper goes out so many days before the event."""

    def check(sheet: Sheet) -> Iterator[Finding]:
        first, second = sheet.day(earlier), sheet.day(later)
        if first and second and (gap := figures.days_between(first, second)) < days:
            text = f"{figures.short_day(first)} trước “{LABELS[later]}” ({figures.short_day(second)}) {gap} ngày, cần ít nhất {days}"
            yield sheet.warning(rule, earlier, text, source)

    return check


def within(start: str, sent: str, days: int, source: str, *, working: bool = True) -> Check:
    """A paper is sent within so many (working) days."""

    def check(sheet: Sheet) -> Iterator[Finding]:
        first, second = sheet.day(start), sheet.day(sent)
        if not first or not second:
            return
        late = second > figures.last_day(first, days) if working else figures.days_between(first, second) > days
        if figures.days_between(first, second) < 0:
            yield sheet.error("thoi-han", sent, f"{figures.short_day(second)} trước “{LABELS[start]}”", source)
        elif late:
            kind = "ngày làm việc" if working else "ngày"
            text = f"{figures.short_day(second)} quá {days} {kind} kể từ {figures.short_day(first)} (chưa trừ ngày lễ)"
            yield sheet.warning("thoi-han", sent, text, source)

    return check


def hours(sheet: Sheet) -> Iterator[Finding]:
    """A meeting ends after it began, unless it is told to have ended on another day (``ended_on``)."""
    started, ended = sheet["started"], sheet["ended"]
    if started and ended and sheet["ended_on"] is None and ended.zfill(5) <= started.zfill(5):
        yield sheet.warning("gio", "ended", f"{ended} không sau giờ bắt đầu {started}")


def by_position(signers: Sequence[Values] | None, *kinds: str) -> list[Values]:
    """Those whose position holds one of the words, in the order given."""
    return [one for one in signers or () if any(kind in str(one.get("position") or "").lower() for kind in kinds)]


def witnesses(signers: Sequence[Values] | None) -> list[Values]:
    """The household representatives among the signers."""
    return by_position(signers, "hộ gia đình")


def counters(signers: Sequence[Values] | None) -> list[Values]:
    """The signers who are no household representatives: the counting board, the online team."""
    return [one for one in signers or () if one not in witnesses(signers)]
