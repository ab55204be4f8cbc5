"""Each step is shown, under conditions that are said; what says nothing, and what must not be, is no proof."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mog.derivation.calculus import Undecidable
from mog.derivation.notation import read
from mog.derivation.proof import SIMPLEX, NotShown, Proof, prove
from tests.derivation.readings import TWO

GENERAL, ONE_FEATURE = "for any number of components and any number of features", "for any number of components and 1 feature"
OF_TWO = "for 2 components and 1 feature"


def proof(tex: str, sizes: Mapping[str, int] | None = None) -> Proof:
    return prove(read(tex, sizes), sizes or {})


# --- conditions on the weights


@pytest.mark.parametrize("condition", [r"\sum_k \pi_k = 1", r"\sum_{j=1}^K \pi_j = 1", r"1 = \sum_k \pi_k", r"\sum_j \pi_j - 1 = 0"])
def test_a_proof_may_lean_on_the_weights_adding_up_to_one_where_that_is_written(condition: str) -> None:
    tex = r"\pi_k = 1 - \sum_{j \ne k} \pi_j"
    assert proof(rf"{tex}, \qquad {condition}").conditions == (SIMPLEX,)
    with pytest.raises(NotShown, match="not shown"):
        proof(tex)


@pytest.mark.parametrize("condition", [r"\pi_2 = 1 - \pi_1", r"\pi_1 + \pi_2 = 1", r"\sum_k \pi_k = 1"])
def test_of_two_components_the_condition_may_be_written_out(condition: str) -> None:
    found = proof(rf"\pi_1 \pi_2 = \pi_1 - \pi_1^2, \qquad {condition}", TWO)
    assert (found.reach, found.conditions) == (OF_TWO, (SIMPLEX,))


@pytest.mark.parametrize(
    "other",
    [
        r"\sum_k \pi_k = 2",
        r"\sum_k N_k = 1",
        r"\pi_k = 1",
        r"\sum_{j \ne k} \pi_j = 1",
        r"\sum_k \mu_{kd} = 0",
        r"2 \sum_k \pi_k = 2",
        r"\sum_k \pi_k \propto 1",
        r"\sum_k \pi_k = 1 = 1 + 0",
    ],
)
def test_any_other_equation_behind_a_comma_is_a_claim_and_no_condition(other: str) -> None:
    with pytest.raises((NotShown, Undecidable)):
        proof(rf"\sum_k \gamma_{{ik}} = 1, \qquad {other}")


def test_a_condition_that_stands_first_is_a_claim() -> None:
    with pytest.raises(NotShown, match="not shown"):
        proof(r"\sum_k \pi_k = 1")


@pytest.mark.parametrize(
    "tex", [r"\sum_k \pi_k = 1, \qquad \sum_j \pi_j = 1", r"\sum_k \pi_k = 1, \qquad 1 = \sum_k \pi_k", r"\pi_k = c, \qquad c = \pi_k"]
)
def test_a_claim_is_not_its_own_condition(tex: str) -> None:
    with pytest.raises(NotShown, match="it claims what it states as a condition"):
        proof(tex)


def test_where_a_logit_occurs_the_weights_add_up_to_one_and_that_is_shown() -> None:
    assert proof(r"\pi_k = \frac{e^{a_k}}{\sum_j e^{a_j}}, \qquad \sum_k \pi_k = 1").conditions == ()


def test_beside_the_condition_a_headline_by_one_weight_alone_is_refused() -> None:
    partial = r"\frac{\partial \mathcal{L}}{\partial \pi_k} = \sum_i \frac{\gamma_{ik}}{\pi_k}"
    assert proof(partial).conditions == ()
    with pytest.raises(NotShown, match="off the line of the condition; the slope along it has an upright d"):
        proof(rf"{partial}, \qquad \sum_k \pi_k = 1")
    along = r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1} = \frac{\partial \mathcal{L}}{\partial \pi_1} - \frac{\partial \mathcal{L}}{\partial \pi_2}"
    assert proof(rf"{along}, \qquad \pi_2 = 1 - \pi_1", TWO).conditions == (SIMPLEX,)


# --- divisors


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\mu_{kd}}{\mu_{kd}} = 1",
        r"\frac{a_k^2 - 1}{a_k - 1} = a_k + 1",
        r"\frac{z_{ikd}^2}{z_{ikd}} = z_{ikd}",
        r"\frac{\mu_{kd} + \mu_{jd}}{\mu_{kd} + \mu_{jd}} = 1",
        r"\frac{\pi_k}{m - 1} (m - 1) = \pi_k",
        r"\frac{1 - \pi_1 - \pi_2}{1 - \pi_1 - \pi_2} = 1",
        r"\mu_{kd} = 0 \iff \frac{1}{\mu_{kd}} = 0",
    ],
)
def test_a_divisor_that_may_vanish_is_refused(tex: str) -> None:
    with pytest.raises(Undecidable, match="may be zero, and nothing here says that it is not"):
        proof(tex, {"K": 2, "D": 2})


@pytest.mark.parametrize(
    "tex", [r"\frac{\pi_k^2}{\pi_k} = \pi_k", r"\frac{\lambda}{\lambda} = 1", r"\frac{p(x_i)}{p(x_i)} = 1", r"\frac{m N_k}{N_k} = m"]
)
def test_a_divisor_that_cannot_vanish_is_admitted(tex: str) -> None:
    assert proof(tex).conditions == ()


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\gamma_{ik}}{1 - \sum_j \gamma_{ij}} \cdot 0 = 0",
        r"\frac{\gamma_{ik}}{\gamma_{ik} - \gamma_{ik}} = 1",
        r"\sum_k \frac{\delta_{jk}}{\delta_{jk}} = K",
        r"\frac{\delta_{jk}}{\delta_{jk}} = 1",
    ],
)
def test_a_divisor_that_is_zero_somewhere_is_refused(tex: str) -> None:
    with pytest.raises(Undecidable, match="is zero somewhere, which it must not be"):
        proof(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\mu_{kd} - \mu_{jd}}{\mu_{kd} - \mu_{jd}} = 1",
        r"\frac{x_{id} - x_{nd}}{x_{id} - x_{nd}} = 1",
        r"\sum_j \frac{\mu_{kd} - \mu_{jd}}{\mu_{kd} - \mu_{jd}} = K",
        r"\frac{1 - \delta_{jk}}{1 - \delta_{jk}} = 1",
        r"\frac{\sigma_{kd} - \sigma_{ke}}{\sigma_{kd} - \sigma_{ke}} = 1",
        r"\frac{\sigma_{jd} - \sigma_{ke}}{\sigma_{jd} - \sigma_{ke}} = 1",
        r"\frac{(\pi_j - \pi_k)^2 + (\pi_k - \pi_l)^2}{(\pi_j - \pi_k)^2 + (\pi_k - \pi_l)^2} = 1",
    ],
)
def test_a_divisor_that_vanishes_where_indices_coincide_is_refused(tex: str) -> None:
    with pytest.raises(Undecidable, match="zero"):
        proof(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1 - \pi_1 - \pi_2}{1 - \pi_1 - \pi_2} = 1",
        r"0 = \frac{\mathrm{d}}{\mathrm{d} \pi_1} \frac{(1 - \pi_1 - \pi_2)^2}{1 - \pi_1 - \pi_2}",
    ],
)
def test_a_divisor_is_looked_at_under_the_condition_within_a_derivative_too(tex: str) -> None:
    with pytest.raises(Undecidable, match="is zero somewhere"):
        proof(rf"{tex}, \qquad \pi_1 + \pi_2 = 1", TWO)


# --- steps and how far they reach


@pytest.mark.parametrize(
    "tex",
    [
        r"\pi_k = \pi_k",
        r"\sum_j \pi_j = \sum_k \pi_k",
        r"\sum_k \gamma_{ik} = 1 = \sum_j \gamma_{ij}",
        r"\ln \pi_k = \log \pi_k",
        r"\partial_{\mu_k} \mathcal{L} = \nabla_{\mu_k} \mathcal{L}",
        r"(\pi_k) = \pi_k",
    ],
)
def test_a_step_between_two_readings_that_are_the_same_is_no_step(tex: str) -> None:
    with pytest.raises(NotShown, match="stands twice in it, which is no step"):
        proof(tex)


def test_every_step_of_a_chain_is_shown_and_the_false_one_is_named() -> None:
    tex = r"(\pi_k - 1)^2 = \pi_k^2 - 2 \pi_k + {} = 1 - \pi_k (2 - \pi_k)"
    assert proof(tex.replace("{}", "1")).steps == 2
    with pytest.raises(NotShown, match=r"not shown: \(π_k − 1\)\^2 = "):
        proof(tex.replace("{}", "2"))


def test_a_false_step_that_the_next_one_takes_back_is_refused() -> None:
    with pytest.raises(NotShown, match="not shown"):
        proof(r"\pi_k + \pi_j = 2 \pi_k = \pi_j + \pi_k")


def test_what_holds_for_any_number_of_components_says_so_even_on_a_page_of_two() -> None:
    assert proof(r"\sum_{k=1}^2 \gamma_{ik} = 1", TWO).reach == ONE_FEATURE
    assert proof(r"\sum_{k=1}^K \gamma_{ik} = 1").reach == GENERAL


@pytest.mark.parametrize("tex", [r"\gamma_{i1} + \gamma_{i2} = 1", r"K = 2", r"\sum_{j \ne k} \pi_j = \pi_1 + \pi_2 - \pi_k"])
def test_what_holds_for_two_components_only_says_so_and_is_refused_elsewhere(tex: str) -> None:
    assert proof(tex, TWO).reach == OF_TWO
    with pytest.raises(NotShown):
        proof(tex, {"K": 3, "D": 1})


def test_one_narrow_step_makes_the_whole_chain_narrow() -> None:
    narrow = proof(r"\sum_k \gamma_{ik} = 1 = K - 1", TWO)
    assert (narrow.reach, narrow.sizes) == (OF_TWO, {"K", "D"})


def test_what_is_too_large_to_be_written_out_is_refused_for_what_it_lacks_in_general() -> None:
    with pytest.raises(NotShown, match="this was not shown"):
        proof(r"K = 3", {"K": 3, "D": 3})


def test_a_free_index_of_a_known_range_is_tried_at_each_of_its_values() -> None:
    """γ_i1 is γ_ik at k = 1 only."""
    with pytest.raises(NotShown, match="not shown"):
        proof(r"\gamma_{ik} = \gamma_{i1}", TWO)


def test_a_sigmoid_with_a_free_index_is_decided_and_does_not_break() -> None:
    with pytest.raises((NotShown, Undecidable)):
        proof(r"\pi_k = \frac{1}{1 + e^{-a}}", TWO)


# --- relations


def test_proportional_sides_have_one_positive_quotient_for_all_components() -> None:
    assert proof(r"\gamma_{ik} \propto \pi_k \mathcal{N}(x_i \mid \mu_k, \Sigma_k)").conditions == ()


@pytest.mark.parametrize(
    "tex",
    [
        r"\gamma_{ik} \propto \mathcal{N}(x_i \mid \mu_k, \Sigma_k)",
        r"\pi_k \propto N_k",
        r"\gamma_{ik} \propto \gamma_{ij}",
        r"0 \propto \pi_k",
        r"\gamma_{ik} \propto -\gamma_{ik}",
        r"\gamma_{ik} \propto c \gamma_{ik}",
        r"2 \propto m",
        r"\gamma_{ik} x_i \propto \gamma_{ik} x_n",
    ],
)
def test_what_is_not_proportional_and_what_would_say_nothing_is_refused(tex: str) -> None:
    with pytest.raises((NotShown, Undecidable)):
        proof(tex)


def test_equivalent_equations_have_differences_that_vanish_together() -> None:
    assert proof(r"\frac{\partial \mathcal{L}}{\partial \pi_k} - \lambda = 0 \iff \pi_k = \frac{N_k}{\lambda}").conditions == ()


@pytest.mark.parametrize(
    "tex",
    [
        r"\mu_{kd} = 0 \iff \mu_{kd}^2 = \mu_{kd}",
        r"a_k a_j = 0 \iff a_k = 0",
        r"\pi_k = 1 \iff N_k = 1",
        r"a_k = 0 \iff 1 = 1 + 0",
        r"1 = 1 + 0 \iff a_k = 0",
        r"1 = 2 \iff 2 = 3",
        r"\pi_k = -1 \iff \pi_k + 1 = 0",
        r"\lambda = 0 \iff 2 \lambda = 0",
        r"\pi_k = c \iff c = \pi_k",
    ],
)
def test_what_is_not_equivalent_and_what_would_say_nothing_is_refused(tex: str) -> None:
    with pytest.raises((NotShown, Undecidable)):
        proof(tex)
