"""Folders of corpus files, laid over one another: what was loaded, and what was wrong with the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from dan_van.codes import Code, CodeQuery, Likeness, compare, read_query
from dan_van.corpus import records
from dan_van.corpus.layers import Layer, digest, file_states
from dan_van.errors import FileProblem, UnknownName
from dan_van.files import read_text
from dan_van.model import Document, Finding, Place, Relation, Severity
from dan_van.text import comparable, fold, same_words


class Corpus:
    """The documents of several layers.

    A later layer's file takes the place of an earlier one's with its id; what the later one leaves unknown
    (a standing, a signer, relations) stays as the earlier one has it.
    """

    def __init__(self, documents: Sequence[Document], findings: Sequence[Finding] = (), layers: Sequence[Layer] = ()) -> None:
        self.layers: tuple[Layer, ...] = tuple(layers)
        self.findings: tuple[Finding, ...] = tuple(findings)
        self._by_id = {document.id: document for document in documents}

    @classmethod
    def load(cls, layers: Sequence[Layer], only: Collection[str] | None = None) -> Corpus:
        """Read every file of the layers, or those of some ids; what cannot be read becomes a finding, not an exception."""
        documents: dict[str, Document] = {}
        findings: list[Finding] = []
        for layer in layers:
            for identity, path in layer.files() if only is None else _present(layer, only):
                try:
                    text = read_text(path)
                except FileProblem as problem:
                    findings.append(Finding("tep", Severity.ERROR, problem.sentence, Place(str(path))))
                    continue
                document, wrong = records.read(text, identity, path=path, layer=layer.name)
                findings.extend(wrong)
                if document is not None:
                    documents[identity] = _over(documents.get(identity), document)
        return cls(sorted(documents.values(), key=lambda document: document.id), findings, layers)

    def __iter__(self) -> Iterator[Document]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, identity: str) -> Document:
        """The document of that id or old id. Raises UnknownName."""
        found = self._by_id.get(identity) or self._by_alias.get(identity)
        if found is None:
            raise UnknownName(
                "Kho không có văn bản mã “{identity}”. Dùng “dan-van search” hoặc “dan-van corpus list” để tìm.",
                identity=identity,
            )
        return found

    def knows(self, identity: str) -> bool:
        """Whether the id, or the document part of a provision's id, is in the corpus."""
        document = identity.partition("#")[0]
        return document in self._by_id or document in self._by_alias

    def find(self, wanted: str) -> list[Document]:
        """Documents that an id, a symbol, part of one (``CT 33``) or a name may mean; the best likeness only.

        An exact symbol comes before one that differs in zeros, separators or case, and that before one that
        lacks marks. Several documents come back when the words fit several: the caller must not choose.
        """
        if wanted in self._by_id or wanted in self._by_alias:
            return [self.get(wanted)]
        query = read_query(wanted)
        if query is not None:
            return self._best(query)
        words = [d for d in self if any(same_words(wanted, name) for name in names(d))]
        return words or [d for d in self if any(fold(wanted) == fold(name) for name in names(d))]

    def coded(self, code: Code) -> list[Document]:
        """Documents of this symbol; case, zeros and separators aside, marks and letters not."""
        return self._by_code.get(code.key, [])

    def called(self, name: str) -> list[Document]:
        """Documents of this name, or that carry a text of this name; case, tone placement and commas aside."""
        return self._by_name.get(_plain(name), [])

    def acting_on(self, identity: str) -> list[tuple[Document, Relation]]:
        """Documents with a relation whose target is this document or a provision of it."""
        return self._reverse.get(identity, [])

    def digest(self) -> str:
        """A digest of ids and contents: equal for equal corpora, wherever they are kept."""
        return digest(file_states(self.layers))[0]

    def _best(self, query: CodeQuery) -> list[Document]:
        found = [d for d in self if d.code is not None and query.matches(d.code, d.type, d.year)]
        if query.code is None:
            return found
        scores = {d.id: compare(query.code, d.code) for d in found if d.code is not None}
        best = max(scores.values(), default=Likeness.DIFFERENT)
        same = [d for d in found if scores[d.id] is best]
        typed = [d for d in same if d.type in query.type_slugs]
        return typed or same

    @cached_property
    def _by_code(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self:
            if document.code is not None:
                found.setdefault(document.code.key, []).append(document)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self:
            for name in dict.fromkeys(map(_plain, names(document))):
                found.setdefault(name, []).append(document)
        return found

    @cached_property
    def _by_alias(self) -> dict[str, Document]:
        return {alias: document for document in self for alias in document.aliases}

    @cached_property
    def _reverse(self) -> dict[str, list[tuple[Document, Relation]]]:
        found: dict[str, list[tuple[Document, Relation]]] = {}
        for document in self:
            for relation in document.relations:
                target = relation.target.partition("#")[0]
                renamed = None if target in self._by_id else self._by_alias.get(target)
                found.setdefault(renamed.id if renamed else target, []).append((document, relation))
        return found


def _present(layer: Layer, wanted: Collection[str]) -> Iterator[tuple[str, Path]]:
    return ((identity, layer.path(identity)) for identity in sorted(wanted) if layer.path(identity).is_file())


def _over(earlier: Document | None, later: Document) -> Document:
    """The later record, with the earlier one's facts where it has none of its own."""
    if earlier is None:
        return later
    inherited = {key: getattr(earlier, key) for key in _INHERITED if not getattr(later, key)}
    if not later.body.strip():
        inherited.update(body=earlier.body, text=earlier.text, provisions=earlier.provisions, body_line=earlier.body_line)
    known = {(relation.kind, relation.target) for relation in later.relations}
    relations = (*later.relations, *(r for r in earlier.relations if (r.kind, r.target) not in known))
    notes = (*later.notes, *(note for note in earlier.notes if note not in later.notes))
    return replace(later, **inherited, relations=relations, notes=notes)


_INHERITED = (
    "name", "subject", "issuers", "issuer_name", "term", "place", "issued", "effective", "expired", "period", "signer", "status",
    "attachments", "aliases",
)  # fmt: skip


def _plain(name: str) -> str:
    """A name as names are compared."""
    return comparable(name.replace(",", " ").replace("–", "-"))


def names(document: Document) -> tuple[str, ...]:
    """What a document may be called without its symbol: its own name, and those of its attachments."""
    own = (document.name,) if document.name else ()
    return own + tuple(attachment.name for attachment in document.attachments)
