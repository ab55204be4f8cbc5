"""What an array is: the checks that stand before every computation. Nothing here ever writes to an argument or shows its values."""

from __future__ import annotations

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


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


def refuse_not_finite(name: str, array: Array, finite: NDArray[np.bool_]) -> None:
    """ValueError that says where the first number stands that is not finite."""
    if not finite.all():
        place = tuple(int(n) for n in np.argwhere(~finite)[0])
        what = "NaN" if np.isnan(array[place]) else "an infinity"
        raise ValueError(f"{name} has {what} at index {place}, expected finite numbers")


def mixture_arrays(logits: ArrayLike, means: ArrayLike, log_sigma: ArrayLike) -> tuple[Array, Array, Array]:
    """The parameters of a mixture as float64 arrays (K,), (K, D), (K, D), all finite; a logit of -inf switches its component off."""
    a, mu, s = numbers("logits", logits), numbers("means", means), numbers("log_sigma", log_sigma)
    if mu.ndim != 2 or 0 in mu.shape:
        raise ValueError(f"means has shape {mu.shape}, expected (K, D), one component a row, with K and D at least 1")
    for name, array, shape in (("log_sigma", s, mu.shape), ("logits", a, mu.shape[:1])):
        if array.shape != shape:
            raise ValueError(f"{name} has shape {array.shape}, but means has shape {mu.shape}: {name} must be {shape}")
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
