"""Preparing: everything about a kind of question that its figures don't change.

Which variant it is about, what is known, what to answer, the plan and its texts. Plans depend only
on which quantities are known, so what is prepared is kept and used again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from calculators.claims import PERIOD
from calculators.display import unit_words
from calculators.frame import Frame, Sort, make_frame
from calculators.known import Known, known_of, other_precisions
from calculators.language import tr
from calculators.plan import Exploration, Plan, look_up, make_plan
from calculators.quantity import Quantity
from calculators.refusal import Refused, together
from calculators.registry import Registry
from calculators.select import Basis, asking, checks, prices, select_target
from calculators.solve import Program, ready
from calculators.topic import Ladder, Topic
from calculators.value import Input
from facts import Facts, Kind

COUNTS = frozenset(("gpus", "servers", "racks"))
"""What says how large a cluster is."""
THINGS = {"accelerator": Kind.DEVICE, "rack": Kind.SYSTEM}
"""What is counted, alone or by the hour, and the kind of subject that says which."""
Checks = tuple[tuple[str, Program], ...]


class Prepared(NamedTuple):
    """A kind of question, planned: its curated inputs, checks of its givens, and the plan."""

    curated: Mapping[str, Input]
    checks: Checks
    plan: tuple[str, Ladder | None, Program, Frame] | Refused


def prepare(registry: Registry, facts: Facts, sort: Sort) -> Prepared:
    """Plan a sort of question."""
    declared, target, curated = _read(registry, facts, sort)
    given, named = frozenset(sort.givens), curated.named
    found = checks(registry, given, named)
    agreeing = tuple((name, ready(plan, (name,))) for name, plan in found)
    paid = prices(given, named, curated.assumed)
    ladder = None
    askable = partial(asking, registry, declared, _unnamed(registry, facts, sort))
    if target is None:
        try:
            target, ladder = select_target(Basis(registry, declared, given, named, paid, askable))
        except Refused as refusal:
            return Prepared(curated.inputs, agreeing, refusal)
    shown = ladder.quantities if ladder else ()
    program = _planned(registry, (target, *shown), paid, curated, askable(target))
    if sort.target and _is_known(program, target, given, curated, facts):
        program, ladder = ready(look_up(target), (target,)), None
    frame = make_frame(program, curated.inputs, registry, facts, sort)
    read = program.plan.roots.union(*(plan.roots for _, plan in found), (PERIOD,))
    kept = {name: known for name, known in curated.inputs.items() if name in read}
    return Prepared(kept, agreeing, (target, ladder, program, frame))


class Outline(NamedTuple):
    """How a target would be worked out, without any text: cheap enough to try many."""

    target: str
    plan: Plan
    known: Known


Prices = tuple[tuple[str, float], ...]
"""Known quantities and what a plan pays for each, as a key."""


def outline(
    registry: Registry, facts: Facts, sort: Sort, explored: Callable[[Prices], Exploration]
) -> Outline:
    """Plan a sort of question that has a target, for whoever compares several.

    ``explored`` gives what is derived from known quantities: the same for the same ones.

    Raises:
        Refused: figures in two currencies without a rate.
    """
    _, target, known = _read(registry, facts, sort)
    asked = target or ""
    paid = prices(frozenset(sort.givens), known.named, known.assumed)
    others = tuple((name, price) for name, price in paid.items() if name != asked)
    return Outline(asked, explored(others).plan(asked), known)


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


def _planned(
    registry: Registry,
    asked: tuple[str, ...],
    paid: Mapping[str, float],
    curated: Known,
    askable: Mapping[str, float],
) -> Program:
    """The plan for the target, first of ``asked``, and the rungs beside it.

    What it derives on the way may leave an assumption no meaning, like what is given: the hours of
    a training run are not spread over a year. Each such assumption is dropped if it can be.
    """
    target, *shown = asked

    def planned(prices: Mapping[str, float]) -> Program:
        plan = make_plan(registry, (*shown, target), prices, askable)
        return ready(plan, tuple(dict.fromkeys(asked)))

    program = planned(paid)
    for name in _idle_on_the_way(registry, program, curated):
        rest = {each: price for each, price in paid.items() if each != name}
        without = planned(rest)
        if target not in without.plan.missing:
            program, paid = without, rest
    return program


def _is_known(
    program: Program, target: str, given: frozenset[str], curated: Known, facts: Facts
) -> bool:
    """Whether a fact answers: no given leads to the target, and a subject's fact is just that."""
    if target in given:
        return True
    if target not in program.plan.missing:
        return target in curated.named and program.plan.roots.isdisjoint(given)
    fact = curated.inputs[target].fact if target in curated.inputs else None
    convention = fact is not None and facts.subjects[fact.subject].kind is Kind.CONVENTION
    return fact is not None and not convention


def _idle_on_the_way(registry: Registry, program: Program, curated: Known) -> Iterable[str]:
    """Assumptions that a derived quantity leaves no meaning, unless it rests on them itself."""
    assumed = curated.assumed & program.plan.roots
    found = (
        name
        for step, roots in program.roots_of.items()
        for name in registry.quantities[step].idle
        if name in assumed and name not in roots
    )
    return tuple(dict.fromkeys(found))


def _read(registry: Registry, facts: Facts, sort: Sort) -> tuple[Topic, str | None, Known]:
    """The topic and target in the variant that the question is about, and what is known."""
    target, givens, subjects = sort.target, sort.givens, dict(sort.subjects)
    topic = registry.topic(sort.topic)
    known = known_of(subjects, facts, topic.assumed)
    known = known.without(givens).without(
        other_precisions(subjects, topic.assumed, registry.quantities)
    )
    known = known.without(_idle(registry, (*givens, *known.named, target), known))
    known = known.without(_siblings(registry, givens)).without(_recounted(subjects, givens))
    known = known.without(each for name in givens for each in registry.quantities[name].displaces)
    exchanged = target in registry.bridges  # two currencies given, their rate asked for
    key = "" if exchanged else _variant(registry, (*givens, *sorted(known.named)), givens)
    topic = registry.in_variant(topic, key)
    if target and key in registry.variant_keys(target):
        target = f"{target}_{key}"
    return topic, target, known.assuming_only(topic.options)


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
    varied = {
        name: quantities[name].key
        for name in names
        if quantities[name].base or quantities[name].variants
    }
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


def _idle(registry: Registry, names: Iterable[str | None], known: Known) -> frozenset[str]:
    """What must not be assumed beside ``names``, which leave it no meaning."""
    quantities = registry.quantities
    idle = (each for name in names if name for each in quantities[name].idle)
    return known.assumed.intersection(idle)
