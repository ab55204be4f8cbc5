"""The numbers behind a figure are those that it shows."""

import csv
from typing import Any

import numpy as np
import pytest
from IPython.lib.pretty import pretty

from mog import figures
from mog.figures.numbers import MOST, FigureWithNumbers
from tests.figures.examples import BIRDS, ERRORS, FIGURES, HISTORIES, ONE, THREE, WAITS, line

WITHOUT = {"batch_gradients", "landscape", "paths", "profile_over_means"}
"""Those that show maps and arrows, which no short table can."""


def said(figure: Any) -> list[list[str]]:
    """The rows of the figure's plain text, with the columns' names, without its first line."""
    return list(csv.reader(pretty(figure).splitlines()))[1:]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_that_a_table_can_stand_for_says_its_numbers(name: str) -> None:
    rows = said(FIGURES[name]())
    assert (len(rows) >= 2) == (name not in WITHOUT)
    assert len({len(row) for row in rows}) <= 1


def test_a_curve_says_the_values_that_it_is_drawn_through() -> None:
    figure = figures.curves([1.0, 2.0, 3.0], {"one, and more": [4.0, np.nan, 1 / 3]}, xlabel="x", ylabel="y")
    assert said(figure) == [["x", "one, and more"], ["1", "4"], ["2", ""], ["3", "0.3333"]]
    _, drawn = line(figure.axes[0], "one, and more")
    np.testing.assert_array_equal(drawn, [4.0, np.nan, 1 / 3])


def test_where_a_logarithmic_axis_has_a_place_for_zero_and_for_infinity_the_numbers_are_these() -> None:
    rows = said(figures.curves([1.0, 10.0, 100.0], ERRORS, xlabel="x", ylabel="y", log="xy"))
    assert [row[1] for row in rows[1:]] == ["1e-15", "inf", "0.001"]
    assert [row[2] for row in rows[1:]] == ["0", "0", "1e-16"]


def test_runs_of_different_lengths_stand_side_by_side() -> None:
    assert said(figures.learning_curves(HISTORIES)) == [
        ["epoch", "slow", "fast"],
        ["1", "1.5", "1.25"],
        ["2", "1.25", "1.062"],
        ["3", "1.125", ""],
    ]


def test_a_mixture_says_its_parameters_a_row_each_component() -> None:
    head, *rows = said(figures.pairs(BIRDS, THREE))
    assert head[:4] == ["component", "weight", "mean of feature 1", "standard deviation of feature 1"]
    np.testing.assert_allclose(np.array(rows, dtype=float)[:, 2::2], THREE.means, rtol=1e-3)
    np.testing.assert_allclose(np.array(rows, dtype=float)[:, 1], THREE.weights, rtol=1e-3)


def test_responsibilities_add_up_in_each_row() -> None:
    rows = np.array(said(figures.responsibilities_along(WAITS, ONE, name="wait"))[1:], dtype=float)
    np.testing.assert_allclose(rows[:, 1:].sum(axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("length", [MOST, MOST + 1, 1000])
def test_a_long_column_is_cut_to_rows_evenly_spread_with_the_first_and_the_last(length: int) -> None:
    figure = FigureWithNumbers()
    figure.keep({"n": np.arange(length)})
    rows = np.array(said(figure)[1:], dtype=float)[:, 0]
    assert len(rows) == MOST
    assert rows[0] == 0
    assert rows[-1] == length - 1
    assert np.ptp(np.diff(rows)) <= 1
