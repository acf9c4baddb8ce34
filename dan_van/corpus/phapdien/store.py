"""What an import leaves beside the corpus files, so that the next one goes on from there.

``.phapdien.json`` says which topics were read (with the sha256 of their files) and which corpus files were written
(with the sha256 of what was written: a file that differs was changed by a person). ``.phapdien/`` holds the articles
of each topic as read, so that a document that stands in several topics can be put together again without the package.
Both may be deleted: the next import then reads everything anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Any

from dan_van.corpus.phapdien.notes import Amendment, Named, Reference
from dan_van.corpus.phapdien.read import Article, Topic
from dan_van.errors import FileProblem
from dan_van.files import read_text, replacing, write_text

STATE = ".phapdien.json"
FOLDER = ".phapdien"
VERSION = 1
"""Of the form of the stored topics *and* of how they are read: another version is read anew."""
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(slots=True)
class State:
    """What is done. ``complete`` when everything that was read was also written."""

    topics: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    complete: bool = False


class Store:
    """The state and the stored topics of one target folder."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.state: State = _load(target / STATE)

    def save(self) -> None:
        """Write the state, whole or not at all."""
        values = {
            "version": VERSION,
            "complete": self.state.complete,
            "figures": dict(sorted(self.state.figures.items())),
            "topics": dict(sorted(self.state.topics.items())),
            "files": dict(sorted(self.state.files.items())),
        }
        text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        path = self.target / STATE
        if not path.exists() or path.read_bytes() != text.encode():
            write_text(path, text, force=True)

    def has(self, identity: str, digest: str) -> bool:
        """Whether a topic file of that content was read before and can be loaded."""
        known = self.state.topics.get(identity)
        return known is not None and known.get("sha256") == digest and self.load(identity) is not None

    def keep(self, topic: Topic) -> None:
        """Store a topic that was read."""
        packed = gzip.compress(json.dumps([VERSION, _pack(topic)], ensure_ascii=False).encode(), 5, mtime=0)
        with replacing(self._path(topic.id), force=True) as temporary:
            temporary.write_bytes(packed)
        entry = {"number": topic.number, "name": topic.name, "sha256": topic.sha256, "articles": len(topic.articles)}
        self.state.topics[topic.id] = entry
        self.state.complete = False

    def forget(self, identity: str) -> None:
        """Drop a topic."""
        self.state.topics.pop(identity, None)
        self.state.complete = False
        self._path(identity).unlink(missing_ok=True)

    def load(self, identity: str) -> Topic | None:
        """A stored topic; None when it is damaged or of another version."""
        try:
            version, packed = json.loads(gzip.decompress(self._path(identity).read_bytes()))
            return _unpack(packed) if version == VERSION else None
        except (OSError, EOFError, ValueError, TypeError, IndexError, KeyError, zlib.error):
            return None

    def identities(self) -> Iterator[str]:
        """Ids of the stored topics in the order of their numbers."""
        return iter(sorted(self.state.topics, key=lambda name: (_order(self.state.topics[name].get("number", "")), name)))

    def _path(self, identity: str) -> Path:
        name = identity if _SAFE.fullmatch(identity) else hashlib.sha256(identity.encode()).hexdigest()[:32]
        return self.target / FOLDER / f"{name}.json.gz"


def digest(data: bytes) -> str:
    """Hexadecimal sha256."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str | None:
    """sha256 of a file, None when it is not there or cannot be read."""
    try:
        return digest(path.read_bytes()) if os.path.lexists(path) else None
    except OSError:
        return None


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdecimal())


def _load(path: Path) -> State:
    try:
        values = json.loads(read_text(path)) if path.is_file() else {}
    except (FileProblem, ValueError, RecursionError):
        return State()
    if not isinstance(values, dict) or values.get("version") != VERSION:
        return State()
    topics, files, figures = (values.get(name) for name in ("topics", "files", "figures"))
    if not (isinstance(topics, dict) and isinstance(files, dict) and isinstance(figures, dict)):
        return State()
    return State(
        {name: entry for name, entry in topics.items() if isinstance(entry, dict)},
        {name: str(value) for name, value in files.items()},
        {name: value for name, value in figures.items() if isinstance(value, int)},
        values.get("complete") is True,
    )


def _pack(topic: Topic) -> list[Any]:
    values = [getattr(topic, item.name) for item in fields(topic)]
    values[_ARTICLES] = [_packed_article(article) for article in topic.articles]
    return values


def _packed_article(article: Article) -> list[Any]:
    values = [getattr(article, name) for name in _ARTICLE_FIELDS]
    values[_SOURCE] = astuple(article.source)
    values[_AMENDMENTS] = [astuple(amendment) for amendment in article.amendments]
    values[_REFERENCES] = [
        [ref.key, ref.codified, ref.item, ref.place, astuple(ref.document) if ref.document else None]
        for ref in article.references
    ]
    return values


_ARTICLES = [item.name for item in fields(Topic)].index("articles")
_ARTICLE_FIELDS = [item.name for item in fields(Article)]
_SOURCE, _AMENDMENTS, _REFERENCES = (_ARTICLE_FIELDS.index(name) for name in ("source", "amendments", "references"))


def _unpack(packed: list[Any]) -> Topic:
    identity, number, name, sha256, articles, announced, unread, *rest = packed
    return Topic(identity, number, name, sha256, tuple(map(_article, articles)), announced, tuple(unread), *rest)


def _article(packed: list[Any]) -> Article:
    key, codified, heading, unit, part, places, source, effective, amendments, references, text, ahead, files = packed
    return Article(
        key,
        codified,
        heading,
        unit,
        part,
        tuple((level, place, title) for level, place, title in places),
        Named(*source),
        effective,
        tuple(Amendment(how, by_unit, Named(*by), day) for how, by_unit, by, day in amendments),
        tuple(
            Reference(ref_key, ref_number, item, place, Named(*named) if named else None)
            for ref_key, ref_number, item, place, named in references
        ),
        text,
        tuple((level, place, title) for level, place, title in ahead),
        tuple(files),
    )
