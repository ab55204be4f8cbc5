"""LaTeX cut into tokens, and a cursor that moves over them: no sign is passed over unseen, and an error shows where reading stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from mog.derivation.letters import LETTERS

BRACKET = r"(?:[()\[\]|.]|\\[{}]|\\[lr]?(?:vert|brace|brack)(?![A-Za-z]))"
BLANK = re.compile(
    r"(?:\s|~|\\[,;:! ]"
    r"|\\(?:displaystyle|textstyle|nonumber)(?![A-Za-z])"
    rf"|\\(?:left|right|[bB]igg?[lrm]?)(?![A-Za-z])\s*(?={BRACKET})"
    r"|\\(?:begin|end)\{(?:aligned|split)\})+"
)
SIGN = re.compile(r"\\\\|\\[{}|]|:=|\\[A-Za-z]+|[0-9]+|[A-Za-z]|[{}()\[\]_^=+\-/|,.';&]")
CASES = re.compile(r"\\(begin|end)\{cases\}")
MISLEADING = (
    (re.compile(r"\n[ \t]*\n"), "an empty line, which may print as a new row"),
    (re.compile(r"\\begin\{(?:aligned|split)\}\s*\["), "an environment with an option, which prints nothing"),
    (re.compile(r"\\\\\s*[\[*]"), "a distance between rows, which prints nothing"),
    (re.compile(r"(?:\\[,;:! ]|~)\s*(?:\\[,;:! ]|~)"), "a row of spaces, which may print as a separator"),
    (re.compile(r"(?<!^)\\(?:displaystyle|textstyle|nonumber)(?![A-Za-z])"), "a word that prints nothing, other than at the begin"),
)
ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:aligned|split)\}")
WHOLE = re.compile(r"\s*\\begin\{(aligned|split)\}.*\\end\{\1\}\s*[.,]?\s*", re.DOTALL)
SIZED = re.compile(r"\\(left|right)(?![A-Za-z])")
"""What prints otherwise than it would be read."""
ALIAS = {
    r"\tfrac": r"\frac",
    r"\dfrac": r"\frac",
    r"\Longleftrightarrow": r"\iff",
    r"\Leftrightarrow": r"\iff",
    r"\neq": r"\ne",
    r"\ln": r"\log",
    r"\vert": "|",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\times": r"\cdot",
    ":=": "=",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\intercal": r"\top",
    r"\qquad": r"\quad",
}
BOLD = {r"\boldsymbol", r"\mathbf", r"\pmb", r"\mathit"}
"""Fonts that do not change the meaning of a letter of the book."""
FONT = {r"\mathrm", r"\operatorname", r"\text", r"\mathsf", r"\mathcal", *BOLD}
BOOK_LETTERS = {letter.latex for letter in LETTERS.values()} | {r"\theta", r"\delta"}
WORDS = {
    (r"\mathrm", "d"): "⟨d⟩",
    (r"\mathrm", "e"): "e",
    (r"\mathrm", "T"): r"\top",
    (r"\mathsf", "T"): r"\top",
    (r"\mathcal", "L"): "⟨L⟩",
    (r"\mathcal", "N"): "⟨N⟩",
    (r"\text", "if"): "⟨if⟩",
    (r"\text", "otherwise"): "⟨otherwise⟩",
    **{(font, word): f"⟨{word}⟩" for font in (r"\mathrm", r"\operatorname", r"\text") for word in ("diag", "tr")},
    **{(font, word): f"\\{word}" for font in (r"\mathrm", r"\operatorname", r"\text") for word in ("det", "exp", "log")},
}
"""What a font makes of a word; a sign in ⟨ ⟩ is one that nobody can type."""
RELATIONS = {"=", r"\propto", r"\iff"}
SEPARATORS = {"", ",", r"\\", "&", *RELATIONS}
"""Beside these a wide space separates nothing."""


class Unreadable(ValueError):
    """An equation that cannot be read in full, or that can be read in more than one way."""


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int


def _lexed(tex: str) -> list[Token]:
    """Every sign of the text, in order; only blanks and the size of brackets are left out."""
    for pattern, trouble in MISLEADING:
        if found := pattern.search(tex):
            raise Unreadable(f"{trouble}, at «{around(tex, found.start())}»")
    if (rows := ENVIRONMENT.search(tex)) and not (WHOLE.fullmatch(tex) and len(ENVIRONMENT.findall(tex)) == 2):
        raise Unreadable(f"aligned rows are the whole of an equation, from its begin to its end, at «{around(tex, rows.start())}»")
    opened: list[int] = []
    for found in SIZED.finditer(tex):
        if found[1] == "left":
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            opened = [found.start()]
            break
    if opened:
        raise Unreadable(rf"\left and \right do not come in pairs, at «{around(tex, opened[-1])}»")
    tokens, at = [], 0
    while at < len(tex):
        if blank := BLANK.match(tex, at):
            at = blank.end()
            continue
        sign = CASES.match(tex, at) or SIGN.match(tex, at)
        if not sign:
            raise Unreadable(f"cannot read the sign {tex[at]!r} at «{around(tex, at)}»")
        text = f"⟨{sign[1]} cases⟩" if sign.re is CASES else ALIAS.get(sign[0], sign[0])
        tokens.append(Token(text, sign.start(), sign.end()))
        at = sign.end()
    return tokens


def _worded(tex: str, tokens: list[Token]) -> list[Token]:
    """Fonts put together with what they dress: \\mathcal{L} is one sign, \\boldsymbol{\\mu} is \\mu."""
    out, at = [], 0
    while at < len(tokens):
        font = tokens[at]
        if font.text not in FONT:
            out.append(font)
            at += 1
            continue
        stop = at + 2
        if braced := bool(tokens[at + 1 : at + 2]) and tokens[at + 1].text == "{":
            stop = next((n + 1 for n in range(at + 2, len(tokens)) if tokens[n].text == "}"), 0)
            if not stop:
                raise Unreadable(f"braces that do not close at «{around(tex, font.start)}»")
        dressed = tokens[at + 2 : stop - 1] if braced else tokens[at + 1 : stop]
        word = "".join(token.text for token in dressed)
        if font.text in BOLD and word in BOOK_LETTERS:
            text = word
        elif (font.text, word) in WORDS:
            text = WORDS[font.text, word]
        else:
            raise Unreadable(f"no rule for {font.text}{{{word}}} at «{around(tex, font.start)}»")
        out.append(Token(text, font.start, tokens[min(stop, len(tokens)) - 1].end))
        at = stop
    return out


def _aligned(tex: str, tokens: list[Token]) -> list[Token]:
    """The tokens without the marks that align rows and without wide spaces; between cases the mark has a meaning and stays."""
    out, depth, marks = [], 0, 0
    texts = ["", *(token.text for token in tokens), ""]
    for place, (token, before, after) in enumerate(zip(tokens, texts, texts[2:], strict=False)):
        depth += {"⟨begin cases⟩": 1, "⟨end cases⟩": -1}.get(token.text, 0)
        if token.text == r"\limits":
            if before not in (r"\sum", r"\prod"):
                raise Unreadable(rf"\limits without a sum or a product, at «{around(tex, token.start)}»")
        elif token.text == r"\quad":
            if not {before, after} & SEPARATORS:
                raise Unreadable(f"a wide space within a formula: write a comma or nothing, at «{around(tex, token.start)}»")
        elif token.text == "&" and not depth:
            marks += 1
            begins = {before, after} & RELATIONS or (before in ("", r"\\") and not row_has_relation(texts[place + 2 :]))
            if marks > 1 or not begins or not ENVIRONMENT.search(tex):
                raise Unreadable(f"a column that is not aligned at a relation or a row's begin, at «{around(tex, token.start)}»")
        else:
            out.append(token)
            marks = 0 if token.text == r"\\" else marks
    if depth:
        start = next(token.start for token in tokens if token.text.endswith(" cases⟩"))
        raise Unreadable(f"the cases do not begin or do not end, at «{around(tex, start)}»")
    return out


def row_has_relation(signs: Iterable[str]) -> bool:
    """Is there a relation before the row ends, not counting those in limits and in cases?"""
    depth = 0
    for sign in signs:
        depth += (sign in ("{", "⟨begin cases⟩")) - (sign in ("}", "⟨end cases⟩"))
        if not depth and (sign == r"\\" or sign in RELATIONS):
            return sign in RELATIONS
    return False


def around(tex: str, at: int) -> str:
    """The place where reading stopped, in the author's own words."""
    before, after = " ".join(tex[max(0, at - 48) : at].split()), " ".join(tex[at : at + 48].split())
    return f"{'…' if at > 48 else ''}{before} ▸{after}{'…' if len(tex) > at + 48 else ''}"


