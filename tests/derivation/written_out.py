"""The checker's expressions written out at small sizes in plain SymPy: no sum, no delta and no rule of the checker's own is left."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import sympy
from sympy import Expr, Symbol
from sympy.core.function import AppliedUndef

from mog.derivation import textbook
from mog.derivation.calculus import Delta, Exp, Log, Total

DOMAINS: dict[Symbol, Sequence[int]] = {textbook.m: (1, 2), textbook.B: (2,), textbook.K: (1, 2, 3), textbook.D: (1, 2)}
SIZES = {textbook.m: 2, textbook.batch_size: 1, textbook.K: 3, textbook.D: 2}


def written_out(expression: Expr, indices: Mapping[Expr, int] | None = None) -> Expr:
    """The expression at two points, of which one is the mini-batch, three components and two features."""
    at = dict(indices or {})
    if isinstance(expression, Total):
        return sympy.Add(*(written_out(expression.body, at | {expression.index: n}) for n in DOMAINS[expression.domain]))
    if isinstance(expression, Delta):
        left, right = (at.get(index, index) for index in expression.args)
        assert all(isinstance(index, int | sympy.Integer) for index in (left, right)), f"an index without a value in {expression}"
        return sympy.Integer(left == right)
    if isinstance(expression, AppliedUndef):
        return letter(expression.func.__name__, *(int(at.get(index, index)) for index in expression.args))
    if isinstance(expression, Symbol):
        return sympy.Integer(SIZES[expression]) if expression in SIZES else Symbol(expression.name, real=True)
    if isinstance(expression, Exp | Log):
        function = sympy.exp if isinstance(expression, Exp) else sympy.log
        return function(written_out(expression.args[0], at))
    return expression.func(*(written_out(part, at) for part in expression.args)) if expression.args else expression


def letter(name: str, *indices: int) -> Symbol:
    return Symbol(f"{name}_{'_'.join(map(str, indices))}", real=True)


def differ(left: Expr, right: Expr) -> bool:
    """Do two plain expressions have different values, in 60 digits, where every letter has a value drawn by its name?"""
    values = {symbol: drawn(symbol.name) for symbol in (left.free_symbols | right.free_symbols)}
    one, other = (sympy.N(side.xreplace(values), 60) for side in (left, right))
    return bool(abs(one - other) > 1e-40 * (1 + abs(one)))


def drawn(name: str) -> sympy.Rational:
    """A value for a letter: positive where the letter's values are, of either sign elsewhere."""
    source = random.Random(name)
    size = sympy.Rational(source.randrange(300, 1700), 1000)
    positive = name.split("_")[0] in ("pi", "sigma", "f", "circle")
    return size if positive or source.random() < 0.5 else -size
