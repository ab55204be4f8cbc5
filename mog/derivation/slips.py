"""Slips of the pen: every LaTeX that is one small mistake away from an equation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OTHER_LETTERS = {
    r"\mu": ("x", r"\sigma"),
    r"\sigma": (r"\mu",),
    r"\Sigma": (r"\mu",),
    r"\pi": (r"\gamma", r"\mu"),
    r"\gamma": (r"\pi",),
    r"\ell": (r"\gamma",),
    r"\delta": (r"\gamma",),
    r"\lambda": ("m",),
    r"\eta": (r"\tau",),
    r"\tau": (r"\sigma_k",),
    "x": (r"\mu",),
    "z": ("x",),
    "a": (r"\pi",),
    "N": (r"\pi",),
    "J": (r"\mathcal{L}",),
    "m": ("K",),
    "K": ("m", "D"),
    "D": ("K",),
    "c": ("m",),
}
OTHER_INDICES = {
    "i": ("k",),
    "j": ("k", "1"),
    "k": ("j", "l", "1"),
    "l": ("k",),
    "d": ("e", "k"),
    "e": ("d",),
    "B": ("m",),
    "m": ("K",),
    "K": ("D", "2"),
    "D": ("K",),
}
OTHER_FUNCTIONS = {
    r"\log": ("", r"\exp"),
    r"\ln": ("",),
    r"\exp": (r"\log", ""),
    r"\sqrt": ("",),
    r"\sum": (r"\prod",),
    r"\prod": (r"\sum",),
    r"\partial": (r"\mathrm{d}",),
    r"\neq": ("=",),
    r"\ne": ("=",),
    r"\operatorname": ("",),
}
WORD = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]|\d|\S")
BRACED = r"\{(?:[^{}]|\{[^{}]*\})*\}"
FRACTION = re.compile(rf"\\[td]?frac(?P<top>{BRACED}|\d)(?P<bottom>{BRACED}|\d)")
HALF = re.compile(r"\\[td]?frac(?:\{1\}\{2\}|12)|\b1/2\b")
LIMITS = re.compile(rf"\\(?:sum|prod)(?:\\limits)?(?P<from>_(?:{BRACED}|\w))?(?P<to>\^(?:{BRACED}|\w))?")
FACTOR = re.compile(
    rf"(?:\\(?:mu|sigma|Sigma|pi|gamma|ell|delta|lambda|eta|tau)(?![A-Za-z])|(?<![A-Za-z\\{{])[xzaN](?=_))(?:_(?:{BRACED}|\w))?(?:\^(?:{BRACED}|\w))?"
)
INDEXED = re.compile(rf"(?:\\[a-z]+|[xzN])_(?:{BRACED}|[a-z])(?!\s*\^)")
EXPONENT = re.compile(rf"\^(?:{BRACED}|\d|\\top|[A-Za-z])")
DIFFERENCE = re.compile(r"(?P<open>\(|\[)(?P<left>[^()\[\]+-]+)-(?P<right>[^()\[\]+-]+)(?P<close>\)|\])")
LIKELIHOOD = re.compile(r"\\mathcal\{L\}(?P<batch>_B)?|(?<![A-Za-z\\])J(?P<mean>_B)?")
OPENING, CLOSING = "([{", ")]}"
ENDS_TERM = {"+", "-", "=", "&", ",", "\\\\", r"\quad", r"\qquad", r"\iff", r"\mid", r"\propto", ""}


@dataclass(frozen=True)
class Slip:
    """One mistake: what it is, from which character to which, and the LaTeX that comes of it."""

    what: str
    where: int
    text: str
    until: int = -1

    def new(self, tex: str) -> str:
        """What it puts into the equation for the characters that go."""
        return self.text[self.where : len(self.text) - len(tex) + self.until]


def slips(tex: str) -> list[Slip]:
    """All slips of an equation, in the order of the text; each text once."""
    found = (slip for kind in (_words, _exponents, _fractions, _limits, _factors, _terms, _differences, _likelihoods) for slip in kind(tex))
    different = {slip.text: slip for slip in sorted(found, key=lambda slip: (slip.where, slip.what, slip.text)) if slip.text != tex}
    return list(different.values())


def _put(tex: str, what: str, start: int, end: int, new: str) -> Slip:
    """The text with one piece replaced, kept apart from a letter that follows."""
    space = " " if re.search(r"\\[A-Za-z]+$", new) and tex[end : end + 1].isalpha() else ""
    return Slip(what, start, tex[:start] + new + space + tex[end:], end)


def _words(tex: str) -> Iterator[Slip]:
    subscripts = below(tex)
    for found in WORD.finditer(tex):
        word, (start, end) = found[0], found.span()
        if word.isdigit():
            yield _put(tex, "a digit one more", start, end, str(int(word) + 1))
            if word != "0":
                yield _put(tex, "a digit one less", start, end, str(int(word) - 1))
        elif word in ("+", "-"):
            yield _put(tex, "another sign", start, end, "-" if word == "+" else "+")
            yield _put(tex, "a lost sign", start, end, " ")
        elif start in subscripts:
            for other in OTHER_INDICES.get(word, ()):
                yield _put(tex, "another index", start, end, other)
        else:
            for other in OTHER_LETTERS.get(word, ()):
                if not _inside_word(tex, start):
                    yield _put(tex, "another letter", start, end, other)
            for other in OTHER_FUNCTIONS.get(word, ()):
                yield _put(tex, "another function" if other else "a lost function", start, end, other)


def below(tex: str) -> set[int]:
    """The places of what stands below or above a letter as an index or a limit."""
    groups = re.finditer(rf"_(?P<one>{BRACED}|\w)|(?<=\}})\^(?P<two>[mKD])|_\{{[^{{}}]*\}}\^(?P<three>[mKD])", tex)
    return {place for group in groups for place in range(*group.span()) if tex[place] not in "_^"}


def _inside_word(tex: str, start: int) -> bool:
    r"""Whether a letter is part of \text{...}, \mathcal{...} and the like, or of \begin{...}."""
    return re.search(r"\\(?:text|mathcal|mathrm|mathsf|operatorname|begin|end)\{[A-Za-z]*$", tex[:start]) is not None


def _exponents(tex: str) -> Iterator[Slip]:
    for found in EXPONENT.finditer(tex):
        if not re.search(rf"\\(?:sum|prod)(?:\\limits)?_(?:{BRACED}|\w)$", tex[: found.start()]):
            yield _put(tex, "a lost exponent", *found.span(), "")
    for found in INDEXED.finditer(tex):
        if not found[0].startswith((r"\sum", r"\prod", r"\nabla", r"\partial")):
            yield _put(tex, "a square too many", found.end(), found.end(), "^2")


def _fractions(tex: str) -> Iterator[Slip]:
    for found in HALF.finditer(tex):
        yield _put(tex, "a lost half", *found.span(), " ")
    for found in FRACTION.finditer(tex):
        start, end = found.span()
        if r"\partial" not in found[0] and r"\mathrm{d}" not in found[0]:
            swapped = tex[start : found.start("top")] + found["bottom"] + found["top"]
            yield _put(tex, "a fraction upside down", start, end, swapped)
            yield _put(
                tex, "a lost divisor", start, end, found["top"].strip("{}") if "{" not in found["top"][1:] else f"({found['top'][1:-1]})"
            )


def _limits(tex: str) -> Iterator[Slip]:
    for found in LIMITS.finditer(tex):
        start, end = found.span()
        yield _put(tex, "a lost sum", start, end, " ")
        if found["from"] and r"\in" in found["from"]:
            yield _put(tex, "a sum over all points", found.start("from"), end, "_{i=1}^m")
        elif found["from"] and found["from"].startswith("_{i"):
            yield _put(tex, "a sum over the mini-batch", found.start("from"), end, r"_{i \in B}")
        if found["from"] and found["to"]:
            yield _put(tex, "one short", found.start("to"), end, f"^{{{found['to'].strip('^{}')}-1}}")


def _factors(tex: str) -> Iterator[Slip]:
    subscripts = below(tex)
    for found in FACTOR.finditer(tex):
        if found.start() not in subscripts:
            yield _put(tex, "a lost factor", *found.span(), " ")


def _terms(tex: str) -> Iterator[Slip]:
    """A term left out, with its sign; or the one before a sign."""
    words = [*WORD.finditer(tex)]
    for n, found in enumerate(words):
        if found[0] in ("+", "-"):
            yield _put(tex, "a lost term", found.start(), _end_of_term(words, n + 1, 1, len(tex)), " ")
            before = _end_of_term(words, n - 1, -1, 0)
            if tex[before : found.start()].strip():
                yield _put(tex, "a lost term", before, found.start(), " ")


def _end_of_term(words: list[re.Match[str]], n: int, step: int, otherwise: int) -> int:
    """Where the term that begins here ends, going this way: at a sign, a relation or the bracket around it."""
    depth = 0
    opening, closing = (OPENING, CLOSING) if step == 1 else (CLOSING, OPENING)
    while 0 <= n < len(words):
        word = words[n][0]
        if depth == 0 and (word in ENDS_TERM or word in closing):
            return words[n].start() if step == 1 else words[n].end()
        depth += (word in opening) - (word in closing)
        n += step
    return otherwise


def _differences(tex: str) -> Iterator[Slip]:
    for found in DIFFERENCE.finditer(tex):
        flipped = f"{found['open']}{found['right']} - {found['left']}{found['close']}"
        yield _put(tex, "a difference turned round", *found.span(), flipped)


def _likelihoods(tex: str) -> Iterator[Slip]:
    for found in LIKELIHOOD.finditer(tex):
        batch = "batch" if found[0].startswith("\\") else "mean"
        if found[batch]:
            yield _put(tex, "all points for the mini-batch", *found.span(batch), "")
        else:
            yield _put(tex, "the mini-batch for all points", found.end(), found.end(), "_B")
