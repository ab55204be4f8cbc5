"""The labels that mean something to the machine: definitions, headlines pinned to their left sides, and slips."""

from __future__ import annotations

HEADLINES: dict[str, tuple[str, ...]] = {
    "density": (r"p(x_i \mid \pi, \mu, \sigma^2)", r"p(x_i \mid \pi, \mu, \Sigma)"),
    "normal": (r"\mathcal{N}(x_i \mid \mu_k, \sigma_k^2)",),
    "log-likelihood": (r"\mathcal{L}",),
    "responsibility": (r"\gamma_{ik}",),
    "normal-diagonal": (r"\mathcal{N}(x_i \mid \mu_k, \Sigma_k)",),
    "diagonal-covariance": (r"\Sigma_k",),
    "batch-likelihood": (r"\mathcal{L}_B",),
    "negative-log-likelihood": ("J", "J_B"),
    "responsibility-general": (r"\gamma_{ik}",),
    "effective-count": ("N_k",),
    "standardised": ("z_{ikd}",),
    "log-joint": (r"\ell_{ik}",),
    "softmax": (r"\pi_k",),
    "sigmoid": (r"\pi_1",),
    "mean-gradient": (r"\frac{\partial \mathcal{L}}{\partial \mu_k}",),
    "variance-gradient": (r"\frac{\partial \mathcal{L}}{\partial \sigma_k^2}", r"\frac{\partial \mathcal{L}}{\partial \sigma_{kd}^2}"),
    "weight-gradient": (r"\frac{\partial \mathcal{L}}{\partial \pi_k}",),
    "weight-gradient-on-the-simplex": (r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1}",),
    "log-variance-gradient": (
        r"\frac{\partial \mathcal{L}}{\partial \log \sigma_k^2}",
        r"\frac{\partial \mathcal{L}}{\partial \log \sigma_{kd}^2}",
    ),
    "log-sigma-gradient": (
        r"\frac{\partial \mathcal{L}}{\partial \log \sigma_k}",
        r"\frac{\partial \mathcal{L}}{\partial \log \sigma_{kd}}",
    ),
    "logit-gradient": (r"\frac{\partial \mathcal{L}}{\partial a_k}",),
    "batch-mean-gradient": (r"\frac{\partial \mathcal{L}_B}{\partial \mu_k}",),
    "batch-variance-gradient": (r"\frac{\partial \mathcal{L}_B}{\partial \sigma_{kd}^2}",),
    "batch-weight-gradient": (r"\frac{\partial \mathcal{L}_B}{\partial \pi_k}",),
    "batch-log-variance-gradient": (r"\frac{\partial \mathcal{L}_B}{\partial \log \sigma_{kd}^2}",),
    "batch-log-sigma-gradient": (r"\frac{\partial \mathcal{L}_B}{\partial \log \sigma_{kd}}",),
    "batch-logit-gradient": (r"\frac{\partial \mathcal{L}_B}{\partial a_k}",),
    "softmax-jacobian": (r"\frac{\partial \pi_j}{\partial a_k}",),
}
"""No other true equation can wear these names. The last member of such a chain holds no derivative."""

DEFINITIONS = frozenset(
    {
        "density",
        "normal",
        "normal-diagonal",
        "diagonal-covariance",
        "log-likelihood",
        "batch-likelihood",
        "negative-log-likelihood",
        "responsibility",
        "responsibility-general",
        "effective-count",
        "standardised",
        "log-joint",
        "softmax",
        "sigmoid",
    }
)
"""The headlines that say what a letter stands for; each unfolds to the textbook likelihood."""

SLIP = "slip-"
"""A label that begins so is of a false equation, shown on purpose with its counter-example."""
