"""The likelihood's shape over two means: how well a mixture of two components of one feature can do for each pair of means.

The likelihood itself has no highest point: with one mean on a data point and its σ going to zero, it grows without limit (Kiefer and
Wolfowitz 1956). With a floor under both σ it has one (Hathaway 1985), so whoever asks says which floor. It belongs to the data: Old
Faithful's waits were noted to the minute, and say nothing about a σ below one minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mog.inputs import Array, numbers, refuse_not_finite

__all__ = ["Place", "Profile", "profile"]

Means = Literal["fixed", "free", "equal"]
"""What a climb may do with the two means: leave them, move each, or move both as one."""

FAINT = 40.0
"""The largest logarithm of the two weights' ratio: float64 cannot tell the fainter component from one that is switched off."""
STILL = 1e-8
"""A climb has arrived when a step of EM changes no parameter by more: means in standard deviations, all as far as their weight counts."""


@dataclass(frozen=True)
class Place:
    """A mixture of two components of one feature, in the kernels' layout, and its mean log-likelihood.

    Attributes
    ----------
    logits : (2,) float array
        The weights are their softmax.
    means, log_sigma : (2, 1) float array
        The mean and log σ of each component.
    height : float
        The log-likelihood in nats per point.

    Examples
    --------
    >>> from mog import faithful, landscape
    >>> profile = landscape.profile(faithful()[:, 1:], range(45, 96, 10), floor=1)
    >>> round(profile.summit.height, 4), profile.summit.means.round(2).tolist()
    (-3.8015, [[54.61], [80.09]])
    """

    logits: Array
    means: Array
    log_sigma: Array
    height: float

    @property
    def parameters(self) -> tuple[Array, Array, Array]:
        """What the kernels take after x."""
        return self.logits, self.means, self.log_sigma


@dataclass(frozen=True)
class Profile:
    """The mean log-likelihood at each pair of means, weights and standard deviations being the best for these means.

    Attributes
    ----------
    means : (G,) float array
        What each of the two means may be, in increasing order.
    heights : (G, G) float array
        Nats per point; the first index is that of the first component's mean.
    logits, log_sigma : (G, G, 2) float array
        The best weights, as logits, and the logarithms of the best standard deviations, for each component.
    summit : Place
        The highest place found from any cell when the means may move too; the smaller mean first.
    crossing : Place
        The highest place found where both means are equal. Whoever walks from the summit to its relabelled twin comes by some place where
        they are equal, and is there no higher than this.

    Examples
    --------
    >>> from mog import faithful, landscape
    >>> profile = landscape.profile(faithful()[:, 1:], range(45, 96, 10), floor=1)
    >>> profile.heights.shape, profile.crossing.height < profile.summit.height
    ((6, 6), True)
    """

    means: Array
    heights: Array
    logits: Array
    log_sigma: Array
    summit: Place
    crossing: Place

    def place(self, i: int, j: int) -> Place:
        """The best mixture whose means are the i-th and the j-th of the grid.

        Examples
        --------
        >>> from mog import faithful, landscape
        >>> profile = landscape.profile(faithful()[:, 1:], range(45, 96, 10), floor=1)
        >>> profile.place(1, 3).means.tolist()
        [[55.0], [75.0]]
        """
        return Place(self.logits[i, j], self.means[[i, j], None], self.log_sigma[i, j, :, None], float(self.heights[i, j]))


def profile(x: ArrayLike, means: ArrayLike, *, floor: float) -> Profile:
    """The likelihood of a mixture of two components over its two means, everything else being at its best.

    At each pair of means EM climbs from several widths of both components, and the highest end counts. Its M-step stays exact with a
    floor: where the best σ would lie below it, the best that is allowed is the floor. Time and memory grow with the number of pairs times
    the number of different values in x.

    Parameters
    ----------
    x : (m, 1) array_like
        The points, one a row.
    means : (G,) array_like
        What each of the two means may be, in increasing order; every pair is looked at.
    floor : float
        The smallest standard deviation allowed, in the unit of x.

    Returns
    -------
    Profile
        The best height and the best other parameters for each pair of means, and the highest place of all.

    Raises
    ------
    ValueError
        If an argument is not what is described here.

    Examples
    --------
    >>> from mog import faithful, landscape
    >>> profile = landscape.profile(faithful()[:, 1:], range(45, 96, 10), floor=1)
    >>> profile.heights[1].round(3).tolist()
    [-4.459, -4.458, -4.113, -3.922, -3.966, -4.399]
    """
    climber = _Climber(_points(x), _floor(floor))
    grid = _grid(means)
    size = len(grid)
    i, j = np.triu_indices(size)
    best, height = climber.best(grid[i], grid[j])
    heights, odds, log_sigma = np.empty((size, size)), np.empty((size, size)), np.empty((size, size, 2))
    # The labels are arbitrary: below the diagonal stands the same mixture with its components exchanged.
    heights[j, i] = heights[i, j] = height
    odds[j, i], log_sigma[j, i] = -best[:, 0], best[:, :2:-1]
    odds[i, j], log_sigma[i, j] = best[:, 0], best[:, 3:]
    summit = climber.highest(best, height, "free")
    crossing = climber.highest(best[i == j], height[i == j], "equal")
    return Profile(grid, heights, np.stack([odds, -odds], axis=-1) / 2, log_sigma, summit, crossing)


