"""The echo writes every bracket and every relation."""

from __future__ import annotations

from mog.derivation import tree
from mog.derivation.echo import echo, echo_statement
from mog.derivation.tree import Add, Letter, Minus, Number, Power, Times

A, B, C = Letter("pi", ("j",)), Letter("pi", ("k",)), Letter("a", ("k",))


def test_a_power_of_a_power_is_echoed_with_its_brackets() -> None:
    assert echo(Power(Power(C, Number(2)), Number(3))).endswith(")^3")
    assert echo(Power(C, Power(Number(2), Number(3)))).endswith("^(2^3)")


def test_sums_and_products_in_a_row_are_echoed_in_one_bracket() -> None:
    assert echo(Add(Add(A, Minus(B)), C)) == "(π_j − π_k + a_k)"
    assert echo(Times(Times(A, B), C)) == "(π_j · π_k · a_k)"
    assert echo(Times(A, Times(B, C))) == "(π_j · (π_k · a_k))"
    assert echo(Add(A, Add(B, C))) == "(π_j + (π_k + a_k))"


def test_a_statement_is_echoed_with_its_relation() -> None:
    chain = tree.Chain("=", (A, B, C))
    assert echo_statement(chain) == "π_j = π_k = a_k"
    assert echo_statement(tree.Equivalence(tree.Chain("=", (A, B)), tree.Chain("=", (B, C)))) == "π_j = π_k  ⇔  π_k = a_k"
