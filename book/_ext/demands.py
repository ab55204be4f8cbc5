"""What the assignment asks for and where it is met: the one list behind the table of the first page and the checklist."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A place that is a whole page of book/, by its name."""

    name: str


class Section(NamedTuple):
    """A place that is a section, by its label."""

    label: str


class Equation(NamedTuple):
    """A place that is a display equation, by its label."""

    label: str


class Demand(NamedTuple):
    """One demand: its words, the place that meets it, the functions that compute it, and the tests that guard it."""

    words: str
    place: Page | Section | Equation
    functions: tuple[str, ...]
    tests: tuple[str, ...]


FORMULAS = "tests/derivation/test_verdicts.py::test_the_assignment_s_formulas_hold_as_what_they_truly_are"
NOT_AS_CALLED = "tests/derivation/test_verdicts.py::test_the_assignment_s_formula_is_false_as_what_it_is_called_and_numbers_show_it"
NAMES = "tests/derivation/test_verdicts.py::test_no_other_true_equation_wears_a_headline_s_label"
TEXT = "tests/test_kernels.py::test_the_committed_text_is_the_derivative_of_the_textbook"

DEMANDS = {
    "A dataset": (
        Demand(
            "a page with a Download Notebook link",
            Page("dataset"),
            (),
            (
                "tests/book/test_downloads.py::test_every_executed_page_of_the_book_offers_one_notebook_with_its_outputs_and_no_other_page_does",
            ),
        ),
        Demand(
            "1000 points in two features from three components, with random means and diagonal covariance matrices",
            Page("dataset"),
            ("mog.make_dataset",),
            (
                "tests/test_dataset.py::test_the_defaults_are_the_1000_points_of_the_assignment",
                "tests/test_dataset.py::test_the_means_spread_by_the_separation_and_a_typical_sigma_is_1",
            ),
        ),
        Demand(
            "visualizations of it",
            Section("looking-at-it"),
            ("mog.figures.fit_over_scatter", "mog.figures.contours", "mog.figures.scatter_with_marginals"),
            (
                "tests/figures/test_two_features.py::test_three_components_of_a_data_set_are_drawn",
                "tests/figures/test_two_features.py::test_from_one_contour_to_the_next_the_density_doubles",
                "tests/figures/test_two_features.py::test_the_margins_histograms_have_area_one",
            ),
        ),
    ),
    "Two components in one dimension": (
        Demand("the density of the mixture", Equation("density"), ("mog.kernels.log_density",), (FORMULAS, TEXT)),
        Demand("the log-likelihood", Equation("log-likelihood"), ("mog.kernels.value_and_gradient",), (FORMULAS, TEXT)),
        Demand("the responsibilities", Equation("responsibility"), ("mog.kernels.responsibilities",), (FORMULAS, TEXT)),
        Demand("the gradient with respect to the means", Equation("mean-gradient"), ("mog.kernels.mean_gradient",), (FORMULAS, TEXT)),
        Demand(
            "the gradient with respect to the variances",
            Equation("variance-gradient"),
            ("mog.kernels.variance_gradient",),
            (FORMULAS, TEXT),
        ),
        Demand(
            "the gradient with respect to the weights, “with constraint”",
            Equation("weight-gradient-on-the-simplex"),
            (),
            (NOT_AS_CALLED, NAMES),
        ),
        Demand(
            "the formula that the assignment gives for it", Equation("weight-gradient"), ("mog.kernels.weight_gradient",), (FORMULAS, TEXT)
        ),
    ),
    "Three components in three features": (
        Demand(
            "diagonal covariance matrices, from the start",
            Equation("diagonal-covariance"),
            ("mog.Mixture",),
            ("tests/test_mixture.py::test_a_mixture_knows_its_parameters_and_its_sizes",),
        ),
        Demand(
            "the negative log-likelihood of a mini-batch",
            Equation("negative-log-likelihood--of-a-batch"),
            ("mog.kernels.value_and_gradient",),
            ("tests/test_kernels.py::test_the_sums_of_mini_batches_add_up_to_those_of_all_points", TEXT),
        ),
        Demand(
            "the responsibility function",
            Equation("responsibility--any-dimension"),
            ("mog.kernels.responsibilities",),
            (FORMULAS, TEXT),
        ),
        Demand(
            "the gradient with respect to the means",
            Equation("batch-mean-gradient--any-dimension"),
            ("mog.kernels.mean_gradient",),
            (FORMULAS, TEXT),
        ),
        Demand(
            "the gradient with respect to the variances, “re-parameterized as log σ”",
            Equation("batch-log-sigma-gradient"),
            ("mog.kernels.log_sigma_gradient",),
            (NOT_AS_CALLED, TEXT),
        ),
        Demand(
            "the formula that the assignment gives for it",
            Equation("batch-log-variance-gradient"),
            ("mog.kernels.log_variance_gradient",),
            (FORMULAS, TEXT),
        ),
        Demand(
            "the gradient with respect to the weights, “with softmax re-parameterization”",
            Equation("batch-logit-gradient"),
            ("mog.kernels.logit_gradient",),
            (NOT_AS_CALLED, TEXT),
        ),
        Demand(
            "the formula that the assignment gives for it",
            Equation("batch-weight-gradient"),
            ("mog.kernels.weight_gradient",),
            (FORMULAS, TEXT),
        ),
        Demand(
            "all of these as functions, in code",
            Section("the-program-line-by-line"),
            (
                "mog.kernels.responsibilities",
                "mog.kernels.mean_gradient",
                "mog.kernels.log_variance_gradient",
                "mog.kernels.weight_gradient",
            ),
            ("tests/test_kernels.py::test_the_proof_of_the_text_leaves_out_no_public_function", TEXT),
        ),
        Demand(
            "all of these used in the training",
            Section("the-gradients-in-use"),
            ("mog.train",),
            ("tests/test_sgd.py::test_plain_steps_are_the_loop_of_ten_lines",),
        ),
        Demand(
            "stochastic gradient descent from scratch, on the negative log-likelihood",
            Page("sgd"),
            ("mog.train",),
            (
                "tests/test_sgd.py::test_plain_steps_are_the_loop_of_ten_lines",
                "tests/test_sgd.py::test_history_is_the_mean_nll_of_what_would_come_back_after_each_epoch",
                "tests/test_sgd.py::test_every_step_reaches_the_optimum_of_em_with_its_default_rate",
            ),
        ),
    ),
    "At the end": (
        Demand(
            "references and review materials",
            Page("references"),
            (),
            ("tests/book/test_reading_list.py::test_every_work_stands_in_one_group_with_a_line_on_what_it_is_good_for",),
        ),
        Demand(
            "a checklist of the deliverables",
            Page("checklist"),
            (),
            ("tests/book/test_checklist.py::test_a_row_that_is_not_so_ends_the_build_and_is_named",),
        ),
    ),
}
