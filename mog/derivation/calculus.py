"""Sums, logarithms, exponentials and derivatives of the checker's own: none evaluates itself, and no index is ever captured."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, Basic, Dummy, Expr, Integer, Mul, Pow, S, Symbol
from sympy.core.function import AppliedUndef


class Undecidable(ValueError):
    """The checker has no rule for an expression."""


class Exp(Expr):
    """The exponential of a real number."""

    is_commutative = True
    is_positive = True


class Log(Expr):
    """The natural logarithm; admit() sees to it that the argument is positive."""

    is_commutative = True
    is_real = True


class Delta(Expr):
    """1 where two indices of one kind are equal, else 0."""

    is_commutative = True
    is_integer = True
    is_nonnegative = True

    def __new__(cls, left: Expr, right: Expr) -> Expr:
        if left == right:
            return S.One
        if left.is_Integer and right.is_Integer:
            return S.Zero
        return Expr.__new__(cls, *sorted((left, right), key=str))


class Total(Expr):
    """The sum of a body over a whole domain, which is never empty. Its index is a symbol that nothing outside it knows."""

    is_commutative = True
    is_real = True

    @property
    def body(self) -> Expr:
        return self.args[0]

    @property
    def index(self) -> Symbol:
        return self.args[1]

    @property
    def domain(self) -> Symbol:
        return self.args[2]

    @property
    def free_symbols(self) -> set[Basic]:
        return (self.body.free_symbols - {self.index}) | {self.domain}

    def _eval_is_positive(self) -> bool | None:
        return True if self.body.is_positive else None

    def at(self, index: Expr) -> Expr:
        """The body with this in the place of the index."""
        return replace(self.body, {self.index: index})


def fresh_index() -> Dummy:
    return Dummy("n", integer=True, positive=True)


def over(domain: Symbol, body: Callable[[Expr], Expr]) -> Expr:
    """The sum of body(index) over a domain."""
    index = fresh_index()
    return Total(body(index), index, domain)


def rebuilt(expression: Expr, rule: Callable[[Expr], Expr]) -> Expr:
    """The expression with the rule applied to each of its direct parts; the indices of letters and deltas are no parts."""
    if not expression.args or isinstance(expression, AppliedUndef | Delta):
        return expression
    if isinstance(expression, Total):
        return Total(rule(expression.body), expression.index, expression.domain)
    return expression.func(*map(rule, expression.args))


def replace(expression: Expr, new: dict[Expr, Expr]) -> Expr:
    """Letters and indices replaced where they are free."""
    if expression in new:
        return new[expression]
    if isinstance(expression, Total):
        index = expression.index
        new = {old: value for old, value in new.items() if old != index}
        if any(index in value.free_symbols for value in new.values()):
            index = fresh_index()
            new = new | {expression.index: index}
        return Total(replace(expression.body, new), index, expression.domain)
    if not expression.args:
        return expression
    return expression.func(*(replace(argument, new) for argument in expression.args))


def differentiate(expression: Expr, by: Expr) -> Expr:
    """The derivative by a letter that moves alone."""

    def slope(letter: Expr) -> Expr:
        if isinstance(letter, AppliedUndef) and isinstance(by, AppliedUndef) and letter.func == by.func:
            return Mul(*(Delta(mine, other) for mine, other in zip(letter.args, by.args, strict=True)))
        return Integer(letter == by)

    return derivative(expression, slope)


def derivative(expression: Expr, slope: Callable[[Expr], Expr]) -> Expr:
    """How fast an expression moves when each letter moves with its slope; each kind of node by its own rule."""

    def of(part: Expr) -> Expr:
        if isinstance(part, AppliedUndef | Symbol):
            return slope(part)
        if part.is_number or isinstance(part, Delta):
            return S.Zero
        if isinstance(part, Total):
            index = fresh_index()
            return Total(of(part.at(index)), index, part.domain)
        if isinstance(part, Add):
            return Add(*map(of, part.args))
        if isinstance(part, Mul):
            factors = part.args
            return Add(*(Mul(*factors[:n], of(factor), *factors[n + 1 :]) for n, factor in enumerate(factors)))
        if isinstance(part, Pow) and part.exp.is_Integer:
            return part.exp * part.base ** (part.exp - 1) * of(part.base)
        if isinstance(part, Exp):
            return part * of(part.args[0])
        if isinstance(part, Log):
            return of(part.args[0]) / part.args[0]
        raise Undecidable(f"no rule for the derivative of {part}")

    return of(expression)


def admit(expression: Expr, letters: frozenset[Basic]) -> None:
    """Refuse whatever is not built from the letters by nodes whose rules are known."""
    if isinstance(expression, AppliedUndef):
        known = expression.func in letters and all(index.is_Integer or index.is_Symbol for index in expression.args)
    elif isinstance(expression, Symbol):
        known = expression in letters or isinstance(expression, Dummy)
    elif isinstance(expression, Pow):
        known = expression.exp.is_Integer
    elif isinstance(expression, Log):
        known = expression.args[0].is_positive is True
    else:
        known = expression.is_Rational or isinstance(expression, Add | Mul | Exp | Total | Delta)
    if not known:
        raise Undecidable(f"not on the checker's white list: {expression}")
    if isinstance(expression, AppliedUndef | Delta):
        return
    for part in (expression.body,) if isinstance(expression, Total) else expression.args:
        admit(part, letters)
