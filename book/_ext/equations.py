"""Every display equation of the book is decided when its page is read; one that is not shown stops the build."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import claims_page
import marks
import program_table
from claim import Claim, Failure, Page, in_reading_order, pages
from docutils import nodes
from myst_nb.core.render import get_mime_priority
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)


# Elsewhere in the page MathJax leaves the text alone.
TYPESET_CLASS = re.compile(r"""class=["'][^"']*(?<![\w-])(math|tex2jax_process|mathjax_process|output_area)(?![\w-])""")


class EquationError(SphinxError):
    """The end of a build in which an equation failed."""

    category = "Equations"


class NotDecided(ValueError):
    """An equation that could not be given a verdict, with the reason."""


def decide_page(app: Sphinx, doctree: nodes.document) -> None:
    """Give each display equation of the page just read its verdict, or note why it has none."""
    page = Page(shows_table=any(doctree.findall(claims_page.ClaimsTable)))
    docname = app.env.docname
    for node in doctree.findall(nodes.math_block):
        if not is_shown(app, node):
            continue
        line = line_in_file(app.env, docname, node.line or 1)
        try:
            node["claim"] = decide(node, docname, line, page_sizes(app.env, docname))
            page.claims.append(node["claim"])
        except NotDecided as refusal:
            page.failures.append(Failure(docname, line, written_label(node), str(refusal), node.astext()))
    for node in doctree.findall(nodes.raw):
        if TYPESET_CLASS.search(node.astext()):
            reason = "HTML that asks for mathematics to be typeset cannot be decided; write $$...$$ (label)"
            page.failures.append(Failure(docname, line_in_file(app.env, docname, node.line or 1), "", reason, node.astext()))
    pages(app.env)[docname] = page
    if page.shows_table:
        # The table's equations come in only when the page is written; without this the page would not load MathJax.
        app.env.get_domain("math").data["has_equations"][docname] = True


def is_shown(app: Sphinx, node: nodes.Element) -> bool:
    """Whether the reader sees the node: a cell's output holds several forms, of which the page shows one."""
    form = node.parent
    while form is not None and "mime_type" not in form:
        form = form.parent
    if form is None:
        return True
    offered = [other["mime_type"] for other in form.parent.children]
    order = get_mime_priority(app.builder.name, app.config.nb_mime_priority_overrides)
    return next((kind for kind in order if kind in offered), None) == form["mime_type"]


def line_in_file(env: BuildEnvironment, docname: str, line: int) -> int:
    """The line of the page's file that is meant; for the output of a code cell, the line where the cell begins."""
    starts = [start for start in env.metadata[docname].get("source_map", []) if start < line]
    if not starts:
        return line
    lines = Path(env.doc2path(docname)).read_text("utf-8").splitlines()
    if "{code-cell}" in lines[starts[-1] - 1]:
        return int(starts[-1])
    # MyST-NB counts as if exactly one blank line stood between a cell and the text below it.
    blank = next((number for number, text in enumerate(lines[starts[-1] :]) if text.strip()), 1)
    return line + blank - 1


def written_label(node: nodes.math_block) -> str:
    """The label that the author gave the equation, or nothing."""
    return "" if "amsmath" in node["classes"] else node.get("label") or ""


def decide(node: nodes.math_block, page: str, line: int, sizes: dict[str, int]) -> Claim:
    """The claim that the equation makes, with the checker's verdict."""
    # Only now: by the time a page is read, the tree being built stands first on the path.
    from mog.derivation import verdicts

    if "amsmath" in node["classes"]:
        raise NotDecided("an amsmath environment on its own cannot carry a label; write $$...$$ (label) with aligned inside")
    label, tex = written_label(node), node.astext().strip()
    if not label:
        raise NotDecided(
            "every display equation is a claim and needs a label; write $$...$$ (label), or show a cell's result by {glue:math}"
        )
    try:
        verdict = verdicts.decide(label, tex, sizes)
    except verdicts.Refused as refusal:
        raise NotDecided(str(refusal)) from refusal
    return Claim(label, page, line, tex=tex, **{field.name: getattr(verdict, field.name) for field in fields(verdict)})


def page_sizes(env: BuildEnvironment, docname: str) -> dict[str, int]:
    """The sizes that the page's front matter gives, such as {"K": 2, "D": 1}."""
    written = env.metadata[docname].get("derivation", "{}")
    try:
        sizes = json.loads(written)
        if all(type(size) is int and size > 0 for size in sizes.values()):
            return dict(sizes)
    except (ValueError, AttributeError):
        pass
    raise NotDecided(f"the front matter's derivation must give positive whole numbers, such as {{K: 2, D: 1}}, not {written}")


def repeated_labels(env: BuildEnvironment) -> list[Failure]:
    """A failure for each equation whose label, or the anchor made of it, has been used before."""
    first: dict[str, Claim] = {}
    failures = []
    for page in in_reading_order(env):
        for claim in page.claims:
            other = first.setdefault(nodes.make_id(claim.label), claim)
            if other is not claim:
                place = f"{env.doc2path(other.page, base=False)}:{other.line}"
                reason = f"the label '{other.label}' of {place} already has this anchor; where an equation stands again it is name--place"
                failures.append(Failure(claim.page, claim.line, claim.label, reason, claim.tex))
    return failures


def not_cited(env: BuildEnvironment) -> list[Failure]:
    """A failure for each source of a theorem that the bibliography does not have, or that the text of its page does not cite."""
    domain: Any = env.get_domain("cite")
    cited = {(reference.docname, target.key) for reference in domain.citation_refs for target in reference.targets}
    failures = []
    for claim in (claim for page in in_reading_order(env) for claim in page.claims):
        for key in claim.sources:
            if key not in domain.bibdata.data.entries:
                reason = f"its source '{key}' is no entry of the bibliography"
            elif (claim.page, key) not in cited:
                reason = f"the text of this page does not cite its source; write {{cite:p}}`{key}` beside the equation"
            else:
                continue
            failures.append(Failure(claim.page, claim.line, claim.label, reason, claim.tex))
    return failures


def report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name every failure of the book, and end the build if there is one; else, the pages whose table of claims has changed."""
    failures = [failure for page in in_reading_order(env) for failure in page.failures]
    failures += [*repeated_labels(env), *not_cited(env), *program_table.unlinked(env)]
    if not failures:
        return claims_page.outdated(env)
    for failure in failures:
        logger.warning("%s", failure, location=(failure.page, failure.line), type="equations")
    # Not a warning alone: no page is written, and Sphinx forgets what it read, so that the next build fails as well.
    raise EquationError(f"{len(failures)} display equation{'s' * (len(failures) > 1)} failed; nothing was written")


def refuse_undecided(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """End the build at a display equation that came into the page after it was read and decided."""
    for node in doctree.findall(nodes.math_block):
        if "claim" not in node:
            late = Failure(docname, node.line or 1, written_label(node), "it was put into the page too late to be decided", node.astext())
            raise EquationError(f"{app.env.doc2path(docname, base=False)}:{late.line}: {late}")


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what was kept of a page that is read again or gone."""
    pages(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over the pages that another process has read."""
    pages(env).update({name: page for name, page in pages(other).items() if name in docnames})


def setup(app: Sphinx) -> dict[str, Any]:
    """Decide while pages are read, report when all are read, and write equations with their marks."""
    app.setup_extension("claims_page")
    app.setup_extension("program_table")
    app.add_node(nodes.math_block, override=True, html=(marks.visit_equation, None))
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-read", decide_page)
    app.connect("env-get-updated", report)
    app.connect("doctree-resolved", refuse_undecided, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
