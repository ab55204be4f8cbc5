"""Each kind of verdict is given where it is due, says how far it reaches, and is refused to everything else."""

from __future__ import annotations

import pytest

from mog.derivation.claims import DEFINITIONS, HEADLINES
from mog.derivation.pages import Equation
from mog.derivation.proof import SIMPLEX
from mog.derivation.verdicts import Refused, decide
from tests.derivation.readings import own_equations

TWO = {"K": 2, "D": 1}
GENERAL, ONE_FEATURE = "for any number of components and any number of features", "for any number of components and 1 feature"
OF_TWO = "for 2 components and 1 feature"
MEAN = r"\frac{\partial \mathcal{L}}{\partial \mu_k} = \sum_{i=1}^m \gamma_{ik} \Sigma_k^{-1} (x_i - \mu_k)"

EQUATIONS = own_equations("assignment.md", "equations.md")
LABELS = [equation.label for equation in EQUATIONS]


@pytest.mark.parametrize("equation", EQUATIONS, ids=LABELS)
def test_every_equation_that_must_be_proved_is(equation: Equation) -> None:
    verdict = decide(equation.label, equation.tex, equation.sizes)
    assert verdict.kind == ("definition" if equation.label in DEFINITIONS else "proved")


def test_the_assignment_s_formulas_hold_as_what_they_truly_are() -> None:
    """The weight gradients are the unconstrained partials, whatever the assignment calls them."""
    found = [decide(equation.label, equation.tex, equation.sizes) for equation in own_equations("assignment.md")]
    assert [(equation.label, verdict.kind, verdict.reach) for equation, verdict in zip(EQUATIONS, found, strict=False)] == [
        ("density", "definition", OF_TWO),
        ("log-likelihood", "definition", ONE_FEATURE),
        ("responsibility", "definition", ONE_FEATURE),
        ("mean-gradient", "proved", ONE_FEATURE),
        ("variance-gradient", "proved", ONE_FEATURE),
        ("weight-gradient", "proved", ONE_FEATURE),
        ("responsibility-general", "definition", GENERAL),
        ("batch-mean-gradient", "proved", GENERAL),
        ("batch-log-variance-gradient", "proved", GENERAL),
        ("batch-weight-gradient", "proved", GENERAL),
    ]
    assert not any(verdict.conditions for verdict in found)


WHAT_THE_ASSIGNMENT_CALLS_THEM = {
    "the weight gradient on the simplex": r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1}"
    r" = \sum_i \frac{\gamma_{i1}}{\pi_1}, \qquad \pi_2 = 1 - \pi_1",
    "the weight gradient with a softmax": r"\frac{\partial \mathcal{L}}{\partial a_k} = \sum_{i=1}^m \frac{\gamma_{ik}}{\pi_k}",
    "the gradient by log σ": r"\frac{\partial \mathcal{L}}{\partial \log \sigma_k}"
    r" = \frac12 \sum_i \gamma_{ik} \left[ \frac{(x_i - \mu_k)^2}{\sigma_k^2} - 1 \right]",
    "the gradient of the loss": r"\frac{\partial J}{\partial \mu_k} = \sum_{i=1}^m \gamma_{ik} \frac{x_i - \mu_k}{\sigma_k^2}",
}


@pytest.mark.parametrize("name", WHAT_THE_ASSIGNMENT_CALLS_THEM)
def test_the_assignment_s_formula_is_false_as_what_it_is_called_and_numbers_show_it(name: str) -> None:
    tex = WHAT_THE_ASSIGNMENT_CALLS_THEM[name]
    verdict = decide("slip-of-the-assignment", tex, TWO)
    assert (verdict.kind, verdict.reach, verdict.conditions) == ("refuted", "", ())
    assert "the left side is" in verdict.counter_example
    assert "this was not shown" in verdict.how


# --- slips


def test_a_true_equation_may_not_be_labelled_a_slip() -> None:
    with pytest.raises(Refused, match="it is true, though its label says that it is a slip"):
        decide("slip-of-the-mean", MEAN)


@pytest.mark.parametrize(
    "tex",
    [
        r"\mathcal{L} = \log(-1)",
        r"\frac{\pi_k}{\pi_k - \pi_k} = 1",
        r"\pi_k = ",
        r"\frac{a_k}{a_k - a_k} = 1",
        r"\frac{\partial \mathcal{L}}{\partial \gamma_{ik}} = 0",
    ],
)
def test_a_slip_without_a_meaning_is_refused_like_any_equation(tex: str) -> None:
    with pytest.raises(Refused):
        decide("slip-without-a-meaning", tex)


# --- labels


@pytest.mark.parametrize("label", ["mean-gradient", "mean-gradient--again"])
def test_a_headline_may_stand_in_several_places(label: str) -> None:
    assert decide(label, MEAN).kind == "proved"


