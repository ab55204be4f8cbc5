"""Each kind of verdict is given where it is due and refused to everything else, and a label is worn by its own equation only."""

from __future__ import annotations

from typing import Any

import pytest

from mog.derivation.beyond import CITED, MEASURED, PRINTED, UNREADABLE
from mog.derivation.claims import DEFINITIONS, HEADLINES
from mog.derivation.letters import LETTERS
from mog.derivation.pages import Equation
from mog.derivation.tree import Letter, Normal
from mog.derivation.verdicts import Refused, decide, left_sides
from tests.derivation.readings import TWO, own_equations
from tests.derivation.test_proof import GENERAL, OF_TWO, ONE_FEATURE

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
    assert "numbers of the counter-example" in verdict.how


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
        r"\pi_k = \pi_k",
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


@pytest.mark.parametrize("end", [r"\frac{\partial}{\partial \mu_k} \sum_i \log p(x_i)", r"-m \nabla_{\mu_k} J"])
def test_a_headline_does_not_end_in_a_derivative(end: str) -> None:
    tex = rf"\frac{{\partial \mathcal{{L}}}}{{\partial \mu_k}} = {end}"
    assert decide("any", tex)
    with pytest.raises(Refused, match="the last member of mean-gradient still holds a derivative"):
        decide("mean-gradient", tex)


@pytest.mark.parametrize(
    ("label", "tex"),
    [
        ("responsibility", r"\gamma_{ik} = \gamma_{ik} \sum_j \gamma_{ij}"),
        ("responsibility", r"\gamma_{ik} = 1 - \sum_{j \ne k} \gamma_{ij}"),
        ("log-likelihood", r"\mathcal{L} = \sum_i \log p(x_i) = \mathcal{L} + 0"),
        ("effective-count--again", r"N_k = \frac{2 N_k}{2}"),
        ("normal", r"\mathcal{N}(x_i \mid \mu_k, \sigma_k^2) = \frac{2 \mathcal{N}(x_i \mid \mu_k, \sigma_k^2)}{2}"),
    ],
)
def test_a_headline_does_not_say_a_thing_by_itself(label: str, tex: str) -> None:
    assert decide("any", tex, TWO)
    with pytest.raises(Refused, match="holds the very thing that it should say"):
        decide(label, tex, TWO)


@pytest.mark.parametrize("label", HEADLINES)
def test_a_headline_belongs_to_a_left_side_that_can_be_read_and_to_no_other(label: str) -> None:
    assert any(list(left_sides(label, sizes)) for sizes in ({}, TWO))
    with pytest.raises(Refused, match=f"the label {label} belongs to"):
        decide(label, r"\sum_k \gamma_{ik} = 1", TWO)


@pytest.mark.parametrize("label", sorted(DEFINITIONS))
def test_a_definition_is_a_headline_and_its_left_side_one_thing(label: str) -> None:
    """What is taken as given has a name of its own, so no other true equation can be said to be given."""
    found = [left for sizes in ({}, TWO) for left in left_sides(label, sizes)]
    assert all(isinstance(left, Letter | Normal) for left in found)
    assert {left.name for left in found if isinstance(left, Letter)} <= LETTERS.keys() - {"x", "mu", "sigma", "a", "m", "K", "D", "c"}


# --- what a verdict tells


@pytest.mark.parametrize("sizes", [{"K": 0}, {"D": -1}, {"K": 2.0}, {"K": True}, {"K": "2"}, {"m": 2}, {"K": 2, "B": 1}])
def test_sizes_that_are_none_are_refused_and_named(sizes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=f"whole numbers from 1 for K and D; {list(sizes)[-1]} is not"):
        decide("any", r"\sum_k \gamma_{ik} = 1", sizes)


def test_a_verdict_says_what_was_read_and_how_it_was_decided() -> None:
    verdict = decide("mean-gradient", MEAN)
    assert verdict.reading == ("(∂/∂μ_k)[𝓛]", "= Σ_{i=1..m}[(γ_ik · Σ_k^(−1) · (x_i − μ_k))]")
    assert "their difference is the literal 0" in verdict.how
    assert verdict.steps == 1
    chain = decide("any", r"\sum_k N_k = \sum_i \sum_k \gamma_{ik} = m, \qquad \sum_k \gamma_{ik} = 1")
    assert (chain.steps, len(chain.reading)) == (3, 5)


SAID = {
    "=": ("any", r"\sum_k \gamma_{ik} = 1", "their difference is the literal 0"),
    "∝": ("any", r"\gamma_{ik} \propto e^{\ell_{ik}}", "The quotient of the sides is positive"),
    "⇔": ("any", r"N_k = \lambda \pi_k \iff \pi_k = \frac{N_k}{\lambda}", "a factor that keeps its sign"),
    "a definition": ("effective-count", r"N_k = \sum_i \gamma_{ik}", "It says what a letter stands for"),
}


