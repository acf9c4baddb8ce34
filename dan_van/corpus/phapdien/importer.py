"""Bring the state's codification (Bộ pháp điển điện tử) into a corpus folder, by source document.

The package orders articles by topic; a corpus orders them by the document they come from. So an import has two halves:
read every topic file and keep its articles (:mod:`dan_van.corpus.phapdien.store`), then put each document together from
all topics that hold articles of it. One topic is in memory at a time, and besides it only who is where.

Stopped at any point and run again, an import ends as one that was not stopped. Run again on the same package it
changes nothing. Files it did not make, or that were changed since, are left alone and reported unless ``force``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from dan_van import tables
from dan_van.corpus.phapdien.documents import Catalogue
from dan_van.corpus.phapdien.package import Index, Package, Page, open_source, read_index
from dan_van.corpus.phapdien.read import Article, Topic, read_topic
from dan_van.corpus.phapdien.store import Store, digest, file_digest
from dan_van.corpus.phapdien.write import Written, render
from dan_van.errors import FileProblem
from dan_van.files import write_text
from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import UnreadableFile
from dan_van.saying import said

Progress = Callable[[int, int], None]
_TOPICS_AT_HAND = 8
_LISTED = 12
_OF_CONTENT = ("articles_", "references", "characters_", "documents_merged")
"""Figures of what the target holds, not of what one run did."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Topics of the package: read now, known from before, without articles or unreadable (each named in ``findings``).
    Documents of the target: written now, of these put together from several topics, already as they should be, left
    alone because a person made or changed the file. Articles: announced by the topic files, standing in the documents,
    repeated in a second topic (they stand once), without a document that could be read from their note. References:
    all, within their own document (not written as relations), leading to topics that are not at hand.
    """

    topics_read: int = 0
    topics_known: int = 0
    topics_failed: int = 0
    documents_written: int = 0
    documents_merged: int = 0
    documents_unchanged: int = 0
    documents_kept: int = 0
    articles_announced: int = 0
    articles_written: int = 0
    articles_repeated: int = 0
    articles_unread: int = 0
    references: int = 0
    references_inner: int = 0
    references_unresolved: int = 0
    characters_in: int = 0
    characters_kept: int = 0
    findings: tuple[Finding, ...] = ()

    def values(self) -> dict[str, int | list[str]]:
        """The figures by name and the findings as sentences, for programs."""
        figures: dict[str, int | list[str]] = {name: getattr(self, name) for name in _figures()}
        return {**figures, "findings": [str(finding) for finding in self.findings]}

    def lines(self) -> list[str]:
        """The figures as a clerk reads them."""
        topics = said(
            "Đề mục: {new} đọc mới, {known} đã nhập từ trước, {failed} không có điều.",
            new=self.topics_read,
            known=self.topics_known,
            failed=self.topics_failed,
        )
        documents = said(
            "Văn bản: {written} ghi, {unchanged} giữ nguyên vì đã đúng, {kept} không đụng tới vì đã có người sửa hoặc lập.",
            written=self.documents_written,
            unchanged=self.documents_unchanged,
            kept=self.documents_kept,
        )
        repeated = said(" ({count} điều có ở hai đề mục, ghi một lần)", count=self.articles_repeated)
        articles = said(
            "Điều: {announced} trong gói, {written} trong kho{repeated}.",
            announced=self.articles_announced,
            written=self.articles_written,
            repeated=repeated if self.articles_repeated else "",
        )
        references = said(
            "Dẫn chiếu: {count}; {others} tới văn bản khác, {inner} trong cùng văn bản, {unresolved} tới đề mục chưa nhập.",
            count=self.references,
            others=self.references - self.references_inner - self.references_unresolved,
            inner=self.references_inner,
            unresolved=self.references_unresolved,
        )
        return [topics, documents, articles, references]


def _figures() -> list[str]:
    return [item.name for item in fields(ImportReport) if item.name != "findings"]


@dataclass(slots=True)
class _Tally:
    """The report while it is made."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, name: str, count: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + count

    def warn(self, rule: str, message: str, place: Place, remedy: str | None = None) -> None:
        self.findings.append(Finding(rule, Severity.WARNING, message, place, remedy))

    def inform(self, rule: str, message: str, place: Place) -> None:
        self.findings.append(Finding(rule, Severity.INFO, message, place))

    def report(self) -> ImportReport:
        return ImportReport(**self.counts, findings=tuple(self.findings))


