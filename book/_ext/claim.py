"""A claim (one display equation with its verdict) and what the book keeps of the claims of each page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment


class Standing(NamedTuple):
    """A kind of verdict as the reader sees it: a sign, a word beside the equation, and words that count one and many."""

    sign: str
    word: str
    one: str
    many: str


STANDINGS = {
    "definition": Standing(":=", "definition", "definition", "definitions"),
    "proved": Standing("✓", "proved", "proved", "proved"),
    "conditional": Standing("✓", "conditional", "proved under a condition", "proved under a condition"),
    "refuted": Standing("✗", "refuted", "refuted on purpose", "refuted on purpose"),
    "cited": Standing("§", "cited", "cited", "cited"),
    "measured": Standing("≈", "measured", "measured", "measured"),
}


@dataclass(frozen=True)
class Claim:
    """One display equation of the book: where it stands, its LaTeX, and the verdict on it."""

    label: str
    page: str
    line: int
    kind: str
    reach: str
    conditions: tuple[str, ...]
    reading: tuple[str, ...]
    how: str
    counter_example: str
    steps: int
    sources: tuple[str, ...]
    letters: tuple[str, ...]
    words: str
    tex: str

    @property
    def standing(self) -> str:
        """The key of the claim's kind in STANDINGS, where a proof under a condition is a kind of its own."""
        return "conditional" if self.kind == "proved" and self.conditions else self.kind

    @property
    def digest(self) -> str:
        """The fingerprint of the LaTeX, by which results computed from it are known to be of this very text."""
        return hashlib.sha256(self.tex.encode()).hexdigest()

    @property
    def anchor(self) -> str:
        """The equation's place on its page."""
        return nodes.make_id(f"equation-{self.label}")

    def number(self, env: BuildEnvironment) -> str:
        """The equation's number in the book, without its brackets."""
        numbers = env.toc_fignumbers.get(self.page, {}).get("displaymath", {})
        return ".".join(map(str, numbers.get(self.anchor, ())))


@dataclass(frozen=True)
class Failure:
    """A reason why the book must not be published, and the place it points to."""

    page: str
    line: int
    label: str
    reason: str
    tex: str

    def __str__(self) -> str:
        name = f"equation '{self.label}'" if self.label else "display equation without a label"
        return f"{name}: {self.reason}\n    in the LaTeX: {' '.join(self.tex.split())}"


@dataclass
class Page:
    """What one page adds to the book: its claims in order, its failures, and whether it shows the table of all claims."""

    claims: list[Claim] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    shows_table: bool = False


def pages(env: BuildEnvironment) -> dict[str, Page]:
    """The pages read so far, by document name."""
    if not hasattr(env, "claim_pages"):
        env.claim_pages = {}
    found: dict[str, Page] = env.claim_pages
    return found


def in_reading_order(env: BuildEnvironment) -> list[Page]:
    """The pages as the table of contents orders them, then those that it does not hold."""
    known = pages(env)
    order = [name for name in env.collect_relations() if name in known]
    return [known[name] for name in [*order, *sorted(known.keys() - set(order))]]


def all_claims(env: BuildEnvironment) -> list[Claim]:
    """Every claim of the book in reading order."""
    return [claim for page in in_reading_order(env) for claim in page.claims]


def table_page(env: BuildEnvironment) -> str:
    """The page that shows the table of all claims; empty if the book has none."""
    return next((name for name, page in pages(env).items() if page.shows_table), "")


def count(claims: Iterable[Claim]) -> str:
    """How many claims there are of each standing, in words."""
    tally = Counter(claim.standing for claim in claims)
    return ", ".join(f"{tally[key]} {words.one if tally[key] == 1 else words.many}" for key, words in STANDINGS.items() if tally[key])
