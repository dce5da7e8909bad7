"""Following: what a message changes of what was asked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from calculators.display import show
from calculators.frame import Work
from calculators.language import Lang
from calculators.outline import Subjects
from calculators.plain.choices import Choice
from calculators.plain.figure import PERCENT, Figure
from calculators.plain.fit import times
from calculators.plain.grammar import grammar
from calculators.plain.needs import Need
from calculators.plain.said import Label, Said
from calculators.plain.spending import spent_on
from calculators.plain.target import COUNTS, HARDWARE, NAMED, in_scope, targets
from calculators.plain.understood import Understood
from calculators.plain.ways import Ways
from calculators.quantity import Quantity
from calculators.registry import Registry
from calculators.sentences.measure import MONEY
from calculators.value import Input, Origin
from facts import Facts
from facts.units import Unit, fits

IN_UNIT, RESULTS, NEXT, NEARLY = 3.0, 1.0, 1, 1
HOURS = {"h": 1}
KEPT, CHANGED, AVERAGED = 1.0, 2.5, 0.4
"""What speaks for the target of before: a message names another, or gives a figure for it."""

PERIOD, RUN = "duration", "training_time"


class State(NamedTuple):
    """What was asked last; a next message may go on from it.

    ``sides`` are those of a comparison by ``target``; ``wanted`` is the unit of a conversion.
    ``text`` is told again where an answer to what was asked back completes it: one of ``choices``,
    or a figure in the place of what was ``vague``.
    """

    text: str
    read: Understood | None
    sides: tuple[Said, Said] | None = None
    lasts: Input | None = None
    """How long what was worked out goes on: a training run."""
    target: str | None = None
    need: Need | None = None
    """What an amount was held against."""
    wanted: str = ""
    choices: tuple[Choice, ...] = ()
    vague: str = ""

    @property
    def lang(self) -> Lang:
        """The language of the conversation."""
        return self.read.lang if self.read else "en"


def lasts(work: Work) -> Input | None:
    """The time that a run takes, if that was asked."""
    if work.target != RUN:
        return None
    value = work.solution.results[RUN]
    return Input(value, Origin.GIVEN, typed=show(work.registry.quantities[RUN], value.value))


def lasting(read: Understood, before: State, ways: Ways) -> Understood:
    """What follows on a run, such as its rent or its energy, is for the time that it takes."""
    if before.lasts is None or read.target in (None, RUN) or PERIOD in read.givens:
        return read
    givens = {**read.givens, PERIOD: before.lasts}
    way = ways.find(read.target, tuple(givens), tuple(read.subjects.items()))
    return read._replace(givens=givens) if way.missing is None and PERIOD in way.used else read


def changes(said: Said) -> bool:
    """Whether a message says anything that could change a question."""
    return bool(
        said.figures
        or said.names
        or said.settings
        or said.scope
        or said.hours
        or said.labels
        or said.asked_unit
        or {"double", "half", "asks"} & said.intents
    )


def completed(said: Said, before: Understood) -> Said:
    """A message that completes a number of before: its unit, "MW", or the number itself."""
    pending = before.open[0] if before.open else None
    if pending and said.asked_unit and not said.figures:
        value = times(pending.value, said.asked_unit.factor)
        figure = pending._replace(value=value, unit=said.asked_unit, ways=None)
        return said._replace(figures=(figure,), asked_unit=None)
    return said


def is_subject(said: Said) -> bool:
    """Whether a text says what it is about: a name, a count or an amount, not conditions alone."""
    return bool(said.names) or any(_is_amount(each) for each in said.figures)


def _is_amount(figure: Figure) -> bool:
    """Whether a figure is of things, money, energy or data; no price, share or time."""
    measured = dict(figure.unit.dimension) if figure.unit and figure.unit != PERCENT else {}
    rate = any(power < 0 and base != "h" for base, power in measured.items())
    priced = figure.is_money and (figure.is_price or len(measured) > 1)
    return bool(measured) and measured != HOURS and not rate and not priced


def only_compares(said: Said) -> bool:
    """Whether a message only says which way a figure goes, and not how far: "if it's cheaper?"."""
    given = said.figures or said.names or said.settings or said.scope or said.hours
    return "degrees" in said.intents and said.begins and not given and not said.asked_unit


def results(name: str, before: Understood, ways: Ways) -> bool:
    """Whether a quantity follows from what was asked before: the cost of an energy."""
    if before.target is None or before.missing is not None:
        return False
    given, subjects = (*before.givens, before.target), tuple(before.subjects.items())
    way = ways.find(name, given, subjects)
    return way.missing is None and before.target in way.used and way.assumed <= NEARLY


def resulting(
    wanted: Mapping[str, float], before: Understood, said: Said, ways: Ways
) -> Mapping[str, float]:
    """What is wanted, and more for what follows from the answer of before: "what does it cost"."""
    if said.figures:
        return wanted
    return {
        name: weight + RESULTS * (weight > 0 and results(name, before, ways))
        for name, weight in wanted.items()
    }


def between(said: Said, before: Understood, registry: Registry, ways: Ways) -> tuple[str, ...]:
    """What may be meant where "what does that cost" points at what has several costs."""
    labels = [each for each in said.labels if not each.inner]
    given = said.figures or said.names or said.settings or said.scope or said.asked_unit
    if "refers" not in said.intents or given or len(labels) != 1:
        return ()
    keys = [key for key in labels[0].keys if key != before.target]
    every = [(key, ways.find(key, *_known(before))) for key in keys]
    found = tuple(key for key, way in every if way.missing is None and not way.known)
    money = all(not set(MONEY).isdisjoint(registry.quantities[key].of.dimension) for key in keys)
    told = len(keys) < len(labels[0].keys) or any(results(key, before, ways) for key in keys)
    return found if money and not told and len(found) > 1 else ()


def _known(read: Understood) -> tuple[tuple[str, ...], Subjects]:
    """The names of what is given, and the subjects."""
    return tuple(read.givens), tuple(read.subjects.items())


def targets_after(
    said: Said, before: Understood, registry: Registry, facts: Facts
) -> Mapping[str, float]:
    """What may be asked for by a message that goes on: what it names, or the same as before."""
    labels = tuple(each for each in said.labels if not _is_condition(each, said))
    said = said._replace(scope=said.scope or before.scope, labels=labels)
    named = targets(said, registry, facts, hardware=_has_hardware(before))
    if before.target is None:
        return named
    kind = registry.spending.get(before.target)
    if kind and len(spent_on(said, registry)) > 1:  # "and if it were cheaper?"
        others = {each for each in named if registry.spending.get(each, kind) != kind}
        named = {each: own for each, own in named.items() if each not in others}
    same = in_scope(before.target, said.scope, registry)
    if {"double", "half"} & said.intents and not said.asked_unit:
        return {same: CHANGED}
    weight = CHANGED if said.figures and not any(each.asked for each in said.labels) else KEPT
    variant = _in_unit(registry.quantities[same], said.asked_unit, registry)
    found = {name: weight for name, weight in named.items() if weight > 0}
    if not said.figures and max(found.values(), default=0.0) >= NAMED and variant is None:
        return found  # something else is asked of the same
    if said.figures and f"mean_{same}" in registry.quantities:
        found[f"mean_{same}"] = weight - AVERAGED  # "at 80 % load" there is an average
    found[variant or same] = max(found.get(same, 0.0), weight + IN_UNIT * bool(variant))
    energy = same.replace("mean_", "").replace("power", "energy")
    timed = said.hours or any(
        each.unit and dict(each.unit.dimension) == HOURS for each in said.figures
    )
    if timed and energy != same and energy in registry.quantities:
        found[energy] = weight + KEPT  # power in a month is energy
    return found


def _is_condition(label: Label, said: Said) -> bool:
    """Whether words say under what something holds: "at Tennessee prices", "on 800G links"."""
    things = [(each.start, each.end) for each in said.figures]
    things += [(each.start, each.end) for each in said.names]
    before = [start for start, end in things if 0 <= label.start - end <= NEXT]
    behind = any(0 <= start - label.end <= NEXT for start, _ in things)
    start = min((label.start, *before))
    if not (before or behind):
        return False
    words = [each for each in said.words if each.end <= start]
    gives = grammar(said.lang).phrases["gives"]
    return bool(words) and (words[-1].stem,) in gives


def _has_hardware(read: Understood) -> bool:
    counted = any(name in COUNTS.values() and name != "modules" for name in read.givens)
    return counted or not read.subjects.keys().isdisjoint(HARDWARE)


def _in_unit(target: Quantity, asked: Unit | None, registry: Registry) -> str | None:
    """The target in a unit that is asked for: the same cost in złoty."""
    if asked is None:
        return None
    return next(
        (
            each.name
            for each in registry.variants(target.option)
            if fits(asked.dimension, each.of.dimension)
        ),
        None,
    )
