"""An entry's syllables in order, as small numbers: what is needed to see how close together a question's words stand.

The numbers are checksums of the syllables, the same in every segment and on every machine; that any two of the 20,000
syllables of the state law share one has a chance of one in twenty. The array is the length of the heading and of what stands above
it, then heading, context and body (notes before it), with 0 where a sentence ends and at the end of heading and context.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dan_van.search.analysis import END

Numbers = NDArray[np.uint32]
_TYPE = np.dtype("<u4")


@lru_cache(maxsize=1 << 17)
def number(syllable: str) -> int:
    """The number of a syllable; 0 for the end of a sentence."""
    return crc32(syllable.encode()) or 1 if syllable else 0


class Forward(NamedTuple):
    """One entry's syllables: those of its heading, of what stands above it (each with its end), of its body."""

    heading: Numbers
    context: Numbers
    body: Numbers


def pack(heading: Sequence[str], context: Sequence[str], body: Sequence[str]) -> bytes:
    """The bytes of an entry's tokens."""
    found = [len(heading) + 1, len(context) + 1, *map(number, (*heading, END, *context, END, *body))]
    return np.array(found, _TYPE).tobytes()


def unpack(data: bytes) -> Forward:
    """The entry that :func:`pack` packed."""
    found = np.frombuffer(data, _TYPE)
    if not len(found):
        return Forward(found, found, found)
    heading, context = 2 + int(found[0]), 2 + int(found[0]) + int(found[1])
    return Forward(found[2:heading], found[heading:context], found[context:])
