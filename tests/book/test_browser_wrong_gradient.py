"""The runs with a right and a wrong gradient, in a browser: their steps are the package's, the table says what came of them, and the start is moved."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import test_browser
from playwright.sync_api import Locator, Page
from test_browser_accessible import TOO_PALE, faults

from mog import em, faithful, kernels, rules
from mog.kernels import steps

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit
Open = test_browser.Open

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER = "book/six-slips.html"
FIGURE = "figure:has([data-figure=wrong-gradient])"
WAITS = faithful()[:, 1:]
U = (WAITS - WAITS.mean()) / WAITS.std()
BEST = em(U, 2, seed=0).history[-1]
NAMES = ["right", "assignment’s", "assignment’s, renormalised", "Adam, right", "Adam, assignment’s"]
# Rounding is all that may tell the program as JavaScript from the program as NumPy; some hundred steps let it grow.
ROUNDING = 1e-9
RUNS = """([weight, rate, counts]) => {
  const data = JSON.parse(document.querySelector('script[data-figure=wrong-gradient]').textContent);
  const runs = mog.runsOfSlips(data, weight, rate);
  return Array.from({ length: Math.max(...counts) }, () => runs.map((run) => (run.step(), [...run.theta])))
    .filter((_, n) => counts.includes(n + 1));
}"""
DONE = "figure => figure.querySelector('.moving-spoken').textContent.startsWith('After 3000')"


def slopes(theta: list[Any], assignments: bool) -> list[Any]:
    """The gradient of the mean log-likelihood, with the assignment's for the logits or the right one."""
    by_logit, *others = kernels.value_and_gradient(U, *theta)[1:]
    return [part / len(U) for part in (kernels.weight_gradient(U, *theta) if assignments else by_logit, *others)]


def run_of_the_package(name: str, weight: float, rate: float, count: int) -> np.ndarray:
    """All parameters in one row after each step, as the chapter takes them."""
    theta = [np.log([weight, 1 - weight]), np.array([[-1.0], [1.0]]), np.zeros((2, 1))]
    moments = [(np.zeros_like(part), np.zeros_like(part)) for part in theta]
    seen = []
    for n in range(1, count + 1):
        up = slopes(theta, "assignment" in name)
        if name.startswith("Adam"):
            constants = rules.DECAY, rules.SECOND_DECAY, rules.EPSILON
            moved = [
                steps.adam(part, -slope, *each, n, rate / 10, *constants) for part, slope, each in zip(theta, up, moments, strict=True)
            ]
            theta, moments = [each[0] for each in moved], [each[1:] for each in moved]
        else:
            before = np.exp(theta[0])
            theta = [part + rate * slope for part, slope in zip(theta, up, strict=True)]
            if "renormalised" in name:
                theta[0] = np.log((before + rate * up[0]) / np.sum(before + rate * up[0]))
        seen.append(np.concatenate([part.ravel() for part in theta]))
    return np.array(seen)


@pytest.fixture
def figure(visit: Open, served: str) -> Locator:
    """The figure on its page."""
    found = visit(served, CHAPTER).page.locator(FIGURE)
    found.scroll_into_view_if_needed()
    return found


def table_of(figure: Locator) -> dict[str, list[str]]:
    """What the table says of each run."""
    rows = figure.locator("tbody tr").evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))")
    return {name: cells for name, *cells in rows}


def run_in_the_page(page: Page, weight: float, rate: float, counts: list[int]) -> np.ndarray:
    """All parameters of all runs after so many steps in the page."""
    return np.array(page.evaluate(RUNS, [weight, rate, counts]))


@pytest.mark.parametrize(("weight", "rate"), [(0.05, 0.1), (0.7, 0.3)])
def test_the_runs_in_the_page_take_the_steps_of_the_package(figure: Locator, weight: float, rate: float) -> None:
    counts = [1, 137, 500]
    seen = run_in_the_page(figure.page, weight, rate, counts)
    for place, name in enumerate(NAMES):
        expected = run_of_the_package(name, weight, rate, 500)[np.array(counts) - 1]
        assert (name, np.abs(seen[:, place] - expected).max() < ROUNDING * np.abs(expected).max()) == (name, True)


