"""Which tests guard a claim, beside the build itself, which decides it."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from claim import Claim
from sphinx.environment import BuildEnvironment

PROGRAM, STEP = "program-", "step-"
TESTS = "tests/derivation/"
SECOND_OPINION = f"{TESTS}test_opinion.py::test_the_second_opinion_agrees_with_the_book_and_with_the_book_on_its_slips"
KERNELS = "tests/test_kernels.py::test_the_committed_text_is_the_derivative_of_the_textbook"
LINE = f"{TESTS}test_program.py::test_a_line_is_what_the_textbook_says_for_any_sizes_and_any_shift"
MAXIMUM = f"{TESTS}test_typesetting.py::test_a_maximum_is_typeset_though_the_reader_has_no_rule_for_it"
UPDATE = f"{TESTS}test_steps.py::test_every_update_stands_above_the_line_that_computes_it"
ON_RECORD = "tests/book/test_equations.py::test_what_is_not_as_it_is_on_record_or_not_cited_ends_the_build_naming_page_line_and_label"
WHOLE_BOOK = "tests/book/test_equations.py::test_the_claims_of_the_book_are_the_equations_that_its_pages_hold_line_for_line"
NUMBERS = "test_the_measured_numbers_are_those_of_the_book"
EIGENVALUES = f"{TESTS}test_beyond.py::test_the_eigenvalues_are_those_of_the_hessian_written_out_by_hand"


@cache
def written(root: str) -> frozenset[str]:
    """The labels of the equations that stand in the text of the book's pages."""
    from mog.derivation.pages import book_equations

    return frozenset(equation.label for page in book_equations(Path(root)).values() for equation in page)


def guards(env: BuildEnvironment, claim: Claim) -> list[str]:
    """The tests that fail when the claim is wrong, as pytest names them."""
    from mog.derivation import beyond
    from mog.derivation.program import PROGRAM as LINES
    from mog.derivation.program import Max

    name = claim.label.partition("--")[0]
    if name in beyond.CITED:
        return [ON_RECORD]
    if name in beyond.MEASURED:
        numbers = beyond.MEASURED[name].numbers
        module = numbers.__module__.rpartition(".")[2]
        return [EIGENVALUES if numbers is beyond.hessian_eigenvalues else f"{TESTS}test_{module}.py::{NUMBERS}[{numbers.__name__}]"]
    if name.startswith(STEP):
        return [f"{UPDATE}[{name.removeprefix(STEP)}]"]
    if name.startswith(PROGRAM):
        line = next(line for line in LINES if line.name == name.removeprefix(PROGRAM))
        return [f"{MAXIMUM if isinstance(line.right, Max) else LINE}[{line.name}]", KERNELS]
    computed = [f"{LINE}[{line.name}]" for line in LINES if line.claim == name]
    # What a cell computed is decided only when the book is built.
    decided = f"{SECOND_OPINION}[{claim.label}]" if claim.label in written(str(env.srcdir)) else WHOLE_BOOK
    return [decided, *computed, *([KERNELS] if computed else [])]


def proves(test: str) -> str:
    """What the test proves: its name, without its file and without what it was given."""
    return test.partition("::")[2].partition("[")[0].removeprefix("test_").replace("_", " ")


def code(test: str) -> str:
    """The test as pytest names it, which may break after each of its parts."""
    return f"<code>{escape(test).replace('::', '::<wbr>').replace('_', '_<wbr>').replace('/', '/<wbr>')}</code>"
