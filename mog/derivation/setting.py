"""One value for every letter of the book: the basic ones drawn by their names, the others by their definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mpmath import MPContext

from mog.derivation.letters import BATCH, COMPONENTS, FEATURES, LETTERS, POINTS, LetterKind

# A context of our own leaves mpmath's global precision alone.
# A central difference errs by about STEP² = 1e-40 times the third derivative, and by 1e-100 / STEP per nesting from rounding:
# three derivatives deep the error is still near 1e-40, so a tolerance of 1e-15 leaves 25 digits for what cancels.
EXACT = MPContext()
EXACT.dps = 100
STEP = EXACT.mpf(10) ** -20

Draw = Callable[[str, tuple[int, ...]], Any]
Place = tuple[str, tuple[int, ...]]
"""A letter's name and the numbers of its indices."""
THETA = "theta"
REAL = LetterKind("", "", "", "a number")


class NoOpinion(ValueError):
    """Numbers cannot say whether this equation is true."""


@dataclass(frozen=True)
class Size:
    """The number of points, components and features."""

    m: int
    K: int
    D: int

    @property
    def batch(self) -> tuple[int, ...]:
        """All points but one in the middle, so that B is a proper subset wherever there is more than one point."""
        return tuple(i for i in range(1, self.m + 1) if self.m == 1 or i != (self.m + 1) // 2)

    def range_of(self, domain: str) -> Iterable[int]:
        return self.batch if domain == BATCH else range(1, {POINTS: self.m, COMPONENTS: self.K, FEATURES: self.D}[domain] + 1)


def drawn(seed: int, decimals: int | None = None) -> Draw:
    """A number for a letter, made from its name, its indices and the seed, so that the order of asking does not matter."""

    def draw(name: str, indices: tuple[int, ...]) -> Any:
        digest = hashlib.sha256(f"{seed} {name} {indices}".encode()).digest()
        share = EXACT.mpf(int.from_bytes(digest[:8], "big")) / 2**64
        low, high = ("0.1", "0.8") if name == "pi" else ("0.5", "1.8")
        number = EXACT.mpf(low) + share * (EXACT.mpf(high) - EXACT.mpf(low))
        if decimals is not None:
            number = EXACT.mpf(round(number * 10**decimals)) / 10**decimals
        return number if LETTERS.get(name, REAL).values == "positive" or digest[8] % 2 else -number

    return draw


class Setting:
    """One value for every letter: drawn, or by its definition; a letter that is moved takes along what is defined by it."""

    def __init__(self, size: Size, draw: Draw, weights: str = "free", undefined: bool = False) -> None:
        self.size, self.draw, self.weights, self.undefined = size, draw, weights, undefined
        self.shifts: dict[Place, Any] = {}
        self._asked: dict[Place, Any] = {}
        self._known: dict[Place, Any] = {}
        self._moved: dict[tuple[tuple[Place, Any], ...], Setting] = {}

    def moved(self, *shifts: tuple[Place, Any]) -> Setting:
        if shifts not in self._moved:
            other = self._moved[shifts] = Setting(self.size, self.draw, self.weights, self.undefined)
            other._asked = self._asked
            other.shifts = dict(self.shifts)
            for place, shift in shifts:
                other.shifts[place] = other.shifts.get(place, 0) + shift
        return self._moved[shifts]

    def letter(self, name: str, *indices: int) -> Any:
        place = (name, indices)
        if place not in self._known:
            self._known[place] = self._meaning(name, *indices) + self.shifts.get(place, 0)
        return self._known[place]

    def drawn(self) -> dict[Place, Any]:
        """The values of the letters that were drawn, as far as they were asked for here or where a letter was moved."""
        return {place: number + self.shifts.get(place, 0) for place, number in self._asked.items()}

    def _meaning(self, name: str, *at: int) -> Any:
        size, letter = self.size, self.letter
        points, components, features = range(1, size.m + 1), range(1, size.K + 1), range(1, size.D + 1)
        match name:
            case "m" | "K" | "D":
                return EXACT.mpf(getattr(size, name))
            case "|B|":
                return EXACT.mpf(len(size.batch))
            case "pi" if self.weights == "sigmoid":
                return 1 / (1 + EXACT.exp(-letter("a") if at == (1,) else letter("a")))
            case "pi" if self.weights in ("softmax", "simplex"):
                return EXACT.exp(letter("a", *at)) / EXACT.fsum(EXACT.exp(letter("a", k)) for k in components)
            case "Sigma":
                return EXACT.diag([letter("sigma", *at, d) ** 2 for d in features])
            case "z":
                i, k, d = at
                return (letter("x", i, d) - letter("mu", k, d)) / letter("sigma", k, d)
            case "ell" if self.undefined:
                return self._any_function("ell", *at)
            case "ell":
                i, k = at
                log_normals = (
                    -EXACT.log(2 * EXACT.pi) / 2 - EXACT.log(letter("sigma", k, d)) - letter("z", i, k, d) ** 2 / 2 for d in features
                )
                return EXACT.log(letter("pi", k)) + EXACT.fsum(log_normals)
            case "f" if self.undefined:
                return EXACT.exp(self._any_function("log f"))
            case "p":
                return EXACT.fsum(EXACT.exp(letter("ell", *at, k)) for k in components)
            case "gamma":
                return EXACT.exp(letter("ell", *at)) / letter("p", at[0])
            case "N":
                return EXACT.fsum(letter("gamma", i, *at) for i in points)
            case "L":
                return EXACT.fsum(EXACT.log(letter("p", i)) for i in points)
            case "L_B":
                return EXACT.fsum(EXACT.log(letter("p", i)) for i in size.batch)
            case "J":
                return -letter("L") / size.m
            case "J_B":
                return -letter("L_B") / len(size.batch)
        return self._asked.setdefault((name, at), self.draw(name, at))

    def _any_function(self, name: str, *at: int) -> Any:
        """A cubic in θ: near one θ it can take any value and any first three derivatives, as any smooth function can."""
        theta = self.letter(THETA)
        return EXACT.fsum(self.letter(f"{name} θ^{power}", *at) * theta**power for power in range(4))
