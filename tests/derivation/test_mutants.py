"""mog/derivation/mutants.py and slips.py: what is one slip away from an equation, and what the checker says of it."""

import hashlib
import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest

from mog.derivation import mutants, opinion, pages, verdicts
from mog.derivation.beyond import on_record
from mog.derivation.claims import SLIP
from mog.derivation.mutants import SECONDS, Judgement, jobs_of, judge, sample, slips
from mog.derivation.notation import read
from mog.derivation.pages import Equation, equations
from mog.derivation.slips import Slip

SIZES = {"K": 2, "D": 1}
VARIANCE = r"""\frac{\partial \mathcal{L}}{\partial \sigma_k^2}
  = \frac{1}{2} \sum_{i=1}^m \gamma_{ik} \left[ \frac{(x_i - \mu_k)^2}{\sigma_k^4} - \frac{1}{\sigma_k^2} \right]"""
SCORE = r"\frac{\partial \ell_{ij}}{\partial \pi_k} = \frac{\delta_{jk}}{\pi_k}"
LAGRANGIAN = r"\frac{\partial}{\partial \pi_k} \Big[ \mathcal{L} - \lambda \Big( \sum_{j=1}^2 \pi_j - 1 \Big) \Big] = \frac{1}{\pi_k} \sum_{i=1}^m \gamma_{ik} - \lambda"
EQUATIONS = equations((Path(__file__).parent / "equations.md").read_text(encoding="utf-8"))


def slip(tex: str, old: str, new: str) -> Slip:
    """The slip that puts new for the first old."""
    assert old in tex
    return Slip("by hand", tex.index(old), tex.replace(old, new, 1))


# --- slips


@pytest.mark.parametrize(
    ("what", "tex", "expected"),
    [
        ("a digit one more", r"x_i^2 = 0", r"x_i^3 = 0"),
        ("a digit one less", r"\gamma_{i2} = 0", r"\gamma_{i1} = 0"),
        ("another sign", r"a - b = 0", r"a + b = 0"),
        ("a lost sign", r"= -\mu_k", r"=  \mu_k"),
        ("another index", r"\mu_{kd} = 0", r"\mu_{ke} = 0"),
        ("another index", r"\sum_{i=1}^m 1", r"\sum_{i=1}^K 1"),
        ("another letter", r"\sigma_k = 0", r"\mu_k = 0"),
        ("another function", r"\sum_j \pi_j", r"\prod_j \pi_j"),
        ("a lost function", r"\log \pi_k", r" \pi_k"),
        ("a lost exponent", r"\sigma_k^2 = 1", r"\sigma_k = 1"),
        ("a lost exponent", r"x_i^\top x_i", r"x_i x_i"),
        ("a lost exponent", r"\Sigma_k^{-1} x_i", r"\Sigma_k x_i"),
        ("a square too many", r"\gamma_{ik} = 0", r"\gamma_{ik}^2 = 0"),
        ("a lost half", r"\frac{1}{2} z", r"  z"),
        ("a digit one more", r"\frac12 z", r"\frac13 z"),
        ("a fraction upside down", r"\frac{\gamma_{ik}}{\pi_k}", r"\frac{\pi_k}{\gamma_{ik}}"),
        ("a lost divisor", r"\frac{\gamma_{ik}}{\pi_k}", r"(\gamma_{ik})"),
        ("a lost sum", r"\sum_{i=1}^m \gamma_{ik}", r"  \gamma_{ik}"),
        ("a sum over all points", r"\sum_{i \in B} 1", r"\sum_{i=1}^m 1"),
        ("a sum over the mini-batch", r"\sum_{i=1}^m 1", r"\sum_{i \in B} 1"),
        ("a digit one more", r"\sum_{k=1}^K 1", r"\sum_{k=2}^K 1"),
        ("one short", r"\sum_{k=1}^K 1", r"\sum_{k=1}^{K-1} 1"),
        ("a lost factor", r"\gamma_{ik} z", r"  z"),
        ("a lost term", r"(x_i - \mu_k)", r"(x_i  )"),
        ("a lost term", r"[ x_i^2 - 1 ]", r"[ - 1 ]"),
        ("a difference turned round", r"(x_i - \mu_k)", r"(\mu_k - x_i)"),
        ("all points for the mini-batch", r"\mathcal{L}_B = 0", r"\mathcal{L} = 0"),
        ("the mini-batch for all points", r"J = 0", r"J_B = 0"),
    ],
)
def test_a_slip_of_this_kind_is_made(what: str, tex: str, expected: str):
    found = {(slip.what, "".join(slip.text.split())) for slip in slips(tex)}
    assert (what, "".join(expected.split())) in found


