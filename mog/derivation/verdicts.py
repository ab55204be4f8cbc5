"""Verdicts: what the machine says of an equation, and how it came to say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from mog.derivation import beyond, tree
from mog.derivation.beyond import CITED, MEASURED, UNREADABLE, Differs, agree, hold_to_program, name_of
from mog.derivation.calculus import Undecidable
from mog.derivation.claims import DEFINITIONS, HEADLINES, SLIP
from mog.derivation.echo import echo_statement, lines_of
from mog.derivation.letters import COMPONENTS, FEATURES, LETTERS
from mog.derivation.notation import Unreadable, read
from mog.derivation.opinion import NoOpinion, counter_example
from mog.derivation.proof import NotShown, Proof, conditions_among, prove
from mog.derivation.words import sentence


class Refused(ValueError):
    """An equation that may not be published: unreadable, undecided or not shown."""


@dataclass(frozen=True)
class Verdict:
    """What was decided of one equation."""

    kind: str
    """definition, proved (perhaps under conditions), refuted, cited or measured."""
    reach: str
    conditions: tuple[str, ...]
    reading: tuple[str, ...]
    """What was read, a member of a chain a line."""
    how: str
    counter_example: str = ""
    steps: int = 0
    """How many steps were shown."""
    sources: tuple[str, ...] = ()
    """Where a cited theorem is shown: keys of the bibliography."""
    letters: tuple[str, ...] = ()
    """The letters of the book in what was read, by their names in LETTERS."""
    words: str = ""
    """The equation in one English sentence."""


def decide(label: str, tex: str, sizes: Mapping[str, int] | None = None) -> Verdict:
    """The verdict on the equation of this label, or Refused with the reason; sizes are those of its page, such as {"K": 2, "D": 1}."""
    sizes = sizes or {}
    if bad := [kind for kind, size in sizes.items() if kind not in (COMPONENTS, FEATURES) or type(size) is not int or size < 1]:
        raise Refused(f"The page's sizes are whole numbers from 1 for K and D; {', '.join(map(str, bad))} is not.")
    return _decide(label, tex, tuple(sorted(sizes.items())))


@cache
def _decide(label: str, tex: str, sizes: tuple[tuple[str, int], ...]) -> Verdict:
    name = name_of(label)
    try:
        hold_to_program(name, tex)
        statements = read(tex, dict(sizes))
    except Differs as error:
        raise Refused(f"{error}.") from None
    except Unreadable as error:
        return beyond_the_reader(name, tex, str(error))
    except RecursionError:
        raise Refused("It cannot be read: it is nested too deeply.") from None
    if name in CITED or name in MEASURED:
        raise Refused(f"It can be read, so it is for the checker to decide: the label {name} belongs to what cannot be read.")
    reading = tuple(line for statement in statements for line in lines_of(statement, dict(sizes).get(FEATURES) == 1))
    said = f"It was read as {'; '.join(map(echo_statement, statements))}, and"
    try:
        wear_label(name, statements, dict(sizes))
        proof = prove(statements, dict(sizes))
    except NotShown as error:
        if not name.startswith(SLIP):
            raise Refused(f"{said} {error}.") from None
        try:
            found = counter_example(statements, dict(sizes))
        except (NoOpinion, ArithmeticError) as none:
            raise Refused(f"{said} its label says that it is a slip, but there is no counter-example: {none}.") from None
        if found is None:
            raise Refused(f"{said} its label says that it is a slip, but no counter-example was found.") from None
        shown = "Its sides differ: the numbers of the counter-example show it."
        return Verdict(
            "refuted", "", (), reading, shown, str(found), letters=letters_of(statements), words=in_words(statements, dict(sizes))
        )
    except Undecidable as error:
        raise Refused(f"{said} {error}.") from None
    except RecursionError:
        raise Refused(f"{said} it is nested too deeply.") from None
    if name.startswith(SLIP):
        raise Refused(f"{said} it is true, though its label says that it is a slip.")
    kind = "definition" if name in DEFINITIONS else "proved"
    said = how(kind, statements, tex, dict(sizes), proof)
    spoken = in_words(statements, dict(sizes))
    return Verdict(kind, proof.reach, proof.conditions, reading, said, steps=proof.steps, letters=letters_of(statements), words=spoken)


def beyond_the_reader(name: str, tex: str, trouble: str) -> Verdict:
    """The verdict on LaTeX that has no reading: it stands on record under this name, token by token, or it is Refused."""
    try:
        if name in CITED:
            agree(tex, CITED[name].tex, "on record is")
            return Verdict("cited", "", (), (), f"{HOW_CITED} {CITED[name].says}", sources=CITED[name].keys, words=beyond.in_words(name))
        if name in MEASURED:
            measured = MEASURED[name]
            agree(tex, measured.tex % measured.numbers(), "the build computed")
            return Verdict("measured", "", (), (), f"{HOW_MEASURED} {measured.how}", words=beyond.in_words(name))
    except Differs as error:
        raise Refused(f"{error}.") from None
    if name in UNREADABLE:
        return Verdict("definition", "", (), (), HOW_PRINTED, words=beyond.in_words(name))
    raise Refused(f"It cannot be read: {trouble}.")


def in_words(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> str:
    """What was read on a page of these sizes, in one sentence."""
    return sentence(statements, sizes.get(FEATURES) == 1, conditions_among(statements, sizes))


def letters_of(statements: Sequence[tree.Statement]) -> tuple[str, ...]:
    """The letters of the book that were read, sizes of sums among them, in the book's order."""
    nodes = tree.nodes_of(statements)
    found = {node.name for node in nodes if isinstance(node, tree.Letter)}
    found |= {node.domain for node in nodes if isinstance(node, tree.Sum | tree.Product)}
    return tuple(name for name in LETTERS if name in found)


