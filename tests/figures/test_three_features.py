"""The figures of three features."""

from __future__ import annotations

import numpy as np
import pytest

from mog import Mixture, figures
from tests.figures.examples import BIRDS, BOTH, FIGURES, THREE, TWO, line, outlines, words

PANELS = ((0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2))
"""Row and column of each panel, which are the features up and across."""


def test_every_pair_of_features_has_a_scatter_and_every_feature_a_histogram() -> None:
    panels = FIGURES["pairs"]().axes
    assert len(panels) == len(PANELS)
    for axes, (row, column) in zip(panels, PANELS, strict=True):
        if row == column:
            places, density = line(axes, "mixture")
            alone = Mixture(THREE.logits, THREE.means[:, [row]], THREE.log_sigma[:, [row]])
            assert np.array_equal(density, np.exp(alone.log_density(places[:, None])))
            assert sum(bar.get_width() * bar.get_height() for bar in axes.patches) == pytest.approx(1, rel=1e-12)
        else:
            drawn = np.concatenate([points.get_offsets() for points in axes.collections])
            likeliest = THREE.responsibilities(BIRDS).argmax(axis=1)
            assert np.array_equal(drawn, BIRDS[np.argsort(likeliest, kind="stable")][:, [column, row]])
            assert [tuple(each.center) for each in outlines(axes)[::2]] == [tuple(mean) for mean in THREE.means[:, [column, row]]]


def test_pairs_name_the_features_along_the_lower_and_the_left_edge() -> None:
    panels = figures.pairs(BIRDS, THREE, names=("length", "depth", "flipper")).axes
    assert [axes.get_xlabel() for axes in panels] == ["", "", "", "length", "depth", "flipper"]
    assert [axes.get_ylabel() for axes in panels] == ["", "depth", "", "flipper", "", ""]


def test_a_column_of_pairs_has_one_scale() -> None:
    panels = dict(zip(PANELS, FIGURES["pairs"]().axes, strict=True))
    for row, column in PANELS:
        assert panels[row, column].get_xlim() == panels[2, column].get_xlim()


def test_two_features_are_one_pair() -> None:
    assert len(figures.pairs(BOTH, TWO).axes) == 3


def test_one_feature_has_no_pairs() -> None:
    with pytest.raises(ValueError, match=r"^mixture has 1 feature, expected 2 or more"):
        figures.pairs(BOTH[:, :1], [0.0], [[3.0]], [[0.0]])


def test_in_space_every_bird_stands_in_its_place() -> None:
    axes = FIGURES["in_space"]().axes[0]
    drawn = np.concatenate([np.transpose(points._offsets3d) for points in axes.collections])
    likeliest = THREE.responsibilities(BIRDS).argmax(axis=1)
    assert np.array_equal(drawn, BIRDS[np.argsort(likeliest, kind="stable")])


def test_in_space_each_ellipsoid_is_two_standard_deviations_from_its_mean() -> None:
    axes = FIGURES["in_space"]().axes[0]
    rings = [np.transpose(each.get_data_3d()) for each in axes.lines if len(each.get_data_3d()[0]) > 1]
    assert len(rings) == 9
    for n, ring in enumerate(rings):
        mean, sigma = THREE.means[n // 3], THREE.sigma[n // 3]
        scaled = (ring - mean) / sigma
        assert np.linalg.norm(scaled, axis=1) == pytest.approx(np.full(len(ring), 2.0))
        assert np.array_equal(np.flatnonzero(np.abs(scaled).max(axis=0) < 1e-9), [n % 3])


def test_in_space_the_axes_and_the_components_are_named() -> None:
    figure = figures.in_space(BIRDS, THREE, names=("length", "depth", "flipper"), elevation=30, azimuth=45)
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_zlabel()) == ("length", "depth", "flipper")
    assert (axes.elev, axes.azim) == (30, 45)
    assert words(figure) == ["component 1", "component 2", "component 3"]
