"""How a value is printed in a paper, and the Jinja environment in which a template's expressions are worked out.

Nothing prints what no clerk wrote: None prints nothing, a day prints as 05/02/2026, 2.5 as 2,5, and 3.0 from a sheet as 3.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Undefined
from markupsafe import Markup, escape

from dan_van import numerals
from dan_van.dates import format_long, format_short
from dan_van.drafting.sandbox import Sandbox

BLOCK, VALUE, REMARK = ("\x03", "\x04"), ("\x01", "\x02"), ("\x05", "\x06")
"""Marks around what Jinja works out. XML cannot hold them, so no text of a template is ever taken for a tag."""

_BREAKS_OUT = {
    "<w:r>": ("</w:t></w:r>", '<w:r><w:t xml:space="preserve">'),
    "<w:p": ("</w:t></w:r></w:p>", '<w:p><w:r><w:t xml:space="preserve">'),
    "<w:tbl": ("</w:t></w:r></w:p>", '<w:p><w:r><w:t xml:space="preserve">'),
}


class NeedsDocxtpl(Exception):
    """A value that only docxtpl can place: an image or a sub-document; ``owner`` is the DocxTemplate it was made for."""

    def __init__(self, owner: Any) -> None:
        super().__init__("docxtpl")
        self.owner = owner


class _Placed(Markup):
    """XML that stands where it belongs."""

    __slots__ = ()


@cache
def environment() -> Environment:
    """Where compiled templates run: sandboxed, every value escaped, a missing name an error."""
    return _furnished(
        Sandbox(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_printed,
            block_start_string=BLOCK[0],
            block_end_string=BLOCK[1],
            variable_start_string=VALUE[0],
            variable_end_string=VALUE[1],
            comment_start_string=REMARK[0],
            comment_end_string=REMARK[1],
            keep_trailing_newline=True,
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
        )
    )


@cache
def docxtpl_environment() -> Environment:
    """The same for docxtpl, which compiles its own text with the usual marks."""
    return _furnished(Sandbox(autoescape=True, undefined=StrictUndefined, finalize=plain))


def _furnished(made: Environment) -> Environment:
    made.globals[WRAP] = _wrap
    made.filters["so"] = grouped
    made.filters["ngay"] = _long_date
    return made


WRAP = "dan_van_block"
"""The function a template calls for a value that stands for a whole paragraph or run."""


def plain(value: Any) -> Any:
    """A value as a paper prints it; text, markup and undefined names come back as they are."""
    kind = type(value)
    if kind is str or kind is int or kind is Markup:
        return value
    if value is None:
        return ""
    if kind is bool:
        return "có" if value else "không"
    if kind is float or kind is Decimal:
        return _decimal(value)
    if isinstance(value, datetime):
        clock = f"{value.hour:02} giờ {value.minute:02}, " if value.hour or value.minute else ""
        return clock + format_short(value)
    return format_short(value) if isinstance(value, date) else value


def _printed(value: Any) -> Any:
    """``plain``, for a value inside a text: XML of runs or paragraphs steps out of the text around it."""
    kind = type(value)
    if kind is str or kind is int or kind is _Placed:
        return value
    if hasattr(kind, "__html__") and not isinstance(value, Undefined):
        if _from_docxtpl(kind):
            raise NeedsDocxtpl(getattr(value, "tpl", None))
        markup = str(value.__html__())
        for start, (before, after) in _BREAKS_OUT.items():
            if markup.startswith(start):
                return Markup(f"{before}{markup}{after}")
        return value
    if _from_docxtpl(kind):
        raise NeedsDocxtpl(getattr(value, "tpl", None))
    return plain(value)


def _from_docxtpl(kind: type) -> bool:
    return kind.__module__.startswith("docxtpl.") and kind.__name__ in ("InlineImage", "Subdoc")


def _wrap(value: Any, before: str, after: str) -> Any:
    """XML as it is; plain text inside the paragraph or run it stands for, nothing when there is none."""
    if _from_docxtpl(type(value)):
        raise NeedsDocxtpl(getattr(value, "tpl", None))
    if hasattr(value, "__html__") and not isinstance(value, Undefined):
        markup = str(value.__html__())
        if not markup or markup.lstrip().startswith("<w:"):
            return _Placed(markup)
        return _Placed(f"{before}{markup}{after}")
    text = escape(plain(value))
    return _Placed(f"{before}{text}{after}") if text else _Placed()


def _decimal(value: float | Decimal) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return (
        str(int(value)) if value == int(value) else format(value, "f" if isinstance(value, Decimal) else "").replace(".", ",")
    )


def grouped(value: Any) -> str:
    """``{{ kinh_phi|so }}``: 1500000 → 1.500.000, 2.5 → 2,5; text that is no number stays as it is."""
    if value is None or isinstance(value, str):
        digits = (value or "").strip()
        return numerals.shown(int(digits)) if digits.isdecimal() else value or ""
    whole, _, part = str(plain(value)).partition(",")
    return numerals.shown(int(whole)) + (f",{part}" if part else "")


def _long_date(value: Any) -> str:
    """``{{ ngay_hop|ngay }}``: ngày 05 tháng 02 năm 2026; text stays as it is."""
    return format_long(value) if isinstance(value, date) else str(plain(value))


def in_nfc(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values under names in NFC, as the tags have them."""
    return {key if key.isascii() else unicodedata.normalize("NFC", key): value for key, value in values.items()}


def recording(note: Callable[[str], None]) -> type[Undefined]:
    """A kind of undefined that goes on where StrictUndefined stops, and notes each name that is used."""

    class Recorder(Undefined):
        def _use(self, *_: Any, **__: Any) -> Any:
            note(self._undefined_name or str(self._undefined_obj))
            return self

        def _nothing(self, *_: Any) -> Any:
            self._use()
            return ""

        def _none(self, *_: Any) -> Any:
            self._use()
            return 0

        def _empty(self, *_: Any) -> Any:
            self._use()
            return iter(())

        def _false(self, *_: Any) -> Any:
            self._use()
            return False

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self._use()

        __str__ = __html__ = _nothing
        __iter__ = _empty
        __len__ = __int__ = __hash__ = _none
        __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _false
        __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _use
        __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __rmod__ = __pow__ = __neg__ = __pos__ = _use

    return Recorder
