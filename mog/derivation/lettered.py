"""A step about components and features called by number, said of all of them: what holds for each holds for these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from mog.derivation import tree
from mog.derivation.letters import LETTERS, RUNS_OVER

Names = dict[tuple[str, int], str]


def lettered(members: Sequence[tree.Node], kinds: Sequence[str]) -> tuple[tree.Node, ...] | None:
    """The members with a letter of its own for each thing of these kinds that has a number; None where the number matters."""
    nodes = [node for member in members for node in member.walk()]
    if any(isinstance(node, tree.Partial) and node.along_simplex for node in nodes) or tree.Letter("a") in nodes:
        return None
    taken = {index for node in nodes for index in _letters_of(node)}
    free = [letter for letter in RUNS_OVER if letter not in taken]
    names: Names = {}
    for key in sorted({key for node in nodes for key in _numbered(node) if key[0] in kinds}):
        letter = next((letter for letter in free if RUNS_OVER[letter] == key[0]), None)
        if letter is None:
            return None
        free.remove(letter)
        names[key] = letter
    return tuple(_renamed(member, names) for member in members) if names else None


def _kinds(node: tree.Node) -> dict[str, tuple[str, ...]]:
    """What each index of a node numbers, by the name of its field."""
    match node:
        case tree.Letter(name, indices):
            return {"indices": tuple(RUNS_OVER[kind] for kind, _ in zip(LETTERS[name].indices, indices, strict=False))}
        case tree.Delta(left, right) | tree.Cases(left, right):
            kind = next((RUNS_OVER[index] for index in (left, right) if isinstance(index, str)), "")
            return {"left": (kind,), "right": (kind,)}
        case tree.Sum(index) | tree.Product(index):
            return {"index": (RUNS_OVER[index],), "apart": (RUNS_OVER[index],)}
    return {}


def _indices(node: tree.Node) -> list[tuple[str, Any]]:
    """Every index of a node with what it numbers."""
    found = []
    for name, kinds in _kinds(node).items():
        value = getattr(node, name)
        found += list(zip(kinds, value if isinstance(value, tuple) else (value,), strict=True))
    return found


def _letters_of(node: tree.Node) -> set[str]:
    return {index for _, index in _indices(node) if isinstance(index, str)}


def _numbered(node: tree.Node) -> set[tuple[str, int]]:
    return {(kind, index) for kind, index in _indices(node) if isinstance(index, int)}


def _renamed(node: tree.Node, names: Names) -> tree.Node:
    kinds = _kinds(node)
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in kinds:
            of = kinds[field.name]
            changed[field.name] = (
                tuple(names.get((kind, index), index) for kind, index in zip(of, value, strict=True))
                if isinstance(value, tuple)
                else names.get((of[0], value), value)
            )
        elif isinstance(value, tree.Node):
            changed[field.name] = _renamed(value, names)
    return replace(node, **changed)
