"""The lists of parameters in the reference: name and type on one line as in the docstring, what is said of them below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

DASH = re.compile(r"\)?\s*(--|–)\s+")
ATTRIBUTES = "Variables"
"""What Sphinx calls the attributes of an object."""


def is_bold(node: nodes.Node) -> bool:
    """Whether this is a name: bold, or a link that is."""
    return isinstance(node, nodes.strong) or (isinstance(node, addnodes.pending_xref) and isinstance(node[0], nodes.strong))


def rearrange(entry: nodes.Element) -> None:
    """Turn `name (type) – words` or `type – words`, as Sphinx writes an entry, into `name : type` with the words in an element of their own."""
    children = list(entry.children)
    named = is_bold(children[0])
    cut = next((place for place, child in enumerate(children) if isinstance(child, nodes.Text) and DASH.match(child)), len(children))
    kind, words = children[named:cut], children[cut:]
    if words:
        words[0] = nodes.Text(DASH.sub("", words[0], count=1))
    if named and kind and kind[0] == " (":
        # A bracket that closes at the end of the entry has no dash behind it.
        kind = kind[1:-1] if kind[-1] == ")" else kind[1:]
    entry.children = []
    entry += children[:named]
    if kind:
        entry += [nodes.Text(" : ")] * named + [nodes.inline("", "", *kind, classes=["api-type"])]
    if words:
        entry += nodes.inline("", "", *words, classes=["api-words"])


def entries(fields: nodes.field_list) -> Iterator[nodes.Element]:
    """What begins with a name or a type."""
    for paragraph in list(fields.findall(nodes.paragraph)):
        # Sphinx puts the text of some fields into an element that means nothing.
        entry = paragraph[0] if len(paragraph) == 1 and type(paragraph[0]) is nodes.inline else paragraph
        if entry.children and (is_bold(entry[0]) or isinstance(entry[0], nodes.emphasis)):
            yield entry


def rearrange_all(app: Sphinx, doctree: nodes.document) -> None:
    """Rearrange the entries of every list of fields that describes an object of the package."""
    for described in doctree.findall(addnodes.desc_content):
        for fields in (child for child in described.children if isinstance(child, nodes.field_list)):
            for name in fields.findall(nodes.field_name):
                if name.astext() == ATTRIBUTES:
                    name.children = [nodes.Text("Attributes")]
            for entry in entries(fields):
                rearrange(entry)


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when a page is read, while types are still words."""
    app.connect("doctree-read", rearrange_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
