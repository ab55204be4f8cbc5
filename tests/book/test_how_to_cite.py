"""The book says how to cite it in the words of CITATION.cff."""

from pathlib import Path
from types import ModuleType

import pytest
import yaml
from bs4 import BeautifulSoup
from builds import Built, Load
from pybtex.database import parse_string

PERSONS = {
    "authors": [{"family-names": "Doe", "given-names": "Jo"}, {"name": "A group"}],
    "title": "On Mixtures",
    "version": "1.2.3",
    "date-released": "2027-03-04",
    "url": "https://example.org/book",
}
NO_MORE_THAN_NEEDED = {"authors": [{"name": "A group"}], "title": "On Mixtures", "version": "1.2.3"}


@pytest.fixture
def how_to_cite(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("how_to_cite")


def words(module: ModuleType, citation: dict[str, object]) -> str:
    return "".join(node.astext() for node in module.sentence(citation))


def test_persons_groups_year_and_address_stand_in_both_forms(how_to_cite: ModuleType) -> None:
    assert words(how_to_cite, PERSONS) == "Jo Doe, A group (2027). On Mixtures. Version 1.2.3. https://example.org/book"
    (entry,) = parse_string(how_to_cite.bibtex(PERSONS), "bibtex").entries.values()
    assert [str(person) for person in entry.persons["author"]] == ["Doe, Jo", "{A group}"]
    assert dict(entry.fields) == {"title": "{On Mixtures}", "year": "2027", "version": "1.2.3", "url": "https://example.org/book"}


def test_what_the_file_does_not_say_is_left_out(how_to_cite: ModuleType) -> None:
    assert words(how_to_cite, NO_MORE_THAN_NEEDED) == "A group. On Mixtures. Version 1.2.3."
    (entry,) = parse_string(how_to_cite.bibtex(NO_MORE_THAN_NEEDED), "bibtex").entries.values()
    assert dict(entry.fields) == {"title": "{On Mixtures}", "version": "1.2.3"}


def test_a_doi_goes_before_an_address_and_an_address_before_that_of_the_source(how_to_cite: ModuleType) -> None:
    source = {"repository-code": "https://example.org/source"}
    assert how_to_cite.address(source) == "https://example.org/source"
    assert how_to_cite.address(source | PERSONS) == "https://example.org/book"
    assert how_to_cite.address(source | PERSONS | {"doi": "10.1000/1"}) == "https://doi.org/10.1000/1"


@pytest.mark.book
def test_the_page_says_what_the_file_says(whole_book: Built, root: Path, how_to_cite: ModuleType) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    soup = BeautifulSoup((whole_book.html / "book" / "how-to-cite.html").read_text("utf-8"), "html.parser")
    assert words(how_to_cite, citation) in [each.get_text() for each in soup.select("article p")]
    assert how_to_cite.bibtex(citation) == soup.select_one("div.highlight-bibtex pre").get_text().rstrip("\n")
