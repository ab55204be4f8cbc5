"""The figure of the descent in a real browser: its steps are the package's, its starts fail as they promise, and all of it can be moved."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import test_browser
from builds import Load
from playwright.sync_api import Browser, Locator, Page
from test_browser import Visit

from mog import kernels, rules, train
from mog.inputs import Array
from mog.rules import parted
from mog.training import Step
from mog.units import Parameters, standardised

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER = "book/sgd.html"
# What the script of the figure was given.
GIVEN = "const given = JSON.parse(document.querySelector('script[data-figure=sgd]').textContent), K = 3;"
START = GIVEN + "const x = Float64Array.from(given.sets[preset.set].x), start = mog.parted(Float64Array.from(preset.start), K);"
DESCEND = (
    """([preset, orders, rule, rate, batchSize]) => {"""
    + START
    + """
  const run = mog.descent(x, start, { batchSize, rate, rule, constants: given.constants, order: epoch => orders[epoch] });
  while (run.epoch < orders.length) run.step();
  return [[...run.theta], run.steps];
}"""
)
CLIMB = (
    """([preset, steps]) => {"""
    + START
    + """
  const places = [];
  let here = Object.values(start);
  for (let step = 0; step < steps; step++) {
    here = Object.values(mog.em(x, ...here, Math.log(given.constants.floor))).slice(1);
    places.push(here.flatMap(part => [...part]));
  }
  return places;
}"""
)
ORDER = "m => [...mog.permutation(m, mog.generator(0))]"


@pytest.fixture(scope="module")
def scene(load: Load) -> ModuleType:
    """What the figure begins with."""
    return load("scene_sgd")


@pytest.fixture(scope="module")
def chapter(browser: Browser, served: str) -> Iterator[Visit]:
    """The chapter, for readers who want no motion; opened once, since it is long."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        context.set_default_timeout(120_000)
        seen = Visit(context.new_page())
        seen.page.on("console", lambda message: seen.errors.append(message.text) if message.type in ("error", "warning") else None)
        seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
        seen.page.goto(served + CHAPTER)
        yield seen


@pytest.fixture
def page(chapter: Visit) -> Iterator[Page]:
    """The chapter with its figure as at the start; a test that leaves an error in the console fails."""
    # What stands in the address now is of the last test; what the reset writes there comes a little later.
    forget(chapter.page)
    press(chapter.page, "Reset")
    view(chapter.page)
    forget(chapter.page)
    yield chapter.page
    assert chapter.errors == []


def named(scene: ModuleType, name: str) -> dict[str, Any]:
    """One of the figure's presets."""
    return next(preset for preset in scene.presets() if preset["name"] == name)


def points_of(scene: ModuleType, preset: dict[str, Any]) -> Array:
    """The points of a preset, in their own unit."""
    return list(scene.SETS.values())[preset["set"]]()


def mean_nll(x: Array, theta: Parameters) -> float:
    return -float(np.mean(kernels.log_density(x, *theta)))


def assert_near(theta: Any, expected: Any, tolerance: float) -> None:
    """Logits, means and log σ agree, each to a part of the largest of their kind."""
    for part, whole in zip(parted(np.array(theta), 3), parted(np.array(expected), 3), strict=True):
        np.testing.assert_allclose(part, whole, rtol=0, atol=tolerance * max(1.0, float(np.abs(whole).max())))


def figure(page: Page) -> Locator:
    return page.locator("figure:has(script[data-figure=sgd])")


def view(page: Page) -> list[float]:
    """The numbers of the view, which the address holds as soon as the reader has done something."""
    page.wait_for_function("() => location.hash.includes('=')")
    return [float(number) for number in page.evaluate("location.hash").split("=")[1].split(",")]


def place(page: Page) -> Parameters:
    """The parameters, with the six digits that the address has."""
    return parted(np.array(view(page)[6:]), 3)


def forget(page: Page) -> None:
    """Take the view out of the address."""
    page.evaluate("history.replaceState(null, '', location.pathname)")


def begin_with(page: Page, name: str) -> None:
    figure(page).get_by_label("Begin with").select_option(label=name)


def press(page: Page, name: str) -> None:
    figure(page).get_by_role("button", name=name, exact=True).click()


