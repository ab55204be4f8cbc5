"""Mixtures of Gaussians, computed by functions that were derived, proved and generated from the book's equations."""

from importlib import import_module
from types import ModuleType

from mog.data import faithful, penguins

__version__ = "0.1.0"

__all__ = ["__version__", "faithful", "kernels", "penguins"]


def __getattr__(name: str) -> ModuleType:
    """The kernels, imported when first asked for: their generator must start where they are missing or broken."""
    if name == "kernels":
        return import_module("mog.kernels")
    raise AttributeError(f"module 'mog' has no attribute {name!r}")
