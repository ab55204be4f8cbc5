"""mog/derivation/opinion.py and what it stands on: numbers put into an equation say whether it is true."""

import subprocess
import sys
from pathlib import Path

import mpmath
import pytest

from mog.derivation import opinion
from mog.derivation.beyond import on_record
from mog.derivation.claims import SLIP
from mog.derivation.notation import read
from mog.derivation.opinion import NoOpinion, counter_example, holds
from mog.derivation.pages import Equation, book_equations, equations
from mog.derivation.setting import EXACT, Setting, Size, drawn
from mog.derivation.tree import (
    Add,
    Cases,
    Chain,
    CircleConstant,
    Delta,
    Determinant,
    Diagonal,
    Equivalence,
    Exp,
    Letter,
    Log,
    Minus,
    Node,
    Normal,
    Number,
    Over,
    Partial,
    Power,
    Product,
    Root,
    Sum,
    Theta,
    Times,
    Trace,
    Transposed,
)

EQUATIONS = equations((Path(__file__).parent / "equations.md").read_text(encoding="utf-8"))
BOOK = [equation for page in book_equations().values() for equation in page if not on_record(equation.label)]
ONE_DIMENSION = {"K": 2, "D": 1}
ZERO, ONE, TWO = Number(0), Number(1), Number(2)
L, P_I, GAMMA = Letter("L"), Letter("p", ("i",)), Letter("gamma", ("i", "k"))
X, MU, SIGMA, PI = Letter("x", ("i", "d")), Letter("mu", ("k", "d")), Letter("sigma", ("k", "d")), Letter("pi", ("k",))
POINT, MEAN, COVARIANCE = Letter("x", ("i",)), Letter("mu", ("k",)), Letter("Sigma", ("k",))
OFFSET = Add(POINT, Minus(MEAN))
ALPHA, C, ELL = Letter("a", ("k",)), Letter("c"), Letter("ell", ("i", "k"))


def equal(*members: Node) -> tuple[Chain]:
    return (Chain("=", members),)


def over(index: str, domain: str, body: Node) -> Sum:
    return Sum(index, domain, body)


# --- the equations of the coming chapters


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: equation.label)
def test_the_second_opinion_agrees_with_the_equations_of_the_chapters(equation: Equation):
    assert holds(read(equation.tex, equation.sizes), equation.sizes)


@pytest.mark.parametrize("equation", BOOK, ids=lambda equation: equation.label)
def test_the_second_opinion_agrees_with_the_book_and_with_the_book_on_its_slips(equation: Equation):
    assert holds(read(equation.tex, equation.sizes), equation.sizes) is not equation.label.startswith(SLIP)


def test_every_equation_of_the_chapters_has_a_label_of_its_own():
    labels = [equation.label for equation in EQUATIONS]
    assert len(labels) > 60
    assert "" not in labels
    assert len(set(labels)) == len(labels)


# --- every kind of node, true and false

