"""Cells run against the tree that is being built, run again when it changes, and fail the build when they complain."""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from functools import partialmethod
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.config import Config

ROOT = Path(__file__).resolve().parents[2]

# Figures are drawn as SVG for the pages, the same in every build, without a date.
# They are drawn as PNG for the notebooks, since Jupyter shows no SVG that comes from elsewhere.
KERNEL_CONFIGURATION = """\
c.HistoryManager.enabled = False
c.InlineBackend.figure_formats = {"svg", "png"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": "tight", "metadata": {"Date": None}}
"""

# Parts of a figure have names that are not random. Said here and not above: what is said there is forgotten
# where the first figure is made within a style of its own.
FIGURE_CONFIGURATION = """\
svg.hashsalt: mog
svg.fonttype: path
"""


def import_from_this_tree() -> None:
    """Let this process and the kernels it starts import `mog` from this tree, whatever copy is installed beside it."""
    sys.path.insert(0, str(ROOT))
    mog = sys.modules.get("mog")
    if mog is not None and Path(str(mog.__file__)).resolve().parents[1] != ROOT:
        for name in [name for name in sys.modules if name.split(".")[0] == "mog"]:
            del sys.modules[name]
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(ROOT)]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *others])


def what_pages_depend_on() -> Iterator[bytes]:
    """The package with its data, the book's extension, its committed results, and the versions of all that is installed."""
    files = [*(ROOT / "mog").rglob("*"), *(ROOT / "book" / "_ext").rglob("*"), *(ROOT / "book").rglob("*.json")]
    results = (ROOT / "book" / "_results").rglob("*")
    for path in sorted({path for path in [*files, *results] if path.is_file() and "__pycache__" not in path.parts}):
        yield path.relative_to(ROOT).as_posix().encode()
        yield path.read_bytes()
    yield sys.version.encode()
    yield repr(sorted({f"{each.name} {each.version}" for each in distributions()})).encode()


def choose_cache(app: Sphinx, config: Config) -> None:
    """Keep the outputs of cells in a folder named after what they depend on; Sphinx reads every page anew when the name changes."""
    digest = hashlib.sha256()
    for part in what_pages_depend_on():
        digest.update(hashlib.sha256(part).digest())
    caches = Path(app.outdir).parent / ".jupyter_cache"
    current = caches / digest.hexdigest()[:16]
    config.nb_execution_cache_path = str(current)
    for other in caches.glob("*"):
        if other != current:
            shutil.rmtree(other)


def configure_kernels(app: Sphinx, config: Config) -> None:
    """Start every kernel with the book's settings and none of the reader's own."""
    folder = Path(app.outdir).parent / ".ipython"
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIGURATION, "utf-8")
    (folder / "matplotlibrc").write_text(FIGURE_CONFIGURATION, "utf-8")
    os.environ.update(IPYTHONDIR=str(folder), MATPLOTLIBRC=str(folder), PYTHONHASHSEED="0")
    # A backend that the reader has chosen would leave all pages without figures.
    os.environ.pop("MPLBACKEND", None)


def join_what_is_printed() -> None:
    """Have a cell's printed lines come as one text: a kernel sends them in parts, cut by the clock, and MyST-NB puts blank lines between."""
    # The client can join them, but nothing between it and this book lets one say so.
    NotebookClient.__init__ = partialmethod(NotebookClient.__init__, coalesce_streams=True)  # type: ignore[method-assign]


def forget_what_warned(app: Sphinx, error: Exception | None) -> None:
    """After a build that warned forget all that it read, so that the next one reads and warns again."""
    if app._warncount:
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the above; a warning is an error, but all of them are reported before the build ends."""
    app.keep_going, app.warningiserror = True, False
    import_from_this_tree()
    join_what_is_printed()
    app.connect("config-inited", choose_cache)
    app.connect("config-inited", configure_kernels)
    app.connect("build-finished", forget_what_warned, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
