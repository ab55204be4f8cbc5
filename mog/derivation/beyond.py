"""What the reader has no rule for: theorems of others, numbers that the build computes, and lines that the program prints.

Such LaTeX may stand on a page only if it is, token by token, that of its entry here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr, Matrix, Rational, exp, log, simplify

from mog.derivation import accuracy, batches, updates
from mog.derivation.calculus import Exp, Log, differentiate, replace
from mog.derivation.program import PROGRAM, Max
from mog.derivation.steps import RULES, Rule
from mog.derivation.textbook import D, K, Textbook, m, mu, sigma, weight, x
from mog.derivation.tokens import around
from mog.derivation.typesetting import UNWRITTEN, latex, latex_update

TOKEN = re.compile(r"\\text\{[^{}]*\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL)
"""A word in a text font, a command, a number or a sign; blanks outside such a word print nothing."""


@dataclass(frozen=True)
class Cited:
    """A theorem: its LaTeX, where it is shown (keys of the bibliography), one sentence that says under which conditions, and the LaTeX in words."""

    tex: str
    keys: tuple[str, ...]
    says: str
    words: str


@dataclass(frozen=True)
class Measured:
    """Numbers that the build computes: LaTeX with a %s for each, what computes them, what is computed, and the LaTeX in words with a %s for each."""

    tex: str
    numbers: Callable[[], tuple[str, ...]]
    how: str
    words: str


class Differs(ValueError):
    """LaTeX on a page that is not that of its entry."""


def agree(tex: str, entry: str, whose: str) -> None:
    """Differs, with the first place where they part, unless both are the same tokens."""
    ours, theirs = ([(" ".join(found[0].split()), found.start()) for found in TOKEN.finditer(text)] for text in (tex, entry))
    same = next((n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0][0] != pair[1][0]), min(len(ours), len(theirs)))
    if same == len(ours) == len(theirs):
        return
    here, there = (around(text, [*signs, ("", len(text))][same][1]) for text, signs in ((tex, ours), (entry, theirs)))
    raise Differs(f"It says «{here}», but {whose} «{there}»")


def hessian_eigenvalues() -> tuple[str, ...]:
    """The eigenvalues of the Hessian of −𝓛 by two means at one point x = 0: μ is (2, −2), both weights are ½, both σ are 1."""
    means = mu(1, 1), mu(2, 1)
    values = {x(1, 1): 0, means[0]: 2, means[1]: -2, sigma(1, 1): 1, sigma(2, 1): 1, weight(1): Rational(1, 2), weight(2): Rational(1, 2)}
    likelihood = Textbook({m: 1, K: 2, D: 1}).L()

    def entry(row: int, column: int) -> Expr:
        slope = replace(differentiate(differentiate(likelihood, means[row]), means[column]), values)
        return -simplify(slope.replace(Exp, exp).replace(Log, log))

    return tuple(str(float(value)) for value in sorted(Matrix(2, 2, entry).eigenvals()))


CITED = {
    "identifiability": Cited(
        r"""\begin{aligned}
