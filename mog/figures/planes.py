"""Maps of the likelihood over a plane of two parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mog import kernels
from mog.figures.arguments import MixtureLike, path_of, points_and_mixture
from mog.figures.style import HALO, INK, LINES, MAP, colour, drawing, legend_above, marker, new_axes
from mog.inputs import Array, numbers, refuse_not_finite, whole_number
from mog.landscape import Profile
from mog.mixture import Mixture

Coordinate = tuple[Literal["logits"], int] | tuple[Literal["means", "log_sigma"], int, int]
"""One number among a mixture's parameters: its array, and its place there, component first, from 0."""

PARAMETERS = ("logits", "means", "log_sigma")


def profile_over_means(profile: Profile, *, name: str) -> Figure:
    """The profile of the likelihood over two means as a map: how far below the summit the best mixture with these means is.

    Parameters
    ----------
    profile : mog.landscape.Profile
        What `mog.landscape.profile` returns.
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
    >>> import numpy as np
    >>> from mog import faithful, figures, landscape
    >>> waits, grid = faithful()[:, 1:], np.linspace(45, 95, 6)
    >>> profile = landscape.profile(waits, grid, floor=1.0)
    >>> figures.profile_over_means(profile, name="minutes")
    <FigureWithNumbers size 700x500 with 2 Axes>
    """
    below = np.maximum(profile.summit.height - profile.heights, 0)
    levels = np.array([0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2])
    with drawing(7.0, 5.0):
        figure, axes = new_axes()
        # The first index is the first mean; Matplotlib's rows run along the vertical axis.
        areas = axes.contourf(profile.means, profile.means, below.T, levels, cmap=MAP, norm=PowerNorm(0.5, 0, 1.2), extend="max")
        axes.contour(profile.means, profile.means, below.T, levels[1:], colors=INK, linewidths=0.5, alpha=0.6)
        ends = profile.means[[0, -1]]
        axes.plot(ends, ends, "--", color="black", lw=1.2, label="equal means")
        equal = profile.crossing.means[:, 0]
        axes.plot(equal[:1], equal[1:], "X", color="white", mec="black", ms=11, ls="none", label="highest of these")
        summit = profile.summit.means[:, 0]
        axes.plot(summit, summit[::-1], "*", color="white", mec="black", ms=16, ls="none", label="the two optima")
        axes.set(xlabel=f"mean 1: {name}", ylabel=f"mean 2: {name}", aspect="equal", xlim=ends, ylim=ends)
        figure.colorbar(areas, ax=axes, label="below the optimum (nats per point)", ticks=levels)
        legend_above(axes)
    return figure


