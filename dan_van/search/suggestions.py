"""What else to ask: near symbols, likelier spellings, and how what is being typed may go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

import numpy as np

from dan_van.codes import CodeQuery, plain_number, read_query
from dan_van.search.analysis import bare, tokens
from dan_van.search.answers import facts
from dan_van.search.scoring import Searched
from dan_van.search.vocabulary import Vocabulary
from dan_van.text import fold

_SHOWN = 3
_CODES = 5
_FORMS, _TRIED = 6, 24
"""Ways to write one syllable, and whole questions, that are tried when nothing is found."""
_ENDINGS = 50
"""Words that a word begun is taken for."""
_TITLES = 500
"""Titles that are looked through."""


class Suggestions:
    """Suggestions from one open index."""

    def __init__(self, searched: Searched, vocabulary: Vocabulary) -> None:
        self._searched = searched
        self._vocabulary = vocabulary

    def codes(self, asked: CodeQuery) -> tuple[str, ...]:
        """Symbols the index has that share the number asked for."""
        entries = self._searched.postings.of("number", plain_number(asked.number)).entries
        return tuple(sorted({code for entry in entries if (code := facts(self._searched, int(entry)).code)}))[:_CODES]

    def completions(self, typed: str, limit: int) -> tuple[str, ...]:
        """Symbols, then titles, that what was typed may be the beginning of; the last word may be unfinished."""
        begun = fold(typed.strip())
        *types, last = begun.split() or [""]
        asked = read_query(typed)
        slugs = asked.type_slugs if asked and types else ()
        found = sorted(self._codes_beginning(last, slugs)) if last[:1].isdigit() and (slugs or not types) else []
        return tuple(dict.fromkeys((*found, *self._titles(typed))))[:limit]

    def _codes_beginning(self, begun: str, slugs: Sequence[str]) -> Iterator[str]:
        """Symbols that begin so, of documents of these types."""
        number = plain_number(re.match(r"\w+", begun)[0])  # type: ignore[index]
        for term in self._searched.reader.expand_prefix("number", number):
            for entry in self._searched.postings.of("number", term.decode()).entries:
                known = facts(self._searched, int(entry))
                code = known.code
                if code and fold(code).lstrip("0").startswith(begun.lstrip("0")) and (not slugs or known.type in slugs):
                    yield code

    def _titles(self, typed: str) -> Iterator[str]:
        """Titles that hold every word, the last one unfinished: those that begin as was typed, then those that go so on."""
        words = [word for word in tokens(typed) if word]
        if not words:
            return
        postings = self._searched.postings
        *whole, last = words
        whole = [next(iter(reading)) for reading in self._vocabulary.restore(whole)]
        mask = postings.holding("entry", "document")
        for word in whole:
            mask &= postings.holding("heads", word)
        ending = np.zeros(postings.count, np.bool_)
        for word in self._vocabulary.beginning(last)[:_ENDINGS]:
            ending |= postings.holding("heads", word)
        found = np.flatnonzero(mask & ending)[:_TITLES]
        titles = [str(self._searched.reader.stored_fields(int(entry))["stored"]["title"]) for entry in found]
        begun = fold(typed.strip())
        yield from sorted(
            titles, key=lambda title: (not fold(title).startswith(begun), begun not in fold(title), len(title), title)
        )

    def spellings(self, words: Sequence[str], score: Callable[[Sequence[str]], float]) -> tuple[str, ...]:
        """Other spellings of a question that find something: the likeliest first, of those as likely the one best answered."""
        found = [
            (cost, -best, " ".join(spelling)) for cost, spelling in self._spellings(words) if (best := score(spelling)) > 0
        ]
        return tuple(spelling for _, _, spelling in sorted(found))[:_SHOWN]

    def _spellings(self, words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The question with each syllable that the corpus does not write so put as its near known ones; how far-fetched that is.

        A syllable typed without marks is most likely its commonest form; of one typed wrong, any near one is as likely.
        """
        vocabulary = self._vocabulary
        replaced = False
        alternatives: list[list[tuple[int, str]]] = []
        for word in (word for word in words if word):
            marked, costs = word != bare(word), False
            if vocabulary.count(word):
                forms = [word]
            elif known := vocabulary.forms(bare(word)):
                forms, costs = known, not marked
                replaced = replaced or marked
            else:
                forms = vocabulary.near(word, plain=False) if marked else []
                forms = forms or [
                    form for near in vocabulary.near(bare(word), plain=True) for form in vocabulary.forms(near)[:2]
                ]
                replaced = replaced or bool(forms)
            alternatives.append([(rank * costs, form) for rank, form in enumerate(forms or [word])][:_FORMS])
        if replaced:
            for spelled in islice(product(*alternatives), _TRIED):
                yield sum(cost for cost, _ in spelled), tuple(form for _, form in spelled)
