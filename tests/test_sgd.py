"""Training: the loop is the one that a page can write, every option does what it says, and nothing that is not a number comes out."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Self

import numpy as np
import pytest

import mog
from mog.kernels import value_and_gradient
from mog.outcome import Descent
from mog.rules import joined, parted
from mog.sgd import Bounds, even_batch
from mog.starts import STARTS

RANDOM = np.random.default_rng(7)
X = np.concatenate([RANDOM.normal(0, 1, (60, 2)), RANDOM.normal(4, 0.7, (40, 2))])
BEGIN = mog.Mixture([0.3, -0.2], [[0.5, 0.0], [3.0, 3.0]], [[0.1, 0.2], [0.0, -0.1]])
QUIET = pytest.mark.filterwarnings("ignore::mog.ConvergenceWarning")
LOOP: dict[str, Any] = {"initial": BEGIN, "schedule": "constant", "averaging": False, "epochs": 3, "batch_size": 32, "seed": 5}


def standardised(x: Any) -> Any:
    return (x - x.mean(axis=0)) / x.std(axis=0)


def parameters(mixture: mog.Mixture, x: Any) -> list[Any]:
    """Those of a mixture in standardised units."""
    return [mixture.logits, (mixture.means - x.mean(axis=0)) / x.std(axis=0), mixture.log_sigma - np.log(x.std(axis=0))]


@QUIET
def test_plain_steps_are_the_loop_of_ten_lines() -> None:
    training = mog.train(X, 2, step="plain", learning_rate=0.1, **LOOP)
    theta, z, random = parameters(BEGIN, X), standardised(X), np.random.default_rng(5)
    for _ in range(3):
        order = random.permutation(len(z))
        for first in range(0, len(z), 32):
            batch = z[order[first : first + 32]]
            _, *gradient = value_and_gradient(batch, *theta)
            theta = [p + 0.1 * g / len(batch) for p, g in zip(theta, gradient, strict=True)]
    for trained, expected in zip(parameters(training.mixture, X), theta, strict=True):
        np.testing.assert_allclose(trained, expected, rtol=0, atol=1e-12)


@QUIET
@pytest.mark.parametrize("step", ["plain", "momentum", "adam", "natural"])
def test_history_is_the_mean_nll_of_what_would_come_back_after_each_epoch(step: Any) -> None:
    told: list[mog.Epoch] = []
    training = mog.train(X, 2, step=step, seed=0, starts=2, epochs=4, callback=told.append)
    assert [(each.start, each.number) for each in told] == [(start, number) for start in (1, 2) for number in (1, 2, 3, 4)]
    for each in told:
        assert each.mean_nll == pytest.approx(-each.mixture.log_likelihood(X) / len(X), abs=1e-12)
    kept = [each for each in told if each.start == training.kept + 1]
    np.testing.assert_array_equal(training.history, [each.mean_nll for each in kept])
    assert training.mixture == kept[-1].mixture
    assert training.heights[training.kept] == pytest.approx(-training.history[-1], abs=1e-12)


@pytest.mark.parametrize("step", ["plain", "momentum", "adam", "natural"])
def test_every_step_reaches_the_optimum_of_em_with_its_default_rate(step: Any) -> None:
    training = mog.train(X, 2, step=step, seed=0)
    assert training.converged
    assert training.heights[training.kept] == pytest.approx(mog.em(X, 2, seed=0).heights[0], abs=1e-4)


@QUIET
def test_every_point_is_seen_once_an_epoch_and_the_last_batch_by_its_own_size(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def watched(x: Any, *theta: Any) -> Any:
        seen.append(x)
        return value_and_gradient(x, *theta)

    monkeypatch.setattr("mog.kernels.value_and_gradient", watched)
    mog.train(X, 2, step="plain", **LOOP | {"epochs": 2})
    batches = seen[:8]
    assert [len(batch) for batch in batches] == [32, 32, 32, 4] * 2
    for epoch in (batches[:4], batches[4:]):
        np.testing.assert_allclose(np.sort(np.concatenate(epoch), axis=0), np.sort(standardised(X), axis=0), atol=1e-14)
    assert np.any(batches[0] != batches[4])


@QUIET
def test_an_average_of_the_steps_leans_to_the_later_ones() -> None:
    told: dict[bool, list[Any]] = {}
    for averaging in (False, True):
        epochs: list[mog.Epoch] = []
        mog.train(X, 2, **LOOP | {"averaging": averaging, "batch_size": len(X), "callback": epochs.append})
        told[averaging] = [epoch.mixture.means for epoch in epochs]
    first, second, third = told[False]
    np.testing.assert_allclose(told[True][0], first)
    np.testing.assert_allclose(told[True][1], first + (second - first) * 9 / 10)
    two = first + (second - first) * 9 / 10
    np.testing.assert_allclose(told[True][2], two + (third - two) * 9 / 11)


@QUIET
def test_a_schedule_may_be_a_function_of_the_epoch_and_their_number() -> None:
    asked: list[tuple[int, int]] = []
    mog.train(X, 2, **LOOP | {"schedule": lambda epoch, epochs: asked.append((epoch, epochs)) or 0.0})
    assert asked == [(0, 3), (1, 3), (2, 3)]
    still = mog.train(X, 2, **LOOP | {"schedule": lambda epoch, epochs: 0.0})
    np.testing.assert_allclose(still.mixture.means, BEGIN.means, atol=1e-14)


@pytest.mark.parametrize("value", [np.nan, -1.0, "half", None], ids=str)
def test_what_a_schedule_returns_is_checked(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^what schedule returned is "):
        mog.train(X, 2, **LOOP | {"schedule": lambda epoch, epochs: value})


def test_shift_and_scale_of_the_data_change_nothing_but_rounding() -> None:
    plain = mog.train(X, 2, seed=3, starts=2)
    # 2^-10 and 3·2^30 leave every sum exact that the data's own digits fill.
    scale, shift = np.array([2.0**-10, 2.0**7]), np.array([3.0, -(2.0**10)])
    moved = mog.train(X * scale + shift, 2, seed=3, starts=2)
    np.testing.assert_allclose(moved.mixture.means, plain.mixture.means * scale + shift, rtol=1e-8)
    np.testing.assert_allclose(moved.mixture.sigma, plain.mixture.sigma * scale, rtol=1e-8)
    np.testing.assert_allclose(moved.history, plain.history + np.log(scale).sum(), atol=1e-8)


SEEDS = {
    "an int": lambda: 11,
    "a NumPy integer": lambda: np.int64(11),
    "a large int": lambda: 2**40,
    "a SeedSequence": lambda: np.random.SeedSequence(11),
    "a Generator": lambda: np.random.default_rng(11),
}


@QUIET
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_row_62_the_same_seed_of_any_kind_gives_the_same_bits_and_leaves_the_global_state_alone(seed: Any) -> None:
    state = np.random.get_state()[1].tobytes()  # noqa: NPY002 -- it is what must not change
    one, other = mog.train(X, 2, seed=seed(), starts=2, epochs=2), mog.train(X, 2, seed=seed(), starts=2, epochs=2)
    assert one.mixture == other.mixture
    assert one.history.tobytes() == other.history.tobytes()
    assert np.random.get_state()[1].tobytes() == state  # noqa: NPY002


@QUIET
def test_row_64_other_seeds_and_other_starts_give_other_bits() -> None:
    one = mog.train(X, 2, seed=0, starts=3, epochs=2)
    assert one.mixture != mog.train(X, 2, seed=1, starts=3, epochs=2).mixture
    assert mog.train(X, 2, epochs=2).mixture != mog.train(X, 2, epochs=2).mixture
    assert len(set(one.heights)) == 3


@QUIET
def test_the_first_of_several_starts_is_the_only_one_of_one() -> None:
    assert mog.train(X, 2, seed=4, starts=3, epochs=3).heights[0] == mog.train(X, 2, seed=4, starts=1, epochs=3).heights[0]


def test_the_data_are_never_written_to_nor_is_the_order_of_their_memory_felt() -> None:
    frozen = X.copy()
    frozen.flags.writeable = False
    assert mog.train(frozen, 2, seed=0, starts=1).mixture == mog.train(np.asfortranarray(X), 2, seed=0, starts=1).mixture
    assert frozen.tobytes() == X.tobytes()


def test_the_best_start_is_kept_and_those_that_agree_are_counted() -> None:
    x = np.concatenate([RANDOM.normal(place, 0.3, (60, 1)) for place in (0, 4, 8, 12)])
    training = mog.train(x, 4, seed=1, starts=8, start="random points")
    assert training.heights[training.kept] == training.heights.max()
    assert training.agreed == np.sum(training.heights > training.heights.max() - 1e-3)
    assert 1 <= training.agreed < 8
    assert f"{training.agreed} of 8 starts agreed" in repr(training)


@QUIET
@pytest.mark.parametrize(("start", "tries"), [("k-means++", 5), ("random points", 1)])
def test_a_start_of_k_means_is_the_best_of_five_tries(start: Any, tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    draw = STARTS[start]

    def watched(*arguments: Any) -> Any:
        drawn.append(draw(*arguments))
        return drawn[-1]

    monkeypatch.setitem(STARTS, start, watched)
    mog.train(X, 3, seed=0, starts=2, start=start, epochs=1)
    assert len(drawn) == 2 * tries


def test_parameters_are_kept_where_they_can_be_stepped_from() -> None:
    theta = joined(np.array([5.0, -1e3]), np.zeros((2, 2)), np.array([[0.0, -9.0], [-7.0, 1.0]]))
    logits, means, log_sigma = parted(Bounds(2, -8.0, 10.0).kept(theta), 2)
    assert logits.tolist() == [5.0, -25.0]
    assert means.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert log_sigma.tolist() == [[0.0, -8.0], [-7.0, 1.0]]


def test_row_58_a_batch_larger_than_the_data_is_all_of_them() -> None:
    assert mog.train(X, 2, seed=0, starts=1, batch_size=500).settings.batch_size == 100


def test_the_default_batches_are_near_64_points_and_hardly_differ() -> None:
    for points in range(1, 3000):
        size = even_batch(points)
        batches = -(-points // size)
        assert size <= 64
        assert points <= 64 or size > 32
        assert batches * size - points < batches


def test_there_are_sixty_epochs_or_as_many_as_make_a_thousand_steps() -> None:
    settings = mog.train(X, 2, seed=0, starts=1).settings
    assert (settings.batch_size, settings.epochs) == (50, 500)
    big = np.tile(X, (20, 1)) + RANDOM.normal(0, 0.1, (2000, 2))
    assert mog.train(big, 2, seed=0, starts=1).settings.epochs == 60


def test_row_60_no_epochs_give_the_start_back_exactly_and_no_warning() -> None:
    training = mog.train(X, 2, initial=BEGIN, epochs=0)
    assert training.mixture == BEGIN
    assert len(training.history) == 0
    assert training.heights[0] == pytest.approx(BEGIN.log_likelihood(X) / len(X), abs=1e-12)
    assert mog.train(X, 2, seed=0, epochs=0).mixture.components == 2


def test_a_training_tells_how_it_was_made_and_cannot_be_changed() -> None:
    training = mog.train(X, 2, seed=0, starts=2)
    assert (training.settings.step, training.settings.learning_rate, training.settings.start) == ("natural", 0.5, "k-means++")
    with pytest.raises(ValueError, match="read-only"):
        training.history[0] = 0
    with pytest.raises(AttributeError):
        training.converged = False  # type: ignore[misc]
    assert repr(training).startswith("Training: mean NLL ")
    assert ", converged, 2 of 2 starts agreed\nMixture: 2 components, 2 features\n" in repr(training)


def test_convergence_is_what_a_step_of_em_would_still_gain() -> None:
    with pytest.warns(mog.ConvergenceWarning, match="a step of EM would still gain") as caught:
        training = mog.train(X, 2, initial=BEGIN, epochs=1, learning_rate=0.01, seed=0)
    assert not training.converged
    stepped = mog.em(X, 2, initial=training.mixture, epochs=1, tolerance=1.0)
    assert training.gain == pytest.approx(stepped.heights[0] - training.heights[0], rel=1e-9)
    assert caught[0].filename == __file__
    assert mog.train(X, 2, initial=BEGIN, epochs=1, learning_rate=0.01, seed=0, tolerance=1.01 * training.gain).converged


def test_row_56_a_rate_too_small_is_warned_of_with_the_last_change() -> None:
    with pytest.warns(mog.ConvergenceWarning, match=r"the last epoch changed the mean NLL by -\d\.\de-\d\d\. Try more epochs"):
        mog.train(X, 2, initial=BEGIN, epochs=5, learning_rate=1e-4, seed=0)


@pytest.mark.parametrize("step", ["plain", "momentum", "adam"])
def test_row_55_divergence_keeps_the_best_parameters_and_suggests_a_rate_that_works(step: Any) -> None:
    with pytest.warns(mog.DivergenceWarning, match="the learning rate 300 is too large") as caught:
        training = mog.train(X, 2, step=step, learning_rate=300, seed=0, starts=2)
    assert training.diverged.all()
    assert not training.converged
    assert all(np.isfinite(each).all() for each in (training.mixture.means, training.mixture.log_sigma, training.history, training.heights))
    assert training.heights[training.kept] == pytest.approx(training.mixture.log_likelihood(X) / len(X), abs=1e-9)
    assert caught[0].filename == __file__


def test_row_55_the_suggested_rate_of_plain_steps_does_not_diverge() -> None:
    with pytest.warns(mog.DivergenceWarning) as caught:
        mog.train(X, 2, step="plain", learning_rate=20, seed=0)
    rate = float(str(caught[0].message).rsplit("learning_rate=", 1)[1].rstrip("."))
    assert not mog.train(X, 2, step="plain", learning_rate=rate, seed=0, epochs=2000, tolerance=1e-2).diverged.any()


def test_row_55_a_descent_is_stopped_by_the_step_that_diverges(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def watched(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return value_and_gradient(*arguments)

    monkeypatch.setattr("mog.kernels.value_and_gradient", watched)
    with pytest.warns(mog.DivergenceWarning, match="step 1, in epoch 1, left the region of the data"):
        mog.train(X, 2, step="plain", learning_rate=1e6, initial=BEGIN, seed=0)
    # One for the step; two for what EM would gain.
    assert calls == 3


def test_row_55_of_a_descent_that_ends_worse_than_it_began_the_best_epoch_comes_back() -> None:
    told: list[mog.Epoch] = []
    with pytest.warns(mog.DivergenceWarning, match="20 epochs ended worse than they began"):
        training = mog.train(
            clusters(14),
            3,
            step="plain",
            learning_rate=0.3,
            schedule="constant",
            averaging=False,
            seed=3,
            starts=1,
            epochs=20,
            callback=told.append,
        )
    begin = mog.train(clusters(14), 3, step="plain", learning_rate=1e-9, seed=3, starts=1, epochs=20, tolerance=10)
    assert len(training.history) == 20
    assert -training.heights[0] <= min(epoch.mean_nll for epoch in told)
    assert training.history[-1] > -begin.heights[0] + 0.1


def test_a_training_that_diverged_has_not_converged_even_if_it_gives_back_the_optimum() -> None:
    optimum = mog.em(X, 2, seed=0).mixture
    with pytest.warns(mog.DivergenceWarning):
        training = mog.train(X, 2, initial=optimum, step="plain", learning_rate=1e6, seed=0)
    assert training.gain < 1e-9
    assert not training.converged


def test_the_remedy_never_speaks_of_a_sigma_at_its_floor() -> None:
    constant = np.column_stack([X, np.zeros(len(X))])
    with pytest.warns(mog.CollapseWarning), pytest.warns(mog.ConvergenceWarning, match="the last epoch changed the mean NLL"):
        mog.train(constant, 2, step="plain", learning_rate=0.01, schedule="constant", seed=0, starts=1, epochs=5)


def test_a_start_that_diverges_is_never_preferred() -> None:
    none = np.zeros((1, 1), bool)
    worse, diverged = Descent(((np.zeros(1)),) * 3, 2.0, [], none), Descent((np.zeros(1),) * 3, 1.0, [], none, "step 1")
    collapsed = Descent((np.zeros(1),) * 3, -5.0, [], ~none)
    assert min([diverged, collapsed, worse], key=lambda descent: descent.rank) is worse
    assert min([diverged, collapsed], key=lambda descent: descent.rank) is collapsed


def clusters(apart: float) -> Any:
    """Three round clusters of σ = 1."""
    random = np.random.default_rng(0)
    return apart * np.eye(3)[random.choice(3, size=300)] + random.standard_normal((300, 3))


def test_row_55b_plain_steps_that_cannot_settle_are_warned_of_with_the_product_that_is_too_large() -> None:
    with pytest.warns(
        mog.ConvergenceWarning, match=r"learning rate times π/σ² is [12]\.\d* .* cannot settle where it is 2\. Try step="
    ) as caught:
        mog.train(clusters(14), 3, step="plain", learning_rate=0.1, schedule="constant", seed=0, starts=1, epochs=100)
    assert len(caught) == 1


def test_row_55b_the_learning_rate_chooses_the_variance_of_plain_steps() -> None:
    """Just above the bound a full-batch descent swings for ever, and its fitted variance is the learning rate times π/2."""
    x = np.concatenate([place + np.array([-1.0, 1.0] * 50) for place in (-20.0, 20.0)])[:, None]
    z = standardised(x)
    rate = 2.2 * 2 * np.var(z[:100])
    start = mog.Mixture([0.0, 0.0], [[-20.1], [20.2]], [[0.1], [0.0]])
    with pytest.warns(mog.ConvergenceWarning, match="cannot settle"):
        training = mog.train(
            x, 2, initial=start, step="plain", learning_rate=rate, schedule="constant", averaging=False, batch_size=200, epochs=3000
        )
    np.testing.assert_allclose((training.mixture.sigma / x.std()) ** 2, rate / 2 / 2, rtol=1e-3)


def test_progress_shows_a_bar_over_all_epochs_of_all_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []

    class Bar:
        def __init__(self, total: int, unit: str) -> None:
            shown.append(total)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            shown.append("closed")

        def update(self) -> None:
            shown.append(1)

    stand_in = ModuleType("tqdm.auto")
    stand_in.tqdm = Bar  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tqdm", ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", stand_in)
    with pytest.warns(mog.ConvergenceWarning):
        mog.train(X, 2, seed=0, starts=2, epochs=2, learning_rate=1e-3, progress=True)
    assert shown == [4, 1, 1, 1, 1, "closed"]


def test_progress_without_tqdm_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match="progress=True needs tqdm: install it"):
        mog.train(X, 2, progress=True)


def test_row_69_what_a_callback_raises_ends_the_training() -> None:
    def stop(epoch: mog.Epoch) -> None:
        raise KeyError(epoch.number)

    with pytest.raises(KeyError, match="1"):
        mog.train(X, 2, callback=stop)


REFUSED = {
    "54: a rate of 0": ({"learning_rate": 0}, "learning_rate is 0, expected a number above 0"),
    "54: a negative rate": ({"learning_rate": -0.1}, "learning_rate is -0.1"),
    "54: NaN": ({"learning_rate": np.nan}, "learning_rate is nan"),
    "54: infinity": ({"learning_rate": np.inf}, "learning_rate is inf"),
    "54: text": ({"learning_rate": "0.1"}, "learning_rate is '0.1'"),
    "54: a boolean": ({"learning_rate": True}, "learning_rate is True"),
    "57: an empty batch": ({"batch_size": 0}, "batch_size is 0, expected a whole number from 1"),
    "57: a negative batch": ({"batch_size": -1}, "batch_size is -1"),
    "57: half a point": ({"batch_size": 1.5}, "batch_size is 1.5"),
    "57: a word": ({"batch_size": "all"}, "batch_size is 'all'"),
    "61: negative epochs": ({"epochs": -1}, "epochs is -1, expected a whole number from 0"),
    "61: half an epoch": ({"epochs": 1.5}, "epochs is 1.5"),
    "61: epochs NaN": ({"epochs": np.nan}, "epochs is nan"),
    "61: a tolerance NaN": ({"tolerance": np.nan}, "tolerance is nan"),
    "61: a negative tolerance": ({"tolerance": -1e-3}, "tolerance is -0.001"),
    "63: a negative seed": ({"seed": -1}, "seed is -1"),
    "63: half a seed": ({"seed": 1.5}, "seed is 1.5"),
    "63: text for a seed": ({"seed": "a"}, "seed is 'a'"),
    "63: a boolean for a seed": ({"seed": True}, "seed is True"),
    "52: a negative floor": ({"floor": -1e-3}, "floor is -0.001, expected a finite number from 1e-06"),
    "52: a floor NaN": ({"floor": np.nan}, "floor is nan"),
    "52: a floor of the whole spread": ({"floor": 1.0}, "floor is 1, expected a part of the spread of a feature, below 1"),
    "no starts": ({"starts": 0}, "starts is 0, expected a whole number from 1"),
    "an unknown step": ({"step": "newton"}, "step is 'newton', expected one of 'plain', 'momentum', 'adam', 'natural'"),
    "an unknown start": ({"start": "k-means"}, r"start is 'k-means', expected one of 'k-means\+\+', 'random points'"),
    "an unknown schedule": ({"schedule": "cosine"}, "schedule is 'cosine', expected one of 'constant', 'harmonic', 'geometric'"),
    "a number for a schedule": ({"schedule": 0.5}, "schedule is of type float"),
    "a number for averaging": ({"averaging": 1}, "averaging is of type int, expected True or False"),
    "a word for progress": ({"progress": "yes"}, "progress is of type str, expected True or False"),
    "39: no components": ({"components": 0}, "components is 0, expected a whole number from 1"),
    "39: half a component": ({"components": 2.5}, "components is 2.5"),
    "39: text for components": ({"components": "3"}, "components is '3'"),
    "40: a boolean for components": ({"components": True}, "components is True"),
    "42: more components than points": ({"components": 101}, "x has 100 points, but components is 101"),
    "50: a start of other components": ({"components": 3, "initial": BEGIN}, "initial has 2 components and 2 features, expected 3 and 2"),
    "44: a start with a weight of 0": (
        {"initial": mog.Mixture([0, -np.inf], BEGIN.means, BEGIN.log_sigma)},
        "initial has a component of weight 0",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_row(case: str) -> None:
    given, message = REFUSED[case]
    with pytest.raises(ValueError, match=f"^{message}"):
        mog.train(X, **{"components": 2} | given)


def test_a_start_that_is_no_mixture_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^initial is of type tuple, expected a mog\.Mixture"):
        mog.train(X, 2, initial=(BEGIN.logits, BEGIN.means, BEGIN.log_sigma))  # type: ignore[arg-type]


def test_row_41_numpy_integers_count() -> None:
    assert mog.train(X, np.int64(2), seed=0, starts=np.int32(1)).mixture.components == 2  # type: ignore[arg-type]


def test_row_53_all_after_components_goes_by_its_name() -> None:
    with pytest.raises(TypeError, match="positional"):
        mog.train(X, 2, 0)  # type: ignore[misc]
    with pytest.raises(TypeError, match="lr"):
        mog.train(X, 2, lr=0.1)  # type: ignore[call-arg]
