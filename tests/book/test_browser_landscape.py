"""The run on the map of the likelihood, in a browser: its steps are the package's, it lies above the map, and it is moved by mouse and keys."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import test_browser
from playwright.sync_api import Locator, Page
from test_browser_accessible import TOO_PALE, faults

from mog import Mixture, em, faithful, kernels, landscape, rules, train

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit
Open = test_browser.Open

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER = "book/likelihood-shape.html"
FIGURE = "figure:has([data-figure=landscape])"
X = faithful()[:, 1:]
FLOOR = 1.0
# The map is told at points a minute apart; between them, where it has creases, its cubics are off by no more than this, in nats.
CREASE = 5e-4
# Rounding is all that may tell the program as JavaScript from the program as NumPy; some hundred steps let it grow.
ROUNDING = 1e-9
WALK = """([from, options, steps]) => {
  const data = JSON.parse(document.querySelector('script[data-figure=landscape]').textContent);
  const [run, surface] = [mog.descentFromMeans(data, from, options), mog.surface(data)];
  return Array.from({ length: steps }, () => run.step() && [...run.means(), run.loss(), data.best + surface.at(run.means())]);
}"""
SURFACE = """means => {
  const surface = mog.surface(JSON.parse(document.querySelector('script[data-figure=landscape]').textContent));
  return means.map(one => means.map(other => surface.at([one, other])));
}"""
SAYS = "([handle, text]) => handle.getAttribute('aria-valuetext') === text"


def walk(page: Page, start: tuple[float, float], steps: int = 200, **options: Any) -> np.ndarray:
    """Both means, the loss and the map's loss there after each step in the page."""
    asked = {"rule": "plain", "rate": 0.3, "batchSize": len(X), "seed": 0} | options
    return np.array(page.evaluate(WALK, [list(start), asked, steps]))


def walk_of_the_package(start: tuple[float, float], step: Any) -> np.ndarray:
    """Both means and the loss after each of 200 steps over all points that `mog.train` takes."""
    seen = []

    def note(epoch: Any) -> None:
        loss = -kernels.log_density(X, epoch.mixture.logits, epoch.mixture.means, epoch.mixture.log_sigma).mean()
        seen.append([*epoch.mixture.means[:, 0], loss])

    begin = Mixture(np.zeros(2), np.reshape(start, (2, 1)), np.full((2, 1), np.log(X.std())))
    train(
        X, 2, initial=begin, epochs=200, batch_size=len(X), step=step, learning_rate=rules.RATES[step], schedule="constant",
        averaging=False, floor=FLOOR / X.std(), callback=note,
    )  # fmt: skip
    return np.array(seen)


@pytest.fixture
def figure(visit: Open, served: str) -> Locator:
    """The figure on its page."""
    found = visit(served, CHAPTER).page.locator(FIGURE)
    found.scroll_into_view_if_needed()
    return found


@pytest.mark.parametrize("step", ["plain", "natural"])
def test_the_run_in_the_page_takes_the_steps_of_the_package(figure: Locator, step: str) -> None:
    start = (46.0, 64.0)
    seen = walk(figure.page, start, rule=step, rate=rules.RATES[step])
    assert np.abs(seen[:, :3] - walk_of_the_package(start, step)).max() < ROUNDING * X.max()


def test_the_map_in_the_page_is_the_profile_of_the_package(figure: Locator) -> None:
    means = np.array([50.3, 63.8, 71.4, 84.7])
    profile = landscape.profile(X, means, floor=FLOOR)
    above = -em(X, 2, seed=0).history[-1] - profile.heights
    assert np.abs(np.array(figure.page.evaluate(SURFACE, means.tolist())) - above).max() < 10 * CREASE


