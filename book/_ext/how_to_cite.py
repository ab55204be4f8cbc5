"""The directive `how-to-cite`: what CITATION.cff says, as a sentence and as an entry for BibTeX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

CITATION = Path(__file__).parents[2] / "CITATION.cff"
KEY = "mog-book"


class HowToCite(SphinxDirective):
    """The two forms of the citation."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(CITATION))
        citation = yaml.safe_load(CITATION.read_text("utf-8"))
        return [nodes.paragraph("", *sentence(citation)), nodes.literal_block("", bibtex(citation), language="bibtex")]


def names(citation: dict[str, Any]) -> list[tuple[str, str]]:
    """The authors as family and given names; the name of a group has no given part."""
    return [(each.get("name") or each["family-names"], each.get("given-names", "")) for each in citation["authors"]]


def year(citation: dict[str, Any]) -> str:
    """The year of the release; nothing before there is one."""
    return str(citation.get("date-released", ""))[:4]


def address(citation: dict[str, Any]) -> str:
    """Where the work is: its DOI before its address, its address before that of its source; nothing if none is given."""
    doi = citation.get("doi")
    return f"https://doi.org/{doi}" if doi else str(citation.get("url") or citation.get("repository-code") or "")


def sentence(citation: dict[str, Any]) -> list[nodes.Node]:
    """The citation in words, its title in italics."""
    authors = ", ".join(" ".join(filter(None, (given, family))) for family, given in names(citation))
    when = f" ({year(citation)})" if year(citation) else ""
    parts: list[nodes.Node] = [nodes.Text(f"{authors}{when}. "), nodes.emphasis("", citation["title"])]
    parts.append(nodes.Text(f". Version {citation['version']}."))
    if where := address(citation):
        parts += [nodes.Text(" "), nodes.reference("", where, refuri=where)]
    return parts


def bibtex(citation: dict[str, Any]) -> str:
    """The citation as an entry for BibTeX, with the fields that it has."""
    # A second pair of braces keeps a group's name whole, and a title's capitals.
    authors = " and ".join(f"{family}, {given}" if given else f"{{{family}}}" for family, given in names(citation))
    fields = {
        "author": authors,
        "title": f"{{{citation['title']}}}",
        "year": year(citation),
        "version": citation["version"],
        "url": address(citation),
    }
    lines = (f"  {name:7} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@software{{{KEY},\n{''.join(lines)}}}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("how-to-cite", HowToCite)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
