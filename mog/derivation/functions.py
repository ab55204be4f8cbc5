"""The public functions of the kernels: what each returns, line by line, and what its reader must know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent

from sympy import Symbol

from mog.derivation.program import PROGRAM, Line
from mog.derivation.typesetting import plain

LINES = {line.name: line for line in PROGRAM}
SHARED = PROGRAM[: PROGRAM.index(LINES["log_likelihood"])]
"""The lines that every function needs."""
BY_PARAMETER = {"logit_gradient": "d_logits", "mean_gradient": "d_means", "log_sigma_gradient": "d_log_sigma"}
"""What the parts of one gradient are called, each after its parameter."""


@dataclass(frozen=True)
class Function:
    """A public function: what it returns, line by line, and what its reader must know."""

    name: str
    summary: str
    returns: tuple[tuple[str, str, str], ...]
    """A line of the program, the shape of its value, and what it is."""
    example: str
    notes: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(LINES[name] for name, _, _ in self.returns)


SUMMED = "summed over the points"


def example_of(name: str, result: str) -> str:
    """A function of one array called for two components and two points, and the array."""
    return f"""\
>>> from mog.kernels import {name}
>>> logits, means, log_sigma = [0.0, 0.0], [[-1.0], [1.0]], [[0.0], [0.7]]
>>> x = [[0.0], [3.0]]
>>> {name}(x, logits, means, log_sigma).round(6).tolist()
{result}"""


FUNCTIONS = (
    Function(
        "log_density",
        "The logarithm of the mixture's density at each point, in nats.",
        (("log_density", "(m,) float array", "log p_i, one number a point."),),
        example_of("log_density", "[-1.567579, -2.804174]"),
    ),
    Function(
        "responsibilities",
        "The responsibility of each component for each point: how likely the point is to have come from it.",
        (("gamma", "(m, K) float array", "Numbers from 0 to 1; each row adds up to 1."),),
        example_of("responsibilities", "[[0.580128, 0.419872], [0.001105, 0.998895]]"),
    ),
    Function(
        "value_and_gradient",
        f"The log-likelihood, {SUMMED}, in nats, and its gradient by all parameters.",
        (
            ("log_likelihood", "float", "The log-likelihood: a sum, not a mean; 0 for no points."),
            ("logit_gradient", "(K,) float array", "Its derivative by each logit."),
            ("mean_gradient", "(K, D) float array", "Its derivative by each mean."),
            ("log_sigma_gradient", "(K, D) float array", "Its derivative by each log σ."),
        ),
        """Two components, and a point in the middle between them:

>>> from mog.kernels import value_and_gradient
>>> logits, means, log_sigma = [0.0, 0.0], [[-1.0], [1.0]], [[0.0], [0.0]]
>>> value, *gradient = value_and_gradient([[0.0]], logits, means, log_sigma)
>>> round(float(value), 6)
-1.418939
>>> d_logits, d_means, d_log_sigma = gradient
>>> d_means.tolist()
[[0.5], [-0.5]]""",
    ),
    Function(
        "mean_gradient",
        f"The derivative of the log-likelihood by each mean, {SUMMED}, in nats per unit of x.",
        (("mean_gradient", "(K, D) float array", "∂𝓛/∂μ_kd."),),
        example_of("mean_gradient", "[[0.584548], [0.38911]]"),
    ),
    Function(
        "variance_gradient",
        f"The derivative of the log-likelihood by each variance σ², {SUMMED}, in nats per squared unit of x.",
        (("variance_gradient", "(K, D) float array", "∂𝓛/∂σ_kd²."),),
        example_of("variance_gradient", "[[0.008287], [-0.04068]]"),
    ),
    Function(
        "log_variance_gradient",
        f"The derivative of the log-likelihood by each log σ², {SUMMED}, in nats: half of that by log σ.",
        (("log_variance_gradient", "(K, D) float array", "∂𝓛/∂log σ_kd²."),),
        example_of("log_variance_gradient", "[[0.008287], [-0.164965]]"),
    ),
    Function(
        "log_sigma_gradient",
        f"The derivative of the log-likelihood by each log σ, {SUMMED}, in nats.",
        (("log_sigma_gradient", "(K, D) float array", "∂𝓛/∂log σ_kd."),),
        example_of("log_sigma_gradient", "[[0.016575], [-0.32993]]"),
    ),
    Function(
        "weight_gradient",
        f"The unconstrained derivative of the log-likelihood by each weight π, {SUMMED}, in nats.",
        (("weight_gradient", "(K,) float array", "∂𝓛/∂π_k, each weight moving alone; not the derivative by the logits."),),
        example_of("weight_gradient", "[1.162466, 2.837534]"),
        "A weight of 0 has a derivative too. It is inf, with NumPy's warning of an overflow, where it exceeds what float64 can hold.",
    ),
    Function(
        "logit_gradient",
        f"The derivative of the log-likelihood by each logit, the weights their softmax, {SUMMED}, in nats.",
        (("logit_gradient", "(K,) float array", "∂𝓛/∂a_k; the numbers add up to 0."),),
        example_of("logit_gradient", "[-0.418767, 0.418767]"),
    ),
)

DOCSTRING = """{summary}

{formulas}

Parameters
----------
x : (m, D) array_like
    The points, one a row.
logits : (K,) array_like
    The weights are their softmax; -inf switches a component off.
means : (K, D) array_like
    The means, one component a row.
log_sigma : (K, D) array_like
    The logarithms of the standard deviations.

Returns
-------
{returns}

Raises
------
ValueError
    If an argument is not made of finite real numbers, or {refused}.
{notes}
Examples
--------
{example}"""
NOTES = """
Notes
-----
{notes}
"""


def formula_of(line: Line) -> str:
    """A line in plain text, with the claim it comes from."""
    return f"{plain(line)}  ({line.claim})" if line.claim else plain(line)


def names_of(function: Function) -> list[str]:
    """What a function calls the values that it returns."""
    return [BY_PARAMETER.get(line.name, line.name) for line in function.lines]


def docstring_of(function: Function, sizes: Mapping[Symbol, int] | None = None, example: str = "") -> str:
    """What a function says of itself; of the numbers of components and features it says the sizes, if it has them.

    Where components and features are written out, the example is another one.
    """
    several = len(function.returns) > 1
    returns = [
        f"{f'{name} : ' if several else ''}{shape}\n    {text}"
        for name, (_, shape, text) in zip(names_of(function), function.returns, strict=True)
    ]
    text = DOCSTRING.format(
        summary=function.summary,
        formulas=indent("\n".join(map(formula_of, function.lines)), "    "),
        returns="\n".join(returns),
        refused="has another shape" if sizes else "the shapes do not fit together",
        notes=NOTES.format(notes=function.notes) if function.notes else "",
        example=example or function.example,
    )
    for domain, size in (sizes or {}).items():
        text = re.sub(rf"\b{domain}(?=[,)])", str(size), text)
    return text
