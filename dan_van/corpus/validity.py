"""Whether a document, or one provision of it, is in force on a day, and what decided that.

Three things are asked, the nearest first: relations that act on the provision, on a unit that holds it, on the whole
document; the dates of the record; the status of the record, which is what a source said on one day. A unit dies with
what holds it; a document that has lost a unit is in force in part, and its other units stand. Days are half-open: the
day a repeal takes effect is the first day no longer in force. What is not known is UNKNOWN, never guessed. The later
end of an act does not revive what it ended.

A guide or a paper whose basis has ended is flagged, not decided: whether it ends too is for the law and a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dan_van import tables
from dan_van.corpus import titles
from dan_van.corpus.loader import Corpus
from dan_van.corpus.standing import Cause, Ending, Rest, Standing, Validity, acts_from
from dan_van.dates import format_short
from dan_van.model import Document, Relation, RelationKind, Status, StatusValue, TextKind
from dan_van.provisions import KINDS, write_pin
from dan_van.text import same_words

__all__ = ["Cause", "Ending", "Rest", "Standing", "Validity", "in_force", "resting_on_ended", "validity", "watched"]


def validity(corpus: Corpus, document: Document, on: date, unit: str | None = None) -> Validity:
    """The standing of a document, or of its unit at the address ``unit``, on a day; never raises.

    The unit need not be in the corpus: it is then judged by its address and by what holds it.
    """
    judged = _judge(corpus, document, on, unit)
    ended = tuple(
        Cause(target.document, relation, target.unit, f"{relation.kind.label} {_what(target)}, {target.label}")
        for relation, target in _rests(corpus, document, on, _DEPENDS)
        if target.standing is Standing.ENDED
    )
    return replace(judged, depends_on_ended=ended)


def in_force(corpus: Corpus, document: Document, on: date) -> bool | None:
    """Whether a document stands on a day, if only in part; None when nothing says so."""
    standing = _judge(corpus, document, on, None).standing
    return None if standing is Standing.UNKNOWN else standing in (Standing.IN_FORCE, Standing.PARTLY)


def resting_on_ended(corpus: Corpus, on: date, documents: Iterable[Document] | None = None) -> list[Rest]:
    """Which documents (:func:`watched` ones unless given) rest on something that is not in force on a day.

    A document that itself ended what it names does not rest on it.
    """
    documents = watched(corpus, on) if documents is None else documents
    return [Rest(d, relation, target) for d in documents for relation, target in _rests(corpus, d, on, _RESTS)]


def watched(corpus: Corpus, on: date) -> list[Document]:
    """Documents whose ground matters on a day: issued by then and not ended, and all of the office's own layers."""
    own = {layer.name for layer in corpus.layers if layer.writable}
    return [document for document in corpus if document.layer in own or _stands(corpus, document, on)]


def _stands(corpus: Corpus, document: Document, on: date) -> bool:
    issued = document.issued or (date(document.year, 1, 1) if document.year else None)
    return not (issued and issued > on) and _judge(corpus, document, on, None).standing is not Standing.ENDED


_DEPENDS = (RelationKind.QUY_DINH_CHI_TIET, RelationKind.HUONG_DAN, RelationKind.CAN_CU)
_RESTS = (*_DEPENDS, RelationKind.DAN_CHIEU, RelationKind.HOP_NHAT)


def _rests(corpus: Corpus, document: Document, on: date, kinds: Sequence[RelationKind]) -> Iterator[tuple[Relation, Validity]]:
    for relation in document.relations:
        if relation.kind not in kinds or not corpus.knows(relation.target):
            continue
        identity, _, unit = relation.target.partition("#")
        target = _judge(corpus, corpus.get(identity), on, unit)
        ended_it = target.decided_by and target.decided_by.actor and target.decided_by.actor.id == document.id
        if target.standing in (Standing.ENDED, Standing.PARTLY, Standing.SUSPENDED) and not ended_it:
            yield relation, target


# ---------------------------------------------------------------------------------------------------------------------
# Relations


@dataclass(frozen=True, slots=True)
class _Act:
    """A relation that acts on the document, from ``day`` (None: no source gives it), not before ``floor``."""

    actor: Document
    relation: Relation
    unit: str | None
    day: date | None
    floor: date | None

    def dated(self, on: date) -> bool:
        return self.day is not None and self.day <= on

    def possible(self, on: date) -> bool:
        """Whether it may act by then, though nothing says from when."""
        return self.day is None and (self.floor is None or self.floor <= on)

    @property
    def cause(self) -> Cause:
        pin = f", {self.relation.pin}" if self.relation.pin else ""
        what = f" {write_pin(self.unit)}" if self.unit else ""
        day = f" từ {format_short(self.day)}" if self.day else " (chưa rõ từ ngày nào)"
        text = f"{titles.full_label(self.actor)}{pin}, {self.relation.kind.label}{what}{day}"
        return Cause(self.actor, self.relation, self.unit, text)


