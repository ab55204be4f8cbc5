"""Two Gaussians dragged in a real browser: by mouse, keyboard and address, every number against the package."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import test_browser
from playwright.sync_api import Browser, Locator, Page, expect
from test_browser import Open

from mog import em, faithful, kernels

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER = "book/one-dimension.html"
X = faithful()[:, 1:]
CENTRE, SPREAD = X.mean(), X.std()


@pytest.fixture
def page(visit: Open, served: str) -> Page:
    return visit(served, CHAPTER).page


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name)


def in_the_address(page: Page) -> list[float]:
    """The numbers of the view: two logits, two means, two log σ."""
    page.wait_for_function("location.hash.startsWith('#drag=')")
    return [float(number) for number in page.evaluate("location.hash").removeprefix("#drag=").split(",")]


def parameters(view: list[float]) -> list[Any]:
    return [np.array(view[:2]), np.array(view[2:4])[:, None], np.array(view[4:])[:, None]]


def minus(text: str) -> float:
    return float(text.replace("−", "-"))


def shown_numbers(page: Page) -> tuple[float, list[tuple[float, float]]]:
    """The mean NLL, and of each parameter its value and its slope."""
    numbers = page.locator("#drag .moving-numbers")
    cells = [row.locator("td").all_inner_texts()[:2] for row in numbers.locator("tbody tr").all()]
    return minus(numbers.locator("output").inner_text()), [
        (minus(re.split(" ", value)[0]), minus(re.split(" ", slope)[0])) for value, slope in cells
    ]


def assert_the_numbers_are_the_package_s(page: Page, view: list[float]) -> None:
    mean_nll, rows = shown_numbers(page)
    value, d_logits, d_means, d_log_sigma = kernels.value_and_gradient(X, *parameters(view))
    # Each is shown with so many decimals.
    assert mean_nll == pytest.approx(-value / len(X), abs=5.1e-5)
    for k in (0, 1):
        (mean, by_mean), (log_sigma, by_log_sigma), (logit, by_logit) = rows[3 * k : 3 * k + 3]
        assert (mean, log_sigma, logit) == (
            pytest.approx(view[2 + k], abs=5.1e-3),
            pytest.approx(view[4 + k], abs=5.1e-4),
            pytest.approx(view[k], abs=5.1e-4),
        )
        expected = d_means[k, 0], d_log_sigma[k, 0], d_logits[k]
        assert (by_mean, by_log_sigma, by_logit) == tuple(pytest.approx(slope, abs=0.051) for slope in expected)


def test_a_mean_follows_the_mouse_and_the_view_can_be_opened_again_from_its_address(visit: Open, page: Page, served: str) -> None:
    mean = handle(page, "Mean of component 1")
    mean.scroll_into_view_if_needed()
    box = mean.bounding_box()
    assert box
    assert box["width"] >= 44
    assert box["height"] >= 44
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 5, steps=4)
    page.mouse.up()
    view = in_the_address(page)
    assert view[2] > CENTRE - SPREAD + 4
    assert view[3] == pytest.approx(CENTRE + SPREAD, rel=1e-5)
    again = visit(served, f"{CHAPTER}#drag={','.join(map(str, view))}")
    expect(handle(again.page, "Mean of component 1")).to_have_attribute("aria-valuetext", f"{view[2]:.1f} minutes")
    assert_the_numbers_are_the_package_s(again.page, view)
    expect(again.page.locator("#drag")).to_be_in_viewport()
    assert again.errors == []


def test_the_keyboard_moves_means_and_widths_and_a_sentence_says_what_came_of_it(page: Page) -> None:
    mean, width = handle(page, "Mean of component 2"), handle(page, "Standard deviation of component 2")
    mean.focus()
    for key in ("ArrowLeft", "ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    width.focus()
    page.keyboard.press("Shift+ArrowLeft")
    view = in_the_address(page)
    assert view[3] == pytest.approx(CENTRE + SPREAD - 0.5 - 0.5 + 5, rel=1e-5)
    assert np.exp(view[5]) == pytest.approx(SPREAD - 2.5, rel=1e-5)
    value, _, d_means, _ = kernels.value_and_gradient(X, *parameters(view))
    said = page.locator("#drag [aria-live]")
    expect(said).to_contain_text(f"mean {view[3]:.1f} minutes, standard deviation {np.exp(view[5]):.1f}, weight 0.50.")
    expect(said).to_contain_text(f"{-value / len(X):.3f} nats a point")
    expect(said).to_contain_text(f"pulls this mean down, by {-d_means[1, 0]:.1f} nats a minute")
    assert_the_numbers_are_the_package_s(page, view)


def test_the_weight_is_a_slider_and_one_step_is_that_of_the_text(page: Page) -> None:
    weight = page.get_by_label("Weight of component 1")
    weight.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("location.hash.includes('drag')")
    before = in_the_address(page)
    assert 1 / (1 + np.exp(before[1] - before[0])) == pytest.approx(0.45, rel=1e-5)
    page.get_by_role("button", name="One step").click()
    page.wait_for_function("before => location.hash !== before", arg=page.evaluate("location.hash"))
    after = in_the_address(page)
    logits, means, log_sigma = parameters(before)
    standard = logits, (means - CENTRE) / SPREAD, log_sigma - np.log(SPREAD)
    _, *gradients = kernels.value_and_gradient((X - CENTRE) / SPREAD, *standard)
    stepped = [old + 0.3 * gradient / len(X) for old, gradient in zip(standard, gradients, strict=True)]
    expected = [*stepped[0], *(CENTRE + SPREAD * stepped[1].ravel()), *(stepped[2].ravel() + np.log(SPREAD))]
    # The address has six digits of each number.
    assert after == pytest.approx(expected, rel=2e-5, abs=2e-5)


def test_the_climb_ends_at_the_highest_point_which_the_package_finds_too(page: Page) -> None:
    page.get_by_role("button", name="Climb").click()
    page.wait_for_function("location.hash.includes('drag')")
    expect(page.get_by_role("button", name="Climb", exact=True)).to_be_visible()
    best = em(X, 2, seed=0)
    mean_nll, rows = shown_numbers(page)
    assert mean_nll == pytest.approx(-best.heights.max(), abs=6e-5)
    # It stops at slopes below 1e-4 of a point each, times 272 points.
    assert all(abs(slope) < 0.051 for _, slope in rows)
    assert sorted(value for value, _ in rows[::3]) == pytest.approx(sorted(best.mixture.means.ravel()), abs=0.02)
    page.get_by_role("button", name="Reset").click()
    expect(handle(page, "Mean of component 1")).to_have_attribute("aria-valuetext", f"{CENTRE - SPREAD:.1f} minutes")


def test_it_climbs_step_by_step_for_those_who_like_motion_and_can_be_stopped(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Climb").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Climb", exact=True)).to_be_visible()
    page.wait_for_function("location.hash.includes('drag')")
    first, last = CENTRE - SPREAD, em(X, 2, seed=0).mixture.means.min()
    assert in_the_address(page)[2] != pytest.approx(first, abs=1e-9)
    assert abs(in_the_address(page)[2] - last) > 1e-3


def test_a_finger_on_the_figure_scrolls_the_page_and_on_a_handle_drags(page: Page) -> None:
    action = "element => getComputedStyle(element).touchAction"
    assert handle(page, "Mean of component 1").evaluate(action) == "none"
    assert {drawing.evaluate(action) for drawing in page.locator("#drag .moving-plot, #drag svg").all()} == {"auto"}


def test_without_scripts_the_picture_of_the_start_stands_there_with_words(browser: Browser, html: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((html / CHAPTER).as_uri())
    picture = page.locator("#drag img")
    expect(picture).to_be_visible()
    assert "two equal curves" in (picture.get_attribute("alt") or "")
    assert page.locator("#drag .moving").count() == 0
    context.close()
