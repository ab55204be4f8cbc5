"""The numbers that the figure of the descent begins with: the package's own, and the same in every build."""

import json
from types import ModuleType

import numpy as np
import pytest
from builds import Load

from mog import kernels, rules
from mog.rules import parted
from mog.units import standardised

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def scene(load: Load) -> ModuleType:
    return load("scene_sgd")


def test_the_points_are_in_units_of_their_spread_to_the_last_digit(scene: ModuleType) -> None:
    given = json.loads(json.dumps(scene.data()))
    for draw, points in zip(scene.SETS.values(), given["sets"], strict=True):
        x, _ = standardised(draw())
        assert points["x"] == x.ravel().tolist()


def test_the_best_known_is_what_em_finds_with_no_width_at_the_floor(scene: ModuleType) -> None:
    for draw in scene.SETS.values():
        x, units = standardised(draw())
        best = units.parameters(scene.best_of(draw()).mixture)
        assert np.all(best[2] > np.log(scene.CONSTANTS["floor"]))
        assert scene.point_set(draw())["best"] == pytest.approx(-np.mean(kernels.log_density(x, *best)), abs=1e-12)


def test_the_statistical_error_counts_the_free_parameters(scene: ModuleType) -> None:
    for draw in scene.SETS.values():
        points = draw()
        logits, means, log_sigma = parted(np.array(scene.presets()[0]["start"]), scene.K)
        # All weights add up to 1: one of them is not free.
        free = logits.size - 1 + means.size + log_sigma.size
        assert scene.point_set(points)["error"] == free / (2 * len(points))


def test_every_start_has_the_settings_of_a_rule_of_the_package(scene: ModuleType) -> None:
    for preset in scene.presets():
        assert preset["rule"] in rules.RATES
        assert 0 < preset["rate"] <= rules.RATES[preset["rule"]]
        points = list(scene.SETS.values())[preset["set"]]()
        assert 0 <= preset["batch"] < len(points)


def test_the_narrow_group_has_a_rate_at_which_it_alone_cannot_settle(scene: ModuleType) -> None:
    logits, _, log_sigma = scene.beside_the_optimum()
    weights = np.exp(logits) / np.sum(np.exp(logits))
    times = scene.beyond_the_bend() * weights[:, None] / np.exp(2 * log_sigma)
    assert np.argwhere(times > 2).tolist() == [[0, 0]]
    assert times[0, 0] < 8 / 3
