"""The naive ways fail where the chapter says, the 60 digits are right, and the measured numbers are those of the functions shown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mog import kernels
from mog.derivation import accuracy
from tests.exact import outputs

ORDINARY = (
    np.array([[0.3, -1.2], [2.5, 0.4], [-0.7, 1.9]]),
    np.array([0.2, -0.5, 0.9]),
    np.array([[0.0, -1.0], [2.0, 1.0], [-1.0, 2.0]]),
    np.array([[0.1, -0.3], [0.4, 0.2], [-0.6, 0.5]]),
)


def weights_and_sigma() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    x, logits, means, log_sigma = ORDINARY
    return x, np.exp(logits) / np.sum(np.exp(logits)), means, np.exp(log_sigma)


def test_all_ways_agree_where_nothing_is_far_away() -> None:
    exact = accuracy.exact_log_density(*ORDINARY)
    assert accuracy.error(accuracy.naive_log_density(*weights_and_sigma()), exact) < 1e-14
    assert accuracy.error(accuracy.expanded_log_density(*ORDINARY), exact) < 1e-13
    np.testing.assert_allclose(accuracy.naive_responsibilities(*weights_and_sigma()), kernels.responsibilities(*ORDINARY), rtol=1e-13)


def test_sixty_digits_agree_with_fifty_that_were_written_apart() -> None:
    others = outputs(*ORDINARY)
    exact = [accuracy.exact_log_density(*ORDINARY), *accuracy.exact_gradient(*ORDINARY)]
    names = ("log_density", "logit_gradient", "mean_gradient", "log_sigma_gradient")
    for name, ours, digits in zip(names, exact, (48, 38, 38, 38), strict=True):
        theirs = accuracy.exactly(others[name][0])
        assert np.max(np.abs(ours - theirs)) < accuracy.SIXTY_DIGITS.mpf(10) ** -digits, name


def test_the_exact_gradient_leaves_its_arguments_as_they_are() -> None:
    copies = [array.copy() for array in ORDINARY]
    accuracy.exact_gradient(*ORDINARY)
    for array, copy in zip(ORDINARY, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_far_from_all_components_the_naive_ways_break_without_a_warning_and_the_generated_ones_do_not() -> None:
    x, logits, means, log_sigma = accuracy.far_from_both()
    naive = x, np.array([0.5, 0.5]), means, np.exp(log_sigma)
    assert accuracy.naive_log_density(*naive).tolist() == [-np.inf]
    assert np.isnan(accuracy.naive_responsibilities(*naive)).all()
    np.testing.assert_allclose(kernels.log_density(x, logits, means, log_sigma), -1800 - np.log(2 * np.pi) / 2)
    assert kernels.responsibilities(x, logits, means, log_sigma).tolist() == [[0.5, 0.5]]


def test_the_expanded_square_loses_what_the_generated_function_keeps() -> None:
    errors = []
    for offset in (1e6, 1e8):
        example = accuracy.far_from_zero(offset)
        exact = accuracy.exact_log_density(*example)
        errors.append(accuracy.error(accuracy.expanded_log_density(*example), exact))
        assert accuracy.error(kernels.log_density(*example), exact) < 1e-14
    assert 1e-4 < errors[0] < 1e-3
    assert 5 < errors[1] < 10


def test_what_the_example_far_from_zero_rounds_does_not_depend_on_how_matrices_are_multiplied() -> None:
    """One term a product, and a precision that is a power of two: no order of additions, and no rounding but those of x² and xμ."""
    x, _, means, log_sigma = accuracy.far_from_zero()
    assert x.shape[1] == means.shape[1] == 1
    assert np.exp(-2 * log_sigma).tolist() == [[4.0], [4.0]]


MEASURED: dict[Callable[[], tuple[str, ...]], tuple[str, ...]] = {
    accuracy.underflow: (r"-\infty", "-1800.9"),
    accuracy.expanded_square: ("8.0",),
    accuracy.kernel_error: ("10^{-14}",),
}


@pytest.mark.parametrize("measure", MEASURED, ids=lambda measure: measure.__name__)
def test_the_measured_numbers_are_those_of_the_book(measure: Callable[[], tuple[str, ...]]) -> None:
    assert measure() == MEASURED[measure]


@pytest.mark.parametrize(("error", "said"), [(0.0, "-14"), (3e-16, "-14"), (2e-14, "-13"), (5.0, "1")])
def test_the_bound_on_the_error_is_a_power_of_ten_above_it(monkeypatch: pytest.MonkeyPatch, error: float, said: str) -> None:
    monkeypatch.setattr(accuracy, "error", lambda approximate, exact: error)
    assert accuracy.kernel_error() == (f"10^{{{said}}}",)
