"""Every display equation of the book is decided, and a book with one that is not shown to be true is not built."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from builds import Build, Built, Load
from docutils import nodes
from docutils.utils import new_document

from mog.derivation.beyond import CITED, LINES, MEASURED
from mog.derivation.letters import LETTERS

Make = Callable[..., Any]

VARIANCE = r"""\frac{\partial \mathcal{L}}{\partial \sigma_k^2}
= \frac{1}{2} \sum_{i=1}^m \gamma_{ik} \left[ \frac{(x_i - \mu_k)^2}{\sigma_k^4} - \frac{1}{\sigma_k^2} \right]"""
MEAN = r"\frac{\partial \mathcal{L}}{\partial \mu_k} = \sum_{i=1}^m \gamma_{ik} \frac{(x_i - \mu_k)}{\sigma_k^2}"

SECOND_OPINION = "tests/derivation/test_opinion.py::test_the_second_opinion_agrees_with_the_book_and_with_the_book_on_its_slips[%s]"
SOUND = f"""

$$
{VARIANCE}
$$ (trial-variance)

:::{{admonition}} A claim in a box
```{{math}}
:label: trial-mean

{MEAN}
```
:::
"""


# An output that could be shown as mathematics, and is not, as a page prefers HTML.
SHOWN_AS_HTML = """
```{code-cell} python
class Both:
    def _repr_html_(self):
        return "<b>both</b>"

    def _repr_latex_(self):
        return "$$both$$"


Both()
```
"""

# Another page that makes the first claim of SOUND or the second, under a label of its own or the same.
OTHER = """---
derivation: {K: 2, D: 1}
---

# A copy of the book

It has [one page](page.md).

$$
%s
$$ (%s)
"""


def add(tree: Path, text: str) -> str:
    """Append to the second page of the copy, and give back all that the page then says."""
    path = tree / "book" / "page.md"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return path.read_text("utf-8")


def line_of(text: str, start: str) -> int:
    """The number of the first line that begins so."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def claims_of(html: Path) -> dict[str, dict[str, Any]]:
    """What claims.json says, by label."""
    return {claim["label"]: claim for claim in json.loads((html / "claims.json").read_text("utf-8"))}


def soup(html: Path, page: str) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup((html / "book" / f"{page}.html").read_text("utf-8"), "html.parser")


@pytest.fixture
def with_claims_page(two_pages: Path) -> Path:
    """The copy with two sound equations on one page, and the table of all claims on another."""
    add(two_pages, SOUND)
    (two_pages / "_toc.yml").write_text((two_pages / "_toc.yml").read_text("utf-8") + "  - file: book/claims\n", "utf-8")
    (two_pages / "book" / "claims.md").write_text("# Claims\n\n```{claims}\n```\n", "utf-8")
    return two_pages


@pytest.fixture
def make(load: Load) -> Make:
    """`make(kind, field=...)` makes a claim that says nothing but that."""
    empty = {"label": "a", "page": "page", "line": 1, "reach": "", "conditions": (), "reading": ()}
    empty |= {"how": "", "counter_example": "", "steps": 0, "sources": (), "letters": (), "words": "", "tex": "x"}
    return lambda kind="proved", **said: load("claim").Claim(kind=kind, **empty | said)


@pytest.mark.book
def test_a_half_made_a_third_ends_the_build_and_the_next_one_too_naming_page_line_and_label(two_pages: Path, build: Build) -> None:
    text = add(two_pages, SOUND.replace(r"\frac{1}{2}", r"\frac{1}{3}"))
    for built in (build(two_pages), build(two_pages)):
        assert built.returncode != 0
        assert f"book/page.md:{line_of(text, '$$')}: WARNING: equation 'trial-variance': " in built.output
        assert r"\frac{1}{3} \sum_{i=1}^m" in built.output
        assert "1 display equation failed" in built.output
        assert not (built.html / "book" / "page.html").exists()


