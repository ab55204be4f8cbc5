"""The program as code: NumPy arrays for any sizes, or written out for given ones. Loops in other languages are further printers.

The order of terms and factors is decided here, from the program alone, so the text is the same under every version of SymPy.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce

from sympy import Add, Expr, Integer, Mul, Pow, Rational, S, Symbol
from sympy.core.function import AppliedUndef

from mog.derivation.calculus import Exp, Log, Total
from mog.derivation.program import INDEX_OF, INDICES, INPUTS, PROGRAM, Line, Max, name_of
from mog.derivation.steps import LETTERS, Sqrt
from mog.derivation.textbook import circle

SUM, PRODUCT, POWER, ATOM = range(1, 5)
"""How tightly a text holds together; what is looser than its place gets brackets."""
NAMES = dict.fromkeys([letter.__name__ for letter in INPUTS] + [line.name for line in PROGRAM] + list(LETTERS))
RANK = {name: rank for rank, name in enumerate(NAMES)}


def _ranks(expression: Expr) -> list[int]:
    """Where the letters of an expression stand in the program and the step rules."""
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
        if isinstance(expression, Exp | Log | Sqrt):
            return self.function(expression)
        if expression.is_Integer and expression >= 0:
            return str(expression), ATOM
        if isinstance(expression, Mul | Rational) or (isinstance(expression, Pow) and expression.exp < 0):
            return ("-" + self.show(-expression, PRODUCT), SUM) if _is_negative(expression) else (self.product(expression), PRODUCT)
        if isinstance(expression, Pow):
            return self.power(expression.base, expression.exp), POWER
        return self.letter(expression)

    def sum(self, expression: Expr) -> str:
        return " ".join(self.terms(expression))

    def terms(self, expression: Expr) -> list[str]:
        """What is added before what is taken away, letters before formulas, numbers last; then in the program's order."""

        def order(term: Expr) -> tuple[bool, bool, bool, list[int], str]:
            body = -term if _is_negative(term) else term
            return _is_negative(term), body.is_number, not _is_letter(body), _ranks(body), self.show(body)

        first, *others = sorted(expression.args, key=order)
        signed = [f"- {self.show(-term, PRODUCT)}" if _is_negative(term) else f"+ {self.show(term, PRODUCT)}" for term in others]
        return [self.show(first), *signed]

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

    def power(self, base: Expr, exponent: Expr) -> str:
        raise NotImplementedError

    def function(self, expression: Expr) -> tuple[str, int]:
        raise NotImplementedError

    def reduction(self, expression: Expr) -> tuple[str, int]:
        raise NotImplementedError

    def letter(self, expression: Expr) -> tuple[str, int]:
        raise NotImplementedError


class CodePrinter(Printer):
    """What is the same for every language that computes: the indices are the program's own, and each letter has a name."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.renamed = dict(names or {})

    def name(self, letter: Expr) -> str:
        return self.renamed.get(name_of(letter), name_of(letter))

    def indices(self, line: Line) -> tuple[Symbol, ...]:
        """The indices of a line, which its formula has too: otherwise it would broadcast to something else."""
        indices = tuple(line.left.args)
        if _axes(line.right) != indices:
            raise ValueError(f"{line.name} has the axes {indices}, but its formula has {_axes(line.right)}")
        return indices

    def summand(self, reduction: Expr) -> tuple[Symbol, Expr]:
        """The index that a sum or a maximum runs over, and what it is taken of."""
        index = INDEX_OF[reduction.domain]
        body = reduction.body.xreplace({reduction.index: index})
        if index in reduction.body.free_symbols or index not in body.free_symbols:
            raise ValueError(f"an array cannot be summed over {index}: {reduction}")
        return index, body


class NumpyPrinter(CodePrinter):
    """What arrays and single numbers have in common in NumPy."""

    def power(self, base: Expr, exponent: Expr) -> str:
        return f"{self.show(base, ATOM)}**{self.show(exponent, ATOM)}"

    def function(self, expression: Expr) -> tuple[str, int]:
        return f"np.{type(expression).__name__.lower()}({self.show(expression.args[0])})", ATOM

    def letter(self, expression: Expr) -> tuple[str, int]:
        return ("np.pi" if expression == circle else self.place(self.name(expression), tuple(getattr(expression, "args", ())))), ATOM

    def place(self, name: str, indices: tuple[Symbol, ...]) -> str:
        """A letter at its indices."""
        raise NotImplementedError


class ArrayPrinter(NumpyPrinter):
    """The indices i, k, d are axes, in this order; an axis that an array lacks is a None where broadcasting needs one."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        super().__init__({"a": "logits", "mu": "means"} | dict(names or {}))
        self.frame: tuple[Symbol, ...] = ()

    def statement(self, line: Line) -> str:
        return f"{self.name(line.left)} = {self.formula(line)}"

    def formula(self, line: Line) -> str:
        """The right side of a line, an array whose axes are the indices of the left side."""
        with self.framed(self.indices(line)):
            return self.show(line.right)

    @contextmanager
    def framed(self, axes: tuple[Symbol, ...]) -> Iterator[None]:
        outer, self.frame = self.frame, axes
        yield
        self.frame = outer

    def place(self, name: str, indices: tuple[Symbol, ...]) -> str:
        """An array with these axes, made to broadcast in the frame; leading axes need no word."""
        lead = next((n for n, index in enumerate(self.frame) if index in indices), len(self.frame))
        slots = [":" if index in indices else "None" for index in self.frame[lead:]]
        return f"{name}[{', '.join(slots)}]" if "None" in slots else name

    def reduction(self, expression: Expr) -> tuple[str, int]:
        index, body = self.summand(expression)
        axes = _axes(body)
        with self.framed(axes):
            inside = self.show(body)
        axis = f", axis={axes.index(index)}" if len(axes) > 1 else ""
        word = "max" if isinstance(expression, Max) else "sum"
        return self.place(f"np.{word}({inside}{axis})", tuple(other for other in axes if other != index)), ATOM


