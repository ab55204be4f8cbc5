"""Data in units of their own spread, where training takes place, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mog.inputs import Array, numbers, refuse_not_finite
from mog.mixture import Mixture

Parameters = tuple[Array, Array, Array]
"""Logits (K,), means (K, D) and log σ (K, D)."""

NARROWEST, WIDEST = 1e-301, 1e306
"""Beyond these spreads float64 cannot hold the standard deviations, or their inverses, of a mixture's components."""


@dataclass(frozen=True)
class Units:
    """The mean and the standard deviation of each feature; the latter is 1 where all points have the same value."""

    shift: Array
    spread: Array
    constant: NDArray[np.bool_]

    @property
    def log_volume(self) -> float:
        """What a mean negative log-likelihood in these units lacks to be one in the unit of x."""
        return float(np.sum(np.log(self.spread)))

    def mixture(self, parameters: Parameters) -> Mixture:
        """The mixture, in the unit of x, that has these parameters here."""
        logits, means, log_sigma = parameters
        return Mixture(logits, self.shift + self.spread * means, log_sigma + np.log(self.spread))

    def parameters(self, mixture: Mixture) -> Parameters:
        """The parameters, here, of a mixture in the unit of x."""
        return mixture.logits, (mixture.means - self.shift) / self.spread, mixture.log_sigma - np.log(self.spread)


def standardised(x: ArrayLike) -> tuple[Array, Units]:
    """The points (m, D), of mean 0 and standard deviation 1 in each feature, and the units; ValueError for what is no table of points."""
    points = numbers("x", x)
    if points.ndim != 2 or 0 in points.shape:
        hint = "; write x[:, None] for points of one feature, x[None, :] for a single point" if points.ndim == 1 else ""
        raise ValueError(f"x has shape {points.shape}, expected (m, D), one point a row, with m and D at least 1{hint}")
    refuse_not_finite("x", points, np.isfinite(points))
    # NumPy adds up in the order of the memory, and the same points shall give the same sums.
    points = np.ascontiguousarray(points)
    # Divided by a power of two, which is exact, no number is too large to be squared.
    size = np.exp2(np.frexp(np.max(np.abs(points), axis=0))[1] - 1)
    scaled = points / size
    shift = np.mean(scaled, axis=0)
    constant = np.all(points == points[0], axis=0)
    shift[constant] = scaled[0, constant]
    spread = np.std(scaled - shift, axis=0)
    units = Units(shift * size, np.where(constant, 1.0, spread * size), constant)
    outside = (units.spread < NARROWEST) | (units.spread > WIDEST)
    if outside.any():
        feature = int(np.argmax(outside))
        raise ValueError(f"x spreads over {units.spread[feature]:.1e} in feature {feature}, expected {NARROWEST:g} to {WIDEST:g}")
    return np.where(constant, 0.0, (scaled - shift) / np.where(constant, 1.0, spread)), units
