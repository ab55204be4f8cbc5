"""What each moving figure begins with: its data and numbers, all from the package, and its still picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scene_sgd
from matplotlib import rc_context
from matplotlib.figure import Figure

from mog import em, faithful, figures
from mog.figures.scales import bins_for

AS_THE_CELLS = {"svg.hashsalt": "mog", "svg.fonttype": "path"}


@dataclass(frozen=True)
class Scene:
    """The numbers of a moving figure, and what draws the picture that stands in its place without a script, if there is one."""

    data: Callable[[], dict[str, Any]] = dict
    draw: Callable[[], Figure] | None = None
    scripts: tuple[str, ...] = ()
    """What its own script needs beside what all figures share."""


def as_svg(figure: Figure) -> str:
    """A picture as the cells of the pages draw theirs, the same in every build."""
    written = io.StringIO()
    with rc_context(AS_THE_CELLS):
        figure.savefig(written, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return written.getvalue()


def flat(array: Any) -> list[float]:
    """The numbers of an array row by row."""
    return [float(number) for number in np.ravel(array)]


def waits_to_drag() -> dict[str, Any]:
    """Old Faithful's waits, where their climb begins in the text, and where it ends."""
    x = faithful()[:, 1:]
    best = em(x, 2, seed=0).mixture.sorted()
    order = np.argsort(best.means[:, 0])
    return {
        "x": flat(x),
        "bins": bins_for(len(x)),
        "name": "waiting time (minutes)",
        "centre": float(x.mean()),
        "spread": float(x.std()),
        "best": [flat(best.logits[order]), flat(best.means[order]), flat(best.log_sigma[order])],
    }


def waits_at_the_start() -> Figure:
    """The histogram of the waits under the two equal components with which the climb begins."""
    x = faithful()[:, 1:]
    centre, spread = x.mean(), x.std()
    start = [0.0, 0.0], [[centre - spread], [centre + spread]], np.full((2, 1), np.log(spread))
    return figures.density_over_histogram(x, *start, name="waiting time (minutes)")


SCENES = {
    "check": Scene(),
    "one-dimension": Scene(waits_to_drag, waits_at_the_start),
    "sgd": Scene(scene_sgd.data, scene_sgd.picture, ("trainer.js", "em.js")),
}