TRUE_AND_FALSE = {
    "number": (equal(Add(ONE, ONE), TWO), equal(ONE, TWO)),
    "circle constant": (
        equal(Normal(C, C, ONE), Over(ONE, Root(Times(TWO, CircleConstant())))),
        equal(Normal(C, C, ONE), Over(ONE, Root(CircleConstant()))),
    ),
    "size": (equal(over("i", "m", ONE), Letter("m")), equal(over("i", "m", ONE), Letter("|B|"))),
    "mini-batch": (equal(over("i", "B", ONE), Letter("|B|")), equal(over("i", "B", P_I), over("i", "m", P_I))),
    "delta": (
        equal(over("j", "K", Times(Delta("j", "k"), Letter("pi", ("j",)))), PI),
        equal(over("j", "K", Times(Delta("j", "k"), Letter("pi", ("j",)))), Letter("pi", (1,))),
    ),
    "minus": (equal(Minus(Minus(C)), C), equal(Minus(C), C)),
    "times": (equal(Times(C, TWO), Add(C, C)), equal(Times(C, C), C)),
    "over": (equal(Over(Times(PI, C), PI), C), equal(Over(C, PI), Over(PI, C))),
    "power": (equal(Power(C, TWO), Times(C, C)), equal(Power(Power(X, TWO), Over(Number(3), TWO)), Power(X, Number(3)))),
    "exponential": (equal(Exp(Log(PI)), PI), equal(Exp(PI), PI)),
    "logarithm": (equal(Log(Exp(C)), C), equal(Log(PI), PI)),
    "root": (equal(Power(Root(SIGMA), TWO), SIGMA), equal(Root(Power(X, TWO)), X)),
    "transposed": (
        equal(Times(Transposed(POINT), POINT), over("d", "D", Power(X, TWO))),
        equal(Times(Transposed(POINT), MEAN), Times(Transposed(POINT), POINT)),
    ),
    "diagonal": (equal(Diagonal(Letter("sigma", ("k",))), COVARIANCE), equal(Diagonal(MEAN), COVARIANCE)),
    "trace": (equal(Trace(COVARIANCE), over("d", "D", Power(SIGMA, TWO))), equal(Trace(COVARIANCE), over("d", "D", SIGMA))),
    "determinant": (
        equal(Determinant(COVARIANCE), Product("d", "D", Power(SIGMA, TWO))),
        equal(Determinant(COVARIANCE), Trace(COVARIANCE)),
    ),
    "inverse": (equal(Times(Power(COVARIANCE, Minus(ONE)), Times(COVARIANCE, POINT)), POINT), equal(Times(COVARIANCE, POINT), POINT)),
    "sum apart": (
        equal(Sum("j", "K", Letter("pi", ("j",)), apart="k"), Add(over("j", "K", Letter("pi", ("j",))), Minus(PI))),
        equal(Sum("j", "K", Letter("pi", ("j",)), apart="k"), over("j", "K", Letter("pi", ("j",)))),
    ),
    "product": (equal(Log(Product("k", "K", PI)), over("k", "K", Log(PI))), equal(Product("k", "K", PI), over("k", "K", PI))),
    "cases": (
        equal(Cases("j", "k", ONE, ZERO), Delta("j", "k")),
        equal(Cases("j", "k", ZERO, ONE), Delta("j", "k")),
    ),
    "normal": (
        equal(Normal(POINT, MEAN, COVARIANCE), Product("d", "D", Normal(X, MU, Power(SIGMA, TWO)))),
        equal(Normal(X, MU, SIGMA), Normal(X, MU, Power(SIGMA, TWO))),
    ),
    "definitions": (
        equal(GAMMA, Over(Times(PI, Normal(POINT, MEAN, COVARIANCE)), P_I), Over(Exp(ELL), over("j", "K", Exp(Letter("ell", ("i", "j")))))),
        equal(GAMMA, Exp(ELL)),
    ),
    "z": (
        equal(Letter("z", ("i", "k", "d")), Over(Add(X, Minus(MU)), SIGMA)),
        equal(Letter("z", ("i", "k", "d")), Over(Add(MU, Minus(X)), SIGMA)),
    ),
    "likelihoods": (
        equal(Times(Letter("|B|"), Letter("J_B")), Minus(Letter("L_B")), Minus(over("i", "B", Log(P_I)))),
        equal(Letter("J"), Minus(L)),
    ),
    "effective count": (equal(Letter("N", ("k",)), over("i", "m", GAMMA)), equal(Letter("N", ("k",)), over("i", "B", GAMMA))),
    "gradient": (
        equal(Partial(L, MEAN), over("i", "m", Times(GAMMA, Times(Power(COVARIANCE, Minus(ONE)), OFFSET)))),
        equal(Partial(L, MEAN), over("i", "m", Times(GAMMA, OFFSET))),
    ),
    "derivative by a square": (
        equal(Partial(Log(SIGMA), Power(SIGMA, TWO)), Over(ONE, Times(TWO, Power(SIGMA, TWO)))),
        equal(Partial(Log(SIGMA), Power(SIGMA, TWO)), Over(ONE, SIGMA)),
    ),
    "derivative by a logarithm": (
        equal(Partial(SIGMA, Log(SIGMA)), SIGMA),
        equal(Partial(L, Log(SIGMA)), Partial(L, Log(Power(SIGMA, TWO)))),
    ),
    "second derivative": (
        equal(Partial(Partial(Power(MU, Number(3)), MU), MU), Times(Number(6), MU)),
        equal(Partial(Partial(Power(MU, Number(3)), MU), MU), Times(Number(3), MU)),
    ),
    "derivative by a logit": (
        equal(Partial(L, ALPHA), Add(Letter("N", ("k",)), Minus(Times(Letter("m"), PI)))),
        equal(Partial(L, ALPHA), over("i", "m", Over(GAMMA, PI))),
    ),
    "derivative by anything": (
        equal(Partial(Log(Letter("f")), Theta()), Over(Partial(Letter("f"), Theta()), Letter("f"))),
        equal(Partial(Log(Letter("f")), Theta()), Partial(Letter("f"), Theta())),
    ),
    "lemma": (
        equal(Partial(Log(P_I), Theta()), over("k", "K", Times(GAMMA, Partial(ELL, Theta())))),
        equal(Partial(P_I, Theta()), over("k", "K", Times(GAMMA, Partial(ELL, Theta())))),
    ),
    "proportion": ((Chain("∝", (GAMMA, Exp(ELL))),), (Chain("∝", (GAMMA, Normal(POINT, MEAN, COVARIANCE))),)),
}


