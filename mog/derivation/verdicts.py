"""Verdicts: what the machine says of an equation, and how it came to say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from sympy import Expr, S

from mog.derivation import textbook, tree
from mog.derivation.calculus import Undecidable, admit
from mog.derivation.calculus import replace as substituted
from mog.derivation.claims import DEFINITIONS, HEADLINES, SLIP
from mog.derivation.letters import COMPONENTS, FEATURES, LETTERS, RUNS_OVER
from mog.derivation.meaning import FEATURE, Duty, Meaning, free_index, instances
from mog.derivation.normal_form import canonical, cases, ratio, residue
from mog.derivation.notation import Unreadable, read
from mog.derivation.opinion import counter_example
from mog.derivation.textbook import Textbook

SIMPLEX = "the weights add up to one"


class Refused(ValueError):
    """An equation that may not be published: unreadable, undecided or not shown."""


class NotShown(ValueError):
    """The difference of two members has a residue that is not 0."""


@dataclass(frozen=True)
class Verdict:
    """What was decided of one equation."""

    kind: str
    """definition, proved (perhaps under conditions), or refuted."""
    reach: str
    conditions: tuple[str, ...]
    reading: tuple[str, ...]
    how: str
    counter_example: str = ""


@dataclass(frozen=True)
class Proof:
    """What was needed to show an equation."""

    reach: str
    conditions: tuple[str, ...]
    steps: int


def decide(label: str, tex: str, sizes: Mapping[str, int] | None = None) -> Verdict:
    """The verdict on the equation of this label, or Refused with the reason."""
    return _decide(label, tex, tuple(sorted((sizes or {}).items())))


@cache
def _decide(label: str, tex: str, sizes: tuple[tuple[str, int], ...]) -> Verdict:
    name = label.partition("--")[0]
    try:
        statements = read(tex, dict(sizes))
    except Unreadable as error:
        raise Refused(f"It cannot be read: {error}.") from None
    reading = tuple(map(tree.echo_statement, statements))
    try:
        wear_label(name, statements, dict(sizes))
        proof = prove(statements, dict(sizes))
    except (Undecidable, NotShown) as error:
        if name.startswith(SLIP) and isinstance(error, NotShown):
            return refuted(statements, dict(sizes), reading, str(error))
        raise Refused(f"It was read as {'; '.join(reading)}, and {error}.") from None
    if name.startswith(SLIP):
        raise Refused(f"It was read as {'; '.join(reading)}, and it is true, though its label says that it is a slip.")
    kind = "definition" if name in DEFINITIONS else "proved"
    return Verdict(kind, proof.reach, proof.conditions, reading, said_of(proof, kind))


def said_of(proof: Proof, kind: str) -> str:
    if kind == "definition":
        return "The page's words for what the textbook likelihood takes as given; both sides unfold to the same expression."
    steps = "" if proof.steps == 1 else f" This is so for each of the {proof.steps} steps."
    return f"Both sides unfolded to the textbook likelihood, derivatives carried out, one taken from the other: the residue is the literal 0.{steps}"


def refuted(statements: tuple[tree.Statement, ...], sizes: Mapping[str, int], reading: tuple[str, ...], residue: str) -> Verdict:
    """A slip shown on purpose: the checker cannot show it, and numbers show that it is false."""
    found = counter_example(statements, sizes)
    if found is None:
        raise Refused(f"It was read as {'; '.join(reading)}; it is labelled a slip, but no counter-example was found.")
    return Verdict("refuted", "", (), reading, f"Printed as a slip on purpose: {residue}.", str(found))


# --- labels


def wear_label(name: str, statements: tuple[tree.Statement, ...], sizes: Mapping[str, int]) -> None:
    """A headline's label belongs to its left side, and its last member holds no derivative."""
    if name not in HEADLINES:
        return
    first = statements[0]
    wanted = [read(f"{left} = 0", sizes)[0] for left in HEADLINES[name]]
    if not isinstance(first, tree.Chain) or first.members[0] not in [chain.members[0] for chain in wanted if isinstance(chain, tree.Chain)]:
        raise NotShown(f"the label {name} belongs to an equation whose left side is {' or '.join(HEADLINES[name])}")
    if any(isinstance(part, tree.Partial) for part in first.members[-1].walk()):
        raise NotShown(f"the last member of {name} still holds a derivative")


# --- proofs


def prove(statements: tuple[tree.Statement, ...], sizes: Mapping[str, int]) -> Proof:
    """Every step of every statement shown, for any number of components if that goes, else for the page's number."""
    known = {textbook.DOMAIN[name]: size for name, size in sizes.items()}
    every_k = {domain: size for domain, size in known.items() if domain != textbook.K}
    attempts = [known] if textbook.K in known and names_a_component(statements) else [every_k, *([known] if known != every_k else [])]
    for attempt in attempts:
        try:
            return prove_at(statements, Textbook(attempt))
        except (NotShown, Undecidable):
            if attempt is attempts[-1]:
                raise
    raise AssertionError("there is always an attempt")


def names_a_component(statements: tuple[tree.Statement, ...]) -> bool:
    """Is a component called by its number, or the logit that two components share?"""
    for chain in tree.chains(statements):
        for member in chain.members:
            for node in member.walk():
                match node:
                    case tree.Letter("a", ()) | tree.Partial(along_simplex=True):
                        return True
                    case tree.Letter(name, indices):
                        pairs = zip(LETTERS[name].indices, indices, strict=False)
                        if any(kind == "k" and isinstance(index, int) for kind, index in pairs):
                            return True
                    case tree.Delta(left, right) | tree.Cases(left, right) if isinstance(left, int) or isinstance(right, int):
                        return True
    return False


