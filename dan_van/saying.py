"""Sentences that remember how they were made, so that they can be said in another language.

Everything this library says is Vietnamese. A sentence made by :func:`said` is an ordinary ``str``; besides it keeps its
wording and the values filled in, and :func:`retold` puts the same values into another wording. Only the command line
does that (``DAN_VAN_LANG=en``), so no module below it has to know of languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Said(str):
    """A sentence with the ``wording`` (``{name}`` for each value) and the ``values`` it was made of."""

    __slots__ = ("values", "wording")
    wording: str
    values: Mapping[str, object]


def said(wording: str, /, **values: object) -> Said:
    """The Vietnamese sentence: ``said("Không có tệp {path}.", path=path)``; without values the wording as it stands.

    Beside values, a brace of the sentence itself is doubled. Raises KeyError when a value is missing.
    """
    sentence = Said(wording.format(**values) if values else wording)
    sentence.wording, sentence.values = wording, values
    return sentence


def retold(sentence: str, translate: Callable[[str], str]) -> str:
    """The sentence in the wording that ``translate`` gives for its own; sentences among its values likewise.

    What was not made by :func:`said` is taken as a wording without values.
    """
    if not isinstance(sentence, Said):
        return translate(sentence) if sentence else sentence
    values = {name: retold(value, translate) if isinstance(value, Said) else value for name, value in sentence.values.items()}
    wording = translate(sentence.wording)
    return wording.format(**values) if values else wording
