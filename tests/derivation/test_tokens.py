"""LaTeX is cut into tokens without one being lost; what prints otherwise than it would be read is an error that shows its place."""

from __future__ import annotations

import re

import pytest

from mog.derivation.tokens import Cursor, Unreadable
from tests.derivation.readings import trouble


def texts(tex: str) -> list[str]:
    return [token.text for token in Cursor(tex).tokens]


# --- what is a token

SIGNS = [
    *(r"\frac", "12", r"\pi", "_", "k", "^", "{", "-", "1", "}", "+", "[", "x", "]", "/", "(", "y", ")", "|", "z", "."),
    *("a", ",", "b", "'", ";", "=", r"\{", r"\}", r"\\"),
]


def test_every_sign_becomes_a_token_in_its_order_and_knows_its_place() -> None:
    tex = r"\frac12 \pi_k^{-1} + [x] / (y) | z . a, b' ; = \{ \} \\"
    tokens = Cursor(tex).tokens
    assert [token.text for token in tokens] == SIGNS
    assert [tex[token.start : token.end] for token in tokens] == SIGNS


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "~", r"\,", r"\;", r"\:", r"\!", r"\ "])
def test_what_prints_nothing_is_no_token(blank: str) -> None:
    assert texts(f"a{blank}b") == ["a", "b"]


@pytest.mark.parametrize("word", [r"\displaystyle ", r"\textstyle ", r"\nonumber "])
def test_a_word_that_prints_nothing_stands_at_the_begin_only(word: str) -> None:
    assert texts(f"{word}a") == ["a"]
    assert "a word that prints nothing" in trouble(f"a = {word}b")


def test_limits_print_nothing_behind_a_sum_and_mean_nothing_elsewhere() -> None:
    assert texts(r"\sum\limits_k a") == texts(r"\sum_k a")
    assert r"\limits without a sum" in trouble(r"a = b\limits c")


@pytest.mark.parametrize("longer", [r"\leftarrow", r"\rightarrow", r"\bigcup", r"\quadrat", r"\limitsup"])
def test_a_command_that_only_begins_like_a_blank_stays_a_token(longer: str) -> None:
    assert longer in texts(f"a {longer} b")


SIZED = {
    r"\left( c \right)": ["(", "c", ")"],
    r"\big[ c \big]": ["[", "c", "]"],
    r"\Bigl\{ c \Bigr\}": [r"\{", "c", r"\}"],
    r"\bigm\lvert c \Bigg\rvert": ["|", "c", "|"],
    r"\left. c \right|": [".", "c", "|"],
}


@pytest.mark.parametrize("tex", SIZED)
def test_the_size_of_a_bracket_is_no_token(tex: str) -> None:
    assert texts(tex) == SIZED[tex]


@pytest.mark.parametrize(
    ("size", "tex"), [(r"\left", r"\left c \right)"), (r"\right", r"\left( c \right b"), (r"\big", r"\big c"), (r"\Biggr", r"( c \Biggr b")]
)
def test_the_size_of_what_is_no_bracket_stays_a_token(size: str, tex: str) -> None:
    assert size in texts(tex)


# --- fonts


@pytest.mark.parametrize("plain", ["K", r"\mu", "x"])
@pytest.mark.parametrize("font", [r"\boldsymbol", r"\mathbf", r"\pmb", r"\mathit"])
def test_a_font_that_means_nothing_is_left_out(font: str, plain: str) -> None:
    assert texts(f"{font}{{{plain}}}_i") == texts(f"{font} {plain}_i") == [plain, "_", "i"]


WORDS = {
    r"\mathcal{L}": "⟨L⟩",
    r"\mathcal L": "⟨L⟩",
    r"\mathcal{N}": "⟨N⟩",
    r"\mathrm{d}": "⟨d⟩",
    r"\mathrm{e}": "e",
    r"\mathrm{T}": r"\top",
    r"\mathsf T": r"\top",
    r"\operatorname{tr}": "⟨tr⟩",
    r"\mathrm{tr}": "⟨tr⟩",
    r"\text{diag}": "⟨diag⟩",
    r"\operatorname{det}": r"\det",
    r"\mathrm{exp}": r"\exp",
    r"\text{if }": "⟨if⟩",
    r"\text{otherwise}": "⟨otherwise⟩",
}


@pytest.mark.parametrize("dressed", WORDS)
def test_a_font_that_means_something_makes_one_token(dressed: str) -> None:
    assert texts(f"a {dressed} b") == ["a", WORDS[dressed], "b"]


@pytest.mark.parametrize("typed", ["⟨L⟩", r"\mathrm{⟨d⟩}", r"\likelihood", r"\normal", r"\tr", r"\diag", "⟨begin cases⟩"])
def test_the_machine_s_own_signs_cannot_be_typed(typed: str) -> None:
    try:
        found = texts(f"a {typed} b")
    except Unreadable:
        return
    assert not {"⟨L⟩", "⟨N⟩", "⟨d⟩", "⟨tr⟩", "⟨diag⟩", "⟨begin cases⟩"} & set(found)


@pytest.mark.parametrize(
    "unknown",
    [
        r"\mathcal{M}",
        r"\mathrm{x}",
        r"\text{for all}",
        r"\mathbf{1}",
        r"\mathbf{ab}",
        r"\mathbf{(}",
        r"\mathbf{\\}",
        r"\mathit{d}",
        r"\mathrm",
    ],
)
def test_a_font_or_a_word_that_is_not_known_is_an_error_that_names_it(unknown: str) -> None:
    assert "no rule for \\" in trouble(f"a = {unknown}")


@pytest.mark.parametrize("tex", [r"a = \text{if", r"a = \mathcal{"])
def test_braces_that_do_not_close_are_an_error(tex: str) -> None:
    assert "do not close" in trouble(tex)


