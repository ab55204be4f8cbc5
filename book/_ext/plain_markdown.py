"""The text of a page as Markdown that any Jupyter shows, written from the tree in which references, citations and numbers are words already."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape

from bs4 import BeautifulSoup, Tag
from claim import STANDINGS
from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

# What would be markup: some signs anywhere, an underscore at the edge of a word, and a bracket only before what makes it a link.
MARKUP = re.compile(r"[\\`*$<]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|~(?=~)|&(?=#?\w+;)")
# What would make a paragraph something else: the sign of a heading, of a list or of a quotation, or a number as in a list.
OPENS_BLOCK = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[#>+=~-])")
# The classes of a reference that reads as the title of its target.
TITLES = {"doc", "std-doc", "std-ref"}
SECTIONS = {"std-ref"}
ONLY_IN_THE_BOOK = "*What stands here can be seen only on the page of the book.*"


class NotPlain(SphinxError):
    """The end of a build in which a page holds what its notebook could not show."""

    category = "Notebooks"


def indent(text: str, by: str, first: str | None = None) -> str:
    """The text with something before each line that is not empty, and perhaps something else before the first."""
    lines = [by + line if line else by.rstrip() for line in text.split("\n")]
    if first is not None:
        lines[0] = first + text.split("\n")[0]
    return "\n".join(lines)


def fence(text: str, sign: str = "`", least: int = 1) -> str:
    """A run of backticks longer than any in the text."""
    return sign * max(least, 1 + max(map(len, re.findall(f"{sign}+", text)), default=0))


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """What the node stands in, from the inside out."""
    while node.parent is not None:
        node = node.parent
        yield node


class PlainMarkdown:
    """The Markdown of one page's nodes: a method for each kind of node, and an error for a kind that has none."""

    def __init__(self, env: BuildEnvironment, page: str) -> None:
        self.env, self.page = env, page

    def write(self, node: nodes.Node) -> str:
        """One node as Markdown."""
        kind = "admonition" if isinstance(node, nodes.Admonition) else type(node).__name__
        writer: Callable[[nodes.Node], str] | None = getattr(self, f"write_{kind}", None)
        if writer is None:
            known = ", ".join(sorted(name.removeprefix("write_") for name in dir(self) if name.startswith("write_")))
            place = f"{self.env.doc2path(self.page, base=False)}:{node.line or '?'}"
            raise NotPlain(f"{place}: its notebook has no Markdown for the node '{kind}', expected one of {known}")
        return writer(node)

    def blocks(self, parent: nodes.Element) -> str:
        """The blocks in a node, with a blank line between two of them."""
        return "\n\n".join(filter(None, map(self.write, parent.children)))

    def inline(self, parent: nodes.Element) -> str:
        """The text in a node, on one line."""
        return "".join(map(self.write, parent.children))

    # Within lines of text

    def write_Text(self, node: nodes.Text) -> str:
        return MARKUP.sub(r"\\\g<0>", node.replace("\n", " "))

    def write_emphasis(self, node: nodes.emphasis) -> str:
        return f"*{self.inline(node)}*"

    def write_strong(self, node: nodes.strong) -> str:
        return f"**{self.inline(node)}**"

    def write_literal(self, node: nodes.literal) -> str:
        text = " ".join(node.astext().split())
        edge = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{fence(text)}{edge}{text}{edge}{fence(text)}"

    def write_math(self, node: nodes.math) -> str:
        tex = " ".join(node.astext().split())
        if any(isinstance(each, nodes.entry) for each in ancestors(node)):
            tex = tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
        return f"${tex}$"

    def write_inline(self, node: nodes.inline) -> str:
        return self.inline(node)

    def write_reference(self, node: nodes.reference) -> str:
        text = self.inline(node)
        if not node.get("internal"):
            return f"[{text}]({node['refuri']})"
        kinds = {kind for each in node.findall(nodes.inline) for kind in each["classes"]}
        if not kinds & TITLES:
            return text
        page = self.page_of(node)
        return f"*{text}* in *{self.inline(self.env.titles[page])}*" if kinds & SECTIONS and page != self.page else f"*{text}*"

    # "Fig. 3.1": the number is its text.
    write_number_reference = write_reference

    def page_of(self, node: nodes.reference) -> str:
        """The page that a reference within the book leads to."""
        path = node.get("refuri", "").partition("#")[0].removesuffix(".html")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path)) if path else self.page

    # Blocks

    def write_title(self, node: nodes.title) -> str:
        depth = sum(isinstance(each, nodes.section) for each in ancestors(node))
        numbers = self.env.toc_secnumbers.get(self.page, {}).get("" if depth == 1 else f"#{node.parent['ids'][0]}", ())
        number = ".".join(map(str, numbers)) + self.env.config.html_secnumber_suffix if numbers else ""
        return f"{'#' * depth} {number}{self.inline(node)}"

    def write_paragraph(self, node: nodes.paragraph) -> str:
        if "claims-count" in node["classes"]:
            # It ends with a link to a page of the book.
            node = nodes.paragraph("", "", *(child.deepcopy() for child in node.children if not isinstance(child, nodes.reference)))
        return OPENS_BLOCK.sub(r"\1\\", self.inline(node).strip())

    def write_math_block(self, node: nodes.math_block) -> str:
        claim, tex = node["claim"], node.astext().strip()
        tag = rf"\tag*{{({claim.number(self.env)}) {STANDINGS[claim.standing].word}}}"
        if any(isinstance(each, nodes.Admonition) and not folds(each) for each in ancestors(node)):
            # Jupyter takes mathematics out before it reads Markdown, and would take the signs of the quotation along.
            return f"$$ {' '.join(tex.split())} {tag} $$"
        return f"$$\n{tex}\n{tag}\n$$"

    def write_literal_block(self, node: nodes.literal_block) -> str:
        text = node.astext().rstrip()
        if node.get("linenos"):
            first = node.get("highlight_args", {}).get("linenostart", 1)
            text = "\n".join(f"{number:>4}  {line}" for number, line in enumerate(text.split("\n"), first))
        language = {"ipython3": "python", "default": "", "none": ""}.get(node.get("language", ""), node.get("language", ""))
        return f"{fence(text, least=3)}{language}\n{text}\n{fence(text, least=3)}"

    def write_bullet_list(self, node: nodes.bullet_list) -> str:
        return self.items(node, lambda number: "- ")

    def write_enumerated_list(self, node: nodes.enumerated_list) -> str:
        return self.items(node, lambda number: f"{node.get('start', 1) + number}. ")

    def items(self, node: nodes.Element, mark: Callable[[int], str]) -> str:
        """The items of a list, each behind its mark."""
        tight = all(len(item) == 1 for item in node.children)
        return ("\n" if tight else "\n\n").join(
            indent(self.blocks(item), " " * len(mark(number)), mark(number)) for number, item in enumerate(node.children)
        )

    def write_admonition(self, node: nodes.Admonition) -> str:
        title = next(iter(node.findall(nodes.title)), None)
        heading = self.inline(title) if title else type(node).__name__.capitalize()
        text = "\n\n".join(filter(None, (self.write(child) for child in node.children if child is not title)))
        if folds(node):
            # Within the HTML of a summary Markdown is not read.
            summary = escape(title.astext() if title else heading, quote=False)
            return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"
        return indent(f"**{heading}**\n\n{text}", "> ")

    def write_block_quote(self, node: nodes.block_quote) -> str:
        return indent(self.blocks(node), "> ")

    def write_table(self, node: nodes.table) -> str:
        return self.rows([[self.entry(entry) for entry in row.children] for row in node.findall(nodes.row)])

    def rows(self, rows: list[list[str]]) -> str:
        """A table, of which the first row is the head."""
        head, *body = rows
        return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body))

    def entry(self, node: nodes.entry) -> str:
        """What stands in one place of a table, on one line."""
        return " ".join(map(self.write, node.children)).replace("|", r"\|")

    def write_container(self, node: nodes.container) -> str:
        return self.blocks(node)

    def write_citation(self, node: nodes.citation) -> str:
        # The label is not what the text cites by.
        return "- " + " ".join(self.write(child) for child in node.children if not isinstance(child, nodes.label))

    def write_transition(self, node: nodes.transition) -> str:
        return "---"

    def write_raw(self, node: nodes.raw) -> str:
        if isinstance(node.parent, nodes.TextElement):
            return ""
        return "\n\n".join(map(self.generated, BeautifulSoup(node.astext(), "html.parser").select("table"))) or ONLY_IN_THE_BOOK

    def generated(self, table: Tag) -> str:
        """A table that the book has made as HTML, of texts alone."""
        texts = [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in table.select("tr")]
        rows = [[self.write_Text(nodes.Text(text)).replace("|", r"\|") for text in row] for row in texts]
        # What heads several rows stands alone in its own.
        return self.rows([[f"**{row[0]}**"] + [""] * (len(rows[0]) - 1) if len(row) == 1 < len(rows[0]) else row for row in rows])

    def write_comment(self, node: nodes.Node) -> str:
        return ""

    # Places without a text of their own, and the lists of pages below a page.
    write_target = write_index = write_compound = write_comment

    def write_figure(self, node: nodes.figure) -> str:
        # One that a cell drew stands below the cell; this one moves.
        return f"{self.figure(node)}\n\n{ONLY_IN_THE_BOOK}"

    def figure(self, node: nodes.figure) -> str:
        """What is said of a figure: its number and caption, and the picture in words, folded."""
        said = []
        for caption in node.findall(nodes.caption):
            places = self.env.toc_fignumbers.get(self.page, {}).get("figure", {}).get(node["ids"][0], ())
            number = self.env.config.numfig_format["figure"] % ".".join(map(str, places)) + " " if places else ""
            said.append(f"_{number}{self.inline(caption)}_")
        for image in node.findall(nodes.image):
            if image.get("alt"):
                said.append(
                    f"<details>\n<summary>The picture in words</summary>\n\n{self.write_Text(nodes.Text(image['alt']))}\n\n</details>"
                )
        return "\n\n".join(said)


def folds(node: nodes.Element) -> bool:
    """Whether the page shows only the title of an admonition until the reader opens it."""
    return "dropdown" in node["classes"]
