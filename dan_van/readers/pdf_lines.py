"""From words to lines: what stands on one line, in which order lines follow each other, and how two pieces join.

The order in which the page was written is kept, with two exceptions that Vietnamese papers make everywhere: the block
at the head (issuer left, Quốc hiệu or the Party's name right) and the one at the foot (Nơi nhận left, signature right)
come out column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from statistics import median
from typing import NamedTuple

from dan_van.readers.pdf_glyphs import MARK
from dan_van.readers.pdf_page import LENGTHS, Word, turned

_COLUMN_GAP = 1.5
_NO_GAP = 0.08
_MOST_BLOCKS = 8  # on one page
_STATE = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_PARTY = re.compile(r"ĐẢNG CỘNG SẢN VIỆT NAM")
_MOTTO = re.compile(r"Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc")
_DATED = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_RECIPIENTS = re.compile(r"Nơi nhận\s*:")
_OPEN_SYMBOL = re.compile(r"(?:\d/(?:\d{4}/)?|[-/])[A-ZĐ][\wĐđ&]*$")
_ACCOUNT = re.compile(r".*\b\d+-[^\W\d_](?![A-ZĐ])[^\W\d_]")  # "TK 138-" before "Phải thu": no symbol
_LEGISLATURE = re.compile(r"/(?:QH|UBTVQH)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box; ``lead`` is the width of its first word, ``alone`` keeps it a paragraph of its own."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    page: int
    lead: float = 0.0
    alone: bool = False


class Piece(NamedTuple):
    """Words that follow each other on one line without a gap wide enough for a column, and their box.

    The lower edge is the lowest one: fonts of one line share it, while upper edges differ.
    """

    words: tuple[Word, ...]
    text: str
    x0: float
    x1: float
    top: float
    bottom: float


def _piece(words: Sequence[Word]) -> Piece:
    first = last = words[0]
    parts = [_opening_mark(words)]
    bottom = first.bottom
    for word in words[1:]:
        parts.append(_joined(last, word))
        bottom = max(bottom, word.bottom)
        last = word
    return Piece(tuple(words), "".join(parts), first.x0, last.x1, first.top, bottom)


def join(*pieces: str) -> str:
    """The pieces of one paragraph as one: a space between syllables, none inside a symbol that a line end broke."""
    found = [piece for piece in pieces if piece]
    if not found:
        return ""
    return found[0] + "".join(_between(one, two) + two for one, two in pairwise(found))


def _between(first: str, second: str) -> str:
    if first[-1] in "-/" and first[-2:-1].strip() and second[0].isalnum() and not _ACCOUNT.fullmatch(first[-8:] + second[:2]):
        return ""
    if second[0] == "/" and second[1:2].strip("/ "):
        return ""
    if second[0] == "-" and second[1:2].isalpha() and _OPEN_SYMBOL.search(first):
        return ""
    return "" if second[:2].isdigit() and _LEGISLATURE.search(first) else " "


def lines_of(words: Sequence[Word], page: int, width: float, height: float) -> list[Line]:
    """The lines of a page, or of a part of it, in reading order; text turned off the page's direction comes last."""
    upright = _pieces([word for word in words if word.turn == 0])
    lines = _ordered(upright, page, width)
    for turn in (1, 2, 3):
        others = [turned(word, turn, width, height) for word in words if word.turn == turn]
        lines += [_line((piece,), page, alone=True) for piece in _pieces(others)]
    return lines


def text_of(words: Sequence[Word]) -> str:
    """Words of one table cell as one text."""
    return join(*(piece.text for piece in _pieces(words, columns=False)))


def _pieces(words: Iterable[Word], *, columns: bool = True) -> list[Piece]:
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and _continues(pieces[-1][-1], word, columns):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [_piece(piece) for piece in pieces]


def _continues(last: Word, word: Word, columns: bool) -> bool:
    if not _same_row(last, word):
        return False
    height = max(last.bottom - last.top, word.bottom - word.top)
    gap = word.x0 - last.x1
    return -0.5 * height < gap and (not columns or gap < _COLUMN_GAP * height) and word.x1 >= last.x1 - height


