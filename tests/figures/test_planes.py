"""Maps of the likelihood over two parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matplotlib.quiver import Quiver

from mog import Mixture, figures
from tests.figures.examples import ACROSS, FIGURES, ONE, PROFILE, UP, WAITS, line


def test_the_profile_marks_both_optima_and_the_highest_place_with_equal_means() -> None:
    axes = FIGURES["profile_over_means"]().axes[0]
    low, high = PROFILE.summit.means.ravel()
    assert np.array_equal(line(axes, "the two optima"), [[low, high], [high, low]])
    assert np.array_equal(np.ravel(line(axes, "highest of these")), PROFILE.crossing.means.ravel())
    across, up = line(axes, "equal means")
    assert np.array_equal(across, up)


def test_the_profiles_first_mean_runs_along_the_horizontal_axis() -> None:
    slope = replace(PROFILE, heights=PROFILE.summit.height - 0.02 * np.arange(6.0)[:, None] * np.ones(6))
    areas, contours = figures.profile_over_means(slope, name="wait").axes[0].collections
    vertices = np.concatenate([path.vertices for path in contours.get_paths() if len(path.vertices)])
    assert np.ptp(vertices[:, 1]) == pytest.approx(53)
    step = (96 - 43) / 5
    assert set(np.round((vertices[:, 0] - 43) / step, 6)) == {0.5, 1.0, 2.5, 5.0}
    highest = areas.get_paths()[0].vertices
    assert (highest[:, 0].min(), highest[:, 0].max()) == pytest.approx((43, 43 + step / 2))


def test_the_profiles_colours_are_nats_below_the_optimum() -> None:
    figure = FIGURES["profile_over_means"]()
    assert figure.axes[1].get_ylabel() == "below the optimum (nats per point)"
    areas = figure.axes[0].collections[0]
    assert areas.get_array().min() >= 0
    assert figure.axes[0].get_aspect() == 1


def cost(first: float, second: float) -> float:
    """The mean negative log-likelihood of the waits with these two means."""
    return -Mixture(ONE.logits, [[first], [second]], ONE.log_sigma).log_likelihood(WAITS) / len(WAITS)


def test_a_landscapes_contours_are_at_their_nats_above_the_lowest_place() -> None:
    fine = (ACROSS[0], np.linspace(45, 90, 60)), (UP[0], np.linspace(50, 95, 50))
    areas, contours = figures.landscape(WAITS, ONE, across=fine[0], up=fine[1]).axes[0].collections
    lowest = min(cost(a, b) for a in fine[0][1] for b in fine[1][1])
    for level, path in zip(contours.levels[3:], contours.get_paths()[3:], strict=True):
        assert np.mean([cost(*place) for place in path.vertices[::7]]) - lowest == pytest.approx(level, rel=0.02)
    highest = max(cost(a, b) for a in fine[0][1] for b in fine[1][1])
    assert areas.levels[-1] == pytest.approx(highest - lowest)
    assert areas.get_array().min() >= 0


def test_the_arrows_of_a_landscape_point_down_the_slope() -> None:
    (arrows,) = (each for each in FIGURES["landscape"]().axes[0].collections if isinstance(each, Quiver))
    assert arrows.N == 225
    for n in (0, 17, 224):
        (a, b), h = arrows.XY[n], 1e-4
        slope = (cost(a + h, b) - cost(a - h, b)) / (2 * h), (cost(a, b + h) - cost(a, b - h)) / (2 * h)
        assert (arrows.U[n], arrows.V[n]) == pytest.approx((-slope[0], -slope[1]), rel=1e-5)


def test_a_landscape_has_arrows_only_where_they_are_wanted() -> None:
    axes = figures.landscape(WAITS, ONE, across=ACROSS, up=UP).axes[0]
    assert not any(isinstance(each, Quiver) for each in axes.collections)
    assert axes.get_legend() is None


def test_a_path_over_a_landscape_goes_from_its_circle_to_its_mark() -> None:
    axes = FIGURES["landscape"]().axes[0]
    way, start, end = (each.get_xydata().tolist() for each in axes.lines)
    assert way == [[70.0, 71.0], [60.0, 75.0]]
    assert (start, end) == ([[70.0, 71.0]], [[60.0, 75.0]])
    assert axes.lines[2].get_label() == "way"


def test_any_two_parameters_span_a_landscape_and_are_named() -> None:
    across, up = (("logits", 1), [-1.0, 0.0, 1.0]), (("log_sigma", 0, 0), [1.0, 2.0])
    axes = figures.landscape(WAITS, ONE, across=across, up=up).axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("logit of component 2", "log σ of component 1, feature 1")
    assert (axes.get_xlim(), axes.get_ylim()) == ((-1, 1), (1, 2))
    assert figures.landscape(WAITS, ONE, across=across, up=up, names=("a", "b")).axes[0].get_xlabel() == "a"


REFUSED: dict[str, dict[str, Any]] = {
    r"^across is a parameter that a mixture does not have, expected one of 'logits'": {"across": (("weights", 0), [0.0, 1.0])},
    r"^across is place \(2,\) of logits, expected one in shape \(2,\), from 0$": {"across": (("logits", 2), [0.0, 1.0])},
    r"^across is place \(0,\) of means, expected one in shape \(2, 1\)": {"across": (("means", 0), [0.0, 1.0])},
    r"^up is -1, expected a whole number from 0$": {"up": (("logits", -1), [0.0, 1.0])},
    r"^up has values of shape \(2,\), expected .* in increasing order$": {"up": (UP[0], [2.0, 1.0])},
    r"^up has values of shape \(1,\), expected \(n,\), at least two": {"up": (UP[0], [2.0])},
    r"^up has NaN at index": {"up": (UP[0], [1.0, np.nan])},
    r"^up is the same parameter as across, expected two different ones$": {"up": ACROSS},
    r"^paths\['p'\] has shape \(2,\), expected \(steps, 2\)": {"paths": {"p": [1.0, 2.0]}},
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_landscape_refuses_what_does_not_fit(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        figures.landscape(WAITS, ONE, **({"across": ACROSS, "up": UP} | REFUSED[message]))


def test_a_landscape_that_is_flat_is_refused() -> None:
    alone = Mixture([0.0, -np.inf], ONE.means, ONE.log_sigma)
    with pytest.raises(ValueError, match=r"^across and up change nothing"):
        figures.landscape(WAITS, alone, across=UP, up=(("log_sigma", 1, 0), [1.0, 2.0]))