def import_package(source: Path, target: Path, *, progress: Progress | None = None, force: bool = False) -> ImportReport:
    """Import a package (ZIP or folder) into the corpus folder ``target``.

    ``progress`` is told (done, of how many) after each step. Raises UnreadableFile when ``source`` is no such package,
    FileProblem when ``target`` cannot be written; anything wrong inside the package is a finding.
    """
    tell: Progress = progress or (lambda done, total: None)
    tally = _Tally()
    store = Store(target)
    with open_source(source) as package:
        tally.findings += package.findings
        steps = 2 * len(package.pages)
        try:
            changed = _read_topics(package, source, store, tally, lambda done: tell(done, steps))
            if not changed and not force and _is_whole(store, target):
                tell(steps, steps)
                return _nothing_new(store, tally)
            store.state.complete = False
            _forget_renumbered(store, {page.id for page in package.pages}, tally, source)
            _write_documents(store, target, tally, force=force, tell=lambda share: tell(round(steps * (1 + share) / 2), steps))
        finally:
            store.save()
    return tally.report()


# First half: topics


def _read_topics(package: Package, source: Path, store: Store, tally: _Tally, tell: Callable[[int], None]) -> bool:
    """Read and keep every topic file that is new; whether any was."""
    index = read_index(package)
    changed = False
    for done, page in enumerate(package.pages, 1):
        place = Place(str(source), part=page.path)
        try:
            data = package.read(page.path)
            if store.has(page.id, digest(data)):
                tally.add("topics_known")
            else:
                changed |= _read_topic(data, page, place, store, tally, index)
        except UnreadableFile as error:
            tally.add("topics_failed")
            tally.warn("de-muc", error.sentence, place, "Lấy lại gói từ phapdien.moj.gov.vn.")
        tell(done)
    if index:
        here = {page.id for page in package.pages}
        missing = [name or identity for identity, name in index.names.items() if identity not in here]
        if missing:
            message = f"Gói thiếu tệp của {len(missing)} đề mục trong mục lục: {_some(missing)}."
            tally.warn("thieu-de-muc", message, Place(str(source)))
    return changed


def _read_topic(data: bytes, page: Page, place: Place, store: Store, tally: _Tally, index: Index | None) -> bool:
    topic = read_topic(data, page.id, page.path)
    label = f"Đề mục {topic.number} {topic.name}".strip() if topic.number or topic.name else f"Tệp {page.path}"
    if not topic.complete:
        tally.warn("de-muc", f"{label}: tệp bị cắt ở cuối, có thể thiếu điều.", place, "Lấy lại gói từ phapdien.moj.gov.vn.")
    if not topic.articles:
        tally.add("topics_failed")
        reason = "không điều nào đọc được nguồn" if topic.announced else "tệp không có điều nào (trang lỗi hoặc đề mục rỗng)"
        tally.warn("de-muc", f"{label}: {reason}.", place)
        known = page.id in store.state.topics
        if known:
            store.forget(page.id)
        return known
    announced = index.articles.get(page.id, 0) if index else 0
    if announced and announced != topic.announced:
        tally.warn("so-dieu", f"{label}: mục lục ghi {announced} điều, tệp có {topic.announced}.", place)
    if topic.unread:
        message = f"{label}: {len(topic.unread)} điều không đọc được nguồn nên không ghi: {_some(topic.unread)}."
        tally.warn("nguon-dieu", message, place)
    lost = topic.announced - len(topic.articles) - len(topic.unread)
    if lost > 0:
        tally.warn("so-dieu", f"{label}: {lost} điều không tách được khỏi lời văn quanh nó.", place)
    store.keep(topic)
    tally.add("topics_read")
    return True


def _is_whole(store: Store, target: Path) -> bool:
    """Whether the last import wrote everything, and all of it is still there."""
    return store.state.complete and all((target / name).is_file() for name in store.state.files)


def _nothing_new(store: Store, tally: _Tally) -> ImportReport:
    known = {name: count for name, count in store.state.figures.items() if name in _figures()}
    known["documents_unchanged"] = len(store.state.files)
    return ImportReport(**{**known, **tally.counts}, findings=tuple(tally.findings))


def _forget_renumbered(store: Store, here: set[str], tally: _Tally, source: Path) -> None:
    """Drop stored topics whose number the package now gives to another file: the topic was published anew."""
    numbers = {store.state.topics[name].get("number"): name for name in here if name in store.state.topics}
    for identity in list(store.state.topics):
        number = store.state.topics[identity].get("number")
        if number and identity not in here and number in numbers:
            tally.inform("de-muc", f"Đề mục {number} trong gói thay cho bản đã nhập trước.", Place(str(source)))
            store.forget(identity)


# Second half: documents


