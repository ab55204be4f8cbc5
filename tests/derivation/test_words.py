"""An equation in words: the sentence is what a person would say, and it loses nothing, so that a listener can write the equation down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mog.derivation import tree
from mog.derivation.beyond import PRINTED, UNREADABLE
from mog.derivation.echo import without_feature
from mog.derivation.letters import FEATURES, LETTERS, RUNS_OVER
from mog.derivation.mutants import jobs_of, sample
from mog.derivation.notation import Unreadable, read
from mog.derivation.pages import Equation, book_equations
from mog.derivation.verdicts import in_words
from mog.derivation.words import SPOKEN, sentence, words
from tests.derivation.heard import ear, heard
from tests.derivation.readings import TWO, own_equations, readable

MINUS_ONE = tree.Minus(tree.Number(1))
EQUATIONS = [
    *(equation for page in book_equations().values() for equation in readable(page)),
    *own_equations("assignment.md", "equations.md"),
    *(Equation(name, tex) for name, tex in PRINTED.items() if name not in UNREADABLE),
]
SENTENCES = {
    r"\gamma_{ik}^2 = \frac{1}{2}": "Gamma i k squared equals one half.",
    r"\frac{\gamma_{ik}}{\pi_k} = 1": "Gamma i k over pi k equals 1.",
    r"1 - \frac{\gamma_{ik}}{\pi_k} = 1": "1 minus the fraction gamma i k over pi k, end of fraction, equals 1.",
    r"\frac{\partial \mathcal{L}}{\partial \mu_k} = \sum_{i=1}^m \gamma_{ik} (x_i - \mu_k)": "The derivative of the log-likelihood with"
    " respect to mu k equals the sum over all points i of gamma i k times the quantity x i minus mu k, end quantity.",
    r"\sum_i \gamma_{ik} - m \pi_k = 0": "The sum over all points i of gamma i k, end of the sum over i, minus the number of points times"
    " pi k equals 0.",
    r"\log \sum_{j \ne k} \pi_j = (\log \pi_k)^2": "The log of the sum over all components j other than k of pi j equals the quantity the log"
    " of pi k, end quantity, squared.",
    r"N_k = \sum_i \gamma_{ik} = m": "The count N k equals the sum over all points i of gamma i k, which equals the number of points.",
    r"J = 0 \iff a = c": "The mean negative log-likelihood equals 0 if and only if the logit a equals the constant c.",
    r"\gamma_{ik} \propto \pi_k": "Gamma i k is proportional to pi k.",
    r"\frac{\partial^2 \mathcal{L}}{\partial a_j \partial a_k} = 0": "The second derivative of the log-likelihood with respect first to the"
    " logit a k, then to the logit a j equals 0.",
}


@pytest.mark.parametrize("tex", SENTENCES)
def test_a_sentence_is_what_a_person_would_say(tex: str) -> None:
    assert in_words(read(tex, TWO), TWO) == SENTENCES[tex]


def test_a_further_equation_is_said_to_be_given_where_the_proof_takes_it_for_granted() -> None:
    slope = r"\frac{\mathrm{d} \mathcal{L}}{\mathrm{d} \pi_1} = 0, \qquad %s"
    said = {
        tail: in_words(read(slope % tail, TWO), TWO)
        for tail in (r"\pi_2 = 1 - \pi_1", r"\pi_2 = 1", r"\pi_2 = a_1, \quad \pi_2 = 1 - \pi_1")
    }
    assert [ear(each).count("given that") for each in said.values()] == [1, 0, 0]
    assert [each.count("; and also") for each in said.values()] == [0, 1, 2]


# --- nothing is lost


def as_shown(statement: tree.Statement, one_feature: bool) -> tree.Statement:
    """The statement as a page writes it."""
    if isinstance(statement, tree.Equivalence):
        return tree.Equivalence(*(as_shown(chain, one_feature) for chain in (statement.left, statement.right)))
    return tree.Chain(statement.relation, tuple(map(without_feature, statement.members)) if one_feature else statement.members)


def misheard(equations: list[Equation]) -> Iterator[str]:
    """The equations that a listener writes down otherwise than they are printed."""
    for equation in equations:
        statements, one_feature = read(equation.tex, equation.sizes), equation.sizes.get(FEATURES) == 1
        if heard(sentence(statements, one_feature)) != tuple(as_shown(each, one_feature) for each in statements):
            yield f"{equation.label}: {sentence(statements, one_feature)}"


def test_who_hears_an_equation_of_the_book_can_write_it_down() -> None:
    assert list(misheard(EQUATIONS)) == []


def test_who_hears_an_equation_one_slip_away_from_the_book_s_writes_down_the_slip() -> None:
    slips = []
    for job in sample(jobs_of(EQUATIONS), 900):
        try:
            read(job.slip.text, dict(job.sizes))
        except Unreadable:
            continue
        slips.append(Equation(job.label, job.slip.text, dict(job.sizes)))
    assert len(slips) > len(EQUATIONS)
    assert list(misheard(slips)) == []


INDICES = st.sampled_from([*RUNS_OVER, 1, 2])


def letters(*names: str) -> st.SearchStrategy[tree.Letter]:
    """A letter with its indices, or with one fewer where it is a vector."""

    def indexed(name: str) -> st.SearchStrategy[tree.Letter]:
        most = len(LETTERS[name].indices)
        least = most - (LETTERS[name].indices[-1:] == "d") if name != "a" else 0
        return st.builds(tree.Letter, st.just(name), st.lists(INDICES, min_size=least, max_size=most).map(tuple))

    return st.sampled_from(names or sorted(LETTERS)).flatmap(indexed)


def reductions(kind: type[tree.Node], parts: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    """A sum or a product, over a mini-batch too."""
    domains = [*RUNS_OVER.items(), ("i", "B"), ("n", "B")]
    return st.builds(
        lambda where, body, apart: kind(*where, body, apart),
        st.sampled_from(domains),
        parts,
        st.none() | INDICES,  # type: ignore[call-arg]
    ).filter(binds_each_index_once)


def binds_each_index_once(node: tree.Node) -> bool:
    """As the reader sees to: within a sum its index letter is not bound anew."""
    bound = [part.index for part in node.walk() if isinstance(part, tree.Sum | tree.Product)]
    return len(set(bound)) == len(bound)


SIGNS = st.one_of(
    letters(),
    st.builds(tree.Number, st.integers(0, 12)),
    st.just(tree.CircleConstant()),
    st.just(tree.Theta()),
    st.builds(tree.Delta, INDICES, INDICES),
)
BY = st.one_of(
    letters("mu", "pi", "a", "sigma"), letters("sigma").map(lambda letter: tree.Power(letter, tree.Number(2))), st.just(tree.Theta())
)


def larger(parts: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    """A node around one or two others, of every kind."""
    one = [tree.Minus, tree.Exp, tree.Log, tree.Root, tree.Transposed, tree.Trace, tree.Determinant]
    return st.one_of(
        *(st.builds(kind, parts) for kind in one),
        *(st.builds(kind, parts, parts) for kind in (tree.Add, tree.Times, tree.Over, tree.Power)),
        st.builds(
            tree.Power, parts, st.sampled_from([tree.Number(2), tree.Number(3), MINUS_ONE, tree.Over(tree.Number(1), tree.Number(2))])
        ),
        st.builds(tree.Normal, parts, parts, parts),
        st.builds(tree.Partial, parts, BY | BY.map(tree.Log), st.booleans()),
        st.builds(tree.Cases, INDICES, INDICES, parts, parts),
        st.builds(tree.Diagonal, letters("sigma")),
        reductions(tree.Sum, parts),
        reductions(tree.Product, parts),
    )


TREES = st.recursive(SIGNS, larger, max_leaves=8)


# To make a failure smaller takes minutes; the tests below show small ones.
@settings(max_examples=300, deadline=None, derandomize=True, phases=[Phase.generate])
@given(TREES, TREES)
def test_who_hears_any_equation_can_write_it_down(left: tree.Node, right: tree.Node) -> None:
    chain = tree.Chain("=", (left, right))
    assert heard(sentence([chain])) == (chain,)


A, B = tree.Letter("pi", ("j",)), tree.Letter("pi", ("k",))
CLOSE = [
    (tree.Times(tree.Sum("i", "m", A), B), tree.Sum("i", "m", tree.Times(A, B))),
    (tree.Add(tree.Sum("i", "m", A), B), tree.Sum("i", "m", tree.Add(A, B))),
    (tree.Times(tree.Log(tree.Sum("i", "m", A)), B), tree.Log(tree.Sum("i", "m", tree.Times(A, B)))),
    (
        tree.Sum("i", "m", tree.Times(tree.Sum("k", "K", A), B)),
        tree.Times(tree.Sum("i", "m", tree.Sum("k", "K", A)), B),
    ),
    (tree.Over(tree.Add(A, B), A), tree.Add(A, tree.Over(B, A))),
    (tree.Log(tree.Power(A, tree.Number(2))), tree.Power(tree.Log(A), tree.Number(2))),
    (tree.Power(A, tree.Power(tree.Number(2), tree.Number(3))), tree.Power(tree.Power(A, tree.Number(2)), tree.Number(3))),
    (tree.Minus(tree.Add(A, B)), tree.Add(tree.Minus(A), B)),
    (tree.Add(A, tree.Add(B, A)), tree.Add(tree.Add(A, B), A)),
    (tree.Letter("K"), B),
    (tree.Letter("Sigma", ("k",)), tree.Letter("sigma", ("k",))),
    (tree.Letter("N", ("k",)), tree.Letter("x", ("n", "d"))),
    (tree.Times(tree.Number(2), tree.CircleConstant()), tree.Times(tree.Number(2), B)),
    (tree.Partial(A, B), tree.Partial(A, B, along_simplex=True)),
]


@pytest.mark.parametrize(("one", "other"), CLOSE)
def test_two_that_sound_alike_in_haste_are_told_apart_without_commas_and_capitals(one: tree.Node, other: tree.Node) -> None:
    assert ear(words(one)) != ear(words(other))
    chain = tree.Chain("=", (one, other))
    assert heard(sentence([chain])) == (chain,)


# --- nothing is left out


def test_every_letter_has_a_name_of_its_own() -> None:
    assert SPOKEN.keys() == LETTERS.keys()
    assert len({ear(name) for name in SPOKEN.values()}) == len(SPOKEN)