def play(page: Page) -> None:
    """Play to the end, which readers who want no motion see at once."""
    press(page, "Play")
    figure(page).get_by_role("button", name="Play", exact=True).wait_for()
    forget(page)
    press(page, "EM beside it")


def said(page: Page) -> str:
    return figure(page).locator(".moving-numbers p").inner_text()


@pytest.mark.filterwarnings("ignore::mog.ConvergenceWarning")
@pytest.mark.parametrize(("rule", "batch", "epochs", "count"), [*((rule, 50, 10, 200) for rule in rules.RATES), ("adam", 333, 3, 12)])
def test_steps_with_the_trainers_batches_end_where_the_trainer_does(
    page: Page, scene: ModuleType, rule: Step, batch: int, epochs: int, count: int
) -> None:
    preset, rate = scene.presets()[0], rules.RATES[rule]
    points = points_of(scene, preset)
    _, units = standardised(points)
    start = units.mixture(parted(np.array(preset["start"]), 3))
    how = {"step": rule, "learning_rate": rate, "batch_size": batch, "epochs": epochs, "schedule": "constant", "averaging": False}
    training = train(points, 3, initial=start, seed=0, starts=1, **how)
    random = np.random.default_rng(0)
    orders = [random.permutation(len(points)).tolist() for _ in range(epochs)]
    theta, steps = page.evaluate(DESCEND, [preset, orders, rule, rate, batch])
    assert steps == count
    assert_near(theta, rules.joined(*units.parameters(training.mixture)), 1e-9)


def test_each_step_of_em_is_that_of_the_package(page: Page, scene: ModuleType) -> None:
    for preset in scene.presets():
        x, _ = standardised(points_of(scene, preset))
        expected = parted(np.array(preset["start"]), 3)
        for theta in page.evaluate(CLIMB, [preset, 20]):
            _, expected = rules.em_step(x, expected, np.log(scene.CONSTANTS["floor"]))
            assert_near(theta, rules.joined(*expected), 1e-9)


def test_one_step_is_a_step_of_the_package_on_the_batch_that_was_drawn(page: Page, scene: ModuleType) -> None:
    preset = scene.presets()[0]
    x, _ = standardised(points_of(scene, preset))
    theta = np.array(preset["start"])
    batch = x[page.evaluate(ORDER, len(x))[: preset["batch"]]]
    press(page, "One step")
    _, *gradient = kernels.value_and_gradient(batch, *parted(theta, 3))
    expected = theta + preset["rate"] * rules.joined(*gradient) / len(batch)
    # The address has six digits.
    assert_near(rules.joined(*place(page)), expected, 1e-5)
    assert f"the mean negative log-likelihood is {mean_nll(x, parted(expected, 3)):.4f} nats" in said(page)
    assert said(page).startswith("After 1 steps, 0.1 epochs")


def test_beyond_the_bend_the_learning_rate_chooses_the_variance(page: Page, scene: ModuleType) -> None:
    preset = named(scene, "A narrow group")
    begin_with(page, preset["name"])
    play(page)
    logits, _, log_sigma = place(page)
    weight, variance = np.exp(logits[0]) / np.sum(np.exp(logits)), np.exp(2 * log_sigma[0, 0])
    # Groups that lie apart share hardly any point, but not none.
    assert variance == pytest.approx(preset["rate"] * weight / 2, rel=1e-3)
    x, _ = standardised(points_of(scene, preset))
    mine = kernels.responsibilities(x, *scene.beside_the_optimum())[:, 0] > 0.5
    assert variance > 1.1 * x[mine, 0].var()
    numbers = re.search(r"variance (\d\.\d+); learning rate × weight / 2 is (\d\.\d+)", said(page))
    assert numbers
    assert numbers[1] == numbers[2] == f"{variance:.4f}"


def test_components_that_begin_as_one_stay_one_until_one_is_moved(page: Page, scene: ModuleType) -> None:
    begin_with(page, "The same start for all")
    play(page)
    for part in place(page):
        assert np.all(part == part[0])
    figure(page).get_by_role("slider", name="Mean of component 1").press("ArrowRight")
    play(page)
    _, means, _ = place(page)
    assert np.ptp(means[:, 0]) > 1


