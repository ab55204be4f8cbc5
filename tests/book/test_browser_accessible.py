"""Every page in a real browser, light, dark and on a phone: whole, and without a fault that axe knows of; and all of it by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import nbformat
import pytest
import test_browser
from playwright.sync_api import Page
from test_browser import Open, Visit, assert_typeset, claims_of, pages_of

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit

# Beside the worker that has the other tests in a browser.
pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("every-page")]

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
# All rules that are not of the highest level, AAA, and best practices with them; of what is still tried out, all but one, which wants
# every box that scrolls to be a landmark. The drawings within equations, which are hidden from those who listen, would only take time.
FAULTS = """async () => {
  document.querySelectorAll('mjx-container > svg').forEach(drawing => drawing.replaceChildren());
  const rules = axe.getRules().filter(rule => !rule.tags.includes('wcag2aaa') && !/^color|^focus-order-semantics$/.test(rule.ruleId));
  return axe.run(document, { runOnly: rules.map(rule => rule.ruleId), resultTypes: ['violations'] });
}"""
# The contrast of text with its ground is asked of one element of each look: a page has thousands, and looking at them all takes long.
TOO_PALE = """async () => {
  const ground = each => {
    const { backgroundColor, opacity } = getComputedStyle(each);
    const clear = /^rgba\\(.*, 0\\)$/.test(backgroundColor);
    return (opacity === '1' ? '' : opacity) + (clear && each.parentElement ? ground(each.parentElement) : backgroundColor);
  };
  const looks = new Map();
  for (const each of document.querySelectorAll('body *')) {
    if (![...each.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim()) || !each.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(each);
    const look = [color, fontSize, fontWeight, ground(each), each.closest('a, button, summary, pre')?.tagName].join();
    if (!looks.has(look)) looks.set(look, each);
  }
  return axe.run({ include: [...looks.values()] }, { runOnly: ['color-contrast'], resultTypes: ['violations'] });
}"""
OPEN_ALL = """() => {
  document.querySelectorAll('.claim-mark').forEach(mark => mark.click());
  document.querySelectorAll('details').forEach(details => details.open = true);
}"""
# What has the focus: marked, so that it is known to have been reached, and whether it shows that with a ring that can be seen.
REACHED = """() => {
  const reached = document.activeElement;
  if (reached === document.body || reached.dataset.reached) return null;
  reached.dataset.reached = 'yes';
  const { outlineStyle, outlineWidth } = getComputedStyle(reached);
  return [reached.outerHTML.slice(0, 150), outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2];
}"""
NOT_REACHED = """() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter(each => each.checkVisibility({ visibilityProperty: true }) && !each.dataset.reached).map(each => each.outerHTML.slice(0, 150))"""
LONGEST_MOTION = """() => Math.max(...[...document.querySelectorAll('*')].flatMap(each => {
  const { transitionDuration, animationDuration } = getComputedStyle(each);
  return `${transitionDuration}, ${animationDuration}`.split(', ').map(parseFloat);
}))"""
DARK = "() => document.documentElement.dataset.theme === 'dark'"
FOCUSED = test_browser.FOCUSED


def faults(page: Page, rules: str = FAULTS) -> list[Any]:
    """What axe finds: the rule, and the elements that break it."""
    page.evaluate(AXE)
    found = page.evaluate(rules)
    assert found["passes"]
    return [(fault["id"], [node["html"][:200] + node["failureSummary"] for node in fault["nodes"]]) for fault in found["violations"]]


@pytest.fixture
def whole(visit: Open, served: str, html: Path) -> Iterator[Any]:
    """Open a page, see that it is whole, then open all that it has folded."""

    def open_whole(name: str, **how: Any) -> Page:
        seen: Visit = visit(served, name, **how)
        assert (name, seen.foreign, seen.errors) == (name, [], [])
        assert_typeset(seen.page, len(claims_of(html).get(name, [])))
        seen.page.evaluate(OPEN_ALL)
        return seen.page

    return open_whole


def test_every_page_with_no_network_is_whole_offers_its_notebook_and_has_no_fault_that_axe_knows_in_light_and_in_dark(
    whole: Any, served: str, html: Path
) -> None:
    for name in [*pages_of(html), "search.html", "genindex.html"]:
        page = whole(name)
        for link in page.locator(".btn-download-notebook-button").all():
            answer = page.request.get(link.evaluate("link => link.href"))
            assert answer.ok
            nbformat.validate(nbformat.reads(answer.text(), as_version=4))
        assert (name, faults(page), faults(page, TOO_PALE)) == (name, [], [])
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(DARK)
        assert (name, faults(page, TOO_PALE)) == (name, [])
        page.context.close()


def test_no_page_is_wider_than_a_phone_or_has_a_fault_that_axe_knows_there_with_all_of_it_open(whole: Any, html: Path) -> None:
    for name in pages_of(html):
        page = whole(name, width=360)
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, 360)
        assert (name, faults(page)) == (name, [])
        page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_keyboard_alone_reaches_all_that_can_be_used_and_shows_where_it_is(whole: Any, html: Path, scheme: str, width: int) -> None:
    # The shortest page that has marks and something folded.
    files = [html / name for name in claims_of(html) if "<summary" in (html / name).read_text("utf-8")]
    page = whole(min(files, key=lambda file: file.stat().st_size).relative_to(html).as_posix(), scheme=scheme, width=width)
    reached: list[str] = []
    page.keyboard.press("Tab")
    while (here := page.evaluate(REACHED)) is not None:
        element, ring = here
        assert ring, element
        reached.append(element)
        page.keyboard.press("Tab")
    assert len(reached) > 20
    assert page.evaluate(NOT_REACHED) == []
    pale = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--pst-color-primary')")
    page.evaluate("colour => document.querySelector('main p').style.color = colour", pale)
    assert page.locator("main p").evaluate_all(test_browser.TOO_PALE, 3) == []


def test_a_skip_link_leads_past_the_list_of_chapters(visit: Open, served: str) -> None:
    page = visit(served, "book/index.html").page
    page.keyboard.press("Tab")
    skip = page.locator("#pst-skip-link a")
    assert skip.evaluate(FOCUSED)
    assert skip.evaluate("skip => skip.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_escape_closes_what_the_keyboard_has_opened(visit: Open, served: str) -> None:
    page = visit(served, "book/index.html", width=360).page
    for button, opened in (
        (".dropdown-download-buttons > button", ".dropdown-download-buttons .dropdown-menu"),
        (".sidebar-toggle.primary-toggle", "#pst-primary-sidebar-modal"),
        (".sidebar-toggle.secondary-toggle", "#pst-secondary-sidebar-modal"),
        (".article-header-buttons .search-button", "#pst-search-dialog"),
    ):
        page.locator(button).focus()
        page.keyboard.press("Enter")
        page.locator(opened).wait_for(state="visible")
        assert (opened, faults(page)) == (opened, [])
        page.keyboard.press("Escape")
        page.locator(opened).wait_for(state="hidden")
        assert page.locator(button).evaluate(FOCUSED), button


def test_a_sidebar_that_is_put_away_takes_no_focus_and_its_button_keeps_it(visit: Open, served: str) -> None:
    page = visit(served, "book/index.html").page
    toggle = page.locator(".sidebar-toggle.primary-toggle")
    links = page.locator("nav.bd-links a")
    assert links.first.is_visible()
    toggle.focus()
    page.keyboard.press("Enter")
    assert toggle.evaluate(FOCUSED)
    links.first.wait_for(state="hidden")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("!document.activeElement.closest('#pst-primary-sidebar')")


def test_nothing_moves_for_a_reader_who_wants_no_motion(browser: Any, served: str) -> None:
    longest = {}
    for motion in ("no-preference", "reduce"):
        with browser.new_context(reduced_motion=motion) as context:
            page = context.new_page()
            page.goto(served + "book/index.html")
            longest[motion] = page.evaluate(LONGEST_MOTION)
    assert longest["reduce"] <= 0.001 < longest["no-preference"]


def test_the_search_finds_a_term_and_its_page_of_results_has_no_fault_that_axe_knows(visit: Open, served: str) -> None:
    seen = visit(served, "search.html?q=identifiability")
    found = seen.page.locator("#search-results li a")
    found.first.wait_for()
    assert any("likelihood-shape" in str(each.get_attribute("href")) for each in found.all())
    assert (seen.foreign, seen.errors) == ([], [])
    assert faults(seen.page) + faults(seen.page, TOO_PALE) == []


def test_a_table_wider_than_its_box_takes_the_focus_and_the_arrow_keys_scroll_it(visit: Open, served: str) -> None:
    page = visit(served, "book/dataset.html", width=620).page
    # As the book sets them, all tables of this page fit; the last is set larger.
    page.locator(".pst-scrollable-table-container table").last.evaluate("table => table.style.fontSize = '2rem'")
    page.evaluate(OPEN_ALL)
    page.locator(".pst-scrollable-table-container[tabindex]").first.wait_for()
    states = page.locator(".pst-scrollable-table-container").evaluate_all(
        "boxes => boxes.map(box => [box.scrollWidth > box.clientWidth, box.tabIndex === 0, box.hasAttribute('aria-label')])"
    )
    assert all(len(set(state)) == 1 for state in states)
    assert [False, False, False] in states
    page.locator(".pst-scrollable-table-container[tabindex]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_on_a_phone_a_table_is_cards_that_name_their_columns_and_stays_a_table_to_a_screen_reader(visit: Open, served: str) -> None:
    page = visit(served, "book/sgd.html", width=360).page
    cell = page.locator("table.cards:visible tbody td + td:not(:empty)").first
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"
    label = str(cell.get_attribute("data-label"))
    assert label in cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    tree = page.locator("table.cards:visible").first.aria_snapshot()
    assert "- table" in tree
    assert f'- columnheader "{label}"' in tree
    assert "- cell " in tree
