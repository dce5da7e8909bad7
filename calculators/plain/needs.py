"""Needs: an amount held against what something needs, as a comparison that says whether it will do.

"Is 20 MW enough for 10,000 H100s?", "what is larger, 370 GWh or what 100,000 homes use a year?"
"""

from __future__ import annotations

from typing import NamedTuple

from calculators.answer import Answer
from calculators.language import tr
from calculators.plain.figure import Figure
from calculators.plain.said import Said
from calculators.plain.target import WHOLE
from calculators.registry import Registry
from facts import Kind
from facts.units import unit

AMOUNTS = (dict(unit("W").dimension), dict(unit("Wh").dimension))
"""What amounts are measured in that something may need."""
NEEDY = (Kind.CLUSTER, Kind.MODEL)
"""What needs an amount without being counted."""
NARROW = 1.0
"""What speaks against the power of the chips alone, or of the servers, unless it is said."""


class Need(NamedTuple):
    """An amount, and all else that a text says: what needs it."""

    amount: Figure
    rest: Said


def need_of(said: Said) -> Need | None:
    """The amount and what it is held against, if that is what a text is about.

    The amount may be a number alone: "is 40 enough for 20k H100s?".
    """
    amounts = [each for each in said.figures if _is_amount(each)]
    bare = [each for each in said.figures if each.unit is None]
    amounts = amounts or (bare if "enough" in said.intents else [])
    others = [each for each in said.figures if each not in amounts]
    things = any(each.is_count for each in others)
    things = things or any(each.kind in NEEDY for each in said.names)
    checked = {"asks", "checks", "claims"} & said.intents  # /check answers these, or a topic
    judged = {"enough", "opens"} <= said.intents and not checked
    judged = judged or {"enough", "spare"} <= said.intents
    compared = "opens" not in said.intents and {"compares", "either"} <= said.intents
    compared = compared or "weighs" in said.intents
    if len(amounts) != 1 or not things or not (judged or compared):
        return None
    rest = said._replace(figures=tuple(others), hours=said.hours or amounts[0].hours)
    return Need(amounts[0], rest)


def need_again(said: Said, before: Need) -> Need | None:
    """The need of before with another amount, or of another count: "and for 12,000?"."""
    if not said.begins or "asks" in said.intents or said.labels or len(said.figures) != 1:
        return None
    figure, rest = said.figures[0], before.rest
    if _is_amount(figure):
        return before._replace(amount=figure)
    counts = [each for each in rest.figures if each.is_count]
    if len(counts) != 1 or not (figure.unit is None or figure.is_like(counts[0])):
        return None
    new = counts[0]._replace(value=figure.value, text=figure.text)
    figures = tuple(new if each is counts[0] else each for each in rest.figures)
    return before._replace(rest=rest._replace(figures=figures))


def measured_as(amount: Figure, registry: Registry) -> dict[str, float]:
    """The quantities that an amount can be held against, as targets to choose from."""
    dimension = dict(amount.unit.dimension) if amount.unit else {}
    alike = [each for each in registry.alike(dimension) if each.name in registry.answered]
    return {each.name: 1.0 - NARROW * (each.scope not in WHOLE) for each in alike}


def verdict(answer: Answer, registry: Registry) -> str:
    """Whether the second of two results will do for the first, where that can be told."""
    need, amount = answer.results[:2]
    has = amount.value * registry.quantities[amount.quantity].factor
    factor = registry.quantities[need.quantity].factor
    low, high = (need.value if end is None else end for end in (need.low, need.high))
    if has >= high * factor:
        return tr("It is enough.")
    return tr("It isn't enough.") if has < low * factor else tr("It may be enough, or not quite.")


def _is_amount(figure: Figure) -> bool:
    return figure.unit is not None and dict(figure.unit.dimension) in AMOUNTS
