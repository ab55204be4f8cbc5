"""The look of a claim in HTML: the equation in a box of its own, its number, its mark, and the verdict folded below."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape
from typing import Any

import breaking
import guards
import program_table
from claim import STANDINGS, Claim, table_page
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.ext.mathjax import html_visit_displaymath
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html import HTML5Translator

STEP = re.compile(r"(?<=[,;]) (?=which |and also |given that |then (?!to ))")
"""Where a sentence goes on with another step."""


def visit_equation(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write the equation in a box that scrolls by itself, its number and mark beside it, and the verdict below."""
    claim: Claim = node["claim"]
    self.body.append(self.starttag(node, "div", CLASS="claim", **{"data-label": claim.label}))
    with suppress(nodes.SkipNode):
        html_visit_displaymath(self, nodes.math_block("", node.astext(), nowrap=False, number=None))
    self.body.append(f'<div class="claim-side"><span class="eqno">({get_node_equation_number(self, node)})')
    self.add_permalink_ref(node, "Link to this equation")
    table = table_page(self.builder.env)
    row = f"{self.builder.get_relative_uri(claim.page, table)}#claim-{claim.label}" if table else ""
    app = self.builder.app
    # The writer of a page knows what its earlier benches have said.
    words = self.__dict__.setdefault("breaking_words", {})
    tests = "".join(f"<div>{guards.code(test)}</div>" for test in guards.guards(app.env, claim))
    folded = panel(claim, row, sources(app, claim), program_table.in_code(app, claim), tests, breaking.bench(app, claim, words))
    self.body.append(f"</span>{mark(claim)}</div>{folded}</div>\n")
    raise nodes.SkipNode


def mark(claim: Claim) -> str:
    """The button beside the equation's number that opens its verdict; a screen reader describes it by the equation in words."""
    standing, label = STANDINGS[claim.standing], escape(claim.label)
    described = f' aria-describedby="{words_id(claim)}"' if claim.words else ""
    return (
        f'<button type="button" class="claim-mark" data-standing="{claim.standing}" aria-expanded="false"'
        f' aria-controls="verdict-{label}" aria-label="{standing.word}: the verdict on {label}"{described}>'
        f'<span aria-hidden="true">{standing.sign}</span> {standing.word}</button>'
    )


def words_id(claim: Claim) -> str:
    """Where the equation stands in words."""
    return f"words-{escape(claim.label)}"


def panel(claim: Claim, row: str, sources: str = "", in_code: str = "", tests: str = "", bench: str = "") -> str:
    """The verdict in full: how to break it, the equation in words, how it was decided, what was read, its tests, its letters, and its row."""
    rows = (
        ("in words", in_words(claim)),
        ("if", "<br>".join(map(escape, claim.conditions))),
        ("how", escape(claim.how)),
        ("shown in", sources),
        ("read as", "".join(map(reading, claim.reading))),
        ("counter-example", counter_example(claim)),
        ("in code", in_code),
        ("tested by", tests),
        ("letters", letters(claim)),
    )
    entries = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows if text)
    label = escape(claim.label)
    link = f'<p><a href="{escape(row)}">{label} among all claims</a></p>' if row else ""
    return (
        f'<div class="claim-panel" id="verdict-{label}" role="group" aria-label="The verdict on {label}" hidden>'
        f"<p>{phrase(claim)}</p>{bench}<dl>{entries}</dl>{link}</div>"
    )


def in_words(claim: Claim) -> str:
    """The equation in words, each step of a chain and each further equation on a line of its own."""
    steps = " ".join(f"<span>{escape(step)}</span>" for step in STEP.split(claim.words))
    return f'<div class="claim-words" id="{words_id(claim)}">{steps}</div>' if claim.words else ""


def phrase(claim: Claim) -> str:
    """The verdict with its sign, its reach, and the number of steps of a chain."""
    standing = STANDINGS[claim.standing]
    reach = f" {escape(claim.reach)}" if claim.reach else ""
    steps = f", in {claim.steps} steps" if claim.steps > 1 and claim.kind == "proved" else ""
    return (
        f'<span class="claim-verdict" data-standing="{claim.standing}"><span aria-hidden="true">{standing.sign}</span> '
        f"{standing.one}</span>{reach}{steps}"
    )


def sources(app: Sphinx, claim: Claim) -> str:
    """Where a theorem is shown, each source a link to its entry in the page's bibliography."""
    domain: Any = app.env.get_domain("cite")
    links = []
    # The page's own bibliography before any other, as it is for the citations in the text.
    ordered = sorted(domain.citations, key=lambda citation: citation.bibliography_key.docname != claim.page)
    for citation in (next((each for each in ordered if each.key == key), None) for key in claim.sources):
        # Of a source that no bibliography lists, the citation in the text complains.
        if citation is None:
            continue
        uri = f"{app.builder.get_relative_uri(claim.page, citation.bibliography_key.docname)}#{citation.citation_id}"
        names = " and ".join(" ".join(map(str, person.rich_last_names)) for person in citation.entry.persons["author"])
        links.append(f'<a href="{escape(uri)}">{escape(names)}, {escape(citation.entry.fields["year"])}</a>')
    return "; ".join(links)


def letters(claim: Claim) -> str:
    """What each letter of the claim means."""
    from mog.derivation.letters import LETTERS

    known = (LETTERS[name] for name in claim.letters)
    meanings = ((letter.sign, "; without an index, ".join(filter(None, (letter.meaning, letter.bare)))) for letter in known)
    entries = "".join(f"<li><b>{escape(sign)}</b> {escape(meaning)}</li>" for sign, meaning in meanings)
    return f'<ul class="claim-letters">{entries}</ul>' if entries else ""


def reading(line: str) -> str:
    """A line of a reading, whose words stay whole where there is room for them, and else break after a bracket that opens."""
    words = (escape(word).replace("[", "[<wbr>") for word in line.split())
    return f"<code>{' '.join(f'<span>{word}</span>' for word in words)}</code>"


def counter_example(claim: Claim) -> str:
    """The numbers at which a refuted claim fails, each held together with its letter."""
    return escape(claim.counter_example).replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
