"""A listener: the tree of an equation, written down from its sentence alone, without commas and capitals."""

from __future__ import annotations

import re
from collections.abc import Callable

from mog.derivation import tree
from mog.derivation.letters import LETTERS, RUNS_OVER
from mog.derivation.words import FUNCTIONS, OVER, SPOKEN

PREFIXES = {f"{words} ": kind for kind, words in FUNCTIONS.items()}
REDUCTIONS = {"the sum over ": tree.Sum, "the product over ": tree.Product}
NAMES = sorted(SPOKEN, key=lambda name: -len(SPOKEN[name]))


def ear(sentence: str) -> str:
    """What is heard of a sentence: its words."""
    return " ".join(re.findall(r"[a-z0-9]+", sentence.lower())) + " "


def heard(sentence: str) -> tuple[tree.Statement, ...]:
    """The statements of a sentence."""
    listener = Listener(ear(sentence))
    found = [listener.statement()]
    while listener.has("and also ", "given that "):
        found.append(listener.statement())
    assert listener.text == "", f"not understood: {listener.text}"
    return tuple(found)


class Listener:
    """Takes word after word from what is left to be understood."""

    def __init__(self, text: str) -> None:
        self.text = text

    def has(self, *starts: str) -> str:
        """Which of these comes next, if any; it is taken."""
        start = next((start for start in starts if self.text.startswith(ear(start))), "")
        self.text = self.text[len(ear(start)) :] if start else self.text
        return start

    def take(self, start: str) -> None:
        assert self.has(start), f"expected {start!r}, and heard {self.text[:60]!r}"

    def word(self) -> str:
        word, _, self.text = self.text.partition(" ")
        return word

    def between(self, *words: str) -> list[tree.Node]:
        """What stands before each of these words."""
        found = []
        for word in words:
            found.append(self.expression())
            self.take(word)
        return found

    def statement(self) -> tree.Statement:
        left = self.chain()
        return tree.Equivalence(left, self.chain()) if self.has("if and only if ") else left

    def chain(self) -> tree.Chain:
        members = [self.expression()]
        relation = {"equals ": "=", "is proportional to ": "∝"}[self.has("equals ", "is proportional to ")]
        members.append(self.expression())
        while self.has("which equals ", "which is proportional to "):
            members.append(self.expression())
        return tree.Chain(relation, tuple(members))

    def expression(self) -> tree.Node:
        node = self.term()
        while sign := self.has("plus ", "minus "):
            term = self.term()
            node = tree.Add(node, tree.Minus(term) if sign == "minus " else term)
        return node

    def term(self) -> tree.Node:
        if self.has("minus "):
            return tree.Minus(self.term())
        node = self.factor()
        if self.has("over "):
            return tree.Over(node, self.factor())
        while self.has("times "):
            node = tree.Times(node, self.factor())
        return node

    def factor(self) -> tree.Node:
        if start := self.has(*PREFIXES):
            return PREFIXES[start](self.factor())
        if start := self.has(*REDUCTIONS):
            return self.reduction(REDUCTIONS[start])
        for start, rule in RULES.items():
            if self.has(start):
                return rule(self)
        return self.powered(self.sign())

    def reduction(self, kind: type[tree.Sum | tree.Product]) -> tree.Node:
        domain, index = next(
            (domain, index)
            # The longest first: the points in the mini-batch are said as all points with a word more.
            for domain, words in sorted(OVER.items(), key=lambda item: -len(item[1]))
            for index in RUNS_OVER
            if self.has(f"{words.format(index)} ")
        )
        apart = self.index() if self.has("other than ") else None
        self.take("of ")
        body = self.term()
        self.has(f"end of the {kind.__name__} over {index} ")
        return kind(index, domain, body, apart)

    def powered(self, base: tree.Node) -> tree.Node:
        for word, exponent in (("squared ", 2), ("cubed ", 3)):
            if self.has(word):
                return tree.Power(base, tree.Number(exponent))
        if not self.has("to the power "):
            return base
        return tree.Power(base, tree.Minus(self.sign()) if self.has("minus ") else self.exponent())

    def exponent(self) -> tree.Node:
        """What follows without a power of its own: that would be said as a quantity."""
        for start, rule in RULES.items():
            if start == "the quantity " and self.has(start):
                return self.between("end quantity ")[0]
            if self.has(start):
                return rule(self)
        return PREFIXES[start](self.factor()) if (start := self.has(*PREFIXES)) else self.sign()

    def index(self) -> tree.Index:
        word = self.word()
        assert word.isdigit() or word in RUNS_OVER, f"expected an index, and heard {word!r}"
        return int(word) if word.isdigit() else word

    def indices(self, most: int) -> tuple[tree.Index, ...]:
        found: list[tree.Index] = []
        while len(found) < most and (self.text.partition(" ")[0].isdigit() or self.text.partition(" ")[0] in RUNS_OVER):
            found.append(self.index())
        return tuple(found)

    def sign(self) -> tree.Node:
        if self.has("the circle constant pi "):
            return tree.CircleConstant()
        if self.has("delta "):
            return tree.Delta(self.index(), self.index())
        if self.has("theta "):
            return tree.Theta()
        for name in NAMES:
            if self.has(SPOKEN[name] + " "):
                return tree.Letter(name, self.indices(len(LETTERS[name].indices)))
        word = self.word()
        assert word.isdigit(), f"expected a letter or a number, and heard {word!r} before {self.text[:60]!r}"
        return tree.Number(int(word))


def quantity(listener: Listener) -> tree.Node:
    return listener.powered(listener.between("end quantity ")[0])


def fraction(listener: Listener) -> tree.Node:
    if listener.has("with numerator "):
        return tree.Over(*listener.between("and denominator ", "end of fraction "))
    return listener.between("end of fraction ")[0]


def first_derivative(listener: Listener) -> tree.Node:
    along = bool(listener.has("along the simplex "))
    listener.take("of ")
    (body,) = listener.between("with respect to ")
    return tree.Partial(body, listener.factor(), along)


def second_derivative(listener: Listener) -> tree.Node:
    along = bool(listener.has("along the simplex "))
    listener.take("of ")
    body, first = listener.between("with respect first to ", "then to ")
    return tree.Partial(tree.Partial(body, first, along), listener.factor(), along)


def normal(listener: Listener) -> tree.Node:
    value, mean = listener.between("given the mean ", "and ")
    listener.has("the variance ")
    return tree.Normal(value, mean, listener.factor())


def cases(listener: Listener) -> tree.Node:
    left = listener.index()
    listener.take("equals ")
    right = listener.index()
    return tree.Cases(left, right, *listener.between("and otherwise ", "end of cases "))


def diagonal(listener: Listener) -> tree.Node:
    vector = listener.sign()
    listener.take("squared ")
    return tree.Diagonal(vector)


RULES: dict[str, Callable[[Listener], tree.Node]] = {
    "the quantity ": quantity,
    "one half ": lambda listener: tree.Over(tree.Number(1), tree.Number(2)),
    "the fraction ": fraction,
    "the derivative ": first_derivative,
    "the second derivative ": second_derivative,
    "the normal density of ": normal,
    "in case ": cases,
    "the diagonal matrix of ": diagonal,
    "the inverse of ": lambda listener: tree.Power(listener.sign(), tree.Minus(tree.Number(1))),
}