@pytest.mark.book
def test_all_failing_equations_of_the_book_are_named_at_once(two_pages: Path, build: Build) -> None:
    other = OTHER % (VARIANCE, "trial-variance")
    (two_pages / "book" / "index.md").write_text(other, "utf-8")
    text = add(
        two_pages,
        SOUND
        + r"""
$$
\gamma_{ik} = \gamma_{ik} + 0
$$

\begin{equation}
a = b
\end{equation}

<div class="wide math">\(\displaystyle a = b\)</div>

> $$ \text{shrug} \smile = \Xi $$ (trial-unreadable)

```{code-cell} python
from IPython.display import Latex, Markdown

Latex(r"$$\mu_1 = \mu_1$$")
```

```{code-cell} python
---
mystnb: {markdown_format: myst}
---
Markdown(r"$$\mu_2 = \mu_2$$")
```
""",
    )
    built = build(two_pages)
    assert built.returncode != 0
    cells = [number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("```{code-cell}")]
    unlabelled = text.splitlines().index(r"\gamma_{ik} = \gamma_{ik} + 0")
    expected = [
        (unlabelled, "display equation without a label: "),
        (line_of(text, r"\begin{equation}"), "display equation without a label: an amsmath environment"),
        (line_of(text, "<div"), "display equation without a label: HTML"),
        (line_of(text, "> $$"), "equation 'trial-unreadable': "),
        (cells[1], "display equation without a label: "),
        (cells[2], "display equation without a label: "),
        (line_of(text, "$$"), f"equation 'trial-variance': the label 'trial-variance' of book/index.md:{line_of(other, '$$')} "),
    ]
    for line, message in expected:
        assert f"book/page.md:{line}: WARNING: {message}" in built.output
    assert f"{len(expected)} display equations failed" in built.output


@pytest.mark.book
def test_a_sound_book_is_built_with_its_verdicts_beside_the_equations_and_in_claims_json(with_claims_page: Path, build: Build) -> None:
    text = add(with_claims_page, SHOWN_AS_HTML)
    built = build(with_claims_page)
    assert built.returncode == 0, built.output

    claims = claims_of(built.html)
    assert list(claims) == ["trial-variance", "trial-mean"]
    assert {claim["kind"] for claim in claims.values()} == {"proved"}
    assert {claim["page"] for claim in claims.values()} == {"book/page"}
    assert claims["trial-variance"]["line"] == line_of(text, "$$")
    assert claims["trial-mean"]["line"] == line_of(text, "```{math}")
    assert claims["trial-variance"]["tex"] == VARIANCE
    assert all(claim["reading"] and claim["how"] and claim["reach"] for claim in claims.values())

    page = soup(built.html, "page")
    for label, claim in claims.items():
        box = page.find(id=f"equation-{label}")
        mark = box.select_one(".claim-side > button")
        panel = page.find(id=mark["aria-controls"])
        assert mark.get_text(" ", strip=True) == "✓ proved"
        assert [term.get_text() for term in panel.select("dt")] == ["in words", "how", "read as", "tested by", "letters"]
        signs = [LETTERS[name].sign for name in claim["letters"]]
        assert [letter.get_text() for letter in panel.select(".claim-letters b")] == signs
        assert [line.get_text() for line in panel.select("dd > code")] == claim["reading"]
        assert page.find(id=mark["aria-describedby"]).get_text() == claim["words"]
        assert panel in page.find(id=mark["aria-describedby"]).parents
        assert [test.get_text() for test in panel.select("dd > div > code")] == claim["tests"] == [SECOND_OPINION % label]
        assert panel in box.find_all(hidden=True)
        assert all(part in panel.get_text() for part in [claim["reach"], claim["how"]])
        assert panel.select_one("a")["href"] == f"claims.html#claim-{label}"
    assert page.select_one(".claims-count").get_text() == "On this page: 2 proved. All claims"

    table = soup(built.html, "claims")
    rows = table.select("tr[id]")
    assert [row["id"] for row in rows] == ["claim-trial-variance", "claim-trial-mean"]
    assert [row.a["href"] for row in rows] == ["page.html#equation-trial-variance", "page.html#equation-trial-mean"]
    for row, claim in zip(rows, claims.values(), strict=True):
        number = page.find(id=f"equation-{claim['label']}").select_one(".eqno").contents[0]
        assert row.a.get_text() == f"{number} {claim['label']}"
        assert claim["tex"] in row.select_one("[data-column=equation] > .math").get_text()
        assert claim["reach"] in row.select_one("[data-column=verdict]").get_text()
        assert row.select_one("[data-column=equation] details p").get_text() == claim["words"]
    guarded = table.select_one(".claims-tests")
    assert [test.get_text() for test in guarded.select("code")] == [SECOND_OPINION.removesuffix("[%s]")]
    assert [table.select_one(link["href"]).name for link in guarded.select("a")] == ["tr"] * len(claims)
    assert table.select_one(".claims-total").get_text() == "2 claims: 2 proved."
    (how,) = {claim["how"] for claim in claims.values()}
    assert table.get_text().count(how) == 1

    # Not one of these claims has been tried with mutants, and the page does not speak of them.
    assert [head.get_text() for head in table.select("thead th")] == ["claim", "equation", "verdict"]
    assert "mutants" not in table.select_one("article").get_text()


