"""The case that shows an equation to be false, in words for the reader of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mog.derivation.letters import LETTERS
from mog.derivation.setting import EXACT, THETA, Place, Setting, Size

NAMES = [*LETTERS]
SUPERSCRIPTS = ("", "θ", "θ²", "θ³")


@dataclass(frozen=True)
class CounterExample:
    """Numbers at which two sides of an equation differ; `condition` is an equation that holds there."""

    size: Size
    letters: tuple[tuple[str, str], ...]
    indices: tuple[tuple[str, int], ...]
    sides: tuple[tuple[str, Any], tuple[str, Any]]
    condition: str = ""

    def __str__(self) -> str:
        return f"At {self.case}: {self.outcome}."

    @property
    def case(self) -> str:
        """The numbers that were put in."""
        sizes = f"m = {self.size.m}, K = {self.size.K}, D = {self.size.D}"
        letters = ", ".join(f"{name} = {number}" for name, number in self.letters)
        indices = ", ".join(f"{name} = {number}" for name, number in self.indices)
        return "; ".join(part for part in (sizes, letters, indices) if part) + self.condition

    @property
    def outcome(self) -> str:
        """The numbers that came out."""
        (first, one), (second, other) = self.sides
        left, right = told_apart(one, other)
        return f"{first} is {left} and {second} {right}"


def shown(setting: Setting, at: Mapping[str, int], left: tuple[str, Any], right: tuple[str, Any], condition: str = "") -> CounterExample:
    return CounterExample(setting.size, tuple(_letters(setting)), tuple(at.items()), (left, right), condition)


def told_apart(one: Any, other: Any) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they differ, three at least."""
    for digits in range(3, 30):
        texts = (written(one, digits), written(other, digits))
        if texts[0] != texts[1]:
            break
    return texts


def written(number: Any, digits: int) -> str:
    if abs(number) < EXACT.mpf(10) ** -30:
        return "0"
    text: str = EXACT.nstr(number, digits, strip_zeros=True)
    return text.removesuffix(".0").replace("-", "−")


def _letters(setting: Setting) -> Iterator[tuple[str, str]]:
    """The letters that were drawn, in the order of the book's table; a function of θ as its polynomial.

    Where the equation states the simplex, the weights were drawn through logits of which it says nothing: the weights are named.
    """
    drawn = setting.drawn()
    if setting.weights == "simplex":
        drawn = {place: number for place, number in drawn.items() if place[0] != "a"}
        drawn |= {("pi", (k,)): setting.letter("pi", k) for k in range(1, setting.size.K + 1)}
    functions: dict[Place, str] = {}
    for (name, indices), number in sorted(drawn.items()):
        letter, _, power = name.partition(" θ^")
        if power:
            place = (letter, indices)
            term = written(number, 6) + SUPERSCRIPTS[int(power)]
            functions[place] = f"{functions[place]} + {term}".replace("+ −", "− ") if place in functions else term
    plain = {place: written(number, 6) for place, number in drawn.items() if " θ^" not in place[0]}
    ordered = sorted(
        (*plain.items(), *functions.items()), key=lambda item: (NAMES.index(item[0][0]) if item[0][0] in NAMES else 99, item[0])
    )
    yield from ((_name(place, setting.size), text) for place, text in ordered)


def _name(place: Place, size: Size) -> str:
    """The letter as a page writes it: without the feature where there is only one."""
    name, indices = place
    if size.D == 1 and name in LETTERS and LETTERS[name].indices.endswith("d"):
        indices = indices[:-1]
    sign = "θ" if name == THETA else LETTERS[name].sign if name in LETTERS else name
    return sign + ("_" + "".join(map(str, indices)) if indices else "")
