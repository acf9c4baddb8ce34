"""Every citation of a text, in order, with spans in the original."""

from __future__ import annotations

import re

from dan_van.citations import bodies, context, mentions, pins, titles
from dan_van.citations.cited import Citation, Form, Pin
from dan_van.citations.introduced import with_aliases
from dan_van.citations.mention import Kind, Mention
from dan_van.citations.small_letters import with_small_letters
from dan_van.text import Mapped, clean_mapped

_ATTACHED = re.compile(
    r"(?:\s(?:của|tại|trong))?\s+(?:bản\s+)?(?:Quy\s+(?:chế|định|chuẩn|trình|ước)|Điều\s+lệ|Danh\s+mục|Chương\s+trình|Kế\s+hoạch|Đề\s+án|Hướng\s+dẫn|Phương\s+án|Nội\s+quy)"
    r"[^;.\n]{0,180}?(?:được\s+)?(?:ban\s+hành\s+)?kèm\s+theo\s+\Z"
)
_ISSUER_BEFORE = re.compile(r"(?:của|do)\s+(?P<body>(?:(?!\s(?:của|do)\s)[^;.\n]){4,80}?)\s+tại\s+(?:các\s+)?\Z")


def scan(text: str) -> list[Citation]:
    """The citations of ``text``. Nothing is looked up: what they mean is for :func:`dan_van.citations.resolve.resolve`."""
    mapped = clean_mapped(text)
    clean = mapped.text
    found = with_small_letters(clean, with_aliases(clean, list(mentions.find(clean))))
    titles.nest(clean, found)
    settled = context.settle(clean, found)
    places = {id(mention): index for index, mention in enumerate(settled)}
    return [_citation(text, mapped, settled, index, places) for index in range(len(settled))]


def _citation(text: str, mapped: Mapped, settled: list[Mention], index: int, places: dict[int, int]) -> Citation:
    """The finished value of one mention."""
    mention = settled[index]
    span = mapped.original_span(mention.start, mention.end)
    form = {Kind.FULL: Form.FULL, Kind.NAMED: Form.NAMED}.get(mention.kind, Form.SHORT)
    return Citation(
        text[span.start : span.end],
        span,
        form,
        mention.type,
        mention.code,
        mention.number,
        mention.year,
        mention.date,
        mention.issuer or _issuer_before(mapped.text, mention),
        mention.term,
        mention.name,
        mention.title,
        _pins(text, mapped, settled, index),
        _faults(mention, text[span.start : span.end]),
        places.get(id(mention.outer)) if mention.outer is not None else None,
        tuple(places[id(earlier)] for earlier in mention.antecedents if id(earlier) in places),
        mention.own,
    )


def _faults(mention: Mention, written: str) -> tuple[str, ...]:
    """Faults of the symbol, and the look-alike Ð wherever it stands in the citation."""
    look_alike = ("look-alike",) if "Ð" in written or "ð" in written else ()
    return tuple(dict.fromkeys((*look_alike, *mention.faults)))


def _issuer_before(text: str, mention: Mention) -> str | None:
    """``chỉ đạo của Chủ tịch UBND tỉnh tại Công văn số …``."""
    if mention.kind is not Kind.FULL:
        return None
    before = _ISSUER_BEFORE.search(text, max(0, mention.start - 100), mention.start)
    if before is None:
        return None
    end = bodies.match(text, before.start("body"))
    return " ".join(before["body"].split()) if end == before.end("body") else None


def _pins(text: str, mapped: Mapped, settled: list[Mention], index: int) -> tuple[Pin, ...]:
    """The phrases just before and just after a mention that point into its document."""
    mention = settled[index]
    clean = mapped.text
    floor = settled[index - 1].end if index and settled[index - 1].end <= mention.start else 0
    found = []
    start = mention.start
    attached = _ATTACHED.search(clean, max(floor, start - 230), start) if clean[start - 5 : start].strip() == "theo" else None
    before = pins.before(clean, start, floor=floor)
    if before is None and attached is not None:
        before = pins.before(clean, attached.start(), floor=floor)
    if before is not None:
        found.append(before)
    ceiling = settled[index + 1].start if index + 1 < len(settled) else len(clean)
    if ceiling > mention.end and (after := pins.after(clean, mention.end, min(ceiling, mention.end + 300))) is not None:
        found.append(after)
    done = []
    for phrase in found:
        span = mapped.original_span(phrase.start, phrase.end)
        done.append(Pin(text[span.start : span.end], span, phrase.units))
    return tuple(done)