def beyond(text: str, **changes: str) -> str:
    """The text, then all that is cited and measured, with some of it changed, then the bibliography of the page."""
    equations = {name: entry.tex for name, entry in CITED.items()}
    equations |= {name: entry.tex % entry.numbers() for name, entry in MEASURED.items()}
    equations |= {"program-peak": r"c = \max_{k} a_{k}"} | {name.replace("_", "-"): tex for name, tex in changes.items()}
    shown = "".join(f"\n$$\n{tex}\n$$ ({label})\n" for label, tex in equations.items())
    return f"\n{text}\n{shown}\n```{{bibliography}}\n:filter: docname in docnames\n```\n"


@pytest.mark.book
def test_what_is_cited_and_measured_stands_with_its_marks_and_links_to_its_sources(with_claims_page: Path, build: Build) -> None:
    keys = [key for entry in CITED.values() for key in entry.keys]
    add(with_claims_page, beyond(f"Of others: {{cite:p}}`{','.join(keys)}`."))
    built = build(with_claims_page)
    assert built.returncode == 0, built.output

    claims, page = claims_of(built.html), soup(built.html, "page")
    assert [(label, claim["kind"]) for label, claim in claims.items()][2:] == [
        *((name, "cited") for name in CITED),
        *((name, "measured") for name in MEASURED),
        ("program-peak", "definition"),
    ]
    for label, words in {"collapse": "§ cited", "measured-eigenvalues": "≈ measured"}.items():
        box = page.find(id=f"equation-{label}")
        assert box.select_one(".claim-mark").get_text(" ", strip=True) == words
    for name, entry in CITED.items():
        panel = page.find(id=f"verdict-{name}")
        assert [term.get_text() for term in panel.select("dt")] == ["in words", "how", "shown in", "tested by"]
        assert page.find(id=f"words-{name}").get_text() == entry.words
        links = panel.select("dd a")
        assert len(links) == len(entry.keys) == len(claims[name]["sources"])
        for link, key in zip(links, entry.keys, strict=True):
            assert re.sub(r"\d", "", key) in link.get_text().lower()
            assert link.get_text().split(", ")[-1] in page.find(id=link["href"].removeprefix("page.html#").removeprefix("#")).get_text()
    assert (
        page.select_one(".claims-count")
        .get_text()
        .startswith(f"On this page: 1 definition, 2 proved, {len(CITED)} cited, {len(MEASURED)} measured.")
    )

    table = soup(built.html, "claims")
    general, conditions = claims["collapse"]["how"].split(". ", 1)
    assert table.get_text().count(general) == 1
    assert conditions in table.find(id="claim-collapse").get_text()
    assert conditions not in table.select_one(".claims-how").get_text()


