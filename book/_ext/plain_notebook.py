"""A page as a notebook for plain Jupyter: its text as Markdown, its cells with their outputs, and at the top what they need."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from docutils import nodes
from nbformat import NotebookNode, v4
from plain_markdown import NotPlain, PlainMarkdown
from sphinx.environment import BuildEnvironment

EXTRAS = {"matplotlib": "figures", "mog.figures": "figures", "sympy": "derivation", "mog.derivation": "derivation"}
BESIDES = {"sklearn": "scikit-learn", "threadpoolctl": "scikit-learn"}
ALWAYS_THERE = {"mog", "numpy", *sys.stdlib_module_names}
HIDDEN = {
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
    "hide-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
}
"""What Jupyter calls it when a cell, or a part of it, is folded away as it is on the page."""

FOLDED = "</details>"
IMPORTS_GLUE = re.compile(r"^from myst_nb import glue\n", re.MULTILINE)
GLUES = re.compile(r"^glue\(\"[\w-]+\", (\w+), display=False\)$", re.MULTILINE)
GLUED = "application/papermill.record/"


def notebook_of(page: str, doctree: nodes.document, executed: NotebookNode, env: BuildEnvironment) -> NotebookNode:
    """The notebook of a page, from the tree in which all references are resolved and from its cells as they were executed."""
    cells = list(cells_of(doctree, executed, PlainMarkdown(env, page)))
    title, _, rest = cells[0].source.partition("\n\n")
    cells[0].source = "\n\n".join(filter(None, (title, preface(page, cells, doctree, env), rest)))
    for number, cell in enumerate(cells, start=1):
        cell.id = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": executed.metadata.language_info})


def cells_of(doctree: nodes.document, executed: NotebookNode, markdown: PlainMarkdown) -> Iterator[NotebookNode]:
    """The cells of a page in order: text up to the next heading or the next code, and every cell of code."""
    code = {index: cell for index, cell in enumerate(executed.cells) if cell.cell_type == "code"}
    text: list[str] = []
    for block in outside_sections(doctree):
        runs = block.get("nb_element") == "cell_code"
        if text and (runs or isinstance(block, nodes.title)):
            yield v4.new_markdown_cell("\n\n".join(text))
            text = []
        if runs:
            # Cells that the page does not show run before the one that it does.
            yield from (code_cell(code.pop(index)) for index in sorted(code) if index <= block["cell_index"])
        written = [markdown.figure(figure) for figure in block.findall(nodes.figure)] if runs else [markdown.write(block)]
        text += filter(None, written)
        if text and text[-1].endswith(FOLDED):
            # Jupyter leaves no room between what is folded and a paragraph.
            yield v4.new_markdown_cell("\n\n".join(text))
            text = []
    if text:
        yield v4.new_markdown_cell("\n\n".join(text))
    yield from map(code_cell, code.values())


def outside_sections(node: nodes.Element) -> Iterator[nodes.Element]:
    """The blocks of a page and of its sections, in order."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield from outside_sections(child)
        else:
            yield child


def code_cell(cell: NotebookNode) -> NotebookNode:
    """A cell of code with what Jupyter knows: its tags, what is folded away, and outputs that it can show."""
    tags = cell.metadata.get("tags", [])
    folded = {name: value for tag in tags for name, value in HIDDEN.get(tag, {}).items()}
    metadata = {name: value for name, value in (("tags", tags), ("jupyter", folded)) if value}
    source, outputs = cell.source, cell.outputs
    for output in outputs:
        if "image/png" in output.get("data", {}):
            # Jupyter would prefer it, and shows it only in a notebook that ran there.
            output.data.pop("image/svg+xml", None)
    if GLUES.search(source):
        source = GLUES.sub(r"\1", IMPORTS_GLUE.sub("", source))
        outputs = [shown(output, cell.execution_count) for output in outputs]
    return v4.new_code_cell(source, metadata=metadata, outputs=outputs, execution_count=cell.execution_count)


def shown(output: NotebookNode, count: int) -> NotebookNode:
    """What a cell kept for the text of the page, as the result that Jupyter shows when the name of it ends the cell."""
    data = {kind.removeprefix(GLUED): value for kind, value in output.data.items()}
    return v4.new_output("execute_result", data, execution_count=count)


def preface(page: str, cells: list[NotebookNode], doctree: nodes.document, env: BuildEnvironment) -> str:
    """What the reader of the notebook has to know before running it."""
    extras, besides = requirements(page, [cell.source for cell in cells if cell.cell_type == "code"])
    package = f'".[{",".join(extras)}]"' if extras else "."
    book = f"This notebook is a page of the book *{env.config.html_title}*."
    install = f"To run it, install the book's package where your Jupyter finds it: in a checkout of the project, `pip install {' '.join([package, *besides])}`."
    numbers = (
        "Equations have the numbers of the book, and beside the number the verdict of the machine that checked them;"
        " what the book shows behind a verdict stands on its page alone."
    )
    return " ".join([book, install, *([numbers] if any(doctree.findall(nodes.math_block)) else [])])


def requirements(page: str, sources: list[str]) -> tuple[list[str], list[str]]:
    """The extras of the package that the cells need, and the other distributions."""
    names = {name for source in sources for name in imported(source)}
    known = ALWAYS_THERE | EXTRAS.keys() | BESIDES.keys()
    if unknown := sorted(name for name in names if name.partition(".")[0] not in known):
        raise NotPlain(
            f"{page}: a cell imports {', '.join(unknown)}, expected the standard library or {', '.join(sorted({'mog', 'numpy', *EXTRAS, *BESIDES}))}"
        )
    found = {value for name in names for key, value in (EXTRAS | BESIDES).items() if f"{name}.".startswith(f"{key}.")}
    return sorted(found.intersection(EXTRAS.values())), sorted(found.intersection(BESIDES.values()))


def imported(source: str) -> Iterator[str]:
    """The full names of all that a cell imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
