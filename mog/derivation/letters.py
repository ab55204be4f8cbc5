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
RUNS_OVER = dict.fromkeys("in", POINTS) | dict.fromkeys("jklq", COMPONENTS) | dict.fromkeys("de", FEATURES)


@dataclass(frozen=True)
class LetterKind:
    """One letter of the book."""

    name: str
    latex: str
    sign: str
    meaning: str
    indices: str = ""
    values: str = "real"


LETTERS = {
    letter.name: letter
    for letter in (
        LetterKind("x", "x", "x", "a point of the data, with a value for each feature", "id"),
        LetterKind("pi", r"\pi", "π", "the weight of a component", "k", "positive"),
        LetterKind("mu", r"\mu", "μ", "the mean of a component", "kd"),
        LetterKind("sigma", r"\sigma", "σ", "the standard deviation of a component", "kd", "positive"),
        LetterKind("Sigma", r"\Sigma", "Σ", "the covariance matrix of a component: diagonal, with σ² on the diagonal", "k"),
        LetterKind("a", "a", "a", "the logit of a component's weight; without an index, that of two components", "k"),
        LetterKind("ell", r"\ell", "ℓ", "the logarithm of a component's weight times its density at a point", "ik"),
        LetterKind("p", "p", "p", "the density of the mixture at a point", "i", "positive"),
        LetterKind("gamma", r"\gamma", "γ", "the responsibility of a component for a point", "ik", "positive"),
        LetterKind("N", "N", "N", "the responsibilities of a component, added over all points", "k", "positive"),
        LetterKind("z", "z", "z", "the distance of a point from a mean, in standard deviations", "ikd"),
        LetterKind("L", r"\mathcal{L}", "𝓛", "the log-likelihood of all points, a sum, in nats"),
        LetterKind("L_B", r"\mathcal{L}_B", "𝓛_B", "the log-likelihood of a mini-batch, a sum, in nats"),
        LetterKind("J", "J", "J", "the negative log-likelihood per point, a mean over all points, in nats"),
        LetterKind("J_B", "J_B", "J_B", "the negative log-likelihood per point of a mini-batch, a mean, in nats"),
        LetterKind("m", "m", "m", "the number of points", values="count"),
        LetterKind("|B|", "|B|", "|B|", "the number of points in a mini-batch", values="count"),
        LetterKind("K", "K", "K", "the number of components", values="count"),
        LetterKind("D", "D", "D", "the number of features", values="count"),
        LetterKind("lambda", r"\lambda", "λ", "the multiplier of the constraint that the weights add up to one", values="nonzero"),
        LetterKind("c", "c", "c", "any number that is the same for all components"),
        LetterKind("f", "f", "f", "any positive function of θ", values="positive"),
    )
}
