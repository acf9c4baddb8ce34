"""What every reader gives, and the limits that every reader keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dan_van.errors import FileProblem
from dan_van.model import Finding

MEGABYTE = 1024 * 1024
MAX_FILE = 256 * MEGABYTE
"""Largest file that is opened at all."""
MAX_PART = 256 * MEGABYTE
"""Largest unpacked part of a package (a zip bomb unpacks to more)."""
MAX_RATIO = 200
"""Highest ratio of unpacked to packed size of a part over a megabyte."""
MAX_TEXT = 64 * MEGABYTE
"""Most characters taken from one file."""


class UnreadableFile(FileProblem):
    """The file cannot be read as what it is; the message names the file, the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file.

    ``text`` is Markdown in the library's sense: paragraphs separated by a blank line, a line break inside a paragraph
    as a newline, tables as pipe tables with a head row, automatic numbers written out. Nothing of the source is
    re-worded; furniture of the page (running heads, page numbers, stamps) is left out and named in ``findings``.
    ``characters_in`` counts the non-space characters the source holds as text, furniture included, so that
    what was kept can be told. ``properties`` and ``related`` hold facts that the source states about itself outside
    its text (the property and history pages of a legal database), keys as in ``document.schema.json``.
    """

    kind: str
    text: str
    characters_in: int
    findings: tuple[Finding, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Mapping[str, str], ...] = ()

    @property
    def characters_kept(self) -> int:
        """Non-space characters of ``text``."""
        return sum(not letter.isspace() for letter in self.text)
