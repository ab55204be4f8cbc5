"""What a page says, any Jupyter shows: nodes become Markdown that reads as the same text."""

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from builds import Load
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from sphinx import addnodes

PAGE = "book/page"
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin)
MARKUP = st.text(alphabet="ab1_*`$[]()<>&;#!~|\\-+.=: ", max_size=12)


@pytest.fixture(scope="module")
def extension(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("plain_markdown")


@pytest.fixture(scope="module")
def markdown(extension: ModuleType) -> Any:
    """What writes the Markdown of `book/page`, chapter 2 of a book in which `book/other` comes first."""
    env = SimpleNamespace(
        toc_secnumbers={PAGE: {"": (2,), "#climbing": (2, 1)}},
        toc_fignumbers={PAGE: {"figure": {"hump": (2, 3)}}},
        titles={"book/other": nodes.title("", "The other page")},
        config=SimpleNamespace(html_secnumber_suffix=". ", numfig_format={"figure": "Fig. %s"}),
        doc2path=lambda page, base: f"{page}.md",
    )
    return extension.PlainMarkdown(env, PAGE)


def equation(tex: str, number: str = "2.4", standing: str = "proved") -> nodes.math_block:
    return nodes.math_block("", tex, claim=SimpleNamespace(number=lambda env: number, standing=standing))


def dropdown(*children: nodes.Node) -> nodes.admonition:
    return nodes.admonition("", nodes.title("", "Solution"), *children, classes=["dropdown"])


def read(text: str) -> str:
    """The text that a reader of the Markdown sees."""
    inline = (token for token in PARSER.parse(text) if token.type == "inline")
    return " ".join("".join(child.content for child in token.children or []) for token in inline)


@settings(deadline=None)
@given(st.lists(MARKUP.filter(bool), max_size=3))
def test_text_reads_as_it_was_whatever_signs_are_in_it(markdown: Any, texts: list[str]) -> None:
    # Between two texts stands another node, as it does on a page.
    mixed: list[nodes.Node] = [node for text in texts for node in (nodes.Text(text), nodes.strong("", "x"))]
    paragraph = nodes.paragraph("", "", nodes.Text("a"), *mixed)
    assert read(markdown.write(paragraph)).split() == paragraph.astext().split()


@settings(deadline=None)
@given(MARKUP)
def test_a_paragraph_is_a_paragraph_whatever_it_begins_with(markdown: Any, text: str) -> None:
    written = markdown.write(nodes.paragraph("", text))
    assert [token.type for token in PARSER.parse(written)] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert read(written).split() == text.split()


@settings(deadline=None)
@given(MARKUP.filter(str.strip))
def test_code_reads_as_it_was_within_a_line_and_in_a_block(markdown: Any, text: str) -> None:
    assert read(markdown.write(nodes.literal("", text))).split() == text.split()
    (block,) = PARSER.parse(markdown.write(nodes.literal_block("", f"```\n{text}\n~~~", language="ipython3")))
    assert (block.type, block.info, block.content) == ("fence", "python", f"```\n{text}\n~~~\n")


def test_an_equation_has_its_latex_its_number_and_its_verdict(markdown: Any) -> None:
    assert markdown.write(equation("x\n= x")) == "$$\nx\n= x\n\\tag*{(2.4) proved}\n$$"
    assert "\\tag*{(2.4) refuted}" in markdown.write(equation("x = y", standing="refuted"))


def test_no_sign_of_a_quotation_comes_into_an_equation(markdown: Any) -> None:
    note = nodes.note("", equation("x\n= x"))
    assert markdown.write(note) == "> **Note**\n>\n> $$ x = x \\tag*{(2.4) proved} $$"


def test_what_the_page_folds_is_folded_and_markdown_is_read_within(markdown: Any) -> None:
    written = markdown.write(
        dropdown(nodes.paragraph("", "", nodes.Text("So "), nodes.emphasis("", "it"), nodes.Text(".")), nodes.target(), equation("x = x"))
    )
    assert written == "<details>\n<summary>Solution</summary>\n\nSo *it*.\n\n$$\nx = x\n\\tag*{(2.4) proved}\n$$\n\n</details>"
    kinds = [token.type for token in PARSER.parse(written)]
    assert kinds == ["html_block", "paragraph_open", "inline", "paragraph_close", "math_block", "html_block"]


def test_headings_figures_and_lines_of_code_have_the_numbers_of_the_page(markdown: Any) -> None:
    inner = nodes.section("", nodes.title("", "Climbing"), ids=["climbing"])
    outer = nodes.section("", nodes.title("", "Uphill"), inner, ids=["uphill"])
    assert [markdown.write(section[0]) for section in (outer, inner)] == ["# 2. Uphill", "## 2.1. Climbing"]
    figure = nodes.figure(
        "", nodes.image(alt="One hump."), nodes.caption("", "", nodes.Text("A "), nodes.emphasis("", "hump"), nodes.Text(".")), ids=["hump"]
    )
    caption, _, words = markdown.figure(figure).partition("\n\n")
    assert caption == "_Fig. 2.3 A *hump*._"
    assert words == "<details>\n<summary>The picture in words</summary>\n\nOne hump.\n\n</details>"
    code = nodes.literal_block("", "a\nb", language="python", linenos=True, highlight_args={"linenostart": 9})
    assert markdown.write(code) == "```python\n   9  a\n  10  b\n```"


@pytest.mark.parametrize(
    ("target", "kind", "reads"),
    [
        pytest.param({"refuri": "https://example.org", "internal": False}, "", "[there](https://example.org)", id="elsewhere"),
        pytest.param({"refid": "equation-x"}, "", "there", id="an-equation"),
        pytest.param({"refuri": "other.html"}, "doc", "*there*", id="another-page"),
        pytest.param({"refuri": "other.html#a-part"}, "std-ref", "*there* in *The other page*", id="a-section-of-another-page"),
        pytest.param({"refid": "a-part"}, "std-ref", "*there*", id="a-section-of-this-page"),
    ],
)
def test_a_reference_links_out_of_the_book_and_within_it_reads_as_what_it_names(
    markdown: Any, target: dict[str, Any], kind: str, reads: str
) -> None:
    reference = nodes.reference("", "", nodes.inline("", "there", classes=[kind]), **{"internal": True} | target)
    assert markdown.write(nodes.paragraph("", "", reference)) == reads


def test_a_reference_to_a_figure_reads_as_its_number(markdown: Any) -> None:
    reference = addnodes.number_reference("", "", nodes.inline("", "Fig. 2.3", classes=["std-numref"]), internal=True, refid="hump")
    assert markdown.write(nodes.paragraph("", "", reference)) == "Fig. 2.3"


def test_a_table_is_a_table_with_bars_in_its_formulas_and_texts(markdown: Any) -> None:
    def row(*cells: nodes.Node) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))

    head, body = row(nodes.Text("what"), nodes.Text("how many")), row(nodes.Text("a|b"), nodes.math("", r"|B| \| c"))
    table = nodes.table("", nodes.tgroup("", nodes.thead("", head), nodes.tbody("", body)))
    written = markdown.write(table)
    assert written.splitlines()[1:] == ["| --- | --- |", r"| a\|b | $\vert B\vert  \Vert  c$ |"]
    assert read(written) == "what how many a|b \\vert B\\vert  \\Vert  c"


