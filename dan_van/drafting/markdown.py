"""The finished text of a paper as Markdown, as the corpus keeps texts: ``corpus add`` reads it like the DOCX itself."""

from __future__ import annotations

from pathlib import Path

from dan_van import readers
from dan_van.files import write_text

SUFFIX = ".van-ban.md"
"""So that it never takes the place of the draft, which is a ``.md`` of the same name."""


def write(docx: Path, *, force: bool = False) -> Path:
    """Write the text beside a DOCX. Raises FileProblem, UnreadableFile."""
    target = docx.with_name(docx.stem + SUFFIX)
    write_text(target, readers.read(docx).text.strip("\n") + "\n", force=force)
    return target
