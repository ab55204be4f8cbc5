"""Toy data: points drawn from a mixture that is itself drawn at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mog.inputs import Array, Seed, finite_number, generator, log_weights, read_only, whole_number
from mog.mixture import Mixture, counted

SPREAD_OF_WIDTHS = 0.4
"""The standard deviation of log σ: about two σ in three lie between 0.57 and 1.27, a factor of exp(0.8) apart."""
EVENNESS = 5.0
"""The parameter of the Dirichlet distribution of weights: their spread is about 0.4 of their mean, and small ones are rare."""


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Points, the component that each came from, and the mixture they were drawn from; none of it can be changed.

    Attributes
    ----------
    x : (m, D) float array
        The points, one a row.
    component : (m,) int array
        The component of each point, from 0 to K - 1: a row of the mixture's means.
    mixture : Mixture
        The truth.

    Examples
    --------
    >>> from mog import make_dataset
    >>> data = make_dataset(points=5)
    >>> data.x.shape, data.component.shape, data.mixture.means.shape
    ((5, 2), (5,), (3, 2))
    """

    x: Array
    component: NDArray[np.int64]
    mixture: Mixture

    def __post_init__(self) -> None:
        object.__setattr__(self, "x", read_only(self.x))
        object.__setattr__(self, "component", read_only(self.component))

    def _values(self) -> tuple[object, ...]:
        """What two data sets share where they are equal."""
        return self.x.tobytes(), self.component.tobytes(), self.mixture

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> tuple[Callable[..., Dataset], tuple[Array, NDArray[np.int64], Mixture]]:
        # Copies and pickles are built anew: NumPy would give them arrays that can be written to.
        return Dataset, (self.x, self.component, self.mixture)

    def __repr__(self) -> str:
        return f"Dataset: {counted(len(self.x), 'point')}, drawn from\n{self.mixture!r}"


def make_dataset(
    points: int = 1000,
    features: int = 2,
    components: int = 3,
    seed: Seed = 0,
    *,
    separation: float = 4.0,
    weights: ArrayLike | None = None,
) -> Dataset:
    """Points drawn from a mixture with random means and random diagonal covariance matrices.

    The data have no unit: the root mean square of σ is 1, and that is what distances are measured in::

        σ_kd   log-normal: log σ_kd ~ N(-0.16, 0.4²), for which the mean of σ² is 1
        μ_kd   normal:     μ_kd ~ N(0, separation²)
        π      Dirichlet(5, ..., 5), unless given: of three weights one is below 0.05 in 1 of 780 mixtures

    All numbers are independent. The mixture is drawn before the points, and nothing that is drawn depends on `separation`, on given
    `weights`, or on how many points follow. So more points with the same seed come from the same mixture, and with another separation the
    same picture is pulled apart or pushed together: each point keeps its component and its place within it.

    Parameters
    ----------
    points, features, components : int
        m, D and K, each at least 1.
    seed : int, None, Generator, SeedSequence or BitGenerator
        Where the random numbers come from; the same whole number gives the same data, to the bit. See `Mixture.sample`.
    separation : float
        How far the components lie apart: the standard deviation of the means in each feature, in units of a typical σ (its root mean
        square). Two means are √(2D)·separation apart (root mean square); since they are random, two can be close at any separation. For
        three components in two features the best guess of a point's component, the one most responsible for it, is wrong (in the median
        data set) for 25 % of the points at separation 1, 10 % at 2, 4 % at 3 and 1 % at 4. At 0 all means are one.
    weights : (K,) array_like, optional
        Numbers from 0 to 1 that add up to 1.

    Returns
    -------
    Dataset
        x (points, features), component (points,), and the mixture.

    Raises
    ------
    ValueError
        If a size is not a whole number from 1, the separation not a finite number from 0, the seed none of these, or the weights do not
        fit, are negative or do not add up to 1.

    Examples
    --------
    >>> import numpy as np
    >>> from mog import make_dataset
    >>> data = make_dataset(seed=0)
    >>> data
    Dataset: 1000 points, drawn from
    Mixture: 3 components, 2 features
    weight               mean                 σ
    0.1691  (0.5029, -0.5284)  ( 1.436,  1.245)
     0.338  ( 2.562,  0.4196)  (0.6431, 0.5137)
    0.4929  (-2.143,   1.446)  (0.6641, 0.8663)
    >>> data.x.shape, np.bincount(data.component).tolist()
    ((1000, 2), [150, 335, 515])
    """
    points, features, components = (
        whole_number(name, value, 1) for name, value in (("points", points), ("features", features), ("components", components))
    )
    separation = finite_number("separation", separation, 0)
    given = None if weights is None else log_weights(weights)
    if given is not None and given.shape != (components,):
        raise ValueError(f"weights has shape {given.shape}, but components is {components}: weights must be ({components},)")
    random = generator(seed)
    means = separation * random.standard_normal((components, features))
    # E σ² = exp(2 E log σ + 2 Var log σ) = 1
    log_sigma = SPREAD_OF_WIDTHS * random.standard_normal((components, features)) - SPREAD_OF_WIDTHS**2
    # Drawn even where weights are given, so that the points that follow are the same.
    drawn = np.log(random.dirichlet(np.full(components, EVENNESS)))
    mixture = Mixture(drawn if given is None else given, means, log_sigma)
    return Dataset(*mixture.sample(points, random), mixture)
