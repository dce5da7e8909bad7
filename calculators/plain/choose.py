"""Choosing: of all readings of a text the one for which most speaks.

A reading is a target with a quantity for each figure. The words speak for targets (``target``),
units and words for what figures are (``assign``), and the relations for what belongs together: a
good reading needs everything that the text gives, and little that it doesn't.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from calculators.given import read_given
from calculators.plain.assign import HELD, TOGETHER, UNSAID, Assigner, Meaning
from calculators.plain.figure import Figure
from calculators.plain.fit import value_for
from calculators.plain.said import Said
from calculators.plain.target import BASES, family, targets
from calculators.plain.understood import Understood
from calculators.plain.ways import NO_WAY, Way, Ways
from calculators.quantity import Quantity
from calculators.registry import Registry
from calculators.value import Input, Origin, Value
from facts import Facts, Kind
from facts.units import uncounted

MOST_TARGETS = 8
MISSING, UNUSED, UNUSED_NAME, ASSUMED, STEP, UNEXPLAINED = 1.2, 2.8, 0.9, 0.2, 0.03, 1.5
MEASURED = (Kind.DEVICE, Kind.SYSTEM, Kind.REGION, Kind.PLANT)
"""Kinds of subjects of which one thing in a dimension is known, such as the power of a server."""
NOTHING = 1.0
"""What it costs to go on from nothing of what was given before."""
UNUSED_TIME, ALIKE, COUNTED_ALIKE = 0.5, 0.3, 1.2
FIGURES, MARGIN = 2, 0.25
PERIOD = "duration"


class Reading(NamedTuple):
    """A target, what each figure is taken for, and what speaks for it."""

    target: str
    names: tuple[str | None, ...]
    figures: list[Figure]
    score: float
    missing: tuple[str, ...] | None
    used: frozenset[str]
    known: bool
    period: str = ""


class _Taken(NamedTuple):
    """Figures, and the quantities that they are taken for."""

    figures: list[Figure]
    names: tuple[str | None, ...]


class _Base(NamedTuple):
    """What holds already: givens and subjects of before, and the subjects that are named now.

    ``named`` are the kinds of subjects that the text itself names, ``hours`` the time that it says.
    """

    givens: Mapping[str, Input]
    subjects: Mapping[Kind, str]
    named: frozenset[Kind]
    hours: float | None


class _Meant(NamedTuple):
    """Figures, what each may be, and the least that this can cost whatever is asked."""

    figures: list[Figure]
    every: list[list[Meaning]]
    least: float


class Chooser:
    """Finds the best reading of what a text says."""

    def __init__(self, registry: Registry, facts: Facts, ways: Ways) -> None:
        self._registry = registry
        self._facts = facts
        self._ways = ways
        self._assigner = Assigner(registry)

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
        return self.likely(said, wanted, before, fixed)[0]

    def likely(
        self,
        said: Said,
        wanted: Mapping[str, float] | None = None,
        before: Understood | None = None,
        fixed: Mapping[str, Input] | None = None,
        slack: float = 0.0,
    ) -> list[Understood]:
        """The best reading, and those that come within ``slack`` of it and can be worked out."""
        heard = self._wanted(said, wanted, before)
        spoken = max(heard.values(), default=0.0) > 0
        ranked = sorted(heard, key=lambda name: -heard[name])[: MOST_TARGETS if spoken else None]
        named = self.subjects(said)
        base = _Base(
            {**(before.givens if before else {}), **(fixed or {})},
            {**(before.subjects if before else {}), **named},
            frozenset(named),
            said_hours(said),
        )
        heard = {name: heard[name] for name in ranked}
        slack = slack if spoken else max(slack, MARGIN)
        readings = sorted(self._search(said, heard, base, slack), key=lambda each: -each.score)
        best = next(iter(readings), None)
        if before is None and spoken and not _is_asked(said) and not _is_good(best):
            other = self._unspoken(said, base)
            best, readings = (other, [other]) if other else (best, readings)
        sure = spoken or (best is not None and _is_sure(best, readings))
        near = [each for each in readings[1:] if best and _is_near(each, best, slack)]
        every = (self._understood(said, each, base) for each in (best, *near))
        return [each._replace(sure=sure) for each in every]

    def _unspoken(self, said: Said, base: _Base) -> Reading | None:
        """What the figures alone say, where words only seem to say what is asked."""
        wanted = dict.fromkeys(self._registry.answered, 0.0)
        readings = sorted(self._search(said, wanted, base, MARGIN), key=lambda each: -each.score)
        best = next(iter(readings), None)
        return best if best and _is_good(best) and _is_sure(best, readings) else None

    def _wanted(
        self, said: Said, wanted: Mapping[str, float] | None, before: Understood | None
    ) -> dict[str, float]:
        """What may be asked for; everything that is answered, where no words say what."""
        found = dict(targets(said, self._registry, self._facts) if wanted is None else wanted)
        spoken = max(found.values(), default=0.0) > 0
        if not spoken and (said.figures or (said.names and not found)):
            found = {**dict.fromkeys(self._registry.answered, 0.0), **found}
        if before is None and all(each.is_year or each.is_one for each in said.figures):
            for name, weight in self._known_alike(said, found).items():
                found[name] = max(weight, found.get(name, weight))
        return found

    def _known_alike(self, said: Said, wanted: Mapping[str, float]) -> dict[str, float]:
        """What is known of a named subject in the dimension that is asked for: a server's power."""
        quantities = self._registry.quantities
        found: dict[str, float] = {}
        first = max(wanted.values(), default=0.0)
        for kind, key in self.subjects(said).items():
            for name in self._facts.inputs[key] if kind in MEASURED else ():
                dimension = uncounted(quantities[name].of.dimension)
                weights = [
                    weight
                    for other, weight in wanted.items()
                    if uncounted(quantities[other].of.dimension) == dimension and dimension
                ]
                if weights and max(weights) == first:
                    found[name] = first - ALIKE
            for name in self._facts.inputs[key] if kind is Kind.CLUSTER else ():
                if 0 < wanted.get(name, 0.0) < first <= wanted[name] + COUNTED_ALIKE:
                    found[name] = first + ALIKE  # the generators of Colossus are known
        return found

    def subjects(self, said: Said) -> dict[Kind, str]:
        """The subjects that a text names, the first of each kind."""
        found: dict[Kind, str] = {}
        for figure in said.figures:
            if figure.counts:
                found.setdefault(self._facts.subjects[figure.counts].kind, figure.counts)
        for name in sorted(said.names, key=lambda each: each.general):
            found.setdefault(name.kind, name.key)
        return found

    def _search(
        self, said: Said, wanted: Mapping[str, float], base: _Base, slack: float
    ) -> list[Reading]:
        """Readings, the best among them; what can't become better than the best isn't tried.

        Those that come within ``slack`` of it are kept too.
        """
        found: list[Reading] = []
        meanings = _Meanings(self._assigner, said)
        best = -inf
        for target, weight in wanted.items():
            meant, least = self._meant(said, target, meanings, held=bool(base.givens))
            if weight - least <= best - slack:
                continue
            every = self._assigner.assignments(meant.figures, meant.every, target, base.givens)
            for names, cost in every:
                if weight - cost <= best - slack:
                    break
                taken = _Taken(meant.figures, names)
                found.append(self._reading(said, target, weight - cost, taken, base))
                best = max(best, found[-1].score)
        return found

    def _meant(
        self, said: Said, target: str, meanings: _Meanings, *, held: bool
    ) -> tuple[_Meant, float]:
        """What the figures may be beside a target, and the least that this can cost."""
        options = self._assigner.options(target) if target not in BASES else frozenset[str]()
        scoped = said.scope is not None and target not in self._registry.scoped
        parted = options.issuperset(BASES)
        meant = meanings.of(scoped=scoped, parted=parted)
        return meant, meant.least - len(meant.figures) * (UNSAID * parted + HELD * held)

    def _reading(
        self, said: Said, target: str, weight: float, taken: _Taken, base: _Base
    ) -> Reading:
        """A reading with all that speaks against it."""
        figures, names = taken
        kept = self._kept(target, names, base)
        given = tuple(dict.fromkeys([*filter(None, names), *kept]))
        period, way = self._with_period(said, target, given, base)
        score = (
            weight
            - ASSUMED * way.assumed
            - STEP * way.steps
            - UNEXPLAINED * names.count(None)
            - UNUSED_NAME * sum(kind.value not in way.used for kind in base.named)
        )
        score -= UNUSED_TIME * bool(base.hours and period not in (way.used | set(given)))
        score -= NOTHING * bool(kept and way.used.isdisjoint(kept))
        alone = way.missing is None and not way.used and bool(figures or base.named)
        score -= UNUSED * alone
        if way.missing is not None:
            score -= MISSING + 0.3 * len(way.missing) + (2.0 if not way.missing else 0.0)
        else:
            score -= UNUSED * len(_unused(taken, way.used))
        return Reading(target, names, figures, score, way.missing, way.used, way.known, period)

    def _kept(self, target: str | None, names: Sequence[str | None], base: _Base) -> list[str]:
        """The givens of before that nothing new takes the place of."""
        new = {self._registry.quantities[name].option for name in names if name}
        return [
            name
            for name in base.givens
            if self._registry.quantities[name].option not in new
            and name != target
            and not (name == PERIOD and base.hours)
            and not self._is_replaced(name, names)
        ]

    def _is_replaced(self, old: str, names: Iterable[str | None]) -> bool:
        """Whether a new amount of energy or power takes the place of an old one."""
        quantities = self._registry.quantities
        if len(quantities[old].of.dimension) > 2 or "Wh" not in quantities[old].of.dimension:
            return False
        return any(name and _is_amount(quantities[name]) for name in names) and _is_amount(
            quantities[old]
        )

    def _with_period(
        self, said: Said, target: str, given: tuple[str, ...], base: _Base
    ) -> tuple[str, Way]:
        """The way with what is said without a figure: settings, and a time, of whatever it is."""
        settings = tuple(each for each in said.settings if each not in given and each != target)
        subjects = tuple(base.subjects.items())
        first: tuple[str, Way] | None = None
        for period in self._periods(target) if base.hours else ("",):
            extra = (period,) if period and period not in given and period != target else ()
            way = self._ways.find(target, (*given, *settings, *extra), subjects)
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

    def _understood(self, said: Said, best: Reading | None, base: _Base) -> Understood:
        subjects = base.subjects
        if best is None:
            return Understood(
                said.lang,
                None,
                base.givens,
                subjects,
                said.scope,
                left=said.unknown,
                open=said.figures,
            )
        figures = best.figures
        givens = {
            name: base.givens[name]
            for name in self._kept(best.target, best.names, base)
            if name in best.used or best.missing is not None
        }
        for figure, name in zip(figures, best.names, strict=True):
            if name and (name in best.used or not figure.is_one):
                givens[name] = _given(figure, name, self._registry)
        for name, value in said.settings.items():
            if name not in givens and name in best.used:
                givens[name] = read_given(value, name, self._registry)[1]
        hours = base.hours
        if hours and best.period not in givens and best.period in best.used:
            givens[best.period] = Input(
                Value(hours, hours, hours), Origin.GIVEN, typed=_in_words(hours)
            )
        unused = _unused(_Taken(figures, best.names), best.used) if best.missing is None else []
        return Understood(
            lang=said.lang,
            target=best.target,
            givens=givens,
            subjects=subjects,
            scope=said.scope,
            left=said.unknown,
            unused=tuple(each.text for each in unused),
            open=tuple(
                figure for figure, name in zip(figures, best.names, strict=True) if name is None
            ),
            missing=best.missing,
            score=best.score,
            known=best.known,
            doubtful=tuple(
                (name, figure)
                for figure, name in zip(figures, best.names, strict=True)
                if name and figure.ways
            ),
        )