OTHER_SIDES = {
    "its sides exchanged": r"\sum_{i=1}^m \gamma_{ik} \Sigma_k^{-1} (x_i - \mu_k) = \frac{\partial \mathcal{L}}{\partial \mu_k}",
    "another letter": r"\frac{\partial \mathcal{L}}{\partial \pi_k} = \sum_i \frac{\gamma_{ik}}{\pi_k}",
    "another index": MEAN.replace("k", "j"),
    "a mini-batch": r"\frac{\partial \mathcal{L}_B}{\partial \mu_k} = \sum_{i \in B} \gamma_{ik} \Sigma_k^{-1} (x_i - \mu_k)",
    "something before it": r"\pi_k = \pi_k + 0, \qquad " + MEAN,
    "an equivalence": r"\frac{\partial \mathcal{L}}{\partial \mu_k} = 0 \iff \mu_k = \frac{1}{N_k} \sum_i \gamma_{ik} x_i",
}


@pytest.mark.parametrize("other", OTHER_SIDES)
@pytest.mark.parametrize("label", ["mean-gradient", "mean-gradient--again"])
def test_no_other_true_equation_wears_a_headline_s_label(label: str, other: str) -> None:
    assert decide("any", OTHER_SIDES[other])
    with pytest.raises(Refused, match="the label mean-gradient belongs to"):
        decide(label, OTHER_SIDES[other])


@pytest.mark.parametrize("end", [r"\frac{\partial}{\partial \mu_k} \sum_i \log p(x_i)", r"\nabla_{\mu_k} \mathcal{L} + 0"])
def test_a_headline_does_not_end_in_a_derivative(end: str) -> None:
    tex = rf"\frac{{\partial \mathcal{{L}}}}{{\partial \mu_k}} = {end}"
    assert decide("any", tex)
    with pytest.raises(Refused, match="the last member of mean-gradient still holds a derivative"):
        decide("mean-gradient", tex)


def test_every_headline_has_left_sides_that_can_be_read() -> None:
    for label in HEADLINES:
        with pytest.raises(Refused, match=f"the label {label} belongs to"):
            decide(label, r"\pi_k = \pi_k + 0", TWO)


# --- conditions


@pytest.mark.parametrize("condition", [r"\sum_k \pi_k = 1", r"\sum_{j=1}^K \pi_j = 1", r"1 = \sum_k \pi_k", r"\sum_j \pi_j - 1 = 0"])
def test_a_proof_may_lean_on_the_weights_adding_up_to_one_where_that_is_written(condition: str) -> None:
    tex = r"\pi_k = 1 - \sum_{j \ne k} \pi_j"
    assert decide("any", rf"{tex}, \qquad {condition}").conditions == (SIMPLEX,)
    with pytest.raises(Refused, match="not shown"):
        decide("any", tex)


@pytest.mark.parametrize("condition", [r"\pi_2 = 1 - \pi_1", r"\pi_1 + \pi_2 = 1", r"\sum_k \pi_k = 1"])
def test_of_two_components_the_condition_may_be_written_out(condition: str) -> None:
    verdict = decide("any", rf"\pi_1 \pi_2 = \pi_1 - \pi_1^2, \qquad {condition}", TWO)
    assert (verdict.reach, verdict.conditions) == (OF_TWO, (SIMPLEX,))


@pytest.mark.parametrize(
    "other", [r"\sum_k \pi_k = 2", r"\sum_k N_k = 1", r"\pi_k = 1", r"\sum_{j \ne k} \pi_j = 1", r"\sum_k \mu_{kd} = 0"]
)
def test_any_other_equation_behind_a_comma_is_a_claim_and_no_condition(other: str) -> None:
    with pytest.raises(Refused):
        decide("any", rf"\sum_k \gamma_{{ik}} = 1, \qquad {other}")


def test_a_condition_that_stands_first_is_a_claim() -> None:
    with pytest.raises(Refused, match="not shown"):
        decide("any", r"\sum_k \pi_k = 1")


@pytest.mark.parametrize(
    ("tex", "condition"),
    [
        (r"\frac{\mu_{kd}}{\mu_{kd}} = 1", "μ_kd ≠ 0"),
        (r"\frac{a_k^2 - 1}{a_k - 1} = a_k + 1", "(a_k − 1) ≠ 0"),
        (r"\frac{z_{ikd}^2}{z_{ikd}} = z_{ikd}", "z_ikd ≠ 0"),
    ],
)
def test_a_divisor_that_may_vanish_is_a_condition(tex: str, condition: str) -> None:
    assert decide("any", tex).conditions == (condition,)


@pytest.mark.parametrize(
    "tex", [r"\frac{\pi_k^2}{\pi_k} = \pi_k", r"\frac{\lambda}{\lambda} = 1", r"\frac{p(x_i)}{p(x_i)} = 1", r"\frac{m N_k}{N_k} = m"]
)
def test_a_divisor_that_cannot_vanish_is_no_condition(tex: str) -> None:
    assert decide("any", tex).conditions == ()


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\gamma_{ik}}{\gamma_{ik} - \gamma_{ik}} = 1",
        r"\sum_k \frac{\delta_{jk}}{\delta_{jk}} = K",
        r"\frac{\delta_{jk}}{\delta_{jk}} = 1",
    ],
)
def test_a_divisor_that_is_zero_for_some_choice_of_indices_is_refused(tex: str) -> None:
    with pytest.raises(Refused, match="is zero, which it must not be"):
        decide("any", tex)


