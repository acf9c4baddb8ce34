"""The one table of layout rules (``rules.toml``): the template builder and the checker both read it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what a property of a component may be, what our templates use, and who says so.

    ``min``/``max`` bound a number given in ``unit``; ``values`` lists what is allowed instead.
    """

    id: str
    component: str
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
    return tuple(Rule(**{**row, "values": tuple(row.get("values", ()))}) for row in table["rule"])


@cache
def _by_place() -> dict[tuple[str, str], Rule]:
    return {(rule.component, rule.property): rule for rule in rules()}


def rule(component: str, property: str) -> Rule:
    """The rule for a property of a component. Raises KeyError."""
    return _by_place()[component, property]


def number(component: str, property: str) -> float:
    """What our templates use for a numeric property, in the rule's unit."""
    return float(rule(component, property).default)


def word(component: str, property: str) -> str:
    """What our templates use for a property that is a word."""
    return str(rule(component, property).default)


def flag(component: str, property: str) -> bool:
    """What our templates use for a yes-or-no property; False where the table has no such rule."""
    found = _by_place().get((component, property))
    return bool(found.default) if found else False
