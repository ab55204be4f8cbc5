"""Moving figures: what their directive asks for, what a page with one loads, and what stands there without a script."""

import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from builds import Build, Built, Load

from mog import faithful
from mog.figures import COMPONENT_COLOURS

FIGURE = """
```{moving} one-dimension
:name: drag
:alt: Two humps.
To be dragged.
```
"""


@pytest.fixture
def scenes(load: Load) -> ModuleType:
    return load("scenes")


def add(tree: Path, text: str) -> None:
    page = tree / "book" / "page.md"
    page.write_text(page.read_text("utf-8") + text, "utf-8")


@pytest.mark.book
def test_a_page_with_a_moving_figure_has_its_data_its_picture_its_scripts_and_words_and_no_other_page_has(
    two_pages: Path, build: Build
) -> None:
    add(two_pages, FIGURE)
    built = build(two_pages)
    assert built.returncode == 0, built.output
    page, index = ((built.html / "book" / name).read_text("utf-8") for name in ("page.html", "index.html"))
    data = re.search(r'<script type="application/json" data-figure="one-dimension">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["x"] == faithful()[:, 1].tolist()
    picture = re.search(r'<img [^>]*alt="Two humps." src="\.\./(_images/moving-one-dimension\.svg)"', page)
    assert picture
    assert "<dc:date>" not in (built.html / picture[1]).read_text("utf-8")
    scripts = ["kernels.js", "plot.js", "moving.js", "moving-one-dimension.js"]
    assert re.findall(rf"_static/({'|'.join(scripts)})\?", page) == scripts
    assert "moving" not in re.sub(r'href="[^"]*"', "", index)
    notebook = json.loads((built.html / "book" / "page.ipynb").read_text("utf-8"))
    said = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert all(words in said for words in ("To be dragged.", "Two humps.", "can be seen only on the page of the book"))
    assert "{moving}" not in said


@pytest.mark.book
@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("one-dimension", "two-dimensions", "no moving figure is called 'two-dimensions', expected one of "),
        (":alt: Two humps.\n", "", "the moving figure 'one-dimension' has no alt"),
    ],
)
def test_what_a_moving_figure_lacks_stops_the_build_and_is_named(
    two_pages: Path, build: Build, before: str, after: str, fault: str
) -> None:
    add(two_pages, FIGURE.replace(before, after))
    built = build(two_pages)
    assert built.returncode != 0
    assert fault in built.output


def test_components_have_the_colours_of_the_figures_that_stand_still(root: Path) -> None:
    style = (root / "book" / "_static" / "moving.css").read_text("utf-8")
    colours = re.findall(r"--component-(\d): (#\w+);", style)
    assert colours == [(str(k), colour.lower()) for k, colour in enumerate(COMPONENT_COLOURS[: len(colours)], 1)]
    assert len(colours) >= 3


def test_every_scene_has_a_script_and_every_script_a_scene(scenes: ModuleType, root: Path) -> None:
    scripts = {path.stem.removeprefix("moving-") for path in (root / "book" / "_static").glob("moving-*.js")}
    assert scripts == set(scenes.SCENES)


@pytest.mark.book
def test_the_scripts_that_move_a_page_s_figures_weigh_less_than_sixty_kilobytes(whole_book: Built) -> None:
    static = whole_book.html / "_static"
    weights = {}
    for page in (whole_book.html / "book").glob("*.html"):
        scripts = set(re.findall(r"_static/((?:moving[\w-]*|kernels|plot|trainer|runs|em|breaking)\.js)\?", page.read_text("utf-8")))
        weights[page.name] = sum((static / script).stat().st_size for script in scripts)
    assert max(weights.values()) < 60_000, weights
    assert weights["sgd.html"] > 30_000
