"""The book's notation as its letters give it: the table on the page that asks for it, and the data for the script that explains symbols."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from claim import Claim, all_claims
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from mog.derivation.letters import NOTATION, ONE_OF, RUNS_OVER, LetterKind

COLUMNS = ("sign", "meaning", "in the code", "defined in")
VALUES = {"real": "real", "positive": "positive", "nonzero": "not zero", "count": "a whole number"}
SCRIPT = "letters.js"


class NotationTable(nodes.General, nodes.Element):
    """The place of the table, filled when the page is written."""


class Notation(SphinxDirective):
    """The table of all that may stand in an equation of the book."""

    def run(self) -> list[nodes.Node]:
        return [NotationTable()]


def expect_table(app: Sphinx, doctree: nodes.document) -> None:
    """Note that the page just read shows the table; it must load MathJax, though its signs come in only when it is written."""
    if any(doctree.findall(NotationTable)):
        app.env.metadata[app.env.docname]["shows_notation"] = True
        app.env.get_domain("math").data["has_equations"][app.env.docname] = True


def defining(env: BuildEnvironment) -> dict[str, Claim]:
    """The first equation of the book that has each of the names by which the letters are defined."""
    names = {name for group in NOTATION.values() for letter in group for name in letter.claims}
    first: dict[str, Claim] = {}
    for claim in all_claims(env):
        if (name := claim.label.partition("--")[0]) in names:
            first.setdefault(name, claim)
    return first


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again because an equation that the table links to has another place or number."""
    before = getattr(env, "notation_links", None)
    now = [(claim.label, claim.page, claim.number(env)) for claim in defining(env).values()]
    env.notation_links = now  # type: ignore[attr-defined]
    return [] if now == before else [name for name, metadata in env.metadata.items() if "shows_notation" in metadata]


def link(app: Sphinx, docname: str, claim: Claim) -> str:
    uri = f"{app.builder.get_relative_uri(docname, claim.page)}#{nodes.make_id(f'equation-{claim.label}')}"
    return f'<a href="{escape(uri)}">({claim.number(app.env)}) {escape(claim.label)}</a>'


def table(links: dict[str, str]) -> str:
    """All signs with their meanings, a row each, under what they are for."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    html = [f'<table class="notation-table"><thead><tr>{heads}</tr></thead>']
    for group, letters in NOTATION.items():
        html.append('<tbody><tr class="notation-group">')
        html.append(f'<th scope="rowgroup" colspan="{len(COLUMNS)}">{group}</th></tr>')
        html += [row(letter, links) for letter in letters]
        html.append("</tbody>")
    return "".join([*html, "</table>"])


def row(letter: LetterKind, links: dict[str, str]) -> str:
    """One sign of the table."""
    cells = (meaning(letter), in_code(letter), ", ".join(links[name] for name in letter.claims if name in links))
    columns = "".join(f'<td data-column="{name}">{cell}</td>' for name, cell in zip(COLUMNS[1:], cells, strict=True))
    if not any(cells[1:]):
        columns = f'<td data-column="meaning" colspan="{len(cells)}">{cells[0]}</td>'
    # A screen reader that goes from cell to cell says the name of a row: it needs words, not a drawing.
    tex = rf'<span class="math notranslate nohighlight" aria-hidden="true">\({escape(letter.latex_in_full, quote=False)}\)</span>'
    spoken = escape(" ".join([letter.name, *letter.indices]))
    head = f'<th scope="row">{tex}<span class="visually-hidden">{spoken}</span></th>'
    return f'<tr data-letter="{escape(letter.name)}">{head}{columns}</tr>'


def meaning(letter: LetterKind) -> str:
    """What the sign means, and which values it may have."""
    values = f'<span class="notation-values">, {VALUES[letter.values]}</span>' if letter.values else ""
    return escape(letter.meaning) + values + (f"; without an index, {escape(letter.bare)}" if letter.bare else "")


def in_code(letter: LetterKind) -> str:
    """The array that holds the letter, or its logarithm, with its shape."""
    if not letter.array:
        return ""
    # A shape stays on one line.
    shape = ",&nbsp;".join(letter.shape) + "," * (len(letter.shape) == 1)
    return f"<code>{letter.array}</code> ({shape})" + ", its logarithm" * letter.array.startswith("log_")


def for_script() -> str:
    """What the script needs to know, as a script of its own: a page that is opened as a file may fetch nothing."""
    letters = [letter for group in NOTATION.values() for letter in group]
    signs = {
        # A letter that only its font tells from another is known by its LaTeX.
        letter.latex if letter.latex.startswith(r"\math") else letter.sign: {
            "sign": letter.sign,
            "meaning": letter.meaning,
            "indices": [ONE_OF[size] for size in letter.shape],
            "bare": letter.bare,
        }
        for letter in letters
    }
    of_indices = {letter.name: letter.meaning for letter in NOTATION["Indices"]}
    indices = {index: of_indices[f"{ONE_OF[size]} index"] for index, size in RUNS_OVER.items()}
    return f"window.mogNotation = {json.dumps({'signs': signs, 'indices': indices}, ensure_ascii=False)};\n"


def write_script(app: Sphinx) -> None:
    """Put the script's data into the output before the first page is written, since pages carry the file's checksum."""
    if app.builder.format == "html":
        target = Path(app.outdir, "_static", SCRIPT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(for_script(), "utf-8")


def add_table(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill the page's table."""
    for place in list(doctree.findall(NotationTable)):
        links = {name: link(app, docname, claim) for name, claim in defining(app.env).items()}
        place.replace_self(nodes.raw("", table(links), format="html"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and the data that the script asks for."""
    app.add_node(NotationTable)
    app.add_directive("notation", Notation)
    app.add_js_file(SCRIPT, loading_method="defer")
    app.connect("builder-inited", write_script)
    app.connect("doctree-read", expect_table)
    app.connect("env-get-updated", outdated)
    app.connect("doctree-resolved", add_table)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
