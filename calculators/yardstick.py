"""Yardsticks: results held against something large that everyone knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from calculators.display import plain, plural, show
from calculators.language import dated, tr
from calculators.registry import Registry
from calculators.value import of_fact
from facts import Fact, Facts
from facts.units import Dimension, multiplied

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


def dwarfed(
    found: Iterable[Yardstick],
    values: Mapping[str, float],
    hours: float | None,
    registry: Registry,
    facts: Facts,
) -> Iterator[str]:
    """A line for each yardstick that a result exceeds, told for the largest such result."""
    for each in found:
        if not _is_exceeded(each, values, hours):
            continue
        shares = {name: values[name] / each.size for name in each.rates if name in values}
        if hours and each.amounts:
            whole = each.size * hours
            shares |= {name: values[name] / whole for name in each.amounts if name in values}
        name = max(shares, key=shares.__getitem__, default="")
        if name and shares[name] > 1:
            fact, quantity = each.fact, registry.quantities[name]
            known, figure = registry.quantities[fact.quantity], show(quantity, values[name], 3)
            if quantity.noun:
                figure = f"{figure} {plural(quantity, figure)}"
            else:
                figure = tr("{figure}, {words},").format(figure=figure, words=tr(quantity.words))
            yield tr(
                "{figure} is {times} times the {words} of the {subject} ({date}): {known}."
            ).format(
                figure=figure,
                times=plain(shares[name], 3),
                words=tr(known.words),
                subject=tr(facts.subjects[fact.subject].name),
                date=dated(fact.as_of),
                known=show(known, each.size, 3),
            )


def _is_exceeded(each: Yardstick, values: Mapping[str, float], hours: float | None) -> bool:
    """Whether a result exceeds a yardstick: hardly any does, so this is asked first."""
    for name in each.rates:
        if values.get(name, 0.0) > each.size:
            return True
    if hours:
        for name in each.amounts:
            if values.get(name, 0.0) > each.size * hours:
                return True
    return False
