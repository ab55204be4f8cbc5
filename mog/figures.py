"""The pictures the chapters show: each is a function of data and parameters that returns a Matplotlib figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mog.kernels import log_density, responsibilities

Array = NDArray[np.float64]

COMPONENT_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""Okabe and Ito's palette, which most colour-blind readers can tell apart."""
INK = "#444444"
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


def density_over_histogram(x: Array, logits: Array, means: Array, log_sigma: Array, *, name: str) -> Figure:
    """The density of a mixture of one feature over the histogram of the data, and each component's weighted share of it.

    Parameters
    ----------
    x : (m, 1) float array, one point a row
    logits, means, log_sigma : the mixture's parameters, shapes (K,), (K, 1), (K, 1)
    name : what the data are, with their unit
    """
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots()
        axes.hist(x[:, 0], bins=_bins(x), density=True, color="#D9D9D9", edgecolor="white", label="data")
        _draw_density(axes, _grid(x), logits, means, log_sigma)
        axes.set(xlabel=name, ylabel="density")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
        plt.close(figure)
    return figure


def responsibilities_along(x: Array, logits: Array, means: Array, log_sigma: Array, *, name: str) -> Figure:
    """Which component a value most likely came from: the responsibilities along one feature, with the data as ticks below."""
    grid = _grid(x)
    shares = responsibilities(grid, logits, means, log_sigma)
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots()
        for k, share in enumerate(shares.T):
            axes.plot(grid[:, 0], share, LINES[k % len(LINES)], color=_colour(k), lw=2, label=f"component {k + 1}")
        likeliest = responsibilities(x, logits, means, log_sigma).argmax(axis=1)
        axes.scatter(x[:, 0], np.full(len(x), -0.06), c=[_colour(k) for k in likeliest], marker="|", s=40, lw=0.8)
        axes.set(xlabel=name, ylabel="responsibility", ylim=(-0.12, 1.05), yticks=(0, 0.25, 0.5, 0.75, 1))
        axes.legend(loc="center right")
        plt.close(figure)
    return figure


def climb(history: Sequence[float], *, name: str) -> Figure:
    """How far each step of an ascent still was below the last one, on a logarithmic scale, until rounding hides it."""
    heights = np.asarray(history)
    short = heights[-1] - heights[:-1]
    # Once rounding decides, what follows is noise.
    short = short[: np.argmax(np.append(short, 0) <= 16 * np.spacing(abs(heights[-1])))]
    with plt.rc_context(STYLE):
        figure, axes = plt.subplots()
        axes.semilogy(np.arange(len(short)), short, color=COMPONENT_COLOURS[0], lw=2)
        axes.set(xlabel="step", ylabel=name)
        axes.grid(axis="y", color="#E5E5E5")
        plt.close(figure)
    return figure


def _draw_density(axes: Axes, grid: Array, logits: Array, means: Array, log_sigma: Array) -> None:
    shares = responsibilities(grid, logits, means, log_sigma)
    density = np.exp(log_density(grid, logits, means, log_sigma))
    if len(means) > 1:
        for k, share in enumerate(shares.T):
            axes.plot(grid[:, 0], share * density, LINES[k % len(LINES)], color=_colour(k), lw=2, zorder=3, label=f"component {k + 1}")
    axes.plot(grid[:, 0], density, color=INK, lw=4 if len(means) > 1 else 2, alpha=0.5, label="mixture" if len(means) > 1 else "one Gaussian")


def _grid(x: Array) -> Array:
    low, high = x.min(), x.max()
    margin = 0.08 * (high - low)
    return np.linspace(low - margin, high + margin, 400)[:, None]


def _bins(x: Array) -> int:
    return int(np.clip(np.sqrt(len(x)) * 1.5, 10, 60))


def _colour(k: int) -> str:
    return COMPONENT_COLOURS[k % len(COMPONENT_COLOURS)]
