"""A proof is tried in the widest scope that its notation allows, and says how far it reaches."""

from __future__ import annotations

import pytest
from sympy import Integer

from mog.derivation import textbook, tree
from mog.derivation.calculus import Undecidable
from mog.derivation.notation import read
from mog.derivation.scope import Scope, TooLarge, named_kinds
from tests.derivation.readings import TWO


def scope(tex: str, sizes: dict[str, int] | None = None, simplex: bool = False) -> Scope:
    return Scope.of(tree.nodes_of(read(tex, sizes)), sizes or {}, simplex)


NAMED = {
    r"\gamma_{ik} = \pi_k": set(),
    r"\sum_{k=1}^2 \gamma_{ik} = 1": set(),
    r"\gamma_{i1} = 1": {"K"},
    r"\mu_{k2} = 0": {"D"},
    r"\mu_{12} = 0": {"K", "D"},
    r"\delta_{1k} = 0": {"K"},
    r"\delta_{d2} = 0": {"D"},
    r"\delta_{jk} = 0": set(),
    r"\sum_{j \ne 1} \pi_j = 0": {"K"},
    r"\prod_{d \ne 2} \sigma_{kd} = 0": {"D"},
    r"\pi_k = \begin{cases} 1 & k = 1 \\ 0 & \text{otherwise} \end{cases}": {"K"},
    r"e^a = 1": {"K"},
    r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_k} = 0": {"K"},
}


@pytest.mark.parametrize("tex", NAMED)
def test_a_size_is_known_where_a_number_among_the_indices_calls_for_it(tex: str) -> None:
    sizes = {"K": 2, "D": 2}
    assert named_kinds(tree.nodes_of(read(tex, sizes))) == NAMED[tex]
    assert dict(scope(tex, sizes).sizes) == {kind: 2 for kind in NAMED[tex]}


def test_a_page_with_one_feature_is_always_read_at_one() -> None:
    assert scope(r"\gamma_{ik} = \pi_k", TWO).sizes == (("D", 1),)
    assert scope(r"\gamma_{ik} = \pi_k", {"K": 1, "D": 2}).sizes == ()


def test_a_narrowed_scope_knows_all_sizes_of_its_page_and_keeps_the_rest() -> None:
    wide = scope(r"e^{a_k} = 1", TWO)
    assert wide.narrowed(TWO) == Scope((("D", 1), ("K", 2)), "softmax")
    assert scope(r"\gamma_{i1} = 1", TWO).narrowed(TWO) == scope(r"\gamma_{i1} = 1", TWO)


WEIGHTS = {
    r"\pi_k = N_k": "free",
    r"a_k = 0": "softmax",
    r"\frac{\partial \mathcal{L}}{\partial a_k} = 0": "softmax",
    r"a = 0": "sigmoid",
}


@pytest.mark.parametrize("tex", WEIGHTS)
def test_the_logits_that_occur_say_how_the_weights_are_made(tex: str) -> None:
    found = scope(tex, TWO)
    assert found.weights == WEIGHTS[tex]
    book = found.narrowed(TWO).book()
    made = {"free": textbook.weight, "softmax": book.softmax, "sigmoid": book.sigmoid}[WEIGHTS[tex]]
    assert book.weight(Integer(1)) == made(Integer(1))


def test_weights_that_add_up_to_one_are_a_softmax_of_something() -> None:
    assert scope(r"\pi_k = N_k", simplex=True).weights == "softmax"


def test_second_derivatives_are_written_out_beside_free_weights_alone() -> None:
    curvature = r"\frac{\partial^2 \mathcal{L}}{\partial \mu_j \partial \mu_k} = 0"
    assert scope(curvature, TWO).narrowed(TWO).book()
    with pytest.raises(TooLarge):
        scope(curvature.replace(r"\mu", "a"), TWO).narrowed(TWO).book()


def test_logits_of_both_kinds_in_one_equation_are_refused() -> None:
    with pytest.raises(Undecidable, match="a logit with an index and one without"):
        scope(r"a_1 = a", TWO)


def test_where_theta_occurs_the_densities_are_left_open() -> None:
    assert not scope(r"\frac{\partial \mathcal{L}}{\partial \theta} = 0").book().log_joint_is_defined
    assert scope(r"\mathcal{L}(\theta) = 0").book().log_joint_is_defined


@pytest.mark.parametrize("sizes", [(("D", 3), ("K", 2)), (("K", 5),), (("D", 5), ("K", 1))])
def test_sums_over_more_than_four_terms_are_not_written_out(sizes: tuple[tuple[str, int], ...]) -> None:
    with pytest.raises(Undecidable, match="would have to be written out"):
        Scope(sizes).book()


def test_beside_derivatives_of_derivatives_fewer_sums_are_written_out() -> None:
    second = r"\frac{\partial^2 \mathcal{L}}{\partial \mu_1 \partial \mu_2} = 0"
    assert scope(second, TWO).order == 2
    assert scope(second, TWO).book().sizes
    with pytest.raises(Undecidable, match="would have to be written out"):
        scope(second, {"K": 3, "D": 1}).book()


@pytest.mark.parametrize("sizes", [(), (("D", 2), ("K", 2)), (("K", 4),), (("D", 1), ("K", 3))])
def test_sums_over_four_terms_are(sizes: tuple[tuple[str, int], ...]) -> None:
    book = Scope(sizes).book()
    assert {str(domain): size for domain, size in book.sizes.items()} == dict(sizes)


REACH = {
    r"\gamma_{ik} = 0": "for any number of components and any number of features",
    r"\mu_{12} = 0": "for 2 components and 2 features",
    r"\gamma_{i1} = 0": "for 2 components and any number of features",
    r"\frac{\partial \ell_{ik}}{\partial \theta} = 0": "for any number of components and any number of features, whatever the components' densities",
    r"f'(\theta) = f(\theta)": "for any positive differentiable function f",
}


@pytest.mark.parametrize("tex", REACH)
def test_the_reach_names_each_size_or_says_any(tex: str) -> None:
    sizes = {"K": 2, "D": 2}
    assert scope(tex, sizes).reach(tree.nodes_of(read(tex, sizes))) == REACH[tex]
