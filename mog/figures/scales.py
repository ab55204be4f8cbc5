"""Scales that Matplotlib lacks, and grids to draw a curve on."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from mog.inputs import Array


def grid_over(values: Array, margin: float = 0.08, size: int = 400) -> Array:
    """Places (size,) from a little below the least value to a little above the greatest."""
    low, high = float(values.min()), float(values.max())
    # One value alone has no range: a curve around it still needs one.
    room = margin * (high - low) or 0.5 * max(1.0, abs(low))
    return np.linspace(low - room, high + room, size)


def bins_for(points: int, most: int = 60) -> int:
    """How many bars a histogram of this many points has."""
    return int(np.clip(np.sqrt(points) * 1.5, 10, most))


def logarithmic(axes: Axes, which: str, rows: list[Array]) -> list[Array]:
    """The rows with 0 and ∞ moved to places beyond the other numbers, on an axis that is logarithmic and says what stands there."""
    everything = np.concatenate(rows)
    if (everything < 0).any():
        raise ValueError(f"{'x' if which == 'x' else 'lines'} has a negative number, which a logarithmic axis cannot show: expected none")
    finite = everything[np.isfinite(everything) & (everything > 0)]
    low, high = (np.floor(np.log10(finite.min())), np.log10(finite.max())) if len(finite) else (0.0, 0.0)
    gap = max(1, 0.08 * (high - low))
    below, above = 10 ** (low - gap), 10 ** (high + gap)
    ticks = {10.0**power: f"$10^{{{power:.0f}}}$" for power in np.arange(low, np.ceil(high) + 1, max(1, np.ceil((high - low) / 8)))}
    if (everything == 0).any():
        ticks[below] = "0"
    if np.isposinf(everything).any():
        ticks = {place: said for place, said in ticks.items() if place <= finite.max(initial=1)} | {above: "∞"}
    axes.set(**{f"{which}scale": "log"})
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_ticks(list(ticks), list(ticks.values()))
    axis.set_minor_locator(NullLocator())
    return [np.where(row == 0, below, np.where(np.isposinf(row), above, row)) for row in rows]
