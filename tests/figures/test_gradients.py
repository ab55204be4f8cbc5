"""The gradients of mini-batches around the gradient of all points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.quiver import Quiver

from mog import Mixture, figures
from tests.figures.examples import BOTH, FIGURES, TOY, TWO, outlines

FULL = TOY.mixture.gradient(TOY.x)[1][1] / len(TOY.x)


def arrows(axes: Axes) -> tuple[np.ndarray, np.ndarray]:
    """The gradients of the batches, and that of all points, as they are drawn."""
    batches, full = (each for each in axes.collections if isinstance(each, Quiver))
    return np.stack([batches.U, batches.V], axis=1), np.stack([full.U, full.V], axis=1)


def batch_gradients(*, sizes: list[int], **named: Any) -> list[Axes]:
    return figures.batch_gradients(TOY.x, TOY.mixture, component=1, sizes=sizes, **named).axes


def test_the_full_gradient_is_that_of_the_mean_log_likelihood() -> None:
    for axes in FIGURES["batch_gradients"]().axes:
        assert arrows(axes)[1][0] == pytest.approx(FULL, rel=1e-12)


def test_a_batch_of_all_points_has_the_full_gradient() -> None:
    (axes,) = batch_gradients(sizes=[60], batches=3)
    assert arrows(axes)[0] == pytest.approx(np.tile(FULL, (3, 1)), rel=1e-12)


def test_each_panel_has_so_many_batches_and_says_their_size() -> None:
    panels = batch_gradients(sizes=[1, 7], batches=11)
    assert [axes.get_title() for axes in panels] == ["1 point", "7 points"]
    assert [arrows(axes)[0].shape for axes in panels] == [(11, 2), (11, 2)]


def test_a_batch_of_one_has_the_gradient_of_a_point() -> None:
    (axes,) = batch_gradients(sizes=[1])
    each = [TOY.mixture.gradient(point[None])[1][1] for point in TOY.x]
    for drawn in arrows(axes)[0]:
        assert np.min(np.linalg.norm(each - drawn, axis=1)) < 1e-12


def test_the_ellipse_is_two_standard_deviations_of_the_batches() -> None:
    tilted = Mixture([0.0, 0.0], [[-1.0, 0.0], [1.0, 0.5]], np.zeros((2, 2)))
    (axes,) = figures.batch_gradients(TOY.x, tilted, component=0, sizes=[30], batches=4000).axes
    (ellipse,) = outlines(axes)
    drawn = arrows(axes)[0] - ellipse.center
    assert abs(np.corrcoef(drawn.T)[0, 1]) > 0.3
    angle = np.radians(ellipse.angle)
    turned = drawn @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    assert abs(np.corrcoef(turned.T)[0, 1]) < 0.05
    assert 2 * turned.std(axis=0) == pytest.approx([ellipse.width / 2, ellipse.height / 2], rel=0.05)


def test_the_seed_decides_the_batches() -> None:
    first, same, other = (arrows(batch_gradients(sizes=[5], seed=seed)[0])[0] for seed in (1, 1, 2))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


REFUSED: dict[str, tuple[Mixture, dict[str, Any]]] = {
    r"^component is 2, expected a number from 0 to 1$": (TWO, {"component": 2, "sizes": [4]}),
    r"^component is -1, expected a whole number from 0$": (TWO, {"component": -1, "sizes": [4]}),
    r"^sizes is empty, expected at least one size": (TWO, {"component": 0, "sizes": []}),
    r"^sizes has 273, expected at most 272, the number of points$": (TWO, {"component": 0, "sizes": [273]}),
    r"^sizes is 0, expected a whole number from 1$": (TWO, {"component": 0, "sizes": [0]}),
    r"^batches is 0, expected a whole number from 1$": (TWO, {"component": 0, "sizes": [4], "batches": 0}),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_does_not_fit_is_refused_by_name(message: str) -> None:
    mixture, named = REFUSED[message]
    with pytest.raises(ValueError, match=message):
        figures.batch_gradients(BOTH, mixture, **named)
