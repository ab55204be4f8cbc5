"""What an array, a size and a seed are: right answers for all that means one, errors that name the argument for all else."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mog.inputs import as_arrays, finite_number, from_weights_and_sigma, generator, log_weights, read_only, whole_number
from mog.kernels import value_and_gradient

X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 0.0], [2.0, 2.0]])
LOGITS, MEANS, LOG_SIGMA = np.array([0.0, 1.0, 2.0]), np.array([[0.0, 1.0], [2.0, 0.0], [1.0, 1.0]]), np.zeros((3, 2))
ARGUMENTS: dict[str, Any] = {"x": X, "logits": LOGITS, "means": MEANS, "log_sigma": LOG_SIGMA}


def strided(values: np.ndarray) -> np.ndarray:
    wide = np.full((2 * values.shape[0], *values.shape[1:]), np.nan)
    wide[::2] = values
    return wide[::2]


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


MIXTURE: dict[str, Any] = {"weights": [0.5, 0.25, 0.25], "means": MEANS, "sigma": np.ones((3, 2))}
WRONG_MIXTURE: dict[str, tuple[str, Any, str]] = {
    "a sum below 1": ("weights", [0.5, 0.25, 0.15], r"weights add up to 0.9, expected 1"),
    "a sum above 1": ("weights", [0.5, 0.25, 0.250002], r"weights add up to 1.000002, expected 1"),
    "thirds of two digits": ("weights", [0.33] * 3, r"weights add up to 0.99, expected 1"),
    "a negative weight": ("weights", [0.5, -0.25, 0.75], r"weights has a negative number at index (1,), expected numbers from 0 to 1"),
    "NaN for a weight": ("weights", [0.5, np.nan, 0.5], r"weights has NaN at index (1,), expected finite numbers"),
    "too few weights": ("weights", [0.5, 0.5], r"weights has shape (2,), but means has shape (3, 2): weights must be (3,)"),
    "text for weights": ("weights", ["a", "b", "c"], r"weights holds text"),
    "a σ of 0": ("sigma", [[1, 1], [1, 0], [1, 1]], r"sigma has a number that is not positive at index (1, 1), expected σ > 0, or log σ"),
    "a negative σ": ("sigma", [[-1, 1], [1, 1], [1, 1]], r"sigma has a number that is not positive at index (0, 0)"),
    "an infinite σ": ("sigma", [[np.inf, 1], [1, 1], [1, 1]], r"sigma has an infinity at index (0, 0), expected finite numbers"),
    "one σ a component": ("sigma", np.ones(3), r"sigma has shape (3,), but means has shape (3, 2): sigma must be (3, 2)"),
    "a row of means": ("means", np.zeros(3), r"means has shape (3,), expected (K, D), one component a row"),
}


@pytest.mark.parametrize("case", WRONG_MIXTURE)
def test_weights_and_sigmas_that_make_no_mixture_are_refused_by_name(case: str) -> None:
    name, value, message = WRONG_MIXTURE[case]
    with pytest.raises(ValueError, match="^" + name) as caught:
        from_weights_and_sigma(**MIXTURE | {name: value})
    assert message in str(caught.value)


def test_weights_as_float32_rounds_them_are_weights() -> None:
    weights = np.full(1000, 0.001, dtype=np.float32)
    assert abs(np.sum(weights, dtype=float) - 1) > 1e-9
    assert np.exp(log_weights(weights)) == pytest.approx(0.001)


def test_a_weight_of_0_is_a_logit_of_minus_infinity() -> None:
    assert log_weights([0.0, 1.0]).tolist() == [-np.inf, 0.0]


@pytest.mark.parametrize("weights", [1.0, [[1.0]]])
def test_weights_of_no_mixture_in_sight_are_a_row(weights: Any) -> None:
    with pytest.raises(ValueError, match=r"^weights has shape \(.*\), expected \(K,\), one weight a component"):
        log_weights(weights)


@pytest.mark.parametrize("value", [1, 10**30, np.int8(1), np.uint64(2**63)])
def test_a_whole_number_of_any_kind_and_size_is_that_int(value: Any) -> None:
    whole = whole_number("points", value, 1)
    assert whole == value
    assert type(whole) is int


NOT_WHOLE: dict[str, tuple[Any, ...]] = {
    "0": (0, "0"),
    "negative": (np.int64(-1), "-1"),
    "a fraction": (2.5, "2.5"),
    "a float": (np.float64(1000), "1000.0", "write 1000"),
    "a negative float": (-1.0, "-1.0"),
    "NaN": (np.nan, "nan"),
    "infinity": (np.inf, "inf"),
    "text": ("3", "'3'"),
    "True": (True, "True"),
    "NumPy's True": (np.True_, "True"),
    "nothing": (None, "None"),
    "an array": (X, "of type ndarray"),
    "a long text": ("1234.5" * 20, "of type str"),
}


@pytest.mark.parametrize("case", NOT_WHOLE)
def test_what_is_not_a_whole_number_is_refused_in_one_form_of_words(case: str) -> None:
    value, words, *remedy = NOT_WHOLE[case]
    message = "; ".join([f"components is {words}, expected a whole number from 1", *remedy])
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        whole_number("components", value, 1)


@pytest.mark.parametrize("value", [0, 0.0, 2.5, np.float32(2.5), np.int8(3), 1e308])
def test_a_finite_number_is_that_float(value: Any) -> None:
    number = finite_number("separation", value, 0)
    assert number == value
    assert type(number) is float


@pytest.mark.parametrize("value", [-1e-300, np.nan, np.inf, np.float32(np.inf), 10**400, True, np.True_, "3", None, [3.0]])
def test_what_is_not_a_finite_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^separation is .+, expected a finite number from 0$"):
        finite_number("separation", value, 0)


@pytest.mark.parametrize("kind", [int, np.int64, np.uint8, np.random.SeedSequence, np.random.PCG64, np.random.default_rng])
def test_a_seed_of_any_kind_starts_the_same_random_numbers(kind: Callable[[int], Any]) -> None:
    np.testing.assert_array_equal(generator(kind(7)).random(5), np.random.default_rng(7).random(5))


def test_a_seed_may_be_as_large_as_one_likes() -> None:
    assert generator(2**200).random() != generator(2**200 + 2**100).random()


def test_a_generator_goes_on_from_where_it_is() -> None:
    random = np.random.default_rng(7)
    assert generator(random) is random


def test_no_seed_begins_anywhere() -> None:
    assert generator(None).random() != generator(None).random()


@pytest.mark.parametrize("seed", [-1, np.int64(-1), 1.0, np.float64(1), "1", True, np.True_, [1], X, np.random.RandomState(1)])
def test_what_is_no_seed_is_refused_with_what_is(seed: Any) -> None:
    known = r"expected a whole number from 0, None, or NumPy's Generator, SeedSequence or BitGenerator$"
    with pytest.raises(ValueError, match=r"^seed is (-1|1\.0|'1'|True|of type (list|ndarray|RandomState)), " + known):
        generator(seed)


@pytest.mark.parametrize("values", [X, X[:, ::-1], np.arange(3), np.empty((0, 2))], ids=["floats", "backwards", "integers", "none"])
def test_a_read_only_copy_has_the_same_numbers_and_can_not_be_made_writable(values: np.ndarray) -> None:
    copy = read_only(values)
    np.testing.assert_array_equal(copy, values, strict=True)
    assert not np.shares_memory(copy, values)
    with pytest.raises(ValueError, match="WRITEABLE"):
        copy.flags.writeable = True
