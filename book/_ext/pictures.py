"""Pictures keep their place before they are there, and those further down a page come when the reader does: formulas need not wait for them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from slim import pages, rewrite
from sphinx.application import Sphinx

PICTURE = re.compile(r'<img (?P<rest>[^>]*src="(?P<address>[^"]+\.svg)"[^>]*)>')
SIZE = re.compile(r'<svg[^>]* width="([\d.]+)pt" height="([\d.]+)pt"')
PIXELS = 96 / 72
"""How many of the page's pixels a point of paper has."""
SOON = 1
"""How many pictures of a page are fetched at once."""


def placed(html: str, folder: Path) -> str:
    """A page that says how large its drawings are, and which of them can wait."""
    seen = 0

    def sized(picture: re.Match[str]) -> str:
        nonlocal seen
        size = SIZE.search((folder / picture["address"]).read_text("utf-8"))
        if not size:
            return picture[0]
        seen += 1
        width, height = (round(float(points) * PIXELS) for points in size.groups())
        waits = ' loading="lazy"' if seen > SOON else ""
        return f'<img width="{width}" height="{height}"{waits} {picture["rest"]}>'

    return PICTURE.sub(sized, html)


def place(app: Sphinx, error: Exception | None) -> None:
    """Place the pictures of every page."""
    if error or app.builder.format != "html":
        return
    for path in pages(Path(app.outdir)):
        text = path.read_text("utf-8")
        rewrite(path, text, placed(text, path.parent))


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when the pictures lie where the pages look for them, and before the book is packed."""
    app.connect("build-finished", place, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
