"""The tree of an equation: two readings are the same where they differ in bound indices only, and else their echoes differ."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from mog.derivation import tree
from mog.derivation.echo import echo
from mog.derivation.tree import Add, Letter, Minus, Number, Over, Power, Sum, Times, key

A, B, C = Letter("pi", ("j",)), Letter("pi", ("k",)), Letter("a", ("k",))
KINDS = [kind for kind in vars(tree).values() if isinstance(kind, type) and issubclass(kind, tree.Node) and kind is not tree.Node]

EXAMPLES: list[tree.Node] = [
    Number(2),
    tree.CircleConstant(),
    A,
    tree.Theta(),
    tree.Delta("j", "k"),
    Add(A, B),
    Minus(A),
    Times(A, B),
    Over(A, B),
    Power(A, Number(5)),
    tree.Exp(A),
    tree.Log(A),
    tree.Root(A),
    tree.Transposed(Letter("x", ("i",))),
    tree.Diagonal(Letter("sigma", ("k",))),
    tree.Trace(Letter("Sigma", ("k",))),
    tree.Determinant(Letter("Sigma", ("k",))),
    Sum("k", "K", B),
    tree.Product("k", "K", B),
    tree.Partial(B, C),
    tree.Cases("j", "k", A, B),
    tree.Normal(A, B, C),
]


def test_every_kind_of_node_has_an_example_here() -> None:
    assert {type(node) for node in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_node_cannot_be_changed_and_holds_values_only(kind: type[tree.Node]) -> None:
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen
    example = next(node for node in EXAMPLES if type(node) is kind)
    assert example == kind(*(getattr(example, field.name) for field in fields(kind)))
    assert hash(example) == hash(kind(*(getattr(example, field.name) for field in fields(kind))))


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda node: type(node).__name__)
def test_two_kinds_of_node_are_never_echoed_alike(one: tree.Node) -> None:
    assert [type(node) for node in EXAMPLES if echo(node) == echo(one)] == [type(one)]
    assert [type(node) for node in EXAMPLES if key(node) == key(one)] == [type(one)]


TWINS = [
    (Add(A, Times(B, C)), Times(Add(A, B), C)),
    (Minus(Add(A, B)), Add(Minus(A), B)),
    (Minus(Times(A, B)), Times(Minus(A), B)),
    (Add(A, Minus(Add(B, C))), Add(Add(A, Minus(B)), C)),
    (Times(A, Over(B, C)), Over(Times(A, B), C)),
    (Over(Over(A, B), C), Over(A, Over(B, C))),
    (Over(A, Times(B, C)), Times(Over(A, B), C)),
    (Power(Minus(A), Number(2)), Minus(Power(A, Number(2)))),
    (Power(Times(A, B), Number(2)), Times(A, Power(B, Number(2)))),
    (Power(Power(C, Number(2)), Number(3)), Power(C, Power(Number(2), Number(3)))),
    (Power(Over(Number(1), A), Number(2)), Over(Number(1), Power(A, Number(2)))),
    (tree.Log(Power(A, Number(2))), Power(tree.Log(A), Number(2))),
    (Sum("k", "K", Times(B, C)), Times(Sum("k", "K", B), C)),
    (Sum("k", "K", Add(B, A)), Add(Sum("k", "K", B), A)),
    (Sum("k", "K", B), Sum("k", "K", B, apart="j")),
    (Sum("i", "m", A), Sum("i", "B", A)),
    (Sum("k", "K", B), tree.Product("k", "K", B)),
    (tree.Partial(Times(B, C), C), Times(tree.Partial(B, C), C)),
    (tree.Partial(B, C), tree.Partial(B, C, along_simplex=True)),
    (tree.Partial(B, tree.Log(Power(C, Number(2)))), tree.Partial(B, Power(tree.Log(C), Number(2)))),
    (tree.Cases("j", "k", A, B), tree.Cases("j", "k", B, A)),
    (Letter("L"), Letter("L_B")),
    (Letter("mu", ("k",)), Letter("mu", ("k", 1))),
]


@pytest.mark.parametrize(("one", "other"), TWINS, ids=[echo(one) for one, _ in TWINS])
def test_what_is_grouped_otherwise_is_echoed_otherwise(one: tree.Node, other: tree.Node) -> None:
    assert echo(one) != echo(other)
    assert key(one) != key(other)


def test_the_key_does_not_depend_on_the_name_of_a_bound_index() -> None:
    def nested(outer: str, inner: str) -> tree.Node:
        return Sum(outer, "K", Times(Letter("pi", (outer,)), Sum(inner, "K", tree.Delta(outer, inner), apart=outer)))

    assert key(nested("j", "k")) == key(nested("l", "q")) == key(nested("k", "j"))
    assert key(Sum("k", "K", tree.Cases("k", "j", A, B))) == key(Sum("l", "K", tree.Cases("l", "j", A, Letter("pi", ("l",)))))


def test_the_key_keeps_free_indices_and_tells_bound_ones_apart() -> None:
    assert key(A) != key(B)
    assert key(Sum("k", "K", A)) != key(Sum("k", "K", B))
    assert key(Sum("j", "K", Sum("k", "K", A))) != key(Sum("j", "K", Sum("k", "K", B)))
    assert key(Sum("k", "K", B, apart="j")) != key(Sum("k", "K", B, apart="l"))


def test_walking_passes_every_node_once() -> None:
    node = Add(Times(A, B), Sum("k", "K", Over(A, C)))
    assert [type(part).__name__ for part in node.walk()] == ["Add", "Times", "Letter", "Letter", "Sum", "Over", "Letter", "Letter"]
    assert tree.letters_in(node) == {"pi", "a"}


def test_a_free_index_is_one_that_nothing_around_it_binds() -> None:
    gamma = Letter("gamma", ("i", "k"))
    assert tree.free_indices(Times(gamma, Letter("mu", (1, "d")))) == {"i", "k", "d"}
    assert tree.free_indices(Add(Sum("k", "K", gamma), tree.Delta("j", 2))) == {"i", "j"}
    assert tree.free_indices(Sum("j", "K", A, apart="k")) == {"k"}
    assert tree.free_indices(tree.Product("k", "K", tree.Cases("k", "l", A, B))) == {"j", "l"}


def test_the_chains_of_an_equivalence_are_both_its_sides() -> None:
    one, other = tree.Chain("=", (A, B)), tree.Chain("=", (B, C))
    assert tree.chains((one, tree.Equivalence(other, one))) == [one, other, one]
