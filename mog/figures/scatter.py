"""What pictures of two features are made of: points in the colours of their components, and the components themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Ellipse

from mog.figures.style import HALO, INK, colour, dashes, marker
from mog.inputs import Array
from mog.mixture import Mixture


def marginal(mixture: Mixture, *features: int) -> Mixture:
    """The mixture of these features alone: with diagonal covariances the others are left out."""
    chosen = list(features)
    return Mixture(mixture.logits, mixture.means[:, chosen], mixture.log_sigma[:, chosen])


def colours_of(shares: Array) -> Array:
    """The colours (m, 3) of points: those of the components, mixed as the shares (m, K) are."""
    mixed: Array = shares @ np.array([to_rgb(colour(k)) for k in range(shares.shape[1])])
    return mixed


def draw_points(axes: Axes, x: Array, shares: Array, size: float = 24, alpha: float = 0.55) -> None:
    """Points of two features with the mark of the component that has the largest share, and the colours of all, mixed."""
    mixed, likeliest = colours_of(shares), shares.argmax(axis=1)
    for k in range(shares.shape[1]):
        own = likeliest == k
        axes.scatter(x[own, 0], x[own, 1], c=mixed[own], marker=marker(k), s=size, alpha=alpha, lw=0)


def draw_components(axes: Axes, mixture: Mixture, size: float = 13, label: bool = True) -> None:
    """The components of a mixture of two features: the mean, and the ellipses at one and two standard deviations."""
    for k, (mean, sigma) in enumerate(zip(mixture.means, mixture.sigma, strict=True)):
        look: dict[str, Any] = {"color": colour(k), "ls": dashes(k), "path_effects": HALO}
        for times in (1, 2):
            axes.add_patch(Ellipse(mean, *(2 * times * sigma), color=colour(k), alpha=0.07, lw=0, zorder=0))
            axes.add_patch(Ellipse(mean, *(2 * times * sigma), fill=False, lw=2.6 - 0.6 * times, zorder=3, **look))
        said = f"component {k + 1}" if label else ""
        axes.plot(mean[0], mean[1], marker=marker(k), mec="white", mew=1.5, ms=size, lw=2, zorder=6, label=said, **look)


def draw_truth(axes: Axes, truth: Mixture) -> None:
    """The components of the truth as broad grey bands, on which those of a fit can lie, and its means as crosses."""
    for mean, sigma in zip(truth.means, truth.sigma, strict=True):
        for times in (1, 2):
            axes.add_patch(Ellipse(mean, *(2 * times * sigma), fill=False, color=INK, alpha=0.35, lw=6, zorder=2))
    axes.plot(*truth.means.T, "x", color="black", ms=9, mew=2.5, ls="none", zorder=7, label="truth", path_effects=HALO)


def draw_path(axes: Axes, path: Array, lw: float = 2.5) -> None:
    """The means (steps, K, 2) on their way, each in the colour of its component."""
    for k in range(path.shape[1]):
        axes.plot(path[:, k, 0], path[:, k, 1], color=colour(k), lw=lw, path_effects=HALO, zorder=4)


def draw_start(axes: Axes, path: Array, size: float = 8) -> None:
    """Where the means of a path (steps, K, 2) set out."""
    axes.plot(path[0, :, 0], path[0, :, 1], "o", mfc="white", mec=INK, mew=2, ms=size, ls="none", zorder=5, label="start")
