"""Proofs: every step of an equation brought to the literal residue 0, with what it takes for the equation to have a meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from sympy import Expr, S

from mog.derivation import textbook, tree
from mog.derivation.calculus import Undecidable, admit
from mog.derivation.calculus import replace as substituted
from mog.derivation.echo import echo
from mog.derivation.lettered import lettered
from mog.derivation.letters import COMPONENTS, FEATURES, RUNS_OVER
from mog.derivation.meaning import Duty, Meaning, features, free_index, instances, with_weights
from mog.derivation.normal_form import canonical, cases, ratio, residue
from mog.derivation.scope import Scope, TooLarge
from mog.derivation.shapes import NUMBER, shape
from mog.derivation.textbook import Textbook

SIMPLEX = "the weights add up to one"


class NotShown(ValueError):
    """The difference of two members has a residue that is not 0, or there is nothing to show."""


@dataclass(frozen=True)
class Proof:
    """What was needed to show an equation."""

    reach: str
    sizes: frozenset[str]
    """The sizes of the page without which it could not be shown."""
    conditions: tuple[str, ...]
    steps: int


def prove(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> Proof:
    """Every step of every statement shown, each for any number of components and features if that goes, else for the page's."""
    nodes = tree.nodes_of(statements)
    simplex, claims = split_conditions(statements, sizes)
    scope = Scope.of(nodes, sizes, simplex)
    narrow = scope.narrowed(sizes)
    steps = [step for claim in claims for step in steps_of(claim)]
    wider = []
    for step in steps:
        failure = failure_of(step, scope)
        if isinstance(failure, TooLarge) and (wide := shown_for_all(step, scope, sizes)):
            wider.append(wide)
            continue
        if failure is not None and narrow != scope:
            scope, before = narrow, failure
            failure = failure_of(step, scope)
            if isinstance(failure, Undecidable):
                failure = before
        if failure is not None:
            raise failure
    scope = wider[0] if wider and len(wider) == len(steps) else scope
    return Proof(scope.reach(nodes), frozenset(dict(scope.sizes)), (SIMPLEX,) * simplex, len(steps))


def shown_for_all(step: Step, scope: Scope, sizes: Mapping[str, int]) -> Scope | None:
    """The scope in which a step is shown once it is said of all components or features; None where it is not."""
    for kinds in ((COMPONENTS,), (FEATURES,), (COMPONENTS, FEATURES)):
        members = lettered(step.members, kinds)
        if members is not None and scope.weights != "sigmoid":
            wide = replace(scope, sizes=Scope.of([node for member in members for node in member.walk()], sizes).sizes)
            if failure_of(Step(step.relation, members), wide) is None:
                return wide
    return None


