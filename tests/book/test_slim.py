"""The built book holds what its pages use and nothing besides."""

from pathlib import Path

import pytest
from builds import Built, Load

MEGABYTE = 1_000_000


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A small book: a page, its style that imports another, a font, a picture, a script with its licence, and what none of them uses."""
    files = {
        "book/page.html": '<link href="../_static/page.css?v=1"><script src="../_static/used.js"></script><a href="https://example.org/a.css">'
        '<meta content="../_static/one.png" property="og:image"><meta property="og:image" content="../_static/two.png">',
        "_static/one.png": "",
        "_static/two.png": "",
        "_static/page.css": "@import 'base.css'; p { background: url(data:image/png;base64,AA) } /*# sourceMappingURL=page.css.map*/",
        "_static/base.css": '@font-face { src: url("fonts/used.woff2?x") }',
        "_static/fonts/used.woff2": "",
        "_static/used.js": "1;",
        "_static/used.js.LICENSE.txt": "",
        "_static/mathjax/tex-svg.js": "",
        "_static/mathjax/input/tex/extensions/boldsymbol.js": "",
        "_static/page.css.map": "",
        "_static/unused.js.LICENSE.txt": "",
        "_static/macros.html": '<script src="nowhere.js"></script>',
        "_static/locales/de/book.po": "",
        "_images/old.svg": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_what_no_page_uses_is_removed_and_with_it_the_folders_that_become_empty(load: Load, output: Path) -> None:
    gone = load("slim").remove_unused(output, output / "_static" / "mathjax", "")
    names = {path.relative_to(output).as_posix() for path in gone}
    # What MathJax asks for by itself is kept.
    assert names == {
        "_static/page.css.map",
        "_static/unused.js.LICENSE.txt",
        "_static/macros.html",
        "_static/locales/de/book.po",
        "_static/mathjax/tex-svg.js",
        "_images/old.svg",
    }
    assert not (output / "_static" / "locales").exists()


@pytest.mark.parametrize("address", ["../_static/lost.js", "https://book.example/lost/_static/lost.js"])
def test_a_page_that_asks_for_a_file_that_is_not_there_ends_the_build_naming_both(load: Load, output: Path, address: str) -> None:
    (output / "book" / "page.html").write_text(f'<script src="{address}"></script>', "utf-8")
    with pytest.raises(Exception, match=r"book/page\.html asks for _static/lost\.js, which is not in the built book"):
        load("slim").remove_unused(output, output / "_static" / "mathjax", "https://book.example/lost/")


def test_a_link_to_the_archive_which_is_packed_later_is_no_fault(load: Load, output: Path) -> None:
    (output / "book" / "page.html").write_text(f'<a href="../{load("archive").ARCHIVE}">', "utf-8")
    assert load("slim").remove_unused(output, output / "_static" / "mathjax", "")


def test_a_style_loses_its_source_map_and_the_icon_font_and_nothing_else(load: Load) -> None:
    kept = 'p{color:red}.fa-lg{font-size:2em}q:before{content:"\\201c"}'
    font = '@font-face{font-family:A;src:url(../vendor/fontawesome/webfonts/a.woff2) format("woff2")}'
    rules = '.fa-moon:before{content:"\\f186"}.fa-a:before,.fa-b::before{content:"\\31"}'
    style = f'{kept}{font}{rules}html{{--pst-icon-bell:"\uf0f3"}}\n/*# sourceMappingURL=a.css.map*/'
    assert load("slim").slim_style(style) == f'{kept}html{{--pst-icon-bell:""}}'


def test_a_page_loses_the_script_that_draws_icons_and_its_remark(load: Load) -> None:
    script = '\n  <!-- So that users can add custom icons -->\n  <script defer src="../_static/scripts/fontawesome.js?digest=1"></script>'
    assert load("slim").slim_page(f"<head>{script}\n</head>", "page.html") == "<head>\n</head>"


@pytest.mark.book
def test_the_book_without_figures_notebooks_and_its_archive_is_under_seven_megabytes(whole_book: Built) -> None:
    files = [path for path in whole_book.html.rglob("*") if path.is_file()]
    counted = [
        path for path in files if path.suffix not in (".ipynb", ".zip") and path.parent.name != "_images" and "previews" not in path.parts
    ]
    assert sum(path.stat().st_size for path in counted) < 7 * MEGABYTE


@pytest.mark.book
def test_the_book_has_no_source_maps_no_icon_script_and_no_font(whole_book: Built) -> None:
    assert not [
        path.name
        for path in whole_book.html.rglob("*")
        if path.suffix in (".map", ".ttf", ".woff2", ".po", ".mo") or "fontawesome" in path.name
    ]
    for path in (*whole_book.html.rglob("_static/**/*.css"), *whole_book.html.rglob("_static/**/*.js")):
        assert "sourceMappingURL" not in path.read_text("utf-8"), path.name
