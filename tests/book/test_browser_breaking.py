"""Proved equations broken in the browser: by mouse, finger and keyboard, light and dark, and mended again."""

import json
from pathlib import Path
from typing import Any

import pytest
import test_browser
import test_browser_accessible
from playwright.sync_api import Locator, Page
from test_browser import FOCUSED, Open, claims_of
from test_browser_accessible import TOO_PALE, faults

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

LABEL, CHAPTER = "variance-gradient", "book/one-dimension.html"
# Where each glyph and each bar of a drawing stands, in its own units, and how large it is; but not the sign between a function and
# what it is of, which is not drawn.
LAID_OUT = """svg => {
  const scale = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width, { left, top } = svg.getBoundingClientRect();
  return [svg.getAttribute('viewBox'), ...[...svg.querySelectorAll('use, rect:not([rx])')]
    .filter(shape => shape.dataset.c !== '2061')
    .map(shape => {
      const box = shape.getBoundingClientRect();
      return [shape.dataset.c, ...[box.left - left, box.top - top, box.width, box.height].map(length => length * scale)];
    })];
}"""
GROUND = "place => { const { x, y, width, height } = place.firstChild.getBoundingClientRect(); return [x, y, width, height]; }"


@pytest.fixture(scope="module")
def kept(root: Path) -> dict[str, Any]:
    """What the book offers to break, by label."""
    return json.loads((root / "book" / "_results" / "broken.json").read_text("utf-8"))


def opened(page: Page, label: str = LABEL) -> Locator:
    """The place where this equation is broken, opened by its mark and its button."""
    page.locator(f"[aria-controls='verdict-{label}']").click()
    page.locator(f"[aria-controls='breaking-{label}']").click()
    bench = page.locator(f"[id='breaking-{label}']")
    bench.locator("[data-place]").first.wait_for()
    return bench


def minus(kept: dict[str, Any]) -> tuple[int, list[str]]:
    """The place of the last minus of the equation, and what the verdict must say after each press there."""
    entry = kept[LABEL]
    n = max(n for n, place in enumerate(entry["places"]) if place[2] == "the sign −")
    return n, [f"✗ refuted: {said}. At {entry['cases'][case]}: {came}." for _, _, _, said, case, came in entry["places"][n][3]]


def verdict(bench: Locator) -> str:
    return bench.get_by_role("status").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_press_on_a_sign_refutes_the_equation_with_the_numbers_on_record_and_it_can_be_mended(
    visit: Open, served: str, kept: dict[str, Any]
) -> None:
    seen = visit(served, CHAPTER)
    bench = opened(seen.page)
    place, expected = minus(kept)
    assert bench.locator("[data-place]").count() == len(kept[LABEL]["places"])
    assert verdict(bench).startswith("✓ proved. ")
    for said in expected:
        bench.locator(f"[data-place='{place}']").click()
        assert verdict(bench) == said
        bench.locator(f"[data-place='{place}'].breaking-new").wait_for()
        assert "changed: + instead of −" in str(bench.locator(f"[data-place='{place}']").get_attribute("aria-label"))
    assert bench.locator(".breaking-new, .breaking-gone").count() == 1
    bench.get_by_role("button", name="Mend it").click()
    assert verdict(bench).startswith("✓ proved. ")
    bench.locator(".breaking-new").wait_for(state="detached")
    assert not bench.get_by_text("Mend it").is_visible()
    assert (seen.foreign, seen.errors) == ([], [])


def test_further_presses_make_the_other_slips_of_a_place_and_then_the_equation_is_whole_again(
    visit: Open, html: Path, kept: dict[str, Any]
) -> None:
    # As a file, too: MathJax then fetches what it needs for this from the folder beside it.
    seen = visit(html.as_uri() + "/", CHAPTER)
    bench = opened(seen.page)
    place, slips = max(enumerate(each[3] for each in kept[LABEL]["places"]), key=lambda each: len(each[1]))
    assert len(slips) > 1
    for _, _, _, said, *_ in slips:
        bench.locator(f"[data-place='{place}']").click()
        assert f": {said}. At " in verdict(bench)
        bench.locator(f"[data-place='{place}'][aria-label$='{said}']").wait_for()
    bench.locator(f"[data-place='{place}']").click()
    assert verdict(bench).startswith("✓ proved. ")
    assert (seen.foreign, seen.errors) == ([], [])


