"""From the descents of all starts to the training that is handed back, and its warnings."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mog.inputs import Array
from mog.mixture import Mixture
from mog.rules import DECAY, em_step, rate_factor
from mog.training import STACKLEVEL, CollapseWarning, ConvergenceWarning, DivergenceWarning, Settings, Training
from mog.units import Parameters, Units

BOUNDS = {"plain": 2.0, "momentum": 2 * (1 + DECAY)}
"""The learning rate times π/σ² at which these steps begin to swing about a mean without end (Polyak 1964)."""


@dataclass(frozen=True)
class Descent:
    """What came of one start, in standardised units."""

    parameters: Parameters
    mean_nll: float
    history: list[float]
    at_floor: NDArray[np.bool_]
    diverged: str = ""
    """When, if it did."""

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """What is preferred comes first: an answer of the data's own is better than a likelier one that hangs on the floor under σ."""
        return bool(self.diverged), bool(self.at_floor.any()), self.mean_nll


def outcome(x: Array, units: Units, descents: list[Descent], settings: Settings, initial: Mixture | None) -> Training:
    """The training whose mixture is that of the best descent, with warnings of whatever is wrong with it."""
    kept = min(range(len(descents)), key=lambda n: descents[n].rank)
    best = descents[kept]
    log_floor = np.log(settings.floor)
    height, stepped = em_step(x, best.parameters, log_floor)
    gain = max(em_step(x, stepped, log_floor)[0] - height, 0.0)
    training = Training(
        # To standardised units and back, rounding would move what no step has moved.
        mixture=units.mixture(best.parameters) if initial is None or settings.epochs else initial,
        history=np.array(best.history) + units.log_volume,
        converged=gain < settings.tolerance and not best.diverged,
        gain=gain,
        heights=-np.array([descent.mean_nll for descent in descents]) - units.log_volume,
        kept=kept,
        diverged=np.array([bool(descent.diverged) for descent in descents]),
        at_floor=best.at_floor,
        settings=settings,
    )
    if settings.epochs > 0:
        warn_of(training, best, units)
    return training


def warn_of(training: Training, best: Descent, units: Units) -> None:
    """The warnings that a training deserves."""
    settings = training.settings
    if best.diverged:
        message = f"the learning rate {settings.learning_rate:g} is too large: {best.diverged}. This is the best mixture that was found"
        warnings.warn(f"{message}. {other_rate(best, settings)}.", DivergenceWarning, STACKLEVEL)
    elif not training.converged:
        message = f"a step of EM would still gain {training.gain:.1e} nats per point (tolerance {settings.tolerance:g})"
        warnings.warn(f"{message}: {remedy(training, best)}.", ConvergenceWarning, STACKLEVEL)
    if training.at_floor.any():
        places = [f"component {k} in feature {d}" for k, d in np.argwhere(training.at_floor)]
        listed = ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
        message = f"σ is at its floor, {settings.floor:g} of the feature's spread, for {listed} (counted from 0)"
        constant = ", ".join(map(str, np.flatnonzero(units.constant)))
        cause = f"all points have one value in feature {constant}: leave it out" if constant else "see whether points repeat"
        advice = f"The likelihood depends on the floor there; {cause}, or ask for fewer components"
        warnings.warn(f"{message}. {advice}.", CollapseWarning, STACKLEVEL)


def steepest(best: Descent) -> tuple[float, int, int]:
    """The largest π/σ² of a component in a feature, in standardised units, and which these are; a σ at its floor does not count."""
    logits, _, log_sigma = best.parameters
    weights = np.exp(logits - np.logaddexp.reduce(logits))
    steepness = np.where(best.at_floor, 0.0, weights[:, None] * np.exp(-2 * log_sigma))
    k, d = np.unravel_index(np.argmax(steepness), steepness.shape)
    return float(steepness[k, d]), int(k), int(d)


def other_rate(best: Descent, settings: Settings) -> str:
    """A learning rate to try after one that was too large: a tenth of it, or less where the mixture shows that it must be less."""
    rate = settings.learning_rate / 10
    if settings.step not in BOUNDS:
        return f"Try learning_rate={rate:.1g}"
    steepness, _, _ = steepest(best)
    rate = min(rate, 0.5 / steepness) if steepness > 0 else rate
    return f'Try step="natural", which suits every width, or learning_rate={rate:.1g}'


def remedy(training: Training, best: Descent) -> str:
    """What may help a training that has not converged."""
    settings = training.settings
    if settings.step in BOUNDS:
        steepness, k, d = steepest(best)
        product = settings.learning_rate * rate_factor(settings.schedule, settings.epochs - 1, settings.epochs) * steepness
        bound = BOUNDS[settings.step]
        if product > bound / 2:
            return (
                f"learning rate times π/σ² is {product:.2g} for component {k} in feature {d}, in units of the data's spread, and "
                f'{settings.step} steps cannot settle where it is {bound:g}. Try step="natural" or learning_rate={0.5 / steepness:.1g}'
            )
    change = training.history[-1] - training.history[-2] if len(training.history) > 1 else np.nan
    return f"the last epoch changed the mean NLL by {change:.1e}. Try more epochs, a schedule that falls, or another learning_rate"
