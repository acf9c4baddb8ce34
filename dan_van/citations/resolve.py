"""Which document of the corpus a citing text means on its own day; several stay several."""

from __future__ import annotations

from datetime import date

from dan_van.codes import Code
from dan_van.corpus import Corpus, in_force, titles
from dan_van.errors import UnknownName
from dan_van.model import Document


class NotFound(UnknownName):
    """Nothing in the corpus has that symbol, name or id."""


class Ambiguous(UnknownName):
    """Several documents have it; the message lists their ids."""


def resolve(corpus: Corpus, wanted: str, on: date, year: int | None = None) -> Document:
    """The one document that ``wanted`` (symbol, name or id) means in a text of the day ``on``.

    ``year`` narrows a symbol that is used every year. Of documents of one *name* the one in force on that
    day is meant (two laws, one name, one day of change); documents of one *symbol* are never chosen between.
    Raises NotFound, Ambiguous.
    """
    known = corpus.find(wanted)
    found = [document for document in known if year in (None, document.year)]
    if len(found) > 1 and Code.maybe(wanted) is None:
        found = [document for document in found if in_force(corpus, document, on) is not False] or found
    if known and not found:
        years = ", ".join(str(document.year or titles.DATE_UNKNOWN) for document in known)
        raise NotFound("Kho không có “{wanted}” năm {year}; có của năm: {years}.", wanted=wanted, year=year, years=years)
    if not found:
        raise NotFound(
            "Kho chưa có “{wanted}”. Thêm văn bản bằng “dan-van corpus add”, hoặc gõ lời viện dẫn thay cho cite().",
            wanted=wanted,
        )
    if len(found) > 1:
        ids = "; ".join(
            f"{document.id} ({titles.label(document)}, {document.year or titles.DATE_UNKNOWN})" for document in found
        )
        raise Ambiguous("“{wanted}” có thể là: {ids}. Ghi mã văn bản vào cite(…) để chọn.", wanted=wanted, ids=ids)
    return found[0]
