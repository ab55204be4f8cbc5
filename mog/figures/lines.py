"""Pictures of numbers along a line: values of functions, and how a run goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mog.figures.scales import logarithmic
from mog.figures.style import COMPONENT_COLOURS, GRID, INK, LINES, colour, drawing, legend_above, marker, new_axes
from mog.inputs import Array, finite_number, numbers


def climb(history: Sequence[float], *, name: str) -> Figure:
    """How far each step of an ascent still was below the last one, on a logarithmic scale, until rounding hides it.

    Parameters
    ----------
    history : (steps,) array_like
        The value after each step.
    name : str
        What the distance is, with its unit.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from mog import figures
    >>> figures.climb([-5.0, -4.0, -3.5, -3.25], name="below the end (nats)")
    <FigureWithNumbers size 700x360 with 1 Axes>
    """
    heights = np.asarray(history)
    short = heights[-1] - heights[:-1]
    # Once rounding decides, what follows is noise.
    short = short[: np.argmax(np.append(short, 0) <= 16 * np.spacing(abs(heights[-1])))]
    with drawing():
        figure, axes = new_axes()
        axes.semilogy(np.arange(len(short)), short, color=COMPONENT_COLOURS[0], lw=2)
        axes.set(xlabel="step", ylabel=name)
        axes.grid(axis="y", color=GRID)
        figure.keep({"step": np.arange(len(short)), name: short})
    return figure


def curves(x: ArrayLike, lines: Mapping[str, ArrayLike], *, xlabel: str, ylabel: str, log: str = "", markers: bool = True) -> Figure:
    """Several named curves over one axis. A logarithmic axis has a place of its own for 0, and one for ∞, where there are any.

    Parameters
    ----------
    x : (n,) array_like
        Where the values lie along the axis.
    lines : mapping of str to (n,) array_like
        The name of each curve and its values; where a value is NaN the curve has a gap.
    xlabel, ylabel : str
        What the axes are, with their units.
    log : "", "x", "y" or "xy"
        Which axes are logarithmic; they can show no negative numbers.
    markers : bool
        Whether each value has a mark.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import figures
    >>> errors = {"naive": [1e-15, 1e-9, 1e-3], "careful": [0.0, 0.0, 1e-16]}
    >>> figures.curves([1, 10, 100], errors, xlabel="offset", ylabel="nats", log="xy")
    <FigureWithNumbers size 700x360 with 1 Axes>
    """
    with drawing():
        figure, axes = new_axes()
        across, *upward = np.asarray(x, dtype=float), *(np.asarray(values, dtype=float) for values in lines.values())
        if "x" in log:
            (across,) = logarithmic(axes, "x", [across])
        if "y" in log:
            upward = logarithmic(axes, "y", upward)
        for k, (label, values) in enumerate(zip(lines, upward, strict=True)):
            axes.plot(across, values, ("-", *LINES)[k % 4], color=colour(k), marker=marker(k) if markers else "", ms=6, lw=2, label=label)
        axes.set(xlabel=xlabel, ylabel=ylabel)
        axes.grid(axis="y", color=GRID)
        legend_above(axes)
        figure.keep({xlabel: x, **lines})
    return figure


def learning_curves(
    histories: Mapping[str, ArrayLike], *, optimum: float | None = None, error: float | None = None, xlabel: str = "epoch"
) -> Figure:
    """The mean negative log-likelihood after each epoch, a curve for each run; with an optimum, how far each run is above it.

    Distances from the optimum stand on a logarithmic scale, so that a run that comes nearer by the same factor each epoch is a straight
    line. Everything in the grey band is nearer than the statistical error: there the data can no longer tell the mixtures apart.

    Parameters
    ----------
    histories : mapping of str to (epochs,) array_like
        The name of each run and its mean negative log-likelihood, in nats per point; runs may differ in length.
    optimum : float, optional
        The lowest mean negative log-likelihood known; no run may be below it by more than rounding.
    error : float, optional
        The statistical error p/(2m), in nats per point, of p free parameters and m points; where there is no optimum it has no place.
    xlabel : str
        What the runs were counted in.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are no runs, one is not (epochs,) numbers, one is below the optimum, or there is an error without an optimum.

    Examples
    --------
    >>> from mog import figures
    >>> histories = {"slow": [1.5, 1.25, 1.125], "fast": [1.25, 1.0625]}
    >>> figures.learning_curves(histories, optimum=1.0, error=0.01)
    <FigureWithNumbers size 700x360 with 1 Axes>
    """
    if not histories:
        raise ValueError("histories is empty, expected at least one run")
    runs = {name: _history(name, values) for name, values in histories.items()}
    if optimum is not None:
        optimum = finite_number("optimum", optimum, -np.finfo(float).max)
        runs = {name: _above(optimum, name, values) for name, values in runs.items()}
    if error is not None:
        if optimum is None:
            raise ValueError("error is given without an optimum, expected both: it is a distance from the optimum")
        if finite_number("error", error, 0) == 0:
            raise ValueError("error is 0, expected a number above 0, such as p/(2m)")
    with drawing():
        figure, axes = new_axes()
        upward = list(runs.values()) if optimum is None else logarithmic(axes, "y", list(runs.values()))
        if error is not None:
            # The lower edge only has to be below all that is shown.
            axes.axhspan(1e-300, error, color=INK, alpha=0.08, lw=0)
        for k, (name, values) in enumerate(zip(runs, upward, strict=True)):
            every = max(1, len(values) // 8)
            look: dict[str, Any] = {"marker": marker(k), "markevery": every, "ms": 6, "lw": 2}
            axes.plot(np.arange(1, len(values) + 1), values, ("-", *LINES)[k % 4], color=colour(k), label=name, **look)
        if error is not None:
            axes.axhline(error, color=INK, lw=1.2, label="statistical error")
        if optimum is not None:
            drawn = np.concatenate(upward)
            least = np.nanmin(np.append(drawn, error or np.nan))
            axes.set_ylim(least / 2, np.nanmax(drawn) * 2)
        axes.set(xlabel=xlabel, ylabel="mean NLL (nats per point)" if optimum is None else "above the optimum\n(nats per point)")
        axes.grid(axis="y", color=GRID)
        legend_above(axes)
        figure.keep({xlabel: np.arange(1, max(map(len, runs.values())) + 1), **runs})
    return figure


def _history(name: str, values: ArrayLike) -> Array:
    """One run's values (epochs,)."""
    array = numbers(f"histories[{name!r}]", values)
    if array.ndim != 1 or len(array) == 0:
        raise ValueError(f"histories[{name!r}] has shape {array.shape}, expected (epochs,), with at least one epoch")
    return array


def _above(optimum: float, name: str, values: Array) -> Array:
    """How far the values are above the optimum; what rounding put below it is on it."""
    distance = values - optimum
    rounding = 1e-12 * max(1.0, abs(optimum))
    if (distance < -rounding).any():
        below = -float(np.nanmin(distance))
        raise ValueError(f"histories[{name!r}] goes {below:.2g} below the optimum, expected the lowest mean NLL that is known as optimum")
    return np.where(distance < rounding, 0, distance)
