"""Instead: the facts that are shown beside those that an answer uses.

Beside a fact stand those that disagree with it; beside one that a server has loaded stands the
curated one that the same question is answered with everywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from calculators.display import bounded
from calculators.known import known_of
from calculators.registry import Registry
from calculators.solve import Program, narrowed
from calculators.value import Input, Value, of_fact
from facts import Fact, Facts
from facts.overlay import ServerFact

if TYPE_CHECKING:
    from calculators.frame import Sort

NONE: Mapping[str, Input] = {}


class Beside(NamedTuple):
    """A fact beside the one that is used, and what shows what it would give.

    ``figures`` are that of the one that is used and its own, in words. ``target`` is the first
    quantity asked for that it bears on; ``program`` works out that alone.
    """

    fact: Fact
    value: Value
    figures: tuple[str, str]
    target: str
    program: Program


def others(
    program: Program,
    inputs: Mapping[str, Input],
    sort: Sort,
    registry: Registry,
    facts: Facts,
) -> Mapping[str, tuple[Beside, ...]]:
    """The facts to show beside the ones used, by quantity."""
    target = program.asked[0]
    roots = sorted(program.roots_of.get(target, (target,)))
    loaded = [name for name, each in inputs.items() if isinstance(each.fact, ServerFact)]
    elsewhere = _curated(sort, registry, facts) if loaded else NONE
    found: dict[str, tuple[Beside, ...]] = {}
    for name in dict.fromkeys((*roots, *(name for name in loaded if _affected(program, name)))):
        beside = _facts(inputs.get(name), elsewhere.get(name), facts)
        if beside:
            asked, quantity = _affected(program, name), registry.quantities[name]
            alone, used = narrowed(program, asked), bounded(quantity, inputs[name].value)
            found[name] = tuple(
                Beside(fact, value, (used, bounded(quantity, value)), asked, alone)
                for fact in beside
                for value in (of_fact(fact),)
            )
    return found


def _affected(program: Program, name: str) -> str:
    """The first that was asked for and rests on an input; empty where nothing does."""
    roots = ((each, program.roots_of.get(each, (each,))) for each in program.asked)
    return next((each for each, own in roots if name in own), "")


def _curated(sort: Sort, registry: Registry, facts: Facts) -> Mapping[str, Input]:
    """What would be known without the server's facts."""
    curated = facts.curated
    named = {kind: key for kind, key in sort.subjects if key in curated.subjects}
    return known_of(named, curated, registry.topic(sort.topic).assumed).inputs


def _facts(used: Input | None, elsewhere: Input | None, facts: Facts) -> tuple[Fact, ...]:
    if used is None or used.fact is None:
        return ()
    if not isinstance(used.fact, ServerFact):
        return tuple(facts.by_id[each] for each in used.fact.conflicts)
    other = elsewhere.fact if elsewhere else None
    return (other,) if other and of_fact(other) != used.value else ()
