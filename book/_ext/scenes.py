"""The moving figures by name: what each begins with, all from the package, and its still picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import scene_landscape
import scene_sgd
import scene_slips
import scene_waits
from matplotlib import rc_context
from matplotlib.figure import Figure

AS_THE_CELLS = {"svg.hashsalt": "mog", "svg.fonttype": "path"}


@dataclass(frozen=True)
class Scene:
    """The numbers of a moving figure, and what draws the picture that stands in its place without a script, if there is one."""

    data: Callable[[], dict[str, Any]] = dict
    draw: Callable[[], Figure] | None = None
    scripts: tuple[str, ...] = ()
    """What its own script needs beside what all figures share."""


SCENES = {
    "check": Scene(),
    "landscape": Scene(scene_landscape.data, scene_landscape.picture, ("trainer.js", "runs.js")),
    "one-dimension": Scene(scene_waits.data, scene_waits.picture),
    "sgd": Scene(scene_sgd.data, scene_sgd.picture, ("trainer.js", "em.js")),
    "wrong-gradient": Scene(scene_slips.data, scene_slips.picture, ("trainer.js", "runs.js")),
}


def as_svg(figure: Figure) -> str:
    """A picture as the cells of the pages draw theirs, the same in every build."""
    written = io.StringIO()
    with rc_context(AS_THE_CELLS):
        figure.savefig(written, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return written.getvalue()
