"""Spending: what money is asked about: what things cost to buy, their rent, their electricity.

Words for one of these are never answered by another: who asks for a rent is not told a power bill.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from calculators.plain.grammar import grammar
from calculators.plain.said import Label, Said
from calculators.plain.tokens import stems_of
from calculators.registry import Registry
from facts import Kind

if TYPE_CHECKING:
    from calculators.plain.understood import Understood

PERIOD = "duration"
BOUGHT = (Kind.DEVICE, Kind.SYSTEM, Kind.CLUSTER)


def spent_on(said: Said, registry: Registry) -> frozenset[str]:
    """The topics of money that a text leaves open; none where it speaks of no money."""
    named = list(_named(said, registry))
    if not named:
        return frozenset()
    found = named[0].intersection(*named) or _narrowest(named)
    once = frozenset(name for name in found if not _has_time(name, registry))
    # "What do 500 of them cost?" is no cost of a time.
    return once if once and _are_things_alone(said) else found


def others(said: Said, registry: Registry) -> frozenset[str]:
    """The quantities of money that are not meant."""
    meant = spent_on(said, registry)
    every = registry.spending.items() if meant else ()
    return frozenset(name for name, topics in every if meant.isdisjoint(topics))


def other_costs(said: Said, registry: Registry) -> frozenset[str]:
    """The costs that a sum of money isn't, where words say what it is paid for."""
    quantities = registry.quantities
    return frozenset(
        each for each in others(said, registry) if len(quantities[each].of.dimension) == 1
    )


def undecided(said: Said, read: Understood, registry: Registry) -> list[str]:
    """The costs of things for a time of which each may be meant: their rent, their electricity."""
    spent = registry.spending
    priced = any(each in spent for each in read.givens)
    if read.follows or read.target not in spent or PERIOD not in read.givens or priced:
        return []
    fitting = (
        topic
        for topic in map(registry.topics.__getitem__, sorted(spent_on(said, registry)))
        if set(read.givens) <= set(topic.options) and set(read.subjects) <= set(topic.subjects)
    )
    found = [
        next(each.target for each in topic.headlines if each.target in spent) for topic in fitting
    ]
    return found if len(found) > 1 else []


def says_which(label: Label, asked: Iterable[Label], registry: Registry) -> bool:
    """Whether words say of what the cost is that is asked for: "the price of renting"."""
    own = _kinds(label, registry)
    alone = bool(own) and not (label.asked or label.inner)
    return alone and any(len(own) < len(_kinds(each, registry)) for each in asked)


def _named(said: Said, registry: Registry) -> Iterator[frozenset[str]]:
    """What each phrase for money may be spent on; of "pay for" that isn't said."""
    paid = [
        (label, kinds)
        for label in said.labels
        if not label.inner and (kinds := _kinds(label, registry))
    ]
    things = bool(paid) and _has_things(said)
    for label, kinds in paid:
        # Who buys energy buys no hardware.
        found = kinds if things else frozenset(each for each in kinds if _has_time(each, registry))
        if found and not _says_nothing(label, said):
            yield found


def _has_things(said: Said) -> bool:
    """Whether a text speaks of hardware."""
    named = any(each.kind in BOUGHT for each in said.names)
    named = named or any({"gpus", "servers", "racks"} & {*each.keys} for each in said.labels)
    return named or any(
        each.unit and not {"accelerator", "server", "rack"}.isdisjoint(each.unit.dimension)
        for each in said.figures
    )


def _narrowest(every: Sequence[frozenset[str]]) -> frozenset[str]:
    """What the phrases say that say most: the "rental" of "rental prices"."""
    fewest = min(map(len, every))
    return frozenset[str]().union(*(each for each in every if len(each) == fewest))


def _kinds(label: Label, registry: Registry) -> frozenset[str]:
    """What a phrase for money may be spent on."""
    return frozenset[str]().union(*(registry.spending.get(key, ()) for key in label.keys))


def _says_nothing(label: Label, said: Said) -> bool:
    """Whether a phrase only says that money is spent, whatever it is declared for."""
    stems = set(stems_of(said.text[label.start : label.end], said.lang))
    spends = grammar(said.lang).phrases["spends"]
    return any(label.stems == len(each) and stems.issuperset(each) for each in spends)


def _has_time(topic: str, registry: Registry) -> bool:
    return PERIOD in registry.topics[topic].options


def _are_things_alone(said: Said) -> bool:
    """Whether nothing is said but hardware, and how many of it."""
    if said.hours or said.settings or said.asked_unit or said.asked_per:
        return False
    named = all(each.kind in BOUGHT for each in said.names)
    counted = all(each.is_count for each in said.figures)
    return named and counted and bool(said.names or said.figures)
