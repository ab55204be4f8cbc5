"""Pictures of gradients: how those of mini-batches scatter around that of all points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse
from numpy.typing import ArrayLike

from mog import kernels
from mog.figures.arguments import MixtureLike, names_of, points_and_mixture
from mog.figures.style import GRID, HALO, INK, colour, drawing, new_figure
from mog.inputs import Array, Seed, generator, whole_number
from mog.mixture import Mixture


def batch_gradients(
    x: ArrayLike,
    *mixture: MixtureLike,
    component: int,
    sizes: Sequence[int],
    batches: int = 60,
    seed: Seed = 0,
    names: Sequence[str] | None = None,
) -> Figure:
    """The gradients of mini-batches as thin arrows around the gradient of all points, for one mean in two features, a panel for each size.

    Every arrow is the derivative of the mean log-likelihood of a batch by the mean of the component, at the same place. The dashed ellipse
    is computed from all points: two standard deviations of a batch of this size, drawn without replacement, around the full gradient. It
    shrinks nearly with the square root of the size.

    Parameters
    ----------
    x : (m, 2) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        The place: a mixture of two features, whole or as logits, means and log_sigma.
    component : int
        Whose mean, from 0.
    sizes : sequence of int
        How many points a batch has, in each panel; at most m.
    batches : int
        How many batches are drawn for each panel.
    seed : int, None, Generator, SeedSequence or BitGenerator
        Where the random numbers come from, as in `mog.make_dataset`.
    names : sequence of str, optional
        What the two features are.

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
    >>> figures.batch_gradients(data.x, data.mixture, component=0, sizes=[1, 10])
    <FigureWithNumbers size 700x420 with 2 Axes>
    """
    data, whole = points_and_mixture(x, mixture, features=2)
    k, count, random = _component(component, whole), whole_number("batches", batches, 1), generator(seed)
    labels, wanted = names_of(names, 2), [_size(size, len(data)) for size in sizes]
    if not wanted:
        raise ValueError("sizes is empty, expected at least one size of a batch")
    each = np.array([kernels.mean_gradient(point[None], whole.logits, whole.means, whole.log_sigma)[k] for point in data])
    full = each.mean(axis=0)
    with drawing(7.0, 1.2 + 6.0 / max(2, len(wanted))):
        figure = new_figure()
        panels = np.ravel(figure.subplots(1, len(wanted), sharex=True, sharey=True))
        for axes, size in zip(panels, wanted, strict=True):
            drawn = np.array([each[random.permutation(len(data))[:size]].mean(axis=0) for _ in range(count)])
            tails = np.zeros(count)
            scale: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1}
            axes.quiver(tails, tails, drawn[:, 0], drawn[:, 1], color=colour(0), alpha=0.35, width=0.006, **scale)
            axes.add_patch(_ellipse(each, size))
            axes.quiver(0, 0, *full, color=colour(1), width=0.018, zorder=4, path_effects=HALO, **scale)
            axes.plot(0, 0, "o", color=INK, ms=4, zorder=5)
            axes.set(title="1 point" if size == 1 else f"{size} points", xlabel=labels[0], aspect="equal")
            axes.grid(color=GRID)
            axes.set_axisbelow(True)
            axes.update_datalim(drawn)
            axes.margins(0.1)
        panels[0].set_ylabel(labels[1])
        figure.supxlabel(f"derivative by the mean of component {k + 1}", fontsize=11, color=INK)
    return figure


def _ellipse(each: Array, size: int) -> Ellipse:
    """Two standard deviations of the mean of so many of the rows, drawn without replacement."""
    left = (len(each) - size) / max(1, len(each) - 1)
    spreads, directions = np.linalg.eigh(np.cov(each.T, ddof=0) * left / size)
    width, height = 4 * np.sqrt(np.maximum(spreads, 0))
    angle = float(np.degrees(np.arctan2(directions[1, 0], directions[0, 0])))
    return Ellipse((each[:, 0].mean(), each[:, 1].mean()), width, height, angle=angle, fill=False, color=INK, ls="--", lw=1.5, zorder=3)


def _component(component: int, mixture: Mixture) -> int:
    k = whole_number("component", component, 0)
    if k >= mixture.components:
        raise ValueError(f"component is {k}, expected a number from 0 to {mixture.components - 1}")
    return k


def _size(size: int, points: int) -> int:
    number = whole_number("sizes", size, 1)
    if number > points:
        raise ValueError(f"sizes has {number}, expected at most {points}, the number of points")
    return number
