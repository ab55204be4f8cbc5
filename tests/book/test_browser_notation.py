"""The words that explain a symbol where it stands, in a real browser: what they say, and that they stay out of the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import test_browser
from playwright.sync_api import Browser, Locator, Page

html, served, browser, visit = test_browser.html, test_browser.served, test_browser.browser, test_browser.visit
TOO_PALE = test_browser.TOO_PALE

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER, NOTATION = "book/one-dimension.html", "book/notation.html"
GAMMA, MU, PI = (f'[data-mml-node="msub"]:has(> [data-mml-node="mi"] > [data-c="{code}"])' for code in ("1D6FE", "1D707", "1D70B"))
BARE_PI = '[data-mml-node="mi"]:has(> [data-c="1D70B"]):not([data-mml-node="msub"] > *)'
SCRIPT_L, SCRIPT_N, SUM = '[data-c="4C"]', '[data-c="4E"]', '[data-c="2211"]'

# The letters of the equations that the machine has read that a click on their middle does not explain.
READ = ", ".join(
    f".claim:not([data-label^=step-]):has(.claim-mark[data-standing={kind}])" for kind in ("definition", "proved", "conditional", "refuted")
)
UNEXPLAINED = """read => [...document.querySelectorAll(`:is(${read}) [data-mml-node="mi"]`)].filter(leaf => {
  if (!leaf.querySelector('[data-c]')) return false;
  const { left, top, width, height } = leaf.getBoundingClientRect();
  const place = { clientX: left + width / 2, clientY: top + height / 2, pointerType: 'mouse', bubbles: true };
  leaf.dispatchEvent(new PointerEvent('click', place));
  return !leaf.closest('[data-explained]');
}).map(leaf => `${leaf.closest('.claim').dataset.label}: ${leaf.innerHTML}`)"""

# A tap on a symbol that has come to the screen's upper or lower edge; a box that scrolls by itself says so in the next frame.
TAP = """async (symbol, block) => {
  symbol.scrollIntoView({ block, inline: 'nearest', behavior: 'instant' });
  if (block === 'start') scrollBy({ top: symbol.getBoundingClientRect().top - 2, behavior: 'instant' });
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const { left, top } = symbol.getBoundingClientRect();
  symbol.dispatchEvent(new PointerEvent('click', { clientX: left + 3, clientY: top + 3, pointerType: 'touch', bubbles: true }));
}"""


def said(page: Page) -> Locator:
    """The words about a symbol."""
    return page.locator("[role=tooltip]")


def equation(page: Page, label: str) -> Locator:
    return page.locator(f"[id='equation-{label}'] > .math")


def middle(symbol: Locator) -> tuple[float, float]:
    symbol.evaluate("symbol => symbol.scrollIntoView({block: 'center', inline: 'center'})")
    box = symbol.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def words_over(page: Page, symbol: Locator) -> str:
    """The words that appear when the pointer comes to the symbol."""
    page.mouse.move(0, 0)
    said(page).wait_for(state="detached")
    page.mouse.move(*middle(symbol))
    said(page).wait_for()
    return said(page).inner_text()


def letters(page: Page) -> Locator:
    """The letters with an index of all displayed equations."""
    return page.locator(".claim [data-mml-node=msub]:not([data-mml-node=msub] *)")


@pytest.fixture(scope="module")
def page(browser: Browser, served: str) -> Iterator[Page]:
    """The chapter on one dimension, wide, for tests that leave it as they found it."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(served + CHAPTER)
        page.evaluate(test_browser.TYPESET)
        yield page


def test_a_letter_is_explained_with_its_own_indices(page: Page) -> None:
    assert words_over(page, equation(page, "responsibility").locator(GAMMA).first) == "γik: the responsibility of component k for point i"
    added = equation(page, "responsibilities-add-up").locator(GAMMA)
    assert words_over(page, added.nth(1)) == "γi2: the responsibility of component 2 for point i"
    assert words_over(page, equation(page, "log-normal-by-mean").locator(MU).first) == "μk: the mean of component k"


def test_a_letter_is_explained_where_its_index_is_pointed_at(page: Page) -> None:
    index = equation(page, "responsibility").locator(GAMMA).first.locator('[data-c="1D458"]')
    assert words_over(page, index) == "γik: the responsibility of component k for point i"


