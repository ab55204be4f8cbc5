"""The textbook's formulas in 60 digits, as they are written there: what the kernels ought to say, and the size of what is added up; and points that are hard."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
from numpy.typing import ArrayLike

DIGITS = mpmath.MPContext()
DIGITS.dps = 60

Arguments = tuple[Any, Any, Any, Any]


def each(function: Any) -> Any:
    """A function of one number, for all cells of an array."""
    return np.frompyfunc(function, 1, 1)


exp, log, number = each(DIGITS.exp), each(DIGITS.log), each(DIGITS.mpf)


def exactly(values: ArrayLike) -> Any:
    """An array of floats as it is, with room for more digits."""
    return number(np.asarray(values, dtype=float).astype(object))


def sample(rng: np.random.Generator, logits: Any, means: Any, log_sigma: Any, each_one: int = 12) -> Arguments:
    """Some points of every component, however rare it is."""
    means, log_sigma = np.array(means, dtype=float), np.array(log_sigma, dtype=float)
    x = means[:, None, :] + np.exp(log_sigma)[:, None, :] * rng.normal(size=(len(means), each_one, means.shape[1]))
    return x.reshape(-1, means.shape[1]), np.array(logits, dtype=float), means, log_sigma


def outputs(x: ArrayLike, logits: ArrayLike, means: ArrayLike, log_sigma: ArrayLike) -> dict[str, tuple[Any, Any, Any]]:
    """For each output: what it is; the absolute values of its terms, added up; the same where a term counts its exponent too.

    A sum can come out near 0 when its terms are large, so its error is measured by its terms: those of log p are log π, log σ, z²/2 and
    log(2π)/2; those of a gradient are γz/σ, γz² and γ, γ and π, for each point. The relative error of an exponential is the absolute
    error of its exponent. A responsibility that has log π and z²/2 in its exponent is known as well as these are, and no better.
    """
    x, a, mu, s = map(exactly, (x, logits, means, log_sigma))
    weight, sigma, circle = exp(a - max(a)) / sum(exp(a - max(a))), exp(s), 2 * +DIGITS.pi
    z = (x[:, None, :] - mu) / sigma
    normal = np.prod(exp(-(z**2) / 2) / (sigma * DIGITS.sqrt(circle)), axis=2)
    p = np.sum(weight * normal, axis=1)
    ratio = normal / p[:, None]
    gamma = weight * ratio
    bits = np.array([abs(DIGITS.log(w)) if w else DIGITS.mpf(0) for w in weight])
    exponent = bits + np.sum(z**2 / 2 + abs(s) + DIGITS.log(circle) / 2, axis=2)
    terms_of_log = np.sum(gamma * exponent, axis=1)
    known = 1 + exponent + terms_of_log[:, None]
    g, by_feature = gamma[:, :, None], known[:, :, None]

    def summed(values: Any, sizes: Any, known: Any) -> tuple[Any, Any, Any]:
        return np.sum(values, axis=0), np.sum(sizes, axis=0), np.sum(sizes * known, axis=0)

    def by_sigma(factor: Any) -> tuple[Any, Any, Any]:
        return summed(g * (z**2 - 1) * factor, g * (z**2 + 1) * factor, by_feature)

    return {
        "log_density": (log(p), terms_of_log, terms_of_log),
        "responsibilities": (gamma, gamma + (1 - gamma), gamma * known),
        "value": (sum(log(p)), sum(terms_of_log), sum(terms_of_log)),
        "logit_gradient": summed(gamma - weight, gamma + weight, known),
        "mean_gradient": summed(g * z / sigma, g * abs(z) / sigma, by_feature),
        "log_sigma_gradient": by_sigma(1),
        "log_variance_gradient": by_sigma(DIGITS.mpf(1) / 2),
        "variance_gradient": by_sigma(1 / (2 * sigma**2)),
        "weight_gradient": summed(ratio, ratio, known),
    }


def assert_close(name: str, got: Any, truth: Any, size: Any, tolerance: float) -> None:
    """Within this part of the size; what is smaller than 1e-290 may be 0, since float64 ends there."""
    errors, sizes = np.ravel(abs(exactly(got) - truth)), np.ravel(size)
    worst = max(error - tolerance * size for error, size in zip(errors, sizes, strict=True))
    assert worst <= 1e-290, f"{name}: {float(max(errors / sizes)):.1e} of the sum of the absolute terms"


def hard_points() -> dict[str, Arguments]:
    rng = np.random.default_rng(0)
    a, mu, s = rng.normal(size=3), rng.normal(size=(3, 2)) * 2, rng.normal(size=(3, 2)) / 2
    x, *parameters = sample(rng, a, mu, s)
    far = mu[[0, 1, 2, 0]] + 40 * np.exp(s[[0, 1, 2, 0]]) * np.array([[1, 1], [-1, 1], [1, -1], [0, -1]])
    one = sample(rng, [0.3, -0.4], [[-1.0], [2.0]], [[0.1], [-0.2]])
    widths = sample(rng, [0.0, 1.0, -1.0], mu, np.log([[1e-6, 1e6], [1.0, 1e-6], [1e6, 1e-3]]))
    return {
        "ordinary": (x, *parameters),
        "one feature": one,
        "one component": sample(rng, [5.0], mu[:1], s[:1]),
        "40 standard deviations away": (np.vstack([x, far]), *parameters),
        "an offset of 1e8": sample(rng, a, mu + 1e8, s),
        "standard deviations from 1e-6 to 1e6": widths,
        "two groups 1e8 apart": sample(rng, [*a, 0.2], [*mu, mu[0] + [1e8, 0.0]], [*s, s[1]]),
        "a weight of 1e-300": sample(rng, [0.0, 0.5, np.log(1e-300)], mu, s),
        "a component switched off": sample(rng, [0.0, 0.5, -np.inf], mu, s),
        "logits of 1e8": sample(rng, a + 1e8, mu, s),
        "a single far point": (far[:1], *parameters),
        "far from everything, between two": (np.array([[0.0123], [-0.01]]), [0.0, 0.3], [[-40.0], [40.0]], [[0.0], [0.001]]),
    }


HARD = hard_points()
ALONE = ("a single far point", "far from everything, between two")
"""Here every responsibility has a large exponent, and nothing else is added to it."""
