"""Layout by Nghị định 30/2020/NĐ-CP and the Party's rules: the rule table, the measure of a line, the widths of a page."""

from dan_van.layout.forms import Form, forms
from dan_van.layout.measure import balanced_width, line_width
from dan_van.layout.page import half_columns, heading_columns, mm, signing_columns, text_width
from dan_van.layout.rules import STATE, Rule, flag, has, number, rule, rules, word

__all__ = [
    "STATE",
    "Form",
    "Rule",
    "balanced_width",
    "flag",
    "forms",
    "half_columns",
    "has",
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
