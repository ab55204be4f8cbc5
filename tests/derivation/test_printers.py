"""The printer decides the order and the axes; what it cannot say in arrays it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sympy import Function, Rational, Symbol

from mog.derivation.calculus import Exp, Log, over
from mog.derivation.printers import ArrayPrinter, WrittenOutPrinter
from mog.derivation.program import PROGRAM, Line, d, gamma, i, inverse_sigma, k, largest, log_density, log_sigma, top, weight, z
from mog.derivation.textbook import D, K, circle, logit, m, mu, x

OUT, OVER_K, OVER_KD, OVER_IK, OVER_I = Symbol("out"), *(Function("out")(*indices) for indices in ((k,), (k, d), (i, k), (i,)))

PRINTED = {
    "what is added stands before what is taken away": (Line(OVER_K, weight(k) - logit(k)), "weight - logits"),
    "letters stand before formulas": (Line(OVER_K, Exp(logit(k)) + weight(k)), "weight + np.exp(logits)"),
    "numbers stand last": (Line(OVER_K, weight(k) ** 2 - 1), "weight**2 - 1"),
    "letters stand in the order of the program": (Line(OVER_KD, log_sigma(k, d) + mu(k, d)), "means + log_sigma"),
    "fewer axes stand first": (Line(OVER_KD, over(m, lambda n: z(n, k, d) * gamma(n, k))), "np.sum(gamma[:, :, None] * z, axis=0)"),
    "a bracket where a sum is a factor": (Line(OVER_K, weight(k) * (logit(k) - 1)), "(logits - 1) * weight"),
    "a divisor stands last": (Line(OVER_K, logit(k) / weight(k)), "logits / weight"),
    "two divisors are divided by one after the other": (Line(OVER_K, logit(k) / (2 * weight(k))), "logits / 2 / weight"),
    "a bracket where a sum is a divisor": (Line(OVER_K, 1 / (1 + weight(k))), "1 / (weight + 1)"),
    "a fraction is a product and a quotient": (Line(OVER_K, Rational(3, 2) * weight(k)), "3 * weight / 2"),
    "a negative product": (Line(OVER_K, -weight(k) / 2), "-weight / 2"),
    "a negative product is bracketed in an exponential only once": (Line(OVER_K, Exp(-weight(k))), "np.exp(-weight)"),
    "a square alone is a power": (Line(OVER_K, weight(k) ** 2), "weight**2"),
    "a square in a product is two factors, from the left": (
        Line(OVER_KD, inverse_sigma(k, d) ** 2 * over(m, lambda n: z(n, k, d)) / 2),
        "np.sum(z, axis=0) * inverse_sigma * inverse_sigma / 2",
    ),
    "the circle's constant": (Line(OUT, Log(2 * circle)), "np.log(2 * np.pi)"),
    "a sum over the only axis names none": (Line(OUT, over(m, log_density)), "np.sum(log_density)"),
    "a maximum": (Line(OUT, largest(K, logit)), "np.max(logits)"),
    "a sum's own index may be any letter": (Line(OVER_K, logit(k) / over(K, lambda n: logit(n))), "logits / np.sum(logits)"),
    "a missing inner axis is a None": (Line(OVER_IK, Exp(weight(k) - top(i))), "np.exp(weight - top[:, None])"),
    "a missing axis in the middle is a None": (Line(Function("out")(i, k, d), x(i, d) - mu(k, d)), "x[:, None, :] - means"),
    "a sum over features leaves points and components": (Line(OVER_IK, over(D, lambda n: z(i, k, n) ** 2)), "np.sum(z**2, axis=2)"),
    "a sum without points is broadcast": (Line(OVER_IK, gamma(i, k) - over(D, lambda n: mu(k, n))), "gamma - np.sum(means, axis=1)"),
}


@pytest.mark.parametrize("rule", PRINTED)
def test_the_order_and_the_axes_are_the_printers_own(rule: str) -> None:
    line, text = PRINTED[rule]
    assert ArrayPrinter().formula(line) == text


@pytest.mark.parametrize(
    "line",
    [
        Line(OVER_KD, weight(k)),
        Line(OVER_K, mu(k, d)),
        Line(OVER_K, over(m, lambda _: weight(k))),
        Line(OVER_K, over(K, lambda n: weight(k) * logit(n))),
    ],
    ids=["an axis is missing", "an axis is too many", "a sum without its index", "two indices on one axis"],
)
def test_what_would_broadcast_to_something_else_is_refused(line: Line) -> None:
    with pytest.raises(ValueError, match=r"has the axes|cannot be summed"):
        ArrayPrinter().formula(line)


def test_the_text_computes_what_the_expression_says() -> None:
    rng = np.random.default_rng(0)
    sizes = {i: 4, k: 3, d: 2}
    letters = {"x": (i, d), "logits": (k,), "means": (k, d), "log_sigma": (k, d)}
    values = {name: rng.normal(size=[sizes[index] for index in axes]) for name, axes in letters.items()}
    for line in PROGRAM:
        exec(ArrayPrinter().statement(line), {"np": np}, values)  # noqa: S102 -- the text is our own
        assert np.shape(values[line.name]) == tuple(sizes[index] for index in line.left.args), line.name
    by_hand = (values["x"][3, 1] - values["means"][2, 1]) / np.exp(values["log_sigma"][2, 1])
    np.testing.assert_allclose(values["z"][3, 2, 1], by_hand, rtol=1e-14)


WRITTEN_OUT = {
    "each component has a line of its own": (Line(OVER_K, Exp(logit(k))), ["out_1 = np.exp(a_1)", "out_2 = np.exp(a_2)"]),
    "the feature's number stands last and runs fastest": (
        Line(OVER_KD, 2 * mu(k, d)),
        [
            "out_11 = 2 * mu_11",
            "out_12 = 2 * mu_12",
            "out_13 = 2 * mu_13",
            "out_21 = 2 * mu_21",
            "out_22 = 2 * mu_22",
            "out_23 = 2 * mu_23",
        ],
    ),
    "the points are in no name": (Line(OVER_IK, gamma(i, k) - top(i)), ["out_1 = gamma_1 - top", "out_2 = gamma_2 - top"]),
    "a sum over components": (Line(OVER_I, over(K, lambda n: gamma(i, n))), ["out = gamma_1 + gamma_2"]),
    "a sum over features keeps the component": (
        Line(OVER_K, over(D, lambda n: mu(k, n))),
        ["out_1 = mu_11 + mu_12 + mu_13", "out_2 = mu_21 + mu_22 + mu_23"],
    ),
    "a sum over components beside one of them": (
        Line(OVER_K, logit(k) / over(K, logit)),
        ["out_1 = a_1 / (a_1 + a_2)", "out_2 = a_2 / (a_1 + a_2)"],
    ),
    "a sum of sums brackets each, as the array adds them": (
        Line(OUT, over(K, lambda n: weight(n) + 1)),
        ["out = (weight_1 + 1) + (weight_2 + 1)"],
    ),
    "a sum that is taken away is bracketed": (Line(OUT, 1 - over(K, weight)), ["out = 1 - (weight_1 + weight_2)"]),
    "a maximum is one of one of two": (
        Line(OVER_K, largest(D, lambda n: mu(k, n))),
        [
            "out_1 = np.maximum(np.maximum(mu_11, mu_12), mu_13)",
            "out_2 = np.maximum(np.maximum(mu_21, mu_22), mu_23)",
        ],
    ),
    "a sum over points is one along an array": (
        Line(OVER_K, over(m, lambda n: gamma(n, k))),
        ["out_1 = np.sum(gamma_1)", "out_2 = np.sum(gamma_2)"],
    ),
    "the order is that of the arrays, whatever the number of axes left": (
        Line(OVER_KD, over(m, lambda n: z(n, k, d) * gamma(n, k) * log_sigma(k, d))),
        [f"out_{n}{e} = np.sum(log_sigma_{n}{e} * gamma_{n} * z_{n}{e})" for n in (1, 2) for e in (1, 2, 3)],
    ),
}


@pytest.mark.parametrize("rule", WRITTEN_OUT)
def test_components_and_features_are_written_out(rule: str) -> None:
    line, texts = WRITTEN_OUT[rule]
    assert WrittenOutPrinter({K: 2, D: 3}).statements(line) == texts


def test_a_sum_of_one_term_is_that_term() -> None:
    alone = WrittenOutPrinter({K: 1, D: 1})
    assert alone.statements(Line(OVER_K, 2 * over(D, lambda n: mu(k, n) + 1))) == ["out_1 = 2 * (mu_11 + 1)"]
    assert alone.statements(Line(OUT, largest(K, logit))) == ["out = a_1"]


def test_numbers_of_two_digits_stand_apart() -> None:
    assert WrittenOutPrinter({K: 11, D: 2}).statements(Line(OVER_KD, mu(k, d)))[-1] == "out_11_2 = mu_11_2"


def test_a_sum_too_long_for_a_line_has_a_line_for_each_term() -> None:
    printer = WrittenOutPrinter({K: 2, D: 3})
    printer.width = 30
    first, _ = printer.statements(Line(OVER_K, logit(k) - over(D, lambda n: mu(k, n))))
    assert first == "out_1 = (\n    a_1\n    - (mu_11 + mu_12 + mu_13)\n)"


@pytest.mark.parametrize("line", [Line(OVER_KD, weight(k)), Line(OVER_K, over(K, lambda n: weight(k) * logit(n)))])
def test_what_an_array_would_not_say_is_not_written_out_either(line: Line) -> None:
    with pytest.raises(ValueError, match=r"has the axes|cannot be summed"):
        WrittenOutPrinter({K: 2, D: 3}).statements(line)


def test_the_names_of_all_entries_stand_in_rows() -> None:
    printer = WrittenOutPrinter({K: 2, D: 3}, {"gamma": "g"})
    assert printer.rows(mu(k, d)) == ["mu_11, mu_12, mu_13", "mu_21, mu_22, mu_23"]
    assert printer.rows(x(i, d)) == ["x_1, x_2, x_3"]
    assert printer.rows(gamma(i, k)) == ["g_1, g_2"]
    assert printer.rows(top(i)) == ["top"]
    assert WrittenOutPrinter({K: 1, D: 1}).rows(mu(k, d)) == ["mu_11,"]


def test_letters_can_be_called_by_other_names() -> None:
    assert ArrayPrinter({"weight": "terms.weight"}).formula(Line(OVER_K, 2 * weight(k))) == "2 * terms.weight"


@pytest.mark.parametrize("seed", ["0", "1", "42"])
def test_the_text_is_the_same_bytes_for_every_hash_seed(seed: str, root: Path) -> None:
    """Other versions of SymPy are for the workflow to try: it runs --check on the oldest that pyproject.toml admits."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "mog.derivation.generate", "--check"]
    run = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
