"""The built book needs nothing from elsewhere: MathJax is copied into it from the pinned package sphinx-mathjax-offline."""

import shutil
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

PACKAGE = "sphinx-mathjax-offline"


def copy_mathjax(app: Sphinx) -> None:
    """Put the one file of MathJax that the pages load where `mathjax_path` says it is."""
    if app.builder.format != "html":
        return
    name = Path(app.config.mathjax_path).name
    try:
        source = next(file for file in distribution(PACKAGE).files or () if file.name == name)
    except (PackageNotFoundError, StopIteration):
        raise ExtensionError(f"{PACKAGE} with its file {name} is not installed: run pip install -r requirements.txt") from None
    target = Path(app.outdir, "_static", app.config.mathjax_path)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source.locate(), target)


def setup(app: Sphinx) -> dict[str, Any]:
    """Copy before the first page is written, since pages carry the file's checksum."""
    app.connect("builder-inited", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
