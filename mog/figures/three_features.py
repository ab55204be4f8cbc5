"""Pictures of data and a mixture of three features; pairs takes any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from mog.figures import scatter
from mog.figures.arguments import MixtureLike, names_of, points_and_mixture, shares_of
from mog.figures.one_feature import draw_density, histogram
from mog.figures.scales import grid_over
from mog.figures.style import colour, dashes, drawing, legend_over_panels, marker, new_figure


def pairs(x: ArrayLike, *mixture: MixtureLike, names: Sequence[str] | None = None, component: ArrayLike | None = None) -> Figure:
    """Every pair of features as a scatter with the mixture's ellipses, and on the diagonal each feature alone as a histogram with its density.

    Colours and marks come from the responsibilities of the whole mixture, all features at once, or from the components where those are
    known. What stands above the diagonal would be the same pictures turned over, and is left out.

    Parameters
    ----------
    x : (m, D) array_like
        The points, one a row, of two features or more.
    *mixture : mog.Mixture, or three arrays
        A mixture of these features, whole or as logits, means and log_sigma.
    names : sequence of str, optional
        What the features are, with their units.
    component : (m,) array_like of int, optional
        The component that each point came from, from 0, where that is known.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import figures, make_dataset
    >>> data = make_dataset(points=100, features=3)
    >>> figures.pairs(data.x, data.mixture)
    <FigureWithNumbers size 700x700 with 6 Axes>
    """
    data, whole = points_and_mixture(x, mixture)
    if whole.features < 2:
        raise ValueError("mixture has 1 feature, expected 2 or more: one feature has no pairs")
    labels, shares, size = names_of(names, whole.features), shares_of(data, whole, component), whole.features
    with drawing(7.0, 7.0):
        figure = new_figure()
        layout = figure.add_gridspec(size, size)
        for row in range(size):
            for column in range(row + 1):
                axes = figure.add_subplot(layout[row, column])
                if row == column:
                    histogram(axes, data[:, row], most=24)
                    draw_density(axes, grid_over(data[:, row]), scatter.marginal(whole, row))
                    axes.set(yticks=[])
                    axes.spines["left"].set_visible(False)
                else:
                    scatter.draw_points(axes, data[:, [column, row]], shares, size=9)
                    scatter.draw_components(axes, scatter.marginal(whole, column, row), size=8)
                    axes.set(ylabel=labels[row] if column == 0 else "", ylim=grid_over(data[:, row], size=2))
                    axes.tick_params(labelleft=column == 0)
                axes.set(xlabel=labels[column] if row == size - 1 else "", xlim=grid_over(data[:, column], size=2))
                axes.tick_params(labelbottom=row == size - 1)
                axes.xaxis.set_major_locator(MaxNLocator(4, prune="both"))
        legend_over_panels(figure, figure.axes[1], figure.axes[0])
        figure.keep_mixture(whole, labels)
    return figure


def in_space(
    x: ArrayLike,
    *mixture: MixtureLike,
    names: Sequence[str] | None = None,
    component: ArrayLike | None = None,
    elevation: float = 20.0,
    azimuth: float = -60.0,
) -> Figure:
    """Data of three features in space, with each component's ellipsoid at two standard deviations as its three great ellipses.

    Parameters
    ----------
    x : (m, 3) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of three features, whole or as logits, means and log_sigma.
    names : sequence of str, optional
        What the three features are, with their units.
    component : (m,) array_like of int, optional
        The component that each point came from, from 0, where that is known.
    elevation, azimuth : float
        From where one looks, in degrees above the floor and around it.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import figures, make_dataset
    >>> data = make_dataset(points=100, features=3)
    >>> figures.in_space(data.x, data.mixture, azimuth=-30)
    <FigureWithNumbers size 700x540 with 1 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=3)
    labels, shares = names_of(names, 3), shares_of(data, whole, component)
    mixed, likeliest = scatter.colours_of(shares), shares.argmax(axis=1)
    turn = np.linspace(0, 2 * np.pi, 73)
    circles = [np.insert(np.stack([np.cos(turn), np.sin(turn)], axis=1), d, 0, axis=1) for d in range(3)]
    with drawing(7.0, 5.4):
        figure = new_figure()
        # Matplotlib has types for everything but space.
        axes: Any = figure.add_subplot(projection="3d", computed_zorder=False)
        for k, (mean, sigma) in enumerate(zip(whole.means, whole.sigma, strict=True)):
            own = likeliest == k
            axes.scatter(*data[own].T, c=mixed[own], marker=marker(k), s=12, alpha=0.4, lw=0, depthshade=False, zorder=1)
            for circle in circles:
                axes.plot(*(mean + 2 * sigma * circle).T, dashes(k), color=colour(k), lw=1.8, zorder=2)
            look = {"marker": marker(k), "mec": "white", "mew": 1.5, "ms": 11, "ls": dashes(k), "zorder": 3}
            axes.plot(*mean[:, None], color=colour(k), label=f"component {k + 1}", **look)
        axes.set_xlabel(labels[0], labelpad=6)
        axes.set_ylabel(labels[1], labelpad=6)
        axes.set_zlabel(labels[2], labelpad=8)
        axes.set_box_aspect((1, 1, 0.8), zoom=1.0)
        axes.view_init(elevation, azimuth)
        for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
            axis.set_pane_color((1, 1, 1, 1))
        legend_over_panels(figure, axes)
        figure.keep_mixture(whole, labels)
    return figure
