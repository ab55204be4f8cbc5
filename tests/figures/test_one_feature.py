"""The figures of one feature draw what the kernels compute."""

from __future__ import annotations

import numpy as np
import pytest

from mog import figures, kernels
from tests.figures.examples import FIGURES, ONE, WAITS, line, parameters


def test_the_mixtures_curve_is_its_density() -> None:
    values, heights = line(FIGURES["density_over_histogram"]().axes[0], "mixture")
    assert np.array_equal(heights, np.exp(kernels.log_density(values[:, None], *parameters(ONE))))


def test_the_components_curves_add_up_to_the_mixtures() -> None:
    axes = FIGURES["density_over_histogram"]().axes[0]
    parts = [line(axes, f"component {k}")[1] for k in (1, 2)]
    assert np.allclose(sum(parts), line(axes, "mixture")[1], rtol=1e-14, atol=0)
    assert not np.allclose(parts[0], parts[1])


def test_one_component_is_drawn_as_one_gaussian_without_parts() -> None:
    figure = figures.density_over_histogram(WAITS, np.zeros(1), np.array([[71.0]]), np.array([[2.6]]), name="wait")
    assert [each.get_label() for each in figure.axes[0].lines] == ["one Gaussian"]


def test_the_histogram_has_area_one() -> None:
    bars = FIGURES["density_over_histogram"]().axes[0].patches
    assert sum(bar.get_width() * bar.get_height() for bar in bars) == pytest.approx(1, rel=1e-12)


def test_responsibilities_are_drawn_along_the_feature() -> None:
    axes = FIGURES["responsibilities_along"]().axes[0]
    values, shares = line(axes, "component 1")
    assert np.array_equal(shares, kernels.responsibilities(values[:, None], *parameters(ONE))[:, 0])
    assert len(axes.collections[0].get_offsets()) == len(WAITS)


def test_a_single_value_has_a_curve_of_some_width() -> None:
    values, _ = line(figures.density_over_histogram([[54.0]], ONE, name="wait").axes[0], "mixture")
    assert np.ptp(values) > 1
