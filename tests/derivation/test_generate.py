"""The kernels are as generated, and --check sees it when they are not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

from mog import kernels
from mog.derivation.functions import FUNCTIONS
from mog.derivation.generate import FOLDER, HEADER, SCRIPT, WRITTEN_OUT, WRITTEN_OUT_FUNCTIONS, faults, files, main


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A tree of its own, to be spoilt."""
    shutil.copytree(root / "mog", tmp_path / "mog", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / SCRIPT).parent.mkdir(parents=True)
    shutil.copy(root / SCRIPT, tmp_path / SCRIPT)
    return tmp_path


def generate(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The generator of this tree; an installed mog must not stand in for it."""
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "mog.derivation.generate", *arguments]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def test_the_committed_kernels_are_as_generated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err


def change_a_character(tree: Path) -> None:
    text = (tree / FOLDER / "arrays.py").read_text(encoding="utf-8")
    (tree / FOLDER / "arrays.py").write_text(text.replace("terms.z**2 - 1", "terms.z**2 + 1", 1), encoding="utf-8")


def change_an_entry(tree: Path) -> None:
    text = (tree / FOLDER / "three_by_three.py").read_text(encoding="utf-8")
    (tree / FOLDER / "three_by_three.py").write_text(text.replace("gamma_1 * z_12", "gamma_1 * z_13", 1), encoding="utf-8")


def change_a_comment(tree: Path) -> None:
    text = (tree / FOLDER / "__init__.py").read_text(encoding="utf-8")
    (tree / FOLDER / "__init__.py").write_text(text.replace("proved", "Proved", 1), encoding="utf-8")


def end_lines_otherwise(tree: Path) -> None:
    (tree / FOLDER / "arrays.py").write_bytes((tree / FOLDER / "arrays.py").read_bytes().replace(b"\n", b"\r\n"))


def leave_a_file(tree: Path) -> None:
    (tree / FOLDER / "by_hand.py").touch()


def leave_a_file_deeper(tree: Path) -> None:
    (tree / FOLDER / "old").mkdir()
    (tree / FOLDER / "old" / "arrays.py").touch()


def lose_a_file(tree: Path) -> None:
    (tree / FOLDER / "arrays.py").unlink()


def lose_the_written_out_file(tree: Path) -> None:
    (tree / FOLDER / "three_by_three.py").unlink()


def change_the_script(tree: Path) -> None:
    text = (tree / SCRIPT).read_text(encoding="utf-8")
    (tree / SCRIPT).write_text(text.replace("gamma - weight[k]", "gamma + weight[k]", 1), encoding="utf-8")


def lose_the_script(tree: Path) -> None:
    (tree / SCRIPT).unlink()


SABOTAGE = {
    change_a_character: "stale: mog/kernels/arrays.py",
    change_an_entry: "stale: mog/kernels/three_by_three.py",
    change_a_comment: "stale: mog/kernels/__init__.py",
    end_lines_otherwise: "stale: mog/kernels/arrays.py",
    leave_a_file: "stray: mog/kernels/by_hand.py",
    leave_a_file_deeper: "stray: mog/kernels/old/arrays.py",
    lose_a_file: "missing: mog/kernels/arrays.py",
    lose_the_written_out_file: "missing: mog/kernels/three_by_three.py",
    change_the_script: "stale: book/_static/kernels.js",
    lose_the_script: "missing: book/_static/kernels.js",
}


@pytest.mark.parametrize("sabotage", SABOTAGE, ids=lambda sabotage: sabotage.__name__)
def test_every_fault_is_named(sabotage: object, copy: Path) -> None:
    assert callable(sabotage)
    assert faults(copy) == []
    sabotage(copy)
    assert faults(copy) == [SABOTAGE[sabotage]]


@pytest.mark.parametrize(
    "sabotage", [change_a_character, leave_a_file, lose_a_file, lose_the_script], ids=lambda sabotage: sabotage.__name__
)
def test_the_check_of_a_spoilt_tree_exits_1_and_says_why(sabotage: object, copy: Path) -> None:
    assert callable(sabotage)
    sabotage(copy)
    run = generate(copy, "--check")
    assert run.returncode == 1
    assert SABOTAGE[sabotage] in run.stderr.splitlines()


def test_generating_mends_what_is_stale_or_missing_and_leaves_a_stray_file_to_its_owner(copy: Path) -> None:
    change_a_comment(copy)
    change_the_script(copy)
    lose_a_file(copy)
    leave_a_file(copy)
    run = generate(copy)
    assert run.returncode == 1
    assert run.stderr.splitlines() == ["stray: mog/kernels/by_hand.py"]
    (copy / FOLDER / "by_hand.py").unlink()
    assert faults(copy) == []


def test_a_change_in_the_program_makes_the_committed_kernels_stale(copy: Path) -> None:
    program = copy / "mog" / "derivation" / "program.py"
    text = program.read_text(encoding="utf-8")
    assert "by_sigma / 2" in text
    program.write_text(text.replace("by_sigma / 2", "by_sigma / 3"), encoding="utf-8")
    run = generate(copy, "--check")
    assert run.returncode == 1
    assert "stale: mog/kernels/arrays.py" in run.stderr


def test_a_change_in_what_all_functions_share_makes_every_module_stale(copy: Path) -> None:
    program = copy / "mog" / "derivation" / "program.py"
    text = program.read_text(encoding="utf-8")
    assert "log_weight(k) + log_normal(i, k)" in text
    program.write_text(text.replace("log_weight(k) + log_normal(i, k)", "log_weight(k) + 2 * log_normal(i, k)"), encoding="utf-8")
    run = generate(copy, "--check")
    assert run.returncode == 1
    stale = ("book/_static/kernels.js", "mog/kernels/arrays.py", "mog/kernels/three_by_three.py")
    assert run.stderr.splitlines()[:3] == [f"stale: {name}" for name in stale]


def test_what_python_caches_is_no_stray_file(copy: Path) -> None:
    (copy / "mog" / "kernels" / "__pycache__").mkdir()
    (copy / "mog" / "kernels" / "__pycache__" / "arrays.cpython-311.pyc").touch()
    assert faults(copy) == []


def test_another_argument_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chekc"]) == 2
    assert "usage:" in capsys.readouterr().err


def test_every_file_says_where_it_comes_from_and_no_version() -> None:
    for text in files().values():
        assert HEADER in text
        assert "SymPy" not in text


def test_the_package_offers_every_function() -> None:
    assert sorted(function.name for function in FUNCTIONS) == sorted(kernels.__all__)
    assert all(callable(getattr(kernels, name)) for name in kernels.__all__)


def test_a_module_that_is_written_out_offers_some_of_the_packages_functions() -> None:
    for name in WRITTEN_OUT:
        module = import_module(f"mog.kernels.{name.removesuffix('.py')}")
        offered = {name for name, value in vars(module).items() if isinstance(value, FunctionType) and value.__module__ == module.__name__}
        assert offered - {"_terms"} == {function.name for function in WRITTEN_OUT_FUNCTIONS} <= set(kernels.__all__)


def test_no_line_of_a_kernel_is_longer_than_140_characters() -> None:
    assert max(len(line) for text in files().values() for line in text.splitlines()) <= 140
