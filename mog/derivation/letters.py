"""The letters of the book: what each is called, which indices it takes, which values it may have, what it means."""

from __future__ import annotations

from dataclasses import dataclass

POINTS, BATCH, COMPONENTS, FEATURES = "m", "B", "K", "D"
DOMAINS = {
    POINTS: "all points",
    BATCH: "the points of a mini-batch",
    COMPONENTS: "all components",
    FEATURES: "all features",
}
ONE_OF = {POINTS: "point", COMPONENTS: "component", FEATURES: "feature"}
RUNS_OVER = dict.fromkeys("in", POINTS) | dict.fromkeys("jklq", COMPONENTS) | dict.fromkeys("de", FEATURES)


@dataclass(frozen=True)
class LetterKind:
    """One letter of the book, or another sign of its equations, which takes no value."""

    name: str
    latex: str
    sign: str
    meaning: str
    """In words that name what its indices number: "a point", "a component"."""
    indices: str = ""
    values: str = "real"
    array: str = ""
    """What it is called in the code; a name that begins with log_ is of its logarithm."""
    claims: tuple[str, ...] = ()
    """The labels of the claims that say what it stands for."""
    bare: str = ""
    """What it means where it stands without its indices."""
    written: str = ""
    """How it stands in an equation, where that is not with its indices below."""

    @property
    def shape(self) -> tuple[str, ...]:
        """How many there are of it along each index."""
        return tuple(RUNS_OVER[index] for index in self.indices)

    @property
    def latex_in_full(self) -> str:
        """Its LaTeX as it stands in an equation."""
        return self.written or (f"{self.latex}_{{{self.indices}}}" if self.indices else self.latex)


def _sign(name: str, latex: str, sign: str, meaning: str, indices: str = "", written: str = "", claims: tuple[str, ...] = ()) -> LetterKind:
    return LetterKind(name, latex, sign, meaning, indices, values="", written=written, claims=claims)


def _indices(size: str) -> LetterKind:
    letters = [index for index, domain in RUNS_OVER.items() if domain == size]
    return _sign(f"{ONE_OF[size]} index", r",\ ".join(letters), ", ".join(letters), f"the number of a {ONE_OF[size]}, from 1 to {size}")


