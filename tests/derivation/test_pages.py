"""mog/derivation/pages.py: which equations of a page are found, under which label, with which sizes."""

from pathlib import Path

import pytest

from mog.derivation.pages import Equation, book_equations, equations

PAGE = r"""---
jupytext:
  formats: md:myst
derivation: {K: 2, D: 1}
---
# A page

In the line: $x_i$, and in code: `$$ not this $$`.

$$ \mathcal{L} = \sum_{i=1}^m \log p(x_i) $$ (one-line)

$$
\pi_2
  = 1 - \pi_1
$$ (several-lines)

$$ x_i = x_i $$

```{math}
:label: directive

\pi_1 = 1 - \pi_2
```
"""


def test_display_equations_are_found_with_label_latex_sizes_and_line():
    sizes = {"K": 2, "D": 1}
    assert equations(PAGE) == [
        Equation("one-line", r"\mathcal{L} = \sum_{i=1}^m \log p(x_i)", sizes, 10),
        Equation("several-lines", "\\pi_2\n  = 1 - \\pi_1", sizes, 12),
        Equation("", "x_i = x_i", sizes, 17),
        Equation("directive", r"\pi_1 = 1 - \pi_2", sizes, 19),
    ]


@pytest.mark.parametrize("opening", ["```{code-cell}", "```python", "```", "~~~", "````{code-block} latex"])
def test_code_is_not_searched(opening: str):
    fence = opening[: 4 if opening.startswith("````") else 3]
    page = f"{opening}\ntext = '''\n$$ a = b $$ (inside)\n'''\n{fence}\n\n$$ c = d $$ (after)\n"
    assert [equation.label for equation in equations(page)] == ["after"]


def test_what_follows_a_directive_of_text_is_no_code():
    page = "```{program}\n```\n\n$$ a = b $$ (between)\n\n```python\n$$ inside $$ (inside)\n```\n\n$$ c = d $$ (after)\n"
    assert [equation.label for equation in equations(page)] == ["between", "after"]


def test_a_longer_fence_is_closed_only_by_one_as_long():
    page = "````python\n```\n$$ a = b $$ (inside)\n```\n````\n$$ c = d $$ (after)"
    assert [equation.label for equation in equations(page)] == ["after"]


@pytest.mark.parametrize(
    ("opening", "closing"), [("```{admonition} Look", "```"), (":::{exercise}", ":::"), ("::::{solution} one", "::::")]
)
def test_equations_inside_directives_of_text_are_found(opening: str, closing: str):
    page = f"{opening}\n:label: of-the-box\n$$ a = b $$ (inside)\n{closing}\n"
    assert [equation.label for equation in equations(page)] == ["inside"]


def test_equations_in_lists_and_quotations_are_found():
    page = "- first\n\n  $$ a = b $$ (in-a-list)\n\n> $$ c =\n> d $$ (quoted)\n"
    assert [(equation.label, equation.tex) for equation in equations(page)] == [("in-a-list", "a = b"), ("quoted", "c =\nd")]


def test_a_page_without_sizes_has_none():
    assert equations("$$ a = b $$ (free)")[0].sizes == {}


def test_a_front_matter_inside_a_file_begins_another_page():
    text = "---\nderivation: {K: 2}\n---\n$$ a = b $$ (first)\n\n---\n\n$$ e = f $$ (after-a-rule)\n\n---\nderivation: {}\n---\n$$ c = d $$ (second)\n"
    assert [(equation.label, equation.sizes) for equation in equations(text)] == [
        ("first", {"K": 2}),
        ("after-a-rule", {"K": 2}),
        ("second", {}),
    ]


@pytest.mark.parametrize("line", ["derivation: {K: two}", "derivation: {M: 2}", "derivation: K 2", "derivation: {K: -1}"])
def test_sizes_that_cannot_be_read_are_an_error_that_names_the_line(line: str):
    with pytest.raises(ValueError, match="line 2: expected sizes such as"):
        equations(f"---\n{line}\n---\n")


@pytest.mark.parametrize("page", ["text\n$$ a = b\n", "text\n$$ a = b $$ and more\n\n$$ c = d $$ (next)\n"])
def test_an_equation_that_does_not_end_is_an_error_that_names_the_line(page: str):
    with pytest.raises(ValueError, match="line 2: expected the equation that begins here to end"):
        equations(page)


def test_the_book_is_read_in_the_order_of_its_table_of_contents(tmp_path: Path):
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: book/start\nchapters:\n  - file: book/second\n  - file: book/first.md # a note\n"
    )
    (tmp_path / "book").mkdir()
    for name in ("start", "first", "second", "elsewhere"):
        (tmp_path / "book" / f"{name}.md").write_text(f"$$ a = b $$ ({name})\n")
    found = book_equations(tmp_path)
    assert [(page, [equation.label for equation in claims]) for page, claims in found.items()] == [
        ("book/start.md", ["start"]),
        ("book/second.md", ["second"]),
        ("book/first.md", ["first"]),
    ]


def test_a_page_that_is_missing_is_an_error_that_names_it(tmp_path: Path):
    (tmp_path / "_toc.yml").write_text("root: book/gone\n")
    with pytest.raises(FileNotFoundError, match=r"gone\.md"):
        book_equations(tmp_path)
