"""The numbers behind a figure as a folded table below it, from the plain text that the figure has beside its picture."""

import csv
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

SUMMARY = "The numbers behind this figure"


def add_numbers(app: Sphinx, doctree: nodes.document) -> None:
    """Below each picture that a cell has drawn, put the numbers that came with it."""
    for figure in list(doctree.findall(nodes.figure)):
        said = {form["mime_type"]: form.astext() for form in figure.findall(nodes.container) if "mime_type" in form}
        # The first line says what it is; a figure that keeps no numbers says no more.
        rows = list(csv.reader(said.get("text/plain", "").splitlines()))[1:]
        if rows and any(kind.startswith("image/") for kind in said):
            figure.parent.insert(figure.parent.index(figure) + 1, nodes.raw("", folded(rows), format="html"))


def folded(rows: list[list[str]]) -> str:
    """The numbers in a table, whose first row has the columns' names, folded."""
    head, *body = rows
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(number)}</td>' for number in row)}</tr>" for row in body)
    table = f'<table class="table"><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table>'
    box = f'<div class="pst-scrollable-table-container">{table}</div>'
    return f'<details class="figure-numbers"><summary>{SUMMARY}</summary>{box}</details>'


def setup(app: Sphinx) -> dict[str, Any]:
    """Run while the page still holds every form of what its cells gave back."""
    app.connect("doctree-read", add_numbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
