"""A text with its citations marked: as an HTML page, each with its meaning in a tooltip; as Markdown, with notes at the end.

The words of the text are kept to the letter: marks are put around a citation, never inside one, and none overlaps another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from dan_van.citations.link import Outcome, Resolution
from dan_van.corpus import Standing, titles
from dan_van.provisions import write_pin

_CLASSES = {
    Outcome.FOUND: "thay", Outcome.AMBIGUOUS: "nhieu", Outcome.NOT_IN_CORPUS: "chua-co", Outcome.UNIT_MISSING: "thieu-dieu",
    Outcome.UNCLEAR: "khong-ro", Outcome.OWN: "chinh-no",
}  # fmt: skip
_LEGEND = (
    ("thay", "đã đối chiếu với kho"), ("het", "hết hiệu lực"), ("sai", "ghi khác kho"), ("nhieu", "có thể là nhiều văn bản, hoặc không rõ"),
    ("chua-co", "kho chưa có"),
)  # fmt: skip
_STYLE = """body{font:1.05rem/1.6 'Times New Roman',serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
header{font-size:.85rem;border-bottom:1px solid #ccc;padding-bottom:.5rem}header cite{margin-right:1rem}
main{white-space:pre-wrap;overflow-wrap:anywhere}
cite{font-style:normal;border-bottom:2px solid #4a7}cite.nhieu,cite.khong-ro{border-bottom:2px dashed #d90}cite.chua-co{border-bottom:2px dotted #888}
cite.sai,cite.thieu-dieu{border-color:#c22}cite.het{border-color:#c22;background:#fee}cite.chinh-no{border:0}"""


def as_html(
    text: str, resolutions: Sequence[Resolution], title: str = "Viện dẫn", address: Callable[[str], str] | None = None
) -> str:
    """A page of its own: every citation a ``<cite>`` with its outcome as class, its meaning as tooltip and ``data-document``.

    The text stands in ``<main>``. ``address`` makes a link of a document's id; without it nothing is linked.
    """

    def mark(resolution: Resolution, words: str) -> str:
        document = resolution.document
        data = f' data-document="{escape(document.id)}"' if document else ""
        inner = escape(words)
        if document and address:
            inner = f'<a href="{escape(address(document.id), quote=True)}">{inner}</a>'
        return f'<cite class="{_classes(resolution)}"{data} title="{escape(meaning(resolution), quote=True)}">{inner}</cite>'

    body = _marked(text, resolutions, mark, escape)
    legend = " ".join(f'<cite class="{name}">{words}</cite>' for name, words in _LEGEND)
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style></head>\n'
        f"<body><header><p>{escape(title)}. Đưa con trỏ vào chỗ gạch chân để xem là văn bản nào.</p><p>{legend}</p></header>\n"
        f"<main>{body}</main></body></html>\n"
    )


def as_markdown(text: str, resolutions: Sequence[Resolution]) -> str:
    """The text with a footnote mark after each citation (one note for one meaning), and the notes at its end."""
    notes: dict[str, str] = {}
    prefix = "vd"
    while f"[^{prefix}" in text:
        prefix += "d"

    def mark(resolution: Resolution, words: str) -> str:
        if resolution.outcome is Outcome.OWN:
            return words
        return f"{words}[^{notes.setdefault(meaning(resolution), f'{prefix}{len(notes) + 1}')}]"

    body = _marked(text, resolutions, mark, str)
    listed = "\n".join(f"[^{name}]: {_plain_markdown(words)}" for words, name in notes.items())
    return f"{body.rstrip()}\n\n{listed}\n" if listed else body


def _plain_markdown(words: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&#])", r"\\\1", words)


def _marked(
    text: str, resolutions: Sequence[Resolution], mark: Callable[[Resolution, str], str], plain: Callable[[str], str]
) -> str:
    pieces: list[str] = []
    position = 0
    for resolution in sorted(
        resolutions, key=lambda resolution: (resolution.citation.span.start, -resolution.citation.span.end)
    ):
        span = resolution.citation.span
        if span.start < position:  # a law named inside an amending law's name: the outer mark stands for both
            continue
        pieces += [plain(text[position : span.start]), mark(resolution, text[span.start : span.end])]
        position = span.end
    return "".join([*pieces, plain(text[position:])])


def _classes(resolution: Resolution) -> str:
    names = [_CLASSES[resolution.outcome]]
    if any(found.standing in (Standing.ENDED, Standing.SUSPENDED) for found in resolution.validities):
        names.append("het")
    if resolution.mismatches:
        names.append("sai")
    return " ".join(names)


def meaning(resolution: Resolution) -> str:
    """What a citation means, in one line."""
    words = f"“{' '.join(resolution.citation.text.split())}”"
    if resolution.outcome in (Outcome.FOUND, Outcome.UNIT_MISSING):
        told = [f"{titles.title(document)}: {_standing(resolution, document.id)}" for document in resolution.documents]
        told += [f"không có {write_pin(unit)}" for unit in resolution.missing]
        told += [f"ghi “{mismatch.said}”, kho ghi “{mismatch.recorded}”" for mismatch in resolution.mismatches]
        return " ".join("; ".join(told).split())
    if resolution.outcome is Outcome.AMBIGUOUS and resolution.candidates:
        return f"{words}: có thể là {'; '.join(titles.title(document) for document in resolution.candidates)}"
    if resolution.outcome is Outcome.OWN:
        return "chính văn bản này"
    if resolution.outcome is Outcome.NOT_IN_CORPUS:
        return f"{words}: chưa có trong kho"
    return f"{words}: không rõ văn bản nào"


def _standing(resolution: Resolution, identity: str) -> str:
    """The standing of a document, or of each unit cited: ``Điều 62 còn hiệu lực, Điều 63 hết hiệu lực``."""
    found = [validity for validity in resolution.validities if validity.document.id == identity]
    return ", ".join(f"{write_pin(each.unit)} {each.label}" if each.unit else each.label for each in found)
