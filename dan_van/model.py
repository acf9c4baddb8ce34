"""The values that everything else passes around. Frozen, plain, and without behaviour of their own.

Offsets are Unicode code points of the original text; dates are half-open: ``effective`` is the first
day in force, ``expired`` the first day no longer in force. Unknown is ``None``, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from dan_van.saying import said

if TYPE_CHECKING:
    from pathlib import Path

    from dan_van.codes import Code


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:end]`` of the original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands; lines and columns count from 1, ``part`` names a place a file has no lines for."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    part: str | None = None

    def __str__(self) -> str:
        pieces = [self.file or "", f"dòng {self.line}" if self.line else "", self.part or ""]
        return ", ".join(piece for piece in pieces if piece)


class Severity(StrEnum):
    """How sure a finding is: breaks a rule, very likely wrong, worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """In words."""
        return {"error": said("Lỗi"), "warning": said("Cảnh báo"), "info": said("Lưu ý")}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about content that a person should see.

    ``rule`` is a stable id, ``message`` a Vietnamese sentence, ``remedy`` what to do, ``source`` the
    legal or documentary ground of the rule, ``fixable`` whether a machine may repair it.
    """

    rule: str
    severity: Severity
    message: str
    place: Place = Place()
    remedy: str | None = None
    source: str | None = None
    fixable: bool = False

    def __str__(self) -> str:
        where = str(self.place)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} {self.remedy}" if self.remedy else text


class RelationKind(StrEnum):
    """The thirteen kinds of relation the national legal database publishes."""

    CAN_CU = "can-cu"
    SUA_DOI_BO_SUNG = "sua-doi-bo-sung"
    QUY_DINH_CHI_TIET = "quy-dinh-chi-tiet"
    DAN_CHIEU = "dan-chieu"
    BAI_BO = "bai-bo"
    THAY_THE = "thay-the"
    HOP_NHAT = "hop-nhat"
    HUONG_DAN = "huong-dan"
    DINH_CHINH = "dinh-chinh"
    TAM_NGUNG_HIEU_LUC = "tam-ngung-hieu-luc"
    DINH_CHI_THI_HANH = "dinh-chi-thi-hanh"
    GIAI_THICH = "giai-thich"
    CONG_BO = "cong-bo"

    @property
    def label(self) -> str:
        """The kind in Vietnamese, as a verb phrase: ``thay thế``."""
        return _RELATION_LABELS[self]


_RELATION_LABELS = {
    RelationKind.CAN_CU: said("căn cứ"),
    RelationKind.SUA_DOI_BO_SUNG: said("sửa đổi, bổ sung"),
    RelationKind.QUY_DINH_CHI_TIET: said("quy định chi tiết"),
    RelationKind.DAN_CHIEU: said("dẫn chiếu"),
    RelationKind.BAI_BO: said("bãi bỏ"),
    RelationKind.THAY_THE: said("thay thế"),
    RelationKind.HOP_NHAT: said("hợp nhất"),
    RelationKind.HUONG_DAN: said("hướng dẫn"),
    RelationKind.DINH_CHINH: said("đính chính"),
    RelationKind.TAM_NGUNG_HIEU_LUC: said("tạm ngưng hiệu lực"),
    RelationKind.DINH_CHI_THI_HANH: said("đình chỉ thi hành"),
    RelationKind.GIAI_THICH: said("giải thích"),
    RelationKind.CONG_BO: said("công bố"),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What the document that holds it does to ``target`` (an id, known to the corpus or not)."""

    kind: RelationKind
    target: str
    pin: str | None = None
    effective: date | None = None
    note: str | None = None


class StatusValue(StrEnum):
    """The standing of a document; three kinds of ending are kept apart."""

    IN_FORCE = "con-hieu-luc"
    REPEALED = "het-hieu-luc"
    PARTLY = "het-hieu-luc-mot-phan"
    NOT_YET = "chua-co-hieu-luc"
    PERIOD_OVER = "het-thoi-ky"
    ISSUER_CEASED = "co-quan-da-giai-the"

    @property
    def label(self) -> str:
        """The status as a clerk reads it."""
        return _STATUS_LABELS[self]

    @property
    def ended(self) -> bool:
        """Whether nothing of the document is in force any more."""
        return self in (StatusValue.REPEALED, StatusValue.PERIOD_OVER, StatusValue.ISSUER_CEASED)


_STATUS_LABELS = {
    StatusValue.IN_FORCE: said("còn hiệu lực"),
    StatusValue.REPEALED: said("hết hiệu lực"),
    StatusValue.PARTLY: said("hết hiệu lực một phần"),
    StatusValue.NOT_YET: said("chưa có hiệu lực"),
    StatusValue.PERIOD_OVER: said("hết thời kỳ thực hiện"),
    StatusValue.ISSUER_CEASED: said("cơ quan ban hành đã giải thể"),
}
UNKNOWN_STATUS_LABEL = said("chưa rõ hiệu lực")


@dataclass(frozen=True, slots=True)
class Status:
    """A standing, the day for which it is known, and who says so."""

    value: StatusValue
    as_of: date | None
    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: ``authority`` (TM. ỦY BAN NHÂN DÂN, KT. …), ``position`` (CHỦ TỊCH), ``name``."""

    authority: str | None = None
    position: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a record come from; ``confidence`` is A, B, C, S (citing text only) or ``?``."""

    name: str
    confidence: str
    url: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A named text issued with a document (a Quy chế, Chương trình …), cited by its own name."""

    type: str
    name: str


class TextKind(StrEnum):
    """What the body of a corpus file is: nothing, our summary, or the full official text."""

    NONE = "none"
    SUMMARY = "summary"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Provision:
    """One addressable unit of a document.

    ``id`` is its address inside the document (``dieu-5.khoan-2.diem-a``), ``kind`` one of ``phan chuong
    muc tieu-muc dieu khoan diem doan``, ``label`` what the text prints (``Điều 5``), ``heading`` its
    title if it has one, ``text`` its own words without those of its children.
    """

    id: str
    kind: str
    label: str
    heading: str | None
    text: str
    span: Span
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document: a directive of the corpus, or a draft. One form for both."""

    id: str
    type: str
    code: Code | None = None
    name: str | None = None
    subject: str | None = None
    issuers: tuple[str, ...] = ()
    issuer_name: str | None = None
    term: str | None = None
    place: str | None = None
    issued: date | None = None
    effective: date | None = None
    expired: date | None = None
    period: tuple[int, int] | None = None
    signer: Signer | None = None
    status: Status | None = None
    attachments: tuple[Attachment, ...] = ()
    relations: tuple[Relation, ...] = ()
    aliases: tuple[str, ...] = ()
    text: TextKind = TextKind.NONE
    source: Source | None = None
    notes: tuple[str, ...] = ()
    body: str = ""
    body_line: int = 1
    path: Path | None = None
    layer: str = ""
    provisions: tuple[Provision, ...] = field(default=(), repr=False)

    @property
    def year(self) -> int | None:
        """Year of issue: of the date, else the one the code carries."""
        if self.issued:
            return self.issued.year
        return self.code.year if self.code else None
