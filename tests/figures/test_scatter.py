"""Points in the colours of their components, and the components as ellipses."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

from mog import figures, kernels
from mog.figures import scatter
from tests.figures.examples import BOTH, FIGURES, THREE, TOY, TWO, outlines, parameters


def test_points_have_their_components_colours_mixed_by_responsibility() -> None:
    gamma = kernels.responsibilities(BOTH, *parameters(TWO))
    drawn = {}
    for points in FIGURES["fit_over_scatter"]().axes[0].collections:
        drawn |= dict(zip(map(tuple, points.get_offsets().tolist()), points.get_facecolors()[:, :3], strict=True))
    assert len(drawn) == len(np.unique(BOTH, axis=0))
    colours = [to_rgb(each) for each in figures.COMPONENT_COLOURS[:2]]
    assert all(np.allclose(drawn[tuple(point)], share @ colours) for point, share in zip(BOTH.tolist(), gamma, strict=True))
    assert gamma.max(axis=1).min() < 0.6


def test_a_points_mark_is_that_of_its_likelier_component() -> None:
    first, second = FIGURES["fit_over_scatter"]().axes[0].collections
    likelier = kernels.responsibilities(BOTH, *parameters(TWO)).argmax(axis=1)
    assert np.array_equal(first.get_offsets(), BOTH[likelier == 0])
    assert np.array_equal(second.get_offsets(), BOTH[likelier == 1])
    assert first.get_paths()[0].vertices.shape != second.get_paths()[0].vertices.shape


def test_a_point_whose_component_is_known_has_its_colour_and_mark() -> None:
    drawn = figures.fit_over_scatter(TOY.x, TOY.mixture, component=TOY.component).axes[0].collections
    for k, points in enumerate(drawn):
        assert np.array_equal(points.get_offsets(), TOY.x[TOY.component == k])
        assert np.array_equal(np.unique(points.get_facecolors()[:, :3], axis=0), [to_rgb(figures.COMPONENT_COLOURS[k])])
    assert (TOY.mixture.responsibilities(TOY.x).argmax(axis=1) != TOY.component).any()


def test_ellipses_are_one_and_two_standard_deviations_from_the_means() -> None:
    drawn = outlines(FIGURES["fit_over_scatter"]().axes[0])
    halves = [(tuple(each.center), each.width / 2, each.height / 2) for each in drawn]
    wanted = [(tuple(mean), *(times * sigma)) for mean, sigma in zip(TWO.means, TWO.sigma, strict=True) for times in (1, 2)]
    assert halves == wanted
    assert len({each.get_linestyle() for each in drawn}) == 2


def test_the_marginal_keeps_the_weights_and_these_features_in_this_order() -> None:
    part = scatter.marginal(THREE, 2, 0)
    assert np.array_equal(part.weights, THREE.weights)
    assert np.array_equal(part.means, THREE.means[:, [2, 0]])
    assert np.array_equal(part.sigma, THREE.sigma[:, [2, 0]])
