"""The one table of layout rules (``rules.toml``): the template builder and the checker both read it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Value = str | int | float | bool
STATE = "hanh-chinh"
"""The family of Nghị định 30/2020/NĐ-CP; what another family (dang, thon, ban-sao) does not rule, it takes from this one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what a property of a component may be, what our templates use, and who says so.

    ``min``/``max`` bound a number given in ``unit``; ``values`` lists what is allowed instead.
    """

    id: str
    component: str
    title: str
    property: str
    default: Value
    family: str
    source: str
    confidence: str
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    values: tuple[Value, ...] = ()
    note: str | None = None

    def allows(self, value: Value) -> bool:
        """Whether a measured value keeps the rule (numbers within a hundredth)."""
        if self.values:
            if isinstance(value, bool | str):
                return value in self.values
            return any(isinstance(v, int | float) and abs(v - value) < 0.01 for v in self.values)
        if isinstance(value, str):
            return False
        return (self.min is None or value >= self.min - 0.01) and (self.max is None or value <= self.max + 0.01)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the table's order."""
    table = tomllib.loads((files("dan_van.layout") / "rules.toml").read_text("utf-8"))
    found = []
    for component in table["component"]:
        shared = {key: value for key, value in component.items() if key != "rules"}
        found += [Rule(**{**shared, **row, "values": tuple(row.get("values", ()))}) for row in component["rules"]]
    return tuple(found)


@cache
def _by_place() -> dict[tuple[str, str, str], Rule]:
    return {(rule.component, rule.property, rule.family): rule for rule in rules()}


def rule(component: str, property: str, family: str = STATE) -> Rule:
    """The rule for a property of a component in a family of papers. Raises KeyError."""
    table = _by_place()
    return table.get((component, property, family)) or table[component, property, STATE]


def number(component: str, property: str, family: str = STATE) -> float:
    """What our templates use for a numeric property, in the rule's unit."""
    return float(rule(component, property, family).default)


def word(component: str, property: str, family: str = STATE) -> str:
    """What our templates use for a property that is a word."""
    return str(rule(component, property, family).default)


def flag(component: str, property: str, family: str = STATE) -> bool:
    """What our templates use for a yes-or-no property; False where the table has no such rule."""
    found = _by_place().get((component, property, family)) or _by_place().get((component, property, STATE))
    return bool(found.default) if found else False


def has(component: str, property: str, family: str = STATE) -> bool:
    """Whether the family itself has such a rule."""
    return (component, property, family) in _by_place()