_ENDS = (RelationKind.BAI_BO, RelationKind.THAY_THE)
_SUSPENDS = (RelationKind.TAM_NGUNG_HIEU_LUC, RelationKind.DINH_CHI_THI_HANH)


def _acts(corpus: Corpus, document: Document) -> list[_Act]:
    found = []
    for actor, relation in corpus.acting_on(document.id):
        day = acts_from(actor, relation)
        if day and actor.expired and actor.expired <= day:
            continue  # ended before it could act
        found.append(_Act(actor, relation, relation.target.partition("#")[2] or None, day, _first_day(actor)))
    return found


def _scopes(document: Document, unit: str | None) -> tuple[str | None, ...]:
    """The unit, what holds it from the narrowest to the widest, and None: the whole document."""
    parents = {provision.id: provision.parent for provision in document.provisions} if unit else {}
    found: list[str | None] = []
    while unit and unit not in found:
        found.append(unit)
        unit = parents.get(unit) or unit.rpartition(".")[0]
    return (*found, None)


def _may_hold(document: Document, wide: str, unit: str) -> bool:
    """Whether a chapter (part, section) may hold an article, the corpus not having the contents that would show it."""
    attached = [part for part in wide.split(".")[:1] if part.startswith(("kem-theo", "phu-luc"))]
    rest = unit.split(".")[len(attached) :]
    if document.text is TextKind.FULL or unit.split(".")[: len(attached)] != attached or not rest[:1]:
        return False
    if _kind(wide) not in _WIDE or _kind(rest[0]) != "dieu":
        return False
    known = [scope for scope in _scopes(document, unit) if scope]
    over = [scope for scope in _scopes(document, wide) if scope and _kind(scope) in _WIDE]
    return not any(_kind(scope) == _kind(other) and scope != other for scope in over for other in known)


_WIDE = ("phan", "chuong", "muc", "tieu-muc")


def _kind(address: str) -> str:
    last = address.rpartition(".")[2]
    return next((kind for kind in KINDS if last == kind or last.startswith(f"{kind}-")), last)


def _judge(corpus: Corpus, document: Document, on: date, unit: str | None) -> Validity:
    """All of the answer but what the document depends on."""
    unit = unit or None
    scopes = _scopes(document, unit)
    over: list[_Act] = []
    inside: list[_Act] = []
    perhaps: list[_Act] = []
    for act in _acts(corpus, document):
        if act.unit in scopes:
            over.append(act)
        elif unit is None or unit in _scopes(document, act.unit):
            inside.append(act)
        elif act.unit and (_may_hold(document, act.unit, unit) or _may_hold(document, unit, act.unit)):
            perhaps.append(act)
    over.sort(key=lambda act: (act.day or date.max, scopes.index(act.unit)))
    inside.sort(key=lambda act: (act.day or date.max, act.unit or ""))
    decided = _decide(document, on, unit, over, inside, perhaps)
    return replace(
        decided,
        amended_by=tuple(
            _amendment(act, act in perhaps or bool(unit and act.unit is None))
            for act in (*over, *inside, *perhaps)
            if _amends(act, on)
        ),
        successors=tuple({act.actor.id: act.actor for act in over if _succeeds(act, document, on)}.values()),
        note=" ".join(note for note in (decided.note, *_seen_beside(decided)) if note) or None,
    )