def _same_row(one: Word | Piece, two: Word | Piece) -> bool:
    top, other_top, bottom, other_bottom = one.top, two.top, one.bottom, two.bottom
    if top == other_top and bottom == other_bottom:
        return True
    overlap = min(bottom, other_bottom) - max(top, other_top)
    return overlap > 0.5 * min(bottom - top, other_bottom - other_top)


def _joined(last: Word, word: Word) -> str:
    """A word as it follows another: after a space, or at once where the letters stand side by side."""
    if _is_mark(last, word):
        return MARK + word.text
    # pdfium breaks a line inside a word where the font changes
    touching = word.breaks and word.x0 - last.x1 < _NO_GAP * (word.bottom - word.top)
    return word.text if touching else " " + word.text


def _is_mark(last: Word, word: Word) -> bool:
    """Whether a word is a small raised number close behind another: a footnote's mark."""
    if not word.text.isdigit() or len(word.text) > 3 or not last.text[-1:].isalpha() or last.text in LENGTHS:
        return False
    height = word.bottom - word.top
    small = height < 0.8 * (last.bottom - last.top) and word.bottom < last.bottom
    return small and word.x0 - last.x1 < 0.3 * height


def _opening_mark(words: Sequence[Word]) -> str:
    """The first word, marked when it is the raised number of a footnote."""
    first = words[0]
    if len(words) > 1 and first.text.isdigit() and len(first.text) <= 3:
        second = words[1]
        if first.bottom - first.top < 0.75 * (second.bottom - second.top) and first.bottom < second.bottom:
            return MARK + first.text
    return first.text


def _line(pieces: Sequence[Piece], page: int, *, alone: bool = False) -> Line:
    text = " ".join(piece.text for piece in pieces)
    first = pieces[0]
    lead = first.words[0].x1 - first.words[0].x0
    top = min(piece.top for piece in pieces)
    bottom = max(piece.bottom for piece in pieces)
    return Line(text, first.x0, pieces[-1].x1, top, bottom, page, lead, alone)


def _ordered(pieces: list[Piece], page: int, width: float) -> list[Line]:
    """Rows as lines, the head and foot blocks column by column."""
    pieces = _cut_at_names(pieces)
    placed: list[tuple[int, Line]] = []
    used: set[int] = set()
    for block in chain(islice(_heads(pieces, width), _MOST_BLOCKS), islice(_feet(pieces, width), _MOST_BLOCKS)):
        block = [[index for index in column if index not in used] for column in block]
        members = [index for column in block for index in column]
        if not members:
            continue
        used.update(members)
        at = min(members)
        for column in block:
            placed += [(at, line) for line in _entries([pieces[index] for index in column], page)]
    rows = _rows(pieces, used)
    for before, row, after in zip([[], *rows], rows, [*rows[1:], []], strict=False):
        parts = [pieces[index] for index in row]
        if len(row) == 2 and len(before) < 2 and len(after) < 2 and _far_apart(*parts):
            placed += [(row[0], _line((part,), page, alone=True)) for part in parts]
        else:
            placed.append((row[0], _line(parts, page)))
    return [line for _, line in sorted(placed, key=lambda item: item[0])]


def _rows(pieces: Sequence[Piece], used: set[int]) -> list[list[int]]:
    """Pieces, by their places, that follow each other on one line."""
    rows: list[list[int]] = []
    for index, piece in enumerate(pieces):
        if index in used:
            continue
        last = pieces[rows[-1][-1]] if rows and rows[-1][-1] == index - 1 else None
        if last and _same_row(last, piece) and piece.x0 >= last.x1:
            rows[-1].append(index)
        else:
            rows.append([index])
    return rows


def _far_apart(left: Piece, right: Piece) -> bool:
    return right.x0 - left.x1 > 4 * (left.bottom - left.top)


