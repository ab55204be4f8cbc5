"""The built book holds what its pages use and nothing besides, and no page asks for what is not there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icons
from archive import ARCHIVE
from offline import LOADED_WHEN_MET
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

ICON_SCRIPT = re.compile(r'\n\s*(?:<!-- So that users can add custom icons -->\s*)?<script[^>]* src="[^"]*/fontawesome\.js[^"]*"></script>')
SOURCE_MAP = re.compile(r"\n?(/\*# sourceMappingURL=\S+?\s*\*/|//# sourceMappingURL=\S+)\s*$")
ICON_FONT = re.compile(r"@font-face\{[^}]*/fontawesome/[^}]*\}")
ICON_RULE = re.compile(r'(?:\.fa-[\w-]+::?before,?)+\{content:"[^"]*"\}')
ICON_LETTER = re.compile(r'"(?:\\f[0-9a-f]{3}|[\uf000-\uf8ff])"')

ADDRESS = re.compile(r'(?:\s(?:src|href)=|<meta(?=[^>]* property="og:image")[^>]* content=)"([^"]*)"')
STYLE_ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])(?!data:)([^"')]+)""")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|$")


def pages(output: Path) -> list[Path]:
    """Every page of the built book; the theme's templates among its static files are none."""
    return [path for path in sorted(output.rglob("*.html")) if path.relative_to(output).parts[0] != "_static"]


def rewrite(path: Path, text: str, new: str) -> None:
    if new != text:
        path.write_text(new, "utf-8")


def slim_page(text: str, name: str) -> str:
    """A page without the script that draws icons, and with the icons drawn."""
    return icons.draw(ICON_SCRIPT.sub("", text), name)


def slim_style(text: str) -> str:
    """A style sheet without its source map, the icon font, and what is written in the letters of that font."""
    for unused in (SOURCE_MAP, ICON_FONT, ICON_RULE):
        text = unused.sub("", text)
    return ICON_LETTER.sub('""', text)


def asked_for(output: Path, path: Path, site: str) -> Iterator[Path]:
    """The files of the book that a page or a style sheet names."""
    text = path.read_text("utf-8")
    for address in (STYLE_ADDRESS if path.suffix == ".css" else ADDRESS).findall(text):
        # The book's own address, where it has one, stands for the folder.
        inside = site and address.startswith(site)
        if inside or not ELSEWHERE.match(address):
            name = re.split(r"[?#]", address.removeprefix(site) if inside else address)[0]
            yield Path(os.path.normpath((output if inside else path.parent) / name))


def used(output: Path, mathjax: Path, site: str) -> set[Path]:
    """The files that a reader can reach from a page; ExtensionError if one of them is missing."""
    # The archive is packed after this.
    reached = {output / ARCHIVE, *(mathjax / name for name in LOADED_WHEN_MET)}
    waiting = pages(output)
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        if path.suffix not in (".html", ".css"):
            continue
        for found in asked_for(output, path, site):
            if found not in reached and not found.exists():
                name, missing = path.relative_to(output), os.path.relpath(found, output)
                raise ExtensionError(f"{name} asks for {missing}, which is not in the built book")
            waiting.append(found)
    # What is under a licence keeps it beside it.
    return reached | {path.with_name(f"{path.name}.LICENSE.txt") for path in reached}


def remove_unused(output: Path, mathjax: Path, site: str) -> list[Path]:
    """Delete the static files and images that no page uses, some of them left by an earlier build; the files that went."""
    kept = used(output, mathjax, site)
    # A folder comes after what is in it.
    found = sorted((path for folder in ("_static", "_images") for path in (output / folder).rglob("*")), reverse=True)
    gone = [path for path in found if path.is_file() and path not in kept]
    for path in gone:
        path.unlink()
    for folder in (path for path in found if path.is_dir() and not any(path.iterdir())):
        folder.rmdir()
    return gone


def slim(app: Sphinx, error: Exception | None) -> None:
    """Slim every page, style sheet and script of the finished book, then delete what nothing uses any more."""
    if error or app.builder.format != "html":
        return
    output = Path(app.outdir)
    for path in pages(output):
        text = path.read_text("utf-8")
        rewrite(path, text, slim_page(text, path.relative_to(output).as_posix()))
    for path in (output / "_static").rglob("*.css"):
        text = path.read_text("utf-8")
        rewrite(path, text, slim_style(text))
    for path in (output / "_static" / "scripts").rglob("*.js"):
        text = path.read_text("utf-8")
        rewrite(path, text, SOURCE_MAP.sub("", text))
    mathjax = Path(output, "_static", app.config.mathjax_path).parent
    remove_unused(output, mathjax, app.config.html_baseurl)


def setup(app: Sphinx) -> dict[str, Any]:
    """Run when all else has been written, and before the book is packed."""
    app.connect("build-finished", slim, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
