"""Fifty random data sets, and the highest stationary point known of each: python -m mog.quality finds them and writes the file again.

The recipe is that of the project's quality promise: m = 1000 points, three components, three features; means ~ N(0, s²) with s = 3 for
even seeds and 1.5 for odd ones; log σ ~ N(−0.2, 0.4²); weights ~ Dirichlet(5, 5, 5). "Highest" is among the ends of 24 runs of EM from
starts of both kinds and one from the truth, no σ at its floor of 1e-3 of the feature's spread. The file has for each set the start,
its seed and the height, in nats per point.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mog.expectation_maximization import em
from mog.inputs import Array
from mog.mixture import Mixture
from mog.training import Start, Training

__all__ = ["Height", "climb", "draw", "known"]

SETS = range(50)
FILE = Path(__file__).parent / "data" / "quality.csv"
TRIED: tuple[tuple[Start, int], ...] = (*(("k-means++", seed) for seed in range(12)), *(("random points", seed) for seed in range(12)))


class Height(NamedTuple):
    """The highest stationary point known of a data set, and from where EM climbs to it.

    Examples
    --------
    >>> from mog.quality import known
    >>> known()[0]
    Height(start='k-means++', seed=1, height=-3.564036661)
    """

    start: Start
    """How the start was chosen, as `mog.em` takes it."""
    seed: int
    """The seed that leads there, with one start."""
    height: float
    """The mean log-likelihood, in nats per point."""


def draw(number: int) -> tuple[Array, Mixture]:
    """A data set of 1000 points in three features, and the mixture of three components that it was drawn from.

    Parameters
    ----------
    number : int
        Which, from 0 to 49. The components of even ones lie further apart.

    Returns
    -------
    x : (1000, 3) float array
        The points, one a row.
    truth : Mixture
        What they were drawn from.

    Examples
    --------
    >>> from mog.quality import draw
    >>> x, truth = draw(0)
    >>> x.shape, truth.components
    ((1000, 3), 3)
    """
    random = np.random.default_rng(number)
    means = random.normal(0, 3.0 if number % 2 == 0 else 1.5, (3, 3))
    log_sigma = random.normal(-0.2, 0.4, (3, 3))
    truth = Mixture(np.log(random.dirichlet(np.full(3, 5.0))), means, log_sigma)
    return truth.sample(1000, random)[0], truth


def climb(number: int, start: Start, seed: int) -> Training:
    """Expectation maximization on a data set, from one start.

    Parameters
    ----------
    number : int
        Which data set, from 0 to 49.
    start : "k-means++" or "random points"
        How the start is chosen, as for `mog.em`.
    seed : int
        Which start.

    Examples
    --------
    >>> from mog.quality import climb, known
    >>> best = known()[0]
    >>> training = climb(0, best.start, best.seed)
    >>> abs(float(training.heights[0]) - best.height) < 1e-6
    True
    """
    return em(draw(number)[0], 3, seed=seed, starts=1, start=start)


def find(number: int) -> Height:
    """The highest end of all runs; AssertionError where the run from the truth ends higher than all others."""
    ends = [(start, seed, climb(number, start, seed)) for start, seed in TRIED]
    found = max(
        (Height(start, seed, float(end.heights[0])) for start, seed, end in ends if not end.at_floor.any()), key=lambda end: end.height
    )
    x, truth = draw(number)
    assert em(x, 3, initial=truth).heights[0] < found.height + 1e-6, number
    return found


def known() -> list[Height]:
    """The stored heights, by the number of the set.

    Examples
    --------
    >>> from mog.quality import known
    >>> len(known())
    50
    """
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [int(row["set"]) for row in rows] == list(SETS)
    return [Height("k-means++" if row["start"] == "k-means++" else "random points", int(row["seed"]), float(row["height"])) for row in rows]


if __name__ == "__main__":
    with FILE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("set", *Height._fields))
        writer.writerows((number, start, seed, f"{height:.9f}") for number in SETS for start, seed, height in [find(number)])
