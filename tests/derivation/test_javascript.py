"""The script of the figures: its text, and its numbers in a browser beside those of the Python kernels."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sympy import Rational

from mog import kernels
from mog.derivation.calculus import Exp, Log
from mog.derivation.functions import formula_of
from mog.derivation.generate import SCRIPT
from mog.derivation.javascript import OFFERED, JavaScriptPrinter, camel_case
from mog.derivation.loops import needed
from mog.derivation.program import PROGRAM, d, i, k, log_sigma, weight, z
from mog.derivation.step_functions import formula_of as formula_of_rule
from mog.derivation.steps import RULES, Sqrt, count, decay
from mog.derivation.textbook import circle, logit
from mog.kernels import steps
from tests.exact import HARD, Arguments, assert_close, exactly, outputs, sample

PRINTED = {
    "names are in camel case": (log_sigma(k, d), "logSigma[k * D + d]"),
    "three indices": (z(i, k, d), "z[(i * K + k) * D + d]"),
    "a square is a product": (weight(k) ** 2 - 1, "weight[k] * weight[k] - 1"),
    "a square that is divided by is bracketed": (logit(k) / (1 + weight(k) ** 2), "logits[k] / (weight[k] * weight[k] + 1)"),
    "the square of a sum": ((1 + weight(k)) ** 2, "(weight[k] + 1) * (weight[k] + 1)"),
    "the circle's constant": (Log(2 * circle), "Math.log(2 * Math.PI)"),
    "functions": (Exp(-weight(k)) + Sqrt(weight(k)), "Math.exp(-weight[k]) + Math.sqrt(weight[k])"),
    "a power with a letter": (1 - decay**count, "1 - decay ** count"),
    "a negative power with a letter, which without a bracket is no script": (-(decay**count), "-(decay ** count)"),
    "a fraction": (Rational(3, 2) * weight(k), "3 * weight[k] / 2"),
}


@pytest.mark.parametrize("rule", PRINTED)
def test_a_formula_is_printed_as_the_language_writes_it(rule: str) -> None:
    expression, text = PRINTED[rule]
    assert JavaScriptPrinter().show(expression) == text


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / SCRIPT).read_text(encoding="utf-8")


def function(text: str, name: str) -> str:
    """The text of one function."""
    start = text.index(f"const {name} = (x, " if name in map(camel, OFFERED) else f"const {name} = (")
    return text[start : text.index("\n  };", start)]


def camel(function: Any) -> str:
    return camel_case(function.name)


@pytest.mark.parametrize("offered", OFFERED, ids=camel)
def test_every_formula_of_the_program_stands_above_what_computes_it(offered: Any, text: str) -> None:
    body = function(text, camel(offered))
    for line in needed(PROGRAM, offered.lines):
        assert body.count(f"// {formula_of(line)}\n") == 1, line.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_update_of_a_rule_stands_above_what_computes_it(rule: Any, text: str) -> None:
    for line in rule.lines:
        assert function(text, rule.name).count(f"// {formula_of_rule(rule, line)}\n") == 1


@pytest.mark.parametrize("offered", OFFERED, ids=camel)
def test_nothing_is_allocated_within_a_loop(offered: Any, text: str) -> None:
    body = function(text, camel(offered))
    assert body.rindex("new Float64Array") < body.index("for (")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_takes_the_arguments_of_the_python_function_in_their_order(rule: Any, text: str) -> None:
    found = re.match(r"const \w+ = \((.*?)\) =>", function(text, rule.name))
    assert found is not None
    assert found[1].split(", ") == [camel_case(name) for name in inspect.signature(getattr(steps, rule.name)).parameters]


CALL = """({ group, name, given }) => {
  const args = given.map((one) => (Array.isArray(one) ? Float64Array.from(one) : one));
  const result = window.mog[group][name](...args);
  if (args.some((one, n) => Array.isArray(given[n]) && one.some((value, place) => !Object.is(value, given[n][place])))) {
    throw new Error(name + " changed an argument");
  }
  const plain = (value) => (value instanceof Float64Array ? [...value] : value);
  return result instanceof Float64Array ? plain(result) : Object.fromEntries(Object.entries(result).map(([key, value]) => [key, plain(value)]));
}"""
Call = Callable[..., Any]


@pytest.fixture(scope="module")
def call(bare: Callable[..., Any]) -> Call:
    """A function of the script called in the browser; it may change no argument."""
    page = bare("kernels.js")

    def calling(group: str, name: str, *given: Any) -> Any:
        plain = [np.asarray(one, dtype=float).ravel().tolist() if np.ndim(one) else one for one in given]
        return page.evaluate(CALL, {"group": group, "name": name, "given": plain})

    return calling


in_browser = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RANDOM = np.random.default_rng(0)
CASES: dict[str, Arguments] = HARD | {
    "one point, one component, one feature": (np.array([[0.3]]), np.array([2.0]), np.array([[-1.0]]), np.array([[0.5]])),
    "four components in three features": sample(RANDOM, RANDOM.normal(size=4), RANDOM.normal(size=(4, 3)), RANDOM.normal(size=(4, 3))),
    "sixteen features": sample(RANDOM, RANDOM.normal(size=2), RANDOM.normal(size=(2, 16)), RANDOM.normal(size=(2, 16))),
    "the only component left": sample(RANDOM, [0.0, -np.inf], RANDOM.normal(size=(2, 2)), RANDOM.normal(size=(2, 2))),
    "a thousand points": sample(RANDOM, [0.2, 0.0], [[-1.0], [1.0]], [[0.0], [-0.3]], 500),
}


@pytest.mark.parametrize("case", [pytest.param(name, marks=in_browser) for name in CASES])
def test_the_browser_agrees_with_python_within_1e_12_of_the_sum_of_absolute_terms(case: str, call: Call) -> None:
    arguments = CASES[case]
    value, *gradient = kernels.value_and_gradient(*arguments)
    together = call("kernels", "valueAndGradient", *arguments)
    assert list(together) == ["logLikelihood", "dLogits", "dMeans", "dLogSigma"]
    pairs = {
        "log_density": (call("kernels", "logDensity", *arguments), kernels.log_density(*arguments)),
        "responsibilities": (call("kernels", "responsibilities", *arguments), kernels.responsibilities(*arguments)),
        "value": (together["logLikelihood"], value),
        "logit_gradient": (together["dLogits"], gradient[0]),
        "mean_gradient": (together["dMeans"], gradient[1]),
        "log_sigma_gradient": (together["dLogSigma"], gradient[2]),
    }
    sizes = outputs(*arguments)
    for name, (got, python) in pairs.items():
        assert np.size(got) == np.size(python)
        assert_close(name, np.ravel(got), exactly(np.ravel(python)), np.ravel(sizes[name][1]), 1e-12)


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_no_points_have_the_value_0_and_no_gradient_in_the_browser_too(call: Call) -> None:
    _, *parameters = HARD["ordinary"]
    found = call("kernels", "valueAndGradient", np.empty((0, 2)), *parameters)
    assert not any(np.any(part) for part in found.values())
    assert call("kernels", "logDensity", np.empty((0, 2)), *parameters) == []


def rule_arguments(name: str, scale: float) -> dict[str, Any]:
    """Arguments of a step rule, with gradients of some size."""
    rng = np.random.default_rng(1)
    shapes = {"logits": (3,), "d_logits": (3,), "means": (3, 2), "d_means": (3, 2), "log_sigma": (3, 2), "d_log_sigma": (3, 2)}
    rates = {"count": 7, "learning_rate": 0.05, "decay": 0.9, "second_decay": 0.999, "epsilon": 1e-8}
    given: dict[str, Any] = {}
    for each in inspect.signature(getattr(steps, name)).parameters:
        array = rng.normal(size=shapes.get(each, (5,)))
        given[each] = rates.get(each, array * scale if each.startswith(("d_", "grad")) else array**2 if each == "second_moment" else array)
    return given


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_step_in_the_browser_is_the_step_in_python(rule: Any, scale: float, call: Call) -> None:
    given = rule_arguments(rule.name, scale)
    after = getattr(steps, rule.name)(**given)
    found = call("steps", rule.name, *given.values())
    names = [each for each in given if camel_case(each) in found]
    for name, python in zip(names, after if isinstance(after, tuple) else [after], strict=True):
        before = np.ravel(given[name])
        terms = np.abs(before) + np.abs(np.ravel(python))
        assert np.max(np.abs(np.ravel(found[camel_case(name)]) - np.ravel(python)) / terms) <= 1e-12
        assert np.any(np.ravel(python) != before)


SLIPS = {
    "dLogits[k] += gamma - weight[k]": "dLogits[k] += gamma + weight[k]",
    "z[k * D + d] * z[k * D + d] - 1": "z[k * D + d] * z[k * D + d] + 1",
    "x[i * D + d] - means[k * D + d]": "x[i * D + d] + means[k * D + d]",
    "Math.log(2 * Math.PI) / 2": "Math.log(2 * Math.PI)",
}


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("right", SLIPS)
def test_a_slip_in_the_script_is_far_above_the_bound(right: str, text: str, bare: Callable[..., Any]) -> None:
    assert right in text
    page = bare()
    page.add_script_tag(content=text.replace(right, SLIPS[right]))
    arguments = HARD["ordinary"]
    found = page.evaluate(CALL, {"group": "kernels", "name": "valueAndGradient", "given": [np.ravel(one).tolist() for one in arguments]})
    sizes = outputs(*arguments)
    names = ("value", "logit_gradient", "mean_gradient", "log_sigma_gradient")
    errors = [
        np.max(np.abs(np.ravel(got) - np.ravel(python)) / np.ravel(sizes[name][1]).astype(float))
        for name, got, python in zip(names, found.values(), kernels.value_and_gradient(*arguments), strict=True)
    ]
    assert max(errors) > 1e-3
