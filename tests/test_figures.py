"""The figures draw what the kernels compute."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from mog import faithful, figures, kernels, landscape

matplotlib.use("agg")

X = faithful()[:, [1]]
PARAMETERS = np.array([-0.5, 0.5]), np.array([[54.0], [80.0]]), np.log([[5.0], [6.0]])
BOTH = faithful()
FIT = np.array([-0.5, 0.5]), np.array([[2.5, 60.0], [4.0, 78.0]]), np.log([[0.5, 9.0], [0.6, 8.0]])
PATH = np.linspace([[3.4, 70.0], [3.6, 71.0]], FIT[1], 5)
PROFILE = landscape.profile(X, np.linspace(43, 96, 6), floor=1.0)
ERRORS = {"naive": [1e-15, np.inf, 1e-3], "careful": [0.0, 0.0, 1e-16], "odd": [1e-9, np.nan, 1e-8]}


def fit_over_scatter() -> Figure:
    return figures.fit_over_scatter(BOTH, *FIT, names=("eruption", "wait"), path=PATH)


def profile_over_means() -> Figure:
    return figures.profile_over_means(PROFILE, name="wait")


def curves() -> Figure:
    return figures.curves([1.0, 10.0, 100.0], ERRORS, xlabel="offset", ylabel="error", log="xy")


def line(figure: Figure, label: str) -> tuple[np.ndarray, np.ndarray]:
    """The points of the line with this label."""
    drawn = {each.get_label(): each for each in figure.axes[0].lines}
    return np.asarray(drawn[label].get_xdata()), np.asarray(drawn[label].get_ydata())


def test_the_mixtures_curve_is_its_density() -> None:
    values, heights = line(figures.density_over_histogram(X, *PARAMETERS, name="wait"), "mixture")
    assert np.array_equal(heights, np.exp(kernels.log_density(values[:, None], *PARAMETERS)))


def test_the_components_curves_add_up_to_the_mixtures() -> None:
    figure = figures.density_over_histogram(X, *PARAMETERS, name="wait")
    parts = [line(figure, f"component {k}")[1] for k in (1, 2)]
    assert np.allclose(sum(parts), line(figure, "mixture")[1], rtol=1e-14, atol=0)
    assert not np.allclose(parts[0], parts[1])


def test_one_component_is_drawn_as_one_gaussian_without_parts() -> None:
    figure = figures.density_over_histogram(X, np.zeros(1), np.array([[71.0]]), np.array([[2.6]]), name="wait")
    assert [each.get_label() for each in figure.axes[0].lines] == ["one Gaussian"]


def test_the_histogram_has_area_one() -> None:
    bars = figures.density_over_histogram(X, *PARAMETERS, name="wait").axes[0].patches
    assert sum(bar.get_width() * bar.get_height() for bar in bars) == pytest.approx(1, rel=1e-12)


def test_responsibilities_are_drawn_along_the_feature() -> None:
    figure = figures.responsibilities_along(X, *PARAMETERS, name="wait")
    values, shares = line(figure, "component 1")
    assert np.array_equal(shares, kernels.responsibilities(values[:, None], *PARAMETERS)[:, 0])
    assert len(figure.axes[0].collections[0].get_offsets()) == len(X)


def test_a_climb_is_drawn_as_the_distance_from_its_last_value() -> None:
    figure = figures.climb([-5.0, -4.0, -3.5, -3.0], name="below")
    assert figure.axes[0].lines[0].get_ydata() == pytest.approx([2.0, 1.0, 0.5])
    assert figure.axes[0].get_yscale() == "log"


def test_points_have_their_components_colours_mixed_by_responsibility() -> None:
    gamma = kernels.responsibilities(BOTH, *FIT)
    drawn = {}
    for points in fit_over_scatter().axes[0].collections:
        drawn |= dict(zip(map(tuple, points.get_offsets().tolist()), points.get_facecolors()[:, :3], strict=True))
    assert len(drawn) == len(np.unique(BOTH, axis=0))
    colours = [to_rgb(each) for each in figures.COMPONENT_COLOURS[:2]]
    assert all(np.allclose(drawn[tuple(point)], share @ colours) for point, share in zip(BOTH.tolist(), gamma, strict=True))
    assert gamma.max(axis=1).min() < 0.6


def test_a_points_mark_is_that_of_its_likelier_component() -> None:
    first, second = fit_over_scatter().axes[0].collections
    likelier = kernels.responsibilities(BOTH, *FIT).argmax(axis=1)
    assert np.array_equal(first.get_offsets(), BOTH[likelier == 0])
    assert np.array_equal(second.get_offsets(), BOTH[likelier == 1])
    assert first.get_paths()[0].vertices.shape != second.get_paths()[0].vertices.shape


def test_ellipses_are_one_and_two_standard_deviations_from_the_means() -> None:
    outlines = [each for each in fit_over_scatter().axes[0].patches if isinstance(each, Ellipse) and not each.get_fill()]
    halves = [(tuple(each.center), each.width / 2, each.height / 2) for each in outlines]
    wanted = [(tuple(mean), *(times * sigma)) for mean, sigma in zip(FIT[1], np.exp(FIT[2]), strict=True) for times in (1, 2)]
    assert halves == wanted
    assert len({each.get_linestyle() for each in outlines}) == 2


def test_the_path_of_the_means_is_drawn_from_its_marked_start() -> None:
    figure = fit_over_scatter()
    assert np.array_equal(np.transpose(line(figure, "start")), PATH[0])
    drawn = [each.get_xydata() for each in figure.axes[0].lines if len(each.get_xdata()) == len(PATH)]
    assert np.array_equal(drawn, PATH.swapaxes(0, 1))


def test_the_means_are_marked_with_or_without_a_path() -> None:
    for figure in (fit_over_scatter(), figures.fit_over_scatter(BOTH, *FIT, names=("eruption", "wait"))):
        assert [np.ravel(line(figure, f"component {k}")).tolist() for k in (1, 2)] == FIT[1].tolist()
    assert [each.get_label() for each in figure.axes[0].lines] == ["component 1", "component 2"]


def test_the_profile_marks_both_optima_and_the_highest_place_with_equal_means() -> None:
    figure = profile_over_means()
    low, high = PROFILE.summit.means.ravel()
    assert np.array_equal(line(figure, "the two optima"), [[low, high], [high, low]])
    assert np.array_equal(np.ravel(line(figure, "highest of these")), PROFILE.crossing.means.ravel())
    across, up = line(figure, "equal means")
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
    figure = profile_over_means()
    assert figure.axes[1].get_ylabel() == "below the optimum (nats per point)"
    areas = figure.axes[0].collections[0]
    assert areas.get_array().min() >= 0
    assert figure.axes[0].get_aspect() == 1


def test_curves_are_the_values_they_are_given() -> None:
    figure = figures.curves([1.0, 2.0, 3.0], {"one": [0.0, -1.0, 4.0], "two": [1.0, 1.0, 1.0]}, xlabel="x", ylabel="y")
    assert np.array_equal(line(figure, "one"), [[1, 2, 3], [0, -1, 4]])
    assert figure.axes[0].get_yscale() == figure.axes[0].get_xscale() == "linear"


def test_curves_can_be_told_apart_without_colour() -> None:
    many = {f"line {k}": [1.0 + k, 2.0 + k] for k in range(6)}
    for marks in (True, False):
        drawn = figures.curves([0.0, 1.0], many, xlabel="x", ylabel="y", markers=marks).axes[0].lines
        looks = [(each.get_linestyle(), each.get_marker() if marks else None) for each in drawn[: 6 if marks else 4]]
        assert len(set(looks)) == len(looks)


def test_a_logarithmic_axis_shows_zero_at_the_bottom_and_infinity_at_the_top() -> None:
    figure = curves()
    axes = figure.axes[0]
    said = {label.get_text(): float(place) for place, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
    assert line(figure, "careful")[1].tolist() == [said["0"], said["0"], 1e-16]
    assert line(figure, "naive")[1].tolist() == [1e-15, said["∞"], 1e-3]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert axes.get_ylim()[0] < said["0"] < 1e-16
    assert 1e-3 < said["∞"] < axes.get_ylim()[1]
    assert np.isnan(line(figure, "odd")[1]).tolist() == [False, True, False]
    assert all(np.isclose(place, 10 ** float(text[5:-2])) for text, place in said.items() if text.startswith("$"))


def test_a_logarithmic_axis_without_zero_or_infinity_says_neither() -> None:
    axes = figures.curves([0.0, 1.0, 10.0], {"a": [1.0, 2.0, 3.0]}, xlabel="x", ylabel="y", log="xy").axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()].count("0") == 1
    assert {"0", "∞"}.isdisjoint(label.get_text() for label in axes.get_yticklabels())
    assert axes.lines[0].get_xdata()[0] == axes.get_xticks()[-1] < 1


def test_all_values_zero_can_be_drawn_on_a_logarithmic_axis() -> None:
    drawn = figures.curves([1.0, 2.0], {"a": [0.0, 0.0]}, xlabel="x", ylabel="y", log="y").axes[0].lines[0].get_ydata()
    assert (np.asarray(drawn) > 0).all()


@pytest.mark.parametrize(("x", "values", "log", "name"), [([1.0, 2.0], [1.0, -1.0], "y", "lines"), ([-1.0, 2.0], [1.0, 1.0], "x", "x")])
def test_a_negative_number_has_no_place_on_a_logarithmic_axis(x: list[float], values: list[float], log: str, name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} has a negative number, .* expected none"):
        figures.curves(x, {"a": values}, xlabel="x", ylabel="y", log=log)


@pytest.mark.parametrize("draw", [fit_over_scatter, profile_over_means, curves])
def test_the_same_data_give_the_same_picture(draw: Callable[[], Figure]) -> None:
    pictures = []
    for _ in range(2):
        file = io.BytesIO()
        draw().savefig(file, format="png")
        pictures.append(file.getvalue())
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("draw", [lambda: figures.climb([-2.0, -1.0], name="below"), fit_over_scatter, profile_over_means, curves])
def test_figures_are_not_left_open(draw: Callable[[], Figure]) -> None:
    draw()
    assert matplotlib.pyplot.get_fignums() == []


def test_an_error_leaves_no_figure_open() -> None:
    with pytest.raises(ValueError, match="negative"):
        figures.curves([1.0], {"a": [-1.0]}, xlabel="x", ylabel="y", log="y")
    assert matplotlib.pyplot.get_fignums() == []
