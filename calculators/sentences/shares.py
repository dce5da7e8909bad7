"""Shares and ratios: which quantity without a unit the words beside a number name.

"a PUE of 1.08", "61 % utilisation".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from calculators.display import show
from calculators.quantity import Quantity
from calculators.refusal import Refused, quoted
from calculators.registry import Registry

NEAR = 16
"""Characters that may stand between a share and the word that says of what it is one."""


class Share(NamedTuple):
    """A quantity without a unit, and how far from the number it is named; ahead of it or not."""

    quantity: Quantity
    distance: int
    ahead: bool


def find_share(before: str, after: str, registry: Registry) -> Share | None:
    """The quantity that is named nearest to a number."""
    return min(_named(before, after, registry), key=lambda each: each.distance, default=None)


def _named(before: str, after: str, registry: Registry) -> Iterator[Share]:
    before, after = (each.casefold().replace("utiliz", "utilis") for each in (before, after))
    for quantity in registry.quantities.values():
        if quantity.of.dimension or quantity.base:
            continue
        for name in _spellings(quantity):
            if name in before[-NEAR - len(name) :]:
                yield Share(quantity, len(before) - before.rindex(name) - len(name), ahead=True)
            if name in after[: NEAR + len(name)]:
                yield Share(quantity, after.index(name), ahead=False)


def _spellings(quantity: Quantity) -> set[str]:
    words, _, short = quantity.words.casefold().partition(" (")
    names = {quantity.name.replace("_", " "), words, short.removesuffix(")")}
    return {each for each in names if each}


def check_possible(quantity: Quantity, size: float, text: str) -> None:
    """Refuse a share that can't be: a PUE of 0.5, 150 % utilisation.

    Raises:
        Refused: what it lies between.
    """
    if quantity.is_possible(size):
        return
    low, high = (show(quantity, each * quantity.factor) for each in (quantity.low, quantity.high))
    raise Refused("out_of_range", text=quoted(text), words=quantity.words, low=low, high=high)