def test_the_keyboard_reaches_each_place_breaks_it_stays_there_and_mends_it(visit: Open, served: str, kept: dict[str, Any]) -> None:
    page = visit(served, CHAPTER).page
    mark, button = page.locator(f"[aria-controls='verdict-{LABEL}']"), page.locator(f"[aria-controls='breaking-{LABEL}']")
    mark.press("Enter")
    button.press("Enter")
    bench = page.locator(f"[id='breaking-{LABEL}']")
    bench.locator("[data-place]").first.wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    place, (said, *_) = minus(kept)
    for n in range(place + 1):
        page.keyboard.press("Tab")
        assert bench.locator(f"[data-place='{n}']").evaluate(FOCUSED)
    rings = "place => getComputedStyle(place.firstChild).strokeWidth"
    assert float(bench.locator(f"[data-place='{place}']").evaluate(rings).removesuffix("px")) >= 2
    page.keyboard.press("Space")
    changed = bench.locator(f"[data-place='{place}'].breaking-new")
    changed.wait_for()
    assert verdict(bench) == said
    assert changed.evaluate(FOCUSED)
    bench.get_by_text("Mend it").press("Enter")
    bench.locator(".breaking-new").wait_for(state="detached")
    assert verdict(bench).startswith("✓ proved. ")
    assert bench.locator(f"[data-place='{place}']").evaluate(FOCUSED)
    page.keyboard.press("Escape")
    assert mark.evaluate(FOCUSED)


def test_a_finger_need_not_hit_a_sign_but_one_that_comes_down_far_from_all_changes_nothing(
    visit: Open, served: str, kept: dict[str, Any]
) -> None:
    page = visit(served, CHAPTER, width=1280, touch=True).page
    bench = opened(page)
    first = bench.locator("[data-place]").first
    x, y, _, height = first.evaluate(GROUND)
    edge = bench.locator(".breaking-equation").bounding_box()
    assert edge
    page.touchscreen.tap(edge["x"] + 2, y + height / 2)
    assert verdict(bench).startswith("✓ proved. ")
    page.touchscreen.tap(x - 8, y + height / 2)
    assert verdict(bench).startswith("✗ refuted: ")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_a_broken_equation_has_no_fault_that_axe_knows_and_is_no_wider_than_its_page(
    visit: Open, served: str, kept: dict[str, Any], scheme: str, width: int
) -> None:
    page = visit(served, CHAPTER, scheme=scheme, width=width).page
    bench = opened(page)
    bench.get_by_text("The same changes as a list").click()
    slips = [slip for place in kept[LABEL]["places"] for slip in place[3]]
    assert bench.locator("details button").count() == len(slips)
    bench.locator("details button").last.click()
    assert f": {slips[-1][3]}. At " in verdict(bench)
    bench.locator(":is(.breaking-new, .breaking-gone)").wait_for()
    # Without the axe of the drawings, which takes the places for empty.
    assert faults(page, BENCH) + faults(page, TOO_PALE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


BENCH = test_browser_accessible.FAULTS.replace("axe.run(document", "axe.run(document.querySelector('.breaking-bench:not([hidden])')")


def test_an_equation_with_its_places_is_set_as_it_is_without(visit: Open, served: str, html: Path) -> None:
    page = visit(served, CHAPTER).page
    page.evaluate("document.querySelectorAll('.toggle-hidden').forEach(folded => folded.classList.remove('toggle-hidden'))")
    labels = [label for label in claims_of(html)[CHAPTER] if page.locator(f"[aria-controls='breaking-{label}']").count()]
    assert len(labels) > 10
    for label in labels:
        bench = opened(page, label)
        whole, *shapes = page.locator(f"[data-label='{label}'] > .math svg").evaluate(LAID_OUT)
        other_whole, *others = bench.locator("svg").evaluate(LAID_OUT)
        assert (label, other_whole) == (label, whole)
        assert [shape[0] for shape in others] == [shape[0] for shape in shapes]
        # A thirtieth of the width of an m: the browser gives lengths to fractions of a pixel, at two sizes.
        assert (label, [shape[1:] for shape in others]) == (label, [pytest.approx(shape[1:], abs=33) for shape in shapes])
        assert len(shapes) > 3
        page.locator(f"[aria-controls='verdict-{label}']").click()
