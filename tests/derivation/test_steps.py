"""The step rules say what the textbooks say, and the natural step divides by the information of the complete data."""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest
import sympy as sp
from sympy import Function, Symbol

from mog.derivation.printers import ArrayPrinter
from mog.derivation.program import Line, name_of
from mog.derivation.step_functions import ARGUMENTS, returned_names
from mog.derivation.steps import RULES, Sqrt
from mog.derivation.typesetting import latex_update, plain_update
from mog.kernels import steps

BY_NAME = {rule.name: rule for rule in RULES}
RANDOM = np.random.default_rng(0)
THETA, GRADIENT = RANDOM.normal(size=5), RANDOM.normal(size=(4, 5))
RATE, BETA, RHO, EPSILON = 0.05, 0.9, 0.99, 1e-8


def test_plain_steps_end_at_the_start_less_the_rate_times_all_gradients() -> None:
    theta = THETA
    for gradient in GRADIENT:
        theta = steps.plain(theta, gradient, RATE)
    np.testing.assert_allclose(theta, THETA - RATE * GRADIENT.sum(axis=0), rtol=1e-14)


def test_momentum_is_polyaks_heavy_ball() -> None:
    """θ_{t+1} = θ_t − η g_t + β (θ_t − θ_{t−1}): no velocity, but the step before."""
    theta, velocity = THETA, np.zeros(5)
    now, before = THETA, THETA
    for gradient in GRADIENT:
        theta, velocity = steps.momentum(theta, gradient, velocity, RATE, BETA)
        now, before = now - RATE * gradient + BETA * (now - before), now
    np.testing.assert_allclose(theta, now, rtol=1e-13)


def test_adam_divides_weighted_means_of_the_gradients_and_of_their_squares() -> None:
    """Both written as the sums that Kingma and Ba's recursions add up to, and divided by the sum of the weights."""
    theta, velocity, second = THETA, np.zeros(5), np.zeros(5)
    expected = THETA
    for t in range(1, len(GRADIENT) + 1):
        theta, velocity, second = steps.adam(theta, GRADIENT[t - 1], velocity, second, t, RATE, BETA, RHO, EPSILON)
        first_weights, second_weights = BETA ** np.arange(t)[::-1], RHO ** np.arange(t)[::-1]
        mean = first_weights @ GRADIENT[:t] / first_weights.sum()
        square = second_weights @ GRADIENT[:t] ** 2 / second_weights.sum()
        expected = expected - RATE * mean / (np.sqrt(square) + EPSILON)
    np.testing.assert_allclose(theta, expected, rtol=1e-12)


def complete_information() -> dict[str, Any]:
    """E[−∂²/∂θ² log(π_z 𝒩(x | μ_z, σ_z²))] of one point and the component z that it came from, for two components of one feature."""
    logits, means, logs = sp.symbols("a1 a2", real=True), sp.symbols("mu1 mu2", real=True), sp.symbols("s1 s2", real=True)
    x, z = sp.Symbol("x", real=True), sp.symbols("z1 z2")
    weights = [sp.exp(a) / sum(map(sp.exp, logits)) for a in logits]
    density = [sp.log(weights[k]) - sp.log(2 * sp.pi) / 2 - logs[k] - (x - means[k]) ** 2 * sp.exp(-2 * logs[k]) / 2 for k in (0, 1)]
    complete = sum(z[k] * density[k] for k in (0, 1))
    letters = [*logits, *means, *logs]

    def expected(second: Any) -> Any:
        """z_k is 1 with chance π_k; x, given that, is μ_k + σ_k u with E u = 0 and E u² = 1."""
        u = sp.Symbol("u")
        parts = sp.expand(second)
        total = sum(
            weights[k] * sp.expand(parts.coeff(z[k]).subs(x, means[k] + sp.exp(logs[k]) * u)).subs(u**2, 1).subs(u, 0) for k in (0, 1)
        )
        return sp.simplify(total + parts.subs(dict.fromkeys(z, 0)))

    matrix = sp.Matrix(6, 6, lambda row, column: expected(-sp.diff(complete, letters[row], letters[column])))
    return {"matrix": matrix, "weights": weights, "logs": logs}


def test_the_natural_step_divides_by_the_information_of_the_complete_data() -> None:
    """It solves I(θ) · step = gradient: the means and log σ exactly, the logits up to what all of them have in common."""
    found = complete_information()
    matrix, weights, logs = found["matrix"], found["weights"], found["logs"]
    for k in (0, 1):
        assert sp.simplify(matrix[2 + k, 2 + k] - weights[k] * sp.exp(-2 * logs[k])) == 0
        assert sp.simplify(matrix[4 + k, 4 + k] - 2 * weights[k]) == 0
    assert sp.simplify(matrix[2:, :2]) == sp.zeros(4, 2)
    assert sp.simplify(matrix[2:4, 4:]) == sp.zeros(2, 2)
    # diag(π) − ππᵀ, and a gradient by logits adds up to 0: so I · (g/π) = g.
    slope = sp.Symbol("g")
    gradient = sp.Matrix([slope, -slope])
    step = sp.Matrix([gradient[k] / weights[k] for k in (0, 1)])
    assert sp.simplify(matrix[:2, :2] * step - gradient) == sp.zeros(2, 1)


