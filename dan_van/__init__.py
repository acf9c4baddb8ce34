"""dan_van: search, draft and check official documents for Vietnamese communes and villages."""

__version__ = "0.1.0"
