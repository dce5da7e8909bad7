"""Targets: which quantities a text may ask for, and what speaks for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from calculators.plain.figure import PERCENT, Figure
from calculators.plain.named import thing_of
from calculators.plain.said import Label, Said
from calculators.plain.spending import others, says_which
from calculators.quantity import Quantity, Scope
from calculators.registry import Registry
from calculators.sentences.measure import MONEY
from facts import Facts, Kind
from facts.units import Dimension, Unit, fits, uncounted, unit

BESIDE = 14
"""Characters between a figure and the words that say what it is, at most."""
ASKED, OPENING, NAMED = 3.0, 2.0, 1.2
UNIT, OTHER_UNIT, OTHER_COUNT, COUNTED = 2.5, 2.5, 1.0, 4.0
BASES = ("base", "later")
"""Figures of anything: what they are for has to be said."""
LADDER, UNANSWERED, ALIKE = 0.3, 0.6, 1.2
GIVEN, UNSCOPED, SLIP, TWICE = 2.0, 0.8, 2.0, 0.5
OPEN_INSTEAD, OVER_TIME, RATED, AVERAGE = 0.35, 0.4, 2.1, 0.3
"""What speaks against the power of a facility where no hardware is spoken of, and against energy
where words name a power and a time; for what is counted in a time, and for or against averages."""
APART = 1.5
"""What speaks against what words may mean where others say which of it is meant."""
INSIDE = 0.1
"""What speaks against the scope of what is given beside the plainer one, which takes a PUE."""
PERIOD = "duration"
HARDWARE = (Kind.DEVICE, Kind.SYSTEM, Kind.CLUSTER)
HARD = {"gpus", "servers", "racks"}
HARDWARE_UNITS = {"accelerator", "server", "rack"}
SCOPED = (Scope.FACILITY, Scope.IT, Scope.ACCELERATOR)
LABELS, INNER, LONGER, RANK = 2.5, 0.8, 0.25, 0.15
FAMILIES = 4_096
"""Names of quantities that are kept with what they are called apart from their scopes."""
_SCOPE = re.compile("^(mean_)?(?:chip_|it_|facility_)")
WHOLE = (Scope.FACILITY, Scope.OPEN, Scope.NONE)
PREFIXES = {
    Scope.ACCELERATOR: ("chip_",),
    Scope.IT: ("it_",),
    Scope.FACILITY: ("facility_", ""),
}
COUNTS = {"accelerator": "gpus", "rack": "racks", "server": "servers", "reactor": "modules"}


def targets(
    said: Said, registry: Registry, facts: Facts, *, hardware: bool = False
) -> dict[str, float]:
    """What may be asked for, and how much speaks for it; ``hardware`` was spoken of before."""
    found: dict[str, float] = {}
    named = Counter(key for label in said.labels if not label.inner for key in label.keys)
    has = hardware or has_hardware(said) or not (said.figures or said.names)
    rate, given_at = dict(_rate(said).dimension), _given_scope(said)
    for name, weight in _evidence(said, registry, facts):
        own = weight + _of_unit(registry.quantities[name], said, rate)
        own += RATED * (named[name] > 0 and _is_rate(registry.quantities[name], said, rate))
        given = _is_given(registry.quantities[name], said, registry)
        own += TWICE * (named[name] > 1) - GIVEN * given
        own -= OPEN_INSTEAD * (registry.quantities[name].scope in SCOPED and not has)
        at = in_scope(name, said.scope, registry)
        found[at] = max(found.get(at, own), own)
        if given_at:
            inside = in_scope(name, given_at, registry)
            found[inside] = max(found.get(inside, own - INSIDE), own - INSIDE)
        if at != name:
            found[name] = max(found.get(name, own - UNSCOPED), own - UNSCOPED)
    for name in others(said, registry) & found.keys():
        del found[name]
    return found


def _given_scope(said: Said) -> Scope | None:
    """The scope of the only power or energy that is given, where the text names no other."""
    scopes = {
        each.scope for each in said.figures if each.unit is not None and "Wh" in each.unit.dimension
    }
    inside = scopes <= {Scope.IT, Scope.ACCELERATOR} and len(scopes) == 1 and said.scope is None
    return scopes.pop() if inside else None


def _of_unit(quantity: Quantity, said: Said, asked: Dimension) -> float:
    """What the unit that is asked for says of a quantity; ``asked`` is it in the time said."""
    weight = 0.0
    if said.asked_unit:
        energy = "Wh" in said.asked_unit.symbol  # in a time it is no power
        rate = not energy and asked == dict(quantity.of.dimension)
        same = _same(said.asked_unit, quantity) or rate
        weight += (
            UNIT if same else -OTHER_UNIT if uncounted(said.asked_unit.dimension) else -OTHER_COUNT
        )
    if said.asked_per:
        wanted = {base: -power for base, power in said.asked_per.dimension.items()}
        has = quantity.of.dimension
        weight += UNIT * all(has.get(base) == power for base, power in wanted.items())
    return weight


def _is_rate(quantity: Quantity, said: Said, asked: Dimension) -> bool:
    """Whether a quantity is what is asked for in a time: cards a day."""
    wanted = dict(quantity.of.dimension)
    return said.asked_unit is not None and wanted.get("h", 0) < 0 and asked == wanted


def _rate(said: Said) -> Unit:
    """What is asked for, in the time that is said: cards a day."""
    asked = said.asked_unit or unit("1")
    hours = next((each.hours for each in said.figures if each.hours and each.is_amount), said.hours)
    return asked.per(unit("h")) if hours else asked


def _is_given(quantity: Quantity, said: Said, registry: Registry) -> bool:
    """Whether a figure counts just what would be asked for."""
    if not quantity.noun:
        return False
    wanted = dict(quantity.of.dimension)
    # A figure of such things may be meant as another quantity, unless words say otherwise.
    alike = quantity.typical or not any(each.typical for each in registry.measured(wanted))
    return alike and any(each.unit and dict(each.unit.dimension) == wanted for each in said.figures)


def has_hardware(said: Said) -> bool:
    """Whether a text speaks of hardware: only then is power that of a facility."""
    keys = {key for label in said.labels for key in label.keys[:1]}
    named = any(each.kind in HARDWARE for each in said.names) or bool(keys & HARD)
    return named or any(
        each.unit and not HARDWARE_UNITS.isdisjoint(each.unit.dimension) for each in said.figures
    )


def _evidence(said: Said, registry: Registry, facts: Facts) -> Iterator[tuple[str, float]]:
    yield from _counted(said, registry, facts)
    asked = [each for each in said.labels if each.asked and not each.inner]
    timed = is_timed(said)
    for label in said.labels:
        labels = any(is_label(label, key, said.figures, registry) for key in label.keys)
        weight, meant = _weight(label), _meant(label, said, registry)
        specifies = _specifies(label, asked, said, registry) or says_which(label, asked, registry)
        if not labels and specifies:
            weight = max(weight, ASKED + LONGER * label.stems)
        for rank, key in enumerate(_plainest(_keys(label, said, registry), said, registry)):
            own = weight - RANK * rank - LABELS * labels
            own -= APART * (bool(meant) and family(key) not in meant)
            own -= (ASKED - NAMED) * (label.asked and _only_times(key, said))
            yield key, own
            yield from ((name, own - ALIKE) for name in _alike(key, registry))
            if "power" not in label.keys:
                yield from ((name, own + more) for name, more in _means(key, said, registry))
            if timed and (energy := key.replace("power", "energy")) != key:
                yield from (
                    (energy, own - OVER_TIME) for _ in registry.quantities.keys() & {energy}
                )
    rate = dict(_rate(said).dimension)
    paid = bool(asked) and all(_is_money(each.keys, registry) for each in asked)
    for quantity in _tellable(said, registry):
        if quantity.base not in BASES and _of_unit(quantity, said, rate) > 0:
            named = said.scope is not None or said.asked_per is not None
            narrow = not named and quantity.scope in (Scope.ACCELERATOR, Scope.IT)
            own = LADDER * (quantity.name in registry.scoped and not narrow)
            # What is paid for a kWh is no water.
            own -= OTHER_COUNT * (paid and not _is_money((quantity.name,), registry))
            yield quantity.name, own if quantity.option in registry.answered else own - UNANSWERED
    yield from ((each.name, COUNTED + 1) for each in _equivalents(said, registry))


def _meant(label: Label, said: Said, registry: Registry) -> set[str]:
    """Which of several times words may mean that others name too: "how long" to "train"."""
    if len(label.keys) == 1 or not all(
        _is_hours(registry.quantities[key].of) for key in label.keys
    ):
        return set()
    others = (
        each.keys[0]
        for each in said.labels
        if not each.inner
        and (each.end <= label.start or label.end <= each.start)
        and not is_label(each, each.keys[0], said.figures, registry)
    )
    return set(label.keys).intersection(others)


def _keys(label: Label, said: Said, registry: Registry) -> Sequence[str]:
    """What words name; of the "electricity" in "cost of electricity" only what is money too."""
    around = [
        each
        for each in said.labels
        if not each.inner and each.start <= label.start and label.end <= each.end
    ]
    if not label.inner or not any(_is_money(each.keys, registry) for each in around):
        return label.keys
    return [key for key in label.keys if _is_money((key,), registry)]


def _is_money(keys: Iterable[str], registry: Registry) -> bool:
    """Whether all that words name is measured in money."""
    return all(not set(MONEY).isdisjoint(registry.quantities[key].of.dimension) for key in keys)


def _tellable(said: Said, registry: Registry) -> Iterable[Quantity]:
    """The quantities that may be told in the unit that is asked for."""
    if said.asked_unit is None:
        return registry.quantities.values() if said.asked_per else ()
    asked, rate = registry.alike(said.asked_unit.dimension), registry.alike(_rate(said).dimension)
    homes = registry.yearly if _is_energy(said.asked_unit) else ()
    return dict.fromkeys((*asked, *rate, *homes))


def _counted(said: Said, registry: Registry, facts: Facts) -> Iterator[tuple[str, float]]:
    """What is asked for by "how many", right before what is counted."""
    thing = thing_of(said.counted, facts) if said.counted else None
    if thing:
        name = COUNTS[next(iter(thing.dimension))]
        yield name, COUNTED
        yield from ((other, COUNTED - ALIKE) for other in _alike(name, registry))


def _specifies(label: Label, asked: Sequence[Label], said: Said, registry: Registry) -> bool:
    """Whether words say more exactly what is asked for: "how much CO2 …, direct emissions"."""

    def dimension(key: str) -> dict[str, int]:
        return dict(registry.quantities[key].of.dimension)

    wanted = dimension(label.keys[0])
    named = {key for each in asked for key in each.keys}
    return (
        label.stems > 1
        and not label.asked
        and not label.inner
        and any(
            dimension(each.keys[0]) == wanted
            and each.stems <= label.stems
            and (_is_unit(each, said) or any(_is_kin(key, label.keys[0]) for key in each.keys))
            for each in asked
        )
        and label.keys[0] not in named
        and bool(wanted)
    )


def _is_unit(label: Label, said: Said) -> bool:
    """Whether words only say in which unit an amount is asked for: "how many MW"."""
    return bool(said.wanted) and said.text[label.start : label.end].endswith(said.wanted)


def _is_kin(one: str, other: str) -> bool:
    """Whether two quantities have a word of their names in common: all kinds of power."""
    return not set(one.split("_")).isdisjoint(other.split("_"))


def _plainest(keys: Sequence[str], said: Said, registry: Registry) -> Iterator[str]:
    """What a phrase names, at one scope only: that of the first, unless the text says another."""
    yield from keys[:1]
    for key in keys[1:]:
        other = not {key, keys[0]} <= registry.scoped or family(key) != family(keys[0])
        if said.scope or other:
            yield key


def _means(key: str, said: Said, registry: Registry) -> Iterator[tuple[str, float]]:
    """The average of what words name, and what speaks for it beside them."""
    if f"mean_{key}" in registry.quantities:
        yield f"mean_{key}", AVERAGE if _is_mean(said) else -AVERAGE


def _is_mean(said: Said) -> bool:
    """Whether an average is asked for: the word for it belongs to no figure."""
    return "mean" in said.intents and not any(each.mean for each in said.figures)


def _only_times(key: str, said: Said) -> bool:
    """Whether "how many days" asks for a time, whichever: only the rest says for which."""
    return key == PERIOD and said.asked_unit is not None and _is_hours(said.asked_unit)


def _is_hours(found: Unit) -> bool:
    return dict(found.dimension) == {"h": 1}


def is_timed(said: Said) -> bool:
    """Whether a text says for how long."""
    return bool(said.hours) or any(map(_is_time, said.figures))


def _is_time(figure: Figure) -> bool:
    return figure.unit is not None and _is_hours(figure.unit)


def _alike(key: str, registry: Registry) -> tuple[str, ...]:
    """Other counts of the same things: cards that hold a model."""
    own = registry.quantities[key]
    if not (own.typical and own.noun):
        return ()
    same = registry.measured(own.of.dimension)
    return tuple(each.name for each in same if each.name != key and not each.base)


def in_equivalents(said: Said, registry: Registry, facts: Facts) -> Said:
    """Of "how many B200s are as much as 600,000 H100s" the figure counts equivalents."""
    units = {key: every[-1].of for key, every in registry.equivalents.items()}
    if said.counted is None or facts.subjects[said.counted].kind is not Kind.DEVICE:
        return said
    figures = tuple(
        each._replace(unit=units[each.counts], counts=None)
        if each.counts in units and each.counts != said.counted
        else each
        for each in said.figures
    )
    names = tuple(each for each in said.names if figures == said.figures or each.key not in units)
    return said._replace(figures=figures, names=names)


def _equivalents(said: Said, registry: Registry) -> Iterator[Quantity]:
    """Where things are to be counted in others that have a quantity, these: MI300X in H100s."""
    counted = {each.counts for each in said.figures if each.counts}
    if counted:
        for name in said.names:
            if name.key not in counted:
                yield from registry.equivalents.get(name.key, ())


def _weight(label: Label) -> float:
    weight = ASKED if label.asked else OPENING if label.begins else NAMED
    weight -= SLIP * label.slips
    return weight + LONGER * (label.stems - 1) - INNER * label.inner


def _is_of_a_year(asked: Unit, quantity: Quantity) -> bool:
    """Whether energy is asked for of what uses it year by year: the kWh of a home."""
    return quantity.is_yearly and _is_energy(asked)


def _is_energy(asked: Unit) -> bool:
    return dict(asked.dimension) == {"Wh": 1}


def _same(asked: Unit, quantity: Quantity) -> bool:
    """Whether a quantity is measured in a unit; counted things may be left out."""
    wanted = quantity.of.dimension
    if _is_of_a_year(asked, quantity):
        return True
    if "h" in wanted and ("Wh" in asked.symbol) != ("Wh" in quantity.unit):
        return False  # kWh a year are no watts
    return dict(asked.dimension) == dict(wanted) or (
        bool(asked.dimension) and len(asked.dimension) > 1 and fits(asked.dimension, wanted)
    )


def is_label(label: Label, key: str, figures: tuple[Figure, ...], registry: Registry) -> bool:
    """Whether words say what a figure beside them is, as this quantity."""
    quantity = registry.quantities[key]
    for figure in figures:
        if not is_beside(label, figure, figures) or (
            (label.asked or label.apart) and figure.start < label.start
        ):
            continue  # what is asked for behind a figure is none that the figure could be
        if figure.is_price and label.asked:
            continue  # "what does it cost at $2" gives the price of one
        if figure.unit is None:
            if not quantity.of.dimension and _can_be(quantity, figure):
                return True
        elif key in BASES and figure.unit != PERCENT and not _is_time(figure):
            return True  # "start at 415 TWh"
        elif any(fits(figure.unit.dimension, each.of.dimension) for each in registry.variants(key)):
            return bool(figure.unit.dimension) or not quantity.of.dimension
    return False


def _can_be(quantity: Quantity, figure: Figure) -> bool:
    """Whether a number alone is of a size that a ratio can have: no growth of 100,000."""
    return not quantity.likely or quantity.is_plausible(figure.value.value)


def is_beside(label: Label, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether words stand right beside a figure, with no other figure between."""
    gap = distance(label, figure)
    # Of "8 400 Gb/s links" both numbers are the links'.
    after = next((each for each in figures if 0 <= each.start - figure.end <= 1), None)
    if after is not None and label.start >= after.end:
        return label.start - after.end <= BESIDE
    if gap > BESIDE or label.clause != figure.clause:
        return False
    return not any(
        distance(label, other) < gap and _between(label, figure, other)
        for other in figures
        if other is not figure
    )


def _between(label: Label, figure: Figure, other: Figure) -> bool:
    low, high = sorted((label.start, figure.start))
    return low <= other.start <= high


def distance(label: Label, figure: Figure) -> int:
    """Characters between words and a figure."""
    return max(figure.start - label.end, label.start - figure.end, 0)


def in_scope(name: str, scope: Scope | None, registry: Registry) -> str:
    """A quantity at the scope that a text names; itself where there is none such."""
    quantities = registry.quantities
    own = quantities[name].scope
    site = name.replace("power", "facility_power")
    if scope is Scope.FACILITY and own is Scope.OPEN and site in quantities:
        return site
    if scope is None or own is scope or (scope is Scope.FACILITY and own in WHOLE):
        return name
    mean, rest = "mean_" * name.startswith("mean_"), family(name).removeprefix("mean_")
    names = (f"{mean}{prefix}{rest}" for prefix in PREFIXES[scope])
    return next((each for each in names if each in quantities), name)


@lru_cache(FAMILIES)
def family(name: str) -> str:
    """What a quantity is called apart from its scope."""
    return _SCOPE.sub(r"\1", name)
