"""How well citations are found, read and linked, on hand-labelled texts; and how fast.

``python benchmarks/citations.py [--split dev|test|all] [--labels FILE --text FILE] [--errors] [--speed] [--json]``

Without files: the project's gold labels (``tests/gold/README.md``). ``--labels`` takes any JSON array of ``{text, start, end, type, code, date,
issuer}`` whose offsets count in ``--text``. Each run says what it gained and lost against the run before it on the same labels.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dan_van import Library, tables
from dan_van.citations import Citation, Form, link, scan
from dan_van.codes import Code
from dan_van.corpus.loader import names
from dan_van.model import Document
from dan_van.text import collapse_spaces, fold, same_words, settle_tones

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
LAST = ROOT / "benchmarks" / ".last"
FIELDS = ("form", "type", "code", "date", "issuer", "within", "faults")

sys.path.insert(0, str(GOLD))


@dataclass(frozen=True)
class Passage:
    """A labelled stretch of a text."""

    name: str
    text: str
    start: int
    end: int
    day: date | None
    labels: list[dict[str, Any]]


@dataclass
class Count:
    """Hits against what was wanted and what was given."""

    hit: int = 0
    wanted: int = 0
    given: int = 0

    @property
    def precision(self) -> float:
        return self.hit / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.hit / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def row(self) -> str:
        return f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}  ({self.hit} of {self.wanted} wanted, {self.given} given)"


@dataclass
class Score:
    """All figures of one run, and every single fault as a line."""

    spans: dict[str, Count] = field(
        default_factory=lambda: {"full": Count(), "named": Count(), "short": Count(), "all": Count()}
    )
    refers: Count = field(default_factory=Count)
    pins: Count = field(default_factory=Count)
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    links: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def passages(split: str) -> Iterator[Passage]:
    """The project's own labels; texts that are not on this machine are passed over (and said)."""
    from locate import source_text

    for path in sorted((GOLD / "citations").glob("*.json")):
        labels = json.loads(path.read_text("utf-8"))
        if split not in ("all", labels["split"]):
            continue
        try:
            text = source_text(labels["source"])
        except FileNotFoundError:
            print(f"{path.name}: no source here", file=sys.stderr)
            continue
        day = date.fromisoformat(labels["date"]) if labels.get("date") else None
        yield Passage(path.stem, text, labels["start"], labels["end"], day, labels["citations"])


def score(found: Sequence[Citation], passage: Passage, total: Score) -> None:
    """Compare the citations found in a passage with its labels."""
    labelled = {(row["start"], row["end"]): row for row in passage.labels}
    given = {(c.span.start, c.span.end): c for c in found if passage.start <= c.span.start and c.span.end <= passage.end}
    for span, row in labelled.items():
        form = row.get("form") or "full"
        for name in (form, "all"):
            total.spans[name].wanted += 1
            total.spans[name].hit += span in given
        if form == "short" and "refers" in row:
            total.refers.wanted += 1
        total.pins.wanted += len(row.get("pins", ()))
        if span not in given:
            total.faults.append(f"{passage.name}:{span[0]} missed {form} “{collapse_spaces(row['text'])}”")
    for span, citation in given.items():
        for name in (str(citation.form), "all"):
            total.spans[name].given += 1
        if citation.form is Form.SHORT:
            total.refers.given += 1
        total.pins.given += len(citation.pins)
        if span not in labelled:
            total.faults.append(f"{passage.name}:{span[0]} extra {citation.form} “{collapse_spaces(citation.text)}”")
            for pin in citation.pins:
                total.faults.append(f"{passage.name}:{span[0]} extra pin “{collapse_spaces(pin.text)}”")
            continue
        _compare(citation, labelled[span], found, passage, total)


def score_links(passage: Passage, found: Sequence[Citation], library: Library, total: Score) -> None:
    """Of the labelled citations that were linked: to the right record? A record of the same symbol (or name) whose day is not the label's is wrong,
    unless the link itself says that the days disagree."""
    labelled = {(row["start"], row["end"]): row for row in passage.labels}
    for resolution in link(found, library.corpus, passage.day or date.today(), passage.text):
        citation = resolution.citation
        row = labelled.get((citation.span.start, citation.span.end))
        if row is None or citation.form is Form.SHORT:
            continue
        total.links[resolution.outcome.value] += 1
        document = resolution.document
        if document is None:
            continue
        told = {mismatch.field for mismatch in resolution.mismatches}
        right = _code(row["code"]) == str(document.code) if row["code"] else _names_it(citation, document)
        if row["date"] and document.issued and not document.issued.isoformat().startswith(row["date"]) and "date" not in told:
            right = False
        total.links["right" if right else "wrong"] += 1
        if not right:
            total.faults.append(f"{passage.name}:{row['start']} “{collapse_spaces(row['text'])}” linked to {document.id}")


