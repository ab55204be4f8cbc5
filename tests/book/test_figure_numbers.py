"""The numbers behind a figure stand below it in a folded table."""

import csv

import nbformat
import pytest
from bs4 import BeautifulSoup
from builds import Built

pytestmark = pytest.mark.book


def test_below_a_figure_stand_folded_the_numbers_that_its_cell_gave_back_with_it(whole_book: Built) -> None:
    shown = 0
    for notebook in whole_book.html.glob("book/*.ipynb"):
        outputs = [output for cell in nbformat.read(notebook, as_version=4).cells for output in cell.get("outputs", ())]
        drawn = [output.data["text/plain"] for output in outputs if "image/png" in output.get("data", ())]
        kept = [rows for rows in (list(csv.reader(text.splitlines()))[1:] for text in drawn) if rows]
        page = BeautifulSoup(notebook.with_suffix(".html").read_text("utf-8"), "html.parser")
        tables = page.select("figure + details.figure-numbers:not([open]) table")
        assert [[[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")] for table in tables] == kept
        shown += len(tables)
    assert shown > 10
