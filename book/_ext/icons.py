"""The book's own drawings in place of the theme's icon font and of the 1.5 MB script that turns each icon into a drawing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

STYLE = "icons.css"

CIRCLE = "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z"
PAPER = "M6 3h8l4 4v14H6zM14 3v4h4"
DRAWINGS = {
    "angle-left": "M15 5l-7 7 7 7",
    "angle-right": "M9 5l7 7-7 7",
    "arrow-up": "M12 20V5M6 11l6-6 6 6",
    "bars": "M4 6h16M4 12h16M4 18h16",
    "book": "M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h12",
    "chevron-down": "M5 9l7 7 7-7",
    "circle-half-stroke": f"{CIRCLE}M12 3v18M15 4v16M18 6v12",
    "circle-info": f"{CIRCLE}M12 11v6M12 7v.5",
    "circle-exclamation": f"{CIRCLE}M12 7v6M12 16.5v.5",
    "download": "M12 4v11M7 10l5 5 5-5M4 20h16",
    "expand": "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    "file": PAPER,
    "file-pdf": f"{PAPER}M9 12h6M9 15h6M9 18h3",
    "file-zipper": f"{PAPER}M10 3v3M10 9v2M10 14v2",
    "lightbulb": "M9 17a6 6 0 1 1 6 0zM9.5 20.5h5",
    "list": "M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5",
    "magnifying-glass": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
    "moon": "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
    "sun": "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5",
    "triangle-exclamation": "M12 4l9 16H3zM12 10v5M12 17.5v.5",
    "xmark": "M6 6l12 12M18 6L6 18",
}
"""The line of a pen two units wide, on a sheet of 24 by 24, by the icon's name in the theme."""

PEN = {"fill": "none", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round"}

ADMONITIONS = {
    "": "circle-info",
    "tip": "lightbulb",
    "hint": "lightbulb",
    "important": "circle-exclamation",
    "attention": "triangle-exclamation",
    "caution": "triangle-exclamation",
    "warning": "triangle-exclamation",
    "danger": "triangle-exclamation",
    "error": "triangle-exclamation",
}
"""What stands before the title of a box of text, by its kind."""

RULES = """\
/* Written by book/_ext/icons.py: what the theme draws with a font, drawn by the book. */

.svg-inline--fa {
  box-sizing: content-box;
  display: inline-block;
  height: 1em;
  overflow: visible;
  vertical-align: -0.125em;
}

.svg-inline--fa.fa-lg {
  vertical-align: -0.2em;
}

div.admonition > .admonition-title::after {
  background: currentColor;
  content: "";
  height: 1.1em;
  mask: var(--icon) center / contain no-repeat;
  print-color-adjust: exact;
  top: 50%;
  translate: 0 -50%;
  width: 1.1em;
}

@media (forced-colors: active) {
  div.admonition > .admonition-title::after {
    background: CanvasText;
    forced-color-adjust: none;
  }
}
"""

ICON = re.compile(r'<(i|span)(?=[^>]*\sclass="(?P<classes>[^"]*\bfa-[^"]*)")(?P<attributes>[^>]*)>\s*</\1>')
TITLE = re.compile(r'\stitle="([^"]*)"')
REPLACED = re.compile(r'\s+(?:class|title|aria-hidden)="[^"]*"')
SIZES = re.compile(r"fa-(solid|regular|brands|fw|lg|xs|sm|xl|2xl|\dx)")


def name_of(classes: str) -> str:
    """The icon that the classes of an element ask for; of several, the last."""
    names = [each for each in classes.split() if each.startswith("fa-") and not SIZES.fullmatch(each)]
    return names[-1].removeprefix("fa-") if names else ""


def svg(drawing: str, colour: str, **attributes: str) -> str:
    """A drawing as an SVG element."""
    written = {"viewBox": "0 0 24 24", "stroke": colour, **PEN, **attributes}
    opening = " ".join(["<svg", *(f'{name}="{text}"' for name, text in written.items())])
    return f'{opening}><path d="{drawing}"/></svg>'


def draw(html: str, page: str) -> str:
    """The page with a drawing in the place of each icon; the button around it keeps its name, and the icon its tooltip."""

    def drawn(icon: re.Match[str]) -> str:
        name = name_of(icon["classes"])
        if name not in DRAWINGS:
            raise ExtensionError(f"{page} shows the icon {name!r}, which book/_ext/icons.py does not draw; it draws {', '.join(DRAWINGS)}")
        title, rest = TITLE.search(icon["attributes"]), REPLACED.sub("", icon["attributes"]).rstrip()
        classes = " ".join(["svg-inline--fa", *icon["classes"].split()])
        opening, path = svg(DRAWINGS[name], "currentColor", **{"class": classes, "aria-hidden": "true"}).split("><", 1)
        return f"{opening}{rest}>{f'<title>{title[1]}</title>' if title else ''}<{path}"

    return ICON.sub(drawn, html)


def mask(name: str) -> str:
    """A drawing as the value of a mask; nothing is fetched for it, not even where a page is opened as a file."""
    drawing = svg(DRAWINGS[name], "black", xmlns="http://www.w3.org/2000/svg")
    return f'url("data:image/svg+xml,{quote(drawing, safe=" /:=")}")'


def style() -> str:
    """The style of the drawings, and those that stand before titles and are no elements of a page."""
    rules = [
        f"div.admonition{f'.{kind}' if kind else ''} > .admonition-title {{ --icon: {mask(name)}; }}" for kind, name in ADMONITIONS.items()
    ]
    return "\n".join([RULES, *rules, ""])


def write_style(app: Sphinx) -> None:
    """Put the style into the output before the first page is written, since pages carry the file's checksum."""
    if app.builder.format == "html":
        target = Path(app.outdir, "_static", STYLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(style(), "utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the style; the module `slim` draws the icons when all pages are written."""
    app.add_css_file(STYLE, priority=600)
    app.connect("builder-inited", write_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
