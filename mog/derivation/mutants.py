"""The checker put to the test: every equation of the book with one slip in it must be unreadable or refused.

`python -m mog.derivation.mutants` tries all of them and writes what came of it to book/_results/mutants.json, and beside it,
to broken.json, those with which a reader may break a proved equation of the book.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from mog.derivation import breaking, opinion, pages, tree, verdicts
from mog.derivation.beyond import name_of, on_record
from mog.derivation.claims import DEFINITIONS, SLIP
from mog.derivation.notation import Unreadable, read
from mog.derivation.slips import Slip, slips

__all__ = ["Job", "Judgement", "Slip", "jobs_of", "judge", "sample", "slips"]

RESULTS = pages.ROOT / "book" / "_results" / "mutants.json"
SECONDS = 20
TOO_SLOW = "too slow"


@dataclass(frozen=True)
class Judgement:
    """What became of a mutant: same, unreadable, refused, true or survivor, and why."""

    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Job:
    """One mutant to be judged."""

    label: str
    tex: str
    slip: Slip
    sizes: tuple[tuple[str, int], ...] = ()


class TooSlow(Exception):
    """The time for one mutant is over."""


def judge(label: str, tex: str, slip: Slip, sizes: Mapping[str, int]) -> Judgement:
    """Whether a mutant is refused; one that is proved must be true in the second opinion as well."""
    try:
        with _at_most(SECONDS):
            statements = read(slip.text, sizes)
            if (difference := _difference(read(tex, sizes), statements)) is None:
                return Judgement("same")
            verdict = verdicts.decide(label, slip.text, sizes)
            if verdict.kind == "refuted":
                return Judgement("refused", "refuted")
            if opinion.holds(statements, sizes):
                return Judgement("true", _why_true(*difference))
    except Unreadable as error:
        return Judgement("unreadable", str(error))
    except verdicts.Refused as error:
        return Judgement("refused", str(error))
    except (opinion.NoOpinion, ArithmeticError) as error:
        return Judgement("survivor", f"proved, and the second opinion cannot say: {error}")
    except TooSlow:
        return Judgement("refused", TOO_SLOW)
    return Judgement("survivor", "proved, and the second opinion says false")


def jobs_of(equations: Iterable[pages.Equation]) -> list[Job]:
    """All mutants of the claims among these equations, without slips, which are false, and without LaTeX that is held to an entry."""
    return [
        Job(equation.label, equation.tex, slip, tuple(sorted(equation.sizes.items())))
        for equation in equations
        if equation.label and not equation.label.startswith(SLIP) and not on_record(equation.label)
        for slip in slips(equation.tex)
    ]


def sample(jobs: Sequence[Job], count: int, seed: int = 0) -> list[Job]:
    """As many jobs as asked for, as evenly from all labels as can be, the same for the same seed."""
    random, shuffled = Random(seed), defaultdict[str, list[Job]](list)
    for job in sorted(jobs, key=lambda job: (job.label, job.slip.where, job.slip.text)):
        shuffled[job.label].append(job)
    for group in shuffled.values():
        random.shuffle(group)
    rounds = (group[n] for n in range(max(map(len, shuffled.values()), default=0)) for group in shuffled.values() if n < len(group))
    return [job for _, job in zip(range(count), rounds, strict=False)]


# --- why a mutant may be true


Difference = tuple[tuple[tree.Node, ...], Any, Any]


def _difference(original: Sequence[tree.Statement], mutant: Sequence[tree.Statement]) -> Difference | None:
    """The smallest part in which two readings differ, with what stands around it; None where they are the same."""
    ours, theirs = ([member for chain in tree.chains(tuple(side)) for member in chain.members] for side in (original, mutant))
    if [type(statement) for statement in original] != [type(statement) for statement in mutant] or len(ours) != len(theirs):
        return (), None, None
    relations = [[chain.relation for chain in tree.chains(tuple(side))] for side in (original, mutant)]
    different = [(one, other) for one, other in zip(ours, theirs, strict=True) if tree.key(one) != tree.key(other)]
    if not different:
        return None if relations[0] == relations[1] else ((), None, None)
    return _narrowed((), *different[0]) if len(different) == 1 else ((), None, None)


def _narrowed(around: tuple[tree.Node, ...], one: tree.Node, other: tree.Node) -> Difference:
    if type(one) is type(other) and len(one.parts) == len(other.parts):
        different = [(part, twin) for part, twin in zip(one.parts, other.parts, strict=True) if part != twin]
        if len(different) == 1:
            return _narrowed((*around, one), *different[0])
    return around, one, other


def _why_true(around: tuple[tree.Node, ...], one: tree.Node | None, other: tree.Node | None) -> str:
    if any(isinstance(node, tree.Partial) for node in around):
        return "the change is in what is derived, and the derivative is the same"
    for shorter, longer in ((one, other), (other, one)):
        if isinstance(longer, tree.Power) and isinstance(longer.base, tree.Delta) and longer.base == shorter:
            return "a power of a delta is the delta"
    return "the second opinion finds it true at every size"


# --- all of them, on demand


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _judged(job: Job) -> tuple[Job, Judgement]:
    return job, judge(job.label, job.tex, job.slip, dict(job.sizes))


def _counted(tex: str, judged: Sequence[tuple[Job, Judgement]]) -> dict[str, Any]:
    """What became of the mutants of one equation."""
    by = defaultdict[str, list[tuple[Job, Judgement]]](list)
    for job, judgement in judged:
        by[judgement.outcome].append((job, judgement))
    listed = sorted(({"tex": job.slip.text, "reason": judgement.reason} for job, judgement in by["true"]), key=lambda entry: entry["tex"])
    slow = sorted(job.slip.text for job, judgement in by["refused"] if judgement.reason == TOO_SLOW)
    return {
        "digest": digest(tex),
        "made": len(judged) - len(by["same"]),
        "unreadable": len(by["unreadable"]),
        "refused": len(by["refused"]),
        "true": listed,
        **({"slow": slow} if slow else {}),
    }


def digest(tex: str) -> str:
    """The fingerprint of an equation, by which results are known to be of this very text."""
    return hashlib.sha256(tex.encode()).hexdigest()


def _broken(equations: Sequence[pages.Equation], judged: Sequence[tuple[Job, Judgement]]) -> dict[str, Any]:
    """What can be broken in each equation that is proved and no definition: another definition would not be false."""
    refused = defaultdict[str, set[str]](set)
    for job, judgement in judged:
        if judgement.outcome == "refused":
            refused[job.label].add(job.slip.text)
    proved = [equation for equation in equations if name_of(equation.label) not in DEFINITIONS]
    return {
        equation.label: {"digest": digest(equation.tex), **breaking.offered(equation.tex, equation.sizes, refused[equation.label])}
        for equation in proved
    }


def _kept(path: Path, only: Sequence[str] | None, claims: Mapping[str, Any]) -> dict[str, Any]:
    """The results that stay where only some equations are tried anew."""
    if not only or not path.exists():
        return {}
    return {label: entry for label, entry in json.loads(path.read_text(encoding="utf-8")).items() if label in claims}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m mog.derivation.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", metavar="LABEL", help="the equations of these labels alone; the results of the others stay")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write, by default book/_results/mutants.json")
    chosen = parser.parse_args(arguments)
    claims = {equation.label: equation for page in pages.book_equations().values() for equation in page if equation.label}
    if unknown := set(chosen.only or ()) - set(claims):
        parser.error(f"no equation of the book is labelled {', '.join(sorted(unknown))}")
    jobs = jobs_of(equation for label, equation in claims.items() if not chosen.only or label in chosen.only)
    with Pool(os.cpu_count()) as pool:
        judged = list(pool.imap_unordered(_judged, jobs, chunksize=4))
    tried = [claims[label] for label in dict.fromkeys(job.label for job in jobs)]
    results = _kept(chosen.results, chosen.only, claims)
    for label in (equation.label for equation in tried):
        results[label] = _counted(claims[label].tex, [pair for pair in judged if pair[0].label == label])
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    chosen.results.write_text(json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    broken = chosen.results.with_name(breaking.RESULTS)
    broken.write_text(breaking.written(_kept(broken, chosen.only, claims) | _broken(tried, judged)), encoding="utf-8")
    survivors = [pair for pair in judged if pair[1].outcome == "survivor"]
    for job, judgement in sorted(survivors, key=lambda pair: (pair[0].label, pair[0].slip.where)):
        print(f"{job.label}: {job.slip.what} at character {job.slip.where}: {judgement.reason}\n    {job.slip.text}", file=sys.stderr)
    counts = {name: sum(judgement.outcome == name for _, judgement in judged) for name in ("unreadable", "refused", "true", "survivor")}
    print(f"{sum(counts.values())} mutants: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
