"""What is read from equations: those of the tests and of the book, as the golden file keeps them, and any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mog.derivation.beyond import on_record
from mog.derivation.echo import echo_statement, lines_of
from mog.derivation.letters import FEATURES
from mog.derivation.notation import Unreadable, read
from mog.derivation.pages import Equation, book_equations, equations

HERE = Path(__file__).parent
GOLDEN = HERE / "readings.golden"
TWO = {"K": 2, "D": 1}


def own_equations(*names: str) -> list[Equation]:
    """The display equations of pages that stand beside the tests."""
    return [equation for name in names for equation in equations((HERE / name).read_text(encoding="utf-8"))]


def readings(root: Path) -> str:
    """A block for each equation, in the order of the pages: its label, then each member on a line."""
    pages = {name: own_equations(name) for name in ("assignment.md", "equations.md")} | book_equations(root)
    return "\n".join(line for page, found in pages.items() if found for line in blocks(page, found))


def blocks(page: str, found: list[Equation]) -> Iterator[str]:
    """The lines of a page's equations, as the panels of its marks show them; what is held to an entry on record is left out."""
    yield f"# {page}\n"
    for equation in found:
        if on_record(equation.label):
            continue
        yield equation.label
        for statement in read(equation.tex, equation.sizes):
            yield from (f"    {line}" for line in lines_of(statement, equation.sizes.get(FEATURES) == 1))
        yield ""


def said(tex: str, sizes: Mapping[str, int] | None = None) -> str:
    """What was read, bracketed, each index written."""
    return "; ".join(map(echo_statement, read(tex, sizes)))


def trouble(tex: str, sizes: Mapping[str, int] | None = None) -> str:
    """Why an equation cannot be read; the place where reading stopped must be shown in the equation's own words."""
    with pytest.raises(Unreadable) as stopped:
        read(tex, sizes)
    message, words = str(stopped.value), " ".join(tex.split())
    place = re.search(r"«(.*)▸(.*)»", message)
    assert place, f"the error does not show where reading stopped: {message}"
    assert all(part.strip("… ") in words for part in place.groups())
    return message
