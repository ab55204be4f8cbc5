"""The kernels written out for three components and three features: the general kernels in another form, line by line."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from mog import kernels
from mog.derivation import generate, printers
from mog.derivation.textbook import D, K
from mog.kernels import three_by_three
from tests.exact import Arguments, assert_close, outputs, sample
from tests.symbols import WRITTEN_OUT, kernels_on_symbols, symbols

POINTWISE = ("log_density", "responsibilities")
PARTS = ("value", "logit_gradient", "mean_gradient", "log_sigma_gradient")


def computed(module: Any, arguments: Arguments) -> dict[str, Any]:
    """Every output of the three functions that both modules have."""
    together = zip(PARTS, module.value_and_gradient(*arguments), strict=True)
    return {name: getattr(module, name)(*arguments) for name in POINTWISE} | dict(together)


def written_out_minus_general(text: str, components: int = 3, features: int = 3) -> Iterator[tuple[str, Any]]:
    """Each output of the text at two points, minus that of the general kernel, both in symbols."""
    sizes = (components, features)
    arguments = symbols("x", 2, features), symbols("a", components), symbols("mu", *sizes), symbols("log_sigma", *sizes)
    general = computed(kernels_on_symbols(), arguments)
    for name, output in computed(kernels_on_symbols(text), arguments).items():
        assert np.shape(output) == np.shape(general[name]), name
        yield name, output - general[name]


def differing(text: str) -> set[str]:
    return {name for name, difference in written_out_minus_general(text) if any(entry != 0 for entry in np.ravel(difference))}


def test_the_committed_text_is_the_general_kernel_at_three_components_and_three_features() -> None:
    assert differing(WRITTEN_OUT.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("sizes", [(1, 1), (2, 1), (1, 2), (2, 4)])
def test_the_text_for_other_sizes_is_the_general_kernel_there(sizes: tuple[int, int]) -> None:
    text = generate.WrittenOut(dict(zip((K, D), sizes, strict=True))).text()
    assert all(entry == 0 for _, difference in written_out_minus_general(text, *sizes) for entry in np.ravel(difference))


@pytest.mark.parametrize(
    ("right", "wrong", "noticed"),
    [
        ("x_1, x_2, x_3 = x.T", "x_2, x_1, x_3 = x.T", {*POINTWISE, *PARTS}),
        ("mu_31, mu_32, mu_33 = means[2]", "mu_31, mu_32, mu_33 = means[1]", {*POINTWISE, *PARTS}),
        ("np.maximum(np.maximum(ell_1, ell_2), ell_3)", "np.maximum(ell_1, ell_2)", {*POINTWISE, *PARTS}),
        ("pi_3 = scaled_weight_3", "pi_3 = scaled_weight_2", {"logit_gradient"}),
        ("z_23 = inverse_sigma_23 * (x_3 - mu_23)", "z_23 = inverse_sigma_23 * (x_3 - mu_22)", {*POINTWISE, *PARTS}),
        ("gamma_2 = scaled_joint_2", "gamma_2 = scaled_joint_3", {"responsibilities", *PARTS[1:]}),
        ("(z_21, z_22, z_23)", "(z_21, z_23, z_22)", {"mean_gradient", "log_sigma_gradient"}),
        ("gamma_1, gamma_2, gamma_3 = terms.gamma", "gamma_2, gamma_1, gamma_3 = terms.gamma", {*PARTS[1:]}),
        ("np.stack(terms.gamma, axis=1)", "np.stack(terms.gamma[::-1], axis=1)", {"responsibilities"}),
        ("d_mu_12 = np.sum(gamma_1", "d_mu_12 = np.sum(gamma_2", {"mean_gradient"}),
        ("gamma_3 * (z_31**2 - 1)", "gamma_3 * (z_31**2 + 1)", {"log_sigma_gradient"}),
        ("[d_mu_21, d_mu_22, d_mu_23]", "[d_mu_21, d_mu_22, d_mu_22]", {"mean_gradient"}),
        ("np.array([d_a_1, d_a_2, d_a_3])", "np.array([d_a_1, d_a_3, d_a_2])", {"logit_gradient"}),
    ],
)
def test_a_slip_in_one_line_is_noticed_in_what_depends_on_it(right: str, wrong: str, noticed: set[str]) -> None:
    text = WRITTEN_OUT.read_text(encoding="utf-8")
    assert text.count(right) == 1
    assert differing(text.replace(right, wrong)) == noticed


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("range(1, self.sizes[index] + 1)", "(1, 2, 2)"),
        (
            "for index in indices if index in self.sizes]\n        return",
            "for index in indices[-1:] if index in self.sizes]\n        return",
        ),
        ("np.maximum({most}, {text})", "np.maximum({text}, {text})"),
        ('" + ".join(texts), SUM', '" + ".join(texts[:-1]), SUM'),
        ('" + ".join(texts), SUM', '" + ".join(texts), ATOM'),
        ('f"- {self.show(-term, PRODUCT)}" if', 'f"+ {self.show(-term, PRODUCT)}" if'),
        ("self.times.join(self.show(factor, POWER)", "self.times.join(self.show(factor)"),
    ],
)
def test_a_slip_in_the_printer_is_noticed(right: str, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(printers.__file__).read_text(encoding="utf-8")
    assert source.count(right) == 1
    spoilt = ModuleType("spoilt")
    exec(source.replace(right, wrong), spoilt.__dict__)  # noqa: S102 -- the text is our own
    monkeypatch.setattr(generate, "WrittenOutPrinter", spoilt.WrittenOutPrinter)
    assert generate.faults() == ["stale: mog/kernels/three_by_three.py"]
    assert differing(generate.WrittenOut({K: 3, D: 3}).text())


def hard_points() -> dict[str, Arguments]:
    rng = np.random.default_rng(0)
    a, mu, s = rng.normal(size=3), rng.normal(size=(3, 3)) * 2, rng.normal(size=(3, 3)) / 2
    far = mu + 40 * np.exp(s) * np.array([[1, 1, -1], [-1, 1, 0], [1, -1, 1]])
    widths = np.log([[1e-6, 1e6, 1.0], [1.0, 1e-6, 1e3], [1e6, 1e-3, 1e-6]])
    return {
        "ordinary": sample(rng, a, mu, s),
        "40 standard deviations away": (far, a, mu, s),
        "an offset of 1e8": sample(rng, a, mu + 1e8, s),
        "standard deviations from 1e-6 to 1e6": sample(rng, a, mu, widths),
        "two groups 1e8 apart": sample(rng, a, mu + np.array([[0], [0], [1e8]]), s),
        "a weight of 1e-300": sample(rng, [0.0, 0.5, np.log(1e-300)], mu, s),
        "a component switched off": sample(rng, [0.0, -np.inf, 0.5], mu, s),
        "two components switched off": sample(rng, [-np.inf, 0.0, -np.inf], mu, s),
        "logits of 1e8": sample(rng, a + 1e8, mu, s),
        "points 1e150 standard deviations away": (np.diag([1e150, -1e150, 1e150]), a, mu, np.zeros((3, 3))),
    }


HARD = hard_points()


@pytest.mark.parametrize("points", HARD)
def test_what_is_said_of_each_point_is_the_same_to_the_last_bit(points: str) -> None:
    """Both modules do the same operations in the same order."""
    for name in POINTWISE:
        np.testing.assert_array_equal(getattr(three_by_three, name)(*HARD[points]), getattr(kernels, name)(*HARD[points]))


@pytest.mark.parametrize("points", HARD)
def test_a_sum_over_points_differs_by_no_more_than_its_own_rounding(points: str) -> None:
    """NumPy adds m numbers in another order when they stand in one row.

    Each of the two sums rounds m - 1 times, by no more than 2⁻⁵³ of the absolute values added up: together less than m 2⁻⁵² of them.
    """
    written_out, general = computed(three_by_three, HARD[points]), computed(kernels, HARD[points])
    for name, (_, size, _) in outputs(*HARD[points]).items():
        if name in PARTS:
            assert_close(name, written_out[name], general[name], size, len(HARD[points][0]) * 2.0**-52)


@pytest.mark.parametrize("points", [name for name in HARD])
def test_every_output_is_within_2e_15_of_the_exact_one_where_a_term_counts_its_exponent_too(points: str) -> None:
    got = computed(three_by_three, HARD[points])
    exact = outputs(*HARD[points])
    for name, values in got.items():
        truth, _, size = exact[name]
        assert_close(name, values, truth, size, 2e-15)


def overflowing() -> dict[str, Arguments]:
    zero, x = np.zeros((3, 3)), np.zeros((1, 3))
    return {
        "a distance that cannot be squared": (x + 1e200, [0.0, 0.0, 0.0], zero, zero),
        "a standard deviation of 0 in float64": (x, [0.0, 0.0, 0.0], zero + 1, zero - 800),
        "two points farther apart than float64 reaches": (x + 1e308, [0.0, 0.0, 0.0], zero - 1e308, zero),
    }


@pytest.mark.parametrize("points", overflowing())
def test_where_float64_overflows_both_give_the_same_numbers_and_the_same_warnings(points: str) -> None:
    said: list[set[str]] = []
    results = []
    for module in (three_by_three, kernels):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            results.append(computed(module, overflowing()[points]))
        # NumPy says of one number that it is a scalar.
        said.append({str(warning.message).replace("scalar ", "") for warning in caught})
    for name in results[0]:
        np.testing.assert_array_equal(results[0][name], results[1][name])
    assert said[0] == said[1] != set()


def test_no_points_have_the_value_0_and_no_gradient() -> None:
    _, *parameters = HARD["ordinary"]
    got = computed(three_by_three, (np.empty((0, 3)), *parameters))
    for name in PARTS:
        assert not np.any(got[name])
    assert got["log_density"].shape == (0,)
    assert got["responsibilities"].shape == (0, 3)


@pytest.mark.parametrize("name", [*POINTWISE, "value_and_gradient"])
@pytest.mark.parametrize(("components", "features"), [(2, 3), (3, 2), (4, 4)])
def test_other_sizes_are_refused_with_the_argument_and_the_place_that_takes_them(name: str, components: int, features: int) -> None:
    shape = (components, features)
    message = rf"^means has shape \({components}, {features}\), expected \(3, 3\): .* mog.kernels takes any number of both"
    with pytest.raises(ValueError, match=message):
        getattr(three_by_three, name)(np.zeros((5, features)), np.zeros(components), np.zeros(shape), np.zeros(shape))


@pytest.mark.parametrize("name", [*POINTWISE, "value_and_gradient"])
def test_the_arrays_are_checked_as_those_of_the_general_kernel(name: str) -> None:
    x, *parameters = HARD["ordinary"]
    with pytest.raises(ValueError, match=r"^x has shape \(60, 2\), but means has shape \(3, 3\)"):
        getattr(three_by_three, name)(np.zeros((60, 2)), *parameters)
    with pytest.raises(ValueError, match=r"^x has NaN at index \(1, 2\)"):
        getattr(three_by_three, name)(np.where(x == x[1, 2], np.nan, x), *parameters)


def test_no_argument_is_written_to() -> None:
    arguments = HARD["ordinary"]
    before = [array.copy() for array in arguments]
    computed(three_by_three, arguments)
    for array, copy in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("name", [*POINTWISE, "value_and_gradient"])
def test_every_function_says_its_shapes_its_unit_its_formula_and_its_errors(name: str) -> None:
    words = getattr(three_by_three, name).__doc__
    for word in ("x : (m, 3)", "logits : (3,)", "means : (3, 3)", "log_sigma : (3, 3)", "Returns", "ValueError", " = "):
        assert word in words
    assert "K" not in words
    assert name == "responsibilities" or "nats" in words
