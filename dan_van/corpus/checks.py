"""Checks of the corpus itself: each a function from the corpus to findings, registered by its rule's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from dan_van import tables
from dan_van.corpus import records
from dan_van.corpus.loader import Corpus
from dan_van.corpus.standing import Standing
from dan_van.corpus.validity import validity
from dan_van.dates import format_short
from dan_van.model import Document, Finding, Place, Severity, TextKind

Check = Callable[[Corpus], Iterator[Finding]]
CHECKS: dict[str, Check] = {}


def check(rule: str) -> Callable[[Check], Check]:
    """Register a check under the rule's stable id."""

    def register(function: Check) -> Check:
        CHECKS[rule] = function
        return function

    return register


def run(corpus: Corpus) -> list[Finding]:
    """Every finding: those of loading first, then each check's, in the order of files."""
    found = [finding for function in CHECKS.values() for finding in function(corpus)]
    return [*corpus.findings, *sorted(found, key=lambda finding: (finding.place.file or "", finding.rule))]


@check("dia-chi")
def _identity(corpus: Corpus) -> Iterator[Finding]:
    """The path says what the fields say."""
    for document in corpus:
        stem = document.id.partition("--")[0]
        wanted = records.identity(document)
        if document.code is not None and stem != wanted:
            yield _finding(
                "dia-chi",
                document,
                f"Tệp nằm ở “{document.id}” nhưng thông tin trong tệp là “{wanted}”.",
                "Chuyển tệp về đúng chỗ hoặc sửa code, issued.",
            )
        elif not document.id.startswith(f"{document.type}/"):
            yield _finding("dia-chi", document, f"Tệp không nằm trong thư mục của loại “{document.type}”.", "Chuyển tệp.")


@check("loai")
def _known_type(corpus: Corpus) -> Iterator[Finding]:
    for document in corpus:
        if document.type not in tables.type_names():
            yield _finding("loai", document, f"Bảng loại văn bản không có “{document.type}”.", "Sửa trường type.")


@check("co-quan")
def _known_issuer(corpus: Corpus) -> Iterator[Finding]:
    for document in corpus:
        for issuer in document.issuers:
            if issuer not in tables.issuers() and not document.issuer_name:
                yield _finding(
                    "co-quan",
                    document,
                    f"Bảng cơ quan không có “{issuer}”.",
                    "Sửa trường issuer, hoặc ghi tên cơ quan vào issuer_name.",
                )


@check("ky-hieu-va-loai")
def _code_agrees(corpus: Corpus) -> Iterator[Finding]:
    """The letters in the symbol name the type of the record."""
    by_letters = tables.types_by_abbreviation()
    for document in corpus:
        letters = document.code.type_abbreviation if document.code else None
        if letters and document.type not in {row.slug for row in by_letters[letters]}:
            yield _finding(
                "ky-hieu-va-loai",
                document,
                f"Ký hiệu {document.code} là của {by_letters[letters][0].name}, nhưng type ghi “{document.type}”.",
                "Sửa code hoặc type.",
            )


@check("thu-tu-ngay")
def _date_order(corpus: Corpus) -> Iterator[Finding]:
    """Issued, then in force, then ended."""
    for document in corpus:
        days = [day for day in (document.issued, document.effective, document.expired) if day]
        if days != sorted(days):
            yield _finding(
                "thu-tu-ngay",
                document,
                "Ngày ban hành, có hiệu lực, hết hiệu lực không theo thứ tự.",
                "Xem lại issued, effective, expired.",
            )
        if (
            document.expired
            and document.status
            and not document.status.value.ended
            and document.status.as_of
            and (document.status.as_of >= document.expired)
        ):
            yield _finding(
                "thu-tu-ngay",
                document,
                f"Ghi hết hiệu lực từ {document.expired} nhưng tình trạng là “{document.status.value.label}”.",
                "Xem lại expired, status.",
            )


@check("tinh-trang")
def _status_against_relations(corpus: Corpus) -> Iterator[Finding]:
    """A document that another replaces or repeals as a whole cannot be recorded as in force after that day, nor as ended on another."""
    for document in corpus:
        judged = validity(corpus, document, date.max)
        cause, day, status = judged.decided_by, judged.since, document.status
        if judged.standing is not Standing.ENDED or cause is None or cause.actor is None or day is None:
            continue
        if status and not status.value.ended and status.as_of and status.as_of >= day:
            message = f"{cause.text}, nhưng tình trạng ghi “{status.value.label}” ngày {format_short(status.as_of)}."
            yield _finding("tinh-trang", document, message, "Xem lại status.")
        elif document.expired and document.expired != day:
            message = f"{cause.text}, nhưng expired ghi {format_short(document.expired)}."
            yield _finding("tinh-trang", document, message, "Xem lại expired, hoặc ngày của quan hệ.")


@check("loi-van")
def _body_agrees(corpus: Corpus) -> Iterator[Finding]:
    for document in corpus:
        if document.text is TextKind.NONE and document.body.strip():
            yield _finding("loi-van", document, "text: none nhưng tệp có lời văn.", "Ghi text: summary hoặc full.")
        if document.text is not TextKind.NONE and not document.body.strip():
            yield _finding("loi-van", document, f"text: {document.text} nhưng tệp không có lời văn.", "Ghi text: none.")


@check("van-ban-lien-quan")
def _dangling(corpus: Corpus) -> Iterator[Finding]:
    """Relations that lead out of the corpus: kept, counted, shown."""
    for document in corpus:
        for relation in document.relations:
            if not corpus.knows(relation.target):
                yield replace(
                    _finding(
                        "van-ban-lien-quan",
                        document,
                        f"{relation.kind.label.capitalize()} “{relation.target}”, chưa có trong kho.",
                    ),
                    severity=Severity.INFO,
                )


def _finding(rule: str, document: Document, message: str, remedy: str | None = None) -> Finding:
    place = Place(str(document.path) if document.path else document.id)
    return Finding(rule, Severity.ERROR, message, place, remedy)
