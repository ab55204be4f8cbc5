"""The book's own look: its colours in both themes, and its pages on paper."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builds import Build
from playwright.sync_api import Page, sync_playwright

from mog.figures.style import COMPONENT_COLOURS

TEXT = ("text-base", "text-muted", "heading", "primary", "secondary", "success", "on-surface")
GROUNDS = ("background", "on-background", "surface")
PRESSED = (
    ".bd-sidebar-primary",
    ".bd-sidebar-secondary",
    ".bd-header-article",
    ".prev-next-footer",
    ".headerlink",
    ".copybtn",
    ".toggle-button",
    "summary",
)

SOLUTION = """

## Exercises

1. An exercise.

```{admonition} Solution
:class: dropdown
It is folded on the screen.
```

```{code-cell} python
:tags: [hide-input]
print("a folded cell")
```
"""


@pytest.fixture
def style(root: Path) -> str:
    return (root / "book" / "_static" / "look.css").read_text("utf-8")


def palette(style: str, theme: str) -> dict[str, str]:
    """The colours by their name, without the theme's prefix; the dark theme changes some of the light ones."""
    blocks = re.findall(r'html\[data-theme(="dark")?\] \{(.*?)\}', style, re.DOTALL)
    chosen = [block for dark, block in blocks if theme == "dark" or not dark]
    return {name: colour for block in chosen for name, colour in re.findall(r"--pst-color-([\w-]+): (#\w+);", block)}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as the Web Content Accessibility Guidelines define it."""
    darker, paler = sorted((luminance(one), luminance(other)))
    return (paler + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_of_text_can_be_read_on_every_ground_of_its_theme(style: str, theme: str) -> None:
    colours = palette(style, theme)
    pale = [(text, ground) for text in TEXT for ground in GROUNDS if contrast(colours[text], colours[ground]) < 4.5]
    assert pale == []


def test_the_dark_theme_has_a_colour_of_its_own_for_each_of_the_light_one(style: str) -> None:
    light, dark = palette(style, "light"), palette(style, "dark")
    assert light.keys() == dark.keys()
    assert [name for name in light if light[name] == dark[name]] == []


def test_the_three_curves_of_the_cover_have_the_colours_of_the_first_three_components(style: str) -> None:
    assert re.findall(r"stroke='%23(\w+)'", style) == [colour.lstrip("#") for colour in COMPONENT_COLOURS[:3]]


@pytest.fixture
def printed(two_pages: Path, build: Build, chromium: str) -> Iterator[Page]:
    """A page with folded parts as a reader of the dark theme would print it."""
    page = two_pages / "book" / "page.md"
    page.write_text(page.read_text("utf-8") + SOLUTION, "utf-8")
    built = build(two_pages)
    assert built.returncode == 0, built.output
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(color_scheme="dark")
        tab.goto((built.html / "book" / "page.html").as_uri())
        tab.wait_for_selector(".toggle-button")
        tab.emulate_media(media="print", color_scheme="dark")
        yield tab
        browser.close()


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_on_paper_a_page_is_light_and_open_and_has_nothing_to_press(printed: Page) -> None:
    assert printed.locator("html").get_attribute("data-theme") == "dark"
    assert printed.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    for name in PRESSED:
        parts = printed.locator(name)
        assert parts.count() > 0, name
        assert not any(part.is_visible() for part in parts.all()), name
    assert printed.get_by_role("heading", level=1).all_inner_texts() == ["One page"]
    assert printed.get_by_text("It is folded on the screen.").evaluate("text => getComputedStyle(text).visibility") == "visible"
    assert printed.get_by_text("It is folded on the screen.").evaluate("text => text.getBoundingClientRect().height") > 10
    folded = printed.locator("details.hide .cell_input")
    assert folded.evaluate("cell => cell.checkVisibility({contentVisibilityAuto: true})")
    assert folded.bounding_box()["height"] > 10
