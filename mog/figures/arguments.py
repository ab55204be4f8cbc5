"""What the figures take: points, mixtures, and names, checked before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mog.inputs import Array, numbers, refuse_not_finite
from mog.mixture import Mixture, counted

MixtureLike = Mixture | ArrayLike
"""A whole mixture, or one of the three arrays logits, means and log_sigma."""


def one_mixture(mixture: tuple[MixtureLike, ...]) -> Mixture:
    """The mixture that stands in a call as itself or as its three arrays."""
    if len(mixture) == 1 and isinstance(mixture[0], Mixture):
        return mixture[0]
    arrays = [each for each in mixture if not isinstance(each, Mixture)]
    if len(mixture) == len(arrays) == 3:
        return Mixture(*arrays)
    came = ", ".join(type(each).__name__ for each in mixture) or "nothing"
    raise ValueError(f"mixture is {came}, expected one mog.Mixture, or its arrays logits, means, log_sigma")


def points_and_mixture(x: ArrayLike, mixture: tuple[MixtureLike, ...], features: int | None = None) -> tuple[Array, Mixture]:
    """The points (m, D), at least one, and the mixture, both of this many features."""
    whole = one_mixture(mixture)
    if features is not None and whole.features != features:
        raise ValueError(f"mixture has {counted(whole.features, 'feature')}, expected {features}")
    return points(x, whole.features), whole


def points(x: ArrayLike, features: int) -> Array:
    """The points (m, D), at least one, of this many features."""
    array = numbers("x", x)
    if array.ndim != 2 or array.shape[1] != features or len(array) == 0:
        raise ValueError(f"x has shape {array.shape}, expected (m, {features}), one point a row, with at least one point")
    refuse_not_finite("x", array, np.isfinite(array))
    return array


def names_of(names: Sequence[str] | None, features: int) -> list[str]:
    """What the features are; where nobody says it, their numbers from 1."""
    if names is None:
        return [f"feature {d + 1}" for d in range(features)]
    if isinstance(names, str) or len(names) != features:
        came = "one text" if isinstance(names, str) else counted(len(names), "name")
        raise ValueError(f"names is {came}, expected {features}, one a feature")
    return list(names)


def shares_of(x: Array, mixture: Mixture, component: ArrayLike | None) -> Array:
    """How much of each component's colour a point has (m, K): its responsibilities, or all of that of its component where that is known."""
    if component is None:
        return mixture.responsibilities(x)
    own = np.asarray(component)
    if own.shape != (len(x),) or own.dtype.kind not in "iu":
        raise ValueError(f"component has shape {own.shape} and dtype {own.dtype}, expected ({len(x)},) whole numbers, one a point")
    if own.min() < 0 or own.max() >= mixture.components:
        raise ValueError(f"component goes from {own.min()} to {own.max()}, expected numbers from 0 to {mixture.components - 1}")
    all_of_one: Array = np.eye(mixture.components)[own]
    return all_of_one


def path_of(name: str, path: ArrayLike, *shape: int | None) -> Array:
    """A path (steps, *shape) of at least one step, where None is any size; it may hold numbers that are not finite, where a run broke down."""
    array = numbers(name, path)
    fits = array.ndim == len(shape) + 1 and all(wanted in (None, size) for size, wanted in zip(array.shape[1:], shape, strict=True))
    if not fits or array.size == 0:
        expected = ", ".join("K" if size is None else str(size) for size in shape)
        raise ValueError(f"{name} has shape {array.shape}, expected (steps, {expected}), with at least one step")
    return array