@pytest.mark.parametrize(("start", "batch", "rule"), [((46, 64), 272, "plain"), ((92, 50), 16, "plain"), ((60, 80), 4, "natural")])
def test_a_run_lies_nowhere_below_the_map(figure: Locator, start: tuple[float, float], batch: int, rule: str) -> None:
    seen = walk(figure.page, start, batchSize=batch, rule=rule)
    assert (seen[:, 2] - seen[:, 3]).min() > -CREASE
    assert seen[0, 2] - seen[0, 3] > 0.05


def test_from_the_diagonal_no_noise_leads_away_and_beside_it_each_side_has_its_own_summit(figure: Locator) -> None:
    noisy = walk(figure.page, (60, 60), batchSize=4)
    assert (noisy[:, 0] == noisy[:, 1]).all()
    assert np.ptp(noisy[50:, 0]) > 1
    above, below = walk(figure.page, (60, 61), 400), walk(figure.page, (61, 60), 400)
    assert np.abs(above[:, :2] - below[:, 1::-1]).max() < ROUNDING * X.max()
    best = np.sort(em(X, 2, seed=0).mixture.means[:, 0])
    assert np.abs(above[-1, :2] - best).max() < 1e-3


def test_the_start_is_dragged_by_mouse_and_moved_by_keys_a_minute_at_a_time(figure: Locator) -> None:
    page, handle = figure.page, figure.get_by_role("slider", name="Start of the run")
    assert handle.get_attribute("aria-valuetext") == "46.0 and 64.0 minutes"
    handle.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowUp"):
        page.keyboard.press(key)
    page.wait_for_function(SAYS, arg=[handle.element_handle(), "48.0 and 73.0 minutes"])
    low, high = json.loads(figure.locator("script").text_content() or "")["range"]
    frame = handle.locator("circle").last.bounding_box()
    canvas = figure.locator("canvas").bounding_box()
    assert frame
    assert canvas
    # The axes leave 44 and 8 pixels beside the map, 8 above it and 40 below.
    minute = np.array([(canvas["width"] - 52) / (high - low), (canvas["height"] - 48) / (high - low)])
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30 * minute[0], y + 20 * minute[1], steps=4)
    page.mouse.up()
    page.wait_for_function(SAYS, arg=[handle.element_handle(), "78.0 and 53.0 minutes"])


def test_what_is_played_arrives_says_so_and_can_be_shared(figure: Locator, visit: Open, served: str) -> None:
    page = figure.page
    figure.get_by_role("button", name="Play").click()
    spoken = figure.locator(".moving-spoken")
    page.wait_for_function("spoken => spoken.textContent.includes('star')", arg=spoken.element_handle())
    said = spoken.text_content() or ""
    seen = walk(page, (46, 64))
    number = int(re.findall(r"\d+", said)[0])
    one, two, loss, _ = seen[number - 1]
    assert (
        f"means {one:.1f} and {two:.1f} minutes, loss {loss:.3f}, 0.000 above the map; at the star where component 1 has the short" in said
    )
    figure.get_by_role("button", name="One step").click()
    page.wait_for_function("() => location.hash.endsWith(',1')")
    again = visit(served, CHAPTER + page.evaluate("location.hash")).page.locator(FIGURE)
    assert again.locator(".moving-numbers p").inner_text() == figure.locator(".moving-numbers p").inner_text()
    assert again.locator(".moving-numbers p").inner_text().startswith("Step 1:")


def test_the_figure_after_its_run_has_no_fault_that_axe_knows_is_no_wider_than_a_phone_and_works_as_a_file(visit: Open, html: Path) -> None:
    for scheme, width in (("light", 1280), ("dark", 360)):
        seen = visit(html.as_uri() + "/", CHAPTER, scheme=scheme, width=width)
        figure = seen.page.locator(FIGURE)
        figure.get_by_role("button", name="Play").click()
        seen.page.wait_for_function("figure => figure.querySelector('.moving-spoken').textContent", arg=figure.element_handle())
        assert (scheme, seen.errors, seen.foreign) == (scheme, [], [])
        assert (scheme, faults(seen.page), faults(seen.page, TOO_PALE)) == (scheme, [], [])
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width
