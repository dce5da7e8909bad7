"""Exploring: what can be derived from known quantities, and what that rests on.

Quantities and relations form an AND/OR graph: a relation yields one of its quantities once the
others are known. The cheapest derivation is found as Knuth generalised Dijkstra's algorithm: known
quantities enter at the price of their standing, and a relation's price is the sum of its inputs'
plus a little for the step. Work grows with what is cheaper than the answer, not with all relations.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from heapq import heapify, heappop, heappush
from threading import Lock
from typing import NamedTuple

from calculators.registry import Registry
from calculators.relation import Form, Relation

STEP = 0.1
COUNT = 0.01
"""What a count costs on the way to something else: as a whole number it would lose precision."""
STAND_IN = 1_000.0
"""What it costs to let one quantity stand for another that it need not equal."""


class Derivation(NamedTuple):
    """``tainted`` are the quantities that came through a stand-in."""

    steps: tuple[Form, ...]
    roots: frozenset[str]
    tainted: frozenset[str]


class Trace(NamedTuple):
    """What a quantity is derived from, and what is derived on the way, itself included."""

    roots: frozenset[str]
    steps: Sequence[str]


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
        self._by: dict[str, Form | None] = {}
        self._watch = _Watch(registry)
        self._offers: list[tuple[float, int, str, Form | None]] = [
            (price, order, name, None) for order, (name, price) in enumerate(prices.items())
        ]
        heapify(self._offers)
        self._order = len(prices)
        self._lock = Lock()

    def reach(self, target: str) -> Derivation | None:
        """The cheapest derivation of ``target``, or None."""
        with self._lock:
            return self._collect(target) if self._reaches(target) else None

    def trace(self, target: str) -> Trace | None:
        """What the cheapest derivation of ``target`` rests on, or None."""
        with self._lock:
            return self._traced(target) if self._reaches(target) else None

    def _reaches(self, target: str) -> bool:
        while self._offers and target not in self._best:
            self._take()
        return target in self._best

    def _take(self) -> None:
        """Take the cheapest offer, and what it completes."""
        price, _, name, form = heappop(self._offers)
        if name in self._best:
            return
        self._best[name], self._by[name] = price, form
        if form and (form.relation.stand_in or not self._impure.isdisjoint(form.inputs)):
            self._impure.add(name)
        for found in self._watch.completed(name, self._best):
            if found.leads and self._is_pure_enough(found):
                self._order += 1
                heappush(self._offers, (self._price(found), self._order, found.target, found))

    def _is_pure_enough(self, form: Form) -> bool:
        impure = not self._impure.isdisjoint(form.inputs)
        return (form.target in self._registry.fixed) + form.relation.stand_in + impure <= 1

    def _price(self, form: Form) -> float:
        best = self._best
        total = STEP + sum([best[each] for each in form.inputs])
        if self._registry.quantities[form.target].rounding:
            total += COUNT
        return total + STAND_IN if form.relation.stand_in else total

    def _collect(self, target: str) -> Derivation:
        """Walk back from ``target``: the steps in an order in which each finds its inputs."""
        steps: dict[str, Form] = {}
        roots: set[str] = set()
        pending: list[tuple[str, bool]] = [(target, False)]
        while pending:
            name, ready = pending.pop()
            form = self._by[name]
            if form is None:
                roots.add(name)
            elif ready:
                steps.setdefault(name, form)
            elif name not in steps:
                pending.append((name, True))
                pending.extend((each, False) for each in reversed(form.inputs))
        tainted = frozenset(name for name in steps if name in self._impure)
        return Derivation(tuple(steps.values()), frozenset(roots), tainted)

    def _traced(self, target: str) -> Trace:
        """The same without an order, for whoever compares many."""
        roots: list[str] = []
        steps: list[str] = []
        pending, seen = [target], {target}
        for name in pending:
            form = self._by[name]
            if form is None:
                roots.append(name)
                continue
            steps.append(name)
            for each in form.inputs:
                if each not in seen:
                    seen.add(each)
                    pending.append(each)
        return Trace(frozenset(roots), steps)


class Reach(NamedTuple):
    """What may be derived at all, as bits of the registry: seen without any price, at a glance.

    ``left`` are relations, as bits too, of which several quantities can't be had.
    """

    found: int
    left: Sequence[int]

    def beside(self, known: int) -> Reach:
        """What may be derived where more is known; ``known`` are its bits."""
        found = self.found | known
        left, before = self.left, -1
        while found != before:
            before, several = found, []
            for each in left:
                unknown = each & ~found
                if unknown & (unknown - 1):
                    several.append(each)
                else:
                    found |= unknown
            left = several
        return Reach(found, left)


class _Watch:
    """Finds relations with one unknown left, looking at few of them.

    Each relation is watched through two of its unknown quantities, at first those that stand in
    the fewest relations. Only when one of these becomes known is the relation looked at: so a
    quantity that stands in a thousand relations costs no more than one that stands in ten.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._first, self._own = registry.watching, registry.pairs
        self._pairs: dict[str, tuple[str, str]] = {}
        self._moved: dict[str, list[Relation]] = {}

    def completed(self, name: str, known: Container[str]) -> list[Form]:
        """Relations that now lack only one quantity, solved for it."""
        found: list[Form] = []
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
                found.append(self._registry.form(relation, other))
        return found
