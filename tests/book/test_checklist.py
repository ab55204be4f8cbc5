"""Each demand of the assignment has a place, functions and tests that are there; a row that is not so ends the build."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from builds import Build, Built

pytestmark = pytest.mark.book

DEMAND = """
DEMANDS = {{
    "A part": (
{rows}
    ),
}}
"""
SOUND = (
    'Demand("the mean’s gradient", Equation("mean-gradient"), ("mog.kernels.mean_gradient",), ("tests/test_small.py::test_one",))',
    'Demand("a section", Section("a-section"), (), ("tests/test_small.py::test_two[1]", "tests/test_small.py::test_two"))',
    'Demand("a page", Page("page"), ("mog.Mixture",), ("tests/test_small.py::test_one",))',
)
WRONG = {
    'Demand("a", Equation("no-such"), (), ("tests/test_small.py::test_one",))': "no page has an equation 'no-such'",
    'Demand("b", Equation("slip-of-the-sign"), (), ("tests/test_small.py::test_one",))': (
        "its equation 'slip-of-the-sign' is refuted, expected one that is proved or a definition"
    ),
    'Demand("c", Section("no-section"), (), ("tests/test_small.py::test_one",))': "no page has a section with the label 'no-section'",
    'Demand("d", Page("no-page"), (), ("tests/test_small.py::test_one",))': "the book has no page 'no-page'",
    'Demand("e", Page("page"), ("mog.kernels.mean",), ("tests/test_small.py::test_one",))': (
        "its function 'mog.kernels.mean' cannot be imported: module 'mog.kernels' has no attribute 'mean'"
    ),
    'Demand("f", Page("page"), ("mog.kernel.mean_gradient",), ("tests/test_small.py::test_one",))': (
        "its function 'mog.kernel.mean_gradient' cannot be imported: No module named 'mog.kernel'"
    ),
    'Demand("g", Page("page"), ("mog.__version__",), ("tests/test_small.py::test_one",))': (
        "its function 'mog.__version__' is str and cannot be called"
    ),
    'Demand("h", Page("page"), (), ("tests/test_small.py::test_three",))': "its test 'test_three' is not in tests/test_small.py",
    'Demand("i", Page("page"), (), ("tests/test_small.py::helper",))': "its test 'helper' is not in tests/test_small.py",
    'Demand("j", Page("page"), (), ("tests/test_large.py::test_one",))': "its test 'tests/test_large.py::test_one' is in no file of tests/",
    'Demand("k", Page("page"), (), ("mog/mixture.py::test_one",))': "its test 'mog/mixture.py::test_one' is in no file of tests/",
    'Demand("l", Page("page"), (), ("tests/test_small.py::test_one[1]",))': (
        "its test 'test_one' has no parameters, and 'test_one[1]' names some"
    ),
    'Demand("m", Page("page"), (), ())': "it names no test",
}
TESTS = """
import pytest


def helper(): ...
def test_one(): ...
@pytest.mark.parametrize("n", [1, 2])
def test_two(n): ...
"""
PAGE = r"""---
derivation: {K: 2, D: 1}
---

# One page

```{py:class} mog.Mixture
```

(a-section)=
## A section

$$
\frac{\partial \mathcal{L}}{\partial \mu_k} = \sum_{i=1}^m \gamma_{ik} \frac{x_i - \mu_k}{\sigma_k^2}
$$ (mean-gradient)

$$
\frac{\partial \mathcal{L}}{\partial \mu_k} = \sum_{i=1}^m \gamma_{ik} \frac{\mu_k - x_i}{\sigma_k^2}
$$ (slip-of-the-sign)
"""


def list_these(tree: Path, rows: list[str]) -> None:
    """Put these rows in the place of the book's own, and say that the assignment asks for no more."""
    path = tree / "book" / "_ext" / "demands.py"
    head = path.read_text("utf-8").partition("\nFORMULAS = ")[0]
    path.write_text(head + DEMAND.format(rows="".join(f"        {row},\n" for row in rows)), "utf-8")


