"""Errors a caller may meet, in one tree.

::

    DanVanError
    ├── UsageError          the call cannot be carried out as asked (exit status 2)
    │   ├── FileProblem     a file is missing, unreadable, or would be overwritten
    │   └── UnknownName     no such template, document, type …
    ├── ContentError        a file was read, but its content stops the work (exit status 1)
    └── MissingTool         an outside program that the work needs is not installed (exit status 2)

Bad *content* that does not stop the work is not an error: it comes back as :class:`dan_van.model.Finding`.
Messages are in Vietnamese and say three things: which file, where in it, what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dan_van.saying import Said, said

if TYPE_CHECKING:
    from dan_van.model import Finding


class DanVanError(Exception):
    """Base of every error this library raises on purpose; ``str()`` is a Vietnamese sentence.

    ``FileProblem("Không có tệp {path}.", path=path)``: a wording and what is filled in, which ``sentence`` remembers. A
    message without values is taken as it stands.
    """

    exit_status = 2

    def __init__(self, wording: str, /, **values: object) -> None:
        self.sentence: Said = wording if isinstance(wording, Said) else said(wording, **values)
        super().__init__(self.sentence)


class UsageError(DanVanError):
    """The request itself cannot be met."""


class FileProblem(UsageError):
    """A file is missing, unreadable, not of the expected kind, or would be overwritten."""


class UnknownName(UsageError):
    """A template, document, provision or type of that name does not exist."""


class MissingTool(DanVanError):
    """An outside program is needed and absent."""


class ContentError(DanVanError):
    """Content that stops the work; ``findings`` lists every reason, each with its place."""

    exit_status = 1

    def __init__(self, wording: str, /, findings: Sequence[Finding] = (), **values: object) -> None:
        super().__init__(wording, **values)
        self.findings: tuple[Finding, ...] = tuple(findings)
