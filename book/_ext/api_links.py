"""The reference of the package: each generated function beside its formula and its claims, every other one with the chapter it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from claim import Claim
from docutils import nodes
from program_table import ClaimLinks, computed
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

KERNELS = "mog.kernels."
FIGURES = "mog.figures."
CHAPTERS = {
    "book/dataset": ("mog.make_dataset",),
    "book/likelihood-shape": ("mog.landscape.profile",),
    "book/one-dimension": ("mog.faithful",),
    "book/any-dimension": ("mog.penguins",),
    "book/sgd": ("mog.train", "mog.em"),
}
"""The chapters, and what each is the first to explain or to use of what no claim and no figure leads to."""


class Formula(NamedTuple):
    """A formula that a function computes: as its docstring has it, as LaTeX, and the name of its claim."""

    plain: str
    latex: str
    claim: str


class Computes(SphinxDirective):
    """The place of the links to the equations that have the name of a claim; a name that no equation has fails the build."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        self.env.metadata[self.env.docname].setdefault("api_claims", []).append(name)
        return [ClaimLinks("", name=name, claim=name)]


def formulas(function: Any) -> list[Formula]:
    """What a generated function computes; LookupError if that is not known, or not a claim."""
    from mog.derivation.functions import FUNCTIONS, formula_of
    from mog.derivation.steps import RULES
    from mog.derivation.typesetting import latex, latex_update, plain_update

    name = function.__name__
    if function.__module__ == f"{KERNELS}steps":
        updates = next((rule.updates for rule in RULES if rule.name == name), ())
        found = [Formula(plain_update(line), latex_update(line), f"step-{name}") for line in updates]
    else:
        lines = next((known.lines for known in FUNCTIONS if known.name == name), ())
        found = [Formula(formula_of(line), latex(line), line.claim) for line in lines]
    if not found or not all(formula.claim for formula in found):
        raise LookupError(f"{function.__module__}.{name} computes no claim, expected one for each formula of it in mog/derivation")
    return found


def typeset(formulas: list[Formula]) -> Iterator[str]:
    """The lines of text that show formulas, and below each the places of its claim."""
    for formula, following in zip(formulas, [*formulas[1:], None], strict=True):
        yield from (".. container:: api-formula", "", rf"   :math:`\displaystyle {formula.latex}`", "")
        if following is None or following.claim != formula.claim:
            yield from (f".. computes:: {formula.claim}", "")


def with_formulas(lines: list[str], formulas: list[Formula]) -> list[str]:
    """The docstring with its formulas typeset; LookupError if it does not have them."""
    plain = [f"    {formula.plain}" for formula in formulas]
    for start in range(len(lines)):
        if lines[start : start + len(plain)] == plain:
            return [*lines[:start], *typeset(formulas), *lines[start + len(plain) :]]
    raise LookupError(f"its docstring does not have the formula {formulas[0].plain}")


def chapters_of(env: BuildEnvironment, name: str) -> tuple[str, list[str]]:
    """What chapters are to a function, and which they are: those that draw a figure, or the one of the table above."""
    if not name.startswith(FIGURES):
        return "Explained in", [chapter for chapter, names in CHAPTERS.items() if name in names]
    drawn = [chapter for chapter in sorted(env.found_docs) if f"figures.{name.removeprefix(FIGURES)}(" in source(env, chapter)]
    return "Drawn in", drawn


def source(env: BuildEnvironment, chapter: str) -> str:
    """The text of a chapter; nothing where the book does not have it."""
    path = Path(env.doc2path(chapter)) if chapter in env.found_docs else None
    if path is None:
        return ""
    env.note_dependency(str(path))
    return path.read_text("utf-8")


def uses(text: str, name: str) -> bool:
    """Whether a chapter's text has the last word of a name as a word of code."""
    return re.search(rf"\b{re.escape(name.rpartition('.')[2])}\b", text) is not None


def add_origin(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Say below the first sentence of a docstring where what it describes comes from."""
    env = app.env
    if what == "function" and thing.__module__.startswith(KERNELS):
        try:
            lines[:] = with_formulas(lines, formulas(thing))
        except LookupError as missing:
            logger.warning("%s: %s", name, missing.args[0], location=env.docname, type="api")
        return
    role, chapters = chapters_of(env, name)
    for chapter in chapters:
        if not uses(source(env, chapter), name):
            logger.warning("%s: expected the chapter %s to use it, and it does not", name, chapter, location=env.docname, type="api")
    if chapters:
        end = lines.index("") if "" in lines else len(lines)
        links = ", ".join(f":doc:`/{chapter}`" for chapter in chapters)
        lines[end:end] = ["", ".. container:: api-chapters", "", f"   {role} {links}."]


def linked(env: BuildEnvironment) -> dict[str, list[Claim]]:
    """The claims that each page of the reference links to."""
    pages = {page: metadata["api_claims"] for page, metadata in env.metadata.items() if "api_claims" in metadata}
    return {page: [claim for name in names for claim in computed(env, name)] for page, names in pages.items()}


def check(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name each claim that a function computes and no page has; the pages to write again because a claim that they link to has moved."""
    for page, metadata in env.metadata.items():
        for name in metadata.get("api_claims", []):
            if not computed(env, name):
                logger.warning("a function computes the claim '%s', and no page of the book has it", name, location=page, type="api")
    before = getattr(env, "api_links", None)
    now = {
        page: [(claim.label, claim.page, claim.number(env), env.titles[claim.page].astext()) for claim in claims]
        for page, claims in linked(env).items()
    }
    env.api_links = now  # type: ignore[attr-defined]
    return [page for page in now if before is None or before.get(page) != now[page]]


def setup(app: Sphinx) -> dict[str, Any]:
    """Look at docstrings as they are written, before napoleon turns their sections into lists of fields."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("program_table")
    app.add_directive("computes", Computes)
    app.connect("autodoc-process-docstring", add_origin, priority=400)
    app.connect("env-get-updated", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
