"""Equations, sums, products, powers and indices are read as the convention says; what could mean two things is an error."""

from __future__ import annotations

import pytest

from tests.derivation.readings import TWO, said, trouble

READ = {
    # equations
    r"\pi_k = N_k, \qquad a_k = 1.": "π_k = N_k; a_k = 1",
    r"\pi_k = N_k,": "π_k = N_k",
    r"\pi_k = N_k, \\ a_k = 1": "π_k = N_k; a_k = 1",
    r"\pi_k = 1, \quad 234 = c": "π_k = 1; 234 = c",
    r"\pi_k \propto N_k": "π_k ∝ N_k",
    r"\pi_k = 0 \iff N_k = 0": "π_k = 0 ⇔ N_k = 0",
    r"\pi_k = 1 = N_k = m": "π_k = 1 = N_k = m",
    # sums
    r"\pi_k \, \pi_j \cdot 2 + 1 = 0": "((π_k · π_j · 2) + 1) = 0",
    r"1 - \pi_k - \pi_j = 0": "(1 − π_k − π_j) = 0",
    r"1 - (\pi_k - \pi_j) = 0": "(1 − (π_k − π_j)) = 0",
    r"- \pi_k + 1 = 0": "((−π_k) + 1) = 0",
    r"+ \pi_k = 0": "π_k = 0",
    # products
    r"2 \pi_k \pi_j = 0": "(2 · π_k · π_j) = 0",
    r"2 \cdot \frac12 = 1": "(2 · (1 / 2)) = 1",
    r"\frac12 \frac12 = 0": "((1 / 2) · (1 / 2)) = 0",
    r"2 \frac{\pi_k}{3} = 0": "(2 · (π_k / 3)) = 0",
    r"2 |\Sigma_k| = 0": "(2 · det[Σ_k]) = 0",
    r"1/\pi_k + 2 = 0": "((1 / π_k) + 2) = 0",
    r"\pi_k \pi_j / 2 = 0": "((π_k · π_j) / 2) = 0",
    r"e^{-\pi_k/2} = 0": "exp[(−(π_k / 2))] = 0",
    r"\frac{\pi_k}{N_k} / m = 0": "((π_k / N_k) / m) = 0",
    # the circle's constant
    r"2\pi = 0": "(2 · 3.14159…) = 0",
    r"2\pi \sigma_{kd}^2 = 0": "(2 · 3.14159… · (σ_kd)^2) = 0",
    r"m \cdot 2 \pi = 0": "(m · (2 · 3.14159…)) = 0",
    r"2\pi_k = 0": "(2 · π_k) = 0",
    # powers
    r"- \pi_k^2 = 0": "(−(π_k)^2) = 0",
    r"(\pi_k + 1)^2 = 0": "(π_k + 1)^2 = 0",
    r"(\pi_k^2)^3 = 0": "((π_k)^2)^3 = 0",
    r"\pi_k^{1/2} = 0": "(π_k)^(1 / 2) = 0",
    r"\sigma^2_{kd} = 0": "(σ_kd)^2 = 0",
    r"f(\theta)^2 = 0": "f^2 = 0",
    r"\Sigma_k^{-1} (x_i - \mu_k) = 0": "(Σ_k^(−1) · (x_i − μ_k)) = 0",
    r"x_i^\top \mu_k = 0": "(x_iᵀ · μ_k) = 0",
    r"e^a = e^{a_k}": "exp[a] = exp[a_k]",
    r"e^2 = 0": "exp[2] = 0",
    # braces that print nothing
    r"{\pi_k} {(1 + m)} = 0": "(π_k · (1 + m)) = 0",
    # letters and indices
    r"\delta_{jk} = \delta_{in} = \delta_{de}": "δ_jk = δ_in = δ_de",
    r"x_i = \mu_k": "x_i = μ_k",
    r"z_{ikd} = \lambda c": "z_ikd = (λ · c)",
}


@pytest.mark.parametrize("tex", READ)
def test_an_equation_is_read_by_the_convention(tex: str) -> None:
    assert said(tex) == READ[tex]


def test_the_sizes_of_a_page_give_numbers_to_its_indices() -> None:
    assert said(r"x_i = \mu_k", TWO) == "x_i1 = μ_k1"
    assert said(r"\gamma_{i2} = \delta_{1k}", TWO) == "γ_i2 = δ_1k"
    assert said(r"\mu_{21} = \sigma_{1d}^2", TWO) == "μ_21 = (σ_1d)^2"