def test_the_printed_natural_step_is_that_quotient() -> None:
    logits, means, log_sigma = RANDOM.normal(size=3), RANDOM.normal(size=(3, 2)), RANDOM.normal(size=(3, 2))
    d_logits, d_means, d_log_sigma = RANDOM.normal(size=3), RANDOM.normal(size=(3, 2)), RANDOM.normal(size=(3, 2))
    weights = np.exp(logits) / np.exp(logits).sum()
    after = steps.natural(logits, means, log_sigma, d_logits, d_means, d_log_sigma, RATE)
    np.testing.assert_allclose(after[0], logits - RATE * d_logits / weights, rtol=1e-14)
    for k in range(3):
        np.testing.assert_allclose(after[1][k], means[k] - RATE * d_means[k] / (weights[k] * np.exp(-2 * log_sigma[k])), rtol=1e-13)
        np.testing.assert_allclose(after[2][k], log_sigma[k] - RATE * d_log_sigma[k] / (2 * weights[k]), rtol=1e-13)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_step_writes_to_none_of_its_arguments(rule: Any) -> None:
    shapes = {"logits": (3,), "d_logits": (3,), "means": (3, 2), "d_means": (3, 2), "log_sigma": (3, 2), "d_log_sigma": (3, 2)}
    function = getattr(steps, rule.name)
    given = {
        name: np.full(shapes.get(name, (5,)), 0.1 * n) if ARGUMENTS[name][0] == "Array" else 1 if name == "count" else 0.5
        for n, name in enumerate(inspect.signature(function).parameters, 1)
    }
    for value in given.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    returned = function(**given)
    names = returned_names(rule, ArrayPrinter())
    for name, value in zip(names, returned if len(names) > 1 else [returned], strict=True):
        assert not np.shares_memory(value, given[name])
        assert np.any(value != given[name])


UPDATES = {
    "plain": [r"\theta \leftarrow \theta - \eta g"],
    "momentum": [r"v \leftarrow g + \beta v", r"\theta \leftarrow \theta - \eta v"],
    "adam": [
        r"v \leftarrow \beta v + \left(1 - \beta\right) g",
        r"r \leftarrow \rho r + \left(1 - \rho\right) g^{2}",
        r"\theta \leftarrow \theta - \frac{\eta v}{\left(1 - \beta^{t}\right) \left(\varepsilon + \sqrt{\frac{r}{1 - \rho^{t}}}\right)}",
    ],
    "natural": [
        r"a_{k} \leftarrow a_{k} - \frac{\eta}{\pi_{k}} \frac{\partial J_B}{\partial a_{k}}",
        r"\mu_{kd} \leftarrow \mu_{kd} - \frac{\eta \sigma_{kd}^{2}}{\pi_{k}} \frac{\partial J_B}{\partial \mu_{kd}}",
        r"\log \sigma_{kd} \leftarrow \log \sigma_{kd} - \frac{\eta}{2 \pi_{k}} \frac{\partial J_B}{\partial \log \sigma_{kd}}",
    ],
}


@pytest.mark.parametrize("name", UPDATES)
def test_the_updates_are_typeset_as_a_person_would_write_them(name: str) -> None:
    assert [latex_update(line) for line in BY_NAME[name].updates] == UPDATES[name]


def test_there_are_the_four_rules_that_train_offers() -> None:
    assert list(BY_NAME) == ["plain", "momentum", "adam", "natural"] == list(UPDATES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_update_stands_above_the_line_that_computes_it(rule: Any) -> None:
    source = inspect.getsource(getattr(steps, rule.name))
    for line in rule.updates:
        comment, statement = f"    # {plain_update(line)}", f"    {ArrayPrinter().statement(line)}"
        assert f"{comment}\n{statement}\n" in source
        assert f"        {plain_update(line)}\n" in source.split('"""')[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_uses_only_what_it_is_given_or_has_computed(rule: Any) -> None:
    known = {name_of(letter) for letter in rule.inputs}
    for line in rule.lines:
        letters = {name_of(part) for part in line.right.atoms(Function, Symbol) if re.fullmatch(r"[a-z][a-z_]+", name_of(part))}
        assert letters <= known, line
        known.add(name_of(line.left))


def test_a_root_and_a_power_with_a_letter_are_printed_for_numpy_and_in_plain_text() -> None:
    t, r = Symbol("count", integer=True, positive=True), Symbol("second_moment", positive=True)
    line = Line(r, Sqrt(r + 1) * (1 - r**t))
    assert plain_update(line) == "r ← (1 - r^t) sqrt(r + 1)"
    assert ArrayPrinter().formula(line) == "(1 - second_moment**count) * np.sqrt(second_moment + 1)"
