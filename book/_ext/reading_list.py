"""The directive `reading-list`: the works of one group of the bibliography, each with what it is good for and who cites it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import find_plugin
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

GROUP, GOOD_FOR = "keywords", "annote"
"""The fields of an entry that say in which group it stands, and what it is good for."""


class ReadingListError(SphinxError):
    """The end of a build in which a work of the bibliography stands in no reading list, or without a word on it."""

    category = "Reading list"


class ReadingList(nodes.General, nodes.Element):
    """The place of a group's works, filled when the page is written."""


class ReadingListDirective(SphinxDirective):
    """All works of the bibliography whose keyword is the group that the directive names."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        for file in bibliography(self.env).bibfiles:
            self.env.note_dependency(str(file))
        (group,) = self.arguments
        shown = self.env.metadata[self.env.docname].setdefault("reading_lists", [])
        if not works(self.env, group):
            raise self.error(f"no entry of the bibliography has the keyword '{group}'")
        shown.append(group)
        return [ReadingList("", group=group)]


def bibliography(env: BuildEnvironment) -> Any:
    """What was read from the files of the bibliography."""
    return env.get_domain("cite").data["bibdata"]


def works(env: BuildEnvironment, group: str) -> list[Entry]:
    """The works of a group by author and year."""
    style = find_plugin("pybtex.style.sorting", "author_year_title")()
    return list(style.sort(entry for entry in bibliography(env).data.entries.values() if entry.fields.get(GROUP) == group))


def citing(env: BuildEnvironment, key: str) -> list[str]:
    """The pages that cite a work, in reading order."""
    references = env.get_domain("cite").data["citation_refs"]
    pages = {reference.docname for reference in references for target in reference.targets if target.key == key}
    return [name for name in env.collect_relations() if name in pages]


def report(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """End the build at a work that no list holds or nothing is said of; else, the pages to write again, since other pages cite."""
    shown = {name: metadata["reading_lists"] for name, metadata in env.metadata.items() if "reading_lists" in metadata}
    if not shown:
        return []
    groups = [group for names in shown.values() for group in names]
    wrong = []
    for key, entry in bibliography(env).data.entries.items():
        if groups.count(entry.fields.get(GROUP, "")) != 1:
            wrong.append(f"'{key}' needs a field {GROUP} with one of {', '.join(sorted(set(groups)))}; it has {entry.fields.get(GROUP)!r}")
        if not entry.fields.get(GOOD_FOR, "").strip():
            wrong.append(f"'{key}' needs a field {GOOD_FOR} with a line on what it is good for")
    if wrong:
        raise ReadingListError("\n".join(["the bibliography is not complete", *wrong]))
    now = {key: [(name, env.titles[name].astext()) for name in citing(env, key)] for key in bibliography(env).data.entries}
    before, env.reading_list_citing = getattr(env, "reading_list_citing", None), now  # type: ignore[attr-defined]
    return [] if now == before else list(shown)


def work(app: Sphinx, docname: str, entry: Entry) -> nodes.list_item:
    """A work as it is cited, then what it is good for, and the pages that cite it."""
    style, backend = find_plugin("pybtex.style.formatting", "unsrt")(), find_plugin("pybtex.backends", "docutils")()
    said = nodes.paragraph("", " ".join(entry.fields[GOOD_FOR].split()), classes=["reading-list-for"])
    for place, name in enumerate(citing(app.env, entry.key)):
        uri = app.builder.get_relative_uri(docname, name)
        said += nodes.Text(", " if place else " Cited in ")
        said += nodes.reference("", app.env.titles[name].astext(), refuri=uri, internal=True)
    if len(said) > 1:
        said += nodes.Text(".")
    return nodes.list_item("", backend.paragraph(style.format_entry("", entry)), said)


def add_lists(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Fill the page's lists."""
    for place in list(doctree.findall(ReadingList)):
        items = [work(app, docname, entry) for entry in works(app.env, place["group"])]
        place.replace_self(nodes.bullet_list("", *items, classes=["reading-list"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive; its lists are written when all pages are read."""
    app.add_node(ReadingList)
    app.add_directive("reading-list", ReadingListDirective)
    app.connect("env-get-updated", report)
    app.connect("doctree-resolved", add_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