@pytest.fixture
def with_checklist(two_pages: Path) -> Path:
    """The copy with the checklist on its first page, in the short form and in the long one, and what its rows need on the second."""
    (two_pages / "book" / "page.md").write_text(PAGE, "utf-8")
    index = two_pages / "book" / "index.md"
    index.write_text(index.read_text("utf-8") + "\n```{checklist}\n:short:\n```\n\n```{checklist}\n```\n", "utf-8")
    (two_pages / "tests" / "test_small.py").write_text(TESTS, "utf-8")
    return two_pages


def tables(html: Path, page: str) -> list[list[list[str]]]:
    """The tables of demands on a page: of each its rows, of each row the text of its cells."""
    soup = BeautifulSoup((html / "book" / page).read_text("utf-8"), "html.parser")
    found = [table.select("tbody tr:not(.checklist-part)") for table in soup.select("table.checklist, table.checklist-short")]
    return [[[cell.get_text() for cell in row.select("th, td")] for row in rows] for rows in found]


def test_each_row_says_place_verdict_functions_and_tests_until_one_of_them_is_gone(with_checklist: Path, build: Build) -> None:
    list_these(with_checklist, list(SOUND))
    built = build(with_checklist)
    assert built.returncode == 0, built.output
    soup = BeautifulSoup((built.html / "book" / "index.html").read_text("utf-8"), "html.parser")
    # A function is a link where a page documents it.
    assert [link["href"] for link in soup.select("td[data-column=functions] a")] == ["page.html#mog.Mixture"]
    short, long = tables(built.html, "index.html")
    assert short == [row[:2] for row in long]
    assert long == [
        [
            "the mean’s gradient",
            "(1) mean-gradient",
            "✓ proved for any number of components and 1 feature",
            "mog.kernels.mean_gradient",
            "tests/test_small.py::test_one",
        ],
        ["a section", "A section", "", "", "tests/test_small.py::test_two[1]tests/test_small.py::test_two"],
        ["a page", "One page", "", "mog.Mixture", "tests/test_small.py::test_one"],
    ]
    # No page has changed, and yet the next build notices that a test is gone.
    tests = with_checklist / "tests" / "test_small.py"
    tests.write_text(tests.read_text("utf-8").replace("test_one", "test_another"), "utf-8")
    again = build(with_checklist)
    assert again.returncode != 0
    assert "row 1, \"the mean’s gradient\": its test 'test_one' is not in tests/test_small.py" in again.output


def test_a_row_that_is_not_so_ends_the_build_and_is_named(with_checklist: Path, build: Build) -> None:
    list_these(with_checklist, [SOUND[0], *WRONG])
    built = build(with_checklist)
    assert built.returncode != 0
    said = [line for line in built.output.splitlines() if line.startswith("row ")]
    expected = [f'row {number}, "{chr(ord("a") + number - 2)}": {reason}' for number, reason in enumerate(WRONG.values(), start=2)]
    # The error is printed and then raised.
    assert said[: len(expected)] == expected
    assert not (built.html / "book" / "index.html").exists()


def test_the_first_page_and_the_checklist_have_the_same_rows_and_every_link_leads_to_its_place(whole_book: Built) -> None:
    (short,), (long,) = tables(whole_book.html, "index.html"), tables(whole_book.html, "checklist.html")
    assert short == [row[:2] for row in long]
    soup = BeautifulSoup((whole_book.html / "book" / "checklist.html").read_text("utf-8"), "html.parser")
    links = soup.select("table.checklist a")
    assert len(links) >= len(long) > 0
    for link in links:
        page, _, anchor = str(link["href"]).partition("#")
        target = BeautifulSoup((whole_book.html / "book" / (page or "checklist.html")).read_text("utf-8"), "html.parser")
        assert not anchor or target.find(id=anchor), link["href"]
