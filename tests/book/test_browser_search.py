"""Search without a network: over http with the lines around each find, in a file by titles, and without a complaint in either."""

from pathlib import Path

import pytest
import test_browser

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit
Open = test_browser.Open

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

SEARCH = "search.html?q=softmax"


def test_a_served_book_finds_a_term_and_shows_it_among_its_lines(visit: Open, served: str) -> None:
    seen = visit(served, SEARCH)
    seen.page.wait_for_selector("#search-results .context")
    assert "softmax" in seen.page.locator("#search-results .context").first.inner_text().lower()
    assert (seen.foreign, seen.errors) == ([], [])


def test_a_book_opened_as_a_file_finds_the_pages_and_reads_no_other_file(visit: Open, html: Path) -> None:
    seen = visit(html.as_uri() + "/", SEARCH)
    link = seen.page.locator("#search-results li a").first
    link.wait_for()
    seen.page.wait_for_function("() => document.querySelector('#search-results').innerText.includes('finished')")
    assert (seen.foreign, seen.errors) == ([], [])
    link.click()
    seen.page.wait_for_url("**/book/*.html*")
