"""What is read from equations: those of the tests and of the book, as the golden file keeps them, and any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mog.derivation.beyond import CITED, MEASURED, PRINTED, UNREADABLE, on_record
from mog.derivation.beyond import in_words as on_record_in_words
from mog.derivation.echo import echo_statement, lines_of
from mog.derivation.letters import FEATURES
from mog.derivation.notation import Unreadable, read
from mog.derivation.pages import Equation, book_equations, equations
from mog.derivation.verdicts import in_words

HERE = Path(__file__).parent
GOLDEN = HERE / "readings.golden"
TWO = {"K": 2, "D": 1}


def own_equations(*names: str) -> list[Equation]:
    """The display equations of pages that stand beside the tests."""
    return [equation for name in names for equation in equations((HERE / name).read_text(encoding="utf-8"))]


def readings(root: Path) -> str:
    """A block for each equation, in the order of the pages: its label, then each member on a line, then its words; last, what is on record."""
    pages = {name: own_equations(name) for name in ("assignment.md", "equations.md")} | book_equations(root)
    return "\n".join([*(line for page, found in pages.items() if found for line in blocks(page, found)), *words_on_record()])


def readable(found: list[Equation]) -> list[Equation]:
    """The equations that are not held to an entry on record."""
    return [equation for equation in found if not on_record(equation.label)]


def blocks(page: str, found: list[Equation]) -> Iterator[str]:
    """The lines of a page's equations, as the panels of its marks show them."""
    yield f"# {page}\n"
    for equation in readable(found):
        yield equation.label
        statements = read(equation.tex, equation.sizes)
        for statement in statements:
            yield from (f"    {line}" for line in lines_of(statement, equation.sizes.get(FEATURES) == 1))
        yield f"    {in_words(statements, equation.sizes)}\n"


def words_on_record() -> Iterator[str]:
    """What the program prints, what is cited and what is measured, in words."""
    yield "# on record\n"
    for name in [*PRINTED, *CITED, *MEASURED]:
        can_be_read = name in PRINTED and name not in UNREADABLE
        yield f"{name}\n    {in_words(read(PRINTED[name]), {}) if can_be_read else on_record_in_words(name)}\n"


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
