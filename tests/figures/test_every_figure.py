"""What holds for every figure: it is drawn anew alike, left closed, and takes a mixture whole or as its arrays."""

from __future__ import annotations

import io
from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from mog import Mixture, figures
from tests.figures.examples import BIRDS, BOTH, FIGURES, ONE, THREE, TWO, WAITS, parameters


def svg(figure: Figure) -> bytes:
    """The picture as the book has it."""
    file = io.BytesIO()
    with plt.rc_context({"svg.hashsalt": "mog", "svg.fonttype": "path"}):
        figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None})
    return file.getvalue()


def test_every_figure_has_an_example_here() -> None:
    assert set(FIGURES) == {name for name in figures.__all__ if name.islower()}


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_data_give_the_same_picture_and_no_figure_is_left_open(name: str) -> None:
    before = dict(plt.rcParams)
    first, second = FIGURES[name](), FIGURES[name]()
    assert plt.get_fignums() == []
    assert dict(plt.rcParams) == before
    assert svg(first) == svg(second)


@pytest.mark.parametrize(
    ("draw", "x", "mixture"),
    [
        (lambda *given: figures.density_over_histogram(*given, name="wait"), WAITS, ONE),
        (lambda *given: figures.responsibilities_along(*given, name="wait"), WAITS, ONE),
        (figures.fit_over_scatter, BOTH, TWO),
        (figures.in_space, BIRDS, THREE),
    ],
)
def test_a_mixture_and_its_arrays_give_the_same_picture(draw: Callable[..., Figure], x: np.ndarray, mixture: Mixture) -> None:
    assert svg(draw(x, mixture)) == svg(draw(x.tolist(), *(array.tolist() for array in parameters(mixture))))


def test_another_mixture_gives_another_picture() -> None:
    other = Mixture(TWO.logits, TWO.means + 0.01, TWO.log_sigma)
    assert svg(figures.fit_over_scatter(BOTH, TWO)) != svg(figures.fit_over_scatter(BOTH, other))


def test_an_error_in_the_middle_of_a_drawing_leaves_no_figure_open() -> None:
    with pytest.raises(ValueError, match="negative"):
        figures.curves([1.0], {"a": [-1.0]}, xlabel="x", ylabel="y", log="y")
    assert plt.get_fignums() == []
