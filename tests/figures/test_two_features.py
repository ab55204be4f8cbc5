"""The figures of two features."""

from __future__ import annotations

import numpy as np
import pytest

from mog import Mixture, figures
from tests.figures.examples import BOTH, FIGURES, PATH, TOY, TWO, line, outlines, words

SWAPPED = Mixture(TWO.logits[::-1], TWO.means[::-1] + 0.1, TWO.log_sigma[::-1])
"""Nearly the same mixture with its components the other way round."""


def test_the_path_of_the_means_is_drawn_from_its_marked_start() -> None:
    axes = FIGURES["fit_over_scatter"]().axes[0]
    assert np.array_equal(np.transpose(line(axes, "start")), PATH[0])
    drawn = [each.get_xydata() for each in axes.lines if len(each.get_xdata()) == len(PATH)]
    assert np.array_equal(drawn, PATH.swapaxes(0, 1))


def test_the_means_are_marked_with_or_without_a_path() -> None:
    alone = figures.fit_over_scatter(BOTH, TWO, names=("eruption", "wait"))
    for figure in (FIGURES["fit_over_scatter"](), alone):
        assert [np.ravel(line(figure.axes[0], f"component {k}")).tolist() for k in (1, 2)] == TWO.means.tolist()
    assert [each.get_label() for each in alone.axes[0].lines] == ["component 1", "component 2"]


def test_a_fit_and_its_path_have_the_numbers_of_the_truth() -> None:
    axes = figures.fit_over_scatter(BOTH, SWAPPED, truth=TWO, path=PATH[:, ::-1]).axes[0]
    assert [np.ravel(line(axes, f"component {k}")).tolist() for k in (1, 2)] == (TWO.means + 0.1).tolist()
    assert np.array_equal(np.transpose(line(axes, "start")), PATH[0])


def test_the_truth_has_its_own_ellipses_and_crosses() -> None:
    axes = figures.fit_over_scatter(BOTH, SWAPPED, truth=TWO).axes[0]
    assert np.array_equal(np.transpose(line(axes, "truth")), TWO.means)
    centres = [tuple(each.center) for each in outlines(axes)]
    for mean in (*TWO.means, *SWAPPED.means):
        assert centres.count(tuple(mean)) == 2


def test_from_one_contour_to_the_next_the_density_doubles() -> None:
    axes, bar = FIGURES["contours"]().axes
    _, contours = axes.collections
    # The grid has 120 places along each axis; between them a contour is as near as a straight line is to a bent one.
    log_density = [TWO.log_density(path.vertices).mean() for path in contours.get_paths()]
    assert np.diff(log_density) / np.log(2) == pytest.approx(np.ones(7), abs=0.02)
    assert [label.get_text() for label in bar.get_yticklabels()][-3:] == ["1/4", "1/2", "1"]


def test_the_highest_colour_is_at_the_peak_of_the_density() -> None:
    axes = FIGURES["contours"]().axes[0]
    filled = axes.collections[0].get_paths()[-1].vertices
    assert TWO.log_density(filled).min() > TWO.log_density(BOTH).max() - 1.1 * np.log(2)


def test_contours_lie_over_all_points() -> None:
    axes = FIGURES["contours"]().axes[0]
    assert np.array_equal(axes.lines[0].get_xydata(), BOTH)


def test_the_margins_show_each_feature_alone() -> None:
    axes, above, beside = FIGURES["scatter_with_marginals"]().axes
    places, density = line(above, "mixture")
    assert np.array_equal(density, np.exp(Mixture(TWO.logits, TWO.means[:, :1], TWO.log_sigma[:, :1]).log_density(places[:, None])))
    density, places = line(beside, "mixture")
    assert np.array_equal(density, np.exp(Mixture(TWO.logits, TWO.means[:, 1:], TWO.log_sigma[:, 1:]).log_density(places[:, None])))
    for margin, upright in ((above, 1), (beside, 0)):
        parts = [line(margin, f"component {k}")[upright] for k in (1, 2)]
        assert np.allclose(sum(parts), line(margin, "mixture")[upright], rtol=1e-12, atol=0)
    assert above.get_xlim() == axes.get_xlim()
    assert beside.get_ylim() == axes.get_ylim()


def test_the_margins_histograms_have_area_one() -> None:
    _, above, beside = FIGURES["scatter_with_marginals"]().axes
    for margin in (above, beside):
        assert sum(bar.get_width() * bar.get_height() for bar in margin.patches) == pytest.approx(1, rel=1e-12)
    assert len({bar.get_height() for bar in beside.patches}) < len({bar.get_width() for bar in beside.patches})


def test_the_legend_over_panels_says_each_thing_once() -> None:
    assert words(FIGURES["scatter_with_marginals"]()) == ["component 1", "component 2", "mixture"]
    assert words(FIGURES["paths"]()) == ["component 1", "component 2", "start", "truth"]


def test_each_run_has_a_panel_with_its_path_from_start_to_end() -> None:
    there, back = FIGURES["paths"]().axes
    assert (there.get_title(), back.get_title()) == ("there", "back")
    for axes, path in ((there, PATH), (back, PATH[::-1])):
        assert np.array_equal(np.transpose(line(axes, "start")), path[0])
        assert [np.ravel(line(axes, f"component {k}")).tolist() for k in (1, 2)] == path[-1].tolist()
        drawn = [each.get_xydata() for each in axes.lines if len(each.get_xdata()) == len(PATH)]
        assert np.array_equal(drawn, path.swapaxes(0, 1))


def test_a_path_that_leaves_does_not_take_the_panel_with_it() -> None:
    far = PATH.copy()
    far[-1] = 1e6
    (axes,) = figures.paths(BOTH, {"far": far}).axes
    assert axes.get_xlim() == FIGURES["paths"]().axes[0].get_xlim()
    assert axes.get_xlim()[0] < BOTH[:, 0].min() < BOTH[:, 0].max() < axes.get_xlim()[1] < 10


def test_the_lowest_panel_of_each_column_names_its_axis() -> None:
    panels = figures.paths(BOTH, {f"run {n}": PATH for n in range(5)}).axes
    assert len(panels) == 5
    assert [axes.get_xlabel() for axes in panels] == ["", "", "feature 1", "feature 1", "feature 1"]
    assert [axes.xaxis.get_tick_params()["labelbottom"] for axes in panels] == [False, False, True, True, True]
    assert [axes.get_ylabel() for axes in panels] == ["feature 2", "", "", "feature 2", ""]


def test_three_components_of_a_data_set_are_drawn() -> None:
    assert len(outlines(figures.scatter_with_marginals(TOY.x, TOY.mixture, component=TOY.component).axes[0])) == 6
