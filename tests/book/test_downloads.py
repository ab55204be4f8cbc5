"""Every executed page offers itself as a notebook that any Jupyter shows, and that runs wherever the package is."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from builds import Build, Built
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

pytestmark = pytest.mark.book

EXECUTED = sorted(
    page.stem for page in Path(__file__).parents[2].joinpath("book").glob("*.md") if "\nkernelspec:" in page.read_text("utf-8")[:500]
)
every_notebook = pytest.mark.parametrize("name", EXECUTED)

PARSER = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
ONLY_MYST_KNOWS = re.compile(r"\{[\w:+-]+\}`|:::|[`~]{3}\{|^\([^()\s]+\)=|\$\$ \([^()\s]+\)$|^%|\{#", re.MULTILINE)
FOLDS = re.compile(r"<details>\n<summary>[^<>\n]+</summary>|</details>")
TAG = re.compile(r"\s*\\tag\*\{\((?P<number>[\d.]+)\) (?P<word>\w+)\}$")
WHERE_FROM = "import sys, mog\nprint(mog.__file__, *sorted({name.partition('.')[0] for name in sys.modules}))"
ASKED_FOR = {"matplotlib": "figures", "sympy": "derivation", "sklearn": "scikit-learn"}


def download_links(page: Path) -> list[Path]:
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    links = soup.select(".dropdown-download-buttons a.btn-download-notebook-button")
    assert all("Download Notebook" in link.get_text() for link in links)
    return [page.parent / str(link["href"]) for link in links]


def downloaded(book: Built, name: str) -> Any:
    """The notebook that a page of the built book offers."""
    (link,) = download_links(book.html / "book" / f"{name}.html")
    return nbformat.read(link, as_version=4)


def markdown(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def said(notebook: Any) -> list[tuple[Any, ...]]:
    """What each cell of code has printed, what it has written to stderr, and its results: their texts, and whether there is a picture."""
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    streams = [["".join(output.text for output in cell if output.get("name") == name) for name in ("stdout", "stderr")] for cell in outputs]
    results = [
        [
            (output.data.get("text/plain"), output.data.get("text/latex"), any(kind.startswith("image/") for kind in output.data))
            for output in cell
            if output.output_type != "stream"
        ]
        for cell in outputs
    ]
    return [(*printed, shown) for printed, shown in zip(streams, results, strict=True)]


def words(text: str) -> str:
    return " ".join(text.split())


def test_every_executed_page_of_the_book_offers_one_notebook_with_its_outputs_and_no_other_page_does(whole_book: Built) -> None:
    offered = []
    for page in whole_book.html.joinpath("book").glob("*.html"):
        executed = "cell_output" in page.read_text("utf-8")
        links = download_links(page)
        assert len(links) == executed, page.name
        for link in links:
            notebook = nbformat.read(link, as_version=4)
            nbformat.validate(notebook)
            assert any(cell.get("outputs") for cell in notebook.cells)
            # Of a picture that comes from elsewhere Jupyter shows only a PNG.
            kinds = {kind for cell in notebook.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
            assert "image/png" in kinds
            assert "image/svg+xml" not in kinds
            assert str(whole_book.html.parents[1]) not in link.read_text("utf-8")
            offered.append(page.stem)
    assert sorted(offered) == EXECUTED


def test_a_notebook_is_the_same_after_any_build_whether_its_cells_ran_in_it_or_before(two_pages: Path, build: Build) -> None:
    page, notebook = two_pages / "book" / "page.md", two_pages / "_build" / "html" / "book" / "page.ipynb"
    build(two_pages)
    ran_before = nbformat.read(notebook, as_version=4)
    page.write_text(page.read_text("utf-8") + "\nMore of it.\n", "utf-8")
    build(two_pages)
    once = notebook.read_bytes()
    (two_pages / "_build").rename(two_pages.parent / "first")
    build(two_pages)
    assert notebook.read_bytes() == once
    rewritten = nbformat.reads(once.decode(), as_version=4)
    assert [cell.id for cell in rewritten.cells] == ["cell-1", "cell-2", "cell-3"]
    assert rewritten.cells[2].source == "More of it."
    assert rewritten.cells[1] == ran_before.cells[1]
    assert rewritten.cells[1].outputs[0].text == "(272, 2)\n"


@every_notebook
def test_the_text_of_a_notebook_has_nothing_in_it_that_only_the_book_could_show(whole_book: Built, name: str) -> None:
    for text in markdown(downloaded(whole_book, name)):
        assert not ONLY_MYST_KNOWS.search(text)
        html = [token.content for token in PARSER.parse(text) if token.type == "html_block"]
        inline = [child for token in PARSER.parse(text) for child in token.children or [] if child.type == "html_inline"]
        assert not FOLDS.sub("", "".join(html)).strip()
        assert not inline


@every_notebook
def test_a_notebook_has_every_paragraph_of_its_page_word_for_word(whole_book: Built, name: str) -> None:
    read = " ".join(
        words("".join(child.content for child in token.children or []))
        for text in markdown(downloaded(whole_book, name))
        for token in PARSER.parse(text)
        if token.type == "inline"
    )
    article = BeautifulSoup(whole_book.html.joinpath("book", f"{name}.html").read_text("utf-8"), "html.parser").select_one("article")
    assert article is not None
    for beside in article.select(
        ".claim, .cell_input, .cell_output .output, .cell_output details, .headerlink, .claims-count, .prev-next-area, .label, script"
    ):
        beside.decompose()
    for section in article.select('a[href*=".html"]:has(> .std-ref)'):
        # The notebook says where it stands.
        other = whole_book.html / "book" / str(section["href"]).partition("#")[0]
        title = BeautifulSoup(other.read_text("utf-8"), "html.parser").select_one("title")
        section.append(f" in {re.sub(r'^[0-9. ]+| — .*', '', title.get_text())}")
    paragraphs = [words(re.sub(r"\\[()]", "", each.get_text())) for each in article.select("p:not(.admonition-title), td, h1, h2, h3")]
    missing = [text for text in paragraphs if text not in read]
    assert not missing
    assert len(paragraphs) > 10


@every_notebook
def test_the_equations_of_a_notebook_are_those_of_its_page_with_their_numbers_and_verdicts(whole_book: Built, name: str) -> None:
    shown = [token.content for text in markdown(downloaded(whole_book, name)) for token in PARSER.parse(text) if token.type == "math_block"]
    claims = [claim for claim in json.loads((whole_book.html / "claims.json").read_text("utf-8")) if claim["page"] == f"book/{name}"]
    assert [words(TAG.sub("", tex.strip())) for tex in shown] == [words(claim["tex"]) for claim in claims]
    page = BeautifulSoup(whole_book.html.joinpath("book", f"{name}.html").read_text("utf-8"), "html.parser")
    beside = [(box.select_one(".eqno"), box.select_one(".claim-mark")) for box in page.select("article .claim")]
    tags = [TAG.search(tex.strip()) for tex in shown]
    assert [tag and (f"({tag['number']})", tag["word"]) for tag in tags] == [
        (number.get_text().split()[0].rstrip("#"), mark["data-standing"]) for number, mark in beside
    ]


@every_notebook
def test_a_notebook_runs_from_top_to_bottom_outside_the_tree_and_says_what_the_book_says(
    whole_book: Built, name: str, tmp_path: Path
) -> None:
    offered = downloaded(whole_book, name)
    copy = offered.copy()
    copy.cells = [*offered.cells, nbformat.v4.new_code_cell(WHERE_FROM, id="where-from")]
    nbformat.write(copy, tmp_path / "copy.ipynb")
    tree = whole_book.html.parents[1]
    command = [Path(sys.executable).with_name("jupyter-execute"), "--inplace", "copy.ipynb"]
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(tree)}
    ended = subprocess.run(
        command, cwd=tmp_path, env=clean, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    assert ended.returncode == 0, ended.stdout
    *ran, last = said(nbformat.read(tmp_path / "copy.ipynb", as_version=4))
    assert not "".join(complaints for _, complaints, _ in ran)
    assert ran == said(offered)
    where, *loaded = last[0].split()
    assert where == str(tree / "mog" / "__init__.py")
    (command_shown,) = re.findall("`(pip install [^`]*)`", offered.cells[0].source)
    asked = {module for module, distribution in ASKED_FOR.items() if distribution in command_shown}
    assert asked == ASKED_FOR.keys() & set(loaded)
