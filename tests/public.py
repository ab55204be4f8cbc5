"""Everything that the package offers, by its name."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import mog
from mog import figures, kernels, landscape, quality
from mog.kernels import steps, three_by_three

LISTED = (mog, figures, kernels, landscape, quality)
"""What says itself what it offers; the data sets are offered by mog."""


def public() -> Iterator[tuple[str, object]]:
    """Functions, classes and their methods."""
    for module in (steps, three_by_three):
        functions = inspect.getmembers(module, inspect.isfunction)
        yield from ((f"{module.__name__}.{name}", it) for name, it in functions if it.__module__ == module.__name__ and name[0] != "_")
    for module in LISTED:
        for name in module.__all__:
            it = getattr(module, name)
            if inspect.isclass(it) or inspect.isfunction(it):
                yield f"{module.__name__}.{name}", it
            if inspect.isclass(it):
                own = [each for each in vars(it) if each[0] != "_"]
                yield from ((f"{module.__name__}.{name}.{each}", getattr(it, each)) for each in own if inspect.isroutine(getattr(it, each)))


PUBLIC = dict(public())
