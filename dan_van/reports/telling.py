"""What a report's text may ask of its figures: ``{{ data.say("buoi_tuyen_truyen") }}``; every answer remembers its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dan_van import numerals
from dan_van.errors import UnknownName
from dan_van.reports import charts
from dan_van.reports.figures import Figures
from dan_van.reports.indicators import LIST, TEXT, YES, Indicator
from dan_van.reports.tasks import State, Task, state_of
from dan_van.text import markdown_escaped

_SHORT_NAME = 18
"""Letters of a village's name that is kept on one line of a table."""


@dataclass(frozen=True, slots=True)
class Used:
    """A figure that a report printed: what it is, as printed, each village's share as (village, file, cell, figure)."""

    what: str
    shown: str
    sources: tuple[tuple[str, str, str, str], ...]


@dataclass
class Telling:
    """The figures of a report; ``before`` those it is compared with, ``earlier`` further periods for a trend.

    ``targets`` are the plan's figures by indicator, ``tasks`` its work. ``used`` fills with what was printed, ``pictures``
    with the charts drawn, by the name that the text gives them.
    """

    now: Figures
    before: Figures | None = None
    earlier: Sequence[Figures] = ()
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    tasks: Sequence[Task] = ()
    on: date | None = None
    used: list[Used] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def names(self) -> Mapping[str, Callable[..., object]]:
        """What a draft may call."""
        return {
            "note": self.note, "period": self.period, "count": self.count, "missing": self.missing, "total": self.total, "of": self.of, "before": self.total_before,
            "change": self.change, "target": self.target, "reached": self.reached, "say": self.say, "table": self.table,
            "comparison": self.comparison, "chart": self.chart, "trend": self.trend, "answers": self.answers, "list": self.named, "work": self.work,
        }  # fmt: skip

    def period(self) -> str:
        """``6 tháng đầu năm 2026``."""
        return str(self.now.period)

    def count(self) -> str:
        """How many villages are counted: ``11/12 thôn``."""
        whole = len(self.now.villages) + len(self.now.missing)
        return f"{len(self.now.villages)}/{whole} thôn"

    def missing(self) -> str:
        """The villages of which nothing is counted, with commas; ``không có`` when there are none."""
        return markdown_escaped(", ".join(self.now.missing)) or "không có"

    def note(self) -> str:
        """A warning where the period compared with counts other villages; empty where it does not."""
        if self.before is None:
            return ""
        here, there = ({village.name for village in one.villages} for one in (self.now, self.before))
        if here == there:
            return ""
        return f"Kỳ so sánh có số liệu của {len(there)} thôn, kỳ này {len(here)} thôn; số tăng, giảm gồm cả phần khác nhau đó."

    def total(self, key: str) -> str:
        """The sum over the villages: ``1.204``; of yes and no ``8/11 thôn``."""
        return self._told(self.now, key, "tổng")

    def of(self, key: str, village: str) -> str:
        """One village's answer. Raises UnknownName."""
        found = self.now.village(village)
        if found is None:
            raise UnknownName(
                "Không có số liệu của “{village}”. Có: {known}.",
                village=village,
                known=", ".join(one.name for one in self.now.villages),
            )
        figure = found.figures.get(self.now.definition[key].key)
        shown = str(figure) if figure else "chưa có"
        self._use(f"{self.now.definition[key].name}, {found.name}", shown, self.now, key, only=found.name)
        return markdown_escaped(shown)

    def total_before(self, key: str) -> str:
        """The sum in the period compared with."""
        return self._told(self._compared(), key, "tổng")

    def change(self, key: str) -> str:
        """``tăng 12 (10,5%)``, ``giảm 3 (4%)``, ``bằng``: against the period compared with."""
        compared = self._compared()
        now, then = self.now.total(key), compared.total(key)
        self._use(f"{self.now.definition[key].name}, so với {compared.period}", numerals.shown(now - then), self.now, key)
        self._use(f"{self.now.definition[key].name}, {compared.period}", numerals.shown(then), compared, key)
        if now == then:
            return "bằng"
        share = f" ({_percent(abs(now - then), then)})" if then else ""
        return f"{'tăng' if now > then else 'giảm'} {numerals.shown(abs(now - then))}{share}"

    def target(self, key: str) -> str:
        """What the plan asks of an indicator. Raises UnknownName."""
        if key not in self.targets:
            raise UnknownName("Chưa ghi chỉ tiêu kế hoạch của “{key}” (trường data.targets ở phần đầu bản thảo).", key=key)
        return numerals.shown(self.targets[self.now.definition[key].key])

    def reached(self, key: str) -> str:
        """``95%``: the share of the plan's figure."""
        self.target(key)
        return _percent(self.now.total(key), self.targets[key])

    def say(self, key: str) -> str:
        """The total with its unit, against the period compared with and the plan, as far as those are given."""
        indicator = self.now.definition[key]
        if indicator.kind == LIST:
            return self.named(key)
        said = [f"{self.total(key)} {indicator.unit}".rstrip()]
        if self.before and indicator.numeric:
            said.append(f"{self.change(key)} so với {self.before.period}")
        if key in self.targets:
            said.append(f"đạt {self.reached(key)} kế hoạch")
        return ", ".join(said)

    def table(self, wanted: str | Sequence[str]) -> str:
        """A table by village of a group, or of indicators by their keys; the last row adds up."""
        indicators = self._chosen(wanted)
        head = ["Thôn", *(f"{one.name} ({one.unit})" if one.unit else one.name for one in indicators)]
        rows = [
            [
                village.name.replace(" ", "\u00a0") if len(village.name) < _SHORT_NAME else village.name,
                *(str(village.figures[one.key]) if one.key in village.figures else "…" for one in indicators),
            ]
            for village in self.now.villages
        ]
        sums = [
            "**Tổng**",
            *(f"**{self._told(self.now, one.key, 'tổng')}**" if one.numeric or one.kind == YES else "" for one in indicators),
        ]
        return _markdown(head, rows, sums)

    def comparison(self, wanted: str | Sequence[str] | None = None) -> str:
        """A table of indicators: this period, the one compared with, the difference, the plan and the share of it."""
        indicators = [one for one in (self._chosen(wanted) if wanted else self.now.definition.indicators) if one.numeric]
        before, planned = self.before, bool(self.targets)
        head = ["Chỉ tiêu", "Đơn vị", str(self.now.period).capitalize()]
        head += [str(before.period).capitalize(), "Tăng, giảm"] if before else []
        head += ["Kế hoạch", "Tỷ lệ đạt"] if planned else []
        rows = []
        for one in indicators:
            row = [one.name, one.unit, self._told(self.now, one.key, "tổng")]
            row += (
                [self._told(before, one.key, "tổng"), _signed(self.now.total(one.key) - before.total(one.key))]
                if before
                else []
            )
            row += ([self.target(one.key), self.reached(one.key)] if one.key in self.targets else ["", ""]) if planned else []
            rows.append(row)
        return _markdown(head, rows)

    def chart(self, key: str, caption: str | None = None) -> str:
        """A chart of bars, one a village."""
        indicator = self.now.definition[key]
        found = list(self.now.sources(key))
        names, values = [village.name for village, _ in found], [float(figure.number) for _, figure in found]
        self._use(f"Biểu đồ: {indicator.name}", f"{len(values)} thôn", self.now, key)
        return self._picture(
            f"bieu-do:{key}",
            charts.bars(names, values, indicator.unit),
            caption or f"{indicator.name} theo thôn, {self.now.period}",
        )

    def trend(self, key: str, caption: str | None = None) -> str:
        """A line over the periods known: earlier ones, the one compared with, this one."""
        indicator = self.now.definition[key]
        every = sorted(
            {one.period: one for one in (*self.earlier, *([self.before] if self.before else []), self.now)}.values(),
            key=lambda one: one.period,
        )
        for one in every:
            self._use(f"Biểu đồ: {indicator.name}, {one.period}", numerals.shown(one.total(key)), one, key)
        drawn = charts.trend([one.period.code for one in every], [float(one.total(key)) for one in every], indicator.unit)
        return self._picture(f"xu-huong:{key}", drawn, caption or f"{indicator.name} qua các kỳ")

    def answers(self, key: str) -> str:
        """What villages wrote, one line each; a sentence when none did."""
        found = [(village, str(figure)) for village, figure in self.now.sources(key) if str(figure)]
        self._use(self.now.definition[key].name, f"{len(found)} thôn", self.now, key)
        lines = [f"- {markdown_escaped(village.name)}: {markdown_escaped(said)}" for village, said in found]
        return "\n\n".join(line if line.endswith(".") else f"{line}." for line in lines) or "Các thôn không có ý kiến."

    def named(self, key: str) -> str:
        """The items of every village's list, with commas."""
        found = [
            (village, item)
            for village, figure in self.now.sources(key)
            if isinstance(figure.value, tuple)
            for item in figure.value
        ]
        self._use(self.now.definition[key].name, f"{len(found)} mục", self.now, key)
        return markdown_escaped("; ".join(f"{item} ({village.name})" for village, item in found)) or "không có"

    def work(self) -> str:
        """The plan's tasks and how they stand, as a table."""
        if not self.tasks:
            return "Kế hoạch không có danh mục việc."
        day = self.on or self.now.period.ends
        rows = []
        for task in self.tasks:
            state = state_of(task, day)
            done = f"Xong {task.done_on:%d/%m/%Y}" if task.done_on else state.label
            rows.append([task.text, task.owner, task.due_said, done if state is State.DONE else state.label])
        return _markdown(["Việc", "Người làm", "Thời hạn", "Kết quả"], rows)

    def _compared(self) -> Figures:
        if self.before is None:
            raise UnknownName("Chưa có số liệu để so sánh (trường data.before ở phần đầu bản thảo).")
        return self.before

    def _told(self, figures: Figures, key: str, what: str) -> str:
        indicator = figures.definition[key]
        total = figures.total(key)
        shown = (
            f"{numerals.shown(total)}/{len(list(figures.sources(key)))} thôn"
            if indicator.kind == YES
            else numerals.shown(total)
        )
        self._use(f"{indicator.name}, {figures.period}, {what}", shown, figures, key)
        return shown

    def _use(self, what: str, shown: str, figures: Figures, key: str, only: str | None = None) -> None:
        sources = tuple(
            (village.name, village.file, figure.at, str(figure))
            for village, figure in figures.sources(key)
            if only in (None, village.name)
        )
        one = Used(what, shown, sources)
        if one not in self.used:
            self.used.append(one)

    def _chosen(self, wanted: str | Sequence[str]) -> tuple[Indicator, ...]:
        definition = self.now.definition
        if not isinstance(wanted, str):
            return tuple(definition[key] for key in wanted)
        found = definition.of(wanted) if wanted in definition.groups else (definition[wanted],)
        return tuple(one for one in found if one.kind not in (TEXT, LIST))

    def _picture(self, name: str, content: bytes, caption: str) -> str:
        self.pictures[name] = content
        clean = caption.replace("[", "(").replace("]", ")").replace("\n", " ")
        return f"![{clean}]({name})"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]], last: Sequence[str] = ()) -> str:
    """A Markdown table, the first column to the left, figures in the middle; ``last`` is a row that is Markdown already."""
    written = [[markdown_escaped(cell).replace("\n", " ") for cell in row] for row in (head, *rows)]
    marks = [":--", *[":-:"] * (len(head) - 1)]
    lines = [written[0], marks, *written[1:], *([last] if last else [])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _percent(part: Decimal, whole: Decimal) -> str:
    return f"{numerals.shown(round(part * 100 / whole, 1))}%" if whole else "…"


def _signed(value: Decimal) -> str:
    return f"+{numerals.shown(value)}" if value > 0 else numerals.shown(value)
