"""Degenerate data give finite parameters and a warning that says what to do."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

import mog
from mog.starts import STARTS

RANDOM = np.random.default_rng(11)
X = np.concatenate([RANDOM.normal(0, 1, (60, 2)), RANDOM.normal(4, 0.7, (40, 2))])
FITS = pytest.mark.parametrize("fit", [mog.train, mog.em])


def tried(fit: Any, x: Any, components: int, **settings: Any) -> tuple[mog.Training, dict[type, str]]:
    """The training, which holds finite numbers alone, and its warnings by kind."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        training = fit(x, components, seed=0, starts=2, **settings)
    mixture = training.mixture
    for each in (mixture.logits, mixture.means, mixture.log_sigma, training.history, training.heights, training.gain):
        assert np.isfinite(each).all()
    assert all(each.filename == __file__ for each in caught)
    return training, {each.category: str(each.message) for each in caught}


@FITS
def test_row_32_equal_rows_end_at_the_floor(fit: Any) -> None:
    training, said = tried(fit, np.ones((30, 2)), 2)
    assert training.at_floor.all()
    assert said[mog.StartWarning].startswith("x has 1 different point, but components is 2")
    assert "all points have one value in feature 0, 1: leave it out" in said[mog.CollapseWarning]
    np.testing.assert_allclose(training.mixture.means, 1, rtol=1e-12)


@FITS
def test_row_33_repeated_points_collapse_a_component_which_is_named(fit: Any) -> None:
    x = np.concatenate([X, np.tile([[9.0, 9.0]], (100, 1))])
    training, said = tried(fit, x, 3)
    (k,) = np.flatnonzero(training.at_floor.any(axis=1))
    np.testing.assert_allclose(training.mixture.means[k], [9, 9], atol=1e-3)
    expected = (
        f"σ is at its floor, 0.001 of the feature's spread, for component {k} in feature 0, component {k} in feature 1 (counted from 0)."
    )
    assert said[mog.CollapseWarning].startswith(expected)
    assert "see whether points repeat, or ask for fewer components" in said[mog.CollapseWarning]
    np.testing.assert_allclose(training.mixture.sigma[k], 1e-3 * x.std(axis=0), rtol=1e-9)


@FITS
def test_row_33_a_collapsed_start_is_not_preferred_though_it_is_likelier(fit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 120 points 20 are the same: a component on them alone is the likeliest answer, and depends on nothing but the floor."""
    x = np.concatenate([RANDOM.normal(0, 1, (50, 1)), RANDOM.normal(6, 1, (50, 1)), np.full((20, 1), 3.0)])
    here = (3.0 - x.mean()) / x.std()
    honest = np.zeros(2), np.array([[-1.0], [1.0]]), np.zeros((2, 1))
    spike = np.zeros(2), np.array([[0.0], [here]]), np.array([[0.0], [-8.0]])
    begin = iter([spike, honest])
    monkeypatch.setitem(STARTS, "random points", lambda *_: next(begin))
    training, said = tried(fit, x, 2, start="random points", floor=1e-6)
    assert training.heights[0] > training.heights[1] + 1
    assert training.kept == 1
    assert not training.at_floor.any()
    assert mog.CollapseWarning not in said


@FITS
def test_row_34_a_constant_feature_is_named_and_the_others_are_fitted_as_without_it(fit: Any) -> None:
    training, said = tried(fit, np.column_stack([X, np.full(100, 5.0)]), 2)
    without, _ = tried(fit, X, 2)
    assert "all points have one value in feature 2: leave it out" in said[mog.CollapseWarning]
    assert training.at_floor.tolist() == [[False, False, True]] * 2
    np.testing.assert_allclose(training.mixture.means[:, :2], without.mixture.means, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(training.mixture.means[:, 2], 5.0)


@FITS
def test_row_35_as_many_components_as_points_end_at_the_floor(fit: Any) -> None:
    training, said = tried(fit, X[:3], 3)
    assert training.at_floor.all()
    assert "component 2 in feature 0 and 1 more (counted from 0)" in said[mog.CollapseWarning]


@FITS
def test_row_36_a_single_point_is_its_own_mean(fit: Any) -> None:
    training, said = tried(fit, [[2.0, -3.0]], 1)
    assert training.mixture.means.tolist() == [[2.0, -3.0]]
    assert mog.CollapseWarning in said


@pytest.mark.parametrize("step", ["plain", "momentum", "adam", "natural"])
@pytest.mark.parametrize(
    "x",
    [np.round(X), np.concatenate([X, [[1e8, 0.0]]]), X[:2], np.repeat(X[:2], 20, axis=0), X * 1e-300, X * 1e300, X + 1e8],
    ids=["rounded", "37: an outlier", "two points", "two different points", "28: tiny", "30: huge", "26: far off"],
)
def test_no_step_lets_out_what_is_no_number(x: Any, step: str) -> None:
    training, said = tried(mog.train, x, 2, step=step, epochs=20)
    assert training.converged or said.keys() & {mog.ConvergenceWarning, mog.DivergenceWarning}
    assert training.at_floor.any() == (mog.CollapseWarning in said)


@FITS
def test_row_27_the_floor_is_a_part_of_the_spread_of_the_data(fit: Any) -> None:
    for scale in (1e-4, 1e4):
        training, _ = tried(fit, np.concatenate([X, np.tile([[9.0, 9.0]], (100, 1))]) * scale, 3, floor=0.01)
        np.testing.assert_allclose(
            training.mixture.sigma.min(axis=0), 0.01 * (np.concatenate([X, np.full((100, 2), 9.0)]) * scale).std(axis=0)
        )


@FITS
def test_a_start_too_is_not_below_the_floor(fit: Any) -> None:
    training, _ = tried(fit, np.ones((30, 2)), 1, epochs=0)
    np.testing.assert_allclose(training.mixture.sigma, 1e-3)


@FITS
def test_ordinary_data_are_not_warned_of(fit: Any) -> None:
    training, said = tried(fit, X, 2)
    assert said == {}
    assert training.converged
    assert not training.at_floor.any()


def test_a_mixture_within_a_training_is_never_worse_than_its_height_says() -> None:
    training, _ = tried(mog.train, X, 2)
    assert training.mixture.log_likelihood(X) / len(X) == pytest.approx(training.heights[training.kept], abs=1e-12)
