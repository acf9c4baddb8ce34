"""Fill the offsets of gold labels from their quoted words, and show each in its surroundings.

``python tests/gold/locate.py FILE… [--quiet]``: rewrites each file in one form; stops at words that are not there.
"""

from __future__ import annotations

import json
import lzma
import sys
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
ARTICLES = "retrieval/articles.jsonl.xz"


@cache
def articles() -> dict[str, str]:
    """Article id → body of the codified state law."""
    with lzma.open(SHARED / "data" / ARTICLES, "rt", encoding="utf-8") as lines:
        return {row["id"]: row["body"] for row in map(json.loads, lines)}


@cache
def source_text(source: str) -> str:
    """The whole text that a label file's offsets count in."""
    if source.startswith("texts/"):
        return (HERE / source).read_text("utf-8")
    if source == "seed-plan.txt":
        return (SHARED / source).read_text("utf-8")
    if source.startswith(ARTICLES):
        return articles()[source.partition("#")[2]]
    from dan_van import readers

    return readers.read(SHARED / "data" / source).text


def locate(labels: dict[str, Any]) -> None:
    """Fill ``start`` and ``end`` of the passage, the citations (in order) and their pins (nearest to their citation)."""
    text = source_text(labels["source"])
    labels["start"] = text.index(labels["from"]) if labels.get("from") else 0
    labels["end"] = text.index(labels["to"], labels["start"] + 1) if labels.get("to") else len(text)
    at = labels["start"]
    seen: set[tuple[int, int]] = set()
    for citation in labels["citations"]:
        words = citation["text"]
        start = text.find(words, at)
        while start >= 0 and _taken(citation, start, start + len(words), seen):
            start = text.find(words, start + 1)
        if start < 0 or start + len(words) > labels["end"]:
            raise SystemExit(f"{labels['source']}: “{words}” does not follow offset {at}: …{text[at : at + 80]!r}")
        citation["start"], citation["end"] = start, start + len(words)
        seen.add((start, start + len(words)))
        at = start
        for pin in citation.get("pins", []):
            before = text.rfind(pin["text"], max(labels["start"], start - 700), start)
            after = text.find(pin["text"], citation["end"], min(labels["end"], citation["end"] + 400))
            chosen = before if before >= 0 and not pin.get("after") else after
            if chosen < 0:
                raise SystemExit(f"{labels['source']}: pin “{pin['text']}” is not near “{words}” at {start}")
            pin["start"], pin["end"] = chosen, chosen + len(pin["text"])


def _taken(citation: dict[str, Any], start: int, end: int, seen: set[tuple[int, int]]) -> bool:
    """Whether the place belongs to an earlier label; only a label ``within`` another may lie in it."""
    if (start, end) in seen:
        return True
    return citation.get("within") is None and any(low <= start and end <= high for low, high in seen)


def main(arguments: list[str]) -> None:
    """Locate every file named."""
    for name in arguments:
        if name == "--quiet":
            continue
        path = Path(name)
        labels = json.loads(path.read_text("utf-8"))
        locate(labels)
        rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in labels.pop("citations"))
        head = json.dumps(labels, ensure_ascii=False, indent=1)[:-2]
        path.write_text(f'{head},\n "citations": [\n  {rows}\n ]\n}}\n', "utf-8")
        labels = json.loads(path.read_text("utf-8"))
        if "--quiet" in arguments:
            continue
        text = source_text(labels["source"])
        print(f"== {path.name}: {len(labels['citations'])} citations")
        for index, row in enumerate(labels["citations"]):
            around = text[max(0, row["start"] - 50) : row["start"]], row["text"], text[row["end"] : row["end"] + 30]
            pins = " ".join(f"{pin['text']}={pin['ids']}" for pin in row.get("pins", []))
            print(
                f"{index:3} …{around[0]!r} [[{around[1]}]] {around[2]!r} {row['form']} {row['code']} {row['date']} {row['issuer']} {row.get('refers', '')} {pins}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
