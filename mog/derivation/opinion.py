"""The second opinion on an equation: numbers put in, at several sizes, for every index and for letters of both signs.

It shares with the checker the tree that was read and the table of letters, and no algebra.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from mog.derivation import tree
from mog.derivation.counterexample import CounterExample, shown
from mog.derivation.evaluation import entries, free_indices, value
from mog.derivation.letters import COMPONENTS, FEATURES, LETTERS, POINTS, RUNS_OVER
from mog.derivation.setting import EXACT, STEP, Draw, NoOpinion, Place, Setting, Size, drawn

__all__ = ["CounterExample", "NoOpinion", "counter_example", "holds"]

# Two members are equal if they agree to fifteen digits (setting.py says why a true equation agrees to far more);
# the second figure lets a derivative that is zero, known to about 1e-40, be equal to zero.
RELATIVE, ABSOLUTE = EXACT.mpf(10) ** -15, EXACT.mpf(10) ** -30
PLAIN = EXACT.mpf(1) / 10
"""A reader sees at once that two numbers differ by a tenth."""
SIZES = (Size(2, 3, 2), Size(3, 2, 1), Size(2, 1, 1), Size(1, 2, 3), Size(4, 2, 2))
SMALL_SIZES = (Size(2, 2, 1), Size(2, 2, 2), *SIZES)
SEEDS, SEEDS_OF_AN_EQUIVALENCE = range(2), range(6)
SIZES_SOLVED, NEWTON_STEPS, LONGEST_STEP = 2, 20, EXACT.mpf(1)
SOLVED = EXACT.mpf(10) ** -15
"""How nearly the other equation must hold where the one is solved to the square of this."""


def holds(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> bool:
    """Whether the equation holds at every size, draw and index that is tried; NoOpinion where numbers cannot say."""
    weights = _weights(statements, sizes)
    return all(_statement_holds(statement, statements, weights, sizes) for statement in statements)


def counter_example(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> CounterExample | None:
    """A small case, of numbers with one decimal, in which the equation is plainly false."""
    weights = _weights(statements, sizes)
    for size, add_up, seed, statement in product(_sizes(statements, sizes, SMALL_SIZES), (True, False), SEEDS, statements):
        setting = _setting(statements, size, weights, seed, decimals=1)
        if add_up and size.K == 2:
            setting.draw = _adding_up(setting.draw)
        if isinstance(statement, tree.Equivalence):
            _, found = _solution_fails(statement, setting)
        else:
            found = _chain_fails(statement, setting, PLAIN)
        if found:
            return found
    return None


def _adding_up(draw: Draw) -> Draw:
    """Two weights that add up to one, as a reader expects of weights even where the equation leaves them free."""
    return lambda name, indices: 1 - draw("pi", (1,)) if (name, indices) == ("pi", (2,)) else draw(name, indices)


# --- which letters, which sizes


def _setting(statements: Sequence[tree.Statement], size: Size, weights: str, seed: int, decimals: int | None = None) -> Setting:
    undefined = any(isinstance(node, tree.Theta) for node in _nodes(statements))
    parameters = {"x", "mu", "sigma", "Sigma", "pi", "a", "z"} & {letter.name for letter in _letters(statements)}
    if undefined and (parameters or any(isinstance(node, tree.Normal) for node in _nodes(statements))):
        raise NoOpinion("θ leaves ℓ undefined, so that it has no parameters of its own")
    return Setting(size, drawn(seed, decimals), weights, undefined)


def _nodes(statements: Sequence[tree.Statement]) -> Iterator[tree.Node]:
    return (node for chain in tree.chains(tuple(statements)) for member in chain.members for node in member.walk())


def _letters(statements: Sequence[tree.Statement]) -> list[tree.Letter]:
    return [node for node in _nodes(statements) if isinstance(node, tree.Letter)]


def _weights(statements: Sequence[tree.Statement], sizes: Mapping[str, int]) -> str:
    logits = {letter.indices == () for letter in _letters(statements) if letter.name == "a"}
    if len(logits) == 2:
        raise NoOpinion("a with an index and a without one in one equation")
    if logits == {True}:
        return "sigmoid"
    if logits:
        return "softmax"
    return "simplex" if any(_states_the_simplex(statement, sizes) for statement in statements[1:]) else "free"


def _states_the_simplex(statement: tree.Statement, sizes: Mapping[str, int]) -> bool:
    """Whether the weights alone occur in it, and it is true where they add up to one but not elsewhere."""
    if not isinstance(statement, tree.Chain) or {letter.name for letter in _letters([statement])} != {"pi"}:
        return False
    if any(isinstance(node, tree.Partial) for node in _nodes([statement])):
        return False
    return [_statement_holds(statement, [statement], weights, sizes) for weights in ("simplex", "free")] == [True, False]


def _sizes(statements: Sequence[tree.Statement], sizes: Mapping[str, int], tried: Sequence[Size]) -> list[Size]:
    """The sizes of the page where it has some, else several; two components where the notation says so."""
    fixed = dict(sizes)
    if any(_means_two_components(node) for node in _nodes(statements)) and fixed.setdefault("K", 2) != 2:
        raise NoOpinion(f"the notation means two components on a page of {fixed['K']}")
    needed = list(_literal_indices(statements))
    sized = dict.fromkeys(Size(size.m, fixed.get("K", size.K), fixed.get("D", size.D)) for size in tried)
    fitting = [size for size in sized if all(index in size.range_of(domain) for domain, index in needed)]
    return fitting or _none("an index is larger than any size that is tried")


def _none(why: str) -> Any:
    raise NoOpinion(why)


def _means_two_components(node: tree.Node) -> bool:
    if isinstance(node, tree.Letter):
        return node.name == "a" and not node.indices
    return isinstance(node, tree.Partial) and node.along_simplex and "pi" in tree.letters_in(node.by)


def _literal_indices(statements: Sequence[tree.Statement]) -> Iterator[tuple[str, int]]:
    for node in _nodes(statements):
        pairs: list[tuple[str, tree.Index | None]] = []
        match node:
            case tree.Letter(name, indices):
                pairs = [(RUNS_OVER[sign], index) for sign, index in zip(LETTERS[name].indices, indices, strict=False)]
            case tree.Delta(left, right) | tree.Cases(left, right):
                domain = next((RUNS_OVER[index] for index in (left, right) if isinstance(index, str)), COMPONENTS)
                pairs = [(domain, left), (domain, right)]
            case tree.Sum(_, domain, _, apart) | tree.Product(_, domain, _, apart):
                pairs = [(domain if domain in (COMPONENTS, FEATURES) else POINTS, apart)]
        yield from ((domain, index) for domain, index in pairs if isinstance(index, int))


def _places(members: Sequence[tree.Node], size: Size) -> list[dict[str, int]]:
    """Every choice of numbers for the free indices."""
    free = sorted(set().union(*(free_indices(member) for member in members)))
    return [dict(zip(free, numbers, strict=True)) for numbers in product(*(size.range_of(RUNS_OVER[index]) for index in free))]


# --- do they hold


def _statement_holds(statement: tree.Statement, context: Sequence[tree.Statement], weights: str, sizes: Mapping[str, int]) -> bool:
    tried = _sizes(context, sizes, SIZES)
    if isinstance(statement, tree.Equivalence):
        settings = [[_setting(context, size, weights, seed) for seed in SEEDS_OF_AN_EQUIVALENCE] for size in tried]
        return all(_ratio_keeps_its_sign(statement, drawn_settings) for drawn_settings in settings) and _solutions_agree(
            statement, settings
        )
    return all(_chain_fails(statement, _setting(context, size, weights, seed), RELATIVE) is None for size in tried for seed in SEEDS)


def _differ(left: Any, right: Any, relative: Any) -> bool:
    return bool(abs(left - right) > relative * max(abs(left), abs(right)) + ABSOLUTE)


def _pairs(left: Any, right: Any) -> list[tuple[Any, Any]]:
    """The two members number by number; a plain 0 is the zero vector too."""
    lefts, rights = entries(left), entries(right)
    if len(lefts) != len(rights):
        zero = lefts == [0] or rights == [0]
        lefts, rights = (side * max(len(lefts), len(rights)) if side == [0] else side for side in (lefts, rights))
        if not zero:
            raise NoOpinion("a number is compared with a vector")
    return list(zip(lefts, rights, strict=True))


def _chain_fails(chain: tree.Chain, setting: Setting, relative: Any) -> CounterExample | None:
    """Where two neighbours in the chain differ by more than this share of the larger."""
    if chain.relation != "=":
        return _proportion_fails(chain, setting, relative)
    for at in _places(chain.members, setting.size):
        worths = [value(member, setting, at) for member in chain.members]
        for n, worth in enumerate(worths[1:], 1):
            for left, right in _pairs(worths[n - 1], worth):
                if _differ(left, right, relative):
                    return shown(setting, at, (_side(chain, n - 1), left), (_side(chain, n), right))
    return None


def _side(chain: tree.Chain, n: int) -> str:
    return ("the left side", "the right side")[n] if len(chain.members) == 2 else f"member {n + 1} of the chain"


def _proportion_fails(chain: tree.Chain, setting: Setting, relative: Any) -> CounterExample | None:
    """Where the ratio of neighbours is not the same for every component, all other indices kept."""
    first: dict[tuple[int, tuple[tuple[str, int], ...]], Any] = {}
    free = set().union(*(free_indices(member) for member in chain.members))
    components = [index for index in free if RUNS_OVER[index] == COMPONENTS]
    if len(components) != 1:
        raise NoOpinion(f"∝ is about one component index, and here are {len(components)}")
    (varied,) = components
    for at in _places(chain.members, setting.size):
        others = tuple((index, number) for index, number in at.items() if index != varied)
        worths = [value(member, setting, at) for member in chain.members]
        for n, worth in enumerate(worths[1:], 1):
            [(left, right)] = _pairs(worths[n - 1], worth)
            if left == 0 or right == 0:
                raise NoOpinion("∝ between zeros")
            ratio = first.setdefault((n, others), left / right)
            if _differ(ratio, left / right, relative):
                return shown(
                    setting,
                    dict(others),
                    (f"the ratio of the sides for {varied} = 1", ratio),
                    (f"for {varied} = {at[varied]}", left / right),
                )
    return None


# --- equivalences: each must be true exactly where the other is


def _ratio_keeps_its_sign(equivalence: tree.Equivalence, settings: Sequence[Setting]) -> bool:
    """Whether the one difference over the other is finite, not zero, and of one sign for each sign of λ.

    A continuous ratio that changes its sign has a zero or a pole on the way, where one of the two equations is true alone.
    """
    signs: dict[tuple[Any, ...], Any] = {}
    for setting in settings:
        for at in _places_of(equivalence, setting):
            differences = (_differences(chain, setting, at) for chain in (equivalence.left, equivalence.right))
            for n, (left, right) in enumerate(zip(*differences, strict=True)):
                if (abs(left) > ABSOLUTE) != (abs(right) > ABSOLUTE):
                    return False
                if abs(left) > ABSOLUTE:
                    sign = EXACT.sign(left / right)
                    if signs.setdefault((n, *at.values(), setting.letter("lambda") > 0), sign) != sign:
                        return False
    return True


def _solutions_agree(equivalence: tree.Equivalence, settings: Sequence[Sequence[Setting]]) -> bool:
    """Whether, where the one equation was solved for a letter, the other is true as well."""
    solved = [_solution_fails(equivalence, drawn_settings[0]) for drawn_settings in settings[:SIZES_SOLVED]]
    if not any(count for count, _ in solved):
        raise NoOpinion("neither side of ⇔ could be solved for a letter")
    return all(failure is None for _, failure in solved)


def _solution_fails(equivalence: tree.Equivalence, setting: Setting) -> tuple[int, CounterExample | None]:
    """How often one of the two equations was solved, and where the other was false there."""
    count = 0
    for at in _places_of(equivalence, setting):
        for solved, asked, side in ((equivalence.left, equivalence.right, "left"), (equivalence.right, equivalence.left, "right")):
            components = len(_differences(solved, setting, at))
            places = [_parameters(equivalence, setting, at, n) for n in range(components)]
            for n in range(components):
                solution = next(filter(None, (_solution(solved, setting, at, n, place) for place in places[n])), None)
                if solution is None:
                    continue
                count += 1
                pairs = _pairs(*(value(member, solution, at) for member in asked.members))
                if len(pairs) != components:
                    _none("a vector stands on one side of the equivalence only")
                left, right = pairs[n]
                if abs(left - right) > SOLVED * (1 + abs(left)):
                    sides = (("the left side of the other one", left), ("its right side", right))
                    return count, shown(solution, at, *sides, f", where the {side} equation is true")
    return count, None


def _solution(chain: tree.Chain, setting: Setting, at: Mapping[str, int], n: int, place: Place) -> Setting | None:
    """The setting with one letter moved to where the equation is true, if Newton's method gets there."""
    name, indices = place
    for _ in range(NEWTON_STEPS):
        try:
            here = _differences(chain, setting, at)[n]
            if abs(here) < SOLVED**2:
                return setting
            slope = (_differences(chain, setting.moved((place, STEP)), at)[n] - here) / STEP
            if abs(slope) < SOLVED:
                return None
            step = min(max(-here / slope, -LONGEST_STEP), LONGEST_STEP)
            if LETTERS[name].values == "positive":
                step = max(step, -setting.letter(name, *indices) / 2)
            setting = setting.moved((place, step))
        except NoOpinion:
            return None
    return None


