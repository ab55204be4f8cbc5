"""What a reading means: its tree in primitive letters, every definition unfolded and every derivative carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from sympy import Expr, Integer, S, Symbol
from sympy.core.function import AppliedUndef

from mog.derivation import textbook, tree
from mog.derivation.calculus import Delta, Exp, Log, Undecidable, derivative, differentiate, rebuilt
from mog.derivation.echo import echo
from mog.derivation.letters import RUNS_OVER
from mog.derivation.normal_form import ratio
from mog.derivation.shapes import COLUMN, DIAGONAL, NUMBER, ROW, shape
from mog.derivation.textbook import DOMAIN, Textbook

LARGEST_NUMBER, LARGEST_EXPONENT = 10**6, 12
"""Beyond these, multiplying out or factorising may not end."""
CONSTANTS = {*textbook.SIZE.values(), textbook.circle}
FEATURE = Symbol("feature", integer=True, positive=True)
"""The feature at which two vectors, or the diagonals of two matrices, are compared."""


def free_index(name: str) -> Symbol:
    return Symbol(name, integer=True, positive=True)


@dataclass(frozen=True)
class Duty:
    """What must hold for an equation to have a meaning: a divisor is not zero, a logarithm's argument is positive."""

    value: Expr
    positive: bool
    said: str


@dataclass(frozen=True)
class Meaning:
    """Turns trees into expressions; its indices say what each bound index letter stands for."""

    book: Textbook
    duties: list[Duty] = field(default_factory=list)
    indices: dict[str, Expr] = field(default_factory=dict)

    def of(self, node: tree.Node, feature: Expr | None = None) -> Expr:
        """The value; of a vector or a diagonal matrix, the value at one feature."""
        match node:
            case tree.Number(value):
                return self.number(value)
            case tree.CircleConstant():
                return textbook.circle
            case tree.Letter():
                return self.letter(node, feature)
            case tree.Delta(left, right):
                return Delta(self.index(left), self.index(right))
            case tree.Add(left, right):
                return self.of(left, feature) + self.of(right, feature)
            case tree.Minus(operand):
                return -self.of(operand, feature)
            case tree.Times(left, right):
                return self.product(left, right, feature)
            case tree.Over(top, bottom):
                return self.of(top, feature) / self.owed(bottom, positive=False)
            case tree.Power(base, exponent):
                return self.power(base, exponent, feature)
            case tree.Exp(argument):
                return Exp(self.of(argument))
            case tree.Log(argument):
                return Log(self.owed(argument, positive=True))
            case tree.Root(argument):
                return Exp(Log(self.owed(argument, positive=True)) / 2)
            case tree.Transposed(vector):
                return self.of(vector, feature)
            case tree.Diagonal(vector):
                return self.of(vector, feature) ** 2
            case tree.Trace(matrix):
                return self.book.over(textbook.D, lambda d: self.of(matrix, d))
            case tree.Determinant(matrix):
                return Exp(self.book.over(textbook.D, lambda d: Log(self.of(matrix, d))))
            case tree.Sum(index, domain, body, apart):
                return self.sum(index, domain, apart, lambda inner: inner.of(body, feature))
            case tree.Product(index, domain, body, apart):
                return Exp(self.sum(index, domain, apart, lambda inner: Log(inner.owed(body, positive=True))))
            case tree.Partial(body, by, along_simplex):
                return self.derivative(body, by, along_simplex, feature)
            case tree.Cases(left, right, equal, other):
                same = Delta(self.index(left), self.index(right))
                return same * self.of(equal, feature) + (1 - same) * self.of(other, feature)
            case tree.Normal(value, mean, variance):
                return self.normal(value, mean, variance)
        raise Undecidable(f"no meaning for {echo(node)} here")

    @staticmethod
    def number(value: int) -> Expr:
        if value > LARGEST_NUMBER:
            raise Undecidable(f"a number above {LARGEST_NUMBER}, which no equation of this book needs")
        return Integer(value)

    def owed(self, node: tree.Node, positive: bool, feature: Expr | None = None) -> Expr:
        """The value of a divisor or of a logarithm's argument, its duty noted before any algebra can cancel it."""
        value = self.of(node, feature)
        if value == 0:
            raise Undecidable(f"{echo(node)} is zero, which it must not be")
        self.duties.append(Duty(value, positive, echo(node)))
        if positive and not value.is_positive and (reduced := ratio(value, S.One)).is_positive:
            return reduced
        return value

    def index(self, index: tree.Index) -> Expr:
        if isinstance(index, int):
            return Integer(index)
        return self.indices.get(index) or free_index(index)

    def letter(self, letter: tree.Letter, feature: Expr | None) -> Expr:
        indices = [self.index(index) for index in letter.indices]
        name = letter.name
        if name == "Sigma":
            return textbook.sigma(*indices, feature) ** 2
        if shape(letter) == COLUMN:
            indices.append(feature)
        if name == "a" and not indices:
            return textbook.one_logit
        if name == "pi":
            return self.book.weight(*indices)
        if name in ("m", "|B|", "K", "D"):
            domain = {"|B|": textbook.B, **DOMAIN}[name]
            return self.book.size(domain)
        if name in ("x", "mu", "sigma", "a", "lambda", "c", "eta", "tau", "f"):
            primitive = {"a": "logit", "lambda": "multiplier", "c": "shift", "eta": "learning_rate", "tau": "jitter"}.get(name, name)
            value = getattr(textbook, primitive)
            return value(*indices) if indices else value
        return getattr(self.book, name)(*indices)

    def product(self, left: tree.Node, right: tree.Node, feature: Expr | None) -> Expr:
        if (shape(left), shape(right)) == (ROW, COLUMN):
            return self.book.over(textbook.D, lambda d: self.of(left, d) * self.of(right, d))
        return self.of(left, feature) * self.of(right, feature)

    def power(self, base: tree.Node, exponent: tree.Node, feature: Expr | None) -> Expr:
        n = self.of(exponent)
        if not n.is_Rational and n.is_number:
            raise Undecidable("an exponent that is a number and no fraction, which no equation of this book needs")
        if n.is_Rational and (abs(n) > LARGEST_EXPONENT or abs(n) * exponents(base) > LARGEST_EXPONENT):
            raise Undecidable(f"an exponent above {LARGEST_EXPONENT}, which no equation of this book needs")
        if n.is_Integer and n > 0:
            return self.of(base, feature) ** n
        if shape(base) == DIAGONAL:
            return 1 / self.owed(base, positive=False, feature=feature)
        if n.is_Integer:
            return self.owed(base, positive=False) ** n
        return Exp(n * Log(self.owed(base, positive=True)))

    def sum(self, index: str, domain: str, apart: tree.Index | None, body: Callable[[Meaning], Expr]) -> Expr:
        def term(n: Expr) -> Expr:
            value = body(replace(self, indices=self.indices | {index: n}))
            return value if apart is None else value * (1 - Delta(n, self.index(apart)))

        return self.book.over(DOMAIN[domain], term)

    def normal(self, value: tree.Node, mean: tree.Node, variance: tree.Node) -> Expr:
        if shape(value) == NUMBER:
            return Exp(textbook.log_normal(self.of(value), self.of(mean), self.owed(variance, positive=True)))
        return Exp(self.book.over(textbook.D, lambda d: textbook.log_normal(self.of(value, d), self.of(mean, d), self.of(variance, d))))

    def derivative(self, body: tree.Node, by: tree.Node, along_simplex: bool, feature: Expr | None) -> Expr:
        if isinstance(by, tree.Theta):
            return self.derivative_by_any_parameter(body)
        if not self.book.log_joint_is_defined:
            raise Undecidable(f"a derivative by {echo(by)} beside θ, which leaves open what depends on it")
        if along_simplex and not isinstance(by, tree.Letter):
            raise Undecidable("an upright d is the derivative by a weight itself")
        letter = next(node for node in by.walk() if isinstance(node, tree.Letter))
        book = self.book
        if letter.name == "pi":
            book = replace(book, weight=textbook.weight)
        elif letter.name == "a":
            book = replace(book, weight=book.softmax if letter.indices else book.sigmoid)
        inner = replace(self, book=book)
        value, along, moved = inner.of(body), inner.of(by, feature), inner.of(letter, feature)
        if not isinstance(moved, AppliedUndef) and moved not in (textbook.one_logit, textbook.multiplier, textbook.shift):
            raise Undecidable(f"a derivative by {echo(by)}, which is no parameter")
        if value.has(textbook.f, textbook.f_slope, textbook.log_joint):
            raise Undecidable(f"a derivative by {echo(by)} of something that may depend on it in a way that is not written")
        if letter.name == "pi" and value.has(textbook.logit, textbook.one_logit):
            raise Undecidable("a derivative by a weight of something in which the weights are no longer free")
        slope = differentiate(value, moved) / differentiate(along, moved)
        if along_simplex:
            if letter.name != "pi" or not moved.args[0].is_Integer or book.sizes.get(textbook.K) != 2:
                raise Undecidable("an upright d is the derivative by the weight π₁ or π₂ of two components")
            slope -= differentiate(value, textbook.weight(3 - moved.args[0]))
        return with_weights(slope, self.book)

    def derivative_by_any_parameter(self, body: tree.Node) -> Expr:
        """By θ, on which f and every ℓ_ik depend in a way that is left open, and the data not at all."""
        slopes = {textbook.log_joint: textbook.log_joint_slope, textbook.log_joint_slope: textbook.log_joint_curvature}

        def slope(letter: Expr) -> Expr:
            if letter == textbook.f:
                return textbook.f_slope
            if isinstance(letter, AppliedUndef) and letter.func in slopes:
                return slopes[letter.func](*letter.args)
            if letter in CONSTANTS or getattr(letter, "func", None) == textbook.x:
                return S.Zero
            raise Undecidable(f"a derivative by θ, on which {letter} may depend in a way that is not written")

        return derivative(self.of(body), slope)


