"""The look of a claim in HTML: the equation in a box of its own, its number, its mark, and the verdict folded below."""

from __future__ import annotations

from contextlib import suppress
from html import escape

from claim import STANDINGS, Claim, table_page
from docutils import nodes
from sphinx.ext.mathjax import html_visit_displaymath
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html import HTML5Translator


def visit_equation(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write the equation in a box that scrolls by itself, its number and mark beside it, and the verdict below."""
    claim: Claim = node["claim"]
    self.body.append(self.starttag(node, "div", CLASS="claim"))
    with suppress(nodes.SkipNode):
        html_visit_displaymath(self, nodes.math_block("", node.astext(), nowrap=False, number=None))
    self.body.append(f'<div class="claim-side"><span class="eqno">({get_node_equation_number(self, node)})')
    self.add_permalink_ref(node, "Link to this equation")
    table = table_page(self.builder.env)
    row = f"{self.builder.get_relative_uri(claim.page, table)}#claim-{claim.label}" if table else ""
    self.body.append(f"</span>{mark(claim)}</div>{panel(claim, row)}</div>\n")
    raise nodes.SkipNode


def mark(claim: Claim) -> str:
    """The button beside the equation's number that opens its verdict."""
    standing = STANDINGS[claim.standing]
    return (
        f'<button type="button" class="claim-mark" data-standing="{claim.standing}" aria-expanded="false"'
        f' data-label="{escape(claim.label)}" aria-controls="verdict-{escape(claim.label)}" aria-label="{standing.word}: the verdict on {escape(claim.label)}">'
        f'<span aria-hidden="true">{standing.sign}</span> {standing.word}</button>'
    )


def panel(claim: Claim, row: str) -> str:
    """The verdict in full: what was decided and how, what was read, and where the claim stands among all others."""
    rows = [("where" if claim.kind == "proved" else "condition", "<br>".join(map(escape, claim.conditions)))]
    rows.append(("how", escape(claim.how)))
    rows.append(("read as", "".join(f"<code>{escape(line)}</code>" for line in claim.reading)))
    rows.append(("counter-example", escape(claim.counter_example)))
    entries = "".join(f'<dt>{name}</dt><dd class="{name.replace(" ", "-")}">{text}</dd>' for name, text in rows if text)
    label = escape(claim.label)
    link = f'<p><a href="{escape(row)}">{label} among all claims</a></p>' if row else ""
    return (
        f'<div class="claim-panel" id="verdict-{label}" role="group" aria-label="The verdict on {label}" hidden>'
        f"<p>{phrase(claim)}</p><dl>{entries}</dl>{link}</div>"
    )


def phrase(claim: Claim) -> str:
    """The verdict with its sign and its reach."""
    standing = STANDINGS[claim.standing]
    return (
        f'<span class="claim-verdict" data-standing="{claim.standing}"><span aria-hidden="true">{standing.sign}</span> '
        f"{standing.one}</span> {escape(claim.reach)}".rstrip()
    )
