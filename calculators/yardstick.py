"""Yardsticks: results held against something large that everyone knows."""

from __future__ import annotations

from calculators.display import plain, show
from calculators.frame import Work
from calculators.quantity import Quantity
from calculators.value import of_fact
from facts import Fact
from facts.units import Dimension, multiplied

_HOUR: Dimension = {"h": 1}


def dwarfed(work: Work) -> tuple[str, ...]:
    """A line for each yardstick that a result exceeds, told for the largest such result."""
    return tuple(
        line for fact in work.facts.yardsticks for line in [_line(fact, work)] if line is not None
    )


def _line(fact: Fact, work: Work) -> str | None:
    quantities = work.registry.quantities
    known, size = quantities[fact.quantity], of_fact(fact).value
    found = {
        name: share
        for name in work.solution.results
        if (share := _share(quantities[name], known, size, work)) and share > 1
    }
    if not found:
        return None
    name = max(found, key=lambda each: found[each])
    quantity = quantities[name]
    subject = work.facts.subjects[fact.subject].name
    noun = f" {quantity.noun}" if quantity.noun else f", {quantity.words},"
    return (
        f"{show(quantity, work.solution.values[name], 3)}{noun} is {plain(found[name], 3)} times "
        f"the {known.words} of the {subject} ({fact.as_of}): {show(known, size, 3)}."
    )


def _share(quantity: Quantity, known: Quantity, size: float, work: Work) -> float | None:
    """The result over the yardstick; what adds up over time is first brought to its rate."""
    value, dimension = work.solution.values[quantity.name], quantity.of.dimension
    if dict(dimension) == dict(known.of.dimension):
        return value / size
    duration = work.inputs.get("duration")
    if duration and dict(dimension) == dict(multiplied(known.of.dimension, _HOUR)):
        return value / duration.value.value / size
    return None