class WrittenOutPrinter(NumpyPrinter):
    """Each index that has a size is a number in the names, from 1; the points stay an axis.

    A formula is put in order with its indices as letters and gets its numbers last, so every entry adds and multiplies in the same
    order, which is that of the arrays.
    """

    width = 136
    """That of a line of this project, less the indentation of a function's body."""

    def __init__(self, sizes: Mapping[Symbol, int], names: Mapping[str, str] | None = None) -> None:
        super().__init__(names)
        self.sizes = {INDEX_OF[domain]: size for domain, size in sizes.items()}
        self.numbers: dict[Symbol, int] = {}
        self.between = "_" if max(self.sizes.values()) > 9 else ""

    @contextmanager
    def numbered(self, numbers: Mapping[Symbol, int]) -> Iterator[None]:
        outer, self.numbers = self.numbers, self.numbers | dict(numbers)
        yield
        self.numbers = outer

    def entries(self, indices: Sequence[Symbol]) -> Iterator[None]:
        """Each way to number the indices that have a size, the last one running fastest."""
        sized = [index for index in indices if index in self.sizes]
        for numbers in itertools.product(*(range(1, self.sizes[index] + 1) for index in sized)):
            with self.numbered(dict(zip(sized, numbers, strict=True))):
                yield

    def statements(self, line: Line) -> list[str]:
        """A line for each of its entries."""
        return [self.statement(line) for _ in self.entries(self.indices(line))]

    def statement(self, line: Line) -> str:
        """The entry with the present numbers; a sum too long for one line gets a line for each of its terms."""
        start = f"{self.entry(line.left)} = "
        text = start + self.show(line.right)
        if len(text) <= self.width or not isinstance(line.right, Add):
            return text
        return start + "(\n    " + "\n    ".join(self.terms(line.right)) + "\n)"

    def entry(self, letter: Expr) -> str:
        return self.place(self.name(letter), letter.args)

    def sized(self, letter: Expr) -> list[Symbol]:
        return [index for index in letter.args if index in self.sizes]

    def rows(self, letter: Expr) -> list[str]:
        """The names of a letter's entries side by side: one row, or one for each component if there are features too."""
        sized = self.sized(letter)
        if not sized:
            return [self.entry(letter)]
        rows = []
        for _ in self.entries(sized[:-1]):
            names = [self.entry(letter) for _ in self.entries(sized[-1:])]
            rows.append(", ".join(names) + ("," if len(names) == 1 else ""))
        return rows

    def place(self, name: str, indices: tuple[Symbol, ...]) -> str:
        numbers = [str(self.numbers[index]) for index in indices if index in self.sizes]
        return f"{name}_{self.between.join(numbers)}" if numbers else name

    def reduction(self, expression: Expr) -> tuple[str, int]:
        index, body = self.summand(expression)
        is_max = isinstance(expression, Max)
        if index not in self.sizes:
            return f"np.{'max' if is_max else 'sum'}({self.show(body)})", ATOM
        if self.sizes[index] == 1:
            with self.numbered({index: 1}):
                return self.parts(body)
        texts = [self.show(body, 0 if is_max else PRODUCT) for _ in self.entries([index])]
        if is_max:
            return reduce(lambda most, text: f"np.maximum({most}, {text})", texts), ATOM
        return " + ".join(texts), SUM
