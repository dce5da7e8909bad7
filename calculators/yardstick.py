"""Yardsticks: results held against something large that everyone knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from calculators.display import plain, show
from calculators.registry import Registry
from calculators.value import of_fact
from facts import Fact, Facts
from facts.units import Dimension, multiplied

if TYPE_CHECKING:
    from calculators.frame import Work

_HOUR: Dimension = {"h": 1}


class Yardstick(NamedTuple):
    """A fact and the results that measure the same.

    ``amounts`` are results that add up over time: they are first brought to their rate.
    """

    fact: Fact
    size: float
    rates: tuple[str, ...]
    amounts: tuple[str, ...]


def yardsticks(names: Iterable[str], registry: Registry, facts: Facts) -> tuple[Yardstick, ...]:
    """The yardsticks for results called ``names``."""
    names, dimensions = tuple(names), registry.dimensions
    found: list[Yardstick] = []
    for fact in facts.yardsticks:
        known = dimensions[fact.quantity]
        over_time = multiplied(known, _HOUR)
        rates = tuple(name for name in names if dict(dimensions[name]) == dict(known))
        amounts = tuple(name for name in names if dict(dimensions[name]) == dict(over_time))
        if rates or amounts:
            found.append(Yardstick(fact, of_fact(fact).value, rates, amounts))
    return tuple(found)


def dwarfed(work: Work) -> Iterator[str]:
    """A line for each yardstick that a result exceeds, told for the largest such result."""
    values = work.solution.values
    duration = work.inputs.get("duration")
    for each in work.frame.yardsticks:
        found = {name: values[name] / each.size for name in each.rates if name in values}
        if duration and each.amounts:
            whole = each.size * duration.value.value
            found |= {name: values[name] / whole for name in each.amounts if name in values}
        name = max(found, key=found.__getitem__, default="")
        if name and found[name] > 1:
            yield _line(each, name, found[name], work)


def _line(yardstick: Yardstick, name: str, share: float, work: Work) -> str:
    quantity = work.registry.quantities[name]
    fact, known = yardstick.fact, work.registry.quantities[yardstick.fact.quantity]
    subject = work.facts.subjects[fact.subject].name
    noun = f" {quantity.noun}" if quantity.noun else f", {quantity.words},"
    return (
        f"{show(quantity, work.solution.values[name], 3)}{noun} is {plain(share, 3)} times "
        f"the {known.words} of the {subject} ({fact.as_of}): {show(known, yardstick.size, 3)}."
    )
