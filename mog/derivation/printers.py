"""The program as code: NumPy arrays. Loops in other languages are further printers of the same lines.

The order of terms and factors is decided here, from the program alone, so the text is the same under every version of SymPy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar

from sympy import Add, Expr, Integer, Mul, Pow, Rational, S, Symbol
from sympy.core.function import AppliedUndef

from mog.derivation.calculus import Exp, Log, Total
from mog.derivation.program import INDEX_OF, INDICES, INPUTS, PROGRAM, Line, Max, name_of
from mog.derivation.textbook import circle

SUM, PRODUCT, POWER, ATOM = range(1, 5)
"""How tightly a text holds together; what is looser than its place gets brackets."""
RANK = {name: rank for rank, name in enumerate([letter.__name__ for letter in INPUTS] + [line.name for line in PROGRAM])}


def _ranks(expression: Expr) -> list[int]:
    """Where the letters of an expression stand in the program."""
    letters = expression.atoms(AppliedUndef) | expression.free_symbols
    return sorted({RANK[name_of(letter)] for letter in letters if name_of(letter) in RANK})


def _is_negative(term: Expr) -> bool:
    return bool(term.as_coeff_Mul()[0] < 0)


def _is_letter(expression: Expr) -> bool:
    return isinstance(expression, AppliedUndef | Symbol)


def _axes(expression: Expr) -> tuple[Symbol, ...]:
    return tuple(index for index in INDICES if index in expression.free_symbols)


class Printer:
    """An expression as text; what is the same for all languages."""

    times, divided = " * ", " / "

    def show(self, expression: Expr, place: int = 0) -> str:
        """The text of an expression, in brackets where it is looser than its place."""
        text, tightness = self.parts(expression)
        return self.bracketed(text) if tightness < place else text

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def parts(self, expression: Expr) -> tuple[str, int]:
        """The text of an expression, and how tightly it holds together."""
        if isinstance(expression, Add):
            return self.sum(expression), SUM
        if isinstance(expression, Total | Max):
            return self.reduction(expression)
        if isinstance(expression, Exp | Log):
            return self.function(expression)
        if expression.is_Integer and expression >= 0:
            return str(expression), ATOM
        if isinstance(expression, Mul | Rational) or (isinstance(expression, Pow) and expression.exp < 0):
            return ("-" + self.show(-expression, PRODUCT), SUM) if _is_negative(expression) else (self.product(expression), PRODUCT)
        if isinstance(expression, Pow):
            return self.power(expression.base, int(expression.exp)), POWER
        return self.letter(expression)

    def sum(self, expression: Expr) -> str:
        """What is added before what is taken away, letters before formulas, numbers last; then in the program's order."""

        def order(term: Expr) -> tuple[bool, bool, bool, list[int], str]:
            body = -term if _is_negative(term) else term
            return _is_negative(term), body.is_number, not _is_letter(body), _ranks(body), self.show(body)

        first, *others = sorted(expression.args, key=order)
        signed = [f" - {self.show(-term, PRODUCT)}" if _is_negative(term) else f" + {self.show(term, PRODUCT)}" for term in others]
        return self.show(first) + "".join(signed)

    def factors(self, expression: Expr) -> tuple[list[Expr], list[Expr]]:
        """The factors above and below the line, each in order: fewest axes first, formulas before letters, then the program's order.

        A power is written as that many factors, and a product is taken from the left: the square of 1/σ is never formed alone, since
        it can overflow where the product does not.
        """
        above, below = [], []
        for factor in Mul.make_args(expression):
            base, power = factor.as_base_exp() if isinstance(factor, Pow) else (factor, S.One)
            if factor.is_Rational:
                above += [Integer(factor.p)] if factor.p != 1 else []
                below += [Integer(factor.q)] if factor.q != 1 else []
            else:
                (above if power > 0 else below).extend([base] * abs(int(power)))

        def order(factor: Expr) -> tuple[bool, int, bool, list[int], str]:
            return not factor.is_number, len(_axes(factor)), _is_letter(factor), _ranks(factor), self.show(factor)

        return sorted(above, key=order) or [S.One], sorted(below, key=order)

    def product(self, expression: Expr) -> str:
        above, below = self.factors(expression)
        return self.divided.join([self.times.join(self.show(factor, POWER) for factor in above), *(self.show(one, ATOM) for one in below)])

    def power(self, base: Expr, exponent: int) -> str:
        raise NotImplementedError

    def function(self, expression: Expr) -> tuple[str, int]:
        raise NotImplementedError

    def reduction(self, expression: Expr) -> tuple[str, int]:
        raise NotImplementedError

    def letter(self, expression: Expr) -> tuple[str, int]:
        raise NotImplementedError


class ArrayPrinter(Printer):
    """NumPy: the indices i, k, d are axes, in this order; an axis that an array lacks is a None where broadcasting needs one."""

    names: ClassVar[dict[str, str]] = {"a": "logits", "mu": "means"}

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.renamed = self.names | dict(names or {})
        self.frame: tuple[Symbol, ...] = ()

    def statement(self, line: Line) -> str:
        return f"{self.renamed.get(line.name, line.name)} = {self.formula(line)}"

    def formula(self, line: Line) -> str:
        """The right side of a line, an array whose axes are the indices of the left side."""
        axes = tuple(line.left.args)
        if _axes(line.right) != axes:
            raise ValueError(f"{line.name} has the axes {axes}, but its formula has {_axes(line.right)}")
        with self.framed(axes):
            return self.show(line.right)

    @contextmanager
    def framed(self, axes: tuple[Symbol, ...]) -> Iterator[None]:
        outer, self.frame = self.frame, axes
        yield
        self.frame = outer

    def aligned(self, text: str, axes: tuple[Symbol, ...]) -> str:
        """An array with these axes, made to broadcast in the frame; leading axes need no word."""
        lead = next((n for n, index in enumerate(self.frame) if index in axes), len(self.frame))
        slots = [":" if index in axes else "None" for index in self.frame[lead:]]
        return f"{text}[{', '.join(slots)}]" if "None" in slots else text

    def power(self, base: Expr, exponent: int) -> str:
        return f"{self.show(base, ATOM)}**{exponent}"

    def function(self, expression: Expr) -> tuple[str, int]:
        return f"np.{type(expression).__name__.lower()}({self.show(expression.args[0])})", ATOM

    def reduction(self, expression: Expr) -> tuple[str, int]:
        index = INDEX_OF[expression.domain]
        body = expression.body.xreplace({expression.index: index})
        if index in expression.body.free_symbols or index not in body.free_symbols:
            raise ValueError(f"an array cannot be summed over {index}: {expression}")
        axes = _axes(body)
        with self.framed(axes):
            inside = self.show(body)
        axis = f", axis={axes.index(index)}" if len(axes) > 1 else ""
        word = "max" if isinstance(expression, Max) else "sum"
        return self.aligned(f"np.{word}({inside}{axis})", tuple(other for other in axes if other != index)), ATOM

    def letter(self, expression: Expr) -> tuple[str, int]:
        if expression == circle:
            return "np.pi", ATOM
        name = name_of(expression)
        return self.aligned(self.renamed.get(name, name), tuple(getattr(expression, "args", ()))), ATOM
