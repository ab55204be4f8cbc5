"""The table of the notation holds all that the reader of equations knows, and what it says of the code and of the book is so."""

import json
from collections import Counter
from inspect import signature
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag
from builds import Built, Load
from docutils import nodes
from docutils.utils import new_document

from mog import kernels
from mog.derivation.claims import DEFINITIONS
from mog.derivation.grammar import INDEXED, PLAIN
from mog.derivation.letters import NOTATION, RUNS_OVER, LetterKind
from mog.derivation.notation import RULES, Unreadable, read
from mog.derivation.tokens import WORDS

SIGNS = {letter.name: letter for group in NOTATION.values() for letter in group}
UNSAID = {r"\frac", r"\sqrt", "|", "⟨begin cases⟩"}
"""What has a rule and needs no words."""
OF_OTHER_RULES = {r"\theta", r"\propto", r"\iff", r"\top", r"2 \pi", "e", "B", "|B|", "⟨d⟩", r"\mathcal{L}_B", "J_B", r"\Sigma^{-1}"}
"""What is read as a part of what has a rule."""

READ = [r"2 \gamma_{ik} \pi_k", r"\gamma_{ik} / \pi_k", r"\log \sigma_k^2", r"\frac{\partial}{\partial \mu_k} \log p(x_i)"]
REFUSED = [r"\gamma_{ik} 2", r"\log \pi_k a_k", r"\log (\pi_k)^2", r"1 / 2 \pi_k", "{m + K}c"]
SAME = [(r"\sum_k \pi_k a_k + 1", r"\big( \sum_k \pi_k a_k \big) + 1")]


@pytest.fixture
def extension(load: Load) -> ModuleType:
    """The module of the book's own extension that makes the table."""
    return load("notation_table")


