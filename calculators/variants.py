"""Variants: what is declared once and holds in several units that don't convert.

A price is declared in US dollars with its variants in other currencies; here each variant becomes
a quantity, and each relation between such quantities a relation for every variant they share.
Currencies never mix: the only way from one to another is a rate that the asker gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from calculators.quantity import Quantity
from calculators.relation import DeclarationError, Relation
from calculators.topic import Topic


def expand_quantities(declared: Iterable[Quantity]) -> Iterator[Quantity]:
    """Every quantity, followed by its variants."""
    for each in declared:
        yield each
        for key in each.variants:
            yield each.variant(key)


def expand_relations(
    declared: Iterable[Relation], quantities: Mapping[str, Quantity]
) -> Iterator[Relation]:
    """Every relation, followed by the same in each variant that its quantities share.

    Raises:
        DeclarationError: for a relation between quantities that share no variant.
    """
    for each in declared:
        yield each
        known = [quantities[name] for name in each.quantities if name in quantities]
        varied = [quantity for quantity in known if quantity.variants]
        if not varied or any(quantity.base for quantity in known):
            continue  # what names a variant itself leads from one to another
        first, *others = (quantity.variants.keys() for quantity in varied)
        shared = [key for key in first if all(key in keys for keys in others)]
        if not shared:
            raise DeclarationError(each.where, f"{each.name}: its quantities share no variant")
        for key in shared:
            names = {quantity.name: f"{quantity.name}_{key}" for quantity in varied}
            yield each.renamed(key, names, base=each.name)


def in_variant(topic: Topic, key: str, quantities: Mapping[str, Quantity]) -> Topic:
    """The topic with its options, headlines and ladders in one variant."""

    def name(each: str) -> str:
        return f"{each}_{key}" if key in quantities[each].variants else each

    def names(several: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(name, several))

    headlines = tuple(
        replace(
            each,
            given=names(each.given),
            target=name(each.target),
            ladder=each.ladder
            and replace(
                each.ladder,
                rows=tuple(
                    replace(row, quantities=names(row.quantities)) for row in each.ladder.rows
                ),
            ),
        )
        for each in topic.headlines
    )
    options = tuple(dict.fromkeys((*names(topic.options), *topic.options)))
    return replace(topic, options=options, headlines=headlines)
