"""The built book needs nothing from elsewhere: MathJax is copied into it from the pinned package sphinx-mathjax-offline."""

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

PACKAGE = "sphinx-mathjax-offline"
LOADED_WHEN_MET = ("input/tex/extensions/boldsymbol.js", "input/tex/extensions/html.js")
"""What MathJax fetches for a macro that the one file does not know: \\boldsymbol, which the book's reader knows, and \\class of breaking.js."""


def copy_mathjax(app: Sphinx) -> None:
    """Put the files of MathJax that the pages load where `mathjax_path` says they are."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", app.config.mathjax_path)
    for name in (target.name, *LOADED_WHEN_MET):
        try:
            source = next(file for file in distribution(PACKAGE).files or () if file.as_posix().endswith(f"mathjax/{name}"))
        except (PackageNotFoundError, StopIteration):
            raise ExtensionError(f"{PACKAGE} with its file {name} is not installed: run pip install -r requirements.txt") from None
        copy = target.parent / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.locate(), copy)


def setup(app: Sphinx) -> dict[str, Any]:
    """Copy before the first page is written, since pages carry the file's checksum."""
    app.connect("builder-inited", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
