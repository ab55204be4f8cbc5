"""Mixtures of Gaussians, computed by functions that were derived, proved and generated from the book's equations."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mog.data import faithful, penguins

if TYPE_CHECKING:
    from mog import kernels
    from mog.dataset import Dataset, make_dataset
    from mog.mixture import Mixture

__version__ = "0.1.0"

__all__ = ["Dataset", "Mixture", "__version__", "faithful", "kernels", "make_dataset", "penguins"]

# Imported when first asked for, since all of these need the kernels, whose generator must start where they are missing or broken.
_LATER = {"Dataset": "mog.dataset", "Mixture": "mog.mixture", "make_dataset": "mog.dataset"}


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
