"""What a tree is worth in numbers in one setting: sums written out, derivatives by differences of hundred-digit numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from mog.derivation import tree
from mog.derivation.letters import LETTERS
from mog.derivation.setting import EXACT, STEP, THETA, NoOpinion, Place, Setting

Value = Any
"""A number of EXACT, or its matrix: D × 1 for a column, 1 × D for a row. One feature makes all of them numbers."""
At = Mapping[str, int]
MOVABLE = {"x", "mu", "sigma", "pi", "a", "ell", "lambda", "c", "eta", "tau", THETA}


def free_indices(node: tree.Node, bound: frozenset[str] = frozenset()) -> set[str]:
    """The index letters that no sum or product of the node binds."""
    own: tuple[tree.Index | None, ...] = ()
    inner = bound
    match node:
        case tree.Letter(_, indices):
            own = indices
        case tree.Delta(left, right) | tree.Cases(left, right):
            own = (left, right)
        case tree.Sum(index, _, _, apart) | tree.Product(index, _, _, apart):
            own, inner = (apart,), bound | {index}
    found = {index for index in own if isinstance(index, str) and index not in bound}
    return found.union(*(free_indices(part, inner) for part in node.parts))


def value(node: tree.Node, setting: Setting, at: At) -> Value:
    """The number, column, row or matrix that a node is worth where the free indices are as in `at`."""
    match node:
        case tree.Number(number):
            return EXACT.mpf(number)
        case tree.CircleConstant():
            return +EXACT.pi
        case tree.Theta():
            return setting.letter(THETA)
        case tree.Letter():
            return _letter(node, setting, at)
        case tree.Delta(left, right):
            return EXACT.mpf(_index(left, at) == _index(right, at))
        case tree.Add(left, right):
            return _add(value(left, setting, at), value(right, setting, at))
        case tree.Minus(operand):
            return -value(operand, setting, at)
        case tree.Times(left, right):
            return _times(value(left, setting, at), value(right, setting, at))
        case tree.Over(top, bottom):
            divisor = _number(value(bottom, setting, at))
            return value(top, setting, at) / (divisor if divisor != 0 else _give_up("a divisor is zero"))
        case tree.Power(base, exponent):
            return _power(value(base, setting, at), _number(value(exponent, setting, at)))
        case tree.Exp(argument):
            return EXACT.exp(_number(value(argument, setting, at)))
        case tree.Log(argument):
            return EXACT.log(_positive(value(argument, setting, at)))
        case tree.Root(argument):
            return EXACT.sqrt(_positive(value(argument, setting, at)))
        case tree.Transposed(vector):
            return _matrix(value(vector, setting, at), setting).T if setting.size.D > 1 else value(vector, setting, at)
        case tree.Diagonal(vector):
            squares = [entry**2 for entry in entries(value(vector, setting, at))]
            return _plain(EXACT.diag(squares)) if len(squares) == setting.size.D else _give_up("a diagonal takes one number a feature")
        case tree.Trace(matrix):
            square = _matrix(value(matrix, setting, at), setting)
            return EXACT.fsum(square[d, d] for d in range(setting.size.D))
        case tree.Determinant(matrix):
            return EXACT.det(_matrix(value(matrix, setting, at), setting))
        case tree.Sum(index, _, body):
            return reduce(_add, (value(body, setting, inner) for inner in _over(node, index, setting, at)), EXACT.mpf(0))
        case tree.Product(index, _, body):
            factors = (_number(value(body, setting, inner)) for inner in _over(node, index, setting, at))
            return reduce(lambda left, right: left * right, factors, EXACT.mpf(1))
        case tree.Partial():
            return _derivative(node, setting, at)
        case tree.Cases(left, right, equal, other):
            return value(equal if _index(left, at) == _index(right, at) else other, setting, at)
        case tree.Normal(at_value, mean, variance):
            offset = _add(value(at_value, setting, at), -value(mean, setting, at))
            return _normal(offset, value(variance, setting, at))
    return _give_up(f"no rule for {type(node).__name__}")


def entries(worth: Value) -> list[Any]:
    """The numbers of a value, row by row."""
    return list(worth) if isinstance(worth, EXACT.matrix) else [worth]


def _give_up(why: str) -> Any:
    raise NoOpinion(why)


def _index(index: tree.Index, at: At) -> int:
    return index if isinstance(index, int) else at[index]


def _over(node: tree.Sum | tree.Product, index: str, setting: Setting, at: At) -> Iterator[At]:
    apart = None if node.apart is None else _index(node.apart, at)
    return ({**at, index: number} for number in setting.size.range_of(node.domain) if number != apart)


def _plain(worth: Value) -> Value:
    return worth[0, 0] if isinstance(worth, EXACT.matrix) and (worth.rows, worth.cols) == (1, 1) else worth


def _number(worth: Value) -> Any:
    return worth if not isinstance(worth, EXACT.matrix) else _give_up("a number is expected where a vector or matrix stands")


def _positive(worth: Value) -> Any:
    return worth if _number(worth) > 0 else _give_up("a logarithm or a root of what is not positive")


def _matrix(worth: Value, setting: Setting) -> Any:
    if isinstance(worth, EXACT.matrix):
        return worth
    return EXACT.matrix([[worth]]) if setting.size.D == 1 else _give_up("a vector or a matrix is expected where a number stands")


def _add(left: Value, right: Value) -> Value:
    shapes = [(side.rows, side.cols) if isinstance(side, EXACT.matrix) else None for side in (left, right)]
    if shapes[0] == shapes[1]:
        return left + right
    # A sum over nothing is a plain zero, whatever it would have added.
    zeros = [shape is None and side == 0 for shape, side in zip(shapes, (left, right), strict=True)]
    return right if zeros[0] else left if zeros[1] else _give_up("two shapes are added that do not fit")


def _times(left: Value, right: Value) -> Value:
    matrices = isinstance(left, EXACT.matrix) and isinstance(right, EXACT.matrix)
    return _give_up("two shapes are multiplied that do not fit") if matrices and left.cols != right.rows else _plain(left * right)


def _power(base: Value, exponent: Any) -> Value:
    if isinstance(base, EXACT.matrix):
        return base**-1 if base.rows == base.cols and exponent == -1 else _give_up("a power of a vector or a matrix")
    if (base == 0 and exponent <= 0) or (base < 0 and exponent != int(exponent)):
        return _give_up("a power that has no value")
    return base**exponent


def _normal(offset: Value, variance: Value) -> Any:
    if isinstance(offset, EXACT.matrix) and isinstance(variance, EXACT.matrix) and (offset.rows, offset.cols) == (variance.rows, 1):
        squared = _plain(offset.T * variance**-1 * offset)
        return EXACT.exp(-squared / 2) / EXACT.sqrt((2 * EXACT.pi) ** variance.rows * _positive(EXACT.det(variance)))
    return EXACT.exp(-(_number(offset) ** 2) / (2 * _positive(variance))) / EXACT.sqrt(2 * EXACT.pi * variance)


def _letter(node: tree.Letter, setting: Setting, at: At) -> Value:
    indices = tuple(_index(index, at) for index in node.indices)
    if lacks_feature(node):
        return _plain(EXACT.matrix([setting.letter(node.name, *indices, d) for d in range(1, setting.size.D + 1)]))
    return _plain(setting.letter(node.name, *indices))


def lacks_feature(letter: tree.Letter) -> bool:
    """Whether the letter is a vector: one with a feature index that is left out."""
    signature = LETTERS[letter.name].indices
    return signature.endswith("d") and len(letter.indices) == len(signature) - 1


def _derivative(node: tree.Partial, setting: Setting, at: At) -> Value:
    """A difference of the body over that of what it is derived by, with the letter in it moved both ways."""
    letter = moving_letter(node.by)
    name = THETA if isinstance(letter, tree.Theta) else letter.name
    indices = () if isinstance(letter, tree.Theta) else tuple(_index(index, at) for index in letter.indices)
    if name not in MOVABLE:
        _give_up(f"a derivative by {name}, which is no parameter")
    if isinstance(letter, tree.Theta) or not lacks_feature(letter):
        return _slope(node, setting, at, (name, indices))
    slopes = [_slope(node, setting, at, (name, (*indices, d))) for d in range(1, setting.size.D + 1)]
    return _plain(EXACT.matrix([_number(slope) for slope in slopes]))


def moving_letter(by: tree.Node) -> tree.Letter | tree.Theta:
    match by:
        case tree.Letter() | tree.Theta():
            return by
        case tree.Log(inner) | tree.Power(inner, tree.Number()) if LETTERS[getattr(moving_letter(inner), "name", "x")].values == "positive":
            return moving_letter(inner)
    raise NoOpinion("a derivative by what is neither a letter nor the power or logarithm of a positive one")


def _slope(node: tree.Partial, setting: Setting, at: At, place: Place) -> Value:
    name, indices = place
    along = [(place, 1)]
    if node.along_simplex and name == "pi":
        if setting.size.K != 2:
            _give_up("a derivative along π₂ = 1 − π₁ with other than two components")
        along.append(((name, (3 - indices[0],)), -1))
    ahead, behind = (setting.moved(*((moved, sign * way * STEP) for moved, sign in along)) for way in (1, -1))
    rise = _add(value(node.body, ahead, at), -value(node.body, behind, at))
    return rise / (_coordinate(node.by, ahead.letter(name, *indices)) - _coordinate(node.by, behind.letter(name, *indices)))


def _coordinate(by: tree.Node, letter: Any) -> Any:
    match by:
        case tree.Log(inner):
            return EXACT.log(_coordinate(inner, letter))
        case tree.Power(inner, tree.Number(exponent)):
            return _coordinate(inner, letter) ** exponent
    return letter
