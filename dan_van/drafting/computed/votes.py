"""What a community of residents decides, in which form, by which majority (Luật 10/2022/QH15, Điều 15 to Điều 21).

Every household has one vote, and a share is always one of *all* households of the village, not of those who came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

LAW = "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15"

MEETING, BALLOT, ONLINE = "họp", "phát phiếu", "trực tuyến"


@dataclass(frozen=True, slots=True)
class Clause:
    """One khoản of Điều 15: what it is about, the forms allowed, the share that must agree, when it takes effect.

    ``reached`` says that the share itself is enough (từ … trở lên); otherwise more is needed (trên …).
    """

    number: int
    subject: str
    forms: tuple[str, ...]
    share: Fraction
    reached: bool
    in_force: str

    @property
    def majority(self) -> str:
        """The share in words, as a paper prints it."""
        whole = "tổng số đại diện hộ gia đình"
        return f"từ hai phần ba {whole} trở lên" if self.reached else f"trên 50% {whole}"

    @property
    def source(self) -> str:
        """The pin of the law."""
        return f"khoản {self.number} Điều 15, xem Điều 15 đến Điều 21 {LAW}"


_ON_VOTE = "kể từ khi được biểu quyết thông qua"
_BY_COMMUNE = "kể từ ngày Ủy ban nhân dân cấp xã quyết định công nhận"
_BY_FRONT = "kể từ ngày Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã công nhận"

CLAUSES = {
    clause.number: clause
    for clause in (
        Clause(1, "đóng góp, công trình do dân đóng góp kinh phí", (MEETING, BALLOT), Fraction(2, 3), True, _ON_VOTE),
        Clause(2, "thu, chi các khoản đóng góp", (MEETING, BALLOT), Fraction(2, 3), True, _ON_VOTE),
        Clause(3, "hương ước, quy ước", (MEETING, BALLOT), Fraction(1, 2), False, _BY_COMMUNE),
        Clause(4, "bầu, cho thôi làm trưởng thôn", (MEETING,), Fraction(1, 2), False, _BY_COMMUNE),
        Clause(
            5, "bầu Ban Thanh tra nhân dân, Ban Giám sát đầu tư của cộng đồng", (MEETING,), Fraction(1, 2), False, _BY_FRONT
        ),
        Clause(6, "việc khác của cộng đồng dân cư", (MEETING, BALLOT, ONLINE), Fraction(1, 2), False, _ON_VOTE),
    )
}


def at_least(votes: int, whole: int, part: str) -> bool:
    """Whether the votes reach a part (``"2/3"``) of the whole; never of nothing."""
    return whole > 0 and votes >= Fraction(part) * whole


def more_than(votes: int, whole: int, part: str) -> bool:
    """Whether the votes pass a part (``"1/2"``) of the whole."""
    return whole > 0 and votes > Fraction(part) * whole


def needed(clause: int, households: int) -> int:
    """The fewest votes that carry a matter of that khoản of Điều 15."""
    found = CLAUSES[clause]
    limit = found.share * households
    return max(1, ceil(limit) if found.reached else floor(limit) + 1)


def passed(matter: Mapping[str, Any], households: int) -> bool:
    """Whether a matter (``clause``, ``agreed``) is carried in a village of so many households."""
    return households > 0 and matter["agreed"] >= needed(matter["clause"], households)


def outcome(matter: Mapping[str, Any], households: int) -> str:
    """``đạt`` or ``không đạt``."""
    return "đạt" if passed(matter, households) else "không đạt"


def majority(clause: int) -> str:
    """``từ hai phần ba tổng số đại diện hộ gia đình trở lên`` or ``trên 50% tổng số đại diện hộ gia đình``."""
    return CLAUSES[clause].majority


def in_force(clause: int) -> str:
    """From when a decision of that khoản takes effect."""
    return CLAUSES[clause].in_force


def cast(matter: Mapping[str, Any]) -> int:
    """All votes on a matter: for, against, other."""
    return sum(int(matter.get(key) or 0) for key in ("agreed", "opposed", "other"))
