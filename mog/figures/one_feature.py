"""Pictures of data and a mixture of one feature."""

from __future__ import annotations

from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mog.figures.arguments import MixtureLike, points_and_mixture
from mog.figures.scales import bins_for, grid_over
from mog.figures.style import FAINT, INK, colour, dashes, drawing, new_axes
from mog.inputs import Array
from mog.mixture import Mixture


def density_over_histogram(x: ArrayLike, *mixture: MixtureLike, name: str) -> Figure:
    """The density of a mixture of one feature over the histogram of the data, and each component's weighted share of it.

    Parameters
    ----------
    x : (m, 1) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of one feature, whole or as logits, means and log_sigma.
    name : str
        What the data are, with their unit.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import Mixture, faithful, figures
    >>> waits = faithful()[:, 1:]
    >>> mixture = Mixture.from_weights([0.36, 0.64], [[55.0], [80.0]], [[6.0], [6.0]])
    >>> figures.density_over_histogram(waits, mixture, name="minutes")
    <FigureWithNumbers size 700x360 with 1 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=1)
    with drawing():
        figure, axes = new_axes()
        histogram(axes, data[:, 0], label="data")
        draw_density(axes, grid_over(data[:, 0]), whole)
        axes.set(xlabel=name, ylabel="density")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
        figure.keep_mixture(whole, [name])
    return figure


def responsibilities_along(x: ArrayLike, *mixture: MixtureLike, name: str) -> Figure:
    """Which component a value most likely came from: the responsibilities along one feature, with the data as ticks below.

    Parameters
    ----------
    x : (m, 1) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of one feature, whole or as logits, means and log_sigma.
    name : str
        What the data are, with their unit.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import Mixture, faithful, figures
    >>> waits = faithful()[:, 1:]
    >>> mixture = Mixture.from_weights([0.36, 0.64], [[55.0], [80.0]], [[6.0], [6.0]])
    >>> figures.responsibilities_along(waits, mixture, name="minutes")
    <FigureWithNumbers size 700x360 with 1 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=1)
    grid = grid_over(data[:, 0])
    with drawing():
        figure, axes = new_axes()
        for k, share in enumerate(whole.responsibilities(grid[:, None]).T):
            axes.plot(grid, share, dashes(k), color=colour(k), lw=2, label=f"component {k + 1}")
        likeliest = whole.responsibilities(data).argmax(axis=1)
        axes.scatter(data[:, 0], np.full(len(data), -0.06), c=[colour(k) for k in likeliest], marker="|", s=40, lw=0.8)
        axes.set(xlabel=name, ylabel="responsibility", ylim=(-0.12, 1.05), yticks=(0, 0.25, 0.5, 0.75, 1))
        axes.legend(loc="center right")
        figure.keep({name: grid, **{f"component {k + 1}": share for k, share in enumerate(whole.responsibilities(grid[:, None]).T)}})
    return figure


def histogram(axes: Axes, values: Array, *, label: str = "", upright: bool = True, most: int = 60) -> None:
    """The histogram of the values, of area 1, with at most so many bars; lying on its side where it is not upright."""
    orientation: Literal["vertical", "horizontal"] = "vertical" if upright else "horizontal"
    bins = bins_for(len(values), most)
    axes.hist(values, bins=bins, density=True, color=FAINT, edgecolor="white", label=label, orientation=orientation)


def draw_density(axes: Axes, grid: Array, mixture: Mixture, *, upright: bool = True) -> None:
    """The density of a mixture of one feature at each place of a grid, and of more components than one each one's share."""
    shares = mixture.responsibilities(grid[:, None])
    density = np.exp(mixture.log_density(grid[:, None]))
    several = mixture.components > 1
    if several:
        for k, share in enumerate(shares.T):
            rows = (grid, share * density) if upright else (share * density, grid)
            axes.plot(*rows, dashes(k), color=colour(k), lw=2, zorder=3, label=f"component {k + 1}")
    rows = (grid, density) if upright else (density, grid)
    axes.plot(*rows, color=INK, lw=4 if several else 2, alpha=0.6, label="mixture" if several else "one Gaussian")
