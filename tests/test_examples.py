"""The examples in the docstrings are true, and everything public has one."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module
from types import ModuleType

import matplotlib
import pytest

import mog
from tests.public import PUBLIC

matplotlib.use("agg")

MODULES = sorted(module.name for module in pkgutil.walk_packages(mog.__path__, "mog.") if not module.name.startswith("mog.derivation"))


def examples(module: ModuleType) -> list[doctest.DocTest]:
    """The examples of a module, each with no name at hand but those that it imports."""
    found = doctest.DocTestFinder().find(module, globs={})
    for test in found:
        test.globs.clear()
    return [test for test in found if test.examples]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_prints_what_it_says(name: str) -> None:
    for test in examples(import_module(name)):
        report: list[str] = []
        runner = doctest.DocTestRunner(verbose=False)
        runner.run(test, out=report.append)
        assert runner.failures == 0, "".join(report)


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_public_has_an_example(name: str) -> None:
    assert ">>> " in (PUBLIC[name].__doc__ or "")


@pytest.mark.parametrize("name", MODULES)
def test_the_lines_of_an_example_fit_a_page(name: str) -> None:
    lines = [line for test in examples(import_module(name)) for line in (test.docstring or "").splitlines()]
    shown = [line for line in lines if line.strip().startswith((">>> ", "... "))]
    assert max((len(line.strip()) for line in shown), default=0) <= 82
