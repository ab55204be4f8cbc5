"""The numbers behind a figure: kept with it, and said by it where no picture can be shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from mog.mixture import Mixture

MOST = 24
"""How many rows are enough to see how a curve goes."""


class FigureWithNumbers(Figure):
    """A figure whose plain text is a table of its numbers, as comma-separated values below one line that says what it is."""

    numbers: Sequence[Sequence[str]] = ()
    """The columns' names, then the rows."""

    def keep(self, columns: Mapping[str, ArrayLike]) -> None:
        """Keep the numbers of each column, by its name; of long columns some rows, evenly spread, with the first and the last.

        Parameters
        ----------
        columns : the name of each column and its (n,) values; a shorter column has nothing in its last rows
        """
        values = [np.asarray(column, dtype=float) for column in columns.values()]
        length = max(map(len, values))
        rows = np.unique(np.linspace(0, length - 1, min(length, MOST)).round().astype(int))
        self.numbers = [list(columns), *([_text(column[row]) if row < len(column) else "" for column in values] for row in rows)]

    def keep_mixture(self, mixture: Mixture, names: Sequence[str]) -> None:
        """Keep the parameters of a mixture that the picture shows, a row each component, with the names of its features."""
        features: dict[str, ArrayLike] = {}
        for d, name in enumerate(names):
            features |= {f"mean of {name}": mixture.means[:, d], f"standard deviation of {name}": mixture.sigma[:, d]}
        self.keep({"component": np.arange(1, mixture.components + 1), "weight": mixture.weights, **features})

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What a notebook keeps beside the picture."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([[repr(self)], *self.numbers])
        printer.text(text.getvalue().rstrip("\n"))


def _text(number: float) -> str:
    """Four digits of a number; nothing where there is none."""
    return "" if np.isnan(number) else f"{number:.4g}"
