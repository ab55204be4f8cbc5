"""The program: the equations a machine computes, in log space, and the claim of the book that each one comes from.

Nothing here is trusted. tests/derivation/test_program.py puts the lines into one another and proves what comes out equal to the
derivative of the textbook's likelihood, for any number of points, components and features and for any value of the two maxima.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, Function, Symbol, expand
from sympy.core.function import AppliedUndef

from mog.derivation import textbook
from mog.derivation.calculus import Exp, Log, differentiate, fresh_index, over, rebuilt, replace
from mog.derivation.textbook import D, K, circle, logit, m, mu, sigma, x

i, k, d = INDICES = tuple(Symbol(name, integer=True, positive=True) for name in "ikd")
INDEX_OF = {m: i, K: k, D: d}
"""The index that runs over each domain; the order is that of an array's axes."""


class Max(Expr):
    """The largest value of a body over a whole domain: a shift, so the proof may take it for any number."""

    is_commutative = True
    is_real = True

    body: Expr = property(lambda self: self.args[0])
    index: Symbol = property(lambda self: self.args[1])
    domain: Symbol = property(lambda self: self.args[2])

    @property
    def free_symbols(self) -> set[Symbol]:
        return (self.body.free_symbols - {self.index}) | {self.domain}


def largest(domain: Symbol, body: Callable[[Expr], Expr]) -> Expr:
    """The largest body(index) over a domain."""
    index = fresh_index()
    return Max(body(index), index, domain)


def _letters(names: str) -> list[Function]:
    return [Function(name, real=True) for name in names.split()]


log_sigma, scaled_weight, weight, log_weight, inverse_sigma = _letters("log_sigma scaled_weight weight log_weight inverse_sigma")
z, log_normal, log_joint, top, scaled_joint, scaled_density = _letters("z log_normal log_joint top scaled_joint scaled_density")
log_density, gamma = _letters("log_density gamma")
peak, log_likelihood = Symbol("peak", real=True), Symbol("log_likelihood", real=True)
mean_gradient, log_sigma_gradient, log_variance_gradient = _letters("mean_gradient log_sigma_gradient log_variance_gradient")
variance_gradient, weight_gradient, logit_gradient = _letters("variance_gradient weight_gradient logit_gradient")

INPUTS = (x, logit, mu, log_sigma)


@dataclass(frozen=True)
class Line:
    """left = right, and the label of the claim that it computes, if it is one of the book's."""

    left: Expr
    right: Expr
    claim: str = ""

    @property
    def name(self) -> str:
        return name_of(self.left)


def name_of(letter: Expr) -> str:
    return letter.func.__name__ if isinstance(letter, AppliedUndef) else str(letter)


def slope_in_z(by: Function) -> Expr:
    """σ_kd times the derivative of one feature's log density: x = μ + σz is put in, and σ cancels."""
    slope = differentiate(textbook.log_normal(x(i, d), mu(k, d), sigma(k, d) ** 2), by(k, d))
    return expand(sigma(k, d) * replace(slope, {x(i, d): mu(k, d) + sigma(k, d) * z(i, k, d)}))


def over_points(slope: Expr) -> Expr:
    """Σ_i γ_ik · slope: by the lemma of the log-derivative, the derivative of the log-likelihood."""
    return over(m, lambda i: gamma(i, k) * replace(slope, {INDICES[0]: i}))


def _lines() -> tuple[Line, ...]:
    by_mean, by_sigma = over_points(slope_in_z(mu)), over_points(slope_in_z(sigma))
    return (
        Line(peak, largest(K, logit)),
        Line(scaled_weight(k), Exp(logit(k) - peak)),
        Line(weight(k), scaled_weight(k) / over(K, scaled_weight)),
        Line(log_weight(k), logit(k) - peak - Log(over(K, scaled_weight))),
        Line(inverse_sigma(k, d), Exp(-log_sigma(k, d))),
        Line(z(i, k, d), (x(i, d) - mu(k, d)) * inverse_sigma(k, d)),
        Line(log_normal(i, k), -over(D, lambda d: z(i, k, d) ** 2) / 2 - over(D, lambda d: log_sigma(k, d) + Log(2 * circle) / 2)),
        Line(log_joint(i, k), log_weight(k) + log_normal(i, k)),
        Line(top(i), largest(K, lambda k: log_joint(i, k))),
        Line(scaled_joint(i, k), Exp(log_joint(i, k) - top(i))),
        Line(scaled_density(i), over(K, lambda k: scaled_joint(i, k))),
        Line(log_density(i), top(i) + Log(scaled_density(i)), "density"),
        # A quotient, not exp(log_joint - log_density): far away, the rounding of log_density would enter into every exponent.
        Line(gamma(i, k), scaled_joint(i, k) / scaled_density(i), "responsibility"),
        Line(log_likelihood, over(m, log_density), "log-likelihood"),
        # Σγ - mπ would be two large numbers at the optimum; point by point nothing large is taken from anything large.
        Line(logit_gradient(k), over(m, lambda i: gamma(i, k) - weight(k)), "logit-gradient"),
        Line(mean_gradient(k, d), inverse_sigma(k, d) * by_mean, "mean-gradient"),
        Line(log_sigma_gradient(k, d), by_sigma, "log-sigma-gradient"),
        Line(log_variance_gradient(k, d), by_sigma / 2, "log-variance-gradient"),
        Line(variance_gradient(k, d), inverse_sigma(k, d) ** 2 * by_sigma / 2, "variance-gradient"),
        # Not γ/π: 𝒩/p has a value for a weight of 0 too.
        Line(weight_gradient(k), over(m, lambda i: Exp(log_normal(i, k) - top(i)) / scaled_density(i)), "weight-gradient"),
    )


PROGRAM = _lines()


def inlined(expression: Expr, lines: tuple[Line, ...] = PROGRAM, keep: tuple[str, ...] = ("peak", "top")) -> Expr:
    """The lines put into one another until only primitive letters are left, and the letters to keep: by default the maxima."""
    right = {line.name: line for line in lines if line.name not in keep}

    def rule(part: Expr) -> Expr:
        name = name_of(part)
        if name == "log_sigma" and name not in keep:
            return Log(sigma(*part.args))
        if name in right and isinstance(part, AppliedUndef | Symbol):
            line = right[name]
            return rule(replace(line.right, dict(zip(line.left.args, part.args, strict=True))))
        return Max(rule(part.body), part.index, part.domain) if isinstance(part, Max) else rebuilt(part, rule)

    return rule(expression)
