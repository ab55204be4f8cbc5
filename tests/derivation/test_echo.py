"""The echo writes every bracket and every relation."""

from __future__ import annotations

from mog.derivation import tree
from mog.derivation.echo import echo, echo_statement, lines_of, without_feature
from mog.derivation.tree import Add, Letter, Minus, Number, Power, Times

A, B, C = Letter("pi", ("j",)), Letter("pi", ("k",)), Letter("a", ("k",))
EQUIVALENCE = tree.Equivalence(tree.Chain("=", (A, B)), tree.Chain("=", (B, C)))


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
    assert echo_statement(EQUIVALENCE) == "π_j = π_k ⇔ π_k = a_k"
    assert echo_statement(tree.Chain("∝", (A, B))) == "π_j ∝ π_k"


def test_a_statement_has_a_line_for_each_of_its_members_or_sides() -> None:
    assert lines_of(tree.Chain("=", (A, B, C))) == ["π_j", "= π_k", "= a_k"]
    assert lines_of(EQUIVALENCE) == ["π_j = π_k", "⇔ π_k = a_k"]


def test_a_power_s_base_and_exponent_are_bracketed_where_they_could_run_into_it() -> None:
    assert echo(Power(A, B)) == "(π_j)^(π_k)"
    assert echo(Power(Letter("Sigma", ("k",)), Minus(Number(1)))) == "Σ_k^(−1)"
    assert echo(Power(Add(A, B), Number(2))) == "(π_j + π_k)^2"


def test_a_page_with_one_feature_leaves_its_number_out_and_no_other() -> None:
    squared = Power(Letter("sigma", (1, 1)), Number(2))
    normal = tree.Normal(Letter("x", ("i", 1)), Letter("mu", (2, 1)), squared)
    line = tree.Chain("=", (tree.Partial(normal, squared), Letter("gamma", ("i", 1))))
    assert lines_of(line) == ["(∂/∂(σ_11)^2)[𝒩[x_i1 | μ_21, (σ_11)^2]]", "= γ_i1"]
    assert lines_of(line, one_feature=True) == ["(∂/∂(σ_1)^2)[𝒩[x_i | μ_2, (σ_1)^2]]", "= γ_i1"]
    assert lines_of(tree.Equivalence(line, line), one_feature=True)[1] == "⇔ (∂/∂(σ_1)^2)[𝒩[x_i | μ_2, (σ_1)^2]] = γ_i1"
    assert without_feature(tree.Delta("j", 1)) == tree.Delta("j", 1)
    assert without_feature(Letter("mu", (1, "d"))) == Letter("mu", (1, "d"))
