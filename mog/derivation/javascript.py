"""The kernels and the step rules as JavaScript, for the figures that move in the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import indent

from sympy import Expr, Pow, Symbol
from sympy import Function as Letters

from mog.derivation.functions import BY_PARAMETER, FUNCTIONS, Function, formula_of
from mog.derivation.loops import ENTRY, LoopPrinter, Statement, needed
from mog.derivation.printers import ATOM, POWER, PRODUCT, SUM
from mog.derivation.program import INDEX_OF, PROGRAM, Line, name_of
from mog.derivation.step_functions import formula_of as formula_of_rule
from mog.derivation.steps import RULES, Rule, gradient, second_moment, velocity
from mog.derivation.textbook import circle, theta

OFFERED = FUNCTIONS[:3]
"""The figures need no derivative by one parameter alone."""
SIZE_OF = {index: str(domain) for domain, index in INDEX_OF.items()} | {ENTRY: "N"}
SIZES = {
    "K": "const K = logits.length;",
    "D": "const D = means.length / K;",
    "m": "const m = x.length / D;",
    "N": "const N = theta.length;",
}
ENTRIES: dict[Expr, Expr] = {letter: Letters(str(letter), real=True)(ENTRY) for letter in (theta, gradient, velocity, second_moment)}
"""What a step rule says of all parameters at once, for one of them."""

MODULE = """\
/* The log-likelihood of a mixture of Gaussians with diagonal covariance matrices, its gradient, and the step rules of the descent.

   {header}

   A formula in a comment is what stands below it, with the label of the book's claim that it comes from. The letter c is a shift that
   changes no result and keeps exponentials from overflowing.

   Every array is a Float64Array: x has m D numbers, point by point; logits has K; means, logSigma and their derivatives have K D,
   component by component; responsibilities have m K, point by point. Nothing is checked here, and no argument is changed. */
(() => {{
  "use strict";

{functions}

  window.mog = Object.assign(window.mog || {{}}, {{
    kernels: {{ {kernels} }},
    steps: {{ {steps} }},
  }});
}})();
"""

FUNCTION = """\
/* {words} */
const {name} = ({arguments}) => {{
{body}
  return {returned};
}};"""


def camel_case(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


class JavaScriptPrinter(LoopPrinter):
    """Flat arrays, row by row; those in `updated` are copies of arguments."""

    def __init__(self, updated: Iterable[str] = ()) -> None:
        super().__init__(BY_PARAMETER)
        self.updated = set(updated)

    def name(self, letter: Expr) -> str:
        return camel_case(super().name(letter))

    def parts(self, expression: Expr) -> tuple[str, int]:
        if expression == circle:
            return "Math.PI", ATOM
        if isinstance(expression, Pow) and expression.exp.is_Integer and expression.exp > 0:
            return self.times.join([self.show(expression.base, POWER)] * int(expression.exp)), PRODUCT
        if isinstance(-expression, Pow):
            # The language has no -a ** b: it does not say what would be meant.
            return f"-({self.show(-expression)})", SUM
        return super().parts(expression)

    def power(self, base: Expr, exponent: Expr) -> str:
        return f"{self.show(base, ATOM)} ** {self.show(exponent, ATOM)}"

    def function(self, expression: Expr) -> tuple[str, int]:
        return f"Math.{type(expression).__name__.lower()}({self.show(expression.args[0])})", ATOM

    def place(self, name: str, indices: tuple[Symbol, ...]) -> tuple[str, int]:
        if not indices:
            return name, ATOM
        first, *others = indices
        offset = str(first)
        for n, index in enumerate(others):
            offset = f"{f'({offset})' if n else offset} * {SIZE_OF[index]} + {index}"
        return f"{name}[{offset}]", ATOM

    def comment(self, text: str) -> str:
        return f"// {text}"

    def declaration(self, statement: Statement) -> str:
        name = self.name(statement.left)
        if statement.name in self.updated:
            return f"{name} = {name}.slice();"
        sizes = [SIZE_OF[index] for index in self.kept[statement.name]]
        return f"const {name} = new Float64Array({' * '.join(sizes)});" if sizes else f"let {name} = 0;"

    def assignment(self, target: str, value: str, is_new: bool) -> str:
        return f"{'const ' if is_new else ''}{target} = {value};"

    def beginning(self, target: str, is_largest: bool, is_new: bool) -> str:
        return f"{'let ' if is_new else ''}{target} = {'-Infinity' if is_largest else '0'};"

    def step(self, target: str, value: str, is_largest: bool) -> str:
        return f"{target} = Math.max({target}, {value});" if is_largest else f"{target} += {value};"

    def loop(self, index: Symbol, lines: list[str]) -> list[str]:
        head = f"for (let {index} = 0; {index} < {SIZE_OF[index]}; {index}++)"
        if len(lines) == 1 and "\n" not in lines[0] and not lines[0].startswith("for "):
            return [f"{head} {lines[0]}"]
        return [f"{head} {{", indent("\n".join(lines), "  "), "}"]


def function_text(words: str, name: str, arguments: Iterable[str], sizes: str, body: list[str], returned: str) -> str:
    lines = [*(SIZES[size] for size in sizes), *body]
    return FUNCTION.format(words=words, name=name, arguments=", ".join(arguments), body=indent("\n".join(lines), "  "), returned=returned)


def kernel_text(function: Function) -> str:
    """A function of the kernels: one value, or several as an object."""
    printer = JavaScriptPrinter()
    lines = [(line, formula_of(line)) for line in needed(PROGRAM, function.lines)]
    names = [printer.name(line.left) for line in function.lines]
    body = printer.lines(lines, [line.name for line in function.lines])
    returned = names[0] if len(names) == 1 else f"{{ {', '.join(names)} }}"
    return function_text(function.summary, camel_case(function.name), ("x", "logits", "means", "logSigma"), "KDm", body, returned)


def rule_text(rule: Rule) -> str:
    """A step rule: the updated arrays as an object."""
    updated = {name_of(line.left) for line in rule.updates}
    printer = JavaScriptPrinter(updated)
    lines = [(Line(line.left.xreplace(ENTRIES), line.right.xreplace(ENTRIES)), formula_of_rule(rule, line)) for line in rule.lines]
    names = {name_of(letter): printer.name(letter) for letter in rule.inputs}
    returned = ", ".join(name for letter, name in names.items() if letter in updated)
    body = printer.lines(lines, updated)
    sizes = "N" if theta in rule.inputs else "KD"
    return function_text(f"{rule.summary} {rule.source}.", rule.name, names.values(), sizes, body, f"{{ {returned} }}")


def text(header: str) -> str:
    """The module."""
    functions = [*map(kernel_text, OFFERED), *map(rule_text, RULES)]
    return MODULE.format(
        header=header,
        functions=indent("\n\n".join(functions), "  "),
        kernels=", ".join(camel_case(function.name) for function in OFFERED),
        steps=", ".join(rule.name for rule in RULES),
    )
