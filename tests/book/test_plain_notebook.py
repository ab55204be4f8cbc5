"""A page's cells as plain Jupyter has them: what runs, what came of it, and what it needs."""

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from builds import Load
from docutils import nodes
from docutils.utils import new_document
from nbformat import NotebookNode, v4


@pytest.fixture(scope="module")
def extension(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("plain_notebook")


@pytest.fixture
def env() -> Any:
    """What Sphinx keeps of a book without numbers."""
    config = SimpleNamespace(html_title="The book", numfig_format={"figure": "Fig. %s"})
    return SimpleNamespace(toc_secnumbers={}, toc_fignumbers={}, config=config, doc2path=lambda page, base: f"{page}.md")


def cell(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    return v4.new_code_cell(source, execution_count=3, outputs=list(outputs), metadata={"tags": list(tags), "mystnb": {"image": {}}})


def shown(index: int, *children: nodes.Node) -> nodes.container:
    return nodes.container("", *children, nb_element="cell_code", cell_index=index)


def page(*blocks: nodes.Node) -> nodes.document:
    document = new_document("page.md")
    document += nodes.section("", nodes.title("", "A page"), *blocks, ids=["a-page"])
    return document


def executed(*cells: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=list(cells), metadata={"language_info": {"name": "python"}, "source_map": [1]})


def test_a_page_becomes_text_up_to_each_heading_and_all_code_in_order_with_numbered_cells(extension: ModuleType, env: Any) -> None:
    section = nodes.section("", nodes.title("", "More"), nodes.paragraph("", "Text."), ids=["more"])
    doctree = page(nodes.paragraph("", "Begin."), shown(2), nodes.paragraph("", "Then."), section)
    cells = v4.new_markdown_cell("raw"), cell("hidden = 1"), cell("hidden + 1"), cell("left = 'out'")
    notebook = extension.notebook_of("page", doctree, executed(*cells), env)
    first, *rest = notebook.cells
    assert first.source.startswith("# A page\n\nThis notebook is a page of the book *The book*.")
    assert first.source.endswith("\n\nBegin.")
    assert [each.source for each in rest] == ["hidden = 1", "hidden + 1", "Then.", "## More\n\nText.", "left = 'out'"]
    assert [each.id for each in notebook.cells] == [f"cell-{number}" for number in range(1, 7)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert notebook.metadata == {"kernelspec": kernel, "language_info": {"name": "python"}}


def test_a_figures_caption_and_words_stand_below_its_cell(extension: ModuleType, env: Any) -> None:
    figure = nodes.figure("", nodes.image(alt="One hump."), nodes.caption("", "A hump."), ids=["hump"])
    doctree = page(shown(0, figure), nodes.paragraph("", "See?"))
    _, _, below, text = extension.notebook_of("page", doctree, executed(cell("1")), env).cells
    assert below.source.startswith("_A hump._\n\n<details>")
    assert text.source == "See?"


def test_what_the_page_folds_away_is_folded_in_jupyter_and_nothing_else_is_kept_of_a_cells_metadata(extension: ModuleType) -> None:
    assert extension.code_cell(cell("1")).metadata == {}
    folded = {"hide-cell": {"source_hidden": True, "outputs_hidden": True}, "hide-input": {"source_hidden": True}}
    for tag, hidden in folded.items():
        assert extension.code_cell(cell("1", tags=(tag,))).metadata == {"tags": [tag], "jupyter": hidden}


def test_what_a_cell_keeps_for_the_text_is_its_result_in_jupyter(extension: ModuleType) -> None:
    record = {"application/papermill.record/text/latex": "$x$", "application/papermill.record/text/plain": "x"}
    source = 'from myst_nb import glue\nimport sympy as sp\n\nresult = sp.Symbol("x")\nglue("my-key", result, display=False)'
    plain = extension.code_cell(cell(source, v4.new_output("display_data", record, metadata={"scrapbook": {}})))
    assert plain.source == 'import sympy as sp\n\nresult = sp.Symbol("x")\nresult'
    assert plain.outputs == [v4.new_output("execute_result", {"text/latex": "$x$", "text/plain": "x"}, execution_count=3)]


def test_of_a_picture_the_form_is_kept_that_jupyter_shows_of_a_notebook_from_elsewhere(extension: ModuleType) -> None:
    def drawn(**kinds: str) -> NotebookNode:
        return v4.new_output("execute_result", {f"image/{kind.replace('_', '+')}": data for kind, data in kinds.items()})

    kept = [output.data for output in extension.code_cell(cell("1", drawn(svg_xml="<svg>", png="AA"), drawn(svg_xml="<svg>"))).outputs]
    assert kept == [{"image/png": "AA"}, {"image/svg+xml": "<svg>"}]


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        pytest.param("import mog\nimport numpy as np\nfrom itertools import count", "pip install .", id="the-package"),
        pytest.param("from mog import figures", 'pip install ".[figures]"', id="its-figures"),
        pytest.param("import matplotlib.pyplot as plt", 'pip install ".[figures]"', id="matplotlib"),
        pytest.param("def f():\n    from mog.derivation.program import PROGRAM", 'pip install ".[derivation]"', id="its-derivation"),
        pytest.param("import sympy\nfrom mog import figures, em", 'pip install ".[derivation,figures]"', id="both"),
        pytest.param("from sklearn.mixture import GaussianMixture", "pip install . scikit-learn", id="what-is-not-an-extra"),
    ],
)
def test_the_first_cell_says_what_the_code_needs(extension: ModuleType, env: Any, source: str, needs: str) -> None:
    first = extension.notebook_of("page", page(shown(0)), executed(cell(source)), env).cells[0]
    assert f"in a checkout of the project, `{needs}`." in first.source


def test_a_cell_that_imports_what_a_reader_need_not_have_ends_the_build(extension: ModuleType, env: Any) -> None:
    with pytest.raises(extension.NotPlain, match=r"page: a cell imports myst_nb\.glue, expected the standard library or .*numpy"):
        extension.notebook_of("page", page(shown(0)), executed(cell("from myst_nb import glue\nglue('a', 1)")), env)