def _entries(column: Sequence[Piece], page: int) -> list[Line]:
    """The lines of one side of a block; a name or subject that wraps stays one line."""
    lines: list[Line] = []
    rows: list[list[Piece]] = []
    for piece in column:
        if rows and _same_row(rows[-1][-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        line = _line(sorted(row, key=lambda piece: piece.x0), page, alone=True)
        if lines and (line.text[:1].islower() or line.text.startswith("VÀ ")) and not line.text.startswith("ngày"):
            lines[-1] = moved(lines[-1], join(lines[-1].text, line.text))
        else:
            lines.append(line)
    return lines


def _cut_at_names(pieces: list[Piece]) -> list[Piece]:
    """Pieces in which an issuer and the name of the state or the Party ran together, cut between them."""
    cut: list[Piece] = []
    for piece in pieces:
        text = piece.text
        match = (_STATE.search(text) or _PARTY.search(text)) if text.isupper() else None
        at = len(text[: match.start()].split()) if match and match.end() == len(text) else 0
        gaps = [word.x0 - last.x1 for last, word in pairwise(piece.words)] if at else []
        if 0 < at < len(piece.words) and gaps[at - 1] > 0 and gaps[at - 1] >= max(gaps) - 0.5:
            cut += [_piece(piece.words[:at]), _piece(piece.words[at:])]
        else:
            cut.append(piece)
    return cut


def _heads(pieces: Sequence[Piece], width: float) -> Iterator[list[list[int]]]:
    """For each head block its two columns, as places in ``pieces``, each from top to bottom."""
    for name in pieces:
        text = name.text
        if not text.endswith("VIỆT NAM") or not (_STATE.fullmatch(text) or _PARTY.fullmatch(text)) or name.x0 < 0.25 * width:
            continue
        height = name.bottom - name.top
        near = [i for i, p in enumerate(pieces) if name.top - 2.5 * height < p.top < name.top + 9 * height]
        right = [i for i in near if pieces[i].x0 > name.x0 - 2 * height and _middle(pieces[i]) > name.x0]
        floor = _floor([pieces[i] for i in right], name)
        right = [i for i in right if pieces[i].top < floor and pieces[i].bottom > name.top - 0.5 * height]
        edge = min(pieces[i].x0 for i in right)
        left = [i for i in near if pieces[i].x1 <= max(edge, name.x0) + 1 and i not in right]
        left = _column(pieces, left, name.top, floor, height)
        if left and right:
            yield [left, sorted(right, key=lambda i: pieces[i].bottom)]


def _floor(right: Sequence[Piece], name: Piece) -> float:
    """Where the head's right column ends: at its date, else at the motto, else at the name."""
    for sign in (_DATED, _MOTTO):
        hits = [piece.bottom for piece in right if sign.search(piece.text) and piece.top >= name.top]
        if hits:
            return min(hits)
    return name.bottom


def _column(pieces: Sequence[Piece], members: list[int], top: float, floor: float, height: float) -> list[int]:
    """The issuer's side: from the name's row down, and on below the date while lines follow closely (V/v …)."""
    chosen: list[int] = []
    for index in sorted(members, key=lambda i: pieces[i].bottom):
        piece = pieces[index]
        if piece.bottom < top - 0.5 * height:
            continue
        if piece.top > floor and (not chosen or piece.top > pieces[chosen[-1]].bottom + 0.9 * height):
            break
        if piece.top > floor and not piece.text[:1].islower() and not piece.text.startswith(("V/v", "Số")):
            break
        chosen.append(index)
    return chosen


def _feet(pieces: Sequence[Piece], width: float) -> Iterator[list[list[int]]]:
    """The columns of a closing block: recipients left, signature right."""
    for start, piece in enumerate(pieces):
        if not _RECIPIENTS.match(piece.text) or piece.x0 > 0.35 * width:
            continue
        height = piece.bottom - piece.top
        below = [i for i, p in enumerate(pieces) if p.top > piece.top - 3 * height]
        right = [i for i in below if pieces[i].x0 > max(0.38 * width, piece.x1 + height)]
        if not right:
            continue
        edge = median(_middle(pieces[i]) for i in right)
        left = []
        for index in sorted((i for i in below if i >= start and i not in right), key=lambda i: pieces[i].bottom):
            if pieces[index].x1 > edge:
                break
            left.append(index)
        end = max((pieces[i].bottom for i in left), default=piece.bottom) + 12 * height
        yield [left, [i for i in sorted(right, key=lambda i: pieces[i].bottom) if pieces[i].top < end]]


def _middle(piece: Piece) -> float:
    return (piece.x0 + piece.x1) / 2


def moved(line: Line, text: str) -> Line:
    """The line with other words in the same place."""
    return replace(line, text=text)
