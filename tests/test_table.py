"""The table that shows a mixture fits a page, however many components and features there are."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mog.table import table


def test_a_large_mixture_is_shown_in_a_few_lines_that_fit_a_page() -> None:
    lines = table(np.full(30, 1 / 30), np.arange(600.0).reshape(30, 20), np.full((30, 20), np.exp(-1 / 3))).splitlines()
    assert len(lines) == 12
    assert lines[1] == "0.03333  (  0,   1,   2,   3, …,  19)  (0.7165, 0.7165, 0.7165, 0.7165, …, 0.7165)"
    assert lines[-2].split() == ["…", "…", "…"]
    assert lines[-1] == "0.03333  (580, 581, 582, 583, …, 599)  (0.7165, 0.7165, 0.7165, 0.7165, …, 0.7165)"
    assert len({len(line) for line in lines}) == 1


@settings(deadline=None, derandomize=True, database=None)
@given(st.integers(1, 10), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_every_component_has_a_line_and_every_line_the_same_length(components: int, features: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    means, sigma = random.normal(size=(2, components, features)) * 10.0 ** random.integers(-9, 9, (2, components, features))
    lines = table(random.dirichlet(np.ones(components)), means, np.abs(sigma)).splitlines()
    assert len(lines) == 1 + components
    assert len({len(line) for line in lines}) == 1
