"""The order in which căn cứ give documents.

By force of law (Luật 64/2025/QH15, Điều 4), then by date; that the law organising the issuer stands first among the laws, and
Party papers before the State's, is practice, not a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dan_van import tables
from dan_van.model import Document


def arranged(documents: Sequence[Document], on: date, family: str = tables.ADMINISTRATIVE) -> list[Document]:
    """Documents in the order in which căn cứ give them; those of one rank by date, without a date last."""
    return sorted(documents, key=lambda document: (*_rank(document, family), document.issued or on, document.id))


_CONSTITUTION, _LAW, _ORDINANCE, _PRESIDENT, _GOVERNMENT, _PRIME_MINISTER, _MINISTRY, _LOCAL = range(8)


def _rank(document: Document, family: str) -> tuple[int, int, int]:
    """Party or State, force, and whether another of that force comes first."""
    issuer = tables.issuers().get(document.issuers[0]) if document.issuers else None
    party = issuer is not None and issuer.family == tables.PARTY
    if party or (issuer is None and document.type == "ket-luan"):
        return 0, _party_rank(document), _PARTY_TYPES.get(document.type, len(_PARTY_TYPES))
    organising = 0 if document.name and document.name.startswith("Luật Tổ chức") else 1
    rank = _state_rank(document)
    return 1, rank, organising if rank == _LAW else _LOCAL_TYPES.get(document.type, 2) if rank >= _LOCAL else 0


_PARTY_ISSUERS = (
    "dai-hoi-dang-toan-quoc", "ban-chap-hanh-trung-uong", "bo-chinh-tri", "ban-bi-thu", "ban-chi-dao-trung-uong",
)  # fmt: skip
_PARTY_TYPES = {"nghi-quyet": 0, "chi-thi": 1, "ket-luan": 2, "quy-che": 3, "quy-dinh": 4, "quyet-dinh": 5}
_LOCAL_TYPES = {"nghi-quyet": 0, "quyet-dinh": 1}
_LEVELS = {"trung-uong": 0, "tinh": 1, "dia-phuong": 2, "huyen": 3, "xa": 4}


def _party_rank(document: Document) -> int:
    """The Điều lệ, the Congress, the Central Committee, its Politburo, its Secretariat, other central bodies, then down by level."""
    if document.name and document.name.startswith("Điều lệ"):
        return -1
    slug = document.issuers[0] if document.issuers else ""
    if slug in _PARTY_ISSUERS:
        return _PARTY_ISSUERS.index(slug)
    return len(_PARTY_ISSUERS) + _level(document)


def _level(document: Document) -> int:
    issuer = tables.issuers().get(document.issuers[0]) if document.issuers else None
    return _LEVELS.get(issuer.level, 2) if issuer else 4


def _state_rank(document: Document) -> int:
    issuers, kind = set(document.issuers), document.type
    if kind == "hien-phap":
        return _CONSTITUTION
    if kind == "luat" or "quoc-hoi" in issuers:
        return _LAW
    if kind == "phap-lenh" or "uy-ban-thuong-vu-quoc-hoi" in issuers:
        return _ORDINANCE
    if any("chu-tich-nuoc" in issuer for issuer in issuers):
        return _PRESIDENT
    if kind == "nghi-dinh" or "chinh-phu" in issuers:
        return _GOVERNMENT
    if "thu-tuong-chinh-phu" in issuers:
        return _PRIME_MINISTER
    if kind in ("thong-tu", "thong-tu-lien-tich") or _level(document) == _LEVELS["trung-uong"]:
        return _MINISTRY
    return _LOCAL + _level(document)
