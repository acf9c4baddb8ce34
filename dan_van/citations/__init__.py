"""Citations: how a document is named in another one's text, and which document is meant."""

from dan_van.citations.cited import Citation, Form, Pin
from dan_van.citations.form import full, short
from dan_van.citations.resolve import Ambiguous, NotFound, in_force, resolve
from dan_van.citations.scan import scan

__all__ = ["Ambiguous", "Citation", "Form", "NotFound", "Pin", "full", "in_force", "resolve", "scan", "short"]
