"""What is read means what its definitions say, once they are unfolded and its derivatives carried out."""

from __future__ import annotations

import pytest
import sympy
from sympy import Expr, Symbol

from mog.derivation import textbook, tree
from mog.derivation.calculus import Undecidable, admit
from mog.derivation.meaning import FEATURE, Meaning, features, free_index, instances
from mog.derivation.notation import read
from mog.derivation.textbook import PRIMITIVE, D, K, Textbook
from tests.derivation.written_out import differ, letter, written_out

AT = {free_index(name): n for name, n in zip("injklqde", (1, 2, 2, 3, 1, 2, 1, 2), strict=True)} | {FEATURE: 2}
BOOK, SOFTMAX = Textbook(), Textbook(weight=Textbook().softmax)


def meant(tex: str, book: Textbook = BOOK, sizes: dict[str, int] | None = None) -> Expr:
    """The meaning of one side of an equation; of a vector, that of its feature FEATURE."""
    (chain,) = read(f"{tex} = 0", sizes or {})
    assert isinstance(chain, tree.Chain)
    return Meaning(book).of(chain.members[0], FEATURE)


def numbers(tex: str, book: Textbook = BOOK) -> Expr:
    return written_out(meant(tex, book), AT)


X, MU, S = ([letter(name, *place) for place in ((*at, 1), (*at, 2))] for name, at in (("x", (1,)), ("mu", (3,)), ("sigma", (3,))))
PI = [letter("pi", n) for n in (1, 2, 3)]
A = [letter("a", n) for n in (1, 2, 3)]

PLAIN = {
    r"\sum_k \pi_k": sympy.Add(*PI),
    r"\sum_{j \ne k} \pi_j": PI[0] + PI[1],
    r"\prod_k \pi_k": sympy.Mul(*PI),
    r"\prod_{j \ne k} \pi_j": PI[0] * PI[1],
    r"\sum_i x_{id}": letter("x", 1, 1) + letter("x", 2, 1),
    r"\sum_{i \in B} x_{id}": letter("x", 2, 1),
    r"\sqrt{\pi_k}": sympy.sqrt(PI[2]),
    r"\pi_k^{-2}": PI[2] ** -2,
    r"\pi_k^{\mu_{kd}}": PI[2] ** MU[0],
    r"\pi_k^{3/2}": PI[2] ** sympy.Rational(3, 2),
    r"e^{-\pi_k/2}": sympy.exp(-PI[2] / 2),
    r"\delta_{jk} + \delta_{jq} \cdot 2": sympy.Integer(2),
    r"\begin{cases} \pi_k & j = k \\ \pi_j & \text{otherwise} \end{cases}": PI[1],
    r"\begin{cases} \pi_k & j = q \\ \pi_j & \text{otherwise} \end{cases}": PI[2],
    r"m + 10 \cdot |B| + 100 \cdot K + 1000 \cdot D": sympy.Integer(2312),
    r"\Sigma_k^{-1} (x_i - \mu_k)": (X[1] - MU[1]) / S[1] ** 2,
    r"(x_i - \mu_k)^\top \Sigma_k^{-1} (x_i - \mu_k)": sum((X[n] - MU[n]) ** 2 / S[n] ** 2 for n in (0, 1)),
    r"x_i^\top \mu_k": X[0] * MU[0] + X[1] * MU[1],
    r"\log |\Sigma_k|": 2 * sympy.log(S[0] * S[1]),
    r"|\Sigma_k|^{1/2}": S[0] * S[1],
    r"\operatorname{tr}(\Sigma_k)": S[0] ** 2 + S[1] ** 2,
    r"\operatorname{tr}(\Sigma_k^{-1})": S[0] ** -2 + S[1] ** -2,
    r"\operatorname{diag}(\sigma_k^2)": S[1] ** 2,
    r"z_{ik}": (X[1] - MU[1]) / S[1],
}


