"""The faults of the theme are mended in every page, no picture goes without words, and every link of the book leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from builds import Build, Built, Load

pytestmark = pytest.mark.book

TABLE = """\
<!DOCTYPE html><html><body><article><table class="table"><thead><tr><th>slip</th><th>what it does</th></tr></thead>
<tbody><tr><td>a &lt; b</td><td><em>breaks</em></td></tr></tbody></table></article></body></html>"""

PICTURE = """
```{{code-cell}} python
---
mystnb: {}
---
figures.climb([1.0, 2.0, 3.0], name="height")
```
"""
WORDS, CAPTION = "image: {alt: A curve that rises.}", "figure: {name: NAME, caption: A climb.}"


@pytest.fixture
def extension(load: Load) -> ModuleType:
    """The module of the book's own extension that mends the pages."""
    return load("accessible")


def pages(html: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page of the book, its index and the package's source among them."""
    for path in sorted(path for path in html.rglob("*.html") if "_static" not in path.parts):
        yield path.relative_to(html).as_posix(), BeautifulSoup(path.read_text("utf-8"), "html.parser")


def test_a_table_keeps_its_roles_and_each_cell_the_name_of_its_column_when_it_is_laid_out_as_cards(extension: ModuleType) -> None:
    table = BeautifulSoup(extension.mend(TABLE), "html.parser").table
    assert table["role"] == "table"
    assert table["class"] == ["table", "cards"]
    assert [row["role"] for row in table.select("tr")] == ["row", "row"]
    assert [(cell["role"], cell.get("data-label")) for cell in table.select("th, td")] == [
        ("columnheader", None),
        ("columnheader", None),
        ("cell", "slip"),
        ("cell", "what it does"),
    ]


def test_a_summary_without_words_keeps_its_name_and_one_with_words_is_called_by_them(extension: ModuleType) -> None:
    mended = extension.mend('<summary aria-label="Toggle"><i></i></summary><summary aria-label="Toggle">Show it</summary>')
    assert [summary.get("aria-label") for summary in BeautifulSoup(mended, "html.parser").select("summary")] == ["Toggle", None]


def test_a_fold_of_the_list_of_pages_is_called_by_the_page_above_it(extension: ModuleType) -> None:
    mended = extension.mend('<ul><li><a href="#">The package</a><details><summary><i></i></summary></details></li></ul>')
    assert BeautifulSoup(mended, "html.parser").summary["aria-label"] == "The pages below The package"


def test_the_parameters_of_a_long_signature_are_lines_of_it_and_explain_nothing(extension: ModuleType) -> None:
    mended = extension.mend('<dl class="py"><dt class="sig">f(<dl><dd>x</dd><dd>y</dd></dl>)</dt><dd>What it does.</dd></dl>')
    page = BeautifulSoup(mended, "html.parser")
    assert [line.get_text() for line in page.select("dt .sig-params > .sig-line")] == ["x", "y"]
    assert [explained.get_text() for explained in page.select("dd")] == ["What it does."]


def test_attributes_stand_as_they_were_written(extension: ModuleType) -> None:
    link = '<a title="b" href="#" class="c">d</a>'
    assert link in extension.mend(link)


def test_mending_changes_nothing_that_is_read_and_nothing_the_second_time(extension: ModuleType) -> None:
    once = extension.mend(TABLE)
    assert "a &lt; b" in once
    assert "<em>breaks</em>" in once
    assert extension.mend(once).split() == once.split()


def test_every_table_of_the_book_says_what_its_cells_are(whole_book: Built) -> None:
    cells = [cell for _, page in pages(whole_book.html) for cell in page.select("article table tbody :is(th, td)")]
    assert len(cells) > 100
    assert all(cell.get("role") in ("cell", "rowheader") for cell in cells)
    cards = [cell for cell in cells if "cards" in (cell.find_parent("table").get("class") or ())]
    assert cards
    assert all(cell.get("data-label") for cell in cards)


def test_a_picture_without_words_or_caption_fails_the_build_with_its_page_and_line(two_pages: Path, build: Build) -> None:
    page = two_pages / "book" / "page.md"
    wholly = PICTURE.format(f"{{{CAPTION}, {WORDS}}}".replace("NAME", "whole"))
    no_words, no_caption = PICTURE.format(f"{{{CAPTION}}}".replace("NAME", "wordless")), PICTURE.format(f"{{{WORDS}}}")
    page.write_text(
        page.read_text("utf-8").replace("import mog", "import mog\nfrom mog import figures") + wholly + no_words + no_caption, "utf-8"
    )
    built = build(two_pages)
    assert built.returncode != 0
    last = len(page.read_text("utf-8").splitlines()) - 5
    reported = re.findall(r"page\.md:(\d+): WARNING: a picture (without [a-z ]+)", built.output)
    assert reported == [(str(last - 7), "without words for those who cannot see it"), (str(last), "without a caption")]


def test_every_link_within_the_book_leads_to_a_file_and_a_place_in_it_that_are_there(whole_book: Built) -> None:
    html = whole_book.html
    places = {name: {str(each["id"]) for each in page.select("[id]")} for name, page in pages(html)}
    dead, followed = [], 0
    for name, page in pages(html):
        for link in page.select("a[href]"):
            address = urlsplit(str(link["href"]))
            if address.scheme or address.netloc:
                continue
            followed += 1
            path = (html / name).parent / unquote(address.path) if address.path else html / name
            target = path.resolve().relative_to(html.resolve()).as_posix()
            if not path.is_file() or (address.fragment and unquote(address.fragment) not in places.get(target, ())):
                dead.append((name, link["href"]))
    assert dead == []
    assert followed > 1000
