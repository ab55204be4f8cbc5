"""A proved equation that the reader can break: its places, and what the checker and the second opinion say of each slip there."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from claim import Claim
from sphinx.application import Sphinx

RESULTS = "book/_results/broken.json"
CASE = re.compile(r"(.*?)((?:; [a-z] = \d+(?:, [a-z] = \d+)*)?)")
"""The numbers of the letters, and those of the indices."""
WANTS_BRACES = re.compile(r"(?:[_^]|\\[td]?frac(?:\s*\d|\s*\{[^{}]*\})?|\\sqrt)\s*$")
"""What stands before a piece that TeX takes as an argument even without braces."""


@cache
def read(path: Path, changed: int) -> dict[str, Any]:
    """What `python -m mog.derivation.mutants` found that can be broken, by label, as the file was when it was last changed."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def results(app: Sphinx) -> dict[str, Any]:
    """What can be broken, by label; nothing if it has not been computed."""
    path = Path(app.srcdir, RESULTS)
    return read(path, path.stat().st_mtime_ns) if path.exists() else {}


def bench(app: Sphinx, claim: Claim, words: dict[str, int]) -> str:
    """The button that offers to break the equation, and what is needed for it; nothing for what is not proved or has changed since.

    The words are those of the benches above it on the page, each with its number; the new ones are added.
    """
    result = results(app).get(claim.label)
    if claim.kind != "proved" or not result or result["digest"] != claim.digest or not result["places"]:
        return ""
    label = escape(claim.label)
    data = json.dumps(offered(claim.tex, result, words), ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    return (
        f'<button type="button" class="breaking-open" aria-expanded="false" aria-controls="breaking-{label}">Break it</button>'
        f'<div class="breaking-bench" id="breaking-{label}" hidden><script type="application/json">{data}</script></div>'
    )


def offered(tex: str, result: dict[str, Any], words: dict[str, int]) -> dict[str, Any]:
    """The equation with its places as the page's script takes them, each text once on a page.

    A place is [from, to, whether it needs braces, its name, its slips], and a slip [how much earlier it begins, how much later it ends,
    the new LaTeX or 0 if it is left out, what it is, the numbers put in, the indices, what came of it, one number, the other].
    Texts that come again are given by their number among the words of the page, of which the new ones are listed.
    """
    known = len(words)

    def number(text: str) -> int:
        return words.setdefault(text, len(words))

    found = []
    for start, end, name, slips in result["places"]:
        shown = []
        for where, until, new, said, case, outcome in slips:
            left, one, right, other = re.fullmatch(r"(.+) is (\S+) and (.+) (\S+)", outcome).groups()  # type: ignore[union-attr]
            drawn, indices = CASE.fullmatch(result["cases"][case]).groups()  # type: ignore[union-attr]
            came = [number(drawn), number(indices), number(f"{left} is # and {right} #."), one, other]
            first, last, put = replaced(tex, start, end, where, until, new)
            shown.append([first - start, last - end, put, number(said), *came])
        found.append([start, end, int(bool(WANTS_BRACES.search(tex[:start]))), number(name), shown])
    return {"tex": tex, "places": found, "words": [*words][known:]}


def replaced(tex: str, start: int, end: int, where: int, until: int, new: str) -> tuple[int, int, str | int]:
    """Which piece of the equation shows the slip, and as what: 0 if it is left out, which is shown by crossing it out."""
    if not new.strip():
        # What is above or below a letter goes with the sign for that, which is not to be seen.
        return (start, end, 0) if tex[where] in "^_" else (min(start, where), max(end, until), 0)
    first, last = min(start, where), max(end, until)
    return first, last, tex[first:where] + new + tex[until:last]