@pytest.mark.book
def test_what_is_not_as_it_is_on_record_or_not_cited_ends_the_build_naming_page_line_and_label(two_pages: Path, build: Build) -> None:
    bibliography = two_pages / "book" / "references.bib"
    bibliography.write_text(bibliography.read_text("utf-8").replace("{day1969,", "{day1970,"), "utf-8")
    changed = {
        "consistency": CITED["consistency"].tex.replace(r"\infty", r"0"),
        "measured_expanded_square": (MEASURED["measured-expanded-square"].tex % ("8.8",)),
        "measured_underflow": r"\pi_1 + \pi_2 = 1",
        "program_peak": r"c = \min_{k} a_{k}",
    }
    cited = {key for entry in CITED.values() for key in entry.keys} - {"yakowitz1968", "day1969"}
    text = add(two_pages, beyond(f"Of others: {{cite:p}}`{','.join(sorted(cited))}`.", **changed))
    built = build(two_pages)
    assert built.returncode != 0
    expected = {
        "consistency": r"\text{ as } m \to ▸0 \text{,}",
        "measured-expanded-square": r"but the build computed «",
        "measured-underflow": "It can be read, so it is for the checker to decide",
        "program-peak": r"but the program prints «c = ▸\max_{k} a_{k}»",
        "identifiability": "the text of this page does not cite its source; write {cite:p}`yakowitz1968`",
        "collapse": "its source 'day1969' is no entry of the bibliography",
    }
    ends = text.splitlines()
    for label, message in expected.items():
        end = ends.index(f"$$ ({label})")
        line = 1 + max(number for number in range(end) if ends[number] == "$$")
        (said,) = [said for said in built.output.splitlines() if f"book/page.md:{line}: WARNING: equation '{label}': " in said]
        assert message in said
    assert f"{len(expected)} display equations failed" in built.output


@pytest.mark.book
def test_the_table_holds_all_claims_after_builds_that_read_only_one_page(with_claims_page: Path, build: Build) -> None:
    assert build(with_claims_page).returncode == 0
    (with_claims_page / "book" / "index.md").write_text(OTHER % (MEAN, "trial-mean--again"), "utf-8")
    built = build(with_claims_page)
    assert built.returncode == 0, built.output
    assert "reading sources... [100%] book/index" in built.output
    assert set(claims_of(built.html)) == {"trial-mean--again", "trial-variance", "trial-mean"}
    assert [row["id"] for row in soup(built.html, "claims").select("tr[id]")] == [
        "claim-trial-mean--again",
        "claim-trial-variance",
        "claim-trial-mean",
    ]

    page = with_claims_page / "book" / "page.md"
    page.write_text(page.read_text("utf-8").replace("(trial-variance)", "(trial-spread)"), "utf-8")
    built = build(with_claims_page)
    assert built.returncode == 0, built.output
    assert [row["id"] for row in soup(built.html, "claims").select("tr[id]")] == [
        "claim-trial-mean--again",
        "claim-trial-spread",
        "claim-trial-mean",
    ]


@pytest.mark.book
def test_the_table_counts_the_mutants_of_a_claim_unless_they_were_made_of_another_text(with_claims_page: Path, build: Build) -> None:
    results = with_claims_page / "book" / "_results" / "mutants.json"
    results.parent.mkdir(exist_ok=True)
    result = {
        "digest": hashlib.sha256(MEAN.encode()).hexdigest(),
        "made": 9,
        "unreadable": 5,
        "refused": 3,
        "true": [{"tex": r"\mu < 1", "reason": "a bound index renamed"}],
    }
    results.write_text(json.dumps({"trial-mean": result}), "utf-8")
    built = build(with_claims_page)
    assert built.returncode == 0, built.output
    table = soup(built.html, "claims")
    cells = [" ".join(cell.get_text(" ").split()) for cell in table.select("td[data-column=mutants]")]
    assert cells == ["none", r"9: 5 unreadable, 3 refused 1 true \mu < 1 a bound index renamed"]
    assert " 9 such mutants: 5 unreadable, 3 refused, 1 true (their rows say why)." in table.select_one(".claims-mutants").get_text()

    result["digest"] = hashlib.sha256(b"another text").hexdigest()
    results.write_text(json.dumps({"trial-mean": result}), "utf-8")
    built = build(with_claims_page)
    assert built.returncode == 0, built.output
    table = soup(built.html, "claims")
    assert table.select("td[data-column=mutants]") == []
    assert "mutants" not in table.select_one("article").get_text()


