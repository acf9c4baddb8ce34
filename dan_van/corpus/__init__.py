"""Files ↔ documents: layers, records, titles, and checks of the corpus itself."""

from dan_van.corpus.loader import Corpus, Layer, fingerprint
from dan_van.corpus.records import identity

__all__ = ["Corpus", "Layer", "fingerprint", "identity"]
