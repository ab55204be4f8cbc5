"""Pictures of the built book keep their place and do not hold up the formulas."""

from pathlib import Path
from types import ModuleType

import pytest
from builds import Built, Load
from playwright.sync_api import sync_playwright

DRAWING = '<?xml version="1.0"?>\n<svg xmlns:xlink="x" width="360pt" height="180.2pt" viewBox="0 0 360 180.2">'
ATTRIBUTES = "images => images.map(image => [image.width / image.height, image.naturalWidth / image.naturalHeight])"


@pytest.fixture
def pictures(load: Load) -> ModuleType:
    return load("pictures")


def test_a_drawing_says_its_size_and_all_but_the_first_can_wait(pictures: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "one.svg").write_text(DRAWING, "utf-8")
    html = '<img alt="a > b" src="one.svg"/><p></p><img src="one.svg"/>'.replace("a > b", "a")
    placed = pictures.placed(html, tmp_path)
    assert placed == (
        '<img width="480" height="240" alt="a" src="one.svg"/><p></p><img width="480" height="240" loading="lazy" src="one.svg"/>'
    )


def test_what_has_no_size_stays_as_it_is(pictures: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "icon.svg").write_text('<svg viewBox="0 0 8 8">', "utf-8")
    html = '<img src="icon.svg"/><img src="photograph.png"/>'
    assert pictures.placed(html, tmp_path) == html


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("width", [1200, 360])
def test_every_drawing_comes_when_it_is_scrolled_to_and_has_the_shape_of_its_place(whole_book: Built, chromium: str, width: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto((whole_book.html / "book" / "dataset.html").as_uri())
        drawings = page.locator("figure img[width]")
        assert drawings.count() > 4
        assert page.locator("figure img:not([loading])").count() == 1
        for drawing in drawings.all():
            drawing.scroll_into_view_if_needed()
            drawing.evaluate("image => image.decode()")
        for place, drawn in drawings.evaluate_all(ATTRIBUTES):
            # A pixel of rounding in a height of some hundred.
            assert abs(place / drawn - 1) < 0.01


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_pictures_that_nobody_scrolled_to_are_printed(whole_book: Built, chromium: str) -> None:
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        page.goto((whole_book.html / "book" / "dataset.html").as_uri())
        printed = len(page.pdf())
        page.add_style_tag(content="figure img { display: none }")
        without = len(page.pdf())
    # A page of text and formulas alone is a small part of this one.
    assert printed > 1.5 * without
