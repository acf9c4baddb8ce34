"""One document of the codification as a corpus file: front matter, and its articles in their own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from dan_van import frontmatter, tables
from dan_van.codes import Code
from dan_van.corpus.phapdien.documents import Acted, Catalogue, Facts, article_number, document_type, in_order
from dan_van.corpus.phapdien.read import Article, Heading, Topic
from dan_van.dates import format_short
from dan_van.model import RelationKind
from dan_van.text import clean, collapse_spaces, comparable, same_words

SOURCE = "Bộ pháp điển điện tử, Bộ Tư pháp"
CAVEAT = (
    "Lời văn lấy từ Bộ pháp điển điện tử, đã gộp các lần sửa đổi mà bộ pháp điển ghi nhận; có thể thiếu điều không "
    "được pháp điển, phần mở đầu và phụ lục."
)
_OFFICIAL = "http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID="
_NAMED_TYPES = ("luat", "phap-lenh")


@dataclass(frozen=True, slots=True)
class Written:
    """A file's text and what stands in it; ``repeated`` are articles that came twice and stand once, ``doubled`` those
    of one number whose texts differ (both stand)."""

    text: str
    articles: int
    repeated: int
    doubled: tuple[str, ...]
    references: int
    inner: int
    unresolved: int


def render(identity: str, facts: Facts, parts: Sequence[tuple[Topic, Sequence[Article]]], catalogue: Catalogue) -> Written:
    """A document's file from its articles in each topic (topics in their order)."""
    articles, repeated, doubled = _once(in_order(article for _, held in parts for article in held))
    relations, references, inner, unresolved = _relations(identity, articles, catalogue)
    kind = document_type(facts)
    assert kind is not None
    subject, name = _subject(facts, kind)
    issuer, issuer_name = _issuer(facts.issuer)
    code = Code.maybe(facts.code)
    effective = facts.effective if facts.effective and facts.effective >= (facts.issued or "") else None
    values: dict[str, Any] = {
        "code": str(code) if code else None,
        "type": kind,
        "name": name,
        "subject": subject,
        "issuer": issuer,
        "issuer_name": issuer_name,
        "issued": facts.issued,
        "effective": effective,
        "status": None,
        "relations": relations,
        "text": "full",
        "source": {"name": SOURCE, "sha256": parts[0][0].sha256, "confidence": "B"},
        "notes": list(_notes(facts, parts, articles, str(code) if code else None, effective)),
    }
    optional = ("name", "issuer_name", "effective", "relations")
    values = {key: value for key, value in values.items() if value or key not in optional}
    text = frontmatter.dump(values, "\n\n".join(_body(articles)) + "\n")
    return Written(text, len(articles), repeated, doubled, references, inner, unresolved)


def _once(articles: Sequence[Article]) -> tuple[list[Article], int, tuple[str, ...]]:
    """Articles that two topics both hold, once; those of one number with different texts stay."""
    kept: list[Article] = []
    places: dict[tuple[str, str], list[int]] = {}
    repeated = 0
    doubled = []
    for article in articles:
        same = places.setdefault((article.unit, article.part), [])
        at = next((index for index in same if same_words(kept[index].text, article.text)), None)
        if at is None:
            if same:
                doubled.append(article.unit)
            same.append(len(kept))
            kept.append(article)
            continue
        repeated += 1
        more = tuple(reference for reference in article.references if reference not in kept[at].references)
        kept[at] = replace(kept[at], references=(*kept[at].references, *more))
    return kept, repeated, tuple(doubled)


# Body


