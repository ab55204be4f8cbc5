"""What the figures refuse, and how they say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mog import figures
from tests.figures.examples import BIRDS, BOTH, PATH, THREE, TWO

REFUSED: dict[str, tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = {
    r"^mixture is nothing, expected one mog.Mixture, or its arrays": (figures.contours, (BOTH,), {}),
    r"^mixture is Mixture, ndarray, expected one mog.Mixture": (figures.contours, (BOTH, TWO, TWO.means), {}),
    r"^mixture is ndarray, ndarray, expected one mog.Mixture": (figures.contours, (BOTH, TWO.logits, TWO.means), {}),
    r"^mixture is ndarray, expected one mog.Mixture": (figures.contours, (BOTH, TWO.means), {}),
    r"^log_sigma has shape \(2, 1\), but means has shape \(2, 2\)": (figures.contours, (BOTH, TWO.logits, TWO.means, [[1.0], [1.0]]), {}),
    r"^mixture has 3 features, expected 2$": (figures.fit_over_scatter, (BIRDS, THREE), {}),
    r"^mixture has 2 features, expected 3$": (figures.in_space, (BOTH, TWO), {}),
    r"^mixture has 2 features, expected 1$": (lambda *given: figures.density_over_histogram(*given, name=""), (BOTH, TWO), {}),
    r"^x has shape \(272, 2\), expected \(m, 3\)": (figures.pairs, (BOTH, THREE), {}),
    r"^x has shape \(0, 2\), .* at least one point$": (figures.contours, (BOTH[:0], TWO), {}),
    r"^x has NaN at index \(0, 1\)": (figures.paths, ([[1.0, np.nan]], {"a": PATH}), {}),
    r"^names is 1 name, expected 2, one a feature$": (figures.contours, (BOTH, TWO), {"names": ["wait"]}),
    r"^names is one text, expected 2, one a feature$": (figures.contours, (BOTH, TWO), {"names": "ab"}),
    r"^component has shape \(2,\) and dtype int64, expected \(272,\) whole": (figures.pairs, (BOTH, TWO), {"component": np.array([0, 1])}),
    r"^component has shape \(272,\) and dtype float64": (figures.pairs, (BOTH, TWO), {"component": np.zeros(272)}),
    r"^component goes from 0 to 2, expected numbers from 0 to 1$": (figures.pairs, (BOTH, TWO), {"component": np.arange(272) % 3}),
    r"^component goes from -1 to 0, expected": (figures.pairs, (BOTH, TWO), {"component": -(np.arange(272) % 2)}),
    r"^path has shape \(5, 1, 2\), expected \(steps, 2, 2\)": (figures.fit_over_scatter, (BOTH, TWO), {"path": PATH[:, :1]}),
    r"^path has shape \(0, 2, 2\), .* at least one step$": (figures.fit_over_scatter, (BOTH, TWO), {"path": PATH[:0]}),
    r"^runs\['a'\] has shape \(5, 2\), expected \(steps, K, 2\)": (figures.paths, (BOTH, {"a": PATH[:, 0]}), {}),
    r"^runs is empty, expected at least one path$": (figures.paths, (BOTH, {}), {}),
    r"^truth has 3 components of 3 features, expected 2 of 2 like the mixture$": (figures.fit_over_scatter, (BOTH, TWO), {"truth": THREE}),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_does_not_fit_is_refused_by_name(message: str) -> None:
    draw, given, named = REFUSED[message]
    with pytest.raises(ValueError, match=message):
        draw(*given, **named)


def test_features_without_names_are_numbered() -> None:
    axes = figures.fit_over_scatter(BOTH, TWO).axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("feature 1", "feature 2")


def test_a_path_that_broke_down_is_drawn_as_far_as_it_went() -> None:
    broken = PATH.copy()
    broken[3:] = np.nan
    drawn = figures.fit_over_scatter(BOTH, TWO, path=broken).axes[0].lines
    assert any(np.array_equal(each.get_xydata(), broken[:, 0], equal_nan=True) for each in drawn)
