"""The program as loops over points, components and features; each language says in a small printer how it writes them.

First comes what does not depend on the point, then one loop over the points, then what needs the sums over them. Every sum and every
maximum within a formula becomes a statement of its own, so that it stands in no loop that it does not need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from sympy import Add, Expr, Function, Symbol
from sympy.core.function import AppliedUndef

from mog.derivation.calculus import Total, rebuilt
from mog.derivation.printers import RANK, CodePrinter
from mog.derivation.program import INDEX_OF, INDICES, Line, Max, name_of
from mog.derivation.textbook import m
from mog.derivation.typesetting import plain_formula

POINT = INDEX_OF[m]
ENTRY = Symbol("n", integer=True, positive=True)
"""Runs over the entries of an array of any shape."""
ORDER = (*INDICES, ENTRY)


def indices_of(expression: Expr) -> tuple[Symbol, ...]:
    return tuple(index for index in ORDER if index in expression.free_symbols)


@dataclass(frozen=True)
class Statement:
    """left = right, or the sum of right over an index, or its largest value; right holds no further sum."""

    left: Expr
    right: Expr
    comment: str
    gathered_over: Symbol | None = None
    is_largest: bool = False

    @property
    def name(self) -> str:
        return name_of(self.left)

    @property
    def adds_up_points(self) -> bool:
        return self.gathered_over == POINT

    @property
    def loops(self) -> tuple[Symbol, ...]:
        """The loops that it stands in, from the outside; that of a sum over components or features is its own."""
        return ((POINT,) if self.adds_up_points else ()) + tuple(self.left.args)

    @property
    def reads(self) -> set[str]:
        return {name_of(letter) for letter in self.right.atoms(AppliedUndef, Symbol)}

    def must_precede(self, other: Statement) -> bool:
        return self.name in other.reads | {other.name} or other.name in self.reads


@dataclass(eq=False)
class Loop:
    """A loop over one index."""

    index: Symbol
    body: list[Statement | Loop]


class Flattening:
    """Lines as statements: every sum within a formula gets a name, once however often it occurs."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.sums: dict[str, Expr] = {}

    def add(self, line: Line, comment: str) -> None:
        if isinstance(line.right, Total | Max):
            self.gather(line.left, line.right, comment)
        else:
            self.append(Statement(line.left, self.without_sums(line.right), comment))

    def append(self, statement: Statement) -> None:
        """A statement whose two sides have the same indices: otherwise some entries would be missed, or written over and over."""
        known = {*statement.loops, statement.gathered_over}
        if set(indices_of(statement.right)) != known - {None}:
            raise ValueError(f"{statement.name} has the indices {statement.left.args}, but its formula has {indices_of(statement.right)}")
        self.statements.append(statement)

    def gather(self, left: Expr, reduction: Expr, comment: str) -> None:
        index, body = CodePrinter().summand(reduction)
        self.append(Statement(left, self.without_sums(body), comment, index, isinstance(reduction, Max)))

    def without_sums(self, expression: Expr) -> Expr:
        """The expression with a letter in the place of each of its sums."""
        if not isinstance(expression, Total | Max):
            return rebuilt(expression, self.without_sums)
        index, body = CodePrinter().summand(expression)
        name = name_of_sum(body, isinstance(expression, Max))
        letter = Function(name, real=True)(*(other for other in indices_of(body) if other != index))
        if name not in self.sums:
            self.sums[name] = body
            self.gather(letter, expression, plain_formula(expression))
        elif self.sums[name] != body:
            raise ValueError(f"two sums would be called {name}: of {self.sums[name]} and of {body}")
        return letter


def name_of_sum(body: Expr, is_largest: bool) -> str:
    """A sum is called by the letters of what it adds up."""
    letters = sorted(body.atoms(AppliedUndef), key=lambda letter: (len(letter.args), RANK[name_of(letter)]))
    words = [name_of(letter) + ("_squared" if body.has(letter**2) else "") for letter in letters]
    return "_".join(["largest" if is_largest else "sum", "of", *words])


def needed(lines: Iterable[Line], outputs: Iterable[Line]) -> list[Line]:
    """Those of the lines that the outputs rest on, and the outputs, in the lines' order."""
    by_name = {line.name: line for line in lines}
    found: set[str] = set()
    waiting = [line.name for line in outputs]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting += [name_of(letter) for letter in by_name[name].right.atoms(AppliedUndef, Symbol)]
    return [line for line in by_name.values() if line.name in found]


def phases(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement], list[Statement]]:
    """What comes before the loop over the points, what is in it, and what comes after it."""
    before, inside, after = [], [], []
    late: set[str] = set()
    for statement in statements:
        if POINT in statement.loops:
            inside.append(statement)
        elif statement.reads & late:
            after.append(statement)
        else:
            before.append(statement)
        if statement.adds_up_points or statement in after:
            late.add(statement.name)
    return before, inside, after


def ordered(statements: Iterable[Statement]) -> list[Statement]:
    """The same, each behind what it needs, and else behind what shares most of its loops, those with fewer first."""
    waiting, done = list(statements), []
    loops: tuple[Symbol, ...] = ()

    def shared(statement: Statement) -> int:
        return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(statement.loops, loops, strict=False))))

    while waiting:
        ready = [one for place, one in enumerate(waiting) if not any(earlier.must_precede(one) for earlier in waiting[:place])]
        chosen = max(ready, key=lambda one: (shared(one), -len(one.loops)))
        waiting.remove(chosen)
        done.append(chosen)
        loops = chosen.loops
    return done


