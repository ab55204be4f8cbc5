"""The pictures the chapters show: each is a function of data and parameters that returns a Matplotlib figure.

Wherever a function takes `*mixture`, that is one `mog.Mixture`, or the three arrays logits, means and log_sigma.
"""

from mog.figures.gradients import batch_gradients
from mog.figures.lines import climb, curves, learning_curves
from mog.figures.one_feature import density_over_histogram, responsibilities_along
from mog.figures.planes import landscape, profile_over_means
from mog.figures.style import COMPONENT_COLOURS
from mog.figures.three_features import in_space, pairs
from mog.figures.two_features import contours, fit_over_scatter, paths, scatter_with_marginals

__all__ = [
    "COMPONENT_COLOURS",
    "batch_gradients",
    "climb",
    "contours",
    "curves",
    "density_over_histogram",
    "fit_over_scatter",
    "in_space",
    "landscape",
    "learning_curves",
    "pairs",
    "paths",
    "profile_over_means",
    "responsibilities_along",
    "scatter_with_marginals",
]
