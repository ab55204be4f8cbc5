"""A comma or a bracket stays on the line of the formula that it belongs to."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CLOSING = re.compile(r"[.,;:!?)\]’”]+")
OPENING = re.compile(r"[(\[‘“]+$")


def keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each formula in a line of text, and the signs that touch it, into a box that does not break."""
    for formula in list(doctree.findall(nodes.math)):
        line = formula.parent
        place = line.index(formula)
        before = line[place - 1] if place else None
        after = line[place + 1] if place + 1 < len(line) else None
        opening = OPENING.search(before) if isinstance(before, nodes.Text) else None
        closing = CLOSING.match(after) if isinstance(after, nodes.Text) else None
        together = nodes.inline("", "", classes=["keep-together"])
        first, last = place, place + 1
        new: list[nodes.Node] = [together]
        if opening:
            first -= 1
            new.insert(0, nodes.Text(before[: opening.start()]))
            together += nodes.Text(opening[0])
        together += formula.deepcopy()
        if closing:
            last += 1
            together += nodes.Text(closing[0])
            new.append(nodes.Text(after[closing.end() :]))
        if opening or closing:
            line[first:last] = new


def setup(app: Sphinx) -> dict[str, Any]:
    """Run before the page is written."""
    app.connect("doctree-resolved", keep_together)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