def test_letters_in_a_line_of_text_are_explained_too(page: Page) -> None:
    inline = page.locator("p mjx-container")
    assert words_over(page, inline.locator(PI).first) == "π1: the weight of component 1"
    assert words_over(page, inline.locator('[data-c="2113"]').first).endswith("the weight of component k times its density at point i")


def test_the_constant_of_the_circle_is_no_weight(page: Page) -> None:
    words = words_over(page, equation(page, "normal").locator(BARE_PI))
    assert words.startswith("2π: twice the number 3.14159")
    assert words_over(page, equation(page, "density").locator(PI).first) == "π1: the weight of component 1"
    assert words_over(page, equation(page, "density").locator(BARE_PI).first) == "π: the weight of each component"


def test_letters_that_only_their_font_tells_apart_are_told_apart(page: Page) -> None:
    likelihood = equation(page, "batch-likelihood").locator(SCRIPT_L)
    assert words_over(page, equation(page, "log-likelihood").locator(SCRIPT_L)) == "𝓛: the log-likelihood of all points, a sum, in nats"
    assert words_over(page, likelihood.first) == "𝓛B: the log-likelihood of a mini-batch, a sum, in nats"
    assert words_over(page, equation(page, "normal").locator(SCRIPT_N)).startswith("𝒩: the normal density")
    upright = equation(page, "weight-gradient-on-the-simplex").locator('[data-c="64"]').first
    assert words_over(page, upright).startswith("d: a derivative along the line")


def test_a_batch_and_its_size_and_the_index_of_a_sum_are_told_apart(page: Page) -> None:
    sizes = equation(page, "batch-loss-gradient").locator('[data-c="1D435"]')
    words = [words_over(page, sizes.nth(place)) for place in range(sizes.count())]
    assert words == [
        "JB: the negative log-likelihood per point of a mini-batch, a mean, in nats",
        "|B|: the number of points in a mini-batch",
        "B: the points of a mini-batch",
    ]
    of_sum = equation(page, "log-likelihood").locator('[data-mml-node="munderover"]').first.locator('[data-c="1D456"]')
    assert words_over(page, of_sum) == "i: the number of a point, from 1 to m"


def test_every_letter_of_every_equation_that_was_read_is_explained(visit: Any, served: str, html: Path) -> None:
    for name in test_browser.claims_of(html):
        page = visit(served, name).page
        assert page.locator(READ).count()
        assert (name, page.evaluate(UNEXPLAINED, READ)) == (name, [])


def test_a_sign_that_the_table_does_not_hold_says_nothing(page: Page) -> None:
    equals = equation(page, "responsibility").locator('[data-c="3D"]').first
    page.mouse.move(*middle(equals))
    page.wait_for_timeout(400)
    assert said(page).count() == 0
    # The same wait is enough for a letter.
    page.mouse.move(*middle(equation(page, "responsibility").locator(GAMMA).first))
    page.wait_for_timeout(400)
    assert said(page).count() == 1


def test_a_letter_with_an_index_that_is_not_its_own_says_nothing(visit: Any, served: str) -> None:
    page = visit(served, NOTATION).page
    for tex, known in ((r"\lambda_{\min}", False), (r"K_k", False), (r"\gamma_{ikd}", False), (r"\lambda", True), (r"\gamma_{ik}", True)):
        page.evaluate("tex => document.querySelector('article').prepend(MathJax.tex2svg(tex))", tex)
        page.mouse.move(0, 0)
        page.mouse.move(*middle(page.locator("article > mjx-container [data-mml-node=mi]").first))
        page.wait_for_timeout(400)
        assert (tex, said(page).count()) == (tex, known)
        page.keyboard.press("Escape")


def test_escape_puts_the_words_away_until_the_pointer_has_left_and_closes_no_verdict(page: Page) -> None:
    page.locator("[aria-controls='verdict-responsibility']").click()
    gamma = equation(page, "responsibility").locator(GAMMA).first
    words_over(page, gamma)
    page.keyboard.press("Escape")
    assert said(page).count() == 0
    x, y = middle(gamma)
    page.mouse.move(x + 1, y)
    page.wait_for_timeout(400)
    assert said(page).count() == 0
    assert page.locator("[id='verdict-responsibility']").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("[id='verdict-responsibility']").is_visible()
    assert words_over(page, gamma)


