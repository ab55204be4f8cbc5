"""Copies of the book that a test may break, and the one build of the whole book that all tests look at."""

import fcntl
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from builds import Build, Built, Load, build_book, copy_tree

TOC = """\
format: jb-book
root: book/index
chapters:
  - file: book/page
"""

INDEX = """\
# A copy of the book

It has [one page](page.md).
"""

PAGE = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
derivation: {K: 2, D: 1}
---

# One page

```{code-cell} python
import mog

print(mog.faithful().shape)
```
"""


@pytest.fixture(scope="session")
def build() -> Build:
    """`build(tree)` builds the book in that tree, as a reader would."""
    return build_book


@pytest.fixture
def two_pages(root: Path, tmp_path: Path) -> Path:
    """A copy of the tree with the real configuration and two pages: book/index.md, and book/page.md with one cell and no equation."""
    tree = copy_tree(root, tmp_path / "tree")
    for page in (tree / "book").glob("*.md"):
        page.unlink()
    (tree / "_toc.yml").write_text(TOC, "utf-8")
    (tree / "book" / "index.md").write_text(INDEX, "utf-8")
    (tree / "book" / "page.md").write_text(PAGE, "utf-8")
    return tree


@pytest.fixture(scope="module")
def load(root: Path) -> Iterator[Load]:
    """`load(name)` imports a module of the book's own extension, anew for each file of tests."""
    extension = root / "book" / "_ext"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(extension))
        for module in extension.glob("*.py"):
            patch.delitem(sys.modules, module.stem, raising=False)
        yield import_module


@pytest.fixture(scope="session")
def whole_book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The whole book, built once for all workers; its tree is `html.parents[1]`."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    tree, log = shared / "whole-book", shared / "whole-book.log"
    with (shared / "whole-book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not log.exists():
            built = build_book(copy_tree(root, tree))
            log.write_text(f"{built.returncode}\n{built.output}", "utf-8")
    code, output = log.read_text("utf-8").split("\n", 1)
    assert code == "0", output
    return Built(0, output, tree / "_build" / "html")
