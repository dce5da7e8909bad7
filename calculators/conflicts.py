"""Conflicts: facts that disagree about an input, and what the answer would be under each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from calculators.display import bounded
from calculators.frame import Work
from calculators.headline import capital, said
from calculators.language import dated, tr
from calculators.solve import solve
from calculators.value import Value
from facts import FAULTS, Fact
from facts.overlay import ServerFact


class Conflict(NamedTuple):
    """A fact beside the one that was used, and what it gives for the first asked it bears on."""

    used: Fact
    other: Fact
    figures: tuple[str, str]
    target: str
    result: Value


def conflicts(work: Work) -> tuple[Conflict, ...]:
    """Every conflict about an input that the answer depends on."""
    return tuple(_conflicts(work))


def _conflicts(work: Work) -> Iterator[Conflict]:
    for name, others in work.frame.disputed.items():
        used = work.inputs[name].fact
        if used is None:
            continue
        for fact, value, figures, target, program in others:
            inputs = {**work.inputs, name: work.inputs[name]._replace(value=value)}
            yield Conflict(used, fact, figures, target, solve(program, inputs).results[target])


def told(conflict: Conflict, work: Work) -> str:
    """A conflict in words: who says what, and what comes out with each."""
    if isinstance(conflict.used, ServerFact):
        return _replaced(conflict, work)
    quantities = work.registry.quantities
    quantity, target = quantities[conflict.used.quantity], quantities[work.target]
    used, other = (
        f"{work.facts.source(fact).publisher}: {figure}"
        for fact, figure in zip((conflict.used, conflict.other), conflict.figures, strict=True)
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


def _replaced(conflict: Conflict, work: Work) -> str:
    """A server's figure beside the curated one, and what comes out with that."""
    quantities, other = work.registry.quantities, conflict.other
    quantity, target = quantities[conflict.used.quantity], quantities[conflict.target]
    used, known = conflict.figures
    text = tr("{words}: {used} is this server's own figure. Curated: {known} ({source}, {date}).")
    if work.program.plan.steps:
        text = tr(
            "{words}: {used} is this server's own figure. Curated: {known} ({source}, {date}), "
            "which would give {result}."
        )
    return text.format(
        words=capital(tr(quantity.words)),
        used=used,
        known=known,
        source=work.facts.source(other).publisher,
        date=dated(other.as_of),
        result=said(target, conflict.result),
    )


def _verdict(fact: Fact) -> str:
    return f" ({tr(fact.verdict)})" if fact.verdict and fact.verdict in FAULTS else ""
