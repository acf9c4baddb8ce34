"""One topic (đề mục) of the Ministry of Justice's codification: its articles, their source notes, their references.

A topic file is a run of paragraphs marked by class: ``pChuong`` headings, ``pDieu`` an article's codified number and
heading, ``pGhiChu`` the note saying which provision of which document it is, ``pNoiDung`` its text, ``pChiDan`` the
provisions it is related to. What a note does not say stays None.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dan_van.corpus.phapdien.notes import CODIFIED, Amendment, Named, Reference, read_note, read_references
from dan_van.readers import html
from dan_van.readers.html_blocks import Section, walk, weigh
from dan_van.text import clean, collapse_spaces

_CLASSES = frozenset({"pChuong", "pDieu", "pGhiChu", "pNoiDung", "pChiDan"})
_ARTICLES = re.compile(r"""<p\s[^>]{0,200}class\s*=\s*["']?pDieu\b""", re.IGNORECASE)
_TOPIC_NUMBER = re.compile(r"Đề\s+mục\s+(?:số\s+)?(\d+(?:\.\d+)*)", re.IGNORECASE)
_PLACES = {"phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieumuc": "Tiểu mục", "tieu": "Tiểu mục"}
_LEVELS = ("Phần", "Chương", "Mục", "Tiểu mục")
_ORDINALS = "nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười"
_LABEL = re.compile(
    rf"(Phần|Chương|Tiểu mục|Mục)\s+(?:thứ\s+)?([IVXLC]+|\d+[a-z]?|{_ORDINALS})\b[.:]?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_FILE = re.compile(r"\S[^\n]*\.(?:docx?|xlsx?|pdf|rar|zip|rtf)", re.IGNORECASE)
_LONGEST_HEADING = 300
Heading = tuple[str, str, str]
"""A Phần, Chương, Mục: its level, its number, its words (empty when not known)."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``unit`` is the provision of the source (``Điều 5``), ``part`` what that is in (an attached Quy chế).

    ``ahead`` are headings of what follows in the source, left standing at the end of the text by the package; ``files``
    are names of attached files that it lists there.
    """

    key: str
    codified: str
    heading: str
    unit: str
    part: str
    places: tuple[Heading, ...]
    source: Named
    effective: str | None
    amendments: tuple[Amendment, ...]
    references: tuple[Reference, ...]
    text: str
    ahead: tuple[Heading, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. ``announced`` counts the articles its file marks; ``unread`` are those whose note names no document.

    ``seen`` and ``kept`` count non-space characters of the file's text, and of it what stands in articles.
    """

    id: str
    number: str
    name: str
    sha256: str
    articles: tuple[Article, ...]
    announced: int
    unread: tuple[str, ...] = ()
    complete: bool = True
    seen: int = 0
    kept: int = 0


def read_topic(data: bytes, identity: str, name: str) -> Topic:
    """Read a topic file, calling it ``name`` in messages. Raises UnreadableFile for what is no page at all."""
    text = html.decode(data).text
    root = html.tree(text, name)
    walked = walk(root, mark=_is_marked)
    number, title = _title(root)
    articles, unread = _articles(walked.sections)
    kept = sum(
        weigh(" ".join([article.heading, article.text, *article.files, *map(" ".join, article.ahead)])) for article in articles
    )
    return Topic(
        id=identity,
        number=number,
        name=title,
        sha256=hashlib.sha256(data).hexdigest(),
        articles=tuple(articles),
        announced=len(_ARTICLES.findall(text)),
        unread=tuple(unread),
        complete=text.rstrip().lower().endswith(("</div>", "</html>", "</body>")),
        seen=walked.seen,
        kept=kept,
    )


def _is_marked(element: Any) -> bool:
    return element.tag == "p" and element.get("class") in _CLASSES


def _title(root: Any) -> tuple[str, str]:
    heading = next(iter(root.iter("h3")), None)
    words = collapse_spaces(clean("".join(heading.itertext()))) if heading is not None else ""
    number = _TOPIC_NUMBER.search(words)
    return (number[1], words[number.end() :].strip()) if number else ("", words)


# Articles


def _articles(sections: list[Section]) -> tuple[list[Article], list[str]]:
    found: list[Article] = []
    unread: list[str] = []
    headings: dict[str, tuple[str, str]] = {}
    current: list[Section] = []
    for section in [*sections, None]:
        kind = section.opener.get("class") if section is not None and section.opener is not None else None
        if section is None or kind in ("pChuong", "pDieu"):
            if current:
                article = _article(current, headings)
                if article is not None:
                    found.append(article)
                else:
                    unread.append(current[0].text or "(không tên)")
            current = []
        if section is None:
            break
        if kind == "pChuong":
            _take_heading(section.text, headings)
        elif kind == "pDieu" or (kind is not None and current):
            current.append(section)
    return found, unread


def _take_heading(text: str, headings: dict[str, tuple[str, str]]) -> None:
    """Keep the topic's current Phần, Chương, Mục with number and heading (which may come in the paragraph after)."""
    text = collapse_spaces(clean(text))
    label = _LABEL.fullmatch(text)
    if label is None:
        level = next(reversed(headings), None)
        if level and text and not headings[level][1]:
            headings[level] = (headings[level][0], text)
        return
    level = label[1].capitalize()
    for lower in _LEVELS[_LEVELS.index(level) :]:
        headings.pop(lower, None)
    headings[level] = (label[2], label[3])


def _article(sections: list[Section], headings: dict[str, tuple[str, str]]) -> Article | None:
    opener = sections[0].opener
    title = collapse_spaces(clean(" ".join(sections[0].text.split())))
    number = CODIFIED.match(title)
    codified = number[1] if number else ""
    by_class = {section.opener.get("class"): section for section in reversed(sections)}
    note = read_note(by_class["pGhiChu"]) if "pGhiChu" in by_class else None
    if note is None:
        return None
    base = codified.count(".") == 3  # the topic's own law, whose chapters are the topic's chapters
    places = [(level, value, _heading_of(level, value, headings) if base else "") for level, value in _places(note.place)]
    body = [clean(words) for section in sections if section.opener.get("class") == "pNoiDung" for words in section.paragraphs]
    files = _taken_off(body, _FILE.fullmatch)
    ahead = _headings_ahead(body)
    return Article(
        key=next((link.get("name") for link in opener.iter("a") if link.get("name")), ""),
        codified=codified,
        heading=title[number.end() :].strip() if number else title,
        unit=note.unit,
        part=note.part,
        places=tuple(places),
        source=note.source,
        effective=note.effective,
        amendments=note.amendments,
        references=tuple(read_references(by_class["pChiDan"])) if "pChiDan" in by_class else (),
        text="\n\n".join(body),
        ahead=ahead,
        files=files,
    )


def _taken_off(paragraphs: list[str], wanted: Callable[[str], object]) -> tuple[str, ...]:
    """Take the wanted paragraphs off the end of a list."""
    at = len(paragraphs)
    while at and wanted(paragraphs[at - 1]):
        at -= 1
    taken = tuple(paragraphs[at:])
    del paragraphs[at:]
    return taken


def _is_heading(words: str) -> bool:
    return len(words) < _LONGEST_HEADING and not words.endswith((";", ".")) and _LABEL.fullmatch(words) is not None


def _headings_ahead(paragraphs: list[str]) -> tuple[Heading, ...]:
    """Take headings of what follows off the end of an article's text."""
    lines: list[str] = []
    while paragraphs:
        tail = 2 if len(paragraphs) > 1 and paragraphs[-1].isupper() and not _is_heading(paragraphs[-1]) else 1
        if not _is_heading(paragraphs[-tail]) or not paragraphs[-1].strip():
            break
        lines = paragraphs[-tail:] + lines
        del paragraphs[-tail:]
    found: list[Heading] = []
    for line in lines:
        label = _LABEL.fullmatch(collapse_spaces(line))
        if label:
            found.append((label[1].capitalize(), label[2], label[3]))
        elif found:
            found[-1] = (*found[-1][:2], line)
    return tuple(found)


def _heading_of(level: str, number: str, headings: dict[str, tuple[str, str]]) -> str:
    known = headings.get(level)
    return known[1] if known and known[0] == number else ""


def _places(fragment: str) -> list[tuple[str, str]]:
    """``Chuong_I_Muc_2_Dieu_9`` → Chương I, Mục 2: where in its document the article stands."""
    words = [word for word in re.split(r"[_\-]", fragment) if word]
    found: list[tuple[str, str]] = []
    for name, number in pairwise(words):
        level = _PLACES.get(name.lower())
        if level and (re.fullmatch(r"[IVXLC]+|\d+[a-z]?", number)) and not any(level == known for known, _ in found):
            found.append((level, number))
    return found
