"""Connecting: which relations lead from one figure of a sentence to another, and how they agree.

Every figure is worked out from the fewest others that give it, with the facts of the subjects
that the sentence names and with defaults. What can't be reached so is never judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from math import inf, log
from typing import NamedTuple

from calculators.frame import Work
from calculators.quantity import Quantity
from calculators.question import Question
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.sentence import Mention, Sentence
from calculators.value import Bound, Input, Origin, Value

AGREEMENT = 0.05
"""A sentence that is so near the computed figure holds: people round."""
EXACT = 1e-3
MOST_SOURCES = 3
MOST_TRIES = 400
"""A bound on what a strange sentence may cost."""
STEP_OF_ASSUMING = 3
"""What an assumption weighs against a step of the working, where one of two ways is taken."""

Solver = Callable[[Question], Work]
Given = tuple[tuple[Mention, str], ...]
"""Mentions, each with the quantity that it is taken for."""


class Fit(StrEnum):
    """How a stated figure agrees with what comes out of the others."""

    HOLDS = "holds"
    COMPATIBLE = "compatible"
    """Another size, but its bounds allow it."""
    DEPENDS = "depends"
    """It would hold with another value of something that was assumed."""
    MISSES = "misses"


class Need(NamedTuple):
    """What a quantity that the sentence doesn't state would have to be for it to hold."""

    quantity: Quantity
    value: Value

    @property
    def plausible(self) -> bool:
        """Whether it can be so."""
        return self.quantity.is_plausible(self.value.value)


class Reading(NamedTuple):
    """One way to read a connection: what the last figure is taken for, and what comes out."""

    sources: Given
    target: str
    work: Work
    stated: Value

    @property
    def computed(self) -> Value:
        """What comes out of the other figures."""
        return self.work.solution.results[self.target]

    @property
    def factor(self) -> float:
        """Stated over computed."""
        return self.stated.value / self.computed.value

    @property
    def fit(self) -> Fit:
        """How both agree, as far as the figures alone tell."""
        return fit(self.stated, self.computed)

    @property
    def weight(self) -> int:
        """How long the way is, assumptions included."""
        plan = self.work.program.plan
        assumed = sum(self.work.inputs[root].origin is Origin.ASSUMED for root in plan.roots)
        return len(plan.steps) + STEP_OF_ASSUMING * assumed

    @property
    def loose(self) -> tuple[str, ...]:
        """What the way took from facts that are not exact, or assumed."""
        inputs = self.work.inputs
        known = [name for name in self.work.elasticities if inputs[name].fact]
        return tuple(
            name
            for name in known
            if inputs[name].origin is Origin.ASSUMED or inputs[name].value.bound is Bound.ABOUT
        )


class Connection(NamedTuple):
    """Figures that a relation connects: the last follows from the others, best reading first."""

    sources: tuple[Mention, ...]
    target: Mention
    readings: tuple[Reading, ...]
    needs: tuple[Need, ...]

    @property
    def best(self) -> Reading:
        """The reading that fits the sentence best."""
        return self.readings[0]

    @property
    def fit(self) -> Fit:
        """The verdict: nothing misses that another assumption would mend."""
        found = self.best.fit
        if found is Fit.MISSES and any(each.plausible for each in self.needs):
            return Fit.DEPENDS
        return found


def fit(stated: Value, known: Value) -> Fit:
    """How a stated figure agrees with a known one; where a bound is open, anything beyond fits."""
    if known.value and abs(stated.value / known.value - 1) <= AGREEMENT:
        return Fit.HOLDS
    low, high = _ends(stated)
    known_low, known_high = _ends(known)
    apart = low > known_high * (1 + AGREEMENT) or known_low > high * (1 + AGREEMENT)
    return Fit.MISSES if apart else Fit.COMPATIBLE


def _ends(value: Value) -> tuple[float, float]:
    return 0.0 if value.low is None else value.low, inf if value.high is None else value.high