def exponents(node: tree.Node) -> int:
    """By how much the powers within powers of a node multiply."""
    inner = max(map(exponents, node.parts), default=1)
    return inner * node.exponent.value if isinstance(node, tree.Power) and isinstance(node.exponent, tree.Number) else inner


def with_weights(expression: Expr, book: Textbook) -> Expr:
    """The expression with each weight as the book has it: a free letter, a softmax or a sigmoid."""
    if book.weight is textbook.weight:
        return expression
    if isinstance(expression, AppliedUndef) and expression.func == textbook.weight:
        return book.weight(expression.args[0])
    return rebuilt(expression, lambda part: with_weights(part, book))


def instances(members: Iterable[tree.Node], book: Textbook, leave: str = "") -> list[dict[str, Expr]]:
    """Every choice of numbers for the free indices, other than those of the kind to leave, whose range is known."""
    choices: list[dict[str, Expr]] = [{}]
    for name in sorted(set().union(*(tree.free_indices(member) for member in members))):
        if RUNS_OVER[name] != leave and (size := book.sizes.get(DOMAIN[RUNS_OVER[name]])):
            choices = [choice | {name: Integer(n)} for choice in choices for n in range(1, size + 1)]
    return choices


def features(book: Textbook) -> list[Expr]:
    """The features at which two vectors are compared: each by its number, or any one of them."""
    size = book.sizes.get(textbook.D)
    return [Integer(n) for n in range(1, size + 1)] if size else [FEATURE]
