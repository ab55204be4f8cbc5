"""What the figure of the wrong gradient begins with: the optimum of the waits, and two still runs that reach it."""

import numpy as np
import pytest
from builds import Load

from mog import em, faithful


def test_the_optimum_is_the_weight_of_the_short_waits_and_the_best_loss_that_of_standardised_waits(load: Load) -> None:
    data = load("scene_slips").data()
    waits = faithful()[:, 1:]
    fit = em(waits, 2, seed=0)
    assert data["optimum"] == pytest.approx(min(fit.mixture.weights), abs=1e-6)
    # A change of unit changes the loss by the logarithm of the unit.
    assert data["best"] == pytest.approx(fit.history[-1] - np.log(waits.std()), abs=1e-9)


def test_both_still_runs_reach_the_optimum_and_the_wrong_gradient_is_sooner_near(load: Load) -> None:
    scene = load("scene_slips")
    optimum = scene.data()["optimum"]
    near = []
    for assignments in (True, False):
        weights = np.array(scene.weights(assignments))
        assert weights[-1] == pytest.approx(optimum, abs=1e-3)
        near.append(np.argmax(np.abs(weights - optimum) < 0.01))
    assert near[0] < near[1]
