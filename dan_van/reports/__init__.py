"""From villages to the commune: return forms, returns collected and checked, figures for reports; a plan's tasks followed.

A layer below drafting: what is made here are values and drafts, which drafting prints.
"""

from dan_van.reports.collect import Collected, collect
from dan_van.reports.figures import Figures
from dan_van.reports.indicators import Definition
from dan_van.reports.periods import Period
from dan_van.reports.tasks import Task

__all__ = ["Collected", "Definition", "Figures", "Period", "Task", "collect"]
