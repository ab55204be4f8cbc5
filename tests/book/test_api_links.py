"""The reference leads from each function to what it computes and to its chapter, and nothing public is missing there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from builds import Build, Built, Load

from mog import kernels
from mog.derivation import functions
from mog.kernels import steps
from tests.public import PUBLIC

GENERATED = {name: thing for name, thing in PUBLIC.items() if name.startswith("mog.kernels.")}
FUNCTION = "\n```{eval-rst}\n.. autofunction:: %s\n```\n"


@pytest.fixture
def api_links(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("api_links")


@pytest.fixture
def env(tmp_path: Path) -> Any:
    """What Sphinx keeps of a book with a page of the reference that links to one claim, and a chapter that draws a figure."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "chapter.md").write_text("figures.climb(history)\n", "utf-8")
    claim = SimpleNamespace(label="density", page="book/chapter", number=lambda env: env.numbers)
    return SimpleNamespace(
        found_docs={"book/chapter", "book/api"},
        doc2path=lambda name: str(tmp_path / f"{name}.md") if name == "book/chapter" else "/dev/null",
        note_dependency=lambda path: None,
        metadata={"book/api": {"api_claims": ["density"]}, "book/chapter": {}},
        titles={"book/chapter": SimpleNamespace(astext=lambda: "A chapter")},
        claim_pages={"book/chapter": SimpleNamespace(claims=[claim])},
        collect_relations=dict,
        numbers="1.2",
    )


