"""Each executed page offers itself as a Jupyter notebook, outputs and all, in the theme's download menu."""

from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from sphinx.application import Sphinx


def write_notebook(executed: Path, target: Path) -> None:
    """Copy an executed notebook, made the same by every build: its cells are numbered, where they had random names."""
    notebook = nbformat.read(executed, as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number}"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


def offer_notebook(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write the page's notebook beside the page and put it first in the download menu."""
    if doctree is None or "kernelspec" not in app.env.metadata[pagename]:
        return
    write_notebook(Path(app.env.mystnb_config.output_folder, f"{pagename}.ipynb"), Path(app.outdir, f"{pagename}.ipynb"))
    menu = next(button for button in context["header_buttons"] if button["label"] == "download-buttons")
    menu["buttons"].insert(
        0,
        {
            "type": "link",
            "url": f"{Path(pagename).name}.ipynb",
            "text": "Download Notebook",
            "tooltip": "Download this page as a Jupyter notebook",
            "icon": "fas fa-book",
            "label": "download-notebook-button",
        },
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Run after the theme has made its menu."""
    app.connect("html-page-context", offer_notebook, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
