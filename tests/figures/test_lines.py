"""The figures of numbers along a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from mog import figures
from tests.figures.examples import FIGURES, HISTORIES, line


def test_a_climb_is_drawn_as_the_distance_from_its_last_value() -> None:
    axes = FIGURES["climb"]().axes[0]
    assert axes.lines[0].get_ydata() == pytest.approx([2.0, 1.0, 0.5])
    assert axes.get_yscale() == "log"


def test_curves_are_the_values_they_are_given() -> None:
    axes = figures.curves([1.0, 2.0, 3.0], {"one": [0.0, -1.0, 4.0], "two": [1.0, 1.0, 1.0]}, xlabel="x", ylabel="y").axes[0]
    assert np.array_equal(line(axes, "one"), [[1, 2, 3], [0, -1, 4]])
    assert axes.get_yscale() == axes.get_xscale() == "linear"


def test_curves_can_be_told_apart_without_colour() -> None:
    many = {f"line {k}": [1.0 + k, 2.0 + k] for k in range(6)}
    for marks in (True, False):
        drawn = figures.curves([0.0, 1.0], many, xlabel="x", ylabel="y", markers=marks).axes[0].lines
        looks = [(each.get_linestyle(), each.get_marker() if marks else None) for each in drawn[: 6 if marks else 4]]
        assert len(set(looks)) == len(looks)


def test_a_logarithmic_axis_shows_zero_at_the_bottom_and_infinity_at_the_top() -> None:
    axes = FIGURES["curves"]().axes[0]
    said = {label.get_text(): float(place) for place, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
    assert line(axes, "careful")[1].tolist() == [said["0"], said["0"], 1e-16]
    assert line(axes, "naive")[1].tolist() == [1e-15, said["∞"], 1e-3]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert axes.get_ylim()[0] < said["0"] < 1e-16
    assert 1e-3 < said["∞"] < axes.get_ylim()[1]
    assert np.isnan(line(axes, "odd")[1]).tolist() == [False, True, False]
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


def test_learning_curves_are_the_histories_from_epoch_one_on() -> None:
    axes = figures.learning_curves(HISTORIES).axes[0]
    assert np.array_equal(line(axes, "slow"), [[1, 2, 3], [1.5, 1.25, 1.125]])
    assert np.array_equal(line(axes, "fast"), [[1, 2], [1.25, 1.0625]])
    assert (axes.get_yscale(), axes.get_ylabel()) == ("linear", "mean NLL (nats per point)")


def test_with_an_optimum_learning_curves_are_distances_from_it_on_a_logarithmic_scale() -> None:
    axes = figures.learning_curves(HISTORIES, optimum=1.0).axes[0]
    assert line(axes, "slow")[1].tolist() == [0.5, 0.25, 0.125]
    assert (axes.get_yscale(), axes.get_ylabel()) == ("log", "above the optimum\n(nats per point)")
    assert "statistical error" not in [each.get_label() for each in axes.lines]


def test_the_statistical_error_is_a_line_with_a_band_below_it() -> None:
    axes = FIGURES["learning_curves"]().axes[0]
    assert set(line(axes, "statistical error")[1]) == {0.125}
    (band,) = axes.patches
    bottom = band.get_xy()[1]
    assert bottom < axes.get_ylim()[0] < 0.0625
    assert bottom + band.get_height() == 0.125


def test_a_run_that_rounding_put_below_the_optimum_is_on_it() -> None:
    axes = figures.learning_curves({"a": [2.0, 1.0, 1.0 - 1e-14]}, optimum=1.0).axes[0]
    said = {label.get_text(): float(place) for place, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
    assert line(axes, "a")[1].tolist() == [1.0, said["0"], said["0"]]


REFUSED: dict[str, tuple[Mapping[str, Any], dict[str, Any]]] = {
    r"^histories is empty, expected at least one run$": ({}, {}),
    r"^histories\['a'\] has shape \(0,\), expected \(epochs,\)": ({"a": []}, {}),
    r"^histories\['a'\] has shape \(1, 1\), expected \(epochs,\)": ({"a": [[1.0]]}, {}),
    r"^histories\['slow'\] goes 0\.075 below the optimum, expected the lowest mean NLL": (HISTORIES, {"optimum": 1.2}),
    r"^optimum is nan, expected a finite number": (HISTORIES, {"optimum": np.nan}),
    r"^optimum is -inf, expected a finite number": (HISTORIES, {"optimum": -np.inf}),
    r"^error is given without an optimum, expected both": (HISTORIES, {"error": 0.01}),
    r"^error is 0, expected a number above 0": (HISTORIES, {"optimum": 1.0, "error": 0}),
    r"^error is -1, expected a finite number from 0$": (HISTORIES, {"optimum": 1.0, "error": -1}),
}


@pytest.mark.parametrize("message", REFUSED)
def test_learning_curves_refuse_what_does_not_fit(message: str) -> None:
    histories, named = REFUSED[message]
    with pytest.raises(ValueError, match=message):
        figures.learning_curves(histories, **named)
