"""The parameters of a mixture as a small table of text."""

from __future__ import annotations

from typing import TypeVar

from mog.inputs import Array

T = TypeVar("T")


def table(weights: Array, means: Array, sigma: Array) -> str:
    """The weight, mean and σ of each component to four digits; of many components or features, the first ones and the last."""
    shown = _ends(len(weights), 10)
    rows = list(zip([f"{weight:.4g}" for weight in weights[shown]], _vectors(means[shown]), _vectors(sigma[shown]), strict=True))
    lines = [("weight", "mean", "σ"), *_with_gap(rows, len(weights), ("…", "…", "…"))]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _vectors(values: Array) -> list[str]:
    """Rows of numbers in brackets, one feature below the other."""
    shown = values[:, _ends(values.shape[1], 5)]
    columns = [[f"{value:.4g}" for value in column] for column in shown.T]
    aligned = [[cell.rjust(max(map(len, column))) for cell in column] for column in columns]
    return [f"({', '.join(_with_gap(list(row), values.shape[1], '…'))})" for row in zip(*aligned, strict=True)]


def _ends(count: int, most: int) -> list[int]:
    """All indices of a few; of more than `most`, the first ones and the last."""
    return list(range(count)) if count <= most else [*range(most - 1), count - 1]


def _with_gap(shown: list[T], count: int, gap: T) -> list[T]:
    """What is shown, with a sign before the last where something between is not."""
    return shown if len(shown) == count else [*shown[:-1], gap, shown[-1]]
