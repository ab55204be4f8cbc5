"""Training reaches the highest stationary points known: on fifty random data sets, on clusters far apart, on real data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mog
from mog.quality import SETS, climb, draw, known

KNOWN = known()
RIGHT = 1e-3
"""Nats per point: a tenth of the statistical error p/(2m) = 0.01 of these data."""


@pytest.mark.parametrize("tens", range(5))
def test_em_climbs_to_each_stored_height_from_its_stored_start(tens: int) -> None:
    for number in SETS[10 * tens : 10 * tens + 10]:
        start, seed, height = KNOWN[number]
        training = climb(number, start, seed)
        assert training.heights[0] == pytest.approx(height, abs=1e-7), number
        assert not training.at_floor.any()


@pytest.mark.parametrize("half", ["far apart", "near"])
def test_one_start_finds_the_highest_point_in_92_of_100_data_sets_and_five_starts_in_98(half: str) -> None:
    """The first of five starts is the one start: tests/test_sgd.py."""
    numbers = SETS[half == "near" :: 2]
    trainings = [mog.train(draw(number)[0], 3, seed=0) for number in numbers]
    heights = [KNOWN[number].height for number in numbers]
    assert all(training.settings.starts == 5 and training.converged and not training.at_floor.any() for training in trainings)
    from_one = [height - training.heights[0] < RIGHT for training, height in zip(trainings, heights, strict=True)]
    from_five = [height - training.heights[training.kept] < RIGHT for training, height in zip(trainings, heights, strict=True)]
    assert np.mean(from_one) >= 0.92
    assert np.mean(from_five) >= 0.98


def test_no_training_ends_above_the_highest_point_that_is_known() -> None:
    for number in (0, 1, 2, 3):
        assert mog.train(draw(number)[0], 3, seed=1, starts=1).heights[0] < KNOWN[number].height + 1e-9


@pytest.mark.parametrize("apart", [5, 20, 50, 200])
def test_clusters_far_apart_are_fitted_as_em_does(apart: float) -> None:
    random = np.random.default_rng(apart)
    # The distance of two corners of this simplex is 1.
    x = apart * np.eye(3)[random.choice(3, size=1000)] / np.sqrt(2) + random.standard_normal((1000, 3))
    training, opinion = mog.train(x, 3, seed=0), mog.em(x, 3, seed=0)
    assert training.heights[training.kept] == pytest.approx(opinion.heights[opinion.kept], abs=1e-4)
    assert training.agreed == 5


def penguins() -> Any:
    x, _ = mog.penguins()
    return (x - x.mean(axis=0)) / x.std(axis=0)


REAL = {
    "the waiting times": (lambda: mog.faithful()[:, 1:], 2, -3.8014770),
    "the eruptions": (lambda: mog.faithful()[:, :1], 2, -1.0160296),
    "Old Faithful in two dimensions": (mog.faithful, 2, -4.2198763),
}


@pytest.mark.parametrize("name", REAL)
def test_the_optimum_of_real_data_is_reached_by_training_and_by_em(name: str) -> None:
    data, components, height = REAL[name]
    for fit in (mog.train, mog.em):
        training = fit(data(), components, seed=0)
        assert training.heights[training.kept] == pytest.approx(height, abs=1e-4)


def test_the_penguins_reach_at_least_the_optimum_that_k_means_leads_to() -> None:
    for seed in (0, 1):
        training = mog.train(penguins(), 3, seed=seed)
        assert training.heights[training.kept] > -3.22106 - 1e-4


def test_fifty_starts_from_random_points_reach_the_likeliest_optimum_of_the_penguins() -> None:
    training = mog.train(penguins(), 3, seed=0, starts=50, start="random points")
    assert training.heights[training.kept] == pytest.approx(-3.21331, abs=1e-4)
    assert not training.at_floor.any()