def test_the_pointer_may_rest_on_the_words_and_they_go_when_it_leaves(page: Page) -> None:
    gamma = equation(page, "responsibility").locator(GAMMA).first
    words_over(page, gamma)
    page.mouse.move(*middle(said(page)), steps=8)
    page.wait_for_timeout(600)
    assert said(page).inner_text() == "γik: the responsibility of component k for point i"
    page.mouse.move(0, 0)
    said(page).wait_for(state="detached")


def test_a_tap_shows_the_words_and_a_tap_elsewhere_puts_them_away(visit: Any, served: str) -> None:
    page = visit(served, CHAPTER, width=360, touch=True).page
    page.touchscreen.tap(*middle(equation(page, "responsibility").locator(GAMMA).first))
    assert said(page).inner_text() == "γik: the responsibility of component k for point i"
    page.touchscreen.tap(*middle(equation(page, "responsibility").locator(PI).nth(1)))
    assert said(page).inner_text() == "πj: the weight of component j"
    page.touchscreen.tap(*middle(said(page)))
    assert said(page).count() == 0
    page.touchscreen.tap(*middle(equation(page, "responsibility").locator(PI).nth(1)))
    page.touchscreen.tap(*middle(page.locator("article h2").first))
    assert said(page).count() == 0


def test_mathematics_in_a_link_is_explained_to_the_pointer_and_pressed_as_a_link(visit: Any, served: str) -> None:
    page = visit(served, NOTATION, touch=True).page
    page.locator("p mjx-container:has([data-mml-node=msub])").first.evaluate("math => math.outerHTML = `<a href='#'>${math.outerHTML}</a>`")
    symbol = page.locator("a[href='#'] [data-mml-node=mi]").first
    assert words_over(page, symbol)
    page.mouse.move(0, 0)
    said(page).wait_for(state="detached")
    page.touchscreen.tap(*middle(symbol))
    assert said(page).count() == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_the_words_cover_neither_their_symbol_nor_leave_the_screen(visit: Any, served: str, width: int) -> None:
    page = visit(served, CHAPTER, width=width).page
    every = letters(page)
    assert every.count()
    for place in range(0, every.count(), 9):
        for block in ("start", "end"):
            symbol = every.nth(place)
            symbol.evaluate(TAP, block)
            words = said(page).bounding_box()
            assert words
            assert 0 <= words["x"] <= width - words["width"]
            assert 0 <= words["y"] <= 800 - words["height"]
            boxes = page.locator("[data-explained]").evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
            assert boxes
            assert all(box["bottom"] <= words["y"] or box["top"] >= words["y"] + words["height"] for box in boxes)
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_words_go_when_their_equation_scrolls_in_its_box(visit: Any, served: str) -> None:
    page = visit(served, CHAPTER, width=360).page
    page.wait_for_selector(".claim > .math[data-more]")
    box = page.locator(".claim > .math[data-more]").first
    words_over(page, box.locator("[data-mml-node=msub]").first)
    box.evaluate("box => box.scrollBy(20, 0)")
    said(page).wait_for(state="detached")


def test_the_words_and_the_table_can_be_read_in_light_and_in_dark(visit: Any, served: str) -> None:
    for scheme in ("light", "dark"):
        page = visit(served, NOTATION, scheme=scheme).page
        words_over(page, page.locator(".notation-table mjx-container [data-mml-node=msub]").first)
        for elements in ("[role=tooltip], [role=tooltip] *", ".notation-table :is(th, td, a, code, span.notation-values)"):
            assert page.locator(elements).count()
            assert (scheme, page.locator(elements).evaluate_all(TOO_PALE, 4.5)) == (scheme, [])


def test_nothing_is_made_before_the_reader_points_and_no_symbol_takes_the_focus(visit: Any, served: str) -> None:
    page = visit(served, NOTATION).page
    assert page.locator("mjx-container").count()
    assert page.locator("[role=tooltip], [data-explained], article .math [tabindex], article .math[tabindex]").count() == 0
