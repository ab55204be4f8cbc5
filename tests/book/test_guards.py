"""Each claim names the tests that guard it, and there are such tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from builds import Load

from mog.derivation.beyond import CITED, MEASURED, PRINTED
from mog.derivation.pages import book_equations

Guards = Callable[[str], list[str]]


@pytest.fixture
def guards(load: Load) -> ModuleType:
    """The module of the book's own extension."""
    return load("guards")


@pytest.fixture
def of(guards: ModuleType, root: Path) -> Guards:
    """The tests of the claim with this label."""
    return lambda label: guards.guards(SimpleNamespace(srcdir=root), SimpleNamespace(label=label))


def test_there_is_each_test_that_any_claim_names(of: Guards, root: Path) -> None:
    labels = [equation.label for page in book_equations(root).values() for equation in page]
    tests = {test for label in [*labels, *PRINTED, *CITED, *MEASURED, "a-cell-computed-it"] for test in of(label)}
    assert len(tests) > len(labels)
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n", "0", "-p", "no:cacheprovider", *sorted(tests)]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    assert f"{len(tests)} tests collected" in ended.stdout


def test_a_claim_that_the_program_computes_is_guarded_down_to_the_text_of_the_kernels(of: Guards, guards: ModuleType) -> None:
    assert of("mean-gradient") == [f"{guards.SECOND_OPINION}[mean-gradient]", f"{guards.LINE}[mean_gradient]", guards.KERNELS]
    assert of("density--any-dimension") == [
        f"{guards.SECOND_OPINION}[density--any-dimension]",
        f"{guards.LINE}[log_density]",
        guards.KERNELS,
    ]
    assert of("lemma") == [f"{guards.SECOND_OPINION}[lemma]"]


def test_what_a_cell_computed_is_guarded_by_the_build_of_the_whole_book(of: Guards, guards: ModuleType) -> None:
    assert of("a-cell-computed-it") == [guards.WHOLE_BOOK]


def test_what_is_on_record_is_guarded_where_it_is_held_to_its_entry(of: Guards, guards: ModuleType) -> None:
    assert of("collapse") == [guards.ON_RECORD]
    assert of("measured-underflow") == [f"tests/derivation/test_accuracy.py::{guards.NUMBERS}[underflow]"]
    assert of("measured-unbiased") == [f"tests/derivation/test_batches.py::{guards.NUMBERS}[unbiased]"]
    assert of("measured-eigenvalues") == [guards.EIGENVALUES]
    assert of("step-adam") == [f"{guards.UPDATE}[adam]"]
    assert of("program-top") == [f"{guards.MAXIMUM}[top]", guards.KERNELS]
    assert of("program-z--again") == [f"{guards.LINE}[z]", guards.KERNELS]


def test_a_test_is_shown_by_what_it_proves_and_by_a_name_that_can_be_run(guards: ModuleType) -> None:
    test = "tests/test_a.py::test_one_is_less_than_two[1<2]"
    assert guards.proves(test) == "one is less than two"
    assert guards.code(test).replace("<wbr>", "") == "<code>tests/test_a.py::test_one_is_less_than_two[1&lt;2]</code>"
