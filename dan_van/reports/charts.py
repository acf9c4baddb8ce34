"""Charts as PNG: bars by village, a line over periods."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from dan_van.errors import MissingTool

_WIDTH, _HEIGHT, _DPI = 6.2, 3.0, 200
"""Inches and points an inch: as wide as the text of a page."""
_BAR, _LINE = "#35618f", "#8f3535"
_MANY = 16
"""So many names do not fit upright below the bars."""


def bars(names: Sequence[str], values: Sequence[float], unit: str) -> bytes:
    """One bar a village, its figure above."""
    figure, axes = _axes()
    drawn = axes.bar(range(len(names)), values, color=_BAR)
    axes.bar_label(drawn, labels=[f"{value:g}".replace(".", ",") for value in values], fontsize=8)
    axes.set_xticks(
        range(len(names)), names, rotation=90 if len(names) > _MANY else 40, ha="center" if len(names) > _MANY else "right"
    )
    axes.set_ylabel(unit)
    return _png(figure)


def trend(periods: Sequence[str], values: Sequence[float], unit: str) -> bytes:
    """One point a period."""
    figure, axes = _axes()
    axes.plot(range(len(periods)), values, color=_LINE, marker="o")
    for place, value in enumerate(values):
        axes.annotate(
            f"{value:g}".replace(".", ","), (place, value), textcoords="offset points", xytext=(0, 6), ha="center", fontsize=9
        )
    axes.set_xticks(range(len(periods)), periods)
    axes.set_ylabel(unit)
    axes.set_ylim(bottom=0, top=max(values, default=0) * 1.2 or 1)
    axes.margins(x=0.2)
    return _png(figure)


def _axes() -> tuple[Any, Any]:
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingTool(
            "Chưa có phần vẽ biểu đồ. Chạy: pip install 'dan_van[charts]', hoặc bỏ các dòng data.chart, data.trend."
        ) from None
    figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)
    return figure, axes


def _png(figure: Any) -> bytes:
    """No program's name in it: the same figures give the same picture."""
    target = io.BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()
