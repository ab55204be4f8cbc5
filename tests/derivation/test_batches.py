"""The small case of which every batch is tried: its numbers are the package's own, and the theorem's factor matters."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from mog import kernels
from mog.derivation import batches

POINTS = np.array(batches.POINTS, dtype=float)[:, None]
PLACE = np.zeros(2), np.array([[1.5], [5.5]]), np.zeros((2, 1))


def test_each_point_s_gradient_is_the_kernel_s() -> None:
    single = [-kernels.mean_gradient(point[None], *PLACE)[0, 0] for point in POINTS]
    np.testing.assert_allclose(np.array(batches.gradients(), dtype=float), single, rtol=1e-13)


def test_all_batches_are_tried_once() -> None:
    of_pairs = [-kernels.mean_gradient(POINTS[list(pair)], *PLACE)[0, 0] / 2 for pair in combinations(range(6), 2)]
    np.testing.assert_allclose(np.array(batches.of_all_batches(), dtype=float), of_pairs, rtol=1e-13)


MEASURED: dict[Callable[[], tuple[str, ...]], tuple[str, str]] = {
    batches.unbiased: ("0.248726", "0.248726"),
    batches.batch_variance: ("0.158508", "0.158508"),
}


@pytest.mark.parametrize("measure", MEASURED, ids=lambda measure: measure.__name__)
def test_the_measured_numbers_are_those_of_the_book(measure: Callable[[], tuple[str, ...]]) -> None:
    assert measure() == MEASURED[measure]


def test_the_mean_over_all_batches_is_the_gradient_and_their_variance_is_the_theorem_s() -> None:
    for found, expected in (batches.unbiased(), batches.batch_variance()):
        assert found == expected
    assert float(batches.batch_variance()[0]) == pytest.approx(np.var(np.array(batches.of_all_batches(), dtype=float)), abs=5e-7)


@pytest.mark.parametrize("size", [1, 3, 5, 6])
def test_the_theorem_holds_for_batches_of_any_size(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_SIZE", size)
    found, theorem = batches.batch_variance()
    assert found == theorem
    assert (float(found) == 0) == (size == len(POINTS))


def test_without_the_factor_for_a_finite_sample_the_numbers_differ() -> None:
    drawn_afresh = float(batches.variance(batches.gradients())) / batches.BATCH_SIZE
    assert float(batches.batch_variance()[0]) < 0.9 * drawn_afresh