def test_after_all_steps_the_table_says_who_arrived_who_ended_elsewhere_and_who_stalls(figure: Locator) -> None:
    figure.get_by_role("button", name="Play").click()
    figure.page.wait_for_function(DONE, arg=figure.element_handle())
    table = table_of(figure)
    assert list(table) == NAMES
    for name in NAMES:
        thetas = run_of_the_package(name, 0.05, 0.1, 3000)
        parts = thetas[-1, :2], thetas[-1, 2:4, None], thetas[-1, 4:, None]
        weight = 1 / (1 + np.exp(parts[0][1] - parts[0][0]))
        loss = -kernels.log_density(U, *parts).mean()
        size = np.linalg.norm(np.concatenate([part.ravel() for part in slopes(list(parts), "assignment" in name)]))
        outcome, *numbers = table[name]
        assert (name, numbers[:3]) == (name, [f"{weight:.3f}", f"{loss:.4f}", f"{size:.2f}"])
        assert float(numbers[3].replace("−", "-")) == round(thetas[-1, :2].mean())
        arrived = [
            n + 1
            for n, theta in enumerate(thetas)
            if -kernels.log_density(U, theta[:2], theta[2:4, None], theta[4:, None]).mean() < BEST + 1e-6
        ]
        elsewhere = {"assignment’s, renormalised": "at rest elsewhere", "Adam, assignment’s": "stalls elsewhere"}
        assert (name, outcome) == (name, f"arrived at {arrived[0]}" if arrived else elsewhere[name])


def test_the_start_is_dragged_by_mouse_and_moved_by_keys_and_the_runs_begin_there(figure: Locator) -> None:
    page, handle = figure.page, figure.get_by_role("slider", name="Weight of component 1 at the start")
    assert handle.get_attribute("aria-valuetext") == "0.05"
    handle.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Shift+ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_function("handle => handle.getAttribute('aria-valuetext') === '0.17'", arg=handle.element_handle())
    box = handle.locator("circle").last.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    # The axis is 186 pixels high.
    page.mouse.move(x, y - 0.5 * 186, steps=4)
    page.mouse.up()
    page.wait_for_function("handle => handle.getAttribute('aria-valuetext') === '0.67'", arg=handle.element_handle())
    figure.get_by_role("slider", name="Learning rate").press("ArrowRight")
    figure.get_by_role("button", name="One step").click()
    page.wait_for_function(
        "figure => figure.querySelector('.moving-numbers p').textContent.startsWith('After 1 ')", arg=figure.element_handle()
    )
    rate = float(re.findall(r"[\d.]+", figure.locator("output").first.text_content() or "")[0])
    assert rate > 0.1
    for theta, (name, cells) in zip(run_in_the_page(page, 0.67, rate, [1])[0], table_of(figure).items(), strict=True):
        assert (name, cells[1]) == (name, f"{1 / (1 + np.exp(theta[1] - theta[0])):.3f}")
    page.wait_for_function("rate => location.hash.endsWith(`=0.67,${rate},1`)", arg=rate)


def test_the_figure_after_its_runs_has_no_fault_that_axe_knows_is_no_wider_than_a_phone_and_works_as_a_file(
    visit: Open, html: Path
) -> None:
    for scheme, width in (("light", 1280), ("dark", 360)):
        seen = visit(html.as_uri() + "/", CHAPTER, scheme=scheme, width=width)
        figure = seen.page.locator(FIGURE)
        figure.get_by_role("button", name="Play").click()
        seen.page.wait_for_function(DONE, arg=figure.element_handle())
        assert (scheme, seen.errors, seen.foreign) == (scheme, [], [])
        assert (scheme, faults(seen.page), faults(seen.page, TOO_PALE)) == (scheme, [], [])
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width
