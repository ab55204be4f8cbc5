"""The formulas where the reader is are set before the others, and all are set in the end."""

from pathlib import Path

import pytest
import test_browser
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

html, served, browser = test_browser.html, test_browser.served, test_browser.browser

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER = "book/one-dimension.html"
# Of all formulas, those that were set when the first could be seen, after the frame in which it was drawn.
SET_AT_FIRST = """() => new Promise((resolve) => new MutationObserver((changes, observer) => {
  if (!document.querySelector('.math mjx-container > svg')) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => resolve(
    [...document.querySelectorAll('.math')].map((formula) => Boolean(formula.querySelector('mjx-container > svg'))))));
}).observe(document, { childList: true, subtree: true }))"""


def set_at_first(browser: Browser, address: str) -> list[bool]:
    """Which formulas were set when the first of them could be seen; all of them must be set in the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        page.add_init_script(f"window.atFirst = ({SET_AT_FIRST})();")
        page.goto(address, wait_until="load")
        page.evaluate(test_browser.TYPESET)
        assert page.locator(".math:not(:has(mjx-container > svg))").count() == 0
        found: list[bool] = page.evaluate("window.atFirst")
        return found
    finally:
        context.close()


def test_the_first_formulas_of_a_page_can_be_read_while_the_last_have_not_been_set(browser: Browser, served: str) -> None:
    at_first = set_at_first(browser, served + CHAPTER)
    assert at_first[0]
    assert not at_first[-1]


def test_who_follows_a_link_into_a_page_can_read_the_formulas_there_while_those_above_have_not_been_set(
    browser: Browser, html: Path
) -> None:
    at_first = set_at_first(browser, f"{html.as_uri()}/{CHAPTER}#equation-mean-gradient")
    page = BeautifulSoup((html / CHAPTER).read_text("utf-8"), "html.parser")
    there = page.select_one("[id=equation-mean-gradient] .math")
    assert at_first[page.select(".math").index(there)]
    assert not at_first[0]
