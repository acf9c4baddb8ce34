"""A text with its citations marked: as HTML, each linked to what it means; as Markdown, with a list of notes.

The words of the text are kept to the letter; marks nest as citations do (one may stand in another's title, not in its words).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from dan_van.citations.link import Outcome, Resolution
from dan_van.corpus import titles

_CLASSES = {
    Outcome.FOUND: "thay", Outcome.AMBIGUOUS: "nhieu", Outcome.NOT_IN_CORPUS: "chua-co", Outcome.UNIT_MISSING: "thieu-dieu",
    Outcome.UNCLEAR: "khong-ro", Outcome.OWN: "chinh-no",
}  # fmt: skip
_STYLE = """body{font:1.05rem/1.6 'Times New Roman',serif;max-width:46rem;margin:2rem auto;padding:0 1rem;white-space:pre-wrap}
cite{font-style:normal;border-bottom:2px solid #4a7}cite.nhieu,cite.khong-ro{border-color:#d90}cite.chua-co{border-color:#999}
cite.het{border-color:#c22;background:#fee}cite.thieu-dieu{border-color:#c22}cite.chinh-no{border:0}"""


def as_html(
    text: str, resolutions: Sequence[Resolution], title: str = "Viện dẫn", address: Callable[[str], str] | None = None
) -> str:
    """A page of its own: every citation a ``<cite>`` with its outcome as class, its meaning as tooltip and ``data-document``.

    ``address`` makes a link of a document's id; without it nothing is linked.
    """

    def mark(resolution: Resolution, words: str) -> str:
        document = resolution.document
        name = _CLASSES[resolution.outcome]
        validity = resolution.validity
        if validity is not None and validity.standing.value == "het-hieu-luc":
            name += " het"
        data = f' data-document="{escape(document.id)}"' if document else ""
        inner = escape(words)
        if document and address:
            inner = f'<a href="{escape(address(document.id), quote=True)}">{inner}</a>'
        return f'<cite class="{name}"{data} title="{escape(_meaning(resolution), quote=True)}">{inner}</cite>'

    body = _marked(text, resolutions, mark, escape)
    return f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>{body}</body></html>\n'


def as_markdown(text: str, resolutions: Sequence[Resolution]) -> str:
    """The text with a footnote mark after each citation (one note for one document), and the notes at its end."""
    notes: dict[str, int] = {}

    def mark(resolution: Resolution, words: str) -> str:
        if resolution.outcome is Outcome.OWN:
            return words
        number = notes.setdefault(_meaning(resolution), len(notes) + 1)
        return f"{words}[^{number}]"

    body = _marked(text, resolutions, mark, str)
    listed = "\n".join(f"[^{number}]: {meaning}" for meaning, number in notes.items())
    return f"{body.rstrip()}\n\n{listed}\n" if listed else body


def _marked(
    text: str, resolutions: Sequence[Resolution], mark: Callable[[Resolution, str], str], plain: Callable[[str], str]
) -> str:
    pieces: list[str] = []
    position = 0
    for resolution in resolutions:
        span = resolution.citation.span
        if span.start < position:  # a law named inside an amending law's name: the outer mark stands for both
            continue
        pieces += [plain(text[position : span.start]), mark(resolution, text[span.start : span.end])]
        position = span.end
    return "".join([*pieces, plain(text[position:])])


def _meaning(resolution: Resolution) -> str:
    """What a citation means, in one line."""
    if resolution.documents and resolution.outcome in (Outcome.FOUND, Outcome.UNIT_MISSING):
        labels = [f"{validity.label}" for validity in resolution.validities]
        return "; ".join(
            f"{titles.title(document)} — {label}" for document, label in zip(resolution.documents, labels, strict=False)
        )
    if resolution.outcome is Outcome.AMBIGUOUS:
        return f"có thể là: {'; '.join(titles.title(document) for document in resolution.candidates)}"
    if resolution.outcome is Outcome.OWN:
        return "chính văn bản này"
    if resolution.outcome is Outcome.UNCLEAR:
        return f"“{' '.join(resolution.citation.text.split())}”: không rõ văn bản nào"
    return f"“{' '.join(resolution.citation.text.split())}”: chưa có trong kho"