def test_no_slip_is_the_equation_itself_and_none_is_made_twice():
    for equation in EQUATIONS:
        texts = [slip.text for slip in slips(equation.tex)]
        assert len(set(texts)) == len(texts)
        assert equation.tex not in texts


def test_slips_are_many_and_always_the_same():
    assert slips(VARIANCE) == slips(VARIANCE)
    assert len(slips(VARIANCE)) > 60


# --- judging


@pytest.mark.parametrize(
    ("tex", "old", "new", "outcome"),
    [
        (VARIANCE, r"\frac{1}{2} \sum", r"\frac{1}{3} \sum", "refused"),
        (VARIANCE, r"\sigma_k^4", r"\sigma_k^2", "refused"),
        (VARIANCE, r"\gamma_{ik}", r"\gamma_{kk}", "unreadable"),
        (VARIANCE, r"\left[", "", "unreadable"),
        (VARIANCE, r"\frac{1}{2}", r"\tfrac12", "same"),
        (VARIANCE, r"x_i - \mu_k", r"\mu_k - x_i", "true"),
    ],
)
def test_a_mutant_is_judged(tex: str, old: str, new: str, outcome: str):
    assert judge("any-name", tex, slip(tex, old, new), SIZES).outcome == outcome


def test_a_bound_index_renamed_is_the_same_equation():
    tex = r"\pi_1 + \pi_2 = \sum_{j=1}^2 \pi_j"
    assert judge("any-name", tex, Slip("by hand", 0, tex.replace("j", "l")), SIZES) == Judgement("same")


def test_a_true_mutant_comes_with_its_reason():
    constant = judge("any-name", LAGRANGIAN, slip(LAGRANGIAN, "- 1", "- 2"), SIZES)
    square = judge("any-name", SCORE, slip(SCORE, r"\delta_{jk}", r"\delta_{jk}^2"), SIZES)
    other = judge("any-name", SCORE, slip(SCORE, r"\delta_{jk}}{\pi_k}", r"\delta_{jk}}{\pi_j}"), SIZES)
    assert [constant.reason, square.reason, other.reason] == [
        "the change is in what is derived, and the derivative is the same",
        "a power of a delta is the delta",
        "the second opinion finds it true at every size",
    ]


def test_what_is_proved_against_the_second_opinion_survives(monkeypatch: pytest.MonkeyPatch):
    believer = verdicts.Verdict("proved", "", (), (), "")
    monkeypatch.setattr(verdicts, "decide", lambda label, tex, sizes: believer)
    false = judge("any-name", VARIANCE, slip(VARIANCE, r"\frac{1}{2} \sum", r"\frac{1}{3} \sum"), SIZES)
    assert false == Judgement("survivor", "proved, and the second opinion says false")
    unknown = judge("any-name", VARIANCE, slip(VARIANCE, r"\frac{1}{2} \sum", r"\log(-\pi_1) \sum"), SIZES)
    assert unknown.outcome == "survivor"
    assert "cannot say" in unknown.reason


def test_a_mutant_that_takes_too_long_is_refused_and_says_so(monkeypatch: pytest.MonkeyPatch):
    def for_ever(label: str, tex: str, sizes: object) -> None:
        while True:
            pass

    monkeypatch.setattr(verdicts, "decide", for_ever)
    monkeypatch.setattr(mutants, "SECONDS", 0.05)
    assert judge("any-name", VARIANCE, slip(VARIANCE, r"\frac{1}{2}", r"\frac{1}{3}"), SIZES).reason == "too slow"
    assert SECONDS <= 20


# --- samples


def test_a_sample_takes_from_every_label_and_is_the_same_each_time():
    jobs = jobs_of(EQUATIONS)
    chosen = sample(jobs, 2 * len(EQUATIONS))
    assert chosen == sample(list(reversed(jobs)), 2 * len(EQUATIONS))
    assert chosen != sample(jobs, 2 * len(EQUATIONS), seed=1)
    assert set(Counter(job.label for job in chosen).values()) == {2}


def test_a_sample_larger_than_all_is_all():
    jobs = jobs_of(EQUATIONS[:2])
    assert sorted(map(str, sample(jobs, 10**6))) == sorted(map(str, jobs))
    assert sample([], 3) == []


def test_equations_shown_as_slips_and_those_without_a_label_have_no_mutants():
    assert jobs_of([Equation("slip-of-the-sign", VARIANCE, SIZES), Equation("", VARIANCE, SIZES)]) == []
    assert jobs_of([Equation("variance", VARIANCE, SIZES)])


