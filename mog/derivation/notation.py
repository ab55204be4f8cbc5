r"""The book's notation: LaTeX read into trees.

The reading convention, one rule a line, is part of what a reader must trust:

- A product ends at +, −, a relation, a comma or a closing bracket. Factors are written side by side or with \cdot; a number comes first.
- Σ and Π reach to the end of their product. Without limits they run over all of what the index letter stands for.
- log takes one letter with its index and power, one function, fraction or bracket; before Σ or Π it takes all of it.
  Whatever could also belong to an unbracketed argument is an error. A power after a bracketed argument is an error.
- ∂/∂θ written alone takes one factor, a Σ with all it reaches. If another factor follows, that is an error.
- a/b takes one factor as divisor, and nothing may follow in the product; else it is an error: write a fraction.
- Braces that print nothing group nothing: they may hold one letter or one bracket, and {a + b}c is an error.
- 2π is twice the circle's constant; π anywhere else is a weight and has an index.
- x_i, μ_k, z_ik without a feature are column vectors, Σ_k is a diagonal matrix; on a page with one feature they are its values.
- i and n number points; j, k, l and q components; d and e features. An index is either bound by a Σ or free in a member, never both.
- L(θ), p(x_i | θ) and the like are functions of parameters, never products.
- ∂/∂π_k moves one weight alone, d/dπ_1 both along π_2 = 1 − π_1. An indexed a anywhere makes the weights its softmax, a bare a
  their sigmoid. ∂/∂θ leaves each component's density undefined.
- A further equation after a comma is decided too; \sum_k \pi_k = 1 or \pi_2 = 1 - \pi_1 is a condition on the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mog.derivation import tree
from mog.derivation.grammar import Cursor, Unreadable
from mog.derivation.letters import BATCH, COMPONENTS, FEATURES, LETTERS, POINTS, RUNS_OVER
from mog.derivation.shapes import Misfit, shape, shape_of_chain

__all__ = ["Unreadable", "read"]

CLOSING = {"(": ")", "[": "]", r"\{": r"\}"}
RELATIONS = ("=", r"\propto")
ENDS_PRODUCT = {"", "+", "-", ")", "]", r"\}", "}", ",", ".", "|", r"\\", r"\mid", ";", "&", r"\end-cases", r"\iff", *RELATIONS}
INDEXED = {
    **{letter.latex: letter.name for letter in LETTERS.values() if letter.indices and letter.name != "a"},
    r"\delta": "delta",
}
PLAIN = {"m": "m", "K": "K", "D": "D", r"\lambda": "lambda", "c": "c"}
PARAMETERS = (r"\theta", r"\pi,\mu,\sigma^2", r"\pi,\mu,\Sigma", r"\pi,\mu,\sigma")
SIZED = {COMPONENTS, FEATURES}


def read(tex: str, sizes: Mapping[str, int] | None = None) -> tuple[tree.Statement, ...]:
    """The statements of a display equation, each token accounted for; Unreadable says where reading stopped."""
    return Reader(tex, sizes or {}).statements()


class Reader(Cursor):
    """Reads one equation on a page with these sizes, such as {"K": 2, "D": 1}."""

    def __init__(self, tex: str, sizes: Mapping[str, int]) -> None:
        super().__init__(tex)
        self.sizes = sizes
        self.bound: list[str] = []
        self.used: dict[str, set[str]] = {}
        self.inside_bars = False

    # --- equations

    def statements(self) -> tuple[tree.Statement, ...]:
        out = [self.statement()]
        while self.has(",", r"\\"):
            out.append(self.statement())
        self.has(".")
        if self.peek():
            self.fail("cannot go on")
        return tuple(out)

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
        """A new row of aligned equations may go on with one of these signs."""
        if self.peek() == r"\\" and self.peek(1) in signs:
            self.take()

    def member(self) -> tree.Node:
        self.used = {}
        out = self.expression()
        if clash := [name for name, uses in self.used.items() if len(uses) > 1]:
            self.fail(f"the index {clash[0]} is both bound and free before")
        return out

    # --- sums, products, powers

    def fits(self, node: tree.Node) -> tree.Node:
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
                out = self.fits(tree.Times(out, self.factor()))

    def product_ends(self) -> bool:
        """Is the next token none of a product's? A bar is, where it opens |B| or |Σ_k|."""
        opens = self.peek() == "|" and not self.inside_bars and self.peek(1) in (BATCH, r"\Sigma")
        return self.peek() in ENDS_PRODUCT and not opens

    def twice_circle(self) -> tree.Node | None:
        """2π, the only place of the circle's constant."""
        if not self.sees("2", r"\pi") or self.peek(2) == "_":
            return None
        self.at += 2
        if self.peek() in ("^", "(", "["):
            self.fail(r"what does this belong to? write (2 \pi)")
        return tree.Times(tree.Number(2), tree.CircleConstant())

    def factor(self) -> tree.Node:
        if self.sees("e", "^"):
            self.at += 2
            return self.fits(tree.Exp(self.argument()))
        out = self.atom()
        powers = 0
        while self.has("^"):
            if self.has(r"\top") or (self.sees("{", r"\top", "}") and self.group()):
                out = self.fits(tree.Transposed(out))
                continue
            powers += 1
            if powers > 1:
                self.fail("a second exponent")
            out = self.fits(tree.Power(out, self.argument()))
        return out

    def argument(self) -> tree.Node:
        r"""What TeX sets as one: a group in braces, or one sign (\frac12 is one half)."""
        if self.has("{"):
            out = self.expression()
            self.take("}")
            return out
        self.split_digits()
        sign = self.peek()
        if not (sign.isdigit() or ((sign in PLAIN or sign == "a") and self.peek(1) != "_")):
            self.fail("expected one sign or braces")
        return self.atom()

    def bracketed(self, *openings: str) -> tree.Node:
        opening = self.take(*(openings or CLOSING))
        out = self.expression()
        self.take(CLOSING[opening])
        return out

    def atom(self) -> tree.Node:
        sign = self.peek()
        if sign.isdigit():
            return tree.Number(int(self.take()))
        if sign in CLOSING:
            return self.bracketed()
        if sign == "{":
            self.take()
            if self.peek() not in CLOSING and self.peek() not in INDEXED:
                self.fail("braces that print nothing may hold one letter or one bracket only")
            out = self.atom()
            if self.peek() != "}":
                self.fail("braces that print nothing may hold one letter or one bracket only")
            self.take()
            return out
        if sign in INDEXED and self.peek(1) in ("_", "^"):
            return self.letter(INDEXED[self.take()])
        if sign in PLAIN:
            return tree.Letter(PLAIN[self.take()])
        if sign in RULES:
            self.take()
            return self.fits(RULES[sign](self))
        self.fail("no rule for this")

    # --- letters and their indices

    def letter(self, name: str) -> tree.Node:
        power = None
        if self.peek() == "^":
            self.take()
            power = self.argument()
        if self.peek() != "_":
            self.fail(f"{name} needs an index")
        self.take("_")
        words = [part for word in self.group() if word != "," for part in (word if word.isdigit() else [word])]
        if name == "delta":
            kinds = [RUNS_OVER.get(word, "") for word in words if not word.isdigit()][:1] * 2
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

    def index(self, word: str, kind: str) -> tree.Index:
        if word.isdigit():
            if not (kind in SIZED and 1 <= int(word) <= self.sizes.get(kind, 0)):
                self.fail(f"the index {word} is out of range on this page before")
            return int(word)
        if RUNS_OVER.get(word) != kind:
            self.fail(f"{word} is no index of {kind or 'anything'} before")
        self.used.setdefault(word, set()).add("bound" if word in self.bound else "free")
        return word

    # --- functions, sums and derivatives; one rule a notation

    def fraction(self) -> tree.Node:
        if self.sees("{", r"\partial") or self.sees("{", r"\upright-d"):
            return self.derivative()
        top = self.argument()
        return tree.Over(top, self.argument())

    def derivative(self) -> tree.Node:
        self.take("{")
        d = self.take()
        order = 1
        if self.has("^"):
            order = 2 if self.group() == ["2"] else self.fail("only second derivatives have a rule, before")
        body = None if self.peek() == "}" else self.product()
        self.take("}")
        self.take("{")
        by = []
        while not self.has("}"):
            self.take(d)
            by.append(self.variable())
        if order == 2 and len(by) == 1 and isinstance(by[0], tree.Power) and by[0].exponent == tree.Number(2):
            by = [by[0].base] * 2
        if len(by) != order:
            self.fail(f"{order} derivatives by {len(by)} letters before")
        return self.derivatives(self.one_factor() if body is None else body, by, d == r"\upright-d")

    def derivatives(self, body: tree.Node, by: list[tree.Node], along_simplex: bool) -> tree.Node:
        for variable in reversed(by):
            if not is_variable(variable):
                self.fail("a derivative is by a letter, or by the square or the logarithm of a σ; before")
            body = self.fits(tree.Partial(body, variable, along_simplex))
        return body

    def variable(self) -> tree.Node:
        """What a derivative is by."""
        if self.has(r"\theta"):
            return tree.Theta()
        return tree.Log(self.factor()) if self.has(r"\log") else self.factor()

    def one_factor(self) -> tree.Node:
        """What a derivative written alone acts on."""
        body = self.factor()
        if not self.product_ends():
            self.fail("what does the derivative act on? write brackets")
        return body

    def derivative_by_subscript(self) -> tree.Node:
        r"""\partial_{\mu_k} and \nabla_{\mu_k}."""
        self.take("_")
        self.take("{")
        by = self.variable()
        self.take("}")
        return self.derivatives(self.one_factor(), [by], along_simplex=False)

    def sum(self) -> tree.Node:
        return tree.Sum(*self.summed())

    def multiplied(self) -> tree.Node:
        return tree.Product(*self.summed())

    def summed(self) -> tuple[str, str, tree.Node, tree.Index | None]:
        """Limits and body of a Σ or a Π."""
        below: list[str] = []
        above: list[str] | None = None
        for _ in range(2):
            if self.peek() == "_" and not below:
                self.take()
                below = self.group()
            elif self.peek() == "^" and above is None:
                self.take()
                above = self.group()
        index, rule = (below[0], below[1:]) if below else ("", [])
        domain = RUNS_OVER.get(index, "")
        if not domain:
            self.fail("expected the index of the sum before")
        if index in self.bound or "free" in self.used.get(index, ()):
            self.fail(f"the index {index} already means something else before")
        apart: tree.Index | None = None
        if rule == [r"\in", BATCH] and domain == POINTS and above is None:
            domain = BATCH
        elif rule == ["=", "1"] and above is not None:
            if above not in ([domain], [str(self.sizes.get(domain))]):
                self.fail(f"a sum over {index} must reach to {domain} before")
        elif rule[:1] == [r"\ne"] and len(rule) == 2 and above is None:
            apart = self.index(rule[1], domain)
        elif rule or above is not None:
            self.fail("these limits have no rule, before")
        self.used.setdefault(index, set()).add("bound")
        self.bound.append(index)
        body = self.product()
        self.bound.remove(index)
        return index, domain, body, apart

    def logarithm(self) -> tree.Node:
        opening = self.peek()
        bracketed = opening in CLOSING or (opening == "{" and self.peek(1) in CLOSING)
        letter = opening in INDEXED and self.peek(1) in ("_", "^")
        argument = self.factor()
        if not bracketed and not self.product_ends():
            self.fail("where does the logarithm's argument end? write brackets")
        if isinstance(argument, tree.Power) and not letter:
            self.fail("a power of the logarithm, or the logarithm of a power? write brackets, before")
        return tree.Log(argument)

    def exponential(self) -> tree.Node:
        return tree.Exp(self.bracketed())

    def root(self) -> tree.Node:
        if self.peek() != "{":
            self.fail("expected braces")
        return tree.Root(self.argument())

    def normal(self) -> tree.Node:
        self.take("(")
        value = self.expression()
        self.take(r"\mid", "|", ";")
        mean = self.expression()
        self.take(",")
        variance = self.expression()
        self.take(")")
        return tree.Normal(value, mean, variance)

    def of_parameters(self, name: str) -> Callable[[], tree.Node]:
        """A letter that may be written with its batch and as a function of the parameters."""

        def rule() -> tree.Node:
            batch = self.peek() == "_"
            if batch:
                self.take()
                if self.group() != [BATCH]:
                    self.fail("expected the index B before")
            if self.peek() in CLOSING:
                self.take("(")
                self.parameters()
            return tree.Letter(f"{name}_B" if batch else name)

        return rule

    def parameters(self) -> None:
        said = ""
        while not self.has(")"):
            said += self.take()
        if said not in PARAMETERS:
            self.fail(f"a function of {said or 'nothing'} before")

    def density(self) -> tree.Node:
        self.take("(")
        if self.peek() != "x":
            self.fail("expected a point of the data")
        point = self.atom()
        if self.has(r"\mid", "|", ";"):
            self.parameters()
        else:
            self.take(")")
        if not (isinstance(point, tree.Letter) and len(point.indices) == 1 + (self.sizes.get(FEATURES) == 1)):
            self.fail("p is a function of a whole point, before")
        return tree.Letter("p", point.indices[:1])

    def any_function(self) -> tree.Node:
        """f(θ), and f′(θ) for its derivative."""
        prime = self.has("'")
        if self.peek() in CLOSING:
            self.take("(")
            self.take(r"\theta")
            self.take(")")
        f = tree.Letter("f")
        return tree.Partial(f, tree.Theta()) if prime else f

    def logit(self) -> tree.Node:
        return self.letter("a") if self.peek() == "_" else tree.Letter("a")

    def bars(self) -> tree.Node:
        """|B| is a size, |Σ_k| a determinant."""
        if self.has(BATCH):
            self.take("|")
            return tree.Letter("|B|")
        self.inside_bars = True
        matrix = self.product()
        self.take("|")
        self.inside_bars = False
        return tree.Determinant(matrix)

    def diagonal(self) -> tree.Node:
        """diag(σ_k²), read as a whole: no other vector has a square."""
        self.take("(")
        self.take(r"\sigma")
        if early := self.sees("^", "2"):
            self.at += 2
        self.take("_")
        index = self.index("".join(self.group()), COMPONENTS)
        if not early:
            self.take("^")
            self.take("2")
        self.take(")")
        return tree.Diagonal(tree.Letter("sigma", (index,)))

    def trace(self) -> tree.Node:
        return tree.Trace(self.bracketed())

    def determinant(self) -> tree.Node:
        return tree.Determinant(self.factor())

    def cases(self) -> tree.Node:
        """One value where two indices are equal, another where they differ."""
        equal = self.expression()
        left, right = self.condition("=")
        self.take(r"\\")
        other = self.expression()
        if not (self.sees("&", r"\otherwise") and [self.take(), self.take()]) and self.condition(r"\ne") != (left, right):
            self.fail("the two cases do not complete each other, before")
        self.has(r"\\")
        self.take(r"\end-cases")
        return tree.Cases(left, right, equal, other)

    def condition(self, relation: str) -> tuple[tree.Index, tree.Index]:
        self.take("&")
        self.has(r"\if")
        left = self.take()
        self.take(relation)
        right = self.take()
        kind = RUNS_OVER.get(left, "")
        return self.index(left, kind), self.index(right, kind)


def is_variable(node: tree.Node) -> bool:
    """May a derivative be by this?"""
    if isinstance(node, tree.Log):
        node = node.argument
    if isinstance(node, tree.Power) and node.exponent == tree.Number(2):
        node = node.base
        return isinstance(node, tree.Letter) and node.name == "sigma"
    return isinstance(node, tree.Letter | tree.Theta)


RULES: dict[str, Callable[[Reader], tree.Node]] = {
    r"\frac": Reader.fraction,
    r"\partial": Reader.derivative_by_subscript,
    r"\nabla": Reader.derivative_by_subscript,
    r"\sum": Reader.sum,
    r"\prod": Reader.multiplied,
    r"\log": Reader.logarithm,
    r"\exp": Reader.exponential,
    r"\sqrt": Reader.root,
    r"\normal": Reader.normal,
    r"\likelihood": lambda reader: reader.of_parameters("L")(),
    "J": lambda reader: reader.of_parameters("J")(),
    "p": Reader.density,
    "f": Reader.any_function,
    "a": Reader.logit,
    "|": Reader.bars,
    r"\diag": Reader.diagonal,
    r"\tr": Reader.trace,
    r"\det": Reader.determinant,
    r"\begin-cases": Reader.cases,
}
