"""A reading in words: one English sentence for whoever cannot see an equation, or does not read it as one.

The convention, by which the sentence can be heard in one way only, without its commas and capitals:

- "squared", "cubed" and "to the power" belong to the letter, number or quantity right before them, and to nothing more.
- "the log of", "the exponential of" and the like take the one thing that follows: a letter, a fraction, a quantity (a power is one, lest
  its "squared" be taken for that of the log), or a sum with all it reaches. So does "minus", but for a whole product.
- "the quantity … end quantity" is a bracket, and stands wherever one is needed. A fraction begins and ends in the same way; only where
  nothing else stands beside it, short ones are "x over y". ½ is "one half".
- A sum reaches to the end of its product. Where more follows it, "end of the sum over i" says so, and ends the sums inside it too.
- "the derivative of … with respect to …" holds what it derives. One along the line where two weights add up to one is "along the simplex".
- Indices are spoken behind their letter, one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mog.derivation import tree
from mog.derivation.echo import flat, without_feature
from mog.derivation.letters import BATCH, COMPONENTS, FEATURES, POINTS

SPOKEN = {
    "m": "the number of points",
    "K": "the number of components",
    "D": "the number of features",
    "|B|": "the number of points in the mini-batch",
    "Sigma": "the covariance matrix Sigma",
    "a": "the logit a",
    "ell": "ell",
    "p": "the density of the mixture at x",
    "N": "the count N",
    "L": "the log-likelihood",
    "L_B": "the log-likelihood of the mini-batch",
    "J": "the mean negative log-likelihood",
    "J_B": "the mean negative log-likelihood of the mini-batch",
    "c": "the constant c",
    "f": "f of theta",
    "eta": "the learning rate eta",
    **{name: name for name in ("x", "pi", "mu", "sigma", "gamma", "z", "lambda", "tau")},
}
"""How each letter of the book is called, before its indices."""
OVER = {POINTS: "all points {}", BATCH: "all points {} in the mini-batch", COMPONENTS: "all components {}", FEATURES: "all features {}"}
FUNCTIONS: dict[type[tree.Node], str] = {
    tree.Log: "the log of",
    tree.Exp: "the exponential of",
    tree.Root: "the square root of",
    tree.Transposed: "the transpose of",
    tree.Trace: "the trace of",
    tree.Determinant: "the determinant of",
}
POWERS: dict[tree.Node, str] = {tree.Number(2): "squared", tree.Number(3): "cubed"}
HALF = tree.Over(tree.Number(1), tree.Number(2))
REPEATED = re.compile(r",(?=[,.;])")
RELATIONS = {"=": ("equals", "which equals"), "∝": ("is proportional to", "which is proportional to")}


@dataclass(frozen=True)
class Said(tree.Node):
    """A part that stands in no equation of the book, by its words."""

    words: str


Sign = tree.Number | tree.CircleConstant | tree.Letter | tree.Theta | tree.Delta | Said
Reduction = tree.Sum | tree.Product


def sentence(statements: Sequence[tree.Statement], one_feature: bool = False, conditions: Sequence[tree.Statement] = ()) -> str:
    """The statements in one sentence; on a page with one feature without its number."""
    first, *others = statements
    parts = [statement_in_words(first, one_feature)]
    for other in others:
        parts.append(f"{', given that' if other in conditions else '; and also'} {statement_in_words(other, one_feature)}")
    return in_full("".join(parts))


def in_full(words: str) -> str:
    """Words as a sentence, with a capital, a full stop and no two marks in a row."""
    return REPEATED.sub("", f"{words[0].upper()}{words[1:]}.")


def statement_in_words(statement: tree.Statement, one_feature: bool = False) -> str:
    if isinstance(statement, tree.Equivalence):
        left, right = (statement_in_words(chain, one_feature) for chain in (statement.left, statement.right))
        return f"{left} if and only if {right}"
    members = [words(without_feature(member) if one_feature else member) for member in statement.members]
    first, then = RELATIONS[statement.relation]
    return f", {then} ".join([f"{members[0]} {first} {members[1]}", *members[2:]])


def words(node: tree.Node) -> str:
    """A part of an equation as it is said where nothing stands beside it."""
    if isinstance(node, tree.Add):
        return _sum(node)
    if isinstance(node, tree.Over) and node != HALF and _is_short(node.top) and _is_short(node.bottom):
        return f"{closed(node.top)} over {closed(node.bottom)}"
    return _term(node)


def _term(node: tree.Node) -> str:
    """A part as it is said between plus and minus."""
    match node:
        case tree.Minus(operand):
            return f"minus {quantity(operand) if isinstance(operand, tree.Add | tree.Minus) else _term(operand)}"
        case tree.Times():
            *factors, last = flat(node, tree.Times)
            return " times ".join([*(_ended(factor, _factor(factor)) for factor in factors), _factor(last)])
    return _factor(node)


def _factor(node: tree.Node) -> str:
    """A part as it is said beside times; it may be a sum that still goes on."""
    match node:
        case tree.Sum(_, _, body) | tree.Product(_, _, body):
            return f"{_over(node)} {quantity(body) if isinstance(body, tree.Add | tree.Minus) else words(body)}"
    if type(node) in FUNCTIONS and isinstance(argument := node.parts[0], Reduction):
        return f"{FUNCTIONS[type(node)]} {_factor(argument)}"
    return closed(node)


def closed(node: tree.Node) -> str:
    """A part that says where it ends; what does not is said as a quantity."""
    match node:
        case tree.Number() | tree.CircleConstant() | tree.Letter() | tree.Theta() | tree.Delta() | Said():
            return _sign(node)
        case tree.Power():
            return _power(node)
        case tree.Over(top, bottom):
            return _fraction(node, top, bottom)
        case tree.Diagonal(vector):
            return f"the diagonal matrix of {closed(tree.Power(vector, tree.Number(2)))}"
        case tree.Partial():
            return _derivative(node)
        case tree.Cases(left, right, equal, other):
            return f"in case {left} equals {right}, {words(equal)}, and otherwise, {words(other)}, end of cases"
        case tree.Normal(value, mean, variance):
            matrix = isinstance(variance, tree.Letter) and variance.name == "Sigma"
            spread = closed(variance) if matrix else f"the variance {closed(variance)}"
            return f"the normal density of {words(value)} given the mean {words(mean)} and {spread}"
    if type(node) in FUNCTIONS and not isinstance(node.parts[0], Reduction):
        return f"{FUNCTIONS[type(node)]} {_unpowered(node.parts[0])}"
    return quantity(node)


def quantity(node: tree.Node) -> str:
    """A part in spoken brackets."""
    return f"the quantity {words(node)}, end quantity,"


def _sign(node: Sign) -> str:
    match node:
        case tree.Number(value):
            return str(value)
        case tree.CircleConstant():
            return "the circle constant pi"
        case tree.Letter(name, indices):
            return " ".join([SPOKEN[name], *map(str, indices)])
        case tree.Theta():
            return "theta"
        case tree.Delta(left, right):
            return f"delta {left} {right}"
    return node.words


def _sum(node: tree.Add) -> str:
    """Terms in a row; each but the last says where its sums end."""
    terms = [(" minus ", term.operand) if isinstance(term, tree.Minus) else (" plus ", term) for term in flat(node, tree.Add)]
    first = flat(node, tree.Add)[0]
    texts = [_paused(_ended(first, _term(first)))]
    for place, (sign, term) in enumerate(terms[1:], start=2):
        text = quantity(term) if isinstance(term, tree.Add | tree.Minus) else _term(term)
        texts.append(sign + (text if place == len(terms) else _paused(_ended(term, text))))
    return "".join(texts)


def _ended(node: tree.Node, text: str) -> str:
    """The text of a part that something follows: if it is in the middle of a sum, it says that the sum ends."""
    reduction = _open_sum(node)
    return text if reduction is None else f"{text}, end of the {type(reduction).__name__.lower()} over {reduction.index},"


def _paused(text: str) -> str:
    """The text of a term before plus or minus, with a pause if it is long."""
    return f"{text.removesuffix(',')}," if " of " in text else text


def _open_sum(node: tree.Node) -> Reduction | None:
    """The outermost sum or product that goes on to the end of what is said of a part."""
    match node:
        case tree.Sum() | tree.Product():
            return node
        case tree.Times(_, right):
            return None if isinstance(right, tree.Times) else _open_sum(right)
        case tree.Minus(operand):
            return None if isinstance(operand, tree.Add | tree.Minus) else _open_sum(operand)
    if type(node) in FUNCTIONS and isinstance(argument := node.parts[0], Reduction):
        return argument
    return None


def _over(node: Reduction) -> str:
    apart = f" other than {node.apart}" if node.apart is not None else ""
    return f"the {type(node).__name__.lower()} over {OVER[node.domain].format(node.index)}{apart} of"


def _power(node: tree.Power) -> str:
    inverse = node.exponent == tree.Minus(tree.Number(1))
    if inverse and isinstance(node.base, tree.Letter) and node.base.name == "Sigma":
        return f"the inverse of {closed(node.base)}"
    base = closed(node.base) if isinstance(node.base, Sign) else quantity(node.base)
    if node.exponent in POWERS:
        return f"{base} {POWERS[node.exponent]}"
    is_number = isinstance(node.exponent, tree.Minus) and isinstance(node.exponent.operand, tree.Number)
    exponent = words(node.exponent) if is_number else _unpowered(node.exponent)
    return f"{base} to the power {exponent}"


def _unpowered(node: tree.Node) -> str:
    """What can be told from a power of all that was said."""
    return quantity(node) if isinstance(node, tree.Power) else closed(node)


def _is_short(node: tree.Node) -> bool:
    """A letter, a number, or the square of one."""
    if isinstance(node, tree.Power):
        return node.exponent == tree.Number(2) and isinstance(node.base, Sign)
    return isinstance(node, Sign)


def _fraction(node: tree.Over, top: tree.Node, bottom: tree.Node) -> str:
    if node == HALF:
        return "one half"
    if _is_short(top) and _is_short(bottom):
        return f"the fraction {words(node)}, end of fraction,"
    return f"the fraction with numerator {words(top)} and denominator {words(bottom)}, end of fraction,"


def _derivative(node: tree.Partial) -> str:
    along = " along the simplex" if node.along_simplex else ""
    body = node.body
    if isinstance(body, tree.Partial) and body.along_simplex == node.along_simplex:
        said = _derived(body.body)
        return f"the second derivative{along} of {said} with respect first to {closed(body.by)}, then to {closed(node.by)}"
    return f"the derivative{along} of {_derived(body)} with respect to {closed(node.by)}"


def _derived(body: tree.Node) -> str:
    return quantity(body) if isinstance(body, tree.Add | tree.Minus) else words(body)