def _decide(
    document: Document, on: date, unit: str | None, over: Sequence[_Act], inside: Sequence[_Act], perhaps: Sequence[_Act]
) -> Validity:
    """The standing: acts that cover what is asked (``over``, earliest and nearest first), the record, acts ``inside``.

    ``perhaps`` are acts on a chapter that may hold the article asked for, or on an article that the chapter asked for may hold.
    """
    record = _record(document, on)
    answer = replace(record.validity, unit=unit)

    ends = [act for act in over if act.relation.kind in _ENDS]
    if act := next((act for act in ends if act.dated(on)), None):
        note = _contradicted(document, act)
        return _by(answer, act, Standing.ENDED, note, Ending.REPEALED)
    if answer.standing is Standing.ENDED:
        return answer
    stops = [act for act in over if act.relation.kind in _SUSPENDS]
    if act := next((act for act in stops if act.dated(on)), None):
        return _by(answer, act, Standing.SUSPENDED, "Xem thời hạn ngưng hiệu lực trong văn bản đó.")
    if answer.standing is Standing.NOT_YET:
        return answer
    for act in (*ends, *stops):
        if act.possible(on) and not (act.unit is None and record.sure):
            return _by(answer, act, Standing.UNKNOWN, f"{act.cause.text}: tra ngày có hiệu lực của văn bản đó.")
    for act in perhaps:
        if unit and act.unit and act.relation.kind in (*_ENDS, *_SUSPENDS) and (act.dated(on) or act.possible(on)):
            wide, narrow = (act.unit, unit) if _kind(act.unit) in _WIDE else (unit, act.unit)
            note = (
                f"{act.cause.text}; kho chưa rõ {write_pin(narrow)} có thuộc {write_pin(wide)} không: xem chính điều khoản này."
            )
            return replace(_by(answer, act, Standing.UNKNOWN, note), since=None)

    lost = [act for act in inside if act.relation.kind in _ENDS and act.dated(on)]
    beside = [act for act in inside if act.relation.kind in _SUSPENDS and act.dated(on)]
    beside += [act for act in inside if act.relation.kind in (*_ENDS, *_SUSPENDS) and act.possible(on)]
    seen = "".join(f" {act.cause.text}." for act in beside)
    if lost:
        units = ", ".join(dict.fromkeys(write_pin(act.unit or "") for act in lost))
        rest = " Phần còn lại: chưa rõ hiệu lực." if answer.standing is Standing.UNKNOWN else ""
        return _by(answer, lost[0], Standing.PARTLY, f"Đã hết hiệu lực: {units}.{rest}{seen}")
    if unit and answer.standing is Standing.PARTLY:
        note = "Văn bản hết hiệu lực một phần; kho có thể chưa ghi đủ phần nào: xem chính điều khoản này."
        return replace(answer, standing=Standing.UNKNOWN, since=None, note=note + seen)
    return replace(answer, note=f"{answer.note or ''}{seen}".strip() or None)


def _by(answer: Validity, act: _Act, standing: Standing, note: str | None, ending: Ending | None = None) -> Validity:
    return replace(answer, standing=standing, ending=ending, since=act.day, decided_by=act.cause, note=note)


def _contradicted(document: Document, act: _Act) -> str | None:
    """What the record says against a repeal of the whole document, which decides all the same."""
    if act.unit or act.day is None:
        return None
    if document.expired and document.expired != act.day:
        return f"Kho ghi hết hiệu lực từ {format_short(document.expired)}: xem lại."
    status = document.status
    if status and not status.value.ended and status.as_of and status.as_of >= act.day:
        return f"Kho ghi “{status.value.label}” ngày {format_short(status.as_of)}, trái với quan hệ giữa hai văn bản: xem lại."
    return None


def _amends(act: _Act, on: date) -> bool:
    return act.relation.kind is RelationKind.SUA_DOI_BO_SUNG and (act.dated(on) or act.possible(on))


def _amendment(act: _Act, perhaps: bool) -> Cause:
    text = f"{act.cause.text} ({act.relation.note})" if act.relation.note else act.cause.text
    if perhaps:
        text += "; có thể sửa cả điều khoản này: xem văn bản đó"
    return replace(act.cause, text=text)


def _succeeds(act: _Act, document: Document, on: date) -> bool:
    """Whether the actor stands in the place of what is asked: it replaces it, or ends a law of its own name."""
    if not (act.dated(on) or act.possible(on)):
        return False
    namesake = act.unit is None and bool(document.name and act.actor.name and same_words(document.name, act.actor.name))
    return act.relation.kind is RelationKind.THAY_THE or (act.relation.kind is RelationKind.BAI_BO and namesake)


# ---------------------------------------------------------------------------------------------------------------------
# The record


@dataclass(frozen=True, slots=True)
class _Record:
    """What the record alone says; ``sure``: of that very day or of one after it, not of an earlier one."""

    validity: Validity
    sure: bool = False


