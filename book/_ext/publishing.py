"""What a search engine or a message that quotes a page shows of it, and the addresses of the pages where the book is published."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from downloads import executed_notebook
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.osutil import relative_uri

PREVIEW = "_static/picture.png"
"""The picture of a page that shows none of its own: a derivation, and its verdict."""

PREVIEWS = "_static/previews"
LONGEST = 200
"""How much of a description is shown, in letters."""

FORMULA = "\N{OBJECT REPLACEMENT CHARACTER}"
REDIRECT = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{metatags}
<link rel="icon" href="{favicon}">
<meta http-equiv="refresh" content="0; url={first}">
</head>
<body>
<p><a href="{first}">{title}</a></p>
</body>
</html>
"""


def check_address(app: Sphinx, config: Config) -> None:
    """The one setting, the address under which the book is published, is empty or ends in a slash."""
    if not re.fullmatch(r"(https?://[^\s?#\"<>]+/)?", config.html_baseurl):
        raise ConfigError(f"html: baseurl in _config.yml must be empty or https://…/ with a slash at its end, not {config.html_baseurl!r}")


def prose(node: nodes.Node) -> str:
    """The text of a paragraph, with a sign in place of what cannot be read by itself: a formula, a picture, a link to another place of the book."""
    if isinstance(node, nodes.math | nodes.image | nodes.raw) or (isinstance(node, nodes.reference) and "internal" in node):
        return FORMULA
    return node.astext() if isinstance(node, nodes.Text) else "".join(map(prose, node.children))


def sentences(doctree: nodes.document) -> Iterator[str]:
    """The sentences of the page's paragraphs; boxes, lists and figures are passed over."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            text = " ".join(prose(paragraph).split())
            yield from re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)


def description(metadata: dict[str, Any], doctree: nodes.document) -> str:
    """What the page's front matter says of it, or else its first sentences in plain words, as many as are shown; empty if it has none."""
    if metadata.get("description"):
        return " ".join(str(metadata["description"]).split())
    said = ""
    for sentence in sentences(doctree):
        plain = FORMULA not in sentence and sentence.endswith((".", "!", "?"))
        if said and (not plain or len(said) + 1 + len(sentence) > LONGEST):
            break
        if plain:
            said = f"{said} {sentence}".strip()
    return said


def preview(app: Sphinx, page: str) -> str:
    """The first figure that the page's cells drew, or else the book's picture, as an address within the book.

    It is taken from the executed notebook, where the figure is a PNG: those who show previews draw no SVG.
    """
    if "kernelspec" not in app.env.metadata[page]:
        return PREVIEW
    outputs = (output for cell in executed_notebook(app, page).cells for output in cell.get("outputs", []))
    drawn = next((output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})), None)
    if drawn is None:
        return PREVIEW
    name = f"{PREVIEWS}/{page}.png"
    target = Path(app.outdir, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(base64.b64decode(drawn))
    return name


def address(app: Sphinx, page: str, name: str) -> str:
    """The address of a file of the book: the whole of it where the book is published, or else as seen from the page."""
    base = app.config.html_baseurl
    return base + name if base else relative_uri(page, name)


def metatags(app: Sphinx, page: str, title: str, said: str, image: str, kind: str = "article") -> str:
    """The elements of a page's head that speak of it to others."""
    told = {"og:type": kind, "og:site_name": app.config.html_title, "og:title": title}
    if said:
        told["og:description"] = said
    if app.config.html_baseurl:
        told["og:url"] = app.config.html_baseurl + page
    told["og:image"] = address(app, page, image)
    tags = [f'<meta property="{name}" content="{escape(text)}" />' for name, text in told.items()]
    tags += ['<meta name="twitter:card" content="summary_large_image" />']
    return "\n".join([f'<meta name="description" content="{escape(said)}" />'] * bool(said) + tags)


def describe_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put into the page's head what it says, and its picture; on a page without a text of its own, nothing."""
    if doctree is None:
        return
    said = description(app.env.metadata[pagename], doctree)
    title = app.env.titles[pagename].astext()
    kind = "website" if pagename == app.config.root_doc else "article"
    tags = metatags(app, app.builder.get_target_uri(pagename), title, said, preview(app, pagename), kind)
    context["metatags"] = f"{context.get('metatags', '')}\n    {tags}"
    if kind == "website":
        app.env.first_page_says = said  # type: ignore[attr-defined]


def write_index(app: Sphinx) -> None:
    """The page at the book's own address, which leads on to the first chapter and says the same of itself."""
    first, title = app.builder.get_target_uri(app.config.root_doc), app.config.html_title
    said = getattr(app.env, "first_page_says", "")
    tags = metatags(app, first, title, said, PREVIEW, "website")
    if not app.config.html_baseurl:
        tags = tags.replace(address(app, first, PREVIEW), PREVIEW)
    else:
        tags = f'<link rel="canonical" href="{escape(app.config.html_baseurl + first)}">\n{tags}'
    icon = f"_static/{Path(app.config.html_favicon).name}"
    page = REDIRECT.format(language=app.config.language, title=escape(title), metatags=tags, favicon=icon, first=first)
    Path(app.outdir, "index.html").write_text(page, "utf-8")


def write_sitemap(app: Sphinx) -> None:
    """The addresses of all chapters; without the book's own address there are none to write."""
    target = Path(app.outdir, "sitemap.xml")
    base = app.config.html_baseurl
    if not base:
        target.unlink(missing_ok=True)
        return
    # The order of the table of contents.
    places = (f"  <url><loc>{escape(base + app.builder.get_target_uri(name))}</loc></url>" for name in app.env.collect_relations())
    lines = ['<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *places, "</urlset>"]
    target.write_text("\n".join(lines) + "\n", "utf-8")


def write_for_the_site(app: Sphinx, error: Exception | None) -> None:
    """Write what is not a page of the book but goes with it."""
    if not error and app.builder.format == "html":
        write_index(app)
        write_sitemap(app)
        # Without this file GitHub Pages leaves out every folder whose name begins with an underscore.
        Path(app.outdir, ".nojekyll").touch()


def setup(app: Sphinx) -> dict[str, Any]:
    """Describe each page as it is written; the rest before the book is slimmed and packed."""
    app.connect("config-inited", check_address)
    app.connect("html-page-context", describe_page)
    app.connect("build-finished", write_for_the_site, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
