"""Following: what a message changes of what was asked before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import log
from typing import NamedTuple

from calculators.display import show
from calculators.frame import Work
from calculators.language import Lang
from calculators.numbers import PLAIN_NUMBER, split_scale
from calculators.plain.fit import times
from calculators.plain.said import Said
from calculators.plain.target import COUNTS, HARDWARE, NAMED, in_scope, targets
from calculators.plain.understood import Understood
from calculators.plain.ways import Ways
from calculators.quantity import Quantity
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.value import Input, Origin, Value
from facts import Facts
from facts.units import Unit, fits

IN_UNIT = 3.0
HOURS = {"h": 1}
KEPT, CHANGED, AVERAGED = 1.0, 2.5, 0.4
"""What speaks for the target of before: a message names another, or gives a figure for it."""


PERIOD, RUN = "duration", "training_time"
MONEY = {"USD", "EUR", "PLN"}


class State(NamedTuple):
    """What was asked last; a next message may go on from it.

    ``sides`` are those of a comparison; ``text`` is told again where a choice completes it.
    """

    text: str
    read: Understood | None
    sides: tuple[Said, Said] | None = None
    lasts: Input | None = None
    """How long what was worked out goes on: a training run."""

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


def bare_figures(said: Said, before: Understood, registry: Registry) -> dict[str, Input]:
    """A number alone takes the place of the figure before that is most like it: "and sixteen?"."""
    bare = [each for each in said.figures if each.unit is None]
    if len(bare) != 1 or len(said.figures) != 1 or said.labels:
        return {}
    size = bare[0].value.value
    doubtful = [name for name, _ in before.doubtful]
    apart = {
        name: abs(log(size / typed))
        for name, known in before.givens.items()
        if (typed := _typed_size(known.typed))
        and size > 0
        and _can_be(size, registry.quantities[name])
    }
    if bare[0].is_price:
        priced = {each for each in apart if MONEY & registry.quantities[each].of.dimension.keys()}
        apart = {each: gap for each, gap in apart.items() if each in priced} or apart
    name = next(iter(doubtful), None) or min(apart, key=lambda each: apart[each], default=None)
    if name is None:
        return {}
    known = before.givens[name]
    typed = _typed_size(known.typed)
    factor = 1.0 if name in doubtful or not typed else known.value.value / typed
    value, text = times(bare[0].value, factor), bare[0].text
    if "adds" in said.intents:
        value, text = _sum(known.value, value), f"{known.typed} + {text}"
    return {name: known._replace(value=value, typed=text)}


def _sum(one: Value, other: Value) -> Value:
    """Two figures added up, where both are known exactly."""
    size = one.value + other.value
    exact = one.exact and other.exact
    return Value(size, size if exact else None, size if exact else None, not exact)


def _can_be(size: float, quantity: Quantity) -> bool:
    return not quantity.whole or size == int(size)


def _typed_size(typed: str) -> float | None:
    """The number that a given begins with, with its scale: 20 tys. H100 are 20,000."""
    match = re.match(rf"\D{{0,3}}({PLAIN_NUMBER})", typed)
    if match is None:
        return None
    number = re.sub(r"[\s,](?=[0-9]{3}(?![0-9]))", "", match[1]).replace(",", ".").replace(" ", "")
    try:
        return float(number) * split_scale(f"{typed[match.end() :].strip()} x")[0]
    except ValueError:
        return None


def scaled(said: Said, before: Understood) -> dict[str, Input]:
    """What is named of what was given, else the first, times two: "double it"."""
    factor = 2.0 if "double" in said.intents else 0.5 if "half" in said.intents else None
    if factor is None or said.figures or not before.givens:
        return {}
    named = [key for label in said.labels for key in label.keys if key in before.givens]
    if said.labels and not named and not _is_named(before.target, said):
        text = said.text[said.labels[0].start : said.labels[0].end]
        words = ", ".join(each.typed for each in before.givens.values())
        raise Refused("not_given", text=quoted(text), given=words)
    name = next(iter(named), None) or next(iter(before.givens))
    known = before.givens[name]
    typed = f"{factor:g} × {known.typed}"
    return {name: known._replace(value=times(known.value, factor), typed=typed)}


def _is_named(target: str | None, said: Said) -> bool:
    return any(target in label.keys for label in said.labels)


def targets_after(
    said: Said, before: Understood, registry: Registry, facts: Facts
) -> Mapping[str, float]:
    """What may be asked for by a message that goes on: what it names, or the same as before."""
    said = said._replace(scope=said.scope or before.scope)
    named = targets(said, registry, facts, hardware=_has_hardware(before))
    if before.target is None:
        return named
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
