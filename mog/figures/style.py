"""How all figures look: colours, lines, marks, and axes that are closed to pyplot from the start.

Figures are drawn on white. In the dark the book's style sheet turns their lightness round and keeps their hues, so that white becomes the
ground of the page; the colours here have a contrast of at least 3 to 1 on both grounds, and text has much more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from mog.figures.numbers import FigureWithNumbers

COMPONENT_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#47246B", "#5C4A00")
"""Four of Okabe and Ito's colours, which most colour-blind readers can tell apart, and two that are darker than all of these.

Their own fifth and sixth, a sky blue and an orange, are too pale for a line on white.
"""
INK = "#444444"
FAINT = "#C8C8C8"
GRID = "#E5E5E5"
MAP = "YlGnBu"
"""The colours of maps: lightness alone tells the order, pale where there is nothing to tell, and stays in order when it is turned round."""
STYLE: dict[Any, Any] = {
    "figure.figsize": (7.0, 3.6),
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
}
LINES = ("--", ":", "-.")
MARKERS = ("o", "s", "^", "D", "v", "P")
HALO = [withStroke(linewidth=3.5, foreground="white")]
"""A white edge that keeps a line apart from the points below it."""


def colour(k: int) -> str:
    """The colour of the k-th component or curve, from 0."""
    return COMPONENT_COLOURS[k % len(COMPONENT_COLOURS)]


def marker(k: int) -> str:
    """The mark of the k-th component or curve, from 0."""
    return MARKERS[k % len(MARKERS)]


def dashes(k: int) -> str:
    """The line style of the k-th component, from 0; none is a whole line."""
    return LINES[k % len(LINES)]


@contextmanager
def drawing(width: float = 7.0, height: float = 3.6) -> Iterator[None]:
    """The house's style for all that is drawn inside, and the size in inches of a figure made there."""
    with plt.rc_context(STYLE | {"figure.figsize": (width, height)}):
        yield


def new_axes() -> tuple[FigureWithNumbers, Axes]:
    """A new figure and its axes, already closed to pyplot, so that not even an error leaves it open."""
    figure, axes = plt.subplots(FigureClass=FigureWithNumbers)
    plt.close(figure)
    return cast(FigureWithNumbers, figure), axes


def new_figure() -> FigureWithNumbers:
    """A new figure without axes, already closed to pyplot."""
    figure = plt.figure(layout="constrained", FigureClass=FigureWithNumbers)
    plt.close(figure)
    return cast(FigureWithNumbers, figure)


def legend_above(axes: Axes) -> None:
    """The legend over the axes, where no data can be."""
    columns = _columns(axes.get_legend_handles_labels()[1])
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=columns, handlelength=3, columnspacing=1.5)


def legend_over_panels(figure: Figure, *sources: Axes) -> None:
    """One legend over all panels, with what the sources show, each label once."""
    handles: dict[str, Any] = {}
    for axes in sources:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            handles.setdefault(label, handle)
    columns = _columns(list(handles))
    figure.legend(handles.values(), handles.keys(), loc="outside upper center", ncols=columns, handlelength=3, columnspacing=1.5)


def _columns(labels: Sequence[str]) -> int:
    """How many columns of a legend are no wider than a figure."""
    return max(1, min(5, 80 // (8 + max(map(len, labels), default=0))))
