"""What training was asked for, what came of it, and what it warns of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mog.inputs import Array, read_only
from mog.mixture import Mixture, counted

Step = Literal["plain", "momentum", "adam", "natural"]
Start = Literal["k-means++", "random points"]
Schedule = Literal["constant", "harmonic", "geometric"] | Callable[[int, int], float]

AGREEMENT = 1e-3
"""How far, in nats per point, a start may end from the one that was kept and count as the same answer."""
STACKLEVEL = 4
"""Warnings point at the line that called train or em, which calls what calls what warns."""


class ConvergenceWarning(UserWarning):
    """The mixture that came back is not yet where the likelihood is stationary.

    Examples
    --------
    >>> import warnings
    >>> from mog import faithful, train
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     training = train(faithful(), 2, seed=0, epochs=1)
    >>> [warning.category.__name__ for warning in caught]
    ['ConvergenceWarning']
    """


class DivergenceWarning(UserWarning):
    """The learning rate was too large: parameters left the region of the data, or ended worse than they began.

    Examples
    --------
    >>> import warnings
    >>> from mog import faithful, train
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     training = train(faithful(), 2, seed=0, step="plain", learning_rate=1e3)
    >>> [warning.category.__name__ for warning in caught]
    ['DivergenceWarning']
    """


class CollapseWarning(UserWarning):
    """A standard deviation stands at its floor, where the likelihood depends on the floor and not on the data.

    Examples
    --------
    >>> import warnings
    >>> from mog import em
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     training = em([[0.0], [0.0], [1.0], [2.0], [4.0]], 2, seed=0)
    >>> [warning.category.__name__ for warning in caught]
    ['CollapseWarning']
    """


class StartWarning(UserWarning):
    """The start cannot lead to as many different components as were asked for.

    Examples
    --------
    >>> import warnings
    >>> from mog import em
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warnings.simplefilter("always")
    ...     training = em([[0.0], [0.0], [1.0], [1.0]], 3, seed=0)
    >>> [warning.category.__name__ for warning in caught]
    ['StartWarning', 'CollapseWarning']
    """


class Epoch(NamedTuple):
    """What a callback is told after each epoch.

    Examples
    --------
    >>> from mog import faithful, train
    >>> told, few = [], {"epochs": 2, "starts": 1, "tolerance": 1.0}
    >>> training = train(faithful(), 2, seed=0, callback=told.append, **few)
    >>> [(epoch.start, epoch.number) for epoch in told]
    [(1, 1), (1, 2)]
    """

    start: int
    """Which start this is, from 1."""
    number: int
    """Which of its epochs, from 1."""
    mean_nll: float
    """The negative log-likelihood of all points, in nats per point of x as given."""
    mixture: Mixture
    """What training would give back if it ended here."""


@dataclass(frozen=True)
class Settings:
    """How a mixture was trained; the names are those of the arguments of `mog.train`, and EM is one step an epoch over all points.

    Examples
    --------
    >>> from mog import em, faithful
    >>> settings = em(faithful(), 2, seed=0).settings
    >>> settings.step, settings.batch_size, settings.floor
    ('em', 272, 0.001)
    """

    components: int
    epochs: int
    batch_size: int
    learning_rate: float
    step: Step | Literal["em"]
    schedule: Schedule
    averaging: bool
    starts: int
    start: Start | Literal["initial"]
    floor: float
    tolerance: float


@dataclass(frozen=True, eq=False, repr=False)
class Training:
    """A trained mixture and how it came about.

    Attributes
    ----------
    mixture : Mixture
        The mixture of the best start, in the unit of x.
    history : (epochs,) float array
        The negative log-likelihood of all points after each epoch of that start, in nats per point of x as given; where steps are
        averaged, that of the average. For `em` after each step. Shorter where the start diverged.
    converged : bool
        One step of EM over all points would lower the mean negative log-likelihood by less than `tolerance`.
    gain : float
        By how much it would, in nats per point.
    heights : (starts,) float array
        Where each start ended, as mean log-likelihood in nats per point; the best that it found before it diverged.
    kept : int
        The start that the mixture is from, from 0.
    diverged : (starts,) bool array
        Which starts diverged.
    at_floor : (K, D) bool array
        Which standard deviations of the mixture ended at their floor.
    settings : Settings
        What was asked for, with the defaults filled in.

    Examples
    --------
    >>> from mog import em, faithful
    >>> training = em(faithful(), 2, seed=0)
    >>> training.converged, training.agreed, training.heights.round(4).tolist()
    (True, 5, [-4.2199, -4.2199, -4.2199, -4.2199, -4.2199])
    """

    mixture: Mixture
    history: Array
    converged: bool
    gain: float
    heights: Array
    kept: int
    diverged: NDArray[np.bool_]
    at_floor: NDArray[np.bool_]
    settings: Settings

    def __post_init__(self) -> None:
        for name in ("history", "heights", "diverged", "at_floor"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    @property
    def agreed(self) -> int:
        """How many starts ended within 1e-3 nats per point of the one that was kept, itself included."""
        return int(np.sum(np.abs(self.heights - self.heights[self.kept]) <= AGREEMENT))

    def __repr__(self) -> str:
        starts = f"{self.agreed} of {counted(len(self.heights), 'start')} agreed"
        state = "converged" if self.converged else "not converged"
        return f"Training: mean NLL {-self.heights[self.kept]:.6g} nats per point, {state}, {starts}\n{self.mixture!r}"
