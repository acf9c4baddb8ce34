"""Drafts made for a template: every field filled, figures that contradict nothing, and the texts to look for afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dan_van.drafting.computed import figures, votes
from dan_van.drafting.templates import Template
from dan_van.frontmatter import dump
from dan_van.layout import forms
from dan_van.text import nfc
from tests.docx_text import paragraphs

Text = Callable[[], str]
Pick = Callable[[int, int], int]
"""A whole number from one to another, both included."""

# Printed where the paper needs it, as often as it needs it, or not as typed.
ELSEWHERE = {"office", "type", "code", "issued", "numbering", "number", "urgency", "circulation", "directive", "data"}
OFTEN = {
    "issuer",
    "code_suffix",
    "drafting_unit",
    "parent",
    "ordained_by",
    "chair",
    "secretary",
    "person",
    "party_a",
    "party_b",
    "body_name",
}
COUNTED = {"thon-bien-ban-kiem-phieu", "thon-bien-ban-kiem-phieu-lay-y-kien", "thon-bien-ban-truc-tuyen"}
"""Papers that name their signers in the text and under it."""
BY_COLUMN = {"signers", "matters", "questions"}
"""Lists printed in several places: in order within each of their fields only."""

# Days of one village matter that keep every time limit; those of a paper that goes out before the day are in EARLY.
DAYS = {
    "posted": "2026-09-01",
    "posted_until": "2026-10-15",
    "decided": "2026-10-20",
    "public": "2026-11-11",
    "invited": "2026-11-12",
    "start": "2026-11-14",
    "started_on": "2026-11-17",
    "deadline": "2026-11-18",
    "ended_on": "2026-11-19",
    "adopted": "2026-11-20",
    "held": "2026-11-20",
    "issued": "2026-11-23",
    "sent": "2026-11-24",
    "due": "2026-12-01",
}
EARLY = {"thon-giay-moi-hop", "thon-ke-hoach-hoi-nghi", "thon-ke-hoach-phat-phieu"}
EARLY_DAYS = {"issued": "2026-11-10", "sent_to_commune": "2026-11-11"}
HOURS = {"started": "7:30", "ended": "17:45"}
PRINTED_DAYS = {"held", "adopted", "deadline", "started_on", "ended_on", "start"}
SIGNERS = ("Trưởng thôn", "Trưởng ban công tác Mặt trận", "Thành viên")
WITNESS = "Đại diện hộ gia đình"


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def whole(docx: Path) -> str:
    return squeezed("".join(paragraphs(docx)))


class Maker:
    """Fills the fields of one paper; ``texts`` are the texts made, by field."""

    def __init__(self, template: Template, text: Text, size: Callable[[], int], pick: Pick) -> None:
        self.template, self.name, self.fields = template, template.name, template.schema["properties"]
        self.required = set(template.schema["required"])
        self.village = template.schema["x-level"] == "thon"
        self.text, self.size, self.pick = text, size, pick
        self.texts: dict[str, list[str]] = {}
        self.gone: list[str] = []
        self.numbers: dict[str, list[int]] = {}
        self.later = timedelta(weeks=pick(0, 20))

    def draft(self) -> str:
        """The draft as a clerk would type it."""
        values: dict[str, Any] = {"type": self.name}
        values |= {key: made for key, made in (("issued", self.day("issued")), ("number", "7")) if key in self.fields}
        for key, field in self.fields.items():
            if key in ELSEWHERE:
                if key == "directive":
                    values[key] = "33/CT-TTg"
                continue
            self.texts[key] = []
            values[key] = self.signers() if key == "signers" and self.village else self.filled(key, field, key)
        if self.village or "members" in values:
            self.reckon(values)
        self.texts["content"] = [self.text() for _ in range(max(1, self.size()))]
        return nfc(dump(typed(values), "\n\n".join(self.texts["content"]) + "\n"))

    def filled(self, key: str, schema: dict[str, Any], place: str) -> Any:
        """A value for a field: every text a new one, kept under ``place``."""
        kinds = schema.get("type", "object" if "properties" in schema else "string")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if "oneOf" in schema:
            return self.filled(key, schema["oneOf"][1], place)
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "array":
            few = schema.get("minItems", int(place in self.required))
            return [self.filled(key, schema["items"], place) for _ in range(max(few, self.size()))]
        if kind == "object":
            apart = place in BY_COLUMN
            return {
                sub: self.filled(sub, field, f"{place}.{sub}" if apart else place)
                for sub, field in schema["properties"].items()
            }
        if kind == "integer":
            return schema.get("minimum", 1) + 3
        if kind == "boolean":
            return "true"
        if schema.get("format") == "date":
            return self.day(key)
        if key in HOURS:
            return HOURS[key]
        return self.kept(place)

    def kept(self, place: str, text: str | None = None) -> str:
        made = self.text() if text is None else text
        self.texts.setdefault(place, []).append(made)
        return made

    def day(self, key: str) -> str:
        given = EARLY_DAYS.get(key, DAYS.get(key, DAYS["held"])) if self.name in EARLY else DAYS.get(key, DAYS["held"])
        return (date.fromisoformat(given) + self.later).isoformat()

    def signers(self) -> list[dict[str, str]]:
        """Those who must sign, as many representatives of households as there is room for."""
        positions = [*SIGNERS, *[WITNESS] * max(2, self.size() - len(SIGNERS))]
        return [
            {"position": self.kept("signers.position", f"{one} {self.text()}"), "name": self.kept("signers.name")}
            for one in positions
        ]

    def reckon(self, values: dict[str, Any]) -> None:
        """Figures that agree with each other; what was not carried is not printed as decided."""
        clusters = values.get("clusters") or [{}]
        matters = values.get("matters") or []
        for cluster in clusters:
            cluster["households"] = self.pick(200, 320)
            cluster["present"] = self.pick(cluster["households"] // 2 + 1, cluster["households"] - 1)
            cluster["agreed"] = [self.pick(0, cluster["present"]) for _ in matters]
        households, present = (figures.total(clusters, key) for key in ("households", "present"))
        invalid = self.pick(0, 3) if "invalid" in values else 0
        votes_cast = present - invalid
        known = {
            "households": households,
            "members": households,
            "absent": households - present,
            "returned": present,
            "valid": votes_cast,
            "invalid": invalid,
            "copies": 3,
            "persons": households * 4,
        }
        values |= {key: known.get(key, present) for key, one in values.items() if isinstance(one, int)}
        for index, matter in enumerate(matters):
            self.vote(matter, min(votes_cast, sum(cluster["agreed"][index] for cluster in clusters)), votes_cast, households)
            if "decision" in matter and not votes.passed(matter, households):
                self.texts["matters.decision"].remove(matter["decision"])
                self.gone.append(matter["decision"])
        for one in (values.get("resolutions") or []) + (values.get("candidates") or []):
            self.vote(one, self.pick(0, votes_cast), votes_cast, households)
        for fund in values.get("funds") or []:
            fund["brought"], fund["collected"] = self.pick(0, 10**7), self.pick(0, 10**9)
            fund["spent"] = self.pick(0, fund["brought"] + fund["collected"])
        self.note(values)

    def vote(self, one: dict[str, Any], agreed: int, cast: int, households: int) -> None:
        """Votes on one matter or person that add up to all that were cast."""
        if "clause" in one:
            one["clause"] = (1, 2, 6)[self.pick(0, 2)] if "truc-tuyen" not in self.name else 6
        if "agreed" in one:
            one["agreed"] = agreed
        if "opposed" in one:
            one["opposed"] = self.pick(0, cast - agreed)
            one["other"] = cast - agreed - one["opposed"]
        if "result" in one:
            one["result"] = votes.outcome({"clause": 4, **one}, households)

    def note(self, value: Any, key: str = "") -> None:
        """Remember every figure under its field."""
        if isinstance(value, dict):
            for sub, one in value.items():
                self.note(one, sub)
        elif isinstance(value, list):
            for one in value:
                self.note(one, key)
        elif isinstance(value, int) and key not in ("clause", "copies"):
            self.numbers.setdefault(key, []).append(value)

    def check(self, docx: Path) -> None:
        """Every text is there, once unless the paper repeats it, those of one field in their order; so are figures, days."""
        check_values(docx, self.template, self.texts)
        shown = whole(docx)
        for text in self.gone:
            assert squeezed(text).rstrip(".;,") not in shown, (self.name, text)
        for key, numbers in self.numbers.items():
            for number in numbers:
                assert str(number) in shown or figures.money(number) in shown, (self.name, key, number)
        if self.village:
            for key in PRINTED_DAYS & set(self.fields):
                assert squeezed(figures.long_day(self.day(key))) in shown, (self.name, key)


def typed(value: Any) -> Any:
    """Values as text, as a clerk types them."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return str(value)


def made(template: Template, text: Text, size: Callable[[], int], pick: Pick) -> tuple[str, Maker]:
    """A draft that fills every field of a paper, and what made it."""
    maker = Maker(template, text, size, pick)
    return maker.draft(), maker


def check_values(docx: Path, template: Template, texts: dict[str, list[str]]) -> None:
    """Every text is there, once unless the paper repeats it, those of one field in their order."""
    shown, name = whole(docx), template.name
    often = OFTEN | ({"signers"} if name in COUNTED else set())
    for key, wanted in texts.items():
        above = key.partition(".")[0]
        positions = []
        for value in wanted:
            found = shown.count(squeezed(value).rstrip(".;,"))
            assert found >= 1 if above in often else found == 1, (name, key, value, found)
            positions.append(shown.index(squeezed(value).rstrip(".;,")))
        assert above in (*often, "signers") or positions == sorted(positions), (name, key)
    order = [texts[key][0] for key in ("subject", "content", "recipients", "annexes") if texts.get(key)]
    places = [shown.index(squeezed(value).rstrip(".;,")) for value in order]
    if forms()[template.schema["x-layout"]].heading != "copy":
        assert places == sorted(places), name
