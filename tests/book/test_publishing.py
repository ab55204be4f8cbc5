"""What each page says of itself to others, and what is published beside the pages."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from builds import Build, Built, Load
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

ADDRESS = "https://book.example/mog/"

FIGURE = """\
```{code-cell} python
---
mystnb: {figure: {name: line, caption: A line.}, image: {alt: A line.}}
---
import matplotlib.pyplot as plt

plt.plot([0, 1]);
```
"""


def head(page: Path) -> dict[str, str]:
    """What the head of a page says, by the names of its elements."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser").head
    assert soup is not None
    said = {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in soup.select("meta[content]")}
    said |= {f"link {tag['rel'][0]}": str(tag["href"]) for tag in soup.select("link[rel=canonical], link[rel=icon]")}
    return said | {"title": soup.title.text if soup.title else ""}


def parse(text: str) -> nodes.document:
    document = new_document("page", get_default_settings(Parser))
    Parser().parse(text, document)
    return document


def described(load: Load, text: str, **metadata: str) -> str:
    return str(load("publishing").description(metadata, parse(f"Chapter\n=======\n\nPart\n----\n\n{text}\n\nMore\n----\n\nEnd.\n")))


def publish_at(tree: Path, address: str) -> None:
    config = tree / "_config.yml"
    text = config.read_text("utf-8")
    assert 'baseurl: ""' in text
    config.write_text(text.replace('baseurl: ""', f'baseurl: "{address}"'), "utf-8")


def test_the_description_is_what_the_front_matter_says(load: Load) -> None:
    assert described(load, "The first sentence.", description="Written\nby hand.") == "Written by hand."


def test_without_front_matter_it_is_the_first_sentences_as_many_as_are_shown_and_no_part_of_one(load: Load) -> None:
    long = f"A{'a' * 190}."
    assert described(load, f"It is short. {long}") == "It is short."
    assert described(load, f"{long} It is short.") == long
    assert described(load, "One, e.g. two.\nThree? Four!") == "One, e.g. two. Three? Four! End."


def test_a_description_passes_over_boxes_and_lists_and_sentences_that_are_not_plain_words(load: Load) -> None:
    text = ".. note:: A box.\n\n- An entry.\n\nLet :math:`x` be. Here is *all* of it: ``mog``. Then :math:`y` is. And so on."
    assert described(load, text) == "Here is all of it: mog."


def test_a_page_without_a_sentence_has_no_description(load: Load) -> None:
    assert load("publishing").description({}, parse("Chapter\n=======\n\nnothing but words")) == ""


@pytest.mark.book
@pytest.mark.parametrize("address", ["book.example", "https://book.example", "https://book.example/a b/", "ftp://book.example/"])
def test_an_address_that_is_none_ends_the_build_naming_the_setting(two_pages: Path, build: Build, address: str) -> None:
    publish_at(two_pages, address)
    built = build(two_pages)
    assert built.returncode != 0
    assert "html: baseurl in _config.yml must be empty or https://…/ with a slash at its end" in built.output
    assert address in built.output


@pytest.mark.book
def test_a_book_with_an_address_gives_it_on_every_page_and_in_the_sitemap(two_pages: Path, build: Build) -> None:
    publish_at(two_pages, ADDRESS)
    page = two_pages / "book" / "page.md"
    page.write_text(f"{page.read_text('utf-8')}\nIn words.\n\n{FIGURE}", "utf-8")
    built = build(two_pages)
    assert built.returncode == 0, built.output

    said = head(built.html / "book" / "page.html")
    assert said["link canonical"] == said["og:url"] == f"{ADDRESS}book/page.html"
    assert said["description"] == said["og:description"] == "In words."
    assert said["og:title"] == "One page"
    # The page's own figure; a page that has none shows the book's picture.
    assert said["og:image"] == f"{ADDRESS}_static/previews/book/page.png"
    assert (built.html / "_static/previews/book/page.png").read_bytes().startswith(b"\x89PNG")
    assert head(built.html / "book" / "index.html")["og:image"] == f"{ADDRESS}_static/picture.png"
    assert head(built.html / "index.html")["link canonical"] == f"{ADDRESS}book/index.html"

    places = [
        place.text for place in ElementTree.parse(built.html / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert places == [f"{ADDRESS}book/index.html", f"{ADDRESS}book/page.html"]


@pytest.mark.book
def test_every_page_has_a_title_a_description_an_icon_and_a_preview_that_are_there(whole_book: Built) -> None:
    pages = sorted(whole_book.html.glob("book/**/*.html"))
    described = {}
    for page in [whole_book.html / "index.html", *pages]:
        said = head(page)
        for name in ("og:image", "link icon"):
            assert (page.parent / said[name].split("?")[0]).is_file(), (page.name, name)
        assert said["title"].endswith("Mixture of Gaussians")
        assert said["description"] == said["og:description"]
        assert said["description"], page.name
        described[page] = said["description"]
    assert len({described[page] for page in pages}) == len(pages)


@pytest.mark.book
def test_a_book_without_an_address_names_none(whole_book: Built) -> None:
    assert not (whole_book.html / "sitemap.xml").exists()
    for page in [whole_book.html / "index.html", *whole_book.html.glob("book/*.html")]:
        said = head(page)
        assert not {"link canonical", "og:url"} & said.keys()
        assert not said["og:image"].startswith("http")


@pytest.mark.book
def test_the_folder_leads_to_the_first_chapter_and_asks_pages_to_leave_it_as_it_is(whole_book: Built) -> None:
    index = (whole_book.html / "index.html").read_text("utf-8")
    assert re.search(r'<meta http-equiv="refresh" content="0; url=book/index\.html">', index)
    assert '<a href="book/index.html">Mixture of Gaussians</a>' in index
    assert (whole_book.html / ".nojekyll").is_file()
