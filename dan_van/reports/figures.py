"""Figures of a period by village, each with where it comes from; the file that keeps them (``so-lieu.yaml``).

One figure a line, so that two versions of the file can be compared line by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from dan_van import numerals
from dan_van.errors import ContentError, UsageError
from dan_van.files import read_text, write_text
from dan_van.frontmatter import quoted
from dan_van.reports import indicators, periods
from dan_van.reports.indicators import LATEST, LIST, TEXT, YES, Definition
from dan_van.reports.periods import Period
from dan_van.text import same_words

_HEAD = "# Số liệu các thôn, do “dan-van report collect” ghi: mỗi dòng một số và ô mà số ấy đến từ đó. Đừng sửa tay.\n"


@dataclass(frozen=True, slots=True)
class Figure:
    """One answer of one village and its cell there."""

    value: Decimal | bool | str | tuple[str, ...]
    at: str

    @property
    def number(self) -> Decimal:
        """Its number: yes counts one, words nothing."""
        return self.value if isinstance(self.value, Decimal) else Decimal(self.value is True)

    def __str__(self) -> str:
        if isinstance(self.value, Decimal):
            return numerals.shown(self.value)
        if isinstance(self.value, bool):
            return "có" if self.value else "không"
        return self.value if isinstance(self.value, str) else "; ".join(self.value)


@dataclass(frozen=True, slots=True)
class Village:
    """A village's figures by indicator, the file they were sent in, who filled it in."""

    name: str
    file: str
    figures: Mapping[str, Figure]
    author: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period; ``missing`` are villages of which nothing is counted."""

    definition: Definition
    period: Period
    villages: tuple[Village, ...]
    missing: tuple[str, ...] = ()

    def village(self, name: str) -> Village | None:
        """A village by its name."""
        return next((one for one in self.villages if same_words(one.name, name)), None)

    def sources(self, key: str) -> Iterator[tuple[Village, Figure]]:
        """Every village's figure for an indicator, with where it stands. Raises UnknownName."""
        self.definition[key]
        yield from ((one, one.figures[key]) for one in self.villages if key in one.figures)

    def total(self, key: str) -> Decimal:
        """The sum over the villages; of yes and no how many said yes. Raises UnknownName."""
        return sum((figure.number for _, figure in self.sources(key)), Decimal(0))


def together(parts: Sequence[Figures]) -> Figures:
    """Several periods as one: figures added, or the latest of those that say what is there. Raises UsageError."""
    if len({one.definition.name for one in parts}) > 1:
        raise UsageError("Các tệp số liệu thuộc nhiều biểu khác nhau, không cộng được.")
    ordered = sorted(parts, key=lambda one: one.period)
    if len(ordered) == 1:
        return ordered[0]
    names = dict.fromkeys(village.name for one in ordered for village in one.villages)
    absent = {name for one in ordered for name in one.missing}
    villages = [_added(name, ordered) for name in names]
    return Figures(
        ordered[0].definition, periods.together([one.period for one in ordered]), tuple(villages), tuple(sorted(absent))
    )


def _added(name: str, ordered: Sequence[Figures]) -> Village:
    found = [village for one in ordered if (village := one.village(name))]
    figures: dict[str, Figure] = {}
    for indicator in ordered[0].definition.indicators:
        held = [(village, village.figures[indicator.key]) for village in found if indicator.key in village.figures]
        if not held:
            continue
        at = "; ".join(f"{village.file} {figure.at}" for village, figure in held)
        if indicator.numeric and indicator.adds != LATEST:
            figures[indicator.key] = Figure(sum((figure.number for _, figure in held), Decimal(0)), at)
        elif indicator.kind == LIST:
            figures[indicator.key] = Figure(tuple(dict.fromkeys(part for _, figure in held for part in _parts(figure))), at)
        elif indicator.kind == YES and indicator.adds != LATEST:
            figures[indicator.key] = Figure(any(figure.value is True for _, figure in held), at)
        elif indicator.kind == TEXT:
            figures[indicator.key] = Figure(" ".join(str(figure) for _, figure in held), at)
        else:
            figures[indicator.key] = Figure(held[-1][1].value, f"{held[-1][0].file} {held[-1][1].at}")
    return Village(name, "; ".join(village.file for village in found), figures)


def _parts(figure: Figure) -> tuple[str, ...]:
    return figure.value if isinstance(figure.value, tuple) else (str(figure),)


# The file ----------------------------------------------------------------------------------------------------------------


def write(figures: Figures, path: Path, *, source: str | None = None, force: bool = False) -> None:
    """Write the figures; ``source`` is the definition's file where it is the office's own. Raises FileProblem."""
    lines = [_HEAD, f"report: {quoted(source or figures.definition.name)}\n", f"period: {figures.period.code}\n"]
    lines += ["missing:\n", *(f"  - {quoted(name)}\n" for name in figures.missing)] if figures.missing else []
    lines.append("villages:\n" if figures.villages else "villages: []\n")
    for village in figures.villages:
        lines.append(f"  - name: {quoted(village.name)}\n    file: {quoted(village.file)}\n")
        lines += [f"    author: {quoted(village.author)}\n"] if village.author else []
        lines.append("    figures:\n" if village.figures else "    figures: {}\n")
        lines += [f"      {key}: [{_written(figure.value)}, {quoted(figure.at)}]\n" for key, figure in village.figures.items()]
    write_text(path, "".join(lines), force=force)


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bool):
        return "có" if value else "không"
    return quoted(value) if isinstance(value, str) else f"[{', '.join(map(quoted, value))}]"


def read(path: Path) -> Figures:
    """Read a file of figures. Raises FileProblem, ContentError, UnknownName."""
    import yaml

    text = read_text(path)
    try:
        loaded = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        definition = indicators.find(loaded["report"], path.parent)
        return Figures(
            definition,
            periods.read(loaded["period"]),
            tuple(_village(one, definition) for one in loaded["villages"]),
            tuple(loaded.get("missing") or ()),
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
        raise ContentError(
            "{path}: không phải tệp số liệu do “dan-van report collect” ghi, hoặc đã bị sửa hỏng. Thu lại.", path=path
        ) from None


def _village(values: Mapping[str, Any], definition: Definition) -> Village:
    known = {one.key: one for one in definition.indicators}
    figures = {}
    for key, (value, at) in values["figures"].items():
        kind = known[key].kind
        read_as: Any = (
            Decimal(value)
            if known[key].numeric
            else value == "có"
            if kind == YES
            else tuple(value)
            if kind == LIST
            else str(value)
        )
        figures[key] = Figure(read_as, at)
    return Village(values["name"], values["file"], figures, values.get("author", ""))
