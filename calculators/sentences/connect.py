"""Connecting: which relations lead from one figure of a sentence to another, and how they agree.

Every figure is worked out from the fewest others that give it, with the facts of the subjects
that the sentence names and with defaults. What can't be reached so is never judged, nor is what
only stands side by side: where it is in doubt whether two figures are of the same, they may agree
but not miss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations
from math import log

from calculators.frame import Work
from calculators.question import Question
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.sentences.clauses import enumerated
from calculators.sentences.needs import PERIOD, needs_of, unknown_servers
from calculators.sentences.reading import Connection, Fit, Given, Need, Reading
from calculators.sentences.sentence import Mention, Sentence
from calculators.value import Input, Origin, Value
from facts import Kind

MOST_SOURCES = 3
MOST_TRIES = 400
"""A bound on what a strange sentence may cost."""
MOST_ASSUMED = 1
"""A way that assumes more than the shortest one does by so much can be made to give anything."""
OF_HARDWARE = ("pue", "utilisation")
"""What is assumed only where hardware is counted: electricity that was stated is what it is."""
HARDWARE = ("accelerator", "server", "rack")
HARDWARE_KINDS = frozenset({Kind.DEVICE, Kind.SYSTEM, Kind.CLUSTER})

Solver = Callable[[Question], Work]
Subjects = dict[Kind, str]


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
        counts = [
            (id(each), each.device)
            for each in sentence.mentions
            if each.device or not self._is_condition(each)
        ]
        self._enumerated = enumerated(counts)

    def _is_condition(self, mention: Mention) -> bool:
        """Whether a figure says how the others are meant: a share, a price, a time."""
        quantity = self._registry.quantities[mention.meanings[0]]
        return quantity.name == PERIOD or not quantity.typical

    def connections(self) -> tuple[Connection, ...]:
        """The shortest connections that together join all figures that can be joined."""
        found: list[Connection] = []
        groups = {id(each): {id(each)} for each in self._sentence.mentions}
        for size in range(1, MOST_SOURCES + 1):
            for each in sorted(self._of_size(size), key=self._order):
                used = (mention for mention, _ in each.best.sources)
                joined = [groups[id(mention)] for mention in (*used, each.target)]
                if all(joined[-1] is group for group in joined):
                    continue
                whole = set[int]().union(*joined)
                groups.update(dict.fromkeys(whole, whole))
                found.append(each)
        alone = [each for each in self._sentence.mentions if len(groups[id(each)]) == 1]
        found += [each for each in map(self._of_subjects, alone) if each]
        order = list(map(id, self._sentence.mentions))
        return tuple(sorted(found, key=lambda each: order.index(id(each.target))))

    def _order(self, found: Connection) -> tuple[bool, int]:
        """The shortest first; but what says how others are meant is not what is judged."""
        aside = found.target in self._conditions and found.best.fit is Fit.MISSES
        return aside, found.best.weight

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

    def _of_subjects(self, target: Mention) -> Connection | None:
        """A figure that follows from what is known of the hardware that is named, and no other."""
        measured = self._registry.quantities[target.meanings[0]].of.dimension.keys() - {"h"}
        if not measured or not HARDWARE_KINDS & self._sentence.subjects.keys():
            return None
        known = self.solved((), target.meanings[0], dict(self._sentence.subjects))
        if known and not known.program.plan.steps:
            return None  # a fact says the same: it is shown beside that
        return self._connected((), target)

    def _connected(self, sources: Sequence[Mention], target: Mention) -> Connection | None:
        subjects = self._subjects((*sources, target))
        if subjects is None:
            return None
        readings = [
            reading
            for given in _assignments(sources)
            for meaning in target.meanings
            for reading in self._read(given, target, meaning, subjects)
        ]
        if not readings:
            return None
        fewest = min(each.assumed for each in readings) + MOST_ASSUMED
        best, needs = self._best([each for each in readings if each.assumed <= fewest], subjects)
        ranked = (best, *sorted((each for each in readings if each is not best), key=_rank))
        used = {id(mention) for mention, _ in best.sources}
        first = tuple(each for each in self._sentence.mentions if id(each) in used)
        found = Connection(first, target, ranked, needs)
        return None if self._is_doubtful(found) else found

    def _best(
        self, readings: list[Reading], subjects: Subjects
    ) -> tuple[Reading, tuple[Need, ...]]:
        """The reading that fits best, and what it would take to hold exactly.

        The natural one is the shortest, unless only another makes the sentence hold, or could.
        """
        solved = partial(self.solved, subjects=subjects)
        best = min(readings, key=_rank)
        needs = needs_of(best, solved)
        if best.fit is not Fit.MISSES:
            return best, needs
        for each in sorted(readings, key=_rank):
            needed = needs_of(each, solved)
            if each.conditions == best.conditions and any(need.mends for need in needed):
                return each, needed
        return best, needs or unknown_servers(best, solved)

    def _is_doubtful(self, found: Connection) -> bool:
        """Whether its figures may be of different things, so that it says nothing if it fails."""
        if found.fit is Fit.HOLDS:
            return False
        work = found.best.work
        timed = bool(work.elasticities.get(PERIOD))
        return (
            len({each.part for each in (*found.sources, found.target)}) > 1
            or (timed and work.inputs[PERIOD].origin is Origin.ASSUMED)
            or (found.fit is Fit.MISSES and any(each.says_nothing for each in found.needs))
        )

    def _subjects(self, mentions: Sequence[Mention]) -> Subjects | None:
        """The subjects that all these figures are of; None where they are of different ones."""
        if any(id(each) in self._enumerated for each in mentions):
            return None
        found = dict(self._sentence.subjects)
        for kind in self._sentence.several:
            keys = {each.subjects[kind] for each in mentions if kind in each.subjects}
            if len(keys) > 1:
                return None
            found.update((kind, key) for key in keys)
        return found

    def _read(
        self, given: Given, target: Mention, meaning: str, subjects: Subjects
    ) -> Iterator[Reading]:
        """The reading, if every source is needed for it."""
        conditions = tuple(
            (each, each.meanings[0]) for each in self._conditions if each is not target
        )
        names = [name for _, name in given]
        if meaning in names or len(set(names)) < len(names) or self._tries >= MOST_TRIES:
            return
        if not self._sentence.unspoken.isdisjoint((meaning, *names)):
            return
        work = self.solved((*conditions, *given), meaning, subjects)
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
            yield Reading((*given, *used), meaning, work, target.value, len(used))

    def _repeats(self, sources: Sequence[str], target: str) -> bool:
        """Whether one figure only stands beside another of its kind: they may be of two things."""
        dimensions = self._registry.dimensions
        return len(sources) == 1 and dict(dimensions[sources[0]]) == dict(dimensions[target])

    def _presumes(self, work: Work, given: Given, target: Mention) -> bool:
        """Whether the way takes from elsewhere what the sentence itself states, or the target."""
        quantities = self._registry.quantities
        stated = {name for each in self._sentence.mentions for name in each.meanings[:1]}
        dimension = dict(quantities[target.meanings[0]].of.dimension)
        others = work.program.plan.roots.difference(name for _, name in given)
        if self._sentence.hours:
            others -= {PERIOD}
        hardware = any(
            base in HARDWARE for _, name in given for base in quantities[name].of.dimension
        )
        known = not any(mention in self._mains for mention, _ in given)  # of the subject, alone
        assumed = {name for name in others if work.inputs[name].origin is Origin.ASSUMED}
        if not (hardware or known) and assumed.intersection(OF_HARDWARE):
            return True
        return any(
            name in stated
            or (not known and dimension and dict(quantities[name].of.dimension) == dimension)
            for name in others
        )

    def solved(self, given: Given, target: str, subjects: Subjects) -> Work | None:
        """``target`` worked out from mentions, or None."""
        self._tries += 1
        givens = {
            name: Input(mention.value, Origin.GIVEN, typed=mention.text) for mention, name in given
        }
        if target in givens:
            return None
        if self._sentence.hours:
            hours = Value(*(self._sentence.hours,) * 3)
            givens.setdefault(PERIOD, Input(hours, Origin.GIVEN, typed="1 year"))
        everything = self._registry.everything
        try:
            return self._solve(Question("", everything, target, givens, subjects))
        except Refused:
            return None


def _rank(reading: Reading) -> tuple[int, int, int, float]:
    """The best fit first; of those that miss, what leaves out nothing that is stated."""
    left = -reading.conditions if reading.fit is Fit.MISSES else 0
    return list(Fit).index(reading.fit), left, reading.weight, abs(log(reading.factor))


def _assignments(sources: Sequence[Mention]) -> Iterator[Given]:
    """What the sources may be taken for: each for its likeliest, or one of them for another."""
    first = tuple((each, each.meanings[0]) for each in sources)
    yield first
    for place, each in enumerate(sources):
        for meaning in each.meanings[1:]:
            yield (*first[:place], (each, meaning), *first[place + 1 :])
