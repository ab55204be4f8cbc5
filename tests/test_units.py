"""Data in units of their own spread, whatever their offset and scale."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mog
from mog.units import standardised

X = np.random.default_rng(2).normal(size=(50, 3))


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e-8, 1.0, 1e150, 1e300], ids="{:g}".format)
@pytest.mark.parametrize("shift", [0.0, 1e6], ids="{:g}".format)
def test_rows_25_to_30_each_feature_gets_mean_0_and_spread_1(scale: float, shift: float) -> None:
    z, units = standardised((X + shift) * scale)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(z.std(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(units.spread / scale, X.std(axis=0), rtol=1e-9)


def test_a_mixture_comes_back_from_standardised_units_as_it_was() -> None:
    _, units = standardised(X * [1e-3, 1.0, 1e5] + [7.0, -1e4, 3.0])
    mixture = mog.Mixture([0.0, 1.0], [[7.0, -1e4, 3.0], [8.0, -1e4, 0.0]], [[0.0, 1.0, 2.0], [-3.0, 0.5, 9.0]])
    back = units.mixture(units.parameters(mixture))
    np.testing.assert_allclose(back.means, mixture.means, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(back.log_sigma, mixture.log_sigma, atol=1e-12)


def test_the_log_volume_is_what_the_mean_nll_changes_by() -> None:
    x = X * [1e-3, 1.0, 1e5]
    z, units = standardised(x)
    mixture = mog.Mixture([0.0], [[0.0, 0.0, 0.0]], [[0.1, 0.2, 0.3]])
    here = -mixture.log_likelihood(z) / len(z)
    there = -units.mixture((mixture.logits, mixture.means, mixture.log_sigma)).log_likelihood(x) / len(x)
    assert there == pytest.approx(here + units.log_volume, abs=1e-9)


def test_row_34_a_feature_with_one_value_has_spread_1_and_no_rounding() -> None:
    z, units = standardised(np.column_stack([X[:, 0], np.full(50, 0.1)]))
    assert units.constant.tolist() == [False, True]
    assert units.spread[1] == 1
    assert np.all(z[:, 1] == 0)
    assert units.shift[1] == 0.1


REFUSED: dict[str, tuple[Any, str]] = {
    "1: NaN": ([[0.0, 1.0], [np.nan, 0.0]], r"x has NaN at index \(1, 0\), expected finite numbers"),
    "2: infinity": ([[0.0, np.inf]], r"x has an infinity at index \(0, 1\)"),
    "3: no points": (np.empty((0, 2)), r"x has shape \(0, 2\), expected \(m, D\)"),
    "4: no features": (np.empty((3, 0)), r"x has shape \(3, 0\), expected \(m, D\)"),
    "5: a row": ([1.0, 2.0], r"x has shape \(2,\), expected \(m, D\), .*; write x\[:, None\] for points of one feature"),
    "6: three axes": (np.zeros((2, 2, 2)), r"x has shape \(2, 2, 2\)"),
    "6: a number": (3.0, r"x has shape \(\)"),
    "6: None": (None, "x holds other things"),
    "9: text": ([["a", "b"]], "x holds text"),
    "11: complex numbers": ([[1j]], "x holds complex numbers"),
    "12: dates": (np.zeros((2, 1), "M8[s]"), "x holds dates"),
    "17: ragged rows": ([[1.0], [1.0, 2.0]], "x is not one array, expected rows of one length"),
    "19: masked cells": (np.ma.masked_array([[1.0, 2.0]], [[True, False]]), "x has masked cells"),
    "28: too narrow for float64": (X * 1e-305, r"x spreads over \d\.\de-\d+ in feature 0, expected 1e-301 to 1e\+306"),
    "30: too wide for float64": (np.array([[-1.7e308], [1.7e308]]), r"x spreads over 1\.7e\+308 in feature 0"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_row(case: str) -> None:
    x, message = REFUSED[case]
    for fit in (mog.train, mog.em):
        with pytest.raises(ValueError, match=f"^{message}"):
            fit(x, 1)


@pytest.mark.parametrize("kind", [list, np.float32, int, object], ids=str)
def test_rows_10_13_14_16_other_numbers_are_float64(kind: Any) -> None:
    whole = np.round(4 * X)
    z, _ = standardised(whole.tolist() if kind is list else whole.astype(kind))
    assert z.dtype == np.float64
    np.testing.assert_array_equal(z, standardised(whole)[0])
