"""A mixture: parameters that nobody can change, answers that are the kernels' own, draws that follow its density."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mog import Mixture, kernels

LOGITS, MEANS = np.array([0.3, -1.0, 0.8]), np.array([[0.0, 4.0], [3.0, -1.0], [-4.0, 0.5]])
LOG_SIGMA = np.array([[0.0, -0.5], [0.4, 0.1], [-1.0, 0.7]])
X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 0.0], [-4.0, 2.0]])
STANDARD_ERRORS = 5
"""How far a mean over draws may lie from its expectation: by chance, once in 1.7 million; and the seeds are fixed."""
REPEATABLE = settings(deadline=None, derandomize=True, database=None)


@pytest.fixture
def three() -> Mixture:
    """Three components in two features."""
    return Mixture(LOGITS, MEANS, LOG_SIGMA)


@st.composite
def mixtures(draw: st.DrawFn) -> Mixture:
    """Mixtures of up to four components in up to three features, with equal numbers more often than chance has them."""
    K, D = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    numbers = st.sampled_from([-1.0, -0.0, 0.0, 2.0]) | st.floats(-50, 50)
    logits = draw(arrays(float, K, elements=numbers | st.just(-np.inf)).filter(lambda a: np.isfinite(a).any()))
    return Mixture(logits, draw(arrays(float, (K, D), elements=numbers)), draw(arrays(float, (K, D), elements=numbers)))


def test_a_mixture_knows_its_parameters_and_its_sizes(three: Mixture) -> None:
    np.testing.assert_array_equal(three.logits, LOGITS, strict=True)
    np.testing.assert_array_equal(three.means, MEANS, strict=True)
    np.testing.assert_array_equal(three.log_sigma, LOG_SIGMA, strict=True)
    assert (three.components, three.features) == (3, 2)


def test_weights_are_the_softmax_of_the_logits_and_sigma_is_above_0(three: Mixture) -> None:
    np.testing.assert_allclose(three.weights, np.exp(LOGITS) / np.exp(LOGITS).sum(), rtol=1e-15)
    np.testing.assert_allclose(three.sigma, np.exp(LOG_SIGMA), rtol=1e-15)


@pytest.mark.parametrize("shift", [-1e8, 0.0, 1e8])
def test_weights_depend_on_the_differences_of_logits_alone(shift: float) -> None:
    weights = Mixture(shift + np.array([0.0, 1.0, 2.0]), MEANS, LOG_SIGMA).weights
    np.testing.assert_allclose(weights, [0.09003057317038046, 0.24472847105479764, 0.6652409557748218], rtol=1e-15)


def test_a_component_that_is_switched_off_has_the_weight_0() -> None:
    assert Mixture([0.0, -np.inf, 0.0], MEANS, LOG_SIGMA).weights.tolist() == [0.5, 0.0, 0.5]


@REPEATABLE
@given(mixtures())
def test_answers_are_those_of_the_kernels(some: Mixture) -> None:
    x = np.linspace(-3, 3, 4 * some.features).reshape(4, some.features)
    parameters = some.logits, some.means, some.log_sigma
    value, *gradient = kernels.value_and_gradient(x, *parameters)
    np.testing.assert_array_equal(some.log_density(x), kernels.log_density(x, *parameters))
    np.testing.assert_array_equal(some.responsibilities(x), kernels.responsibilities(x, *parameters))
    assert some.log_likelihood(x) == value
    assert type(some.log_likelihood(x)) is float
    for part, expected in zip(some.gradient(x), gradient, strict=True):
        np.testing.assert_array_equal(part, expected)


def test_the_log_likelihood_of_no_points_is_0(three: Mixture) -> None:
    assert three.log_likelihood(np.empty((0, 2))) == 0


@pytest.mark.parametrize("ask", ["log_density", "responsibilities", "log_likelihood", "gradient"])
def test_points_of_other_features_are_refused(three: Mixture, ask: str) -> None:
    with pytest.raises(ValueError, match=r"^x has shape \(4, 1\), but means has shape \(3, 2\): x must be \(m, 2\), one point a row"):
        getattr(three, ask)(X[:, :1])


@pytest.mark.parametrize("change", [-1, 1])
def test_a_log_sigma_whose_sigma_float64_cannot_hold_is_refused(change: int) -> None:
    assert np.isfinite(1 / Mixture([0.0], [[0.0]], [[709.0 * change]]).sigma).all()
    with pytest.raises(ValueError, match=r"^log_sigma has a number beyond ±709 at index \(0, 0\), expected a σ that float64 can hold"):
        Mixture([0.0], [[0.0]], [[709.1 * change]])


@pytest.mark.parametrize("name", ["logits", "means", "log_sigma"])
def test_what_is_no_parameter_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} has NaN at index"):
        Mixture(**{"logits": LOGITS, "means": MEANS, "log_sigma": LOG_SIGMA} | {name: np.full(np.shape(globals()[name.upper()]), np.nan)})


def test_weights_means_and_sigma_make_the_mixture_that_has_them() -> None:
    weights, sigma = [0.2, 0.0, 0.8], np.exp(LOG_SIGMA)
    made = Mixture.from_weights(weights, MEANS, sigma)
    np.testing.assert_allclose(made.weights, weights, rtol=1e-15)
    np.testing.assert_array_equal(made.means, MEANS)
    np.testing.assert_allclose(made.sigma, sigma, rtol=1e-15)


def test_weights_that_do_not_add_up_to_one_are_refused_with_their_sum() -> None:
    with pytest.raises(ValueError, match=r"^weights add up to 0.9, expected 1$"):
        Mixture.from_weights([0.2, 0.3, 0.4], MEANS, np.ones((3, 2)))


def test_changing_what_a_mixture_was_made_from_does_not_change_it() -> None:
    logits, means, log_sigma = LOGITS.copy(), MEANS.copy(), LOG_SIGMA.copy()
    made = Mixture(logits, means, log_sigma)
    logits[:], means[:], log_sigma[:] = 9, 9, 9
    assert made == Mixture(LOGITS, MEANS, LOG_SIGMA)


SAME: dict[str, Callable[[Mixture], Mixture]] = {
    "itself": lambda made: made,
    "a copy": copy.copy,
    "a deep copy": copy.deepcopy,
    "a pickle": lambda made: pickle.loads(pickle.dumps(made)),
    "one with a part replaced": lambda made: dataclasses.replace(made, means=made.means.copy()),
}


@pytest.mark.parametrize("name", ["logits", "means", "log_sigma"])
@pytest.mark.parametrize("kind", SAME)
def test_neither_a_mixture_nor_a_copy_of_it_can_be_written_to(three: Mixture, kind: str, name: str) -> None:
    same = SAME[kind](three)
    assert same == three
    assert hash(same) == hash(three)
    with pytest.raises(ValueError, match="read-only"):
        getattr(same, name)[0] = 9
    with pytest.raises(ValueError, match="WRITEABLE"):
        getattr(same, name).flags.writeable = True
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(same, name, np.zeros(3))


@pytest.mark.parametrize("name", ["weights", "sigma"])
def test_writing_to_an_answer_does_not_change_the_mixture(three: Mixture, name: str) -> None:
    getattr(three, name)[:] = 9
    assert three == Mixture(LOGITS, MEANS, LOG_SIGMA)
    assert getattr(three, name).max() < 9


@pytest.mark.parametrize("name", ["logits", "means", "log_sigma"])
def test_mixtures_that_differ_in_one_number_are_not_equal(three: Mixture, name: str) -> None:
    values = getattr(three, name).copy()
    values.flat[-1] = np.nextafter(values.flat[-1], np.inf)
    other = dataclasses.replace(three, **{name: values})
    assert other != three
    assert len({other, three, Mixture(LOGITS, MEANS, LOG_SIGMA)}) == 2


def test_mixtures_of_other_shapes_and_other_things_are_not_equal() -> None:
    zeros = np.zeros((2, 3))
    assert Mixture([0.0, 0.0], zeros, zeros) != Mixture([0.0, 0.0], zeros[:, :2], zeros[:, :2])
    assert Mixture([0.0], [[0.0]], [[0.0]]) != "Mixture"


def test_minus_0_is_0() -> None:
    zero, minus = Mixture([0.0], [[0.0]], [[0.0]]), Mixture([-0.0], [[-0.0]], [[-0.0]])
    assert minus == zero
    assert hash(minus) == hash(zero)
    assert repr(minus) == repr(zero)


@REPEATABLE
@given(mixtures())
def test_sorting_is_by_weight_then_by_means_then_by_sigma(some: Mixture) -> None:
    rows = component_rows(some.sorted())
    assert (np.diff(some.sorted().weights) <= 0).all()
    assert rows == sorted(rows)


@REPEATABLE
@given(mixtures(), st.randoms())
def test_sorting_forgets_the_order_of_the_components_and_nothing_else(some: Mixture, random: Any) -> None:
    order = random.sample(range(some.components), some.components)
    assert Mixture(some.logits[order], some.means[order], some.log_sigma[order]).sorted() == some.sorted()
    assert sorted(component_rows(some.sorted())) == sorted(component_rows(some))


def component_rows(some: Mixture) -> list[tuple[float, ...]]:
    """What sorting compares: minus the logit, means, log σ of each component."""
    each = zip(some.logits.tolist(), some.means.tolist(), some.log_sigma.tolist(), strict=True)
    return [(-logit, *mean, *log_sigma) for logit, mean, log_sigma in each]


def test_a_sample_has_a_point_a_row_and_the_component_of_each(three: Mixture) -> None:
    x, component = three.sample(7, 0)
    assert x.shape == (7, 2)
    assert x.dtype == np.float64
    assert component.shape == (7,)
    assert component.dtype == np.int64


def test_the_mean_width_and_share_of_each_component_are_those_of_its_draws(three: Mixture) -> None:
    m = 100_000
    x, component = three.sample(m, 1)
    share = np.bincount(component, minlength=3) / m
    assert (abs(share - three.weights) < STANDARD_ERRORS * np.sqrt(three.weights * (1 - three.weights) / m)).all()
    z = (x - MEANS[component]) / np.exp(LOG_SIGMA)[component]
    for k in range(3):
        drawn = z[component == k]
        # The first four moments of a normal variable, and the variances of its powers; features are independent.
        for moment, expected, variance in (
            (drawn, 0, 1),
            (drawn**2, 1, 2),
            (drawn**3, 0, 15),
            (drawn**4, 3, 96),
            (drawn.prod(axis=1), 0, 1),
        ):
            assert (abs(moment.mean(axis=0) - expected) < STANDARD_ERRORS * np.sqrt(variance / len(drawn))).all()


def test_the_gradient_is_0_on_average_over_draws_from_the_mixture_itself(three: Mixture) -> None:
    x, _ = three.sample(100_000, 2)
    by_batch = np.array([np.concatenate([np.ravel(part) for part in three.gradient(batch)]) for batch in np.split(x, 200)])
    standard_error = by_batch.std(axis=0, ddof=1) / np.sqrt(len(by_batch))
    assert (abs(by_batch.mean(axis=0)) < STANDARD_ERRORS * standard_error).all()


def test_a_component_that_is_switched_off_is_never_drawn() -> None:
    _, component = Mixture([-np.inf, 0.0, -np.inf], MEANS, LOG_SIGMA).sample(1000, 3)
    assert set(component) == {1}


@pytest.mark.parametrize("seed", [5, np.random.SeedSequence(5)])
def test_the_same_seed_gives_the_same_draws_and_another_seed_gives_others(three: Mixture, seed: Any) -> None:
    x, component = three.sample(50, seed)
    again = three.sample(50, seed)
    assert (x.tobytes(), component.tobytes()) == (again[0].tobytes(), again[1].tobytes())
    assert not np.array_equal(x, three.sample(50, 6)[0])


def test_a_generator_gives_other_draws_each_time(three: Mixture) -> None:
    random = np.random.default_rng(5)
    first, second = three.sample(50, random)[0], three.sample(50, random)[0]
    np.testing.assert_array_equal(first, three.sample(50, 5)[0])
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("points", [0, -1, 2.5, "3", True])
def test_how_many_draws_is_a_whole_number_from_1(three: Mixture, points: Any) -> None:
    with pytest.raises(ValueError, match=r"^points is .+, expected a whole number from 1$"):
        three.sample(points, 0)


def test_sampling_leaves_the_global_random_numbers_alone(three: Mixture) -> None:
    before = pickle.dumps(np.random.get_state())  # noqa: NPY002
    three.sample(50, None)
    assert pickle.dumps(np.random.get_state()) == before  # noqa: NPY002
