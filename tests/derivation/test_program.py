"""The program says what the textbook says, for any number of points, components and features, whatever the maxima are."""

from __future__ import annotations

from dataclasses import replace as changed

import pytest
from sympy import Expr, Rational, S

from mog.derivation.calculus import Exp, Log, differentiate, over, rebuilt
from mog.derivation.normal_form import residue
from mog.derivation.program import PROGRAM, Max, d, gamma, i, inlined, inverse_sigma, k, log_sigma, peak, top, z
from mog.derivation.textbook import D, Textbook, circle, logit, m, mu, sigma, weight, x

LINES = {line.name: line for line in PROGRAM}
SOFTMAX = Textbook(weight=Textbook().softmax)


def by_weight() -> Expr:
    """The partial by a weight that moves alone, taken before the weights are a softmax."""
    return as_softmax(differentiate(Textbook().L(), weight(k)))


def as_softmax(expression: Expr) -> Expr:
    def rule(part: Expr) -> Expr:
        return SOFTMAX.softmax(*part.args) if part.func == weight else rebuilt(part, rule)

    return rule(expression)


L, s = SOFTMAX.L(), sigma(k, d)
TEXTBOOK = {
    "weight": SOFTMAX.softmax(k),
    "log_weight": Log(SOFTMAX.softmax(k)),
    "inverse_sigma": 1 / s,
    "z": SOFTMAX.z(i, k, d),
    "log_normal": SOFTMAX.ell(i, k) - Log(SOFTMAX.softmax(k)),
    "log_joint": SOFTMAX.ell(i, k),
    "log_density": Log(SOFTMAX.p(i)),
    "gamma": SOFTMAX.gamma(i, k),
    "log_likelihood": L,
    "mean_gradient": differentiate(L, mu(k, d)),
    "log_sigma_gradient": s * differentiate(L, s),
    "log_variance_gradient": s * differentiate(L, s) / 2,
    "variance_gradient": differentiate(L, s) / (2 * s),
    "logit_gradient": differentiate(L, logit(k)),
    "weight_gradient": by_weight(),
}
"""What each line computes, said by the textbook alone. The maxima and what is scaled by them have no meaning of their own."""


@pytest.mark.parametrize("name", TEXTBOOK)
def test_a_line_is_what_the_textbook_says_for_any_sizes_and_any_shift(name: str) -> None:
    assert residue(inlined(LINES[name].left) - TEXTBOOK[name]) == S.Zero


def test_every_line_is_held_to_the_textbook_or_is_only_scaled_by_a_maximum() -> None:
    assert LINES.keys() - TEXTBOOK.keys() == {"peak", "top", "scaled_weight", "scaled_joint", "scaled_density"}


@pytest.mark.parametrize("name", ["log_weight", "log_density", "gamma", "log_likelihood", "mean_gradient", "weight_gradient"])
def test_the_two_maxima_stay_free_letters_in_the_proof(name: str) -> None:
    inside = inlined(LINES[name].left)
    assert not inside.has(Max)
    assert peak in inside.free_symbols
    assert name == "log_weight" or inside.has(top)


WRONG = {
    "a lost half": ("log_variance_gradient", lambda right: 2 * right),
    "a half too much": ("log_sigma_gradient", lambda right: right / 2),
    "a sign": ("mean_gradient", lambda right: -right),
    "1/σ for 1/σ²": ("variance_gradient", lambda right: right / inverse_sigma(k, d)),
    "1/σ² for 1/σ": ("mean_gradient", lambda right: right * inverse_sigma(k, d)),
    "σ for log σ": ("log_sigma_gradient", lambda right: right * inverse_sigma(k, d)),
    "a lost - π": ("logit_gradient", lambda _: LINES["logit_gradient"].right.replace(LINES["weight"].left, S.Zero)),
    "γ for 𝒩/p": ("weight_gradient", lambda _: over(m, lambda n: gamma(n, k))),
    "z for z²": ("log_sigma_gradient", lambda _: over(m, lambda n: gamma(n, k) * (z(n, k, d) - 1))),
    "z² + 1": ("log_sigma_gradient", lambda _: over(m, lambda n: gamma(n, k) * (z(n, k, d) ** 2 + 1))),
    "μ - x": ("z", lambda right: -right),
    "σ for 1/σ": ("inverse_sigma", lambda _: Exp(log_sigma(k, d))),
    "1/σ² in z": ("z", lambda right: right * inverse_sigma(k, d)),
    "x + μ": ("z", lambda _: (x(i, d) + mu(k, d)) * inverse_sigma(k, d)),
    "a lost log σ": ("log_normal", lambda right: right + over(D, lambda n: log_sigma(k, n))),
    "a lost log 2π": ("log_normal", lambda right: right + D * Log(2 * circle) / 2),
    "z² without its half": ("log_normal", lambda right: right - over(D, lambda n: z(i, k, n) ** 2) / 2),
    "a shift not taken back": ("log_density", lambda right: right - top(i)),
    "a shift taken twice": ("log_weight", lambda right: right - peak),
    "mean for sum": ("log_likelihood", lambda right: right / m),
    "3/2": ("variance_gradient", lambda right: right * Rational(3, 2)),
}


@pytest.mark.parametrize("slip", WRONG)
def test_a_wrong_line_is_not_shown(slip: str) -> None:
    name, wrong = WRONG[slip]
    lines = tuple(changed(line, right=wrong(line.right)) if line.name == name else line for line in PROGRAM)
    assert residue(inlined(LINES[name].left, lines) - TEXTBOOK[name]) != S.Zero
