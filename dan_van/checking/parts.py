"""The lines of a paper by what they are: values that recognition fills in and checks read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dan_van.checking.look import Letters, Paragraph
from dan_van.text import clean, fold

STATE, PARTY, VILLAGE = "hanh-chinh", "dang", "thon"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a stretch of one."""

    paragraph: Paragraph
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words, clean."""
        return clean(self.paragraph.text[self.start : self.end]).strip()

    @property
    def folded(self) -> str:
        """Its words without marks and capitals."""
        return " ".join(fold(self.text).split())

    def looks(self) -> Iterator[tuple[str, Letters]]:
        """Its words with their looks."""
        return self.paragraph.looks(self.start, self.end)

    @property
    def upper(self) -> bool:
        """Whether it is written in capitals."""
        return self.text.isupper()


@dataclass(slots=True)
class Parts:
    """The lines of one paper by component (names as in the rule table), its family and its type (slug, None unknown).

    ``normative``: it is a document of the law (Luật, Thông tư …), which Nghị định 30/2020/NĐ-CP does not lay out.
    """

    family: str = STATE
    type: str | None = None
    normative: bool = False
    lines: dict[str, list[Line]] = field(default_factory=dict)

    def __getitem__(self, component: str) -> list[Line]:
        return self.lines.get(component, [])

    def put(self, component: str, *lines: Line) -> None:
        """Say what lines are."""
        self.lines.setdefault(component, []).extend(lines)

    @property
    def official(self) -> bool:
        """Whether this looks like an official paper at all: it has the heading of one, or a number."""
        return self.family != STATE or bool(self["quoc-hieu"] or self["so-ky-hieu"])

    def first(self, component: str) -> Line | None:
        """The first line of a component."""
        found = self.lines.get(component)
        return found[0] if found else None