@pytest.mark.book
def test_the_claims_of_the_book_are_the_equations_that_its_pages_hold_line_for_line(whole_book: Built, root: Path) -> None:
    from mog.derivation import pages

    written = [
        (page.removesuffix(".md"), found.line, found.label, found.tex)
        for page, each in pages.book_equations(root).items()
        for found in each
    ]
    # What a cell has computed has its LaTeX from there, and only its place is on the page.
    text = "".join((root / page).read_text("utf-8") for page in pages.book_equations(root))
    computed = set(re.findall(r"\{glue:math\} \S+\n:label: (\S+)", text))
    # So have the lines of the program where {program} stands.
    claims = [claim for claim in claims_of(whole_book.html).values() if claim["label"] not in computed | LINES.keys()]
    assert [(claim["page"], claim["line"], claim["label"], claim["tex"]) for claim in claims] == written
    assert written


def test_the_mutants_of_a_claim_are_counted_and_those_that_took_too_long_are_named(make: Make, load: Load) -> None:
    claims_page = load("claims_page")
    result = {"made": 3, "unreadable": 1, "refused": 2, "true": [], "slow": ["x"]}
    assert claims_page.mutants_of(make(), {"a": result}) == "3: 1&nbsp;unreadable, 2&nbsp;refused (1 of them for want of time)"
    assert claims_page.mutants_of(make(label="b"), {"a": result}) == "none"


def test_all_mutants_are_added_up_and_none_are_claimed_where_none_were_made(load: Load) -> None:
    claims_page = load("claims_page")
    results = [{"made": 3, "unreadable": 1, "refused": 2, "true": []}, {"made": 5, "unreadable": 1, "refused": 4, "true": []}]
    assert claims_page.all_mutants(results).endswith(" 8 such mutants: 2 unreadable, 6 refused, 0 true.</p>")
    assert claims_page.all_mutants([]) == ""


def test_how_claims_were_decided_is_said_once_with_their_count_and_what_is_added_comes_last(make: Make, load: Load) -> None:
    claims = [make(how="Zero. More."), make("definition", how="Given. More."), make(how="Zero."), make("refuted", how="Wrong.")]
    said = BeautifulSoup(load("claims_page").how_decided(claims), "html.parser")
    assert [entry.get_text() for entry in said.select("li")] == [
        "2 proved. Zero.",
        "1 definition. Given.",
        "1 refuted on purpose. Wrong.",
        "1 definition, 1 proved. More.",
    ]


def test_what_is_said_of_one_theorem_alone_is_in_its_row_and_not_among_what_is_said_of_all(make: Make, load: Load) -> None:
    claims_page = load("claims_page")
    claims = [
        make("cited", how="A theorem. Shown there. By them."),
        make("measured", how="A number. Of this."),
        make("cited", how="A theorem."),
    ]
    said = BeautifulSoup(claims_page.how_decided(claims), "html.parser")
    assert [entry.get_text() for entry in said.select("li")] == ["2 cited. A theorem.", "1 measured. A number."]
    rows = [BeautifulSoup(claims_page.row(claim, "1", "page.html", {}), "html.parser") for claim in claims]
    assert ["Shown there. By them." in row.get_text() for row in rows] == [True, False, False]
    assert ["Of this." in row.get_text() for row in rows] == [False, True, False]


