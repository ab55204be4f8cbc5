"""What the program prints beyond equations is read from the same LaTeX and said in words, and no two of them alike."""

from __future__ import annotations

import pytest

from mog.derivation.beyond import CITED, MEASURED, PRINTED, UNREADABLE, in_words, spoken
from mog.derivation.notation import Unreadable
from mog.derivation.typesetting import OF_THE_RULES
from mog.derivation.updates import LETTERS
from mog.derivation.updates import in_words as said
from tests.derivation.heard import ear


def test_an_update_is_said_as_what_its_letter_becomes() -> None:
    assert in_words("step-plain") == "Theta becomes theta minus the learning rate eta times the gradient g."
    assert in_words("step-momentum") == (
        "The velocity v becomes the gradient g plus the decay beta times the velocity v,"
        " then theta becomes theta minus the learning rate eta times the velocity v."
    )


def test_a_maximum_is_said_with_what_it_runs_over() -> None:
    assert in_words("program-top") == "The constant c equals the largest ell i k over all components k."
    assert in_words("program-peak") == "The constant c equals the largest logit a k over all components k."


def test_an_update_with_a_slip_is_said_otherwise() -> None:
    right = PRINTED["step-adam"]
    slips = [
        (r"\beta v", r"\rho v"),
        ("g^{2}", "g"),
        (r"\theta -", r"\theta +"),
        (r"\beta^{t}", r"\beta"),
        (r"\eta v", "v"),
    ]
    for old, new in slips:
        assert old in right
        assert ear(said(right.replace(old, new, 1))) != ear(said(right)), old


def test_what_cannot_be_read_as_an_update_is_not_said() -> None:
    with pytest.raises(Unreadable):
        said(r"\theta \leftarrow \theta - \alpha g")


def test_every_letter_of_the_rules_has_a_name_of_its_own() -> None:
    assert LETTERS.keys() == {latex for latex, _ in OF_THE_RULES.values()}
    assert len({ear(name) for name in LETTERS.values()}) == len(LETTERS)


def test_what_the_reader_cannot_read_has_a_sentence_of_its_own() -> None:
    names = [*UNREADABLE, *CITED, *MEASURED]
    sentences = {ear(in_words(name)) for name in names}
    assert len(sentences) == len(names)
    for name in names:
        assert in_words(name)[0].isupper()
        assert in_words(name).endswith(".")
        assert "\\" not in in_words(name), "LaTeX in a sentence"


@pytest.mark.parametrize(
    ("number", "words"), [("-1.5", "minus 1.5"), (r"-\infty", "minus infinity"), ("10^{-14}", "10 to the power minus 14")]
)
def test_a_number_is_spoken(number: str, words: str) -> None:
    assert spoken(number) == words


def test_the_numbers_of_a_sentence_are_those_that_the_build_computes() -> None:
    for name, entry in MEASURED.items():
        assert all(spoken(number) in in_words(name) for number in entry.numbers())
        assert entry.words.count("%s") == entry.tex.count("%s")
