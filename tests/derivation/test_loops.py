"""Lines become loops: what each statement needs stands before it, and nothing stands in a loop that it does not need."""

from __future__ import annotations

import re

import pytest
from sympy import Expr, Function, Symbol

from mog.derivation.calculus import Exp, over
from mog.derivation.functions import LINES
from mog.derivation.javascript import JavaScriptPrinter
from mog.derivation.loops import Flattening, Loop, Statement, kept_indices, needed, nested, ordered, phases, within
from mog.derivation.program import PROGRAM, Line, d, gamma, i, k, largest, log_joint, name_of, weight, z
from mog.derivation.steps import RULES
from mog.derivation.textbook import D, K, logit, m, mu, x

OUT, OVER_K, OVER_KD, OVER_IK = Symbol("out"), *(Function("out")(*indices) for indices in ((k,), (k, d), (i, k)))
NATURAL = next(rule for rule in RULES if rule.name == "natural")


def flattened(*lines: Line) -> list[Statement]:
    flattening = Flattening()
    for line in lines:
        flattening.add(line, "")
    return flattening.statements


def text_of(*lines: Line) -> str:
    return "\n".join(JavaScriptPrinter().lines([(line, f"about {line.name}") for line in lines], [lines[-1].name]))


def test_a_sum_within_a_formula_stands_before_it_under_a_name_of_its_own() -> None:
    first, second = flattened(Line(OVER_K, logit(k) / over(K, logit)))
    assert (first.name, first.gathered_over, first.right) == ("sum_of_a", k, logit(k))
    assert second.right == logit(k) / first.left


def test_a_sum_that_occurs_twice_is_computed_once() -> None:
    lines = Line(OVER_K, logit(k) / over(K, logit)), Line(Function("other")(k), logit(k) * over(K, logit))
    assert [statement.name for statement in flattened(*lines)] == ["sum_of_a", "out", "other"]


def test_sums_of_different_things_are_called_by_different_names() -> None:
    formula = over(K, logit) + over(K, lambda n: logit(n) ** 2) + largest(K, logit)
    assert {statement.name for statement in flattened(Line(OUT, formula))} == {"sum_of_a", "sum_of_a_squared", "largest_of_a", "out"}


def test_two_sums_that_would_have_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two sums would be called sum_of_a: "):
        flattened(Line(OUT, over(K, logit) + over(K, lambda n: Exp(logit(n)))))


@pytest.mark.parametrize(
    "line",
    [
        Line(OVER_KD, weight(k)),
        Line(OVER_K, mu(k, d)),
        Line(OVER_K, over(m, lambda _: weight(k))),
        Line(OVER_K, over(K, lambda n: weight(k) * logit(n))),
    ],
    ids=["an index is missing", "an index is too many", "a sum without its index", "two indices in one loop"],
)
def test_what_an_array_would_not_say_is_no_loop_either(line: Line) -> None:
    with pytest.raises(ValueError, match=r"has the indices|cannot be summed"):
        flattened(line)


def test_only_the_lines_that_an_output_rests_on_are_computed() -> None:
    names = [line.name for line in needed(PROGRAM, [LINES["gamma"]])]
    assert names[-1] == "gamma"
    assert set(names).isdisjoint({"weight", "log_density", "log_likelihood", "mean_gradient"})
    assert {"peak", "log_weight", "top"} <= set(names)


def gradient_statements() -> list[Statement]:
    outputs = [LINES[name] for name in ("log_likelihood", "logit_gradient", "mean_gradient", "log_sigma_gradient")]
    return flattened(*needed(PROGRAM, outputs))


def test_what_needs_no_point_comes_before_the_points_and_what_needs_their_sums_after() -> None:
    before, inside, after = ([one.name for one in phase] for phase in phases(gradient_statements()))
    assert "sum_of_log_sigma" in before
    assert {"weight", "inverse_sigma"} <= set(before)
    assert {"z", "gamma", "sum_of_gamma_z", "logit_gradient"} <= set(inside)
    assert after == ["mean_gradient"]


def test_there_is_one_loop_over_the_points() -> None:
    (loop,) = nested(ordered(phases(gradient_statements())[1]))
    assert isinstance(loop, Loop)
    assert loop.index == i


