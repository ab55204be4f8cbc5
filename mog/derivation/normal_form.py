"""The normal form: an expression as a fraction of polynomials in its atoms, sums included. Equal forms leave the literal residue 0.

Every step is an identity for letters with the values they may have and indices in their range, so a residue 0 is a proof. Another
residue says "not shown" and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from math import lcm

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, S, Symbol, cancel, expand, factor_list, factorint, together
from sympy.core.function import AppliedUndef

from mog.derivation.calculus import Delta, Exp, Log, Total, Undecidable, fresh_index, replace
from mog.derivation.letters import DOMAINS
from mog.derivation.textbook import DOMAIN, SIZE, B

LARGEST_PRIME = 10**4
"""Of a whole number only the primes up to this are split off in its logarithm, so that splitting ends."""
OUTERMOST_FIRST = {DOMAIN[name]: place for place, name in enumerate(DOMAINS)}


@dataclass
class Atoms:
    """A plain symbol for each atom of an expression, so that SymPy sees a rational function and nothing else."""

    symbols: dict[Expr, Dummy] = field(default_factory=dict)
    grain: dict[Expr, int] = field(default_factory=dict)

    @classmethod
    def of(cls, *expressions: Expr) -> Atoms:
        """exp(c f) is a power of the symbol for exp(f / grain), the grain making all powers whole."""
        atoms = cls()
        for expression in expressions:
            for part in expression.atoms(Exp):
                c, f = part.args[0].as_coeff_Mul()
                atoms.grain[f] = lcm(atoms.grain.get(f, 1), int(c.q))
        return atoms

    def hide(self, expression: Expr) -> Expr:
        if expression.is_Rational:
            return expression
        if isinstance(expression, Add | Mul):
            return expression.func(*map(self.hide, expression.args))
        if isinstance(expression, Pow) and expression.exp.is_Integer:
            return self.hide(expression.base) ** expression.exp
        if isinstance(expression, Exp):
            c, f = expression.args[0].as_coeff_Mul()
            return self.symbol(Exp(f / self.grain[f])) ** (c * self.grain[f])
        if isinstance(expression, AppliedUndef | Symbol | Log | Total | Delta):
            return self.symbol(expression)
        raise Undecidable(f"not an atom: {expression}")

    def symbol(self, atom: Expr) -> Dummy:
        return self.symbols.setdefault(atom, Dummy())

    def show(self, hidden: Expr) -> Expr:
        """The expression in its own letters again; exp(f / grain) ** n is again one exponential."""
        atoms = {symbol: atom for atom, symbol in self.symbols.items()}

        def shown(part: Expr) -> Expr:
            if isinstance(part, Pow) and isinstance(atom := atoms.get(part.base), Exp):
                return Exp(part.exp * atom.args[0])
            if part in atoms:
                return atoms[part]
            return part.func(*map(shown, part.args)) if part.args else part

        return shown(hidden)


def canonical(expression: Expr) -> Expr:
    """Logarithms and exponentials split, sums collapsed, merged, pulled out of and nested in one order."""
    if isinstance(expression, Total):
        index = fresh_index()
        return canonical_total(canonical(expression.at(index)), index, expression.domain)
    if isinstance(expression, AppliedUndef | Delta) or not expression.args:
        return expression
    parts = [canonical(part) for part in expression.args]
    if isinstance(expression, Exp):
        return Mul(*map(exponential, terms(parts[0])))
    if isinstance(expression, Log):
        return logarithm(parts[0])
    if isinstance(expression, Add):
        return merged(Add(*parts))
    if isinstance(expression, Pow) and parts[0] == 0 and not expression.exp.is_positive:
        raise Undecidable("a division by zero")
    return expression.func(*parts)


def terms(expression: Expr) -> list[Expr]:
    """The terms of an expression when it is multiplied out."""
    atoms = Atoms.of(expression)
    return [atoms.show(term) for term in Add.make_args(expand(atoms.hide(expression)))]


def exponential(term: Expr) -> Expr:
    """exp(c log u) is a power of u; what is left of a fractional c stays an exponential."""
    c, f = term.as_coeff_Mul()
    if c == 0:
        return S.One
    if not isinstance(f, Log):
        return Exp(term)
    whole = Integer(c.p // c.q)
    return f.args[0] ** whole * (Exp((c - whole) * f) if c != whole else 1)


def logarithm(argument: Expr) -> Expr:
    """The logarithm of a positive fraction, as a sum over its factors where each of them is positive."""
    atoms = Atoms.of(argument)
    top, bottom = together(atoms.hide(argument)).as_numer_denom()
    out = S.Zero
    for side, part in ((1, top), (-1, bottom)):
        number, factors = factor_list(part)
        shown = [(atoms.show(factor), power) for factor, power in factors]
        if not number.is_positive or not all(factor.is_positive for factor, _ in shown):
            return Log(argument)
        for sign, whole in ((side, number.p), (-side, number.q)):
            out += sum(sign * power * Log(Integer(prime)) for prime, power in factorint(whole, limit=LARGEST_PRIME).items())
        for factor, power in shown:
            out += side * power * (factor.args[0] if isinstance(factor, Exp) else Log(factor))
    return out


def merged(expression: Expr) -> Expr:
    """The expression with all multiples of sums over one domain made one sum, so that what cancels between them can."""
    sums: dict[Expr, list[tuple[Expr, Total]]] = {}
    rest = []
    for term in terms(expression):
        totals = [factor for factor in Mul.make_args(term) if isinstance(factor, Total)]
        if len(totals) == 1:
            sums.setdefault(totals[0].domain, []).append((term / totals[0], totals[0]))
        else:
            rest.append(term)
    for domain, pairs in sums.items():
        if len(pairs) == 1:
            rest.append(Mul(*pairs[0]))
        else:
            index = fresh_index()
            rest.append(canonical_total(Add(*(multiple * total.at(index) for multiple, total in pairs)), index, domain))
    return Add(*rest)


def canonical_total(body: Expr, index: Dummy, domain: Symbol) -> Expr:
    """The sum of a canonical body over a whole domain, term by term."""
    atoms = Atoms.of(body)
    top, bottom = cancel(together(atoms.hide(body))).as_numer_denom()
    number, factors = factor_list(bottom)
    outside, inside = S.One / number, S.One
    for factor, power in factors:
        shown = atoms.show(factor) ** -power
        outside, inside = (outside, inside * shown) if index in shown.free_symbols else (outside * shown, inside)
    out = []
    for term in Add.make_args(expand(top)):
        parts = [atoms.show(part) for part in Mul.make_args(term)]
        free = Mul(*(part for part in parts if index not in part.free_symbols))
        bound = [part for part in parts if index in part.free_symbols]
        out.append(outside * free * total_of_product(bound, inside, index, domain))
    return Add(*out)


def total_of_product(factors: list[Expr], divisor: Expr, index: Dummy, domain: Symbol) -> Expr:
    """The sum of one product, each of whose factors holds the index, over a divisor (given as its inverse)."""
    product = Mul(*factors) * divisor
    if product == 1:
        return SIZE[domain]
    bases = [factor.as_base_exp()[0] for factor in factors]
    for delta in bases:
        if isinstance(delta, Delta):
            if domain == B:
                raise Undecidable("a delta added up over a mini-batch, which may not hold the point")
            (other,) = set(delta.args) - {index}
            return canonical(replace(product, {index: other}))
    inner = [factor for factor in factors if isinstance(factor, Total) and OUTERMOST_FIRST[factor.domain] < OUTERMOST_FIRST[domain]]
    if len(inner) == 1:
        outer = fresh_index()
        swapped = canonical_total(canonical(product / inner[0] * inner[0].at(outer)), index, domain)
        return canonical_total(swapped, outer, inner[0].domain)
    house = Symbol(f"_{1 + nesting(product)}", integer=True, positive=True)
    return Total(replace(product, {index: house}), house, domain)


def nesting(expression: Expr) -> int:
    """How many sums stand in one another."""
    inside = max(map(nesting, expression.args), default=0)
    return inside + isinstance(expression, Total)


def cases(expression: Expr) -> Iterator[Expr]:
    """The expression for the free indices of each delta equal, and for them different."""
    delta = next(free_deltas(expression), None)
    if delta is None:
        yield expression
        return
    left, right = delta.args
    yield from cases(replace(expression, {left: right} if left.is_Symbol else {right: left}))
    yield from cases(replace(expression, {delta: S.Zero}))


def free_deltas(expression: Expr, bound: frozenset[Expr] = frozenset()) -> Iterator[Delta]:
    if isinstance(expression, Delta) and not bound & set(expression.args):
        yield expression
    if isinstance(expression, Total):
        yield from free_deltas(expression.body, bound | {expression.index})
    elif not isinstance(expression, Delta):
        for part in expression.args:
            yield from free_deltas(part, bound)


def residue(expression: Expr) -> Expr:
    """What is left of an expression that should be zero: its numerator in normal form, for the first case in which it is not 0."""
    for case in cases(canonical(expression)):
        form = canonical(case) if case is not expression else case
        atoms = Atoms.of(form)
        if (left := expand(together(atoms.hide(form)).as_numer_denom()[0])) != 0:
            return atoms.show(left)
    return S.Zero


def ratio(top: Expr, bottom: Expr) -> Expr:
    """One expression divided by another, both in normal form, with what they share cancelled."""
    top, bottom = canonical(top), canonical(bottom)
    atoms = Atoms.of(top, bottom)
    return atoms.show(reduced(atoms.hide(top) / atoms.hide(bottom)))


def reduced(hidden: Expr) -> Expr:
    top, bottom = cancel(together(hidden)).as_numer_denom()
    pieces = [factor_list(part) for part in (top, bottom)]
    numbers = [number * reduce(Mul, (factor**power for factor, power in factors), S.One) for number, factors in pieces]
    return numbers[0] / numbers[1]
