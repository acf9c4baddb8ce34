"""Files ↔ documents: layers, records, titles, validity on a day, and checks of the corpus itself."""

from dan_van.corpus.layers import Layer, fingerprint
from dan_van.corpus.loader import Corpus
from dan_van.corpus.records import identity
from dan_van.corpus.standing import Cause, Ending, Rest, Standing, Validity, acts_from, status_label
from dan_van.corpus.timeline import timeline
from dan_van.corpus.validity import in_force, resting_on_ended, validity, watched

__all__ = [
    "Cause",
    "Corpus",
    "Ending",
    "Layer",
    "Rest",
    "Standing",
    "Validity",
    "acts_from",
    "fingerprint",
    "identity",
    "in_force",
    "resting_on_ended",
    "status_label",
    "timeline",
    "validity",
    "watched",
]
