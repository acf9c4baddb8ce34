"""What a machine knows better than a typist: sums, shares, thresholds of votes, numbers in words; and what contradicts them."""

from dan_van.drafting.computed.checks import FUNCTIONS, faults, field_path

__all__ = ["FUNCTIONS", "faults", "field_path"]
