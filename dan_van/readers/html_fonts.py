"""Fonts of a page as far as they change what letters mean: fonts from before Unicode, and fonts of signs.

A page names its fonts in ``<font face>``, in ``style`` and in its style sheet by tag or class; the innermost name counts.
"""

from __future__ import annotations

import re
from typing import Any

from dan_van.readers.legacy import Decoder, Setting, setting

_FAMILY = re.compile(r"""(?<![\w-])font(?:-family\s*:\s*|\s*:[^;"']{0,60}(?=["']))["']?\s*([^;"',]{1,60})""", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,4000})\}")
_SIMPLE = re.compile(r"(?P<tag>[A-Za-z][\w]*)?(?:\.(?P<class>[\w-]+))?")


class Fonts:
    """Which font holds while a page is walked; ``decoder`` counts what was converted."""

    def __init__(self, styles: str) -> None:
        self.decoder: Decoder = Decoder()
        self._rules = _rules(styles)
        self._open: list[tuple[Any, Setting | None]] = []

    def enter(self, element: Any) -> None:
        """An element opens."""
        font = self._named(element)
        if font:
            self._open.append((element, setting(font)))

    def leave(self, element: Any) -> None:
        """It closes."""
        if self._open and self._open[-1][0] is element:
            self._open.pop()

    def read(self, text: str) -> str:
        """The letters that a person sees."""
        current = self._open[-1][1] if self._open else None
        return self.decoder.read(text, current) if current and not text.isspace() else text

    def _named(self, element: Any) -> str | None:
        if family := _FAMILY.search(element.get("style") or ""):
            return family[1].strip()
        if element.tag == "font" and element.get("face"):
            return str(element.get("face")).split(",")[0].strip(" \"'")
        if not self._rules:
            return None
        for name in (element.get("class") or "").lower().split():
            if found := self._rules.get((element.tag, name)) or self._rules.get(("", name)):
                return found
        return self._rules.get((element.tag, ""))


def _rules(styles: str) -> dict[tuple[str, str], str]:
    """Tag and class → font, for the plain selectors of a style sheet (those that Word writes)."""
    found: dict[tuple[str, str], str] = {}
    for selectors, rules in _RULE.findall(styles):
        family = _FAMILY.search(rules)
        for selector in selectors.split(",") if family else ():
            simple = _SIMPLE.fullmatch(selector.strip())
            if simple and family and (simple["tag"] or simple["class"]):
                found[(simple["tag"] or "").lower(), (simple["class"] or "").lower()] = family[1].strip()
    return found
