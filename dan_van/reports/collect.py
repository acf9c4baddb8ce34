"""Returns collected: what each village answered, checked; who has not answered; whose answers cannot be used as they are.

A village's return is counted whole or not at all: one with an error in it waits for the village. What is doubtful is counted
and said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dan_van import numerals
from dan_van.dates import format_short
from dan_van.errors import DanVanError, UsageError
from dan_van.model import Finding, Place, Severity
from dan_van.reports import periods, returns
from dan_van.reports.figures import Figure, Figures, Village
from dan_van.reports.indicators import COUNT, LIST, YES, Definition, Indicator
from dan_van.reports.periods import Period
from dan_van.reports.returns import Answer, Return
from dan_van.text import comparable, fold

_UNITS_OF_PLACE = frozenset({"thon", "to dan pho", "khu pho", "ban", "buon", "ap", "to"})
_COPIED = 4
"""So many figures above nothing, all as in the last period, are hardly chance."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of a collection: the figures, findings (each names village, file and cell), files that could not be read."""

    figures: Figures
    findings: tuple[Finding, ...]
    unread: tuple[tuple[Path, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Villages of which nothing is counted."""
        return self.figures.missing


def collect(
    paths: Sequence[Path],
    definition: Definition,
    period: Period,
    villages: Sequence[str] = (),
    before: Figures | None = None,
    progress: Callable[[], None] | None = None,
) -> Collected:
    """Read and check returns. ``villages`` are those that should answer (none: whoever did), ``before`` the last period's figures.

    Nothing raised for a file that cannot be read: it is named and the others are counted.
    """
    unread: list[tuple[Path, str]] = []
    received: list[Return] = []
    for path in paths:
        try:
            received += returns.read(path, definition)
        except DanVanError as problem:
            unread.append((path, problem.sentence))
        if progress:
            progress()
    findings: list[Finding] = []
    by_village: dict[str, list[Return]] = defaultdict(list)
    names = _Names(villages)
    for one in received:
        faults = list(_misplaced(one, definition, period, names))
        findings += faults
        if not any(fault.severity is Severity.ERROR for fault in faults):
            by_village[names.of(one.village) or one.village].append(one)
    counted = []
    for village, found in by_village.items():
        if different := _different(village, found):
            findings.append(different)
            continue
        figures, faults = _typed(found[0], village, definition)
        findings += faults
        if not any(fault.severity is Severity.ERROR for fault in faults):
            counted.append(Village(village, str(found[0].path), figures, found[0].author))
            findings += _copied(counted[-1], before, definition)
    order = {village: place for place, village in enumerate(villages)}
    counted.sort(key=lambda one: (order.get(one.name, len(order)), one.name))
    missing = tuple(village for village in villages if village not in {one.name for one in counted})
    return Collected(Figures(definition, period, tuple(counted), missing), tuple(findings), tuple(unread))


class _Names:
    """Villages by their names however they are spelt: with or without the word for village, in capitals, without marks.

    Less than the whole name only where no other village is called so (thôn Hạ and thôn Hà, thôn 1 and tổ dân phố 1 are two).
    Of villages nobody listed the first spelling counts.
    """

    def __init__(self, villages: Sequence[str]) -> None:
        self.listed = bool(villages)
        self._whole: dict[str, str] = {}
        self._bare: dict[str, str | None] = {}  # None: several villages are called so
        self._folded: dict[str, str | None] = {}
        for village in villages:
            self._learn(village)

    def of(self, said: str) -> str | None:
        """The village that a name means; None for one that is not listed."""
        unit, bare = _parted(comparable(said))
        found = self._whole.get(f"{unit} {bare}") or self._bare.get(bare)
        if self.listed:
            return found or self._folded.get(fold(bare))
        if found and unit and _parted(comparable(found))[0] not in ("", unit):  # tổ dân phố 1 is not thôn 1
            found = None
        return found or self._learn(said)

    def _learn(self, village: str) -> str:
        unit, bare = _parted(comparable(village))
        self._whole.setdefault(f"{unit} {bare}", village)
        for known, name in ((self._bare, bare), (self._folded, fold(bare))):
            known[name] = None if name in known else village
        return village


def _parted(name: str) -> tuple[str, str]:
    """The words that say what kind of place it is (thôn, tổ dân phố …; empty without), and its own name."""
    words = name.replace(".", " ").split()
    for length in (3, 2, 1):
        if len(words) > length and fold(" ".join(words[:length])) in _UNITS_OF_PLACE:
            return " ".join(words[:length]), " ".join(words[length:])
    return "", " ".join(words)


def _different(village: str, found: Sequence[Return]) -> Finding | None:
    """Several returns of one village that do not say the same."""
    if len({tuple(sorted((key, str(answer.cell)) for key, answer in one.answers.items())) for one in found}) == 1:
        return None
    files = ", ".join(str(one.path) for one in found)
    return Finding(
        "hai-ban", Severity.ERROR, f"{village} gửi {len(found)} bản khác nhau: {files}; chưa tính bản nào.", Place(str(found[-1].path)),
        "Hỏi lại thôn, để lại một bản.",
    )  # fmt: skip


def _misplaced(one: Return, definition: Definition, period: Period, names: _Names) -> Iterator[Finding]:
    place = Place(str(one.path))
    if one.form and one.form != definition.name:
        yield Finding(
            "bieu-khac",
            Severity.ERROR,
            f"Tệp theo biểu “{one.form}”, đang thu biểu “{definition.name}”.",
            place,
            "Gửi lại đúng mẫu.",
        )
    if not one.village:
        yield Finding("thieu-thon", Severity.ERROR, "Chưa ghi tên thôn.", place, "Ghi tên thôn vào ô ở đầu biểu.")
    elif names.of(one.village) is None:
        yield Finding(
            "thon-la", Severity.ERROR, f"“{one.village}” không có trong danh sách thôn của xã.", place, "Sửa tên thôn, hoặc thêm vào villages trong office.yaml."
        )  # fmt: skip
    if one.period:
        try:
            said = periods.read(one.period)
        except UsageError:
            yield Finding(
                "ky-khac", Severity.ERROR, f"{one.village}: không đọc được kỳ báo cáo “{one.period}”.", place, f"Ghi: {period}."
            )
            return
        if said != period:
            yield Finding(
                "ky-khac",
                Severity.ERROR,
                f"{one.village}: biểu của kỳ {said}, đang thu kỳ {period}.",
                place,
                "Gửi lại biểu của kỳ này.",
            )


def _typed(one: Return, village: str, definition: Definition) -> tuple[dict[str, Figure], list[Finding]]:
    """The figures of a return by indicator, and what is wrong with them."""
    figures: dict[str, Figure] = {}
    findings: list[Finding] = []

    def tell(rule: str, severity: Severity, indicator: Indicator, answer: Answer | None, said: str, remedy: str) -> None:
        at = answer.at if answer else None
        where = f" (ô {at})" if at else ""
        findings.append(
            Finding(rule, severity, f"{village}, “{indicator.name}”{where}: {said}.", Place(str(one.path), part=at), remedy)
        )

    for indicator in definition.indicators:
        answer = one.answers.get(indicator.key)
        if answer is None or answer.cell == "":
            if indicator.required:
                tell(
                    "thieu-so",
                    Severity.WARNING,
                    indicator,
                    answer,
                    "để trống, không tính là 0",
                    "Hỏi lại thôn; không có thì ghi 0.",
                )
            continue
        value, fault = _value(indicator, answer)
        if fault:
            tell(*fault[:2], indicator, answer, fault[2], fault[3])
        elif value is not None:
            figures[indicator.key] = Figure(value, answer.at)
    for indicator in definition.indicators:
        whole = figures.get(indicator.key)
        parts = [figures[key] for key in indicator.parts if key in figures]
        if (
            whole
            and indicator.parts
            and len(parts) == len(indicator.parts)
            and whole.number != sum(part.number for part in parts)
        ):
            said = f"ghi {whole}, các phần cộng lại là {numerals.shown(sum((part.number for part in parts), Decimal(0)))}"
            tell("tong-khac-phan", Severity.ERROR, indicator, one.answers[indicator.key], said, "Hỏi lại thôn, sửa số nào sai.")
        limit = figures.get(indicator.within or "")
        if whole and limit and whole.number > limit.number:
            said = f"ghi {whole}, lớn hơn “{definition[indicator.within or ''].name}” ({limit})"
            tell("lon-hon", Severity.ERROR, indicator, one.answers[indicator.key], said, "Hỏi lại thôn.")
    unknown = [key for key in one.answers if key not in {indicator.key for indicator in definition.indicators}]
    if unknown:
        findings.append(
            Finding("ma-la", Severity.WARNING, f"{village}: mã không có trong biểu: {', '.join(unknown[:5])}.", Place(str(one.path)), "Dùng mẫu mới nhất.")
        )  # fmt: skip
    return figures, findings


_Fault = tuple[str, Severity, str, str]


def _value(indicator: Indicator, answer: Answer) -> tuple[Decimal | bool | str | tuple[str, ...] | None, _Fault | None]:
    cell = answer.cell
    if isinstance(cell, date):
        return None, (
            "chu-trong-so",
            Severity.ERROR,
            f"ô chứa ngày {format_short(cell)}, không phải số liệu",
            "Xóa định dạng ngày của ô, ghi lại số.",
        )
    if indicator.numeric:
        number = numerals.read(cell)
        if number is None:
            return None, (
                "chu-trong-so",
                Severity.ERROR,
                f"“{cell}” không phải một số",
                "Chỉ ghi số, không ghi chữ; phần lẻ sau dấu phẩy.",
            )
        if number < 0:
            return None, ("so-am", Severity.ERROR, f"số âm {cell}", "Ghi số từ 0 trở lên.")
        if indicator.kind == COUNT and number != int(number):
            return None, ("so-le", Severity.ERROR, f"{cell} không phải số nguyên", "Ghi số nguyên.")
        return number, None
    if indicator.kind == YES:
        said = fold(cell).strip(" .")
        if said in ("co", "x", "1", "yes", "true"):
            return True, None
        if said in ("khong", "0", "no", "false"):
            return False, None
        return None, ("khong-ro", Severity.ERROR, f"“{cell}”: cần ghi có hoặc không", "Ghi có, hoặc không.")
    if indicator.kind == LIST:
        return tuple(part.strip(" -–") for part in cell.replace("\n", ";").split(";") if part.strip(" -–")), None
    return " ".join(cell.split()), None


def _copied(village: Village, before: Figures | None, definition: Definition) -> Iterable[Finding]:
    """Every figure above nothing as in the last period."""
    last = before.village(village.name) if before else None
    if last is None:
        return
    keys = [one.key for one in definition.indicators if one.numeric and one.adds != "latest"]
    now = {key: village.figures[key].number for key in keys if key in village.figures}
    then = {key: last.figures[key].number for key in keys if key in last.figures}
    if now == then and sum(value > 0 for value in now.values()) >= _COPIED:
        assert before is not None
        yield Finding(
            "chep-ky-truoc", Severity.WARNING, f"{village.name}: mọi số giống hệt kỳ {before.period}.", Place(village.file), "Hỏi lại thôn có chép biểu cũ không."
        )  # fmt: skip
