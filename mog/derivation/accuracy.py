"""The density of a mixture as it is often computed, the same in 60 digits, and how far apart the two are.

The functions above the measurements are short on purpose: the chapter *From proof to code* shows them as they stand here.
"""

from __future__ import annotations

from math import ceil, log10
from typing import Any

import mpmath
import numpy as np

from mog import kernels
from mog.inputs import Array

SIXTY_DIGITS = mpmath.MPContext()
SIXTY_DIGITS.dps = 60
STEP = SIXTY_DIGITS.mpf(10) ** -20
"""A difference quotient over a step h has an error of the size of h², here in the 40th digit."""
GOOD = -14
"""The power of ten below which an error is not told apart any more: single roundings are not the same on every machine."""


def normal_densities(x: Array, means: Array, sigma: Array) -> Array:
    """The density of each component at each point, a product over features."""
    z = (x[:, None, :] - means) / sigma
    features = np.exp(-(z**2) / 2) / (sigma * np.sqrt(2 * np.pi))
    densities: Array = np.prod(features, axis=2)
    return densities


def naive_log_density(
    x: Array,
    weights: Array,
    means: Array,
    sigma: Array,
) -> Array:
    """The textbook's formula: exponentials, their weighted sum, its logarithm."""
    density = normal_densities(x, means, sigma) @ weights
    # Far away it is 0; NumPy's warning is switched off, as this is to be seen.
    with np.errstate(divide="ignore"):
        log_density: Array = np.log(density)
    return log_density


def naive_responsibilities(
    x: Array,
    weights: Array,
    means: Array,
    sigma: Array,
) -> Array:
    """The textbook's formula: weighted densities, divided by their sum."""
    weighted = weights * normal_densities(x, means, sigma)
    density = np.sum(weighted, axis=1, keepdims=True)
    # Far away it is 0 divided by 0, which is to be seen without a warning.
    with np.errstate(invalid="ignore"):
        responsibilities: Array = weighted / density
    return responsibilities


def expanded_log_density(
    x: Array,
    logits: Array,
    means: Array,
    log_sigma: Array,
) -> Array:
    """Logarithms throughout, but the square multiplied out into matrix products."""
    precision = np.exp(-2 * log_sigma)
    square = x**2 @ precision.T - 2 * x @ (means * precision).T
    square += np.sum(means**2 * precision, axis=1)
    constant = np.sum(log_sigma + np.log(2 * np.pi) / 2, axis=1)
    log_normal = -constant - square / 2
    log_weights = logits - np.logaddexp.reduce(logits)
    log_density: Array = np.logaddexp.reduce(log_weights + log_normal, axis=1)
    return log_density


def exactly(values: Any) -> Any:
    """An array of numbers as they are, with room for 60 digits."""
    return np.frompyfunc(SIXTY_DIGITS.mpf, 1, 1)(np.asarray(values, dtype=object))


def exact_log_density(x: Any, logits: Any, means: Any, log_sigma: Any) -> Any:
    """The textbook's formula as it stands, in arithmetic with 60 digits."""
    x, logits, means, log_sigma = map(exactly, (x, logits, means, log_sigma))
    exp, log = (np.frompyfunc(function, 1, 1) for function in (SIXTY_DIGITS.exp, SIXTY_DIGITS.log))
    weights, sigma = exp(logits) / np.sum(exp(logits)), exp(log_sigma)
    z = (x[:, None, :] - means) / sigma
    densities = np.prod(exp(-(z**2) / 2) / (sigma * SIXTY_DIGITS.sqrt(2 * SIXTY_DIGITS.pi)), axis=2)
    return log(densities @ weights)


def exact_gradient(x: Any, logits: Any, means: Any, log_sigma: Any) -> tuple[Any, Any, Any]:
    """The log-likelihood's derivatives by logits, means and log_sigma from what a derivative is: quotients of small differences."""
    parameters = tuple(map(exactly, (logits, means, log_sigma)))
    gradient = tuple(np.empty_like(parameter) for parameter in parameters)
    for parameter, slopes in zip(parameters, gradient, strict=True):
        for place, value in np.ndenumerate(parameter):
            sides = []
            for parameter[place] in (value + STEP, value - STEP):
                sides.append(np.sum(exact_log_density(x, *parameters)))
            parameter[place] = value
            slopes[place] = (sides[0] - sides[1]) / (2 * STEP)
    return gradient


# --- what is measured


def far_from_both() -> tuple[Array, Array, Array, Array]:
    """One point 60 standard deviations from both of two components, whose σ is 1."""
    return np.zeros((1, 1)), np.zeros(2), np.array([[-60.0], [60.0]]), np.zeros((2, 1))


def far_from_zero(offset: float = 1e8) -> tuple[Array, Array, Array, Array]:
    """1001 points spread evenly over six units, two components a unit from the middle with σ = ½, and all of it moved by an offset.

    One feature, and σ a power of two: what is rounded then is the same on every machine, whatever multiplies its matrices.
    """
    x = offset + np.linspace(-3, 3, 1001)[:, None]
    return x, np.zeros(2), np.array([[offset - 1], [offset + 1]]), np.log(np.full((2, 1), 0.5))


def error(approximate: Array, exact: Any) -> float:
    """The largest absolute difference."""
    return float(np.max(np.abs(exactly(approximate) - exact)))


def underflow() -> tuple[str, ...]:
    """The log density far from all components, naive and exact."""
    x, logits, means, log_sigma = far_from_both()
    naive = naive_log_density(x, np.exp(logits) / np.sum(np.exp(logits)), means, np.exp(log_sigma))
    exact = exact_log_density(x, logits, means, log_sigma)
    return tuple(r"-\infty" if np.isneginf(value) else f"{value:.1f}" for value in (float(naive[0]), float(exact[0])))


def expanded_square() -> tuple[str, ...]:
    """The error of the expanded square at an offset of 1e8, in nats."""
    example = far_from_zero()
    return (f"{error(expanded_log_density(*example), exact_log_density(*example)):.1f}",)


def kernel_error() -> tuple[str, ...]:
    """A power of ten above the error of the generated function there, in nats."""
    example = far_from_zero()
    found = error(kernels.log_density(*example), exact_log_density(*example))
    return (f"10^{{{max(GOOD, ceil(log10(found))) if found else GOOD}}}",)
