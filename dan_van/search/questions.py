"""What someone typed, taken apart: words, phrases, conditions; a symbol; a provision of a document.

``"dân vận khéo"``  these words in a row            ``A AND B``, ``A OR B``, ``NOT A``  (``VÀ``, ``HOẶC``, ``KHÔNG``)
``-huyện``, ``+xã`` without, with                     ``loại:chỉ-thị  năm:2021  cơ-quan:chính-phủ  tiêu-đề:"tiếp công dân"``
``khoản 2 Điều 5 Luật 10/2022``, ``Điều 5 Luật Tiếp công dân``

Nothing typed is an error: what makes no sense as a condition is taken as words or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dan_van import codes, tables
from dan_van.codes import CodeQuery
from dan_van.provisions import read_pin
from dan_van.search.analysis import END, tokens
from dan_van.search.protocol import Filters
from dan_van.search.vocabulary import Reading
from dan_van.text import clean, fold, slug


@dataclass(frozen=True, slots=True)
class Words:
    """Every one of these syllables."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """These syllables in a row; ``titled``: in a title."""

    tokens: tuple[str, ...]
    titled: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not this."""

    part: Condition


Condition = Words | Phrase | All | Any | Without


@dataclass(frozen=True, slots=True)
class Question:
    """``words`` are scored; ``condition`` must hold; ``filters`` are those given beside it and those typed in it.

    ``code`` is the symbol asked for, ``pin`` the address of the provision asked for. ``strict``: the condition says
    which words must be there, so no share of them is asked for besides. ``read_as`` are the words with the marks put
    back that were not typed, None when nothing was; ``also`` are the other likely readings of a word.
    """

    words: tuple[str, ...]
    condition: Condition | None
    filters: Filters
    code: CodeQuery | None = None
    pin: str | None = None
    strict: bool = False
    read_as: str | None = None
    also: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def named_type(self) -> str | None:
        """The type of document that the question begins with: ``nghị định về …``."""
        return tables.leading_type(" ".join(word for word in self.words if word))

    def read_so(self, readings: Sequence[Reading]) -> Question:
        """The question with each of its words as it is likely meant, one reading for one word."""
        best = tuple(next(iter(reading)) for reading in readings)
        put_back = {typed: word for typed, word in zip(self.words, best, strict=True) if typed != word}
        condition = _rewritten(self.condition, put_back) if self.condition and put_back else self.condition
        read_as = " ".join(word for word in best if word) if put_back else None
        also = {word: reading for word, reading in zip(best, readings, strict=True) if len(reading) > 1}
        return replace(self, words=best, condition=condition, read_as=read_as, also=also)


def read(typed: str, filters: Filters = Filters()) -> Question:
    """Take a question apart; never raises."""
    text = clean(typed)
    pin, rest = _pinned(text)
    asked = codes.read_query(rest)
    if asked is None and pin is None:
        rest = text
    reader = _Reader(rest, filters)
    condition = reader.condition()
    words = tuple(reader.scored)
    return Question(words, condition, reader.filters, asked, pin, reader.strict)


_DEEPEST = 50
"""So many brackets and signs are read as conditions; more of them as nothing but words."""
_LONGEST = 10
"""Words that name a provision, at most."""
_UNITS = frozenset({"diem", "khoan", "dieu", "muc", "chuong", "phan", "phu", "tieu"})


def _pinned(text: str) -> tuple[str | None, str]:
    """The provision that is asked for at the beginning or at the end, and the rest, which must say of what."""
    words = text.split()
    if not any(fold(word) in _UNITS for word in words[:1] + words[-_LONGEST:]) or read_pin(text):
        return None, text
    for cut in range(min(len(words) - 1, _LONGEST), 0, -1):
        for pin, rest in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            address = read_pin(" ".join(pin))
            if address is not None:
                rest = rest[1:] if fold(rest[0]) == "cua" and len(rest) > 1 else rest
                return address, " ".join(rest)
    return None, text


