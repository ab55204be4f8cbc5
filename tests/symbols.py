"""The committed kernels executed on arrays of symbols, and a residue for what comes out; SymPy alone, nothing of mog.derivation."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
import numpy.typing
import sympy as sp

FOLDER = Path(__file__).parents[1] / "mog" / "kernels"
TEXT, WRITTEN_OUT = FOLDER / "arrays.py", FOLDER / "three_by_three.py"


def symbols(name: str, *shape: int, **assumptions: bool) -> Any:
    """An array of symbols."""
    letters = [sp.Symbol(name + "".join(map(str, place)), **assumptions) for place in np.ndindex(*shape)]
    return np.array(letters, dtype=object).reshape(shape)


def each(function: Any) -> Any:
    """A function of one symbol, for all cells of an array; a single cell stays a cell."""
    return lambda array: np.frompyfunc(function, 1, 1)(array)


def each_pair(function: Any) -> Any:
    """The same for a function of two symbols."""
    return np.frompyfunc(function, 2, 1)


def larger(one: Any, other: Any) -> Any:
    """Any number in the place of a maximum: a free letter named after all that is compared, the same for the same things."""
    compared = {name for each in (one, other) for name in str(each).removeprefix("max: ").split("; ")}
    return sp.Symbol("max: " + "; ".join(sorted(compared)), real=True)


def largest(array: Any, axis: int | None = None) -> Any:
    """The same along an axis, or for all cells."""
    return each_pair(larger).reduce(np.ravel(array) if axis is None else array, axis=axis or 0)


def kernels_on_symbols(text: str | None = None) -> ModuleType:
    """The module that the committed text makes where NumPy knows symbols and any number may stand for a maximum."""
    stand_in, inputs = ModuleType("numpy"), ModuleType("mog.inputs")
    stand_in.exp, stand_in.log, stand_in.sum, stand_in.pi = each(sp.exp), each(sp.log), np.sum, sp.pi
    stand_in.max, stand_in.maximum, stand_in.array, stand_in.stack = largest, each_pair(larger), np.array, np.stack
    inputs.Array, inputs.as_arrays = object, lambda *arrays: arrays
    module = ModuleType("kernels_on_symbols")
    with patch.dict(sys.modules, {"numpy": stand_in, "numpy.typing": np.typing, "mog.inputs": inputs}):
        code = compile(text or TEXT.read_text(encoding="utf-8"), TEXT, "exec")
        exec(code, module.__dict__)  # noqa: S102 -- the text is our own
    return module


@cache
def residue(expression: Any) -> Any:
    """The numerator, multiplied out, with a letter for each exponential: the literal 0 only where the expression is 0 throughout."""
    letters: dict[Any, Any] = {}

    def lettered(term: Any) -> Any:
        coefficient, rest = term.as_coeff_Mul()
        return letters.setdefault(rest, sp.Dummy(positive=True)) ** (2 * coefficient)

    def split(exponent: Any) -> Any:
        return sp.Mul(*map(lettered, sp.Add.make_args(sp.expand(exponent))))

    return sp.expand(sp.fraction(sp.together(expression.replace(sp.exp, split)))[0])
