"""Colours that can be seen on white and in the dark, by the colour-blind too, and lines and marks that need no colour."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from mog.figures import style

Colour = np.ndarray
WHITE, DARK = np.ones(3), np.array(to_rgb("#121212"))
"""The grounds of the theme's pages."""
# Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


@pytest.fixture(scope="module")
def amount(root: Path) -> float:
    """How far the style sheet inverts a figure in the dark."""
    (found,) = re.findall(r"filter: invert\(([\d.]+)\) hue-rotate\(180deg\);", (root / "book" / "_static" / "book.css").read_text("utf-8"))
    return float(found)


def turned(colour: Colour, amount: float) -> Colour:
    """A colour after CSS invert(amount) and hue-rotate(180deg), as the Filter Effects Module has them."""
    rotation = 2 * np.array([0.213, 0.715, 0.072]) * np.ones((3, 1)) - np.eye(3)
    return np.clip(rotation @ (amount + colour * (1 - 2 * amount)), 0, 1)


def linear(colour: Colour) -> Colour:
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours as the WCAG defines it, from 1 to 21."""
    low, high = sorted(float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(light: Colour) -> Colour:
    """Linear RGB as CIE L*a*b*, where the distance of two colours is about how different they look."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(light, 0, 1)
    x, y, z = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_in_the_dark_white_becomes_the_ground_of_the_page(amount: float) -> None:
    assert np.abs(turned(WHITE, amount) - DARK).max() < 0.5 / 255


@pytest.mark.parametrize("name", style.COMPONENT_COLOURS)
def test_components_have_a_contrast_of_three_on_white_and_in_the_dark(name: str, amount: float) -> None:
    colour = np.array(to_rgb(name))
    assert contrast(colour, WHITE) >= 3
    assert contrast(turned(colour, amount), DARK) >= 3


def test_text_has_a_contrast_of_seven_on_white_and_in_the_dark(amount: float) -> None:
    for name in {style.INK, *(matplotlib.rcParamsDefault[key] for key in ("text.color", "axes.titlecolor")), "black"} - {"auto"}:
        colour = np.array(to_rgb(name))
        assert contrast(colour, WHITE) >= 7
        assert contrast(turned(colour, amount), DARK) >= 7


@pytest.mark.parametrize("sight", SIGHT)
def test_components_can_be_told_apart_whatever_cones_the_reader_lacks(sight: str, amount: float) -> None:
    for dark in (False, True):
        colours = [np.array(to_rgb(name)) for name in style.COMPONENT_COLOURS]
        seen = [lab(SIGHT[sight] @ linear(turned(each, amount) if dark else each)) for each in colours]
        # About four times the difference that is just noticed.
        assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 9


def test_the_colours_of_maps_go_from_pale_to_dark_and_in_the_dark_the_other_way(amount: float) -> None:
    colours = matplotlib.colormaps[style.MAP](np.linspace(0, 1, 12))[:, :3]
    for sight in SIGHT.values():
        assert (np.diff([lab(sight @ linear(each))[0] for each in colours]) < -2).all()
        assert (np.diff([lab(sight @ linear(turned(each, amount)))[0] for each in colours]) > 0.5).all()


def test_components_have_marks_of_their_own_and_three_of_them_lines_of_their_own() -> None:
    assert len({style.marker(k) for k in range(6)}) == len({style.colour(k) for k in range(6)}) == 6
    assert len({style.dashes(k) for k in range(3)} | {"-"}) == 4
    assert style.colour(6) == style.colour(0)


def test_a_legend_has_as_many_columns_as_fit() -> None:
    with style.drawing():
        for labels, columns in ((["component 1"] * 4, 4), (["learning rate 0.5, batch size 32"] * 3, 2), (["x" * 100], 1)):
            _, axes = style.new_axes()
            for label in labels:
                axes.plot([0, 1], label=label)
            style.legend_above(axes)
            legend = axes.get_legend()
            assert legend is not None
            assert legend._ncols == columns
