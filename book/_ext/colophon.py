"""The directives of the colophon: `made-with`, the versions that built the book, and `fingerprint`, what it was built from."""

from __future__ import annotations

import hashlib
import re
import sys
from html import escape
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from offline import PACKAGE as MATHJAX
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
SOURCES = ("book", "mog", "tests", "CITATION.cff", "_config.yml", "_toc.yml")
"""All that the pages are made from: folders and files at the root."""
FINGERPRINT = rf"""find {" ".join(SOURCES)} \
  -type f ! -path '*/.*' ! -path '*/__pycache__/*' \
  | LC_ALL=C sort | xargs sha256sum | sha256sum"""
"""How a reader computes the fingerprint."""


class Tool(NamedTuple):
    """A program that the book is made with: its name, the distribution that has it, its licence, and its part."""

    name: str
    package: str
    licence: str
    part: str


TOOLS = (
    Tool("NumPy", "numpy", "BSD-3-Clause", "all numbers: the generated functions need it and nothing else"),
    Tool("SymPy", "sympy", "BSD-3-Clause", "expressions, under the checker and the generator"),
    Tool("mpmath", "mpmath", "BSD-3-Clause", "many digits, for the second opinion and the measurements"),
    Tool("Matplotlib", "matplotlib", "Matplotlib licence", "figures"),
    Tool("Jupyter Book", "jupyter-book", "BSD-3-Clause", "from pages to a book"),
    Tool("Sphinx", "sphinx", "BSD-2-Clause", "beneath it: references, search, HTML"),
    Tool("MyST-NB", "myst-nb", "BSD-3-Clause", "reads the pages and runs their cells"),
    Tool("sphinxcontrib-bibtex", "sphinxcontrib-bibtex", "BSD-2-Clause", "citations"),
    Tool("Sphinx Book Theme", "sphinx-book-theme", "BSD-3-Clause", "the look of the pages"),
    Tool("PyData Sphinx Theme", "pydata-sphinx-theme", "BSD-3-Clause", "beneath it: layout, light and dark, icons"),
    Tool("Pygments", "pygments", "BSD-2-Clause", "the colours of code"),
)


class MadeWith(SphinxDirective):
    """The table of the versions that are at work in this very build."""

    def run(self) -> list[nodes.Node]:
        python = ("Python", ".".join(map(str, sys.version_info[:2])), "PSF-2.0", "the language of all of it")
        mathjax = ("MathJax", mathjax_version(), "Apache-2.0", "sets the formulas in the browser")
        rows = [python, *((each.name, version(each.package), each.licence, each.part) for each in TOOLS), mathjax]
        return [nodes.raw("", table(rows), format="html")]


def mathjax_version() -> str:
    """The version that MathJax's own file says it has."""
    file = next(file for file in distribution(MATHJAX).files or () if file.as_posix().endswith("mathjax/tex-svg.js"))
    # Its parts have versions too; the whole is named where it makes itself known to the page.
    versions = re.findall(r'\bVERSION="(3\.\d+\.\d+)"', Path(str(file.locate())).read_text("utf-8"))
    if len(versions) != 1:
        raise ExtensionError(f"{MATHJAX} should say once which version of MathJax 3 it has, and says {versions}")
    return str(versions[0])


def table(rows: list[tuple[str, str, str, str]]) -> str:
    """The programs, a row each."""
    columns = ("program", "version", "licence", "part")
    heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
    html = [f'<table class="made-with"><thead><tr>{heads}</tr></thead><tbody>']
    for name, *others in rows:
        cells = "".join(f'<td data-column="{column}">{escape(text)}</td>' for column, text in zip(columns[1:], others, strict=True))
        html.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
    return "".join([*html, "</tbody></table>"])


class FingerprintPlace(nodes.General, nodes.Element):
    """The place of the fingerprint, filled when the page is written."""


class Fingerprint(SphinxDirective):
    """The fingerprint of the book's sources, below the command that computes it."""

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname]["shows_fingerprint"] = True
        return [nodes.literal_block("", FINGERPRINT, language="bash"), FingerprintPlace()]


def fingerprint(root: Path) -> str:
    """The SHA-256 of the list of all source files with the SHA-256 of each, as the command prints it."""
    files = [path for name in SOURCES for path in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))]
    lines = []
    for path in files:
        name = path.relative_to(root).as_posix()
        # What tests and editors leave behind is no source.
        if path.is_file() and not path.is_symlink() and not re.search(r"/\.|/__pycache__/", name):
            lines.append((name, f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n"))
    return hashlib.sha256("".join(line for _, line in sorted(lines)).encode()).hexdigest()


def report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages to write again because a source has changed."""
    showing = [name for name, metadata in env.metadata.items() if "shows_fingerprint" in metadata]
    if not showing:
        return []
    before, now = getattr(env, "fingerprint", None), fingerprint(ROOT)
    env.fingerprint = now  # type: ignore[attr-defined]
    return [] if now == before else showing


def add_fingerprint(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill in the fingerprint."""
    for place in list(doctree.findall(FingerprintPlace)):
        text = app.env.fingerprint  # type: ignore[attr-defined]
        place.replace_self(nodes.paragraph("", "", nodes.literal(text, text), classes=["fingerprint"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives; the fingerprint is taken when all pages are read."""
    app.add_node(FingerprintPlace)
    app.add_directive("made-with", MadeWith)
    app.add_directive("fingerprint", Fingerprint)
    app.connect("env-get-updated", report)
    app.connect("doctree-resolved", add_fingerprint)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
