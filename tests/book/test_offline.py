"""No page of the built book loads anything from elsewhere."""

from importlib.metadata import distribution
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from builds import Built

pytestmark = pytest.mark.book


def loaded(page: Path) -> list[str]:
    """The addresses that a browser fetches by itself when it opens the page."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    links = soup.select("link[href]:not([rel=canonical], [rel=next], [rel=prev], [rel=search], [rel=index])")
    return [str(link["href"]) for link in links] + [str(each["src"]) for each in soup.select("[src]")]


def test_every_file_that_a_page_loads_is_in_the_built_book(whole_book: Built) -> None:
    pages = sorted(whole_book.html.glob("book/*.html"))
    addresses = [(page, address) for page in pages for address in loaded(page)]
    assert any("mathjax/tex-svg.js" in address for _, address in addresses)
    missing = [(page.name, address) for page, address in addresses if not (page.parent / address.split("?")[0]).is_file()]
    assert missing == []


def test_mathjax_is_copied_from_the_pinned_package_and_is_no_more_than_the_pages_need(whole_book: Built) -> None:
    folder = whole_book.html / "_static" / "mathjax"
    copied = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert copied == ["input/tex/extensions/boldsymbol.js", "input/tex/extensions/html.js", "tex-svg.js"]
    pinned = {file.as_posix().partition("mathjax/")[2]: file for file in distribution("sphinx-mathjax-offline").files or ()}
    for name in copied:
        assert (folder / name).read_bytes() == Path(str(pinned[name].locate())).read_bytes()
