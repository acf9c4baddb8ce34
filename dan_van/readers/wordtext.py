"""The walk through a Word story (body, note, text box, header): paragraphs and tables in order, as blocks of text.

What a reader of the printed page sees is taken: insertions but not deletions, results but not codes of fields,
one of the two renderings of a drawing, numbers that Word makes by itself, capitals that a format makes, no hidden text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from dan_van.readers.legacy import Decoder, Setting, bare_signs, setting, sign
from dan_van.readers.numbering import Label, Numbering
from dan_van.readers.wordparts import MC, R_ID, Element, M, W, switched_on, value
from dan_van.readers.wordstyles import ListPlace, Look, Styles, whole
from dan_van.readers.wordtables import blocks_of

ALTERNATIVES = MC + "AlternateContent"
DROPPED = frozenset({W + "del", W + "moveFrom"})
"""What a tracked change takes away."""

_P, _R, _T, _TABLE = W + "p", W + "r", W + "t", W + "tbl"
_PARAGRAPH, _RUN = W + "pPr", W + "rPr"
_FIELD_MARK, _EMBEDDED = W + "fldChar", W + "altChunk"
_CHOICE, _FALLBACK = MC + "Choice", MC + "Fallback"
_BOX = W + "txbxContent"
_ADDED = frozenset({W + "ins", W + "moveTo"})
_INLINE = _ADDED | {
    W + name
    for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdt", "sdtContent", "ruby", "rubyBase")
}
_FORMULAS = frozenset({M + "oMath", M + "oMathPara"})
_BLOCKS = _ADDED | {W + "sdt", W + "sdtContent", W + "customXml"}
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_PLAIN = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SOFT_HYPHEN = W + "softHyphen"
_SYMBOL = W + "sym"
_NOT_SPACES = re.compile("[\\n\\r\\t]")  # in a text element a break is a space; breaks have elements of their own


@dataclass(slots=True)
class Tally:
    """What the walk met besides text: letters hidden, letters of numbers, changes still tracked, notes referred to."""

    hidden: int = 0
    numbers: int = 0
    added: int = 0
    dropped: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """One paragraph in the making: pieces of text, each with the old font's setting or None, and the boxes anchored in it."""

    pieces: list[tuple[str, Setting | None]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class Walk:
    """One walk through the stories of a document; counters and tallies go on from story to story."""

    def __init__(
        self, styles: Styles, numbering: Callable[[], Numbering], embedded: Callable[[str], list[str]] | None = None
    ) -> None:
        self.tally: Tally = Tally()
        self.decoder: Decoder = Decoder()
        self.takes_notes = True
        self._styles = styles
        self._open_numbering = numbering
        self._numbering: Numbering | None = None
        self._embedded = embedded
        self._fields: list[bool] = []  # for each open field, whether its result has begun
        self._muted = 0
        self._trusting = True
        self._carried: _Line | None = None

    def story(self, root: Element, flat: bool = False) -> list[str]:
        """The blocks of one story: paragraphs and tables, none of them empty; ``flat`` for tables as lines."""
        before = self._fields, self._muted, self._trusting, self._carried
        self._fields, self._muted, self._carried = [], 0, None
        self._trusting = _fields_close(root)
        blocks = self._blocks(root, flat)
        self._fields, self._muted, self._trusting, self._carried = before
        return blocks

    def _blocks(self, parent: Element, flat: bool) -> list[str]:
        blocks: list[str] = []
        for element in parent:
            tag = element.tag
            if tag == _P:
                blocks += self._paragraph(element, flat)
            elif tag == _TABLE:
                blocks += self._rest(flat)
                blocks += blocks_of(element, self._styles, self._blocks, flat)
            elif tag in _BLOCKS:
                blocks += self._blocks(element, flat)
            elif tag == ALTERNATIVES:
                for branch in _chosen(element):
                    blocks += self._blocks(branch, flat)
            elif tag == _EMBEDDED and self._embedded:
                blocks += self._embedded(element.get(R_ID) or "")
        return blocks + self._rest(flat)

    def _rest(self, flat: bool) -> list[str]:
        """A paragraph whose end was deleted, and that nothing follows to run on into."""
        line, self._carried = self._carried, None
        return self._finished(line, "", flat) if line else []

    def _paragraph(self, element: Element, flat: bool) -> list[str]:
        properties = element.find(_PARAGRAPH)
        style = value(properties, "pStyle")
        base = self._styles.paragraph_look(style)
        mark = properties.find(_RUN) if properties is not None else None
        line, self._carried = self._carried or _Line(), None
        start = len(line.pieces)
        self._inline(element, base, line)
        if mark is not None and any(mark.find(name) is not None for name in DROPPED):
            self._carried = line
            return []
        mark_look = self._styles.run_look(mark, base) if mark is not None else base
        place = self._styles.place_of(properties, style)
        if mark is not None and _separates_styles(mark):
            line.pieces.insert(start, (self._number(place, mark_look) if place else "", None))
            self._carried = line
            return []
        if place is None or (mark_look.hidden and not line.pieces):
            return self._finished(line, "", flat)
        return self._finished(line, self._number(place, mark_look), flat)

    def _finished(self, line: _Line, number: str, flat: bool) -> list[str]:
        text = self._text(line)
        blocks = [number + text if text else number.rstrip()] if text or number else []
        for box in line.boxes:
            blocks += self.story(box, flat)
        return blocks

    def _number(self, place: ListPlace, mark: Look) -> str:
        if self._numbering is None:
            self._numbering = self._open_numbering()
        label = self._numbering.label(place)
        if label is None:
            return ""
        text = self._label_text(label, mark)
        self.tally.numbers += len("".join(text.split()))
        return text + label.gap

    def _label_text(self, label: Label, mark: Look) -> str:
        old = setting(mark.font if label.font is None else label.font)
        letters = old and not old.script.signs
        text = self.decoder.read(label.text, old, runs=0) if old and letters else bare_signs(label.text)
        return text.upper() if (mark.capitals if label.capitals is None else label.capitals) else text

    def _inline(self, parent: Element, base: Look, line: _Line) -> None:
        for element in parent:
            tag = element.tag
            if tag == _R:
                self._run(element, base, line)
            elif tag in _INLINE:
                self.tally.added += tag in _ADDED
                self._inline(element, base, line)
            elif tag in DROPPED:
                self.tally.dropped += 1
            elif tag == ALTERNATIVES:
                for branch in _chosen(element):
                    self._inline(branch, base, line)
            elif tag in _FORMULAS and not self._muted:
                line.pieces.append((_formula(element), None))

    def _run(self, run: Element, base: Look, line: _Line) -> None:
        properties = run.find(_RUN)
        look = base if properties is None else self._styles.run_look(properties, base)
        self._content(run, look, line)

    def _content(self, parent: Element, look: Look, line: _Line) -> None:
        """The children of a run."""
        for element in parent:
            tag = element.tag
            if tag == _FIELD_MARK:
                self._field(element.get(W + "fldCharType"))
            elif self._muted:
                continue
            elif tag == _T:
                if element.text:
                    self._say(_NOT_SPACES.sub(" ", element.text), look, line)
            elif tag in _PLAIN:
                if not look.hidden:
                    line.pieces.append((_PLAIN[tag], None))
            elif tag == _SOFT_HYPHEN:
                if setting(look.font):  # in an old font that byte is a letter (ư, Ứ)
                    self._say("\u00ad", look, line)
            elif tag == _SYMBOL:
                code = whole(element.get(W + "char"), 16)
                if code is not None:
                    self._say(sign(abs(code), element.get(W + "font") or ""), Look("", look.hidden), line)
            elif tag in _DRAWINGS:
                line.boxes.extend(_boxes(element))
            elif tag == ALTERNATIVES:
                for branch in _chosen(element):
                    self._content(branch, look, line)
            elif tag in _NOTES and self.takes_notes and not look.hidden:
                self.tally.notes.append((_NOTES[tag], element.get(W + "id") or ""))
                line.pieces.append((f"[^{len(self.tally.notes)}]", None))
            elif tag == W + "ruby":
                self._inline(element, look, line)

    def _say(self, text: str, look: Look, line: _Line) -> None:
        if look.hidden:
            self.tally.hidden += len("".join(text.split()))
            return
        old = setting(look.font) if look.font else None
        if old is None:
            line.pieces.append((text.upper() if look.capitals else text, None))
        else:
            line.pieces.append((text, Setting(old.script, True) if look.capitals else old))

    def _field(self, kind: str | None) -> None:
        """A field's code is muted, its result heard; fields nest."""
        if not self._trusting:
            return
        if kind == "begin":
            self._fields.append(False)
            self._muted += 1
        elif self._fields and kind == "separate" and not self._fields[-1]:
            self._fields[-1] = True
            self._muted -= 1
        elif self._fields and kind == "end":
            self._muted -= not self._fields.pop()

    def _text(self, line: _Line) -> str:
        if any(old for _, old in line.pieces):
            pieces = []
            for old, group in groupby(line.pieces, key=lambda piece: piece[1]):
                texts = [text for text, _ in group]
                pieces.append(self.decoder.read("".join(texts), old, len(texts)) if old else "".join(texts))
            text = "".join(pieces)
        else:
            text = "".join([text for text, _ in line.pieces])
        text = bare_signs(text).strip()
        if "\n" in text:
            text = "\n".join([stripped for part in text.split("\n") if (stripped := part.strip())])
        return text


def _chosen(alternatives: Element) -> Iterator[Element]:
    """The rendering to read: the first choice with text, else the fallback, else nothing."""
    branches = [branch for branch in alternatives if branch.tag in (_CHOICE, _FALLBACK)]
    branches.sort(key=lambda branch: branch.tag == _FALLBACK)
    yield from [branch for branch in branches if has_text(branch)][:1]


def unchosen(alternatives: Element) -> list[Element]:
    """The renderings that :class:`Walk` passes over."""
    chosen = list(_chosen(alternatives))
    return [branch for branch in alternatives if branch not in chosen]


def has_text(element: Element) -> bool:
    """Whether anything below holds letters (a lone sign, break or drawing does not count)."""
    return any(text.text and not text.text.isspace() for text in element.iter(_T, M + "t"))


def _boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing, each once."""
    for element in drawing:
        if element.tag == _BOX:
            yield element
        elif element.tag == ALTERNATIVES:
            for branch in _chosen(element):
                yield from _boxes(branch)
        elif len(element):
            yield from _boxes(element)


def _separates_styles(mark: Element) -> bool:
    """Whether a paragraph's end only parts a heading's style from the body's, both in one line on the page."""
    separator = mark.find(W + "specVanish")
    return separator is not None and switched_on(separator)


def _fields_close(root: Element) -> bool:
    """Whether every field that stays has an end; else one that has none would swallow the rest."""
    deleted = {mark for gone in root.iter(*DROPPED) for mark in gone.iter(_FIELD_MARK)}
    depth = 0
    for mark in root.iter(_FIELD_MARK):
        if mark not in deleted:
            depth += {"begin": 1, "end": -1}.get(mark.get(W + "fldCharType") or "", 0)
            if depth < 0:
                return False
    return depth == 0


def _formula(formula: Element) -> str:
    """A formula in one line: its letters, with a stroke before each denominator."""
    pieces = []
    for element in formula.iter(M + "t", M + "den", _T):
        pieces.append("/" if element.tag == M + "den" else element.text or "")
    return "".join(pieces)
