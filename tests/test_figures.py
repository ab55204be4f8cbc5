"""The figures draw what the kernels compute."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from mog import faithful, figures, kernels

matplotlib.use("agg")

X = faithful()[:, [1]]
PARAMETERS = np.array([-0.5, 0.5]), np.array([[54.0], [80.0]]), np.log([[5.0], [6.0]])


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


def test_figures_are_not_left_open() -> None:
    figures.climb([-2.0, -1.0], name="below")
    assert matplotlib.pyplot.get_fignums() == []