def test_a_panel_says_what_each_letter_means_and_what_it_means_without_an_index(make: Make, load: Load) -> None:
    panel = BeautifulSoup(load("marks").panel(make(letters=("gamma", "a")), ""), "html.parser")
    gamma, logit = (entry.get_text() for entry in panel.select(".claim-letters li"))
    assert gamma == f"γ {LETTERS['gamma'].meaning}"
    assert logit == f"a {LETTERS['a'].meaning}; without an index, {LETTERS['a'].bare}"
    assert "letters" not in load("marks").panel(make(), "")


def test_a_row_says_number_steps_and_conditions_of_a_claim_and_where_a_refuted_one_fails(make: Make, load: Load) -> None:
    def row(claim: Any) -> BeautifulSoup:
        return BeautifulSoup(load("claims_page").row(claim, "1.2", "page.html", {}), "html.parser")

    proved = row(make(reach="for any K", conditions=("a > 0", "b > 0"), steps=3, tex=r"a < b \\ &"))
    assert proved.a.get_text() == "(1.2) a"
    assert proved.select_one(".math").get_text() == r"\(\displaystyle \begin{aligned}a < b \\ &\end{aligned}\)"
    verdict = proved.select_one("[data-column=verdict]").get_text(" ", strip=True)
    assert verdict == "✓ proved under a condition for any K, in 3 steps if a > 0 and b > 0"
    assert row(make("refuted", counter_example="At a = 1.")).select_one(".counter-example").get_text() == "At a\xa0=\xa01."
    assert row(make()).select_one("[data-column=verdict]").get_text() == "✓ proved"


def test_a_panel_says_the_equation_in_words_a_step_a_line_and_the_mark_is_described_by_them(make: Make, load: Load) -> None:
    marks = load("marks")
    claim = make(words="A is the derivative with respect first to x, then to y, which equals 1; and also b, given that c, then d.")
    panel = BeautifulSoup(marks.panel(claim, ""), "html.parser")
    said = panel.find(id=BeautifulSoup(marks.mark(claim), "html.parser").button["aria-describedby"])
    assert said.get_text() == claim.words
    assert list(said.stripped_strings) == [
        "A is the derivative with respect first to x, then to y,",
        "which equals 1;",
        "and also b,",
        "given that c,",
        "then d.",
    ]
    assert "in words" not in marks.panel(make(), "")
    assert "aria-describedby" not in marks.mark(make())


def test_the_tests_that_guard_the_claims_lead_back_to_the_claims(make: Make, load: Load) -> None:
    claims_page, env = load("claims_page"), SimpleNamespace(srcdir=".")
    claims = [make(label="mean-gradient"), make(label="collapse"), make(label="lemma")]
    folded = BeautifulSoup(claims_page.tests_of(env, claims), "html.parser")
    links = [[link["href"] for link in entry.select("a")] for entry in folded.select("dd:last-of-type, dd:has(a)")]
    assert ["#claim-mean-gradient", "#claim-lemma"] in links
    assert ["#claim-collapse"] in links
    assert "the committed text is the derivative of the textbook" in [entry.get_text() for entry in folded.select("dt")]


def test_a_panel_names_the_conditions_and_its_mark_says_that_there_are_some(make: Make, load: Load) -> None:
    marks = load("marks")
    claim = make(conditions=("a > 0", "b > 0"), how="So.")
    panel = BeautifulSoup(marks.panel(claim, ""), "html.parser")
    assert [term.get_text() for term in panel.select("dt")] == ["if", "how"]
    assert panel.dd.get_text("|") == "a > 0|b > 0"
    assert BeautifulSoup(marks.mark(claim), "html.parser").get_text(" ", strip=True) == "✓ conditional"


def test_a_reading_is_the_same_text_in_words_that_may_break_after_a_bracket_that_opens(load: Load) -> None:
    line = BeautifulSoup(load("marks").reading("= Σ_{i=1..m}[log[a < b]]"), "html.parser")
    assert line.get_text() == "= Σ_{i=1..m}[log[a < b]]"
    assert [word.decode_contents() for word in line.select("span")] == ["=", "Σ_{i=1..m}[<wbr/>log[<wbr/>a", "&lt;", "b]]"]


