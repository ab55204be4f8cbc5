"""Pictures of data and a mixture of two features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mog.figures import scatter
from mog.figures.arguments import MixtureLike, names_of, path_of, points, points_and_mixture, shares_of
from mog.figures.matching import matching, reordered
from mog.figures.one_feature import draw_density, histogram
from mog.figures.scales import grid_over
from mog.figures.style import INK, colour, drawing, legend_above, legend_over_panels, marker, new_axes, new_figure
from mog.mixture import Mixture


def fit_over_scatter(
    x: ArrayLike,
    *mixture: MixtureLike,
    names: Sequence[str] | None = None,
    component: ArrayLike | None = None,
    truth: Mixture | None = None,
    path: ArrayLike | None = None,
) -> Figure:
    """A mixture of two features over the data: its means, and ellipses at one and two standard deviations.

    A point has the colours of the components that are responsible for it, mixed, and the mark of the likeliest; where its component is
    known, the colour and the mark of that. A truth stands below as crosses and broad grey ellipses, and then component 1 of the picture is
    the truth's first, and so on.

    Parameters
    ----------
    x : (m, 2) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of two features, whole or as logits, means and log_sigma.
    names : sequence of str, optional
        What the two features are, with their units.
    component : (m,) array_like of int, optional
        The component that each point came from, from 0; of the truth, where that is drawn.
    truth : mog.Mixture, optional
        The mixture that the points were drawn from, with as many components.
    path : (steps, K, 2) array_like, optional
        The means on their way, from the start on.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import em, faithful, figures
    >>> fit = em(faithful(), 2, seed=0).mixture
    >>> figures.fit_over_scatter(faithful(), fit, names=("eruption", "wait"))
    <FigureWithNumbers size 700x500 with 1 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=2)
    labels = names_of(names, 2)
    way = None if path is None else path_of("path", path, whole.components, 2)
    if truth is not None:
        order = matching(whole, truth)
        whole, way = reordered(whole, order), None if way is None else way[:, order]
    shares = shares_of(data, whole, component)
    with drawing(7.0, 5.0):
        figure, axes = new_axes()
        scatter.draw_points(axes, data, shares)
        if truth is not None:
            scatter.draw_truth(axes, truth)
        scatter.draw_components(axes, whole)
        if way is not None:
            scatter.draw_path(axes, way)
            scatter.draw_start(axes, way)
        axes.set(xlabel=labels[0], ylabel=labels[1])
        legend_above(axes)
        figure.keep_mixture(whole, labels)
    return figure


def contours(x: ArrayLike, *mixture: MixtureLike, names: Sequence[str] | None = None) -> Figure:
    """The density of a mixture of two features as contours over the points; from each line to the next it doubles.

    Parameters
    ----------
    x : (m, 2) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of two features, whole or as logits, means and log_sigma.
    names : sequence of str, optional
        What the two features are, with their units.

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
    >>> data = make_dataset(points=100)
    >>> figures.contours(data.x, data.mixture)
    <FigureWithNumbers size 700x500 with 2 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=2)
    labels = names_of(names, 2)
    across, up = (grid_over(data[:, d], size=120) for d in (0, 1))
    places = np.stack(np.meshgrid(across, up), axis=-1)
    # Doublings below the peak, by the logarithm: the density itself may be too small for a float.
    doublings = whole.log_density(places.reshape(-1, 2)).reshape(places.shape[:2]) / np.log(2)
    levels = np.arange(-8.0, 1.0)
    with drawing(7.0, 5.0):
        figure, axes = new_axes()
        below = doublings - doublings.max()
        areas = axes.contourf(across, up, below, levels, cmap="Blues", vmin=-8, vmax=4, zorder=0)
        axes.plot(data[:, 0], data[:, 1], "o", color=INK, ms=3, alpha=0.5, mew=0, ls="none", zorder=1)
        axes.contour(across, up, below, levels[:-1], colors="#00487A", linewidths=1.2, linestyles="solid", zorder=2)
        bar = figure.colorbar(areas, ax=axes, label="density, as a part of its peak", ticks=levels)
        bar.ax.set_yticklabels([f"1/{2**power:.0f}" for power in -levels[:-1]] + ["1"])
        axes.set(xlabel=labels[0], ylabel=labels[1])
        figure.keep_mixture(whole, labels)
    return figure


def scatter_with_marginals(
    x: ArrayLike, *mixture: MixtureLike, names: Sequence[str] | None = None, component: ArrayLike | None = None
) -> Figure:
    """Data of two features with a mixture's ellipses, and beside each axis the histogram of that feature alone with the mixture's density.

    Parameters
    ----------
    x : (m, 2) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of two features, whole or as logits, means and log_sigma.
    names : sequence of str, optional
        What the two features are, with their units.
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
    >>> data = make_dataset(points=100)
    >>> figures.scatter_with_marginals(data.x, data.mixture)
    <FigureWithNumbers size 700x560 with 3 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=2)
    labels, shares = names_of(names, 2), shares_of(data, whole, component)
    with drawing(7.0, 5.6):
        figure = new_figure()
        layout = figure.add_gridspec(2, 2, width_ratios=(3, 1), height_ratios=(1, 3))
        axes = figure.add_subplot(layout[1, 0])
        above, beside = figure.add_subplot(layout[0, 0], sharex=axes), figure.add_subplot(layout[1, 1], sharey=axes)
        scatter.draw_points(axes, data, shares)
        scatter.draw_components(axes, whole)
        for d, margin in enumerate((above, beside)):
            histogram(margin, data[:, d], upright=d == 0, most=30)
            draw_density(margin, grid_over(data[:, d]), scatter.marginal(whole, d), upright=d == 0)
            margin.tick_params(labelbottom=d == 1, labelleft=d == 0)
        above.set_ylabel("density")
        beside.set_xlabel("density")
        axes.set(xlabel=labels[0], ylabel=labels[1])
        legend_over_panels(figure, axes, above)
        figure.keep_mixture(whole, labels)
    return figure