@pytest.fixture
def env(extension: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What Sphinx keeps of a book with the table on its page `table`, and claims with the labels and numbers of its `numbers`."""
    env = SimpleNamespace(metadata={"table": {"shows_notation": True}, "other": {}}, numbers={"density--again": "3", "density": "4"})

    def all_claims(env: Any) -> list[Any]:
        return [SimpleNamespace(label=label, page="other", number=lambda env, label=label: env.numbers[label]) for label in env.numbers]

    monkeypatch.setattr(extension, "all_claims", all_claims)
    return env


@pytest.fixture(scope="module")
def page(whole_book: Built) -> BeautifulSoup:
    """The built page of the notation."""
    return BeautifulSoup((whole_book.html / "book" / "notation.html").read_text("utf-8"), "html.parser")


def row(extension: ModuleType, name: str, links: dict[str, str] | None = None) -> Tag:
    """The row of a letter."""
    found = BeautifulSoup(extension.table(links or {}), "html.parser").select(f'tr[data-letter="{name}"]')
    assert len(found) == 1
    return found[0]


def reader_says(letter: LetterKind) -> str:
    """What the reader of equations calls a sign."""
    words = {rf"{font}{{{word}}}": text for (font, word), text in WORDS.items()}
    return words.get(letter.latex, letter.latex)


def test_the_table_says_all_that_the_reader_has_a_rule_for_and_nothing_else() -> None:
    said = {reader_says(letter) for name, group in NOTATION.items() for letter in group if name != "Indices"}
    ruled = RULES.keys() | INDEXED.keys() | PLAIN.keys()
    assert ruled - said == UNSAID
    assert said - ruled == OF_OTHER_RULES


def test_every_letter_has_one_row_with_its_meaning_and_each_index_stands_in_one(extension: ModuleType) -> None:
    for name, letter in SIGNS.items():
        assert letter.meaning in row(extension, name).get_text()
    indices = Counter(index for letter in NOTATION["Indices"] for index in letter.sign.split(", "))
    assert indices == Counter(RUNS_OVER.keys())


def test_a_row_says_which_values_a_letter_may_have_and_what_it_is_without_an_index(extension: ModuleType) -> None:
    assert "positive" in row(extension, "sigma").get_text()
    assert "a whole number" in row(extension, "K").get_text()
    assert "without an index, the logit of two components" in row(extension, "a").get_text()


def test_the_arrays_of_the_table_are_those_of_the_kernels_with_their_shapes(extension: ModuleType) -> None:
    size = {"m": 5, "K": 3, "D": 2}
    letters = {letter.array: letter for letter in SIGNS.values() if letter.array}
    shapes = {array: tuple(size[each] for each in letter.shape) for array, letter in letters.items()}
    arguments = [*signature(kernels.value_and_gradient).parameters]
    assert letters.keys() - set(arguments) == {"log_density", "responsibilities"}
    given = [np.zeros(shapes[name]) for name in arguments]
    for name in letters.keys() - set(arguments):
        assert getattr(kernels, name)(*given).shape == shapes[name]
    assert row(extension, "gamma").select_one("code").next_sibling == " (m,\N{NO-BREAK SPACE}K)"
    assert "log_density (m,), its logarithm" in row(extension, "p").get_text()


def test_letters_are_defined_by_claims_that_are_definitions_and_linked_where_the_book_has_them(extension: ModuleType) -> None:
    assert {name for letter in SIGNS.values() for name in letter.claims} <= DEFINITIONS
    gamma = row(extension, "gamma", {"responsibility": "<a>first</a>", "density": "<a>other</a>"})
    assert [link.get_text() for link in gamma.select("a")] == ["first"]
    assert row(extension, "gamma").select("a") == []


def test_the_first_equation_that_has_a_name_is_linked_wherever_else_it_stands(extension: ModuleType, env: Any) -> None:
    assert [(name, claim.label) for name, claim in extension.defining(env).items()] == [("density", "density--again")]


def test_the_page_with_the_table_is_written_again_when_an_equation_that_it_links_to_has_another_number(
    extension: ModuleType, env: Any
) -> None:
    assert extension.outdated(None, env) == ["table"]
    assert extension.outdated(None, env) == []
    env.numbers["density--again"] = "5"
    assert extension.outdated(None, env) == ["table"]


def test_a_page_with_the_table_loads_mathjax_and_no_other_page_is_written_for_it(extension: ModuleType) -> None:
    equations: dict[str, bool] = {}
    env = SimpleNamespace(docname="page", metadata={"page": {}}, get_domain=lambda name: SimpleNamespace(data={"has_equations": equations}))
    doctree = new_document("page")
    extension.expect_table(SimpleNamespace(env=env), doctree)
    assert (equations, env.metadata["page"]) == ({}, {})
    doctree += nodes.section("", extension.NotationTable())
    extension.expect_table(SimpleNamespace(env=env), doctree)
    assert equations == {"page": True}
    assert "shows_notation" in env.metadata["page"]


def test_the_script_tells_all_signs_and_indices_apart(extension: ModuleType) -> None:
    text = extension.for_script().removeprefix("window.mogNotation = ").removesuffix(";\n")
    told = json.loads(text)
    assert len(told["signs"]) == len(SIGNS)
    assert told["signs"]["γ"]["indices"] == ["point", "component"]
    assert {told["signs"][key]["sign"] for key in (r"\mathcal{N}", r"\mathcal{L}_B", "N")} == {"𝒩", "𝓛_B", "N"}
    assert told["indices"].keys() == RUNS_OVER.keys()
    assert told["indices"]["d"] == "the number of a feature, from 1 to D"


@pytest.mark.parametrize("formula", READ)
def test_what_the_page_gives_as_an_example_is_read(root: Path, formula: str) -> None:
    assert f"${formula}$" in (root / "book" / "notation.md").read_text("utf-8").replace("\n", " ")
    assert read(f"{formula} = 0", {"K": 2, "D": 1})


@pytest.mark.parametrize("formula", REFUSED)
def test_what_the_page_calls_an_error_is_one(root: Path, formula: str) -> None:
    text = (root / "book" / "notation.md").read_text("utf-8").replace("\n", " ")
    assert f"${formula}$" in text or f"`{formula}`" in text
    with pytest.raises(Unreadable):
        read(f"{formula} = 0", {"K": 2, "D": 1})


@pytest.mark.parametrize(("short", "long"), SAME)
def test_what_the_page_says_to_mean_the_same_is_read_as_the_same(root: Path, short: str, long: str) -> None:
    assert f"${short}$ means ${long}$" in (root / "book" / "notation.md").read_text("utf-8").replace("\n", " ")
    assert read(f"{short} = 0") == read(f"{long} = 0")


@pytest.mark.book
def test_every_link_of_the_table_leads_to_the_equation_with_its_name_and_number(whole_book: Built, page: BeautifulSoup) -> None:
    links = page.select(".notation-table a")
    labels = {claim["label"].partition("--")[0] for claim in json.loads((whole_book.html / "claims.json").read_text("utf-8"))}
    named = {name for letter in SIGNS.values() for name in letter.claims}
    assert {link.get_text().split(" ")[1].partition("--")[0] for link in links} == named & labels != set()
    for link in links:
        target, _, anchor = str(link["href"]).partition("#")
        equation = BeautifulSoup((whole_book.html / "book" / target).read_text("utf-8"), "html.parser").find(id=anchor)
        number, label = link.get_text().split(" ")
        assert equation["data-label"] == label
        assert equation.select_one(".eqno").get_text().startswith(number)


@pytest.mark.book
def test_every_page_has_the_scripts_data_before_the_script(whole_book: Built) -> None:
    for path in whole_book.html.glob("book/*.html"):
        text = path.read_text("utf-8")
        assert 0 < text.find("_static/letters.js") < text.find("_static/notation.js"), path.name
