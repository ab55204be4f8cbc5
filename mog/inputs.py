"""What an array, a size and a seed are: the checks that stand before every computation.

Nothing here ever writes to an argument, and no error shows the numbers of an array.
"""

from __future__ import annotations

import math
import sys
from numbers import Real
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)
Seed = int | np.integer | np.random.Generator | np.random.SeedSequence | np.random.BitGenerator | None

ROUNDING = 1e-6
"""How far from 1 the sum of weights may be: float32 rounds by less, and 0.33, 0.33, 0.33 is refused."""


def numbers(name: str, value: ArrayLike) -> Array:
    """The value as a float64 array; ValueError where it is anything but real numbers."""
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        raise ValueError(f"{name} has masked cells, expected a number in every cell: fill them in or leave those points out")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is not one array, expected rows of one length") from None
    if array.dtype == np.float64:
        return array
    # An object array would turn text into numbers without a word.
    if array.dtype.kind not in "biufO" or (array.dtype.kind == "O" and not all(isinstance(cell, Real) for cell in array.flat)):
        kind = {"c": "complex numbers", "M": "dates", "m": "time spans", "U": "text", "S": "text"}.get(array.dtype.kind, "other things")
        raise ValueError(f"{name} holds {kind} (dtype {array.dtype}), expected real numbers")
    try:
        with np.errstate(over="ignore"):
            return array.astype(np.float64)
    except OverflowError:
        raise ValueError(f"{name} holds a number that float64 cannot hold") from None


def refuse(name: str, what: str, wrong: NDArray[np.bool_], expected: str) -> None:
    """ValueError that says where the first number stands that is wrong."""
    if wrong.any():
        place = tuple(int(n) for n in np.argwhere(wrong)[0])
        raise ValueError(f"{name} has {what} at index {place}, expected {expected}")


def refuse_not_finite(name: str, array: Array, finite: NDArray[np.bool_]) -> None:
    """ValueError that says where the first number stands that is not finite."""
    if not finite.all():
        first = array[~finite][0]
        refuse(name, "NaN" if np.isnan(first) else "an infinity", ~finite, "finite numbers")


def _refuse_other_shapes(mu: Array, deviations: str, s: Array, weights: str, a: Array) -> None:
    """ValueError where means are not (K, D), or the deviations or weights of these names do not fit them."""
    if mu.ndim != 2 or 0 in mu.shape:
        raise ValueError(f"means has shape {mu.shape}, expected (K, D), one component a row, with K and D at least 1")
    for name, array, shape in ((deviations, s, mu.shape), (weights, a, mu.shape[:1])):
        if array.shape != shape:
            raise ValueError(f"{name} has shape {array.shape}, but means has shape {mu.shape}: {name} must be {shape}")


def mixture_arrays(logits: ArrayLike, means: ArrayLike, log_sigma: ArrayLike) -> tuple[Array, Array, Array]:
    """The parameters of a mixture as float64 arrays (K,), (K, D), (K, D), all finite; a logit of -inf switches its component off."""
    a, mu, s = numbers("logits", logits), numbers("means", means), numbers("log_sigma", log_sigma)
    _refuse_other_shapes(mu, "log_sigma", s, "logits", a)
    off = np.isneginf(a)
    if off.all():
        raise ValueError("logits are all -inf, expected at least one finite logit: a mixture needs a component that is not switched off")
    refuse_not_finite("logits", a, np.isfinite(a) | off)
    refuse_not_finite("means", mu, np.isfinite(mu))
    refuse_not_finite("log_sigma", s, np.isfinite(s))
    return a, mu, s


def as_arrays(x: ArrayLike, logits: ArrayLike, means: ArrayLike, log_sigma: ArrayLike) -> tuple[Array, Array, Array, Array]:
    """Points and parameters as float64 arrays (m, D), (K,), (K, D), (K, D); ValueError, naming the argument, where they do not fit."""
    a, mu, s = mixture_arrays(logits, means, log_sigma)
    points = numbers("x", x)
    if points.ndim != 2 or points.shape[1] != mu.shape[1]:
        hint = "; write x[:, None] for points of one feature, x[None, :] for a single point" if points.ndim == 1 else ""
        expected = f"x must be (m, {mu.shape[1]}), one point a row"
        raise ValueError(f"x has shape {points.shape}, but means has shape {mu.shape}: {expected}{hint}")
    refuse_not_finite("x", points, np.isfinite(points))
    return points, a, mu, s