def paths(x: ArrayLike, runs: Mapping[str, ArrayLike], *, names: Sequence[str] | None = None, truth: Mixture | None = None) -> Figure:
    """The means on their way over the data of two features, a panel for each run; the picture shows what is near the data.

    Small circles are the starts; the mark of its component stands where a mean ended. A mean that leaves the panel goes on outside.

    Parameters
    ----------
    x : (m, 2) array_like
        The points, one a row.
    runs : mapping of str to (steps, K, 2) array_like
        The name of each run and its path, from the start on.
    names : sequence of str, optional
        What the two features are, with their units.
    truth : mog.Mixture, optional
        The mixture that the points were drawn from; its means are drawn as crosses.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> import numpy as np
    >>> from mog import figures, make_dataset
    >>> data = make_dataset(points=100)
    >>> way = np.linspace(np.zeros((3, 2)), data.mixture.means, 10)
    >>> figures.paths(data.x, {"straight on": way, "and back": way[::-1]})
    <FigureWithNumbers size 700x430 with 2 Axes>
    """
    data, labels = points(x, 2), names_of(names, 2)
    if not runs:
        raise ValueError("runs is empty, expected at least one path")
    true_means = None if truth is None else points_and_mixture(data, (truth,), features=2)[1].means
    ways = {name: path_of(f"runs[{name!r}]", path, None, 2) for name, path in runs.items()}
    columns = min(3, len(ways))
    rows = -(-len(ways) // columns)
    limits = [grid_over(data[:, d], 0.15, 2) for d in (0, 1)]
    with drawing(7.0, 0.8 + rows * (0.4 + 6.2 / max(2, columns))):
        figure = new_figure()
        panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
        for axes, (name, way) in zip(panels.flat, ways.items(), strict=False):
            axes.plot(data[:, 0], data[:, 1], "o", color="#8C8C8C", ms=2.5, alpha=0.4, mew=0, ls="none", zorder=0)
            scatter.draw_path(axes, way, lw=1.8)
            for k, end in enumerate(way[-1]):
                axes.plot(*end, marker(k), color=colour(k), mec="white", mew=1, ms=9, ls="none", zorder=6, label=f"component {k + 1}")
            scatter.draw_start(axes, way, size=5)
            if true_means is not None:
                axes.plot(*true_means.T, "x", color="black", ms=6, mew=2, ls="none", zorder=7, label="truth")
            axes.set(title=name, xlim=limits[0], ylim=limits[1])
        for axes in panels.flat[len(ways) :]:
            axes.remove()
        for axes in panels[:, 0]:
            axes.set_ylabel(labels[1])
        # The lowest panel of a column that is one short is not in the last row.
        for axes in panels.flat[max(0, len(ways) - columns) : len(ways)]:
            axes.set_xlabel(labels[0])
            axes.tick_params(labelbottom=True)
        legend_over_panels(figure, *panels.flat[: len(ways)])
    return figure
