"""Ways: how well a reading of a question can be worked out, before anything is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from calculators.explore import Trace
from calculators.known import CARRIED_OVER, linked
from calculators.outline import Outline, Outliner, Subjects
from calculators.planner import Planner
from calculators.registry import Registry
from facts import Facts, Kind

KEPT, KEPT_OF_VIEW, KEPT_OF_SUBJECTS, SEEN = 16_384, 512, 64, 8


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
        self._outliner = Outliner(planner, registry, facts)
        self._registry = registry
        self._facts = facts
        self.may_lead = self._outliner.may_lead
        self._kept = lru_cache(kept)(self._find)
        self._kinds = lru_cache(KEPT_OF_SUBJECTS)(self._kinds_of)

    def find(self, target: str, givens: Sequence[str], subjects: Subjects) -> Way:
        """The way from givens and subjects to a target."""
        return self._kept(target, frozenset(givens), subjects)

    def _find(self, target: str, givens: frozenset[str], subjects: Subjects) -> Way:
        found = self._outliner.outline(target, givens, subjects)
        if found is None:
            return NO_WAY
        trace, known = found.trace, found.known
        looked_up = found.target in known.named and (
            trace is None or trace.roots.isdisjoint(givens)
        )
        if looked_up:
            used = self._subjects_of((found.target,), found, subjects)
            used |= self._told_of(found, subjects)
            return Way(None, used, 0, 0, known=True)
        if trace is None:
            return NO_WAY
        used = trace.roots & givens
        used |= self._subjects_of(trace.roots, found, subjects)
        used |= self._precision(trace, subjects)
        assumed = sum(self._weight(found, root) for root in trace.roots & known.assumed)
        return Way(None, used, assumed, len(trace.steps), known=False)

    def _subjects_of(
        self, roots: Iterable[str], found: Outline, subjects: Subjects
    ) -> frozenset[str]:
        """The kinds of the subjects of which a fact is used."""
        inputs, kinds = found.known.inputs, self._kinds(subjects)
        facts = [inputs[root].fact for root in roots if root in inputs]
        used = [kinds[fact.subject] for fact in facts if fact and fact.subject in kinds]
        return frozenset[str]().union(*used)

    def _kinds_of(self, subjects: Subjects) -> dict[str, set[str]]:
        """The kinds of the subjects that lead to each, themselves included."""
        found: dict[str, set[str]] = {}
        for kind, key in subjects:
            for other in linked({kind: key}, self._facts):
                found.setdefault(other, set()).add(kind.value)
        return found

    def _told_of(self, found: Outline, subjects: Subjects) -> frozenset[str]:
        """The kinds of the subjects of which a fact says that it is: 14 VoltaGrid generators."""
        fact = found.known.inputs[found.target].fact
        scope = (fact.scope or "").casefold() if fact else ""
        names = self._facts.names.items() if scope else ()
        told = {key for name, key in names if name in scope}
        return frozenset(kind.value for kind, key in subjects if key in told)

    def _weight(self, found: Outline, root: str) -> int:
        """What an assumption counts for: what was seen on one cluster says little of another."""
        fact = found.known.inputs[root].fact
        seen = fact is not None and self._facts.subjects[fact.subject].kind in CARRIED_OVER
        return SEEN if seen and found.target not in self._told_by(root) else 1

    def _told_by(self, root: str) -> frozenset[str]:
        """What is asked for by the topics whose options hold an input."""
        topics = (each for each in self._registry.topics.values() if root in each.options)
        return frozenset(name for topic in topics for name in topic.targets)

    def _precision(self, trace: Trace, subjects: Subjects) -> frozenset[str]:
        """Whether the number format that is named plays a part: it says which peak is meant."""
        used = dict(subjects).get(Kind.PRECISION)
        quantities = self._registry.quantities
        plays = used and any(
            quantities[name].precision == used for name in (*trace.roots, *trace.steps)
        )
        return frozenset((Kind.PRECISION.value,)) if plays else frozenset()
