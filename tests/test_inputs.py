"""What an array is: right answers for all that means numbers, errors that name the argument for all else."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mog.inputs import as_arrays
from mog.kernels import value_and_gradient

X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 0.0], [2.0, 2.0]])
LOGITS, MEANS, LOG_SIGMA = np.array([0.0, 1.0, 2.0]), np.array([[0.0, 1.0], [2.0, 0.0], [1.0, 1.0]]), np.zeros((3, 2))
ARGUMENTS: dict[str, Any] = {"x": X, "logits": LOGITS, "means": MEANS, "log_sigma": LOG_SIGMA}


def strided(values: np.ndarray) -> np.ndarray:
    wide = np.full((2 * values.shape[0], *values.shape[1:]), np.nan)
    wide[::2] = values
    return wide[::2]


def read_only(values: np.ndarray) -> np.ndarray:
    copy = values.copy()
    copy.flags.writeable = False
    return copy


SAME = {
    "a list": lambda values: values.tolist(),
    "integers": lambda values: values.astype(np.int16),
    "float32": lambda values: values.astype(np.float32),
    "long doubles": lambda values: values.astype(np.longdouble),
    "the other byte order": lambda values: values.astype(values.dtype.newbyteorder()),
    "columns first": np.asfortranarray,
    "backwards in memory": lambda values: values[::-1].copy()[::-1],
    "every second row": strided,
    "a read-only array": read_only,
    "objects": lambda values: values.astype(object),
    "fractions": lambda values: np.frompyfunc(Fraction, 1, 1)(values),
    "a masked array without masked cells": np.ma.array,
}


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_same_numbers_give_the_same_answer_however_they_are_kept(name: str, kind: str) -> None:
    answer = value_and_gradient(**ARGUMENTS | {name: SAME[kind](ARGUMENTS[name])})
    for part, expected in zip(answer, value_and_gradient(**ARGUMENTS), strict=True):
        np.testing.assert_array_equal(part, expected)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_no_argument_is_written_to(name: str) -> None:
    before = ARGUMENTS[name].tobytes()
    value_and_gradient(**ARGUMENTS)
    assert ARGUMENTS[name].tobytes() == before


def test_float64_arrays_are_taken_as_they_are_without_a_copy() -> None:
    assert all(got is given for got, given in zip(as_arrays(**ARGUMENTS), ARGUMENTS.values(), strict=True))


def test_an_empty_batch_is_a_batch() -> None:
    assert as_arrays(**ARGUMENTS | {"x": np.empty((0, 2))})[0].shape == (0, 2)


def test_minus_infinity_is_a_logit_as_long_as_another_is_finite() -> None:
    assert as_arrays(**ARGUMENTS | {"logits": [0.0, -np.inf, 1.0]})[1][1] == -np.inf


SECRET = 1234.5
WRONG: dict[str, tuple[str, Any, str]] = {
    "one feature for two": ("x", X[:, :1], r"x has shape (4, 1), but means has shape (3, 2): x must be (m, 2), one point a row"),
    "three features for two": ("x", np.zeros((4, 3)), r"x has shape (4, 3), but means has shape (3, 2): x must be (m, 2), one point a row"),
    "points in columns": ("x", X.T, r"x has shape (2, 4), but means has shape (3, 2): x must be (m, 2), one point a row"),
    "a row of points": ("x", X[0], r"write x[:, None] for points of one feature, x[None, :] for a single point"),
    "a cube": ("x", np.zeros((4, 2, 3)), r"x has shape (4, 2, 3)"),
    "a number": ("x", 3.0, r"x has shape ()"),
    "nothing": ("x", None, r"x holds other things (dtype object), expected real numbers"),
    "no feature": ("means", np.zeros((3, 0)), r"means has shape (3, 0), expected (K, D), one component a row, with K and D at least 1"),
    "no component": ("means", np.zeros((0, 2)), r"means has shape (0, 2), expected (K, D)"),
    "a row of means": ("means", np.zeros(3), r"means has shape (3,), expected (K, D)"),
    "too few sigmas": ("log_sigma", np.zeros((2, 2)), r"log_sigma has shape (2, 2), but means has shape (3, 2): log_sigma must be (3, 2)"),
    "one sigma for all": ("log_sigma", np.zeros((1, 2)), r"log_sigma has shape (1, 2), but means has shape (3, 2)"),
    "a single sigma": ("log_sigma", 0.0, r"log_sigma has shape (), but means has shape (3, 2)"),
    "too many logits": ("logits", np.zeros(4), r"logits has shape (4,), but means has shape (3, 2): logits must be (3,)"),
    "a column of logits": ("logits", np.zeros((3, 1)), r"logits has shape (3, 1)"),
    "NaN in x": ("x", [[0.0, 0.0], [SECRET, np.nan]], r"x has NaN at index (1, 1), expected finite numbers"),
    "infinity in x": ("x", [[-np.inf, SECRET]], r"x has an infinity at index (0, 0), expected finite numbers"),
    "NaN in means": ("means", [[SECRET, np.nan], [0, 0], [0, 0]], r"means has NaN at index (0, 1)"),
    "infinity in log_sigma": ("log_sigma", [[SECRET, 0], [0, -np.inf], [0, 0]], r"log_sigma has an infinity at index (1, 1)"),
    "NaN in logits": ("logits", [SECRET, np.nan, 0], r"logits has NaN at index (1,)"),
    "infinity in logits": ("logits", [SECRET, np.inf, 0], r"logits has an infinity at index (1,)"),
    "all components off": ("logits", [-np.inf] * 3, r"logits are all -inf, expected at least one finite logit"),
    "complex numbers": ("x", X + 1j, r"x holds complex numbers (dtype complex128), expected real numbers"),
    "text": ("x", [["1234.5", "2"]], r"x holds text (dtype <U6), expected real numbers"),
    "text among objects": ("x", np.array([["1234.5", 2.0]], dtype=object), r"x holds other things (dtype object), expected real numbers"),
    "dates": ("x", np.array([["2020-01-01"] * 2], dtype="datetime64[D]"), r"x holds dates"),
    "time spans": ("x", np.array([[1, 2]], dtype="timedelta64[s]"), r"x holds time spans"),
    "masked cells": ("x", np.ma.array(X, mask=X == 3.0), r"x has masked cells, expected a number in every cell"),
    "rows of many lengths": ("x", [[SECRET, 2.0], [3.0]], r"x is not one array, expected rows of one length"),
    "a number that is too large": ("x", [[10**400, 0]], r"x holds a number that float64 cannot hold"),
    "a long double that is too large": ("x", np.array([[np.longdouble("1e400"), 0]]), r"x has an infinity at index (0, 0)"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_the_right_array_is_refused_by_name_and_without_its_data(case: str) -> None:
    name, value, message = WRONG[case]
    with pytest.raises(ValueError, match="^" + name) as caught:
        as_arrays(**ARGUMENTS | {name: value})
    assert message in str(caught.value)
    assert str(SECRET) not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
