"""Following: what a message changes of what was asked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from calculators.plain.said import Said
from calculators.plain.target import COUNTS, HARDWARE, in_scope, targets
from calculators.plain.understood import Understood
from calculators.quantity import Quantity
from calculators.registry import Registry
from calculators.value import Input, Value
from facts import Facts
from facts.units import Unit, fits

KEPT, CHANGED = 1.0, 2.5
"""What speaks for the target of before: a message names another, or gives a figure for it."""


class State(NamedTuple):
    """What was asked last; a next message may go on from it.

    ``sides`` are those of a comparison; ``text`` is told again where a choice completes it.
    """

    text: str
    read: Understood | None
    sides: tuple[Said, Said] | None = None

    @property
    def lang(self) -> str:
        """The language of the conversation."""
        return self.read.lang if self.read else "en"


def changes(said: Said) -> bool:
    """Whether a message says anything that could change a question."""
    return bool(
        said.figures or said.names or said.settings or said.scope or said.hours
        or said.labels or said.asked_unit or {"double", "half"} & said.intents
    )


def completed(said: Said, before: Understood) -> Said:
    """A message that completes a number of before: its unit, "MW", or the number itself."""
    pending = before.open[0] if before.open else None
    if pending and said.asked_unit and not said.figures:
        value = _times(pending.value, said.asked_unit.factor)
        figure = pending._replace(value=value, unit=said.asked_unit, ways=None)
        return said._replace(figures=(figure,), asked_unit=None)
    return said


def bare_figures(said: Said, before: Understood, registry: Registry) -> dict[str, Input]:
    """A number alone takes the place of what was counted before: "and sixteen?"."""
    bare = [each for each in said.figures if each.unit is None and not said.labels]
    if len(bare) != 1 or len(said.figures) != 1:
        return {}
    counts = [name for name in before.givens if registry.quantities[name].noun]
    pending = [name for name in counts if name in {key for key, _ in before.doubtful}]
    name = next(iter(pending or counts), None)
    if name is None:
        return {}
    return {name: before.givens[name]._replace(value=bare[0].value, typed=bare[0].text)}


def scaled(said: Said, before: Understood) -> dict[str, Input]:
    """"Double it": the first of what was given, times two."""
    times = 2.0 if "double" in said.intents else 0.5 if "half" in said.intents else None
    if times is None or said.figures or not before.givens:
        return {}
    name, known = next(iter(before.givens.items()))
    value = _times(known.value, times)
    return {name: known._replace(value=value, typed=f"{times:g} × {known.typed}")}


def targets_after(
    said: Said, before: Understood, registry: Registry, facts: Facts
) -> Mapping[str, float]:
    """What may be asked for by a message that goes on: what it names, or the same as before."""
    named = targets(said, registry, facts, hardware=_has_hardware(before))
    if before.target is None:
        return named
    same = in_scope(before.target, said.scope or before.scope, registry)
    weight = CHANGED if said.figures and not any(each.asked for each in said.labels) else KEPT
    variant = _in_unit(registry.quantities[same], said.asked_unit, registry)
    found = {name: weight for name, weight in named.items() if weight > 0}
    return {**found, variant or same: max(found.get(same, 0.0), weight)}


def _has_hardware(read: Understood) -> bool:
    counted = any(name in COUNTS.values() and name != "modules" for name in read.givens)
    return counted or not read.subjects.keys().isdisjoint(HARDWARE)


def _in_unit(target: Quantity, asked: Unit | None, registry: Registry) -> str | None:
    """The target in a unit that is asked for: the same cost in złoty."""
    if asked is None:
        return None
    return next(
        (
            each.name
            for each in registry.variants(target.option)
            if fits(asked.dimension, each.of.dimension)
        ),
        None,
    )


def _times(value: Value, factor: float) -> Value:
    low, high = (None if each is None else each * factor for each in (value.low, value.high))
    return Value(value.value * factor, low, high, value.approximate)

