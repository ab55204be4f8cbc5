"""The scope of a proof: which sizes are known, how the weights are made, and whether the densities are left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod

from mog.derivation import textbook, tree
from mog.derivation.calculus import Undecidable
from mog.derivation.letters import COMPONENTS, FEATURES, LETTERS, RUNS_OVER
from mog.derivation.textbook import DOMAIN, Textbook


class TooLarge(Undecidable):
    """More sums would have to be written out than can be decided."""


LARGEST = {0: 4, 1: 4}
"""How many components times features are written out at the most, by the order of the derivatives: more may not end."""
LARGEST_OF_SECOND_ORDER = {COMPONENTS: 2, FEATURES: 1}


@dataclass(frozen=True)
class Scope:
    """Under what an equation is proved; hashable, so that a step need not be shown twice under the same."""

    sizes: tuple[tuple[str, int], ...] = ()
    weights: str = "free"
    """free, softmax or sigmoid."""
    any_parameter: bool = False
    """Does θ occur, so that every ℓ_ik depends on it in a way that is left open?"""
    order: int = 0
    """How many derivatives stand in one another."""

    @classmethod
    def of(cls, nodes: Iterable[tree.Node], sizes: Mapping[str, int], simplex: bool = False) -> Scope:
        """The widest scope of an equation: a size is known only where a number among its indices, or one feature, calls for it."""
        nodes = list(nodes)
        named = named_kinds(nodes)
        known = {kind: size for kind, size in sizes.items() if kind in named or (kind == FEATURES and size == 1)}
        logits = {node.indices for node in nodes if isinstance(node, tree.Letter) and node.name == "a"}
        if () in logits and len(logits) > 1:
            raise Undecidable("a logit with an index and one without stand in one equation")
        weights = "sigmoid" if () in logits else "softmax" if logits or simplex else "free"
        return cls(tuple(sorted(known.items())), weights, tree.Theta() in nodes, max(map(order, nodes), default=0))

    def narrowed(self, sizes: Mapping[str, int]) -> Scope:
        """The scope with all sizes of the page known."""
        return replace(self, sizes=tuple(sorted(sizes.items())))

    def book(self) -> Textbook:
        sizes = dict(self.sizes)
        if COMPONENTS in sizes and self.order > 1:
            # With a softmax for the weights, what is left of a false equation may take minutes to bring to a fraction.
            written_out = self.order == 2 and sizes == LARGEST_OF_SECOND_ORDER and self.weights == "free"
        else:
            written_out = prod(sizes.values()) <= LARGEST.get(self.order, 1)
        if not written_out:
            raise TooLarge(f"its sums over {' and '.join(f'{size} {kind}' for kind, size in sizes.items())} would have to be written out")
        book = Textbook({DOMAIN[kind]: size for kind, size in sizes.items()}, log_joint_is_defined=not self.any_parameter)
        return replace(book, weight={"free": textbook.weight, "softmax": book.softmax, "sigmoid": book.sigmoid}[self.weights])

    def reach(self, nodes: Iterable[tree.Node]) -> str:
        """How far a proof in this scope reaches, in words."""
        names = {node.name for node in nodes if isinstance(node, tree.Letter)}
        if self.any_parameter and names == {"f"}:
            return "for any positive differentiable function f"
        said, sizes = [], dict(self.sizes)
        for kind, what in ((COMPONENTS, "component"), (FEATURES, "feature")):
            size = sizes.get(kind)
            said.append(f"any number of {what}s" if size is None else f"{size} {what}{'s' * (size != 1)}")
        return f"for {said[0]} and {said[1]}" + (", whatever the components' densities" if self.any_parameter else "")


def order(node: tree.Node) -> int:
    """How many derivatives stand in one another."""
    return max(map(order, node.parts), default=0) + isinstance(node, tree.Partial)


def named_kinds(nodes: Iterable[tree.Node]) -> set[str]:
    """Of what is one called by its number: of the components, of the features?"""
    out: set[str] = set()
    for node in nodes:
        match node:
            case tree.Letter("a", ()) | tree.Partial(along_simplex=True):
                out.add(COMPONENTS)
            case tree.Letter(name, indices):
                pairs = zip(LETTERS[name].indices, indices, strict=False)
                out |= {RUNS_OVER[kind] for kind, index in pairs if isinstance(index, int)}
            case tree.Delta(left, right) | tree.Cases(left, right):
                if isinstance(left, int) or isinstance(right, int):
                    out |= {RUNS_OVER[index] for index in (left, right) if isinstance(index, str)} or {COMPONENTS}
            case tree.Sum(index, _, _, apart) | tree.Product(index, _, _, apart):
                if isinstance(apart, int):
                    out.add(RUNS_OVER[index])
    return out
