"""scikit-learn, which was written apart from this package, says the same of a mixture and takes the same steps of EM."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

import mog

RANDOM = np.random.default_rng(11)
X = np.concatenate([RANDOM.normal(0, 1, (70, 3)), RANDOM.normal(3, 0.5, (50, 3)), RANDOM.normal((0, 4, -2), 0.8, (30, 3))])
BEGIN = mog.Mixture.from_weights(
    [0.5, 0.2, 0.3],
    [[0.5, 0.0, 0.2], [2.0, 3.0, 2.5], [1.0, 3.0, -1.0]],
    [[1.1, 0.9, 1.0], [0.7, 0.6, 0.9], [1.3, 0.8, 1.2]],
)


def penguins() -> tuple[Any, Any]:
    """The penguins in standard deviations from the mean, and a number for each bird's species."""
    x, species = mog.penguins()
    return (x - x.mean(axis=0)) / x.std(axis=0), np.unique(species, return_inverse=True)[1]


def of_groups(x: Any, group: Any) -> mog.Mixture:
    """The mixture with the groups' own shares, means and standard deviations."""
    own = [x[group == k] for k in range(group.max() + 1)]
    return mog.Mixture.from_weights(
        [len(points) / len(x) for points in own], [points.mean(axis=0) for points in own], [points.std(axis=0) for points in own]
    )


def opinion(x: Any, start: mog.Mixture, **options: Any) -> GaussianMixture:
    """scikit-learn's EM from this start, without anything added to the variances."""
    given = {"weights_init": start.weights, "means_init": start.means, "precisions_init": start.sigma**-2.0}
    with warnings.catch_warnings():
        # What is asked for here are steps, or more of them than are needed; that it has not converged is no news.
        warnings.simplefilter("ignore")
        return GaussianMixture(start.components, covariance_type="diag", reg_covar=0, **given, **options).fit(x)


def steps_of_em(x: Any, start: mog.Mixture, steps: int) -> mog.Mixture:
    """What exactly so many steps lead to."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mog.ConvergenceWarning)
        training = mog.em(x, start.components, initial=start, epochs=steps, tolerance=1e-300)
    assert len(training.history) == steps
    return training.mixture


def with_the_same_parameters(mixture: mog.Mixture) -> GaussianMixture:
    """scikit-learn's own class with these parameters, which it has not fitted."""
    other = GaussianMixture(mixture.components, covariance_type="diag")
    other.weights_, other.means_, other.covariances_ = mixture.weights, mixture.means, mixture.sigma**2
    other.precisions_cholesky_ = 1 / mixture.sigma
    return other


@pytest.mark.parametrize(
    "mixture", [BEGIN, mog.Mixture([1.0, -2.0], [[9.0, 9.0, 9.0], [0.0, 1.0, 0.0]], [[-2.0, 0.0, 1.0], [0.3, 3.0, 0.0]])]
)
def test_the_same_parameters_have_the_same_density_responsibilities_and_log_likelihood(mixture: mog.Mixture) -> None:
    other = with_the_same_parameters(mixture)
    # It expands the square, so its digits are fewer far from a narrow component.
    np.testing.assert_allclose(mixture.log_density(X), other.score_samples(X), rtol=1e-11)
    np.testing.assert_allclose(mixture.responsibilities(X), other.predict_proba(X), rtol=1e-9, atol=1e-12)
    assert mixture.log_likelihood(X) == pytest.approx(len(X) * other.score(X), rel=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 5, 20])
@pytest.mark.parametrize("data", ["three groups", "penguins"])
def test_em_takes_the_same_steps_from_the_same_start(data: str, steps: int) -> None:
    x, group = penguins()
    points, start = (X, BEGIN) if data == "three groups" else (x, of_groups(x, group))
    ours, other = steps_of_em(points, start, steps), opinion(points, start, tol=0, max_iter=steps)
    np.testing.assert_allclose(ours.weights, other.weights_, rtol=1e-11)
    np.testing.assert_allclose(ours.means, other.means_, rtol=1e-10, atol=1e-11)
    np.testing.assert_allclose(ours.sigma**2, other.covariances_, rtol=1e-10)


OLD_FAITHFUL = {"waits": ([1], -3.8014770), "eruptions": ([0], -1.0160296), "both": ([0, 1], -4.2198763)}


@pytest.mark.parametrize("name", OLD_FAITHFUL)
def test_both_find_the_same_optimum_of_old_faithful(name: str) -> None:
    columns, height = OLD_FAITHFUL[name]
    x = mog.faithful()
    points, start = x[:, columns], of_groups(x[:, columns], (x[:, 1] > 67).astype(int))
    ours, other = mog.em(points, 2, initial=start, tolerance=1e-13), opinion(points, start, tol=1e-13, max_iter=1000)
    assert ours.heights[0] == pytest.approx(other.score(points), abs=1e-11)
    assert ours.heights[0] == pytest.approx(height, abs=1e-7)
    np.testing.assert_allclose(ours.mixture.means, other.means_, rtol=1e-5)


# From which three birds as means EM climbs to each of the penguins' likeliest optima, and how these agree with the species.
PENGUINS = {(45, 197, 246): (-3.21331, 0.52), (108, 268, 136): (-3.22106, 0.72), (291, 189, 11): (-3.23124, 0.80)}


@pytest.mark.parametrize("birds", PENGUINS)
def test_both_find_the_same_optima_of_the_penguins_and_the_same_groups(birds: tuple[int, int, int]) -> None:
    height, index = PENGUINS[birds]
    x, species = penguins()
    start = mog.Mixture(np.zeros(3), x[list(birds)], np.zeros((3, 3)))
    ours, other = mog.em(x, 3, initial=start, tolerance=1e-13), opinion(x, start, tol=1e-13, max_iter=2000)
    assert ours.heights[0] == pytest.approx(other.score(x), abs=1e-10)
    assert ours.heights[0] == pytest.approx(height, abs=1e-5)
    np.testing.assert_allclose(ours.mixture.means, other.means_, atol=1e-4)
    groups = ours.mixture.responsibilities(x).argmax(axis=1)
    assert groups.tolist() == other.predict(x).tolist()
    assert adjusted_rand_score(species, groups) == pytest.approx(index, abs=5e-3)


def test_what_scikit_learn_says_of_the_penguins_with_full_covariance_matrices() -> None:
    """The chapter's own numbers, from the library's start of one seed."""
    x, species = penguins()
    # Where others compute as well, threads that wait for each other cost a hundred times what they save on a table as small as this.
    with threadpool_limits(1):
        other = GaussianMixture(3, random_state=0, tol=1e-9, max_iter=1000).fit(x)
    assert other.score(x) == pytest.approx(-2.89431, abs=1e-5)
    assert other.bic(x) == pytest.approx(2148.92, abs=0.01)
    assert adjusted_rand_score(species, other.predict(x)) == pytest.approx(0.93, abs=5e-3)
