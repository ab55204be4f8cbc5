"""Where training begins: means on points of the data, far from each other or anywhere, in standardised units."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from mog.arguments import one_of
from mog.inputs import Array, whole_number
from mog.mixture import Mixture, counted
from mog.training import STACKLEVEL, Start, StartWarning
from mog.units import Parameters, Units

SMALLEST = 1e-12
"""The σ of a feature in which all points have one value; training raises it to its floor."""


def random_points(x: Array, components: int, random: np.random.Generator) -> Parameters:
    """Means on points of the data, which differ as far as there are enough; equal weights, and each σ that of all points."""
    distinct = np.unique(x, axis=0)
    means = random.choice(distinct, size=components, replace=len(distinct) < components)
    return np.zeros(components), means, np.zeros(means.shape)


def k_means_plus_plus(x: Array, components: int, random: np.random.Generator) -> Parameters:
    """Means far from each other (Arthur and Vassilvitskii 2007), and the weights and σ of the points nearest to each.

    The means are points, each drawn with a chance proportional to its squared distance from the nearest one before it.
    """
    means = [x[random.integers(len(x))]]
    squares = np.full(len(x), np.inf)
    while len(means) < components:
        squares = np.minimum(squares, np.sum((x - means[-1]) ** 2, axis=1))
        total = np.sum(squares)
        means.append(x[random.choice(len(x), p=squares / total if total > 0 else None)])
    return nearest_to(x, np.array(means))


def nearest_to(x: Array, means: Array) -> Parameters:
    """Components with these means; the weights and σ are those of the points nearest to each."""
    nearest = np.argmin([np.sum((x - mean) ** 2, axis=1) for mean in means], axis=0)
    mine = nearest == np.arange(len(means))[:, None]
    squares = (x - means[nearest]) ** 2
    # As if each component had one point more, as far off as points are on average: none is left without a weight or a σ.
    count = np.sum(mine, axis=1) + 1
    variances = (mine @ squares + np.mean(squares, axis=0)) / count[:, None]
    return np.log(count / np.sum(count)), means, np.log(np.maximum(variances, SMALLEST**2)) / 2


STARTS: dict[Start, Callable[[Array, int, np.random.Generator], Parameters]] = {
    "k-means++": k_means_plus_plus,
    "random points": random_points,
}


@dataclass(frozen=True)
class Beginning:
    """How each of several starts begins, after the checks of what was asked for."""

    x: Array
    units: Units
    components: int
    starts: int
    start: Start | Literal["initial"]
    initial: Mixture | None

    def draw(self, random: np.random.Generator) -> Parameters:
        """Where the next start begins; the given mixture needs no random numbers."""
        if self.initial is not None:
            return self.units.parameters(self.initial)
        return STARTS[cast(Start, self.start)](self.x, self.components, random)


def beginning(x: Array, units: Units, components: object, starts: object, start: object, initial: object) -> Beginning:
    """ValueError or TypeError, naming the argument, where it is not clear how to begin; StartWarning where components are bound to stay the same."""
    K, number, word = whole_number("components", components, 1), whole_number("starts", starts, 1), one_of("start", start, tuple(STARTS))
    if len(x) < K:
        raise ValueError(f"x has {counted(len(x), 'point')}, but components is {K}: expected at least one point for each component")
    warn_of_repeats(x, K)
    if initial is None:
        return Beginning(x, units, K, number, word, None)
    if not isinstance(initial, Mixture):
        raise TypeError(f"initial is of type {type(initial).__name__}, expected a mog.Mixture")
    if initial.means.shape != (K, x.shape[1]):
        has = f"{counted(initial.components, 'component')} and {counted(initial.features, 'feature')}"
        raise ValueError(f"initial has {has}, expected {K} and {x.shape[1]}: components, and columns of x")
    if np.isneginf(initial.logits).any():
        raise ValueError("initial has a component of weight 0, which no step can bring back: leave it out, or give it a small weight")
    warn_of_twins(initial)
    return Beginning(x, units, K, 1, "initial", initial)


def warn_of_repeats(x: Array, components: int) -> None:
    """StartWarning where there are fewer different points than components."""
    distinct = len(np.unique(x, axis=0))
    if distinct < components:
        message = f"x has {counted(distinct, 'different point')}, but components is {components}: some components will be the same"
        warnings.warn(message, StartWarning, STACKLEVEL)


def warn_of_twins(initial: Mixture) -> None:
    """StartWarning where components begin as the same."""
    rows = np.concatenate([initial.means, initial.log_sigma], axis=1)
    for k, row in enumerate(rows):
        twins = np.flatnonzero(np.all(rows[:k] == row, axis=1))
        if len(twins):
            message = f"components {twins[0]} and {k} of initial (counted from 0) are the same, so their gradients are"
            warnings.warn(f"{message}, and nothing but rounding can part them: move one of their means", StartWarning, STACKLEVEL)