def _points(x: ArrayLike) -> Array:
    points = numbers("x", x)
    if points.ndim != 2 or points.shape[1] != 1 or len(points) == 0:
        raise ValueError(f"x has shape {points.shape}, expected (m, 1), one point a row, with at least one point")
    refuse_not_finite("x", points, np.isfinite(points))
    return points[:, 0]


def _grid(means: ArrayLike) -> Array:
    grid = numbers("means", means)
    if grid.ndim != 1 or len(grid) == 0:
        raise ValueError(f"means has shape {grid.shape}, expected (G,), with at least one mean")
    refuse_not_finite("means", grid, np.isfinite(grid))
    if not (np.diff(grid) > 0).all():
        raise ValueError("means are not in increasing order, each once, as numpy.linspace gives them")
    return grid


def _floor(floor: float) -> float:
    if not (np.ndim(floor) == 0 and np.isfinite(floor) and floor > 0):
        raise ValueError(f"floor is {floor!r}, expected a positive number in the unit of x: without it the likelihood has no highest point")
    return float(floor)


class _Climber:
    """EM on many mixtures at once, for points that are kept as values and the share of the points that each value has.

    A mixture is a row of five: the logarithm of the first weight over the second, both means, both log σ.
    """

    def __init__(self, points: Array, floor: float) -> None:
        self.values, counts = np.unique(points, return_counts=True)
        self.shares = counts / len(points)
        self.least = np.log(floor)
        self.most = np.log(max(floor, float(np.ptp(points)))) + 3
        self.widths = np.linspace(self.least, max(self.least, self.most - 3), 4)

    def best(self, first: Array, second: Array) -> tuple[Array, Array]:
        """The best mixture for each pair of means, and its height."""
        cells = np.arange(len(first))
        short = [self.climb(_rows(0, first, second, one, two), "fixed", 5) for one in self.widths for two in self.widths]
        begun, heights = np.stack([end[0] for end in short]), np.stack([end[1] for end in short])
        promising = [begun[rank, cells] for rank in np.argsort(-heights, axis=0)[:2]]
        promising.append(self._beside_one(first, second))
        promising.append(self._beside_one(second, first)[:, [0, 2, 1, 4, 3]] * [-1, 1, 1, 1, 1])
        ends = [self.climb(rows, "fixed", 1000) for rows in promising]
        rows, tops = np.stack([end[0] for end in ends]), np.stack([end[1] for end in ends])
        winner = tops.argmax(axis=0)
        return rows[winner, cells], tops[winner, cells]

    def highest(self, rows: Array, heights: Array, means: Means) -> Place:
        """The highest place that a climb reaches from the twenty highest rows."""
        ends, tops = self.climb(rows[np.argsort(-heights)[:20]], means, 1000)
        odds, *rest = ends[tops.argmax()]
        centres, log_sigma = np.reshape(rest, (2, 2, 1))
        order = np.argsort(centres[:, 0], kind="stable")
        return Place(np.array([odds, -odds])[order] / 2, centres[order], log_sigma[order], float(tops.max()))

    def climb(self, rows: Array, means: Means, cycles: int) -> tuple[Array, Array]:
        """Where EM leads from each row, and the heights there.

        Two steps of EM show where it is heading, and a leap goes further that way (Varadhan and Roland 2008); it counts only where it ends
        higher than the two steps.
        """
        rows = rows.copy()
        moving = np.arange(len(rows))
        reach = np.full(len(rows), 4.0)
        for _ in range(cycles):
            here = rows[moving]
            once, _ = self._step(here, means)
            twice, height = self._step(once, means)
            change, bend = once - here, twice - 2 * once + here
            length = np.linalg.norm(change, axis=1) / np.maximum(np.linalg.norm(bend, axis=1), 1e-300)
            length = np.clip(length, 1, reach)[:, None]
            leap, leap_height = self._step(self._allowed(here + 2 * length * change + length**2 * bend), means)
            higher = leap_height > height
            rows[moving] = np.where(higher[:, None], leap, twice)
            reach = np.where(higher, 2 * reach, np.maximum(reach / 2, 1))
            restless = _largest(change, here) > STILL
            moving, reach = moving[restless], reach[restless]
            if len(moving) == 0:
                break
        return rows, self._step(rows, means)[1]

    def _step(self, rows: Array, means: Means) -> tuple[Array, Array]:
        """Each row after one step of EM, and its height before."""
        odds, centre, log_sigma = rows[:, 0], rows[:, 1:3, None], rows[:, 3:, None]
        squares = (self.values - centre) ** 2
        log_normal = -log_sigma - squares * np.exp(-2 * log_sigma) / 2
        lead = odds[:, None] + log_normal[:, 0] - log_normal[:, 1]
        smaller = np.exp(-np.abs(lead))
        log_sum = log_normal[:, 1] + np.maximum(lead, 0) + np.log1p(smaller)
        height = log_sum @ self.shares - np.logaddexp(0, odds) - np.log(2 * np.pi) / 2
        first = np.where(lead >= 0, 1, smaller)
        second = np.where(lead >= 0, smaller, 1)
        gamma = np.stack([first, second], axis=1) * (self.shares / (1 + smaller))[:, None]
        # A component may be so far from all points that nothing is left for it.
        weight = np.maximum(gamma.sum(axis=2), 1e-300)
        after = rows.copy()
        after[:, 0] = np.log(weight[:, 0] / weight[:, 1])
        if means == "free":
            after[:, 1:3] = gamma @ self.values / weight
        elif means == "equal":
            precision = np.exp(-2 * rows[:, 3:])
            pull = np.sum(gamma @ self.values * precision, axis=1)
            after[:, 1:3] = (pull / np.sum(weight * precision, axis=1))[:, None]
        if means != "fixed":
            squares = (self.values - after[:, 1:3, None]) ** 2
        after[:, 3:] = np.log(np.maximum(np.sum(gamma * squares, axis=2) / weight, 1e-300)) / 2
        return self._allowed(after), height

    def _allowed(self, rows: Array) -> Array:
        """The rows with weights and standard deviations moved to the nearest allowed ones."""
        rows[:, 0] = rows[:, 0].clip(-FAINT, FAINT)
        rows[:, 3:] = rows[:, 3:].clip(self.least, self.most)
        return rows

    def _beside_one(self, first: Array, second: Array) -> Array:
        """Rows of the first component alone at its best, and beside it a faint second one of the width that would raise it most."""
        alone = np.log(np.maximum((self.values - first[:, None]) ** 2 @ self.shares, np.exp(2 * self.least)))[:, None] / 2
        crowd = -alone - (self.values - first[:, None]) ** 2 * np.exp(-2 * alone) / 2
        squares = (self.values - second[:, None]) ** 2
        widths = np.linspace(self.widths[0], self.widths[-1], 16)
        # As weight moves from the first to the second, the height grows at the rate of this mean minus one.
        gains = [np.exp(np.minimum(-width - squares * np.exp(-2 * width) / 2 - crowd, 700)) @ self.shares for width in widths]
        return _rows(5, first, second, alone[:, 0], widths[np.argmax(gains, axis=0)])


def _rows(*columns: ArrayLike) -> Array:
    """Mixtures from their five numbers, each of which may be one for all."""
    return np.stack([np.asarray(column, dtype=np.float64) for column in np.broadcast_arrays(*columns)], axis=1)


def _largest(change: Array, rows: Array) -> Array:
    """The largest change in each row: a component counts as far as its weight does, which leaves one that is off free to drift."""
    weight = np.exp(-np.logaddexp(0, np.stack([-rows[:, 0], rows[:, 0]], axis=1)))
    shifts = weight * np.abs(change[:, 1:3]) * np.exp(-rows[:, 3:])
    largest: Array = np.max(np.hstack([np.abs(change[:, :1]), shifts, weight * np.abs(change[:, 3:])]), axis=1)
    return largest