def how(kind: str, statements: Sequence[tree.Statement], tex: str, sizes: Mapping[str, int], proof: Proof) -> str:
    """How an equation was decided, for the reader of the page."""
    relations = {"⇔" if isinstance(statement, tree.Equivalence) else statement.relation for statement in statements}
    said = [sentence for relation, sentence in HOW.items() if relation in relations] if kind == "proved" else [HOW_DEFINED]
    size = sizes.get(COMPONENTS)
    if COMPONENTS not in proof.sizes and size and re.search(rf"=\s*1\}}\s*\^\{{?\s*{size}(?![0-9])", tex):
        said.append(f"The {size} above its sum over the components was read as K, so it holds for any number of them.")
    return " ".join(said)


HOW_CITED = "It is a theorem that the checker cannot reach: its LaTeX is held, token by token, to that on record."
HOW_MEASURED = "The build computed its numbers anew and compared them with those on the page."
HOW_PRINTED = "It is what the package computes, as its program prints it: token by token."
HOW_DEFINED = "It says what a letter stands for, and the textbook likelihood that all claims are decided against says the same."
HOW = {
    "=": "Both sides were unfolded to the textbook likelihood and all derivatives carried out: their difference is the literal 0.",
    "∝": "The quotient of the sides is positive and the same for every component.",
    "⇔": "The difference of one equation is that of the other times a factor that keeps its sign, so the two hold together.",
}


def wear_label(name: str, statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> None:
    """A headline's label belongs to its left side; its last member holds no derivative and nothing of what it says."""
    if name not in HEADLINES:
        return
    first = statements[0]
    if not isinstance(first, tree.Chain) or first.members[0] not in left_sides(name, sizes):
        raise NotShown(f"the label {name} belongs to an equation whose left side is {' or '.join(HEADLINES[name])}")
    last = list(first.members[-1].walk())
    if any(isinstance(node, tree.Partial) for node in last):
        raise NotShown(f"the last member of {name} still holds a derivative")
    left = first.members[0]
    circular = left in last or (name in DEFINITIONS and isinstance(left, tree.Letter) and left.name in tree.letters_in(first.members[-1]))
    if circular:
        raise NotShown(f"the last member of {name} holds the very thing that it should say")


def left_sides(name: str, sizes: Mapping[str, int]) -> Iterator[tree.Node]:
    """The left sides that a headline may have on a page of these sizes."""
    for left in HEADLINES[name]:
        with suppress(Unreadable):
            yield from (chain.members[0] for chain in tree.chains(read(f"{left} = {left}", sizes)))
