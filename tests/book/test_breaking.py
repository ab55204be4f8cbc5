"""What the panel of a proved equation holds for a reader who wants to break it."""

import hashlib
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from builds import Build, Load

TEX = r"x = \frac12 \gamma_{ik}^2 - m"
RESULT = {
    "digest": hashlib.sha256(TEX.encode()).hexdigest(),
    "cases": ["m = 2; k = 1"],
    "places": [
        [4, 11, "the factor 1/2", [[10, 11, "3", "1/3 instead of 1/2", 0, "the left side is 1 and the right side −2.5"]]],
        [11, 17, "γ_ik", [[11, 24, " ", "γ_ik left out", 0, "the left side is 1 and the right side 3"]]],
    ],
}
CLAIM = {"label": "a", "page": "page", "line": 1, "kind": "proved", "reach": "", "conditions": (), "reading": (), "how": ""}
CLAIM |= {"counter_example": "", "steps": 0, "sources": (), "letters": (), "words": "", "tex": TEX}


@pytest.fixture
def app(tmp_path: Path) -> SimpleNamespace:
    """An application whose book has kept one result."""
    path = tmp_path / "book" / "_results" / "broken.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"a": RESULT}), "utf-8")
    return SimpleNamespace(srcdir=str(tmp_path))


def bench(load: Load, app: SimpleNamespace, **other: Any) -> str:
    return load("breaking").bench(app, load("claim").Claim(**CLAIM | other), {})


def test_a_proved_equation_has_a_button_for_what_is_hidden_and_named_after_it(load: Load, app: SimpleNamespace) -> None:
    found = BeautifulSoup(bench(load, app), "html.parser")
    button, hidden = found.select_one("button[aria-expanded=false]"), found.select_one("div[hidden]")
    assert (button["aria-controls"], button.get_text()) == (hidden["id"], "Break it")
    assert json.loads(hidden.script.string)["tex"] == TEX


@pytest.mark.parametrize(
    "other",
    [{"tex": TEX + " "}, {"label": "b"}, {"kind": "definition"}, {"kind": "refuted"}, {"kind": "measured"}],
    ids=["changed since", "never tried", "definition", "refuted", "measured"],
)
def test_an_equation_that_has_changed_or_is_not_proved_cannot_be_broken(load: Load, app: SimpleNamespace, other: dict[str, str]) -> None:
    assert bench(load, app)
    assert bench(load, app, **other) == ""


def test_without_results_nothing_can_be_broken(load: Load, app: SimpleNamespace) -> None:
    path = Path(app.srcdir, load("breaking").RESULTS)
    path.write_text(json.dumps({"a": RESULT | {"places": []}}), "utf-8")
    os.utime(path, ns=(1, 1))
    assert bench(load, app) == ""
    path.unlink()
    assert bench(load, app) == ""


def test_the_page_gets_every_place_with_its_slips_and_each_text_once(load: Load) -> None:
    data = load("breaking").offered(TEX, RESULT, {})
    (half, gamma) = data["places"]
    assert half[:3] == [4, 11, 0]
    assert half[4][0][:3] == [0, 0, r"\frac13"]
    assert len(set(data["words"])) == len(data["words"])
    said = []
    for *_, name, ((_, _, _, what, at, where, came, one, other),) in data["places"]:
        sentence = f"{data['words'][at]}{data['words'][where]}: " + data["words"][came].replace("#", one, 1).replace("#", other, 1)
        said.append((data["words"][name], data["words"][what], sentence))
    assert said == [(name, what, f"m = 2; k = 1: {came}.") for _, _, name, ((_, _, _, what, _, came),) in RESULT["places"]]  # type: ignore[misc]
    assert gamma[4][0][:3] == [0, 7, 0]


@pytest.mark.parametrize(
    ("tex", "piece", "braces"),
    [
        (r"x^2", "2", True),
        (r"x^{2}", "2", False),
        (r"x_k", "k", True),
        (r"\sum_{k=1}^K k", "K", True),
        (r"\frac12", "2", True),
        (r"\frac{1}2", "2", True),
        (r"\frac 12", "1", True),
        (r"\frac{1}{2}", "2", False),
        (r"\sqrt 2", "2", True),
        (r"x - 2", "2", False),
        (r"x - 2", "-", False),
    ],
)
def test_a_piece_gets_braces_where_tex_takes_the_next_sign_alone(load: Load, tex: str, piece: str, braces: bool) -> None:
    start = tex.index(piece)
    assert bool(load("breaking").WANTS_BRACES.search(tex[:start])) == braces


@pytest.mark.parametrize(
    ("place", "slip", "shown"),
    [
        ("2", ("^2", ""), ("2", 0)),
        ("m", ("m", "K"), ("m", "K")),
        (r"\gamma", (r"\gamma_{ik}^2", " "), (r"\gamma_{ik}^2", 0)),
        ("-", ("-", "+"), ("-", "+")),
    ],
)
def test_what_is_left_out_is_crossed_out_whole_and_what_is_put_in_stands_in_its_place(
    load: Load, place: str, slip: tuple[str, str], shown: tuple[str, Any]
) -> None:
    tex = r"x = \gamma_{ik}^2 - m"
    where = tex.index(slip[0])
    start = tex.index(place)
    from_, to, put = load("breaking").replaced(tex, start, start + len(place), where, where + len(slip[0]), slip[1])
    assert (tex[from_:to], put) == shown


def test_a_square_too_many_is_shown_with_its_letter(load: Load) -> None:
    tex = r"x = \mu_k - m"
    assert load("breaking").replaced(tex, 4, 7, 9, 9, "^2") == (4, 9, r"\mu_k^2")


def test_a_text_stands_with_the_first_equation_of_the_page_that_needs_it(load: Load) -> None:
    words: dict[str, int] = {}
    first, second = (load("breaking").offered(TEX, RESULT, words) for _ in range(2))
    assert (first["words"], second["words"]) == ([*words], [])
    assert second["places"] == first["places"]


def test_no_text_can_end_the_script_that_holds_it(load: Load, app: SimpleNamespace) -> None:
    Path(app.srcdir, load("breaking").RESULTS).write_text(json.dumps({"a": RESULT | {"cases": ["</script>"]}}), "utf-8")
    os.utime(Path(app.srcdir, load("breaking").RESULTS), ns=(2, 2))
    html = bench(load, app)
    assert html.count("</script>") == 1
    assert "</script>" in json.loads(BeautifulSoup(html, "html.parser").script.string)["words"]


@pytest.mark.book
def test_a_page_is_made_anew_when_the_results_change(two_pages: Path, build: Build, root: Path) -> None:
    from mog.derivation import pages

    path = two_pages / "book" / "_results" / "broken.json"
    kept = json.loads(path.read_text("utf-8"))
    label = "mean-gradient"
    (tex,) = [each.tex for page in pages.book_equations(root).values() for each in page if each.label == label]
    page = two_pages / "book" / "page.md"
    page.write_text(f"{page.read_text('utf-8')}\n$$\n{tex}\n$$ ({label})\n", "utf-8")
    for offered in (True, False):
        built = build(two_pages)
        assert built.returncode == 0, built.output
        shown = BeautifulSoup((built.html / "book" / "page.html").read_text("utf-8"), "html.parser")
        assert len(shown.select(f"#verdict-{label} .breaking-open")) == offered
        path.write_text(json.dumps(kept | {label: kept[label] | {"digest": "of another text"}}), "utf-8")