class Cursor:
    """A place in the tokens of an equation."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.tokens = _aligned(tex, _worded(tex, _lexed(tex)))
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        """The next token, or one further ahead; "" at the end."""
        place = self.at + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def sees(self, *texts: str) -> bool:
        """Are these the next tokens?"""
        return all(self.peek(n) == text for n, text in enumerate(texts))

    def fail(self, why: str) -> NoReturn:
        at = self.tokens[self.at].start if self.at < len(self.tokens) else len(self.tex)
        raise Unreadable(f"{why} at «{around(self.tex, at)}»")

    def take(self, *wanted: str) -> str:
        """The next token, which must be one of those wanted."""
        text = self.peek()
        if not text:
            self.fail("the equation ends too soon")
        if wanted and text not in wanted:
            self.fail(f"expected {' or '.join(wanted)}")
        self.at += 1
        return text

    def has(self, *wanted: str) -> str:
        """The next token where it is one of those wanted, else "" and no step."""
        return self.take() if self.peek() in wanted else ""

    def adjacent(self) -> None:
        """What TeX takes as an argument must follow at once: a space or a size between would be taken in its place."""
        if 0 < self.at < len(self.tokens) and self.tex[self.tokens[self.at - 1].end : self.tokens[self.at].start].strip():
            self.fail("TeX would take what stands before this as the argument")

    def split_digits(self) -> None:
        """TeX sets one digit where braces are left out: the next number is cut after its first."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else Token("", 0, 0)
        if token.text.isdigit():
            parts = Token(token.text[0], token.start, token.start + 1), Token(token.text[1:], token.start + 1, token.end)
            self.tokens[self.at : self.at + 1] = [part for part in parts if part.text]

    def group(self) -> list[str]:
        """The tokens of an index or a limit: one sign, or those between braces."""
        self.adjacent()
        if not self.has("{"):
            self.split_digits()
            return [self.take()]
        out = []
        while not self.has("}"):
            out.append(self.take())
        return out