@pytest.mark.parametrize("tex", PLAIN)
def test_a_notation_means_its_formula(tex: str) -> None:
    assert not differ(numbers(tex), PLAIN[tex])


def test_a_normal_density_is_the_same_by_features_and_as_a_matrix_formula() -> None:
    scalar = sympy.exp(-((X[0] - MU[0]) ** 2) / (2 * S[0] ** 2)) / sympy.sqrt(2 * Symbol("circle", real=True) * S[0] ** 2)
    assert not differ(numbers(r"\mathcal{N}(x_{id} \mid \mu_{kd}, \sigma_{kd}^2)"), scalar)
    both = scalar * scalar.subs(dict(zip((X[0], MU[0], S[0]), (X[1], MU[1], S[1]), strict=True)))
    assert not differ(numbers(r"\mathcal{N}(x_i \mid \mu_k, \Sigma_k)"), both)


# --- derivatives

BY = {
    r"\mu_{kd}": (MU[0], lambda slope: slope),
    r"\mu_k": (MU[1], lambda slope: slope),
    r"\sigma_{kd}": (S[0], lambda slope: slope),
    r"\sigma_{kd}^2": (S[0], lambda slope: slope / (2 * S[0])),
    r"\log \sigma_{kd}": (S[0], lambda slope: slope * S[0]),
    r"\log \sigma_{kd}^2": (S[0], lambda slope: slope * S[0] / 2),
    r"\pi_k": (PI[2], lambda slope: slope),
    r"\log \pi_k": (PI[2], lambda slope: slope * PI[2]),
}


@pytest.mark.parametrize("body", [r"p(x_i)", r"\ell_{ik}", r"\ell_{ij}"])
@pytest.mark.parametrize("by", BY)
def test_a_derivative_by_a_function_of_a_letter_is_the_chain_rule(by: str, body: str) -> None:
    moved, chain_rule = BY[by]
    theirs = chain_rule(sympy.diff(numbers(body), moved))
    assert not differ(numbers(rf"\frac{{\partial {body}}}{{\partial {by}}}"), theirs)


def test_a_logit_moves_every_weight_of_the_softmax() -> None:
    theirs = sympy.diff(numbers(r"p(x_i)", SOFTMAX), A[2])
    assert not differ(numbers(r"\frac{\partial p(x_i)}{\partial a_k}", SOFTMAX), theirs)


def test_a_weight_moves_alone_even_where_the_weights_are_a_softmax() -> None:
    softmax = {PI[n]: sympy.exp(A[n]) / sympy.Add(*map(sympy.exp, A)) for n in range(3)}
    theirs = sympy.diff(numbers(r"p(x_i)"), PI[2]).subs(softmax, simultaneous=True)
    assert not differ(numbers(r"\frac{\partial p(x_i)}{\partial \pi_k}", SOFTMAX), theirs)


def test_the_one_logit_of_two_components_moves_both_weights() -> None:
    two = {"K": 2, "D": 1}
    own = meant(r"\frac{\partial \pi_1}{\partial a}", Textbook({K: 2, D: 1}, weight=Textbook.sigmoid), two)
    one_logit = Symbol("a0", real=True)
    assert not differ(written_out(own), sympy.diff(1 / (1 + sympy.exp(-one_logit)), one_logit))


