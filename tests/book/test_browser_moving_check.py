"""The button that compares the generated gradient with dual numbers finds rounding, and sees it when the gradient is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from test_browser_accessible import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BOX = '<h1>A test</h1><div class="moving"></div>'
START = "() => mog.check(document.querySelector('.moving'))"
RESULT = ".moving [role=status]"
ROUNDING = 1e-12
"""Exponents up to 745 (beyond, an exponential is 0) are rounded to 2⁻⁵³ of themselves, some ten times over on both sides together."""


@pytest.fixture
def started(bare: Callable[..., Any]) -> Callable[..., Any]:
    """A page with the button."""

    def open_page(**how: Any) -> Any:
        page = bare("kernels.js", "moving-check.js", body=BOX, **how)
        page.evaluate(START)
        return page

    return open_page


def pressed(page: Any) -> tuple[float, str]:
    """The largest error after the button was pressed, and what is said of it."""
    page.locator(".moving button").click()
    page.locator(f"{RESULT} p").first.wait_for()
    return float(page.locator(RESULT).get_attribute("data-error")), page.locator(RESULT).inner_text()


def derivatives(text: str) -> int:
    found = re.search(r"([\d\s]+) derivatives", text)
    assert found is not None
    return int(re.sub(r"\s", "", found[1]))


def test_a_thousand_mixtures_agree_but_for_rounding(started: Callable[..., Any]) -> None:
    error, text = pressed(started())
    # No error at all would be one way compared with itself.
    assert 0 < error < ROUNDING
    assert "They agree." in text
    assert "1000 mixtures" in text
    # A mixture has 3 parameters at least, and 4 + 2 · 12 at most.
    assert 3 * 1000 < derivatives(text) < 28 * 1000


def test_the_first_draw_is_the_same_everywhere_and_the_next_is_another(started: Callable[..., Any]) -> None:
    page = started()
    first, again = pressed(page), pressed(started())
    assert (first[0], derivatives(first[1])) == (again[0], derivatives(again[1]))
    second = pressed(page)
    assert second[0] != first[0]
    assert derivatives(second[1]) != derivatives(first[1])
    assert second[0] < ROUNDING


SABOTAGE = {
    "a sign in the slopes of the means": "({ ...found, dMeans: found.dMeans.map(slope => -slope) })",
    "a sign in one entry": "({ ...found, dLogSigma: found.dLogSigma.map((slope, n) => n ? slope : -slope) })",
    "half the slopes of log sigma": "({ ...found, dLogSigma: found.dLogSigma.map(slope => slope / 2) })",
    "no weight taken off": "({ ...found, dLogits: found.dLogits.map(slope => slope + 1) })",
    "the mean in the place of the sum": "({ ...found, logLikelihood: found.logLikelihood * means.length / logits.length / x.length })",
    "no number": "({ ...found, dMeans: found.dMeans.map(() => NaN) })",
}


@pytest.mark.parametrize("slip", SABOTAGE)
def test_a_wrong_gradient_is_reported_with_an_error_that_nobody_takes_for_rounding(slip: str, started: Callable[..., Any]) -> None:
    page = started()
    page.evaluate(f"""() => {{
      const sound = mog.kernels.valueAndGradient;
      mog.kernels.valueAndGradient = (x, logits, means, logSigma) => {{
        const found = sound(x, logits, means, logSigma);
        return {SABOTAGE[slip]};
      }};
    }}""")
    error, text = pressed(page)
    assert error > 0.1
    assert "They do not agree." in text


def test_the_button_keeps_the_focus_and_the_page_stays_at_hand_while_it_works(started: Callable[..., Any]) -> None:
    page = started()
    button = page.locator(".moving button")
    # A timer set before the press gets its turn again and again before the end.
    page.evaluate("""() => {
      window.turns = 0;
      const turn = () => { window.turns += document.querySelector('.moving button').ariaDisabled ? 1 : 0; setTimeout(turn); };
      turn();
    }""")
    button.focus()
    page.keyboard.press("Enter")
    page.locator(f"{RESULT} p").first.wait_for()
    assert page.evaluate("window.turns") > 2
    assert page.evaluate("document.activeElement === document.querySelector('.moving button')")
    assert button.get_attribute("aria-disabled") is None


def test_pressed_again_while_it_works_it_does_not_begin_anew(started: Callable[..., Any]) -> None:
    page = started()
    page.evaluate("() => { const button = document.querySelector('.moving button'); button.click(); button.click(); }")
    page.locator(f"{RESULT} p").first.wait_for()
    assert "draw 1" in page.locator(RESULT).inner_text()
    assert "draw 2" in pressed(page)[1]


def test_the_button_and_its_answer_have_no_fault_that_axe_knows_and_fit_a_phone(started: Callable[..., Any], root: Path) -> None:
    page = started(viewport={"width": 360, "height": 640}, has_touch=True)
    for style in ("look.css", "moving.css"):
        page.add_style_tag(path=root / "book" / "_static" / style)
    assert faults(page) == []
    pressed(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
