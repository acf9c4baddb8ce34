"""Layout by Nghị định 30/2020/NĐ-CP: the rule table, the measure of a line, the widths of a page."""

from dan_van.layout.measure import balanced_width, line_width
from dan_van.layout.page import heading_columns, mm, signing_columns, text_width
from dan_van.layout.rules import Rule, flag, number, rule, rules, word

__all__ = [
    "Rule",
    "balanced_width",
    "flag",
    "heading_columns",
    "line_width",
    "mm",
    "number",
    "rule",
    "rules",
    "signing_columns",
    "text_width",
    "word",
]
