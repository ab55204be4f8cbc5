"""Sums and derivatives of the checker's own agree with sums written out and with SymPy's derivatives of them; nothing is captured."""

from __future__ import annotations

import pytest
import sympy
from sympy import Expr, Rational, S, Symbol

from mog.derivation import textbook
from mog.derivation.calculus import Delta, Exp, Log, Total, Undecidable, admit, differentiate, over, replace
from mog.derivation.normal_form import residue
from mog.derivation.textbook import B, D, K, Textbook, logit, m, mu, sigma, weight, x
from tests.derivation.written_out import differ, letter, written_out

i, j, k, d = (Symbol(name, integer=True, positive=True) for name in "ijkd")
SOFTMAX = Textbook(weight=Textbook().softmax)
PLACES = ((1, 2), (2, 1))

FUNCTIONS = {
    "the log-likelihood": Textbook().L(),
    "the log-likelihood of a mini-batch with softmax weights": SOFTMAX.L_B(),
    "the density at a point": Textbook().p(i),
    "a responsibility": Textbook().gamma(i, j),
    "a logarithm of a weight": Log(SOFTMAX.softmax(j)),
    "a distance": Textbook().z(i, j, d),
    "a power": over(K, lambda n: mu(n, d) ** 3 / sigma(n, d) ** 2) ** -2,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_derivative_is_that_of_sympy_once_the_sums_are_written_out(name: str) -> None:
    function = FUNCTIONS[name]
    at = {i: 2, j: 2, d: 2}
    plain = written_out(function, at)
    for here, feature in PLACES:
        for by, place in ((mu(k, d), (here, feature)), (sigma(k, d), (here, feature)), (weight(k), (here,)), (logit(k), (here,))):
            moved = {k: here, Symbol("e", integer=True, positive=True): feature}
            own = differentiate(function, replace(by, {d: Symbol("e", integer=True, positive=True)}))
            theirs = sympy.diff(plain, letter(by.func.__name__, *place))
            assert not differ(written_out(own, at | moved), theirs), by


def test_the_derivative_of_a_sum_captures_no_index() -> None:
    """SymPy's diff(Sum(mu[k]**2, (k, 1, K)), mu[k]) is Sum(2 mu[k], (k, 1, K))."""
    assert residue(differentiate(Total(mu(k, d) ** 2, k, K), mu(k, d)) - 2 * mu(k, d)) == 0
    assert residue(differentiate(over(K, lambda n: mu(n, d) ** 2), mu(k, d)) - 2 * mu(k, d)) == 0


def test_a_letter_put_into_a_sum_is_not_captured_by_its_index() -> None:
    """SymPy's Sum(n q, (q, 1, K)).subs(n, q) is Sum(q**2, (q, 1, K))."""
    put = replace(Total(weight(j) * weight(k), k, K), {j: k})
    assert residue(put - weight(k) * over(K, weight)) == 0


def test_the_index_of_a_sum_is_not_replaced_from_outside() -> None:
    assert replace(Total(weight(k), k, K), {k: j}) == Total(weight(k), k, K)


def test_a_sum_within_a_sum_over_the_same_symbol_keeps_its_own_index() -> None:
    inner = Total(weight(k), k, K)
    assert residue(Total(logit(k) * inner, k, K) - over(K, logit) * over(K, weight)) == 0


def test_the_logarithm_of_a_determinant_has_a_derivative() -> None:
    """SymPy's log(Determinant(X)).diff(X) is 0."""
    log_determinant = over(D, lambda n: Log(sigma(k, n) ** 2))
    assert residue(differentiate(log_determinant, sigma(k, d)) - 2 / sigma(k, d)) == 0


def test_a_definition_is_unfolded_before_it_is_differentiated() -> None:
    """SymPy's Derivative(p[i], mu[k]).doit() is 0 while p is a letter."""
    assert residue(differentiate(Textbook().p(i), mu(k, d))) != 0


def test_another_component_another_feature_and_another_point_do_not_move() -> None:
    assert differentiate(mu(1, 1), mu(2, 1)) == 0
    assert differentiate(mu(1, 1), mu(1, 2)) == 0
    assert differentiate(sigma(k, d), mu(k, d)) == 0
    assert differentiate(mu(j, d), mu(k, d)) == Delta(j, k)


def test_an_expression_without_a_rule_has_no_derivative() -> None:
    for unknown in (sympy.sin(mu(k, d)), mu(k, d) ** Rational(1, 2), 2 ** mu(k, d), sympy.Abs(mu(k, d))):
        with pytest.raises(Undecidable, match="no rule for the derivative"):
            differentiate(unknown, mu(k, d))


def test_a_delta_of_two_numbers_or_of_one_index_is_a_number() -> None:
    assert (Delta(k, k), Delta(S(1), S(1)), Delta(S(1), S(2))) == (1, 1, 0)
    assert Delta(j, k) == Delta(k, j)
    assert Delta(j, S(1)) not in (0, 1)


def test_a_sum_knows_only_the_letters_outside_it() -> None:
    assert Total(mu(k, d), k, K).free_symbols == {d, K}


ADMITTED = {
    "the log-likelihood": Textbook().L(),
    "a mini-batch": Textbook().L_B(),
    "a softmax": SOFTMAX.softmax(k),
    "deltas": Delta(j, k) * over(B, lambda n: x(n, d)),
    "a fraction": (1 + weight(k) ** 2) / (3 + m) ** 2 - Rational(1, 2),
}


@pytest.mark.parametrize("name", ADMITTED)
def test_what_the_book_needs_is_on_the_white_list(name: str) -> None:
    admit(ADMITTED[name], textbook.PRIMITIVE)


REFUSED: dict[str, Expr] = {
    "a square root": weight(k) ** Rational(1, 2),
    "a power by a letter": weight(k) ** mu(k, d),
    "SymPy's own exponential": sympy.exp(mu(k, d)),
    "SymPy's own logarithm": sympy.log(weight(k)),
    "SymPy's own sum": sympy.Sum(weight(k), (k, 1, K)),
    "SymPy's own delta": sympy.KroneckerDelta(j, k),
    "an unfinished derivative": sympy.Derivative(mu(k, d), d),
    "an absolute value": sympy.Abs(mu(k, d)),
    "a sine": sympy.sin(mu(k, d)),
    "a maximum": sympy.Max(mu(k, d), 0),
    "cases": sympy.Piecewise((mu(k, d), mu(k, d) > 0), (0, True)),
    "the logarithm of a number that may be negative": Log(mu(k, d)),
    "the logarithm of a negative number": Log(-weight(k)),
    "the logarithm of zero": Log(S.Zero),
    "a letter that the book does not have": Symbol("nobody"),
    "a function that the book does not have": sympy.Function("nobody")(k),
    "a letter with the book's name and other values": sympy.Function("pi", real=True)(k),
    "arithmetic in an index": mu(k + 1, d),
    "a floating-point number": sympy.Float("0.5") * mu(k, d),
    "the circle's constant as SymPy's": sympy.pi,
    "an imaginary number": sympy.I * mu(k, d),
    "an infinite number": S.Infinity,
    "one divided by zero": S.ComplexInfinity,
    "no number": S.NaN,
}


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_is_not_on_the_white_list_is_refused_by_name_wherever_it_stands(name: str) -> None:
    unknown = REFUSED[name]
    inside = Exp(over(K, lambda n: weight(n) * Total(unknown, Symbol("other", integer=True), D)) + 1)
    for expression in (unknown, inside):
        with pytest.raises(Undecidable, match="not on the checker's white list"):
            admit(expression, textbook.PRIMITIVE)
