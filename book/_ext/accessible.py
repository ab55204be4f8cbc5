"""Each page is mended as it is written, for readers who listen, who have no mouse, or whose screen is small; no picture goes without words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from docutils import nodes
from equations import is_shown, line_in_file
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util import logging

logger = logging.getLogger(__name__)

DIALOGS = {"pst-primary-sidebar-modal": "The book", "pst-secondary-sidebar-modal": "On this page", "pst-search-dialog": "Search"}


class AsWritten(HTMLFormatter):
    """The attributes of an element in the order in which they stand, and not in that of the alphabet."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


class MendedTemplates(BuiltinTemplateLoader):
    """The templates of the theme, whose faults are mended in the page that comes of them rather than in copies of them."""

    def render(self, template: str, context: dict[str, Any]) -> str:
        """The page, mended."""
        written = super().render(template, context)
        return mend(written) if written.lstrip()[:9].lower() == "<!doctype" else written


def mend(html: str) -> str:
    """A page without the faults that are known of it."""
    page = BeautifulSoup(html, "html.parser")
    name_the_sidebars(page)
    name_by_what_is_seen(page)
    list_the_citations(page)
    lay_out_signatures(page)
    for table in page.select("article table:not([role])"):
        say_what_cells_are(table)
        # A table of the book's own has a layout of its own for small screens.
        if not table.select_one("[data-column]"):
            lay_out_as_cards(table)
    return page.decode(formatter=AsWritten(entity_substitution=EntitySubstitution.substitute_xml))


def name_the_sidebars(page: BeautifulSoup) -> None:
    """The book's title stands beside the list of chapters, but outside of its landmark; and what opens before the page has no name."""
    for sidebar in page.select(".bd-sidebar-primary"):
        sidebar["role"] = "complementary"
        sidebar["aria-label"] = DIALOGS["pst-primary-sidebar-modal"]
    for dialog, name in DIALOGS.items():
        for opened in page.select(f"dialog#{dialog}"):
            opened["aria-label"] = name


def name_by_what_is_seen(page: BeautifulSoup) -> None:
    """Who speaks to the computer says what is on the button, so the button must be called that; icons have no names of their own."""
    for button in page.select("button[aria-label]:has(.search-button__default-text), summary[aria-label]"):
        if button.get_text(strip=True):
            del button["aria-label"]
    for fold in page.select("li > a + details > summary"):
        if not fold.get_text(strip=True):
            fold["aria-label"] = f"The pages below {fold.parent.find_previous_sibling('a').get_text(' ', strip=True)}"
    for icon in page.select("button[aria-label] i[title]"):
        del icon["title"]


def list_the_citations(page: BeautifulSoup) -> None:
    """Docutils calls the entries of its lists of citations something that is no longer an item of a list."""
    for entry in page.select("[role=list] > [role=doc-biblioentry]"):
        entry["role"] = "listitem"


def lay_out_signatures(page: BeautifulSoup) -> None:
    """A long signature has a parameter a line, which Sphinx writes as explanations of nothing."""
    for parameters in page.select("dt.sig dl:not(:has(> dt))"):
        parameters.name, parameters["class"] = "span", "sig-params"
        for line in parameters.find_all("dd", recursive=False):
            line.name, line["class"] = "span", "sig-line"


def say_what_cells_are(table: Tag) -> None:
    """Say in roles what the elements say: laid out as a grid or as cards, a table is none to a screen reader."""
    table["role"] = "table"
    for group in table.select("thead, tbody"):
        group["role"] = "rowgroup"
    for row in table.select("tr"):
        row["role"] = "row"
    for cell in table.select("th, td"):
        cell["role"] = "cell" if cell.name == "td" else "columnheader" if cell.find_parent("thead") else "rowheader"


def lay_out_as_cards(table: Tag) -> None:
    """Write each cell's column on it, for a small screen where the rows are cards."""
    columns = [head.get_text(" ", strip=True) for head in table.select("thead th")]
    if not columns:
        return
    table["class"] = [*table.get_attribute_list("class"), "cards"]
    for row in table.select("tbody tr"):
        for column, cell in zip(columns, row.find_all(["th", "td"], recursive=False), strict=False):
            if column:
                cell["data-label"] = column


def ask_for_words(app: Sphinx, doctree: nodes.document) -> None:
    """Complain of a picture without words that stand for it, and of one drawn by a cell without a number and a caption."""
    for image in doctree.findall(nodes.image):
        around = ancestors(image)
        drawn = any("mime_type" in form for form in around)
        if not is_shown(app, image):
            continue
        line = line_in_file(app.env, app.env.docname, next((node.line for node in (image, *around) if node.line), 1))
        if not image.get("alt", "").strip():
            remedy = "alt in the image of mystnb at the top of the cell" if drawn else "![words](file)"
            complain(app, line, f"a picture without words for those who cannot see it, expected {remedy}")
        captions = [caption for figure in around if isinstance(figure, nodes.figure) for caption in figure.findall(nodes.caption)]
        if drawn and not any(caption.astext().strip() for caption in captions):
            complain(app, line, "a picture without a caption, expected name and caption in the figure of mystnb at the top of the cell")


def ancestors(node: nodes.Node) -> list[nodes.Element]:
    """What the node stands in, innermost first."""
    return [] if node.parent is None else [node.parent, *ancestors(node.parent)]


def complain(app: Sphinx, line: int, fault: str) -> None:
    logger.warning("%s", fault, location=(app.env.docname, line), type="accessible")


def choose_templates(app: Sphinx, config: Config) -> None:
    """Have every page written through the mended templates."""
    config.template_bridge = f"{MendedTemplates.__module__}.{MendedTemplates.__name__}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Mend what is written, and look at the pictures of what is read."""
    app.add_css_file("accessible.css")
    app.add_js_file("accessible.js", loading_method="defer")
    app.connect("config-inited", choose_templates)
    app.connect("doctree-read", ask_for_words)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
