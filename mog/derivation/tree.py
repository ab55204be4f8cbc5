"""What an equation says, as a tree: as it was read, before any algebra is done to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

Index = str | int
"""An index letter such as "k", or the number of one component or feature."""


@dataclass(frozen=True)
class Node:
    """A part of an equation."""

    @property
    def parts(self) -> tuple[Node, ...]:
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(value for value in values if isinstance(value, Node))

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Number(Node):
    value: int


@dataclass(frozen=True)
class CircleConstant(Node):
    """3.14159…, which the book writes only as 2π."""


@dataclass(frozen=True)
class Letter(Node):
    """A letter of the book. One whose feature index is left out is a vector, or for Sigma a diagonal matrix."""

    name: str
    indices: tuple[Index, ...] = ()


@dataclass(frozen=True)
class Theta(Node):
    """Any one parameter: it may stand only below a ∂."""


@dataclass(frozen=True)
class Delta(Node):
    """Kronecker's delta of two indices of one kind."""

    left: Index
    right: Index


@dataclass(frozen=True)
class Add(Node):
    left: Node
    right: Node


@dataclass(frozen=True)
class Minus(Node):
    operand: Node


@dataclass(frozen=True)
class Times(Node):
    left: Node
    right: Node


@dataclass(frozen=True)
class Over(Node):
    top: Node
    bottom: Node


@dataclass(frozen=True)
class Power(Node):
    """base ** exponent; the base is a number, or a diagonal matrix whose exponent is -1."""

    base: Node
    exponent: Node


@dataclass(frozen=True)
class Exp(Node):
    argument: Node


@dataclass(frozen=True)
class Log(Node):
    argument: Node


@dataclass(frozen=True)
class Root(Node):
    argument: Node


@dataclass(frozen=True)
class Transposed(Node):
    """A column made a row."""

    vector: Node


@dataclass(frozen=True)
class Diagonal(Node):
    """The diagonal matrix with the squares of a vector's values on it: diag(σ_k²)."""

    vector: Node


@dataclass(frozen=True)
class Trace(Node):
    matrix: Node


@dataclass(frozen=True)
class Determinant(Node):
    matrix: Node


@dataclass(frozen=True)
class Sum(Node):
    """body added over a whole domain, or over all of it but the index `apart`."""

    index: str
    domain: str
    body: Node
    apart: Index | None = None


@dataclass(frozen=True)
class Product(Node):
    """The positive body multiplied over a whole domain, or over all of it but the index `apart`."""

    index: str
    domain: str
    body: Node
    apart: Index | None = None


@dataclass(frozen=True)
class Partial(Node):
    """The derivative of body by a letter, by the square or by the logarithm of one; a vector makes it a gradient.

    With along_simplex (an upright d) the weights move along π₂ = 1 − π₁, else each letter moves alone.
    """

    body: Node
    by: Node
    along_simplex: bool = False


@dataclass(frozen=True)
class Cases(Node):
    """One value where two indices are equal, another where they differ."""

    left: Index
    right: Index
    equal: Node
    other: Node


@dataclass(frozen=True)
class Normal(Node):
    """The normal density at a value; vectors with a diagonal matrix make it the density of D independent features."""

    value: Node
    mean: Node
    variance: Node


@dataclass(frozen=True)
class Chain:
    """a = b = c, or a ∝ b."""

    relation: str
    members: tuple[Node, ...]


@dataclass(frozen=True)
class Equivalence:
    """a = b ⇔ c = d."""

    left: Chain
    right: Chain


Statement = Chain | Equivalence


def chains(statements: Sequence[Statement]) -> list[Chain]:
    """All chains of an equation, those of its equivalences included."""
    return [
        chain
        for statement in statements
        for chain in ((statement.left, statement.right) if isinstance(statement, Equivalence) else (statement,))
    ]


def nodes_of(statements: Sequence[Statement]) -> list[Node]:
    """Every part of every member."""
    return [node for chain in chains(statements) for member in chain.members for node in member.walk()]


def free_indices(node: Node, bound: frozenset[str] = frozenset()) -> set[str]:
    """The index letters of a node that no sum or product of it binds."""
    if isinstance(node, Sum | Product):
        bound |= {node.index}
    own: tuple[Index | None, ...] = ()
    match node:
        case Letter(_, indices):
            own = indices
        case Delta(left, right) | Cases(left, right):
            own = (left, right)
        case Sum(_, _, _, apart) | Product(_, _, _, apart):
            own = (apart,)
    found = {index for index in own if isinstance(index, str)} - bound
    return found.union(*(free_indices(part, bound) for part in node.parts))


def letters_in(node: Node) -> set[str]:
    return {part.name for part in node.walk() if isinstance(part, Letter)}


def key(node: Node, bound: dict[Index, Index] | None = None) -> tuple[object, ...]:
    """The reading in a form in which two are equal where they differ at most in the names of bound indices."""
    names = bound or {}
    if isinstance(node, Sum | Product):
        inner = names | {node.index: f"bound {len(names)}"}
        apart = names.get(node.apart, node.apart) if node.apart is not None else None
        return (type(node).__name__, node.domain, apart, key(node.body, inner))
    out: list[object] = [type(node).__name__]
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            out.append(key(value, names))
        elif field.name in ("left", "right"):
            out.append(names.get(value, value))
        else:
            out.append(tuple(names.get(index, index) for index in value) if isinstance(value, tuple) else value)
    return tuple(out)
