"""EM in the browser is EM in Python, with the same guards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mog.rules import em_step
from tests.exact import HARD, Arguments

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STEP = """given => {
  const found = mog.em(...given.slice(0, 4).map(numbers => Float64Array.from(numbers)), given[4]);
  return [found.meanLogLikelihood, ...[found.logits, found.means, found.logSigma].map(numbers => [...numbers])];
}"""


def in_browser(page: Any, arguments: Arguments, log_floor: float) -> list[Any]:
    found: list[Any] = page.evaluate(STEP, [*(np.asarray(one, dtype=float).ravel().tolist() for one in arguments), log_floor])
    return found


def assert_same(found: list[Any], arguments: Arguments, log_floor: float) -> tuple[Any, ...]:
    """Within what a division by a small share makes of rounding; an empty component's logit is -inf in both."""
    value, parameters = em_step(arguments[0], tuple(np.asarray(one, dtype=float) for one in arguments[1:]), log_floor)
    for got, python in zip(found, (value, *parameters), strict=True):
        np.testing.assert_allclose(np.ravel(got), np.ravel(python), rtol=1e-9, atol=1e-9)
    return parameters


@pytest.mark.parametrize("case", ["ordinary", "one feature", "one component", "a weight of 1e-300", "logits of 1e8"])
def test_a_step_in_the_browser_is_that_of_python(case: str, bare: Callable[..., Any]) -> None:
    page = bare("kernels.js", "em.js")
    arguments = HARD[case]
    assert_same(in_browser(page, arguments, -20.0), arguments, -20.0)


def test_a_component_without_a_point_stays_where_it_is_with_the_weight_0(bare: Callable[..., Any]) -> None:
    arguments = HARD["a component switched off"]
    logits, means, log_sigma = assert_same(in_browser(bare("kernels.js", "em.js"), arguments, -20.0), arguments, -20.0)
    assert logits[2] == -np.inf
    np.testing.assert_array_equal(means[2], arguments[2][2])
    np.testing.assert_array_equal(log_sigma[2], arguments[3][2])


def test_no_log_sigma_falls_below_the_floor(bare: Callable[..., Any]) -> None:
    """Both points lie at the mean, so the best width is 0."""
    arguments = np.zeros((2, 1)), np.zeros(1), np.zeros((1, 1)), np.zeros((1, 1))
    *_, log_sigma = assert_same(in_browser(bare("kernels.js", "em.js"), arguments, -3.0), arguments, -3.0)
    assert log_sigma.item() == -3.0