@pytest.mark.parametrize("written", ['{"K": 0}', '{"K": "2"}', '{"K": true}', "2", "K = 2"])
def test_sizes_that_are_not_positive_whole_numbers_are_refused(load: Load, written: str) -> None:
    equations = load("equations")
    env = SimpleNamespace(metadata={"page": {"derivation": written}})
    with pytest.raises(equations.NotDecided, match="positive whole numbers"):
        equations.page_sizes(env, "page")


def test_sizes_are_those_of_the_front_matter_and_none_without_it(load: Load) -> None:
    equations = load("equations")
    env = SimpleNamespace(metadata={"page": {"derivation": '{"K": 2, "D": 1}'}, "other": {}})
    assert equations.page_sizes(env, "page") == {"K": 2, "D": 1}
    assert equations.page_sizes(env, "other") == {}


def test_pages_read_by_another_process_are_taken_over_and_a_page_that_is_gone_is_forgotten(load: Load) -> None:
    equations, claim = load("equations"), load("claim")
    here, there = SimpleNamespace(claim_pages={"old": claim.Page()}), SimpleNamespace(claim_pages={"new": claim.Page(), "old": None})
    equations.merge(None, here, {"new"}, there)
    assert sorted(here.claim_pages) == ["new", "old"]
    assert here.claim_pages["old"] is not None
    equations.forget(None, here, "old")
    assert sorted(here.claim_pages) == ["new"]


def test_labels_that_differ_and_make_the_same_anchor_are_refused(make: Make, load: Load) -> None:
    equations, claim = load("equations"), load("claim")
    claims = [make(label=label, line=line) for label, line in (("a--b", 3), ("a-c", 5), ("a-b", 7))]
    page = claim.Page(claims=claims)
    env = SimpleNamespace(claim_pages={"page": page}, collect_relations=dict, doc2path=lambda name, base: f"{name}.md")
    (failure,) = equations.repeated_labels(env)
    assert (failure.page, failure.line, failure.label) == ("page", 7, "a-b")
    assert "'a--b' of page.md:3" in failure.reason


def test_an_equation_that_comes_into_a_page_after_it_was_decided_ends_the_build(load: Load) -> None:
    equations = load("equations")
    app = SimpleNamespace(env=SimpleNamespace(doc2path=lambda name, base: f"{name}.md"))
    doctree = new_document("page")
    doctree += nodes.math_block("", "a = b", claim="decided")
    equations.refuse_undecided(app, doctree, "page")
    doctree += nodes.math_block("", "a = c")
    with pytest.raises(equations.EquationError, match=r"page\.md:1: .*too late"):
        equations.refuse_undecided(app, doctree, "page")


def test_verdicts_are_counted_apart_in_words(make: Make, load: Load) -> None:
    claim = load("claim")
    claims = [make("definition"), make(), make(), make(conditions=("a != 0",)), make("refuted"), make("cited"), make("measured")]
    assert claim.count(claims) == "1 definition, 2 proved, 1 proved under a condition, 1 refuted on purpose, 1 cited, 1 measured"
    assert claim.count([make("definition"), make("definition")]) == "2 definitions"


def test_what_the_checker_says_is_text_in_the_page_and_never_markup(make: Make, load: Load) -> None:
    words = "<b>&"
    said = {
        "reach": words,
        "conditions": (words,),
        "reading": (words,),
        "how": words,
        "counter_example": words,
        "tex": words,
        "words": words,
    }
    claim = make("refuted", **said)
    panel, row = load("marks").panel(claim, words), load("claims_page").row(claim, "1", words, {})
    for html, times in ((panel, 7), (row, 6), (load("claims_page").how_decided([claim]), 1)):
        assert words not in html
        assert html.count("&lt;b&gt;&amp;") == times
