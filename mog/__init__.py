"""Mixtures of Gaussians, computed by functions that were derived, proved and generated from the book's equations."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mog.data import faithful, penguins

if TYPE_CHECKING:
    from mog import kernels
    from mog.dataset import Dataset, make_dataset
    from mog.expectation_maximization import em
    from mog.mixture import Mixture
    from mog.sgd import train
    from mog.training import CollapseWarning, ConvergenceWarning, DivergenceWarning, Epoch, Settings, StartWarning, Training

__version__ = "0.1.0"

__all__ = [
    "CollapseWarning",
    "ConvergenceWarning",
    "Dataset",
    "DivergenceWarning",
    "Epoch",
    "Mixture",
    "Settings",
    "StartWarning",
    "Training",
    "__version__",
    "em",
    "faithful",
    "kernels",
    "make_dataset",
    "penguins",
    "train",
]

# Imported when first asked for, since all of these need the kernels, whose generator must start where they are missing or broken.
_LATER = {
    "Dataset": "mog.dataset",
    "Mixture": "mog.mixture",
    "em": "mog.expectation_maximization",
    "make_dataset": "mog.dataset",
    "train": "mog.sgd",
    **dict.fromkeys(
        ("CollapseWarning", "ConvergenceWarning", "DivergenceWarning", "Epoch", "Settings", "StartWarning", "Training"), "mog.training"
    ),
}


def __getattr__(name: str) -> Any:
    """The kernels and what is built on them."""
    if name == "kernels":
        return import_module("mog.kernels")
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'mog' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of the package, those that are not imported yet too."""
    return sorted({*globals(), *__all__})
