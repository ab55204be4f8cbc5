"""What holds for every component and feature holds for those that a number names, and the other way round it does not."""

from __future__ import annotations

import pytest

from mog.derivation import tree
from mog.derivation.lettered import lettered
from mog.derivation.letters import COMPONENTS, FEATURES
from mog.derivation.notation import read
from mog.derivation.verdicts import Refused, decide

SIZES = {"K": 3, "D": 3}
BOTH = (COMPONENTS, FEATURES)


def members(tex: str) -> tuple[tree.Node, ...]:
    return tree.chains(read(tex, SIZES))[0].members


def said(tex: str, kinds: tuple[str, ...] = BOTH) -> tuple[tree.Node, ...] | None:
    return lettered(members(tex), kinds)


def test_each_number_gets_a_letter_of_its_own_that_is_not_in_use() -> None:
    assert said(r"\mu_{12} \mu_{21} = \sum_j \mu_{j1}") == members(r"\mu_{ke} \mu_{ld} = \sum_j \mu_{jd}")


def test_only_the_kinds_asked_for_are_lettered() -> None:
    assert said(r"\mu_{12} = \mu_{12} + 0", (COMPONENTS,)) == members(r"\mu_{j2} = \mu_{j2} + 0")
    assert said(r"\mu_{12} = \mu_{12} + 0", (FEATURES,)) == members(r"\mu_{1d} = \mu_{1d} + 0")


@pytest.mark.parametrize(
    "tex",
    [
        r"\mu_{kd} = \mu_{kd} + 0",
        r"\mu_{k1} + \mu_{k2} + \mu_{k3} = 0",
        r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1} = 0",
        r"\frac{\partial \mathcal{L}}{\partial a} = \pi_1",
    ],
)
def test_nothing_is_lettered_where_there_is_no_number_or_it_matters_or_letters_run_out(tex: str) -> None:
    assert lettered(tree.chains(read(tex, {"K": 2, "D": 3}))[0].members, BOTH) is None


def test_a_kronecker_delta_and_an_index_left_out_are_lettered_too() -> None:
    assert said(r"\delta_{1k} = 0") == members(r"\delta_{jk} = 0")
    assert said(r"\sum_{j \ne 1} \pi_j = 1 - \pi_1") == members(r"\sum_{j \ne k} \pi_j = 1 - \pi_k")


TRUE = r"\frac{\partial \mathcal{L}_B}{\partial \mu_{12}} = \sum_{i \in B} \gamma_{i1} \, \frac{x_{i2} - \mu_{12}}{\sigma_{12}^2}"


def test_an_equation_too_large_to_be_written_out_is_proved_for_every_component() -> None:
    assert decide("trial", TRUE, SIZES).reach == "for any number of components and 3 features"


@pytest.mark.parametrize(("right", "wrong"), [(r"\gamma_{i1}", r"\gamma_{i2}"), ("x_{i2}", "x_{i1}"), (r"- \mu_{12}", r"- \mu_{22}")])
def test_a_wrong_number_in_it_is_refused(right: str, wrong: str) -> None:
    assert right in TRUE
    with pytest.raises(Refused):
        decide("trial", TRUE.replace(right, wrong), SIZES)


def test_what_holds_for_some_components_alone_is_refused() -> None:
    with pytest.raises(Refused):
        decide("trial", r"\frac{\partial \mu_{11}}{\partial \mu_{22}} = 1", SIZES)
    assert decide("trial", r"\frac{\partial \mu_{11}}{\partial \mu_{22}} = 0", {"K": 2, "D": 2}).kind == "proved"
