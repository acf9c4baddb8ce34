"""What follows a named document in one piece: its date, its issuer, the term of its issuer."""

from __future__ import annotations

import re

from dan_van.citations import bodies
from dan_van.citations.mention import Mention
from dan_van.dates import PartialDate
from dan_van.text import collapse_spaces

_BY = re.compile(r"\s*,?\s*\(?(?:của|giữa)\s+", re.IGNORECASE)
_DATE = re.compile(
    r"\s*,?\s*(?P<open>\(\s*)?(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?ngày\s+(?P<day>[0-9OolI]{1,2})\s*(?:[/.\-]|tháng|năm)\s*(?P<month>[0-9]{1,2})\s*(?:[/.\-]|,?\s*năm)\s*(?P<year>[0-9]{4})(?![0-9])(?(open)\s*\))"
    r"|\s*\(\s*(?P<day2>[0-9]{1,2})/(?P<month2>[0-9]{1,2})/(?P<year2>[0-9]{4})\s*\)"
    r"|\s*,?\s*tháng\s+(?P<month3>[0-9]{1,2})\s*(?:/|năm)\s*(?P<year3>[0-9]{4})"
    r"|\s+năm\s+(?P<year4>(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"\s+(?P<year>(?:19|20)[0-9]{2})(?=\s*[,;.()]|\s*\Z|\n|\s+(?:và|được|đã|có)\b)")
_TERM = re.compile(r"\s*,?\s*(?P<open>\()?\s*(?P<term>[Kk](?:hóa|hoá)\s+[IVXLC]+)(?![^\W_])(?(open)\s*\))")
_BODY_AHEAD = re.compile(
    r"\s+(?=(?:UBND|Ủy\s+ban\s+nhân\s+dân|Thủ\s+tướng|Chính\s+phủ|Bộ\s+Chính\s+trị|Ban\s+Bí\s+thư|Chủ\s+tịch\s+UBND|HĐND)\b)"
)
_JOINT = re.compile(r"(?:\s*,\s*|\s*[-–]\s*|\s+(?:và|với)\s+)")


def body_after(text: str, end: int, *, any_case: bool = False) -> tuple[int, int] | None:
    """The issuer after ``của`` …, as offsets."""
    by = _BY.match(text, end)
    if by is None:
        return None
    stop = bodies.match(text, by.end()) or (bodies.match(text, by.end(), any_case=True) if any_case else None)
    return (by.end(), stop) if stop else None


def finished(text: str, mention: Mention) -> Mention:
    """The mention with the date, issuer and term that follow it in one piece."""
    while True:
        position = mention.end
        if mention.date is None and (day := _DATE.match(text, position)):
            mention.date = _partial(day)
            mention.end = day.end()
        elif mention.issuer is None and (
            by := body_after(text, position, any_case=_odd_case(text, mention)) or _body_at_once(text, position, mention)
        ):
            low, high = by
            if (
                mention.type in ("thong-tu-lien-tich", "nghi-quyet-lien-tich")
                or "giữa" in text[position:low]
                or text[low:high].lower().startswith("liên")
            ) or (mention.code is not None and len(mention.code.bodies) > 1 and mention.code.family == "dang"):
                high = _joint(text, high)
            mention.issuer, mention.end = words(text, low, high), high
        elif mention.term is None and (mention.issuer or mention.code) and (term := _TERM.match(text, position)):
            mention.term, mention.end = term["term"], term.end()
        else:
            return mention


def _odd_case(text: str, mention: Mention) -> bool:
    """Whether a citation is typed all in capitals or all in small letters."""
    word = text[mention.start : mention.start + 3]
    return "case" in mention.faults or word.islower() or (mention.code is not None and word.isupper())


def _body_at_once(text: str, end: int, mention: Mention) -> tuple[int, int] | None:
    """An issuer without ``của`` right after the date."""
    if mention.date is None:
        return None
    space = _BODY_AHEAD.match(text, end)
    stop = bodies.match(text, space.end()) if space else None
    return (space.end(), stop) if space and stop else None


def _joint(text: str, end: int) -> int:
    """The end of a list of bodies."""
    while (joint := _JOINT.match(text, end)) is not None and (stop := bodies.match(text, joint.end())) is not None:
        end = stop
    return end


def _partial(match: re.Match[str]) -> PartialDate:
    day, month, year = (
        next((_figure(match[f"{part}{turn}"]) for turn in ("", "2", "3", "4") if match.groupdict().get(f"{part}{turn}")), None)
        for part in ("day", "month", "year")
    )
    return PartialDate(day, month, year)


def _figure(written: str) -> int:
    return int(written.replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1"))


def words(text: str, start: int, end: int) -> str:
    """A stretch of text with single spaces."""
    return collapse_spaces(text[start:end])


def bare_year(text: str, mention: Mention) -> None:
    """A year without ``năm`` right after a law's name: ``Luật Đất đai 2024``."""
    year = _BARE_YEAR.match(text, mention.end)
    if year is not None:
        mention.date, mention.end = PartialDate(year=int(year["year"])), year.end()