@pytest.mark.parametrize("kind", TRUE_AND_FALSE)
def test_an_equation_of_this_kind_is_believed_only_where_it_is_true(kind: str):
    true, false = TRUE_AND_FALSE[kind]
    assert holds(true, {})
    assert not holds(false, {})
    assert counter_example(true, {}) is None
    assert counter_example(false, {}) is not None


def test_every_kind_of_node_is_among_them():
    chains = [chain for pair in TRUE_AND_FALSE.values() for (chain,) in pair]
    used = {type(node) for chain in chains for member in chain.members for node in member.walk()}
    assert used == {kind for kind in Node.__subclasses__() if kind.__module__ == Node.__module__}


# --- false only somewhere

ONLY_SOMEWHERE = {
    "for positive letters": (equal(Root(Power(MU, TWO)), MU), {}),
    "for one component": (equal(over("k", "K", PI), Letter("pi", (1,))), {}),
    "for two components": (equal(Letter("K"), TWO), {}),
    "at k = 1": (equal(Partial(L, PI), over("i", "m", Over(GAMMA, Letter("pi", (1,))))), ONE_DIMENSION),
    "at k = 2": (equal(Sum("j", "K", Delta("j", "k"), apart=1), ONE), {}),
    "away from k = K": (equal(Sum("j", "K", Delta("j", "k"), apart=2), ONE), ONE_DIMENSION),
    "in one dimension": (equal(Determinant(COVARIANCE), Trace(COVARIANCE)), {}),
    "for the first feature": (
        equal(
            Partial(Log(Normal(POINT, MEAN, COVARIANCE)), MU),
            Over(Add(Letter("x", ("i", 1)), Minus(Letter("mu", ("k", 1)))), Power(Letter("sigma", ("k", 1)), TWO)),
        ),
        {},
    ),
    "for one point": (equal(L, Log(Letter("p", (1,)))), ONE_DIMENSION),
    "where all points are in the batch": (equal(Letter("L_B"), L), ONE_DIMENSION),
    "for a batch of one point": (equal(Letter("J_B"), Minus(Letter("L_B"))), ONE_DIMENSION),
    "on the simplex": (equal(over("k", "K", PI), ONE), {}),
    "for a positive multiplier": (equal(Root(Power(Letter("lambda"), TWO)), Letter("lambda")), {}),
    "where no index is captured": (equal(over("k", "K", Partial(L, PI)), Times(Letter("K"), Partial(L, PI))), {}),
}


@pytest.mark.parametrize("where", ONLY_SOMEWHERE)
def test_what_is_true_only_in_some_cases_is_not_believed(where: str):
    statements, sizes = ONLY_SOMEWHERE[where]
    assert not holds(statements, sizes)


# --- the weights

SIMPLEX = Chain("=", (over("k", "K", PI), ONE))
ADD_UP = Chain("=", (over("i", "m", over("k", "K", Times(GAMMA, ONE))), Times(Letter("m"), over("k", "K", PI))))
SLOPES = (Partial(L, Letter("pi", (1,))), Partial(L, Letter("pi", (2,))))


def test_weights_are_free_unless_the_equation_states_the_simplex():
    assert not holds((ADD_UP,), {})
    assert holds((ADD_UP, SIMPLEX), {})
    assert not holds((ADD_UP, Chain("=", (over("k", "K", PI), TWO))), {})
    assert not holds((ADD_UP, Chain("=", (PI, Times(ONE, PI)))), {})
    assert holds((ADD_UP, Chain("=", (Letter("pi", (2,)), Add(ONE, Minus(Letter("pi", (1,))))))), ONE_DIMENSION)


def test_a_derivative_by_a_weight_moves_it_alone_on_the_simplex_too():
    slope = Partial(over("j", "K", Letter("pi", ("j",))), PI)
    assert holds((*equal(slope, ONE), SIMPLEX), {})


