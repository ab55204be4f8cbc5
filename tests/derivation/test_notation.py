"""Each notation is read as its rule says, in each of the ways in which people write it; the readings of the book are under review."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from mog.derivation.notation import read
from tests.derivation.readings import GOLDEN, TWO, own_equations, readings, said, trouble

READ = {
    # sums
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
    r"\log e^{a_k} = 0": "log[exp[a_k]] = 0",
    r"\log \sum_k \pi_k \pi_j + 1 = 0": "(log[Σ_{k=1..K}[(π_k · π_j)]] + 1) = 0",
    r"(\log \pi_k)^2 = 0": "log[π_k]^2 = 0",
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
    r"\frac{\partial^2 \mathcal{L}}{\partial \log \sigma_{jd} \partial \log \sigma_{ke}} = 0": "(∂/∂log[σ_jd])[(∂/∂log[σ_ke])[𝓛]] = 0",
    r"\frac{\partial \ell_{ik}}{\partial \theta} = 0": "(∂/∂θ)[ℓ_ik] = 0",
    r"f'(\theta) = 0": "(∂/∂θ)[f] = 0",
    r"\frac{\partial^2 \ell_{ik}}{\partial \theta^2} = 0": "(∂/∂θ)[(∂/∂θ)[ℓ_ik]] = 0",
    r"\frac{\partial^2 \ell_{ik}}{\partial \theta \, \partial \theta} = 0": "(∂/∂θ)[(∂/∂θ)[ℓ_ik]] = 0",
    # functions of parameters
    r"\mathcal{L}(\theta) = 0": "𝓛 = 0",
    r"\mathcal{L}_B(\pi, \mu, \sigma^2) = 0": "𝓛_B = 0",
    r"J_B(\theta) = J": "J_B = J",
    r"p(x_i \mid \pi, \mu, \Sigma) = 0": "p_i = 0",
    r"f(\theta) = f": "f = f",
    # the rest
    r"\sqrt{2\pi} = 0": "root[(2 · 3.14159…)] = 0",
    r"|B| = 0": "|B| = 0",
    r"\pi_k = \begin{cases} 1 & \text{if } j = k \\ 0 & \text{otherwise} \end{cases}": "π_k = {1 where j = k, 0 where j ≠ k}",
}


@pytest.mark.parametrize("tex", READ)
def test_a_notation_is_read_by_its_rule(tex: str) -> None:
    assert said(tex) == READ[tex]


def test_a_page_of_two_may_write_its_sizes_and_move_its_weights_together() -> None:
    assert said(r"\sum_{k=1}^2 \pi_k = 1", TWO) == "Σ_{k=1..K}[π_k] = 1"
    assert said(r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1} = 0", TWO) == "(d/dπ_1)[𝓛] = 0"
    assert said(r"p(x_i) = \mathcal{N}(x_i \mid \mu_k, \sigma_k^2)", TWO) == "p_i = 𝒩[x_i1 | μ_k1, (σ_k1)^2]"


# --- the same in other authors' hands

ALIASES = [
    (r"\ln \pi_k = 0", r"\log \pi_k = 0"),
    (r"\boldsymbol{\mu}_k = \boldsymbol\mu_k", r"\mu_k = \mu_k"),
    (r"\mathbf{x}_i = \mathbf x_i", r"x_i = x_i"),
    (r"\boldsymbol{\Sigma}_k^{-1} = \pmb{\Sigma}_k", r"\Sigma_k^{-1} = \Sigma_k"),
    (r"\sum\limits_{k=1}^K \pi_k = 1", r"\sum_{k=1}^K \pi_k = 1"),
    (r"\sum^K_{k=1} \pi_k = 1", r"\sum_{k=1}^K \pi_k = 1"),
    (r"\sum_{k=1}^{K} \pi_k = 1", r"\sum_k \pi_k = 1"),
    (r"\displaystyle\sum_k \pi_k = 1", r"\sum_k \pi_k = 1"),
    (r"N_k := \sum_i \gamma_{ik}", r"N_k = \sum_i \gamma_{ik}"),
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
    (r"x_i^\intercal \mu_k = 0", r"x_i^\top \mu_k = 0"),
    (r"\pi_k = 1 \Leftrightarrow \pi_k = \lbrack 2 \rbrack", r"\pi_k = 1 \iff \pi_k = [2]"),
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


# --- what could mean two things, and what has no rule

UNREADABLE = {
    # logarithms
    r"\log \pi_k \pi_j = 0": r"where does the logarithm's argument end? write brackets at «\log \pi_k ▸\pi_j = 0»",
    r"\log 2 \pi_k = 0": "where does the logarithm's argument end",
    r"\log \frac12 \pi_k = 0": "where does the logarithm's argument end",
    r"\log (\pi_k)^2 = 0": "a power of the logarithm, or the logarithm of a power",
    r"\log p(x_i)^2 = 0": "a power of the logarithm, or the logarithm of a power",
    r"\log f(\theta)^2 = 0": "a power of the logarithm, or the logarithm of a power",
    r"\log_2 \pi_k = 0": "no rule for this",
    # derivatives
    r"\frac{\partial}{\partial \mu_{kd}} \pi_k \mu_{kd} = 0": "what does the derivative act on? write brackets",
    r"\partial_{\mu_{kd}} \pi_k \mu_{kd} = 0": "what does the derivative act on",
    r"\nabla_{\mu_k} \pi_k \mathcal{L} = 0": "what does the derivative act on",
    r"\frac{\partial \mathcal{L}}{\partial (\mu_{kd} + 1)} = 0": "a derivative is by a letter",
    r"\frac{\partial \mathcal{L}}{\partial \mu_{kd}^2} = 0": "a derivative is by a letter",
    r"\frac{\partial \mathcal{L}}{\partial 2} = 0": "a derivative is by a letter",
    r"\frac{\partial \mathcal{L}}{\mathrm{d} \mu_k} = 0": "expected",
    r"\frac{\partial \mathcal{L}}{\partial a_j \partial a_k} = 0": "1 derivatives by 2 letters",
    r"\frac{\partial^2 \mathcal{L}}{\partial a_k} = 0": "2 derivatives by 1 letters",
    r"\frac{\partial^3 \mathcal{L}}{\partial \mu_{kd}^3} = 0": "only second derivatives have a rule",
    r"\frac{\partial \ell_{ik}}{\partial \theta^2} = 0": "only a second derivative is by θ twice",
    r"\frac{\partial^2 \ell_{ik}}{\partial \theta^3} = 0": "only a second derivative is by θ twice",
    r"\frac{\partial^2 \ell_{ik}}{\partial \theta^2 \partial \theta} = 0": "2 derivatives by 3 letters",
    r"\partial_{\theta^2} \mathcal{L} = 0": "at «",
    r"\frac{d \mathcal{L}}{d \pi_1} = 0": "no rule for this",
    r"f''(\theta) = 0": "at «",
    # sums
    r"\pi_k + \sum_k \pi_k = 0": "the index k already means something else",
    r"\sum_k \pi_k + \pi_k = 0": "the index k is both bound and free",
    r"\sum_k \sum_k \pi_k = 0": "the index k already means something else",
    r"\sum_k \pi_k \sum_k \pi_k = 0": "the index k already means something else",
    r"\sum_{k \ne k} \pi_k = 0": "the index k is both bound and free",
    r"\frac{\partial}{\partial \mu_k} \sum_k \pi_k = 0": "the index k already means something else",
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
    r"\sum_{i=1}^m {} = m": "braces that print nothing",
    # functions
    r"\sqrt2 \pi_k = 0": "expected braces",
    r"\sqrt[3]{\pi_k} = 0": "expected braces",
    r"\mathcal{L}(\pi_k - 1) = 0": "a function of",
    r"\mathcal{L}(2) = 0": "a function of 2",
    r"\mathcal{L}() = 0": "a function of nothing",
    r"\mathcal{L}_m = 0": "expected the index B",
    r"p(x_{id}) = 0": "p is a function of a whole point",
    r"p(\mu_k) = 0": "expected a point of the data",
    r"p(x_i \mid \mu_k) = 0": "a function of",
    r"f(x_i) = 0": "expected",
    r"\mathcal{N}(x_i \mid \mu_k) = 0": "expected ,",
    r"\mathcal{N}(x_i, \mu_k, \Sigma_k) = 0": "expected",
    # matrices and cases
    r"|x_{id}| = 0": "trace or a determinant must be a diagonal matrix",
    r"\det \Sigma_k \Sigma_j = \Sigma_k": "where does the determinant's argument end",
    r"\operatorname{diag}(\mu_k) = 0": "expected",
    r"\operatorname{diag}(\sigma_k) = 0": "expected σ_k²",
    r"\operatorname{diag}(\sigma_k^3) = 0": "expected σ_k²",
    r"\operatorname{diag}(\sigma^2_k^2) = 0": "expected σ_k²",
    r"a_k = \begin{cases} 1 & j = k \\ 0 & l \ne k \end{cases}": "the two cases do not complete each other",
    r"a_k = \begin{cases} 1 & j = k \\ 0 & j = k \end{cases}": "expected",
    r"a_k = \begin{cases} 1 & j = i \\ 0 & \text{otherwise} \end{cases}": "i is no index of K",
    r"a_k = \begin{cases} 1 & j = k \end{cases}": "expected",
}


@pytest.mark.parametrize("tex", UNREADABLE)
def test_what_no_rule_reads_is_an_error_that_names_the_trouble(tex: str) -> None:
    assert UNREADABLE[tex] in trouble(tex)


def test_a_sum_reaches_to_all_components_of_its_page() -> None:
    assert "a sum over k must reach to K" in trouble(r"\sum_{k=1}^3 \pi_k = 1", TWO)


# --- the assignment, and the readings under review


def test_the_assignment_s_equations_are_all_there_and_are_read_at_its_sizes() -> None:
    found = own_equations("assignment.md")
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
