"""LaTeX is cut into tokens without one being lost, and an error shows where reading stopped."""

from __future__ import annotations

import re

import pytest

from mog.derivation.notation import read
from mog.derivation.tokens import Cursor, Unreadable


def texts(tex: str) -> list[str]:
    return [token.text for token in Cursor(tex).tokens]


def test_every_sign_becomes_a_token_in_its_order() -> None:
    assert texts(r"\frac12 \pi_k^{-1} + [x] / (y) | z . a, b' ; = \\") == [
        *(r"\frac", "12", r"\pi", "_", "k", "^", "{", "-", "1", "}", "+", "[", "x", "]", "/", "(", "y", ")", "|", "z", "."),
        *("a", ",", "b", "'", ";", "=", r"\\"),
    ]


@pytest.mark.parametrize(
    "blank",
    [
        *(" ", "\n", "\t", "~", r"\,", r"\;", r"\:", r"\!", r"\ ", r"\quad ", r"\qquad ", r"\left ", r"\right ", r"\big ", r"\Bigl "),
        *(r"\limits ", r"\displaystyle ", r"\textstyle ", r"\nonumber "),
        *(r"\begin{aligned}", r"\end{aligned}", r"\begin{split}", r"\end{split}"),
    ],
)
def test_what_prints_nothing_is_no_token(blank: str) -> None:
    assert texts(f"a{blank}b") == ["a", "b"]


@pytest.mark.parametrize("longer", [r"\leftarrow", r"\rightarrow", r"\bigcup", r"\quadrat", r"\limitsup"])
def test_a_command_that_only_begins_like_a_blank_stays_a_token(longer: str) -> None:
    assert longer in texts(f"a {longer} b")


@pytest.mark.parametrize("sign", ["*", "<", ">", "%", "#", "$", '"', "!", "@", "?", "π", "−", r"\$", "\\9"])
def test_a_sign_without_a_meaning_stops_the_reading_at_its_place(sign: str) -> None:
    with pytest.raises(Unreadable, match="cannot read the sign") as stopped:
        Cursor(f"a = b {sign} c")
    assert f"«a = b ▸{sign} c»" in str(stopped.value)


@pytest.mark.parametrize("plain", ["K", r"\mu", "x"])
@pytest.mark.parametrize("font", [r"\boldsymbol", r"\mathbf", r"\bm", r"\pmb", r"\mathit"])
def test_a_font_that_means_nothing_is_left_out(font: str, plain: str) -> None:
    assert texts(f"{font}{{{plain}}}_i") == texts(f"{font} {plain}_i") == [plain, "_", "i"]


@pytest.mark.parametrize(
    ("dressed", "meant"),
    [
        (r"\mathcal{L}", r"\likelihood"),
        (r"\mathcal L", r"\likelihood"),
        (r"\mathcal{N}", r"\normal"),
        (r"\mathrm{d}", r"\upright-d"),
        (r"\mathrm{e}", "e"),
        (r"\mathrm{T}", r"\top"),
        (r"\operatorname{tr}", r"\tr"),
        (r"\mathrm{tr}", r"\tr"),
        (r"\text{diag}", r"\diag"),
        (r"\operatorname{det}", r"\det"),
        (r"\text{if }", r"\if"),
        (r"\text{otherwise}", r"\otherwise"),
    ],
)
def test_a_font_that_means_something_makes_one_token(dressed: str, meant: str) -> None:
    assert texts(f"a {dressed} b") == ["a", meant, "b"]


@pytest.mark.parametrize(
    "unknown", [r"\mathcal{M}", r"\mathrm{x}", r"\text{for all}", r"\mathbf{1}", r"\mathbf{ab}", r"\mathbf{(}", r"\mathrm"]
)
def test_a_font_or_a_word_that_is_not_known_is_an_error_that_names_it(unknown: str) -> None:
    with pytest.raises(Unreadable, match=re.escape("no rule for \\")):
        Cursor(f"a = {unknown}")


def test_the_marks_of_alignment_are_no_tokens_but_those_between_cases_are() -> None:
    assert texts(r"\begin{aligned} a &= b \\ &= c \end{aligned}") == ["a", "=", "b", r"\\", "=", "c"]
    cases = [r"\begin-cases", "a", "&", "b", r"\\", "c", "&", "d", r"\end-cases"]
    assert texts(r"& \begin{cases} a & b \\ c & d \end{cases} &") == cases


@pytest.mark.parametrize("half", [r"\begin{cases} a & b", r"a \end{cases}", r"\end{cases} a \begin{cases}"])
def test_half_of_a_pair_of_cases_is_an_error(half: str) -> None:
    with pytest.raises(Unreadable):
        read(f"a_k = {half}")


def test_the_place_of_an_error_is_in_the_author_s_words_and_short() -> None:
    cursor = Cursor("a + " * 40)
    for _ in range(40):
        cursor.take()
    with pytest.raises(Unreadable) as stopped:
        cursor.fail("the trouble")
    said = str(stopped.value)
    assert re.fullmatch(r"the trouble at «….{40,48} ▸.{40,48}…»", said), said


def test_the_end_is_reached_only_once_and_says_so() -> None:
    cursor = Cursor("a")
    assert (cursor.peek(), cursor.take(), cursor.peek()) == ("a", "a", "")
    with pytest.raises(Unreadable, match="ends too soon at «a ▸»"):
        cursor.take()


def test_what_is_wanted_is_named_where_something_else_stands() -> None:
    cursor = Cursor("a }")
    cursor.take()
    with pytest.raises(Unreadable, match=re.escape("expected ) or ] at «a ▸}»")):
        cursor.take(")", "]")


def test_looking_ahead_takes_nothing_and_having_takes_one() -> None:
    cursor = Cursor("a b c")
    assert cursor.sees("a", "b")
    assert not cursor.sees("b")
    assert cursor.has("b") == ""
    assert cursor.has("x", "a") == "a"
    assert cursor.peek() == "b"


def test_an_index_is_one_token_or_what_stands_in_braces() -> None:
    cursor = Cursor("{ik}k")
    assert cursor.group() == ["i", "k"]
    assert cursor.group() == ["k"]
    with pytest.raises(Unreadable, match="too soon"):
        Cursor("{ik").group()


def test_braces_that_do_not_close_are_an_error() -> None:
    with pytest.raises(Unreadable, match="do not close"):
        Cursor(r"a = \text{if")