# --- chains and how far they reach


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
    with pytest.raises(Refused, match="stands twice in it, which is no step"):
        decide("any", tex)


def test_every_step_of_a_chain_is_shown_and_the_false_one_is_named() -> None:
    tex = r"(\pi_k - 1)^2 = \pi_k^2 - 2 \pi_k + {} = 1 - \pi_k (2 - \pi_k)"
    assert "each of the 2 steps" in decide("any", tex.replace("{}", "1")).how
    with pytest.raises(Refused, match=r"not shown: \(π_k − 1\)\^2 = "):
        decide("any", tex.replace("{}", "2"))


def test_a_false_step_that_the_next_one_takes_back_is_refused() -> None:
    with pytest.raises(Refused, match="not shown"):
        decide("any", r"\pi_k + \pi_j = 2 \pi_k = \pi_j + \pi_k")


def test_what_holds_for_any_number_of_components_says_so_even_on_a_page_of_two() -> None:
    assert decide("any", r"\sum_{k=1}^2 \gamma_{ik} = 1", TWO).reach == ONE_FEATURE
    assert decide("any", r"\sum_{k=1}^K \gamma_{ik} = 1").reach == GENERAL


@pytest.mark.parametrize("tex", [r"\gamma_{i1} + \gamma_{i2} = 1", r"K = 2", r"\sum_{j \ne k} \pi_j = \pi_1 + \pi_2 - \pi_k"])
def test_what_holds_for_two_components_only_says_so_and_is_refused_elsewhere(tex: str) -> None:
    assert decide("any", tex, TWO).reach == OF_TWO
    with pytest.raises(Refused):
        decide("any", tex, {"K": 3, "D": 1})
    with pytest.raises(Refused):
        decide("any", tex)


def test_a_free_index_of_a_known_range_is_tried_at_each_of_its_values() -> None:
    """γ_i1 is γ_ik at k = 1 only."""
    with pytest.raises(Refused, match="not shown"):
        decide("any", r"\gamma_{ik} = \gamma_{i1}", TWO)


# --- relations


def test_proportional_sides_have_one_quotient_for_all_components() -> None:
    assert decide("any", r"\gamma_{ik} \propto \pi_k \mathcal{N}(x_i \mid \mu_k, \Sigma_k)").kind == "proved"
    for false in (
        r"\gamma_{ik} \propto \mathcal{N}(x_i \mid \mu_k, \Sigma_k)",
        r"\pi_k \propto N_k",
        r"\gamma_{ik} \propto \gamma_{ij}",
        r"0 \propto \pi_k",
    ):
        with pytest.raises(Refused):
            decide("any", false)


def test_equivalent_equations_have_differences_that_vanish_together() -> None:
    assert decide("any", r"\frac{\partial \mathcal{L}}{\partial \pi_k} - \lambda = 0 \iff \pi_k = \frac{N_k}{\lambda}").kind == "proved"
    for false in (
        r"\mu_{kd} = 0 \iff \mu_{kd}^2 = \mu_{kd}",
        r"a_k a_j = 0 \iff a_k = 0",
        r"\pi_k = 1 \iff N_k = 1",
        r"a_k = 0 \iff 1 = 1",
    ):
        with pytest.raises(Refused):
            decide("any", false)


# --- what a verdict tells


def test_a_verdict_says_what_was_read_and_how_it_was_decided() -> None:
    verdict = decide("mean-gradient", MEAN)
    assert verdict.reading == ("(∂/∂μ_k)[𝓛] = Σ_{i=1..m}[(γ_ik · Σ_k^(−1) · (x_i − μ_k))]",)
    assert "the residue is the literal 0" in verdict.how


def test_a_refusal_says_what_was_read_and_what_is_left_or_where_reading_stopped() -> None:
    with pytest.raises(Refused, match=r"It was read as π_k = N_k, and this was not shown: π_k = N_k; what is left is .*pi"):
        decide("any", r"\pi_k = N_k")
    with pytest.raises(Refused, match=r"It cannot be read: .* at «\\pi_k ▸\\le 1»"):
        decide("any", r"\pi_k \le 1")


def test_an_equation_is_decided_once() -> None:
    assert decide("any", r"\sum_k \gamma_{ik} = 1", {"K": 2, "D": 1}) is decide("any", r"\sum_k \gamma_{ik} = 1", {"D": 1, "K": 2})
    assert decide("any", r"\sum_k \gamma_{ik} = 1", {}) is not decide("any", r"\sum_k \gamma_{ik} = 1", TWO)