NOTATION = {
    "Data and sizes": (
        LetterKind("x", "x", "x", "a point of the data", "id", array="x"),
        LetterKind("m", "m", "m", "the number of points", values="count"),
        LetterKind("K", "K", "K", "the number of components", values="count"),
        LetterKind("D", "D", "D", "the number of features", values="count"),
        _sign("B", "B", "B", "the points of a mini-batch"),
        LetterKind("|B|", "|B|", "|B|", "the number of points in a mini-batch", values="count"),
    ),
    "Parameters": (
        LetterKind("pi", r"\pi", "π", "the weight of a component", "k", "positive", claims=("softmax",)),
        LetterKind("mu", r"\mu", "μ", "the mean of a component", "kd", array="means"),
        LetterKind("sigma", r"\sigma", "σ", "the standard deviation of a component", "kd", "positive", array="log_sigma"),
        LetterKind(
            "Sigma",
            r"\Sigma",
            "Σ",
            "the covariance matrix of a component: diagonal, with σ² on the diagonal",
            "k",
            claims=("diagonal-covariance",),
        ),
        _sign(
            "inverse",
            r"\Sigma^{-1}",
            "Σ⁻¹",
            "the inverse of the covariance matrix of a component: 1/σ² on the diagonal",
            "k",
            written=r"\Sigma_k^{-1}",
        ),
        LetterKind(
            "a",
            "a",
            "a",
            "the logit of the weight of a component",
            "k",
            array="logits",
            bare="the logit of two components: the weight of the first is 1/(1 + e⁻ᵃ)",
        ),
        _sign("theta", r"\theta", "θ", "all parameters together; in a derivative, any one of them"),
    ),
    "Computed from them": (
        _sign(
            "normal",
            r"\mathcal{N}",
            "𝒩",
            "the normal density of a point, given the mean and the variance behind the bar",
            claims=("normal", "normal-diagonal"),
        ),
        LetterKind(
            "ell", r"\ell", "ℓ", "the logarithm of the weight of a component times its density at a point", "ik", claims=("log-joint",)
        ),
        LetterKind(
            "p",
            "p",
            "p",
            "the density of the mixture at a point",
            "i",
            "positive",
            array="log_density",
            claims=("density",),
            written="p(x_i)",
        ),
        LetterKind(
            "gamma",
            r"\gamma",
            "γ",
            "the responsibility of a component for a point",
            "ik",
            "positive",
            array="responsibilities",
            claims=("responsibility", "responsibility-general"),
        ),
        LetterKind(
            "N", "N", "N", "the responsibilities of a component, added over all points", "k", "positive", claims=("effective-count",)
        ),
        LetterKind(
            "z", "z", "z", "the distance of a point from the mean of a component, in standard deviations", "ikd", claims=("standardised",)
        ),
    ),
    "Objectives": (
        LetterKind("L", r"\mathcal{L}", "𝓛", "the log-likelihood of all points, a sum, in nats", claims=("log-likelihood",)),
        LetterKind("L_B", r"\mathcal{L}_B", "𝓛_B", "the log-likelihood of a mini-batch, a sum, in nats", claims=("batch-likelihood",)),
        LetterKind(
            "J", "J", "J", "the negative log-likelihood per point, a mean over all points, in nats", claims=("negative-log-likelihood",)
        ),
        LetterKind(
            "J_B", "J_B", "J_B", "the negative log-likelihood per point of a mini-batch, a mean, in nats", claims=("batch-likelihood",)
        ),
    ),
    "Letters of a derivation": (
        LetterKind("lambda", r"\lambda", "λ", "the multiplier of the constraint that the weights add up to one", values="nonzero"),
        LetterKind("c", "c", "c", "any number that is the same for all components"),
        LetterKind("eta", r"\eta", "η", "the learning rate", values="positive"),
        LetterKind(
            "tau",
            r"\tau",
            "τ",
            "the standard deviation of a mean around its optimum, under the noise of mini-batches at a constant learning rate",
            values="positive",
        ),
        LetterKind("f", "f", "f", "any positive function of θ", values="positive", written=r"f(\theta)"),
        _sign("delta", r"\delta", "δ", "1 where its two indices are equal, and else 0", "jk"),
        _sign("circle", r"2 \pi", "2π", "twice the number 3.14159…; π anywhere else is a weight"),
        _sign("e", "e", "e", "the base of the natural logarithm, 2.71828…", written="e^{x}"),
    ),
    "Indices": tuple(map(_indices, ONE_OF)),
    "Operators": (
        _sign("sum", r"\sum", "∑", "the sum over all points, components or features, as its index says"),
        _sign("product", r"\prod", "∏", "the product over all points, components or features, as its index says"),
        _sign("partial", r"\partial", "∂", "a partial derivative: one letter moves and the others stay"),
        _sign("d", r"\mathrm{d}", "d", "a derivative along the line where two weights add up to one: when π₁ moves, π₂ = 1 − π₁ does too"),
        _sign("nabla", r"\nabla", "∇", "the partial derivative by what stands below it"),
        _sign("log", r"\log", "log", "the natural logarithm"),
        _sign("exp", r"\exp", "exp", "the exponential function"),
        _sign("transposed", r"\top", "⊤", "a column written as a row", written=r"x_i^\top"),
        _sign("diag", r"\operatorname{diag}", "diag", "the diagonal matrix of these values"),
        _sign("tr", r"\operatorname{tr}", "tr", "the trace of a matrix, the sum of its diagonal"),
        _sign("det", r"\det", "det", "the determinant of a matrix"),
        _sign("proportional", r"\propto", "∝", "equal up to a positive factor that is the same for all components"),
        _sign("equivalent", r"\iff", "⟺", "one equation holds just where the other does"),
    ),
}
"""All that may stand in an equation of the book but numbers, brackets and the signs of arithmetic, by what it is for."""

LETTERS = {letter.name: letter for group in NOTATION.values() for letter in group if letter.values}
"""What the checker gives a value to."""
