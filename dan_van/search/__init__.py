"""Full-text search over documents and provisions, on a Whoosh index."""

from dan_van.search.engine import WhooshEngine
from dan_van.search.keeping import Kept
from dan_van.search.protocol import Engine, Entry, Filters, Hit, Indexed, Passage, Results, Status
from dan_van.search.store import IndexBusy, IndexDamaged, Manifest

__all__ = [
    "Engine",
    "Entry",
    "Filters",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "Indexed",
    "Kept",
    "Manifest",
    "Passage",
    "Results",
    "Status",
    "WhooshEngine",
]
