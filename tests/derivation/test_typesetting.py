"""The program's lines as equations: the book's reader reads them back, and the checker shows them."""

from __future__ import annotations

import pytest
from sympy import Symbol

from mog.derivation.calculus import Log, over
from mog.derivation.claims import DEFINITIONS, HEADLINES
from mog.derivation.notation import Unreadable, read
from mog.derivation.program import PROGRAM, Line, inverse_sigma, k, weight
from mog.derivation.proof import NotShown, prove
from mog.derivation.textbook import K, circle, logit, sigma
from mog.derivation.typesetting import latex, plain

LINES = {line.name: line for line in PROGRAM}
MAXIMA = ("peak", "top")
NAMELESS = ("scaled_weight", "scaled_joint", "scaled_density")


@pytest.mark.parametrize("name", [name for name in LINES if name not in MAXIMA + NAMELESS])
def test_a_line_of_the_program_is_read_back_and_shown(name: str) -> None:
    assert prove(read(latex(LINES[name]), {}), {}).steps == 1


@pytest.mark.parametrize("name", ["mean_gradient", "weight", "log_density", "z"])
def test_a_line_with_a_slip_is_read_back_and_not_shown(name: str) -> None:
    line = LINES[name]
    with pytest.raises(NotShown):
        prove(read(latex(Line(line.left, 2 * line.right)), {}), {})


def test_a_long_line_of_the_program_stands_in_two_rows() -> None:
    long = {name for name in LINES if latex(LINES[name]).startswith(r"\begin{aligned} &")}
    assert long == {"log_normal"}
    assert latex(LINES["log_normal"]).count(r" \\ &= ") == 1


@pytest.mark.parametrize("name", MAXIMA)
def test_a_maximum_is_typeset_though_the_reader_has_no_rule_for_it(name: str) -> None:
    assert latex(LINES[name]).startswith(r"c = \max_{k} ")
    with pytest.raises(Unreadable):
        read(latex(LINES[name]), {})


@pytest.mark.parametrize("name", NAMELESS)
def test_what_the_book_has_no_letter_for_is_written_as_its_formula(name: str) -> None:
    assert "=" not in plain(LINES[name])
    assert "exp(" in plain(LINES[name])


def test_the_lines_are_what_a_person_would_write() -> None:
    assert latex(LINES["z"]) == r"z_{ikd} = \frac{x_{id} - \mu_{kd}}{\sigma_{kd}}"
    assert plain(LINES["z"]) == "z_ikd = (x_id - μ_kd) / σ_kd"
    assert latex(LINES["mean_gradient"]) == (
        r"\frac{\partial \mathcal{L}}{\partial \mu_{kd}} = \frac{1}{\sigma_{kd}} \sum_{i=1}^{m} \gamma_{ik} z_{ikd}"
    )
    assert plain(LINES["variance_gradient"]) == "∂𝓛/∂σ_kd² = 1/(2 σ_kd²) Σ_i γ_ik (z_ikd² - 1)"
    assert plain(LINES["gamma"]) == "γ_ik = exp(ℓ_ik - c) / Σ_j exp(ℓ_ij - c)"
    assert plain(LINES["log_normal"]) == "log 𝒩(x_i | μ_k, Σ_k) = -Σ_d (log σ_kd + 1/2 log (2 π)) - 1/2 Σ_d z_ikd²"


def test_a_bracket_stands_where_a_sum_or_a_fraction_needs_one() -> None:
    out = Symbol("peak")
    assert plain(Line(out, (weight(k) + 1) * (weight(k) - 1))) == "c = (π_k + 1) (π_k - 1)"
    assert plain(Line(out, 1 / (weight(k) + 1))) == "c = 1/(π_k + 1)"
    assert latex(Line(out, (weight(k) + 1) ** 2)) == r"c = \left(\pi_{k} + 1\right)^{2}"
    assert latex(Line(out, circle * inverse_sigma(1, 2) ** 2)) == r"c = \frac{\pi}{\sigma_{12}^{2}}"
    assert latex(Line(out, sigma(1, 2))) == r"c = \sigma_{12}"


def test_a_sum_or_a_logarithm_stands_last_in_a_product() -> None:
    out = Symbol("peak")
    assert latex(Line(out, weight(k) * Log(weight(k)))) == r"c = \pi_{k} \log \pi_{k}"
    assert latex(Line(out, over(K, weight) * logit(k))) == r"c = a_{k} \sum_{k=1}^{K} \pi_{k}"


def test_a_line_names_only_claims_that_the_book_knows() -> None:
    assert {line.claim for line in PROGRAM} - {""} <= DEFINITIONS | HEADLINES.keys()


def test_each_gradient_and_each_definition_that_the_program_uses_is_named_once() -> None:
    named = [line.claim for line in PROGRAM if line.claim]
    gradients = {name for name in LINES if name.endswith("_gradient")}
    assert sorted(named) == sorted([*(name.replace("_", "-") for name in gradients), "density", "responsibility", "log-likelihood"])