ROWS = {
    r"\begin{aligned} \pi_k &= 1 \\ &= 2 + 3 \\ &\quad + 4 \\ &= 5 \end{aligned}": "π_k = 1 = (2 + 3 + 4) = 5",
    r"\begin{aligned} \pi_k &= 1 \\ \pi_j &= 2 \end{aligned}": "π_k = 1; π_j = 2",
    r"\begin{aligned} \pi_k &= 1 \\ \end{aligned}": "π_k = 1",
    r"\begin{aligned} \pi_k &\propto 1 \\ &\propto N_k \end{aligned}": "π_k ∝ 1 ∝ N_k",
    r"\begin{aligned} \pi_k &= 1 \\ &\iff N_k = m \end{aligned}": "π_k = 1 ⇔ N_k = m",
    r"\begin{split} \pi_k &= 2 \\ &\quad \cdot 3 \end{split}": "π_k = (2 · 3)",
    r"\begin{aligned} \pi_k &= 1 \\ - \pi_j &= 2 \end{aligned}": "π_k = 1; (−π_j) = 2",
}


@pytest.mark.parametrize("tex", ROWS)
def test_a_new_row_goes_on_with_a_sign_or_begins_anew(tex: str) -> None:
    assert said(tex) == ROWS[tex]


AMBIGUOUS = {
    # where a product, a divisor or a number ends
    r"1/2\pi_k = 0": r"where does the divisor end? write a fraction at «1/2 ▸\pi_k = 0»",
    r"\pi_k / 2 \cdot \pi_j = 0": "where does the divisor end",
    r"1/2(\pi_k) = 0": "where does the divisor end",
    r"\pi_k / 2 / 3 = 0": "where does the divisor end",
    r"\pi_k 2 = 0": "a number after a factor",
    r"2 2 = 0": "a number after a factor",
    r"2 \frac12 = 0": r"a mixed number, or a product? write \cdot, before at «2 \frac12 ▸= 0»",
    r"3 \frac{2}{3} = 0": "a mixed number, or a product",
    r"m \cdot 3 \frac{2}{3} = 0": "a mixed number, or a product",
    r"2^3 \frac{2}{3} = 0": "a mixed number, or a product",
    r"c = 1,000": "a comma in a number",
    r"c = 12,345 = c": "a comma in a number",
    r"c = 1, 234 = 233 + 1": "a comma in a number",
    # what belongs to a power
    r"\pi_k^2^3 = 0": r"to what does this power belong? write brackets at «\pi_k^2 ▸^3 = 0»",
    r"\sigma_{kd}^2^\top = 0": "to what does this power belong",
    r"\sigma^2_{kd}^2 = 0": "to what does this power belong",
    r"\frac{\pi_k}{2}^2 = 0": "to what does this power belong",
    r"\exp(a_k)^2 = 0": "to what does this power belong",
    r"e^{a_k}^2 = 0": "at «",
    r"e^a_k = 0": "expected one sign or braces",
    r"\pi_k^\frac12 = 0": "expected one sign or braces",
    # braces that print nothing
    r"{\pi_k + 1} \pi_j = 0": "braces that print nothing",
    r"{\pi_k \pi_j} \pi_j = 0": "braces that print nothing",
    r"{-\pi_k} \pi_j = 0": "braces that print nothing",
    r"{2}{3} = 6": "braces that print nothing",
    r"{\log \pi_k}^2 = 0": "braces that print nothing",
    r"{\sum_k \pi_k} \pi_j = 0": "braces that print nothing",
    r"{\prod_k \pi_k}^2 = 0": "braces that print nothing",
    r"{\frac{\partial}{\partial \mu_{kd}} \mu_{kd}} \mu_{kd} = 0": "braces that print nothing",
    r"{\pi_k^2}^3 = 0": "braces that print nothing",
    r"{\sigma^2_{kd}}^2 = 0": "braces that print nothing",
    # the circle's constant, or a weight
    r"2\pi^2 = 0": "needs an index",
    r"2 \boldsymbol{\pi} = 0": "a bold π is no number",
    r"2\pi(\pi_k) = 0": "what does this belong to",
    r"2 \cdot \pi = 0": r"no rule for this at «2 \cdot ▸\pi = 0»",
    r"\pi = 0": "no rule for this",
    r"\frac{\pi}{2} = 0": "no rule for this",
    # one relation, or another
    r"\pi_k = 1 \propto 2": "= and ∝ in one chain",
    r"\pi_k = 1 = 2 \iff N_k = m": "⇔ joins two plain equations",
    r"\pi_k = 1 \iff N_k = m \iff 1 = 1": "⇔ joins two plain equations",
    r"\pi_k \propto 1 \iff N_k = m": "⇔ joins two plain equations",
}
"""Each could be meant in two ways, or prints as something else than its LaTeX groups."""


