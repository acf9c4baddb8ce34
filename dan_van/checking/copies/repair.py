"""Repairs: what the checks say is mechanical is put right in a copy; wording, and everything not understood, stays.

A round reads the layout, asks the checks and carries out their mends; a mend may bring another fault to light (a number
without its 0 has its colon now), so rounds go on until nothing mechanical is left.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from docx.shared import Mm

from dan_van.checking import wordpage
from dan_van.checking.check import examine
from dan_van.checking.copies.opened import opened
from dan_van.checking.copies.pagenumbers import number_pages
from dan_van.checking.copies.recode import recode
from dan_van.checking.copies.wordedit import set_letters, set_spacing, set_words
from dan_van.checking.mends import NumberPages, Recode, SetLetters, SetPage, SetSpacing, SetWords
from dan_van.checking.registry import Found
from dan_van.corpus import Corpus
from dan_van.files import refuse_same, replacing
from dan_van.model import Finding

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired copy and the findings that were put right in it, in the order of the repairs."""

    path: Path
    changes: tuple[Finding, ...]


def repair(path: Path, output: Path, corpus: Corpus, on: date | None = None, *, force: bool = False) -> Repaired:
    """Write a copy of a Word file in which all that is mechanical is put right; with nothing to do, the very same file.

    Raises UnreadableFile when the file cannot be read or not be written again without loss, FileProblem when ``output`` is
    there (without ``force``) or cannot be written, UsageError when it is the original itself.
    """
    refuse_same(output, path)
    document = opened(path)
    with replacing(output, force=force) as temporary:
        changes: list[Finding] = []
        shutil.copyfile(path, temporary)
        for _ in range(_ROUNDS):
            found = [one for one in examine(temporary, corpus, on).found if one.mends]
            if not found:
                break
            new = [one.finding for one in _carried_out(found, document, temporary)]
            known = {(one.rule, one.message) for one in changes}
            changes += [_of(one, output) for one in new if (one.rule, one.message) not in known]
            document.save(str(temporary))
    return Repaired(output, tuple(changes))


def _of(finding: Finding, path: Path) -> Finding:
    """The finding as one of the copy, not of the temporary file it was found in."""
    return replace(finding, place=replace(finding.place, file=str(path)))


def _carried_out(found: Sequence[Found], document: Any, path: Path) -> Iterator[Found]:
    """Carry out one round of mends; yields what was put right. Old letters first: other mends need to read them."""
    old = [one for one in found if any(isinstance(mend, Recode) for mend in one.mends)]
    if old:
        recode(document, path, next(mend.font for one in old for mend in one.mends if isinstance(mend, Recode)))
        yield from old
        return
    elements = [element for element, _ in wordpage.paragraphs(document.element.body)]
    rewritten: set[int] = set()
    for one in sorted(found, key=lambda one: any(isinstance(mend, SetWords) for mend in one.mends)):
        done = False
        for mend in one.mends:
            done |= _carry_out(mend, document, elements, rewritten)
        if done:
            yield one


def _carry_out(mend: Any, document: Any, elements: Sequence[Any], rewritten: set[int]) -> bool:
    """Carry out one mend; one that would write a paragraph otherwise a second time waits for the next round."""
    if isinstance(mend, SetLetters):
        for line in mend.lines:
            set_letters(elements[line.paragraph.index - 1], line, mend)
    elif isinstance(mend, SetSpacing):
        for line in mend.lines:
            set_spacing(elements[line.paragraph.index - 1], mend)
    elif isinstance(mend, SetPage):
        _set_page(document.sections[mend.section], mend)
    elif isinstance(mend, NumberPages):
        number_pages(document, mend.size)
    elif isinstance(mend, SetWords):
        place = mend.line.paragraph.index
        if place in rewritten:
            return False
        rewritten.add(place)
        set_words(elements[place - 1], mend)
    return True


_MEASURES = {
    "width": "page_width", "height": "page_height", "margin-top": "top_margin", "margin-bottom": "bottom_margin",
    "margin-left": "left_margin", "margin-right": "right_margin",
}  # fmt: skip


def _set_page(section: Any, mend: SetPage) -> None:
    setattr(section, _MEASURES[mend.measure], Mm(mend.value))