@pytest.mark.parametrize("kind", SAID)
def test_each_kind_of_claim_is_said_to_be_decided_in_its_own_way_and_no_other(kind: str) -> None:
    label, tex, _ = SAID[kind]
    said = decide(label, tex).how
    assert [other for other, (_, _, words) in SAID.items() if words in said] == [kind]


def test_a_number_above_a_sum_is_said_to_be_read_as_any_only_where_it_stands_there() -> None:
    said = [decide("any", rf"\sum_{{k=1}}{above} \gamma_{{ik}} = 1", TWO).how for above in ("^2", "^K")]
    assert ["The 2 above its sum" in how for how in said] == [True, False]


def test_a_reading_on_a_page_with_one_feature_leaves_its_number_out() -> None:
    assert decide("any", r"x_i - \mu_2 = \sigma_2 z_{i2}", TWO).reading == ("(x_i − μ_2)", "= (σ_2 · z_i2)")


def test_a_refusal_says_what_was_read_and_what_is_left_or_where_reading_stopped() -> None:
    with pytest.raises(Refused, match=r"It was read as π_k = N_k, and this was not shown: π_k = N_k; what is left is .*pi"):
        decide("any", r"\pi_k = N_k")
    with pytest.raises(Refused, match=r"It cannot be read: .* at «\\pi_k ▸\\le 1»"):
        decide("any", r"\pi_k \le 1")


def test_an_equation_is_decided_once() -> None:
    assert decide("any", r"\sum_k \gamma_{ik} = 1", {"K": 2, "D": 1}) is decide("any", r"\sum_k \gamma_{ik} = 1", {"D": 1, "K": 2})
    assert decide("any", r"\sum_k \gamma_{ik} = 1", {}) is not decide("any", r"\sum_k \gamma_{ik} = 1", TWO)


def test_a_verdict_names_the_letters_that_were_read_and_the_sizes_of_its_sums_in_the_book_s_order() -> None:
    assert set(decide("mean-gradient", MEAN).letters) == {"x", "m", "mu", "Sigma", "gamma", "L"}
    assert decide("any", r"\prod_k \pi_k = \exp\Big(\sum_j \log \pi_j\Big)").letters == tuple(n for n in LETTERS if n in ("K", "pi"))
    assert "gamma" in decide("slip-any", r"\gamma_{ik} = \pi_k").letters
    order = list(LETTERS)
    for equation in EQUATIONS:
        places = [order.index(name) for name in decide(equation.label, equation.tex, equation.sizes).letters]
        assert places == sorted(places)
        assert places


# --- what the reader has no rule for


@pytest.mark.parametrize("name", CITED)
def test_a_theorem_on_record_is_cited_with_its_sources_and_conditions(name: str) -> None:
    verdict = decide(f"{name}--again", CITED[name].tex, TWO)
    assert (verdict.kind, verdict.sources, verdict.reading, verdict.letters) == ("cited", CITED[name].keys, (), ())
    assert verdict.how.endswith(f" {CITED[name].says}")


@pytest.mark.parametrize("name", MEASURED)
def test_numbers_that_the_build_computes_are_measured_and_others_are_refused(name: str) -> None:
    entry = MEASURED[name]
    verdict = decide(name, entry.tex % entry.numbers())
    assert (verdict.kind, verdict.sources, verdict.reading) == ("measured", (), ())
    assert verdict.how.endswith(f" {entry.how}")
    *others, last = entry.numbers()
    with pytest.raises(Refused, match=r"It says «.*▸.*», but the build computed «.*▸"):
        decide(name, entry.tex % (*others, last.replace("1", "2").replace("5", "6").replace("0", "3")))


@pytest.mark.parametrize("name", PRINTED)
def test_a_line_that_the_reader_cannot_read_is_a_definition_as_printed_and_all_others_are_decided(name: str) -> None:
    verdict = decide(name, PRINTED[name])
    assert verdict.kind == ("definition" if name in UNREADABLE else "proved")
    assert bool(verdict.reading) is (name not in UNREADABLE)


@pytest.mark.parametrize("name", ["collapse", "measured-underflow"])
def test_what_can_be_read_is_never_taken_from_the_record(name: str) -> None:
    with pytest.raises(Refused, match="It can be read, so it is for the checker to decide"):
        decide(name, r"\sum_k \gamma_{ik} = 1")


@pytest.mark.parametrize("label", ["collapse", "measured-underflow", "program-top"])
def test_what_cannot_be_read_is_refused_unless_it_is_on_record_under_its_own_name(label: str) -> None:
    tex = CITED["consistency"].tex
    assert decide("consistency", tex)
    with pytest.raises(Refused, match="but "):
        decide(label, tex)
    with pytest.raises(Refused, match="It cannot be read"):
        decide("any-other", tex)


def test_a_true_equation_does_not_wear_the_name_of_another_line_of_the_program() -> None:
    with pytest.raises(Refused, match="but the program prints"):
        decide("program-z", r"\sum_k \gamma_{ik} = 1")
