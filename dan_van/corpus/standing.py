"""The values of an answer about validity: standing, ending, what decided, what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dan_van.dates import format_short
from dan_van.model import UNKNOWN_STATUS_LABEL, Document, Relation, StatusValue
from dan_van.saying import said


class Standing(StrEnum):
    """What a document or provision is on a day."""

    IN_FORCE = "con-hieu-luc"
    NOT_YET = "chua-co-hieu-luc"
    ENDED = "het-hieu-luc"
    PARTLY = "het-hieu-luc-mot-phan"
    SUSPENDED = "ngung-hieu-luc"
    UNKNOWN = "chua-ro"

    @property
    def label(self) -> str:
        """The standing in Vietnamese."""
        return _STANDING_LABELS[self]


_STANDING_LABELS = {
    Standing.IN_FORCE: said("còn hiệu lực"),
    Standing.NOT_YET: said("chưa có hiệu lực"),
    Standing.ENDED: said("hết hiệu lực"),
    Standing.PARTLY: said("hết hiệu lực một phần"),
    Standing.SUSPENDED: said("ngưng hiệu lực"),
    Standing.UNKNOWN: UNKNOWN_STATUS_LABEL,
}


class Ending(StrEnum):
    """Three ways to end that are not the same: by another document, with the period, with the body that issued it."""

    REPEALED = "bai-bo-thay-the"
    PERIOD_OVER = "het-thoi-ky"
    ISSUER_CEASED = "co-quan-da-giai-the"

    @property
    def label(self) -> str:
        """The way in Vietnamese, as a clerk reads it."""
        return _ENDING_LABELS[self]


_ENDING_LABELS = {
    Ending.REPEALED: said("bị bãi bỏ hoặc thay thế"),
    Ending.PERIOD_OVER: StatusValue.PERIOD_OVER.label,
    Ending.ISSUER_CEASED: StatusValue.ISSUER_CEASED.label,
}


_ENDED_OTHERWISE = (Ending.PERIOD_OVER, Ending.ISSUER_CEASED)


def status_label(status: str | None) -> str:
    """The Vietnamese of :attr:`Validity.status`."""
    if status is None:
        return UNKNOWN_STATUS_LABEL
    return Ending(status).label if status in _ENDED_OTHERWISE else Standing(status).label


def acts_from(actor: Document, relation: Relation) -> date | None:
    """The first day on which a relation acts: its own, but not before its document is in force; None when no source gives it."""
    return max((day for day in (relation.effective, actor.effective) if day), default=None)


@dataclass(frozen=True, slots=True)
class Cause:
    """What decided, or what should be seen: one Vietnamese clause, and the relation it tells of if it is one.

    ``actor`` is the other document (None: the record itself), ``unit`` the unit acted on: the one asked for, or one
    that holds it or that it holds; None is the whole document.
    """

    actor: Document | None
    relation: Relation | None
    unit: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Validity:
    """The standing of ``document``, or of its ``unit``, on the day ``on``.

    ``since`` is the first day of that standing, None when no source gives it; ``ending`` says how it ended, None also
    when the record has a last day and no reason. ``as_of`` is the day for which the record's status is known: how old
    the knowledge is. ``note`` says what a person must look at.
    """

    document: Document
    unit: str | None
    on: date
    standing: Standing
    ending: Ending | None = None
    since: date | None = None
    decided_by: Cause | None = None
    amended_by: tuple[Cause, ...] = ()
    depends_on_ended: tuple[Cause, ...] = ()
    successors: tuple[Document, ...] = ()
    note: str | None = None
    as_of: date | None = None

    @property
    def status(self) -> str | None:
        """One word for lists and JSON: the standing, or the way it ended if not by a document; None when not known."""
        if self.standing is Standing.UNKNOWN:
            return None
        return self.ending.value if self.ending in _ENDED_OTHERWISE else self.standing.value

    @property
    def label(self) -> str:
        """The standing in a few words: ``hết hiệu lực từ 01/9/2026``."""
        day = said(" từ {day}", day=format_short(self.since)) if self.since else ""
        if self.standing is Standing.ENDED:
            return self.ending.label if self.ending in _ENDED_OTHERWISE else said("hết hiệu lực{day}", day=day)
        if self.standing is Standing.NOT_YET and self.document.effective:
            return said("chưa có hiệu lực (có hiệu lực từ {day})", day=format_short(self.document.effective))
        if self.standing is Standing.PARTLY:
            return said("{standing}: xem chính điều khoản được viện dẫn", standing=self.standing.label)
        if self.standing is Standing.SUSPENDED and self.decided_by and self.decided_by.relation:
            return said("{action}{day}", action=self.decided_by.relation.kind.label, day=day)
        return self.standing.label


@dataclass(frozen=True, slots=True)
class Rest:
    """``document`` rests, by ``relation``, on something that is not in force, or not all of it: ``validity`` says what."""

    document: Document
    relation: Relation
    validity: Validity

    @property
    def severity(self) -> Literal["full", "partial"]:
        """Whether all of what it rests on is out of force, or only a part."""
        return "partial" if self.validity.standing is Standing.PARTLY else "full"
