"""Expectation maximization over the generated gradient: the second opinion on stochastic gradient descent."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mog.arguments import checked_floor, positive_number
from mog.inputs import Array, Seed, generator, whole_number
from mog.mixture import Mixture
from mog.outcome import Descent, outcome
from mog.rules import em_step
from mog.starts import beginning
from mog.training import Settings, Start, Training
from mog.units import Parameters, standardised


def em(
    x: ArrayLike,
    components: int,
    *,
    seed: Seed = None,
    epochs: int = 2000,
    starts: int = 5,
    start: Start = "k-means++",
    initial: Mixture | None = None,
    floor: float = 1e-3,
    tolerance: float = 1e-10,
) -> Training:
    """Fit a mixture of Gaussians with diagonal covariance matrices by expectation maximization.

    A step of EM is a step along the gradient of the log-likelihood 𝓛 of all points (Xu and Jordan 1996)::

        N_k  = m π_k + ∂𝓛/∂a_k
        π_k  ← N_k / m
        μ_kd ← μ_kd + σ_kd² / N_k ∂𝓛/∂μ_kd
        σ²_kd ← σ_kd² (1 + 1/N_k ∂𝓛/∂log σ_kd) − (the step of μ_kd)²

    It never lowers the likelihood. Arguments and result are those of `mog.train`, where their meaning stands; an epoch is one step.

    Parameters
    ----------
    x : (m, D) array_like
        The points, one a row.
    components : int
        K, from 1 to m.
    seed : int, None, Generator, SeedSequence or BitGenerator
        Where the random numbers of the starts come from.
    epochs : int
        The most steps that a start may take.
    starts, start, initial, floor
        As for `mog.train`: the same seed draws the same first start.
    tolerance : float
        A start ends, and has converged, when one more step would gain less, in nats per point.

    Returns
    -------
    Training
        Its history is that of the mean negative log-likelihood after each step.

    Raises
    ------
    ValueError
        If an argument is not as described; the message names it.

    Warns
    -----
    ConvergenceWarning, CollapseWarning, StartWarning
        As for `mog.train`.

    Examples
    --------
    >>> from mog import em, faithful
    >>> waiting = faithful()[:, 1:]
    >>> em(waiting, 2, seed=0)
    Training: mean NLL 3.80148 nats per point, converged, 5 of 5 starts agreed
    Mixture: 2 components, 1 feature
    weight     mean        σ
    0.6391  (80.09)  (5.868)
    0.3609  (54.61)  (5.871)
    """
    points, units = standardised(x)
    begin = beginning(points, units, components, starts, start, initial)
    settings = Settings(
        components=begin.components,
        epochs=whole_number("epochs", epochs, 0),
        batch_size=len(points),
        learning_rate=1.0,
        step="em",
        schedule="constant",
        averaging=False,
        starts=begin.starts,
        start=begin.start,
        floor=checked_floor(floor),
        tolerance=positive_number("tolerance", tolerance),
    )
    random = generator(seed)
    return outcome(points, units, [climb(points, begin.draw(random), settings) for _ in range(begin.starts)], settings, initial)


def climb(x: Array, start: Parameters, settings: Settings) -> Descent:
    """EM from a start, until a step gains less than the tolerance."""
    log_floor = float(np.log(settings.floor))
    parameters = start[0], start[1], np.maximum(start[2], log_floor)
    height, stepped = em_step(x, parameters, log_floor)
    history: list[float] = []
    for _ in range(settings.epochs):
        before, parameters = height, stepped
        height, stepped = em_step(x, parameters, log_floor)
        history.append(-height)
        if height - before < settings.tolerance:
            break
    return Descent(parameters, -height, history, parameters[2] <= log_floor)
