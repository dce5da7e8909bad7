"""Outlines: how many targets would be worked out from the same givens, without figures or texts.

Whoever looks for what a text means tries hundreds of targets and givens. What only depends on the
givens is found once for all targets, and what only depends on the subjects once for all givens.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from calculators.explore import Reach, Trace
from calculators.frame import Sort
from calculators.known import Known, known_of
from calculators.planner import Planner, Standing
from calculators.prepare import idle, known_beside, variant_key
from calculators.refusal import Refused
from calculators.registry import Registry
from facts import Facts, Kind

KEPT, KEPT_OF_SUBJECTS = 256, 64
Subjects = tuple[tuple[Kind, str], ...]


class Ground(NamedTuple):
    """What is known of givens and subjects.

    ``key`` is the variant that they are about, None where that is two without a rate; ``standing``
    holds what plays a part in some relation of which all can be had.
    """

    sort: Sort
    known: Known
    key: str | None
    standing: Standing


class Outline(NamedTuple):
    """A target in its variant, what is known for it, and what it would be derived from."""

    target: str
    known: Known
    trace: Trace | None


class Outliner:
    """Makes outlines from one set of facts, and keeps what they share."""

    def __init__(self, planner: Planner, registry: Registry, facts: Facts) -> None:
        self._planner = planner
        self._registry = registry
        self._facts = facts
        self._ground = lru_cache(KEPT)(self._make_ground)
        self._reachable = lru_cache(KEPT)(self._find_reachable)
        self._reach = lru_cache(KEPT_OF_SUBJECTS)(self._make_reach)
        self._family = {
            name: registry.bits_of(each.name for each in registry.variants(name))
            for name in registry.quantities
        }
        self._told = lru_cache(KEPT_OF_SUBJECTS)(self._make_told)

    def outline(self, target: str, givens: frozenset[str], subjects: Subjects) -> Outline | None:
        """How a target would be worked out; None for figures in two currencies without a rate."""
        quantity = self._registry.quantities[target]
        ground = self._ground(givens, subjects, target if quantity.precision else None)
        known, key, standing = ground.known, ground.key, ground.standing
        if quantity.idle:
            without = idle(self._registry, (target,), known.assumed)
            known = known._replace(assumed=known.assumed - without)
            standing = standing._replace(assumed=standing.assumed - without)
        if target in self._registry.bridges:  # two currencies given, their rate asked for
            key = ""
        elif self._facts.ours:  # what a server holds may matter for this target
            key = self._key(ground.sort._replace(target=target), known)
        if key is None:
            return None
        own = f"{target}_{key}" if key in quantity.variants else target
        trace = None
        if self._registry.bits[own] & self._reachable(givens, subjects):
            trace = self._planner.trace(own, standing)
        return Outline(own, known, trace)

    def may_lead(self, givens: frozenset[str], subjects: Subjects, target: str) -> bool:
        """Whether some of the givens and of what is known of the subjects may lead to a target."""
        return bool(self._family[target] & self._reachable(givens, subjects))

    def _make_ground(
        self, givens: frozenset[str], subjects: Subjects, target: str | None
    ) -> Ground:
        """What is known whatever is asked for, or for a ``target`` of one number format."""
        sort = Sort("solve", target, tuple(sorted(givens)), subjects)
        known = known_beside(self._registry, self._facts, sort, self._told(subjects))
        standing = self._standing(givens, known, self._reachable(givens, subjects))
        return Ground(sort, known, self._key(sort, known), standing)

    def _standing(self, givens: frozenset[str], known: Known, reachable: int) -> Standing:
        """What of all that is known may lead on: so much of it is the same for many givens."""
        bits, plays = self._registry.bits, 0
        for union in self._registry.unions:
            if not union & ~reachable:
                plays |= union
        every = (givens, known.named, known.assumed)
        return Standing(
            *[frozenset([name for name in each if bits[name] & plays]) for each in every]
        )

    def _find_reachable(self, givens: frozenset[str], subjects: Subjects) -> int:
        """The bits of what may be derived."""
        return self._reach(subjects).beside(self._registry.bits_of(givens)).found

    def _make_reach(self, subjects: Subjects) -> Reach:
        """What may be derived from what is known of subjects alone."""
        known = self._registry.bits_of(self._told(subjects).inputs)
        return Reach(0, self._registry.unions).beside(known)

    def _make_told(self, subjects: Subjects) -> Known:
        return known_of(dict(subjects), self._facts, self._registry.everything.assumed)

    def _key(self, sort: Sort, known: Known) -> str | None:
        try:
            return variant_key(self._registry, self._facts, known, sort)
        except Refused:
            return None
