"""Which component of a fit is which of the truth."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from mog import Mixture, make_dataset
from mog.figures.matching import matching, reordered


def test_a_mixture_in_another_order_is_matched_to_itself() -> None:
    truth = make_dataset(points=1, features=3, components=5, seed=2).mixture
    for order in permutations(range(5)):
        shuffled = reordered(truth, np.array(order))
        assert reordered(shuffled, matching(shuffled, truth)) == truth


def test_the_match_is_the_nearest_of_all() -> None:
    for seed in range(20):
        truth, fit = (make_dataset(points=1, components=4, separation=1, seed=n).mixture for n in (seed, seed + 100))

        def distance(order: tuple[int, ...], fit: Mixture = fit, truth: Mixture = truth) -> float:
            return float(np.sum(((fit.means[list(order)] - truth.means) / truth.sigma) ** 2))

        assert tuple(matching(fit, truth)) == min(permutations(range(4)), key=distance)


def test_distances_count_in_the_truths_standard_deviations() -> None:
    truth = Mixture([0.0, 0.0], [[0.0, 0.0], [1.0, 100.0]], np.log([[0.1, 1000.0], [0.1, 1000.0]]))
    fit = Mixture([0.0, 0.0], [[0.0, 100.0], [1.0, 0.0]], np.zeros((2, 2)))
    assert matching(fit, truth).tolist() == [0, 1]


def test_a_dozen_components_are_matched() -> None:
    truth = make_dataset(points=1, components=12).mixture
    assert matching(reordered(truth, np.arange(12)[::-1]), truth).tolist() == list(range(12))[::-1]