def _names_it(citation: Citation, document: Document) -> bool:
    words = settle_tones(citation.name or citation.text).lower().replace(",", "").split()
    known = " ".join(settle_tones(name).lower().replace(",", "") for name in names(document)).split()
    return all(
        word in known
        for word in words
        if word not in ("năm", "nước", "cộng", "hòa", "xã", "hội", "chủ", "nghĩa", "việt", "nam")
    )


def _compare(citation: Citation, row: dict[str, Any], found: Sequence[Citation], passage: Passage, total: Score) -> None:
    place = f"{passage.name}:{row['start']} “{collapse_spaces(row['text'])}”"
    outer = found[citation.within] if citation.within is not None else None
    outer_row = passage.labels[row["within"]] if row.get("within") is not None else None
    right = {
        "form": "form" not in row or row["form"] == citation.form,
        "type": _type(row["type"]) == citation.type,
        "code": (row["code"] is None and citation.code is None)
        or _code(row["code"]) == (str(citation.code) if citation.code else None),
        "date": (row["date"] or None) == (citation.date and citation.date.iso),
        "issuer": _same_body(row["issuer"], citation.issuer),
        "within": "within" not in row
        or (outer_row and (outer_row["start"], outer_row["end"])) == (outer and (outer.span.start, outer.span.end)),
        "faults": ("faults" not in row and not citation.faults)
        or set(row.get("faults", ())) == set(citation.faults)
        or "form" not in row,
    }
    for name, holds in right.items():
        total.fields[name].wanted += 1
        total.fields[name].given += 1
        total.fields[name].hit += holds
        if not holds:
            said = {
                "code": citation.code,
                "issuer": citation.issuer,
                "date": citation.date and citation.date.iso,
                "type": citation.type,
                "form": citation.form,
            }
            total.faults.append(
                f"{place} {name}: wanted {row.get(name)}, given {said.get(name, (outer and outer.text) or citation.faults)}"
            )
    if row.get("form") == "short" and citation.form is Form.SHORT:
        same = _same_documents(found)
        means = _means(citation, found)
        if _agree(means, set(map(_key, row["refers"])), same):
            total.refers.hit += 1
        else:
            total.faults.append(f"{place} refers: wanted {row['refers']}, given {sorted(means)}")
    pins = {(pin.span.start, pin.span.end): pin for pin in citation.pins}
    for wanted in row.get("pins", ()):
        pin = pins.pop((wanted["start"], wanted["end"]), None)
        if pin is not None and list(pin.units) == list(wanted["ids"]):
            total.pins.hit += 1
        else:
            total.faults.append(
                f"{place} pin: wanted “{collapse_spaces(wanted['text'])}” {wanted['ids']}, given {pin and (pin.text, pin.units)}"
            )
    for pin in pins.values():
        total.faults.append(f"{place} extra pin “{collapse_spaces(pin.text)}” {pin.units}")


def _means(citation: Citation, found: Sequence[Citation]) -> set[str]:
    if citation.own:
        return {"self"}
    return {
        _key(str(found[index].code) if found[index].code else found[index].name or found[index].text)
        for index in citation.antecedents
    }


def _same_documents(found: Sequence[Citation]) -> dict[str, set[str]]:
    """Symbols that the text itself ties to a name (``Luật Đất đai số 31/2024/QH15``): both mean one document."""
    symbols: dict[str, set[str]] = {}
    for citation in found:
        if citation.code is not None and citation.name:
            symbols.setdefault(_key(citation.name), set()).add(_key(str(citation.code)))
    return symbols


def _agree(given: set[str], wanted: set[str], same: dict[str, set[str]]) -> bool:
    """Whether two sets of names and symbols mean the same documents."""

    def met(one: str, others: set[str]) -> bool:
        mine = {one, *same.get(one, ())}
        return any(mine & {other, *same.get(other, ())} for other in others)

    return len(given) == len(wanted) and all(met(one, wanted) for one in given) and all(met(one, given) for one in wanted)


