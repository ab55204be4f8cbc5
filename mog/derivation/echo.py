"""The echo of a reading: what was read, in one line of plain text with every bracket written."""

from __future__ import annotations

from dataclasses import fields, replace

from mog.derivation import tree
from mog.derivation.letters import LETTERS


def _subscript(indices: tuple[tree.Index, ...]) -> str:
    return "_" + "".join(map(str, indices)) if indices else ""


def flat(node: tree.Node, kind: type[tree.Add | tree.Times]) -> list[tree.Node]:
    """The terms, or factors, of a sum or product that is taken from the left."""
    return [*flat(node.left, kind), node.right] if isinstance(node, kind) else [node]


def _range(node: tree.Sum | tree.Product) -> str:
    apart = f" ≠ {node.apart}" if node.apart is not None else ""
    return f"{node.index} ∈ B{apart}" if node.domain == "B" else f"{node.index}=1..{node.domain}{apart}"


def _held(node: tree.Node) -> str:
    """The echo of a base or an exponent, in brackets where it has none of its own and could run into what stands beside it."""
    bare = isinstance(node, tree.Power) or (isinstance(node, tree.Letter) and node.indices and node.name != "Sigma")
    return f"({echo(node)})" if bare else echo(node)


def echo(node: tree.Node) -> str:
    """The reading in one line of plain text, fully bracketed."""
    match node:
        case tree.Number(value):
            return str(value)
        case tree.CircleConstant():
            return "3.14159…"
        case tree.Theta():
            return "θ"
        case tree.Letter(name, indices):
            return LETTERS[name].sign + _subscript(indices)
        case tree.Delta(left, right):
            return f"δ{_subscript((left, right))}"
        case tree.Add():
            terms = flat(node, tree.Add)
            signed = [(" − ", term.operand) if isinstance(term, tree.Minus) else (" + ", term) for term in terms[1:]]
            return f"({echo(terms[0])}{''.join(sign + echo(term) for sign, term in signed)})"
        case tree.Minus(operand):
            return f"(−{echo(operand)})"
        case tree.Times():
            return f"({' · '.join(map(echo, flat(node, tree.Times)))})"
        case tree.Over(top, bottom):
            return f"({echo(top)} / {echo(bottom)})"
        case tree.Power(base, exponent):
            return f"{_held(base)}^{_held(exponent)}"
        case tree.Exp(argument) | tree.Log(argument) | tree.Root(argument):
            return f"{type(node).__name__.lower()}[{echo(argument)}]"
        case tree.Transposed(vector):
            return f"{echo(vector)}ᵀ"
        case tree.Diagonal(vector):
            return f"diag[{_held(vector)}^2]"
        case tree.Trace(matrix):
            return f"tr[{echo(matrix)}]"
        case tree.Determinant(matrix):
            return f"det[{echo(matrix)}]"
        case tree.Sum():
            return f"Σ_{{{_range(node)}}}[{echo(node.body)}]"
        case tree.Product():
            return f"Π_{{{_range(node)}}}[{echo(node.body)}]"
        case tree.Partial(body, by, along_simplex):
            d = "d" if along_simplex else "∂"
            return f"({d}/{d}{echo(by)})[{echo(body)}]"
        case tree.Cases(left, right, equal, other):
            return f"{{{echo(equal)} where {left} = {right}, {echo(other)} where {left} ≠ {right}}}"
        case tree.Normal(value, mean, variance):
            return f"𝒩[{echo(value)} | {echo(mean)}, {echo(variance)}]"
    raise TypeError(f"no echo of {type(node).__name__}")


def without_feature(node: tree.Node) -> tree.Node:
    """The node as a page with one feature writes it: the number of the feature left out of every letter, but no index letter."""
    if isinstance(node, tree.Letter):
        of_a_feature = len(node.indices) == len(LETTERS[node.name].indices) and LETTERS[node.name].indices.endswith("d")
        return tree.Letter(node.name, node.indices[:-1]) if of_a_feature and node.indices[-1] == 1 else node
    parts = {field.name: getattr(node, field.name) for field in fields(node)}
    return replace(node, **{name: without_feature(part) for name, part in parts.items() if isinstance(part, tree.Node)})


def echo_statement(statement: tree.Statement) -> str:
    """The reading of a statement in one line."""
    return " ".join(lines_of(statement))


def lines_of(statement: tree.Statement, one_feature: bool = False) -> list[str]:
    """The reading of a statement, a member a line; on a page with one feature without its number."""
    if isinstance(statement, tree.Equivalence):
        left, right = (" ".join(lines_of(chain, one_feature)) for chain in (statement.left, statement.right))
        return [left, f"⇔ {right}"]
    members = [echo(without_feature(member) if one_feature else member) for member in statement.members]
    return [members[0], *(f"{statement.relation} {member}" for member in members[1:])]
