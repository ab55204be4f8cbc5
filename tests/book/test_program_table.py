"""The program stands beside the text that it became: each line leads to the claim that it computes, and the claim back to the line."""

import json
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from builds import Build, Load

from mog.derivation.beyond import LINES
from mog.derivation.pages import equations
from mog.derivation.program import PROGRAM
from mog.derivation.typesetting import latex

CODE = "book/page.html"
HEAD = "---\nderivation: {K: 2, D: 1}\n---\n\n# The derivation\n"
TABLE = "\n:::{program}\n:::\n"


@pytest.fixture
def program_table(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("program_table")


@pytest.fixture
def with_claims(two_pages: Path, root: Path) -> Path:
    """The copy with a page before its second one that makes every claim that the program computes."""
    found = equations((root / "book" / "one-dimension.md").read_text("utf-8"))
    computed = {line.claim for line in PROGRAM} - {""}
    claims = {equation.label: equation.tex for equation in found if equation.label in computed}
    assert claims.keys() == computed
    shown = "".join(f"\n$$\n{tex}\n$$ ({label})\n" for label, tex in claims.items())
    (two_pages / "book" / "derivation.md").write_text(HEAD + shown, "utf-8")
    toc = two_pages / "_toc.yml"
    toc.write_text(toc.read_text("utf-8").replace("chapters:\n", "chapters:\n  - file: book/derivation\n"), "utf-8")
    return two_pages


def add_table(tree: Path) -> int:
    """Put the table of the program on the second page, which then has no sizes, and give back the number of its line."""
    page = tree / "book" / "page.md"
    page.write_text(page.read_text("utf-8").replace("derivation: {K: 2, D: 1}\n", "") + TABLE, "utf-8")
    return page.read_text("utf-8").splitlines().index(":::{program}") + 1


def soup(tree: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((tree / "_build" / "html" / page).read_text("utf-8"), "html.parser")


@pytest.mark.book
def test_each_line_stands_with_its_verdict_its_code_and_its_claim_and_the_claim_leads_back(with_claims: Path, build: Build) -> None:
    assert build(with_claims).returncode == 0
    assert "in code" not in soup(with_claims, "book/derivation.html").get_text()
    line_in_file = add_table(with_claims)
    built = build(with_claims)
    assert built.returncode == 0, built.output

    page, front = soup(with_claims, CODE), soup(with_claims, "book/derivation.html")
    text = (with_claims / "mog" / "kernels" / "arrays.py").read_text("utf-8").splitlines()
    rows = page.select(".program-line")
    for row, line in zip(rows, PROGRAM, strict=True):
        code = row.select_one(".highlight pre")
        number = int(code.select_one(".linenos").extract().get_text())
        assert code.get_text().strip() == text[number - 1].strip()
        assert text[number - 2].strip().startswith("# ")
        mathematics = row.select_one(".math").get_text()
        assert latex(line) in mathematics
        assert bool(row.select_one(".claim")) is (f"program-{line.name}" in LINES)
        assert bool(row.select_one(".program-claim")) is bool(line.claim)
        if line.claim:
            link = row.select_one(".program-claim a")
            claim = front.find(id=link["href"].removeprefix("derivation.html#"))
            assert claim["data-label"] == line.claim
            assert link.get_text() == f"{claim.select_one('.eqno').contents[0]} in The derivation"
            (back,) = [link for link in claim.select(".claim-panel a") if link.get_text() == line.name]
            assert page.find(id=back["href"].removeprefix("page.html#"))["data-label"] == f"program-{line.name}"
            assert f", line {number} of mog/kernels/arrays.py" in back.parent.get_text()

    claims = {claim["label"]: claim for claim in json.loads((built.html / "claims.json").read_text("utf-8"))}
    assert [label for label in claims if label.startswith("program-")] == list(LINES)
    assert {claims[label]["line"] for label in LINES} == {line_in_file}
    assert {label for label in LINES if claims[label]["kind"] == "definition"} == {"program-peak", "program-top"}

    # A page that is renamed is called by its new name, though the page with the table has not changed.
    derivation = with_claims / "book" / "derivation.md"
    derivation.write_text(derivation.read_text("utf-8").replace("# The derivation", "# Another name"), "utf-8")
    assert build(with_claims).returncode == 0
    assert soup(with_claims, CODE).select_one(".program-claim a").get_text().endswith(" in Another name")


@pytest.mark.book
def test_a_line_whose_claim_is_on_no_page_ends_the_build_naming_page_line_and_label(with_claims: Path, build: Build) -> None:
    front = with_claims / "book" / "derivation.md"
    front.write_text(front.read_text("utf-8").replace("$$ (variance-gradient)", "$$ (another-name)"), "utf-8")
    line = add_table(with_claims)
    built = build(with_claims)
    assert built.returncode != 0
    assert (
        f"book/page.md:{line}: WARNING: equation 'program-variance_gradient': the line computes the claim 'variance-gradient'"
        in built.output
    )
    assert "1 display equation failed" in built.output


@pytest.mark.book
def test_a_module_that_does_not_compute_a_line_ends_the_build_naming_page_and_line(with_claims: Path, build: Build) -> None:
    kernels = with_claims / "mog" / "kernels" / "arrays.py"
    kernels.write_text(kernels.read_text("utf-8").replace("z = inverse_sigma * (", "z = 1 * inverse_sigma * ("), "utf-8")
    line = add_table(with_claims)
    built = build(with_claims)
    assert built.returncode != 0
    assert f"book/page.md:{line}: ERROR: mog/kernels/arrays.py does not compute the line z of the program" in built.output


def test_the_statement_of_a_line_is_the_first_whose_right_side_is_its_formula(
    program_table: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = [line for line in PROGRAM if line.name == "gamma"]
    right = "scaled_joint / scaled_density[:, None]"
    text = [f"# gamma = {right}", f"gamma = 2 * {right}", f"gamma = {right} + 1", f"    gamma: Array = {right}", f"again = {right}"]
    monkeypatch.setattr(program_table, "source", lambda: text)
    assert program_table.statement_of(line) == (4, f"gamma: Array = {right}")
    monkeypatch.setattr(program_table, "source", lambda: text[:3])
    with pytest.raises(LookupError, match="does not compute the line gamma of the program"):
        program_table.statement_of(line)


def test_a_function_s_own_terms_are_taken_for_the_program_s(program_table: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = [line for line in PROGRAM if line.name == "log_likelihood"]
    monkeypatch.setattr(program_table, "source", lambda: ["    log_likelihood = np.sum(terms.log_density)"])
    assert program_table.statement_of(line) == (1, "log_likelihood = np.sum(terms.log_density)")


def test_claims_are_linked_at_every_place_where_they_stand(program_table: ModuleType) -> None:
    labels = ("mean-gradient", "mean-gradient--again", "batch-mean-gradient", "program-z", "program-z--again")
    page = SimpleNamespace(claims=[SimpleNamespace(label=label) for label in labels])
    env = SimpleNamespace(claim_pages={"page": page}, collect_relations=dict)
    assert [claim.label for claim in program_table.computed(env, "mean-gradient")] == ["mean-gradient", "mean-gradient--again"]
    assert program_table.computed(env, "") == []
    assert list(program_table.rows(env)) == ["program-z"]
