"""Copies of a Word file: repaired, or with comments. The original is never written to."""

from dan_van.checking.copies.comments import annotate
from dan_van.checking.copies.repair import Repaired, repair

__all__ = ["Repaired", "annotate", "repair"]