@pytest.mark.parametrize("tex", AMBIGUOUS)
def test_what_could_mean_two_things_is_an_error(tex: str) -> None:
    assert AMBIGUOUS[tex] in trouble(tex)


@pytest.mark.parametrize("tex", [r"\mu_12 = 0", r"\gamma_i1 = 0", r"\delta_12 = 0", r"\mu_{k}2 = 0"])
def test_an_index_is_what_tex_sets_as_one_and_not_the_digits_behind_it(tex: str) -> None:
    r"""\mu_12 prints as μ₁2."""
    assert trouble(tex, {"K": 2, "D": 2})


WRONG = {
    # equations that are none
    r"\pi_k": "expected =",
    r"\pi_k =": "no rule for this",
    r"= \pi_k": "no rule for this",
    r"": "no rule for this",
    r"\pi_k = 0; \pi_j = 1": r"cannot go on at «\pi_k = 0 ▸; \pi_j = 1»",
    r"\pi_k = 0, c": "expected =",
    r"\pi_k = 0 . \pi_j = 1": "cannot go on",
    r"\pi_k \le 1": r"no rule for this at «\pi_k ▸\le 1»",
    r"\pi_k \leftarrow 1": "no rule for this",
    r"N_k \coloneqq 1": "no rule for this",
    # what has no rule
    r"\theta = 0": "no rule for this",
    r"\mathbb{E} = 0": "no rule for this",
    r"\int \pi_k = 0": "no rule for this",
    r"\max_k \pi_k = 1": "no rule for this",
    r"\pi_1 + \dots + \pi_k = 1": "at «",
    r"\bm{\mu}_k = 0": "no rule for this",
    r"\likelihood = 0": "no rule for this",
    r"--\pi_k = 0": "no rule for this",
    r"\pi_k \cdot -\pi_j = 0": "no rule for this",
    r"1 \\ + \\ 1 = 2": "at «",
    r"\frac{c \\ + m}{2} = 0": "expected }",
    # brackets and braces
    r"(\pi_k] = 0": "expected )",
    r"\left. c \right) = c": "no rule for this",
    r"\left c \right) = c": "no rule for this",
    r"\frac{1}{2 = 0": "expected }",
    r"\frac{1} = 0": "expected one sign or braces",
    # numbers
    r"007 = 7": "does not begin with 0",
    r"\pi_k = 00": "does not begin with 0",
    r"1234567 = 0": "at most 6 digits",
    # indices
    r"\gamma_i = 0": "gamma takes 2 indices, not 1",
    r"\gamma_{ikd} = 0": "gamma takes 2 indices, not 3",
    r"\pi_{kd} = 0": "pi takes 1 indices, not 2",
    r"\mu^2 = 0": "mu needs an index",
    r"\gamma_{,,ik} = 0": "a comma stands between any two indices or between none",
    r"\gamma_{i,k,} = 0": "a comma stands between any two indices or between none",
    r"z_{i,kd} = 0": "a comma stands between any two indices or between none",
    r"\gamma_{ki} = 0": "k is no index of m",
    r"x_{kd} = 0": "k is no index of m",
    r"\mu_{ki} = 0": "i is no index of D",
    r"\delta_{ik} = 0": "k is no index of m",
    r"\delta_{kd} = 0": "d is no index of K",
    r"\pi_1 = 0": "the index 1 is out of range",
    r"\gamma_{1k} = 0": "the index 1 is out of range",
}


@pytest.mark.parametrize("tex", WRONG)
def test_what_has_no_rule_is_an_error_that_names_the_trouble(tex: str) -> None:
    assert WRONG[tex] in trouble(tex)


NOT_THERE = {
    r"\Sigma_k = 0": "a covariance matrix on a page with one feature",
    r"\gamma_{i3} = 0": "the index 3 is out of range",
    r"\gamma_{i0} = 0": "the index 0 is out of range",
    r"\gamma_{i12} = 0": "gamma takes 2 indices, not 3",
    r"\mu_{k2} = 0": "the index 2 is out of range",
    r"\delta_{k3} = 0": "the index 3 is out of range",
}


@pytest.mark.parametrize("tex", NOT_THERE)
def test_what_a_page_of_two_components_and_one_feature_does_not_have_is_an_error(tex: str) -> None:
    assert NOT_THERE[tex] in trouble(tex, TWO)