@pytest.mark.parametrize("label", ["collapse", "measured-accuracy--again", "program-z"])
def test_what_is_held_to_an_entry_on_record_has_no_mutants(label: str):
    assert jobs_of([Equation(label, VARIANCE, SIZES)]) == []


def test_the_second_opinion_itself_believes_few_mutants():
    """It sees through slips without the checker's help; what it believes is true, such as (μ − x)² for (x − μ)²."""
    readable, believed = [], []
    for job in sample(jobs_of(EQUATIONS), 4 * len(EQUATIONS), seed=2):
        try:
            statements = read(job.slip.text, dict(job.sizes))
        except ValueError:
            continue
        readable.append(job)
        with suppress(opinion.NoOpinion):
            if opinion.holds(statements, dict(job.sizes)):
                believed.append(f"{job.label}: {job.slip.what} at {job.slip.where}")
    assert len(readable) > len(EQUATIONS)
    assert len(believed) <= len(readable) / 20, believed


BOOK = [equation for page in pages.book_equations().values() for equation in page]
SAMPLED = sample(jobs_of([*BOOK, *EQUATIONS]), 96)


@pytest.mark.parametrize("part", range(6))
def test_no_sampled_mutant_of_the_book_or_of_the_coming_chapters_survives(part: int):
    judged = [(job, judge(job.label, job.tex, job.slip, dict(job.sizes))) for job in SAMPLED[part::6]]
    assert [(job.label, job.slip.text) for job, judgement in judged if judgement.outcome == "survivor"] == []
    assert {"unreadable", "refused"} <= {judgement.outcome for _, judgement in judged}


# --- all of them, on demand


@pytest.fixture
def small_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of two equations, tried in one process."""
    page = [Equation("one", r"\gamma_{i1} + \gamma_{i2} = 1", SIZES), Equation("two", r"\pi_1 + \pi_2 = \sum_{j=1}^2 \pi_j", SIZES)]
    monkeypatch.setattr(pages, "book_equations", lambda: {"book/page.md": page})
    monkeypatch.setattr(mutants, "Pool", _OneProcess)
    return tmp_path / "results" / "mutants.json"


class _OneProcess:
    def __init__(self, processes: int | None) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def imap_unordered(self, call, jobs, chunksize):  # type: ignore[no-untyped-def]
        return map(call, reversed(jobs))


def test_the_results_count_every_mutant_of_every_label(small_book: Path, capsys: pytest.CaptureFixture[str]):
    assert mutants.main(["--results", str(small_book)]) == 0
    results = json.loads(small_book.read_text(encoding="utf-8"))
    assert list(results) == ["one", "two"]
    for label, tex in (("one", r"\gamma_{i1} + \gamma_{i2} = 1"), ("two", r"\pi_1 + \pi_2 = \sum_{j=1}^2 \pi_j")):
        entry = results[label]
        assert entry["digest"] == hashlib.sha256(tex.encode()).hexdigest()
        assert entry["unreadable"] > 0
        assert entry["refused"] > 0
        assert entry["made"] == entry["unreadable"] + entry["refused"] + len(entry["true"])
    assert "0 survivor" in capsys.readouterr().out


def test_only_some_labels_are_tried_anew_and_the_others_stay(small_book: Path):
    mutants.main(["--results", str(small_book)])
    whole = small_book.read_text(encoding="utf-8")
    kept = json.loads(whole)
    small_book.write_text(json.dumps(kept | {"two": {"made": -1}, "gone": {"made": 3}}))
    mutants.main(["--results", str(small_book), "--only", "two"])
    assert small_book.read_text(encoding="utf-8") == whole


def test_a_survivor_is_printed_and_fails(small_book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(verdicts, "decide", lambda label, tex, sizes: verdicts.Verdict("proved", "", (), (), ""))
    assert mutants.main(["--results", str(small_book), "--only", "one"]) == 1
    assert "one: a digit one more at character" in capsys.readouterr().err


def test_an_unknown_label_is_named(small_book: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        mutants.main(["--results", str(small_book), "--only", "three"])
    assert "no equation of the book is labelled three" in capsys.readouterr().err


def test_the_committed_results_are_of_the_claims_as_the_pages_state_them():
    """After a change of an equation: python -m mog.derivation.mutants --only LABEL."""
    claims = {equation.label: equation.tex for equation in BOOK}
    decided = {label: tex for label, tex in claims.items() if not label.startswith(SLIP) and not on_record(label)}
    digests = {label: hashlib.sha256(tex.encode()).hexdigest() for label, tex in decided.items()}
    results = json.loads(mutants.RESULTS.read_text(encoding="utf-8"))
    assert {label: result["digest"] for label, result in results.items()} == digests
