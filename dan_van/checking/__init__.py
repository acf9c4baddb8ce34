"""Checks of any paper: layout against the rule table, citations against the knowledge base."""

from dan_van.checking.check import Report, check

__all__ = ["Report", "check"]
