"""What the moving figure of the wrong gradient begins with: the start, the rate and the end of the runs of its chapter."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from mog import em, faithful, figures, kernels, rules

RATE = 0.1
WEIGHT = 0.05
"""The first weight at the start; the means are −1 and 1 and both σ 1, in standard deviations of the waits."""
STEPS = 3000
SHOWN = 600
"""How many steps the picture shows."""


def data() -> dict[str, Any]:
    """The waits, the start, and the optimum."""
    x = faithful()[:, 1]
    best = em(((x - x.mean()) / x.std())[:, None], 2, seed=0)
    return {
        "x": x.tolist(),
        "centre": float(x.mean()),
        "spread": float(x.std()),
        "weight": WEIGHT,
        "rate": RATE,
        "steps": STEPS,
        "best": float(best.history[-1]),
        "optimum": float(best.mixture.weights[np.argmin(best.mixture.means[:, 0])]),
        "adam": [rules.DECAY, rules.SECOND_DECAY, rules.EPSILON],
    }


def weights(assignments: bool) -> list[float]:
    """The first weight after each plain step, with the right gradient of the logits or with the assignment's."""
    x = faithful()[:, 1:]
    u = (x - x.mean()) / x.std()
    theta = [np.log([WEIGHT, 1 - WEIGHT]), np.array([[-1.0], [1.0]]), np.zeros((2, 1))]
    seen = []
    for _ in range(SHOWN):
        by_logit, *others = kernels.value_and_gradient(u, *theta)[1:]
        slopes = [kernels.weight_gradient(u, *theta) if assignments else by_logit, *others]
        theta = [part + RATE * slope / len(u) for part, slope in zip(theta, slopes, strict=True)]
        seen.append(float(1 / (1 + np.exp(theta[0][1] - theta[0][0]))))
    return seen


def picture() -> Figure:
    """The two runs that arrive at the optimum, one of them with a wrong gradient."""
    lines = {"right": weights(assignments=False), "assignment’s": weights(assignments=True)}
    return figures.curves(np.arange(1, SHOWN + 1), lines, xlabel="step", ylabel="weight of component 1", markers=False)
