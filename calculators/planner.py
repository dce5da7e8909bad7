"""Planning once: which quantities are known in, a plan made ready out, shared by all who ask.

Plans depend only on which quantities are known and by what standing, neither on their figures nor
on whose they are. So servers with figures of their own share one planner, and with it the plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from calculators.explore import Exploration, Trace
from calculators.plan import look_up, make_plan
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.select import Basis, asking, checks, prices, select_target
from calculators.solve import Program, ready
from calculators.topic import Ladder

KEPT, EXPLORED = 1_024, 256
"""Kinds of question kept: a bound, so that strange combinations cannot fill the memory."""
Checks = tuple[tuple[str, Program], ...]


class Standing(NamedTuple):
    """What is known, by how: given, told by the subjects that are named, or assumed."""

    given: frozenset[str]
    named: frozenset[str]
    assumed: frozenset[str]


class Shape(NamedTuple):
    """All of a question that its plan depends on.

    ``target`` is None where the topic decides; ``named`` are the quantities that the named
    subjects tell, ``unnamed`` what the name of the things that are counted would tell, ``told``
    says whether a fact, and no convention, gives the target itself.
    """

    topic: str
    variant: str
    target: str | None
    given: frozenset[str]
    named: frozenset[str]
    assumed: frozenset[str]
    unnamed: frozenset[str]
    told: bool

    @property
    def paid(self) -> dict[str, float]:
        """What a plan pays for all that is known."""
        return prices(self.given, self.named, self.assumed)


class Planned(NamedTuple):
    """A plan for a shape, checks of the givens, and the target with its ladder; or a refusal."""

    checks: Checks
    plan: tuple[str, Ladder | None, Program] | Refused


class Planner:
    """Plans shapes, and keeps what it has planned."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._explored = lru_cache(EXPLORED)(self._explore)
        self.plan = lru_cache(KEPT)(partial(_plan, registry))

    def trace(self, target: str, standing: Standing) -> Trace | None:
        """What a target would be derived from; cheap for many of the same standing."""
        others = Standing(*[names - {target} if target in names else names for names in standing])
        return self._explored(others).trace(target)

    def _explore(self, standing: Standing) -> Exploration:
        return Exploration(self._registry, prices(*standing))


def _plan(registry: Registry, shape: Shape) -> Planned:
    """Plan a shape."""
    declared = registry.in_variant(registry.topic(shape.topic), shape.variant)
    given, named = shape.given, shape.named
    agreeing = tuple((name, ready(plan, (name,))) for name, plan in checks(registry, given, named))
    target, ladder, paid = shape.target, None, shape.paid
    askable = partial(asking, registry, declared, shape.unnamed)
    if target is None:
        try:
            target, ladder = select_target(Basis(registry, declared, given, named, paid, askable))
        except Refused as refusal:
            return Planned(agreeing, refusal)
    shown = ladder.quantities if ladder else ()
    program = _program(registry, (target, *shown), shape, askable(target))
    if shape.target and _is_known(program, target, shape):
        program, ladder = ready(look_up(target), (target,)), None
    return Planned(agreeing, (target, ladder, program))


def _program(
    registry: Registry, asked: tuple[str, ...], shape: Shape, askable: Mapping[str, float]
) -> Program:
    """The plan for the target, first of ``asked``, and the rungs beside it.

    What it derives on the way may leave an assumption no meaning, like what is given: the hours of
    a training run are not spread over a year. Each such assumption is dropped if it can be.
    """
    target, *shown = asked
    paid: Mapping[str, float] = shape.paid

    def planned(prices: Mapping[str, float]) -> Program:
        plan = make_plan(registry, (*shown, target), prices, askable)
        return ready(plan, tuple(dict.fromkeys(asked)))

    program = planned(paid)
    for name in _idle_on_the_way(registry, program, shape.assumed):
        rest = {each: price for each, price in paid.items() if each != name}
        without = planned(rest)
        if target not in without.plan.missing:
            program, paid = without, rest
    return program


def _is_known(program: Program, target: str, shape: Shape) -> bool:
    """Whether a fact answers: no given leads to the target, and a subject's fact is just that."""
    if target in shape.given:
        return True
    if target not in program.plan.missing:
        return target in shape.named and program.plan.roots.isdisjoint(shape.given)
    return shape.told


def _idle_on_the_way(
    registry: Registry, program: Program, assumed: frozenset[str]
) -> Iterable[str]:
    """Assumptions that a derived quantity leaves no meaning, unless it rests on them itself."""
    found = (
        name
        for step, roots in program.roots_of.items()
        for name in registry.quantities[step].idle
        if name in assumed & program.plan.roots and name not in roots
    )
    return tuple(dict.fromkeys(found))
