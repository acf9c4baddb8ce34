"""Citations: how a document is named in another one's text, and which document is meant."""

from dan_van.citations.advice import Advice, written_symbol
from dan_van.citations.cite import Cited, DayFrom, cite
from dan_van.citations.cited import Citation, Form, Pin
from dan_van.citations.form import full, short
from dan_van.citations.link import Mismatch, Outcome, Resolution, link
from dan_van.citations.order import arranged
from dan_van.citations.outdated import Outdated
from dan_van.citations.resolve import Ambiguous, NotFound, resolve
from dan_van.citations.scan import scan
from dan_van.citations.wanted import Wanted, most_wanted

__all__ = [
    "Advice", "Ambiguous", "Citation", "Cited", "DayFrom", "Form", "Mismatch", "NotFound", "Outcome", "Outdated", "Pin", "Resolution", "Wanted", "arranged", "cite", "full",
    "link", "most_wanted", "resolve", "scan", "short", "written_symbol",
]  # fmt: skip
