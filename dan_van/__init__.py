"""dan_van: search, draft and check official documents for Vietnamese communes and villages.

``from dan_van import Library`` and go: ``Library.open().search("giám sát phản biện")``. Importing the package
loads nothing heavy; each capability loads what it needs when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dan_van.errors import ContentError, DanVanError, FileProblem, MissingTool, UnknownName, UsageError

if TYPE_CHECKING:
    from dan_van.codes import Code
    from dan_van.library import Library
    from dan_van.model import Document, Finding, Provision

__version__ = "0.1.0"

__all__ = [
    "Code",
    "ContentError",
    "DanVanError",
    "Document",
    "FileProblem",
    "Finding",
    "Library",
    "MissingTool",
    "Provision",
    "UnknownName",
    "UsageError",
]

_HOMES = {"Code": "codes", "Library": "library", "Document": "model", "Finding": "model", "Provision": "model"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
