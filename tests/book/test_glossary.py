"""The glossary explains each word once, and says where the book needs it."""

import pytest
from bs4 import BeautifulSoup, Tag
from builds import Built

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def glossary(whole_book: Built) -> Tag:
    """The list on the built page."""
    found = BeautifulSoup((whole_book.html / "book" / "glossary.html").read_text("utf-8"), "html.parser").select_one("dl.glossary")
    assert found is not None
    return found


def test_words_stand_in_the_order_of_the_alphabet_and_only_once(glossary: Tag) -> None:
    words = [word.contents[0].get_text().casefold() for word in glossary.select("dt")]
    assert words == sorted(set(words))


def test_every_word_leads_to_a_place_in_the_book(glossary: Tag, whole_book: Built) -> None:
    for meaning in glossary.select("dd"):
        links = [str(link["href"]) for link in meaning.select("a.internal")]
        assert links, meaning.get_text()
        for link in links:
            page, _, anchor = link.partition("#")
            target = BeautifulSoup((whole_book.html / "book" / page).read_text("utf-8"), "html.parser")
            assert not anchor or target.find(id=anchor), link
