"""The parameters of a mixture of Gaussians, and what one can ask of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mog import kernels
from mog.inputs import Array, Seed, from_weights_and_sigma, generator, mixture_arrays, read_only, refuse, whole_number
from mog.table import table

LARGEST_LOG = 709
"""The largest |log σ| for which float64 holds both σ and 1/σ."""


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Mixture:
    """A mixture of K Gaussians of D features with diagonal covariance matrices, which never changes.

    Two mixtures are equal where all their parameters are, component by component. The same components in another order, or the same
    weights from shifted logits, are the same density but another mixture.

    Parameters
    ----------
    logits : (K,) array_like
        The weights are their softmax; -inf switches a component off.
    means : (K, D) array_like
        The means, one component a row, in the units of the data.
    log_sigma : (K, D) array_like
        The logarithms of the standard deviations, from -709 to 709.

    Raises
    ------
    ValueError
        If an argument is not made of finite real numbers, a log σ is beyond ±709, or the shapes do not fit together.

    Examples
    --------
    >>> from mog import Mixture
    >>> mixture = Mixture([0, 0], [[-1, 0.5], [1, 10]], [[0, 0], [0, 0.7]])
    >>> mixture
    Mixture: 2 components, 2 features
    weight       mean           σ
       0.5  (-1, 0.5)  (1,     1)
       0.5  ( 1,  10)  (1, 2.014)
    """

    logits: Array
    means: Array
    log_sigma: Array

    def __init__(self, logits: ArrayLike, means: ArrayLike, log_sigma: ArrayLike) -> None:
        parameters = mixture_arrays(logits, means, log_sigma)
        too_large = np.abs(parameters[2]) > LARGEST_LOG
        refuse("log_sigma", f"a number beyond ±{LARGEST_LOG}", too_large, "a σ that float64 can hold, and its inverse too")
        for name, values in zip(("logits", "means", "log_sigma"), parameters, strict=True):
            # Adding 0 turns -0 into 0, so that equal parameters are equal bytes.
            object.__setattr__(self, name, read_only(values + 0.0))

    @classmethod
    def from_weights(cls, weights: ArrayLike, means: ArrayLike, sigma: ArrayLike) -> Mixture:
        """The mixture with these weights, means and standard deviations.

        Parameters
        ----------
        weights : (K,) array_like
            Numbers from 0 to 1 that add up to 1, as far as float32 can; 0 switches a component off.
        means : (K, D) array_like
            The means, one component a row, in the units of the data.
        sigma : (K, D) array_like
            The standard deviations, all above 0, in the units of the data.

        Raises
        ------
        ValueError
            If the weights do not add up to 1 or one is negative, if a σ is not positive, and as for `Mixture` itself.

        Examples
        --------
        >>> from mog import Mixture
        >>> Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        Mixture: 2 components, 1 feature
        weight  mean      σ
          0.25   (0)  (  1)
          0.75   (5)  (0.5)
        """
        return cls(*from_weights_and_sigma(weights, means, sigma))

    @property
    def components(self) -> int:
        """K, the number of components, those that are switched off too."""
        return len(self.means)

    @property
    def features(self) -> int:
        """D, the number of features of a point."""
        return len(self.means[0])

    @property
    def weights(self) -> Array:
        """The weights (K,): the softmax of the logits; they add up to 1."""
        # At a point that all components explain alike, the responsibilities are the weights: so the softmax too is the proved one.
        alike = np.zeros((self.components, 1))
        weights: Array = kernels.responsibilities([[0.0]], self.logits, alike, alike)[0]
        return weights

    @property
    def sigma(self) -> Array:
        """The standard deviations (K, D), in the units of the data."""
        sigma: Array = np.exp(self.log_sigma)
        return sigma

    def log_density(self, x: ArrayLike) -> Array:
        """The logarithm of the density at each point, in nats: `mog.kernels.log_density` of this mixture.

        Parameters
        ----------
        x : (m, D) array_like
            The points, one a row.

        Returns
        -------
        (m,) float array
            One number a point.

        Raises
        ------
        ValueError
            If x is not made of finite real numbers, or does not have D columns.

        Examples
        --------
        >>> from mog import Mixture
        >>> mixture = Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        >>> mixture.log_density([[0.0], [5.0]]).round(6).tolist()
        [-2.305233, -0.513473]
        """
        return kernels.log_density(x, *self._parameters)

    def responsibilities(self, x: ArrayLike) -> Array:
        """How likely each point is to have come from each component: `mog.kernels.responsibilities` of this mixture.

        Parameters
        ----------
        x : (m, D) array_like
            The points, one a row.

        Returns
        -------
        (m, K) float array
            Numbers from 0 to 1; each row adds up to 1.

        Raises
        ------
        ValueError
            If x is not made of finite real numbers, or does not have D columns.

        Examples
        --------
        >>> from mog import Mixture
        >>> mixture = Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        >>> mixture.responsibilities([[0.0], [3.0]]).round(6).tolist()
        [[1.0, 0.0], [0.846608, 0.153392]]
        """
        return kernels.responsibilities(x, *self._parameters)

    def log_likelihood(self, x: ArrayLike) -> float:
        """The log-likelihood of points, in nats: summed over them, not their mean; 0 for no points.

        Parameters
        ----------
        x : (m, D) array_like
            The points, one a row.

        Raises
        ------
        ValueError
            If x is not made of finite real numbers, or does not have D columns.

        Examples
        --------
        >>> from mog import Mixture
        >>> mixture = Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        >>> round(mixture.log_likelihood([[0.0], [5.0]]), 6)
        -2.818706
        """
        return float(np.sum(self.log_density(x)))

    def gradient(self, x: ArrayLike) -> tuple[Array, Array, Array]:
        """The gradient of the log-likelihood, summed over the points: that of `mog.kernels.value_and_gradient`.

        Parameters
        ----------
        x : (m, D) array_like
            The points, one a row.

        Returns
        -------
        d_logits : (K,) float array
            The derivative by each logit, in nats.
        d_means : (K, D) float array
            The derivative by each mean, in nats per unit of x.
        d_log_sigma : (K, D) float array
            The derivative by each log σ, in nats.

        Raises
        ------
        ValueError
            If x is not made of finite real numbers, or does not have D columns.

        Examples
        --------
        >>> from mog import Mixture
        >>> mixture = Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        >>> d_logits, d_means, d_log_sigma = mixture.gradient([[0.0], [4.0]])
        >>> d_means.round(6).tolist()
        [[0.001652], [-3.998348]]
        """
        _, *gradient = kernels.value_and_gradient(x, *self._parameters)
        return gradient[0], gradient[1], gradient[2]

    def sorted(self) -> Mixture:
        """The same density with its components by weight, the largest first; those of one weight by their means, then by their σ.

        Examples
        --------
        >>> from mog import Mixture
        >>> mixture = Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        >>> mixture.sorted().means.tolist()
        [[5.0], [0.0]]
        """
        # Logits and not weights: rounding in their sum could part two weights in one order of the components and not in another.
        order = np.lexsort((*self.log_sigma.T[::-1], *self.means.T[::-1], -self.logits))
        return Mixture(self.logits[order], self.means[order], self.log_sigma[order])

    def sample(self, points: int, seed: Seed) -> tuple[Array, NDArray[np.int64]]:
        """Points drawn from the mixture, independently, and the component that each came from.

        Parameters
        ----------
        points : int
            How many, at least 1.
        seed : int, None, Generator, SeedSequence or BitGenerator
            Where the random numbers come from. The same whole number or SeedSequence gives the same points; a Generator or BitGenerator
            is drawn from, so it gives other points each time; None gives points that nobody can draw again.

        Returns
        -------
        x : (points, D) float array
            The points, one a row.
        component : (points,) int array
            The component of each point, from 0 to K - 1.

        Raises
        ------
        ValueError
            If points is not a whole number from 1, or the seed is none of these.

        Examples
        --------
        >>> import numpy as np
        >>> from mog import Mixture
        >>> mixture = Mixture.from_weights([0.25, 0.75], [[0.0], [5.0]], [[1.0], [0.5]])
        >>> x, component = mixture.sample(1000, seed=0)
        >>> x.shape, np.bincount(component).tolist()
        ((1000, 1), [231, 769])
        """
        points, random = whole_number("points", points, 1), generator(seed)
        component = random.choice(self.components, size=points, p=self.weights)
        return self.means[component] + self.sigma[component] * random.standard_normal((points, self.features)), component

    @property
    def _parameters(self) -> tuple[Array, Array, Array]:
        return self.logits, self.means, self.log_sigma

    def _values(self) -> tuple[object, ...]:
        """What two mixtures share where they are equal."""
        return tuple(values.tobytes() for values in self._parameters)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, Mixture) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> tuple[Callable[..., Mixture], tuple[Array, Array, Array]]:
        # Copies and pickles are built anew: NumPy would give them arrays that can be written to.
        return type(self), self._parameters

    def __repr__(self) -> str:
        return f"Mixture: {counted(self.components, 'component')}, {counted(self.features, 'feature')}\n{table(self.weights, self.means, self.sigma)}"


def counted(count: int, what: str) -> str:
    """A number with its noun: 1 feature, 2 features."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
