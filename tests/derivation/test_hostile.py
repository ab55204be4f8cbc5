"""mog/derivation/verdicts.py against hostile.md: equations that are false, false somewhere, or not clear as printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mog.derivation.pages import Equation, equations
from mog.derivation.verdicts import Refused, decide

PAGE = (Path(__file__).parent / "hostile.md").read_text(encoding="utf-8")
UNREADABLE, REFUSED, PROVED = KINDS = ("Unreadable", "Refused", "Proved")
MENDED = "--mended"


def stated(equation: Equation) -> str:
    """How the equation must fare: the first word of the line before it."""
    before = [line for line in PAGE.splitlines()[: equation.line - 1] if line.strip()]
    kind, colon, _ = before[-1].partition(":")
    assert colon, f"{equation.label}: expected a reason such as 'Refused: …' before it, but there is {before[-1]!r}"
    assert kind in KINDS, f"{equation.label}: expected one of {', '.join(KINDS)}, but there is {kind!r}"
    return kind


def fares(equation: Equation) -> str:
    """How the equation does fare."""
    try:
        decide(equation.label, equation.tex, equation.sizes)
    except Refused as error:
        return UNREADABLE if str(error).startswith("It cannot be read") else REFUSED
    return PROVED


CASES = [(equation, stated(equation)) for equation in equations(PAGE)]
HOSTILE = [pytest.param(equation, kind, id=equation.label) for equation, kind in CASES if kind != PROVED]
MENDINGS = [pytest.param(equation, id=equation.label) for equation, kind in CASES if kind == PROVED]


@pytest.mark.parametrize(("equation", "kind"), HOSTILE)
def test_a_hostile_equation_is_not_proved_and_falls_where_the_page_says(equation: Equation, kind: str) -> None:
    assert fares(equation) == kind


@pytest.mark.parametrize("equation", MENDINGS)
def test_the_same_equation_with_its_slip_mended_is_proved(equation: Equation) -> None:
    assert fares(equation) == PROVED


@pytest.mark.parametrize(
    "tex",
    [
        pytest.param("(" * 2000 + "c" + ")" * 2000 + " = c", id="brackets within brackets"),
        pytest.param("c = " + "9" * 5000, id="a number of five thousand digits"),
        pytest.param("2^{99999999} = 3", id="a power that fills the memory"),
        pytest.param("", id="nothing"),
        pytest.param("\\mathcal{", id="a font that ends too soon"),
        pytest.param("\\begin{cases}", id="cases that end too soon"),
        pytest.param("\\frac{\\partial", id="a derivative that ends too soon"),
        pytest.param("\\sum_{", id="a sum that ends too soon"),
        pytest.param("c = \x00", id="a sign that cannot be printed"),
    ],
)
def test_whatever_the_text_it_is_refused_and_nothing_breaks(tex: str) -> None:
    with pytest.raises(Refused):
        decide("any", tex, {"K": 2, "D": 1})


def test_the_suite_is_large_on_both_sides() -> None:
    counted = Counter(kind for _, kind in CASES)
    assert counted[REFUSED] >= 80
    assert counted[UNREADABLE] >= 60
    assert counted[PROVED] >= 50


def test_no_two_equations_share_a_label_and_every_one_has_one() -> None:
    labels = [equation.label for equation, _ in CASES]
    assert all(labels)
    assert not [label for label, times in Counter(labels).items() if times > 1]


def test_only_the_mended_equations_are_to_be_proved() -> None:
    assert {equation.label for equation, kind in CASES if kind == PROVED} == {
        equation.label for equation, _ in CASES if equation.label.endswith(MENDED)
    }


def test_every_mended_equation_stands_behind_the_one_it_mends() -> None:
    labels = [equation.label for equation, _ in CASES]
    for place, label in enumerate(labels):
        if label.endswith(MENDED):
            assert place
            assert labels[place - 1] == label.removesuffix(MENDED)
