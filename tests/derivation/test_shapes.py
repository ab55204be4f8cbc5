"""Numbers, columns, rows and diagonal matrices fit together as they do in linear algebra, and nothing else does."""

from __future__ import annotations

import pytest

from mog.derivation import tree
from mog.derivation.echo import echo
from mog.derivation.notation import read
from mog.derivation.shapes import COLUMN, DIAGONAL, NUMBER, ROW, Misfit, shape
from tests.derivation.readings import trouble

X, MU, SIGMA = tree.Letter("x", ("i",)), tree.Letter("mu", ("k",)), tree.Letter("Sigma", ("k",))
ONE, WEIGHT = tree.Number(1), tree.Letter("pi", ("k",))
INVERSE = tree.Power(SIGMA, tree.Minus(ONE))

FITTING = [
    (X, COLUMN),
    (tree.Letter("x", ("i", "d")), NUMBER),
    (tree.Letter("a"), NUMBER),
    (tree.Letter("z", ("i", "k")), COLUMN),
    (SIGMA, DIAGONAL),
    (INVERSE, DIAGONAL),
    (tree.Transposed(X), ROW),
    (tree.Times(INVERSE, X), COLUMN),
    (tree.Times(tree.Transposed(X), INVERSE), ROW),
    (tree.Times(tree.Times(tree.Transposed(X), INVERSE), MU), NUMBER),
    (tree.Times(SIGMA, INVERSE), DIAGONAL),
    (tree.Times(WEIGHT, X), COLUMN),
    (tree.Times(X, WEIGHT), COLUMN),
    (tree.Over(X, WEIGHT), COLUMN),
    (tree.Add(X, tree.Minus(MU)), COLUMN),
    (tree.Add(X, tree.Number(0)), COLUMN),
    (tree.Sum("i", "m", X), COLUMN),
    (tree.Trace(SIGMA), NUMBER),
    (tree.Determinant(INVERSE), NUMBER),
    (tree.Diagonal(tree.Letter("sigma", ("k",))), DIAGONAL),
    (tree.Partial(tree.Letter("L"), MU), COLUMN),
    (tree.Partial(tree.Letter("L"), WEIGHT), NUMBER),
    (tree.Cases("j", "k", X, tree.Number(0)), COLUMN),
    (tree.Normal(X, MU, SIGMA), NUMBER),
    (tree.Exp(WEIGHT), NUMBER),
]

MISFITS = [
    (tree.Add(X, ONE), "a sum of a column vector and a number"),
    (tree.Add(X, tree.Transposed(X)), "a sum of a column vector and a row vector"),
    (tree.Times(X, MU), "no product of a column vector and a column vector"),
    (tree.Times(X, SIGMA), "no product of a column vector and a diagonal matrix"),
    (tree.Times(X, tree.Transposed(X)), "no product of a column vector and a row vector"),
    (tree.Times(SIGMA, tree.Transposed(X)), "no product of a diagonal matrix and a row vector"),
    (tree.Over(ONE, X), "a divisor must be a number, not a column vector"),
    (tree.Over(ONE, SIGMA), "a divisor must be a number, not a diagonal matrix"),
    (tree.Power(X, tree.Number(2)), "raised to a power must be a number"),
    (tree.Power(SIGMA, tree.Number(2)), "raised to a power must be a number"),
    (tree.Power(X, tree.Minus(ONE)), "raised to a power must be a number"),
    (tree.Power(WEIGHT, X), "an exponent must be a number"),
    (tree.Transposed(SIGMA), "what is transposed must be a column vector"),
    (tree.Transposed(tree.Transposed(X)), "what is transposed must be a column vector"),
    (tree.Trace(X), "trace or a determinant must be a diagonal matrix"),
    (tree.Determinant(ONE), "trace or a determinant must be a diagonal matrix"),
    (tree.Diagonal(WEIGHT), "a diagonal must be a column vector"),
    (tree.Partial(X, MU), "what is differentiated must be a number"),
    (tree.Partial(tree.Letter("L"), SIGMA), "a derivative by a diagonal matrix"),
    (tree.Cases("j", "k", X, ONE), "cases that are a column vector and a number"),
    (tree.Normal(X, MU, WEIGHT), "a normal density of a column vector, a column vector and a number"),
    (tree.Normal(WEIGHT, WEIGHT, SIGMA), "a normal density of a number, a number and a diagonal matrix"),
    (tree.Exp(X), "the argument of a function must be a number"),
    (tree.Log(SIGMA), "the argument of a function must be a number"),
    (tree.Root(X), "the argument of a function must be a number"),
    (tree.Product("i", "m", X), "the argument of a function must be a number"),
    (tree.Exp(tree.Times(X, MU)), "no product"),
]


@pytest.mark.parametrize(("node", "wanted"), FITTING, ids=[echo(node) for node, _ in FITTING])
def test_what_fits_has_the_shape_of_linear_algebra(node: tree.Node, wanted: str) -> None:
    assert shape(node) == wanted


@pytest.mark.parametrize(("node", "said"), MISFITS, ids=[said for _, said in MISFITS])
def test_what_does_not_fit_is_refused_with_the_shapes_that_came(node: tree.Node, said: str) -> None:
    with pytest.raises(Misfit, match=said):
        shape(node)


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"x_i = 1", "between a column vector and a number"),
        (r"\Sigma_k = \sigma_{kd}^2", "between a diagonal matrix and a number"),
        (r"x_i^\top = x_i", "between a row vector and a column vector"),
        (r"x_i = \mu_k = \pi_k", "between a column vector and a number"),
        (r"\frac{\partial \mathcal{L}}{\partial \mu_k} = \sum_i \gamma_{ik} z_{ikd}", "between a column vector and a number"),
        (r"\mu_{kd} = \mu_{kd} + \Sigma_k^{-1} x_i", "a sum of a number and a column vector"),
    ],
)
def test_an_equation_between_two_shapes_is_unreadable(tex: str, said: str) -> None:
    assert said in trouble(tex)


def test_a_zero_has_every_shape() -> None:
    assert read(r"\frac{\partial \mathcal{L}}{\partial \mu_k} = 0")
    assert read(r"\Sigma_k = 0")
