"""Ways: how well a reading of a question can be worked out, before anything is."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from calculators.frame import Sort
from calculators.known import CARRIED_OVER, Known, linked
from calculators.planner import Planner
from calculators.prepare import Outline, known_beside, outline
from calculators.refusal import Refused
from calculators.registry import Registry
from facts import Facts, Kind

KEPT, KEPT_OF_VIEW, KEPT_BESIDE, SEEN = 16_384, 512, 256, 8
Subjects = tuple[tuple[Kind, str], ...]


class Way(NamedTuple):
    """A target from givens: ``missing`` is None where it can be had.

    ``used`` are the givens and kinds of subjects that play a part, ``assumed`` how many inputs
    nobody named, ``steps`` how many steps it takes.
    """

    missing: tuple[str, ...] | None
    used: frozenset[str]
    assumed: int
    steps: int
    known: bool


NO_WAY = Way((), frozenset(), 0, 0, known=False)


class Ways:
    """Finds ways, and keeps those it has found."""

    def __init__(self, planner: Planner, registry: Registry, facts: Facts, kept: int) -> None:
        self._planner = planner
        self._registry = registry
        self._facts = facts
        self.find = lru_cache(kept)(self._find)
        self._beside = lru_cache(KEPT_BESIDE)(self._known_beside)

    def _find(self, target: str, givens: tuple[str, ...], subjects: Subjects) -> Way:
        """The way from givens and subjects to a target."""
        try:
            found = self._outline(target, givens, subjects)
        except Refused:
            return NO_WAY
        plan, known = found.plan, found.known
        missing = plan.missing.get(found.target)
        looked_up = found.target in known.named and (
            missing is not None or plan.roots.isdisjoint(givens)
        )
        if looked_up:
            used = self._subjects_of((found.target,), found, subjects)
            return Way(None, used, 0, 0, known=True)
        if missing is not None:
            return Way(missing, frozenset(), 0, 0, known=False)
        used = frozenset(plan.roots.intersection(givens))
        used |= self._subjects_of(plan.roots, found, subjects)
        used |= self._precision(found, subjects)
        assumed = sum(self._weight(found, root) for root in plan.roots & known.assumed)
        return Way(None, used, assumed, len(plan.steps), known=False)

    def _outline(self, target: str, givens: tuple[str, ...], subjects: Subjects) -> Outline:
        sort, known = Sort("solve", target, givens, subjects), self._beside(givens, subjects)
        return outline(self._planner, self._registry, self._facts, sort, known)

    def _known_beside(self, givens: tuple[str, ...], subjects: Subjects) -> Known:
        """What is known beside givens and subjects: the same for all targets of one text."""
        sort = Sort("solve", None, givens, subjects)
        return known_beside(self._registry, self._facts, sort)

    def _subjects_of(
        self, roots: frozenset[str] | tuple[str, ...], found: Outline, subjects: Subjects
    ) -> frozenset[str]:
        """The kinds of the subjects of which a fact is used."""
        inputs = found.known.inputs
        known = (inputs[root].fact for root in roots if root in inputs)
        told = {fact.subject for fact in known if fact}
        return frozenset(
            kind.value
            for kind, key in subjects
            if not told.isdisjoint(linked({kind: key}, self._facts))
        )

    def _weight(self, found: Outline, root: str) -> int:
        """What an assumption counts for: what was seen on one cluster says little of another."""
        fact = found.known.inputs[root].fact
        seen = fact is not None and self._facts.subjects[fact.subject].kind in CARRIED_OVER
        return SEEN if seen and found.target not in self._told_by(root) else 1

    def _told_by(self, root: str) -> frozenset[str]:
        """What is asked for by the topics whose options hold an input."""
        topics = (each for each in self._registry.topics.values() if root in each.options)
        return frozenset(name for topic in topics for name in topic.targets)

    def _precision(self, found: Outline, subjects: Subjects) -> frozenset[str]:
        """Whether the number format that is named plays a part: it says which peak is meant."""
        used = dict(subjects).get(Kind.PRECISION)
        quantities = self._registry.quantities
        names = (*found.plan.roots, *(form.target for form in found.plan.steps))
        plays = any(quantities[name].precision == used for name in names if used)
        return frozenset((Kind.PRECISION.value,)) if plays else frozenset()
