"""The display equations of the book's pages, as they stand in the Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^[ >]*(?P<fence>`{3,}|~{3,}|:{3,})\s*(?P<name>\{[^}]*\})?")
CODE = {"{code}", "{code-block}", "{code-cell}", "{literalinclude}", "{mermaid}", "{raw}", "{eval-rst}", "{glue:math}"}
SIZES = re.compile(r"^derivation:\s*\{(.*)\}\s*$")
SIZE = re.compile(r"\s*([KD])\s*:\s*(\d+)\s*")
DISPLAY = re.compile(r"\$\$(?P<tex>.*?)\$\$\s*(?:\((?P<label>[^()\s]+)\))?\s*$", re.DOTALL)
CHAPTER = re.compile(r"^\s*(?:-\s*)?(?:root|file):\s*[\"']?([^\"'#\s]+)")


@dataclass(frozen=True)
class Equation:
    """A display equation: its label ("" if it has none), its LaTeX, the sizes of its page, and the line on which it begins."""

    label: str
    tex: str
    sizes: Mapping[str, int] = field(default_factory=dict)
    line: int = 0


def equations(markdown: str) -> list[Equation]:
    """The display equations of a page, those in code left out; a front matter inside a file begins another page."""
    return list(_Scan(markdown.splitlines()).equations())


def book_equations(root: Path = ROOT) -> dict[str, list[Equation]]:
    """The display equations of each page of the book, in the order of its table of contents."""
    found = {}
    for line in (root / "_toc.yml").read_text(encoding="utf-8").splitlines():
        if chapter := CHAPTER.match(line):
            page = chapter[1].removesuffix(".md") + ".md"
            if not (root / page).exists() and (root / page).with_suffix(".ipynb").exists():
                raise ValueError(f"_toc.yml: expected the Markdown page {page}, but it is a notebook")
            found[page] = equations((root / page).read_text(encoding="utf-8"))
    return found


class _Scan:
    """One walk down the lines of a page."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at = lines, 0
        self.sizes: dict[str, int] = {}
        self.open: list[str] = []
        """The fences around what is text, from the outside in."""

    def equations(self) -> Iterator[Equation]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if self.begins_front_matter():
                self.read_front_matter()
            elif (fence := FENCE.match(line)) and (fence["name"] or fence["fence"][0] != ":"):
                name = fence["name"] or ""
                if name == "{math}":
                    yield self.math_directive(fence["fence"])
                elif not name and fence["fence"] in self.open:
                    del self.open[self.open.index(fence["fence"]) :]
                    self.at += 1
                elif fence["fence"][0] != ":" and (not name or name in CODE):
                    self.rest_of(fence["fence"])
                else:
                    self.open.append(fence["fence"])
                    self.at += 1
            elif line.lstrip(" >").startswith("$$"):
                yield self.display()
            else:
                self.at += 1

    def begins_front_matter(self) -> bool:
        rule = self.lines[self.at].rstrip() == "---"
        return rule and (self.at == 0 or (self.at + 1 < len(self.lines) and self.lines[self.at + 1].startswith("derivation:")))

    def read_front_matter(self) -> None:
        self.sizes = {}
        self.at += 1
        while self.at < len(self.lines) and self.lines[self.at].rstrip() != "---":
            if self.lines[self.at].startswith("derivation:"):
                self.sizes = _sizes(self.lines[self.at], self.at + 1)
            self.at += 1
        self.at += 1

    def rest_of(self, fence: str) -> list[str]:
        """The lines up to the fence that closes this one, which is at least as long."""
        start = self.at + 1
        closing = re.compile(rf"^[ >]*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
        self.at = next((n for n in range(start, len(self.lines)) if closing.match(self.lines[n])), len(self.lines))
        self.at += 1
        return self.lines[start : self.at - 1]

    def math_directive(self, fence: str) -> Equation:
        line = self.at + 1
        label = ""
        tex: list[str] = []
        for row in self.rest_of(fence):
            option = re.match(r"\s*:(\w+):\s*(\S*)", row)
            if option and not "".join(tex).strip():
                label = option[2] if option[1] == "label" else label
            else:
                tex.append(row)
        return Equation(label, "\n".join(tex).strip(), self.sizes, line)

    def display(self) -> Equation:
        # As MyST has it: the marks of a quotation are no part of an equation, the blanks before its further lines are.
        line, block, first = self.at + 1, "", self.lines[self.at]
        mark = first[: first.index("$$")] if ">" in first[: first.index("$$")] else ""
        while self.at < len(self.lines):
            block += self.lines[self.at].removeprefix(mark) + "\n"
            self.at += 1
            if found := DISPLAY.match(block.lstrip()):
                return Equation(found["label"] or "", found["tex"].strip(), self.sizes, line)
            if block.count("$$") > 1:
                break
        raise ValueError(f"line {line}: expected the equation that begins here to end with $$ or with $$ (label), and nothing after it")


def _sizes(line: str, number: int) -> dict[str, int]:
    found = SIZES.match(line)
    parts = [part for part in found[1].split(",") if part.strip()] if found else [line]
    sizes = [SIZE.fullmatch(part) for part in parts]
    if not all(sizes):
        raise ValueError(f"line {number}: expected sizes such as derivation: {{K: 2, D: 1}}, but it says {line.strip()!r}")
    return {size[1]: int(size[2]) for size in sizes if size}
