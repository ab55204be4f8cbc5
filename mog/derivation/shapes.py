"""The shape of what was read: a number, a column or row over the features, or a diagonal matrix. What does not fit is refused."""

from __future__ import annotations

from mog.derivation import tree
from mog.derivation.letters import LETTERS

NUMBER, COLUMN, ROW, DIAGONAL = "a number", "a column vector", "a row vector", "a diagonal matrix"

PRODUCTS = {
    (ROW, COLUMN): NUMBER,
    (DIAGONAL, COLUMN): COLUMN,
    (ROW, DIAGONAL): ROW,
    (DIAGONAL, DIAGONAL): DIAGONAL,
}


class Misfit(ValueError):
    """Parts of an equation whose shapes do not fit together."""


def _same(what: str, *nodes: tree.Node) -> str:
    """The shape that all share; a literal 0 has every shape."""
    found = dict.fromkeys(shape(node) for node in nodes if node != tree.Number(0))
    if len(found) > 1:
        raise Misfit(f"{what} {' and '.join(found)}")
    return next(iter(found), NUMBER)


def _need(wanted: str, node: tree.Node, where: str) -> None:
    if (found := shape(node)) != wanted:
        raise Misfit(f"{where} must be {wanted}, not {found}")


def shape(node: tree.Node) -> str:
    match node:
        case tree.Letter("Sigma"):
            return DIAGONAL
        case tree.Letter(name, indices):
            return NUMBER if len(indices) == len(LETTERS[name].indices) or not indices else COLUMN
        case tree.Add(left, right):
            return _same("a sum of", left, right)
        case tree.Minus(operand):
            return shape(operand)
        case tree.Times(left, right):
            pair = shape(left), shape(right)
            if NUMBER in pair:
                return pair[0] if pair[1] == NUMBER else pair[1]
            if pair not in PRODUCTS:
                raise Misfit(f"no product of {pair[0]} and {pair[1]}")
            return PRODUCTS[pair]
        case tree.Over(top, bottom):
            _need(NUMBER, bottom, "a divisor")
            return shape(top)
        case tree.Power(base, exponent):
            _need(NUMBER, exponent, "an exponent")
            found = shape(base)
            if found != NUMBER and not (found == DIAGONAL and exponent == tree.Minus(tree.Number(1))):
                raise Misfit(f"what is raised to a power must be a number, not {found}")
            return found
        case tree.Transposed(vector):
            _need(COLUMN, vector, "what is transposed")
            return ROW
        case tree.Diagonal(vector):
            _need(COLUMN, vector, "a diagonal")
            return DIAGONAL
        case tree.Trace(matrix) | tree.Determinant(matrix):
            _need(DIAGONAL, matrix, "the argument of a trace or a determinant")
            return NUMBER
        case tree.Sum():
            return shape(node.body)
        case tree.Partial(body, by):
            _need(NUMBER, body, "what is differentiated")
            if shape(by) not in (NUMBER, COLUMN):
                raise Misfit(f"a derivative by {shape(by)}")
            return shape(by)
        case tree.Cases():
            return _same("cases that are", node.equal, node.other)
        case tree.Normal(value, mean, variance):
            if (shapes := (shape(value), shape(mean), shape(variance))) not in ((NUMBER,) * 3, (COLUMN, COLUMN, DIAGONAL)):
                raise Misfit(f"a normal density of {shapes[0]}, {shapes[1]} and {shapes[2]}")
            return NUMBER
    for part in node.parts:
        _need(NUMBER, part, "the argument of a function")
    return NUMBER


def shape_of_chain(chain: tree.Chain) -> str:
    return _same("an equation between", *chain.members)
