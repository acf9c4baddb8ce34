"""Checks of the running words: capitals of citing, spelling, words said twice, tone marks, the people's motto.

What is certain is a warning; what a person must look at is a note. Wording is never changed by a machine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dan_van import dates
from dan_van.checking.parts import Line
from dan_van.checking.registry import Found, Paper, check
from dan_van.model import Severity
from dan_van.syllables import is_syllable
from dan_van.text import clean, tone_styles

_CAPITALS = "Nghị định 30/2020/NĐ-CP, Phụ lục II"
_UNIT_SMALL = re.compile(r"(?<=[a-zà-ỹ0-9,;] )(?:Khoản|Điểm)(?= (?:\d+|[a-zđ])\b)")
_ARTICLE_SMALL = re.compile(r"(?:khoản \d+ |(?:tại|theo|của|và|,) )điều (?=\d)")
_TWICE = re.compile(r"\b(của|các|với|về|và|bị|trên|vào|hoặc|cho|trong|tại|những|đã|để|bằng|khi|nhưng|do) \1\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_MISTYPED = {re.compile(r"^ăn cứ\b", re.IGNORECASE): "Căn cứ", re.compile(r"\bcăn cú\b", re.IGNORECASE): "căn cứ"}
_MOTTO = ("biết", "bàn", "làm", "kiểm tra", "giám sát", "thụ hưởng")
_MOTTO_SAID = re.compile(r"dân biết(?:\s*[,;]\s*(?:và\s+)?dân (?:bàn|làm|kiểm tra|giám sát|thụ hưởng))+", re.IGNORECASE)
_SHORTEST = 3


def _prose(paper: Paper) -> list[Line]:
    return [
        line for component in ("can-cu", "trich-yeu", "trich-yeu-cong-van", "noi-dung", "kinh-gui") for line in paper.parts[component]
    ]  # fmt: skip


@check
def capitals_of_citing(paper: Paper) -> Iterator[Found]:
    """``điểm a khoản 1 Điều 24``: a capital for Điều, small letters for khoản and điểm."""
    for pattern, message, remedy in (
        (_UNIT_SMALL, "Viện dẫn khoản, điểm viết thường", "Ghi “khoản”, “điểm”."),
        (_ARTICLE_SMALL, "Viện dẫn Điều viết hoa", "Ghi “Điều”."),
    ):
        wrong = [(line, match) for line in _prose(paper) if (match := pattern.search(line.text))]
        if wrong:
            line, match = wrong[0]
            yield paper.found(
                "viet-hoa-vien-dan", Severity.WARNING, f"{message}: “{_near(line, match)}”.", remedy, _CAPITALS, "Nội dung", [one for one, _ in wrong]
            )  # fmt: skip


@check
def words_said_twice(paper: Paper) -> Iterator[Found]:
    """``của của``: only words that are never said twice on purpose."""
    wrong = [(line, match) for line in _prose(paper) if (match := _TWICE.search(line.text))]
    if wrong:
        line, match = wrong[0]
        yield paper.found(
            "lap-tu",
            Severity.WARNING,
            f"Lặp từ: “{_near(line, match)}”.",
            "Bỏ một từ.",
            None,
            "Nội dung",
            [one for one, _ in wrong],
        )


@check
def spelling(paper: Paper) -> Iterator[Found]:
    """Known slips, and words with marks that cannot be Vietnamese syllables: letters missing, or two words in one."""
    for pattern, right in _MISTYPED.items():
        wrong = [line for line in _prose(paper) if pattern.search(line.text)]
        if wrong:
            yield paper.found(
                "sai-chinh-ta",
                Severity.WARNING,
                f"“{wrong[0].text[:30]}…”: gõ thiếu chữ.",
                f"Ghi “{right}”.",
                None,
                "Nội dung",
                wrong,
            )
    odd: dict[str, Line] = {}
    for line in _prose(paper):
        for word in _WORD.findall(line.text):
            if len(word) >= _SHORTEST and word.islower() and not word.isascii() and not is_syllable(word):
                odd.setdefault(word, line)
    if odd:
        yield paper.found(
            "am-tiet-la", Severity.INFO, f"Không phải âm tiết tiếng Việt, có thể gõ sai hoặc dính chữ: {', '.join(f'“{word}”' for word in list(odd)[:8])}.",
            "Xem lại; tên riêng và từ mượn thì để nguyên.", None, "Nội dung", dict.fromkeys(odd.values()),
        )  # fmt: skip


@check
def tone_marks(paper: Paper) -> Iterator[Found]:
    """``hòa`` and ``hoà`` in one paper: either is right, both together are not found by one search."""
    named = {line.paragraph.index for line in paper.parts["quoc-hieu"]}
    texts = [one.text for one in paper.laid.paragraphs if one.index not in named]
    words = [word for one in texts for word in _WORD.findall(clean(one).lower())]
    early, late = (Counter(found) for found in tone_styles(" ".join(words)))
    if early and late:
        few = min(early, late, key=lambda style: style.total())
        shown = [line for line in _prose(paper) if few.keys() & set(_WORD.findall(line.text.lower()))]
        yield paper.found(
            "dau-thanh-lan-lon", Severity.INFO,
            f"Dấu thanh đặt hai kiểu trong một văn bản: “{next(iter(early))}” ({early.total()} chỗ) và “{next(iter(late))}” ({late.total()} chỗ).",
            "Chọn một kiểu cho cả văn bản.", None, "Cả văn bản", shown,
        )  # fmt: skip


_WEEKDAY = re.compile(rf"\b(?P<name>{'|'.join(dates.WEEKDAYS)})[\s,(]+(?=ngày |\d)", re.IGNORECASE)
_FULL_DATE_REACH = 40


@check
def weekdays(paper: Paper) -> Iterator[Found]:
    """``thứ Năm, ngày 04 tháng 12 năm 2026``, which is a Friday: one of the two is wrong, and people will come on either."""
    for line in _prose(paper):
        for match in _WEEKDAY.finditer(line.text):
            found = next(dates.find(line.text[match.end() : match.end() + _FULL_DATE_REACH]), None)
            day = found.date.complete if found and found.span.start == 0 else None
            if day is None:
                continue
            right = dates.WEEKDAYS[day.weekday()]
            if match["name"].lower() != right.lower():
                right = right[0].lower() + right[1:]  # inside a sentence
                yield paper.found(
                    "thu-khong-khop-ngay", Severity.WARNING, f"Ngày {day:%d/%m/%Y} là {right}, văn bản ghi “{match.group().strip(' ,(')}”.",
                    "Xem lại thứ hoặc ngày.", None, "Nội dung", [line],
                )  # fmt: skip


@check
def the_motto(paper: Paper) -> Iterator[Found]:
    """Dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng: in the order of the XIII Congress."""
    for line in _prose(paper):
        for match in _MOTTO_SAID.finditer(line.text):
            said = re.findall(r"dân (biết|bàn|làm|kiểm tra|giám sát|thụ hưởng)", match.group().lower())
            if said != [one for one in _MOTTO if one in said]:
                yield paper.found(
                    "phuong-cham-sai-thu-tu", Severity.WARNING, f"Phương châm ghi sai thứ tự: “{match.group()}”.",
                    "Ghi theo thứ tự: dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng.", "Văn kiện Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
                    "Nội dung", [line],
                )  # fmt: skip


def _near(line: Line, match: re.Match[str]) -> str:
    return line.text[max(0, match.start() - 15) : match.end() + 20].strip()
