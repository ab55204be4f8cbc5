"""The pictures the chapters show: each is a function of data and parameters that returns a Matplotlib figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray

from mog.kernels import log_density, responsibilities
from mog.landscape import Profile

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
MARKERS = ("o", "s", "^", "D", "v", "P")
HALO = [withStroke(linewidth=3.5, foreground="white")]
"""A white edge that keeps a line apart from the points below it."""


def density_over_histogram(x: Array, logits: Array, means: Array, log_sigma: Array, *, name: str) -> Figure:
    """The density of a mixture of one feature over the histogram of the data, and each component's weighted share of it.

    Parameters
    ----------
    x : (m, 1) float array, one point a row
    logits, means, log_sigma : the mixture's parameters, shapes (K,), (K, 1), (K, 1)
    name : what the data are, with their unit
    """
    with plt.rc_context(STYLE):
        figure, axes = _axes()
        axes.hist(x[:, 0], bins=_bins(x), density=True, color="#D9D9D9", edgecolor="white", label="data")
        _draw_density(axes, _grid(x), logits, means, log_sigma)
        axes.set(xlabel=name, ylabel="density")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
    return figure


def responsibilities_along(x: Array, logits: Array, means: Array, log_sigma: Array, *, name: str) -> Figure:
    """Which component a value most likely came from: the responsibilities along one feature, with the data as ticks below."""
    grid = _grid(x)
    shares = responsibilities(grid, logits, means, log_sigma)
    with plt.rc_context(STYLE):
        figure, axes = _axes()
        for k, share in enumerate(shares.T):
            axes.plot(grid[:, 0], share, LINES[k % len(LINES)], color=_colour(k), lw=2, label=f"component {k + 1}")
        likeliest = responsibilities(x, logits, means, log_sigma).argmax(axis=1)
        axes.scatter(x[:, 0], np.full(len(x), -0.06), c=[_colour(k) for k in likeliest], marker="|", s=40, lw=0.8)
        axes.set(xlabel=name, ylabel="responsibility", ylim=(-0.12, 1.05), yticks=(0, 0.25, 0.5, 0.75, 1))
        axes.legend(loc="center right")
    return figure


def climb(history: Sequence[float], *, name: str) -> Figure:
    """How far each step of an ascent still was below the last one, on a logarithmic scale, until rounding hides it."""
    heights = np.asarray(history)
    short = heights[-1] - heights[:-1]
    # Once rounding decides, what follows is noise.
    short = short[: np.argmax(np.append(short, 0) <= 16 * np.spacing(abs(heights[-1])))]
    with plt.rc_context(STYLE):
        figure, axes = _axes()
        axes.semilogy(np.arange(len(short)), short, color=COMPONENT_COLOURS[0], lw=2)
        axes.set(xlabel="step", ylabel=name)
        axes.grid(axis="y", color="#E5E5E5")
    return figure


def fit_over_scatter(
    x: Array, logits: Array, means: Array, log_sigma: Array, *, names: tuple[str, str], path: Array | None = None
) -> Figure:
    """A mixture of two features over the data: points in the colours of their responsibilities, ellipses at one and two standard deviations.

    Parameters
    ----------
    x : (m, 2) float array, one point a row
    logits, means, log_sigma : the mixture's parameters, shapes (K,), (K, 2), (K, 2)
    names : what the two features are, with their units
    path : (steps, K, 2) float array, the means on their way, from the start on; drawn where given
    """
    shares = responsibilities(x, logits, means, log_sigma)
    mixed = shares @ np.array([to_rgb(_colour(k)) for k in range(len(means))])
    likeliest = shares.argmax(axis=1)
    with plt.rc_context(STYLE | {"figure.figsize": (7.0, 5.0)}):
        figure, axes = _axes()
        for k, (mean, sigma) in enumerate(zip(means, np.exp(log_sigma), strict=True)):
            own = likeliest == k
            look: dict[str, Any] = {"color": _colour(k), "ls": LINES[k % len(LINES)], "path_effects": HALO}
            axes.scatter(x[own, 0], x[own, 1], c=mixed[own], marker=_marker(k), s=24, alpha=0.55, lw=0)
            for times in (1, 2):
                size = 2 * times * sigma
                axes.add_patch(Ellipse(mean, *size, color=_colour(k), alpha=0.07, lw=0, zorder=0))
                axes.add_patch(Ellipse(mean, *size, fill=False, lw=2.6 - 0.6 * times, zorder=3, **look))
            if path is not None:
                axes.plot(path[:, k, 0], path[:, k, 1], color=_colour(k), lw=2.5, path_effects=HALO, zorder=4)
            axes.plot(mean[0], mean[1], marker=_marker(k), mec="white", mew=1.5, ms=13, lw=2, zorder=6, label=f"component {k + 1}", **look)
        if path is not None:
            axes.plot(path[0, :, 0], path[0, :, 1], "o", mfc="white", mec=INK, mew=2, ms=8, ls="none", zorder=5, label="start")
        axes.set(xlabel=names[0], ylabel=names[1])
        _legend_above(axes)
    return figure


def profile_over_means(profile: Profile, *, name: str) -> Figure:
    """The profile of the likelihood over two means as a map: how far below the summit the best mixture with these means is.

    Parameters
    ----------
    profile : what mog.landscape.profile returns
    name : what the data are, with their unit
    """
    below = np.maximum(profile.summit.height - profile.heights, 0)
    levels = np.array([0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2])
    with plt.rc_context(STYLE | {"figure.figsize": (7.0, 5.0)}):
        figure, axes = _axes()
        # The first index is the first mean; Matplotlib's rows run along the vertical axis.
        areas = axes.contourf(profile.means, profile.means, below.T, levels, cmap="viridis_r", norm=PowerNorm(0.5, 0, 1.2), extend="max")
        axes.contour(profile.means, profile.means, below.T, levels[1:], colors="white", linewidths=0.5, alpha=0.6)
        ends = profile.means[[0, -1]]
        axes.plot(ends, ends, "--", color="black", lw=1.2, label="equal means")
        equal = profile.crossing.means[:, 0]
        axes.plot(equal[:1], equal[1:], "X", color="white", mec="black", ms=11, ls="none", label="highest of these")
        summit = profile.summit.means[:, 0]
        axes.plot(summit, summit[::-1], "*", color="white", mec="black", ms=16, ls="none", label="the two optima")
        axes.set(xlabel=f"mean 1: {name}", ylabel=f"mean 2: {name}", aspect="equal", xlim=ends, ylim=ends)
        figure.colorbar(areas, ax=axes, label="below the optimum (nats per point)", ticks=levels)
        _legend_above(axes)
    return figure


def curves(x: Array, lines: Mapping[str, Array], *, xlabel: str, ylabel: str, log: str = "", markers: bool = True) -> Figure:
    """Several named curves over one axis. A logarithmic axis has a place of its own for 0, and one for ∞, where there are any.

    Parameters
    ----------
    x : (n,) float array
    lines : the name of each curve and its (n,) values; where a value is NaN the curve has a gap
    xlabel, ylabel : what the axes are, with their units
    log : which axes are logarithmic: "", "x", "y" or "xy"; they can show no negative numbers
    markers : whether each value has a mark
    """
    with plt.rc_context(STYLE):
        figure, axes = _axes()
        across, *upward = np.asarray(x, dtype=float), *(np.asarray(values, dtype=float) for values in lines.values())
        if "x" in log:
            (across,) = _logarithmic(axes, "x", [across])
        if "y" in log:
            upward = _logarithmic(axes, "y", upward)
        for k, (label, values) in enumerate(zip(lines, upward, strict=True)):
            axes.plot(across, values, ("-", *LINES)[k % 4], color=_colour(k), marker=_marker(k) if markers else "", ms=6, lw=2, label=label)
        axes.set(xlabel=xlabel, ylabel=ylabel)
        axes.grid(axis="y", color="#E5E5E5")
        _legend_above(axes)
    return figure


def _axes() -> tuple[Figure, Axes]:
    """A new figure and its axes, already closed to pyplot, so that not even an error leaves it open."""
    figure, axes = plt.subplots()
    plt.close(figure)
    return figure, axes


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


def _marker(k: int) -> str:
    return MARKERS[k % len(MARKERS)]


def _legend_above(axes: Axes) -> None:
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, handlelength=3, columnspacing=1.5)


def _logarithmic(axes: Axes, which: str, rows: list[Array]) -> list[Array]:
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
