"""Two small public data sets: eruptions of Old Faithful (Härdle 1991) and penguins of the Palmer Archipelago (Gorman et al. 2014)."""

import csv
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

__all__ = ["faithful", "penguins"]


def faithful() -> NDArray[np.float64]:
    """Eruptions of the geyser Old Faithful, with the wait until the next.

    Returns
    -------
    (272, 2) float array
        A new array, one eruption a row: how long it lasted, and how long until the next, both in minutes.

    Notes
    -----
    W. Härdle, *Smoothing Techniques with Implementation in S*, Springer 1991 (R's data set ``faithful``).

    Examples
    --------
    >>> from mog import faithful
    >>> faithful()[0].tolist()
    [3.6, 79.0]
    """
    return np.array(_rows("faithful.csv"), dtype=np.float64)


def penguins() -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Measured penguins of three species.

    Returns
    -------
    x : (342, 3) float array
        A new array, one bird a row: the bill's length, the bill's depth and the flipper's length, in millimetres.
    species : (342,) str array
        A word for each bird.

    Notes
    -----
    K. B. Gorman, T. D. Williams and W. R. Fraser, *PLoS ONE* 9(3), e90081, 2014 (the data set ``palmerpenguins``, CC0).

    Examples
    --------
    >>> from mog import penguins
    >>> x, species = penguins()
    >>> x[0].tolist(), str(species[0])
    ([39.1, 18.7, 181.0], 'Adelie')
    """
    rows = _rows("penguins.csv")
    return np.array([row[1:] for row in rows], dtype=np.float64), np.array([row[0] for row in rows], dtype=np.str_)


def _rows(name: str) -> list[list[str]]:
    _, *rows = csv.reader(files(__name__).joinpath(name).read_text("utf-8").splitlines())
    return rows
