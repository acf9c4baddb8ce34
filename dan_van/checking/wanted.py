"""The rule for a part of a paper, and what it wants said in figures."""

from __future__ import annotations

from dan_van import layout
from dan_van.checking.parts import PARTY, Parts
from dan_van.layout import Rule


def rule(parts: Parts, component: str, name: str) -> Rule | None:
    """The rule for a property of a component in the paper's family, None when there is none.

    The Party's papers are held only to the Party's own rules: what those leave open is not the decree's to say.
    """
    if parts.family == PARTY and not layout.has(component, name, PARTY):
        return None
    try:
        return layout.rule(component, name, parts.family)
    except KeyError:
        return None


def nearest(found: Rule, measured: float) -> float:
    """The allowed value nearest to a measured one."""
    if found.values:
        return min((float(value) for value in found.values), key=lambda value: abs(value - measured))
    low = measured if found.min is None else max(measured, found.min)
    return low if found.max is None else min(low, found.max)


def wanted(found: Rule) -> str:
    """What a rule allows, in words (``từ 30 đến 35``)."""
    if found.values:
        return " hoặc ".join(number(float(value)) for value in found.values)
    if found.min == found.max and found.min is not None:
        return number(found.min)
    return f"từ {number(found.min or 0)} đến {number(found.max)}" if found.max is not None else f"từ {number(found.min or 0)}"


def number(value: object) -> str:
    """A figure as Vietnamese writes it: a decimal comma, two places at most."""
    return f"{round(float(str(value)), 2):g}".replace(".", ",")