def prove_at(statements: tuple[tree.Statement, ...], book: Textbook) -> Proof:
    nodes = [node for chain in tree.chains(statements) for member in chain.members for node in member.walk()]
    claims, conditions = list(statements), []
    if tree.Theta() in nodes:
        book = replace(book, log_joint_is_defined=False)
    if tree.Letter("a") in nodes:
        book = replace(book, weight=book.sigmoid)
    elif any(isinstance(node, tree.Letter) and node.name == "a" for node in nodes):
        book = replace(book, weight=book.softmax)
    else:
        claims[1:] = [statement for statement in claims[1:] if not says_simplex(statement, book)]
        if len(claims) < len(statements):
            book = replace(book, weight=book.softmax)
            conditions.append(SIMPLEX)
    meaning = Meaning(book)
    steps = [step for claim in claims for step in steps_of(claim, meaning)]
    for expression in (*(duty.value for duty in meaning.duties), *(side for step in steps for side in step.sides)):
        admit(expression, textbook.PRIMITIVE)
    conditions += [said for duty in meaning.duties for said in assumed(duty, book)]
    for step in steps:
        step.show(book)
    return Proof(reach(book), tuple(dict.fromkeys(conditions)), len(steps))


@dataclass(frozen=True)
class Step:
    """Two members of a chain, or the differences of the members on both sides of an equivalence."""

    relation: str
    sides: tuple[Expr, Expr]
    said: str

    def show(self, book: Textbook) -> None:
        """Show the step for every choice of the indices whose range is known, or raise NotShown."""
        for choice in instances(self.sides, book):
            left, right = (substituted(side, choice) for side in self.sides)
            if (left_over := SHOWN_BY[self.relation](left, right)) != 0:
                raise NotShown(f"this was not shown: {self.said}; what is left is {str(left_over)[:300]}")


def equality(left: Expr, right: Expr) -> Expr:
    return residue(left - right)


def proportionality(left: Expr, right: Expr) -> Expr:
    """The quotient of the sides is the same for every component."""
    indices = {free_index(name) for name, kind in RUNS_OVER.items() if kind == COMPONENTS} & (left.free_symbols | right.free_symbols)
    if len(indices) != 1 or residue(left) == 0 or residue(right) == 0:
        raise Undecidable("∝ is read for two sides that are not zero and have one component as their only free component index")
    (k,) = indices
    return residue(left / right - substituted(left / right, {k: free_index("another component")}))


def equivalence(left: Expr, right: Expr) -> Expr:
    """Each difference is the other times a factor that keeps its sign, so that both are zero together."""
    if (residue(left) == 0) or (residue(right) == 0):
        return residue(left) + residue(right)
    factor = ratio(left, right)
    keeps_sign = any(
        (factor * known).is_positive or (factor * known).is_negative for known in (S.One, textbook.multiplier, 1 / textbook.multiplier)
    )
    return S.Zero if keeps_sign else factor


SHOWN_BY = {"=": equality, "∝": proportionality, "⇔": equivalence}


def steps_of(statement: tree.Statement, meaning: Meaning) -> list[Step]:
    said = tree.echo_statement(statement)
    if isinstance(statement, tree.Equivalence):
        pairs = [[meaning.of(member, FEATURE) for member in chain.members] for chain in (statement.left, statement.right)]
        return [Step("⇔", (pairs[0][0] - pairs[0][1], pairs[1][0] - pairs[1][1]), said)]
    keys = [tree.key(member) for member in statement.members]
    if repeated := next((place for place, key in enumerate(keys) if key in keys[:place]), 0):
        raise NotShown(f"{tree.echo(statement.members[repeated])} stands twice in it, which is no step")
    values = [meaning.of(member, FEATURE) for member in statement.members]
    return [
        Step(statement.relation, (values[place], values[place + 1]), f"{tree.echo(one)} {statement.relation} {tree.echo(other)}")
        for place, (one, other) in enumerate(pairwise(statement.members))
    ]


def assumed(duty: Duty, book: Textbook) -> Iterator[str]:
    """What must be assumed for a divisor not to vanish or a logarithm to exist: nothing where the letters see to it."""
    for choice in instances((duty.value,), book):
        for case in cases(canonical(substituted(duty.value, choice))):
            value = ratio(case, S.One)
            if residue(case) == 0 or (duty.positive and value.is_nonpositive):
                raise Undecidable(f"{duty.said} is {'not positive' if duty.positive else 'zero'}, which it must not be")
            if not (value.is_positive or (not duty.positive and value.is_nonzero)):
                yield f"{duty.said} {'> 0' if duty.positive else '≠ 0'}"


def reach(book: Textbook) -> str:
    """How far a proof reaches, in words."""
    said = []
    for name, what in ((COMPONENTS, "component"), (FEATURES, "feature")):
        size = book.sizes.get(textbook.DOMAIN[name])
        said.append(f"any number of {what}s" if size is None else f"{size} {what}{'s' * (size != 1)}")
    return f"for {said[0]} and {said[1]}"


def says_simplex(statement: tree.Statement, book: Textbook) -> bool:
    """Is this the condition that the weights add up to one?"""
    if isinstance(statement, tree.Equivalence) or len(statement.members) != 2 or statement.relation != "=":
        return False
    if any(tree.letters_in(member) - {"pi"} or any(isinstance(node, tree.Partial) for node in member.walk()) for member in statement.members):
        return False
    meaning = Meaning(replace(book, weight=textbook.weight))
    left, right = (meaning.of(member) for member in statement.members)
    simplex = book.over(textbook.K, textbook.weight) - 1
    return not meaning.duties and any(residue(left - right - sign * simplex) == 0 for sign in (1, -1))