def nested(statements: Iterable[Statement], depth: int = 0) -> list[Statement | Loop]:
    """Statements that follow one another share their loops."""
    parts: list[Statement | Loop] = []
    for index, group in groupby(statements, lambda one: one.loops[depth] if len(one.loops) > depth else None):
        inner = list(group)
        parts += inner if index is None else [Loop(index, nested(inner, depth + 1))]
    return parts


def within(parts: Iterable[Statement | Loop], loops: tuple[Loop, ...] = ()) -> Iterator[tuple[Statement, tuple[Loop, ...]]]:
    """Each statement and the loops around it."""
    for part in parts:
        if isinstance(part, Loop):
            yield from within(part.body, (*loops, part))
        else:
            yield part, loops


def kept_indices(parts: Sequence[Statement | Loop], outputs: Iterable[str]) -> dict[str, tuple[Symbol, ...]]:
    """The indices that a letter is stored with: one whose loop holds all that is done with the letter is not among them."""
    around: dict[str, list[tuple[Loop, ...]]] = {}
    letters = {statement.name: statement.left for statement, _ in within(parts)}
    for statement, loops in within(parts):
        for name in letters.keys() & (statement.reads | {statement.name}):
            around.setdefault(name, []).append(loops)
    whole = {statement.name for statement, _ in within(parts) if statement.adds_up_points} | set(outputs)
    kept = {}
    for name, letter in letters.items():
        common = {loop.index for loop in around[name][0] if all(loop in loops for loops in around[name])} - (
            set(letter.args) if name in whole else set()
        )
        kept[name] = tuple(index for index in letter.args if index not in common)
    return kept


class LoopPrinter(CodePrinter):
    """What loops have in common in all languages."""

    width = 120
    """That of a line of this project, less the indentation of loops and what stands left of a formula."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        super().__init__({"a": "logits", "mu": "means"} | dict(names or {}))
        self.kept: dict[str, tuple[Symbol, ...]] = {}

    def lines(self, lines: Iterable[tuple[Line, str]], outputs: Iterable[str]) -> list[str]:
        """The text of some lines, each with its comment; outputs keep all their indices, and nothing but them is seen from outside."""
        flattening = Flattening()
        for line, comment in lines:
            flattening.add(line, comment)
        before, inside, after = map(ordered, phases(flattening.statements))
        parts = [part for phase in (before, inside, after) for part in nested(phase)]
        self.kept = kept_indices(parts, outputs)
        declared = [self.declaration(statement) for statement, _ in within(parts) if self.kept[statement.name] or statement.adds_up_points]
        return [*declared, *self.block(parts)]

    def block(self, parts: Iterable[Statement | Loop]) -> list[str]:
        texts = []
        for part in parts:
            comment, lines = self.part(part)
            texts += [*([self.comment(comment)] if comment else []), *lines]
        return texts

    def part(self, part: Statement | Loop) -> tuple[str, list[str]]:
        """The comment of a statement or a loop, and its lines; the comment of the only thing in a loop stands above the loop."""
        if isinstance(part, Statement):
            return part.comment, self.statement(part)
        if len(part.body) == 1:
            comment, lines = self.part(part.body[0])
            return comment, self.loop(part.index, lines)
        return "", self.loop(part.index, self.block(part.body))

    def statement(self, statement: Statement) -> list[str]:
        target, value = self.show(statement.left), self.value(statement.right)
        is_new = not self.kept[statement.name]
        if statement.gathered_over is None:
            return [self.assignment(target, value, is_new)]
        step = self.step(target, value, statement.is_largest)
        if statement.adds_up_points:
            return [step]
        return [self.beginning(target, statement.is_largest, is_new), *self.loop(statement.gathered_over, [step])]

    def value(self, expression: Expr) -> str:
        """A formula, in two lines or more if it is too long for one."""
        text = self.show(expression)
        return text if len(text) <= self.width or not isinstance(expression, Add) else "\n  ".join(self.terms(expression))

    def letter(self, expression: Expr) -> tuple[str, int]:
        name = name_of(expression)
        indices = tuple(getattr(expression, "args", ()))
        return self.place(self.name(expression), self.kept.get(name, indices))

    def place(self, name: str, indices: tuple[Symbol, ...]) -> tuple[str, int]:
        """A letter at its indices, and how tightly that holds together."""
        raise NotImplementedError

    def comment(self, text: str) -> str:
        raise NotImplementedError

    def declaration(self, statement: Statement) -> str:
        """What makes room for a letter that is filled later."""
        raise NotImplementedError

    def assignment(self, target: str, value: str, is_new: bool) -> str:
        raise NotImplementedError

    def beginning(self, target: str, is_largest: bool, is_new: bool) -> str:
        """What a sum, or the largest so far, is before the first step."""
        raise NotImplementedError

    def step(self, target: str, value: str, is_largest: bool) -> str:
        """One more term, or one more value that may be the largest."""
        raise NotImplementedError

    def loop(self, index: Symbol, lines: list[str]) -> list[str]:
        raise NotImplementedError