@pytest.mark.parametrize("lines", [NATURAL.lines, needed(PROGRAM, PROGRAM)], ids=["a step rule", "the program"])
def test_no_statement_stands_before_one_that_it_needs_or_behind_one_that_takes_what_it_reads(lines: tuple[Line, ...]) -> None:
    given = flattened(*lines)
    put = [one for phase in phases(given) for one in ordered(phase)]
    assert len(put) == len(given)
    for place, one in enumerate(given):
        assert all(put.index(one) < put.index(other) for other in given[place + 1 :] if one.must_precede(other))


def test_what_reads_a_letter_comes_before_its_update_though_it_stands_in_more_loops() -> None:
    put = ordered(flattened(Line(OVER_KD, mu(k, d) * logit(k)), Line(logit(k), logit(k) + 1)))
    assert [one.name for one in put] == ["out", "a"]


def test_what_can_share_a_loop_comes_into_it_before_what_cannot() -> None:
    names = [Function(name)(*indices) for name, indices in {"first": (k, d), "second": (k,), "third": (), "alone": (k, d)}.items()]
    first, second, third, alone = names
    lines = (
        Line(first, mu(k, d)),
        Line(second, over(D, lambda n: first.func(k, n))),
        Line(third, over(K, second.func)),
        Line(alone, 2 * mu(k, d)),
    )
    assert [one.left for one in ordered(flattened(*lines))] == [first, alone, second, third]


def test_a_letter_that_lives_in_one_loop_alone_is_no_array() -> None:
    parts = [part for phase in phases(gradient_statements()) for part in nested(ordered(phase))]
    kept = kept_indices(parts, ["log_likelihood", "logit_gradient", "mean_gradient", "log_sigma_gradient"])
    assert [kept[name] for name in ("top", "log_normal", "gamma", "scaled_density")] == [()] * 4
    assert [kept[name] for name in ("z", "log_joint", "weight", "sum_of_gamma_z")] == [(k, d), (k,), (k,), (k, d)]


def test_what_is_stored_without_an_index_is_used_nowhere_outside_that_loop() -> None:
    parts = [part for phase in phases(gradient_statements()) for part in nested(ordered(phase))]
    statements = list(within(parts))
    for name, kept in kept_indices(parts, []).items():
        left = next(one.left for one, _ in statements if one.name == name)
        for index in set(left.args) - set(kept):
            around = [next(loop for loop in loops if loop.index == index) for one, loops in statements if name in one.reads | {one.name}]
            assert len(set(map(id, around))) == 1, name


def test_the_comment_of_the_only_statement_in_a_loop_stands_above_the_loop() -> None:
    text = text_of(Line(OVER_K, Exp(logit(k))))
    assert re.search(r"// about out\nfor \(let k = 0; k < K; k\+\+\) out\[k\] = Math\.exp\(logits\[k\]\);$", text)


def test_an_output_keeps_the_index_of_the_point_and_what_leads_to_it_does_not() -> None:
    shifted: Expr = log_joint(i, k) - x(i, d).func(i, k)
    text = text_of(Line(gamma(i, k), shifted), Line(OVER_IK, Exp(gamma(i, k))))
    assert "const gamma = logJoint[i * K + k] - x[i * K + k];" in text
    assert "out[i * K + k] = Math.exp(gamma);" in text


def test_what_does_not_depend_on_the_point_is_lifted_out_of_a_sum_over_points() -> None:
    text = text_of(Line(OVER_KD, weight(k) * over(m, lambda n: gamma(n, k) * z(n, k, d)) / over(D, lambda n: mu(k, n))))
    inside = text[text.index("for (let i") : text.index("// about out")]
    assert "weight" not in inside
    assert "means" not in inside
    assert "sumOfGammaZ[k * D + d] += gamma[i * K + k] * z[(i * K + k) * D + d];" in inside


def test_every_line_of_a_rule_is_a_statement_of_its_own() -> None:
    assert {name_of(line.left) for line in NATURAL.lines} <= {one.name for one in flattened(*NATURAL.lines)}
