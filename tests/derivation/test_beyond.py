"""What the reader has no rule for stands as it is on record, token by token; and nothing is on record that could be decided."""

from __future__ import annotations

import numpy as np
import pytest

from mog.derivation.beyond import CITED, MEASURED, PRINTED, UNREADABLE, Differs, agree, hessian_eigenvalues, hold_to_program, on_record
from mog.derivation.claims import DEFINITIONS, HEADLINES, SLIP
from mog.derivation.notation import Unreadable, read
from mog.derivation.pages import ROOT
from mog.derivation.program import PROGRAM
from mog.derivation.steps import RULES
from mog.derivation.typesetting import UNWRITTEN

ENTRIES = {
    **{name: entry.tex for name, entry in CITED.items()},
    **{name: entry.tex % entry.numbers() for name, entry in MEASURED.items()},
    **{name: PRINTED[name] for name in sorted(UNREADABLE)},
}
ENTRY = r"\lim_{\sigma_1 \to 0} \mathcal{L} = \infty \text{ if so}, \qquad c = -1.5"


@pytest.mark.parametrize("name", ENTRIES)
def test_no_entry_can_be_read(name: str) -> None:
    for sizes in ({}, {"K": 2, "D": 1}):
        with pytest.raises(Unreadable):
            read(ENTRIES[name], sizes)


@pytest.mark.parametrize("name", sorted(PRINTED.keys() - UNREADABLE))
def test_every_other_line_of_the_program_can_be_read(name: str) -> None:
    assert read(PRINTED[name], {})


def test_the_names_on_record_mean_nothing_else() -> None:
    names = ENTRIES.keys() | PRINTED.keys()
    assert not names & (HEADLINES.keys() | DEFINITIONS)
    assert not any(name.startswith(SLIP) or "--" in name for name in names)
    assert all(on_record(label) for name in names for label in (name, f"{name}--again"))
    assert not on_record("mean-gradient")


def test_every_source_is_in_the_bibliography() -> None:
    bibliography = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    keys = [key for entry in CITED.values() for key in entry.keys]
    assert [key for key in keys if f"{{{key}," not in bibliography] == []
    assert all(entry.keys for entry in CITED.values())


def test_only_the_lines_without_a_left_side_are_no_equations_of_the_program() -> None:
    nameless = {line.name for line in UNWRITTEN} & {line.name for line in PROGRAM} - {"inverse_sigma"}
    lines = {f"program-{line.name}" for line in PROGRAM} - {f"program-{name}" for name in nameless}
    assert PRINTED.keys() == lines | {f"step-{rule.name}" for rule in RULES}


# --- token by token


@pytest.mark.parametrize(
    "tex",
    [
        ENTRY,
        ENTRY.replace(" ", "\n  "),
        ENTRY.replace(r"\to 0", r"\to  0").replace(" = ", "="),
        ENTRY.replace(r"\text{ if so}", "\\text{ if \n so}"),
    ],
)
def test_blanks_between_tokens_say_nothing(tex: str) -> None:
    agree(tex, ENTRY, "on record is")


@pytest.mark.parametrize(
    ("old", "new", "here", "there"),
    [
        ("-1.5", "-1.6", "= - ▸1.6", "= - ▸1.5"),
        ("-1.5", "1.5", "c = ▸1.5", "c = ▸-1.5"),
        ("-1.5", "- 1 .5", "c = - ▸1 .5", "c = - ▸1.5"),
        (r"\infty", r"\infty^2", r"\infty ▸^2", r"\infty ▸\text"),
        (r"\to", r"\t o", r"\sigma_1 ▸\t o", r"\sigma_1 ▸\to"),
        (" if so", " ifso", r"\infty ▸\text{ ifso}", r"\infty ▸\text{ if so}"),
        (r", \qquad c = -1.5", "", r"\text{ if so} ▸»", r"\text{ if so} ▸,"),
        ("-1.5", "-1.5 %", "-1.5 ▸%", "-1.5 ▸»"),
        (r"\lim", "", " ▸_{", r" ▸\lim"),
    ],
)
def test_where_two_differ_both_are_shown_from_the_first_place_on(old: str, new: str, here: str, there: str) -> None:
    with pytest.raises(Differs) as differs:
        agree(ENTRY.replace(old, new), ENTRY, "on record is")
    ours, theirs = str(differs.value).split(", but on record is ")
    assert here in ours
    assert there in theirs


def test_a_line_of_the_program_stands_only_as_the_program_prints_it() -> None:
    hold_to_program("mean-gradient", "anything")
    hold_to_program("program-z", PRINTED["program-z"])
    with pytest.raises(Differs, match="but the program prints"):
        hold_to_program("program-z", r"z_{ikd} = \frac{\mu_{kd} - x_{id}}{\sigma_{kd}}")
    with pytest.raises(Differs, match="but the program prints"):
        hold_to_program("step-plain", r"\theta \leftarrow \theta + \eta g")
    for name in ("program-scaled_joint", "program-nothing", "step-nothing"):
        with pytest.raises(Differs, match=f"no equation named {name.partition('-')[2]}"):
            hold_to_program(name, "z_{ikd} = z_{ikd}")


def test_the_eigenvalues_are_those_of_the_hessian_written_out_by_hand() -> None:
    """Both responsibilities are ½ and (x − μ)² is 4: the diagonal is −(½·(4 − 1) − ¼·4), beside it stands ¼·2·(−2)."""
    smallest, largest = np.linalg.eigvalsh([[-0.5, -1.0], [-1.0, -0.5]])
    assert hessian_eigenvalues() == (f"{smallest:.1f}", f"{largest:.1f}")
