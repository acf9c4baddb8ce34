"""Where the expressions of drafts and templates are worked out: Jinja's sandbox, in which nothing grows without end."""

from __future__ import annotations

import unicodedata
from typing import Any

from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_LONGEST_REPEAT = 1_000_000
_LARGEST_POWER = 64


class Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, with two things more: a record's field comes before its methods, and no product is huge."""

    intercepted_binops: frozenset[str] = frozenset({"*", "**"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``person.items`` is the field of that name; a field's name may be typed in NFD."""
        if isinstance(obj, dict):
            if attribute in obj:
                return obj[attribute]
            if not attribute.isascii():
                for key, value in obj.items():
                    if isinstance(key, str) and unicodedata.normalize("NFC", key) == attribute:
                        return value
        return super().getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse ``"x" * 10**9`` and ``9**9**9``."""
        if operator == "**" and (abs(left) > _LONGEST_REPEAT or abs(right) > _LARGEST_POWER):
            raise SecurityError("phép tính quá lớn")
        if operator == "*":
            for some, times in ((left, right), (right, left)):
                if hasattr(some, "__len__") and isinstance(times, int) and len(some) * times > _LONGEST_REPEAT:
                    raise SecurityError("lặp chữ quá dài")
        return super().call_binop(context, operator, left, right)


def line_of(error: Exception) -> int | None:
    """The line of the template, from 1, at which working it out failed; None when that cannot be told."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
