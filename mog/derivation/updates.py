"""What the program prints and the reader of equations has no rule for, in words: the step rules, and the two maxima."""

from __future__ import annotations

from collections.abc import Callable

from mog.derivation import tree
from mog.derivation.grammar import Reader
from mog.derivation.letters import RUNS_OVER
from mog.derivation.notation import RULES
from mog.derivation.words import OVER, Said, in_full, words

LETTERS = {
    r"\theta": "theta",
    "g": "the gradient g",
    "v": "the velocity v",
    "r": "the mean square r",
    r"\eta": "the learning rate eta",
    r"\beta": "the decay beta",
    r"\rho": "the second decay rho",
    r"\varepsilon": "epsilon",
    "t": "the number t of steps",
}
"""How the letters that only the step rules have are called."""
AROUND = (r"\begin{aligned}", r"\end{aligned}", "&")


def _letter(words: str) -> Callable[[Reader], tree.Node]:
    return lambda reader: Said(words)


def _largest(reader: Reader) -> tree.Node:
    """A maximum over a letter's index."""
    reader.take("_")
    (index,) = reader.group()
    letter = reader.letter({"a": "a", r"\ell": "ell"}[reader.take()])
    return Said(f"the largest {words(letter).removeprefix('the ')} over {OVER[RUNS_OVER[index]].format(index)}")


MORE = {**RULES, **{sign: _letter(words) for sign, words in LETTERS.items()}, r"\max": _largest}


def in_words(tex: str) -> str:
    """What the program prints as one sentence: a letter that equals something, or letters that become something, one after the other."""
    for sign in AROUND:
        tex = tex.replace(sign, "")
    rows = [row.split(r"\leftarrow") for row in tex.split(r"\\")]
    relation = "equals" if len(rows[0]) == 1 else "becomes"
    return in_full(", then ".join(f" {relation} ".join(words(member) for member in _members(" = ".join(row))) for row in rows))


def _members(tex: str) -> tuple[tree.Node, ...]:
    (chain,) = tree.chains(Reader(tex, {}, MORE).statements())
    return chain.members
