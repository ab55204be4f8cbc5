"""The kernels: what their text says, proved; how exact their numbers are; what they make of hard points."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from mog import kernels
from tests.exact import ALONE, HARD, Arguments, assert_close, outputs
from tests.symbols import TEXT, each, kernels_on_symbols, residue, symbols

GRADIENTS = ("logit_gradient", "mean_gradient", "log_sigma_gradient")


def text_minus_textbook(text: ModuleType) -> Iterator[tuple[str, Any]]:
    """Each output of the text at two points, components and features, minus what plain SymPy makes of the likelihood written here."""
    x, a, mu = symbols("x", 2, 2, real=True), symbols("a", 2, real=True), symbols("mu", 2, 2, real=True)
    sigma, pi = symbols("sigma", 2, 2, positive=True), symbols("pi", 2, positive=True)
    normal = np.prod(each(sp.exp)(-((x[:, None, :] - mu) ** 2) / (2 * sigma**2)) / each(sp.sqrt)(2 * sp.pi * sigma**2), axis=2)
    p = np.sum(pi * normal, axis=1)
    L = sp.log(p[0]) + sp.log(p[1])
    softmax = dict(zip(pi, each(sp.exp)(a) / np.sum(each(sp.exp)(a)), strict=True))
    with_softmax = each(lambda expression: expression.subs(softmax))
    by = each(lambda letter: sp.diff(L, letter))
    by_logit = each(lambda logit: sp.diff(L.subs(softmax), logit))

    arguments = x, a, mu, each(sp.log)(sigma)
    value, d_logits, d_means, d_log_sigma = text.value_and_gradient(*arguments)
    yield "value", with_softmax(sp.exp(value) - sp.exp(L))
    yield "d_logits", d_logits - by_logit(a)
    yield "d_means", with_softmax(d_means - by(mu))
    yield "d_log_sigma", with_softmax(d_log_sigma - sigma * by(sigma))
    yield "log_density", with_softmax(each(sp.exp)(text.log_density(*arguments)) - p)
    yield "responsibilities", with_softmax(text.responsibilities(*arguments) - pi * normal / p[:, None])
    yield "logit_gradient", text.logit_gradient(*arguments) - by_logit(a)
    yield "mean_gradient", with_softmax(text.mean_gradient(*arguments) - by(mu))
    yield "log_sigma_gradient", with_softmax(text.log_sigma_gradient(*arguments) - sigma * by(sigma))
    yield "log_variance_gradient", with_softmax(text.log_variance_gradient(*arguments) - sigma * by(sigma) / 2)
    yield "variance_gradient", with_softmax(text.variance_gradient(*arguments) - by(sigma) / (2 * sigma))
    yield "weight_gradient", with_softmax(text.weight_gradient(*arguments) - by(pi))


def test_the_committed_text_is_the_derivative_of_the_textbook() -> None:
    for output, difference in text_minus_textbook(kernels_on_symbols()):
        assert all(residue(entry) == 0 for entry in np.ravel(difference)), output


def test_the_proof_of_the_text_leaves_out_no_public_function() -> None:
    proved = {output for output, _ in text_minus_textbook(kernels_on_symbols())}
    assert set(kernels.__all__) - proved == {"value_and_gradient"}
    assert proved >= {"value", "d_logits", "d_means", "d_log_sigma"}


@pytest.mark.parametrize(
    ("output", "right", "wrong"),
    [
        ("value", "np.sum(terms.log_density)", "np.sum(terms.top)"),
        ("d_logits", "terms.gamma - terms.weight", "terms.gamma"),
        ("d_means", "* terms.inverse_sigma", "* terms.inverse_sigma * terms.inverse_sigma"),
        ("d_log_sigma", "terms.z**2 - 1", "terms.z**2 + 1"),
        ("log_density", "log_density = top + ", "log_density = "),
        ("log_density", "np.sum(z**2, axis=2) / 2", "np.sum(z**2, axis=2)"),
        ("log_density", "np.sum(log_sigma + np.log(2 * np.pi) / 2, axis=1)", "np.sum(log_sigma, axis=1)"),
        ("responsibilities", "logits - peak - np.log", "2 * logits - peak - np.log"),
        ("mean_gradient", "x[:, None, :] - means", "means - x[:, None, :]"),
        ("log_variance_gradient", "axis=0) / 2", "axis=0)"),
        ("log_variance_gradient", "axis=0) / 2", "axis=0) / 3"),
        ("variance_gradient", "* terms.inverse_sigma / 2", "/ 2"),
        ("weight_gradient", "np.exp(terms.log_normal - ", "np.exp(terms.log_density[:, None] - "),
    ],
)
def test_a_slip_in_the_text_is_not_shown(output: str, right: str, wrong: str) -> None:
    text = TEXT.read_text(encoding="utf-8")
    assert right in text
    difference = dict(text_minus_textbook(kernels_on_symbols(text.replace(right, wrong))))[output]
    assert any(residue(entry) != 0 for entry in np.ravel(difference))


def computed(arguments: Arguments) -> dict[str, Any]:
    value = kernels.value_and_gradient(*arguments)[0]
    return {"value": value} | {name: getattr(kernels, name)(*arguments) for name in kernels.__all__ if name != "value_and_gradient"}


@pytest.mark.parametrize("points", [name for name in HARD if name not in ALONE])
def test_every_output_is_within_1e_13_of_the_sum_of_its_absolute_terms(points: str) -> None:
    got = computed(HARD[points])
    for name, (truth, size, _) in outputs(*HARD[points]).items():
        assert_close(name, got[name], truth, size, 1e-13)


@pytest.mark.parametrize("points", HARD)
def test_every_output_is_within_2e_15_where_a_term_counts_its_exponent_too(points: str) -> None:
    got = computed(HARD[points])
    for name, (truth, _, size) in outputs(*HARD[points]).items():
        assert_close(name, got[name], truth, size, 2e-15)


@pytest.mark.parametrize("points", HARD)
def test_the_gradient_of_the_value_is_the_same_as_the_functions_of_its_parts(points: str) -> None:
    _, *together = kernels.value_and_gradient(*HARD[points])
    for name, part in zip(GRADIENTS, together, strict=True):
        np.testing.assert_array_equal(part, getattr(kernels, name)(*HARD[points]))


def test_finite_differences_agree_with_the_gradient() -> None:
    x, *parameters = HARD["ordinary"]
    _, *gradient = kernels.value_and_gradient(x, *parameters)
    step = 1e-5
    for place, (parameter, slope) in enumerate(zip(parameters, gradient, strict=True)):
        for entry in np.ndindex(parameter.shape):
            ends = []
            for sign in (1, -1):
                moved = [array.copy() for array in parameters]
                moved[place][entry] += sign * step
                ends.append(kernels.value_and_gradient(x, *moved)[0])
            assert slope[entry] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-6, abs=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(0, 9), st.integers(1, 4), st.integers(1, 4), st.data())
def test_the_sums_of_mini_batches_add_up_to_those_of_all_points(seed: int, m: int, K: int, D: int, data: st.DataObject) -> None:
    rng = np.random.default_rng(seed)
    x, parameters = rng.normal(size=(m, D)), (rng.normal(size=K), rng.normal(size=(K, D)), rng.normal(size=(K, D)) / 2)
    cut = data.draw(st.integers(0, m))
    whole, first, second = (kernels.value_and_gradient(part, *parameters) for part in (x, x[:cut], x[cut:]))
    for one, two, all_points in zip(first, second, whole, strict=True):
        np.testing.assert_allclose(one + two, all_points, rtol=1e-12, atol=1e-9)


def test_no_points_have_the_value_0_and_no_gradient() -> None:
    _, *parameters = HARD["ordinary"]
    for part in kernels.value_and_gradient(np.empty((0, 2)), *parameters):
        assert not np.any(part)
    assert kernels.log_density(np.empty((0, 2)), *parameters).shape == (0,)
    assert kernels.responsibilities(np.empty((0, 2)), *parameters).shape == (0, 3)


def test_a_component_that_is_switched_off_changes_nothing_but_the_shapes() -> None:
    x, logits, means, log_sigma = HARD["a component switched off"]
    with_it, without = computed((x, logits, means, log_sigma)), computed((x, logits[:2], means[:2], log_sigma[:2]))
    for name in ("value", "log_density"):
        np.testing.assert_array_equal(with_it[name], without[name])
    for name in GRADIENTS:
        np.testing.assert_array_equal(with_it[name][:2], without[name])
        assert not np.any(with_it[name][2])


def test_the_weight_gradient_of_a_weight_of_zero_is_what_its_density_would_add() -> None:
    x, logits, means, log_sigma = HARD["a component switched off"]
    normal = kernels.log_density(x, [0.0], means[2:], log_sigma[2:])
    p = kernels.log_density(x, logits, means, log_sigma)
    np.testing.assert_allclose(kernels.weight_gradient(x, logits, means, log_sigma)[2], np.sum(np.exp(normal - p)), rtol=1e-12)


def test_responsibilities_add_up_to_one_however_far_the_point_is() -> None:
    far = np.array([[0.3, 0.0], [0.3, 1e4], [0.3, -1e8], [1e8, 1e8], [0.0, 1e100], [1e150, 0.0]])
    gamma = kernels.responsibilities(far, [0.0, 1.0], [[-1.0, 0.0], [1.0, 0.0]], [[0.0, 0.0], [0.1, 0.0]])
    np.testing.assert_allclose(gamma.sum(axis=1), 1, rtol=1e-15)


def test_the_variance_gradient_is_0_where_no_point_is_though_1_over_sigma_squared_overflows() -> None:
    gradient = kernels.variance_gradient([[0.0]], [0.0, -np.inf], [[0.0], [0.0]], [[0.0], [-400.0]])
    assert gradient[1, 0] == 0


@pytest.mark.parametrize("name", kernels.__all__)
def test_every_function_says_its_shapes_its_unit_its_formula_and_its_errors(name: str) -> None:
    words = getattr(kernels, name).__doc__
    for word in ("x : (m, D)", "logits : (K,)", "means : (K, D)", "log_sigma : (K, D)", "Returns", "ValueError", " = "):
        assert word in words
    assert name == "responsibilities" or "nats" in words


@pytest.mark.parametrize("name", kernels.__all__)
def test_points_of_one_feature_do_not_broadcast_against_two(name: str) -> None:
    _, *parameters = HARD["ordinary"]
    with pytest.raises(ValueError, match=r"^x has shape \(5, 1\), but means has shape \(3, 2\): x must be \(m, 2\), one point a row"):
        getattr(kernels, name)(np.zeros((5, 1)), *parameters)
