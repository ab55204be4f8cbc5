"""LaTeX is read as its convention says, in each of the ways in which people write it; what could mean two things is an error."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest

from mog.derivation.echo import echo_statement
from mog.derivation.notation import Unreadable, read
from mog.derivation.pages import equations
from tests.derivation.readings import GOLDEN, HERE, readings

TWO = {"K": 2, "D": 1}


def said(tex: str, sizes: dict[str, int] | None = None) -> str:
    """What was read, bracketed."""
    return "; ".join(map(echo_statement, read(tex, sizes or {})))


# --- the convention, rule by rule

CONVENTION = {
    # products, sums, powers
    r"\pi_k \, \pi_j \cdot 2 + 1 = 0": "((π_k · π_j · 2) + 1) = 0",
    r"- \pi_k^2 = 0": "(−(π_k)^2) = 0",
    r"1 - \pi_k - \pi_j = 0": "(1 − π_k − π_j) = 0",
    r"1 - (\pi_k - \pi_j) = 0": "(1 − (π_k − π_j)) = 0",
    r"\sum_k \pi_k \pi_j + 1 = 0": "(Σ_{k=1..K}[(π_k · π_j)] + 1) = 0",
    r"\pi_j \sum_k \pi_k a_k - 1 = 0": "((π_j · Σ_{k=1..K}[(π_k · a_k)]) − 1) = 0",
    r"\sum_k \left( \pi_k + 1 \right) = 0": "Σ_{k=1..K}[(π_k + 1)] = 0",
    r"\sum_i \sum_k \gamma_{ik} = 0": "Σ_{i=1..m}[Σ_{k=1..K}[γ_ik]] = 0",
    r"\prod_k \pi_k a_k + 1 = 0": "(Π_{k=1..K}[(π_k · a_k)] + 1) = 0",
    r"\sum_{j \ne k} \pi_j = 0": "Σ_{j=1..K ≠ k}[π_j] = 0",
    r"\sum_{i \in B} \gamma_{ik} = 0": "Σ_{i ∈ B}[γ_ik] = 0",
    r"\sum_d z_{ikd} = 0": "Σ_{d=1..D}[z_ikd] = 0",
    # logarithms
    r"\log \pi_k = 0": "log[π_k] = 0",
    r"\log \pi_k + 1 = 0": "(log[π_k] + 1) = 0",
    r"\log \sigma_{kd}^2 = 0": "log[(σ_kd)^2] = 0",
    r"\log (\pi_k \pi_j) = 0": "log[(π_k · π_j)] = 0",
    r"\log (\pi_k) \pi_j = 0": "(log[π_k] · π_j) = 0",
    r"\log \frac{\pi_k}{\pi_j} = 0": "log[(π_k / π_j)] = 0",
    r"\log p(x_i) = 0": "log[p_i] = 0",
    r"\log \sum_k \pi_k \pi_j + 1 = 0": "(log[Σ_{k=1..K}[(π_k · π_j)]] + 1) = 0",
    r"(\log \pi_k)^2 = 0": "log[π_k]^2 = 0",
    # divisors
    r"1/\pi_k + 2 = 0": "((1 / π_k) + 2) = 0",
    r"\pi_k \pi_j / 2 = 0": "((π_k · π_j) / 2) = 0",
    r"e^{-\pi_k/2} = 0": "exp[(−(π_k / 2))] = 0",
    # derivatives
    r"\frac{\partial}{\partial \mu_{kd}} \sum_i x_{id} \mu_{kd} = 0": "(∂/∂μ_kd)[Σ_{i=1..m}[(x_id · μ_kd)]] = 0",
    r"\frac{\partial}{\partial \mu_{kd}} \left[ \mu_{kd} + 1 \right] = 0": "(∂/∂μ_kd)[(μ_kd + 1)] = 0",
    r"\pi_k \frac{\partial \mathcal{L}}{\partial \pi_k} = 0": "(π_k · (∂/∂π_k)[𝓛]) = 0",
    r"\frac{\partial 2 \pi_k}{\partial \pi_k} = 0": "(∂/∂π_k)[(2 · π_k)] = 0",
    r"\frac{\partial \mathcal{L}}{\partial \sigma_{kd}^2} = 0": "(∂/∂(σ_kd)^2)[𝓛] = 0",
    r"\frac{\partial \mathcal{L}}{\partial \log \sigma_{kd}^2} = 0": "(∂/∂log[(σ_kd)^2])[𝓛] = 0",
    r"\frac{\partial \mathcal{L}}{\partial \log \sigma_{kd}} = 0": "(∂/∂log[σ_kd])[𝓛] = 0",
    r"\frac{\partial^2 \mathcal{L}}{\partial a_j \, \partial a_k} = 0": "(∂/∂a_j)[(∂/∂a_k)[𝓛]] = 0",
    r"\frac{\partial^2 \mathcal{L}}{\partial \mu_{kd}^2} = 0": "(∂/∂μ_kd)[(∂/∂μ_kd)[𝓛]] = 0",
    r"\frac{\partial \ell_{ik}}{\partial \theta} = 0": "(∂/∂θ)[ℓ_ik] = 0",
    r"f'(\theta) = 0": "(∂/∂θ)[f] = 0",
    # the circle's constant
    r"2\pi = 0": "(2 · 3.14159…) = 0",
    r"2\pi \sigma_{kd}^2 = 0": "(2 · 3.14159… · (σ_kd)^2) = 0",
    r"2\pi_k = 0": "(2 · π_k) = 0",
    r"\sqrt{2\pi} = 0": "root[(2 · 3.14159…)] = 0",
    # vectors and matrices
    r"\Sigma_k^{-1} (x_i - \mu_k) = 0": "(Σ_k^(−1) · (x_i − μ_k)) = 0",
    r"x_i^\top \mu_k = 0": "(x_iᵀ · μ_k) = 0",
    # functions of parameters
    r"\mathcal{L}(\theta) = 0": "𝓛 = 0",
    r"\mathcal{L}_B(\pi, \mu, \sigma^2) = 0": "𝓛_B = 0",
    r"J_B(\theta) = J": "J_B = J",
    r"p(x_i \mid \pi, \mu, \Sigma) = 0": "p_i = 0",
    r"f(\theta)^2 = 0": "f^2 = 0",
    # the rest
    r"|B| = 0": "|B| = 0",
    r"\delta_{jk} = 0": "δ_jk = 0",
    r"e^a = e^{a_k}": "exp[a] = exp[a_k]",
    r"e^2 = 0": "exp[2] = 0",
    r"\pi_k \propto N_k": "π_k ∝ N_k",
    r"\pi_k = 0 \iff N_k = 0": "π_k = 0  ⇔  N_k = 0",
    r"\pi_k = N_k, \qquad a_k = 1.": "π_k = N_k; a_k = 1",
    r"\pi_k = \begin{cases} 1 & \text{if } j = k \\ 0 & \text{otherwise} \end{cases}": "π_k = {1 where j = k, 0 where j ≠ k}",
}


@pytest.mark.parametrize("tex", CONVENTION)
def test_an_equation_is_read_by_the_convention(tex: str) -> None:
    assert said(tex) == CONVENTION[tex]


def test_the_sizes_of_a_page_give_numbers_to_its_indices() -> None:
    assert said(r"x_i = \mu_k", TWO) == "x_i1 = μ_k1"
    assert said(r"\gamma_{i2} = \delta_{1k}", TWO) == "γ_i2 = δ_1k"
    assert said(r"\mu_{21} = \sigma_{1d}^2", TWO) == "μ_21 = (σ_1d)^2"
    assert said(r"\sum_{k=1}^2 \pi_k = 1", TWO) == "Σ_{k=1..K}[π_k] = 1"
    assert said(r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1} = 0", TWO) == "(d/dπ_1)[𝓛] = 0"


def test_the_rows_of_aligned_equations_go_on_with_a_sign_or_begin_anew() -> None:
    assert said(r"\begin{aligned} \pi_k &= 1 \\ &= 2 + 3 \\ &\quad + 4 \\ &= 5 \end{aligned}") == "π_k = 1 = (2 + 3 + 4) = 5"
    assert said(r"\begin{aligned} \pi_k &= 1 \\ \pi_j &= 2 \end{aligned}") == "π_k = 1; π_j = 2"
    assert said(r"\begin{split} \pi_k &= 2 \\ &\quad \cdot 3 \end{split}") == "π_k = (2 · 3)"


# --- the same in other authors' hands

ALIASES = [
    (r"\ln \pi_k = 0", r"\log \pi_k = 0"),
    (r"\boldsymbol{\mu}_k = \boldsymbol\mu_k", r"\mu_k = \mu_k"),
    (r"\mathbf{x}_i = \mathbf x_i", r"x_i = x_i"),
    (r"\boldsymbol{\Sigma}_k^{-1} = \bm{\Sigma}_k", r"\Sigma_k^{-1} = \Sigma_k"),
    (r"\sum\limits_{k=1}^K \pi_k = 1", r"\sum_{k=1}^K \pi_k = 1"),
    (r"\sum^K_{k=1} \pi_k = 1", r"\sum_{k=1}^K \pi_k = 1"),
    (r"\sum_{k=1}^{K} \pi_k = 1", r"\sum_k \pi_k = 1"),
    (r"\displaystyle\sum_k \pi_k = 1", r"\sum_k \pi_k = 1"),
    (r"N_k := \sum_i \gamma_{ik}", r"N_k = \sum_i \gamma_{ik}"),
    (r"N_k \coloneqq \sum_i \gamma_{ik}", r"N_k = \sum_i \gamma_{ik}"),
    (r"\partial_{\mu_k} \mathcal{L} = 0", r"\frac{\partial \mathcal{L}}{\partial \mu_k} = 0"),
    (r"\nabla_{\mu_k} \mathcal{L} = 0", r"\frac{\partial \mathcal{L}}{\partial \mu_k} = 0"),
    (r"\frac{\partial}{\partial \mu_k} \mathcal{L} = 0", r"\frac{\partial \mathcal{L}}{\partial \mu_k} = 0"),
    (r"\partial_{\log \sigma_{kd}} \mathcal{L} = 0", r"\frac{\partial \mathcal{L}}{\partial \log \sigma_{kd}} = 0"),
    (r"\det \Sigma_k = 0", r"|\Sigma_k| = 0"),
    (r"\lvert \Sigma_k \rvert = \left| \Sigma_k \right|", r"|\Sigma_k| = |\Sigma_k|"),
    (r"\lvert B \rvert = \vert B \vert", r"|B| = |B|"),
    (r"\mathrm{tr}(\Sigma_k) = 0", r"\operatorname{tr}(\Sigma_k) = 0"),
    (r"\operatorname{diag}(\sigma^2_k) = 0", r"\operatorname{diag}(\sigma_k^2) = 0"),
    (r"\mathrm{diag}\left(\sigma_k^2\right) = 0", r"\operatorname{diag}(\sigma_k^2) = 0"),
    (r"\tfrac{1}{2} = \dfrac{1}{2}", r"\frac{1}{2} = \frac{1}{2}"),
    (r"\frac12 \pi_k = \frac1{\pi_j}", r"\frac{1}{2} \pi_k = \frac{1}{\pi_j}"),
    (r"\mathcal{N}(x_i ; \mu_k, \Sigma_k) = 0", r"\mathcal{N}(x_i \mid \mu_k, \Sigma_k) = 0"),
    (r"\mathcal{N}(x_i | \mu_k, \Sigma_k) = 0", r"\mathcal{N}(x_i \mid \mu_k, \Sigma_k) = 0"),
    (r"\mathcal{N}\left(x_i \vert \mu_k, \Sigma_k\right) = 0", r"\mathcal{N}(x_i \mid \mu_k, \Sigma_k) = 0"),
    (r"p(x_i ; \theta) = p(x_i | \theta)", r"p(x_i) = p(x_i)"),
    (r"\sigma^2_{kd} = 0", r"\sigma_{kd}^2 = 0"),
    (r"\log \sigma^2_{kd} = 0", r"\log \sigma_{kd}^2 = 0"),
    (r"\frac{\partial \mathcal{L}}{\partial \sigma^2_{kd}} = 0", r"\frac{\partial \mathcal{L}}{\partial \sigma_{kd}^2} = 0"),
    (r"\gamma_{i,k} = \gamma_{i, k}", r"\gamma_{ik} = \gamma_{ik}"),
    (r"\Big( \pi_k \Big) = \bigl[ \pi_k \bigr]", r"(\pi_k) = [\pi_k]"),
    (r"\left\{ \pi_k \right\} = \lbrace \pi_k \rbrace", r"(\pi_k) = (\pi_k)"),
    (r"\exp(a_k) = \exp\left[ a_k \right]", r"e^{a_k} = e^{a_k}"),
    (r"\mathrm{e}^{a_k} = \operatorname{exp}(a_k)", r"e^{a_k} = e^{a_k}"),
    (r"x_i^{\top} \mu_k = x_i^{\mathsf{T}} \mu_k", r"x_i^\top \mu_k = x_i^\top \mu_k"),
    (r"\pi_k \times \pi_j = 0", r"\pi_k \cdot \pi_j = 0"),
    (r"\sum_{j \neq k} \pi_j = 0", r"\sum_{j \ne k} \pi_j = 0"),
    (r"\pi_k = 1 \Longleftrightarrow \pi_k = 2", r"\pi_k = 1 \iff \pi_k = 2"),
    (
        r"\delta_{jk} = \begin{cases} 1 & j = k \\ 0 & j \neq k \end{cases}",
        r"\delta_{jk} = \begin{cases} 1 & \text{if } j = k \\ 0 & \text{otherwise} \end{cases}",
    ),
    (r"2 |\Sigma_k| = 0", r"2 \cdot |\Sigma_k| = 0"),
    (r"\sqrt{2\pi} |\Sigma_k|^{1/2} = 0", r"\sqrt{2\pi} \cdot |\Sigma_k|^{1/2} = 0"),
]


@pytest.mark.parametrize(("alias", "plain"), ALIASES, ids=[alias for alias, _ in ALIASES])
def test_another_author_s_notation_is_read_as_the_book_s(alias: str, plain: str) -> None:
    assert read(alias) == read(plain)


# --- what is no equation, or two

AMBIGUOUS = {
    r"1/2\pi_k = 0": r"where does the divisor end? write a fraction at «1/2 ▸\pi_k = 0»",
    r"\pi_k / 2 \cdot \pi_j = 0": "where does the divisor end",
    r"1/2(\pi_k) = 0": "where does the divisor end",
    r"\log \pi_k \pi_j = 0": r"where does the logarithm's argument end? write brackets at «\log \pi_k ▸\pi_j = 0»",
    r"\log 2 \pi_k = 0": "where does the logarithm's argument end",
    r"\log \frac12 \pi_k = 0": "where does the logarithm's argument end",
    r"\log (\pi_k)^2 = 0": "a power of the logarithm, or the logarithm of a power",
    r"\log p(x_i)^2 = 0": "a power of the logarithm, or the logarithm of a power",
    r"\log f(\theta)^2 = 0": "a power of the logarithm, or the logarithm of a power",
    r"\frac{\partial}{\partial \mu_{kd}} \pi_k \mu_{kd} = 0": "what does the derivative act on? write brackets",
    r"\partial_{\mu_{kd}} \pi_k \mu_{kd} = 0": "what does the derivative act on",
    r"\nabla_{\mu_k} \pi_k \mathcal{L} = 0": "what does the derivative act on",
    r"{\pi_k + 1} \pi_j = 0": "braces that print nothing",
    r"{\pi_k \pi_j} \pi_j = 0": "braces that print nothing",
    r"{-\pi_k} \pi_j = 0": "at «",
    r"{2}{3} = 6": "braces that print nothing",
    r"{\log \pi_k}^2 = 0": "at «",
    r"{\sum_k \pi_k}^2 = 0": "at «",
    r"{\sum_k \pi_k} \pi_j = 0": "at «",
    r"{\prod_k \pi_k} \pi_j = 0": "at «",
    r"{\frac{\partial}{\partial \mu_{kd}} \mu_{kd}} \mu_{kd} = 0": "at «",
    r"{\pi_k^2}^3 = 0": "at «",
    r"\pi_k^2^3 = 0": r"a second exponent at «\pi_k^2^ ▸3 = 0»",
    r"\pi_k 2 = 0": "a number after a factor",
    r"2 2 = 0": "a number after a factor",
    r"2\pi^2 = 0": "what does this belong to",
    r"2\pi(\pi_k) = 0": "what does this belong to",
    r"2 \cdot \pi = 0": r"no rule for this at «2 \cdot ▸\pi = 0»",
    r"\pi = 0": "no rule for this",
    r"\frac{\pi}{2} = 0": "no rule",
    r"\pi_k + \sum_k \pi_k = 0": "the index k already means something else",
    r"\sum_k \pi_k + \pi_k = 0": "the index k is both bound and free",
    r"\sum_k \sum_k \pi_k = 0": "the index k already means something else",
    r"\sum_k \pi_k \sum_k \pi_k = 0": "the index k already means something else",
    r"\sum_{k \ne k} \pi_k = 0": "the index k is both bound and free",
    r"\frac{\partial}{\partial \mu_k} \sum_k \pi_k = 0": "the index k already means something else",
    r"\mathcal{L}(\pi_k - 1) = 0": "a function of",
    r"\mathcal{L}(2) = 0": "a function of 2",
    r"e^a_k = 0": "expected one sign or braces",
    r"\sqrt2 \pi_k = 0": "expected braces",
    r"\pi_k = 1 \propto 2": "= and ∝ in one chain",
    r"\pi_k = 1 = 2 \iff N_k = m": "⇔ joins two plain equations",
    r"\pi_k = 1 \iff N_k = m \iff 1 = 1": "⇔ joins two plain equations",
    r"\pi_k \propto 1 \iff N_k = m": "⇔ joins two plain equations",
}
"""Each could be meant in two ways, or prints as something else than its LaTeX groups."""


@pytest.mark.parametrize("tex", AMBIGUOUS)
def test_what_could_mean_two_things_is_an_error(tex: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(AMBIGUOUS[tex])):
        read(tex)


@pytest.mark.parametrize(
    "tex",
    [r"\mu_12 = 0", r"\gamma_i1 = 0", r"\delta_12 = 0", r"\mu_{k}2 = 0"],
)
def test_an_index_is_what_tex_sets_as_one_and_not_the_digits_behind_it(tex: str) -> None:
    r"""\mu_12 prints as μ₁2."""
    with pytest.raises(Unreadable):
        read(tex, {"K": 2, "D": 2})


WRONG = {
    r"\gamma_i = 0": "gamma takes 2 indices, not 1",
    r"\gamma_{ikd} = 0": "gamma takes 2 indices, not 3",
    r"\pi_{kd} = 0": "pi takes 1 indices, not 2",
    r"\gamma_{ki} = 0": "k is no index of m",
    r"x_{kd} = 0": "k is no index of m",
    r"\mu_{ki} = 0": "i is no index of D",
    r"\delta_{ik} = 0": "k is no index of m",
    r"\delta_{kd} = 0": "d is no index of K",
    r"\pi_1 = 0": "the index 1 is out of range",
    r"\sum_{k=2}^K \pi_k = 0": "these limits have no rule",
    r"\sum_{k=1}^{K-1} \pi_k = 0": "a sum over k must reach to K",
    r"\sum_{k=1}^m \pi_k = 0": "a sum over k must reach to K",
    r"\sum_{i=1}^K \gamma_{ik} = 0": "a sum over i must reach to m",
    r"\sum_{k=1}^2 \pi_k = 0": "a sum over k must reach to K",
    r"\sum_{k=1} \pi_k = 0": "these limits have no rule",
    r"\sum_{k \in B} \pi_k = 0": "these limits have no rule",
    r"\sum_{i \in B}^m \gamma_{ik} = 0": "these limits have no rule",
    r"\sum_{i,k} \gamma_{ik} = 0": "these limits have no rule",
    r"\sum_{j \ne i} \pi_j = 0": "i is no index of K",
    r"\sum \pi_k = 0": "expected the index of the sum",
    r"\sum_\pi \pi_k = 0": "expected the index of the sum",
    r"p(x_{id}) = 0": "p is a function of a whole point",
    r"p(\mu_k) = 0": "expected a point of the data",
    r"p(x_i \mid \mu_k) = 0": "a function of",
    r"f(x_i) = 0": "expected",
    r"\mathcal{N}(x_i \mid \mu_k) = 0": "expected ,",
    r"\mathcal{N}(x_i, \mu_k, \Sigma_k) = 0": "expected",
    r"\mathcal{L}_m = 0": "expected the index B",
    r"\frac{\partial \mathcal{L}}{\partial (\mu_{kd} + 1)} = 0": "a derivative is by a letter",
    r"\frac{\partial \mathcal{L}}{\partial \mu_{kd}^2} = 0": "a derivative is by a letter",
    r"\frac{\partial \mathcal{L}}{\partial 2} = 0": "a derivative is by a letter",
    r"\frac{\partial \mathcal{L}}{\mathrm{d} \mu_k} = 0": "expected",
    r"\frac{\partial \mathcal{L}}{\partial a_j \partial a_k} = 0": "1 derivatives by 2 letters",
    r"\frac{\partial^2 \mathcal{L}}{\partial a_k} = 0": "2 derivatives by 1 letters",
    r"\frac{\partial^3 \mathcal{L}}{\partial \mu_{kd}^3} = 0": "only second derivatives have a rule",
    r"\frac{d \mathcal{L}}{d \pi_1} = 0": "no rule for this",
    r"\theta = 0": "no rule for this",
    r"\pi_k \le 1": r"no rule for this at «\pi_k ▸\le 1»",
    r"\pi_k \leftarrow 1": "no rule for this",
    r"\mathbb{E} = 0": "no rule for this",
    r"\int \pi_k = 0": "no rule for this",
    r"\max_k \pi_k = 1": "no rule for this",
    r"\pi_1 + \dots + \pi_k = 1": "at «",
    r"\pi_k = 0; \pi_j = 1": r"cannot go on at «\pi_k = 0 ▸; \pi_j = 1»",
    r"\pi_k = 0,": "no rule for this",
    r"\pi_k": "expected =",
    r"\pi_k =": "no rule for this",
    r"= \pi_k": "no rule for this",
    r"": "no rule for this",
    r"(\pi_k] = 0": "expected )",
    r"\left( \pi_k = 0": "expected )",
    r"\frac{1}{2 = 0": "expected }",
    r"\frac{1} = 0": "expected one sign or braces",
    r"--\pi_k = 0": "no rule for this",
    r"\pi_k \cdot -\pi_j = 0": "no rule for this",
    r"\sqrt[3]{\pi_k} = 0": "expected braces",
    r"\operatorname{diag}(\mu_k) = 0": "expected",
    r"a_k = \begin{cases} 1 & j = k \\ 0 & l \ne k \end{cases}": "the two cases do not complete each other",
    r"a_k = \begin{cases} 1 & j = k \\ 0 & j = k \end{cases}": "expected",
    r"a_k = \begin{cases} 1 & j = i \\ 0 & \text{otherwise} \end{cases}": "i is no index of K",
    r"a_k = \begin{cases} 1 & j = k \end{cases}": "expected",
    r"\pi_k = \mathcal{L": "at «",
}


@pytest.mark.parametrize("tex", WRONG)
def test_what_has_no_rule_is_an_error_that_names_the_trouble(tex: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(WRONG[tex])):
        read(tex)


@pytest.mark.parametrize("tex", [*AMBIGUOUS, *WRONG])
def test_every_error_shows_where_reading_stopped(tex: str) -> None:
    with pytest.raises(Unreadable) as stopped:
        read(tex)
    (place,) = re.findall(r"«(.*▸.*)»", str(stopped.value))
    before, after = place.split("▸")
    assert before.strip("… ") in " ".join(tex.split())
    assert after.strip("… ") in " ".join(tex.split())


@pytest.mark.parametrize(
    "tex",
    [
        r"\Sigma_k = 0",
        r"\gamma_{i3} = 0",
        r"\gamma_{i0} = 0",
        r"\gamma_{i12} = 0",
        r"\mu_{k2} = 0",
        r"\sum_{k=1}^3 \pi_k = 1",
        r"\delta_{k3} = 0",
    ],
)
def test_what_a_page_of_two_components_and_one_feature_does_not_have_is_an_error(tex: str) -> None:
    with pytest.raises(Unreadable):
        read(tex, TWO)


# --- the assignment, and the readings under review


def test_the_assignment_s_equations_are_all_there_and_are_read_at_its_sizes() -> None:
    found = equations((HERE / "assignment.md").read_text(encoding="utf-8"))
    assert [equation.sizes for equation in found] == [TWO] * 6 + [{}] * 4
    assert all(read(equation.tex, equation.sizes) for equation in found)


def test_the_readings_of_all_equations_are_those_under_review(root: Path) -> None:
    """The golden file shows in a diff what every equation of the book was read as."""
    found = readings(root)
    if os.environ.get("UPDATE_READINGS"):
        GOLDEN.write_text(found, encoding="utf-8")
    kept = GOLDEN.read_text(encoding="utf-8")
    changes = "\n".join(difflib.unified_diff(kept.splitlines(), found.splitlines(), "kept", "read now", n=2, lineterm=""))
    if changes:
        pytest.fail(
            f"Equations are read otherwise than {GOLDEN.name} says. If that is meant, write it anew with\n"
            f"    UPDATE_READINGS=1 python -m pytest tests/derivation/test_notation.py\n"
            f"and let somebody review the change of each reading:\n{changes}"
        )
