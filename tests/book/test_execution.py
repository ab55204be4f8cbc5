"""A plain `jupyter-book build .` runs the cells against its own tree, again when that changes, and fails when anything is wrong."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builds import Build

pytestmark = pytest.mark.book

CELL = "```{{code-cell}} python\n{}\n```\n"


def add(tree: Path, text: str) -> None:
    page = tree / "book" / "page.md"
    page.write_text(f"{page.read_text('utf-8')}\n{text}", "utf-8")


def text_of(html: Path) -> str:
    return (html / "book" / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("fault", "report"),
    [
        pytest.param("1 / 0", "ZeroDivisionError", id="raises"),
        pytest.param("import numpy as np\n\nnp.log(np.zeros(1))", "stderr was found", id="warns"),
        pytest.param("import sys\n\nprint('!', file=sys.stderr)", "stderr was found", id="writes-to-stderr"),
    ],
)
def test_a_cell_that_complains_fails_the_build_and_fails_it_again(two_pages: Path, build: Build, fault: str, report: str) -> None:
    add(two_pages, CELL.format(fault))
    for _ in range(2):
        built = build(two_pages)
        assert built.returncode != 0
        assert re.search(r"page\.md.*(WARNING|ERROR)", built.output), built.output
        assert report in built.output


def test_each_broken_reference_of_a_page_is_reported_and_fails_the_build_and_fails_it_again(two_pages: Path, build: Build) -> None:
    targets = ["no-equation", "no-page.md", "no-entry", "mog.no_function"]
    add(two_pages, "{eq}`no-equation` [a page](no-page.md) {cite:t}`no-entry` {py:func}`mog.no_function`\n")
    for _ in range(2):
        built = build(two_pages)
        assert built.returncode != 0
        reported = re.findall(r"page\.md:\d+: WARNING: (.*)", built.output)
        assert [target for target in targets if not any(target in line for line in reported)] == []


def test_a_page_missing_from_the_tree_fails_the_build_and_fails_it_again(two_pages: Path, build: Build) -> None:
    (two_pages / "book" / "page.md").unlink()
    (two_pages / "book" / "index.md").write_text("# Alone\n", "utf-8")
    for _ in range(2):
        built = build(two_pages)
        assert built.returncode != 0
        assert "book/page" in built.output


def test_all_faults_are_reported_by_one_build_and_a_mended_book_builds(two_pages: Path, build: Build) -> None:
    sound = (two_pages / "book" / "page.md").read_text("utf-8")
    add(two_pages, CELL.format("1 / 0") + "\n{eq}`no-equation` ![A picture](no-picture.png)\n")
    broken = build(two_pages)
    assert broken.returncode != 0
    assert [report for report in ("ZeroDivisionError", "no-equation", "no-picture.png") if report not in broken.output] == []
    (two_pages / "book" / "page.md").write_text(sound, "utf-8")
    mended = build(two_pages)
    assert mended.returncode == 0, mended.output
    assert "(272, 2)" in text_of(mended.html)


def test_what_tests_and_tools_leave_behind_is_no_page(two_pages: Path, build: Build) -> None:
    for folder in (".pytest_cache", ".venv/lib", "venv/lib", ".hypothesis"):
        (two_pages / folder).mkdir(parents=True)
        (two_pages / folder / "README.md").write_text("# Left behind\n", "utf-8")
    built = build(two_pages)
    assert built.returncode == 0, built.output


def test_pages_run_again_when_the_package_its_data_or_a_committed_result_changes(two_pages: Path, build: Build) -> None:
    results = two_pages / "book" / "_results"
    results.mkdir(exist_ok=True)
    (results / "number.json").write_text("17", "utf-8")
    add(two_pages, CELL.format("from pathlib import Path\nprint(Path('_results/number.json').read_text(), mog.__doc__)"))
    assert "17" in text_of(build(two_pages).html)

    untouched = build(two_pages)
    assert untouched.returncode == 0
    assert "Executed notebook" not in untouched.output

    (results / "number.json").write_text("2718", "utf-8")
    assert "2718" in text_of(build(two_pages).html)

    data = two_pages / "mog" / "data" / "faithful.csv"
    data.write_text(data.read_text("utf-8") + "3.5,70\n", "utf-8")
    assert "(273, 2)" in text_of(build(two_pages).html)

    package = two_pages / "mog" / "__init__.py"
    package.write_text('"""Changed words."""\n' + package.read_text("utf-8"), "utf-8")
    assert "Changed words." in text_of(build(two_pages).html)
    assert len(list((two_pages / "_build" / ".jupyter_cache").iterdir())) == 1


def test_cells_and_the_extension_import_the_package_of_their_own_tree_whatever_was_exported_or_imported(
    root: Path, two_pages: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(two_pages, CELL.format("print('cells read', mog.__file__)"))
    built = build(two_pages)
    assert f"cells read {two_pages}" in text_of(built.html)

    program = (
        "import sys; sys.path[:0] = sys.argv[1:]; import mog, execution; execution.import_from_this_tree();"
        "import mog, os; print(mog.__file__, os.environ['PYTHONPATH'])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program, str(root), str(two_pages / "book" / "_ext")],
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed == f"{two_pages}/mog/__init__.py {two_pages}:{root}\n"


def test_figures_are_svg_and_the_same_in_two_builds_from_nothing(two_pages: Path, build: Build) -> None:
    add(
        two_pages,
        CELL.format(
            "---\nmystnb: {image: {alt: A line}, figure: {name: line, caption: A line.}}\n---\nimport matplotlib.pyplot as plt\n\nplt.plot([0, 1]);"
        ),
    )
    drawn = []
    for _ in range(2):
        built = build(two_pages)
        assert built.returncode == 0, built.output
        drawn.append({path.name: path.read_bytes() for path in (built.html / "_images").glob("*.svg")})
        shutil.rmtree(two_pages / "_build")
    assert drawn[0]
    assert drawn[0] == drawn[1]


def test_what_a_cell_prints_stands_in_one_text_wherever_the_kernel_has_cut_it(two_pages: Path, build: Build) -> None:
    # The clock may cut it anywhere, even between a line and its end.
    add(two_pages, CELL.format("print('line 0', end='', flush=True)\nprint('\\nline 1', flush=True)\nprint('line 2')"))
    built = build(two_pages)
    assert built.returncode == 0, built.output
    printed = "line 0\nline 1\nline 2\n"
    assert printed in text_of(built.html)
    cells = json.loads((built.html / "book" / "page.ipynb").read_text("utf-8"))["cells"]
    assert ["".join(output["text"]) for output in cells[-1]["outputs"]] == [printed]
