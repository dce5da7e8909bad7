"""Preparing: everything about a kind of question that its figures don't change.

Which variant it is about, what is known, what to answer, the plan and its texts. The plan comes
from a planner that others share; the texts are of one set of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from calculators.claims import PERIOD
from calculators.display import unit_words
from calculators.frame import Frame, Sort, make_frame
from calculators.known import Known, known_of, other_precisions
from calculators.language import tr
from calculators.planner import Checks, Planner, Shape
from calculators.quantity import Quantity
from calculators.refusal import Refused, together
from calculators.registry import Registry
from calculators.solve import Program
from calculators.topic import Ladder
from calculators.value import Input
from facts import Facts, Kind

COUNTS = frozenset(("gpus", "servers", "racks"))
"""What says how large a cluster is."""
THINGS = {"accelerator": Kind.DEVICE, "rack": Kind.SYSTEM}
"""What is counted, alone or by the hour, and the kind of subject that says which."""


class Prepared(NamedTuple):
    """A kind of question, planned: its curated inputs, checks of its givens, and the plan."""

    curated: Mapping[str, Input]
    checks: Checks
    plan: tuple[str, Ladder | None, Program, Frame] | Refused


def prepare(planner: Planner, registry: Registry, facts: Facts, sort: Sort) -> Prepared:
    """Plan a sort of question, and put its texts together."""
    shape, curated = _read(registry, facts, sort)
    planned = planner.plan(shape)
    if isinstance(planned.plan, Refused):
        return Prepared(curated.inputs, planned.checks, planned.plan)
    target, ladder, program = planned.plan
    frame = make_frame(program, curated.inputs, registry, facts, sort)
    roots = (program.plan.roots for _, program in planned.checks)
    read = program.plan.roots.union(*roots, (PERIOD,))
    kept = {name: known for name, known in curated.inputs.items() if name in read}
    return Prepared(kept, planned.checks, (target, ladder, program, frame))


def _unnamed(registry: Registry, facts: Facts, sort: Sort) -> frozenset[str]:
    """What would be known if things that are counted without a name were named."""
    named = {each for _, key in sort.subjects for each in _kinds(facts, key)}
    asked = (sort.target,) if sort.target else ()
    units = [registry.quantities[name].of.dimension for name in (*sort.givens, *asked)]
    told = (
        registry.follow(facts.told_of[kind])
        for thing, kind in THINGS.items()
        if kind not in named and any(unit.get(thing, 0) > 0 for unit in units)
    )
    return frozenset[str]().union(*told)


def _kinds(facts: Facts, subject: str) -> Iterable[Kind]:
    return (facts.subjects[each].kind for each in facts.chain(subject))


def known_beside(registry: Registry, facts: Facts, sort: Sort, told: Known | None = None) -> Known:
    """What is known beside givens and subjects, whatever is asked for.

    What holds in another number format than is assumed is only known where just that is asked.
    ``told`` is what the subjects tell, where that was found already.
    """
    givens, subjects = sort.givens, dict(sort.subjects)
    assumed = registry.topic(sort.topic).assumed
    known = told or known_of(subjects, facts, assumed)
    others = other_precisions(subjects, assumed, registry.precise)
    known = known.without((*givens, *(others - {sort.target})))
    known = known.without(idle(registry, (*givens, *known.named), known.assumed))
    displaced = (each for name in givens for each in registry.quantities[name].displaces)
    again = _recounted(subjects, givens)
    return known.without((*_siblings(registry, givens), *again, *displaced))


def _read(registry: Registry, facts: Facts, sort: Sort) -> tuple[Shape, Known]:
    """The shape of a question, in the variant that it is about, and what is known for it."""
    target, givens = sort.target, sort.givens
    topic = registry.topic(sort.topic)
    known = known_beside(registry, facts, sort)
    known = known.without(idle(registry, (target,), known.assumed))
    exchanged = target in registry.bridges  # two currencies given, their rate asked for
    key = "" if exchanged else variant_key(registry, facts, known, sort)
    if target and key in registry.variant_keys(target):
        target = f"{target}_{key}"
    known = known.assuming_only(registry.in_variant(topic, key).options)
    unnamed = _unnamed(registry, facts, sort)
    told = _is_told(target, known, facts)
    given = frozenset(givens)
    return Shape(topic.name, key, target, given, known.named, known.assumed, unnamed, told), known


def _is_told(target: str | None, known: Known, facts: Facts) -> bool:
    """Whether a fact gives the target itself; conventions are there for what rests on them."""
    fact = known.inputs[target].fact if target and target in known.inputs else None
    return fact is not None and facts.subjects[fact.subject].kind is not Kind.CONVENTION


def variant_key(registry: Registry, facts: Facts, known: Known, sort: Sort) -> str:
    """The variant that a question is about: a server's tariff in euros makes it one in euros.

    That counts where neither the asker nor what was named speaks of money that matters here.

    Raises:
        Refused: two variants and no rate.
    """
    said = (*sort.givens, *sorted(known.named))
    ours = facts.ours.keys() & known.assumed
    if ours:
        matters = _options(registry, sort)
        quantities = [registry.quantities[name] for name in (*said, *sorted(ours))]
        money = [each for each in quantities if each.option in matters and each.varies]
        if money and not any(each.name in said for each in money):
            return _variant(registry, [each.name for each in money], sort.givens)
    return _variant(registry, said, sort.givens)


def _options(registry: Registry, sort: Sort) -> frozenset[str]:
    """What may be typed in the topics that answer such a question."""
    topics = registry.topics.values() if sort.topic not in registry.topics else ()
    telling = [each for each in topics if sort.target in each.targets]
    asked = telling or (registry.topic(sort.topic),)
    return frozenset(name for topic in asked for name in topic.options)


def _recounted(subjects: Mapping[Kind, str], givens: Iterable[str]) -> frozenset[str]:
    """How many of everything a cluster has, where the asker says how many of something."""
    counted = Kind.CLUSTER in subjects and not COUNTS.isdisjoint(givens)
    return COUNTS if counted else frozenset()


def _siblings(registry: Registry, givens: Iterable[str]) -> frozenset[str]:
    """The same as the asker gives in other units: a price in dollars puts euros aside."""
    bases = {registry.quantities[name].option for name in givens}
    return frozenset(each.name for base in bases for each in registry.variants(base))


def _variant(registry: Registry, names: Iterable[str], givens: Iterable[str]) -> str:
    """The variant, such as a currency, that a question is about.

    Figures in two of them need a rate that leads from one to the other; the answer to figures
    in one of them, with a rate, is in the other.

    Raises:
        Refused: two variants and no rate.
    """
    quantities, bridges = registry.quantities, registry.bridges
    varied = {name: quantities[name].key for name in names if quantities[name].varies}
    rates = {bridges[name] for name in givens if name in bridges}
    keys = set(varied.values())
    if keys - {""} <= rates and rates:
        return "" if keys & rates else min(rates)
    typed = {quantities[name].key: name for name in varied if name in set(givens)}
    if len(typed) > 1:
        raise _mixed(registry, typed)
    return next(filter(None, varied.values()), "")


def _mixed(registry: Registry, typed: Mapping[str, str]) -> Refused:
    quantities, bridges = registry.quantities, registry.bridges
    rates = [name for name, key in bridges.items() if key in typed]
    units = together(unit_words(quantities[name].scales[-1][1]) for name in typed.values())
    return Refused("mixed_units", units=units, rate=or_rate(quantities[rates[0]]) if rates else "")


def or_rate(rate: Quantity) -> str:
    """What would lead from one currency to the other."""
    return tr(", or give {rate} ({words})").format(rate=rate.name, words=tr(rate.words))


def idle(
    registry: Registry, names: Iterable[str | None], assumed: frozenset[str]
) -> frozenset[str]:
    """What must not be assumed beside ``names``, which leave it no meaning."""
    quantities = registry.quantities
    return assumed.intersection(each for name in names if name for each in quantities[name].idle)
