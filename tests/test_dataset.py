"""Toy data: drawn as the documentation says, the same for the same seed, and nothing else in the world moved."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mog import Dataset, Mixture, make_dataset

STANDARD_ERRORS = 5
"""How far a mean over draws may lie from its expectation: by chance, once in 1.7 million; and the seeds are fixed."""


def test_the_defaults_are_the_1000_points_of_the_assignment() -> None:
    data = make_dataset()
    assert data.x.shape == (1000, 2)
    assert data.component.shape == (1000,)
    assert (data.mixture.components, data.mixture.features) == (3, 2)
    assert data == make_dataset(1000, 2, 3, 0, separation=4.0, weights=None)


@pytest.mark.parametrize(("points", "features", "components"), [(1, 1, 1), (7, 5, 1), (2, 1, 6), (np.int64(4), np.int8(3), np.uint64(2))])
def test_points_features_and_components_are_as_many_as_asked_for(points: int, features: int, components: int) -> None:
    data = make_dataset(points, features, components)
    assert data.x.shape == (points, features)
    assert data.component.shape == (points,)
    assert data.mixture.means.shape == (components, features)


@pytest.mark.parametrize("seed", [1, np.random.SeedSequence(1), 2**100])
def test_the_same_seed_gives_the_same_bits(seed: Any) -> None:
    one, other = make_dataset(seed=seed), make_dataset(seed=seed)
    assert one.x.tobytes() == other.x.tobytes()
    assert one.component.tobytes() == other.component.tobytes()
    assert one.mixture == other.mixture


def test_another_seed_gives_another_mixture_and_other_points() -> None:
    drawn = [make_dataset(seed=seed) for seed in (0, 1, None, None)]
    assert len({data.mixture for data in drawn}) == 4
    assert len({data.x.tobytes() for data in drawn}) == 4
    assert not np.array_equal(*(make_dataset(seed=seed, weights=[0.5, 0.25, 0.25]).component for seed in (0, 1)))


def test_a_generator_gives_other_data_each_time() -> None:
    random = np.random.default_rng(1)
    assert make_dataset(seed=random) == make_dataset(seed=1)
    assert make_dataset(seed=random) != make_dataset(seed=1)


def test_more_points_come_from_the_same_mixture() -> None:
    assert make_dataset(10, seed=3).mixture == make_dataset(2000, seed=3).mixture


def test_separation_moves_the_means_and_takes_the_points_along() -> None:
    near, far = make_dataset(seed=3, separation=1), make_dataset(seed=3, separation=16)
    np.testing.assert_array_equal(far.mixture.means, 16 * near.mixture.means)
    np.testing.assert_array_equal(far.component, near.component)
    np.testing.assert_array_equal(far.mixture.log_sigma, near.mixture.log_sigma)
    np.testing.assert_array_equal(far.mixture.logits, near.mixture.logits)
    np.testing.assert_allclose(*(data.x - data.mixture.means[data.component] for data in (near, far)), rtol=0, atol=1e-13)


def test_at_separation_0_all_means_are_one() -> None:
    assert not make_dataset(separation=0).mixture.means.any()


def test_given_weights_are_the_weights_and_leave_means_and_widths_as_they_were() -> None:
    given, drawn = make_dataset(seed=3, weights=[0.7, 0.3, 0.0]), make_dataset(seed=3)
    np.testing.assert_allclose(given.mixture.weights, [0.7, 0.3, 0.0], rtol=1e-15)
    np.testing.assert_array_equal(given.mixture.means, drawn.mixture.means)
    np.testing.assert_array_equal(given.mixture.log_sigma, drawn.mixture.log_sigma)
    assert set(given.component) == {0, 1}


def test_the_weights_that_would_be_drawn_change_nothing_when_given() -> None:
    drawn = make_dataset(seed=3)
    given = make_dataset(seed=3, weights=drawn.mixture.weights)
    np.testing.assert_array_equal(given.x, drawn.x)


def test_the_means_spread_by_the_separation_and_a_typical_sigma_is_1() -> None:
    mixture = make_dataset(1, 100, 100, seed=4, separation=2.5).mixture
    n = mixture.means.size
    for values, expected, variance in (
        (mixture.means, 0, 2.5**2),
        (mixture.means**2, 2.5**2, 2 * 2.5**4),
        (mixture.log_sigma, -0.16, 0.4**2),
        ((mixture.log_sigma + 0.16) ** 2, 0.4**2, 2 * 0.4**4),
        # The variance of σ², a log-normal variable with mean 1.
        (mixture.sigma**2, 1, np.exp(4 * 0.4**2) - 1),
    ):
        assert abs(values.mean() - expected) < STANDARD_ERRORS * np.sqrt(variance / n)


def test_random_weights_spread_as_those_of_dirichlet_5() -> None:
    weights = np.array([make_dataset(1, 1, 3, seed=seed).mixture.weights for seed in range(2000)])
    variance = (1 / 3) * (2 / 3) / (3 * 5 + 1)
    assert (abs(weights.mean(axis=0) - 1 / 3) < STANDARD_ERRORS * np.sqrt(variance / 2000)).all()
    # The relative standard error of a variance is √((kurtosis - 1)/n), and the kurtosis of Beta(5, 10) is 2.9.
    assert (abs(weights.var(axis=0) / variance - 1) < STANDARD_ERRORS * np.sqrt(1.9 / 2000)).all()


def test_no_component_of_the_first_300_seeds_is_almost_empty() -> None:
    assert min(np.bincount(make_dataset(seed=seed).component, minlength=3).min() for seed in range(300)) > 30


@pytest.mark.parametrize(("separation", "wrong"), [(1, 0.25), (2, 0.10), (3, 0.04), (4, 0.01)])
def test_the_best_guess_of_a_component_is_wrong_as_often_as_the_documentation_says(separation: float, wrong: float) -> None:
    drawn = (make_dataset(seed=seed, separation=separation) for seed in range(300))
    shares = [np.mean(data.mixture.responsibilities(data.x).argmax(axis=1) != data.component) for data in drawn]
    assert round(float(np.median(shares)), 2) == wrong


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no points": ({"points": 0}, "points is 0, expected a whole number from 1"),
    "no features": ({"features": -1}, "features is -1, expected a whole number from 1"),
    "no components": ({"components": 0}, "components is 0, expected a whole number from 1"),
    "half a component": ({"components": 2.5}, "components is 2.5, expected a whole number from 1"),
    "components as text": ({"components": "3"}, "components is '3', expected a whole number from 1"),
    "True components": ({"components": True}, "components is True, expected a whole number from 1"),
    "a negative seed": ({"seed": -1}, "seed is -1, expected a whole number from 0, None, or NumPy's Generator"),
    "a negative separation": ({"separation": -1.0}, "separation is -1.0, expected a finite number from 0"),
    "an endless separation": ({"separation": np.inf}, "separation is inf, expected a finite number from 0"),
    "two weights of three": ({"weights": [0.5, 0.5]}, "weights has shape (2,), but components is 3: weights must be (3,)"),
    "weights below 1": ({"weights": [0.5, 0.3, 0.1]}, "weights add up to 0.9, expected 1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_makes_no_data_is_refused_by_name(case: str) -> None:
    arguments, message = WRONG[case]
    with pytest.raises(ValueError, match=f"^{next(iter(arguments))}") as caught:
        make_dataset(**arguments)
    assert str(caught.value).startswith(message)


def test_a_refusal_draws_nothing_from_a_generator() -> None:
    random = np.random.default_rng(1)
    with pytest.raises(ValueError, match=r"^weights"):
        make_dataset(seed=random, weights=[0.5, 0.5])
    assert random.random() == np.random.default_rng(1).random()


def test_given_weights_are_not_written_to() -> None:
    weights = np.array([0.5, 0.25, 0.25])
    make_dataset(weights=weights)
    assert weights.tolist() == [0.5, 0.25, 0.25]


def test_drawing_data_leaves_the_global_random_numbers_alone() -> None:
    before = pickle.dumps(np.random.get_state())  # noqa: NPY002
    make_dataset(seed=None)
    assert pickle.dumps(np.random.get_state()) == before  # noqa: NPY002


SAME: dict[str, Callable[[Dataset], Dataset]] = {
    "itself": lambda data: data,
    "a copy": copy.copy,
    "a deep copy": copy.deepcopy,
    "a pickle": lambda data: pickle.loads(pickle.dumps(data)),
}


@pytest.mark.parametrize("name", ["x", "component"])
@pytest.mark.parametrize("kind", SAME)
def test_neither_data_nor_a_copy_of_them_can_be_written_to(kind: str, name: str) -> None:
    data = make_dataset()
    same = SAME[kind](data)
    assert same == data
    assert hash(same) == hash(data)
    with pytest.raises(ValueError, match="read-only"):
        getattr(same, name)[0] = 9
    with pytest.raises(ValueError, match="WRITEABLE"):
        getattr(same, name).flags.writeable = True
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(same, name, getattr(data, name))


def test_data_that_differ_in_one_part_are_not_equal() -> None:
    data = make_dataset()
    others = {"x": -data.x, "component": data.component[::-1], "mixture": Mixture([0.0] * 3, *(np.zeros((3, 2)),) * 2)}
    assert len({data, *(dataclasses.replace(data, **{name: part}) for name, part in others.items())}) == 4
    assert data != "Dataset"