def from_weights_and_sigma(weights: ArrayLike, means: ArrayLike, sigma: ArrayLike) -> tuple[Array, Array, Array]:
    """The logits, means and log σ of a mixture that is given by its weights, means and standard deviations."""
    pi, mu, deviations = numbers("weights", weights), numbers("means", means), numbers("sigma", sigma)
    _refuse_other_shapes(mu, "sigma", deviations, "weights", pi)
    refuse_not_finite("sigma", deviations, np.isfinite(deviations))
    remedy = "or log σ, which cannot go wrong, in Mixture(logits, means, log_sigma)"
    refuse("sigma", "a number that is not positive", deviations <= 0, f"σ > 0, {remedy}")
    return log_weights(pi), mu, np.log(deviations)


def log_weights(weights: ArrayLike) -> Array:
    """The logarithms (K,) of weights that add up to 1: logits that softmax leaves as they are, -inf for a weight of 0."""
    pi = numbers("weights", weights)
    if pi.ndim != 1:
        raise ValueError(f"weights has shape {pi.shape}, expected (K,), one weight a component")
    refuse_not_finite("weights", pi, np.isfinite(pi))
    refuse("weights", "a negative number", pi < 0, "numbers from 0 to 1")
    total = math.fsum(pi)
    if abs(total - 1) > ROUNDING:
        raise ValueError(f"weights add up to {total:.9g}, expected 1")
    with np.errstate(divide="ignore"):
        return np.log(pi)


def whole_number(name: str, value: object, least: int) -> int:
    """The value as an int of at least `least`; ValueError for all else, booleans and 3.0 too."""
    plain = _plain(value)
    if isinstance(plain, int) and not isinstance(plain, bool) and plain >= least:
        return plain
    hint = f"; write {plain:.0f}" if isinstance(plain, float) and plain.is_integer() and plain >= least else ""
    raise ValueError(f"{name} is {_words(plain)}, expected a whole number from {least}{hint}")


def finite_number(name: str, value: object, least: float) -> float:
    """The value as a finite float of at least `least`; ValueError for all else, booleans too."""
    plain = _plain(value)
    # NaN fails the first comparison; infinity, and a whole number that float64 cannot hold, the second.
    if isinstance(plain, int | float) and not isinstance(plain, bool) and least <= plain <= sys.float_info.max:
        return float(plain)
    raise ValueError(f"{name} is {_words(plain)}, expected a finite number from {least:g}")


def generator(seed: Seed) -> np.random.Generator:
    """The random numbers that a seed starts: a Generator goes on from where it is, None begins anywhere, all else in one known place."""
    if seed is None or isinstance(seed, np.random.Generator | np.random.SeedSequence | np.random.BitGenerator):
        return np.random.default_rng(seed)
    plain = _plain(seed)
    if isinstance(plain, int) and not isinstance(plain, bool) and plain >= 0:
        return np.random.default_rng(plain)
    known = "a whole number from 0, None, or NumPy's Generator, SeedSequence or BitGenerator"
    raise ValueError(f"seed is {_words(plain)}, expected {known}")


def _plain(value: object) -> object:
    """Python's own number for one of NumPy's."""
    return value.item() if isinstance(value, np.generic) else value


def _words(value: object) -> str:
    """A number or short text as it is written in Python; of anything else only what it is, since it may be data."""
    if value is None or isinstance(value, int | float | str):
        written = repr(value)
        if len(written) <= 40:
            return written
    return f"of type {type(value).__name__}"


def read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """A copy that nobody can write to: its memory is that of bytes, so NumPy refuses to make it writable again."""
    return np.frombuffer(array.tobytes(), array.dtype).reshape(array.shape)
