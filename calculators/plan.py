"""Planning: which relations, in which order, give the targets from what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from calculators.explore import Derivation, Exploration
from calculators.registry import Registry
from calculators.relation import Form

GIVEN = 0.0
NAMED_FACT = 1.0
DEFAULT = 100.0
UNKNOWN = 10_000.0
SHARED = 0.01
"""What a quantity costs that the plan has derived already: later targets build on earlier ones."""


class Plan(NamedTuple):
    """The steps in order, the known quantities they start from, and what could not be had.

    ``missing`` maps each target without derivation to the cheapest quantities that would give it
    (empty where nothing would).
    """

    steps: tuple[Form, ...]
    roots: frozenset[str]
    missing: Mapping[str, tuple[str, ...]]


def make_plan(
    registry: Registry,
    targets: Iterable[str],
    known: Mapping[str, float],
    askable: Mapping[str, float] | None = None,
) -> Plan:
    """Plan ``targets`` from ``known`` quantities with their prices.

    ``askable`` are the quantities that may be asked for where a target cannot be derived, with
    what asking for each costs.
    """
    prices = dict(known)
    steps: list[Form] = []
    roots: set[str] = set()
    missing: dict[str, tuple[str, ...]] = {}
    derived: set[str] = set()
    tainted: set[str] = set()
    for target in targets:
        if target in derived:
            continue
        found = _derive(registry, target, prices, tainted)
        if found is None:
            missing[target] = _would_complete(registry, target, prices, askable or {})
            continue
        for form in found.steps:
            derived.add(form.target)
            prices[form.target] = SHARED
        steps.extend(found.steps)
        tainted |= found.tainted
        roots |= found.roots - derived
        for root in found.roots:
            prices[root] = min(prices[root], SHARED)
    return Plan(tuple(steps), frozenset(roots), missing)


def look_up(target: str) -> Plan:
    """The plan for what is known already: nothing to work out."""
    return Plan((), frozenset((target,)), {})


def _derive(
    registry: Registry,
    target: str,
    prices: Mapping[str, float],
    tainted: Collection[str] = (),
) -> Derivation | None:
    """The cheapest derivation of ``target``, or None."""
    # A target that is known all the same is derived from the rest: that checks it.
    others = {name: price for name, price in prices.items() if name != target}
    return Exploration(registry, others, tainted).reach(target)


def _would_complete(
    registry: Registry,
    target: str,
    prices: Mapping[str, float],
    askable: Mapping[str, float],
) -> tuple[str, ...]:
    """The cheapest set of askable quantities that would give ``target``."""
    wanted = {
        name: price for name, price in askable.items() if name not in prices and name != target
    }
    if not wanted:
        return ()
    found = _derive(registry, target, {**prices, **wanted})
    if found is None:
        return ()
    return tuple(name for name in wanted if name in found.roots)
