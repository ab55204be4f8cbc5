"""What training can be told, beyond arrays, sizes and seeds: words, switches, rates, the floor."""

from __future__ import annotations

from typing import Literal, TypeVar

import numpy as np

from mog.inputs import finite_number
from mog.training import Schedule

Word = TypeVar("Word", bound=str)

LOWEST_FLOOR = 1e-6
"""What σ may come down to, as a part of the spread of a feature; below it, float64 could not hold a σ of the smallest data."""


def one_of(name: str, value: object, known: tuple[Word, ...]) -> Word:
    """The value, which is one of these words; ValueError for all else."""
    for word in known:
        if isinstance(value, str) and value == word:
            return word
    written = repr(value) if isinstance(value, str) and len(value) <= 40 else f"of type {type(value).__name__}"
    raise ValueError(f"{name} is {written}, expected one of {', '.join(map(repr, known))}")


def checked_schedule(value: object) -> Schedule:
    """The value, which is the name of a schedule or a function; ValueError for all else."""
    if callable(value):
        return value
    known: tuple[Literal["constant", "harmonic", "geometric"], ...] = ("constant", "harmonic", "geometric")
    return one_of("schedule", value, known)


def yes_or_no(name: str, value: object) -> bool:
    """The value, which is True or False; ValueError for all else."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise ValueError(f"{name} is of type {type(value).__name__}, expected True or False")


def positive_number(name: str, value: object) -> float:
    """The value as a finite float above 0; ValueError for all else."""
    number = finite_number(name, value, 0.0)
    if number > 0:
        return number
    raise ValueError(f"{name} is 0, expected a number above 0")


def checked_floor(value: object) -> float:
    """The floor under σ as a float, from a millionth to below 1; ValueError for all else."""
    number = finite_number("floor", value, LOWEST_FLOOR)
    if number < 1:
        return number
    raise ValueError(f"floor is {number:g}, expected a part of the spread of a feature, below 1")