def test_an_upright_derivative_moves_both_weights():
    straight = Partial(L, Letter("pi", (1,)), along_simplex=True)
    assert holds(equal(straight, Add(SLOPES[0], Minus(SLOPES[1]))), ONE_DIMENSION)
    assert not holds(equal(straight, SLOPES[0]), ONE_DIMENSION)


def test_a_bare_logit_is_that_of_the_first_of_two_components():
    logit = Partial(L, Letter("a"))
    by_hand = over("i", "m", Add(Letter("gamma", ("i", 1)), Minus(Letter("pi", (1,)))))
    assert holds(equal(logit, by_hand), ONE_DIMENSION)
    assert not holds(equal(logit, Minus(by_hand)), ONE_DIMENSION)


# --- equivalences

N_K = Letter("N", ("k",))
MEAN_OF_POINTS = Over(over("i", "m", Times(GAMMA, X)), N_K)
VANISHES = Chain("=", (Partial(L, MU), ZERO))


@pytest.mark.parametrize(
    ("left", "right", "true"),
    [
        (VANISHES, Chain("=", (MU, MEAN_OF_POINTS)), True),
        (VANISHES, Chain("=", (MU, Over(over("i", "m", X), Letter("m")))), False),
        (Chain("=", (MU, ZERO)), Chain("=", (Power(MU, TWO), MU)), False),
        (Chain("=", (MU, ZERO)), Chain("=", (Power(MU, Number(3)), ZERO)), True),
        (Chain("=", (MU, TWO)), Chain("=", (Power(MU, TWO), Number(4))), False),
        (Chain("=", (SIGMA, ONE)), Chain("=", (Power(SIGMA, TWO), ONE)), True),
        (Chain("=", (Over(N_K, PI), Letter("lambda"))), Chain("=", (PI, Over(N_K, Letter("lambda")))), True),
        (Chain("=", (Over(N_K, PI), Letter("lambda"))), Chain("=", (PI, Over(Letter("lambda"), N_K))), False),
        (Chain("=", (Over(N_K, PI), Letter("eta"))), Chain("=", (Letter("eta"), Over(N_K, PI))), True),
        (Chain("=", (Over(N_K, PI), Letter("tau"))), Chain("=", (Letter("tau"), Over(PI, N_K))), False),
        (Chain("=", (GAMMA, GAMMA)), Chain("=", (MU, ZERO)), False),
    ],
)
def test_an_equivalence_is_believed_only_where_both_sides_hold_together(left: Chain, right: Chain, true: bool):
    assert holds((Equivalence(left, right),), ONE_DIMENSION) == true


def test_a_false_equivalence_shows_where_one_side_holds_alone():
    found = counter_example((Equivalence(VANISHES, Chain("=", (MU, Over(over("i", "m", X), Letter("m"))))),), ONE_DIMENSION)
    assert found is not None
    assert "where the left equation is true: the left side of the other one is" in str(found)


# --- no opinion


@pytest.mark.parametrize(
    ("statements", "sizes", "why"),
    [
        (equal(Log(X), C), {}, "what is not positive"),
        (equal(Root(Minus(PI)), C), {}, "what is not positive"),
        (equal(Over(ONE, Add(C, Minus(C))), C), {}, "a divisor is zero"),
        (equal(Power(Minus(PI), Over(ONE, TWO)), C), {}, "a power that has no value"),
        (equal(Add(POINT, ONE), POINT), {}, "shapes are added"),
        (equal(Times(POINT, MEAN), POINT), {}, "shapes are multiplied"),
        (equal(Exp(POINT), ONE), {}, "a number is expected"),
        (equal(POINT, ONE), {}, "a number is compared with a vector"),
        (equal(Power(COVARIANCE, TWO), COVARIANCE), {}, "a power of a vector or a matrix"),
        (equal(Trace(C), C), {}, "a vector or a matrix is expected"),
        (equal(Partial(L, GAMMA), ONE), {}, "no parameter"),
        (equal(Partial(Power(MU, TWO), Power(MU, TWO)), ONE), {}, "neither a letter nor the power or logarithm of a positive one"),
        (equal(Partial(POINT, POINT), ONE), {}, "a number is expected"),
        (equal(Letter("a"), ALPHA), {}, "a with an index and a without"),
        (equal(Letter("a"), C), {"K": 3}, "two components on a page of 3"),
        (equal(Letter("pi", (9,)), PI), {}, "larger than any size"),
        (equal(Partial(PI, Theta()), ZERO), {}, "θ leaves ℓ undefined"),
        ((Chain("∝", (C, ONE)),), {}, "∝ is about one component index"),
        ((Equivalence(Chain("=", (Exp(C), ZERO)), Chain("=", (Exp(MU), ZERO))),), {}, "could be solved"),
    ],
)
def test_where_numbers_cannot_say_there_is_no_opinion(statements: tuple[Chain, ...], sizes: dict[str, int], why: str):
    with pytest.raises(NoOpinion, match=why):
        holds(statements, sizes)


