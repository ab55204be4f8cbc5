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
from mog.derivation.grammar import CLOSING, INDEXED, Reader
from mog.derivation.letters import BATCH, COMPONENTS, FEATURES, POINTS, RUNS_OVER
from mog.derivation.tokens import Unreadable

__all__ = ["Unreadable", "read"]

PARAMETERS = (r"\theta", r"\pi,\mu,\sigma^2", r"\pi,\mu,\Sigma", r"\pi,\mu,\sigma")
GIVEN = (r"\mid", "|", ";")


def read(tex: str, sizes: Mapping[str, int] | None = None) -> tuple[tree.Statement, ...]:
    """The statements of a display equation, each token accounted for; Unreadable says where reading stopped."""
    return Reader(tex, sizes or {}, RULES).statements()


# --- derivatives


def fraction(reader: Reader) -> tree.Node:
    if reader.sees("{", r"\partial") or reader.sees("{", "⟨d⟩"):
        return derivative(reader)
    top = reader.argument()
    return tree.Over(top, reader.argument())


def derivative(reader: Reader) -> tree.Node:
    reader.adjacent()
    reader.take("{")
    reader.in_one_row += 1
    d, order = reader.take(), 1
    if reader.has("^"):
        order = 2 if reader.group() == ["2"] else reader.fail("only second derivatives have a rule, before")
    body = None if reader.peek() == "}" else reader.product()
    reader.take("}")
    reader.adjacent()
    reader.take("{")
    by = []
    while not reader.has("}"):
        reader.take(d)
        by.append(variable(reader))
        if isinstance(by[-1], tree.Theta) and reader.has("^"):
            by += by[-1:] if reader.group() == ["2"] and order == 2 else reader.fail("only a second derivative is by θ twice, before")
    reader.in_one_row -= 1
    if order == 2 and len(by) == 1 and isinstance(by[0], tree.Power) and by[0].exponent == tree.Number(2):
        if reader.tokens[reader.at - 2].text in CLOSING.values():
            reader.fail("a second derivative by what is in brackets, or by one σ? before")
        by = [by[0].base] * 2
    if len(by) != order:
        reader.fail(f"{order} derivatives by {len(by)} letters before")
    # Nothing else moves with the bare a, so that both kinds of d say the same.
    along_simplex = d == "⟨d⟩" and by != [tree.Letter("a")]
    return derivatives(reader, one_factor(reader) if body is None else body, by, along_simplex)


def derivatives(reader: Reader, body: tree.Node, by: list[tree.Node], along_simplex: bool) -> tree.Node:
    for each in reversed(by):
        if not is_variable(each):
            reader.fail("a derivative is by a letter, or by the square or the logarithm of a σ; before")
        body = reader.fits(tree.Partial(body, each, along_simplex))
    return body


def variable(reader: Reader) -> tree.Node:
    """What a derivative is by."""
    if reader.has(r"\theta"):
        return tree.Theta()
    return logarithm(reader, ends=(r"\partial", "⟨d⟩")) if reader.has(r"\log") else reader.factor()


def is_variable(node: tree.Node) -> bool:
    """May a derivative be by this?"""
    if isinstance(node, tree.Log):
        node = node.argument
    if isinstance(node, tree.Power) and node.exponent == tree.Number(2):
        return isinstance(node.base, tree.Letter) and node.base.name == "sigma"
    return isinstance(node, tree.Letter | tree.Theta)


def one_factor(reader: Reader) -> tree.Node:
    """What a derivative written alone acts on."""
    body = reader.factor()
    if not reader.product_ends():
        reader.fail("what does the derivative act on? write brackets")
    return body


def derivative_by_subscript(reader: Reader) -> tree.Node:
    r"""\partial_{\mu_k} and \nabla_{\mu_k}."""
    reader.take("_")
    reader.adjacent()
    reader.take("{")
    by = variable(reader)
    reader.take("}")
    return derivatives(reader, one_factor(reader), [by], along_simplex=False)


# --- sums


def summed(reader: Reader) -> tuple[str, str, tree.Node, tree.Index | None]:
    """Index, domain, body, and the index that is left out, of a Σ or a Π."""
    below: list[str] = []
    above: list[str] | None = None
    for _ in range(2):
        if reader.peek() == "_" and not below:
            reader.take()
            below = reader.group()
        elif reader.peek() == "^" and above is None:
            reader.take()
            above = reader.group()
    index, rule = (below[0], below[1:]) if below else ("", [])
    domain = RUNS_OVER.get(index, "")
    if not domain:
        reader.fail("expected the index of the sum before")
    if index in reader.bound or "free" in reader.used.get(index, ()):
        reader.fail(f"the index {index} already means something else before")
    apart: tree.Index | None = None
    if rule == [r"\in", BATCH] and domain == POINTS and above is None:
        domain = BATCH
    elif rule == ["=", "1"] and above is not None:
        if above not in ([domain], [str(reader.sizes.get(domain))]):
            reader.fail(f"a sum over {index} must reach to {domain} before")
    elif rule[:1] == [r"\ne"] and len(rule) == 2 and above is None:
        apart = reader.index(rule[1], domain)
    elif rule or above is not None:
        reader.fail("these limits have no rule, before")
    reader.used.setdefault(index, set()).add("bound")
    reader.bound.append(index)
    body = reader.product()
    reader.bound.remove(index)
    return index, domain, body, apart


# --- functions


