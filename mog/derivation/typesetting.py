"""The program as equations for people: LaTeX in the book's letters, and one line of plain text for comments."""

from __future__ import annotations

from sympy import Expr, Integer, S, Symbol

from mog.derivation.calculus import Exp, Log, Total
from mog.derivation.letters import LETTERS
from mog.derivation.printers import ATOM, POWER, PRODUCT, Printer
from mog.derivation.program import INDICES, PROGRAM, Line, Max, inlined, inverse_sigma, name_of
from mog.derivation.steps import Sqrt
from mog.derivation.textbook import D, K, circle, m, sigma

BARE = ("#", "#")
LOG = (r"\log #", "log #")
SQUARE = ("#^{2}", "#²")
SLOPE = (r"\frac{\partial \mathcal{L}}{\partial #}", "∂𝓛/∂#")
LOSS_SLOPE = (r"\frac{\partial J_B}{\partial #}", "∂J_B/∂#")
NORMAL = (r"\log \mathcal{N}(# \mid \mu_{k}, \Sigma_{k})", "log 𝒩(# | μ_k, Σ_k)")
BOOK: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    **{name: (name, ()) for name in ("x", "a", "mu", "sigma", "z", "gamma")},
    "peak": ("c", ()),
    "top": ("c", ()),
    "weight": ("pi", ()),
    "log_weight": ("pi", (LOG,)),
    "log_sigma": ("sigma", (LOG,)),
    "log_normal": ("x", (NORMAL,)),
    "log_joint": ("ell", ()),
    "log_density": ("p", (LOG,)),
    "log_likelihood": ("L", ()),
    "logit_gradient": ("a", (SLOPE,)),
    "mean_gradient": ("mu", (SLOPE,)),
    "log_sigma_gradient": ("sigma", (LOG, SLOPE)),
    "log_variance_gradient": ("sigma", (SQUARE, LOG, SLOPE)),
    "variance_gradient": ("sigma", (SQUARE, SLOPE)),
    "weight_gradient": ("pi", (SLOPE,)),
    "d_logits": ("a", (LOSS_SLOPE,)),
    "d_means": ("mu", (LOSS_SLOPE,)),
    "d_log_sigma": ("sigma", (LOG, LOSS_SLOPE)),
}
"""The book's letter for each of the program's, and what is put around it, from the inside out. Both maxima are a shift, c."""
OF_THE_RULES = {
    "theta": (r"\theta", "θ"),
    "gradient": ("g", "g"),
    "velocity": ("v", "v"),
    "second_moment": ("r", "r"),
    "learning_rate": (r"\eta", "η"),
    "decay": (r"\beta", "β"),
    "second_decay": (r"\rho", "ρ"),
    "epsilon": (r"\varepsilon", "ε"),
    "count": ("t", "t"),
}
"""The letters of the step rules alone, which the reader of equations does not know."""
UNWRITTEN = (
    Line(inverse_sigma(*INDICES[1:]), 1 / sigma(*INDICES[1:])),
    *(line for line in PROGRAM if line.name in ("scaled_weight", "scaled_joint", "scaled_density")),
)
"""What the program names and the book writes out."""
NAMES = {m: "in", K: "kjl", D: "de"}


def written(expression: Expr) -> Expr:
    """The expression in letters that the book has."""
    return inlined(expression, UNWRITTEN, keep=("log_sigma",))


