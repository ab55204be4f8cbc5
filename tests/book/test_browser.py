"""The built book as a reader meets it in a browser: by mouse, touch and keyboard, wide and narrow, light and dark, with no network."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from builds import Built
from playwright.sync_api import Browser, Page, sync_playwright

Open = Callable[..., "Visit"]

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TYPESET = "() => window.MathJax ? window.MathJax.startup.promise.then(() => null) : null"
FOCUSED = "element => element === document.activeElement"
# Relative luminance and contrast as the Web Content Accessibility Guidelines define them.
TOO_PALE = """(elements, least) => elements.filter(element => {
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const luminance = colour => numbers(colour).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, place) => sum + v * [0.2126, 0.7152, 0.0722][place], 0);
  let ground = element;
  while (numbers(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const pair = [luminance(getComputedStyle(element).color), luminance(getComputedStyle(ground).backgroundColor)];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) < least;
}).map(element => element.outerHTML)"""


# The derivatives of all readings that stand on two lines.
TORN = """lines => lines.flatMap(line => {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), torn = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const found of text.data.matchAll(/[∂d]\\/[∂d]/g)) {
      const range = document.createRange();
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) torn.push(line.textContent);
    }
  }
  return torn;
})"""
CLAIMS = "book/claims.html"


@dataclass
class Visit:
    """A page in the browser, with what it asked for from elsewhere and what went wrong in it."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class QuietHandler(SimpleHTTPRequestHandler):
    """A server of files that does not print what it serves."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def html(whole_book: Built) -> Path:
    """The built book."""
    return whole_book.html


@pytest.fixture(scope="module")
def served(html: Path) -> Iterator[str]:
    """The address of the built book."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(html))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser that may reach nothing but the book."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open a page of the book at an address, wait until it is typeset, and write down all that it does."""
    contexts = []

    def open_page(base: str, name: str, width: int = 1280, scheme: str = "light", touch: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, has_touch=touch, reduced_motion="reduce"
        )
        contexts.append(context)
        # A machine that is busy with other tests may take its time over a long page.
        context.set_default_timeout(120_000)
        visit = Visit(context.new_page())

        def allow(route: Any) -> None:
            if route.request.url.startswith(base):
                route.continue_()
            else:
                visit.foreign.append(route.request.url)
                route.abort()

        context.route("**/*", allow)
        visit.page.on("console", lambda message: visit.errors.append(message.text) if message.type in ("error", "warning") else None)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on("response", lambda response: visit.errors.append(response.url) if response.status >= 400 else None)
        visit.page.goto(base + name, wait_until="load")
        visit.page.evaluate(TYPESET)
        return visit

    yield open_page
    for context in contexts:
        context.close()


def pages_of(html: Path) -> list[str]:
    """The book's pages, as addresses within it."""
    return sorted(path.relative_to(html).as_posix() for path in (html / "book").rglob("*.html"))


def claims_of(html: Path) -> dict[str, list[str]]:
    """The labels of the claims on each page that has any."""
    found: dict[str, list[str]] = {}
    for claim in json.loads((html / "claims.json").read_text("utf-8")):
        found.setdefault(f"{claim['page']}.html", []).append(claim["label"])
    assert found
    return found


@pytest.fixture
def chapter(html: Path) -> tuple[str, str]:
    """A page with claims, and the label of its first."""
    name, labels = next(iter(claims_of(html).items()))
    return name, labels[0]


def assert_typeset(page: Page, claims: int) -> None:
    assert page.locator("mjx-container").count() == page.locator(".math").count()
    assert page.locator("mjx-container[display=true]").count() == page.locator(".claim-mark").count() == claims
    assert page.locator("mjx-merror, [data-mml-node=merror]").count() == 0


def test_every_page_is_whole_when_opened_as_a_file(visit: Open, html: Path) -> None:
    base = html.as_uri() + "/"
    for name in pages_of(html):
        seen = visit(base, name)
        assert (name, seen.foreign, seen.errors) == (name, [], [])
        assert_typeset(seen.page, len(claims_of(html).get(name, [])))
        for mark in seen.page.locator(".claim-mark").all()[:1]:
            mark.click()
            assert seen.page.locator(".claim-panel:visible").count() == 1


