"""The directive `moving`: a figure that computes in the page, over a still picture of where it begins."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import scenes
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

SHARED = ("kernels.js", "plot.js", "moving.js")
STYLE = "moving.css"


class Moving(SphinxDirective):
    """A numbered figure whose picture the script of its name replaces; the content is its caption, for readers without scripts too."""

    required_arguments = 1
    has_content = True
    option_spec = {"name": directives.unchanged_required, "alt": directives.unchanged_required}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        (name,) = self.arguments
        if name not in scenes.SCENES:
            raise self.error(f"no moving figure is called '{name}', expected one of {', '.join(scenes.SCENES)}")
        scene = scenes.SCENES[name]
        needed = [option for option in self.option_spec if option != "alt" or scene.draw]
        if missing := [option for option in needed if option not in self.options]:
            raise self.error(f"the moving figure '{name}' has no {' and no '.join(missing)}")
        data = json.dumps(scene.data(), separators=(",", ":"))
        caption = nodes.caption(self.block_text, "", *self.parse_inline(" ".join(self.content))[0])
        figure = nodes.figure("", script(name, data), caption, classes=["moving-figure"])
        self.set_source_info(figure)
        if scene.draw:
            uri = self.written(name, scenes.as_svg(scene.draw()))
            figure.insert(0, nodes.image("", uri=uri, alt=self.options["alt"]))
            self.set_source_info(figure[0])
        self.add_name(figure)
        shown = self.env.metadata[self.env.docname].setdefault("moving", [])
        shown.append(name)
        return [figure]

    def written(self, name: str, svg: str) -> str:
        """The address of the still picture, which lies with those that cells have drawn."""
        path = Path(self.env.mystnb_config.output_folder, f"moving-{name}.svg")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, "utf-8")
        return "/" + Path(os.path.relpath(path, self.env.srcdir)).as_posix()


def script(name: str, data: str) -> nodes.raw:
    """What the figure begins with, where its script finds it."""
    # Inside a script nothing but its end is markup.
    safe = data.replace("</", r"<\/")
    return nodes.raw("", f'<script type="application/json" data-figure="{name}">{safe}</script>', format="html")


def load_scripts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Have a page with moving figures load what moves them, and no other page."""
    names = app.env.metadata[pagename].get("moving", []) if doctree else []
    if names:
        app.add_css_file(STYLE)
        own = [file for name in names for file in (*scenes.SCENES[name].scripts, f"moving-{name}.js")]
        for file in dict.fromkeys((*SHARED, *own)):
            app.add_js_file(file, loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and the scripts to the pages that use it."""
    app.add_directive("moving", Moving)
    app.connect("html-page-context", load_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
