"""A bar that shows how far training is, for those who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def bar(wanted: bool, epochs: int) -> Iterator[Callable[[], object]]:
    """What is to be called after each epoch; ImportError where a bar is wanted and tqdm is not installed."""
    if not wanted:
        yield lambda: None
        return
    try:
        tqdm = import_module("tqdm.auto").tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: install it (pip install tqdm), or leave progress out") from None
    with tqdm(total=epochs, unit="epoch") as shown:
        yield shown.update
