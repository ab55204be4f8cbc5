"""What the first moving figure begins with: Old Faithful's waits, where their climb begins in the text, and where it ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from mog import em, faithful, figures
from mog.figures.scales import bins_for


def data() -> dict[str, Any]:
    """The waits in minutes, their centre and spread, and the highest point."""
    x = faithful()[:, 1:]
    best = em(x, 2, seed=0).mixture
    order = np.argsort(best.means[:, 0])
    return {
        "x": x.ravel().tolist(),
        "bins": bins_for(len(x)),
        "name": "waiting time (minutes)",
        "centre": float(x.mean()),
        "spread": float(x.std()),
        "best": [array[order].ravel().tolist() for array in (best.logits, best.means, best.log_sigma)],
    }


def picture() -> Figure:
    """The histogram of the waits under the two equal components with which the climb begins."""
    x = faithful()[:, 1:]
    centre, spread = x.mean(), x.std()
    start = [0.0, 0.0], [[centre - spread], [centre + spread]], np.full((2, 1), np.log(spread))
    return figures.density_over_histogram(x, *start, name="waiting time (minutes)")