class LatexPrinter(Printer):
    """LaTeX that the book's reader reads back."""

    language = 0
    times = " "

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"

    def subscript(self, indices: str) -> str:
        return f"_{{{indices}}}" if indices else ""

    def superscript(self, exponent: Expr) -> str:
        return f"^{{{self.show(exponent)}}}"

    def fraction(self, above: list[Expr], below: list[Expr]) -> str:
        return rf"\frac{{{self.joined(above, 0)}}}{{{self.joined(below, 0)}}}"

    def joined(self, factors: list[Expr], alone: int = POWER) -> str:
        """Factors side by side, equal ones as a power; one that is alone may be looser."""
        powers = {factor: factors.count(factor) for factor in factors}
        if len(factors) == 1:
            return self.show(factors[0], alone)
        return self.times.join(self.power(base, Integer(n)) if n > 1 else self.show(base, POWER) for base, n in powers.items())

    def product(self, expression: Expr) -> str:
        """A sum, a logarithm or a slope stands last and bare; what it is divided by stands before it."""
        above, below = self.factors(expression)
        above.sort(key=stands_last)
        cut = -1 if stands_last(above[-1]) else len(above)
        front, last = above[:cut], above[cut:]
        texts = [self.fraction(front or [S.One], below)] if below else [self.joined(front)] if front else []
        return " ".join([*texts, *map(self.show, last)])

    def power(self, base: Expr, exponent: Expr) -> str:
        return self.show(base, ATOM) + self.superscript(exponent)

    def function(self, expression: Expr) -> tuple[str, int]:
        argument = expression.args[0]
        if isinstance(expression, Exp):
            return f"e^{{{self.show(argument)}}}", ATOM
        if isinstance(expression, Sqrt):
            return rf"\sqrt{{{self.show(argument)}}}", ATOM
        return rf"\log {self.show(argument, 0 if isinstance(argument, Total) else POWER)}", PRODUCT

    def reduction(self, expression: Expr) -> tuple[str, int]:
        name = next(name for name in NAMES[expression.domain] if name not in self.taken)
        self.taken.add(name)
        body = self.show(expression.body.xreplace({expression.index: Symbol(name, integer=True, positive=True)}), PRODUCT)
        self.taken.remove(name)
        return f"{self.operator(isinstance(expression, Max), name, str(expression.domain))} {body}", PRODUCT

    def operator(self, is_max: bool, index: str, domain: str) -> str:
        return rf"\max_{{{index}}}" if is_max else rf"\sum_{{{index}=1}}^{{{domain}}}"

    def letter(self, expression: Expr) -> tuple[str, int]:
        if expression == circle:
            return (r"\pi", "π")[self.language], ATOM
        if name_of(expression) in OF_THE_RULES:
            return OF_THE_RULES[name_of(expression)][self.language], ATOM
        name, forms = BOOK[name_of(expression)]
        indices = "".join(map(str, expression.args))[: 1 if forms == (NORMAL,) else len(LETTERS[name].indices)]
        text = (LETTERS[name].latex, LETTERS[name].sign)[self.language] + self.subscript(indices)
        for form in forms:
            text = form[self.language].replace("#", text)
        return text, PRODUCT if forms else ATOM


class PlainPrinter(LatexPrinter):
    """One line of plain text, for comments."""

    language = 1

    def bracketed(self, text: str) -> str:
        return f"({text})"

    def subscript(self, indices: str) -> str:
        return f"_{indices}" if indices else ""

    def superscript(self, exponent: Expr) -> str:
        return {"2": "²", "3": "³"}.get(str(exponent), f"^{self.show(exponent, ATOM)}")

    def fraction(self, above: list[Expr], below: list[Expr]) -> str:
        divisor = self.joined(below, 0 if isinstance(below[0], Total) else ATOM)
        sign = "/" if above == [S.One] else " / "
        return f"{self.joined(above)}{sign}{divisor if len(below) == 1 else self.bracketed(divisor)}"

    def function(self, expression: Expr) -> tuple[str, int]:
        if isinstance(expression, Exp | Sqrt):
            return f"{type(expression).__name__.lower()}({self.show(expression.args[0])})", ATOM
        text, tightness = super().function(expression)
        return text.removeprefix("\\"), tightness

    def operator(self, is_max: bool, index: str, domain: str) -> str:
        return f"max_{index}" if is_max else f"Σ_{index}"


def stands_last(factor: Expr) -> bool:
    """Whether a factor reads best behind all others."""
    return isinstance(factor, Total | Log) or name_of(factor) in ("d_logits", "d_means", "d_log_sigma")


def _equation(printer: type[LatexPrinter], line: Line, sign: str = "=") -> str:
    left, right = written(line.left), written(line.right)
    text = printer({str(index) for index in line.left.args})
    return text.show(right) if line in UNWRITTEN else f"{text.show(left)} {sign} {text.show(right)}"


LONG = 160
"""How many characters of LaTeX stand in one row; on a phone, a row of more is wider than the page."""


def latex(line: Line) -> str:
    """A line of the program as an equation in the book's letters; for what the book has no letter, its right side alone."""
    text = _equation(LatexPrinter, line)
    if len(text) <= LONG:
        return text
    left, right = text.split(" = ", 1)
    return rf"\begin{{aligned}} &{left} \\ &= {right} \end{{aligned}}"


def plain(line: Line) -> str:
    """The same in plain text."""
    return _equation(PlainPrinter, line)


def plain_formula(expression: Expr) -> str:
    """An expression alone, in plain text."""
    return PlainPrinter({str(index) for index in INDICES if index in expression.free_symbols}).show(written(expression))


def latex_update(line: Line) -> str:
    """An update of a step rule: what the letter on the left becomes."""
    return _equation(LatexPrinter, line, r"\leftarrow")


def plain_update(line: Line) -> str:
    """The same in plain text."""
    return _equation(PlainPrinter, line, "←")