def _parameters(equivalence: tree.Equivalence, setting: Setting, at: Mapping[str, int], component: int) -> list[Place]:
    """The letters to solve for: those of this component and feature that the equations name, or else all of them."""
    k, d = at.get("k", 1), at.get("d", component + 1)
    weight: Place = {"free": ("pi", (k,)), "softmax": ("a", (k,)), "simplex": ("a", (k,)), "sigmoid": ("a", ())}[setting.weights]
    plain: dict[str, Place] = {name: (name, ()) for name in ("lambda", "c", "eta", "tau")}
    places: dict[str, Place] = {**plain, "mu": ("mu", (k, d)), "sigma": ("sigma", (k, d)), "pi": weight}
    named = {letter.name for letter in _letters([equivalence])}
    return [place for name, place in places.items() if name in named] or [*places.values()]


def _places_of(equivalence: tree.Equivalence, setting: Setting) -> list[dict[str, int]]:
    return _places([*equivalence.left.members, *equivalence.right.members], setting.size)


def _differences(chain: tree.Chain, setting: Setting, at: Mapping[str, int]) -> list[Any]:
    """Left minus right, one number for each component of a vector."""
    if chain.relation != "=" or len(chain.members) != 2:
        raise NoOpinion("⇔ joins two plain equations")
    return [left - right for left, right in _pairs(*(value(member, setting, at) for member in chain.members))]
