"""Copies of the book, and what a build of one left behind."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Built:
    """What a run of `jupyter-book build .` left behind."""

    returncode: int
    output: str
    html: Path


Build = Callable[[Path], Built]
Load = Callable[[str], ModuleType]


def copy_tree(root: Path, tree: Path) -> Path:
    """Copy all that the book is made of, and nothing that a build or a test has made."""
    for name in ("book", "mog", "tests"):
        shutil.copytree(root / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml", "CITATION.cff"):
        shutil.copyfile(root / name, tree / name)
    return tree


def build_book(tree: Path) -> Built:
    """Run the real `jupyter-book build .` in a tree: no Python variable exported, but a backend without pictures, and no way to the network."""
    exported = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    exported |= {"http_proxy": NOWHERE, "https_proxy": NOWHERE, "no_proxy": "", "MPLBACKEND": "agg"}
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "."]
    ended = subprocess.run(command, cwd=tree, env=exported, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return Built(ended.returncode, COLOURS.sub("", ended.stdout), tree / "_build" / "html")
