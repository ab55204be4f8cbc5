"""The normal form keeps the value of an expression and brings equal expressions to the residue 0, unequal ones to another."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Expr, Integer, Rational, S, Symbol

from mog.derivation.calculus import Delta, Exp, Log, Total, Undecidable, over, replace
from mog.derivation.normal_form import canonical, cases, ratio, residue
from mog.derivation.textbook import B, D, K, Textbook, batch_size, logit, m, mu, sigma, weight, x
from tests.derivation.written_out import DOMAINS, differ, written_out

i, n, j, k, d, e = (Symbol(name, integer=True, positive=True) for name in "injkde")
RANGES = {i: m, n: m, j: K, k: K, d: D, e: D}
a, b, s = logit(k), logit(j), sigma(k, d)
gamma = Textbook().gamma

EQUAL: dict[str, tuple[Expr, Expr]] = {
    "sums over one domain are merged": (over(K, weight) + over(K, logit), over(K, lambda q: weight(q) + logit(q))),
    "sums that cancel only together are merged": (over(K, lambda q: mu(q, d)) - over(K, lambda q: mu(q, d) - 1), K),
    "a factor without the index is pulled out": (over(K, lambda q: weight(j) * weight(q)), weight(j) * over(K, weight)),
    "a divisor without the index is pulled out": (over(K, lambda q: weight(q) / s), over(K, weight) / s),
    "a number is pulled out": (over(K, lambda q: weight(q) / 2), over(K, weight) / 2),
    "a sum of ones is the number of terms": (over(K, lambda _: S.One), K),
    "a sum of ones over a mini-batch is its size": (over(B, lambda _: S.One), batch_size),
    "sums are nested in one order": (
        over(K, lambda q: over(m, lambda p: Exp(x(p, d) * mu(q, d)))),
        over(m, lambda p: over(K, lambda q: Exp(x(p, d) * mu(q, d)))),
    ),
    "a delta picks its term": (over(K, lambda q: Delta(q, k) * logit(q)), a),
    "a delta picks its term once": (over(K, lambda q: Delta(q, k) ** 2 * logit(q)), a),
    "two deltas pick together": (over(K, lambda q: Delta(q, k) * Delta(q, j)), Delta(j, k)),
    "a delta picks in an inner sum": (over(m, lambda p: over(K, lambda q: Delta(q, k) * gamma(p, q))), over(m, lambda p: gamma(p, k))),
    "all terms but one": (over(K, lambda q: (1 - Delta(q, k)) * weight(q)), over(K, weight) - weight(k)),
    "an exponential of a sum is a product": (Exp(a + b), Exp(a) * Exp(b)),
    "an exponential of twice is the square": (Exp(2 * a), Exp(a) ** 2),
    "an exponential of half is a root": (Exp(a / 2) ** 2, Exp(a)),
    "thirds and halves of one exponent fit": (Exp(a / 2) * Exp(a / 3), Exp(5 * a / 6)),
    "an exponential of minus is one over it": (Exp(-a) * Exp(a), S.One),
    "the exponential of nothing is one": (Exp(a - a), S.One),
    "an exponential undoes a logarithm": (Exp(Log(s)), s),
    "an exponential of half a logarithm is a root": (Exp(Log(s) / 2) ** 2, s),
    "an exponential of three halves of a logarithm": (Exp(3 * Log(s) / 2), s * Exp(Log(s) / 2)),
    "a logarithm undoes an exponential": (Log(Exp(a)), a),
    "a logarithm of a product is a sum": (Log(2 * s * weight(k)), Log(S(2)) + Log(s) + Log(weight(k))),
    "a logarithm of a power": (Log(s**-3), -3 * Log(s)),
    "a logarithm of a number is split into primes": (Log(S(12)), 2 * Log(S(2)) + Log(S(3))),
    "a logarithm of a fraction": (Log(Rational(3, 4) / s), Log(S(3)) - 2 * Log(S(2)) - Log(s)),
    "a logarithm of one": (Log(s / s), S.Zero),
    "a constant leaves a logarithm's sum": (Log(over(K, lambda q: Exp(logit(q) - a))), Log(over(K, lambda q: Exp(logit(q)))) - a),
    "an exponential leaves a sum": (over(K, lambda q: Exp(logit(q) + a)), Exp(a) * over(K, lambda q: Exp(logit(q)))),
    "fractions are brought to one divisor": (1 / s - 1 / weight(k), (weight(k) - s) / (s * weight(k))),
    "a common factor is cancelled": ((s**2 - 1) / (s + 1), s - 1),
    "a sum of fractions whose divisor holds the index": (over(K, lambda q: weight(q) / weight(q) ** 2), over(K, lambda q: 1 / weight(q))),
    "a factor hidden in two terms": (over(K, lambda q: (logit(q) ** 2 - 1) / (logit(q) - 1)), over(K, logit) + K),
    "a square of a sum is a double sum": (over(K, weight) ** 2, over(K, weight) * over(K, weight)),
    "responsibilities add up to one": (over(K, lambda q: gamma(i, q)), S.One),
    "a delta changes its partner": (Delta(j, k) * logit(j), Delta(j, k) * a),
    "a delta is its own square": (Delta(j, k) ** 2, Delta(j, k)),
    "two deltas in a row": (Delta(j, k) * Delta(d, e) * mu(j, d), Delta(j, k) * Delta(d, e) * mu(k, e)),
}
"""One identity a line: both sides are equal, and the normal form must know it."""

UNEQUAL: dict[str, tuple[Expr, Expr]] = {
    "the product of sums and the sum of products": (over(K, weight) * over(K, logit), over(K, lambda q: weight(q) * logit(q))),
    "the square of a sum and the sum of squares": (over(K, weight) ** 2, over(K, lambda q: weight(q) ** 2)),
    "a mini-batch and all points": (over(B, lambda p: x(p, d)), over(m, lambda p: x(p, d))),
    "the size of a mini-batch and of the data": (over(B, lambda _: S.One), m),
    "the number of components and of features": (over(K, lambda _: S.One), D),
    "one component and another": (a, b),
    "a delta and one": (Delta(j, k), S.One),
    "a delta and nothing": (Delta(j, k), S.Zero),
    "a delta of components and one of features": (Delta(j, k), Delta(d, e)),
    "a picked term and all terms": (over(K, lambda q: Delta(q, k) * logit(q)), over(K, logit)),
    "the logarithm of a sum and a sum of logarithms": (Log(over(K, weight)), over(K, lambda q: Log(weight(q)))),
    "the exponential of a sum and a sum of exponentials": (Exp(over(K, logit)), over(K, lambda q: Exp(logit(q)))),
    "the root of a sum": (Exp(Log(s + weight(k)) / 2), Exp(Log(s) / 2) + Exp(Log(weight(k)) / 2)),
    "a divisor that holds the index": (over(K, lambda q: logit(q) / weight(q)), over(K, logit) / over(K, weight)),
    "the variance and the standard deviation": (s**2, s),
    "a half": (over(K, weight), over(K, weight) / 2),
    "weights that need not add up to one": (over(K, weight), S.One),
    "the root of a square where the sign is open": (Exp(Log(a**2 + 1) / 2), a),
    "a shift": (Log(over(K, lambda q: Exp(logit(q)))), a),
}
"""Near misses, each with different values: the normal form must not make them one."""


def places(expression: Expr) -> list[dict[Expr, int]]:
    """All choices of the free indices."""
    free = sorted(expression.free_symbols & RANGES.keys(), key=str)
    return [dict(zip(free, choice, strict=True)) for choice in itertools.product(*(DOMAINS[RANGES[index]] for index in free))]


def differ_somewhere(left: Expr, right: Expr) -> bool:
    return any(differ(written_out(left, place), written_out(right, place)) for place in places(left + right) or [{}])


@pytest.mark.parametrize("identity", EQUAL)
def test_an_identity_that_holds_leaves_nothing(identity: str) -> None:
    left, right = EQUAL[identity]
    assert not differ_somewhere(left, right), "the test itself is wrong"
    assert residue(left - right) == 0


@pytest.mark.parametrize("slip", UNEQUAL)
def test_what_differs_somewhere_leaves_something(slip: str) -> None:
    left, right = UNEQUAL[slip]
    assert differ_somewhere(left, right), "the test itself is wrong"
    assert residue(left - right) != 0


# --- any expression

NUMBERS = st.sampled_from([Integer(-1), Integer(1), Integer(2), Rational(1, 2), Rational(-2, 3)])
COMPONENT, FEATURE, POINT = st.sampled_from([j, k]), st.sampled_from([d, e]), st.sampled_from([i, n])
POSITIVE = st.one_of(COMPONENT.map(weight), st.builds(sigma, COMPONENT, FEATURE), st.just(m), st.just(Integer(3)))
REAL = st.one_of(
    COMPONENT.map(logit),
    st.builds(mu, COMPONENT, FEATURE),
    st.builds(x, POINT, FEATURE),
    st.builds(Delta, COMPONENT, COMPONENT),
    NUMBERS,
)


def totals(bodies: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Sums over one of the indices that are free so far."""
    return st.builds(lambda body, index: over(RANGES[index], lambda q: replace(body, {index: q})), bodies, st.sampled_from([i, j, k, d]))


