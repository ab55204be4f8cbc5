"""What the book says of its claims together: the table of them all, the count at the foot of a page, and claims.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from claim import Claim, all_claims, count, in_reading_order, pages, table_page
from docutils import nodes
from guards import code, guards, proves
from marks import counter_example, phrase, words_id
from program_table import rows as program_rows
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

COLUMNS = ("claim", "equation", "verdict", "mutants")


class ClaimsTable(nodes.General, nodes.Element):
    """The place of the table of all claims, filled when the page is written."""


class Claims(SphinxDirective):
    """The table of every claim of the book, and before it what is true of many of them, said once."""

    def run(self) -> list[nodes.Node]:
        return [ClaimsTable()]


def mutants(env: BuildEnvironment) -> dict[str, Any]:
    """What became of the mutants of each claim, by label: of those claims whose LaTeX is still that from which they were made."""
    path = Path(env.srcdir) / "book" / "_results" / "mutants.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    digests = {claim.label: claim.digest for claim in all_claims(env)}
    return {label: result for label, result in found.items() if digests.get(label) == result["digest"]}


def outdated(env: BuildEnvironment) -> list[str]:
    """The pages to write again because the claims they show, or the places of the table and the program they link to, have changed."""
    before = getattr(env, "claims_written", None)
    program = {label: claim.page for label, claim in program_rows(env).items()}
    now = (table_page(env), program, [(claim, claim.number(env), env.titles[claim.page].astext()) for claim in all_claims(env)])
    env.claims_written = now  # type: ignore[attr-defined]
    if now == before:
        return []
    moved = before is None or now[:2] != before[:2]
    listing = {*program.values(), now[0]}
    return [name for name, page in pages(env).items() if name in listing or (moved and page.claims)]


def add_claims(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill the page's table of claims, and count the page's own verdicts at its foot."""
    for place in list(doctree.findall(ClaimsTable)):
        place.replace_self(nodes.raw("", overview(app, docname), format="html"))
    page = pages(app.env).get(docname)
    if page is None or not page.claims:
        return
    counted = f"On this page: {count(page.claims)}."
    foot = nodes.paragraph("", counted, classes=["claims-count"])
    target = table_page(app.env)
    if target:
        foot += [nodes.Text(" "), nodes.reference("", "All claims", refuri=app.builder.get_relative_uri(docname, target), internal=True)]
    sections = [child for child in doctree.children if isinstance(child, nodes.section)]
    (sections[-1] if sections else doctree).append(foot)


def overview(app: Sphinx, docname: str) -> str:
    """What is to be said of all claims together, and the table of them."""
    claims = all_claims(app.env)
    if not claims:
        return "<p>No page of this book has a display equation yet.</p>"
    results = mutants(app.env)
    total = f'<p class="claims-total">{len(claims)} claims: {count(claims)}.</p>'
    return total + how_decided(claims) + all_mutants(results.values()) + tests_of(app.env, claims) + table(app, docname, results)


def how_decided(claims: Iterable[Claim]) -> str:
    """How the claims were decided, each sentence once, with the count of the claims that it is true of."""
    said: dict[tuple[int, str], list[Claim]] = {}
    for claim in claims:
        for place, sentence in enumerate(sentences(claim)[0]):
            said.setdefault((place, sentence), []).append(claim)
    # What is said first of a claim comes first; what is only added to it comes last.
    entries = (f"<li><strong>{count(said[key])}.</strong> {escape(key[1])}</li>" for key in sorted(said, key=lambda key: key[0]))
    return f'<ul class="claims-how">{"".join(entries)}</ul>'


def sentences(claim: Claim) -> tuple[list[str], str]:
    """How the claim was decided: what is said of many, sentence by sentence, and what is said of this one alone."""
    found = re.split(r"(?<=\.)\s+", claim.how)
    alone = claim.kind in ("cited", "measured")
    return (found[:1], " ".join(found[1:])) if alone else (found, "")


def all_mutants(results: Iterable[dict[str, Any]]) -> str:
    """What the mutants are and what became of them all; nothing if none have been made."""
    results = list(results)
    if not results:
        return ""
    made, unreadable, refused = (sum(result[name] for result in results) for name in ("made", "unreadable", "refused"))
    true = sum(len(result["true"]) for result in results)
    return (
        '<p class="claims-mutants">A checker that says yes to everything would prove nothing. So it was also given equations of the book with one slip'
        " in their LaTeX: a digit, a sign, an exponent, an index or a letter changed, a term lost or flipped."
        f" It was tried on {made} such mutants: {unreadable} unreadable, {refused} refused, {true} true{' (their rows say why)' if true else ''}.</p>"
    )


