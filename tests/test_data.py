"""The data sets are what their sources say, and are there wherever the package is."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np

import mog


def test_faithful_has_272_eruptions_with_the_published_means_and_deviations() -> None:
    x = mog.faithful()
    assert x.shape == (272, 2)
    assert x.dtype == np.float64
    # R: colMeans(faithful) and sapply(faithful, sd), to the digits it prints.
    assert np.round(x.mean(axis=0), 6).tolist() == [3.487783, 70.897059]
    assert np.round(x.std(axis=0, ddof=1), 6).tolist() == [1.141371, 13.594974]


def test_penguins_are_342_birds_of_three_species_in_millimetres() -> None:
    x, species = mog.penguins()
    assert x.shape == (342, 3)
    assert x.dtype == np.float64
    assert species.shape == (342,)
    assert Counter(species.tolist()) == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}
    # The means that the palmerpenguins package prints in its summary.
    assert np.round(x.mean(axis=0), 2).tolist() == [43.92, 17.15, 200.92]


def test_each_call_returns_arrays_that_no_other_caller_holds() -> None:
    mog.faithful()[:] = 0
    x, species = mog.penguins()
    x[:], species[:] = 0, ""
    assert mog.faithful().min() > 0
    assert mog.penguins()[0].min() > 0
    assert "" not in mog.penguins()[1]


def test_the_data_load_from_a_package_inside_a_zip_file(root: Path, tmp_path: Path) -> None:
    import zipfile

    archive = tmp_path / "mog.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted((root / "mog").rglob("*")):
            if path.suffix in {".py", ".csv"}:
                file.write(path, path.relative_to(root).as_posix())
    program = "import mog; print(mog.__file__, mog.faithful().shape, mog.penguins()[0].shape)"
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(archive)}, capture_output=True, text=True, check=True
    ).stdout
    assert printed.startswith(str(archive))
    assert printed.endswith(" (272, 2) (342, 3)\n")