def _unused(taken: _Taken, used: Container[str]) -> list[Figure]:
    """The figures that play no part."""
    return [
        figure
        for figure, name in zip(taken.figures, taken.names, strict=True)
        if name and name not in used and not figure.is_one
    ]


def _is_amount(quantity: Quantity) -> bool:
    """Whether a quantity is an energy or a power, and of nothing that is counted."""
    return set(quantity.of.dimension) <= {"Wh", "h"} and "Wh" in quantity.of.dimension


class _Meanings:
    """What the figures of a text may be, worked out once for each way to look at them."""

    def __init__(self, assigner: Assigner, said: Said) -> None:
        self._assigner = assigner
        self._said = said
        self._known: dict[tuple[bool, bool], _Meant] = {}

    def of(self, *, scoped: bool, parted: bool) -> _Meant:
        """The figures, and for each what it may be.

        ``scoped``: what is said of the scope holds for what is given, 25 MW of chips; ``parted``:
        the ends of a range apart, where growth from one to the other is meant.
        """
        key = scoped, parted
        if key not in self._known:
            figures = [each for each in self._said.figures if not each.is_year]
            if scoped:
                scope = self._said.scope
                figures = [each if each.scope else each._replace(scope=scope) for each in figures]
            if parted:
                figures = list(_parted(figures))
            every = self._assigner.of(figures, self._said.labels)
            least = sum(min([UNEXPLAINED, *(cost for _, cost in each)]) for each in every)
            least -= TOGETHER * self._assigner.may_be_whole(every)
            self._known[key] = _Meant(figures, every, least)
        return self._known[key]


