"""What the moving figure of the descent begins with: data in units of their spread, starts that succeed or fail, the package's constants."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from inspect import signature
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from mog import Mixture, em, figures, make_dataset, rules, sgd
from mog.inputs import Array
from mog.training import CollapseWarning, ConvergenceWarning
from mog.units import Parameters, standardised

K, D = 3, 2
FREE_PARAMETERS = K - 1 + 2 * K * D
CONSTANTS = {
    "faint": sgd.FAINT,
    "floor": signature(sgd.train).parameters["floor"].default,
    "furthest": rules.FURTHEST,
    "room": sgd.ROOM,
    "decay": rules.DECAY,
    "secondDecay": rules.SECOND_DECAY,
    "epsilon": rules.EPSILON,
}
END_OF_SCALE = 2.2
BEYOND_THE_BEND = 1.2
"""How many times the rate at which plain descent stops settling the preset has; up to 4/3 the two-cycle is orderly."""


def row(array: Any) -> list[float]:
    """The numbers of an array row by row."""
    return [float(number) for number in np.ravel(array)]


def toy() -> Array:
    """The points of the chapter on the dataset."""
    return make_dataset(points=1000, features=D, components=K, seed=0).x


def pulled_apart() -> Array:
    """Groups that are narrow in units of the spread."""
    return make_dataset(points=200, features=D, components=K, seed=0, separation=10).x


def cut_off() -> Array:
    """Points whose first feature was measured with a scale that ends."""
    points = make_dataset(points=200, features=D, components=K, seed=0).x.copy()
    points[:, 0] = np.minimum(points[:, 0], END_OF_SCALE)
    return points


def point_set(points: Array) -> dict[str, Any]:
    """Points in units of their spread, the best mean negative log-likelihood known for them there, and the statistical error."""
    x, units = standardised(points)
    return {
        "x": row(x),
        "best": float(best_of(points).history[-1] - units.log_volume),
        "error": FREE_PARAMETERS / (2 * len(x)),
    }


def best_of(points: Array) -> Any:
    """What EM finds, from several starts, that is no collapse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CollapseWarning)
        warnings.simplefilter("ignore", ConvergenceWarning)
        return em(points, K, seed=0)


def start(means: Sequence[Sequence[float]], sigma: float) -> Parameters:
    """Equal weights, these means, and one σ for all."""
    return np.zeros(K), np.array(means), np.full((K, D), np.log(sigma))


def on_three_points() -> Parameters:
    """Three of the points, with the σ of all of them: how the chapter begins."""
    x, _ = standardised(toy())
    return start(x[np.random.default_rng(0).choice(len(x), size=K, replace=False)], 1.0)


def beside_the_optimum() -> Parameters:
    """The optimum of the narrow groups, with each mean moved by 0.3 σ along each axis."""
    _, units = standardised(pulled_apart())
    logits, means, log_sigma = units.parameters(best_of(pulled_apart()).mixture.sorted())
    return logits, means + 0.3 * np.exp(log_sigma), log_sigma


def beyond_the_bend() -> float:
    """A rate at which plain descent fits its own jumps to the narrowest group: η = 2σ²/π, and somewhat more."""
    logits, _, log_sigma = beside_the_optimum()
    weights = np.exp(logits) / np.sum(np.exp(logits))
    return float(f"{BEYOND_THE_BEND * np.min(2 * np.exp(2 * log_sigma) / weights[:, None]):.2g}")


SETS = {"toy": toy, "apart": pulled_apart, "cut": cut_off}


def preset(name: str, points: str, begin: Parameters, rule: str, rate: float, batch: int, **more: Any) -> dict[str, Any]:
    """A choice of points, start and settings; a batch of 0 points is one of all."""
    return {
        "name": name,
        "set": list(SETS).index(points),
        "start": row(rules.joined(*begin)),
        "rule": rule,
        "rate": rate,
        "batch": batch,
    } | more


def presets() -> list[dict[str, Any]]:
    """One start that succeeds, and four that fail, each for another reason."""
    return [
        preset("Three groups", "toy", on_three_points(), "plain", 0.1, 50),
        preset("The same start for all", "toy", start([[0.0, 0.0]] * K, 1.0), "natural", rules.RATES["natural"], 50),
        preset("A scale that ends", "cut", start([[-0.8, 0.5], [0.0, -1.0], [1.2, -0.3]], 0.5), "natural", 0.2, 50),
        preset(
            "Two means in one group", "apart", start([[-0.9, 1.3], [-0.9, 0.3], [0.9, -0.9]], 0.3), "natural", rules.RATES["natural"], 50
        ),
        preset("A narrow group", "apart", beside_the_optimum(), "plain", beyond_the_bend(), 0, narrow=True),
    ]


def data() -> dict[str, Any]:
    """All that the figure's script is given."""
    return {
        "constants": CONSTANTS,
        "rates": rules.RATES,
        "epochs": sgd.EPOCHS,
        "steps": sgd.STEPS,
        "sets": [point_set(draw()) for draw in SETS.values()],
        "presets": presets(),
    }


def picture() -> Figure:
    """The points under the three equal components with which the first descent begins."""
    x, _ = standardised(toy())
    return figures.fit_over_scatter(x, Mixture(*on_three_points()), names=("feature 1", "feature 2"))
