"""What the moving figure of the landscape begins with: the profile of the waits over two means, and where a run on it starts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba_array
from matplotlib.figure import Figure

from mog import Mixture, em, faithful, figures, landscape, rules, sgd, train
from mog.figures.style import HALO, INK

FLOOR = 1.0
"""No σ of the map or of a run is smaller, in minutes."""
BEGIN = (46.0, 64.0)
"""The two means, in minutes, from which a run begins unless the reader moves them."""
FINE = 1e-5
"""The steps, in nats per point, in which the map's heights are told."""


@cache
def profile() -> landscape.Profile:
    """The profile of the waits, computed once for the picture and the numbers, on a grid that meets both summits."""
    x = faithful()[:, 1:]
    short, long = np.sort(em(x, 2, seed=0).mixture.means[:, 0])
    return landscape.profile(x, short + (long - short) / 25 * np.arange(-11, 41), floor=FLOOR)


@cache
def picture() -> Figure:
    """The map, with a run of plain steps over all points."""
    x = faithful()[:, 1:]
    figure = figures.profile_over_means(profile(), name="waiting time (minutes)")
    path = [np.array(BEGIN)]
    train(
        x,
        2,
        epochs=200,
        batch_size=len(x),
        learning_rate=rules.RATES["plain"],
        step="plain",
        schedule="constant",
        averaging=False,
        initial=Mixture(np.zeros(2), np.reshape(BEGIN, (2, 1)), np.full((2, 1), np.log(x.std()))),
        floor=FLOOR / x.std(),
        callback=lambda epoch: path.append(epoch.mixture.means[:, 0]),
    )
    axes = figure.axes[0]
    axes.plot(*np.transpose(path), color=INK, lw=2, path_effects=HALO)
    axes.plot(*BEGIN, "o", color=INK, mec="white", ms=9)
    return figure


def data() -> dict[str, Any]:
    """The waits, the map in the colours of the picture, and the constants of the descent."""
    x = faithful()[:, 1]
    above = np.rint((profile().summit.height - profile().heights) / FINE).astype(int)
    areas = picture().axes[0].collections[0]
    return {
        "x": x.tolist(),
        "centre": float(x.mean()),
        "spread": float(x.std()),
        "from": BEGIN,
        "range": profile().means[[0, -1]].tolist(),
        "unit": FINE,
        # The map is symmetric: a row begins where its means are equal.
        "above": [row[i:].tolist() for i, row in enumerate(above)],
        "levels": areas.levels.tolist(),
        "colours": np.rint(255 * to_rgba_array(areas.get_facecolor())).astype(int).tolist(),
        "best": -profile().summit.height,
        "summit": profile().summit.means[:, 0].tolist(),
        "crossing": profile().crossing.means[:, 0].tolist(),
        "constants": {"faint": sgd.FAINT, "floor": float(FLOOR / x.std()), "furthest": rules.FURTHEST, "room": sgd.ROOM},
        "rates": {step: rules.RATES[step] for step in ("plain", "natural")},
    }