def _key(name: str) -> str:
    code = Code.maybe(name)
    return code.key if code else settle_tones(" ".join(name.split())).lower()


def _type(name: str) -> str:
    return name if name in tables.type_names() else tables.type_slug(name) or name


def _code(written: str | None) -> str | None:
    code = Code.maybe(written)
    return str(code) if code else written


def _same_body(wanted: str | None, given: str | None) -> bool:
    if not wanted or not given:
        return not wanted and not given
    if wanted in tables.issuers():
        wanted = tables.issuer_name(wanted)
    longer = lambda name: fold(name).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")  # noqa: E731
    return same_words(wanted, given) or longer(wanted) == longer(given)


def report(total: Score, texts: int) -> str:
    """The table of one run."""
    lines = [f"{texts} texts, {total.spans['all'].wanted} labels"]
    lines += [f"  span, {name:6} {count.row()}" for name, count in total.spans.items()]
    lines.append(f"  short, with what it refers to  {total.refers.row()}")
    lines.append(f"  pins, span and addresses       {total.pins.row()}")
    lines += [
        f"  field {name:7} {count.hit / count.wanted if count.wanted else 1:.4f}  ({count.hit} of {count.wanted})"
        for name, count in total.fields.items()
    ]
    if total.links:
        known = total.links["right"] + total.links["wrong"]
        lines.append(f"  links: {dict(total.links)}; wrong among found {total.links['wrong'] / known if known else 0:.4f}")
    return "\n".join(lines)


def against_last(name: str, total: Score) -> str:
    """What this run gained and lost against the last one of that name; this run becomes the last."""
    LAST.mkdir(exist_ok=True)
    path = LAST / f"{name}.json"
    before = set(json.loads(path.read_text("utf-8"))) if path.exists() else None
    path.write_text(json.dumps(total.faults, ensure_ascii=False), "utf-8")
    if before is None:
        return "first run of these labels"
    now = set(total.faults)
    lines = [f"gained {len(before - now)}, lost {len(now - before)} against the last run"]
    lines += [f"  + {fault}" for fault in sorted(before - now)] + [f"  - {fault}" for fault in sorted(now - before)]
    return "\n".join(lines)


def speed(texts: Sequence[str]) -> str:
    """Citations and megabytes (UTF-8) a second, on one core; the median of five runs over the same text."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    runs = []
    count = 0
    for _ in range(5):
        start = time.perf_counter()
        count = sum(len(scan(text)) for text in texts)
        runs.append(time.perf_counter() - start)
    seconds = statistics.median(runs)
    return f"{size:.2f} MB, {count} citations in {seconds:.2f} s: {count / seconds:,.0f} citations/s, {size / seconds:.2f} MB/s"


def main() -> None:
    """Run what was asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all")
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every fault")
    parser.add_argument("--speed", action="store_true", help="measure speed on the same texts")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.labels:
        rows = json.loads(asked.labels.read_text("utf-8"))
        rows = rows["citations"] if isinstance(rows, dict) else rows
        text = asked.text.read_text("utf-8")
        sources = [Passage(asked.labels.stem, text, 0, len(text), None, rows)]
    else:
        sources = list(passages(asked.split))
    total = Score()
    library = Library.open([ROOT / "corpus"], [ROOT / "templates"])
    for passage in sources:
        found = scan(passage.text)
        score(found, passage, total)
        score_links(passage, found, library, total)
    if asked.json:
        figures = {name: {"precision": c.precision, "recall": c.recall, "f1": c.f1} for name, c in total.spans.items()}
        fields = {name: c.hit / c.wanted if c.wanted else 1 for name, c in total.fields.items()}
        print(
            json.dumps(
                {
                    "spans": figures,
                    "links": dict(total.links),
                    "refers": total.refers.f1,
                    "pins": total.pins.f1,
                    "fields": fields,
                    "faults": total.faults,
                },
                ensure_ascii=False,
            )
        )
        return
    print(report(total, len(sources)))
    if asked.errors:
        print("\n".join(total.faults))
    changes = against_last(asked.labels.stem if asked.labels else asked.split, total)
    print(changes if asked.errors or asked.split != "test" or asked.labels else changes.splitlines()[0])
    if asked.speed:
        print(speed([passage.text for passage in sources]))


if __name__ == "__main__":
    main()
