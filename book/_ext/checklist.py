"""The directive `checklist`: each demand of the assignment with what meets it; a row that is not so ends the build."""

from __future__ import annotations

import ast
import re
from functools import cache
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from claim import Claim, all_claims
from demands import DEMANDS, Demand, Equation, Page, Section
from docutils import nodes
from docutils.parsers.rst import directives
from marks import phrase
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
DEMANDED, MET = "the assignment asks for", "it is here"
SHOWN = ("definition", "proved", "conditional")
"""The standings of an equation that meets a demand: one that is only cited, measured or refuted does not."""


class ChecklistError(SphinxError):
    """The end of a build in which a row of the checklist is not so."""

    category = "Checklist"


class NotSo(ValueError):
    """A part of a row that is not as the list of demands says."""


class Found(NamedTuple):
    """The place that meets a demand, as the build found it."""

    page: str
    anchor: str
    text: str
    claim: Claim | None = None


class ChecklistTable(nodes.General, nodes.Element):
    """The place of the table, filled when the page is written."""


class Checklist(SphinxDirective):
    """The table of all demands; with the option `short`, without verdicts, functions and tests."""

    option_spec = {"short": directives.flag}  # noqa: RUF012 -- docutils wants it so

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["shows_checklist"] = True
        return [ChecklistTable("", short="short" in self.options)]


def showing(env: BuildEnvironment) -> list[str]:
    """The pages that show the table."""
    return [name for name, metadata in env.metadata.items() if "shows_checklist" in metadata]


def find(env: BuildEnvironment, place: Page | Section | Equation) -> Found:
    """Where the book has a place; NotSo if it has none, or an equation there that was not shown."""
    match place:
        case Page(name):
            page = f"book/{name}"
            if page not in env.titles:
                raise NotSo(f"the book has no page '{name}'")
            return Found(page, "", env.titles[page].astext())
        case Section(label):
            labels = env.get_domain("std").data["labels"]
            if label not in labels:
                raise NotSo(f"no page has a section with the label '{label}'")
            return Found(*labels[label])
        case Equation(label):
            claim = next((claim for claim in all_claims(env) if claim.label == label), None)
            if claim is None:
                raise NotSo(f"no page has an equation '{label}'")
            if claim.standing not in SHOWN:
                raise NotSo(f"its equation '{label}' is {claim.standing}, expected one that is proved or a definition")
            return Found(claim.page, claim.anchor, f"({claim.number(env)}) {label}", claim)


def check_function(path: str) -> None:
    """NotSo unless the path is that of something in the package that can be called."""
    module, _, name = path.rpartition(".")
    try:
        function = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise NotSo(f"its function '{path}' cannot be imported: {error}") from error
    if not callable(function):
        raise NotSo(f"its function '{path}' is {type(function).__name__} and cannot be called")


@cache
def tests_of(path: Path) -> dict[str, bool]:
    """The names of the tests in a file, and whether each has parameters."""
    tree = ast.parse(path.read_text("utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {test.name: any("parametrize" in ast.unparse(each) for each in test.decorator_list) for test in tests}


def check_test(node_id: str) -> None:
    """NotSo unless the test, perhaps with parameters in brackets, is in its file."""
    file, _, called = node_id.partition("::")
    name, bracket, _ = called.partition("[")
    if not file.startswith("tests/") or not (ROOT / file).is_file():
        raise NotSo(f"its test '{node_id}' is in no file of tests/")
    found = tests_of(ROOT / file)
    if name not in found:
        raise NotSo(f"its test '{called}' is not in {file}")
    if bracket and not found[name]:
        raise NotSo(f"its test '{name}' has no parameters, and '{called}' names some")


def wrong_with(env: BuildEnvironment, demand: Demand) -> list[str]:
    """All that is not so in one row."""
    parts = [(find, (env, demand.place)), *((check_function, (path,)) for path in demand.functions)]
    wrong = [] if demand.tests else ["it names no test"]
    for check, arguments in [*parts, *((check_test, (test,)) for test in demand.tests)]:
        try:
            check(*arguments)
        except NotSo as reason:
            wrong.append(str(reason))
    return wrong


def report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name every row that is not so, and end the build if there is one; else, the pages to write again, since a place has moved."""
    tables = showing(env)
    if not tables:
        return []
    rows = [demand for group in DEMANDS.values() for demand in group]
    wrong = [f'row {number}, "{row.words}": {reason}' for number, row in enumerate(rows, start=1) for reason in wrong_with(env, row)]
    if wrong:
        raise ChecklistError("\n".join(["the list in book/_ext/demands.py is not so", *wrong]))
    before, now = getattr(env, "checklist_places", None), [find(env, row.place) for row in rows]
    env.checklist_places = now  # type: ignore[attr-defined]
    return [] if now == before else tables


def table(app: Sphinx, docname: str, short: bool) -> str:
    """Every demand of the assignment in its order, a row each, under the part it belongs to."""
    columns = (DEMANDED, MET) if short else (DEMANDED, MET, "verdict", "functions", "tests")
    heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
    kind = "checklist-short" if short else "checklist"
    html = [f'<table class="{kind}"><thead><tr>{heads}</tr></thead>']
    for part, demands in DEMANDS.items():
        html.append('<tbody><tr class="checklist-part"><th scope="rowgroup"')
        html.append(f' colspan="{len(columns)}">{escape(part)}</th></tr>')
        html += [row(app, docname, demand, columns[1:]) for demand in demands]
        html.append("</tbody>")
    return "".join([*html, "</table>"])


def row(app: Sphinx, docname: str, demand: Demand, columns: tuple[str, ...]) -> str:
    """One demand of the table."""
    place = find(app.env, demand.place)
    # The table's own page has no address of its own from there, but its top has.
    uri = app.builder.get_relative_uri(docname, place.page) + (f"#{place.anchor}" if place.anchor else "") or "#"
    link = f'<a href="{escape(uri)}">{escape(place.text)}</a>'
    cells = {
        MET: link,
        "verdict": phrase(place.claim) if place.claim else "",
        "functions": listed(function(app, docname, path) for path in demand.functions),
        "tests": listed(breakable(test) for test in demand.tests),
    }
    data = "".join(f'<td data-column="{name}">{cells[name]}</td>' for name in columns)
    return f'<tr><th scope="row">{escape(demand.words)}</th>{data}</tr>'


def listed(items: Any) -> str:
    """A list of code; nothing if it is empty."""
    entries = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{entries}</ul>" if entries else ""


def function(app: Sphinx, docname: str, path: str) -> str:
    """A function's name, a link where a page of the book documents it."""
    documented = app.env.get_domain("py").data["objects"].get(path)
    if documented is None:
        return breakable(path)
    uri = f"{app.builder.get_relative_uri(docname, documented.docname)}#{documented.node_id}"
    return f'<a href="{escape(uri)}">{breakable(path)}</a>'


def breakable(name: str) -> str:
    """A name of code that may break where one of its words ends."""
    parts = re.sub("([_/.])", r"\1<wbr>", escape(name))
    return f"<code>{parts}</code>"


def add_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill the page's tables."""
    for place in list(doctree.findall(ChecklistTable)):
        place.replace_self(nodes.raw("", table(app, docname, place["short"]), format="html"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive; its rows are checked in every build, and written when all pages are read."""
    app.add_node(ChecklistTable)
    app.add_directive("checklist", Checklist)
    app.connect("env-get-updated", report)
    app.connect("doctree-resolved", add_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