class Connector:
    """Finds the connections of one sentence."""

    def __init__(self, sentence: Sentence, registry: Registry, solve: Solver) -> None:
        self._sentence = sentence
        self._registry = registry
        self._solve = solve
        self._tries = 0
        mains = [each for each in sentence.mentions if not self._is_condition(each)]
        self._mains = tuple(mains)
        self._conditions = tuple(each for each in sentence.mentions if each not in mains)

    def _is_condition(self, mention: Mention) -> bool:
        """Whether a figure says how the others are meant: a share, a price, a time."""
        quantity = self._registry.quantities[mention.meanings[0]]
        return quantity.name == "duration" or not quantity.typical

    def connections(self) -> tuple[Connection, ...]:
        """The shortest connections that together join all figures that can be joined."""
        found: list[Connection] = []
        groups = {id(each): {id(each)} for each in self._sentence.mentions}
        for size in range(1, MOST_SOURCES + 1):
            for each in sorted(self._of_size(size), key=lambda each: each.best.weight):
                used = (mention for mention, _ in each.best.sources)
                joined = [groups[id(mention)] for mention in (*used, each.target)]
                if all(joined[-1] is group for group in joined):
                    continue
                whole = set[int]().union(*joined)
                groups.update(dict.fromkeys(whole, whole))
                found.append(each)
        order = list(map(id, self._sentence.mentions))
        return tuple(sorted(found, key=lambda each: order.index(id(each.target))))

    def _of_size(self, size: int) -> Iterator[Connection]:
        """Connections of ``size`` figures with one more; a later figure follows from earlier."""
        for chosen in combinations(self._mains, size + 1):
            for target in reversed(chosen):
                sources = tuple(each for each in chosen if each is not target)
                found = self._connected(sources, target)
                if found:
                    yield found
                    break
        for target in self._conditions:
            for sources in combinations(self._mains, size):
                found = self._connected(sources, target)
                if found:
                    yield found

    def _connected(self, sources: Sequence[Mention], target: Mention) -> Connection | None:
        readings = [
            reading
            for given in _assignments(sources)
            for meaning in target.meanings
            for reading in self._read(given, target, meaning)
        ]
        if not readings:
            return None
        # The natural reading is the shortest way, unless only another makes the sentence hold.
        order = list(Fit)
        readings.sort(key=lambda each: (order.index(each.fit), each.weight, abs(log(each.factor))))
        used = {id(mention) for mention, _ in readings[0].sources}
        first = tuple(each for each in self._sentence.mentions if id(each) in used)
        return Connection(first, target, tuple(readings), self._needs(readings[0], target))

    def _read(self, given: Given, target: Mention, meaning: str) -> Iterator[Reading]:
        """The reading, if every source is needed for it."""
        conditions = tuple(
            (each, each.meanings[0]) for each in self._conditions if each is not target
        )
        names = [name for _, name in given]
        if meaning in names or len(set(names)) < len(names) or self._tries >= MOST_TRIES:
            return
        work = self.solved((*conditions, *given), meaning)
        # A source on which the result doesn't depend connects nothing.
        if work is None or not all(work.elasticities.get(name) for name in names):
            return
        used = tuple(each for each in conditions if each[1] in work.program.plan.roots)
        if self._presumes(work, (*conditions, *given), target):
            return
        if self._repeats(names, meaning) and not used:
            return
        if meaning not in work.solution.results:  # it came out in another currency
            return
        value = work.solution.results[meaning].value
        if value > 0 and target.value.value > 0:
            yield Reading((*given, *used), meaning, work, target.value)

    def _repeats(self, sources: Sequence[str], target: str) -> bool:
        """Whether one figure only stands beside another of its kind: they may be of two things."""
        dimensions = self._registry.dimensions
        return len(sources) == 1 and dict(dimensions[sources[0]]) == dict(dimensions[target])

    def _needs(self, reading: Reading, target: Mention) -> tuple[Need, ...]:
        """What each loose input would have to be for the stated figure to come out."""
        if abs(reading.factor - 1) <= EXACT:
            return ()
        found: list[Need] = []
        for name in reading.loose[:MOST_SOURCES]:
            quantity = self._registry.quantities[name]
            work = self.solved((*reading.sources, (target, reading.target)), name)
            if work is not None and quantity.is_possible(work.solution.results[name].value):
                found.append(Need(quantity, work.solution.results[name]))
        return tuple(found)

    def _presumes(self, work: Work, given: Given, target: Mention) -> bool:
        """Whether the way takes from elsewhere what the sentence itself states, or the target."""
        quantities = self._registry.quantities
        stated = {name for each in self._sentence.mentions for name in each.meanings[:1]}
        dimension = dict(quantities[target.meanings[0]].of.dimension)
        others = work.program.plan.roots.difference(name for _, name in given)
        if self._sentence.hours:
            others -= {"duration"}
        return any(
            name in stated or (dimension and dict(quantities[name].of.dimension) == dimension)
            for name in others
        )

    def solved(self, given: Given, target: str) -> Work | None:
        """``target`` worked out from mentions, or None."""
        self._tries += 1
        givens = {
            name: Input(mention.value, Origin.GIVEN, typed=mention.text) for mention, name in given
        }
        if target in givens:
            return None
        if self._sentence.hours:
            hours = Value(*(self._sentence.hours,) * 3)
            givens.setdefault("duration", Input(hours, Origin.GIVEN, typed="1 year"))
        everything, subjects = self._registry.everything, self._sentence.subjects
        try:
            return self._solve(Question("", everything, target, givens, subjects))
        except Refused:
            return None


def _assignments(sources: Sequence[Mention]) -> Iterator[Given]:
    """What the sources may be taken for: each for its likeliest, or one of them for another."""
    first = tuple((each, each.meanings[0]) for each in sources)
    yield first
    for place, each in enumerate(sources):
        for meaning in each.meanings[1:]:
            yield (*first[:place], (each, meaning), *first[place + 1 :])
