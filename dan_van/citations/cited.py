"""What a text says when it names a document: the values that scanning gives and resolving takes.

They hold only what the words claim; which document of the corpus is meant is decided elsewhere. Spans are offsets into the
original text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dan_van.codes import Code
from dan_van.dates import PartialDate
from dan_van.model import Span


class Form(StrEnum):
    """How a document is named."""

    FULL = "full"
    """By its số, ký hiệu."""
    NAMED = "named"
    """By a name of its own: a law, the Constitution, a congress resolution, a programme whose name carries its period."""
    SHORT = "short"
    """Only through what stands elsewhere: ``Luật này``, ``Quyết định nêu trên``, ``Chỉ thị của Thủ tướng Chính phủ``."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A phrase that points into the cited document: ``các điểm a, b khoản 2 Điều 7``.

    ``units`` are the addresses it means, as provisions have them (``dieu-7.khoan-2.diem-a``); a range of articles is
    ``dieu-3..dieu-9``.
    """

    text: str
    span: Span
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document.

    ``type`` is the slug of the type its words (or its symbol) name. ``code`` is the symbol in its right form, ``faults`` how it was
    miswritten (as :class:`dan_van.codes.Reading`). ``number`` and ``year`` are what a mention without letters gives
    (``Nghị định 30``, ``Nghị định 30/2020``). ``date`` may hold a year alone. ``issuer`` and ``term`` (``khóa XI``) are as
    written; ``name`` is a law's or programme's name with its word of type; ``title`` the trích yếu that follows.
    ``within`` is the place in the list of the citation in whose title this one stands. Of a short form, ``antecedents`` are the places
    of the earlier citations it means, ``own`` says that it means the text itself; with neither it is unclear.
    """

    text: str
    span: Span
    form: Form
    type: str
    code: Code | None = None
    number: str | None = None
    year: int | None = None
    date: PartialDate | None = None
    issuer: str | None = None
    term: str | None = None
    name: str | None = None
    title: str | None = None
    pins: tuple[Pin, ...] = ()
    faults: tuple[str, ...] = ()
    within: int | None = None
    antecedents: tuple[int, ...] = ()
    own: bool = False

    @property
    def unclear(self) -> bool:
        """Whether it is a short form of which nothing in reach says what it means."""
        return self.form is Form.SHORT and not self.own and not self.antecedents
