"""Two builds of one tree from nothing give the same bytes, wherever it lies and whatever the machine is set to."""

import shutil
from pathlib import Path

import pytest
from builds import Build

pytestmark = pytest.mark.book

# Figures made and shown in the first cell that draws, with clipped areas and markers: their parts have names.
CELLS = """
$$
\\gamma_{ik} = \\frac{\\pi_k \\mathcal{N}(x_i \\mid \\mu_k, \\sigma_k^2)}{\\sum_{j=1}^2 \\pi_j \\mathcal{N}(x_i \\mid \\mu_j, \\sigma_j^2)}
$$ (responsibility)

```{code-cell} python
---
mystnb: {figure: {name: one-gaussian, caption: Waiting times.}, image: {alt: A histogram with two humps.}}
---
import numpy as np
from mog import figures

x = mog.faithful()[:, [1]]
figures.density_over_histogram(x, np.zeros(1), [[x.mean()]], [[np.log(x.std())]], name="waiting time (minutes)")
```

```{code-cell} python
---
mystnb: {figure: {name: a-line, caption: A line.}, image: {alt: A line.}}
---
import matplotlib.pyplot as plt

plt.plot(hash("a") % 7 + np.arange(3), "o-");
```
"""


def everything(html: Path) -> dict[str, bytes]:
    return {path.relative_to(html).as_posix(): path.read_bytes() for path in html.rglob("*") if path.is_file()}


def test_two_cold_builds_in_two_folders_and_time_zones_are_the_same_byte_for_byte(
    two_pages: Path, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = two_pages / "book" / "page.md"
    page.write_text(page.read_text("utf-8") + CELLS, "utf-8")
    elsewhere = shutil.copytree(two_pages, tmp_path / "quite" / "another" / "place")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    found = []
    # Hashes differ as well: nothing that Python is told from outside reaches a build, so that each draws its own.
    for tree, zone in ((two_pages, "UTC"), (elsewhere, "Pacific/Kiritimati")):
        monkeypatch.setenv("TZ", zone)
        built = build(tree)
        assert built.returncode == 0, built.output
        found.append(everything(built.html))
    one, other = found
    assert [name for name in one if name.endswith(".svg") and name.startswith("_images/")]
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    # The archive is compressed: a path in it would not be found.
    assert [name for name, content in one.items() if str(tmp_path).encode() in content] == []
