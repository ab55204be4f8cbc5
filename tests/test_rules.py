"""The generated step rules with their state, the schedules, and how far a natural step may go."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mog.kernels import steps
from mog.rules import Adam, Momentum, Natural, joined, parted, rate_factor, rule

LOGITS, MEANS, LOG_SIGMA = np.array([0.0, 1.0]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.full((2, 3), -2.0)
THETA = joined(LOGITS, MEANS, LOG_SIGMA)


def test_parameters_in_one_row_are_parted_as_they_were_joined() -> None:
    for back, given in zip(parted(THETA, 2), (LOGITS, MEANS, LOG_SIGMA), strict=True):
        np.testing.assert_array_equal(back, given)


def test_a_schedule_gives_the_part_of_the_rate_that_it_says() -> None:
    assert [rate_factor("constant", n, 5) for n in range(5)] == [1.0] * 5
    assert [rate_factor("harmonic", n, 100) for n in (0, 10, 30)] == [1.0, 0.5, 0.25]
    factors = [rate_factor("geometric", n, 5) for n in range(5)]
    assert (factors[0], factors[-1]) == (1.0, pytest.approx(0.02))
    np.testing.assert_allclose(np.diff(np.log(factors)), np.log(0.02) / 4)
    assert rate_factor("geometric", 0, 1) == 1.0


@pytest.mark.parametrize(("kind", "state"), [(Momentum, ["velocity"]), (Adam, ["velocity", "second_moment"])])
def test_a_rule_with_state_goes_on_from_its_last_step(kind: Any, state: list[str]) -> None:
    apply, theta = kind(), THETA
    held = {name: np.zeros(len(THETA)) for name in state}
    expected = THETA
    for count in (1, 2, 3):
        gradient = np.cos(count + np.arange(len(THETA)))
        theta = apply(theta, gradient, 0.1)
        if kind is Momentum:
            expected, held["velocity"] = steps.momentum(expected, gradient, held["velocity"], 0.1, 0.9)
        else:
            expected, held["velocity"], held["second_moment"] = steps.adam(
                expected, gradient, held["velocity"], held["second_moment"], count, 0.1, 0.9, 0.999, 1e-8
            )
    np.testing.assert_array_equal(theta, expected)


def test_each_descent_begins_with_a_state_of_its_own() -> None:
    for name in ("momentum", "adam"):
        used = rule(name, 2)
        used(THETA, np.ones(len(THETA)), 0.1)
        np.testing.assert_array_equal(rule(name, 2)(THETA, THETA, 0.1), rule(name, 2)(THETA, THETA, 0.1))
        assert np.any(used(THETA, THETA, 0.1) != rule(name, 2)(THETA, THETA, 0.1))


def test_a_short_natural_step_is_the_generated_one() -> None:
    gradient = 1e-3 * np.sin(np.arange(len(THETA)))
    expected = joined(*steps.natural(LOGITS, MEANS, LOG_SIGMA, *parted(gradient, 2), 0.1))
    np.testing.assert_allclose(Natural(2)(THETA, gradient, 0.1), expected, rtol=1e-15)
    np.testing.assert_array_equal(Natural(2)(THETA, 0 * gradient, 0.1), THETA)


@pytest.mark.parametrize("entry", range(len(THETA)))
def test_a_long_natural_step_keeps_its_direction_and_goes_half_a_unit(entry: int) -> None:
    """A unit of a logit or log σ is 1, of a mean its σ."""
    gradient = np.ones(len(THETA))
    gradient[entry] = 1e3
    change = Natural(2)(THETA, gradient, 1.0) - THETA
    units = joined(np.ones(2), np.exp(LOG_SIGMA), np.ones((2, 3)))
    assert np.max(np.abs(change / units)) == pytest.approx(0.5, rel=1e-9)
    full = joined(*steps.natural(LOGITS, MEANS, LOG_SIGMA, *parted(gradient, 2), 1.0)) - THETA
    np.testing.assert_allclose(change / change[entry], full / full[entry], atol=1e-12)