def _record(document: Document, on: date) -> _Record:
    """By the last day of the record, by its first, then by its status."""
    status, last = document.status, _last_day(document)
    said = _said(status) if status else None

    def answer(standing: Standing, text: str | None = said, note: str | None = None, since: date | None = None) -> Validity:
        ending = _ENDINGS.get(status.value) if status and standing is Standing.ENDED else None
        cause = Cause(None, None, None, text) if text and standing is not Standing.UNKNOWN else None
        return Validity(document, None, on, standing, ending, since, cause, note=note, as_of=status.as_of if status else None)

    if last and on >= last:
        against = status is not None and not status.value.ended and (status.as_of is None or status.as_of >= last)
        note = f"Kho lại ghi “{status.value.label}”: xem lại." if status and against else None
        return _Record(answer(Standing.ENDED, _last_day_text(document, last), note, last), sure=True)
    first = _first_day(document)
    if first and on < first:
        what = "có hiệu lực từ" if document.effective else "ban hành" if document.issued else "không sớm hơn"
        return _Record(answer(Standing.NOT_YET, f"{what} {format_short(first)} theo kho"), sure=True)
    if status and status.value.ended and not last:
        if status.as_of and on >= status.as_of:
            return _Record(answer(Standing.ENDED), sure=True)
        day = f" ngày {format_short(status.as_of)}; trước đó" if status.as_of else ","
        return _Record(answer(Standing.UNKNOWN, note=f"Kho ghi “{status.value.label}”{day} chưa rõ từ ngày nào."))
    begun = _begun(document, on)
    if last and not (status and status.value is StatusValue.PARTLY):
        if begun:
            return _Record(answer(Standing.IN_FORCE, _last_day_text(document, last), since=document.effective), sure=True)
        return _Record(answer(Standing.UNKNOWN, note=_NO_FIRST_DAY))
    if status is None:
        return _Record(answer(Standing.UNKNOWN, note="Chưa có nguồn nêu tình trạng hiệu lực."))
    if status.value is StatusValue.NOT_YET:
        if status.as_of and on <= status.as_of and not document.effective:
            return _Record(answer(Standing.NOT_YET), sure=True)
        if document.effective and (status.as_of is None or status.as_of < document.effective):
            return _Record(answer(Standing.IN_FORCE, note=_age(status, on), since=document.effective))
        note = f"Kho ghi “{status.value.label}” sau ngày có hiệu lực: xem lại." if document.effective else _NO_FIRST_DAY
        return _Record(answer(Standing.UNKNOWN, note=note))
    if not begun and (status.as_of is None or on < status.as_of):
        return _Record(answer(Standing.UNKNOWN, note=_NO_FIRST_DAY))
    sure = status.as_of is not None and on <= status.as_of
    if status.value is StatusValue.IN_FORCE:
        return _Record(answer(Standing.IN_FORCE, note=_age(status, on), since=document.effective), sure)
    earlier = status.as_of is not None and on < status.as_of
    note = f"Ngày {format_short(on)} có thể còn hiệu lực toàn bộ." if earlier else _age(status, on)
    return _Record(answer(Standing.PARTLY, note=note), sure)


_ENDINGS = {
    StatusValue.REPEALED: Ending.REPEALED,
    StatusValue.PERIOD_OVER: Ending.PERIOD_OVER,
    StatusValue.ISSUER_CEASED: Ending.ISSUER_CEASED,
}
_NO_FIRST_DAY = "Kho chưa ghi ngày có hiệu lực."


def _first_day(document: Document) -> date | None:
    """The day before which it cannot be in force."""
    return document.effective or document.issued or (date(document.year, 1, 1) if document.year else None)


def _last_day(document: Document) -> date | None:
    """The first day no longer in force, where the record gives it: a day, or the end of the period that ended it."""
    over = document.status and document.status.value is StatusValue.PERIOD_OVER and document.period
    return document.expired or (date(document.period[1] + 1, 1, 1) if over and document.period else None)


def _last_day_text(document: Document, last: date) -> str:
    if document.expired is None and document.period:
        return f"thời kỳ {document.period[0]} - {document.period[1]} nêu trong tên"
    source = f" ({document.status.source})" if document.status and document.status.value.ended else ""
    return f"ngày hết hiệu lực {format_short(last)} ghi trong kho{source}"


def _begun(document: Document, on: date) -> bool:
    """Whether the record shows it in force by then, as far as its beginning goes.

    Where no day of effect is known, the day of issue counts for papers that take effect when signed: those without the
    year in their symbol, which normative documents carry, and that are not a law by type.
    """
    if document.effective:
        return on >= document.effective
    normative = bool(document.code and document.code.year) or {
        row.family for row in tables.document_types() if row.slug == document.type
    } == {tables.NORMATIVE}
    return document.issued is not None and on >= document.issued and not normative


def _said(status: Status) -> str:
    day = f" ngày {format_short(status.as_of)}" if status.as_of else ""
    return f"tình trạng “{status.value.label}” ghi trong kho{day} (nguồn: {status.source})"


def _age(status: Status, on: date) -> str | None:
    if status.as_of is None:
        return "Kho không ghi tình trạng này của ngày nào."
    return f"Theo thông tin đến ngày {format_short(status.as_of)}." if on > status.as_of else None


def _seen_beside(judged: Validity) -> Iterator[str]:
    """A period that is over and a body that is no more: told, not decided, where no status says so."""
    document, on = judged.document, judged.on
    if judged.standing is Standing.ENDED:
        return
    if document.period and on.year > document.period[1]:
        yield f"Thời kỳ {document.period[0]} - {document.period[1]} nêu trong tên đã hết."
    for slug in document.issuers:
        body = tables.issuers().get(slug)
        if body and body.ceased and body.ceased <= on:
            yield f"{body.name} không còn từ {format_short(body.ceased)}."


def _what(judged: Validity) -> str:
    pin = f"{write_pin(judged.unit)} " if judged.unit else ""
    return f"{pin}{titles.full_label(judged.document)}"