def _body(articles: Sequence[Article]) -> Iterator[str]:
    """Paragraphs: headings where they change, then the articles."""
    titles = {path: title for article in articles for path, title in _paths(article) if title}
    current: _Path = ()
    ahead: list[Heading] = []
    part = ""
    for article in articles:
        if article.part != part:
            part = article.part
            yield part
        new = [path for path, _ in _paths(article) if path != current[: len(path)]]
        expected = {path[-1]: titles.get(path, "") for path in new}
        for level, number, title in ahead:
            if (level, number) in expected:
                expected[level, number] = expected[level, number] or title
            else:
                yield _heading(level, number, title)
        yield from (_heading(level, number, title) for (level, number), title in expected.items())
        current = tuple((level, number) for level, number, _ in article.places) or current
        yield collapse_spaces(f"{article.unit}. {article.heading}")
        if article.text:
            yield article.text
        ahead = list(article.ahead)
    yield from (_heading(*heading) for heading in ahead)


_Path = tuple[tuple[str, str], ...]


def _paths(article: Article) -> Iterator[tuple[_Path, str]]:
    """Each unit that an article stands in, by its path from the widest, and its words."""
    path: _Path = ()
    for level, number, title in article.places:
        path = (*path, (level, number))
        yield path, title


def _heading(level: str, number: str, title: str) -> str:
    return f"{level} {number}. {title}" if title else f"{level} {number}"


# Fields


def _subject(facts: Facts, kind: str) -> tuple[str | None, str | None]:
    """Trích yếu, and for laws the name instead."""
    subject = collapse_spaces(clean(facts.subject or "")) or None
    if subject is None:
        code = Code.maybe(facts.code)
        return None, None if code else f"{facts.named.type} {facts.code or ''}".strip()
    if kind in _NAMED_TYPES:
        head = facts.named.type
        return None, subject if subject.lower().startswith(head.lower()) else f"{head} {subject}"
    if len(subject) > 1 and subject[1].islower():
        subject = subject[0].lower() + subject[1:]
    return subject, None


def _issuer(name: str | None) -> tuple[str | list[str] | None, str | None]:
    """Slugs of the table where it knows every body named, else the name as it stands."""
    if not name:
        return None, None
    slugs = _known_bodies(collapse_spaces(clean(name)))
    if slugs is None:
        return None, name
    return (slugs[0] if len(slugs) == 1 else list(slugs)), None


@lru_cache(maxsize=10_000)
def _known_bodies(names: str) -> tuple[str, ...] | None:
    """Bodies joined by commas and ``và`` (which names hold too), all of them known; None otherwise."""
    found = _bodies().get(comparable(names))
    if found:
        return (found,)
    for mark in (" và ", ", "):
        at = names.find(mark)
        while at >= 0:
            left = _known_bodies(names[:at])
            right = left and _known_bodies(names[at + len(mark) :])
            if left and right and not set(left) & set(right):
                return left + right
            at = names.find(mark, at + 1)
    return None


@cache
def _bodies() -> dict[str, str]:
    return {comparable(row.name): row.slug for row in reversed(tables.issuers().values())}


def _notes(
    facts: Facts,
    parts: Sequence[tuple[Topic, Sequence[Article]]],
    articles: Sequence[Article],
    code: str | None,
    effective: str | None,
) -> Iterator[str]:
    yield CAVEAT
    for topic, held in parts:
        yield _codified(topic, held)
    if facts.items:
        yield f"Toàn văn theo bộ pháp điển: {_OFFICIAL}{next(iter(facts.items))}"
    if document_type(facts) == tables.UNKNOWN_TYPE:
        yield f"Loại văn bản ghi trong bộ pháp điển: {facts.named.type}."
    if facts.code and facts.code != code:
        yield f"Số, ký hiệu ghi trong bộ pháp điển: {facts.code}."
    if facts.effective and facts.effective != effective:
        yield f"Bộ pháp điển ghi có hiệu lực từ {_shown(facts.effective)}, trước ngày ban hành."
    by_day: dict[str, list[Article]] = {}
    for article in articles:
        if article.effective and article.effective != facts.effective:
            by_day.setdefault(article.effective, []).append(article)
    for day, later in by_day.items():
        yield f"{_units(later)} có hiệu lực từ {_shown(day)}."
    by_act: dict[tuple[str, str, str], list[Article]] = {}
    for article in articles:
        for amendment in article.amendments:
            by = f"{amendment.unit} {amendment.by.type} số {amendment.by.code}".strip()
            by_act.setdefault((amendment.how, by, amendment.effective or ""), []).append(article)
    by_file: dict[str, list[Article]] = {}
    for article in articles:
        for name in article.files:
            by_file.setdefault(name, []).append(article)
    if by_file:
        listed = "; ".join(f"{name} ({_units(held)})" for name, held in by_file.items())
        yield f"Tệp kèm theo trong bộ pháp điển, không nhập: {listed}."
    for (how, by, day), changed in by_act.items():
        yield f"{_units(changed)}: {how} bởi {by}{f', có hiệu lực từ {_shown(day)}' if day else ''}."


