"""Stochastic gradient descent, from scratch, on the mean negative log-likelihood of a mixture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mog import kernels
from mog.arguments import checked_floor, checked_schedule, one_of, positive_number, yes_or_no
from mog.inputs import Array, Seed, generator, whole_number
from mog.mixture import Mixture
from mog.outcome import Descent, outcome
from mog.progress import bar
from mog.rules import RATES, joined, parted, rate_factor, rule
from mog.starts import Beginning, beginning
from mog.training import Epoch, Schedule, Settings, Start, Step, Training
from mog.units import Parameters, standardised

BATCH = 64
"""About how many points a batch has where its size is not given."""
EPOCHS, STEPS = 60, 1000
"""At least how many epochs, and how many steps in all, a start takes where the number of epochs is not given."""
MEMORY = 8
"""How strongly the average leans towards later steps: step n has the part 9/(n + 8) of the average up to it."""
FAINT = 30.0
"""How far below the largest a logit may go: the weight, e⁻³⁰ of the largest, is too small to be felt and large enough to divide by."""
ROOM = 10.0
"""How many times as far out as the data and the start the means and σ may go before a descent counts as diverged."""
RISE = 0.1
"""How far above its start, in nats per point, a descent may end and not count as diverged."""
TRIES, SHORT = 5, 3
"""A start of k-means++ is the best of so many tries of so many epochs: most that lead to a poor optimum show it as early as that."""


def train(
    x: ArrayLike,
    components: int,
    *,
    seed: Seed = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    learning_rate: float | None = None,
    step: Step = "natural",
    schedule: Schedule = "geometric",
    averaging: bool = True,
    starts: int = 5,
    start: Start = "k-means++",
    initial: Mixture | None = None,
    floor: float = 1e-3,
    tolerance: float = 1e-4,
    callback: Callable[[Epoch], object] | None = None,
    progress: bool = False,
) -> Training:
    """Fit a mixture of Gaussians with diagonal covariance matrices by stochastic gradient descent.

    What becomes small is the mean negative log-likelihood J of the points. In each epoch the points are put in a new order and cut into
    batches; each batch gives a gradient, the mean over its own points, of the generated kernels, and each gradient a step of the logits,
    means and log σ by a generated rule (`mog.kernels.steps`). This happens in standardised units: each feature less its mean, divided by its
    standard deviation (that of all points, not of a sample). So the shift and scale of x change the result by no more than rounding.
    Given to `train` and given back by it is all in the unit of x, but for learning rates and the floor.

    Parameters
    ----------
    x : (m, D) array_like
        The points, one a row.
    components : int
        K, from 1 to m.
    seed : int, None, Generator, SeedSequence or BitGenerator
        Where the random numbers come from; the same whole number gives the same result, to the bit. See the notes.
    epochs : int, optional
        How often each point is seen: 60 times, or more often where that is fewer than 1000 steps. After 0 epochs the start comes back.
    batch_size : int, optional
        How many points a step looks at, at most m. The last batch of an epoch may be smaller. If not given, the size near 64 with which
        it hardly is: the noise of an epoch's batches then nearly cancels.
    learning_rate : float, optional
        η. If not given, 0.3 for plain steps, 0.05 for momentum, 0.1 for Adam and 0.5 for natural steps.
    step : "natural", "plain", "momentum" or "adam"
        The rule. The natural step divides the gradient by the information of the complete data (Titterington 1984), so one learning rate
        suits wide and narrow components, and it is shortened where it would move a logit or log σ, or a mean in units of its σ, by more
        than 0.5. Plain steps cannot settle on a component for which η π/σ² is 2 or more, and momentum's for which it is 3.8, σ in
        standardised units.
    schedule : "geometric", "constant", "harmonic" or function
        What becomes of η from epoch to epoch: it falls by one factor an epoch, to a fiftieth; stays; is η 10/(10 + n) after n epochs; or
        is η times what the function returns for n and the number of epochs.
    averaging : bool
        Whether the parameters that come back are an average over the steps (Polyak and Juditsky 1992), in which step n has the part
        9/(n + 8) of the average up to it, so that early ones are soon forgotten (Shamir and Zhang 2013); or else those of the last step.
    starts : int
        How often training starts anew. The best mixture is kept, those with a σ at the floor only if there is no other.
    start : "k-means++" or "random points"
        Where: at means that are points far from each other, with the weights and σ of the points around them; or at means that are any
        points, with equal weights and σ of 1. A start of k-means++ is the best of five such choices after three epochs. Random points
        lead to rarer optima, and to poor ones more often: they need more starts.
    initial : Mixture, optional
        Where to start instead; there is one start then, and no other choice is tried.
    floor : float
        What no σ falls below, as a part of the standard deviation of its feature; from 1e-6. A likelihood without a floor has no highest
        point (Day 1969).
    tolerance : float
        Training has converged if one step of EM over all points would then gain less, in nats per point.
    callback : function, optional
        Called after each epoch with an `Epoch`: start, number, mean_nll, mixture. What it raises ends the training.
    progress : bool
        Whether to show a bar; needs tqdm.

    Returns
    -------
    Training
        The mixture, the history of its start, whether it converged, how many starts agreed, and more.

    Raises
    ------
    ValueError, TypeError
        If an argument is not as described; the message names it.
    ImportError
        If progress is asked for and tqdm is not installed.

    Warns
    -----
    DivergenceWarning
        If even the best start left the region of the data, or ended 0.1 nats per point above its beginning. The best mixture that it
        found comes back, and its numbers are finite.
    ConvergenceWarning
        If training has not converged; it says what may help.
    CollapseWarning
        If a σ of the mixture is at its floor; it names component and feature.
    StartWarning
        If there are fewer different points than components, or two components of `initial` are the same.

    Notes
    -----
    One generator, `numpy.random.default_rng(seed)` or the given one, is used from the first start to the last. Each try of a start draws
    its means and then, as the start that goes on from the best does, one `permutation(m)` an epoch; the batches are its consecutive parts. So with `initial`
    nothing is drawn but one permutation an epoch, and this loop repeats plain steps at a constant rate, on x in standardised units::

        for epoch in range(epochs):
            order = random.permutation(m)
            for first in range(0, m, batch_size):
                batch = x[order[first : first + batch_size]]
                _, *gradient = value_and_gradient(batch, *parameters)
                parameters = [p + learning_rate * g / len(batch) for p, g in zip(parameters, gradient)]

    Examples
    --------
    >>> from mog import faithful, train
    >>> waiting = faithful()[:, 1:]
    >>> training = train(waiting, 2, seed=0)
    >>> training
    Training: mean NLL 3.80148 nats per point, converged, 5 of 5 starts agreed
    Mixture: 2 components, 1 feature
    weight     mean        σ
    0.6391  (80.09)  (5.868)
    0.3609  (54.61)  (5.873)
    >>> len(training.history)
    200
    """
    points, units = standardised(x)
    begin = beginning(points, units, components, starts, start, initial)
    m, kind = len(points), one_of("step", step, tuple(RATES))
    size = even_batch(m) if batch_size is None else min(whole_number("batch_size", batch_size, 1), m)
    settings = Settings(
        components=begin.components,
        epochs=max(EPOCHS, -(-STEPS // -(-m // size))) if epochs is None else whole_number("epochs", epochs, 0),
        batch_size=size,
        learning_rate=RATES[kind] if learning_rate is None else positive_number("learning_rate", learning_rate),
        step=kind,
        schedule=checked_schedule(schedule),
        averaging=yes_or_no("averaging", averaging),
        starts=begin.starts,
        start=begin.start,
        floor=checked_floor(floor),
        tolerance=positive_number("tolerance", tolerance),
    )
    random = generator(seed)
    descents = []
    with bar(yes_or_no("progress", progress), settings.starts * settings.epochs) as advance:
        for number in range(1, settings.starts + 1):

            def after_epoch(epoch: int, theta: Array, mean_nll: float, number: int = number) -> None:
                advance()
                if callback is not None:
                    callback(Epoch(number, epoch, mean_nll + units.log_volume, units.mixture(parted(theta, settings.components))))

            descents.append(descend(points, first(begin, settings, random), settings, random, after_epoch))
    return outcome(points, units, descents, settings, initial)


def first(begin: Beginning, settings: Settings, random: np.random.Generator) -> Parameters:
    """Where a start begins: for k-means++ at the best of a few tries."""
    if begin.start != "k-means++" or settings.epochs == 0:
        return begin.draw(random)
    short = replace(settings, epochs=min(SHORT, settings.epochs))
    tries = [descend(begin.x, begin.draw(random), short, random) for _ in range(TRIES)]
    return min(tries, key=lambda descent: descent.rank).parameters


def descend(
    x: Array,
    start: Parameters,
    settings: Settings,
    random: np.random.Generator,
    after_epoch: Callable[[int, Array, float], None] = lambda epoch, theta, mean_nll: None,
) -> Descent:
    """Stochastic gradient descent from one start; all in standardised units."""
    K, size = settings.components, settings.batch_size
    furthest = max(float(np.max(np.abs(x))), float(np.max(np.abs(start[1]))), float(np.exp(np.max(start[2]))))
    bounds = Bounds(K, float(np.log(settings.floor)), ROOM * (1 + furthest))
    apply = rule(settings.step, K)
    theta = average = best = bounds.kept(joined(*start))
    before = lowest = mean_nll(x, theta, K)
    history: list[float] = []
    steps = 0
    for epoch in range(1, settings.epochs + 1):
        rate = settings.learning_rate * rate_factor(settings.schedule, epoch - 1, settings.epochs)
        order = random.permutation(len(x))
        for first in range(0, len(x), size):
            batch = x[order[first : first + size]]
            theta = bounds.kept(apply(theta, mean_nll_gradient(batch, theta, K), rate))
            steps += 1
            if bounds.are_left_by(theta):
                return bounds.descent(best, lowest, history, best, f"step {steps}, in epoch {epoch}, left the region of the data")
            average = average + (theta - average) * (MEMORY + 1) / (steps + MEMORY) if settings.averaging else theta
        history.append(mean_nll(x, average, K))
        if history[-1] < lowest:
            best, lowest = average, history[-1]
        after_epoch(epoch, average, history[-1])
    if history and history[-1] > before + RISE:
        return bounds.descent(best, lowest, history, best, f"{settings.epochs} epochs ended worse than they began")
    return bounds.descent(average, history[-1] if history else before, history, theta)


def mean_nll(x: Array, theta: Array, components: int) -> float:
    """The mean negative log-likelihood."""
    return -float(np.mean(kernels.log_density(x, *parted(theta, components))))


def mean_nll_gradient(x: Array, theta: Array, components: int) -> Array:
    """Its gradient by all parameters."""
    _, d_logits, d_means, d_log_sigma = kernels.value_and_gradient(x, *parted(theta, components))
    return -joined(d_logits, d_means, d_log_sigma) / len(x)


@dataclass(frozen=True)
class Bounds:
    """Where parameters are kept, and where they are lost."""

    components: int
    log_floor: float
    reach: float

    def kept(self, theta: Array) -> Array:
        """The parameters with every σ at its floor at least, and every weight large enough to divide by; the array is changed."""
        logits, _, log_sigma = parted(theta, self.components)
        np.maximum(logits, np.max(logits) - FAINT, out=logits)
        np.maximum(log_sigma, self.log_floor, out=log_sigma)
        return theta

    def are_left_by(self, theta: Array) -> bool:
        """Whether the parameters are out of all proportion to the data, or no numbers."""
        _, means, log_sigma = parted(theta, self.components)
        # NaN fails both comparisons.
        return not (np.max(np.abs(means)) <= self.reach and np.max(log_sigma) <= np.log(self.reach))

    def descent(self, theta: Array, mean_nll: float, history: list[float], last: Array, diverged: str = "") -> Descent:
        """What came of a start that ended with `last` and gives back `theta`."""
        at_floor = parted(last, self.components)[2] <= self.log_floor
        return Descent(parted(theta, self.components), mean_nll, history, at_floor, diverged)


def even_batch(points: int) -> int:
    """The batch size near 64 with which the last batch of an epoch is hardly shorter than the others.

    The noise of the batches of one epoch nearly cancels then; of a short batch, each point counts for more.
    """
    return -(-points // -(-points // BATCH))
