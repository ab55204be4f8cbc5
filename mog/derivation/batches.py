"""Every batch of a small case: the mean and the variance of its gradient, from the textbook's likelihood alone."""

from __future__ import annotations

from itertools import combinations

from sympy import Expr, Rational, exp, log, pi

from mog.derivation.calculus import Exp, Log, differentiate, replace
from mog.derivation.textbook import D, K, Textbook, circle, m, mu, sigma, weight, x

POINTS = (0, 1, 2, 5, 6, 8)
BATCH_SIZE = 2
PLACE = {
    mu(1, 1): Rational(3, 2),
    mu(2, 1): Rational(11, 2),
    sigma(1, 1): 1,
    sigma(2, 1): 1,
    weight(1): Rational(1, 2),
    weight(2): Rational(1, 2),
}
DIGITS = 30


def gradients() -> list[Expr]:
    """What each point adds to the gradient of the loss by the mean of component 1, to many digits."""
    slope = -differentiate(Textbook({m: 1, K: 2, D: 1}).L(), mu(1, 1))
    values = (replace(slope, {**PLACE, circle: pi, x(1, 1): point}) for point in POINTS)
    return [value.replace(Exp, exp).replace(Log, log).evalf(DIGITS) for value in values]


def mean(values: list[Expr]) -> Expr:
    """The mean of a list of numbers."""
    return sum(values) / len(values)


def variance(values: list[Expr]) -> Expr:
    """The mean square of the distances from the mean."""
    middle = mean(values)
    return mean([(value - middle) ** 2 for value in values])


def of_all_batches() -> list[Expr]:
    """The gradient of every batch: the mean over its points."""
    return [mean(list(batch)) for batch in combinations(gradients(), BATCH_SIZE)]


def unbiased() -> tuple[str, ...]:
    """The mean over all batches, and the gradient of all points."""
    return tuple(f"{float(value):.6f}" for value in (mean(of_all_batches()), mean(gradients())))


def batch_variance() -> tuple[str, ...]:
    """The variance over all batches, and what the theorem makes of the variance over single points."""
    size = len(POINTS)
    theorem = variance(gradients()) * Rational(size - BATCH_SIZE, (size - 1) * BATCH_SIZE)
    return tuple(f"{float(value):.6f}" for value in (variance(of_all_batches()), theorem))