def test_a_mark_opens_and_closes_its_verdict_by_keyboard_and_says_so(visit: Open, served: str, chapter: tuple[str, str]) -> None:
    name, label = chapter
    page = visit(served, name).page
    mark, panel = page.locator(f"[aria-controls='verdict-{label}']"), page.locator(f"[id='verdict-{label}']")
    assert not panel.is_visible()
    # A click tells the browser where the next Tab starts from; the link to the equation may come before the mark.
    page.locator(f"[data-label='{label}'] > .math").click()
    page.keyboard.press("Tab")
    if not mark.evaluate(FOCUSED):
        page.keyboard.press("Tab")
    assert mark.evaluate(FOCUSED)
    assert mark.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert panel.is_visible()
    assert mark.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert panel.evaluate("panel => panel.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert mark.get_attribute("aria-expanded") == "false"
    assert mark.evaluate(FOCUSED)


def test_a_mark_opens_and_closes_by_click_and_by_touch(visit: Open, served: str, chapter: tuple[str, str]) -> None:
    name, label = chapter
    for touch, press in ((False, "click"), (True, "tap")):
        page = visit(served, name, width=360 if touch else 1280, touch=touch).page
        mark, panel = page.locator(f"[aria-controls='verdict-{label}']"), page.locator(f"[id='verdict-{label}']")
        getattr(mark, press)()
        assert panel.is_visible()
        getattr(mark, press)()
        assert not panel.is_visible()


def test_a_verdict_leads_to_its_row_among_all_claims_and_the_row_back_to_the_equation(
    visit: Open, served: str, chapter: tuple[str, str]
) -> None:
    name, label = chapter
    page = visit(served, name).page
    page.locator(f"[aria-controls='verdict-{label}']").click()
    page.locator(f"[id='verdict-{label}'] a[href*='#claim-']").click()
    row = page.locator(":target")
    assert row.get_attribute("id") == f"claim-{label}"
    row.locator("th a").click()
    page.wait_for_url(f"**/{name}#*")
    assert page.locator(f":target [aria-controls='verdict-{label}']").count() == 1


def test_every_claim_is_typeset_in_the_table_with_the_number_that_it_has_on_its_page(visit: Open, served: str, html: Path) -> None:
    table = visit(served, CLAIMS).page
    for name, labels in claims_of(html).items():
        page = visit(served, name).page
        for label in labels:
            row = table.locator(f"[id='claim-{label}']")
            assert row.locator("mjx-container > svg").count() == 1
            number = page.locator(f"[data-label='{label}'] .eqno").evaluate("number => number.firstChild.data")
            assert row.locator("th").inner_text() == f"{number} {label}"


def test_a_reading_on_a_narrow_screen_stays_within_its_panel_and_tears_no_derivative(visit: Open, served: str, html: Path) -> None:
    for name in claims_of(html):
        for width in (360, 240):
            page = visit(served, name, width=width).page
            page.evaluate("document.querySelectorAll('.claim-mark').forEach(mark => mark.click())")
            lines = page.locator(".claim-panel code")
            assert (name, width, lines.evaluate_all(TORN)) == (name, width, [])
            too_wide = "lines => lines.filter(line => line.scrollWidth > line.clientWidth).map(line => line.textContent)"
            assert (name, width, lines.evaluate_all(too_wide)) == (name, width, [])


@pytest.mark.parametrize("boxes", [".claim > .math", ".claims-table .math"])
def test_only_an_equation_wider_than_its_box_takes_the_focus_and_the_arrow_keys_scroll_it(
    visit: Open, served: str, chapter: tuple[str, str], boxes: str
) -> None:
    page = visit(served, chapter[0] if boxes.startswith(".claim ") else CLAIMS, width=240).page
    page.wait_for_selector(f"{boxes}[tabindex]")
    states = page.locator(boxes).evaluate_all(
        "boxes => boxes.map(box => [box.scrollWidth > box.clientWidth, box.tabIndex === 0, box.hasAttribute('aria-label'),"
        " document.getElementById(box.getAttribute('aria-describedby'))?.textContent.length > 20])"
    )
    assert [True] * 4 in states
    assert all(len(set(state)) == 1 for state in states)
    box = page.locator(f"{boxes}[tabindex]").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_an_equation_fades_out_only_while_there_is_more_of_it_to_the_right(visit: Open, served: str, chapter: tuple[str, str]) -> None:
    page = visit(served, chapter[0], width=240).page
    page.wait_for_selector(".claim > .math[tabindex]")
    box = page.locator(".claim > .math[tabindex]").first
    fades = "box => getComputedStyle(box).maskImage !== 'none'"
    assert box.evaluate(fades)
    box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    page.wait_for_function("() => !document.querySelector('.claim > .math[tabindex]').hasAttribute('data-more')")
    assert not box.evaluate(fades)
    assert not page.locator(".claim > .math:not([tabindex])").evaluate_all(f"boxes => boxes.some({fades})")


def test_no_button_covers_the_text_when_the_reader_turns_back(visit: Open, served: str, chapter: tuple[str, str]) -> None:
    for width in (360, 1000):
        page = visit(served, chapter[0], width=width).page
        page.evaluate("document.querySelector('#pst-back-to-top').style.display = 'block'")
        assert not page.locator("#pst-back-to-top").is_visible()


def test_figures_in_the_dark_stand_on_the_pages_own_ground(visit: Open, served: str, chapter: tuple[str, str]) -> None:
    figures = visit(served, chapter[0], scheme="dark").page.locator(".cell_output img")
    looks = figures.evaluate_all("all => all.map(figure => [getComputedStyle(figure).filter, getComputedStyle(figure).backgroundColor])")
    assert looks
    assert all(look == ["invert(0.9294) hue-rotate(180deg)", "rgba(0, 0, 0, 0)"] for look in looks)


def test_marks_and_verdicts_can_be_read_in_light_and_in_dark(visit: Open, served: str, html: Path) -> None:
    for name in claims_of(html):
        for scheme in ("light", "dark"):
            page = visit(served, name, scheme=scheme).page
            # A sign needs less contrast than text, as the word beside it says the same.
            least = {".claim-mark": 4.5, ".claim-mark span": 3, ".claims-count": 4.5, ".claim-panel :is(span, dt, dd, a, code)": 4.5}
            for _ in ("closed", "open"):
                for elements, contrast in least.items():
                    assert page.locator(elements).count()
                    assert (name, scheme, page.locator(elements).evaluate_all(TOO_PALE, contrast)) == (name, scheme, [])
                page.evaluate("document.querySelectorAll('.claim-mark').forEach(mark => mark.click())")


def test_captions_and_the_table_of_claims_can_be_read_in_light_and_in_dark(visit: Open, served: str, chapter: tuple[str, str]) -> None:
    for name, elements in ((chapter[0], "figcaption span"), (CLAIMS, ".claims-how li, .claims-table :is(th, a, td, p, span, li, code)")):
        for scheme in ("light", "dark"):
            page = visit(served, name, scheme=scheme).page
            assert page.locator(elements).count()
            assert (name, scheme, page.locator(elements).evaluate_all(TOO_PALE, 4.5)) == (name, scheme, [])
            weights = page.locator(elements).evaluate_all("all => all.map(element => Number(getComputedStyle(element).fontWeight))")
            assert min(weights) >= 400