_PIECE = re.compile(
    r"""(?P<field>[^\W\d_]+(?:-[^\W\d_]+)*):(?=\S)|(?P<phrase>"[^"]*"?|“[^”]*”?)|(?P<paren>[()])
    |(?P<sign>(?<!\S)[-+](?=[^\s\d]))|(?P<word>[^\s"“()]+)""",
    re.VERBOSE,
)
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or"}
_VIETNAMESE = {"VÀ": "and", "HOẶC": "or", "KHÔNG": "not"}
_FIELDS = {
    "loai": "type", "type": "type", "nam": "year", "year": "year", "co-quan": "issuer", "issuer": "issuer",
    "tieu-de": "title", "title": "title",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str


class _Reader:
    """Recursive descent over the pieces: OR of ANDs of signed terms; neighbouring words are one term."""

    def __init__(self, text: str, filters: Filters) -> None:
        self._pieces = list(_pieces(text))
        if sum(piece.kind in ("(", "not", "-", "+") for piece in self._pieces) > _DEEPEST:  # pasted, hardly meant
            self._pieces = [piece for piece in self._pieces if piece.kind in ("word", "phrase", "field")]
        self._at = 0
        self.filters = filters
        self.strict = any(piece.kind in ("and", "or", "not", "-", "+") for piece in self._pieces)
        self.scored: list[str] = []
        self._wanted = True

    def condition(self) -> Condition | None:
        """The whole question's condition; what is left over after a stray bracket is read on."""
        parts = []
        while self._at < len(self._pieces):
            part = self._either()
            if part is not None:
                parts.append(part)
            elif self._at < len(self._pieces):
                self._at += 1
        return _all(parts)

    def _peek(self) -> str:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else ""

    def _take(self, kind: str) -> bool:
        if self._peek() == kind:
            self._at += 1
            return True
        return False

    def _either(self) -> Condition | None:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        found = tuple(part for part in parts if part is not None)
        return Any(found) if len(found) > 1 else found[0] if found else None

    def _both(self) -> Condition | None:
        parts = []
        while self._peek() not in ("", "or", ")"):
            if self._take("and"):
                continue
            part = self._term()
            if part is not None:
                parts.append(part)
        return _all(parts)

    def _term(self) -> Condition | None:
        if self._take("not") or self._take("-"):
            before, self._wanted = self._wanted, False
            part = self._term() if self._peek() not in ("", "or", "and", ")") else None
            self._wanted = before
            return Without(part) if part is not None else None
        if self._take("+"):
            return self._term()
        if self._take("("):
            part = self._either()
            self._take(")")
            return part
        piece = self._pieces[self._at]
        self._at += 1
        if piece.kind == "field":
            return self._field(piece.text)
        if piece.kind == "phrase":
            return self._phrase(piece.text)
        words = [piece.text]
        while self._peek() == "word":
            words.append(self._pieces[self._at].text)
            self._at += 1
        found = self._score(" ".join(words))
        return Words(found) if self.strict and any(found) else None

    def _score(self, text: str) -> tuple[str, ...]:
        found = tuple(tokens(text))
        if self._wanted:
            self.scored += [*([END] if self.scored else []), *found]
        return found

    def _phrase(self, text: str, *, titled: bool = False) -> Condition | None:
        found = tuple(word for word in self._score(text) if word)
        return Phrase(found, titled) if found else None

    def _field(self, name: str) -> Condition | None:
        value = self._pieces[self._at].text if self._peek() in ("word", "phrase") else ""
        field = _FIELDS[slug(name)]
        self._at += 1
        plain = value.strip('"“”').replace("-", " ")
        if field == "title":
            return self._phrase(value if value[:1] in '"“' else plain, titled=True)
        if field == "year" and plain.isdecimal() and len(plain) == 4:
            self.filters = replace(self.filters, year=int(plain))
        elif field == "type":
            lettered = tables.types_by_abbreviation().get(plain, ())
            kind = tables.type_slug(plain) or (lettered[0].slug if lettered else slug(plain))
            self.filters = replace(self.filters, type=kind)
        elif field == "issuer":
            self.filters = replace(self.filters, issuer=slug(plain))
        return None


def _pieces(text: str) -> Iterator[_Piece]:
    """The pieces of a question. A question all in capitals is someone's way to type: its VÀ and KHÔNG are words."""
    operators = _OPERATORS if text == text.upper() else _OPERATORS | _VIETNAMESE
    for match in _PIECE.finditer(text):
        kind, found = match.lastgroup or "", match.group()
        if kind == "field" and slug(match["field"]) not in _FIELDS:
            yield _Piece("word", found)
        elif kind in ("paren", "sign"):
            yield _Piece(found, found)
        elif kind == "word" and found in operators:
            yield _Piece(operators[found], found)
        else:
            yield _Piece(kind, match["field"] if kind == "field" else found)


def _all(parts: Sequence[Condition]) -> Condition | None:
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _rewritten(condition: Condition, words: Mapping[str, str]) -> Condition:
    """The condition with some of its words written otherwise."""
    match condition:
        case Words(found):
            return Words(tuple(words.get(word, word) for word in found))
        case Phrase(found, titled):
            return Phrase(tuple(words.get(word, word) for word in found), titled)
        case All(parts):
            return All(tuple(_rewritten(part, words) for part in parts))
        case Any(parts):
            return Any(tuple(_rewritten(part, words) for part in parts))
        case Without(part):
            return Without(_rewritten(part, words))
