"""The places of an equation that a reader can break, and what shows at each that the equation is then false.

A place is a sign, a number, a letter, an index or an exponent, and no place lies in another. The slips of a place are
few, the plainest first; each was refused by the checker, and the second opinion has numbers at which its sides differ.
Of an equation with more places than a reader would try, the later ones are offered: they hold what the derivation came to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mog.derivation import opinion
from mog.derivation.letters import NOTATION
from mog.derivation.notation import Unreadable, read
from mog.derivation.slips import BRACED, EXPONENT, HALF, INDEXED, WORD, Slip, below, slips

RESULTS = "broken.json"
"""Where the results are kept, beside those of the mutants."""
PLAINEST_FIRST = (
    "another sign",
    "a lost half",
    "a lost exponent",
    "a lost factor",
    "a lost sum",
    "a lost function",
    "all points for the mini-batch",
    "another letter",
    "another index",
    "a digit one less",
    "a digit one more",
    "another function",
    "a square too many",
)
AT_ONE_PLACE, IN_ONE_EQUATION = 2, 10
NUMBERED = re.compile(r"\^(?:\{(?P<group>[-+\d\s]+)\}|(?P<one>\d|\\top))")
"""An exponent without letters, which is one place."""
SIGNS = {letter.latex: letter.sign for group in NOTATION.values() for letter in group} | {
    r"\sum": "∑",
    r"\prod": "∏",
    r"\top": "⊤",
    r"\log": "log",
    r"\ln": "ln",
    r"\exp": "exp",
    r"\sqrt": "the root",
}
RAISED = str.maketrans("0123456789-+⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᵀ")


@dataclass(frozen=True)
class Place:
    """A piece of an equation that can be pressed: from which character to which, and what it is called."""

    start: int
    end: int
    name: str
    interest: int = 0
    """0 for signs and numbers, 1 for letters and functions, 2 for indices: those with the least come first where there are many."""


def offered(tex: str, sizes: Mapping[str, int], refused: Container[str]) -> dict[str, Any]:
    """What can be broken in an equation: slips whose text was refused, each with numbers at which its sides then differ."""
    cases: dict[str, int] = {}
    found: dict[Place, list[list[Any]]] = {}
    at = places(tex, slips(tex))
    for place in sorted(at, key=lambda place: (place.interest, -place.start)):
        if len(found) == IN_ONE_EQUATION:
            break
        for slip in at[place]:
            if len(found.get(place, ())) < AT_ONE_PLACE and (example := _example(slip, sizes)) and slip.text in refused:
                number = cases.setdefault(example.case, len(cases))
                shown = [slip.where, slip.until, slip.new(tex), said(tex, slip, place), number, example.outcome]
                found.setdefault(place, []).append(shown)
    ordered = sorted(found.items(), key=lambda item: item[0].start)
    return {"cases": [*cases], "places": [[place.start, place.end, place.name, shown] for place, shown in ordered]}


def written(results: Mapping[str, Any]) -> str:
    """The results as they are kept, an equation a line."""
    lines = (f"{json.dumps(label)}: {json.dumps(results[label], ensure_ascii=False)}" for label in sorted(results))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _example(slip: Slip, sizes: Mapping[str, int]) -> opinion.CounterExample | None:
    """Numbers at which the equation with this slip is plainly false, if the second opinion has any."""
    with suppress(Unreadable, opinion.NoOpinion, ArithmeticError):
        return opinion.counter_example(read(slip.text, sizes), sizes)
    return None


def places(tex: str, made: Iterable[Slip]) -> dict[Place, list[Slip]]:
    """The slips that a reader can see at a glance, by their places in the order of the text, the plainest first."""
    spans, indices = _spans(tex), below(tex)
    at: dict[Place, list[Slip]] = {}
    for slip in sorted(made, key=lambda slip: PLAINEST_FIRST.index(slip.what) if slip.what in PLAINEST_FIRST else -1):
        if slip.what in PLAINEST_FIRST and (span := spans.get(_pressed(tex, slip))) and _is_seen(tex, slip):
            is_index = span[0] in indices
            interest = 2 if is_index else int(re.search(r"[A-Za-z]", HALF.sub("", tex[slice(*span)])) is not None)
            at.setdefault(Place(*span, _name(tex, span, is_index), interest), []).append(slip)
    return dict(sorted(at.items(), key=lambda item: item[0].start))


def _spans(tex: str) -> dict[int, tuple[int, int]]:
    """The piece around each character at which a word of the equation begins: the word, a half, or an exponent of numbers."""
    wholes = [found.span() for found in HALF.finditer(tex)]
    wholes += [found.span("group" if found["group"] else "one") for found in NUMBERED.finditer(tex)]
    spans = {found.start(): found.span() for found in WORD.finditer(tex)}
    return {start: next((whole for whole in wholes if whole[0] <= start < whole[1]), span) for start, span in spans.items()}


def _pressed(tex: str, slip: Slip) -> int:
    """Where the word begins that stands for the slip."""
    if slip.what == "a square too many":
        return next(found.start() for found in INDEXED.finditer(tex) if found.end() == slip.where)
    if slip.what in ("a lost exponent", "all points for the mini-batch"):
        return slip.where + re.match(r"[\^_]\{?\s*", tex[slip.where :]).end()  # type: ignore[union-attr]
    return slip.where


def _is_seen(tex: str, slip: Slip) -> bool:
    """Whether it is a mistake of its own: not an exponent 1 or the half 1/1, as what is left out says it better, nor a straight d."""
    if slip.what == "a digit one less":
        new, before = slip.new(tex), tex[: slip.where]
        return new != "0" and not (new == "1" and re.search(r"\^\{?$|\\[td]?frac(?:1|\{1\}\{)$", before))
    return not tex.startswith((r"\partial", r"\operatorname"), slip.where)


# --- in words


def _name(tex: str, span: tuple[int, int], is_index: bool) -> str:
    piece, before = tex[slice(*span)], tex[: span[0]]
    if HALF.fullmatch(piece):
        return "the factor 1/2"
    if re.search(r"\^\{?\s*$", before) and not is_index:
        return f"the exponent {plain(piece)}"
    if piece in "+-":
        return f"the sign {plain(piece)}"
    if piece in (r"\sum", r"\prod"):
        return "the sum" if piece == r"\sum" else "the product"
    if is_index:
        return f"the index {plain(piece)}"
    if piece.isdigit():
        return f"the number {piece}"
    indices = re.match(rf"_(?:{BRACED}|\w)", tex[span[1] :])
    return plain(piece + (indices[0] if indices else ""))


def said(tex: str, slip: Slip, place: Place) -> str:
    """What was done to the equation, in words."""
    if slip.what == "a square too many":
        return f"{place.name} squared"
    new = slip.new(tex).strip()
    if place.start <= slip.where and slip.until <= place.end:
        new = tex[place.start : slip.where] + new + tex[slip.until : place.end]
    return f"{plain(new)} instead of {plain(tex[place.start : place.end])}" if new else f"{place.name} left out"


def plain(tex: str) -> str:
    """A small piece of LaTeX as text."""
    text = re.sub(r"\\[td]?frac\s*(?:\{(\w+)\}|(\w))\s*(?:\{(\w+)\}|(\w))", lambda found: "/".join(filter(None, found.groups())), tex)
    text = re.sub(r"\\[A-Za-z]+", lambda found: SIGNS.get(found[0], found[0][1:]), text)
    text = EXPONENT.sub(lambda found: found[0][1:].strip("{}").translate(RAISED), text)
    return re.sub(r"[{}\s]", "", text).replace("-", "−")
