"""The step rules of stochastic gradient descent: what one step does to the parameters, each line an update or what it needs.

θ stands for all parameters and g for the gradient of the batch's mean negative log-likelihood J_B, entry by entry. The natural step
divides the gradient by the information of the complete data (Titterington 1984), which is diagonal: π_k for a logit (but for what all
logits have in common, which the weights do not see), π_k/σ_kd² for a mean and 2π_k for a log σ. It needs no more than the gradient.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Function, Symbol

from mog.derivation.calculus import Exp
from mog.derivation.program import PROGRAM, Line, d, k, log_sigma, name_of, weight
from mog.derivation.textbook import logit, mu, sigma, theta

gradient, velocity = (Symbol(name, real=True) for name in ("gradient", "velocity"))
second_moment, learning_rate, decay, second_decay, epsilon = (
    Symbol(name, positive=True) for name in ("second_moment", "learning_rate", "decay", "second_decay", "epsilon")
)
count = Symbol("count", integer=True, positive=True)
d_logits, d_means, d_log_sigma = (Function(name, real=True) for name in ("d_logits", "d_means", "d_log_sigma"))


class Sqrt(Expr):
    """The square root of a positive number."""

    is_commutative = True
    is_positive = True


@dataclass(frozen=True)
class Rule:
    """A step rule: what it needs first, line by line, and then its updates, of which each sees those before it."""

    name: str
    summary: str
    source: str
    inputs: tuple[Expr, ...]
    updates: tuple[Line, ...]
    needs: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.needs + self.updates


GRADIENTS = (d_logits(k), d_means(k, d), d_log_sigma(k, d))
PARAMETERS = (logit(k), mu(k, d), log_sigma(k, d))
SOFTMAX = tuple(line for line in PROGRAM if line.name in ("peak", "scaled_weight", "weight"))

RULES = (
    Rule(
        "plain",
        "A step against the gradient.",
        "Robbins and Monro 1951",
        (theta, gradient, learning_rate),
        (Line(theta, theta - learning_rate * gradient),),
    ),
    Rule(
        "momentum",
        "A step along the velocity, which gathers the gradients and forgets them at the rate of its decay.",
        "Polyak 1964",
        (theta, gradient, velocity, learning_rate, decay),
        (Line(velocity, decay * velocity + gradient), Line(theta, theta - learning_rate * velocity)),
    ),
    Rule(
        "adam",
        "A step along the mean of recent gradients, divided, entry by entry, by the root of the mean of their squares.",
        "Kingma and Ba 2015",
        (theta, gradient, velocity, second_moment, count, learning_rate, decay, second_decay, epsilon),
        (
            Line(velocity, decay * velocity + (1 - decay) * gradient),
            Line(second_moment, second_decay * second_moment + (1 - second_decay) * gradient**2),
            # Both means began at 0; without the powers of the decays they would be too small at first.
            Line(
                theta,
                theta - learning_rate * (velocity / (1 - decay**count)) / (Sqrt(second_moment / (1 - second_decay**count)) + epsilon),
            ),
        ),
    ),
    Rule(
        "natural",
        "A step against the gradient divided by the information of the complete data.",
        "Titterington 1984",
        (*PARAMETERS, *GRADIENTS, learning_rate),
        (
            Line(logit(k), logit(k) - learning_rate * d_logits(k) / weight(k)),
            Line(mu(k, d), mu(k, d) - learning_rate * d_means(k, d) * sigma(k, d) ** 2 / weight(k)),
            Line(log_sigma(k, d), log_sigma(k, d) - learning_rate * d_log_sigma(k, d) / (2 * weight(k))),
        ),
        (*SOFTMAX, Line(sigma(k, d), Exp(log_sigma(k, d)))),
    ),
)
RATES = (learning_rate, decay, second_decay, epsilon, count)
LETTERS = tuple(map(name_of, (*RATES, theta, velocity, second_moment, gradient, sigma(k, d), *GRADIENTS)))
"""The letters that the program lacks, in the order in which a formula names them."""