def _codified(topic: Topic, articles: Sequence[Article]) -> str:
    """Where in the codification the articles are, in one line for all that are numbered alike."""
    alike: dict[str, int] = {}
    others = []
    for article in articles:
        prefix, _, last = article.codified.rpartition(".")
        if prefix and last == article_number(article):
            alike[prefix] = alike.get(prefix, 0) + 1
        else:
            others.append(f"{article.unit} là {article.codified}")
    shown = [f"Điều n là {prefix}.n" for prefix in alike] + others
    return f"Đề mục {topic.number} {topic.name}; mã pháp điển: {', '.join(shown)}."


def _units(articles: Sequence[Article]) -> str:
    """``Điều 4, 5, 6``."""
    numbers = [article_number(article) for article in articles]
    if all(numbers):
        return "Điều " + ", ".join(dict.fromkeys(number for number in numbers if number))
    return ", ".join(dict.fromkeys(article.unit for article in articles))


def _shown(day: str) -> str:
    return format_short(date.fromisoformat(day))


# Relations


def _relations(identity: str, articles: Sequence[Article], catalogue: Catalogue) -> tuple[list[dict[str, Any]], int, int, int]:
    """Relations to other documents, one for each target, and counts: references, those within, those that lead nowhere."""
    cited: dict[str, list[Article]] = {}
    references = inner = unresolved = 0
    for article in articles:
        for reference in article.references:
            references += 1
            target = catalogue.find(reference)
            if target is None:
                unresolved += 1
            elif target.partition("#")[0] == identity:
                inner += 1
            else:
                cited.setdefault(target, []).append(article)
    found = [
        {"kind": RelationKind.DAN_CHIEU.value, "target": target, "pin": _units(citing)} for target, citing in cited.items()
    ]
    return _acts(identity, catalogue.acted.get(identity, ())) + found, references, inner, unresolved


def _acts(identity: str, acted: Sequence[Acted]) -> list[dict[str, Any]]:
    """What this document did to others, told in the notes of the articles it changed."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for act in acted:
        if act.target == identity:
            continue
        how = act.amendment.how
        kind = _kind(how)
        target = f"{act.target}#{act.address}" if act.address else act.target
        values = {"kind": kind.value, "target": target, "pin": act.amendment.unit or None, "effective": act.amendment.effective}
        entry = {**values, "note": how}
        found.setdefault((kind.value, target), {key: value for key, value in entry.items() if value})
    return list(found.values())


_KINDS = (
    ("có nội dung", RelationKind.SUA_DOI_BO_SUNG),  # of a part of the article, whatever was done to it
    ("bãi bỏ", RelationKind.BAI_BO),
    ("thay thế", RelationKind.THAY_THE),
    ("đính chính", RelationKind.DINH_CHINH),
    ("tạm ngưng", RelationKind.TAM_NGUNG_HIEU_LUC),
    ("đình chỉ", RelationKind.DINH_CHI_THI_HANH),
)


def _kind(how: str) -> RelationKind:
    return next((kind for words, kind in _KINDS if words in how.lower()), RelationKind.SUA_DOI_BO_SUNG)
