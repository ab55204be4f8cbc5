"""An entry of a list of parameters reads `name : type`, with what is said of it below."""

from __future__ import annotations

from types import ModuleType

import pytest
from builds import Load
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes


@pytest.fixture
def api_fields(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("api_fields")


def bold(text: str) -> nodes.Node:
    return addnodes.literal_strong("", text)


def kind(text: str) -> nodes.Node:
    return addnodes.literal_emphasis("", text)


def rearranged(api_fields: ModuleType, *entry: nodes.Node, name: str = "Parameters") -> nodes.field_list:
    """A list of fields with one entry, as a page has it."""
    fields = nodes.field_list("", nodes.field("", nodes.field_name("", name), nodes.field_body("", nodes.paragraph("", "", *entry))))
    doctree = new_document("page")
    doctree += addnodes.desc("", addnodes.desc_content("", fields))
    api_fields.rearrange_all(None, doctree)
    return fields


def parts(fields: nodes.field_list) -> list[tuple[str, str]]:
    """What an entry is made of: text, and the class of the element that it stands in."""
    (entry,) = fields.findall(nodes.paragraph)
    inner = entry[0] if len(entry) == 1 else entry
    return [(" ".join(getattr(child, "attributes", {}).get("classes", [])), child.astext()) for child in inner.children]


def test_a_parameter_loses_the_brackets_around_its_type_and_the_dash(api_fields: ModuleType) -> None:
    fields = rearranged(
        api_fields,
        bold("x"),
        nodes.Text(" ("),
        kind("(m, D)"),
        kind(" array_like"),
        nodes.Text(")"),
        nodes.Text(" – "),
        nodes.inline("", "Points."),
    )
    assert parts(fields) == [("", "x"), ("", " : "), ("api-type", "(m, D) array_like"), ("api-words", "Points.")]


def test_a_parameter_of_which_nothing_is_said_has_its_type_alone(api_fields: ModuleType) -> None:
    fields = rearranged(api_fields, bold("x"), nodes.Text(" ("), kind("float"), nodes.Text(")"))
    assert parts(fields) == [("", "x"), ("", " : "), ("api-type", "float")]


def test_a_value_that_is_returned_has_its_type_before_its_words(api_fields: ModuleType) -> None:
    fields = rearranged(api_fields, nodes.inline("", "", nodes.emphasis("", "(m,) float array"), nodes.Text(" – log p, a number – each.")))
    assert parts(fields) == [("api-type", "(m,) float array"), ("api-words", "log p, a number – each.")]


def test_an_error_is_a_name(api_fields: ModuleType) -> None:
    fields = rearranged(api_fields, addnodes.pending_xref("", bold("ValueError")), nodes.Text(" – "), nodes.inline("", "If not."))
    assert parts(fields) == [("", "ValueError"), ("api-words", "If not.")]


def test_other_text_stays_as_it_is(api_fields: ModuleType) -> None:
    assert parts(rearranged(api_fields, nodes.Text("Words – and "), kind("more"))) == [("", "Words – and "), ("", "more")]


def test_what_sphinx_calls_variables_are_attributes(api_fields: ModuleType) -> None:
    assert rearranged(api_fields, nodes.Text("Words."), name="Variables")[0][0].astext() == "Attributes"
    assert rearranged(api_fields, nodes.Text("Words."))[0][0].astext() == "Parameters"
