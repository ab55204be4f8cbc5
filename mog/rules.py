"""What turns the generated step rules into a descent: their state from step to step, the rate of an epoch, and a step of EM."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mog import kernels
from mog.inputs import Array, finite_number
from mog.kernels import steps
from mog.training import Schedule, Step
from mog.units import Parameters

Rule = Callable[[Array, Array, float], Array]
"""From all parameters in one row, the gradient of the mean negative log-likelihood by them, and a learning rate, to the next parameters."""

RATES: dict[Step, float] = {"plain": 0.3, "momentum": 0.05, "adam": 0.1, "natural": 0.5}
"""The learning rates where none is asked for; they suit data in units of their spread."""
DECAY, SECOND_DECAY, EPSILON = 0.9, 0.999, 1e-8
"""The decays of momentum's and Adam's velocity and of Adam's second moment, and Adam's ε: those of Kingma and Ba (2015)."""
FURTHEST = 0.5
"""How far a natural step may take a logit or a log σ, or a mean in standard deviations."""
LAST_FACTOR = 0.02
"""What part of the learning rate the geometric schedule ends with."""
HALVED_AFTER = 10
"""After how many epochs the harmonic schedule has halved the learning rate."""


def joined(logits: Array, means: Array, log_sigma: Array) -> Array:
    """All parameters in one row: the logits, the means row by row, the log σ row by row."""
    return np.concatenate([logits, means.ravel(), log_sigma.ravel()])


def parted(theta: Array, components: int) -> Parameters:
    """The parameters that stand in one row; they share its memory."""
    means, log_sigma = theta[components:].reshape(2, components, -1)
    return theta[:components], means, log_sigma


def rate_factor(schedule: Schedule, epoch: int, epochs: int) -> float:
    """What part of the learning rate an epoch steps with; epochs are counted from 0."""
    if schedule == "constant":
        return 1.0
    if schedule == "harmonic":
        return HALVED_AFTER / (HALVED_AFTER + epoch)
    if schedule == "geometric":
        return float(LAST_FACTOR ** (epoch / max(epochs - 1, 1)))
    return finite_number("what schedule returned", schedule(epoch, epochs), 0.0)


def rule(step: str, components: int) -> Rule:
    """A step rule with its state, as before the first step."""
    rules: dict[str, Callable[[], Rule]] = {
        "plain": lambda: steps.plain,
        "momentum": Momentum,
        "adam": Adam,
        "natural": lambda: Natural(components),
    }
    return rules[step]()


class Momentum:
    """The rule of momentum, and the velocity."""

    def __init__(self) -> None:
        self.velocity: Array = np.zeros(())

    def __call__(self, theta: Array, gradient: Array, rate: float) -> Array:
        theta, self.velocity = steps.momentum(theta, gradient, self.velocity, rate, DECAY)
        return theta


class Adam:
    """Adam's rule, both its moments, and the number of steps."""

    def __init__(self) -> None:
        self.velocity: Array = np.zeros(())
        self.second_moment: Array = np.zeros(())
        self.count = 0

    def __call__(self, theta: Array, gradient: Array, rate: float) -> Array:
        self.count += 1
        theta, self.velocity, self.second_moment = steps.adam(
            theta, gradient, self.velocity, self.second_moment, self.count, rate, DECAY, SECOND_DECAY, EPSILON
        )
        return theta


class Natural:
    """The natural step, shortened where it would go too far: a few points far out, or of a rare component, say little of the rest."""

    def __init__(self, components: int) -> None:
        self.components = components

    def __call__(self, theta: Array, gradient: Array, rate: float) -> Array:
        here = parted(theta, self.components)
        change = joined(*steps.natural(*here, *parted(gradient, self.components), rate)) - theta
        distance = np.abs(change)
        parted(distance, self.components)[1][...] /= np.exp(here[2])
        return theta + change * min(1.0, FURTHEST / max(float(distance.max()), FURTHEST))


def em_step(x: Array, parameters: Parameters, log_floor: float) -> tuple[float, Parameters]:
    """The mean log-likelihood of x, and the parameters after a step of EM from here, which is a step along its gradient.

        N = m π + d_logits    π ← N / m    μ ← μ + σ² d_means / N    σ² ← σ² (1 + d_log_sigma / N) − (the step of μ)²

    The likelihood never falls (Xu and Jordan 1996), at a floor under σ neither: the best σ that is not below it is then the floor.
    """
    logits, means, log_sigma = parameters
    value, d_logits, d_means, d_log_sigma = kernels.value_and_gradient(x, *parameters)
    alike = np.zeros((len(means), 1))
    count = np.maximum(len(x) * kernels.responsibilities([[0.0]], logits, alike, alike)[0] + d_logits, 0.0)
    # A component without a point stays where it is, with weight 0.
    divisor = np.where(count > 0, count, np.inf)[:, None]
    sigma = np.exp(log_sigma)
    shift = sigma * d_means / divisor
    shrinkage = np.maximum(1 + d_log_sigma / divisor - shift**2, 0.0)
    with np.errstate(divide="ignore"):
        return value / len(x), (
            np.log(count / np.sum(count)),
            means + sigma * shift,
            np.maximum(log_sigma + np.log(shrinkage) / 2, log_floor),
        )
