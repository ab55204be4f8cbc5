"""Every work of the bibliography stands in one reading list, with a line on what it is good for and the pages that cite it."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from builds import Build, Built
from pybtex.database import parse_file

pytestmark = pytest.mark.book

BIBLIOGRAPHY = """
@book{second, author = {Second, Ann}, title = {A Second Book}, publisher = {P}, year = {2001},
  keywords = {to read}, annote = {Good for a start.}}
@book{first, author = {First, Bea}, title = {A First Book}, publisher = {P}, year = {2002},
  keywords = {to read}, annote = {For those who  know it all.}}
"""
LISTS = "\n```{reading-list} to read\n```\n"
CITES = "\nAs is known {cite:p}`second`.\n\n```{bibliography}\n:filter: docname in docnames\n```\n"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


@pytest.fixture
def with_list(two_pages: Path) -> Path:
    """The copy with two works in a list on its first page."""
    (two_pages / "book" / "references.bib").write_text(BIBLIOGRAPHY, "utf-8")
    append(two_pages / "book" / "index.md", LISTS)
    (two_pages / "book" / "page.md").write_text("# One page\n", "utf-8")
    return two_pages


def entries(html: Path, page: str) -> list[list[str]]:
    """The works in the lists of a page: the reference, and what is said of it."""
    soup = BeautifulSoup((html / "book" / page).read_text("utf-8"), "html.parser")
    return [[each.get_text() for each in work.select("p")] for work in soup.select(".reading-list > li")]


def test_works_stand_by_author_with_what_they_are_good_for_and_every_page_that_cites_them(with_list: Path, build: Build) -> None:
    built = build(with_list)
    assert built.returncode == 0, built.output
    assert entries(built.html, "index.html") == [
        ["Bea First. A First Book. P, 2002.", "For those who know it all."],
        ["Ann Second. A Second Book. P, 2001.", "Good for a start."],
    ]
    # The page with the list is written anew, though only the other page has changed.
    append(with_list / "book" / "page.md", CITES)
    again = build(with_list)
    assert again.returncode == 0, again.output
    assert entries(again.html, "index.html")[1][1] == "Good for a start. Cited in One page."


def test_a_work_without_a_list_or_a_word_on_it_ends_the_build_and_so_does_a_list_without_works(with_list: Path, build: Build) -> None:
    append(
        with_list / "book" / "references.bib",
        "@misc{third, title = {T}, annote = {Good.}}\n@misc{fourth, title = {T}, keywords = {to read}}\n",
    )
    append(with_list / "book" / "index.md", LISTS.replace("to read", "to burn"))
    built = build(with_list)
    assert built.returncode != 0
    assert "book/index.md:8: ERROR: no entry of the bibliography has the keyword 'to burn'" in built.output
    assert "'third' needs a field keywords with one of to read; it has None" in built.output
    assert "'fourth' needs a field annote with a line on what it is good for" in built.output
    assert "'third' needs a field annote" not in built.output


def test_every_work_stands_in_one_group_with_a_line_on_what_it_is_good_for(whole_book: Built, root: Path) -> None:
    works = parse_file(str(root / "book" / "references.bib")).entries
    said = [work[1] for work in entries(whole_book.html, "references.html")]
    assert len(said) == len(works)
    assert sorted(line.partition(" Cited in ")[0] for line in said) == sorted(
        " ".join(work.fields["annote"].split()) for work in works.values()
    )
