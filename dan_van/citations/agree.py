"""Whether words of a citation agree with a record: bodies, titles and names as people write them, compared without guessing."""

from __future__ import annotations

import re
from functools import lru_cache

from dan_van import tables
from dan_van.citations.scan import scan
from dan_van.corpus import titles
from dan_van.model import Document
from dan_van.text import comparable

_LONGER = (
    (r"\bubnd\b", "ủy ban nhân dân"), (r"\bhđnd\b", "hội đồng nhân dân"), (r"\bmttq\b", "mặt trận tổ quốc"), (r"\bbch\b", "ban chấp hành"),
    (r"\btw\b", "trung ương"), (r"^thủ tướng$", "thủ tướng chính phủ"), (r"^(?:bộ trưởng|chủ tịch|thống đốc|tổng|tm) ", ""), (r"\bđảng cộng sản việt nam\b", "đảng"),
    (r"\bban bí thư trung ương(?: đảng)?$", "ban bí thư"), (r"\bban chấp hành trung ương(?: đảng)?$", "ban chấp hành trung ương đảng"), (r"^tp\.? ", "thành phố "),
)  # fmt: skip


def issuer_agrees(said: str, document: Document) -> bool | None:
    """Whether the issuer said can be the record's; None when the record has none. A place left out agrees with any."""
    recorded = titles.issuer_names(document)
    if not recorded:
        return None
    left, right = _body(said), _body(recorded)
    if left == right:
        return True
    parts = [_body(part) for part in re.split(r"\s+(?:và|với)\s+(?=[A-ZĐ])|,\s+|\s+-\s+", said)]
    whole = [_body(tables.issuer_name(issuer)) for issuer in document.issuers] or [right]
    return all(any(_opens(part, body) for body in whole) for part in parts) or _opens(left, right)


def _opens(said: str, recorded: str) -> bool:
    """``ủy ban nhân dân tỉnh`` for ``ủy ban nhân dân tỉnh thanh hóa``."""
    return f"{recorded} ".startswith(f"{said} ")


def bodies_agree(left: str, right: str) -> bool:
    """Whether two ways to write a body may mean the same one: a place left out agrees with any."""
    one, other = _body(left), _body(right)
    return _opens(one, other) or _opens(other, one)


def part_of_body(said: str, document: Document) -> bool:
    """Whether the body said is named inside the record's: ``Tỉnh ủy`` in ``Ban Thường vụ Tỉnh ủy Thanh Hóa``."""
    return f" {_body(said)} " in f" {_body(titles.issuer_names(document))} "


@lru_cache(maxsize=4096)
def _body(name: str) -> str:
    body = comparable(name)
    for short, long in _LONGER:
        body = re.sub(short, long, body)
    return body


_SUBJECT_OPENING = re.compile(r"^(?:v/v|về việc|về|ban hành)\s+")
_RUNS_ON = re.compile(r",\s+(?P<clause>[^\W\d_])|\s+(?:trên địa bàn|tại)\s")


def same_subject(title: str, document: Document) -> bool | None:
    """Whether a title is the record's, or its beginning, or goes on after it; None when the record has none or these words are no title.

    Words that only follow a citation (``…, UBND xã báo cáo``; ``… trên địa bàn xã``) are not held against it.
    """
    recorded = [document.subject] if document.subject else []
    recorded += [attachment.name for attachment in document.attachments]
    if not recorded or title.startswith("("):
        return None
    known = [_subject(words) for words in recorded]
    if any(_opens(said, each) or _opens(each, said) for said in map(_subject, _cuts(title)) for each in known):
        return True
    said = _subject(title).split()
    alike = max(len(set(said) & set(each.split())) for each in known) / max(1, len(set(said)))
    return False if _SUBJECT_OPENING.match(comparable(title).lstrip('“"')) or alike >= 0.5 else None


def _cuts(title: str) -> list[str]:
    """The title, and what of it stands before words that may no longer belong to it."""
    ends = [match.start() for match in _RUNS_ON.finditer(title) if match["clause"] is None or match["clause"].isupper()]
    return [title, *(title[:end] for end in ends if len(title[:end].split()) * 2 > len(title.split()))]


@lru_cache(maxsize=4096)
def _subject(title: str) -> str:
    """A title as titles are compared: citations inside it by their symbol alone, without quotation marks and its opening word."""
    for inner in reversed(scan(title)):
        if inner.code is not None:
            title = f"{title[: inner.span.start]}{inner.code}{title[inner.span.end :]}"
    plain = " ".join(re.sub(r"[“”\"',.;–-]", " ", comparable(title)).split())
    while (opening := _SUBJECT_OPENING.match(plain)) is not None:
        plain = plain[opening.end() :]
    return plain


def name_words(name: str) -> list[str]:
    """A name's words without its word of type, its year and commas."""
    plain = re.sub(r"\s+năm\s+\d{4}$", "", comparable(name).replace(",", " "))
    return [word for word in re.sub(r"^(?:bộ luật|luật|pháp lệnh)\s+", "", plain).split() if word != "của"]


def same_term(said: str, recorded: str) -> bool:
    """``khoá XI`` and ``XI``: the word for a term aside."""
    return comparable(said).split()[-1:] == comparable(recorded).split()[-1:]
