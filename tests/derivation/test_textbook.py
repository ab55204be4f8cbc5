"""The textbook's definitions, written out, are the formulas of any textbook."""

from __future__ import annotations

import pytest
import sympy
from sympy import Expr, Symbol

from mog.derivation import textbook
from mog.derivation.calculus import Undecidable
from mog.derivation.letters import LETTERS
from mog.derivation.normal_form import residue
from mog.derivation.textbook import DOMAIN, SIZE, B, D, K, Textbook, m, mu, sigma, weight, x
from tests.derivation.written_out import differ, drawn, letter, written_out

i, k, d = (Symbol(name, integer=True, positive=True) for name in "ikd")
AT = {i: 2, k: 3, d: 1}


def value(name: str, *indices: int) -> sympy.Rational:
    return drawn(letter(name, *indices).name)


def normal(point: int, component: int) -> Expr:
    """The density of two independent features as a matrix formula, with SymPy's own matrices."""
    away = sympy.Matrix([value("x", point, n) - value("mu", component, n) for n in (1, 2)])
    covariance = sympy.diag(*(value("sigma", component, n) ** 2 for n in (1, 2)))
    exponent = -(away.T * covariance.inv() * away)[0] / 2
    return sympy.exp(exponent) / sympy.sqrt((2 * drawn("circle")) ** 2 * covariance.det())


def density(point: int) -> Expr:
    return sympy.Add(*(value("pi", component) * normal(point, component) for component in (1, 2, 3)))


def log_likelihood(*points: int) -> Expr:
    return sympy.Add(*(sympy.log(density(point)) for point in points))


BOOK = Textbook()
DEFINED = {
    "ell": (BOOK.ell(i, k), sympy.log(value("pi", 3) * normal(2, 3))),
    "p": (BOOK.p(i), density(2)),
    "gamma": (BOOK.gamma(i, k), value("pi", 3) * normal(2, 3) / density(2)),
    "N": (BOOK.N(k), sympy.Add(*(value("pi", 3) * normal(point, 3) / density(point) for point in (1, 2)))),
    "z": (BOOK.z(i, k, d), (value("x", 2, 1) - value("mu", 3, 1)) / value("sigma", 3, 1)),
    "L": (BOOK.L(), log_likelihood(1, 2)),
    "L_B": (BOOK.L_B(), log_likelihood(2)),
    "J": (BOOK.J(), -log_likelihood(1, 2) / 2),
    "J_B": (BOOK.J_B(), -log_likelihood(2)),
}


@pytest.mark.parametrize("name", DEFINED)
def test_a_definition_is_the_textbook_s_formula(name: str) -> None:
    own, theirs = DEFINED[name]
    assert not differ(written_out(own, AT), theirs)


def test_every_letter_is_either_primitive_or_defined_here() -> None:
    defined = DEFINED.keys() | {"Sigma"}
    primitive = {str(letter) for letter in textbook.PRIMITIVE} - {"B", "ell", "ell'", "ell''", "f'", "a0", "circle"}
    assert primitive | defined == LETTERS.keys()
    assert not primitive & defined


@pytest.mark.parametrize("name", ["x", "pi", "mu", "sigma", "a"])
def test_a_letter_may_have_just_the_values_that_it_says(name: str) -> None:
    symbol = {"x": x, "pi": weight, "mu": mu, "sigma": sigma, "a": textbook.logit}[name]
    one = symbol(*range(len(LETTERS[name].indices)))
    assert one.is_real
    assert one.is_positive is (True if LETTERS[name].values == "positive" else None)


def test_the_multiplier_is_not_zero_and_its_sign_is_open() -> None:
    assert textbook.multiplier.is_nonzero
    assert textbook.multiplier.is_positive is None


def test_the_softmax_is_positive_and_adds_up_to_one() -> None:
    assert residue(BOOK.over(K, BOOK.softmax) - 1) == 0
    assert BOOK.softmax(k).is_positive
    theirs = sympy.exp(value("a", 3)) / sympy.Add(*(sympy.exp(value("a", n)) for n in (1, 2, 3)))
    assert not differ(written_out(BOOK.softmax(k), AT), theirs)


def test_the_sigmoid_gives_the_first_component_the_larger_weight_where_the_logit_is_positive() -> None:
    first, second = (Textbook({K: 2}).sigmoid(sympy.Integer(n)) for n in (1, 2))
    assert residue(first + second - 1) == 0
    at_two = {Symbol("a0", real=True): 2}
    assert abs(sympy.N(written_out(first).subs(at_two)) - 1 / (1 + sympy.exp(-2.0))) < 1e-12


@pytest.mark.parametrize("sizes", [{}, {K: 3}])
def test_one_logit_is_of_two_components_only(sizes: dict[Symbol, int]) -> None:
    with pytest.raises(Undecidable, match="two components"):
        Textbook(sizes).sigmoid(sympy.Integer(1))


def test_the_sigmoid_is_of_a_component_with_a_number() -> None:
    with pytest.raises(Undecidable, match="not named by its number"):
        Textbook({K: 2}).sigmoid(k)


def test_a_known_size_writes_its_sums_out_and_changes_no_value() -> None:
    known = Textbook({K: 3, D: 2})
    assert not known.p(i).has(K, D)
    assert not differ(written_out(known.p(i), AT), written_out(BOOK.p(i), AT))
    assert known.size(K) == 3
    assert BOOK.size(K) == K


def test_a_mini_batch_is_counted_by_its_own_size_and_all_points_by_m() -> None:
    assert (SIZE[B], SIZE[m]) == (textbook.batch_size, m)
    assert BOOK.J_B().has(textbook.batch_size)
    assert not BOOK.J_B().has(m)
    assert len(set(DOMAIN.values())) == 4


def test_the_lemma_leaves_each_component_s_density_undefined() -> None:
    lemma = Textbook(log_joint_is_defined=False)
    assert lemma.ell(i, k) == textbook.log_joint(i, k)
    assert not lemma.L().has(mu, sigma, weight, x)