def logarithm(reader: Reader, ends: tuple[str, ...] = ()) -> tree.Node:
    opening, after = reader.peek(), reader.peek(1)
    if (opening in INDEXED and after in ("_", "^")) or opening == "e":
        argument = reader.factor()
    else:
        argument = reader.atom()
        if reader.peek() == "^":
            reader.fail("a power of the logarithm, or the logarithm of a power? write brackets")
    bracketed = opening in CLOSING or (opening == "{" and after in CLOSING)
    if not bracketed and not reader.product_ends() and reader.peek() not in ends:
        reader.fail("where does the logarithm's argument end? write brackets")
    return tree.Log(argument)


def root(reader: Reader) -> tree.Node:
    if reader.peek() != "{":
        reader.fail("expected braces")
    return tree.Root(reader.argument())


def normal(reader: Reader) -> tree.Node:
    reader.take("(")
    reader.in_one_row += 1
    value = reader.expression()
    reader.take(*GIVEN)
    mean = reader.expression()
    reader.take(",")
    variance = reader.expression()
    reader.take(")")
    reader.in_one_row -= 1
    return tree.Normal(value, mean, variance)


def density(reader: Reader) -> tree.Node:
    reader.take("(")
    if reader.peek() != "x":
        reader.fail("expected a point of the data")
    point = reader.atom()
    if reader.has(*GIVEN):
        parameters(reader)
    else:
        reader.take(")")
    if not (isinstance(point, tree.Letter) and len(point.indices) == 1 + (reader.sizes.get(FEATURES) == 1)):
        reader.fail("p is a function of a whole point, before")
    return tree.Letter("p", point.indices[:1])


def of_parameters(name: str) -> Callable[[Reader], tree.Node]:
    """A letter that may be written with its batch and as a function of the parameters."""

    def rule(reader: Reader) -> tree.Node:
        batch = reader.has("_")
        if batch and reader.group() != [BATCH]:
            reader.fail("expected the index B before")
        if reader.peek() in CLOSING:
            reader.take("(")
            parameters(reader)
        return tree.Letter(f"{name}_B" if batch else name)

    return rule


def parameters(reader: Reader) -> None:
    said = ""
    while not reader.has(")"):
        said += reader.take()
    if said not in PARAMETERS:
        reader.fail(f"a function of {said or 'nothing'} before")


def any_function(reader: Reader) -> tree.Node:
    """f(θ), and f′(θ) for its derivative."""
    prime = reader.has("'")
    if reader.peek() in CLOSING:
        reader.take("(")
        reader.take(r"\theta")
        reader.take(")")
    f = tree.Letter("f")
    return tree.Partial(f, tree.Theta()) if prime else f


def logit(reader: Reader) -> tree.Node:
    return reader.letter("a") if reader.peek() == "_" else tree.Letter("a")


# --- matrices, sizes, cases


def bars(reader: Reader) -> tree.Node:
    """|B| is a size, |Σ_k| a determinant."""
    if reader.has(BATCH):
        reader.take("|")
        return tree.Letter("|B|")
    reader.inside_bars = True
    matrix = reader.product()
    reader.take("|")
    reader.inside_bars = False
    return tree.Determinant(matrix)


def determinant(reader: Reader) -> tree.Node:
    bracketed = reader.peek() in CLOSING
    matrix = reader.atom()
    if not bracketed and not reader.product_ends():
        reader.fail("where does the determinant's argument end? write brackets")
    return tree.Determinant(matrix)


def diagonal(reader: Reader) -> tree.Node:
    """diag(σ_k²), read as a whole: no other vector has a square."""
    reader.take("(")
    reader.take(r"\sigma")
    powers = [reader.group()] if reader.has("^") else []
    reader.take("_")
    index = reader.index("".join(reader.group()), COMPONENTS)
    powers += [reader.group()] if reader.has("^") else []
    if powers != [["2"]]:
        reader.fail("expected σ_k² before")
    reader.take(")")
    return tree.Diagonal(tree.Letter("sigma", (index,)))


def cases(reader: Reader) -> tree.Node:
    """One value where two indices are equal, another where they differ."""
    reader.in_one_row += 1
    equal = reader.expression()
    left, right = condition(reader, "=")
    reader.take(r"\\")
    other = reader.expression()
    if reader.sees("&", "⟨otherwise⟩"):
        reader.at += 2
    elif condition(reader, r"\ne") != (left, right):
        reader.fail("the two cases do not complete each other, before")
    reader.has(r"\\")
    reader.take("⟨end cases⟩")
    reader.in_one_row -= 1
    return tree.Cases(left, right, equal, other)


def condition(reader: Reader, relation: str) -> tuple[tree.Index, tree.Index]:
    reader.take("&")
    reader.has("⟨if⟩")
    left = reader.take()
    reader.take(relation)
    right = reader.take()
    kind = RUNS_OVER.get(left, "")
    return reader.index(left, kind), reader.index(right, kind)


RULES: dict[str, Callable[[Reader], tree.Node]] = {
    r"\frac": fraction,
    r"\partial": derivative_by_subscript,
    r"\nabla": derivative_by_subscript,
    r"\sum": lambda reader: tree.Sum(*summed(reader)),
    r"\prod": lambda reader: tree.Product(*summed(reader)),
    r"\log": logarithm,
    r"\exp": lambda reader: tree.Exp(reader.bracketed()),
    r"\sqrt": root,
    "⟨N⟩": normal,
    "⟨L⟩": of_parameters("L"),
    "J": of_parameters("J"),
    "p": density,
    "f": any_function,
    "a": logit,
    "|": bars,
    "⟨diag⟩": diagonal,
    "⟨tr⟩": lambda reader: tree.Trace(reader.bracketed()),
    r"\det": determinant,
    "⟨begin cases⟩": cases,
}
