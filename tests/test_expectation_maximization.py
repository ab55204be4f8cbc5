"""EM over the generated gradient is EM as the textbooks write it, and never lowers the likelihood."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mog
from mog.rules import em_step

RANDOM = np.random.default_rng(5)
X = np.concatenate([RANDOM.normal(0, 1, (60, 2)), RANDOM.normal(3, 0.7, (40, 2))])
BEGIN = mog.Mixture([0.3, -0.2, 0.0], [[0.5, 0.0], [3.0, 3.0], [1.0, -1.0]], [[0.1, 0.2], [0.0, -0.1], [0.3, 0.0]])


def textbook_step(x: Any, mixture: mog.Mixture) -> mog.Mixture:
    """Means and variances weighted by the responsibilities."""
    gamma = mixture.responsibilities(x)
    count = gamma.sum(axis=0)
    means = gamma.T @ x / count[:, None]
    variances = np.array([gamma[:, k] @ (x - means[k]) ** 2 / count[k] for k in range(len(count))])
    return mog.Mixture.from_weights(count / len(x), means, np.sqrt(variances))


def test_a_step_along_the_gradient_is_the_textbooks_step() -> None:
    stepped = mog.em(X, 3, initial=BEGIN, epochs=1, tolerance=10).mixture
    expected = textbook_step(X, BEGIN)
    np.testing.assert_allclose(stepped.weights, expected.weights, rtol=1e-12)
    np.testing.assert_allclose(stepped.means, expected.means, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(stepped.sigma, expected.sigma, rtol=1e-11)


@pytest.mark.parametrize("floor", [1e-3, 0.3])
def test_no_step_lowers_the_likelihood_at_a_floor_neither(floor: float) -> None:
    z = (X - X.mean(axis=0)) / X.std(axis=0)
    parameters = BEGIN.logits, BEGIN.means, np.maximum(BEGIN.log_sigma, np.log(floor))
    heights = []
    for _ in range(200):
        height, parameters = em_step(z, parameters, np.log(floor))
        heights.append(height)
    assert np.min(np.diff(heights)) > -1e-13
    assert np.min(parameters[2]) >= np.log(floor)


def test_a_component_without_a_point_stays_where_it_is_with_weight_0() -> None:
    far = np.array([0.0, 0.0]), np.array([[0.0, 0.0], [1e9, 0.0]]), np.zeros((2, 2))
    height, (logits, means, log_sigma) = em_step(X, far, np.log(1e-3))
    assert np.isfinite(height)
    assert logits[0] == 0
    assert logits[1] < -700
    assert means[1].tolist() == [1e9, 0.0]
    assert log_sigma[1].tolist() == [0.0, 0.0]


def test_em_ends_where_the_gradient_is_0() -> None:
    training = mog.em(X, 2, seed=0, tolerance=1e-15)
    assert training.converged
    assert max(np.abs(slope).max() for slope in training.mixture.gradient(X)) < 1e-5 * len(X)


def test_the_history_is_the_mean_nll_after_each_step() -> None:
    with pytest.warns(mog.ConvergenceWarning, match="a step of EM would still gain"):
        training = mog.em(X, 3, initial=BEGIN, epochs=3)
    mixture = BEGIN
    for mean_nll in training.history:
        mixture = textbook_step(X, mixture)
        assert mean_nll == pytest.approx(-mixture.log_likelihood(X) / len(X), abs=1e-11)
    assert len(training.history) == 3
    assert training.heights[0] == pytest.approx(-training.history[-1], abs=1e-12)


def test_no_steps_give_the_start_back_exactly() -> None:
    training = mog.em(X, 3, initial=BEGIN, epochs=0)
    assert training.mixture == BEGIN
    assert len(training.history) == 0


def test_shift_and_scale_change_nothing_but_rounding() -> None:
    plain = mog.em(X, 2, seed=0)
    moved = mog.em(X * 1e-5 + 3.0, 2, seed=0)
    np.testing.assert_allclose(moved.mixture.means, plain.mixture.means * 1e-5 + 3.0, rtol=1e-9)
    np.testing.assert_allclose(moved.mixture.weights, plain.mixture.weights, rtol=1e-6)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"epochs": -1}, "epochs is -1, expected a whole number from 0"),
        ({"tolerance": 0}, "tolerance is 0, expected a number above 0"),
        ({"floor": 2}, "floor is 2"),
        ({"starts": 0}, "starts is 0"),
        ({"start": "kmeans"}, "start is 'kmeans'"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_what_is_not_as_described_is_refused_by_name(given: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        mog.em(X, 2, **given)
