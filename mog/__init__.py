"""Mixtures of Gaussians, computed by functions that were derived, proved and generated from the book's equations."""

from mog.data import faithful, penguins

__version__ = "0.1.0"

__all__ = ["__version__", "faithful", "penguins"]
