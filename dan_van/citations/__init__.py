"""Citations: how a document is named in another one's text."""

from dan_van.citations.form import full, short
from dan_van.citations.resolve import Ambiguous, NotFound, in_force, resolve

__all__ = ["Ambiguous", "NotFound", "full", "in_force", "resolve", "short"]