def _write_documents(store: Store, target: Path, tally: _Tally, *, force: bool, tell: Callable[[float], None]) -> None:
    names = list(store.identities())
    catalogue = _catalogue(store, names, tally)
    load = lru_cache(maxsize=_TOPICS_AT_HAND)(store.load)
    homes: dict[str, list[str]] = {}
    for identity, facts in catalogue.documents.items():
        homes.setdefault(next(iter(facts.topics)), []).append(identity)
    kept = []
    for done, name in enumerate(names, 1):
        for identity in homes.get(name, ()):
            parts = list(_parts(identity, catalogue, load))
            written = render(identity, catalogue.documents[identity], parts, catalogue)
            _count(written, len(parts), identity, target, tally)
            if not _put(target, identity, written.text, store, tally, force=force):
                kept.append(identity)
        tell(done / len(names))
    gone = sorted(name for name in store.state.files if name.removesuffix(".md") not in catalogue.documents)
    for name in gone:
        tally.inform("khong-con", "Văn bản không còn trong các đề mục đã nhập; tệp được giữ nguyên.", Place(str(target / name)))
    _name_absent(store, catalogue, tally)
    store.state.figures = {name: count for name, count in tally.counts.items() if name.startswith(_OF_CONTENT)}
    store.state.complete = not kept


def _name_absent(store: Store, catalogue: Catalogue, tally: _Tally) -> None:
    """Say which references lead nowhere: to topics that are not there, or to articles that a topic should have."""
    place = Place(str(store.target))
    for entry in store.state.topics.values():
        gone = sorted(name for name in catalogue.absent if name.startswith(f"{entry.get('number')}."))
        if gone:
            message = f"Đề mục {entry.get('number')} {entry.get('name')}: điều khác dẫn tới {len(gone)} điều mà tệp không có: {_some(gone)}."
            tally.warn("thieu-dieu", message, place, "Tải lại gói; nếu vẫn thiếu thì xem trên phapdien.moj.gov.vn.")
    missing = tally.counts.get("references_unresolved", 0)
    if missing:
        tally.inform("dan-chieu", f"{missing} dẫn chiếu tới điều không có trong các đề mục đã nhập, không ghi.", place)


def _catalogue(store: Store, names: Sequence[str], tally: _Tally) -> Catalogue:
    catalogue = Catalogue()
    for name in names:
        topic = store.load(name)
        if topic is None:
            message = f"Bản đọc của đề mục {name} bị hỏng hoặc của phiên bản cũ; chạy nhập lại để đọc lại từ gói."
            tally.warn("de-muc", message, Place(str(store.target)))
            store.forget(name)
            continue
        catalogue.take(topic)
        tally.add("articles_announced", topic.announced)
        tally.add("articles_unread", topic.announced - len(topic.articles))
        tally.add("characters_in", topic.seen)
        tally.add("characters_kept", topic.kept)
    catalogue.settle()
    for kind, count in catalogue.untyped.items():
        message = f"{count} văn bản loại “{kind}”: bảng loại văn bản chưa có loại này, ghi tạm là “{tables.UNKNOWN_TYPE}”."
        tally.inform("loai", message, Place(str(store.target)))
    return catalogue


def _parts(
    identity: str, catalogue: Catalogue, load: Callable[[str], Topic | None]
) -> Iterator[tuple[Topic, Sequence[Article]]]:
    for name in catalogue.documents[identity].topics:
        topic = load(name)
        if topic is not None:
            yield topic, [article for article in topic.articles if catalogue.id_of(article) == identity]


def _count(written: Written, topics: int, identity: str, target: Path, tally: _Tally) -> None:
    tally.add("articles_written", written.articles)
    tally.add("articles_repeated", written.repeated)
    tally.add("references", written.references)
    tally.add("references_inner", written.inner)
    tally.add("references_unresolved", written.unresolved)
    if topics > 1:
        tally.add("documents_merged")
    if written.doubled:
        message = f"Hai lời văn khác nhau cho cùng một điều, giữ cả hai: {_some(written.doubled)}."
        tally.warn("trung-dieu", message, Place(str(target / f"{identity}.md")))


def _put(target: Path, identity: str, text: str, store: Store, tally: _Tally, *, force: bool) -> bool:
    """Write a document's file if it is new or ours; False when it was left alone."""
    name = f"{identity}.md"
    path = target / name
    wanted = digest(text.encode())
    found = file_digest(path)
    if found == wanted:
        store.state.files[name] = wanted
        tally.add("documents_unchanged")
        return True
    ours = found is None or found == store.state.files.get(name)
    if not (force or (ours and not path.is_dir())):
        tally.add("documents_kept")
        message = "Tệp có sẵn, không do lần nhập này làm ra hoặc đã được sửa; giữ nguyên."
        tally.warn("giu-tep", message, Place(str(path)), "Muốn thay bằng bản của bộ pháp điển thì dùng --force.")
        return False
    try:
        write_text(path, text, force=True)
    except FileProblem as problem:
        tally.add("documents_kept")
        tally.warn("ghi-tep", problem.sentence, Place(str(path)))
        return False
    store.state.files[name] = wanted
    tally.add("documents_written")
    return True


def _some(names: Sequence[str]) -> str:
    shown = "; ".join(" ".join(name.split())[:80] for name in names[:_LISTED])
    return shown + (f"; … ({len(names)} tất cả)" if len(names) > _LISTED else "")
