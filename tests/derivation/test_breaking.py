"""mog/derivation/breaking.py: what a reader can break in an equation, and the numbers that show it."""

import json
from itertools import pairwise

import pytest

from mog.derivation import breaking, pages, verdicts
from mog.derivation.beyond import name_of, on_record
from mog.derivation.breaking import AT_ONE_PLACE, IN_ONE_EQUATION, offered, places, plain, said, written
from mog.derivation.claims import DEFINITIONS, SLIP
from mog.derivation.mutants import RESULTS, Job, digest, judge, sample
from mog.derivation.notation import read
from mog.derivation.opinion import counter_example, holds
from mog.derivation.slips import Slip, slips

SIZES = {"K": 2, "D": 1}
VARIANCE = r"""\frac{\partial \mathcal{L}}{\partial \sigma_k^2}
  = \frac{1}{2} \sum_{i=1}^m \gamma_{ik} \left[ \frac{(x_i - \mu_k)^2}{\sigma_k^4} - \frac{1}{\sigma_k^2} \right]"""
MATRICES = r"\Sigma_k^{-1} = -\Sigma_k^{-1} \mathcal{L}_B"
BOOK = {equation.label: equation for page in pages.book_equations().values() for equation in page if equation.label}
PROVED = {
    label: equation
    for label, equation in BOOK.items()
    if not label.startswith(SLIP) and not on_record(label) and name_of(label) not in DEFINITIONS
}
KEPT = json.loads(RESULTS.with_name(breaking.RESULTS).read_text(encoding="utf-8"))


def all_of(tex: str) -> dict[str, list[str]]:
    """The places of an equation by the text there, with what can be done to them, whatever the checker says to it."""
    found: dict[str, list[str]] = {}
    for place, made in places(tex, slips(tex)).items():
        found.setdefault(f"{tex[place.start : place.end]}: {place.name}", [said(tex, slip, place) for slip in made])
    return found


def texts(label: str) -> list[Slip]:
    """The slips of an equation of the book that are kept as those that can be broken."""
    tex = BOOK[label].tex
    return [Slip("", start, tex[:start] + new + tex[end:], end) for *_, shown in KEPT[label]["places"] for start, end, new, *_ in shown]


@pytest.mark.parametrize(
    ("tex", "place", "expected"),
    [
        (VARIANCE, r"\frac{1}{2}: the factor 1/2", ["the factor 1/2 left out", "2/2 instead of 1/2", "1/3 instead of 1/2"]),
        (VARIANCE, r"\gamma: γ_ik", ["γ_ik left out", "π instead of γ", "γ_ik squared"]),
        (VARIANCE, "-: the sign −", ["+ instead of −"]),
        (VARIANCE, "4: the exponent 4", ["the exponent 4 left out", "3 instead of 4", "5 instead of 4"]),
        (VARIANCE, r"\sum: the sum", ["the sum left out", "∏ instead of ∑"]),
        (VARIANCE, "m: the index m", ["K instead of m"]),
        (MATRICES, "-: the sign −", ["+ instead of −"]),
        (MATRICES, "-1: the exponent −1", ["the exponent −1 left out", "+1 instead of −1", "−2 instead of −1"]),
        (MATRICES, "B: the index B", ["the index B left out", "m instead of B"]),
        (r"x = \log \pi_k", r"\log: log", ["log left out", "exp instead of log"]),
    ],
)
def test_a_place_is_called_by_what_stands_there_and_a_slip_by_what_it_does(tex: str, place: str, expected: list[str]):
    assert set(all_of(tex)[place]) == set(expected)


def test_no_place_lies_in_another_and_all_are_in_the_order_of_the_text():
    for equation in PROVED.values():
        spans = [(place.start, place.end) for place in places(equation.tex, slips(equation.tex))]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), equation.label


def test_what_is_no_mistake_of_its_own_is_not_offered():
    """A sign left out is a product or the other sign, a first power no power, and a straight d a sign of its own."""
    everything = {what for made in all_of(VARIANCE).values() for what in made} | {
        what for made in all_of(MATRICES).values() for what in made
    }
    assert "3 instead of 2" in everything
    assert not everything & {"the sign − left out", "1 instead of −1", "1 instead of 2", "1/1 instead of 1/2", "d instead of partial"}


def test_pieces_of_latex_are_written_as_text():
    pieces = {r"\gamma_{ik}": "γ_ik", r"\frac{1}{3}": "1/3", r"\tfrac12": "1/2", r"\Sigma_k^{-1}": "Σ_k⁻¹", "- 1": "−1", r"\ell": "ℓ"}
    assert {tex: plain(tex) for tex in pieces} == pieces