def test_an_upright_d_moves_the_second_weight_against_the_first() -> None:
    book = Textbook({K: 2, D: 1})
    one, other = (meant(tex, book, {"K": 2, "D": 1}) for tex in (r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1}", r"\mathcal{L}"))
    theirs = written_out(other).subs(PI[1], 1 - PI[0])
    theirs = sympy.diff(theirs, PI[0]).subs(PI[0], sympy.Rational(1, 3))
    own = written_out(one).subs({PI[0]: sympy.Rational(1, 3), PI[1]: sympy.Rational(2, 3)})
    assert not differ(own, theirs)


def test_a_second_derivative_is_the_derivative_of_the_first() -> None:
    theirs = sympy.diff(numbers(r"\ell_{ik}"), S[0], MU[0])
    assert not differ(numbers(r"\frac{\partial^2 \ell_{ik}}{\partial \mu_{kd} \, \partial \sigma_{kd}}"), theirs)


def test_a_derivative_under_a_sum_over_the_same_index_is_not_captured() -> None:
    assert not differ(
        numbers(r"\sum_k \frac{\partial}{\partial \mu_{kd}} \sum_j \mu_{jd}^2"), 2 * sum(letter("mu", n, 1) for n in (1, 2, 3))
    )
    assert not differ(
        numbers(r"\frac{\partial}{\partial \mu_{kd}} \sum_j \sum_l \mu_{jd} \mu_{ld}"), 2 * sum(letter("mu", n, 1) for n in (1, 2, 3))
    )


def test_a_definition_moves_with_the_letters_in_it() -> None:
    """A derivative taken while p is still a letter would be 0."""
    assert numbers(r"\frac{\partial p(x_i)}{\partial \mu_{kd}}") != 0
    assert numbers(r"\frac{\partial \gamma_{ik}}{\partial \sigma_{kd}}") != 0
    assert numbers(r"\frac{\partial \log |\Sigma_k|}{\partial \sigma_{kd}}") != 0


LEMMA = Textbook(log_joint_is_defined=False)


def test_what_depends_on_theta_has_an_open_derivative_and_the_data_have_none() -> None:
    assert meant(r"\frac{\partial \ell_{ik}}{\partial \theta}", LEMMA).func == textbook.log_joint_slope
    assert meant(r"\frac{\partial^2 \ell_{ik}}{\partial \theta^2}", LEMMA).func == textbook.log_joint_curvature
    assert meant(r"f'(\theta)", LEMMA) == textbook.f_slope
    assert meant(r"\frac{\partial}{\partial \theta} x_{id}", LEMMA) == 0
    assert meant(r"\frac{\partial K}{\partial \theta}", LEMMA) == 0


UNDECIDABLE = {
    r"\frac{\partial \mathcal{L}}{\partial p(x_i)}": "which is no parameter",
    r"\frac{\partial \mathcal{L}}{\partial \gamma_{ik}}": "which is no parameter",
    r"\frac{\partial \mathcal{L}}{\partial \ell_{ik}}": "which is no parameter",
    r"\frac{\partial m}{\partial m}": "which is no parameter",
    r"\frac{\partial \mathcal{L}}{\partial \eta}": "which is no parameter",
    r"\frac{\partial (\eta \ell_{ik})}{\partial \theta}": "may depend in a way that is not written",
    r"\frac{\partial a_k}{\partial \pi_k}": "no longer free",
    r"\frac{\partial \pi_k}{\partial \theta}": "may depend in a way that is not written",
    r"\frac{\partial \mu_{kd}}{\partial \theta}": "may depend in a way that is not written",
    r"\frac{\partial a_k}{\partial \theta}": "may depend in a way that is not written",
    r"\frac{\partial f(\theta)}{\partial \mu_{kd}}": "may depend on it in a way that is not written",
    r"c^{13}": "an exponent above 12",
    r"c^{-13}": "an exponent above 12",
    r"((c + m)^9)^9": "an exponent above 12",
}


@pytest.mark.parametrize("tex", UNDECIDABLE)
def test_what_has_no_meaning_is_refused(tex: str) -> None:
    with pytest.raises(Undecidable, match=UNDECIDABLE[tex]):
        meant(tex, LEMMA if r"\partial \theta" in tex else SOFTMAX)


@pytest.mark.parametrize("by", [r"\mu_{kd}", r"\pi_k", r"\log \sigma_{kd}", "c"])
def test_where_the_density_is_left_open_no_letter_but_theta_has_a_derivative(by: str) -> None:
    for body in (r"\mathcal{L}", r"\pi_k", r"f(\theta)"):
        with pytest.raises(Undecidable, match="beside θ, which leaves open what depends on it"):
            meant(rf"\frac{{\partial {body}}}{{\partial {by}}}", LEMMA)


def test_beside_the_one_logit_nothing_moves_so_that_both_kinds_of_d_say_the_same() -> None:
    upright, curly = (read(rf"\frac{{{d} \pi_1}}{{{d} a}} = 0", {"K": 2, "D": 1}) for d in (r"\mathrm{d}", r"\partial"))
    assert upright == curly


@pytest.mark.parametrize("by", [r"\mu_1", r"a_1", r"\pi_k"])
def test_an_upright_d_is_by_a_numbered_weight_only(by: str) -> None:
    with pytest.raises(Undecidable, match="an upright d is"):
        meant(rf"\frac{{\mathrm{{d}} \mathcal{{L}}}}{{\mathrm{{d}} {by}}}", Textbook({K: 2, D: 1}), {"K": 2, "D": 1})


# --- duties and indices


def duties(tex: str) -> list[tuple[str, bool]]:
    (chain,) = read(f"{tex} = 0")
    assert isinstance(chain, tree.Chain)
    meaning = Meaning(BOOK)
    meaning.of(chain.members[0], FEATURE)
    return [(duty.said, duty.positive) for duty in meaning.duties]


def test_a_duty_is_noted_before_algebra_can_cancel_it() -> None:
    assert duties(r"\frac{\mu_{kd}}{\mu_{kd}}") == [("μ_kd", False)]
    assert duties(r"\mu_{kd}^{-1} \mu_{kd}") == [("μ_kd", False)]
    assert duties(r"0 \cdot \frac{1}{a_k - \mu_{kd}}") == [("(a_k − μ_kd)", False)]
    assert duties(r"\log \mu_{kd} - \log \mu_{kd}") == [("μ_kd", True)] * 2
    assert duties(r"\sqrt{\mu_{kd}^2}") == [("(μ_kd)^2", True)]
    assert duties(r"\mu_{kd}^{1/2}") == [("2", False), ("μ_kd", True)]
    assert duties(r"\prod_k a_k") == [("a_k", True)]
    assert duties(r"\mathcal{N}(x_{id} \mid \mu_{kd}, a_k)") == [("a_k", True)]
    assert duties(r"\mu_{kd}^2 + a_k") == []


@pytest.mark.parametrize("tex", [r"\frac{0}{a_k - a_k}", r"0 \cdot \frac{1}{a_k - a_k}", r"\log (a_k - a_k)", r"(c - c)^0", r"\sqrt{0}"])
def test_a_duty_that_cannot_be_met_is_refused_where_it_stands(tex: str) -> None:
    with pytest.raises(Undecidable, match="is zero, which it must not be"):
        meant(tex)


@pytest.mark.parametrize("tex", [r"\log \mu_{kd}", r"\sqrt{\mu_{kd}^2}", r"\mu_{kd}^{1/2}", r"\prod_k a_k", r"a_k^{\pi_k}"])
def test_the_logarithm_of_what_may_be_negative_is_not_admitted(tex: str) -> None:
    with pytest.raises(Undecidable, match="white list"):
        admit(meant(tex), PRIMITIVE)


def test_free_indices_of_a_known_range_take_each_of_their_values() -> None:
    (chain,) = read(r"\mu_{kd} \, \gamma_{ik} = \sum_q \delta_{jq}")
    assert isinstance(chain, tree.Chain)
    found = instances(chain.members, Textbook({K: 2, D: 1}))
    assert sorted((choice["j"], choice["k"], choice["d"]) for choice in found) == [(1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 2, 1)]
    assert [sorted(choice) for choice in instances(chain.members, Textbook({K: 2, D: 1}), leave="K")] == [["d"]]
    assert instances(chain.members, BOOK) == [{}]


def test_vectors_are_compared_at_each_feature_of_a_known_number_or_at_any() -> None:
    assert features(Textbook({D: 2})) == [1, 2]
    assert features(BOOK) == [FEATURE]
