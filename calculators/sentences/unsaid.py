"""What a sentence leaves unsaid: things that aren't counted, quantities that aren't spoken of.

The first are counted by a number without a unit; no figure is taken for the others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from calculators.grammar import is_spoken
from calculators.registry import Registry
from calculators.sentences.apiece import THINGS
from calculators.sentences.measure import MONEY
from facts import Kind
from facts.units import Dimension, Unit, unit

SPOKEN = {"weight_memory": ("parameter",), "emissions": ("g",), "cost": MONEY}
"""Quantities, by a part of their names, of which a text speaks before a figure is one of them. A
rate of what they are measured in speaks of them as well."""


def uncounted(stated: Sequence[Dimension], *, devices: bool) -> list[Unit]:
    """Things for each of which a figure is, or ``devices``, that no figure counts.

    ``stated`` are the dimensions of the figures.
    """
    counted = {base for each in stated if len(each) == 1 for base in each}
    apiece = {base for each in stated for base, power in each.items() if power == -1}
    spoken = {*apiece, *(["accelerator"] if devices else [])}
    return [unit(each) for each in THINGS if each in spoken - counted]


def unspoken(
    text: str, stated: Sequence[Dimension], kinds: Collection[Kind], registry: Registry
) -> frozenset[str]:
    """Quantities of which neither a word nor a rate speaks."""
    rates = {base for each in stated if len(each) > 1 for base in each}
    silent = [
        key
        for key, bases in SPOKEN.items()
        if not is_spoken(key, text)
        and rates.isdisjoint(bases)
        and not (key == "weight_memory" and Kind.MODEL in kinds)
    ]
    return frozenset(name for name in registry.quantities for key in silent if key in name)
