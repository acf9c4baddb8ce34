"""A copy of a Word file with what was found written beside the lines, as Word comments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx.text.run import Run

from dan_van.checking import wordpage
from dan_van.checking.check import Examined, examine
from dan_van.checking.copies.opened import drop_unknown_styles, opened
from dan_van.checking.registry import Found
from dan_van.checking.wordpage import printed
from dan_van.corpus import Corpus
from dan_van.files import refuse_same, replacing
from dan_van.readers.wordparts import W

_AUTHOR, _INITIALS = "dan-van", "dv"
_MOST_PLACES = 20
"""Lines at which one finding is told."""


def annotate(path: Path, output: Path, corpus: Corpus, on: date | None = None, *, force: bool = False) -> Examined:
    """Write the copy; what is about no line (margins, a missing part) stands at the first one.

    Raises UnreadableFile when the file cannot be read or not be written again without loss, FileProblem when ``output`` is
    there (without ``force``) or cannot be written, UsageError when it is the original itself.
    """
    refuse_same(output, path)
    document = opened(path)
    examined = examine(path, corpus, on)
    elements = [element for element, _ in wordpage.paragraphs(document.element.body)]
    first = next(filter(None, map(_runs, elements)), None)
    for found in examined.found:
        indices = dict.fromkeys(line.paragraph.index for line in found.lines)
        places = [runs for index in indices if (runs := _runs(elements[index - 1]))] or ([first] if first else [])
        for number, runs in enumerate(places[:_MOST_PLACES]):
            _comment(document, runs, _words(found) if number == 0 else [found.finding.message])
    marks = [mark.getparent() for mark in document.element.iter(W + "commentReference")]
    drop_unknown_styles(document, *marks, document.part._comments_part.element)
    with replacing(output, force=force) as temporary:
        document.save(str(temporary))
    return examined


def _runs(element: Any) -> list[Any]:
    """The runs of a paragraph that print something (not those in links and fields: a comment cannot begin there)."""
    own = set(element.findall(W + "r"))
    return list(dict.fromkeys(run for run, _, said in printed(element) if said.strip() and run in own))


def _comment(document: Any, runs: Sequence[Any], words: Sequence[str]) -> None:
    comment = document.add_comment([Run(runs[0], document), Run(runs[-1], document)], words[0], _AUTHOR, _INITIALS)
    for more in words[1:]:
        comment.add_paragraph(more)


def _words(found: Found) -> list[str]:
    finding = found.finding
    said = [f"{finding.severity.label}: {finding.message}"]
    said += [f"Cách sửa: {finding.remedy}"] if finding.remedy else []
    return [*said, f"Theo: {finding.source}"] if finding.source else said
