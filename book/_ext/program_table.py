"""The directive `program`: each line of the program as an equation, as the code that computes it, and with the claim it comes from."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claim import Claim, Failure, all_claims
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from mog.derivation.program import Line

MODULE = "mog/kernels/arrays.py"
LABEL = "program-"


class Statement(NamedTuple):
    """A statement of the generated module and the number of its line."""

    number: int
    text: str


class ClaimLinks(nodes.General, nodes.Element):
    """The place of the links to the claims that a line computes, filled when the page is written."""


class Program(SphinxDirective):
    """Every line of the program, on a page without sizes: its equation, a claim like any other; its code; a link to what it computes."""

    def run(self) -> list[nodes.Node]:
        from mog.derivation.program import PROGRAM

        try:
            return [self.row(line, statement_of(line)) for line in PROGRAM]
        except LookupError as missing:
            raise self.error(str(missing.args[0])) from None

    def row(self, line: Line, statement: Statement) -> nodes.Node:
        """One line of the program."""
        code = nodes.literal_block(statement.text, statement.text, language="python", linenos=True)
        code["highlight_args"] = {"linenostart": statement.number}
        links = [ClaimLinks("", name=line.name, claim=line.claim)] if line.claim else []
        return nodes.container("", *self.formula(line), code, *links, classes=["program-line"])

    def formula(self, line: Line) -> list[nodes.Node]:
        """The line as a display equation; what is no equation stands as inline mathematics and is no claim."""
        from mog.derivation.typesetting import UNWRITTEN, latex

        tex = latex(line)
        if line in UNWRITTEN:
            return [nodes.paragraph("", "", nodes.math(tex, tex), classes=["program-formula"])]
        label = LABEL + line.name
        equation = nodes.math_block(tex, tex, label=label, docname=self.env.docname, number=None, nowrap=False)
        self.set_source_info(equation)
        mathematics: Any = self.env.get_domain("math")
        mathematics.note_equation(self.env.docname, label, location=equation)
        equation["number"] = mathematics.get_equation_number_for(label)
        target = nodes.target("", "", ids=[nodes.make_id(f"equation-{label}")])
        self.state.document.note_explicit_target(target)
        return [target, equation]


@cache
def source() -> list[str]:
    """The lines of the committed module, of the tree that is being built."""
    return (Path(__file__).parents[2] / MODULE).read_text("utf-8").splitlines()


def statement_of(line: Line) -> Statement:
    """The first statement of the module that computes a line; LookupError if there is none."""
    from mog.derivation.printers import ArrayPrinter

    formula = ArrayPrinter().formula(line)
    statement = re.compile(rf"\w+(: Array)? = {re.escape(formula)}")
    for number, text in enumerate(source(), start=1):
        # A function takes from its terms what the formula calls by name.
        if statement.fullmatch(text.strip().replace("terms.", "")):
            return Statement(number, text.strip())
    raise LookupError(f"{MODULE} does not compute the line {line.name} of the program, expected a statement that ends in = {formula}")


def rows(env: BuildEnvironment) -> dict[str, Claim]:
    """The equations of the program's lines that the book shows, by label."""
    return {claim.label: claim for claim in all_claims(env) if claim.label.startswith(LABEL) and "--" not in claim.label}


def computed(env: BuildEnvironment, name: str) -> list[Claim]:
    """The claims of this name, at every place where it stands."""
    return [claim for claim in all_claims(env) if name and claim.label.partition("--")[0] == name]


def unlinked(env: BuildEnvironment) -> list[Failure]:
    """A failure for each line of the program that the book shows without the claim that it computes."""
    from mog.derivation.program import PROGRAM

    shown = rows(env)
    failures = []
    for line in PROGRAM:
        claim = shown.get(LABEL + line.name)
        if claim and line.claim and not computed(env, line.claim):
            reason = f"the line computes the claim '{line.claim}', and no page of the book has it"
            failures.append(Failure(claim.page, claim.line, claim.label, reason, claim.tex))
    return failures


def in_code(app: Sphinx, claim: Claim) -> str:
    """A link from a claim to the line of the program that computes it; nothing if there is none, or the book does not show it."""
    from mog.derivation.program import PROGRAM

    name = claim.label.partition("--")[0]
    line = next((line for line in PROGRAM if line.claim == name), None)
    row = line and rows(app.env).get(LABEL + line.name)
    if not line or not row:
        return ""
    uri = f"{app.builder.get_relative_uri(claim.page, row.page)}#{row.anchor}"
    place = f'<a href="{escape(uri)}">{escape(line.name)}</a>, line {statement_of(line).number} of {MODULE}'
    return f"{place}{in_reference(app, claim.page, line)}"


def in_reference(app: Sphinx, page: str, line: Line) -> str:
    """A link to the function that returns a line of the program; nothing if the book does not document one."""
    from mog.derivation.functions import FUNCTIONS

    # Of several, the one that returns least besides.
    returning = [function for function in FUNCTIONS if line in function.lines]
    name = min(returning, key=lambda function: len(function.lines)).name if returning else ""
    documented = app.env.get_domain("py").data["objects"].get(f"mog.kernels.{name}")
    if documented is None:
        return ""
    uri = f"{app.builder.get_relative_uri(page, documented.docname)}#{documented.node_id}"
    return f', returned by <a href="{escape(uri)}">{escape(name)}</a>'


def add_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link each line of the program to the claims that it computes, with their numbers and pages."""
    for place in list(doctree.findall(ClaimLinks)):
        links: list[nodes.Node] = []
        for claim in computed(app.env, place["claim"]):
            uri = f"{app.builder.get_relative_uri(docname, claim.page)}#{claim.anchor}"
            title = "" if claim.page == docname else f" in {app.env.titles[claim.page].astext()}"
            links += [nodes.Text(", " if links else f"computes {place['claim']}: ")]
            links += [nodes.reference("", f"({claim.number(app.env)}){title}", refuri=uri, internal=True)]
        place.replace_self(nodes.paragraph("", "", *links, classes=["program-claim"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive; its links are made when all pages are read."""
    app.add_node(ClaimLinks)
    # In the place of Sphinx's own, which is for the options of commands.
    app.add_directive_to_domain("std", "program", Program, override=True)
    app.connect("doctree-resolved", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
