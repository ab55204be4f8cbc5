"""Icons are the book's own drawings, in the place of the theme's script and font."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from builds import Built, Load

MOON = '<button aria-label="Color mode"><i class="theme-switch fa-solid fa-moon    fa-lg" data-mode="dark"  title="Dark"></i></button>'


def drawn(load: Load, html: str) -> Tag:
    icon = BeautifulSoup(load("icons").draw(html, "page.html"), "html.parser").svg
    assert icon is not None
    return icon


@pytest.mark.parametrize("in_order", [MOON, str(BeautifulSoup(MOON, "html.parser")).replace("<i ", '<i aria-hidden="true" ')])
def test_an_icon_becomes_a_drawing_that_keeps_its_classes_its_mode_and_its_tooltip(load: Load, in_order: str) -> None:
    icon = drawn(load, in_order)
    assert icon.get_attribute_list("class") == ["svg-inline--fa", "theme-switch", "fa-solid", "fa-moon", "fa-lg"]
    assert icon["data-mode"] == "dark"
    assert not icon.has_attr("title")
    assert [title.text for title in icon.find_all("title")] == ["Dark"]
    assert [line["d"] for line in icon.find_all("path")] == [load("icons").DRAWINGS["moon"]]


def test_a_drawing_is_not_spoken_and_its_button_keeps_its_name(load: Load) -> None:
    icon = drawn(load, MOON)
    assert icon["aria-hidden"] == "true"
    assert icon.parent is not None
    assert icon.parent["aria-label"] == "Color mode"


def test_an_icon_that_is_a_span_is_drawn_and_a_span_that_holds_words_is_left_alone(load: Load) -> None:
    assert drawn(load, '<span class="fa-solid fa-bars"></span>')
    words = '<span class="fa-fact">words</span>'
    assert load("icons").draw(words, "page.html") == words


def test_a_drawn_page_stays_as_it_is_when_it_is_drawn_again(load: Load) -> None:
    once = load("icons").draw(MOON, "page.html")
    assert load("icons").draw(once, "page.html") == once


def test_an_icon_that_nobody_has_drawn_ends_the_build_naming_the_page_the_icon_and_the_file(load: Load) -> None:
    with pytest.raises(Exception, match=r"page\.html shows the icon 'rocket', which book/_ext/icons\.py does not draw"):
        load("icons").draw('<i class="fas fa-rocket"></i>', "page.html")


def test_every_kind_of_box_has_a_drawing_that_is_whole_and_is_fetched_from_nowhere(load: Load) -> None:
    icons = load("icons")
    addresses = re.findall(r'url\("data:image/svg\+xml,([^"]*)"\)', icons.style())
    assert len(addresses) == len(icons.ADMONITIONS) == icons.style().count("url(")
    for address, name in zip(addresses, icons.ADMONITIONS.values(), strict=True):
        assert ElementTree.fromstring(unquote(address))[0].attrib == {"d": icons.DRAWINGS[name]}


@pytest.mark.book
def test_no_page_is_left_with_an_icon_that_only_a_script_or_a_font_could_show(whole_book: Built) -> None:
    pages = sorted(whole_book.html.rglob("*.html"))
    assert pages
    for page in pages:
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        assert (page.name, soup.select('[class*="fa-"]:not(svg)')) == (page.name, [])