def test_on_a_scale_that_ends_a_component_falls_to_the_floor(page: Page, scene: ModuleType) -> None:
    preset = named(scene, "A scale that ends")
    begin_with(page, preset["name"])
    play(page)
    _, means, log_sigma = place(page)
    assert log_sigma[2, 0] == pytest.approx(np.log(scene.CONSTANTS["floor"]), abs=1e-5)
    x, _ = standardised(points_of(scene, preset))
    assert means[2, 0] == pytest.approx(x[:, 0].max(), abs=0.01)
    assert figure(page).locator(".moving-numbers tr", has_text="at the floor").count() == 1
    assert "below the best known" in said(page)


def test_two_means_in_one_group_end_far_above_the_best_and_so_does_em(page: Page, scene: ModuleType) -> None:
    preset = named(scene, "Two means in one group")
    begin_with(page, preset["name"])
    play(page)
    points = points_of(scene, preset)
    x, _ = standardised(points)
    best = scene.point_set(points)["best"]
    above = mean_nll(x, place(page)) - best
    assert above > 0.5
    shown = [float(number) for number in re.findall(r"([\d.]+) above the best known", said(page))]
    assert len(shown) == 2
    assert shown[0] == pytest.approx(above, abs=1e-3)
    assert shown[1] > 0.5


def test_a_mean_and_a_width_are_dragged_by_mouse_and_by_arrow_keys_and_said_once(page: Page, scene: ModuleType) -> None:
    preset = scene.presets()[0]
    x, _ = standardised(points_of(scene, preset))
    _, means, _ = parted(np.array(preset["start"]), 3)
    mean = figure(page).get_by_role("slider", name="Mean of component 2")
    mean.scroll_into_view_if_needed()
    box = mean.bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 40, middle[1] - 60, steps=4)
    page.mouse.up()
    moved = place(page)
    assert moved[1][1, 0] < means[1, 0] - 0.1
    assert moved[1][1, 1] > means[1, 1] + 0.1
    assert f"the mean negative log-likelihood is {mean_nll(x, moved):.4f} nats" in said(page)
    assert mean.get_attribute("aria-valuetext") == ", ".join(f"{value:.3f}".replace("-", "−") for value in moved[1][1])

    forget(page)
    width = figure(page).get_by_role("slider", name="Standard deviation along feature 2 of component 2")
    width.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    wider = place(page)
    np.testing.assert_allclose(np.exp(wider[2][1]), [1.0, 1.0 + 0.05 - 0.5], atol=1e-5)
    assert width.get_attribute("aria-valuetext") == "0.550"
    spoken = figure(page).locator("[aria-live=polite]")
    page.wait_for_function("spoken => spoken.textContent.includes('σ 1.000, 0.550')", arg=spoken.element_handle())
    assert f"is {mean_nll(x, wider):.4f} nats" in spoken.inner_text()


def test_a_view_can_be_shared_and_reset_brings_back_the_first(page: Page, visit: Any, served: str, scene: ModuleType) -> None:
    begin_with(page, "A narrow group")
    press(page, "One step")
    shared = view(page)
    assert shared[:6] == [4, 0, scene.presets()[4]["rate"], 0, 0, 0]
    other = visit(served, f"{CHAPTER}{page.evaluate('location.hash')}").page
    assert figure(other).get_by_label("Begin with").evaluate("each => each.selectedOptions[0].text") == "A narrow group"
    press(other, "EM beside it")
    other.wait_for_function("() => location.hash.split(',')[5] === '1'")
    assert view(other)[6:] == shared[6:]
    press(other, "Reset")
    other.wait_for_function("() => location.hash.split(',')[5] === '0'")
    np.testing.assert_allclose(view(other)[6:], scene.presets()[0]["start"], atol=1e-5)


def test_nothing_of_the_figure_is_wider_than_a_narrow_screen(visit: Any, served: str) -> None:
    seen = visit(served, CHAPTER, width=360, touch=True)
    begin_with(seen.page, "A narrow group")
    press(seen.page, "EM beside it")
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 360
    assert seen.errors == []


def test_the_figure_moves_when_opened_as_a_file(visit: Any, html: Path) -> None:
    seen = visit(html.as_uri() + "/", CHAPTER)
    press(seen.page, "One step")
    assert said(seen.page).startswith("After 1 steps")
    assert (seen.errors, seen.foreign) == ([], [])
