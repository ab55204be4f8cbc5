"""Each executed page offers itself as a Jupyter notebook, outputs and all, in the theme's download menu."""

from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from plain_notebook import notebook_of
from sphinx.application import Sphinx


def executed_notebook(app: Sphinx, pagename: str) -> nbformat.NotebookNode:
    """The page's cells with their outputs, which MyST-NB writes down only when it has just run them, so they are taken from its cache."""
    written = nbformat.read(Path(app.env.mystnb_config.output_folder, f"{pagename}.ipynb"), as_version=4)
    return get_cache(app.config.nb_execution_cache_path).merge_match_into_notebook(written)[1]


def offer_notebook(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write the page's notebook beside the page and put it first in the download menu, where the theme would offer the page's source."""
    if doctree is None:
        return
    menu = next(button for button in context["header_buttons"] if button["label"] == "download-buttons")
    menu["buttons"] = [button for button in menu["buttons"] if button["label"] != "download-source-button"]
    if "kernelspec" not in app.env.metadata[pagename]:
        return
    target = Path(app.outdir, f"{pagename}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook_of(pagename, doctree, executed_notebook(app, pagename), app.env), target)
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
