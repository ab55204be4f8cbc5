"""Starts stand on points of the data: far from each other, or anywhere."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import mog
from mog.starts import STARTS, k_means_plus_plus, nearest_to, random_points

RANDOM = np.random.default_rng(3)
X = np.concatenate([RANDOM.normal(place, 0.1, (30, 2)) for place in (-3, 0, 3)])


@pytest.mark.parametrize("start", STARTS)
def test_a_start_has_finite_parameters_and_its_means_are_points(start: str) -> None:
    logits, means, log_sigma = STARTS[start](X, 4, np.random.default_rng(0))  # type: ignore[index]
    assert (logits.shape, means.shape, log_sigma.shape) == ((4,), (4, 2), (4, 2))
    assert np.isfinite(logits).all()
    assert np.isfinite(log_sigma).all()
    assert {tuple(mean) for mean in means} <= {tuple(point) for point in X}
    assert len({tuple(mean) for mean in means}) == 4


def test_k_means_plus_plus_finds_clusters_far_apart_and_random_points_do_not() -> None:
    def found(means: object) -> int:
        return len(set(np.round(np.asarray(means)[:, 0] / 3).tolist()))

    assert all(found(k_means_plus_plus(X, 3, np.random.default_rng(seed))[1]) == 3 for seed in range(20))
    assert any(found(random_points(X, 3, np.random.default_rng(seed))[1]) < 3 for seed in range(20))


def test_a_point_is_drawn_with_a_chance_proportional_to_its_squared_distance() -> None:
    """From 0 or 1 or 3, each first with chance 1/3: the second is 9/10, 4/5 and 9/13 of the time the farthest."""
    x = np.array([[0.0], [1.0], [3.0]])
    draws = [tuple(k_means_plus_plus(x, 2, np.random.default_rng(seed))[1].ravel()) for seed in range(3000)]
    for first, farthest, chance in ((0.0, 3.0, 9 / 10), (1.0, 3.0, 4 / 5), (3.0, 0.0, 9 / 13)):
        seconds = [second for begin, second in draws if begin == first]
        assert len(seconds) / len(draws) == pytest.approx(1 / 3, abs=0.04)
        # Five standard errors of about 1000 draws are below 0.075.
        assert np.mean(np.array(seconds) == farthest) == pytest.approx(chance, abs=0.075)


def test_each_component_has_the_weight_and_the_sigma_of_the_points_nearest_to_it() -> None:
    x = np.array([[-1.0], [0.0], [1.0], [10.0]])
    logits, means, log_sigma = nearest_to(x, np.array([[0.0], [10.0]]))
    np.testing.assert_allclose(np.exp(logits), [4 / 6, 2 / 6])
    np.testing.assert_allclose(means, [[0.0], [10.0]])
    # One point more in each, at the mean squared distance of 2/4.
    np.testing.assert_allclose(np.exp(2 * log_sigma), [[2.5 / 4], [0.5 / 2]])


def test_row_32_fewer_different_points_than_components_are_warned_of() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        training = mog.em(np.repeat([[0.0], [1.0], [1.0]], 10, axis=0), 3, seed=0)
    said = {each.category: each for each in caught}
    assert str(said[mog.StartWarning].message) == "x has 2 different points, but components is 3: some components will be the same"
    assert said[mog.StartWarning].filename == __file__
    assert np.isfinite(training.mixture.means).all()


@pytest.mark.parametrize("fit", [mog.train, mog.em])
def test_row_51_components_that_begin_the_same_are_named(fit: object) -> None:
    assert callable(fit)
    twins = mog.Mixture([0.0, 0.0, 0.5], [[0.0, 0.0], [3.0, 3.0], [0.0, 0.0]], np.zeros((3, 2)))
    with pytest.warns(mog.StartWarning, match=r"^components 0 and 2 of initial \(counted from 0\) are the same") as caught:
        training = fit(X, 3, initial=twins, seed=0, epochs=1, tolerance=100)
    assert caught[0].filename == __file__
    np.testing.assert_allclose(training.mixture.means[0], training.mixture.means[2], atol=1e-12)


def test_random_points_differ_as_far_as_there_are_enough() -> None:
    x = np.concatenate([np.zeros((50, 1)), [[1.0], [2.0]]])
    assert sorted(random_points(x, 3, np.random.default_rng(0))[1].ravel().tolist()) == [0.0, 1.0, 2.0]
    assert random_points(x, 5, np.random.default_rng(0))[1].shape == (5, 1)
