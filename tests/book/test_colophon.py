"""The colophon names the versions that built the book, and the sources that it was built from."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup
from builds import Built, Load


@pytest.fixture
def colophon(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("colophon")


@pytest.fixture
def sources(colophon: ModuleType, tmp_path: Path) -> Path:
    """A small tree with all that a book is made from, and what tools leave behind in it."""
    for name in colophon.SOURCES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        if "." in name:
            (tmp_path / name).write_text(name, "utf-8")
        else:
            (tmp_path / name).mkdir()
    for name in ("book/b.md", "book/B.md", "book/a/a.md", "book/a-a.md", "mog/a.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    for name in ("book/.b.md.swp", "mog/__pycache__/a.pyc", "mog/.cache/a", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    return tmp_path


def by_command(command: str, tree: Path) -> str:
    """The fingerprint as the command that the page prints computes it."""
    return subprocess.run(command, shell=True, cwd=tree, capture_output=True, text=True, check=True).stdout.split()[0]


def test_the_fingerprint_is_what_the_printed_command_computes(colophon: ModuleType, sources: Path) -> None:
    assert colophon.fingerprint(sources) == by_command(colophon.FINGERPRINT, sources)


@pytest.mark.parametrize("name", ["book/a/a.md", "_config.yml", "tests/new.py"])
def test_a_source_that_changes_or_is_new_changes_the_fingerprint(colophon: ModuleType, sources: Path, name: str) -> None:
    before = colophon.fingerprint(sources)
    (sources / name).write_text("other", "utf-8")
    assert colophon.fingerprint(sources) != before


@pytest.mark.parametrize("name", ["book/.b.md.swp", "mog/__pycache__/a.pyc", "mog/.cache/a", "README.md"])
def test_what_tools_leave_behind_does_not_change_the_fingerprint(colophon: ModuleType, sources: Path, name: str) -> None:
    before = colophon.fingerprint(sources)
    (sources / name).write_text("other", "utf-8")
    assert colophon.fingerprint(sources) == before


@pytest.mark.book
def test_the_page_names_the_versions_and_the_fingerprint_of_its_own_build(whole_book: Built, colophon: ModuleType) -> None:
    soup = BeautifulSoup((whole_book.html / "book" / "colophon.html").read_text("utf-8"), "html.parser")
    rows = {row.th.get_text(): row.td.get_text() for row in soup.select(".made-with tbody tr")}
    assert rows.pop("Python") == f"{sys.version_info.major}.{sys.version_info.minor}"
    mathjax = (whole_book.html / "_static" / "mathjax" / "tex-svg.js").read_text("utf-8")
    assert f'"{rows.pop("MathJax")}"' in mathjax
    assert rows == {tool.name: version(tool.package) for tool in colophon.TOOLS}
    command = soup.select_one("div.highlight-bash pre").get_text()
    assert by_command(command, whole_book.html.parents[1]) == soup.select_one(".fingerprint").get_text()
