"""Planning: which relations, in which order, give the targets from what is known.

Quantities and relations form an AND/OR graph: a relation yields one of its quantities once the
others are known. The cheapest derivation is found as Knuth generalised Dijkstra's algorithm: known
quantities enter at the price of their standing, and a relation's price is the sum of its inputs'
plus a little for the step. Work grows with what is cheaper than the answer, not with all relations.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Container, Iterable, Mapping
from itertools import islice
from threading import Lock
from typing import NamedTuple

from calculators.registry import Registry
from calculators.relation import Form, Relation

GIVEN = 0.0
NAMED_FACT = 1.0
DEFAULT = 100.0
UNKNOWN = 10_000.0
STEP = 0.1
COUNT = 0.01
"""What a count costs on the way to something else: as a whole number it would lose precision."""
STAND_IN = 1_000.0
"""What it costs to let one quantity stand for another that it need not equal."""
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


class Trace(NamedTuple):
    """What a quantity is derived from, and what is derived on the way, itself included."""

    roots: frozenset[str]
    steps: frozenset[str]


class _Derivation(NamedTuple):
    """``tainted`` are the quantities that came through a stand-in."""

    steps: tuple[Form, ...]
    roots: frozenset[str]
    tainted: frozenset[str]


class Exploration:
    """What can be derived from known quantities, found one by one, the cheapest first.

    It goes as far as the target that is asked for, and from there on for the next: so many targets
    cost little more than the dearest of them. What came through a stand-in may go on, but neither
    to a ``fixed`` quantity (the energy of accelerator-hours is no energy of a facility) nor through
    another stand-in. Threads may share one.
    """

    def __init__(
        self, registry: Registry, prices: Mapping[str, float], tainted: Collection[str] = ()
    ) -> None:
        self._registry = registry
        self._impure = set(tainted)
        self._best: dict[str, float] = {}
        self._by: dict[str, Relation | None] = {}
        self._traces: dict[str, Trace] = {}
        self._watch = _Watch(registry)
        self._offers: list[tuple[float, int, str, Relation | None]] = [
            (price, order, name, None) for order, (name, price) in enumerate(prices.items())
        ]
        heapq.heapify(self._offers)
        self._order = len(prices)
        self._lock = Lock()

    def trace(self, target: str) -> Trace | None:
        """What the cheapest derivation of ``target`` rests on, or None."""
        with self._lock:
            if not self._reaches(target):
                return None
            # Whatever a quantity is derived from was taken before it.
            for name, relation in islice(self._by.items(), len(self._traces), None):
                self._traces[name] = self._traced(name, relation)
            return self._traces[target]

    def reach(self, target: str) -> _Derivation | None:
        """The cheapest derivation of ``target``, or None."""
        with self._lock:
            if not self._reaches(target):
                return None
            return _collect(self._registry, target, self._by, self._impure)

    def _reaches(self, target: str) -> bool:
        while self._offers and target not in self._best:
            self._take()
        return target in self._best

    def _traced(self, name: str, relation: Relation | None) -> Trace:
        own = frozenset((name,))
        if relation is None:
            return Trace(own, frozenset())
        inputs = [self._traces[each] for each in relation.quantities if each != name]
        roots = frozenset[str]().union(*[each.roots for each in inputs])
        return Trace(roots, own.union(*[each.steps for each in inputs]))

    def _take(self) -> None:
        """Take the cheapest offer, and what it completes."""
        price, _, name, relation = heapq.heappop(self._offers)
        if name in self._best:
            return
        self._best[name], self._by[name] = price, relation
        if relation and (relation.stand_in or _reads(relation, name, self._impure)):
            self._impure.add(name)
        for found, last in self._watch.completed(name, self._best):
            if self._may_lead(found, last):
                self._order += 1
                heapq.heappush(self._offers, (self._price(found, last), self._order, last, found))

    def _may_lead(self, relation: Relation, last: str) -> bool:
        if not self._registry.leads(relation, last):
            return False
        impure = bool(self._impure) and _reads(relation, last, self._impure)
        return (last in self._registry.fixed) + relation.stand_in + impure <= 1

    def _price(self, relation: Relation, last: str) -> float:
        total = STEP + sum(self._best[each] for each in relation.quantities if each != last)
        if self._registry.quantities[last].rounding:
            total += COUNT
        return total + STAND_IN if relation.stand_in else total


def _derive(
    registry: Registry,
    target: str,
    prices: Mapping[str, float],
    tainted: Collection[str] = (),
) -> _Derivation | None:
    """The cheapest derivation of ``target``, or None."""
    # A target that is known all the same is derived from the rest: that checks it.
    others = {name: price for name, price in prices.items() if name != target}
    return Exploration(registry, others, tainted).reach(target)


def _reads(relation: Relation, target: str, names: Container[str]) -> bool:
    """Whether the relation, solved for ``target``, reads one of ``names``."""
    return any(each in names for each in relation.quantities if each != target)


class _Watch:
    """Finds relations with one unknown left, looking at few of them.

    Each relation is watched through two of its unknown quantities, at first those that stand in
    the fewest relations. Only when one of these becomes known is the relation looked at: so a
    quantity that stands in a thousand relations costs no more than one that stands in ten.
    """

    def __init__(self, registry: Registry) -> None:
        self._first, self._own = registry.watching, registry.pairs
        self._pairs: dict[str, tuple[str, str]] = {}
        self._moved: dict[str, list[Relation]] = {}

    def completed(self, name: str, known: Container[str]) -> list[tuple[Relation, str]]:
        """Relations that now lack only one quantity, with that quantity."""
        found: list[tuple[Relation, str]] = []
        for relation in (*self._first[name], *self._moved.pop(name, ())):
            pair = self._pairs.get(relation.name) or self._own[relation.name]
            if name not in pair:
                continue  # watched elsewhere by now
            other = pair[1] if pair[0] == name else pair[0]
            if other in known:
                continue
            for instead in relation.quantities:
                if instead != other and instead not in known:
                    self._pairs[relation.name] = (instead, other)
                    self._moved.setdefault(instead, []).append(relation)
                    break
            else:
                found.append((relation, other))
        return found


def _collect(
    registry: Registry, target: str, by: Mapping[str, Relation | None], impure: Container[str]
) -> _Derivation:
    """Walk back from ``target``: the steps in an order in which each finds its inputs."""
    steps: dict[str, Form] = {}
    roots: set[str] = set()
    pending: list[tuple[str, bool]] = [(target, False)]
    while pending:
        name, ready = pending.pop()
        relation = by[name]
        if relation is None:
            roots.add(name)
        elif ready:
            steps.setdefault(name, registry.form(relation, name))
        elif name not in steps:
            pending.append((name, True))
            inputs = [each for each in relation.quantities if each != name]
            pending.extend((each, False) for each in reversed(inputs))
    tainted = frozenset(name for name in steps if name in impure)
    return _Derivation(tuple(steps.values()), frozenset(roots), tainted)


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