def tests_of(env: BuildEnvironment, claims: Iterable[Claim]) -> str:
    """The tests that guard the claims, folded, each with what it proves and with links to the rows of its claims."""
    guarded: dict[str, list[str]] = {}
    for claim in claims:
        for test in guards(env, claim):
            link = f'<a href="#claim-{escape(claim.label)}">{escape(claim.label)}</a>'
            guarded.setdefault(test.partition("[")[0], []).append(link)
    entries = "".join(f"<dt>{proves(test)}</dt><dd>{code(test)}</dd><dd>{', '.join(links)}</dd>" for test, links in guarded.items())
    summary = "The tests that guard them, and which claims each of them guards"
    return f'<details class="claims-tests"><summary>{summary}</summary><dl>{entries}</dl></details>'


def table(app: Sphinx, docname: str, results: dict[str, Any]) -> str:
    """Every claim of the book in reading order, a row each, under the page where it stands."""
    columns = COLUMNS if results else COLUMNS[:-1]
    heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
    html = [f'<table class="claims-table"><thead><tr>{heads}</tr></thead>']
    for page in in_reading_order(app.env):
        if page.claims:
            name = page.claims[0].page
            uri, title = app.builder.get_relative_uri(docname, name), app.env.titles[name].astext()
            html.append('<tbody><tr class="claims-page"><th scope="rowgroup"')
            html.append(f' colspan="{len(columns)}"><a href="{escape(uri)}">{escape(title)}</a></th></tr>')
            html += [row(claim, claim.number(app.env), uri, results) for claim in page.claims]
            html.append("</tbody>")
    return "".join([*html, "</table>"])


def row(claim: Claim, number: str, uri: str, results: dict[str, Any]) -> str:
    """One claim of the table."""
    label, alone = escape(claim.label), sentences(claim)[1]
    conditions = f"<p>if {' and '.join(map(escape, claim.conditions))}</p>" if claim.conditions else ""
    numbers = f'<p class="counter-example">{counter_example(claim)}</p>' if claim.counter_example else ""
    said = f"<p>{escape(alone)}</p>" if alone else ""
    words = f'<details><summary>in words</summary><p id="{words_id(claim)}">{escape(claim.words)}</p></details>' if claim.words else ""
    cells = [typeset(claim.tex) + words + numbers + said, f"<p>{phrase(claim)}</p>{conditions}"]
    if results:
        cells.append(mutants_of(claim, results))
    columns = "".join(f'<td data-column="{name}">{cell}</td>' for name, cell in zip(COLUMNS[1:], cells, strict=False))
    link = f'<a href="{escape(uri)}#{claim.anchor}">({number}) {label}</a>'
    return f'<tr id="claim-{label}" data-label="{label}"><th scope="row">{link}</th>{columns}</tr>'


def typeset(tex: str) -> str:
    """The equation among text, in a box that scrolls by itself."""
    lines = rf"\begin{{aligned}}{tex}\end{{aligned}}" if r"\\" in tex else tex
    return rf'<div class="math notranslate nohighlight">\(\displaystyle {escape(lines, quote=False)}\)</div>'


def mutants_of(claim: Claim, results: dict[str, Any]) -> str:
    """What became of the equations one slip away from the claim."""
    if claim.label not in results:
        return "none"
    result = results[claim.label]
    slow = f" ({len(result['slow'])} of them for want of time)" if result.get("slow") else ""
    # A count and its word stay on one line.
    counted = f"{result['made']}: {result['unreadable']}&nbsp;unreadable, {result['refused']}&nbsp;refused{slow}"
    if not result["true"]:
        return counted
    true = "".join(f"<li><code>{escape(mutant['tex'])}</code> {escape(mutant['reason'])}</li>" for mutant in result["true"])
    return f"{counted} <details><summary>{len(result['true'])} true</summary><ul>{true}</ul></details>"


def write_json(app: Sphinx, exception: Exception | None) -> None:
    """Put the claims into the output for other programs to read."""
    if exception is None and app.builder.format == "html":
        found = [asdict(claim) | {"tests": guards(app.env, claim)} for claim in all_claims(app.env)]
        claims = ",\n".join(json.dumps(claim, ensure_ascii=False) for claim in found)
        (Path(app.outdir) / "claims.json").write_text(f"[\n{claims}\n]\n", "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and what is written beside the pages."""
    app.add_node(ClaimsTable)
    app.add_directive("claims", Claims)
    app.connect("doctree-resolved", add_claims)
    app.connect("build-finished", write_json)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
