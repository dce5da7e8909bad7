"""Conflicts: facts that disagree about an input, and what the answer would be under each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from calculators.display import bounded
from calculators.frame import Work
from calculators.language import tr
from calculators.solve import solve
from calculators.value import Value, of_fact
from facts import FAULTS, Fact


class Conflict(NamedTuple):
    """A fact beside the one that was used, and the result with it."""

    used: Fact
    other: Fact
    result: Value


def conflicts(work: Work) -> tuple[Conflict, ...]:
    """Every conflict about an input that the target depends on."""
    return tuple(_conflicts(work))


def _conflicts(work: Work) -> Iterator[Conflict]:
    for name in work.frame.disputed:
        used = work.inputs[name].fact
        if used is None:
            continue
        for other in used.conflicts:
            fact = work.facts.by_id[other]
            inputs = {**work.inputs, name: work.inputs[name]._replace(value=of_fact(fact))}
            yield Conflict(used, fact, solve(work.program, inputs).results[work.target])


def told(conflict: Conflict, work: Work) -> str:
    """A conflict in words: who says what, and what comes out with each."""
    quantities = work.registry.quantities
    quantity, target = quantities[conflict.used.quantity], quantities[work.target]
    used, other = (
        f"{work.facts.source(fact).publisher}: {bounded(quantity, of_fact(fact))}"
        for fact in (conflict.used, conflict.other)
    )
    own = bounded(target, work.solution.results[work.target])
    note = conflict.other.correction or conflict.other.note
    text = tr(
        "Sources disagree on {words}. {used}; {other}. "
        "With the first {own}, with the second {result}."
    ).format(
        words=tr(quantity.words),
        used=used,
        other=f"{other}{_verdict(conflict.other)}",
        own=own,
        result=bounded(target, conflict.result),
    )
    return f"{text} {tr(note)}" if note else text


def _verdict(fact: Fact) -> str:
    return f" ({tr(fact.verdict)})" if fact.verdict and fact.verdict in FAULTS else ""
