"""What was read from every equation of the tests and of the book, as the golden file keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mog.derivation.echo import echo_statement
from mog.derivation.notation import read
from mog.derivation.pages import Equation, book_equations, equations

HERE = Path(__file__).parent
GOLDEN = HERE / "readings.golden"


def own_equations(*names: str) -> list[Equation]:
    """The display equations of pages that stand beside the tests."""
    return [equation for name in names for equation in equations((HERE / name).read_text(encoding="utf-8"))]


def readings(root: Path) -> str:
    """A block for each equation, in the order of the pages: where it stands, its label, each statement on a line."""
    pages = {name: own_equations(name) for name in ("assignment.md", "equations.md")} | book_equations(root)
    return "\n".join(line for page, found in pages.items() if found for line in blocks(page, found))


def blocks(page: str, found: list[Equation]) -> Iterator[str]:
    yield f"# {page}\n"
    for equation in found:
        yield equation.label
        yield from (f"    {echo_statement(statement)}" for statement in read(equation.tex, equation.sizes))
        yield ""