def split_conditions(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> tuple[bool, list[tree.Statement]]:
    """Do the statements after the first say that the weights add up to one; and the statements that are left to be shown."""
    claims = [statement for n, statement in enumerate(statements) if n == 0 or not says_simplex(statement, sizes)]
    simplex = len(claims) < len(statements)
    if any(said(claims[0]) == said(other) for other in statements[1:]):
        raise NotShown("it claims what it states as a condition")
    for claim in claims if simplex else []:
        by_weight = {
            node.along_simplex
            for node in tree.nodes_of((claim,))
            if isinstance(node, tree.Partial) and tree.letters_in(node.by) == {"pi"} and isinstance(claim, tree.Chain)
        }
        if by_weight == {False}:
            raise NotShown("∂ by a weight moves that weight alone, off the line of the condition; the slope along it has an upright d")
    if has_logits(statements):
        return False, list(statements)
    return simplex, claims


def has_logits(statements: Sequence[tree.Statement]) -> bool:
    """Does a logit occur, so that the weights add up to one by themselves?"""
    return any(isinstance(node, tree.Letter) and node.name == "a" for node in tree.nodes_of(statements))


def conditions_among(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> list[tree.Statement]:
    """The statements that are taken for granted in the proof of the others."""
    if has_logits(statements):
        return []
    return [statement for statement in statements[1:] if says_simplex(statement, sizes)]


def said(statement: tree.Statement) -> set[object]:
    """The members of a statement whatever their order and the names of their bound indices."""
    return {tree.key(member) for chain in tree.chains((statement,)) for member in chain.members}


def says_simplex(statement: tree.Statement, sizes: Mapping[str, int]) -> bool:
    """Is this the condition that the weights add up to one?"""
    if isinstance(statement, tree.Equivalence) or len(statement.members) != 2 or statement.relation != "=":
        return False
    nodes = tree.nodes_of((statement,))
    if any(isinstance(node, tree.Partial | tree.Over) or (isinstance(node, tree.Letter) and node.name != "pi") for node in nodes):
        return False
    book = Scope.of(nodes, sizes).book()
    meaning = Meaning(book)
    left, right = (meaning.of(member) for member in statement.members)
    simplex = book.over(textbook.K, textbook.weight) - 1
    return not meaning.duties and any(residue(left - right - sign * simplex) == 0 for sign in (1, -1))


@dataclass(frozen=True)
class Step:
    """Two neighbours in a chain, or the four members of an equivalence."""

    relation: str
    members: tuple[tree.Node, ...]

    def __str__(self) -> str:
        said = [echo(member) for member in self.members]
        if self.relation == "⇔":
            return f"{said[0]} = {said[1]} ⇔ {said[2]} = {said[3]}"
        return f"{said[0]} {self.relation} {said[1]}"


def steps_of(statement: tree.Statement) -> list[Step]:
    """What must be shown of a statement; saying the same twice is no step."""
    if isinstance(statement, tree.Equivalence):
        left, right = statement.left.members, statement.right.members
        if {tree.key(member) for member in left} == {tree.key(member) for member in right}:
            raise NotShown("both sides of the equivalence are the same equation, which is no step")
        return [Step("⇔", left + right)]
    keys = [tree.key(member) for member in statement.members]
    if repeated := next((n for n, key in enumerate(keys) if key in keys[:n]), 0):
        raise NotShown(f"{echo(statement.members[repeated])} stands twice in it, which is no step")
    if statement.relation == "∝" and any(shape(member) != NUMBER for member in statement.members):
        raise Undecidable("∝ is read between numbers only")
    return [Step(statement.relation, pair) for pair in pairwise(statement.members)]


@lru_cache(maxsize=4096)
def failure_of(step: Step, scope: Scope) -> ValueError | None:
    """Why a step cannot be shown in this scope; None where it was. The same step is not tried twice."""
    try:
        book = scope.book()
        # ∝ compares the components, so their index stays a letter.
        for choice in instances(step.members, book, leave=COMPONENTS if step.relation == "∝" else ""):
            for feature in features(book):
                meaning = Meaning(book, indices=choice)
                sides = [meaning.of(member, feature) for member in step.members]
                for duty in meaning.duties:
                    admit(duty.value, textbook.PRIMITIVE)
                    settle(duty, book)
                for side in sides:
                    admit(side, textbook.PRIMITIVE)
                if (left_over := SHOWN_BY[step.relation](*sides)) != 0:
                    raise NotShown(f"this was not shown: {step}; what is left is {shortened(str(left_over))}")
    except (NotShown, Undecidable) as failure:
        return failure
    return None


def shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:300]} …"


def equality(left: Expr, right: Expr) -> Expr:
    return residue(left - right)


def proportionality(left: Expr, right: Expr) -> Expr:
    """The quotient of the sides is positive and the same for every component."""
    indices = {free_index(name) for name, kind in RUNS_OVER.items() if kind == COMPONENTS} & (left.free_symbols | right.free_symbols)
    if len(indices) != 1 or residue(left) == 0 or residue(right) == 0:
        raise Undecidable("∝ is read for two sides that are not zero and have one component as their only free component index")
    (k,) = indices
    quotient = ratio(left, right)
    if not quotient.is_positive:
        raise Undecidable("the sides of ∝ may differ by a factor that is zero or negative")
    return residue(quotient - substituted(quotient, {k: free_index("another component")}))


def equivalence(left: Expr, same_left: Expr, right: Expr, same_right: Expr) -> Expr:
    """The difference of one equation is that of the other times a factor that keeps its sign, so that both are zero together."""
    one, other = left - same_left, right - same_right
    if residue(one) == 0 or residue(other) == 0:
        raise Undecidable("one side of the equivalence is always true, so it says nothing")
    if any(always_off_zero(ratio(difference, S.One)) for difference in (one, other)):
        raise Undecidable("one side of the equivalence is never true, so it says nothing")
    factor = ratio(one, other)
    return S.Zero if always_off_zero(factor) else factor


def always_off_zero(value: Expr) -> bool:
    """Does the value keep its sign, or keep it where the multiplier, which is never zero, keeps its own?"""
    signs = (value * known for known in (S.One, textbook.multiplier, 1 / textbook.multiplier))
    return any(signed.is_positive or signed.is_negative for signed in signs)


SHOWN_BY: dict[str, Callable[..., Expr]] = {"=": equality, "∝": proportionality, "⇔": equivalence}


def settle(duty: Duty, book: Textbook) -> None:
    """See that a divisor cannot vanish and a logarithm's argument is positive, whatever the letters' values and the indices are."""
    value = with_weights(duty.value, book)
    for case in cases(canonical(value)):
        if residue(case) == 0:
            raise Undecidable(f"{duty.said} is zero somewhere, which it must not be")
        reduced = ratio(case, S.One)
        if not (reduced.is_positive or (not duty.positive and reduced.is_nonzero)):
            raise Undecidable(f"{duty.said} may be {'negative or ' * duty.positive}zero, and nothing here says that it is not")