def test_only_slips_that_are_refused_and_have_numbers_are_offered():
    made = {slip.text: slip for slip in slips(VARIANCE)}
    refused = [text for text, slip in made.items() if slip.what in ("another sign", "a lost half")]
    found = offered(VARIANCE, SIZES, refused)
    assert [name for _, _, name, _ in found["places"]] == ["the factor 1/2", "the sign −", "the sign −"]
    for *_, shown in found["places"]:
        for start, end, new, _, case, outcome in shown:
            text = VARIANCE[:start] + new + VARIANCE[end:]
            assert text in refused
            assert str(counter_example(read(text, SIZES), SIZES)) == f"At {found['cases'][case]}: {outcome}."
    assert offered(VARIANCE, SIZES, ()) == {"cases": [], "places": []}


def test_a_slip_that_is_true_has_no_numbers_and_is_not_offered():
    """Even if the checker refused it."""
    tex = r"\pi_1 + \pi_2 = \sum_{j=1}^2 \pi_j"
    renamed = [slip.text for slip in slips(r"\mu_k \delta_{jk} = \mu_k \delta_{jk}") if slip.text.count("^2")]
    assert renamed
    assert [name for _, _, name, _ in offered(tex, SIZES, [slip.text for slip in slips(tex)])["places"]]
    squared = offered(r"\mu_k \delta_{jk} = \mu_k \delta_{jk}", SIZES, renamed)
    assert [shown[0][3] for *_, shown in squared["places"]] == ["μ_k squared", "μ_k squared"]


def test_of_many_places_the_signs_come_before_the_letters_and_the_later_before_the_earlier():
    long = " = ".join(["- x_i"] * 2 * IN_ONE_EQUATION)
    found = offered(long, SIZES, [slip.text for slip in slips(long)])["places"]
    assert [name for _, _, name, _ in found] == ["the sign −"] * IN_ONE_EQUATION
    assert found[0][0] > len(long) / 2 - len("= - x_i")
    assert max(len(shown) for *_, shown in found) <= AT_ONE_PLACE


def test_results_are_kept_an_equation_a_line_in_the_order_of_their_labels():
    text = written({"b": {"places": []}, "a": {"cases": ["σ"]}})
    assert text == '{\n"a": {"cases": ["σ"]},\n"b": {"places": []}\n}\n'
    assert json.loads(text)["a"] == {"cases": ["σ"]}


# --- what the book keeps


def test_the_kept_results_are_of_the_proved_equations_as_the_pages_state_them():
    """After a change of an equation: python -m mog.derivation.mutants --only LABEL."""
    assert {label: entry["digest"] for label, entry in KEPT.items()} == {label: digest(each.tex) for label, each in PROVED.items()}
    assert RESULTS.with_name(breaking.RESULTS).read_text(encoding="utf-8") == written(KEPT)


def test_what_the_book_offers_is_a_slip_of_its_equation():
    for label in KEPT:
        kept = {slip.text for slip in texts(label)}
        assert kept <= {slip.text for slip in slips(BOOK[label].tex)}, label


def test_nearly_every_proved_equation_of_the_book_can_be_broken():
    assert sum(bool(entry["places"]) for entry in KEPT.values()) > 0.9 * len(KEPT)


OFFERED = sample(
    [Job(label, BOOK[label].tex, slip, tuple(sorted(BOOK[label].sizes.items()))) for label in KEPT for slip in texts(label)], 8
)


@pytest.mark.parametrize("job", OFFERED, ids=lambda job: f"{job.label}-{job.slip.where}")
def test_what_the_book_offers_is_refused_and_its_numbers_are_those_of_the_second_opinion(job: Job):
    sizes = dict(job.sizes)
    assert judge(job.label, job.tex, job.slip, sizes).outcome == "refused"
    with pytest.raises(verdicts.Refused):
        verdicts.decide(job.label, job.slip.text, sizes)
    statements = read(job.slip.text, sizes)
    assert not holds(statements, sizes)
    (kept,) = [
        (KEPT[job.label]["cases"][case], outcome)
        for *_, shown in KEPT[job.label]["places"]
        for start, end, new, _, case, outcome in shown
        if job.tex[:start] + new + job.tex[end:] == job.slip.text
    ]
    assert str(counter_example(statements, sizes)) == "At {}: {}.".format(*kept)
