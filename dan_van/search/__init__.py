"""Full-text search over documents and provisions, on a Whoosh index."""

from dan_van.search.engine import Filters, Hit, Results, search
from dan_van.search.index import IndexBusy, IndexStore, Manifest

__all__ = ["Filters", "Hit", "IndexBusy", "IndexStore", "Manifest", "Results", "search"]