def test_a_table_that_the_book_has_generated_is_a_table(markdown: Any) -> None:
    heads, part = "<th>what</th><th>where</th>", '<th colspan="2">first</th>'
    html = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{part}</tr><tr><th>a|b</th><td><a href='x.html'>(1.2)</a></td></tr></tbody></table>"
    written = markdown.write(nodes.raw("", html, format="html"))
    assert written.splitlines() == ["| what | where |", "| --- | --- |", "| **first** |  |", r"| a\|b | (1.2) |"]


def test_lists_count_as_on_the_page_and_hold_what_is_in_them(markdown: Any) -> None:
    items = nodes.list_item("", nodes.paragraph("", "one")), nodes.list_item("", nodes.paragraph("", "two"), equation("x = x"))
    written = markdown.write(nodes.enumerated_list("", *items, start=9))
    assert written == "9. one\n\n10. two\n\n    $$\n    x = x\n    \\tag*{(2.4) proved}\n    $$"
    assert markdown.write(nodes.bullet_list("", items[0].deepcopy(), items[0].deepcopy())) == "- one\n- one"


def test_html_of_the_page_does_not_come_into_the_notebook(markdown: Any, extension: ModuleType) -> None:
    html = nodes.raw("", "<svg></svg>", format="html")
    assert markdown.write(html) == extension.ONLY_IN_THE_BOOK
    assert markdown.write(nodes.paragraph("", "", nodes.Text("a"), html.deepcopy(), nodes.Text("b"))) == "ab"


def test_a_node_that_has_no_markdown_ends_the_build_with_its_place_and_kind(markdown: Any, extension: ModuleType) -> None:
    with pytest.raises(
        extension.NotPlain, match=r"book/page\.md:\?: .* no Markdown for the node 'topic', expected one of Text, admonition"
    ):
        markdown.write(nodes.topic())