@pytest.fixture
def warned(api_links: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the extension warns of."""
    said: list[str] = []
    monkeypatch.setattr(api_links.logger, "warning", lambda text, *words, **where: said.append(text % words))
    return said


@pytest.fixture(scope="module")
def entries(whole_book: Built) -> dict[str, tuple[Path, Tag]]:
    """Everything that the built reference describes: its page, and what is said there."""
    found: dict[str, tuple[Path, Tag]] = {}
    for page in sorted(whole_book.html.glob("book/api*.html")):
        for term in parsed(page).select("dt.sig[id]"):
            assert term["id"] not in found
            found[str(term["id"])] = page, term.parent
    return found


@cache
def parsed(page: Path) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def target(page: Path, link: Tag) -> Tag:
    """What a link leads to."""
    address, _, anchor = str(link["href"]).partition("#")
    return parsed((page.parent / address).resolve()).find(id=anchor)


@pytest.mark.parametrize("name", GENERATED)
def test_every_generated_function_has_its_formulas_in_its_docstring_and_computes_a_claim(api_links: ModuleType, name: str) -> None:
    formulas = api_links.formulas(GENERATED[name])
    lines = api_links.with_formulas((GENERATED[name].__doc__ or "").replace("\n    ", "\n").splitlines(), formulas)
    for formula in formulas:
        assert rf"   :math:`\displaystyle {formula.latex}`" in lines
        assert f".. computes:: {formula.claim}" in lines
        assert f"    {formula.plain}" not in lines


def test_formulas_of_one_claim_are_shown_above_one_line_of_links(api_links: ModuleType) -> None:
    lines = list(api_links.typeset(api_links.formulas(steps.adam)))
    assert [line for line in lines if line.startswith("..")] == [".. container:: api-formula"] * 3 + [".. computes:: step-adam"]


def test_a_function_of_the_kernels_without_a_claim_is_refused(api_links: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "FUNCTIONS", functions.FUNCTIONS[1:])
    with pytest.raises(LookupError, match=r"^mog\.kernels\.arrays\.log_density computes no claim"):
        api_links.formulas(kernels.log_density)


def test_a_docstring_without_its_formula_is_refused(api_links: ModuleType) -> None:
    with pytest.raises(LookupError, match="does not have the formula γ_ik = "):
        api_links.with_formulas(["Responsibilities.", "", "    γ_ik = 1"], api_links.formulas(kernels.responsibilities))


def test_a_figure_has_the_chapters_that_draw_it(api_links: ModuleType, env: Any) -> None:
    assert api_links.chapters_of(env, "mog.figures.climb") == ("Drawn in", ["book/chapter"])
    assert api_links.chapters_of(env, "mog.figures.limb") == ("Drawn in", [])


def test_the_chapter_stands_below_the_first_sentence(api_links: ModuleType, env: Any, warned: list[str]) -> None:
    lines = ["How far", "it climbs.", "", "More.", ""]
    api_links.add_origin(
        SimpleNamespace(env=env), "function", "mog.figures.climb", SimpleNamespace(__module__="mog.figures.lines"), {}, lines
    )
    assert lines[:2] + lines[-3:] == ["How far", "it climbs.", "", "More.", ""]
    assert lines[2:-3] == ["", ".. container:: api-chapters", "", "   Drawn in :doc:`/book/chapter`."]
    assert warned == []


def test_a_chapter_that_does_not_use_what_it_is_to_explain_is_told(
    api_links: ModuleType, env: Any, warned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_links, "CHAPTERS", {"book/chapter": ("mog.train",)})
    app = SimpleNamespace(env=SimpleNamespace(**vars(env), docname="book/api"))
    api_links.add_origin(app, "function", "mog.train", SimpleNamespace(__module__="mog.sgd"), {}, ["Fit.", ""])
    assert warned == ["mog.train: expected the chapter book/chapter to use it, and it does not"]
    warned.clear()
    (Path(env.doc2path("book/chapter"))).write_text("mog.train(x, 2)\n", "utf-8")
    api_links.add_origin(app, "function", "mog.train", SimpleNamespace(__module__="mog.sgd"), {}, ["Fit.", ""])
    assert warned == []


def test_a_claim_that_no_page_has_is_told_and_a_page_is_written_again_when_a_claim_moves(
    api_links: ModuleType, env: Any, warned: list[str]
) -> None:
    assert api_links.check(None, env) == ["book/api"]
    assert api_links.check(None, env) == []
    env.numbers = "1.3"
    assert api_links.check(None, env) == ["book/api"]
    assert warned == []
    env.claim_pages = {}
    assert api_links.check(None, env) == ["book/api"]
    assert warned == ["a function computes the claim 'density', and no page of the book has it"]


@pytest.mark.book
def test_a_function_whose_claim_is_on_no_page_ends_the_build(two_pages: Path, build: Build) -> None:
    page = two_pages / "book" / "page.md"
    page.write_text(page.read_text("utf-8") + FUNCTION % "mog.kernels.mean_gradient", "utf-8")
    built = build(two_pages)
    assert built.returncode != 0
    assert "book/page.md: WARNING: a function computes the claim 'mean-gradient', and no page of the book has it" in built.output


@pytest.mark.book
def test_the_reference_describes_everything_public_and_nothing_else(entries: dict[str, tuple[Path, Tag]]) -> None:
    assert PUBLIC.keys() <= entries.keys()
    others = {name for name in entries.keys() - PUBLIC.keys() if name.rpartition(".")[0] not in PUBLIC}
    assert others == set()


@pytest.mark.book
@pytest.mark.parametrize("name", GENERATED)
def test_every_link_of_a_generated_function_leads_to_a_claim_that_it_computes(
    entries: dict[str, tuple[Path, Tag]], api_links: ModuleType, name: str
) -> None:
    page, entry = entries[name]
    links = entry.select(".program-claim a")
    claims = [str(target(page, link)["data-label"]).partition("--")[0] for link in links]
    assert set(claims) == {formula.claim for formula in api_links.formulas(GENERATED[name])}
    assert len(entry.select(".api-formula .math")) == len(api_links.formulas(GENERATED[name]))


@pytest.mark.book
def test_every_function_and_class_has_a_link_to_its_source(entries: dict[str, tuple[Path, Tag]]) -> None:
    for name in PUBLIC:
        page, entry = entries[name]
        line = target(page, entry.select_one("dt.sig .viewcode-link").find_parent("a"))
        assert f"{'class' if isinstance(PUBLIC[name], type) else 'def'} {name.rpartition('.')[2]}" in line.get_text()


@pytest.mark.book
def test_every_chapter_of_the_table_is_linked_from_what_it_explains(entries: dict[str, tuple[Path, Tag]], api_links: ModuleType) -> None:
    for chapter, names in api_links.CHAPTERS.items():
        for name in names:
            _, entry = entries[name]
            assert f"{chapter.removeprefix('book/')}.html" in [link["href"] for link in entry.select(".api-chapters a")]


def test_a_claim_that_a_function_computes_leads_to_its_entry(whole_book: Built) -> None:
    page = BeautifulSoup((whole_book.html / "book" / "one-dimension.html").read_text("utf-8"), "html.parser")
    for label, name in (
        ("mean-gradient", "mean_gradient"),
        ("responsibility", "responsibilities"),
        ("log-likelihood", "value_and_gradient"),
    ):
        leads_to = [link["href"] for link in page.select(f"#verdict-{label} a[href]")]
        assert f"api-gradients.html#mog.kernels.{name}" in leads_to, label
