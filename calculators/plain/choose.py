"""Choosing: of all readings of a text the one for which most speaks.

A reading is a target with a quantity for each figure. The words speak for targets (``target``),
units and words for what figures are (``assign``), and the relations for what belongs together: a
good reading needs everything that the text gives, and little that it doesn't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from math import inf
from typing import NamedTuple

from calculators.plain.assign import HELD, UNSAID, Assigner
from calculators.plain.figure import Figure
from calculators.plain.meanings import Meanings
from calculators.plain.reading import (
    FIGURES,
    MARGIN,
    UNEXPLAINED,
    Base,
    Reading,
    is_sure,
    understood,
    unused,
)
from calculators.plain.said import Said
from calculators.plain.target import BASES, PERIOD
from calculators.plain.understood import Understood
from calculators.plain.wants import is_asked, subjects_of, wants
from calculators.plain.ways import NO_WAY, Way, Ways
from calculators.quantity import Quantity, Scope
from calculators.registry import Registry
from calculators.value import Input
from facts import Facts

MOST_TARGETS = 8
MOST_READINGS, MOST_AGAIN = 640, 300
"""Bounds on what a strange text may cost: so many readings are tried, the likeliest of all
targets. Fewer are where a text is read again: as going on from another, or for a likelier answer.
"""
MOST_OF_TEXT, MOST_WHOLE, LEAST = 640, 200, 40
"""So many are tried for one text, in all its searches together, and of those that can be worked
out so many; and so many at least in each search."""
MISSING, NOWHERE, UNUSED, UNUSED_NAME, ASSUMED, STEP = 1.2, 2.0, 2.8, 0.9, 0.2, 0.03
NOTHING = 1.0
"""What it costs to go on from nothing of what was given before."""
UNUSED_TIME = 0.5
HEARD_MORE = 1.5
"""So much more speaks for what is asked for than for what could be answered instead."""


class _Taken(NamedTuple):
    """Figures, and the quantities that they are taken for."""

    figures: list[Figure]
    names: tuple[str | None, ...]


class _Try(NamedTuple):
    """What may become a reading of a target, in the order in which it is tried.

    ``against`` is the least that speaks against it, of which ``weight`` is what the words say;
    ``at`` the place of its target, ``rank`` its own among those of the target.
    """

    against: float
    at: int
    rank: int
    target: str
    weight: float
    taken: _Taken | None = None


class Chooser:
    """Finds the best reading of what a text says; not for several threads at a time."""

    def __init__(self, registry: Registry, facts: Facts, ways: Ways) -> None:
        self._registry = registry
        self._facts = facts
        self._ways = ways
        self._assigner = Assigner(registry)
        self._looks = lru_cache(None)(self._look)
        self._every_time = tuple(
            name
            for name, each in registry.quantities.items()
            if dict(each.of.dimension) == {"h": 1}
        )
        self.begin()

    def begin(self) -> None:
        """A new text is read: its readings are counted from here on."""
        self._left, self._left_whole = MOST_OF_TEXT, MOST_WHOLE

    def best(
        self,
        said: Said,
        wanted: Mapping[str, float] | None = None,
        before: Understood | None = None,
        fixed: Mapping[str, Input] | None = None,
    ) -> Understood:
        """The best reading of a text.

        ``wanted`` are the targets and what speaks for each; ``before`` was asked before and holds
        where the text says nothing else; ``fixed`` givens hold whatever the text says.
        """
        return next(self.likely(said, wanted, before, fixed))

    def likely(
        self,
        said: Said,
        wanted: Mapping[str, float] | None = None,
        before: Understood | None = None,
        fixed: Mapping[str, Input] | None = None,
        slack: float = 0.0,
    ) -> Iterator[Understood]:
        """The best reading, and those that come within ``slack`` of it and can be worked out."""
        heard = wants(said, self._registry, self._facts, wanted, alone=before is None)
        spoken = max(heard.values(), default=0.0) > 0
        ranked = sorted(heard, key=lambda name: -heard[name])[: MOST_TARGETS if spoken else None]
        base = self._base(said, before, fixed, again=before is not None or slack > 0)
        slack = slack if spoken else max(slack, MARGIN)
        meanings = Meanings(self._assigner, said, self._registry)
        readings = self._search(meanings, {name: heard[name] for name in ranked}, base, slack)
        best = next(iter(readings), None)
        if best and before is None and self._is_beside_it(best, heard):
            first = {name: heard[name] for name in ranked[:1]}
            best = next(iter(self._search(meanings, first, base, 0.0)), best)
        whole = best is not None and best.is_whole
        if before is None and spoken and not whole and not is_asked(said):
            other = self._unspoken(meanings, base)
            best, readings = (other, [other]) if other else (best, readings)
        sure = spoken or (best is not None and is_sure(best, readings))
        near = (
            each
            for each in readings[1:]
            if best and each.is_whole and each.score > best.score - slack
        )
        for each in (best, *near):
            yield understood(each, said, base, self._registry)._replace(sure=sure)

    def _is_beside_it(self, best: Reading, heard: Mapping[str, float]) -> bool:
        """Whether something else is asked for than what names alone lead to.

        "How long to train it" isn't answered by another time, only because no accelerators are
        given: what is missing is asked for.
        """
        alone = not best.known and not any(best.names)
        return alone and max(heard.values()) - heard[best.target] >= HEARD_MORE

    def _base(
        self,
        said: Said,
        before: Understood | None,
        fixed: Mapping[str, Input] | None,
        *,
        again: bool,
    ) -> Base:
        """What holds already."""
        named = subjects_of(said, self._facts)
        counted = {self._facts.subjects[each.counts].kind for each in said.figures if each.counts}
        subjects = {**(before.subjects if before else {}), **named}
        return Base(
            {**(before.givens if before else {}), **(fixed or {})},
            subjects,
            tuple(subjects.items()),
            frozenset(kind.value for kind in named if kind not in counted),
            _hours(said),
            MOST_AGAIN if again else MOST_READINGS,
        )

    def _unspoken(self, meanings: Meanings, base: Base) -> Reading | None:
        """What the figures alone say, where words only seem to say what is asked.

        Only a reading that leaves none of several figures aside says it.
        """
        meant = meanings.of(scoped=False, parted=True)
        if len(meant.figures) < FIGURES or not all(meant.every):
            return None
        wanted = dict.fromkeys(self._registry.answered, 0.0)
        readings = self._search(meanings, wanted, base, MARGIN)
        best = next(iter(readings), None)
        return best if best and best.is_whole and is_sure(best, readings) else None

    def _search(
        self, meanings: Meanings, wanted: Mapping[str, float], base: Base, slack: float
    ) -> list[Reading]:
        """Readings, the best first; what can't become better than the best isn't tried.

        Those that come within ``slack`` of it are kept too. Of all targets together those are
        tried first against which least speaks: the best is found early, and cuts off the others.
        """
        found: list[tuple[float, int, int, Reading]] = []
        best, tried, whole = -inf, 0, 0
        most = min(base.most, max(self._left, LEAST))
        most_whole = max(self._left_whole, LEAST)
        every = enumerate(wanted.items())
        beside = (*base.givens, *meanings.said.settings, *(self._every_time if base.hours else ()))
        for each in merge(*(self._tries(at, *one, meanings, base) for at, one in every)):
            if -each.against < best - slack or tried == most or whole == most_whole:
                break
            if not each.taken:
                continue
            tried += 1
            if not self._falls_short(each, each.taken, beside, base, best - slack):
                reading = self._reading(meanings.said, each, each.taken, base)
                whole += reading.missing is None
                best = max(best, reading.score)
                if reading.score >= best - slack:
                    found.append((-reading.score, each.at, each.rank, reading))
        self._left -= tried
        self._left_whole -= whole
        # Of readings as good as each other that of the first target is taken.
        return [reading for *_, reading in sorted(found)]

    def _tries(
        self, at: int, target: str, weight: float, meanings: Meanings, base: Base
    ) -> Iterator[_Try]:
        """What figures may be beside a target, the likeliest first.

        The first of all takes nothing, and only says how little may speak against the others: as
        long as others are likelier, what they are needs not be worked out.
        """
        scoped, parted = self._looks(target)
        meant = meanings.of(scoped=scoped and meanings.said.scope is not None, parted=parted)
        gained = len(meant.figures) * (UNSAID * parted + HELD * bool(base.givens))
        yield _Try(meant.least - gained - weight, at, 0, target, weight)
        every = self._assigner.assignments(meant.figures, meant.every, target, base.givens)
        for rank, (names, cost) in enumerate(every, 1):
            against = cost - weight + UNEXPLAINED * names.count(None)
            yield _Try(against, at, rank, target, weight - cost, _Taken(meant.figures, names))

    def _falls_short(
        self, tried: _Try, taken: _Taken, beside: tuple[str, ...], base: Base, least: float
    ) -> bool:
        """Whether it is plain that a reading comes to less than ``least``: nothing leads to it."""
        most = tried.weight - UNEXPLAINED * taken.names.count(None) - UNUSED_NAME * len(base.named)
        if most - (MISSING + NOWHERE) >= least:
            return False
        givens = frozenset((*filter(None, taken.names), *beside))
        return not self._ways.may_lead(givens, base.pairs, tried.target)

    def _look(self, target: str) -> tuple[bool, bool]:
        """How figures are looked at beside a target: with the scope that is said, and in parts."""
        options = self._assigner.options(target) if target not in BASES else frozenset[str]()
        own = self._registry.quantities[target].scope
        fixed = target not in self._registry.scoped and own is not Scope.OPEN
        return fixed, options.issuperset(BASES)

    def _reading(self, said: Said, tried: _Try, taken: _Taken, base: Base) -> Reading:
        """A reading with all that speaks against it."""
        target, (figures, names) = tried.target, taken
        kept = self._kept(target, names, base) if base.givens else ()
        given = tuple(dict.fromkeys([*filter(None, names), *kept]))
        period, way = self._with_period(said, target, given, base)
        used = way.used
        score = (
            tried.weight
            - ASSUMED * way.assumed
            - STEP * way.steps
            - UNEXPLAINED * names.count(None)
            - UNUSED_NAME * len(base.named - used)
        )
        if base.hours and period not in used and period not in given:
            score -= UNUSED_TIME
        if kept and used.isdisjoint(kept):
            score -= NOTHING
        if way.missing is not None:
            score -= MISSING + NOWHERE
        else:
            alone = not used and bool(figures or base.named)
            score -= UNUSED * alone
            score -= UNUSED * len(unused(figures, names, used))
        return Reading(target, names, figures, score, way.missing, used, way.known, period, kept)

    def _kept(self, target: str | None, names: Sequence[str | None], base: Base) -> tuple[str, ...]:
        """The givens of before that nothing new takes the place of."""
        quantities = self._registry.quantities
        new = {quantities[name].option for name in names if name}
        again = any(quantities[name].option in new for name in base.givens)
        return tuple(
            name
            for name in base.givens
            if quantities[name].option not in new
            and name != target
            and not (name == PERIOD and base.hours)
            and (again or not self._is_replaced(name, names))
        )

    def _is_replaced(self, old: str, names: Iterable[str | None]) -> bool:
        """Whether a new amount of energy or power takes the place of an old one."""
        quantities = self._registry.quantities
        if len(quantities[old].of.dimension) > 2 or "Wh" not in quantities[old].of.dimension:
            return False
        return any(name and _is_amount(quantities[name]) for name in names) and _is_amount(
            quantities[old]
        )

    def _with_period(
        self, said: Said, target: str, given: tuple[str, ...], base: Base
    ) -> tuple[str, Way]:
        """The way with what is said without a figure: settings, and a time, of whatever it is."""
        settings = tuple(each for each in said.settings if each not in given and each != target)
        first: tuple[str, Way] | None = None
        for period in self._periods(target) if base.hours else ("",):
            extra = (period,) if period and period not in given and period != target else ()
            way = self._ways.find(target, (*given, *settings, *extra), base.pairs)
            if way.missing is None and (period in way.used or not extra):
                return period, way
            if first is None or (first[1].missing is not None and way.missing is None):
                first = period, way
        return first or ("", NO_WAY)

    def _periods(self, target: str) -> tuple[str, ...]:
        """What a time without a figure may be given for; a rate is told in it: cards a day."""
        dimension = self._registry.quantities[target].of.dimension
        is_rate = dimension.get("h") == -1 and not {"Wh", "B"} & set(dimension)
        return (PERIOD,) if is_rate else (PERIOD, *self._times(target))

    def _times(self, target: str) -> tuple[str, ...]:
        """Other times than the usual that people give who ask for a target."""
        return tuple(
            name
            for name in sorted(self._assigner.options(target))
            if dict(self._registry.quantities[name].of.dimension) == {"h": 1} and name != PERIOD
        )


def _is_amount(quantity: Quantity) -> bool:
    """Whether a quantity is an energy or a power, and of nothing that is counted."""
    return set(quantity.of.dimension) <= {"Wh", "h"} and "Wh" in quantity.of.dimension


def _hours(said: Said) -> float | None:
    """The time that an amount is said to be for."""
    return next((each.hours for each in said.figures if each.hours and each.is_amount), said.hours)
