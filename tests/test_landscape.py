"""The profile's cells are the best that can be done for their means, and its two places are what they say they are."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from mog import faithful, kernels, landscape

X = faithful()[:, [1]]
FLOOR = 1.0
GRID = np.linspace(43, 96, 18)
CELLS = [(1, 13), (13, 1), (4, 12), (0, 0), (9, 10), (13, 13), (3, 17), (16, 9), (17, 15), (6, 2)]


@pytest.fixture(scope="module")
def profile() -> landscape.Profile:
    return landscape.profile(X, GRID, floor=FLOOR)


def height(place: landscape.Place) -> float:
    """The mean log-likelihood as the kernels have it."""
    return float(kernels.value_and_gradient(X, *place.parameters)[0]) / len(X)


def em_at_fixed_means(means: np.ndarray, weights: np.ndarray, sigmas: np.ndarray, steps: int) -> float:
    """The mean log-likelihood where EM arrives from one start, by the textbook's formulas and the kernels' responsibilities."""
    for _ in range(steps):
        gamma = kernels.responsibilities(X, np.log(weights), means[:, None], np.log(sigmas)[:, None])
        weights = np.maximum(gamma.mean(axis=0), 1e-300)
        squares = np.sum(gamma * (X - means) ** 2, axis=0)
        sigmas = np.sqrt(np.maximum(squares, FLOOR**2 * gamma.sum(axis=0)) / np.maximum(gamma.sum(axis=0), 1e-300)).clip(FLOOR)
    return float(np.mean(kernels.log_density(X, np.log(weights), means[:, None], np.log(sigmas)[:, None])))


def ceiling(mean: float) -> float:
    """A height that no mixture of Gaussians with this common mean passes, however many they are, by Jensen's inequality (Lindsay 1983).

    The mean of log q/p is at most the logarithm of the mean of q/p. That is linear in the mixture q, so one Gaussian reaches its largest
    value, and a good p makes the bound tight.
    """
    squares = (X - mean) ** 2
    sigma = np.append(np.geomspace(FLOOR, 4 * np.ptp(X), 400), np.sqrt(squares.mean()))
    density = np.exp(-squares / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    shares = np.eye(len(sigma))[-1]
    lowest = np.inf
    for step in range(40):
        ratios = (density / (density @ shares)[:, None]).mean(axis=0)
        lowest = min(lowest, np.log(density @ shares).mean() + np.log(ratios.max()))
        shares = shares * ratios if step else np.full(len(sigma), 1 / len(sigma))
    return float(lowest)


@pytest.mark.parametrize(("i", "j"), CELLS)
def test_heights_are_the_kernels_mean_log_likelihood(profile: landscape.Profile, i: int, j: int) -> None:
    assert profile.heights[i, j] == pytest.approx(height(profile.place(i, j)), abs=1e-12)
    assert profile.place(i, j).means.ravel().tolist() == [GRID[i], GRID[j]]


@pytest.mark.parametrize(("i", "j"), CELLS)
def test_at_fixed_means_nothing_else_can_be_moved_uphill(profile: landscape.Profile, i: int, j: int) -> None:
    place = profile.place(i, j)
    _, by_logits, _, by_log_sigma = kernels.value_and_gradient(X, *place.parameters)
    at_the_floor = place.log_sigma <= np.log(FLOOR)
    assert np.abs(by_logits).max() / len(X) < 1e-7
    assert np.abs(by_log_sigma[~at_the_floor]).max(initial=0) / len(X) < 1e-7
    assert (by_log_sigma[at_the_floor] < 0).all()


def test_some_cell_ends_at_the_floor(profile: landscape.Profile) -> None:
    assert profile.log_sigma.min() == np.log(FLOOR)


@pytest.mark.parametrize(("i", "j"), CELLS)
def test_no_start_of_thirty_ends_higher(profile: landscape.Profile, i: int, j: int) -> None:
    for seed in range(30):
        generator = np.random.default_rng(seed)
        weight, sigmas = generator.uniform(0.02, 0.98), np.exp(generator.uniform(0, np.log(53), 2))
        end = em_at_fixed_means(GRID[[i, j]], np.array([weight, 1 - weight]), sigmas, 60)
        assert end <= profile.heights[i, j] + 1e-9


@pytest.mark.parametrize("means", [(50.186440677966104, 56.47457627118644), (49.28813559322034, 52.88135593220339)])
def test_a_thin_spike_beside_a_broad_gaussian_is_found(means: tuple[float, float]) -> None:
    found = landscape.profile(X, means, floor=FLOOR).heights[0, 1]
    broad = np.sqrt(np.mean((X - means[1]) ** 2))
    thin = em_at_fixed_means(np.array(means), np.array([0.003, 0.997]), np.array([FLOOR, broad]), 2000)
    assert found >= thin - 1e-9
    assert found > -np.log(broad * np.sqrt(2 * np.pi * np.e)) + 1e-7


def test_more_steps_never_end_lower() -> None:
    climber = landscape._Climber(X[:, 0], FLOOR)
    generator = np.random.default_rng(0)
    start = np.column_stack([generator.normal(0, 2, 200), generator.uniform(43, 96, (200, 2)), generator.uniform(0, 4, (200, 2))])
    unmoved = start.copy()
    kinds: tuple[landscape.Means, ...] = ("fixed", "free", "equal")
    for means in kinds:
        heights = np.array([climber.climb(start, means, cycles)[1] for cycles in range(1, 30)])
        assert np.diff(heights, axis=0).min() > -1e-13
    assert np.array_equal(start, unmoved)


def test_exchanging_the_labels_changes_nothing(profile: landscape.Profile) -> None:
    assert np.array_equal(profile.heights, profile.heights.T)
    for i, j in CELLS:
        one, other = profile.place(i, j), profile.place(j, i)
        assert height(one) == pytest.approx(height(other), abs=1e-13)
        if i != j:
            assert np.array_equal(one.log_sigma, other.log_sigma[::-1])
            assert np.array_equal(one.logits, other.logits[::-1])


def test_no_floor_that_is_lower_makes_a_cell_lower(profile: landscape.Profile) -> None:
    lower = landscape.profile(X, GRID, floor=FLOOR / 2)
    assert (lower.heights >= profile.heights - 1e-12).all()
    assert lower.heights.max() == pytest.approx(profile.heights.max(), abs=1e-12)
    assert (lower.heights > profile.heights + 1e-5).any()


def test_the_summit_is_the_known_optimum(profile: landscape.Profile) -> None:
    summit = profile.summit
    assert summit.height == pytest.approx(-3.8014770, abs=5e-8)
    assert summit.height == pytest.approx(height(summit), abs=1e-13)
    assert summit.means.ravel() == pytest.approx([54.6149, 80.0911], abs=1e-4)
    assert all(np.abs(each).max() / len(X) < 1e-8 for each in kernels.value_and_gradient(X, *summit.parameters)[1:])
    assert profile.heights.max() <= summit.height


def test_the_summits_smaller_mean_stands_first_wherever_the_climb_began() -> None:
    summit = landscape.profile(X, [47.0, 48.0], floor=FLOOR).summit
    assert summit.means.ravel() == pytest.approx([54.6149, 80.0911], abs=1e-4)
    assert summit.height == pytest.approx(height(summit), abs=1e-13)


def test_the_highest_place_with_equal_means_is_the_single_gaussian(profile: landscape.Profile) -> None:
    crossing = profile.crossing
    assert crossing.means.ravel() == pytest.approx([X.mean()] * 2, abs=1e-9)
    assert np.exp(crossing.log_sigma.ravel()) == pytest.approx([X.std()] * 2, abs=1e-6)
    assert crossing.height == pytest.approx(-np.log(2 * np.pi * np.e * X.var()) / 2, abs=1e-13)
    assert np.diag(profile.heights).max() < crossing.height


def test_where_the_means_are_equal_no_number_of_components_does_better(profile: landscape.Profile) -> None:
    assert ceiling(X.mean()) == pytest.approx(profile.crossing.height, abs=1e-12)
    assert max(ceiling(mean) for mean in np.arange(43, 96.1, 0.5)) < profile.crossing.height


def test_the_crossing_is_a_saddle_with_one_way_up_that_leads_to_the_summit_and_to_its_twin(profile: landscape.Profile) -> None:
    scale = X.std()
    equal = np.array([0, X.mean() / scale, X.mean() / scale, np.log(scale), np.log(scale)])

    def gradient(row: np.ndarray) -> np.ndarray:
        parts = kernels.value_and_gradient(X, row[:1].repeat(2) * [0.5, -0.5], row[1:3, None] * scale, row[3:, None])
        return np.concatenate([[(parts[1][0] - parts[1][1]) / 2], parts[2].ravel() * scale, parts[3].ravel()]) / len(X)

    assert np.abs(gradient(equal)).max() < 1e-12
    steps = 1e-5 * np.eye(5)
    hessian = np.array([(gradient(equal + step) - gradient(equal - step)) / 2e-5 for step in steps])
    curvatures, directions = np.linalg.eigh((hessian + hessian.T) / 2)
    # The weights of two equal components change nothing: one curvature is zero.
    assert curvatures[:3].max() < -0.4
    assert abs(curvatures[3]) < 1e-8
    assert curvatures[4] > 0.06
    ends = []
    for sign in (1, -1):
        row = equal + sign * 0.05 * directions[:, 4]
        heights = [-np.inf]
        for _ in range(800):
            heights.append(height(landscape.Place(row[:1].repeat(2) * [0.5, -0.5], row[1:3, None] * scale, row[3:, None], 0.0)))
            row = row + 0.5 * gradient(row)
        assert all(after >= before - 1e-14 for before, after in pairwise(heights))
        assert heights[1] > profile.crossing.height
        ends.append(row[1:3] * scale)
    ends.sort(key=lambda means: float(means[0]))
    assert ends[0] == pytest.approx(profile.summit.means.ravel(), abs=1e-3)
    assert ends[1] == pytest.approx(profile.summit.means[::-1].ravel(), abs=1e-3)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"x": X[:, 0]}, r"x has shape \(272,\), expected \(m, 1\)"),
        ({"x": faithful()}, r"x has shape \(272, 2\), expected \(m, 1\)"),
        ({"x": X[:0]}, r"x has shape \(0, 1\), .* at least one point"),
        ({"x": [["a"]]}, "x holds text"),
        ({"x": [[1.0], [np.nan]]}, r"x has NaN at index \(1, 0\)"),
        ({"means": 50.0}, r"means has shape \(\), expected \(G,\)"),
        ({"means": []}, r"means has shape \(0,\), expected \(G,\)"),
        ({"means": [50.0, np.inf]}, r"means has an infinity at index \(1,\)"),
        ({"means": [60.0, 50.0]}, "means are not in increasing order"),
        ({"means": [50.0, 50.0]}, "means are not in increasing order"),
        ({"floor": 0.0}, "floor is 0.0, expected a positive number"),
        ({"floor": -1.0}, "floor is -1.0, expected a positive number"),
        ({"floor": np.nan}, "floor is nan, expected a positive number"),
        ({"floor": np.inf}, "floor is inf, expected a positive number"),
        ({"floor": [1.0, 1.0]}, r"floor is \[1.0, 1.0\], expected a positive number"),
    ],
)
def test_an_error_names_the_argument_and_what_was_expected(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        landscape.profile(**({"x": X, "means": GRID, "floor": FLOOR} | changed))


def test_points_that_are_all_equal_have_the_floor_for_both_widths() -> None:
    flat = landscape.profile(np.full((5, 1), 3.0), [2.0, 3.0], floor=0.1)
    assert flat.summit.height == pytest.approx(-np.log(0.1 * np.sqrt(2 * np.pi)), abs=1e-12)
    assert flat.heights[1, 1] == flat.summit.height


def test_arguments_are_not_written_to() -> None:
    x, means = X[:20].copy(), GRID[:3].copy()
    x.flags.writeable = means.flags.writeable = False
    landscape.profile(x, means, floor=FLOOR)
