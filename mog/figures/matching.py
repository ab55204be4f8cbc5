"""Which component of a fit is which of the truth, since a mixture's components have no order."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from mog.mixture import Mixture, counted


def matching(fit: Mixture, truth: Mixture) -> NDArray[np.intp]:
    """For each component of the truth the one of the fit that stands for it: together their means are nearest, in the truth's σ.

    All ways to match are looked at, in an order that needs 2^K looks and not K!.
    """
    if fit.means.shape != truth.means.shape:
        came = f"{counted(truth.components, 'component')} of {counted(truth.features, 'feature')}"
        expected = f"{fit.components} of {fit.features} like the mixture"
        raise ValueError(f"truth has {came}, expected {expected}")
    distances = np.sum(((fit.means - truth.means[:, None]) / truth.sigma[:, None]) ** 2, axis=2)

    @cache
    def best(taken: frozenset[int]) -> tuple[float, tuple[int, ...]]:
        k = len(taken)
        if k == truth.components:
            return 0.0, ()
        ways = []
        for j in set(range(fit.components)) - taken:
            rest, chosen = best(taken | {j})
            ways.append((float(distances[k, j]) + rest, (j, *chosen)))
        return min(ways)

    return np.array(best(frozenset())[1], dtype=np.intp)


def reordered(mixture: Mixture, order: NDArray[np.intp]) -> Mixture:
    """The same density with its components in this order."""
    return Mixture(mixture.logits[order], mixture.means[order], mixture.log_sigma[order])
