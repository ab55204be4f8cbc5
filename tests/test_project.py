"""What the project promises of itself and can be seen without building the book."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

import mog

EXTRAS = ("derivation", "figures", "book", "test")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """The `project` table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return table


@pytest.fixture(scope="module")
def lock(root: Path) -> list[str]:
    """The lines of requirements.txt that say something."""
    lines = (root / "requirements.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def pins(lock: list[str]) -> dict[str, str]:
    """The exact version of each package in the lock, by its normalised name."""
    return {normalised(name): version for name, version in (line.split("==") for line in lock if "==" in line)}


@pytest.fixture(scope="module")
def commands(root: Path) -> tuple[str, str]:
    """README's two commands: the one that builds the book, and the one that runs the tests."""
    first, second = re.findall(r"```sh\n(.*)\n```", (root / "README.md").read_text("utf-8"))
    return first, second


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def kept_files(root: Path) -> list[Path]:
    """Every file that is, or on the next commit can be, tracked."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


def printed(program: str, root: Path) -> str:
    """What a new Python prints that runs the program in the project's folder."""
    return subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True).stdout


def test_importing_mog_loads_neither_sympy_nor_matplotlib(root: Path) -> None:
    program = "import sys, mog; print(sorted({name.split('.')[0] for name in sys.modules} & {'sympy', 'mpmath', 'matplotlib', 'sphinx'}))"
    assert printed(program, root) == "[]\n"


def test_importing_mog_leaves_the_kernels_and_what_needs_them_for_later(root: Path) -> None:
    program = "import sys, mog; print([name for name in ('kernels', 'mixture', 'dataset') if f'mog.{name}' in sys.modules])"
    assert printed(program, root) == "[]\n"


def test_every_name_of_the_package_is_listed_is_there_and_needs_numpy_alone(root: Path) -> None:
    program = """
import sys, numpy.random
before = set(sys.modules)
import mog
listed = dir(mog)
from mog import *
mog.make_dataset()
loaded = {name.split(".")[0] for name in set(sys.modules) - before}
print(set(mog.__all__) <= set(listed), set(mog.__all__) <= set(globals()), loaded - {"mog", "numpy", *sys.stdlib_module_names})
"""
    assert printed(program, root) == "True True set()\n"


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match=r"^module 'mog' has no attribute 'Mixtures'$"):
        _ = mog.Mixtures


def test_the_wheel_holds_every_file_of_the_package_and_needs_numpy_alone(root: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=root, capture_output=True, check=True)
    (path,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
        metadata = wheel.read(f"mog_book-{mog.__version__}.dist-info/METADATA").decode()
    assert packed == {file.relative_to(root).as_posix() for file in kept_files(root) if file.is_relative_to(root / "mog")}
    assert {"mog/py.typed", "mog/data/faithful.csv", "mog/data/penguins.csv"} <= packed
    needed = [Requirement(line.removeprefix("Requires-Dist: ")) for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    assert [each.name for each in needed if each.marker is None] == ["numpy"]


def test_the_citation_and_the_changes_name_the_version_of_the_package(root: Path) -> None:
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == mog.__version__
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == mog.__version__


def test_the_gate_and_the_workflow_run_the_commands_that_the_readme_prints(root: Path, commands: tuple[str, str]) -> None:
    build, test = commands
    installs = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/"
    assert build == f"{installs}jupyter-book build ."
    assert test.startswith(f"{installs}pytest")
    assert (root / ".ci" / "run").read_text("utf-8").splitlines()[-1] == test
    jobs = yaml.safe_load((root / ".github" / "workflows" / "book.yml").read_text("utf-8"))["jobs"]
    for job, command in (("build", build), ("test", "bash .ci/run")):
        assert command in [step.get("run") for step in jobs[job]["steps"]]


def test_the_workflow_tests_every_python_that_the_package_names(root: Path, project: dict[str, Any]) -> None:
    jobs = yaml.safe_load((root / ".github" / "workflows" / "book.yml").read_text("utf-8"))["jobs"]
    named = [line.rsplit(" ", 1)[1] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert jobs["test"]["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"


def test_the_lock_is_the_checkout_and_exact_versions_and_nothing_else(lock: list[str]) -> None:
    assert lock[0] == "-e .[book,test]"
    assert [line for line in lock[1:] if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_the_lock_satisfies_pyproject_and_all_that_its_packages_need_on_this_python(project: dict[str, Any], pins: dict[str, str]) -> None:
    declared = [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
    waiting = [(Requirement(line), "") for line in declared]
    seen = set()
    while waiting:
        requirement, extra = waiting.pop()
        name = normalised(requirement.name)
        if name == "mog-book" or (requirement.marker is not None and not requirement.marker.evaluate({"extra": extra})):
            continue
        assert name in pins, f"{requirement} is not in the lock"
        assert requirement.specifier.contains(pins[name]), f"{requirement} is not met by {pins[name]}"
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(Requirement(line), wanted) for line in distribution(name).requires or ()]


def test_no_file_names_a_registry_of_packages_or_a_place_on_somebodys_machine(root: Path) -> None:
    # Written so that the pattern does not find itself.
    registries = rb"pypi[.]org|pythonhosted[.]|anaconda[.]org|npmjs[.]|unpkg[.]com|jsdelivr[.]|cdnjs[.]|-index-ur[l]|find-link[s]"
    foreign = re.compile(registries + rb"|/(?:home|root|work)/\w")
    assert [path.name for path in kept_files(root) if foreign.search(path.read_bytes())] == []


def test_every_page_stands_in_the_table_of_contents(root: Path) -> None:
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    chapters = [chapter for part in toc["parts"] for chapter in part["chapters"]]
    listed = {toc["root"], *(page["file"] for chapter in chapters for page in (chapter, *chapter.get("sections", ())))}
    assert listed == {path.relative_to(root).with_suffix("").as_posix() for path in (root / "book").glob("*.md")}


@pytest.mark.parametrize("command", [["ruff", "check", "--no-cache"], ["mypy", "--cache-dir=/dev/null"]], ids=["ruff", "mypy"])
def test_ruff_and_mypy_find_nothing(root: Path, command: list[str]) -> None:
    ended = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_workflow_generates_with_the_oldest_sympy_that_the_package_admits(root: Path, project: dict[str, Any]) -> None:
    (oldest,) = [each.removeprefix("sympy>=") for each in project["optional-dependencies"]["derivation"] if each.startswith("sympy>=")]
    jobs = yaml.safe_load((root / ".github" / "workflows" / "book.yml").read_text("utf-8"))["jobs"]
    assert any(f"sympy=={oldest}.0 " in step.get("run", "") for step in jobs["test"]["steps"])