# --- rows, columns, spaces


@pytest.mark.parametrize("rows", ["aligned", "split"])
def test_the_marks_of_alignment_are_no_tokens_but_those_between_cases_are(rows: str) -> None:
    assert texts(rf"\begin{{{rows}}} a &= b \\ &= c \\ & + d \end{{{rows}}}.") == ["a", "=", "b", r"\\", "=", "c", r"\\", "+", "d", "."]
    cases = ["⟨begin cases⟩", "a", "&", "b", r"\\", "c", "&", "d", "⟨end cases⟩"]
    assert texts(rf"\begin{{{rows}}} a &= \begin{{cases}} a & b \\ c & d \end{{cases}} \end{{{rows}}}") == ["a", "=", *cases]


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} a &= b & c &= d \end{aligned}",
        r"\begin{aligned} a &= b \\ c &= d & e \end{aligned}",
        r"\begin{aligned} a &= \begin{cases} 1 & j = k \\ 0 & \text{otherwise} \end{cases} & c &= m \end{aligned}",
        r"\begin{aligned} a &= \begin{cases} 1 & j = k \\ 0 & \text{otherwise} \end{cases} & c = m \end{aligned}",
        r"\begin{aligned} a = b & c \end{aligned}",
        r"a &= b",
    ],
)
def test_a_column_that_is_not_aligned_at_a_relation_is_an_error(tex: str) -> None:
    assert "a column that is not aligned" in trouble(tex)


@pytest.mark.parametrize(
    "tex",
    [
        r"a = \begin{aligned} b \end{aligned}",
        r"\begin{aligned} a = b",
        r"a = b \end{aligned}",
        r"\begin{aligned} a = b \end{split}",
        r"\begin{aligned} a = b \end{aligned} \begin{aligned} c = d \end{aligned}",
    ],
)
def test_aligned_rows_are_the_whole_of_an_equation(tex: str) -> None:
    with pytest.raises(Unreadable, match="aligned rows are the whole of an equation"):
        Cursor(tex)


@pytest.mark.parametrize("half", [r"\begin{cases} a & b", r"a \end{cases}"])
def test_half_of_a_pair_of_cases_is_an_error(half: str) -> None:
    with pytest.raises(Unreadable, match="the cases do not begin or do not end"):
        Cursor(f"a = {half}")


@pytest.mark.parametrize("space", [r"\quad", r"\qquad"])
def test_a_wide_space_beside_a_separator_is_no_token_and_within_a_formula_an_error(space: str) -> None:
    for beside in (
        f"a, {space} b",
        f"a {space} = b",
        f"a {space} \\iff b",
        f"a \\\\ {space} b",
        f"{space} a",
        f"a {space}",
        rf"\begin{{aligned}} a = b \\ & {space} + c \end{{aligned}}",
    ):
        assert texts(beside) == texts(beside.replace(space, ""))
    for within in (f"a {space} b", f"a + {space} b", f"( {space} a )"):
        assert "a wide space within a formula" in trouble(within)


MISLEADING = {
    "a = b\n\n c": "an empty line",
    "a = b\n \t\n c": "an empty line",
    r"\begin{aligned}[c] a &= b \end{aligned}": "an environment with an option",
    r"\begin{split} [t] a &= b \end{split}": "an environment with an option",
    r"a \\[2mm] b": "a distance between rows",
    r"a \\* b": "a distance between rows",
    r"a = b \; \; c": "a row of spaces",
    r"a = b~~c": "a row of spaces",
    r"a = b\,\ c": "a row of spaces",
}


@pytest.mark.parametrize("tex", MISLEADING)
def test_what_prints_otherwise_than_it_would_be_read_is_an_error(tex: str) -> None:
    assert MISLEADING[tex] in trouble(tex)


@pytest.mark.parametrize("tex", [r"\left( a ) = b", r"( a \right) = b", r"\left( \left( a \right) = b", r"( a \right) = \left( b )"])
def test_a_left_without_its_right_is_an_error(tex: str) -> None:
    """TeX refuses it, so that nothing would be printed."""
    with pytest.raises(Unreadable, match="do not come in pairs"):
        Cursor(tex)


@pytest.mark.parametrize("tex", [r"\left( a ) = b", r"a = \begin{cases} a & b"])
def test_what_has_no_other_half_is_shown_at_its_place(tex: str) -> None:
    assert trouble(tex)


@pytest.mark.parametrize("sign", ["*", "<", ">", "%", "#", "$", '"', "!", "@", "?", "π", "−", "２", r"\$", "\\9"])
def test_a_sign_without_a_meaning_stops_the_reading_at_its_place(sign: str) -> None:
    with pytest.raises(Unreadable, match="cannot read the sign") as stopped:
        Cursor(f"a = b {sign} c")
    assert f"«a = b ▸{sign} c»" in str(stopped.value)


# --- the cursor


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


@pytest.mark.parametrize("between", [r"\,", "~", r"\big"])
def test_what_tex_would_take_for_an_index_in_its_place_is_an_error(between: str) -> None:
    cursor = Cursor(f"a_{between}(")
    assert (cursor.take(), cursor.take()) == ("a", "_")
    with pytest.raises(Unreadable, match="TeX would take what stands before this"):
        cursor.group()


def test_of_a_number_without_braces_only_the_first_digit_is_the_index() -> None:
    r"""TeX prints \mu_12 as μ₁2."""
    cursor = Cursor("123 {45}")
    assert cursor.group() == ["1"]
    assert (cursor.peek(), cursor.tokens[1].start, cursor.tokens[1].end) == ("23", 1, 3)
    cursor.take()
    assert cursor.group() == ["45"]
