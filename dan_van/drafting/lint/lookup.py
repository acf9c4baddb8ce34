"""Small questions about names: which is nearest, what a value has under a key, what an expression is called."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from jinja2 import nodes

from dan_van.drafting.lint.values import Shape
from dan_van.text import slug

ABSENT = object()


def near(name: str, choices: Iterable[str]) -> str:
    """`` Có phải “…”?`` with the nearest of some names, compared also without diacritics; empty when none is near."""
    choices = list(choices)
    by_slug = {slug(choice): choice for choice in choices}
    close = get_close_matches(name, choices, n=1, cutoff=0.75)
    close = close or [by_slug[found] for found in get_close_matches(slug(name), list(by_slug), n=1, cutoff=0.6)]
    return f" Có phải “{close[0]}”?" if close else ""


def member(value: Any, key: str | int) -> Any:
    """What ``value.key`` is to a template; ABSENT when there is no such thing."""
    if isinstance(value, Shape):
        return Shape.ANY
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list | tuple | str) and isinstance(key, int):
        return value[key] if -len(value) <= key < len(value) else ABSENT
    return Shape.ANY if isinstance(key, str) and value is not None and hasattr(value, key) else ABSENT


def paths(test: nodes.Node) -> set[str]:
    """Every name and attribute that a condition looks at."""
    inner = [test, *test.find_all((nodes.Name, nodes.Getattr, nodes.Getitem))]
    return {found for node in inner if (found := path(node))}


def path(node: nodes.Node) -> str | None:
    """``r.a`` for an expression that is nothing but names; None for others."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{path(node.node)}.{node.attr}"
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return f"{path(node.node)}.{key}"
        case _:
            return None