def landscape(
    x: ArrayLike,
    *mixture: MixtureLike,
    across: tuple[Coordinate, ArrayLike],
    up: tuple[Coordinate, ArrayLike],
    names: tuple[str, str] | None = None,
    paths: Mapping[str, ArrayLike] | None = None,
    arrows: bool = False,
) -> Figure:
    """The mean negative log-likelihood over two parameters as a map, all others being those of the mixture.

    Nats are counted from the lowest place of the map. The nearer a colour is to the ground of the page, the lower it is there.
    A path goes from its hollow circle to its mark. Arrows show the step that a plain gradient descent would take: their direction on the
    plane, and by their length how steep it is, the steepest having the longest.

    Parameters
    ----------
    x : (m, D) array_like
        The points, one a row.
    *mixture : mog.Mixture, or three arrays
        A mixture of these features, whole or as logits, means and log_sigma.
    across, up : pair of tuple and (n,) array_like
        Which parameter, such as ("means", 0, 1) for the first component's mean of the second feature or ("logits", 0), and the values it
        takes, in increasing order.
    names : pair of str, optional
        What the two parameters are, with their units.
    paths : mapping of str to (steps, 2) array_like, optional
        The name of each path and its values of the two parameters.
    arrows : bool
        Whether the gradient is drawn.

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
    >>> from mog import Mixture, faithful, figures
    >>> waits = faithful()[:, 1:]
    >>> mixture = Mixture.from_weights([0.36, 0.64], [[55.0], [80.0]], [[6.0], [6.0]])
    >>> grid = np.linspace(45, 90, 10)
    >>> across, up = (("means", 0, 0), grid), (("means", 1, 0), grid)
    >>> figures.landscape(waits, mixture, across=across, up=up, arrows=True)
    <FigureWithNumbers size 700x500 with 2 Axes>
    """
    data, whole = points_and_mixture(x, mixture)
    axes_of = [_coordinate("across", across, whole), _coordinate("up", up, whole)]
    if axes_of[0][0] == axes_of[1][0]:
        raise ValueError("up is the same parameter as across, expected two different ones")
    (first, right), (second, high) = axes_of
    ways = {name: path_of(f"paths[{name!r}]", path, 2) for name, path in (paths or {}).items()}
    labels = (_words(first), _words(second)) if names is None else names
    cost = np.array([[_cost(data, whole, {first: a, second: b})[0] for a in right] for b in high])
    above = cost - cost.min()
    if above.max() == 0:
        raise ValueError("across and up change nothing, expected a plane on which the likelihood is not the same everywhere")
    # Most lines lie low, where the valleys are; what lies high is steep.
    levels = above.max() * np.linspace(0, 1, 13) ** 3
    with drawing(7.0, 5.0):
        figure, axes = new_axes()
        areas = axes.contourf(right, high, above, levels, cmap=MAP, norm=PowerNorm(1 / 3, 0, levels[-1]))
        axes.contour(right, high, above, levels[1:-1], colors=INK, linewidths=0.5, alpha=0.6)
        if arrows:
            columns, rows = _thinned(right), _thinned(high)
            downhill = -np.array([[_cost(data, whole, {first: a, second: b})[1] for a in columns] for b in rows])
            axes.quiver(
                columns, rows, downhill[..., 0], downhill[..., 1], color="white", ec=INK, lw=0.5, angles="xy", width=0.005, pivot="mid"
            )
        for k, (name, way) in enumerate(ways.items()):
            look: dict[str, Any] = {"color": colour(k), "ls": ("-", *LINES)[k % 4], "lw": 2.2, "path_effects": HALO}
            axes.plot(*way.T, zorder=4, **look)
            axes.plot(*way[0], "o", mfc="white", mec=INK, mew=2, ms=8, zorder=5)
            axes.plot(*way[-1:].T, marker=marker(k), mec="white", mew=1.5, ms=12, zorder=6, label=name, **look)
        axes.set(xlabel=labels[0], ylabel=labels[1], xlim=right[[0, -1]], ylim=high[[0, -1]])
        figure.colorbar(areas, ax=axes, label="above the lowest place here (nats per point)", ticks=levels[::2], format="%.2g")
        if ways:
            legend_above(axes)
    return figure


def _coordinate(name: str, chosen: tuple[Coordinate, ArrayLike], mixture: Mixture) -> tuple[Coordinate, Array]:
    """The parameter and its values, checked."""
    coordinate, given = chosen
    array = coordinate[0]
    if array not in PARAMETERS:
        raise ValueError(f"{name} is a parameter that a mixture does not have, expected one of {', '.join(map(repr, PARAMETERS))}")
    shape = getattr(mixture, array).shape
    place = tuple(whole_number(name, index, 0) for index in coordinate[1:])
    if len(place) != len(shape) or any(index >= size for index, size in zip(place, shape, strict=True)):
        raise ValueError(f"{name} is place {place} of {array}, expected one in shape {shape}, from 0")
    values = numbers(name, given)
    refuse_not_finite(name, values, np.isfinite(values))
    if values.ndim != 1 or len(values) < 2 or not (np.diff(values) > 0).all():
        raise ValueError(f"{name} has values of shape {values.shape}, expected (n,), at least two, in increasing order")
    return coordinate, values


def _cost(x: Array, mixture: Mixture, changes: Mapping[Coordinate, float]) -> tuple[float, list[float]]:
    """The mean negative log-likelihood with these parameters changed, and its derivative by each of them."""
    parameters = {array: getattr(mixture, array).copy() for array in PARAMETERS}
    for (array, *place), value in changes.items():
        parameters[array][tuple(place)] = value
    height, *gradient = kernels.value_and_gradient(x, **parameters)
    slopes = dict(zip(PARAMETERS, gradient, strict=True))
    return -height / len(x), [-float(slopes[array][tuple(place)]) / len(x) for array, *place in changes]


def _thinned(values: Array, most: int = 15) -> Array:
    """Places for arrows: few enough to see, and not on the edge."""
    step = (values[-1] - values[0]) / most
    return np.linspace(values[0] + step / 2, values[-1] - step / 2, most)


def _words(coordinate: Coordinate) -> str:
    """A parameter in words, counted from 1."""
    array, k, *feature = coordinate
    what = {"logits": "logit", "means": "mean", "log_sigma": "log σ"}[array]
    return f"{what} of component {k + 1}" + "".join(f", feature {d + 1}" for d in feature)
