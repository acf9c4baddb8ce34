"""What the codification says about an article: the note on its source, the list of related provisions.

A note names a provision and a document, in full once and in short after that: ``(Điều 1 Luật số 35/2013/QH13 Hòa giải ở cơ sở
ngày 20/06/2013 của Quốc hội, có hiệu lực thi hành kể từ ngày 01/01/2014)``; later changes follow with ``bởi``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dan_van import dates, tables
from dan_van.readers.html_blocks import Section
from dan_van.text import clean, collapse_spaces

CODIFIED = re.compile(r"Điều\s+(\d+\.\d+\.[^\W\d_]{1,6}(?:\.\w+)+)\.?(?=\s|$)")
"""An article's number in the codification: ``Điều 37.1.NĐ.1.5``."""
_ITEM = re.compile(r"ItemID=(\d+)(?:#([\w.\-]*))?", re.IGNORECASE)
_KEY = re.compile(r"ViewNoiDungPhapDien\('(\w{1,200})'\)")
_ARTICLE_NUMBER = re.compile(r"Điều\s+(\d+[a-zđ]?)\b(.*)", re.IGNORECASE | re.DOTALL)
_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_EFFECT = re.compile(rf",?\s*có hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)? ({_DAY})\s*")
_FULL_HEAD = re.compile(rf"(?P<subject>.*)\bngày (?P<day>{_DAY}) của (?P<issuer>.+)", re.DOTALL)  # the subject may name a day
_NAMED_ON = re.compile(rf"\s*(?P<subject>.*?)\s*\bban hành ngày (?P<day>{_DAY})\s*", re.DOTALL)
_PIECE = r"[\w&.]*\w"
_CODE = rf"\d[\w.]*(?:[-/–_]{_PIECE}|\s?[-/–_]\s?(?:\d{{4}}|[A-ZĐƯ]{{2,}}[\w&]*)(?=[\s/\-–_,)]|$))+"


@dataclass(frozen=True, slots=True)
class Named:
    """A document as a note or a reference names it; ``code`` is as printed but for spaces, ``item`` its number at vbpl.vn."""

    type: str
    code: str | None
    item: str | None = None
    subject: str | None = None
    issued: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What another document did to an article: ``how`` in the note's words, ``unit`` the provision that did it."""

    how: str
    unit: str
    by: Named
    effective: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A related provision: by its key and number in the codification, or by a document and a place in it."""

    key: str | None
    codified: str | None
    item: str | None
    place: str
    document: Named | None


@dataclass(frozen=True, slots=True)
class Note:
    """A source note: the provision and what that is in, its document, its first day in force, its place, later changes."""

    unit: str
    part: str
    source: Named
    effective: str | None
    place: str
    amendments: tuple[Amendment, ...]


def read_note(section: Section) -> Note | None:
    """What a source note says; None when it names no document."""
    words = collapse_spaces(clean(" ".join(section.paragraphs)))
    words = words[1:-1].strip() if words.startswith("(") and words.endswith(")") else words.strip("()")
    match = _document().search(words)
    if match is None:
        return None
    items = [found for link in section.opener.iter("a") if (found := _ITEM.search(link.get("href") or ""))]
    rest = words[match.end() :]
    effect = _EFFECT.search(rest)
    head, tail = (rest[: effect.start()], rest[effect.end() :]) if effect else (rest, "")
    full = _FULL_HEAD.fullmatch(head.strip(" ,"))
    unit = words[: match.start()].strip(" ,").removesuffix(" của").strip()
    article = _ARTICLE_NUMBER.fullmatch(unit)
    return Note(
        unit=f"Điều {article[1]}" if article else unit,
        part=article[2].strip(" ,") if article else "",
        source=Named(
            type=match["type"],
            code=_code_of(match),
            item=items[0][1] if items else None,
            subject=(full["subject"].strip(" .;,") or None) if full else None,
            issued=dates.iso(full["day"]) if full else None,
            issuer=full["issuer"].strip(" ,") if full else None,
        ),
        effective=dates.iso(effect[1]) if effect else None,
        place=(items[0][2] or "") if items else "",
        amendments=tuple(_amendments(tail, [found[1] for found in items[1:]])),
    )


def _amendments(words: str, items: list[str]) -> list[Amendment]:
    found = []
    how = ""
    at = 0
    for index, match in enumerate(_document().finditer(words)):
        before = words[at : match.start()]
        if " bởi " in f"{before} ":
            how, _, before = before.rpartition("bởi ")
        effect = _EFFECT.match(words, match.end())
        at = effect.end() if effect else match.end()
        by = Named(match["type"], _code_of(match), items[index] if index < len(items) else None)
        unit = collapse_spaces(before).strip(" ;,").removesuffix(" của").strip()
        found.append(Amendment(collapse_spaces(how).strip(" ;,"), unit, by, dates.iso(effect[1]) if effect else None))
    return found


@cache
def _document() -> re.Pattern[str]:
    """A document's type and symbol: ``Nghị định số 30/2020/NĐ-CP``; the longest name of a type wins."""
    names = {row.name for row in tables.document_types() if row.family == tables.NORMATIVE}
    names |= {"Bộ luật", "Chỉ thị", "Thông tư liên bộ", "Sắc lệnh", "Lệnh", "Sắc luật"}
    words = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"\b(?P<type>{words})\b(?:\s+số:?\s*(?P<code>{_CODE})|\s+(?P<bare>(?=ngày ))|\s+(?P<plain>{_CODE}))")


def _code_of(match: re.Match[str]) -> str | None:
    code = match["code"] or match["plain"]
    return re.sub(r"\s", "", code).replace("_", "-").replace("–", "-").rstrip(".,") if code else None


def read_references(section: Section) -> list[Reference]:
    """The related provisions that a ``pChiDan`` links to; links that lead nowhere are left out."""
    found = []
    for link in section.opener.iter("a"):
        words = collapse_spaces(clean("".join(link.itertext())))
        key = _KEY.search(link.get("onclick") or "")
        item = _ITEM.search(link.get("href") or "")
        codified = CODIFIED.match(words)
        if not (key or item or codified):
            continue
        found.append(
            Reference(
                key=key[1] if key else None,
                codified=codified[1] if codified else None,
                item=item[1] if item else None,
                place=(item[2] or "") if item else "",
                document=_named(words, item[1]) if item else None,
            )
        )
    return found


def _named(words: str, item: str) -> Named | None:
    """The document in ``… của Nghị định 59/2015/NĐ-CP Về quản lý … ban hành ngày 18/06/2015``."""
    last = None
    for match in _document().finditer(words):
        if words[: match.start()].rstrip().endswith("của") and (named := _NAMED_ON.fullmatch(words, match.end())):
            last = last or (match, named)
    if last is None:
        return None
    match, named = last
    return Named(match["type"], _code_of(match), item, named["subject"].strip(" .") or None, dates.iso(named["day"]))
