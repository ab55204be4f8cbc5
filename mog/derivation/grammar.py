"""Equations, sums, products, powers, letters and their indices: what every notation of the book has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mog.derivation import tree
from mog.derivation.letters import BATCH, COMPONENTS, FEATURES, LETTERS, RUNS_OVER
from mog.derivation.shapes import Misfit, shape, shape_of_chain
from mog.derivation.tokens import Cursor, row_has_relation

CLOSING = {"(": ")", "[": "]", r"\{": r"\}"}
RELATIONS = ("=", r"\propto")
ENDS_PRODUCT = {"", "+", "-", ")", "]", r"\}", "}", ",", ".", "|", r"\\", r"\mid", ";", "&", "⟨end cases⟩", r"\iff", *RELATIONS}
INDEXED = {
    **{letter.latex: letter.name for letter in LETTERS.values() if letter.indices and letter.name != "a"},
    r"\delta": "delta",
}
PLAIN = {"m": "m", "K": "K", "D": "D", r"\lambda": "lambda", "c": "c", r"\eta": "eta", r"\tau": "tau"}
NO_POWER = (r"\frac", r"\sum", r"\prod", r"\log", r"\exp", r"\partial", r"\nabla")
"""What would leave in doubt to how much of it a power belongs."""
LONGEST_NUMBER = 6


class Reader(Cursor):
    """Reads one equation on a page with these sizes, such as {"K": 2, "D": 1}, by the rules of a notation."""

    def __init__(self, tex: str, sizes: Mapping[str, int], rules: Mapping[str, Callable[[Reader], tree.Node]]) -> None:
        super().__init__(tex)
        self.sizes = sizes
        self.rules = rules
        self.bound: list[str] = []
        self.used: dict[str, set[str]] = {}
        self.inside_bars = False
        self.in_one_row = 0

    # --- equations

    def statements(self) -> tuple[tree.Statement, ...]:
        out = [self.statement()]
        while self.peek() in (",", r"\\"):
            if self.comma_in_a_number():
                self.fail(r"a comma in a number, or between two equations? write \quad behind it")
            self.take()
            self.has(r"\\")
            if not self.peek():
                break
            out.append(self.statement())
        self.has(".")
        if self.peek():
            self.fail("cannot go on")
        return tuple(out)

    def comma_in_a_number(self) -> bool:
        """TeX prints no blank between 1, 234: only a wide space tells the comma from one within a number."""
        around = self.tokens[self.at - 1 : self.at + 2]
        digits = len(around) == 3 and around[0].text.isdigit() and around[2].text.isdigit()
        return digits and "quad" not in self.tex[around[0].end : around[2].start]

    def statement(self) -> tree.Statement:
        left = self.chain()
        self.skip_row_before(r"\iff")
        if not self.has(r"\iff"):
            return left
        right = self.chain()
        if any(len(chain.members) != 2 or chain.relation != "=" for chain in (left, right)) or self.peek() == r"\iff":
            self.fail("⇔ joins two plain equations")
        return tree.Equivalence(left, right)

    def chain(self) -> tree.Chain:
        members, relation = [self.member()], ""
        while True:
            self.skip_row_before(*RELATIONS)
            if not (sign := self.has(*RELATIONS)):
                break
            if relation not in ("", sign):
                self.fail("= and ∝ in one chain")
            relation = sign
            members.append(self.member())
        if not relation:
            self.fail("expected =")
        chain = tree.Chain("∝" if relation == r"\propto" else relation, tuple(members))
        try:
            shape_of_chain(chain)
        except Misfit as misfit:
            self.fail(str(misfit))
        return chain

    def skip_row_before(self, *signs: str) -> None:
        """A new row of aligned equations may go on with one of these signs; one with a relation of its own goes on with that only."""
        if self.peek() != r"\\" or self.peek(1) not in signs or self.in_one_row:
            return
        if set(signs) & {"+", "-", r"\cdot"} and self.next_row_has_relation():
            return
        self.take()

    def next_row_has_relation(self) -> bool:
        """Does the row that comes next hold a relation of its own behind its first sign?"""
        return row_has_relation(token.text for token in self.tokens[self.at + 2 :])

    def member(self) -> tree.Node:
        self.used = {}
        out = self.expression()
        if clash := [name for name, uses in self.used.items() if len(uses) > 1]:
            self.fail(f"the index {clash[0]} is both bound and free before")
        return out

    # --- sums, products, powers

    def fits(self, node: tree.Node) -> tree.Node:
        """The node, when the shapes of its parts fit together."""
        try:
            shape(node)
        except Misfit as misfit:
            self.fail(str(misfit))
        return node

    def expression(self) -> tree.Node:
        sign = self.has("+", "-")
        out = tree.Minus(self.product()) if sign == "-" else self.product()
        while True:
            self.skip_row_before("+", "-")
            if not (sign := self.has("+", "-")):
                return out
            term = self.product()
            out = self.fits(tree.Add(out, tree.Minus(term) if sign == "-" else term))

    def product(self) -> tree.Node:
        out = self.twice_circle() or self.factor()
        while True:
            self.skip_row_before(r"\cdot")
            if self.has("/"):
                out = self.fits(tree.Over(out, self.factor()))
                if not self.product_ends():
                    self.fail("where does the divisor end? write a fraction")
                return out
            if self.has(r"\cdot"):
                out = self.fits(tree.Times(out, self.twice_circle() or self.factor()))
            elif self.product_ends():
                return out
            elif self.peek().isdigit():
                self.fail(r"a number after a factor: write \cdot between them")
            else:
                right = self.factor()
                if ends_with_number(out) and isinstance(right, tree.Over) and isinstance(right.top, tree.Number):
                    self.fail(r"a mixed number, or a product? write \cdot, before")
                out = self.fits(tree.Times(out, right))

    def product_ends(self) -> bool:
        """Is the next token none of a product's? A bar is, where it opens |B| or |Σ_k|, and so is a row that goes on with a factor."""
        opens = self.peek() == "|" and not self.inside_bars and self.peek(1) in (BATCH, r"\Sigma")
        goes_on = self.peek() == r"\\" and self.peek(1) == r"\cdot" and not self.next_row_has_relation()
        return self.peek() in ENDS_PRODUCT and not opens and not goes_on

    def twice_circle(self) -> tree.Node | None:
        """2π, the only place of the circle's constant."""
        if not self.sees("2", r"\pi") or self.peek(2) in ("_", "^"):
            return None
        if self.tokens[self.at + 1].end - self.tokens[self.at + 1].start > len(r"\pi"):
            self.fail(r"a bold π is no number, before")
        self.at += 2
        if self.peek() in ("^", "(", "["):
            self.fail(r"what does this belong to? write (2 \pi)")
        return tree.Times(tree.Number(2), tree.CircleConstant())

    def factor(self) -> tree.Node:
        if self.sees("e", "^"):
            self.at += 2
            return self.fits(tree.Exp(self.argument()))
        opening = self.peek()
        out = self.atom()
        powers = int(isinstance(out, tree.Power) and opening in INDEXED)
        while self.peek() == "^":
            if opening in NO_POWER or powers:
                self.fail("to what does this power belong? write brackets")
            self.take()
            self.adjacent()
            if self.has(r"\top") or (self.sees("{", r"\top", "}") and self.group()):
                out = self.fits(tree.Transposed(out))
                continue
            powers += 1
            out = self.fits(tree.Power(out, self.argument()))
        return out

    def argument(self) -> tree.Node:
        r"""What TeX sets as one: a group in braces, or one sign (\frac12 is one half)."""
        self.adjacent()
        if self.has("{"):
            self.in_one_row += 1
            out = self.expression()
            self.take("}")
            self.in_one_row -= 1
            return out
        self.split_digits()
        sign = self.peek()
        if not (sign.isdigit() or ((sign in PLAIN or sign == "a") and self.peek(1) != "_")):
            self.fail("expected one sign or braces")
        return self.atom()

    def bracketed(self) -> tree.Node:
        opening = self.take(*CLOSING)
        out = self.expression()
        self.take(CLOSING[opening])
        return out

    def atom(self) -> tree.Node:
        sign = self.peek()
        if sign.isdigit():
            if len(sign) > LONGEST_NUMBER or (sign[0] == "0" and sign != "0"):
                self.fail(f"a number has at most {LONGEST_NUMBER} digits and does not begin with 0")
            return tree.Number(int(self.take()))
        if sign in CLOSING:
            return self.bracketed()
        if sign == "{":
            return self.unprinted_braces()
        if sign in INDEXED and self.peek(1) in ("_", "^"):
            return self.letter(INDEXED[self.take()])
        if sign in PLAIN:
            return tree.Letter(PLAIN[self.take()])
        if sign in self.rules:
            self.take()
            return self.fits(self.rules[sign](self))
        self.fail("no rule for this")

    def unprinted_braces(self) -> tree.Node:
        """Braces that print nothing may hold one letter or one bracket: more would be read as one and seen as two."""
        self.take("{")
        if self.peek() in CLOSING or self.peek() in INDEXED:
            out = self.atom()
            if not isinstance(out, tree.Power) and self.has("}"):
                return out
        self.fail("braces that print nothing may hold one letter or one bracket only")

    # --- letters and their indices

    def letter(self, name: str) -> tree.Node:
        power = None
        if self.has("^"):
            power = self.argument()
        if not self.has("_"):
            self.fail(f"{name} needs an index")
        words = self.index_words()
        if name == "delta":
            kinds = [RUNS_OVER.get(word, COMPONENTS) for word in words if not word.isdigit()][:1] * 2 or [COMPONENTS] * 2
        else:
            kinds = [RUNS_OVER[index] for index in LETTERS[name].indices]
        open_feature = kinds[-1:] == [FEATURES] and len(words) == len(kinds) - 1 and name != "delta"
        if len(words) != len(kinds) and not open_feature:
            self.fail(f"{name} takes {len(kinds)} indices, not {len(words)}, before")
        indices = tuple(self.index(word, kind) for word, kind in zip(words, kinds, strict=False))
        if open_feature and self.sizes.get(FEATURES) == 1:
            indices = (*indices, 1)
        if name == "Sigma" and self.sizes.get(FEATURES) == 1:
            self.fail("a covariance matrix on a page with one feature, before")
        out: tree.Node = tree.Delta(*indices) if name == "delta" else tree.Letter(name, indices)
        return self.fits(out if power is None else tree.Power(out, power))

    def index_words(self) -> list[str]:
        """The indices of a letter: one sign each, with commas between them or none at all."""
        group = self.group()
        words = [part for word in group for part in (word if word.isdigit() else [word])]
        if "," in words:
            if any((word == ",") != bool(place % 2) for place, word in enumerate(words)) or words[-1] == ",":
                self.fail("a comma stands between any two indices or between none, before")
            words = words[::2]
        return words

    def index(self, word: str, kind: str) -> tree.Index:
        if word.isdigit():
            if not 1 <= int(word) <= (self.sizes.get(kind, 0) if kind in (COMPONENTS, FEATURES) else 0):
                self.fail(f"the index {word} is out of range on this page before")
            return int(word)
        if RUNS_OVER.get(word) != kind:
            self.fail(f"{word} is no index of {kind} before")
        self.used.setdefault(word, set()).add("bound" if word in self.bound else "free")
        return word


def ends_with_number(node: tree.Node) -> bool:
    """Does a product print a number last?"""
    while isinstance(node, tree.Times):
        node = node.right
    return isinstance(node, tree.Number) or (isinstance(node, tree.Power) and isinstance(node.base, tree.Number))
