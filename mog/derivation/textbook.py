"""The textbook: the likelihood of a mixture of Gaussians and the letters defined from it. This is what is taken as given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sympy import Add, Expr, Function, Integer, Symbol

from mog.derivation.calculus import Exp, Log, Undecidable, over
from mog.derivation.letters import BATCH, COMPONENTS, FEATURES, LETTERS, POINTS

ASSUMPTIONS = {
    "real": {"real": True},
    "positive": {"positive": True},
    "nonzero": {"real": True, "nonzero": True},
    "count": {"integer": True, "positive": True},
}


def _letter(name: str) -> Function | Symbol:
    kind = LETTERS[name]
    return (Function if kind.indices else Symbol)(name, **ASSUMPTIONS[kind.values])


x, weight, mu, sigma, logit, log_joint = map(_letter, ("x", "pi", "mu", "sigma", "a", "ell"))
m, K, D, batch_size, f = map(_letter, ("m", "K", "D", "|B|", "f"))
multiplier, shift, learning_rate, jitter = map(_letter, ("lambda", "c", "eta", "tau"))
B = Symbol("B", **ASSUMPTIONS["count"])
theta = Symbol("theta", real=True)
one_logit = Symbol("a0", real=True)
"""The bare a of two components: π₁ = 1/(1 + e^−a)."""
log_joint_slope, log_joint_curvature = Function("ell'", real=True), Function("ell''", real=True)
f_slope = Symbol("f'", real=True)
circle = Symbol("circle", positive=True)
"""3.14159…, a letter like any other to the checker."""

DOMAIN = {POINTS: m, BATCH: B, COMPONENTS: K, FEATURES: D}
SIZE = {m: m, B: batch_size, K: K, D: D}
OF_THE_MIXTURE = (x, weight, mu, sigma, logit, one_logit, log_joint, log_joint_slope, log_joint_curvature, f, f_slope)
NUMBERS = (m, K, D, B, batch_size, circle, multiplier, shift, learning_rate, jitter)
PRIMITIVE = frozenset((*OF_THE_MIXTURE, *NUMBERS))


def log_normal(value: Expr, mean: Expr, variance: Expr) -> Expr:
    """The logarithm of the normal density."""
    return -Log(2 * circle * variance) / 2 - (value - mean) ** 2 / (2 * variance)


@dataclass(frozen=True)
class Textbook:
    """The definitions, at any number of points, components and features, or at the sizes given."""

    sizes: Mapping[Symbol, int] = field(default_factory=dict)
    weight: Callable[[Expr], Expr] = weight
    log_joint_is_defined: bool = True

    def size(self, domain: Symbol) -> Expr:
        return Integer(self.sizes[domain]) if domain in self.sizes else SIZE[domain]

    def over(self, domain: Symbol, body: Callable[[Expr], Expr]) -> Expr:
        """The sum over a domain, written out where its size is known."""
        if domain in self.sizes:
            return Add(*(body(Integer(n)) for n in range(1, self.sizes[domain] + 1)))
        return over(domain, body)

    def softmax(self, k: Expr) -> Expr:
        return Exp(logit(k)) / self.over(K, lambda j: Exp(logit(j)))

    def sigmoid(self, k: Expr) -> Expr:
        if self.sizes.get(K) != 2:
            raise Undecidable("a bare a is the logit of two components, and this page does not have two")
        if not k.is_Integer:
            raise Undecidable("a bare a stands beside a component that is not named by its number")
        return 1 / (1 + Exp({1: -one_logit, 2: one_logit}[int(k)]))

    def ell(self, i: Expr, k: Expr) -> Expr:
        """log(π_k 𝒩(x_i | μ_k, Σ_k)), the covariance matrix diagonal."""
        if not self.log_joint_is_defined:
            return log_joint(i, k)
        return Log(self.weight(k)) + self.over(D, lambda d: log_normal(x(i, d), mu(k, d), sigma(k, d) ** 2))

    def p(self, i: Expr) -> Expr:
        return self.over(K, lambda k: Exp(self.ell(i, k)))

    def gamma(self, i: Expr, k: Expr) -> Expr:
        return Exp(self.ell(i, k)) / self.p(i)

    def N(self, k: Expr) -> Expr:
        return self.over(m, lambda i: self.gamma(i, k))

    def z(self, i: Expr, k: Expr, d: Expr) -> Expr:
        return (x(i, d) - mu(k, d)) / sigma(k, d)

    def L(self) -> Expr:
        return self.over(m, lambda i: Log(self.p(i)))

    def L_B(self) -> Expr:
        return self.over(B, lambda i: Log(self.p(i)))

    def J(self) -> Expr:
        return -self.L() / self.size(m)

    def J_B(self) -> Expr:
        return -self.L_B() / self.size(B)