# --- counter-examples


def test_a_counter_example_is_short_and_exact_and_says_both_sides():
    found = counter_example(read(r"\frac{\partial \mathcal{L}}{\partial \pi_k} = \sum_{i=1}^m \gamma_{ik}", ONE_DIMENSION), ONE_DIMENSION)
    assert found is not None
    assert found.size.m == 2
    assert {name for name, _ in found.letters} == {f"{letter}_{k}" for letter in ("π", "μ", "σ", "x") for k in (1, 2)}
    assert all(len(number.strip("−").partition(".")[2]) <= 1 for _, number in found.letters)
    (_, left), (_, right) = found.sides
    assert abs(left - right) > max(abs(left), abs(right)) / 10
    assert str(found).startswith("At m = 2")
    assert "the left side is" in str(found)
    assert "the right side" in str(found)


def test_the_two_weights_of_a_counter_example_add_up_to_one_wherever_they_can():
    found = counter_example(equal(GAMMA, PI), ONE_DIMENSION)
    assert found is not None
    assert sum(float(number) for name, number in found.letters if name.startswith("π")) == pytest.approx(1)
    assert counter_example(equal(over("k", "K", PI), ONE), ONE_DIMENSION) is not None


def test_a_counter_example_to_a_chain_names_the_members_that_differ():
    found = counter_example(equal(C, C, Times(TWO, C)), {})
    assert "member 2 of the chain is" in str(found)
    assert "member 3 of the chain" in str(found)


def test_a_counter_example_about_any_function_writes_the_function_out():
    found = counter_example(TRUE_AND_FALSE["derivative by anything"][1], {})
    assert found is not None
    written = dict(found.letters)
    assert set(written) == {"θ", "log f"}
    assert written["log f"].endswith("θ³")


# --- what it stands on


def test_a_letter_has_the_same_value_whatever_was_asked_before():
    one, other = (Setting(Size(2, 3, 2), drawn(5)) for _ in range(2))
    other.letter("L")
    assert one.letter("mu", 2, 1) == other.letter("mu", 2, 1)
    assert one.letter("mu", 2, 1) != Setting(Size(2, 3, 2), drawn(6)).letter("mu", 2, 1)


def test_letters_are_drawn_with_both_signs_and_the_positive_ones_positive():
    settings = [Setting(Size(2, 3, 2), drawn(seed)) for seed in range(20)]
    for name, indices in (("x", (1, 1)), ("mu", (1, 1)), ("a", (1,)), ("c", ()), ("lambda", ())):
        assert {setting.letter(name, *indices) > 0 for setting in settings} == {True, False}
        assert all(setting.letter(name, *indices) != 0 for setting in settings)
    for name, indices in (("sigma", (1, 1)), ("pi", (1,))):
        assert all(setting.letter(name, *indices) > 0 for setting in settings)


def test_a_mini_batch_is_a_proper_part_of_several_points():
    assert [Size(m, 1, 1).batch for m in (1, 2, 3, 4)] == [(1,), (2,), (1, 3), (1, 3, 4)]


def test_a_derivative_is_known_to_more_digits_than_the_tolerance_asks_for():
    setting = Setting(Size(3, 2, 1), drawn(1))
    second = opinion.value(Partial(Partial(L, MU), Log(SIGMA)), setting, {"k": 1, "d": 1})
    gamma_score = over("i", "m", Times(GAMMA, Over(Add(X, Minus(MU)), Power(SIGMA, TWO))))
    once = opinion.value(Partial(gamma_score, Log(SIGMA)), setting, {"k": 1, "d": 1})
    assert abs(second - once) < EXACT.mpf(10) ** -30


def test_the_precision_of_mpmath_itself_is_left_alone():
    before = mpmath.mp.dps
    assert holds(equal(C, C), {})
    assert mpmath.mp.dps == before


def test_the_second_opinion_loads_no_algebra():
    code = "import sys, mog.derivation.opinion; print('sympy' in sys.modules, any('notation' in name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