&p(x \mid \theta) = p(x \mid \theta') \text{ for every } x \\
&\Longleftrightarrow \theta' \text{ is } \theta \text{ with its components} \\
&\phantom{\Longleftrightarrow} \text{ in another order}
\end{aligned}""",
        ("teicher1963", "yakowitz1968"),
        "Shown for finite mixtures of Gaussians whose weights are positive and whose components are all different:"
        " by Teicher (1963) in one dimension, by Yakowitz and Spragins (1968) in any.",
        "The density at x given theta equals that given theta prime for every x if and only if theta prime is theta with its components in"
        " another order.",
    ),
    "collapse": Cited(
        r"""\begin{aligned}
&\lim_{\sigma_1 \to 0} \mathcal{L} = \infty \\
&\text{if } \mu_1 \text{ is one of the points}
\end{aligned}""",
        ("kiefer1956", "day1969"),
        "Noted by Kiefer and Wolfowitz (1956) and Day (1969): there is another component, the weights are positive,"
        " and all parameters but the one that goes to 0 stay as they are.",
        "The limit of the log-likelihood as sigma 1 goes to 0 equals infinity if mu 1 is one of the points.",
    ),
    "consistency": Cited(
        r"""\begin{aligned}
&\hat{\theta} \to \theta_0 \text{ as } m \to \infty \text{,} \\
&\text{with probability one}
\end{aligned}""",
        ("hathaway1985", "redner1984"),
        "Shown by Hathaway (1985) in one dimension for the highest likelihood under a lower bound on the ratios of the standard deviations that the"
        " truth keeps too; by Redner and Walker (1984) for a root of the likelihood equations near the truth; each up to relabelling.",
        "The estimate theta hat goes to theta 0 as the number of points goes to infinity, with probability one.",
    ),
    "variance-of-a-batch": Cited(
        r"""\begin{aligned}
&\operatorname{Var} \frac{\partial J_B}{\partial \theta} \\
&= \frac{1}{|B|} \, \frac{m - |B|}{m - 1} \, s^2
\end{aligned}""",
        ("cochran1977",),
        "The variance of the mean of a simple random sample without replacement (Cochran 1977, theorem 2.2): every set of |B| points is"
        " equally likely to be the batch, and s² is the variance of the gradients of single points, with the divisor m.",
        "The variance of the derivative of the mean negative log-likelihood of the mini-batch with respect to theta equals one over the number of points in the mini-batch,"
        " times the fraction with numerator the number of points minus the number of points in the mini-batch and denominator the number of"
        " points minus one,"
        " times s squared.",
    ),
    "robbins-monro": Cited(
        r"\sum_{t=1}^\infty \eta_t = \infty, \qquad \sum_{t=1}^\infty \eta_t^2 < \infty",
        ("robbins1951", "bottou2018"),
        "Robbins and Monro (1951) show that under these conditions the steps come in mean square to the root of an increasing function whose"
        " noisy observations are bounded; Bottou, Curtis and Nocedal (2018) that the mean of the squared gradient comes arbitrarily near"
        " zero, where the loss is bounded below, its gradient Lipschitz, and the variance of the noise at most a constant plus a multiple"
        " of the squared gradient.",
        "The sum of the learning rates eta t over all steps t is infinite, and the sum of their squares is finite.",
    ),
    "scoring-converges": Cited(
        r"0 < \eta < 2",
        ("peters1978",),
        "Shown by Peters and Walker (1978) for the step of EM multiplied by η, for mixtures of Gaussians with full covariance matrices (in one feature"
        " that is ours): as the number of points grows,"
        " with probability one it converges from any start near enough to the maximum of the likelihood that is near the truth.",
        "The learning rate eta is greater than zero and less than two.",
    ),
    "wilks": Cited(
        r"2 \, \big( \mathcal{L}(\hat{\theta}) - \mathcal{L}(\theta_0) \big) \to \chi^2_p",
        ("wilks1938",),
        "Shown by Wilks (1938), in distribution, as the number of points grows, where the truth is in the family, an inner point of the"
        " parameters, and the information is not singular. For a mixture, θ̂ is the root of the likelihood equations near the truth: the"
        " weights are positive, the components are all different, and their number is known.",
        "Twice the difference of the log-likelihood at theta hat minus that at theta 0 goes to the chi-squared distribution with p degrees"
        " of freedom.",
    ),
}
LARGEST_ERROR = r"""\begin{aligned}
&\max_i \bigl| \log p_{\text{%s}}(x_i) - \log p_{\text{exact}}(x_i) \bigr| \\
&%s
\end{aligned}"""
LARGEST_ERROR_IN_WORDS = (
    "The largest absolute difference over all points i between the log of the %s at x i and the log of the exact density there is %s."
)
SIGNS = ((re.compile(r"10\^\{(-?\d+)\}"), r"10 to the power \1"), (re.compile(r"-"), "minus "), (re.compile(r"\\infty"), "infinity"))
"""How a computed number is spoken."""
MEASURED = {
    "measured-underflow": Measured(
        r"""\begin{aligned}
\log p_{\text{textbook}} &= %s, \\
\log p_{\text{exact}} &\approx %s
\end{aligned}""",
        accuracy.underflow,
        "The log density at a point 60 standard deviations from both of two equally heavy components with σ = 1: by the textbook's"
        " formula in double precision, and by the same formula in 60 digits.",
        "The log of the textbook's density equals %s, and the log of the exact density is about %s.",
    ),
    "measured-expanded-square": Measured(
        LARGEST_ERROR % ("expanded", r"\approx %s"),
        accuracy.expanded_square,
        "The largest error of the expanded square, in nats, at 1001 points spread evenly over six units around an offset of 1e8,"
        " under two equally heavy components a unit to either side of the offset with σ = ½.",
        LARGEST_ERROR_IN_WORDS % ("density by the expanded square", "about %s"),
    ),
    "measured-accuracy": Measured(
        LARGEST_ERROR % ("mog", "< %s"),
        accuracy.kernel_error,
        "A power of ten above the largest error of the generated function, in nats, at the same points under the same components as"
        " measured-expanded-square.",
        LARGEST_ERROR_IN_WORDS % ("density that the package computes", "less than %s"),
    ),
    "measured-unbiased": Measured(
        r"""\begin{aligned}
&\text{mean over all } B \text{ of } \frac{\partial J_B}{\partial \mu_1} = %s \\
&\frac{\partial J}{\partial \mu_1} = %s
\end{aligned}""",
        batches.unbiased,
        "Six points, and all 15 batches of two of them, at two equally heavy components with the means 1.5 and 5.5 and σ = 1: the"
        " textbook's likelihood, differentiated by the machine, in 30 digits.",
        "The mean over all batches of the derivative of the mean negative log-likelihood of the mini-batch with respect to mu 1 equals %s, and the"
        " derivative of the mean negative log-likelihood of all points with respect to mu 1 equals %s.",
    ),
    "measured-batch-variance": Measured(
        r"""\begin{aligned}
&\text{variance over all } B = %s \\
&\frac{1}{|B|} \, \frac{m - |B|}{m - 1} \, s^2 = %s
\end{aligned}""",
        batches.batch_variance,
        "The variance of the same 15 gradients, and that of the six points' own gradients put into the theorem.",
        "The variance over all batches equals %s, and one over the number of points in the mini-batch, times the fraction with numerator the"
        " number of points minus the number of points in the mini-batch and denominator the number of points minus one, times s squared"
        " equals %s.",
    ),
    "measured-eigenvalues": Measured(
        r"\lambda_{\min} = %s, \qquad \lambda_{\max} = %s",
        hessian_eigenvalues,
        "The exact eigenvalues of the Hessian of −𝓛 by μ₁ and μ₂ for one point x = 0 at μ = (2, −2), with both weights ½ and both σ = 1:"
        " the textbook's likelihood, differentiated twice by the machine.",
        "The smallest eigenvalue equals %s, and the largest eigenvalue equals %s.",
    ),
}
PROGRAM_LABEL, STEP_LABEL = "program-", "step-"


def latex_rule(rule: Rule) -> str:
    """The updates of a step rule, a row each."""
    rows = [latex_update(line) for line in rule.updates]
    aligned = r" \\ ".join(row.replace(r" \leftarrow ", r" &\leftarrow ") for row in rows)
    return rows[0] if len(rows) == 1 else rf"\begin{{aligned}} {aligned} \end{{aligned}}"


LINES = {f"{PROGRAM_LABEL}{line.name}": line for line in PROGRAM if line not in UNWRITTEN}
PRINTED = {name: latex(line) for name, line in LINES.items()} | {f"{STEP_LABEL}{rule.name}": latex_rule(rule) for rule in RULES}
"""What the program prints, by the names under which it stands in the book: its lines that are equations, and the step rules."""
UNREADABLE = frozenset(name for name in PRINTED if name not in LINES or isinstance(LINES[name].right, Max))
"""What of it the reader has no rule for; all else is decided like any equation."""


def in_words(name: str) -> str:
    """What is on record under this name, and the reader cannot read, in one sentence."""
    if name in CITED:
        return CITED[name].words
    if name in MEASURED:
        return MEASURED[name].words % tuple(map(spoken, MEASURED[name].numbers()))
    return updates.in_words(PRINTED[name])


def spoken(number: str) -> str:
    """A number in LaTeX as it is said."""
    for sign, word in SIGNS:
        number = sign.sub(word, number)
    return number


def name_of(label: str) -> str:
    """The label without the place where the equation stands again."""
    return label.partition("--")[0]


def on_record(label: str) -> bool:
    """Is the LaTeX of this label held to an entry here, or to what the program prints?"""
    name = name_of(label)
    return name in CITED or name in MEASURED or name.startswith((PROGRAM_LABEL, STEP_LABEL))


def hold_to_program(name: str, tex: str) -> None:
    """Differs unless what the program prints stands as it prints it; names that are not of its are left alone."""
    if name in PRINTED:
        agree(tex, PRINTED[name], "the program prints")
    elif name.startswith((PROGRAM_LABEL, STEP_LABEL)):
        raise Differs(f"The program has no equation named {name.partition('-')[2]}")
