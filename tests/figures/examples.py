"""Data, mixtures and one call of each figure, for the tests of all of them."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from mog import Mixture, faithful, figures, landscape, make_dataset, penguins

matplotlib.use("agg")

WAITS = faithful()[:, [1]]
BOTH = faithful()
BIRDS, SPECIES = penguins()
ONE = Mixture([-0.5, 0.5], [[54.0], [80.0]], np.log([[5.0], [6.0]]))
TWO = Mixture([-0.5, 0.5], [[2.5, 60.0], [4.0, 78.0]], np.log([[0.5, 9.0], [0.6, 8.0]]))
THREE = Mixture.from_weights([0.45, 0.2, 0.35], [[39, 18, 190], [49, 18, 196], [47, 15, 217]], np.full((3, 3), [2.5, 1.1, 6.5]))
PATH = np.linspace([[3.4, 70.0], [3.6, 71.0]], TWO.means, 5)
PROFILE = landscape.profile(WAITS, np.linspace(43, 96, 6), floor=1.0)
TOY = make_dataset(points=60)
ERRORS = {"naive": [1e-15, np.inf, 1e-3], "careful": [0.0, 0.0, 1e-16], "odd": [1e-9, np.nan, 1e-8]}
HISTORIES = {"slow": [1.5, 1.25, 1.125], "fast": [1.25, 1.0625]}
ACROSS, UP = (("means", 0, 0), np.linspace(45, 90, 7)), (("means", 1, 0), np.linspace(50, 95, 9))


def parameters(mixture: Mixture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return mixture.logits, mixture.means, mixture.log_sigma


def line(axes: Axes, label: str) -> tuple[np.ndarray, np.ndarray]:
    """The points of the line with this label."""
    drawn = {each.get_label(): each for each in axes.lines}
    return np.asarray(drawn[label].get_xdata()), np.asarray(drawn[label].get_ydata())


def outlines(axes: Axes) -> list[Ellipse]:
    """The ellipses that are drawn as lines."""
    return [each for each in axes.patches if isinstance(each, Ellipse) and not each.get_fill()]


def words(figure: Figure) -> list[str]:
    """The labels in the legend over all panels."""
    return [text.get_text() for text in figure.legends[0].get_texts()]


FIGURES: dict[str, Callable[[], Figure]] = {
    "batch_gradients": lambda: figures.batch_gradients(TOY.x, TOY.mixture, component=1, sizes=[2, 30], batches=20),
    "climb": lambda: figures.climb([-5.0, -4.0, -3.5, -3.0], name="below"),
    "contours": lambda: figures.contours(BOTH, TWO),
    "curves": lambda: figures.curves([1.0, 10.0, 100.0], ERRORS, xlabel="offset", ylabel="error", log="xy"),
    "density_over_histogram": lambda: figures.density_over_histogram(WAITS, ONE, name="wait"),
    "fit_over_scatter": lambda: figures.fit_over_scatter(BOTH, TWO, names=("eruption", "wait"), path=PATH),
    "in_space": lambda: figures.in_space(BIRDS, THREE),
    "landscape": lambda: figures.landscape(WAITS, ONE, across=ACROSS, up=UP, paths={"way": [[70.0, 71.0], [60.0, 75.0]]}, arrows=True),
    "learning_curves": lambda: figures.learning_curves(HISTORIES, optimum=1.0, error=0.125),
    "pairs": lambda: figures.pairs(BIRDS, THREE),
    "paths": lambda: figures.paths(BOTH, {"there": PATH, "back": PATH[::-1]}, truth=TWO),
    "profile_over_means": lambda: figures.profile_over_means(PROFILE, name="wait"),
    "responsibilities_along": lambda: figures.responsibilities_along(WAITS, ONE, name="wait"),
    "scatter_with_marginals": lambda: figures.scatter_with_marginals(BOTH, TWO),
}
