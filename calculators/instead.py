"""Instead: the facts that are shown beside those that an answer uses.

Beside a fact stand those that disagree with it; beside one that a server has loaded stands the
curated one that the same question is answered with everywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from calculators.known import known_of
from calculators.solve import Program
from calculators.value import Input, of_fact
from facts import Fact, Facts, Kind
from facts.overlay import ServerFact

NONE: Mapping[str, Input] = {}


def others(
    program: Program,
    inputs: Mapping[str, Input],
    subjects: Mapping[Kind, str],
    assumed: Mapping[Kind, str],
    facts: Facts,
) -> Mapping[str, tuple[Fact, ...]]:
    """The facts to show beside the ones used, by quantity.

    ``assumed`` are the subjects that the topic takes where none of their kind is named.
    """
    target = program.asked[0]
    roots = sorted(program.roots_of.get(target, (target,)))
    loaded = [name for name, each in inputs.items() if isinstance(each.fact, ServerFact)]
    elsewhere = _curated(subjects, assumed, facts) if loaded else NONE
    names = dict.fromkeys((*roots, *(name for name in loaded if affected(program, name))))
    found = {name: _beside(inputs.get(name), elsewhere.get(name), facts) for name in names}
    return {name: beside for name, beside in found.items() if beside}


def affected(program: Program, name: str) -> str:
    """The first that was asked for and rests on an input; empty where nothing does."""
    roots = ((each, program.roots_of.get(each, (each,))) for each in program.asked)
    return next((each for each, own in roots if name in own), "")


def _curated(
    subjects: Mapping[Kind, str], assumed: Mapping[Kind, str], facts: Facts
) -> Mapping[str, Input]:
    """What would be known without the server's facts."""
    curated = facts.curated
    named = {kind: key for kind, key in subjects.items() if key in curated.subjects}
    return known_of(named, curated, assumed).inputs


def _beside(used: Input | None, elsewhere: Input | None, facts: Facts) -> tuple[Fact, ...]:
    if used is None or used.fact is None:
        return ()
    if not isinstance(used.fact, ServerFact):
        return tuple(facts.by_id[each] for each in used.fact.conflicts)
    other = elsewhere.fact if elsewhere else None
    return (other,) if other and of_fact(other) != used.value else ()