def larger_positive(smaller: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.builds(lambda one, other: one + other, smaller, smaller),
        st.builds(lambda one, other: one * other, smaller, smaller),
        st.builds(lambda one, other: one / other, smaller, smaller),
        st.builds(Exp, st.one_of(COMPONENT.map(logit), smaller.map(Log), smaller.map(lambda inner: Log(inner) / 2))),
        totals(smaller),
    )


ANY_POSITIVE = st.recursive(POSITIVE, larger_positive, max_leaves=4)


def larger(smaller: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.one_of(
        st.builds(lambda one, other: one + other, smaller, smaller),
        st.builds(lambda one, other: one * other, smaller, smaller),
        st.builds(lambda one, other: one / other, smaller, ANY_POSITIVE),
        ANY_POSITIVE.map(Log),
        totals(smaller),
    )


ANY = st.recursive(st.one_of(REAL, ANY_POSITIVE), larger, max_leaves=6)


@given(ANY)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_the_normal_form_of_any_expression_has_its_value(expression: Expr) -> None:
    form = canonical(expression)
    for place in places(expression)[:4] or [{}]:
        assert not differ(written_out(expression, place), written_out(form, place))


# --- the rest of the module


def test_a_delta_is_not_picked_from_a_mini_batch_which_may_not_hold_the_point() -> None:
    with pytest.raises(Undecidable, match="mini-batch"):
        residue(over(B, lambda p: Delta(p, i) * x(p, d)) - x(i, d))


def test_a_logarithm_is_split_only_where_each_factor_is_known_to_be_positive() -> None:
    """a⁴ + 4 = (a² + 2a + 2)(a² − 2a + 2)."""
    assert canonical(Log(a**4 + 4)) == Log(a**4 + 4)
    assert canonical(Log((a**4 + 4) * s)) in (Log((a**4 + 4) * s), Log(a**4 * s + 4 * s))


def test_a_division_by_zero_is_refused_and_not_cancelled() -> None:
    with pytest.raises(Undecidable, match="division by zero"):
        residue(1 / Log(Exp(a) * Exp(-a)) - 1)


def test_the_residue_is_that_of_the_first_case_in_which_something_is_left() -> None:
    assert residue(Delta(j, k) * (a - b)) == 0
    assert residue((1 - Delta(j, k)) * (a - b)) != 0


def test_the_cases_of_a_delta_are_its_indices_equal_and_different() -> None:
    same, different = cases(Delta(j, k) * a + b)
    assert (same in (2 * a, 2 * b), different) == (True, b)
    assert list(cases(Delta(k, S(1)) * a)) == [logit(1), 0]
    assert list(cases(a)) == [a]


def test_a_delta_under_its_own_sum_makes_no_cases() -> None:
    inside = over(K, lambda q: Delta(q, k) * logit(q))
    assert list(cases(inside)) == [inside]


def test_a_ratio_is_what_is_left_when_all_that_is_shared_is_cancelled() -> None:
    assert ratio(over(K, lambda q: weight(q) * s), -over(K, weight)) == -s
    assert ratio((s**2 - weight(k) ** 2) * Exp(a), (s - weight(k)) * Exp(a)) == s + weight(k)


def test_the_form_does_not_depend_on_the_name_of_a_bound_index() -> None:
    assert canonical(Total(logit(k), k, K)) == canonical(Total(logit(j), j, K)) == canonical(over(K, logit))
