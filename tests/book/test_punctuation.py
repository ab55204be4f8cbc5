"""Signs that touch a formula are kept on its line."""

from pathlib import Path

from bs4 import BeautifulSoup
from builds import Built


def test_no_comma_or_bracket_of_the_book_can_be_parted_from_its_formula(whole_book: Built) -> None:
    seen = 0
    for page in (whole_book.html / "book").glob("*.html"):
        article = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one("article")
        for formula in article.select("p span.math, li span.math"):
            after, before = formula.next_sibling, formula.previous_sibling
            touched = str(after or "")[:1] in set(".,;:)") - {""} or str(before or "")[-1:] == "("
            if touched and not str(after or "").startswith("<"):
                seen += 1
                assert "keep-together" in formula.parent.get("class", []), (Path(page).name, formula.get_text())
    assert seen > 50
