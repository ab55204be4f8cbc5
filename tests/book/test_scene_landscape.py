"""What the figure of the landscape begins with: a map whose grid meets both summits, told in whole units, and a still run that arrives."""

from types import ModuleType

import numpy as np
import pytest
from builds import Load


@pytest.fixture(scope="module")
def scene(load: Load) -> ModuleType:
    """The module of the scene; its profile is computed once."""
    return load("scene_landscape")


def test_the_grid_meets_both_summits_where_the_map_is_lowest(scene: ModuleType) -> None:
    data = scene.data()
    low, high = data["range"]
    places = (np.array(data["summit"]) - low) / (high - low) * (len(data["above"]) - 1)
    # EM stops where it gains hardly anything; so near to a summit the map is flat.
    assert np.abs(places - places.round()).max() < 1e-3
    short, long = places.round().astype(int)
    assert data["above"][short][long - short] == 0
    assert min(min(row) for row in data["above"]) == 0


def test_a_row_begins_at_equal_means_and_tells_the_profile_to_half_a_unit(scene: ModuleType) -> None:
    data, profile = scene.data(), scene.profile()
    above = profile.summit.height - profile.heights
    for i, row in enumerate(data["above"]):
        assert np.abs(np.array(row) * data["unit"] - above[i, i:]).max() <= 0.5001 * data["unit"]


def test_each_band_between_levels_has_a_colour_and_they_darken(scene: ModuleType) -> None:
    data = scene.data()
    assert len(data["colours"]) == len(data["levels"])
    lightness = np.array(data["colours"])[:, :3] @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(lightness) < 0).all()


def test_the_still_run_goes_from_the_start_to_the_summit(scene: ModuleType) -> None:
    path = max((line.get_xydata() for line in scene.picture().axes[0].lines), key=len)
    assert tuple(path[0]) == scene.BEGIN
    assert np.abs(path[-1] - scene.profile().summit.means[:, 0]).max() < 1e-3
