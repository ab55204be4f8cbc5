"""Every executed page offers itself as a notebook."""

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from builds import Build, Built

pytestmark = pytest.mark.book


def download_links(page: Path) -> list[Path]:
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    links = soup.select(".dropdown-download-buttons a.btn-download-notebook-button")
    assert all("Download Notebook" in link.get_text() for link in links)
    return [page.parent / str(link["href"]) for link in links]


def test_every_executed_page_of_the_book_offers_one_notebook_with_its_outputs_and_no_other_page_does(whole_book: Built) -> None:
    offered = 0
    for page in whole_book.html.joinpath("book").glob("*.html"):
        executed = "cell_output" in page.read_text("utf-8")
        links = download_links(page)
        assert len(links) == executed, page.name
        for link in links:
            notebook = nbformat.read(link, as_version=4)
            nbformat.validate(notebook)
            assert any(cell.get("outputs") for cell in notebook.cells)
            offered += 1
    assert offered > 0


def test_a_notebook_has_the_name_of_its_page_and_the_same_bytes_in_every_build(two_pages: Path, build: Build) -> None:
    first = build(two_pages)
    (link,) = download_links(first.html / "book" / "page.html")
    assert link == first.html / "book" / "page.ipynb"
    once = link.read_bytes()
    (two_pages / "_build").rename(two_pages.parent / "first")
    build(two_pages)
    assert link.read_bytes() == once
    notebook = nbformat.reads(once.decode(), as_version=4)
    assert [cell.id for cell in notebook.cells] == ["cell-1", "cell-2"]
    assert notebook.cells[1].outputs[0].text == "(272, 2)\n"
