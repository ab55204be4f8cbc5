"""The step rules as functions of NumPy: each takes what a rule needs and returns what it updates, and changes no argument."""

from __future__ import annotations

from textwrap import indent

from mog.derivation.printers import ArrayPrinter
from mog.derivation.program import Line, name_of
from mog.derivation.steps import RULES, Rule
from mog.derivation.typesetting import plain, plain_update

ARGUMENTS = {
    "theta": ("Array", "float array", "The parameters."),
    "gradient": ("Array", "float array like theta", "The gradient of what is to become small."),
    "velocity": ("Array", "float array like theta", "What gathers the gradients; zeros before the first step."),
    "second_moment": ("Array", "float array like theta", "What gathers their squares; zeros before the first step."),
    "count": ("int", "int", "Which step this is, from 1."),
    "learning_rate": ("float", "float", "η."),
    "decay": ("float", "float", "β, which part of the velocity a step keeps: from 0, below 1."),
    "second_decay": ("float", "float", "ρ, which part of the second moment a step keeps: from 0, below 1."),
    "epsilon": ("float", "float", "ε, above 0, which keeps the divisor from 0."),
    "logits": ("Array", "(K,) float array", "The weights are their softmax; no weight may be 0."),
    "means": ("Array", "(K, D) float array", "The means."),
    "log_sigma": ("Array", "(K, D) float array", "The logarithms of the standard deviations."),
    "d_logits": ("Array", "(K,) float array", "The derivatives of the mean negative log-likelihood by the logits."),
    "d_means": ("Array", "(K, D) float array", "Those by the means."),
    "d_log_sigma": ("Array", "(K, D) float array", "Those by log σ."),
}
"""The type of each argument, and what it is."""

EXAMPLES = {
    "plain": """>>> import numpy as np
>>> from mog.kernels.steps import plain
>>> theta, gradient = np.array([1.0, 2.0]), np.array([0.5, -0.5])
>>> plain(theta, gradient, learning_rate=0.1).round(6).tolist()
[0.95, 2.05]""",
    "momentum": """>>> import numpy as np
>>> from mog.kernels.steps import momentum
>>> theta, velocity = np.array([1.0, 2.0]), np.zeros(2)
>>> gradient = np.array([0.5, -0.5])
>>> for _ in range(2):
...     theta, velocity = momentum(theta, gradient, velocity, 0.1, decay=0.9)
>>> theta.round(6).tolist(), velocity.round(6).tolist()
([0.855, 2.145], [0.95, -0.95])""",
    "adam": """Whatever the size of a gradient, the first step is as long as the learning rate:

>>> import numpy as np
>>> from mog.kernels.steps import adam
>>> theta, zeros = np.array([1.0, 2.0]), np.zeros(2)
>>> gradient = np.array([0.5, -50.0])
>>> rates = {"learning_rate": 0.1, "decay": 0.9, "second_decay": 0.999}
>>> theta, *_ = adam(theta, gradient, zeros, zeros, 1, epsilon=1e-8, **rates)
>>> theta.round(6).tolist()
[0.9, 2.1]""",
    "natural": """A wide component moves further than a narrow one, in proportion to its variance:

>>> import numpy as np
>>> from mog.kernels.steps import natural
>>> wide_and_narrow = np.zeros(2), np.zeros((2, 1)), np.log([[2.0], [1.0]])
>>> gradient = np.zeros(2), np.full((2, 1), 0.1), np.zeros((2, 1))
>>> _, means, _ = natural(*wide_and_narrow, *gradient, learning_rate=0.5)
>>> means.round(6).tolist()
[[-0.4], [-0.1]]""",
}
"""A call of each rule."""

MODULE = '''"""The step rules of stochastic gradient descent: what one step makes of the parameters.

{header}

A formula in a comment is the line below it. They minimise: a gradient is that of the mean negative log-likelihood of a batch. Nothing is
checked here; mog.train does that.
"""

from __future__ import annotations

import numpy as np

from mog.inputs import Array


{functions}'''

FUNCTION = '''def {name}(
    {arguments},
) -> {annotation}:
    """{summary}

{formulas}

    Parameters
    ----------
{parameters}

    Returns
    -------
    {returned}
        {what}, after the step.

    Notes
    -----
    {source}.

    Examples
    --------
{example}
    """
{body}
    return {returned}
'''


def text(header: str) -> str:
    """The module of all rules."""
    return MODULE.format(header=header, functions="\n\n".join(map(function_text, RULES)))


def function_text(rule: Rule) -> str:
    printer = ArrayPrinter()
    names = [printer.name(letter) for letter in rule.inputs]
    returned = returned_names(rule, printer)
    statements = [f"# {formula_of(rule, line)}\n{printer.statement(line)}" for line in rule.lines]
    return FUNCTION.format(
        name=rule.name,
        arguments=",\n    ".join(f"{name}: {ARGUMENTS[name][0]}" for name in names),
        annotation="Array" if len(returned) == 1 else f"tuple[{', '.join(['Array'] * len(returned))}]",
        summary=rule.summary,
        formulas=indent("\n".join(map(plain_update, rule.updates)), " " * 8),
        parameters=indent("\n".join(f"{name} : {ARGUMENTS[name][1]}\n    {ARGUMENTS[name][2]}" for name in names), " " * 4),
        returned=", ".join(returned),
        what="The parameters and the state" if len(rule.updates) > 1 and rule.name != "natural" else "The parameters",
        source=rule.source,
        example=indent(EXAMPLES[rule.name], " " * 4),
        body=indent("\n".join(statements), " " * 4),
    )


def returned_names(rule: Rule, printer: ArrayPrinter) -> list[str]:
    """What a rule updates, in the order of its arguments."""
    updated = {name_of(line.left) for line in rule.updates}
    return [printer.name(letter) for letter in rule.inputs if name_of(letter) in updated]


def formula_of(rule: Rule, line: Line) -> str:
    return plain_update(line) if line in rule.updates else plain(line)