def _parted(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The ends of a range apart: 30 to 90 MW."""
    for figure in figures:
        low, high, middle = figure.value.low, figure.value.high, figure.start + 1
        if low and high and low < high:
            yield figure._replace(value=Value(low, low, low), end=middle)
            yield figure._replace(value=Value(high, high, high), start=middle)
        else:
            yield figure


def _is_near(reading: Reading, best: Reading, slack: float) -> bool:
    """Whether a reading uses all that is given and is nearly as good as the best."""
    whole = reading.missing is None and reading.used.issuperset(filter(None, reading.names))
    return whole and None not in reading.names and reading.score > best.score - slack


def _is_asked(said: Said) -> bool:
    """Whether words say what is asked for."""
    return bool(said.asked_unit) or any(each.asked for each in said.labels)


def _is_good(best: Reading | None) -> bool:
    """Whether a reading can be worked out and leaves nothing aside."""
    if best is None or best.missing is not None or None in best.names:
        return False
    return best.used.issuperset(filter(None, best.names))


def _is_sure(best: Reading, readings: Iterable[Reading]) -> bool:
    """Whether figures alone say what is asked: all are used, and nothing else comes near."""
    if best.missing is not None or len([name for name in best.names if name]) < FIGURES:
        return False
    others = (each.score for each in readings if family(each.target) != family(best.target))
    return best.score - max(others, default=-9.0) >= MARGIN


def said_hours(said: Said) -> float | None:
    """The time that an amount is said to be for."""
    return next((each.hours for each in said.figures if each.hours and each.is_amount), said.hours)


def _given(figure: Figure, name: str, registry: Registry) -> Input:
    return Input(value_for(figure, registry.quantities[name]), Origin.GIVEN, typed=figure.text)


def _in_words(hours: float) -> str:
    return f"{hours / 24:g} days" if hours >= 24 else f"{hours:g} h"
