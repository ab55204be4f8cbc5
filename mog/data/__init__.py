"""Two small public data sets: eruptions of Old Faithful (Härdle 1991) and penguins of the Palmer Archipelago (Gorman et al. 2014)."""

import csv
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

__all__ = ["faithful", "penguins"]


def faithful() -> NDArray[np.float64]:
    """Old Faithful's eruptions, one a row, as a new (272, 2) float64 array: how long it lasted, how long until the next; in minutes.

    Source: W. Härdle, *Smoothing Techniques with Implementation in S*, Springer 1991 (R's data set ``faithful``).
    """
    return np.array(_rows("faithful.csv"), dtype=np.float64)


def penguins() -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """The measured penguins as new arrays: x (342, 3) float64, and species (342,), a word for each bird.

    The columns of x are the bill's length, the bill's depth and the flipper's length, in millimetres.
    Source: K. B. Gorman, T. D. Williams and W. R. Fraser, *PLoS ONE* 9(3), e90081, 2014 (the data set ``palmerpenguins``, CC0).
    """
    rows = _rows("penguins.csv")
    return np.array([row[1:] for row in rows], dtype=np.float64), np.array([row[0] for row in rows], dtype=np.str_)


def _rows(name: str) -> list[list[str]]:
    _, *rows = csv.reader(files(__name__).joinpath(name).read_text("utf-8").splitlines())
    return rows
