"""Needs: what something that a sentence doesn't state would have to be for its figures to agree."""

from __future__ import annotations

from collections.abc import Callable
from math import isclose

from calculators.frame import Work
from calculators.sentences.reading import Given, Need, Reading
from calculators.sentences.sentence import Mention
from calculators.value import Value

EXACT = 1e-3
MOST_NEEDS = 3
OVERHEAD = 2.5
"""Servers draw no more than so many times what their chips do: known ones 1.8 to 2.03 times."""
PERIOD = "duration"

Solved = Callable[[Given, str], Work | None]
"""Works a quantity out from mentions, if it can be."""


def needs_of(reading: Reading, solved: Solved) -> tuple[Need, ...]:
    """What each loose input would have to be for the stated figure to come out."""
    if abs(reading.factor - 1) <= EXACT:
        return ()
    given = (*reading.sources, _stated(reading, reading.target))
    needs = (
        _need(given, name, reading.work, solved) or _in_proportion(reading, name)
        for name in reading.loose[:MOST_NEEDS]
        if name != PERIOD
    )
    return tuple(each for each in needs if each)


def unknown_servers(reading: Reading, solved: Solved) -> tuple[Need, ...]:
    """What servers would have to draw whose power nobody knows, where the chips draw less."""
    if reading.target != "chip_power" or not 1 < reading.factor <= OVERHEAD:
        return ()
    name, target = "server_power_per_gpu", "it_power"
    if name in reading.work.inputs or solved(reading.sources, target):
        return ()
    need = _need((*reading.sources, _stated(reading, target)), name, reading.work, solved)
    return (need,) if need else ()


def _stated(reading: Reading, target: str) -> tuple[Mention, str]:
    return Mention("", reading.stated, (target,)), target


def _need(given: Given, name: str, work: Work, solved: Solved) -> Need | None:
    other = solved(given, name)
    if other is None or name not in other.solution.results:
        return None
    quantity, value = work.registry.quantities[name], other.solution.results[name]
    possible = quantity.is_possible(value.value)
    return Need(quantity, value, work.inputs.get(name)) if possible else None


def _in_proportion(reading: Reading, name: str) -> Need | None:
    """The need where what is known of a named subject contradicts the stated figure already."""
    power, taken = reading.work.elasticities[name], reading.work.inputs[name]
    if not isclose(abs(power), 1):
        return None
    quantity = reading.work.registry.quantities[name]
    size = taken.value.value * reading.factor**power
    possible = quantity.is_possible(size)
    return Need(quantity, Value(size, size, size), taken) if possible else None
